"""Questions, answers and addenda keep their times by the database's clock, and what was told to all stands.

SQLSTATE of its own, for `rfqs.gate`: SL008 after the deadline for questions. The others are the deadline gate's.
"""

from django.db import migrations

from audit.frozen import guard_sql

QUESTIONS = """
CREATE FUNCTION guard_vendor_question() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  last_moment timestamptz;
BEGIN
  NEW.asked_at := public.deadline_gate(NEW.rfq_id);
  SELECT questions_until INTO last_moment FROM public.rfqs_rfq WHERE id = NEW.rfq_id;
  IF last_moment IS NOT NULL AND NEW.asked_at > last_moment THEN
    RAISE EXCEPTION 'after the deadline for questions' USING ERRCODE = 'SL008';
  END IF;
  IF NEW.rfq_id <> (SELECT rfq_id FROM public.rfqs_invitation WHERE id = NEW.invitation_id) THEN
    RAISE EXCEPTION 'a question belongs to the RFQ of its invitation' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER rfqs_vendorquestion_gate BEFORE INSERT ON rfqs_vendorquestion
FOR EACH ROW EXECUTE FUNCTION guard_vendor_question();
CREATE TRIGGER rfqs_vendorquestion_stays BEFORE UPDATE ON rfqs_vendorquestion FOR EACH ROW
WHEN (OLD.status <> 'OPEN' OR (NEW.rfq_id, NEW.invitation_id, NEW.alias, NEW.text, NEW.asked_at, NEW.asked_by_id)
      IS DISTINCT FROM (OLD.rfq_id, OLD.invitation_id, OLD.alias, OLD.text, OLD.asked_at, OLD.asked_by_id))
EXECUTE FUNCTION refuse_change();
CREATE TRIGGER rfqs_vendorquestion_kept BEFORE DELETE ON rfqs_vendorquestion
FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""
QUESTIONS_BACK = """
DROP TRIGGER rfqs_vendorquestion_kept ON rfqs_vendorquestion;
DROP TRIGGER rfqs_vendorquestion_stays ON rfqs_vendorquestion;
DROP TRIGGER rfqs_vendorquestion_gate ON rfqs_vendorquestion;
DROP FUNCTION guard_vendor_question();
"""


def told_once(row, status, moment):
    """SQL, and its way back: what is told to all gets its moment from the gate, and stands from then on."""
    table, function = f"rfqs_{row}", f"guard_{row}"
    making = f"""
CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.{moment} := public.deadline_gate(NEW.rfq_id);
  RETURN NEW;
END $$;
CREATE TRIGGER {table}_gate BEFORE INSERT OR UPDATE ON {table} FOR EACH ROW
WHEN (NEW.status = '{status}') EXECUTE FUNCTION {function}();
CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW
WHEN (OLD.status = '{status}') EXECUTE FUNCTION refuse_change();
"""
    unmaking = f"""
DROP TRIGGER {table}_stays ON {table};
DROP TRIGGER {table}_gate ON {table};
DROP FUNCTION {function}();
"""
    return making, unmaking


# A later version of what is asked exists only with the addendum that told every vendor of it.
AMENDMENTS = """
CREATE FUNCTION guard_amendment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM public.rfqs_addendum
                 WHERE publication_id = NEW.id AND rfq_id = NEW.rfq_id AND status = 'ISSUED') THEN
    RAISE EXCEPTION 'what was asked changes only by an addendum' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER rfqs_publication_by_addendum AFTER INSERT ON rfqs_publication
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.version > 1) EXECUTE FUNCTION guard_amendment();
"""
AMENDMENTS_BACK = """
DROP TRIGGER rfqs_publication_by_addendum ON rfqs_publication;
DROP FUNCTION guard_amendment();
"""

CONFIRMATIONS = """
CREATE FUNCTION guard_confirmation() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  of_rfq uuid := (SELECT rfq_id FROM public.rfqs_invitation WHERE id = NEW.invitation_id);
BEGIN
  NEW.confirmed_at := public.deadline_gate(of_rfq);
  IF NOT EXISTS (SELECT 1 FROM public.rfqs_addendum
                 WHERE id = NEW.addendum_id AND rfq_id = of_rfq AND status = 'ISSUED') THEN
    RAISE EXCEPTION 'only an issued addendum of the same RFQ is confirmed' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER rfqs_addendumconfirmation_gate BEFORE INSERT ON rfqs_addendumconfirmation
FOR EACH ROW EXECUTE FUNCTION guard_confirmation();
"""
CONFIRMATIONS_BACK = """
DROP TRIGGER rfqs_addendumconfirmation_gate ON rfqs_addendumconfirmation;
DROP FUNCTION guard_confirmation();
"""


class Migration(migrations.Migration):
    dependencies = [("rfqs", "0006_clarifications"), ("audit", "0003_chain")]

    operations = [
        migrations.RunSQL(QUESTIONS, QUESTIONS_BACK),
        migrations.RunSQL(*told_once("clarification", "PUBLISHED", "published_at")),
        migrations.RunSQL(*told_once("addendum", "ISSUED", "issued_at")),
        migrations.RunSQL(AMENDMENTS, AMENDMENTS_BACK),
        migrations.RunSQL(CONFIRMATIONS, CONFIRMATIONS_BACK),
        *(migrations.RunSQL(*pair) for pair in guard_sql("rfqs_addendumconfirmation")),
    ]
