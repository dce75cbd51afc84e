"""A list of named rows leaves with a reason, and above fifty rows with a second person's yes (R35)."""

import datetime as dt
import io
import re
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import openpyxl
import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bokjihub.accounts.access.scope import acting_as
from bokjihub.audit.models import Entry
from bokjihub.clocks.models import Clock
from bokjihub.exports import actions
from bokjihub.exports.models import ExportRequest
from bokjihub.ui import sheets
from tests.cast import Cast
from tests.factories.work_items import worry

pytestmark = pytest.mark.django_db
Browse = Callable[[str], Client]
REASON = "회의 자료"


def sheet(rows: int, *, named: int | None = None) -> actions.Sheet:
    return actions.Sheet(
        what="발굴 작업목록",
        file_name="발굴작업목록.xlsx",
        columns=[sheets.Column("가구(가림)")],
        rows=[[f"김*{n}"] for n in range(rows)],
        named=rows if named is None else named,
        subjects=frozenset(uuid4() for _ in range(rows)),
    )


def asked(cast: Cast, *, who: str = "officer", rows: int = 51) -> ExportRequest:
    with acting_as(cast.actor(who)):
        found = actions.let_out(sheet=sheet(rows), reason=REASON, by=cast.actor(who)).request
    assert found is not None
    return found


def approved(cast: Cast) -> ExportRequest:
    with acting_as(cast.actor("head")):
        return actions.approve(export=asked(cast), by=cast.actor("head"))


def cells(body: bytes) -> list[str]:
    page = openpyxl.load_workbook(io.BytesIO(body)).active
    assert page is not None
    return [str(cell.value) for row in page.iter_rows() for cell in row if cell.value is not None]


def test_fifty_rows_leave_at_once_with_their_mark_and_on_record(cast: Cast) -> None:
    given = sheet(50)
    with acting_as(cast.actor("officer")):
        done = actions.let_out(sheet=given, reason=REASON, by=cast.actor("officer"))
    left = Entry.objects.get(kind=Entry.Kind.EXPORT)
    assert (set(left.subjects), left.words, left.detail["count"]) == (given.subjects, REASON, 50)
    (mark,) = [cell for cell in cells(done.body) if "열람번호" in cell]
    assert all(part in mark for part in ("김서연", REASON, left.detail["export"]))
    assert not ExportRequest.objects.exists()


def test_without_a_reason_nothing_leaves(cast: Cast) -> None:
    with acting_as(cast.actor("officer")), pytest.raises(actions.ReasonMissing):
        actions.let_out(sheet=sheet(1), reason="  ", by=cast.actor("officer"))


def test_only_rows_that_name_somebody_count(cast: Cast) -> None:
    with acting_as(cast.actor("resource")):
        assert actions.let_out(sheet=sheet(80, named=50), reason=REASON, by=cast.actor("resource")).body


def test_fifty_one_wait_sealed_and_the_head_sees_it_in_today(cast: Cast, browse: Browse) -> None:
    export = asked(cast)
    assert not Entry.objects.filter(kind=Entry.Kind.EXPORT).exists()
    assert "김*7" in cells(export.body)
    assert b"PK" not in bytes(export.body_sealed)[:40]
    page = browse("head").get("/today/").content.decode()
    assert f"/downloads/{export.id}/decide/" in page
    assert "내려받기 ‘발굴 작업목록’ 51줄" in page
    approvals = browse("head").get(reverse("desk:approvals")).content.decode()
    assert f"/downloads/{export.id}/decide/" in approvals


def test_after_the_yes_the_asker_takes_it_once(cast: Cast, browse: Browse) -> None:
    export = asked(cast)
    officer, head = browse("officer"), browse("head")
    assert officer.post(f"/downloads/{export.id}/").status_code == 422  # not yet
    assert "51줄" in head.get(f"/downloads/{export.id}/decide/").content.decode()
    assert head.post(f"/downloads/{export.id}/decide/").status_code == 302
    assert f"/downloads/{export.id}/" in officer.get("/today/").content.decode()
    assert "받기" in officer.get("/downloads/").content.decode()
    answer = officer.post(f"/downloads/{export.id}/")
    assert "attachment" in answer["Content-Disposition"]
    assert "김*7" in cells(answer.content)
    left = Entry.objects.get(kind=Entry.Kind.EXPORT)
    assert (left.actor_id, set(left.subjects)) == (cast.user("officer").id, set(export.subjects))
    assert officer.post(f"/downloads/{export.id}/").status_code == 422
    export.refresh_from_db()
    assert bytes(export.body_sealed) == b""
    assert not Clock.objects.filter(subject_id=export.id, done_at__isnull=True).exists()


def test_nobody_approves_their_own_and_other_seats_do_not_decide(cast: Cast) -> None:
    export = asked(cast, who="head")
    assert export.decided_by_role == "dong_head"
    with acting_as(cast.actor("head")), pytest.raises(actions.SamePersonDecides):
        actions.approve(export=export, by=cast.actor("head"))
    with acting_as(cast.actor("emergency_head")), pytest.raises(actions.NotTheDecider):
        actions.approve(export=export, by=cast.actor("emergency_head"))
    with acting_as(cast.actor("dong_head")):
        assert actions.approve(export=export, by=cast.actor("dong_head")).is_approved


def test_a_list_of_the_city_is_decided_in_the_city(cast: Cast, browse: Browse) -> None:
    export = asked(cast, who="hope")
    assert browse("head").post(f"/downloads/{export.id}/decide/").status_code in (404, 422)
    assert browse("emergency_head").post(f"/downloads/{export.id}/decide/").status_code == 302


def test_a_refusal_says_why_and_destroys_the_file(cast: Cast, browse: Browse) -> None:
    export, head = asked(cast), browse("head")
    assert head.post(f"/downloads/{export.id}/decide/", {"return": "1"}).status_code == 422
    assert head.post(f"/downloads/{export.id}/decide/", {"return": "1", "answer": "항목이 많습니다"}).status_code == 302
    export.refresh_from_db()
    assert (export.is_approved, bytes(export.body_sealed)) == (False, b"")
    assert "항목이 많습니다" in browse("officer").get(f"/downloads/{export.id}/").content.decode()


def test_a_day_after_the_yes_it_is_gone(cast: Cast) -> None:
    export = approved(cast)
    ExportRequest.objects.filter(id=export.id).update(body_sealed=b"")  # nothing left to open, even by mistake
    export.until = timezone.now() - dt.timedelta(seconds=1)
    assert export.state_at(timezone.now()) == ExportRequest.State.EXPIRED
    assert export.state_at(export.until - dt.timedelta(seconds=1)) == ExportRequest.State.READY
    assert export.until - export.decided_at < dt.timedelta(hours=24)  # type: ignore[operator]


def test_what_nobody_took_is_destroyed_and_stays_in_the_register(cast: Cast) -> None:
    export = asked(cast)
    ExportRequest.objects.filter(id=export.id).update(until=timezone.now() - dt.timedelta(minutes=1))
    with acting_as(cast.actor("officer")):
        assert actions.forget_untaken(by=cast.actor("officer")) == 1
        assert actions.forget_untaken(by=cast.actor("officer")) == 0
    export.refresh_from_db()
    assert bytes(export.body_sealed) == b""
    with acting_as(cast.actor("head")), pytest.raises(actions.NotWaiting):
        actions.approve(export=export, by=cast.actor("head"))


@pytest.mark.parametrize("who", ["geum_officer", "outsider", "manager"])
def test_others_neither_see_nor_take_it(cast: Cast, browse: Browse, who: str) -> None:
    export = approved(cast)
    with acting_as(cast.actor(who)):
        assert not ExportRequest.objects.exists()
    assert browse(who).post(f"/downloads/{export.id}/").status_code == 404


def test_a_colleague_sees_that_it_was_asked_and_cannot_take_it(cast: Cast, browse: Browse) -> None:
    export = approved(cast)
    assert browse("colleague").post(f"/downloads/{export.id}/").status_code == 404
    with acting_as(cast.actor("colleague")), pytest.raises(actions.NotReady):
        actions.take(export=export, by=cast.actor("colleague"))


def test_the_database_keeps_two_people_and_the_very_file(cast: Cast) -> None:
    export = asked(cast)
    mine = ExportRequest.objects.filter(id=export.id)
    with pytest.raises(IntegrityError, match="exports_two_people"), transaction.atomic():
        mine.update(is_approved=True, decided_by=export.asked_by, decided_at=timezone.now())
    with acting_as(cast.actor("officer")):
        with pytest.raises(DatabaseError, match="not exchanged"), transaction.atomic():
            mine.update(body_sealed=b"another")
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            mine.update(rows=3)
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            mine.delete()


def test_the_work_list_waits_when_it_is_long(cast: Cast, browse: Browse, monkeypatch: pytest.MonkeyPatch) -> None:
    homes = {worry(cast).household_id for _ in range(3)}
    monkeypatch.setattr(actions, "MOST_ALONE", 2)
    officer = browse("officer")
    assert "승인 부탁" in officer.get("/discovery/export/?show=mine").content.decode()
    answer = officer.post("/discovery/export/?show=mine", {"reason": REASON})
    export = ExportRequest.objects.get()
    assert answer["Location"] == f"/downloads/{export.id}/"
    assert (set(export.subjects), export.rows) == (homes, 3)
    worry(cast)  # what is taken is what was approved
    browse("head").post(f"/downloads/{export.id}/decide/")
    taken = cells(officer.post(f"/downloads/{export.id}/").content)
    assert sum("*" in cell for cell in taken) == 3


# Who makes a sheet itself. Everybody else hands its rows to `exports.door`, which asks for the second person.
WITHOUT_NAMES = {
    "counselling/views/market.py": "numbers and answers of a market day, no names",
    "emergency/views/lists.py": "sums by kind",
    "emergency/views/money.py": "the budget of a year by kind",
    "statistics/queries/output.py": "aggregates",
    "exports/actions.py": "the one place",
}


def test_named_rows_leave_through_one_place() -> None:
    package = Path(actions.__file__).parents[1]
    makes = re.compile(r"\b(?:sheets\.)?(?:xlsx|csv_bytes)\(")
    found = {
        str(path.relative_to(package))
        for path in package.rglob("*.py")
        if path.parts[-2] not in ("ui", "demo") and makes.search(path.read_text("utf-8"))
    }
    new = found - set(WITHOUT_NAMES)
    assert not new, f"hand the rows to exports.door.hand_out, or say here why they name nobody: {sorted(new)}"
    assert set(WITHOUT_NAMES) <= found
