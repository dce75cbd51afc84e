"""Row security, search columns and the one search function."""

from django.db import migrations

from bokjihub.accounts.access.rows import fence, keep

TABLES = ("people_person", "people_consent", "people_safetynote")

# The one search (architecture §3): owner-owned, applies the scope itself, because under a row policy PostgreSQL does
# not use a trigram index (LIKE is not leakproof). Every branch is one index probe; `limit_to` bounds the answer.
SEARCH = """
CREATE INDEX people_person_name_trgm ON people_person USING gin (name gin_trgm_ops);
CREATE INDEX people_person_chosung_trgm ON people_person USING gin (chosung gin_trgm_ops);
-- Two syllables make no trigram: "길동, 1948" is found by the year (208 ms without it at 1 M people).
CREATE INDEX people_person_year ON people_person (birth_year) WHERE birth_year IS NOT NULL;
CREATE INDEX people_household_address_trgm ON people_household USING gin (address_key gin_trgm_ops);
CREATE FUNCTION people_find(
    by_name text, by_chosung text, by_birth date, by_year int, by_phone bytea, by_address text, by_dong uuid[],
    limit_to int
) RETURNS TABLE (person_id uuid, household_id uuid, area_id uuid, in_scope boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH found AS (
        SELECT p.id, p.household_id, p.area_id
        FROM people_person p JOIN people_household h ON h.id = p.household_id
        WHERE h.merged_into_id IS NULL
          AND (by_name IS NULL OR p.name LIKE '%' || by_name || '%')
          AND (by_chosung IS NULL OR p.chosung LIKE '%' || by_chosung || '%')
          AND (by_birth IS NULL OR p.birth_on = by_birth)
          AND (by_year IS NULL OR p.birth_year = by_year)
          AND (by_phone IS NULL OR p.phone_tail_key = by_phone)
          AND (by_address IS NULL OR h.address_key LIKE '%' || by_address || '%')
          AND (by_dong IS NULL OR p.area_id = ANY (by_dong))
        LIMIT 2000
    )
    SELECT f.id, f.household_id, f.area_id,
           f.area_id = ANY ((SELECT bokji_areas())::uuid[]) OR f.household_id = ANY ((SELECT bokji_subjects())::uuid[])
    FROM found f ORDER BY 4 DESC, f.id LIMIT limit_to
$$;
REVOKE ALL ON FUNCTION people_find FROM PUBLIC;
GRANT EXECUTE ON FUNCTION people_find TO bokji_app;
"""
UNDO = """
DROP FUNCTION people_find; DROP INDEX people_person_name_trgm; DROP INDEX people_person_chosung_trgm;
DROP INDEX people_household_address_trgm; DROP INDEX people_person_year;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("accounts", "0002_scope")]
    operations = [
        fence("people_household", household="id"),
        fence("people_mergelog", household="kept_id"),
        *(fence(table) for table in TABLES),
        *(keep(table) for table in ("people_household", "people_mergelog", *TABLES)),
        migrations.RunSQL(SEARCH, UNDO),
    ]
