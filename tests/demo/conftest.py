"""Stories are told once a module, read through the command line's own entrance, and rolled back."""

import io
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction

from bokjihub.statistics import commands

Read = Callable[..., dict[str, Any]]
# The figures of the texts do not depend on the draw.
SEEDS = [1, 20261122]


@contextmanager
def rolled_back() -> Iterator[None]:
    """Whatever the block writes is gone after it."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def stage(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A database that keeps what is told until the module's tests are done."""
    with django_db_blocker.unblock(), rolled_back():
        yield


def prove() -> None:
    """Ask the deferred promises of the database now, as a commit would."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@pytest.fixture(scope="module")
def report() -> Read:
    """`report("hub", "--on", "2016-08-19")` is what `bokjihub report hub --on 2016-08-19 --json` prints."""

    def read(*words: str) -> dict[str, Any]:
        said, complained = io.StringIO(), io.StringIO()
        assert commands.run([*words, "--json"], io.StringIO(), said, complained) == 0, complained.getvalue()
        document: dict[str, Any] = json.loads(said.getvalue())
        return document

    return read
