"""Receipts: signed when a quote is sent, and never changed, deleted or emptied."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from audit.frozen import guard_sql


class Migration(migrations.Migration):
    dependencies = [("quotes", "0004_gate"), ("audit", "0003_chain")]

    operations = [
        migrations.CreateModel(
            name="Receipt",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("body", models.BinaryField()),
                ("signature", models.BinaryField()),
                ("key", models.CharField(max_length=16)),
                ("files", models.JSONField(default=list)),
                (
                    "revision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="receipt", to="quotes.revision"
                    ),
                ),
            ],
        ),
        *(migrations.RunSQL(*pair) for pair in guard_sql("quotes_receipt")),
    ]
