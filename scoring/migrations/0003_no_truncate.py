"""Frozen rows also refuse TRUNCATE, and their triggers have names of their own."""

from django.db import migrations

from audit.frozen import renamed_sql

TABLES = ("scoring_tcorun", "scoring_scorerun", "scoring_openingapproval")


class Migration(migrations.Migration):
    dependencies = [("scoring", "0002_frozen_rows"), ("audit", "0003_chain")]

    operations = [migrations.RunSQL(*pair) for table in TABLES for pair in renamed_sql(table)]
