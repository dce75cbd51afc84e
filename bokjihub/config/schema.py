"""Is the database as new as this program? Answered from file names and one query, without loading Django.

`migrate` loads every model, every migration and the whole check framework: two to three seconds of each start, on which
it nearly always has nothing to do. What it would compare is small: the names of the migration files against the table
in which Django notes what it has applied (`django_migrations`). Only when they differ is `migrate` worth its price.

Rejected: a stamp in the data folder (wrong after a restore or on an outside server) and `migrate --check` (the same
loading for the same answer).
"""

import importlib.util
from pathlib import Path
from typing import Any, TypeAlias

import psycopg

from bokjihub.config import settings

# Where the label of an application is not the last part of its module.
_LABELS = {"procrastinate.contrib.django": "procrastinate"}

Migration: TypeAlias = tuple[str, str]


def on_disk() -> set[Migration]:
    """(application, name) of every migration file of the installed applications."""
    return {
        (label, file.stem)
        for label, folder in _folders()
        for file in folder.glob("*.py")
        if file.stem[0] not in "_~"  # as Django reads the folder
    }


def _folders() -> list[tuple[str, Path]]:
    found = []
    for entry in settings.INSTALLED_APPS:
        module = entry.partition(".apps.")[0]
        top, _, inside = module.partition(".")
        spec = importlib.util.find_spec(top)  # the top alone: finding a part would load what is above it
        for root in (spec.submodule_search_locations or []) if spec else []:
            label = _LABELS.get(module, module.rpartition(".")[2])
            found.append((label, Path(root, *inside.split(".") if inside else (), "migrations")))
    return found


def is_current(connection: psycopg.Connection[Any]) -> bool:
    """Whether every migration on disk is noted as applied."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('django_migrations') IS NOT NULL")
        if cursor.fetchone() != (True,):
            return False
        cursor.execute("SELECT app, name FROM django_migrations")
        return on_disk() <= set(cursor.fetchall())
