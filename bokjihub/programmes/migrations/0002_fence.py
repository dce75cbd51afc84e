"""Row security where a row may name a household, and the one count that looks past it: numbers, never rows."""

from django.db import migrations

from bokjihub.accounts.access.rows import fence, keep

TABLES = ("programmes_participation", "programmes_attendance")

COUNTS = """
CREATE FUNCTION programmes_counts(asked uuid[]) RETURNS TABLE (
    programme_id uuid, applied bigint, selected bigint, waiting bigint, gone bigint, positive bigint, examined bigint
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT p.programme_id,
           count(*) FILTER (WHERE p.state = 'applied'),
           count(*) FILTER (WHERE p.state = 'selected'),
           count(*) FILTER (WHERE p.state = 'waiting'),
           count(*) FILTER (WHERE p.state IN ('not_selected', 'withdrawn')),
           count(*) FILTER (WHERE p.result = 'positive'),
           count(*) FILTER (WHERE p.result IN ('positive', 'negative'))
    FROM programmes_participation p WHERE p.programme_id = ANY (asked) GROUP BY p.programme_id
$$;
REVOKE ALL ON FUNCTION programmes_counts FROM PUBLIC;
GRANT EXECUTE ON FUNCTION programmes_counts TO bokji_app;
"""


class Migration(migrations.Migration):
    dependencies = [("programmes", "0001_initial"), ("accounts", "0002_scope")]
    operations = [
        *(fence(table) for table in TABLES),
        # A tick set by mistake is taken away again; an application stays, whatever became of it.
        keep("programmes_participation"),
        migrations.RunSQL(COUNTS, "DROP FUNCTION programmes_counts"),
    ]
