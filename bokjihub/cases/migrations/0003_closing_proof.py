"""The invariant: a worry is closed exactly when a closure stands that a real row proves (architecture §2, process §5.3).

Installed here because `cases` is the top domain: it sees every table that can prove. Tables are looked up by name when
the question is asked, so a room that is not there yet proves nothing. A later migration that makes a table named in
`discovery_guard_proofs` calls `SELECT discovery_guard_proofs()` again; a test fails where it was forgotten.

Everything runs as the owner with a fixed search path: row security must neither hide a proof nor be needed to cheat.
"""

from django.db import migrations

# What is still missing before one worry may be closed for one reason: codes, none when the proof stands.
MISSING = """
CREATE FUNCTION discovery_has(tables text[], question text, item uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE one text; answer boolean;
BEGIN
    FOREACH one IN ARRAY tables LOOP
        IF to_regclass(one) IS NULL THEN RETURN false; END IF;
    END LOOP;
    EXECUTE question INTO answer USING item;
    RETURN coalesce(answer, false);
END $$;
REVOKE ALL ON FUNCTION discovery_has FROM PUBLIC;

CREATE FUNCTION discovery_missing_proof(item uuid, kind text, words text, source text, proof uuid) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE gaps text[] := '{}';
BEGIN
    IF EXISTS (SELECT 1 FROM discovery_workitem w WHERE w.id = item AND w.state = 'locating') THEN
        gaps := gaps || 'locating'::text;
    END IF;
    IF kind IN ('NONEED', 'ALREADY', 'REFUSED', 'DUP', 'WRONG') AND btrim(words) = '' THEN
        gaps := gaps || 'words'::text;
    END IF;
    IF (kind = 'ALREADY' OR kind LIKE 'EX\\_%') AND btrim(source) = '' THEN gaps := gaps || 'source'::text; END IF;
    IF kind = 'INFO' AND NOT discovery_has('{counselling_counselling,counselling_toldbenefit}',
        'SELECT EXISTS (SELECT 1 FROM counselling_counselling c JOIN counselling_toldbenefit t ON t.counselling_id = c.id
                        WHERE c.work_item_id = $1)', item) THEN gaps := gaps || 'told_benefit'::text;
    END IF;
    IF kind = 'NONEED' AND NOT discovery_has('{counselling_counselling}',
        $q$SELECT EXISTS (SELECT 1 FROM counselling_counselling c
                          WHERE c.work_item_id = $1 AND btrim(c.client_words) <> '')$q$, item) THEN
        gaps := gaps || 'counselling'::text;
    END IF;
    IF kind = 'PUB_EMERG' AND NOT discovery_has('{emergency_emergencyaid,emergency_grant}',
        'SELECT EXISTS (SELECT 1 FROM emergency_emergencyaid a JOIN emergency_grant g ON g.aid_id = a.id
                        WHERE a.work_item_id = $1 AND g.is_approved)', item) THEN gaps := gaps || 'grant'::text;
    END IF;
    IF kind IN ('PUB_BASIC', 'PUB_NEAR', 'PUB_OTHER') AND NOT discovery_has('{benefits_application}', format(
        'SELECT EXISTS (SELECT 1 FROM benefits_application a
                        WHERE a.work_item_id = $1 AND a.is_granted AND a."group" = %L)', kind), item) THEN
        gaps := gaps || 'application'::text;
    END IF;
    IF kind = 'PRIV' AND NOT discovery_has('{resources_servicelink,resources_linkdelivery}',
        'SELECT EXISTS (SELECT 1 FROM resources_servicelink l JOIN resources_linkdelivery d ON d.link_id = l.id
                        WHERE l.work_item_id = $1)', item) THEN gaps := gaps || 'delivery'::text;
    END IF;
    IF kind = 'CASE' AND NOT discovery_has('{cases_case}',
        'SELECT EXISTS (SELECT 1 FROM cases_case c WHERE c.work_item_id = $1)', item) THEN gaps := gaps || 'case'::text;
    END IF;
    IF kind = 'REFUSED' THEN gaps := gaps || discovery_refusal_gaps(item); END IF;
    IF kind = 'DUP' AND NOT EXISTS (SELECT 1 FROM discovery_workitem o WHERE o.id = proof AND o.id <> item) THEN
        gaps := gaps || 'pointer'::text;
    END IF;
    RETURN gaps;
END $$;

-- Three documented refusals heard by two people, capacity noted, nobody in immediate danger when last counselled.
CREATE FUNCTION discovery_refusal_gaps(item uuid) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE gaps text[] := '{}'; tries record;
BEGIN
    SELECT count(*) AS refusals, count(DISTINCT c.made_by) AS hearers, bool_or(btrim(c.capacity_judged) <> '') AS judged
    INTO tries FROM discovery_contactattempt c WHERE c.work_item_id = item AND c.result = 'refused';
    IF tries.refusals < 3 THEN gaps := gaps || ('refusals:' || (3 - tries.refusals))::text; END IF;
    IF tries.hearers < 2 THEN gaps := gaps || 'hearer'::text; END IF;
    IF NOT coalesce(tries.judged, false) THEN gaps := gaps || 'capacity'::text; END IF;
    IF discovery_has('{counselling_counselling}',
        $q$SELECT c.immediate_danger <> '{}' FROM counselling_counselling c WHERE c.work_item_id = $1
           ORDER BY c.counselled_on DESC, c.recorded_at DESC LIMIT 1$q$, item) THEN
        gaps := gaps || 'danger'::text;
    END IF;
    RETURN gaps;
END $$;
REVOKE ALL ON FUNCTION discovery_refusal_gaps FROM PUBLIC;
REVOKE ALL ON FUNCTION discovery_missing_proof FROM PUBLIC;
GRANT EXECUTE ON FUNCTION discovery_missing_proof TO bokji_app;
"""

# What is wrong with one work item as it stands now; empty when it is open, or closed with proof.
WRONG = """
CREATE FUNCTION discovery_closing_faults(item uuid) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE w discovery_workitem; c discovery_closure; gaps text[];
BEGIN
    SELECT * INTO w FROM discovery_workitem WHERE id = item;
    SELECT * INTO c FROM discovery_closure WHERE work_item_id = item;
    IF w.id IS NULL OR (c.work_item_id IS NULL AND w.closed_on IS NULL) THEN RETURN '{}'; END IF;
    IF c.work_item_id IS NULL THEN RETURN '{closure}'; END IF;
    IF w.closed_on IS DISTINCT FROM c.closed_on THEN RETURN '{closed_on}'; END IF;
    gaps := discovery_missing_proof(item, c.kind, c.words, c.source, c.proof_id);
    -- Where no row of another room proves the reason, a second person answers for it.
    IF (c.kind IN ('ALREADY', 'REFUSED', 'DUP', 'WRONG') OR c.kind LIKE 'EX\\_%') AND NOT EXISTS (
        SELECT 1 FROM discovery_closingrequest r
        WHERE r.work_item_id = item AND r.kind = c.kind AND r.is_approved
          AND r.decided_by = c.approved_by AND r.asked_by <> r.decided_by
          AND (c.kind <> 'WRONG' OR r.id = c.proof_id)
    ) THEN gaps := gaps || 'approval'::text; END IF;
    IF c.kind = 'REFUSED' AND (c.review_on IS NULL OR NOT EXISTS (
        SELECT 1 FROM discovery_workitem o WHERE o.previous_id = item
    )) THEN gaps := gaps || 'review'::text; END IF;
    RETURN gaps;
END $$;
REVOKE ALL ON FUNCTION discovery_closing_faults FROM PUBLIC;

-- Deferred to the end of the transaction. Arguments: the column that leads to the work item, and the table between.
CREATE FUNCTION discovery_prove_closing() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE here jsonb; item uuid; faults text[];
BEGIN
    FOREACH here IN ARRAY ARRAY[to_jsonb(OLD), to_jsonb(NEW)] LOOP
        item := (here->>TG_ARGV[0])::uuid;
        IF TG_NARGS > 1 THEN
            EXECUTE format('SELECT work_item_id FROM %I WHERE id = $1', TG_ARGV[1]) INTO item USING item;
        END IF;
        faults := discovery_closing_faults(item);
        IF faults <> '{}' THEN
            RAISE EXCEPTION '근거 없이 마칠 수 없습니다: %', array_to_string(faults, ', ')
            USING ERRCODE = '23514', CONSTRAINT = 'discovery_closed_with_proof';
        END IF;
    END LOOP;
    RETURN NULL;
END $$;

-- A child, once tied to a worry, stays with it.
CREATE FUNCTION discovery_keep_work_item() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.work_item_id IS NOT NULL AND NEW.work_item_id IS DISTINCT FROM OLD.work_item_id THEN
        RAISE EXCEPTION '발굴 대상과 이어진 기록은 옮길 수 없습니다'
        USING ERRCODE = '23514', CONSTRAINT = 'discovery_child_stays';
    END IF;
    RETURN NEW;
END $$;
"""

GUARDS = """
CREATE FUNCTION discovery_guard_proofs() RETURNS void LANGUAGE plpgsql AS $$
DECLARE child text; rest text[];
BEGIN
    FOREACH child IN ARRAY '{counselling_counselling,emergency_emergencyaid,benefits_application,resources_servicelink,
        cases_case,discovery_contactattempt,discovery_closingrequest,discovery_search}'::text[] LOOP
        CONTINUE WHEN to_regclass(child) IS NULL;
        EXECUTE format('CREATE OR REPLACE TRIGGER work_item_stays BEFORE UPDATE ON %I
            FOR EACH ROW EXECUTE FUNCTION discovery_keep_work_item()', child);
        EXECUTE format('DROP TRIGGER IF EXISTS closing_proof ON %I', child);
        EXECUTE format('CREATE CONSTRAINT TRIGGER closing_proof AFTER UPDATE OR DELETE ON %I
            DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION discovery_prove_closing(%L)',
            child, 'work_item_id');
    END LOOP;
    -- Rows one step further on which a proof rests: table, column, table between.
    FOREACH rest SLICE 1 IN ARRAY '{{counselling_toldbenefit,counselling_id,counselling_counselling},
        {emergency_grant,aid_id,emergency_emergencyaid},{resources_linkdelivery,link_id,resources_servicelink}}'::text[][] LOOP
        CONTINUE WHEN to_regclass(rest[1]) IS NULL;
        EXECUTE format('DROP TRIGGER IF EXISTS closing_proof ON %I', rest[1]);
        EXECUTE format('CREATE CONSTRAINT TRIGGER closing_proof AFTER UPDATE OR DELETE ON %I
            DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION discovery_prove_closing(%L, %L)',
            rest[1], rest[2], rest[3]);
    END LOOP;
END $$;
REVOKE ALL ON FUNCTION discovery_guard_proofs FROM PUBLIC;

CREATE CONSTRAINT TRIGGER closing_proof AFTER INSERT OR UPDATE OR DELETE ON discovery_closure
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION discovery_prove_closing('work_item_id');
CREATE CONSTRAINT TRIGGER closing_proof_new AFTER INSERT ON discovery_workitem
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.closed_on IS NOT NULL)
EXECUTE FUNCTION discovery_prove_closing('id');
CREATE CONSTRAINT TRIGGER closing_proof AFTER UPDATE ON discovery_workitem
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (
    NEW.closed_on IS DISTINCT FROM OLD.closed_on OR (NEW.closed_on IS NOT NULL AND NEW.state <> OLD.state)
    OR NEW.id <> OLD.id OR NEW.previous_id IS DISTINCT FROM OLD.previous_id
) EXECUTE FUNCTION discovery_prove_closing('id');
SELECT discovery_guard_proofs();
"""
UNDO = """
DROP TRIGGER closing_proof ON discovery_closure;
DROP TRIGGER closing_proof ON discovery_workitem; DROP TRIGGER closing_proof_new ON discovery_workitem;
DROP FUNCTION discovery_guard_proofs(); DROP FUNCTION discovery_keep_work_item() CASCADE;
DROP FUNCTION discovery_prove_closing() CASCADE; DROP FUNCTION discovery_closing_faults(uuid);
DROP FUNCTION discovery_missing_proof(uuid, text, text, text, uuid); DROP FUNCTION discovery_refusal_gaps(uuid);
DROP FUNCTION discovery_has(text[], text, uuid);
"""


class Migration(migrations.Migration):
    # Every room whose tables prove, so that the guards find them.
    dependencies = [
        ("discovery", "0005_search_rules"),
        ("benefits", "0002_fence"),
        ("counselling", "0002_fence"),
        ("emergency", "0002_fence"),
        ("resources", "0002_guards"),
        ("cases", "0002_fence"),
    ]
    operations = [migrations.RunSQL(MISSING + WRONG + GUARDS, UNDO)]
