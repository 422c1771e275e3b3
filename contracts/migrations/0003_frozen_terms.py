"""Signed or broken off, a contract and its terms stand: the database refuses to change or delete them."""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION refuse_change_of_settled_contract() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status <> 'NEGOTIATION' THEN
        RAISE EXCEPTION 'contract % is no longer in negotiation', OLD.code USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION refuse_change_of_settled_term() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM contracts_contract WHERE id = OLD.contract_id AND status <> 'NEGOTIATION') THEN
        RAISE EXCEPTION 'the terms of this contract are frozen' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER settled_contract BEFORE UPDATE OR DELETE ON contracts_contract
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_settled_contract();
CREATE TRIGGER settled_term BEFORE UPDATE OR DELETE ON contracts_contractterm
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_settled_term();
"""
BACK = """
DROP TRIGGER settled_term ON contracts_contractterm;
DROP TRIGGER settled_contract ON contracts_contract;
DROP FUNCTION refuse_change_of_settled_term();
DROP FUNCTION refuse_change_of_settled_contract();
"""


class Migration(migrations.Migration):
    dependencies = [("contracts", "0002_broken_off")]

    operations = [migrations.RunSQL(FUNCTIONS, BACK)]
