"""Many rows of one table at once, by COPY: what a town of seventy thousand people is written with."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import Model
from psycopg import sql


def copy_in(rows: Sequence[Model]) -> None:
    """Insert new rows of one model; keys and values are made as `bulk_create` makes them, four times as fast.

    For the owner of the tables only: COPY does not pass row security.
    """
    if not rows:
        return
    meta = type(rows[0])._meta
    fields = [field for field in meta.local_concrete_fields if not field.generated]
    values = ([field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields] for row in rows)
    copy_rows(meta.db_table, [str(field.column) for field in fields], values)
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def copy_rows(table: str, columns: Iterable[str], rows: Iterable[Sequence[Any]]) -> None:
    """Rows of plain values, in the order of the columns."""
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
