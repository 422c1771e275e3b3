"""The deadline is decided here: by this database's clock, for whoever writes, through whatever door.

SQLSTATEs, for `rfqs.gate`: SL001 late, SL002 not open for quotes, SL003 already opened, SL004 a deadline that
may not move so, SL005 opening before the deadline, SL006 a way back that does not exist, SL007 isolation level.
"""

from django.db import migrations

# Nobody holds the gate's lock open: an idle transaction is cut after 5 s, a busy one after 30 s (an opening
# may take longer), and whoever waits 10 s for the lock is told to come back. The limits end with the
# transaction.
LIMITS = """
CREATE FUNCTION limit_gate_holder(may_take_long boolean) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION 'the deadline gate needs READ COMMITTED' USING ERRCODE = 'SL007';
  END IF;
  PERFORM set_config('lock_timeout', '10s', true);
  PERFORM set_config('idle_in_transaction_session_timeout', '5s', true);
  IF NOT may_take_long AND current_setting('server_version_num')::int >= 170000 THEN
    PERFORM set_config('transaction_timeout', '30s', true);
  END IF;
END $$;
"""

# Every statement of a volatile function reads afresh under READ COMMITTED, so the row is read as it is once
# the lock is held. The one reading of the clock is compared and given back; equal to the deadline is on time.
GATE = """
CREATE FUNCTION deadline_gate(of_rfq uuid) RETURNS timestamptz LANGUAGE plpgsql AS $$
DECLARE
  rfq record;
  moment timestamptz;
BEGIN
  PERFORM public.limit_gate_holder(false);
  PERFORM pg_advisory_xact_lock_shared(7301, hashtext(of_rfq::text));
  SELECT status, deadline_at INTO rfq FROM public.rfqs_rfq WHERE id = of_rfq;
  moment := clock_timestamp();
  IF rfq.status IS NULL OR rfq.status IN ('DRAFT', 'CANCELLED') THEN
    RAISE EXCEPTION 'this RFQ is not open for quotes' USING ERRCODE = 'SL002';
  END IF;
  IF rfq.status <> 'PUBLISHED' THEN
    RAISE EXCEPTION 'the quotes of this RFQ have been opened' USING ERRCODE = 'SL003',
      DETAIL = json_build_object('at', moment, 'deadline', rfq.deadline_at)::text;
  END IF;
  IF moment > rfq.deadline_at THEN
    RAISE EXCEPTION 'after the deadline' USING ERRCODE = 'SL001',
      DETAIL = json_build_object('at', moment, 'deadline', rfq.deadline_at)::text;
  END IF;
  RETURN moment;
END $$;
"""

# What is refused anyway is refused before queueing: whoever waits for the lock alone holds up every vendor.
GUARD = """
CREATE FUNCTION guard_deadline() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  opens boolean := OLD.status = 'PUBLISHED' AND NEW.status NOT IN ('PUBLISHED', 'CANCELLED')
    OR OLD.quality_opened_at IS NULL AND NEW.quality_opened_at IS NOT NULL;
  moves boolean := NEW.deadline_at IS DISTINCT FROM OLD.deadline_at;
BEGIN
  IF OLD.status = 'DRAFT' AND NEW.status IN ('DRAFT', 'PUBLISHED', 'CANCELLED') AND NOT opens THEN
    RETURN NEW;
  END IF;
  IF OLD.status IN ('DRAFT', 'CANCELLED') OR NEW.status = 'DRAFT'
     OR NEW.status = 'PUBLISHED' AND OLD.status <> 'PUBLISHED' THEN
    RAISE EXCEPTION 'an RFQ does not go from % to %', OLD.status, NEW.status USING ERRCODE = 'SL006';
  END IF;
  IF opens AND (moves OR clock_timestamp() <= OLD.deadline_at) THEN
    RAISE EXCEPTION 'opening before the deadline' USING ERRCODE = 'SL005';
  END IF;
  IF moves AND (OLD.status <> 'PUBLISHED' OR NEW.status <> 'PUBLISHED' OR NEW.deadline_at IS NULL OR NEW.deadline_at < OLD.deadline_at
                OR clock_timestamp() > OLD.deadline_at) THEN
    RAISE EXCEPTION 'a published deadline only moves later, and not after it has passed'
      USING ERRCODE = 'SL004';
  END IF;
  IF OLD.status <> 'PUBLISHED' THEN
    RETURN NEW;
  END IF;
  PERFORM public.limit_gate_holder(opens);
  PERFORM pg_advisory_xact_lock(7301, hashtext(OLD.id::text));
  IF moves AND clock_timestamp() > OLD.deadline_at THEN
    RAISE EXCEPTION 'the deadline has passed meanwhile' USING ERRCODE = 'SL004';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER rfqs_rfq_deadline BEFORE UPDATE ON rfqs_rfq FOR EACH ROW
WHEN ((NEW.status, NEW.deadline_at, NEW.quality_opened_at)
      IS DISTINCT FROM (OLD.status, OLD.deadline_at, OLD.quality_opened_at))
EXECUTE FUNCTION guard_deadline();
"""

# An invitation moved to an RFQ with a later deadline would be a way around it.
STAYS = """
CREATE FUNCTION refuse_other_rfq() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'an invitation stays with its RFQ and vendor' USING ERRCODE = 'SL006';
END $$;
CREATE TRIGGER rfqs_invitation_stays BEFORE UPDATE ON rfqs_invitation FOR EACH ROW
WHEN ((NEW.rfq_id, NEW.vendor_id) IS DISTINCT FROM (OLD.rfq_id, OLD.vendor_id))
EXECUTE FUNCTION refuse_other_rfq();
"""


class Migration(migrations.Migration):
    dependencies = [("rfqs", "0004_no_truncate")]

    operations = [
        migrations.RunSQL(LIMITS, "DROP FUNCTION limit_gate_holder(boolean);"),
        migrations.RunSQL(GATE, "DROP FUNCTION deadline_gate(uuid);"),
        migrations.RunSQL(GUARD, "DROP TRIGGER rfqs_rfq_deadline ON rfqs_rfq; DROP FUNCTION guard_deadline();"),
        migrations.RunSQL(
            STAYS, "DROP TRIGGER rfqs_invitation_stays ON rfqs_invitation; DROP FUNCTION refuse_other_rfq();"
        ),
    ]
