"""Withdrawals and late attempts; and the gate on every row that counts as received.

`received_at` and `withdrawn_at` are set here from the gate's one reading, whatever the writer gave.
"""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from audit.frozen import guard_sql, renamed_sql

OLD, NEW = ("quotes_revision", "quotes_envelope"), ("quotes_withdrawal", "quotes_lateattempt")
GATE = """
CREATE FUNCTION guard_revision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.received_at := public.deadline_gate(
    (SELECT rfq_id FROM public.rfqs_invitation WHERE id = NEW.invitation_id));
  RETURN NEW;
END $$;
CREATE TRIGGER quotes_revision_gate BEFORE INSERT ON quotes_revision
FOR EACH ROW EXECUTE FUNCTION guard_revision();
CREATE FUNCTION guard_withdrawal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.withdrawn_at := public.deadline_gate(
    (SELECT i.rfq_id FROM public.rfqs_invitation i JOIN public.quotes_revision r ON r.invitation_id = i.id
     WHERE r.id = NEW.revision_id));
  RETURN NEW;
END $$;
CREATE TRIGGER quotes_withdrawal_gate BEFORE INSERT ON quotes_withdrawal
FOR EACH ROW EXECUTE FUNCTION guard_withdrawal();
"""
BACK = """
DROP TRIGGER quotes_withdrawal_gate ON quotes_withdrawal;
DROP FUNCTION guard_withdrawal();
DROP TRIGGER quotes_revision_gate ON quotes_revision;
DROP FUNCTION guard_revision();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("quotes", "0003_term_offer_statuses"),
        ("rfqs", "0005_deadline_gate"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="revision",
            name="content_locked",
            field=models.BinaryField(default=b""),
        ),
        migrations.CreateModel(
            name="Withdrawal",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "revision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawal",
                        to="quotes.revision",
                    ),
                ),
                ("withdrawn_at", models.DateTimeField()),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LateAttempt",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "invitation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="late_attempts",
                        to="rfqs.invitation",
                    ),
                ),
                ("idempotency_key", models.UUIDField()),
                ("attempted_at", models.DateTimeField()),
                (
                    "attempted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("deadline_at", models.DateTimeField()),
                ("size_class", models.PositiveIntegerField()),
                ("commitment", models.CharField(max_length=64)),
                ("salt_locked", models.BinaryField()),
            ],
            options={
                "ordering": ["attempted_at"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("invitation", "idempotency_key"), name="one_late_attempt_per_form"
                    )
                ],
            },
        ),
        migrations.RunSQL(GATE, BACK),
        *(migrations.RunSQL(*pair) for table in OLD for pair in renamed_sql(table)),
        *(migrations.RunSQL(*pair) for table in NEW for pair in guard_sql(table)),
    ]
