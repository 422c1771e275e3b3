"""Rows that are frozen when made: the database refuses to change or delete them."""

from django.db import migrations

TABLES = ("rfqs_publication", )


class Migration(migrations.Migration):
    dependencies = [("rfqs", "0001_initial"), ("audit", "0002_append_only")]

    operations = [
        migrations.RunSQL(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change();",
            f"DROP TRIGGER append_only ON {table};",
        )
        for table in TABLES
    ]
