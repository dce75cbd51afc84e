"""Our `migrate` makes the database that Django's own makes, line by line."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from psycopg import sql

from bokjihub.pgserver import address
from bokjihub.pgserver.binaries import program_dir

PLAIN = """
import django
django.setup()
from django.core.management import call_command
from django.core.management.commands.migrate import Command
call_command(Command(), verbosity=0, interactive=False)
"""


@pytest.fixture
def made_by_django() -> Iterator[str]:
    """The name of a database migrated by Django's own command, on the server of the tests."""
    name = f"plain_{os.getpid()}"
    with psycopg.connect(**address.place().connection(address.SUPERUSER, "postgres"), autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {} OWNER bokji_owner").format(sql.Identifier(name)))
        try:
            environment = {"BOKJIHUB_DB_NAME": name, "BOKJIHUB_DB_ROLE": "owner", "PYTHONPATH": str(Path.cwd())}
            done = subprocess.run(
                [sys.executable, "-c", PLAIN],
                env={**os.environ, **environment, "DJANGO_SETTINGS_MODULE": "bokjihub.config.settings"},
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, done.stderr
            yield name
        finally:
            admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _schema(name: str) -> list[str]:
    """Tables, columns, constraints, indexes, policies, triggers, functions, rights; what the dump says of itself left out."""
    place = address.place()
    command: list[str | Path] = [
        program_dir() / "pg_dump",
        "--schema-only",
        "--host",
        place.socket_dir,
        "--port",
        str(address.PORT),
    ]
    dump = subprocess.run(
        [*command, f"--username={address.SUPERUSER}", name], capture_output=True, text=True, check=True
    ).stdout
    return [line for line in dump.splitlines() if line and not line.startswith(("--", "\\"))]


def _rows(name: str) -> dict[str, int]:
    """How many rows the migrations leave in each table."""
    with psycopg.connect(**address.place().connection(address.SUPERUSER, name)) as reader:
        tables = [row[0] for row in reader.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
        counted = {}
        for table in tables:
            (counted[table],) = reader.execute(
                sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))
            ).fetchone() or (0,)
        return counted


@pytest.mark.slow
@pytest.mark.django_db
def test_the_schema_is_the_one_that_plain_django_makes(made_by_django: str) -> None:
    ours, plain = _schema(str(connection.settings_dict["NAME"])), _schema(made_by_django)
    assert len(plain) > 3000
    assert ours == plain
    assert _rows(str(connection.settings_dict["NAME"])) == _rows(made_by_django)
