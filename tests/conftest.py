"""One embedded server for the test run, one database per worker; tests connect as a member of owner and application role.

Factories run as the owner and see everything; code under test enters `acting_as`, which switches to the application
role, so row security is real in every test (spikes §2.3).
"""

import gc
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings

from bokjihub.pgserver import server
from tests.quick import chosen, rooms_worked_on

# How long one example takes says how busy the machine is, not whether the house is right.
settings.register_profile("house", deadline=None)
settings.load_profile("house")

# Files whose tests share a world that takes long to make: by one worker, once. A story of the demo, the machine code of
# the rules' columns, a served town.
OWN_WORKER = ("tests/demo/", "tests/engines/benefits/test_columns")
# Those that run the compiled planner share one for all of them.
PLANNERS = ("tests/engines/routes/", "tests/visits/test_board", "tests/visits/test_replan")

# A browser that stumbles (a tab that crashed, a page swapped under the reader) is asked once more, and the run says so;
# what a test asserts is never asked twice. Marked on the browser tests alone: with `reruns` in the settings every worker
# asks the first process before every test, 40 ms of waiting for a test of 2.
STUMBLES = r"^(Timeout|TargetClosed)?Error: (Page|Locator|Frame|ElementHandle|Browser|BrowserContext)\."

NEW_OBJECTS = 50_000


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--quick`, for `make quick`."""
    parser.addoption("--quick", action="store_true", help="what can be known within a minute (tests/quick.py)")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> Iterator[None]:
    """With `--dist loadgroup` what takes long to make is made by one worker, and the longest begin first.

    A journey in the browser that comes last lets the other worker stand idle for as long as it takes.
    """
    journeys = set()
    for item in items:
        module = _module(item)
        browser = item.get_closest_marker("browser")
        if browser:
            journeys.add(module)
            item.add_marker(pytest.mark.flaky(reruns=1, only_rerun=[STUMBLES]))
        if browser or module.startswith(OWN_WORKER):
            item.add_marker(pytest.mark.xdist_group(module))
        elif module.startswith(PLANNERS):
            item.add_marker(pytest.mark.xdist_group("planner"))
    if config.getoption("quick"):
        kept, left = chosen(items, rooms_worked_on(config.rootpath))
        items[:] = kept
        config.hook.pytest_deselected(items=left)
    yield  # here they are shuffled
    items.sort(key=lambda item: _module(item) not in journeys)
    _by_story(items)


def _by_story(items: list[pytest.Item]) -> None:
    """Within a file of the demo, what asks of the same telling stands together: one that was told is not told again."""
    places: dict[str, list[int]] = {}
    for place, item in enumerate(items):
        if _module(item).startswith("tests/demo/"):
            places.setdefault(_module(item), []).append(place)
    for those in places.values():
        sorted_items = sorted((items[place] for place in those), key=lambda item: item.nodeid.partition("[")[2])
        for place, item in zip(those, sorted_items, strict=True):
            items[place] = item


def _module(item: pytest.Item) -> str:
    return item.nodeid.partition("::")[0]


def pytest_collection(session: pytest.Session) -> None:
    """What is read now stays to the end: looking through it for garbage again and again was a fifth of a quick run."""
    gc.disable()


def pytest_collection_finish(session: pytest.Session) -> None:
    """From here on only what the tests make is looked through, and that not at every seven hundredth object."""
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS)
    gc.enable()


def pytest_configure(config: pytest.Config) -> None:
    """Start or join the database server before Django connects."""
    server.acquire()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave it; the last one stops it."""
    server.release()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> Iterator[None]:
    """Let the flush of transactional tests pass the triggers that forbid TRUNCATE to everybody."""
    from django.db import connection
    from django.db.backends.postgresql.operations import DatabaseOperations

    plain = DatabaseOperations.execute_sql_flush

    def flush(self: DatabaseOperations, sql_list: list[str]) -> Any:
        return plain(
            self, ["SET session_replication_role = replica", *sql_list, "SET session_replication_role = DEFAULT"]
        )

    from bokjihub.demo.load import SHIPPED

    plain_tables = DatabaseOperations.sql_flush

    def without_shipped(self: DatabaseOperations, style: Any, tables: Any, **options: Any) -> Any:
        """Rows that come with the migrations outlive a flush, as they do in an installation."""
        return plain_tables(self, style, [table for table in tables if table not in SHIPPED], **options)

    DatabaseOperations.execute_sql_flush = flush  # type: ignore[method-assign]
    DatabaseOperations.sql_flush = without_shipped  # type: ignore[method-assign]
    assert connection
    yield
    DatabaseOperations.execute_sql_flush = plain  # type: ignore[method-assign]
    DatabaseOperations.sql_flush = plain_tables  # type: ignore[method-assign]


@pytest.fixture
def cast(db: None) -> Any:
    """The fixed cast, fresh in this test's transaction."""
    from tests.cast import make_cast

    return make_cast()


@pytest.fixture
def browse(client: Any, cast: Any) -> Any:
    """`browse("officer")`: a client signed in as a cast member."""

    def as_somebody(who: str) -> Any:
        return signed_in(cast.user(who))

    return as_somebody


def signed_in(user: Any) -> Any:
    """A client with a session as the sign-in page makes it."""
    from django.test import Client
    from django.utils import timezone

    fresh = Client()
    fresh.force_login(user)
    session = fresh.session
    session["began"] = session["seen"] = timezone.now().isoformat()
    session.save()
    return fresh
