"""`bokjihub up` skips `migrate` only when Django itself would find nothing to do."""

from typing import Any

import psycopg
import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from bokjihub.config import schema


def test_file_names_tell_what_django_would_load() -> None:
    assert schema.on_disk() == set(MigrationLoader(None).disk_migrations)


@pytest.mark.django_db
def test_a_database_with_every_migration_is_current_and_one_that_lacks_one_is_not() -> None:
    with connection.cursor() as cursor:
        raw: psycopg.Connection[Any] = cursor.connection
        assert schema.is_current(raw)
        cursor.execute("DELETE FROM django_migrations WHERE app = 'visits' AND name = '0001_initial'")
        assert not schema.is_current(raw)
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('visits', '0001_initial', now())")
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('visits', '9999_later', now())")
        assert schema.is_current(raw), "a newer database is for `migrate` to leave alone"


@pytest.mark.django_db
def test_an_empty_database_is_not_current() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE django_migrations RENAME TO set_aside")
        assert not schema.is_current(cursor.connection)
