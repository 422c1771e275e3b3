"""Publications also refuse TRUNCATE, and their triggers have names of their own."""

from django.db import migrations

from audit.frozen import renamed_sql

TABLES = ("rfqs_publication",)


class Migration(migrations.Migration):
    dependencies = [("rfqs", "0003_question_set_words"), ("audit", "0003_chain")]

    operations = [migrations.RunSQL(*pair) for table in TABLES for pair in renamed_sql(table)]
