"""A town's file: seen before it is brought in, brought in whole or not at all, and only once."""

import datetime as dt
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from openpyxl import load_workbook

from bokjihub.accounts.access.scope import acting_as
from bokjihub.audit.models import Entry
from bokjihub.clocks.models import Clock
from bokjihub.discovery import commands
from bokjihub.discovery.actions import files as actions
from bokjihub.discovery.actions.files import FileIsIn, NothingToBringIn, RowsToMend, commit_file, upload_file
from bokjihub.discovery.models import Signal, SourceFile, WorkItem
from bokjihub.discovery.queries.files import Plan, content_of, dong_in, files_for, plan_of, reject_rows, tong_in
from bokjihub.discovery.tables import FileRefused
from bokjihub.people.models import Household, Person
from bokjihub.ui import sheets
from tests.cast import Cast
from tests.discovery.conftest import Home
from tests.discovery.files import comma, cut_row, round_row, xlsx

ROUND, CUT = "haengbok_round", "kepco_cut"


def upload(cast: Cast, content: bytes, *, feed: str = ROUND, who: str = "officer") -> SourceFile:
    actor = cast.actor(who)
    with acting_as(actor):
        return upload_file(content=content, name="6차.xlsx", feed=feed, city=cast.city, by=actor)


def commit(cast: Cast, file: SourceFile, *, who: str = "officer", leave_out: bool = False) -> SourceFile:
    actor = cast.actor(who)
    with acting_as(actor):
        return commit_file(file=file, leave_out_rejected=leave_out, by=actor)


def plan(cast: Cast, content: bytes, *, feed: str = ROUND, who: str = "officer") -> Plan:
    actor = cast.actor(who)
    with acting_as(actor):
        return plan_of(content, feed, city=cast.city, by=actor)


def rows_of(*tables: type[Any]) -> list[int]:
    return [table.objects.count() for table in tables]


def test_a_list_becomes_homes_worries_and_clocks(cast: Cast, home: Home) -> None:
    known = home("박영순", birth_on=dt.date(1948, 5, 2))
    content = xlsx(
        [
            round_row(),
            round_row("최복남", "1969-07-01", 주소="노암동 5통 시묘길 30", 위기정보="전류제한", 체납개월=None),
            round_row("최복남", "1969-07-01", 주소="노암동 5통 시묘길 30", 위기정보="휴폐업"),
        ]
    )
    done = commit(cast, upload(cast, content))
    assert done.result == {
        "rows": 3,
        "accepted": 3,
        "rejected": 0,
        "already": 0,
        "certain": 1,
        "to_ask": 0,
        "new_homes": 1,
        "found_again": 0,
    }
    assert Household.objects.count() == 2
    assert WorkItem.objects.get(household=known).signals.get().months == 5
    new = Household.objects.exclude(id=known.id).get()
    assert new.tong == cast.tong5
    assert new.members.get().name == "최복남"
    item = WorkItem.objects.get(household=new)
    assert (item.signals.count(), item.level, item.times_flagged) == (2, "high", 1)
    assert Clock.objects.filter(subject_id=item.id, policy__code="work_item.assign").count() == 1
    first = Signal.objects.get(household=known)
    assert (first.channel, first.phone, first.row) == ("BIGDATA", "010-0000-4821", 3)
    entry = Entry.objects.get(act="file.commit")
    assert set(entry.subjects) == {known.id, new.id}
    assert entry.detail["sha256"] == done.sha256


def test_looking_writes_nothing_but_the_sealed_file(cast: Cast, home: Home) -> None:
    home()
    before = rows_of(Household, Person, WorkItem, Signal, Clock)
    content = xlsx([round_row(), round_row("최복남", "1969-07-01")])
    file = upload(cast, content)
    seen = plan(cast, content)
    assert len(seen.placed) == 2
    assert rows_of(Household, Person, WorkItem, Signal, Clock) == before
    assert content_of(file) == content
    sealed = bytes(SourceFile.objects.get().content)
    assert content[:40] not in sealed
    assert "박영순".encode() not in sealed


def test_a_fault_in_the_middle_writes_nothing(cast: Cast, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    home("박영순", birth_on=dt.date(1948, 5, 2))
    names = [f"김{one}수" for one in "가나다라마바사아자차"]
    content = xlsx(
        [
            round_row(),
            *(round_row(name, f"1960-01-{n:02d}", 주소=f"노암동 새길 {n}") for n, name in enumerate(names, 1)),
        ]
    )
    file = upload(cast, content)
    before = rows_of(Household, Person, WorkItem, Signal, Clock, Entry)
    plain, done = actions.people.register_household, []

    def breaks(**given: Any) -> Household:
        done.append(given["address"])
        if len(done) == 6:
            raise RuntimeError("the light goes out")
        return plain(**given)

    monkeypatch.setattr(actions.people, "register_household", breaks)
    with pytest.raises(RuntimeError):
        commit(cast, file)
    assert len(done) == 6
    assert rows_of(Household, Person, WorkItem, Signal, Clock, Entry) == before
    assert SourceFile.objects.get().committed_at is None
    monkeypatch.undo()
    assert commit(cast, file).result["accepted"] == 11


def test_the_same_file_again_changes_nothing(cast: Cast) -> None:
    content = xlsx([round_row()])
    file = commit(cast, upload(cast, content))
    before = rows_of(Household, Person, WorkItem, Signal, Clock, SourceFile)
    again = upload(cast, content)
    assert again == file
    assert again.committed_at is not None
    with pytest.raises(FileIsIn):
        commit(cast, again)
    assert rows_of(Household, Person, WorkItem, Signal, Clock, SourceFile) == before


def test_the_same_lines_in_a_new_file_are_known(cast: Cast) -> None:
    commit(cast, upload(cast, xlsx([round_row()])))
    content = xlsx([round_row(), round_row(연번=2), round_row("최복남", "1969-07-01")], title=False)
    seen = plan(cast, content)
    assert (len(seen.placed), seen.already) == (1, 2)
    only_old = xlsx([round_row(연번=7)])
    with pytest.raises(NothingToBringIn):
        commit(cast, upload(cast, only_old))


def test_a_line_is_known_even_where_its_signal_left_the_dong(cast: Cast) -> None:
    commit(cast, upload(cast, xlsx([round_row()])))
    Signal.objects.update(area=cast.dongs["금동"])
    assert plan(cast, xlsx([round_row(연번=3)])).already == 1


def test_rows_to_mend_stop_the_file_until_somebody_leaves_them_out(cast: Cast) -> None:
    content = xlsx([round_row(), round_row("최복남", "19690231")])
    file = upload(cast, content)
    with pytest.raises(RowsToMend):
        commit(cast, file)
    assert not Signal.objects.exists()
    assert commit(cast, file, leave_out=True).result["rejected"] == 1
    assert Signal.objects.count() == 1


def test_rows_of_another_dong_or_no_dong_are_refused_to_a_dong_officer(cast: Cast) -> None:
    content = xlsx([round_row(읍면동="금동"), round_row("최복남", 읍면동="없는동"), round_row("이막례")])
    seen = plan(cast, content)
    assert [(one.row, one.column, one.why) for one in seen.rejects] == [
        (3, "B", "맡은 곳이 아님: 금동"),
        (4, "B", "우리 시의 어느 읍·면·동인지 알 수 없음"),
    ]
    assert len(plan(cast, content, who="hope").placed) == 2


def test_rows_to_mend_come_back_as_a_sheet_with_reasons(cast: Cast) -> None:
    content = xlsx(
        [
            round_row(),
            round_row("최*남", 읍면동="금동"),
            round_row("=cmd|' /C calc'!A0", 읍면동="금동"),
            round_row(읍면동="금동"),
        ]
    )
    columns, lines = reject_rows(plan(cast, content))
    sheet = load_workbook(io.BytesIO(sheets.xlsx(columns, lines, title="고칠 행"))).active
    assert sheet is not None
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    texts = [str(value) for row in cells for value in row if value is not None]
    assert any("이름이 가려져 있음" in text for text in texts)
    assert any("맡은 곳이 아님: 금동" in text for text in texts)
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    rows = [row for row in cells if row[0] in ("4", "5", "6", 4, 5, 6)]
    assert len(rows) == 3


def test_a_power_list_without_names_finds_the_flat(cast: Cast, home: Home) -> None:
    house = home("박영순", "시묘길 12, 101동 503호")
    content = comma(
        [cut_row(고객명="", 연락처=""), cut_row("남원시 노암동 시묘길 77", 고객번호="9", 고객명="", 연락처="")]
    )
    done = commit(cast, upload(cast, content, feed=CUT))
    assert (done.result["certain"], done.result["new_homes"]) == (1, 1)
    item = WorkItem.objects.get(household=house)
    assert item.level == "high"
    assert item.points >= 28
    assert Person.objects.exclude(household=house).get().name == "미상"


def test_unsure_lines_wait_with_a_clock(cast: Cast, home: Home) -> None:
    home("이막례", "시묘길 12, 101동 503호")
    commit(cast, upload(cast, xlsx([round_row()])))
    waiting = Signal.objects.get()
    assert waiting.household_id is None
    clock = Clock.objects.get(subject_id=waiting.id)
    assert (clock.subject_kind, clock.role, clock.verb) == ("discovery.signal", "team_head", "누구인지 보기")


def test_two_strangers_at_one_new_door_are_not_made_two_homes(cast: Cast) -> None:
    content = xlsx([round_row(), round_row("최복남", "1969-07-01")])
    done = commit(cast, upload(cast, content))
    assert (done.result["new_homes"], done.result["to_ask"]) == (1, 1)
    assert Household.objects.count() == 1


def test_a_file_that_cannot_be_read_leaves_no_row(cast: Cast) -> None:
    with pytest.raises(FileRefused):
        upload(cast, b"PK\x03\x04half")
    assert not SourceFile.objects.exists()


def test_files_are_seen_by_who_brought_them_and_by_the_city(cast: Cast) -> None:
    upload(cast, xlsx([round_row()]))
    assert files_for(cast.actor("officer")).count() == 1
    assert files_for(cast.actor("hope")).count() == 1
    assert files_for(cast.actor("colleague")).count() == 0
    assert files_for(cast.actor("outsider")).count() == 0


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("남원시 노암동 12", "노암동"),
        ("시묘길 12 (노암동)", "노암동"),
        ("금동 근처", "금동"),
        ("노암동인지 금동인지", None),
        ("어딘가", None),
    ],
)
def test_a_dong_is_found_in_words_only_where_it_is_one(cast: Cast, words: str, name: str | None) -> None:
    found = dong_in(words, cast.dongs.values())
    assert (found.name if found else None) == name


def test_a_tong_in_words(cast: Cast) -> None:
    assert tong_in("노암동 5통 파란 대문", [cast.tong5]) == cast.tong5
    assert tong_in("노암동 15통", [cast.tong5]) is None


# ---------------------------------------------------------------- the command line


@pytest.fixture
def ingest(cast: Cast, tmp_path: Path) -> Callable[..., tuple[int, str, str]]:
    def run(content: bytes, *options: str, feed: str = ROUND) -> tuple[int, str, str]:
        path = tmp_path / "받은 파일.xlsx"
        path.write_bytes(content)
        out, err = io.StringIO(), io.StringIO()
        status = commands.run(
            ["ingest", str(path), "--feed", feed, "--city", "남원시", *options], io.StringIO(), out, err
        )
        return status, out.getvalue(), err.getvalue()

    return run


def test_the_command_says_then_brings_in_then_knows(ingest: Callable[..., tuple[int, str, str]]) -> None:
    content = xlsx([round_row()])
    status, said, _ = ingest(content)
    assert status == 0
    assert "1행 - 받을 수 있음 1" in said
    assert not Signal.objects.exists()
    assert ingest(content, "--commit")[0] == 0
    assert Signal.objects.count() == 1
    status, said, _ = ingest(content, "--commit", "--json")
    assert (status, json.loads(said)["state"], json.loads(said)["already"]) == (0, "already_in", 1)
    assert Signal.objects.count() == 1


def test_the_command_refuses_rows_with_their_place(ingest: Callable[..., tuple[int, str, str]]) -> None:
    content = xlsx([round_row(), round_row("최복남", "19690231")])
    status, _, faults = ingest(content, "--commit")
    assert status == 1
    assert "4행 D열 생년월일: 없는 날이거나 날짜가 아님" in faults
    assert not Signal.objects.exists()
    status, said, _ = ingest(content, "--commit", "--leave-out", "--json")
    assert (status, json.loads(said)["state"]) == (1, "committed")
    assert Signal.objects.count() == 1


def test_the_command_answers_bad_files_and_wrong_use(ingest: Callable[..., tuple[int, str, str]], cast: Cast) -> None:
    status, said, faults = ingest(b"", "--json")
    assert (status, json.loads(said)["state"]) == (1, "refused")
    assert "빈 파일" in faults
    out = io.StringIO()
    assert commands.run(["ingest", "/none.xlsx", "--feed", ROUND, "--city", "없는시"], out, out, out) == 2
    assert commands.run(["ingest", "/none.xlsx", "--feed", ROUND, "--city", "남원시"], out, out, out) == 2


def test_the_file_row_cannot_be_deleted_by_the_application(cast: Cast) -> None:
    from django.db import DatabaseError, transaction

    file = upload(cast, xlsx([round_row()]))
    with (
        pytest.raises(DatabaseError),
        acting_as(cast.actor("officer")),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM discovery_sourcefile WHERE id = %s", [file.id])
    assert SourceFile.objects.filter(id=file.id).exists()


@pytest.mark.parametrize(
    ("who", "sees"), [("officer", True), ("geum_officer", True), ("hope", True), ("outsider", False)]
)
def test_a_file_is_behind_the_fence_of_its_city(cast: Cast, who: str, sees: bool) -> None:
    """Colleagues of the city are told that the same file came before; its content opens for nobody but by `files_for`."""
    file = SourceFile.objects.create(
        feed="kepco_cut",
        name="단전.csv",
        sha256="0" * 64,
        code_page="cp949",
        area=cast.city,
        uploaded_by=cast.user("hope").id,
    )
    with acting_as(cast.actor(who)):
        assert SourceFile.objects.filter(id=file.id).exists() is sees
        assert files_for(cast.actor(who)).filter(id=file.id).exists() is (who == "hope")
    with (
        acting_as(cast.actor("outsider")),
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
    ):
        SourceFile.objects.create(
            feed="kepco_cut", name="x.csv", sha256="1" * 64, code_page="cp949", area=cast.city, uploaded_by=file.id
        )
