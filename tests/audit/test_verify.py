"""`bokjihub audit verify` finds every tampering, by somebody who owns the database and has switched the triggers off."""

import io
import json
import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction

from bokjihub.audit import actions as audit
from bokjihub.audit.chain import DIGEST_OF_ROW
from bokjihub.audit.commands import run
from bokjihub.audit.models import Entry
from bokjihub.audit.seals import seal_path, write_seal
from bokjihub.audit.verify import verify

pytestmark = pytest.mark.django_db
Row = tuple[uuid.UUID, uuid.UUID, int]


@dataclass(frozen=True)
class Somebody:
    """An actor as the record knows one."""

    id: uuid.UUID
    label: str
    place: str = "127.0.0.1"


@pytest.fixture
def record(settings: object, tmp_path: Path) -> list[Somebody]:
    """Four people with 20 acts each, mixed in time, and one seal over them."""
    settings.BOKJIHUB_SEAL_DIR = tmp_path  # type: ignore[attr-defined]
    people = [Somebody(uuid.uuid4(), f"노암동 담당 {n}") for n in range(4)]
    for n in range(80):
        audit.record(
            "household.read",
            kind=Entry.Kind.READ,
            subjects=[uuid.uuid4()],
            purpose="업무",
            detail={"n": n},
            by=people[n % 4],
        )
    write_seal()
    return people


@pytest.fixture
def triggers_off(record: object) -> None:
    """As the owner with every trigger silent: nothing but the arithmetic can tell."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
    return


def _sql(text: str, values: list[object] | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(text, values or [])
        assert cursor.rowcount, f"the tampering itself did nothing: {text}"


def _rehash(actor: uuid.UUID, first: int) -> None:
    """Mend the chain behind a change, as somebody who knows how it is made would."""
    last = Entry.objects.filter(actor_id=actor).order_by("-seq").values_list("seq", flat=True)[0]
    for seq in range(first, last + 1):
        _sql(
            "UPDATE audit_entry e SET prev = coalesce((SELECT b.digest FROM audit_entry b WHERE b.actor_id = e.actor_id "
            "AND b.seq = e.seq - 1), ''::bytea) WHERE e.actor_id = %s AND e.seq = %s",
            [actor, seq],
        )
        _sql(
            f"UPDATE audit_entry e SET digest = {DIGEST_OF_ROW.format(row='e')} WHERE e.actor_id = %s AND e.seq = %s",
            [actor, seq],
        )


def _edit(dice: random.Random, row: Row) -> None:
    changes = {
        "actor_label": "'금동 담당'",
        "at": "at - interval '1 microsecond'",
        "place": "'10.0.0.9'",
        "kind": "'write'",
        "act": "'today'",
        "subjects": "ARRAY[gen_random_uuid()]",
        "purpose": "purpose || ' '",
        "words": "'전화 민원'",
        "detail": "detail || '{\"n\": -1}'",
        "prev": "sha256(prev)",
        "digest": "sha256(digest)",
    }
    column = dice.choice(sorted(changes))
    _sql(f"UPDATE audit_entry SET {column} = {changes[column]} WHERE id = %s", [row[0]])


def _edit_and_rehash(dice: random.Random, row: Row) -> None:
    _sql("UPDATE audit_entry SET words = '고친 까닭' WHERE id = %s", [row[0]])
    _rehash(row[1], row[2])


def _delete(dice: random.Random, row: Row) -> None:
    _sql("DELETE FROM audit_entry WHERE id = %s", [row[0]])


def _delete_and_close(dice: random.Random, row: Row) -> None:
    """Take a row out, move the later ones up and mend the chain: only the seal can tell."""
    _delete(dice, row)
    later = Entry.objects.filter(actor_id=row[1], seq__gt=row[2]).order_by("seq").values_list("id", flat=True)
    for entry_id in list(later):
        _sql("UPDATE audit_entry SET seq = seq - 1 WHERE id = %s", [entry_id])
    if later.exists():
        _rehash(row[1], row[2])


def _insert(dice: random.Random, row: Row) -> None:
    """Push a forged row between two others."""
    for entry_id in (
        Entry.objects.filter(actor_id=row[1], seq__gte=row[2]).order_by("-seq").values_list("id", flat=True)
    ):
        _sql("UPDATE audit_entry SET seq = seq + 1 WHERE id = %s", [entry_id])
    _sql(
        "INSERT INTO audit_entry (id, actor_id, actor_label, seq, at, place, kind, act, subjects, purpose, words, detail, "
        "prev, digest) SELECT gen_random_uuid(), actor_id, actor_label, %s, at, place, kind, 'household.find', subjects, "
        "purpose, '', detail, prev, digest FROM audit_entry WHERE id = %s",
        [row[2], row[0]],
    )


def _swap(dice: random.Random, row: Row) -> None:
    """Let two people change places: each row keeps its own digest."""
    other = dice.choice(list(Entry.objects.exclude(actor_id=row[1]).values_list("id", flat=True)))
    _sql(
        "UPDATE audit_entry a SET subjects = b.subjects, words = b.words, at = b.at FROM audit_entry b "
        "WHERE (a.id = %s AND b.id = %s) OR (a.id = %s AND b.id = %s)",
        [row[0], other, other, row[0]],
    )


def _cut_tail(dice: random.Random, row: Row) -> None:
    _sql("DELETE FROM audit_entry WHERE actor_id = %s AND seq >= %s", [row[1], row[2]])


TAMPERINGS: list[Callable[[random.Random, Row], None]] = [
    _edit, _edit_and_rehash, _delete, _delete_and_close, _insert, _swap, _cut_tail,
]  # fmt: skip


@pytest.mark.slow
def test_a_thousand_tamperings_are_found(record: list[Somebody], triggers_off: None) -> None:
    dice = random.Random(20261122)
    rows: list[Row] = list(Entry.objects.order_by("id").values_list("id", "actor_id", "seq"))
    assert verify().is_whole
    missed = []
    for n in range(1000):
        tamper = TAMPERINGS[n % len(TAMPERINGS)]
        row = dice.choice(rows)
        with transaction.atomic():
            tamper(dice, row)
            if verify().is_whole:
                missed.append((tamper.__name__, row))
            transaction.set_rollback(True)
    assert missed == []
    assert verify().is_whole


def test_the_first_bad_row_is_named(record: list[Somebody], triggers_off: None) -> None:
    first, second = Entry.objects.order_by("at").values_list("id", flat=True)[10:12]
    for entry_id in (second, first):
        _sql("UPDATE audit_entry SET words = '고침' WHERE id = %s", [entry_id])
    assert [fault.row for fault in verify().faults] == [str(first), str(second)]


def test_a_whole_record_answers_zero_and_a_cut_one_answers_one(record: list[Somebody], triggers_off: None) -> None:
    out, err = io.StringIO(), io.StringIO()
    assert run(["verify", "--json"], io.StringIO(), out, err) == 0
    assert json.loads(out.getvalue())["rows"] == 80
    _sql("DELETE FROM audit_entry WHERE actor_id = %s AND seq = 20", [record[2].id])
    out = io.StringIO()
    assert run(["verify", "--json"], io.StringIO(), out, err) == 1
    answer = json.loads(out.getvalue())
    assert (answer["first_bad"]["what"], answer["first_bad"]["seq"]) == ("cut", 20)


def test_a_changed_seal_is_found(record: list[Somebody]) -> None:
    write_seal()
    text = seal_path().read_text(encoding="utf-8")
    seal_path().write_text(text.replace('"rows": 80', '"rows": 79', 1), encoding="utf-8")
    assert [fault.what for fault in verify().faults] == ["seal"]
    out, err = io.StringIO(), io.StringIO()
    assert run(["seal"], io.StringIO(), out, err) == 1
    assert "봉인하지 않았습니다" in err.getvalue()


def test_a_new_seal_covers_what_came_after(record: list[Somebody], triggers_off: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    audit.record("today", kind=Entry.Kind.READ, by=record[0])
    assert run(["verify", "--seal"], io.StringIO(), io.StringIO(), io.StringIO()) == 0
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
    _cut_tail(random.Random(1), (uuid.uuid4(), record[0].id, 21))
    assert [fault.what for fault in verify().faults] == ["cut"]


def test_without_a_seal_the_answer_says_what_it_cannot_know(record: list[Somebody]) -> None:
    seal_path().unlink()
    out = io.StringIO()
    assert run(["verify"], io.StringIO(), out, io.StringIO()) == 0
    assert "봉인이 없어" in out.getvalue()


def test_wrong_use_answers_two() -> None:
    assert run(["mend"], io.StringIO(), io.StringIO(), io.StringIO()) == 2


def test_the_seal_folder_is_a_setting() -> None:
    assert seal_path().parent == Path(settings.BOKJIHUB_SEAL_DIR)
