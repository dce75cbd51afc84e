"""What the database keeps whatever asks: the months of 제10조, the reason's days, and money that was decided first.

The functions belong to the owner, so they count rows that row security would hide from the person at the desk.
"""

from django.db import migrations

GUARDS = """
CREATE FUNCTION emergency_grant_within_law() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    crisis uuid;
    used integer;
    law emergency_limit;
BEGIN
    IF NEW.is_approved IS FALSE THEN RETURN NULL; END IF;
    SELECT episode INTO crisis FROM emergency_emergencyaid WHERE id = NEW.aid_id AND kind = NEW.kind;
    IF crisis IS NULL THEN
        RAISE EXCEPTION 'a grant is of the kind of its aid' USING ERRCODE = 'check_violation', CONSTRAINT = 'emergency_grant_kind';
    END IF;
    -- Two people asking at once wait for each other here.
    PERFORM pg_advisory_xact_lock(hashtextextended(crisis::text, 10));
    SELECT coalesce(sum(g.months), 0) INTO used
      FROM emergency_grant g JOIN emergency_emergencyaid a ON a.id = g.aid_id
     WHERE a.episode = crisis AND g.is_approved IS NOT FALSE;
    SELECT * INTO law FROM emergency_limit
     WHERE kind = NEW.kind AND starts_on <= NEW.asked_on AND (ends_on IS NULL OR ends_on >= NEW.asked_on);
    IF NOT FOUND OR used > law.total THEN
        RAISE EXCEPTION 'more than article 10 allows in one crisis: % of %', used, law.total
            USING ERRCODE = 'check_violation', CONSTRAINT = 'emergency_grant_limit';
    END IF;
    IF used > law.first + law.by_mayor AND NEW.committee_on IS NULL THEN
        RAISE EXCEPTION 'beyond the mayor''s range without the committee: % of %', used, law.first + law.by_mayor
            USING ERRCODE = 'check_violation', CONSTRAINT = 'emergency_grant_committee';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER emergency_grant_within_law AFTER INSERT OR UPDATE ON emergency_grant
    FOR EACH ROW EXECUTE FUNCTION emergency_grant_within_law();

CREATE FUNCTION emergency_reason_counts() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM emergency_crisisreason
         WHERE id = NEW.reason_id AND starts_on <= NEW.requested_on AND (ends_on IS NULL OR ends_on >= NEW.requested_on)
    ) THEN
        RAISE EXCEPTION 'the crisis reason was not in force on %', NEW.requested_on
            USING ERRCODE = 'check_violation', CONSTRAINT = 'emergency_reason_in_force';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER emergency_reason_counts AFTER INSERT OR UPDATE OF reason_id, requested_on
    ON emergency_emergencyaid FOR EACH ROW EXECUTE FUNCTION emergency_reason_counts();

CREATE FUNCTION emergency_paid_within_grant() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    decided emergency_grant;
    grant_to_check uuid;
    paid bigint;
BEGIN
    IF TG_TABLE_NAME = 'emergency_grant' THEN
        grant_to_check := NEW.id;
    ELSE
        grant_to_check := NEW.grant_id;
    END IF;
    SELECT * INTO decided FROM emergency_grant WHERE id = grant_to_check FOR UPDATE;
    SELECT coalesce(sum(won), 0) INTO paid FROM emergency_payment WHERE grant_id = grant_to_check;
    IF paid > decided.months * decided.monthly_won THEN
        RAISE EXCEPTION 'paid % of % won', paid, decided.months * decided.monthly_won
            USING ERRCODE = 'check_violation', CONSTRAINT = 'emergency_payments_within_grant';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER emergency_paid_within_grant AFTER INSERT OR UPDATE ON emergency_payment
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION emergency_paid_within_grant();
CREATE CONSTRAINT TRIGGER emergency_grant_still_covers AFTER UPDATE OF months, monthly_won ON emergency_grant
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION emergency_paid_within_grant();

-- 제8조제3항 후단: the officer in charge may help before the decision; nobody else pays what was not approved.
CREATE FUNCTION emergency_paid_after_decision() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM emergency_grant g JOIN emergency_emergencyaid a ON a.id = g.aid_id
         WHERE g.id = NEW.grant_id AND (g.is_approved OR (g.is_approved IS NULL AND a.is_officer_first))
    ) THEN
        RAISE EXCEPTION 'a payment needs a decision' USING ERRCODE = 'check_violation', CONSTRAINT = 'emergency_payment_decided';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER emergency_paid_after_decision AFTER INSERT ON emergency_payment
    FOR EACH ROW EXECUTE FUNCTION emergency_paid_after_decision();
"""
UNDO = """
DROP TRIGGER emergency_paid_after_decision ON emergency_payment;
DROP FUNCTION emergency_paid_after_decision();
DROP TRIGGER emergency_grant_still_covers ON emergency_grant;
DROP TRIGGER emergency_paid_within_grant ON emergency_payment;
DROP TRIGGER emergency_reason_counts ON emergency_emergencyaid;
DROP TRIGGER emergency_grant_within_law ON emergency_grant;
DROP FUNCTION emergency_paid_within_grant();
DROP FUNCTION emergency_reason_counts();
DROP FUNCTION emergency_grant_within_law();
"""


class Migration(migrations.Migration):
    dependencies = [("emergency", "0003_law")]
    operations = [migrations.RunSQL(GUARDS, UNDO)]
