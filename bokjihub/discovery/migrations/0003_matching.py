"""Who is it: comparison inside one city, lines already brought in, taking a reporter over, running numbers."""

from django.db import migrations, models

# Compares described people with everybody in the cities the actor reaches. Owner-owned, because row security would hide
# the same person in the next dong and the home would be written down twice; answers facts of comparison and ids, never a
# name, a number or an address. Each branch is an index probe; a candidate needs two facts that agree, or the door.
CANDIDATES = """
CREATE INDEX people_person_birth ON people_person (birth_on);
CREATE FUNCTION discovery_candidates(described jsonb) RETURNS TABLE (
    n int, household_id uuid, person_id uuid, area_id uuid, in_scope boolean, same_name boolean, near_name real,
    same_birth boolean, near_birth boolean, same_phone boolean, same_door boolean, near_door real
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET pg_trgm.similarity_threshold = 0.3 AS $$
    WITH mine AS (
        SELECT DISTINCT CASE WHEN up.level = 'gu' THEN up.parent_id ELSE up.id END AS city
        FROM areas_area dong JOIN areas_area up ON up.id = dong.parent_id
        WHERE dong.id = ANY ((SELECT bokji_areas())::uuid[])
    ), city AS MATERIALIZED (
        SELECT dong.id FROM areas_area dong JOIN areas_area up ON up.id = dong.parent_id
        WHERE dong.level = 'dong' AND CASE WHEN up.level = 'gu' THEN up.parent_id ELSE up.id END IN (SELECT city FROM mine)
    ), asked AS MATERIALIZED (
        SELECT * FROM jsonb_to_recordset(described) AS a(n int, name text, birth date, phone text, door text, dong uuid)
    ), found AS (
        SELECT a.n, p.household_id, p.id AS person_id FROM asked a JOIN people_person p ON p.name = a.name
        WHERE a.name <> ''
        UNION
        SELECT a.n, p.household_id, p.id FROM asked a JOIN people_person p ON p.birth_on = a.birth
        WHERE a.name <> '' AND similarity(p.name, a.name) >= 0.3
        UNION
        SELECT a.n, p.household_id, p.id FROM asked a JOIN people_person p ON p.phone_tail_key = decode(a.phone, 'hex')
        WHERE a.phone <> ''
        UNION
        SELECT a.n, p.household_id, p.id
        FROM asked a JOIN people_person p ON p.name % a.name AND p.area_id = a.dong
        WHERE a.name <> '' AND a.door <> '' AND a.birth IS NULL
        UNION
        SELECT a.n, h.id, NULL FROM asked a JOIN people_household h ON h.address_key = a.door WHERE a.door <> ''
    ), compared AS (
        SELECT f.n, f.household_id, f.person_id, h.area_id,
               coalesce(p.name = a.name AND a.name <> '', false) AS same_name,
               coalesce(similarity(p.name, a.name), 0) AS near_name,
               coalesce(p.birth_on = a.birth, false) AS same_birth,
               coalesce(p.birth_on <> a.birth AND (date_part('year', p.birth_on) = date_part('year', a.birth)
                   OR to_char(p.birth_on, 'MMDD') = to_char(a.birth, 'MMDD')), false) AS near_birth,
               coalesce(a.phone <> '' AND p.phone_tail_key = decode(a.phone, 'hex'), false) AS same_phone,
               coalesce(a.door <> '' AND h.address_key = a.door, false) AS same_door,
               CASE WHEN a.door <> '' THEN similarity(h.address_key, a.door) ELSE 0 END AS near_door,
               a.name AS asked_name, a.door AS asked_door, a.birth AS asked_birth, a.dong AS asked_dong
        FROM found f JOIN asked a ON a.n = f.n JOIN people_household h ON h.id = f.household_id
        LEFT JOIN people_person p ON p.id = f.person_id
        WHERE h.merged_into_id IS NULL AND h.area_id IN (SELECT id FROM city)
    ), kept AS (
        SELECT c.*, row_number() OVER (
            PARTITION BY c.n ORDER BY c.same_birth::int + c.same_phone::int + c.same_door::int + c.same_name::int
                + c.near_name + c.near_door DESC, c.household_id
        ) AS place
        FROM compared c
        WHERE c.same_door
           OR c.same_name AND (c.same_birth OR c.near_birth OR c.same_phone OR c.near_door >= 0.5
                               OR c.asked_birth IS NULL AND c.area_id = c.asked_dong)
           OR c.same_birth AND c.near_name >= 0.3
           OR c.same_phone AND (c.near_name >= 0.3 OR c.near_door >= 0.5 OR c.asked_name = '')
           OR c.near_name >= 0.3 AND c.near_door >= 0.6
    )
    SELECT k.n, k.household_id, k.person_id, k.area_id,
           k.area_id = ANY ((SELECT bokji_areas())::uuid[]) OR k.household_id = ANY ((SELECT bokji_subjects())::uuid[]),
           k.same_name, k.near_name, k.same_birth, k.near_birth, k.same_phone, k.same_door, k.near_door
    FROM kept k WHERE k.place <= 20 ORDER BY k.n, k.place
$$;
REVOKE ALL ON FUNCTION discovery_candidates FROM PUBLIC;
GRANT EXECUTE ON FUNCTION discovery_candidates TO bokji_app;
"""
# A line is the same line wherever its signal has gone since; asked with keyed hashes only.
KNOWN_LINES = """
CREATE FUNCTION discovery_known_lines(fingerprints text[]) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT fingerprint::text FROM discovery_signal WHERE fingerprint = ANY (fingerprints)
$$;
REVOKE ALL ON FUNCTION discovery_known_lines FROM PUBLIC;
GRANT EXECUTE ON FUNCTION discovery_known_lines TO bokji_app;
"""
# A public report is received by a job; the officer who takes it becomes its only receiver, once (R39).
TAKE_REPORTER = """
CREATE FUNCTION discovery_take_reporter(of_signal uuid) RETURNS boolean
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH taken AS (
        UPDATE discovery_reporter r SET received_by = bokji_actor(), area_id = s.area_id FROM discovery_signal s
        WHERE r.signal_id = of_signal AND s.id = of_signal AND s.area_id = ANY ((SELECT bokji_areas())::uuid[])
          AND bokji_actor() IN (SELECT id FROM accounts_user)
          AND NOT EXISTS (SELECT 1 FROM accounts_user u WHERE u.id = r.received_by)
        RETURNING 1
    ) SELECT EXISTS (SELECT 1 FROM taken)
$$;
REVOKE ALL ON FUNCTION discovery_take_reporter FROM PUBLIC;
GRANT EXECUTE ON FUNCTION discovery_take_reporter TO bokji_app;
"""
NUMBERS = "CREATE SEQUENCE discovery_number; GRANT USAGE ON SEQUENCE discovery_number TO bokji_app;"
UNDO = """
DROP SEQUENCE discovery_number; DROP FUNCTION discovery_take_reporter; DROP FUNCTION discovery_known_lines;
DROP FUNCTION discovery_candidates; DROP INDEX people_person_birth;
"""


class Migration(migrations.Migration):
    dependencies = [("discovery", "0002_fence"), ("people", "0002_fence")]
    operations = [
        migrations.AlterField("signal", "receipt", models.CharField("접수번호", max_length=60, unique=True)),
        migrations.RunSQL("".join((CANDIDATES, KNOWN_LINES, TAKE_REPORTER, NUMBERS)), UNDO),
    ]
