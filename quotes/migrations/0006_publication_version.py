"""A revision remembers which version of what was asked it answers; until now there was only the first."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("quotes", "0005_receipt"), ("rfqs", "0007_clarification_gates")]

    operations = [
        migrations.AddField(
            model_name="revision",
            name="publication_version",
            field=models.PositiveSmallIntegerField(default=1),
        ),
    ]
