"""Two households that are one home become one, with everything that names the losing one; undone row by row.

The verbs are owner-owned functions, because history that nobody may rewrite (contacts, agreed plans, deliveries) has to
follow its household, and nothing else about it may change. They apply the scope themselves, as the search does. Every
table with the columns `household_id` and `area_id` follows: it is read from the catalogue, so a new table does too.
"""

from django.db import migrations, models

MERGING = """
-- Every table that names a household; people first, because the consent must be there before the link that needs it.
CREATE FUNCTION people_tables_of_household() RETURNS TABLE (name text, key text)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT c.relname::text, k.attname::text FROM pg_class c
    JOIN pg_attribute h ON h.attrelid = c.oid AND h.attname = 'household_id' AND NOT h.attisdropped
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'area_id' AND NOT a.attisdropped
    JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
    JOIN pg_attribute k ON k.attrelid = c.oid AND k.attnum = i.indkey[0]
    WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
    ORDER BY c.relname NOT LIKE 'people\\_%', c.relname
$$;
-- Every key to a person, whatever its column is called.
CREATE FUNCTION people_tables_of_person() RETURNS TABLE (name text, key text, col text)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT c.relname::text, k.attname::text, p.attname::text FROM pg_constraint f
    JOIN pg_class c ON c.oid = f.conrelid
    JOIN pg_attribute p ON p.attrelid = c.oid AND p.attnum = f.conkey[1]
    JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
    JOIN pg_attribute k ON k.attrelid = c.oid AND k.attnum = i.indkey[0]
    WHERE f.contype = 'f' AND f.confrelid = 'people_person'::regclass ORDER BY 1, 3
$$;

-- Whether this very transaction joins or parts the two: guards of what is fixed let the household of a row change then.
CREATE FUNCTION people_is_merging(was uuid, becomes uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM people_mergelog WHERE household_id_gone = was AND kept_id = becomes
                   AND at = transaction_timestamp())
        OR EXISTS (SELECT 1 FROM people_mergelog WHERE household_id_gone = becomes AND kept_id = was
                   AND undone_at = transaction_timestamp())
$$;

-- One row moves, or stays because the other household has the like; of things that may be open once only, none may stay.
CREATE FUNCTION people_move(tab text, key text, row_id text, sets text) RETURNS boolean
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE broken text;
BEGIN
    EXECUTE format('UPDATE %I SET %s WHERE %I = $1::uuid', tab, sets, key) USING row_id;
    RETURN true;
EXCEPTION WHEN unique_violation THEN
    GET STACKED DIAGNOSTICS broken = CONSTRAINT_NAME;
    IF (SELECT i.indpred IS NOT NULL FROM pg_index i WHERE i.indexrelid = broken::regclass) THEN
        RAISE EXCEPTION 'both households have an open %', tab USING ERRCODE = '23505', TABLE = tab;
    END IF;
    RETURN false;
END $$;

CREATE FUNCTION people_in_scope(home people_household) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
BEGIN
    IF home.id IS NULL OR bokji_actor() IS NULL
       OR NOT (home.area_id = ANY (bokji_areas()) OR home.id = ANY (bokji_subjects())) THEN
        RAISE EXCEPTION 'out of scope' USING ERRCODE = '42501';
    END IF;
END $$;

CREATE FUNCTION people_merge(log_id uuid, kept_id_ uuid, gone_id uuid, same jsonb, takes text[], why text)
RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE kept people_household; gone people_household; tab record; line record; person record;
        rows jsonb := '{}'; persons jsonb := '{}'; stayed jsonb := '{}'; heads jsonb; gifts jsonb; here jsonb; left_ int;
BEGIN
    -- One order for both locks: two clerks who merge the same two from both ends wait instead of blocking each other.
    PERFORM 1 FROM people_household WHERE id IN (kept_id_, gone_id) ORDER BY id FOR UPDATE;
    SELECT * INTO kept FROM people_household WHERE id = kept_id_;
    SELECT * INTO gone FROM people_household WHERE id = gone_id;
    PERFORM people_in_scope(kept); PERFORM people_in_scope(gone);
    IF kept.id = gone.id OR kept.merged_into_id IS NOT NULL OR gone.merged_into_id IS NOT NULL THEN
        RAISE EXCEPTION 'already merged' USING ERRCODE = '23514', CONSTRAINT = 'people_merge_once';
    END IF;
    IF 'address' = ANY (takes) AND kept.area_id <> gone.area_id THEN
        RAISE EXCEPTION 'an address of another dong' USING ERRCODE = '23514', CONSTRAINT = 'people_merge_address';
    END IF;
    INSERT INTO people_mergelog (id, kept_id, household_id_gone, area_id, moved, reason, at, merged_by)
    VALUES (log_id, kept.id, gone.id, kept.area_id, '{}', why, transaction_timestamp(), bokji_actor());
    SELECT coalesce(jsonb_agg(id), '[]') INTO heads FROM people_person
    WHERE household_id = gone.id AND is_head AND NOT same ? id::text;
    FOR tab IN SELECT * FROM people_tables_of_household() LOOP
        here := '{}'; left_ := 0;
        FOR line IN EXECUTE format('SELECT %I AS id, area_id FROM %I WHERE household_id = $1', tab.key, tab.name)
                    USING gone.id LOOP
            IF tab.name = 'people_person' AND same ? line.id::text THEN CONTINUE; END IF;
            IF people_move(tab.name, tab.key, line.id::text,
                           format('household_id = %L, area_id = %L', kept.id, kept.area_id)) THEN
                here := here || jsonb_build_object(line.id, line.area_id);
            ELSE left_ := left_ + 1; END IF;
        END LOOP;
        IF here <> '{}' THEN rows := rows || jsonb_build_object(tab.name, here); END IF;
        IF left_ > 0 THEN stayed := stayed || jsonb_build_object(tab.name, left_); END IF;
    END LOOP;
    UPDATE people_person SET is_head = false WHERE heads ? id::text;
    -- The same person twice: what names the losing record of them names the kept one from now on.
    FOR tab IN SELECT * FROM people_tables_of_person() LOOP
        here := '{}';
        FOR person IN SELECT * FROM jsonb_each_text(same) LOOP
            IF NOT EXISTS (SELECT 1 FROM people_person WHERE id = person.key::uuid AND household_id = gone.id)
               OR NOT EXISTS (SELECT 1 FROM people_person WHERE id = person.value::uuid AND household_id = kept.id) THEN
                RAISE EXCEPTION 'not of these households' USING ERRCODE = '42501';
            END IF;
            FOR line IN EXECUTE format('SELECT %I AS id FROM %I WHERE %I = $1', tab.key, tab.name, tab.col)
                        USING person.key::uuid LOOP
                IF people_move(tab.name, tab.key, line.id::text, format('%I = %L', tab.col, person.value)) THEN
                    here := here || jsonb_build_object(line.id, person.key);
                END IF;
            END LOOP;
        END LOOP;
        IF here <> '{}' THEN persons := persons || jsonb_build_object(tab.name || '.' || tab.col, here); END IF;
    END LOOP;
    WITH moved AS (UPDATE accounts_assignment SET subject_id = kept.id WHERE subject_id = gone.id RETURNING id)
    SELECT coalesce(jsonb_agg(id), '[]') INTO gifts FROM moved;
    UPDATE people_household SET
        address = CASE WHEN 'address' = ANY (takes) THEN gone.address ELSE address END,
        address_key = CASE WHEN 'address' = ANY (takes) THEN gone.address_key ELSE address_key END,
        tong_id = CASE WHEN 'address' = ANY (takes) THEN gone.tong_id ELSE tong_id END,
        latitude = CASE WHEN 'address' = ANY (takes) THEN gone.latitude ELSE latitude END,
        longitude = CASE WHEN 'address' = ANY (takes) THEN gone.longitude ELSE longitude END,
        registered_address = CASE WHEN 'registered' = ANY (takes) THEN gone.registered_address ELSE registered_address END,
        registered_area_id = CASE WHEN 'registered' = ANY (takes) THEN gone.registered_area_id ELSE registered_area_id END,
        kind = CASE WHEN 'kind' = ANY (takes) THEN gone.kind ELSE kind END,
        door_hint = CASE WHEN 'door_hint' = ANY (takes) THEN gone.door_hint ELSE door_hint END,
        is_sealed = is_sealed OR gone.is_sealed  -- a protected address stays protected, also after an undo
    WHERE id = kept.id;
    UPDATE people_household SET merged_into_id = kept.id WHERE id = gone.id;
    UPDATE people_mergelog SET moved = jsonb_build_object(
        'rows', rows, 'persons', persons, 'stayed', stayed, 'heads', heads, 'gifts', gifts, 'takes', to_jsonb(takes),
        'kept', to_jsonb(kept)) WHERE id = log_id;
    RETURN jsonb_build_object('rows', (SELECT coalesce(jsonb_object_agg(key, (SELECT count(*) FROM jsonb_object_keys(value))), '{}')
                                       FROM jsonb_each(rows)), 'stayed', stayed);
END $$;

CREATE FUNCTION people_unmerge(log_id uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE log people_mergelog; kept people_household; gone people_household; tab record; line record; was people_household;
BEGIN
    SELECT * INTO log FROM people_mergelog WHERE id = log_id FOR UPDATE;
    PERFORM 1 FROM people_household WHERE id IN (log.kept_id, log.household_id_gone) ORDER BY id FOR UPDATE;
    SELECT * INTO kept FROM people_household WHERE id = log.kept_id;
    SELECT * INTO gone FROM people_household WHERE id = log.household_id_gone;
    PERFORM people_in_scope(kept);
    IF log.undone_at IS NOT NULL OR log.at < transaction_timestamp() - interval '30 days'
       OR gone.merged_into_id IS DISTINCT FROM kept.id OR kept.merged_into_id IS NOT NULL THEN
        RAISE EXCEPTION 'too late' USING ERRCODE = '23514', CONSTRAINT = 'people_unmerge_in_time';
    END IF;
    UPDATE people_mergelog SET undone_at = transaction_timestamp(), undone_by = bokji_actor() WHERE id = log_id;
    FOR tab IN SELECT * FROM people_tables_of_household() LOOP
        FOR line IN SELECT * FROM jsonb_each_text(coalesce(log.moved->'rows'->tab.name, '{}')) LOOP
            EXECUTE format('UPDATE %I SET household_id = $1, area_id = $2 WHERE %I = $3::uuid AND household_id = $4',
                           tab.name, tab.key) USING gone.id, line.value::uuid, line.key, kept.id;
        END LOOP;
    END LOOP;
    FOR tab IN SELECT * FROM people_tables_of_person() LOOP
        FOR line IN SELECT * FROM jsonb_each_text(coalesce(log.moved->'persons'->(tab.name || '.' || tab.col), '{}')) LOOP
            EXECUTE format('UPDATE %I SET %I = $1::uuid WHERE %I = $2::uuid', tab.name, tab.col, tab.key)
            USING line.value, line.key;
        END LOOP;
    END LOOP;
    UPDATE people_person SET is_head = true WHERE log.moved->'heads' ? id::text;
    UPDATE accounts_assignment SET subject_id = gone.id WHERE log.moved->'gifts' ? id::text AND subject_id = kept.id;
    -- What was taken over goes back where nobody has corrected it since.
    was := jsonb_populate_record(NULL::people_household, log.moved->'kept');
    IF log.moved->'takes' ? 'address' AND kept.address = gone.address THEN
        UPDATE people_household SET address = was.address, address_key = was.address_key, tong_id = was.tong_id,
            latitude = was.latitude, longitude = was.longitude WHERE id = kept.id;
    END IF;
    IF log.moved->'takes' ? 'registered' AND kept.registered_address = gone.registered_address THEN
        UPDATE people_household SET registered_address = was.registered_address,
            registered_area_id = was.registered_area_id WHERE id = kept.id;
    END IF;
    IF log.moved->'takes' ? 'kind' AND kept.kind = gone.kind THEN
        UPDATE people_household SET kind = was.kind WHERE id = kept.id;
    END IF;
    IF log.moved->'takes' ? 'door_hint' AND kept.door_hint = gone.door_hint THEN
        UPDATE people_household SET door_hint = was.door_hint WHERE id = kept.id;
    END IF;
    UPDATE people_household SET merged_into_id = NULL WHERE id = gone.id;
END $$;

REVOKE ALL ON FUNCTION people_merge, people_unmerge, people_move, people_in_scope, people_is_merging FROM PUBLIC;
GRANT EXECUTE ON FUNCTION people_merge, people_unmerge TO bokji_app;
REVOKE INSERT, UPDATE ON people_mergelog FROM bokji_app;
"""
UNDO = """
DROP FUNCTION people_unmerge; DROP FUNCTION people_merge; DROP FUNCTION people_in_scope; DROP FUNCTION people_move;
DROP FUNCTION people_is_merging; DROP FUNCTION people_tables_of_person; DROP FUNCTION people_tables_of_household;
GRANT INSERT, UPDATE ON people_mergelog TO bokji_app;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0002_fence"), ("accounts", "0002_scope")]
    operations = [
        migrations.AddField(
            model_name="mergelog",
            name="reason",
            field=models.CharField(blank=True, max_length=200, verbose_name="까닭"),
        ),
        migrations.AddField(
            model_name="mergelog",
            name="undone_by",
            field=models.UUIDField(blank=True, null=True, verbose_name="되돌린 사람"),
        ),
        migrations.RunSQL(MERGING, UNDO),
    ]
