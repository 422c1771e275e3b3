"""`received_at` is the database's: inserted without a value, and given back with the insert."""

import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("quotes", "0006_publication_version")]

    operations = [
        migrations.AlterField(
            model_name="revision",
            name="received_at",
            field=models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
        ),
    ]
