"""Row-level security for migrations: the second fence behind the access decision.

The policy text keeps the inner SELECT: without it PostgreSQL parses the setting once per row (8-16 s against 0.7 s at
300 areas, spikes §2.4). No setting means no rows. The owner is not forced, so migrations see everything; the application
refuses to run as an owner instead (`accounts.access.checks`).
"""

from django.db.migrations import RunSQL

FUNCTIONS = """
CREATE FUNCTION bokji_areas() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(nullif(current_setting('bokji.areas', true), ''), '{}')::uuid[] $$;
CREATE FUNCTION bokji_subjects() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(nullif(current_setting('bokji.subjects', true), ''), '{}')::uuid[] $$;
CREATE FUNCTION bokji_actor() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('bokji.actor', true), '')::uuid $$;
"""
_CITIES_IN_SCOPE = (
    "SELECT unnest(ARRAY[dong.parent_id, over.parent_id]) FROM areas_area dong "
    "LEFT JOIN areas_area over ON over.id = dong.parent_id WHERE dong.id = ANY ((SELECT bokji_areas())::uuid[])"
)
DROP_FUNCTIONS = "DROP FUNCTION bokji_areas(); DROP FUNCTION bokji_subjects(); DROP FUNCTION bokji_actor();"


def fence(table: str, *, household: str = "household_id", area: str = "area_id") -> RunSQL:
    """Show rows of `table` only inside the scope: by dong, or by household given. Both columns stand on the row itself."""
    return _policy(table, _within(household, area))


def fence_asked(table: str, *, asked: str, household: str = "household_id", area: str = "area_id") -> RunSQL:
    """As `fence`, and to the person the row itself is addressed to, who has no right to the home yet."""
    return _policy(table, f"{asked} = (SELECT bokji_actor()) OR {_within(household, area)}")


def fence_city(table: str, *, owner: str, area: str = "area_id") -> RunSQL:
    """Show rows that belong to a whole city to who reaches one of its dongs, and to who made the row."""
    within = f"{owner} = (SELECT bokji_actor()) OR {area} IN ({_CITIES_IN_SCOPE})"
    return _policy(table, within)


def keep(table: str) -> RunSQL:
    """No row of `table` is ever deleted by the application (found is never lost)."""
    return RunSQL(f"REVOKE DELETE, TRUNCATE ON {table} FROM bokji_app;", f"GRANT DELETE ON {table} TO bokji_app;")


def _within(household: str, area: str) -> str:
    return f"{area} = ANY ((SELECT bokji_areas())::uuid[]) OR {household} = ANY ((SELECT bokji_subjects())::uuid[])"


def _policy(table: str, within: str) -> RunSQL:
    return RunSQL(
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY; "
        f"CREATE POLICY scope ON {table} TO bokji_app USING ({within}) WITH CHECK ({within});",
        f"DROP POLICY scope ON {table}; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;",
    )
