"""The second fence, read from the database's own catalogue, and the refusal to start where it could be climbed."""

import datetime as dt
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.core import checks as django_checks
from django.db import connection, transaction

from bokjihub.accounts.access import checks, scope
from bokjihub.accounts.access.scope import acting_as
from bokjihub.accounts.models import Assignment
from bokjihub.pgserver import address
from tests.accounts.places import OURS, THEIRS, World
from tests.cast import Cast
from tests.factories import work_items

SCOPED = "bokji_areas()", "bokji_subjects()"
# Rows that may be taken back before they count: a stated fact said anew, lines of an unsigned plan, the last tap of a
# market day. Everything else that names a household is kept.
MAY_GO = {
    "benefits_statedfact",
    "cases_goal",
    "cases_planservice",
    "cases_clienttask",
    # What a drawing is made from; a mistaken line goes, the deed stays in the log.
    "cases_kin",
    "cases_kintie",
    "cases_around",
    "counselling_marketcontact",
    "programmes_attendance",
    # A guess of last night, a refusal taken back, a plan nobody adopted: the record of the deed stays in the log.
    "benefits_likelymiss",
    "benefits_guiderefusal",
    "visits_planline",
}


def _rows(query: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())


def _tables_of_households() -> dict[str, str]:
    """Every table of ours that names a household, with the column that does."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        if not model.__module__.startswith("bokjihub."):
            continue
        for column in (field.column for field in model._meta.concrete_fields):
            if column in ("household_id", "kept_id"):
                found[model._meta.db_table] = column
    return found | {"people_household": "id"}


def test_every_table_that_names_a_household_has_its_fence(db: None) -> None:
    fenced = {row[0] for row in _rows("SELECT relname FROM pg_class WHERE relrowsecurity")}
    policies = {
        row[0]: row[1:]
        for row in _rows("SELECT tablename, roles::text, cmd, qual, with_check, permissive FROM pg_policies")
    }
    wrong = []
    for table, column in sorted(_tables_of_households().items()):
        roles, command, using, with_check, permissive = policies.get(table, ("", "", "", "", ""))
        if table not in fenced or (roles, command, permissive) != ("{bokji_app}", "ALL", "PERMISSIVE"):
            wrong.append(f"{table}: no fence")
        for text in (using, with_check):
            if (
                not all(part in text for part in SCOPED)
                or f"({column} = ANY" not in text
                or "area_id = ANY" not in text
            ):
                wrong.append(f"{table}: {text}")
    assert not wrong
    assert len(_tables_of_households()) >= 20


def test_one_policy_a_table_for_two_permissive_ones_are_joined_by_or(db: None) -> None:
    assert not _rows("SELECT tablename FROM pg_policies WHERE roles @> '{bokji_app}' GROUP BY 1 HAVING count(*) > 1")


def test_the_application_owns_nothing_and_bypasses_nothing(db: None) -> None:
    assert _rows(
        "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = 'bokji_app'"
    ) == [(False, False, False, False)]
    assert not _rows("SELECT relname FROM pg_class WHERE pg_has_role('bokji_app', relowner, 'MEMBER')")
    assert not _rows("SELECT proname FROM pg_proc WHERE pg_has_role('bokji_app', proowner, 'MEMBER')")


def test_definer_functions_look_only_where_they_should(db: None) -> None:
    """A function that runs as the owner sees every row: fixed search path, nobody but the application may call it."""
    rows = _rows(
        "SELECT p.proname, coalesce(array_to_string(p.proconfig, ','), ''), p.prorettype = 'trigger'::regtype, "
        "has_function_privilege('public', p.oid, 'EXECUTE') FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace "
        "WHERE p.prosecdef AND n.nspname = 'public'"
    )
    assert rows
    wrong = [
        name
        for name, config, fires, for_all in rows
        if "search_path=public, pg_temp" not in config or (for_all and not fires)
    ]
    assert not wrong


def test_kept_tables_lose_no_row(db: None) -> None:
    """Found is never lost: no table that names a household or a right can be emptied by the application."""
    rights = (
        "accounts_user",
        "accounts_post",
        "accounts_postchange",
        "accounts_assignment",
        "accounts_viewreason",
        "audit_entry",
    )
    deletable = {
        table
        for table in {*_tables_of_households(), *rights} - MAY_GO
        if _rows(
            "SELECT has_table_privilege('bokji_app', %s, 'DELETE') OR has_table_privilege('bokji_app', %s, 'TRUNCATE')",
            table,
            table,
        )[0][0]
    }
    assert not deletable
    changeable = [
        table
        for table in ("audit_entry", "accounts_postchange")
        if _rows("SELECT has_table_privilege('bokji_app', %s, 'UPDATE')", table)[0][0]
    ]
    assert not changeable


def test_a_fence_shows_own_dong_and_given_homes_and_no_others(cast: Cast) -> None:
    """Table by table, on one row made in each dong."""
    world = World(cast)
    for dong in (OURS, THEIRS):
        work_items.counselled(world.work_item(dong))
        work_items.aided(world.work_item(dong))
        world.application(dong)
        world.incident(dong)
        world.invitation(dong)
    officer = cast.actor("officer")
    given = cast.posts["volunteer"]
    Assignment.objects.create(
        subject_id=world.home(THEIRS).id, post=given, purpose="visit", starts_at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    )
    volunteer = cast.actor("volunteer")
    seen = 0
    for table, column in sorted(_tables_of_households().items()):
        query = f"SELECT DISTINCT {column} FROM {table}"
        everything = {row[0] for row in _rows(query)}
        with acting_as(officer):
            assert {row[0] for row in _rows(query)} == everything & {world.home(OURS).id}, table
        with acting_as(volunteer):
            assert {row[0] for row in _rows(query)} == everything & {world.home(THEIRS).id}, table
        seen += len(everything) == 2
    assert seen >= 10


def test_the_scope_is_gone_when_the_transaction_is(cast: Cast) -> None:
    """Nothing of a scope is left on a connection that goes back to the pool. On a connection of its own: it commits."""
    areas = "{" + ",".join(str(area) for area in cast.actor("officer").areas) + "}"
    place = address.connection("test") | {"dbname": connection.settings_dict["NAME"]}
    with psycopg.connect(**place) as raw:
        raw.execute(scope._SET, [scope.APPLICATION_ROLE, str(cast.actor("officer").id), areas, "{}"])
        assert raw.execute("SELECT current_user::text, cardinality(bokji_areas())").fetchone() == ("bokji_app", 1)
        raw.commit()
        assert raw.execute("SELECT session_user = current_user OR current_user <> 'bokji_app'").fetchone() == (True,)
        raw.execute("SET LOCAL ROLE bokji_app")
        assert raw.execute("SELECT cardinality(bokji_areas()), bokji_actor()").fetchone() == (0, None)


def test_the_check_finds_a_strong_role_and_an_open_table(cast: Cast) -> None:
    with connection.cursor() as cursor:
        assert any(
            "owns" in problem or "가지고" in problem for problem in checks.role_problems(cursor)
        )  # the test's own role
        cursor.execute("SET LOCAL ROLE bokji_app")
        assert checks.role_problems(cursor) == []
        cursor.execute("RESET ROLE")
        for table, opening in (
            ("people_person", "ALTER TABLE people_person DISABLE ROW LEVEL SECURITY"),
            ("discovery_workitem", "DROP POLICY scope ON discovery_workitem"),
        ):
            with transaction.atomic():
                cursor.execute(opening)
                cursor.execute("SET LOCAL ROLE bokji_app")
                assert [table in problem for problem in checks.role_problems(cursor)] == [True]
                transaction.set_rollback(True)


class _Answers:
    """A cursor of a role that cannot be made here without being a superuser."""

    def __init__(self, role: tuple[str, bool, bool, bool]) -> None:
        self.role = role

    def execute(self, query: Any, params: Any = None) -> None: ...

    def fetchone(self) -> Any:
        return self.role

    def fetchall(self) -> Any:
        return []


@pytest.mark.parametrize("column", [1, 2, 3])
def test_superuser_bypass_and_role_makers_are_refused(column: int) -> None:
    role = ["bokji_app", False, False, False]
    assert checks.role_problems(_Answers(tuple(role))) == []  # type: ignore[arg-type]
    role[column] = True
    assert len(checks.role_problems(_Answers(tuple(role)))) == 1  # type: ignore[arg-type]


def _production(**other: Any) -> Any:
    values = {
        "BOKJIHUB_MODE": "production",
        "BOKJIHUB_AUDIT_DAYS": 1825,
        "BOKJIHUB_IDLE_MINUTES": 10,
        "BOKJIHUB_DATA_DIR": Path("/srv/bokjihub"),
        "BOKJIHUB_SEAL_DIR": Path("/mnt/elsewhere/seals"),
        "BOKJIHUB_FIELD_KEYS": {1: bytes(range(32))},
        "BOKJIHUB_SEARCH_KEY": bytes(range(32, 64)),
        "SECRET_KEY": "x9" * 30,
        "DEBUG": False,
        "ALLOWED_HOSTS": ["bokji.example.go.kr"],
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 1,
    }
    return SimpleNamespace(**{**values, **other})


def test_a_well_kept_production_starts() -> None:
    assert checks.setting_problems(_production()) == []


@pytest.mark.parametrize(
    "other",
    [
        {"DEBUG": True},
        {"ALLOWED_HOSTS": ["localhost", "127.0.0.1", "testserver"]},
        {"ALLOWED_HOSTS": ["bokji.example.go.kr", "*"]},
        {"SESSION_COOKIE_SECURE": False},
        {"SECURE_SSL_REDIRECT": False},
        {"SECURE_HSTS_SECONDS": 0},
        {"BOKJIHUB_IDLE_MINUTES": 600},
        {"BOKJIHUB_AUDIT_DAYS": 30},
        {"BOKJIHUB_SEAL_DIR": Path("/srv/bokjihub/seals")},
        {"BOKJIHUB_FIELD_KEYS": {1: bytes(32)}},
        {"BOKJIHUB_SEARCH_KEY": bytes(range(32))},
        {"SECRET_KEY": "short"},
        {"SECRET_KEY": "django-insecure-" + "x9" * 30},
    ],
)
def test_production_with_a_default_does_not(other: dict[str, Any]) -> None:
    assert len(checks.setting_problems(_production(**other))) == 1


def test_short_retention_is_refused_everywhere() -> None:
    assert checks.setting_problems(_production(BOKJIHUB_MODE="demo", BOKJIHUB_AUDIT_DAYS=729))


def test_the_checks_are_registered() -> None:
    assert {checks.settings_are_safe, checks.role_is_harmless} <= django_checks.registry.registry.registered_checks
