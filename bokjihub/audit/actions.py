"""Writing to the record. The only way in: `record`, inside the transaction of the act it describes."""

import json
from collections.abc import Iterable
from typing import Any, Protocol
from uuid import UUID

from django.db import connection, transaction

from bokjihub.audit.ids import uuid7
from bokjihub.audit.models import Entry


class By(Protocol):
    """Whoever acts: a person in a post, or a named job."""

    @property
    def id(self) -> UUID: ...
    @property
    def label(self) -> str: ...
    @property
    def place(self) -> str: ...


_INSERT = """INSERT INTO audit_entry
    (id, actor_id, actor_label, seq, at, place, kind, act, subjects, purpose, words, detail, prev, digest)
    VALUES (%s, %s, %s, 0, now(), %s, %s, %s, %s, %s, %s, %s::jsonb, ''::bytea, ''::bytea)"""


# Without a savepoint: an act whose line cannot be written is undone as a whole, and nobody may go on after it. It also
# spares every act two statements a line.
@transaction.atomic(savepoint=False)
def record(
    act: str,
    *,
    kind: Entry.Kind = Entry.Kind.WRITE,
    subjects: Iterable[UUID] = (),
    purpose: str = "",
    words: str = "",
    detail: dict[str, Any] | None = None,
    by: By,
) -> UUID:
    """Add one row to the actor's chain. The trigger sets the sequence, the time and the hash. Returns the row id."""
    entry_id = uuid7()
    with connection.cursor() as cursor:
        cursor.execute(
            _INSERT,
            [
                entry_id,
                by.id,
                by.label,
                by.place,
                kind.value,
                act,
                sorted(set(subjects)),
                purpose,
                words[:300],
                json.dumps(detail or {}, ensure_ascii=False, default=str),
            ],
        )
    return entry_id
