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

CLARIFICATIONS = """
CREATE FUNCTION guard_clarification() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.published_at := public.deadline_gate(NEW.rfq_id);
  RETURN NEW;
END $$;
CREATE TRIGGER rfqs_clarification_gate BEFORE INSERT OR UPDATE ON rfqs_clarification FOR EACH ROW
WHEN (NEW.status = 'PUBLISHED') EXECUTE FUNCTION guard_clarification();
CREATE TRIGGER rfqs_clarification_stays BEFORE UPDATE OR DELETE ON rfqs_clarification FOR EACH ROW
WHEN (OLD.status = 'PUBLISHED') EXECUTE FUNCTION refuse_change();
"""
CLARIFICATIONS_BACK = """
DROP TRIGGER rfqs_clarification_stays ON rfqs_clarification;
DROP TRIGGER rfqs_clarification_gate ON rfqs_clarification;
DROP FUNCTION guard_clarification();
"""

# A later version of what is asked exists only with the addendum that told every vendor of it.
ADDENDA = """
CREATE FUNCTION guard_addendum() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.issued_at := public.deadline_gate(NEW.rfq_id);
  RETURN NEW;
END $$;
CREATE TRIGGER rfqs_addendum_gate BEFORE INSERT OR UPDATE ON rfqs_addendum FOR EACH ROW
WHEN (NEW.status = 'ISSUED') EXECUTE FUNCTION guard_addendum();
CREATE TRIGGER rfqs_addendum_stays BEFORE UPDATE OR DELETE ON rfqs_addendum FOR EACH ROW
WHEN (OLD.status = 'ISSUED') EXECUTE FUNCTION refuse_change();
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
ADDENDA_BACK = """
DROP TRIGGER rfqs_publication_by_addendum ON rfqs_publication;
DROP FUNCTION guard_amendment();
DROP TRIGGER rfqs_addendum_stays ON rfqs_addendum;
DROP TRIGGER rfqs_addendum_gate ON rfqs_addendum;
DROP FUNCTION guard_addendum();
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
        migrations.RunSQL(CLARIFICATIONS, CLARIFICATIONS_BACK),
        migrations.RunSQL(ADDENDA, ADDENDA_BACK),
        migrations.RunSQL(CONFIRMATIONS, CONFIRMATIONS_BACK),
        *(migrations.RunSQL(*pair) for pair in guard_sql("rfqs_addendumconfirmation")),
    ]
