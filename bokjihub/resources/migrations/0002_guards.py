"""Row security, and what the ledger and the links promise even to bare SQL.

Ledger: a deferred trigger looks at every touched movement and lot when the transaction ends: entries sum to zero per
movement and lot, and no account but the source holds less than nothing. A lock on the lot comes first, so two takers of
the last box wait for each other instead of both being right in their own snapshot.
Links: a withdrawn consent ends every open link in the same statement; a link that says delivered has a delivery.
"""

from django.db import migrations

from bokjihub.accounts.access.rows import fence, keep

FENCED = (
    "resources_servicelink",
    "resources_linkdelivery",
    "resources_allocationline",
    "resources_handover",
)
KEPT = (*FENCED, "resources_lot", "resources_allocation", "resources_movement", "resources_entry")

LEDGER = """
REVOKE UPDATE ON resources_movement, resources_entry, resources_linkdelivery FROM bokji_app;

CREATE FUNCTION resources_hold_lot() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM 1 FROM resources_lot WHERE id = NEW.lot_id FOR NO KEY UPDATE;
    RETURN NEW;
END $$;
CREATE TRIGGER hold_lot BEFORE INSERT ON resources_entry FOR EACH ROW EXECUTE FUNCTION resources_hold_lot();

CREATE FUNCTION resources_balance() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE one resources_entry; short record;
BEGIN
    FOREACH one IN ARRAY ARRAY[OLD, NEW] LOOP
        CONTINUE WHEN one.id IS NULL;
        SELECT lot_id INTO short FROM resources_entry WHERE movement_id = one.movement_id
        GROUP BY lot_id HAVING sum(quantity) <> 0 OR sum(won) <> 0 LIMIT 1;
        IF FOUND THEN
            RAISE EXCEPTION '장부가 맞지 않습니다: 한 이동의 합이 0이 아닙니다'
            USING ERRCODE = '23514', CONSTRAINT = 'resources_movement_balances';
        END IF;
        SELECT account, sum(quantity) AS pieces INTO short FROM resources_entry WHERE lot_id = one.lot_id
        AND account <> 'income' GROUP BY account HAVING sum(quantity) < 0 OR sum(won) < 0 LIMIT 1;
        IF FOUND THEN
            RAISE EXCEPTION '남은 것보다 많이 옮길 수 없습니다: % %', short.account, short.pieces
            USING ERRCODE = '23514', CONSTRAINT = 'resources_stock_not_negative';
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER balance AFTER INSERT OR UPDATE OR DELETE ON resources_entry
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION resources_balance();

-- A movement without entries would be a booking of nothing.
CREATE FUNCTION resources_movement_moves() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM resources_entry WHERE movement_id = NEW.id) THEN
        RAISE EXCEPTION '빈 이동입니다' USING ERRCODE = '23514', CONSTRAINT = 'resources_movement_balances';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER moves AFTER INSERT ON resources_movement
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION resources_movement_moves();
"""
UNDO_LEDGER = """
DROP TRIGGER moves ON resources_movement; DROP FUNCTION resources_movement_moves();
DROP TRIGGER balance ON resources_entry; DROP FUNCTION resources_balance();
DROP TRIGGER hold_lot ON resources_entry; DROP FUNCTION resources_hold_lot();
"""

LINKS = """
-- 동의를 거두면 바로 멈춘다 (개인정보 보호법 제37조).
CREATE FUNCTION resources_withdraw_links() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE resources_servicelink SET state = 'withdrawn', ended_on = NEW.withdrawn_on
    WHERE consent_id = NEW.id AND state NOT IN ('declined', 'completed', 'stopped', 'withdrawn');
    RETURN NULL;
END $$;
CREATE TRIGGER withdraw_links AFTER UPDATE OF withdrawn_on ON people_consent FOR EACH ROW
WHEN (NEW.withdrawn_on IS NOT NULL AND OLD.withdrawn_on IS DISTINCT FROM NEW.withdrawn_on)
EXECUTE FUNCTION resources_withdraw_links();

-- A link is made with a consent of this household for this agency, in force that day.
CREATE FUNCTION resources_check_consent() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.consent_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM people_consent c
        JOIN resources_service s ON s.id = NEW.service_id JOIN resources_provider p ON p.id = s.provider_id
        WHERE c.id = NEW.consent_id AND c.household_id = NEW.household_id AND c.purpose = 'link'
          AND c.recipient_id = p.agency_id AND c.given_on <= NEW.sent_on AND c.expires_on >= NEW.sent_on
          AND (c.withdrawn_on IS NULL OR c.withdrawn_on > NEW.sent_on) AND NEW.items <@ c.items
    ) THEN
        RAISE EXCEPTION '이 기관에 보낼 동의가 없습니다'
        USING ERRCODE = '23514', CONSTRAINT = 'resources_link_consent_fits';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER check_consent BEFORE INSERT OR UPDATE OF consent_id, items, service_id, household_id
ON resources_servicelink FOR EACH ROW EXECUTE FUNCTION resources_check_consent();

CREATE FUNCTION resources_link_delivered() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.state IN ('started', 'completed')
       AND NOT EXISTS (SELECT 1 FROM resources_linkdelivery WHERE link_id = NEW.id) THEN
        RAISE EXCEPTION '전달 없이 시작하거나 마칠 수 없습니다'
        USING ERRCODE = '23514', CONSTRAINT = 'resources_started_has_delivery';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER link_delivered AFTER INSERT OR UPDATE OF state ON resources_servicelink
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION resources_link_delivered();

-- The door of the reply link: only who holds the token learns which household it is about.
CREATE FUNCTION resources_link_behind(hash bytea) RETURNS TABLE (link_id uuid, household_id uuid, area_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT l.id, l.household_id, l.area_id FROM resources_servicelink l WHERE l.token_hash = hash $$;
REVOKE ALL ON FUNCTION resources_link_behind FROM PUBLIC;
GRANT EXECUTE ON FUNCTION resources_link_behind TO bokji_app;
"""
UNDO_LINKS = """
DROP FUNCTION resources_link_behind(bytea);
DROP TRIGGER link_delivered ON resources_servicelink; DROP FUNCTION resources_link_delivered();
DROP TRIGGER check_consent ON resources_servicelink; DROP FUNCTION resources_check_consent();
DROP TRIGGER withdraw_links ON people_consent; DROP FUNCTION resources_withdraw_links();
"""


class Migration(migrations.Migration):
    dependencies = [("resources", "0001_initial"), ("accounts", "0002_scope"), ("people", "0002_fence")]
    operations = [
        *(fence(table) for table in FENCED),
        *(keep(table) for table in KEPT),
        migrations.RunSQL(LEDGER, UNDO_LEDGER),
        migrations.RunSQL(LINKS, UNDO_LINKS),
    ]
