"""`acting_as`: one transaction in which the database itself knows who acts and what they reach.

The role and the settings are local to the transaction. A savepoint's release does not undo `SET LOCAL`, so a nested
scope puts back what stood before (spikes §2.3); a rolled-back savepoint undoes it by itself.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection, transaction

from bokjihub.accounts.access.actors import Actor

APPLICATION_ROLE = "bokji_app"
_NAMES = ("role", "bokji.actor", "bokji.areas", "bokji.subjects")
_READ = "SELECT " + ", ".join(f"coalesce(current_setting('{name}', true), '')" for name in _NAMES)
# is_local is always true: a session-wide setting leaks to the next request of the pool (measured, spikes §2.2).
_SET = "SELECT " + ", ".join(f"set_config('{name}', %s, true)" for name in _NAMES)


@contextmanager
def acting_as(actor: Actor) -> Iterator[None]:
    """Run the block as the application role with the actor's dongs and households in scope; commit at its end."""
    nested = connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        before: list[str] = []
        if nested:
            cursor.execute(_READ)
            before = list(cursor.fetchone() or ())
        cursor.execute(_SET, [APPLICATION_ROLE, str(actor.id), _array(actor.areas), _array(actor.subjects)])
        yield
        if nested and not connection.needs_rollback:
            cursor.execute(_SET, [before[0] or "none", *before[1:]])


def _array(ids: Iterable[UUID]) -> str:
    return "{" + ",".join(sorted(str(one) for one in ids)) + "}"
