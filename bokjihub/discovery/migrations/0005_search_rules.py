"""소재미확인 is an open state: entered by the head's decision, left only when somebody wrote down that they were found."""

from django.db import migrations

from bokjihub.accounts.access.rows import fence, keep

# Owned by the table owner and run as such: row security must neither hide a row that counts nor be needed to cheat.
RULES = """
CREATE FUNCTION discovery_locating_rules() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE was text := CASE TG_OP WHEN 'UPDATE' THEN OLD.state ELSE '' END;
        is_searched boolean;
BEGIN
    IF NEW.state <> 'locating' AND was <> 'locating' THEN RETURN NEW; END IF;
    is_searched := EXISTS (SELECT 1 FROM discovery_search s
                           WHERE s.work_item_id = NEW.id AND s.is_approved AND s.found_at IS NULL);
    IF NEW.state = 'locating' AND NOT is_searched THEN
        RAISE EXCEPTION '팀장이 정한 소재 찾기가 없습니다' USING ERRCODE = '23514', CONSTRAINT = 'discovery_locating_decided';
    ELSIF NEW.state <> 'locating' AND is_searched THEN
        RAISE EXCEPTION '아직 찾지 못했습니다' USING ERRCODE = '23514', CONSTRAINT = 'discovery_locating_until_found';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER discovery_locating_rules BEFORE INSERT OR UPDATE OF id, state ON discovery_workitem
FOR EACH ROW EXECUTE FUNCTION discovery_locating_rules();

CREATE FUNCTION discovery_search_rules() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (NEW.work_item_id <> OLD.work_item_id
       OR (OLD.is_approved IS NOT NULL AND NEW.is_approved IS DISTINCT FROM OLD.is_approved)
       OR (OLD.decided_at IS NOT NULL AND NEW.decided_at IS DISTINCT FROM OLD.decided_at)
       OR (OLD.found_at IS NOT NULL AND NEW.found_at IS DISTINCT FROM OLD.found_at)) THEN
        RAISE EXCEPTION '정한 것은 바꿀 수 없습니다' USING ERRCODE = '23514', CONSTRAINT = 'discovery_search_decided_once';
    END IF;
    IF NEW.found_at IS NOT NULL AND (TG_OP = 'INSERT' OR OLD.found_at IS NULL) AND NOT EXISTS (
        SELECT 1 FROM discovery_contactattempt c
        WHERE c.work_item_id = NEW.work_item_id AND c.result IN ('found', 'spoke') AND c.recorded_at >= NEW.decided_at
    ) THEN
        RAISE EXCEPTION '찾았다는 연락 기록이 없습니다' USING ERRCODE = '23514', CONSTRAINT = 'discovery_found_is_written';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER discovery_search_rules BEFORE INSERT OR UPDATE ON discovery_search
FOR EACH ROW EXECUTE FUNCTION discovery_search_rules();
"""
UNDO = """
DROP TRIGGER discovery_search_rules ON discovery_search; DROP FUNCTION discovery_search_rules();
DROP TRIGGER discovery_locating_rules ON discovery_workitem; DROP FUNCTION discovery_locating_rules();
"""


class Migration(migrations.Migration):
    dependencies = [("discovery", "0004_search"), ("accounts", "0002_scope")]
    operations = [fence("discovery_search"), keep("discovery_search"), migrations.RunSQL(RULES, UNDO)]
