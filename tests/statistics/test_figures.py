"""Reports and indicators against entries made by hand, each counted once by a person with a pencil."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from bokjihub.accounts.access.scope import acting_as
from bokjihub.audit.ids import uuid7
from bokjihub.audit.models import Entry
from bokjihub.discovery.models import (
    ClosingRequest,
    Closure,
    ContactAttempt,
    Round,
    Search,
    Signal,
    SourceFile,
    WorkItem,
)
from bokjihub.emergency.models import EmergencyAid, Payment, Recovery, RecoveryEntry
from bokjihub.partners.models import CouncilMeeting
from bokjihub.people.models import Household
from bokjihub.resources.models import Lot
from bokjihub.rollout.models import LogEntry
from bokjihub.statistics.queries.compare import before, beside
from bokjihub.statistics.queries.frame import Report, Scope
from bokjihub.statistics.queries.indicator_lists import LISTS as INDICATOR_LISTS
from bokjihub.statistics.queries.registry import REPORTS
from bokjihub.visits.models import Companion, Visit, VisitProgramme
from tests.cast import Cast
from tests.factories import resources, work_items

pytestmark = pytest.mark.django_db
MARCH = Scope(dt.date(2026, 3, 1), dt.date(2026, 3, 31))


def at(day: dt.date, hour: int = 10) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))


def march(day: int) -> dt.date:
    return dt.date(2026, 3, day)


def told(cast: Cast, day: dt.date, *, dong: str = "노암동", channel: str = "NEIGHBOUR", **more: Any) -> WorkItem:
    """A worry of a new home, told on a day by one way."""
    home = more.pop("household", None) or work_items.home(cast, dong=dong)
    item = work_items.worry(cast, household=home, opened_on=day)
    Signal.objects.filter(work_item=item).update(received_at=at(day), channel=channel, **more)
    return item


def reached(item: WorkItem, day: dt.date) -> None:
    ContactAttempt.objects.create(
        work_item=item, household=item.household, area=item.area, at=at(day), way="phone", result="spoke",
        made_by=item.id, made_label="시험",
    )  # fmt: skip


def closed(item: WorkItem, day: dt.date, kind: str = "PUB_BASIC") -> None:
    """Closed on a day, with what proves it: a granted application, or where the exclusion was seen."""
    if kind == "PUB_BASIC":
        work_items.applied(item)
    else:
        ClosingRequest.objects.create(
            work_item=item, household=item.household, area=item.area, kind=kind, source="주민등록", asked_by=item.id,
            decided_by=item.household_id, decided_at=at(day), is_approved=True,
        )  # fmt: skip
    WorkItem.objects.filter(id=item.id).update(closed_on=day)
    Closure.objects.create(
        work_item=item, household=item.household, area=item.area, kind=kind, source="주민등록", closed_on=day,
        closed_by=item.id, approved_by=item.household_id,
    )  # fmt: skip


def visited(cast: Cast, item: WorkItem, day: dt.date, *, by_two: bool, result: str = "met") -> Visit:
    visit = Visit.objects.create(
        programme=VisitProgramme.objects.first(), household=item.household, work_item=item, area=item.area,
        lead=cast.posts["officer"], planned_on=day, planned_at=dt.time(10), state="done", result=result,
        alone_reason="" if by_two else "가까운 집",
    )  # fmt: skip
    if by_two:
        Companion.objects.create(visit=visit, post=cast.posts["volunteer"], kind="봉사자")
    return visit


def build(name: str, scope: Scope, cast: Cast, who: str = "hope") -> Report:
    with acting_as(cast.actor(who)):
        return REPORTS[name].build(scope)


def cells(report: Report) -> dict[str, dict[str, Any]]:
    return {row.key: dict(row.cells) for row in report.rows}


@pytest.fixture
def a_month(cast: Cast) -> list[WorkItem]:
    """March: three told by neighbours (reached after 1 and 4 days; one not), one of a file; two closed, one of them by exclusion."""
    first, second, third = told(cast, march(2)), told(cast, march(3)), told(cast, march(4), dong="금동")
    fourth = told(cast, march(5), channel="BIGDATA")
    reached(first, march(3))
    reached(second, march(7))
    reached(second, march(9))
    closed(first, march(20))
    closed(fourth, march(21), "EX_MOVED")
    visited(cast, second, march(8), by_two=True)
    return [first, second, third, fourth]


def test_r1_counts_what_became_of_every_signal(cast: Cast, a_month: list[WorkItem]) -> None:
    report = build("discovery", MARCH, cast)
    line = cells(report)["NEIGHBOUR"]
    assert (line["count"], line["households"], line["contacted"], line["visited"]) == (3, 3, 2, 1)
    assert (line["public"], line["excluded"], line["open"]) == (1, 0, 2)
    assert (line["first_days"], line["first_days_p90"]) == (2.5, 3.7)
    assert cells(report)["BIGDATA"]["excluded"] == 1
    assert (report.total.cells["count"], report.total.cells["households"]) == (4, 4)
    assert build("discovery", MARCH, cast, "geum_officer").total.cells["count"] == 1


def test_a_home_told_by_two_ways_is_one_household_of_the_total(cast: Cast) -> None:
    item = told(cast, march(2))
    Signal.objects.create(
        work_item=item, household=item.household, area=item.area, channel="DUTY", received_at=at(march(3)),
        place="같은 집", receipt="R-둘째",
    )  # fmt: skip
    report = build("discovery", MARCH, cast)
    assert {key: line["households"] for key, line in cells(report).items()} == {"NEIGHBOUR": 1, "DUTY": 1}
    assert (report.total.cells["count"], report.total.cells["households"]) == (2, 1)


def test_r11_is_the_year_by_round_and_what_is_to_be_better(cast: Cast) -> None:
    second = Round.objects.create(year=2026, number=2, cut_off=march(1), opened_on=march(2))
    file = SourceFile.objects.create(
        feed="bigdata",
        name="2차.xlsx",
        sha256="0" * 64,
        area=cast.city,
        round=second,
        uploaded_by=cast.posts["hope"].id,
    )
    closed(told(cast, march(5), channel="BIGDATA", file=file), march(9))
    told(cast, march(6), channel="BIGDATA", file=file)
    told(cast, dt.date(2026, 7, 1))
    told(cast, dt.date(2025, 7, 1))
    LogEntry.objects.create(
        kind=LogEntry.Kind.INSPECTION,
        area=cast.city,
        held_on=march(30),
        title="현장 점검",
        follow_up="야간 연락을 넣기",
    )
    report = build("survey-result", MARCH, cast)
    assert (report.scope.first, report.scope.last) == (dt.date(2026, 1, 1), dt.date(2026, 12, 31))
    assert [row.label for row in report.rows] == [
        "2026년 2차",
        "차수 밖(제보·자체 발굴)",
        "개선 2026. 3. 30. 현장 점검",
    ]
    line = cells(report)["2026-2"]
    assert (line["count"], line["public"], line["supported_share"]) == (2, 1, 50.0)
    assert report.rows[2].cells["words"] == "야간 연락을 넣기"
    assert report.total.cells["count"] == 3
    assert any("2027. 3. 31." in note for note in report.notes)
    assert [row.label for row in build("discovery-rounds", MARCH, cast).rows] == ["2026년 2차"]


def figure(cast: Cast, key: str, scope: Scope = MARCH, who: str = "hope") -> tuple[Any, Any, Any]:
    line = cells(build("indicators", scope, cast, who))[key]
    return line["value"], line["part"], line["whole"]


def test_found_is_counted_once_in_ninety_days_of_a_household(cast: Cast) -> None:
    home = work_items.home(cast)
    closed(told(cast, dt.date(2026, 1, 2), household=home), dt.date(2026, 1, 5))
    closed(told(cast, march(2), household=home), march(5))  # 59 days after: the same worry told again
    closed(told(cast, march(2)), march(6))
    assert figure(cast, "found")[0] == 1
    assert figure(cast, "found", Scope(dt.date(2026, 1, 1), march(31)))[0] == 2


def test_the_first_contact_is_a_median_of_worries_that_were_reached(cast: Cast, a_month: list[WorkItem]) -> None:
    assert figure(cast, "first_contact") == (2.5, 2, 4)


def test_told_again_within_a_year_of_closing(cast: Cast) -> None:
    home = work_items.home(cast)
    closed(told(cast, dt.date(2025, 9, 1), household=home), dt.date(2025, 9, 20))
    closed(told(cast, dt.date(2025, 9, 1)), dt.date(2025, 9, 21))
    gone = told(cast, dt.date(2025, 9, 1))
    closed(gone, dt.date(2025, 9, 22), "EX_DIED")
    assert figure(cast, "again") == (0.0, 0, 2)
    told(cast, march(3), household=Household.objects.get(id=home.id))
    assert figure(cast, "again") == (50.0, 1, 2)


def test_who_was_sought_and_found(cast: Cast) -> None:
    for day, found in (
        (dt.date(2026, 2, 1), at(march(10))),
        (march(5), None),
        (dt.date(2026, 1, 5), at(dt.date(2026, 2, 2))),
    ):
        item = told(cast, day)
        reached(item, march(1))
        row = Search.objects.create(
            work_item=item, household=item.household, area=item.area, words="찾는 중", asked_by=item.id,
            is_approved=True, decided_by=item.household_id, decided_at=at(day), found_at=found,
        )  # fmt: skip
        Search.objects.filter(id=row.id).update(asked_at=at(day))
    assert figure(cast, "located") == (50.0, 1, 2)


def test_pairs_are_of_visits_to_homes_with_a_worry(cast: Cast) -> None:
    for by_two in (True, True, False):
        visited(cast, told(cast, march(2)), march(8), by_two=by_two)
    assert figure(cast, "pairs") == (66.7, 2, 3)
    assert figure(cast, "outreach")[0] == 3


def homes_behind(cast: Cast, key: str) -> set[Any]:
    """The homes that the list of an indicator names."""
    definition = REPORTS["indicators"]
    assert definition.behind is not None
    with acting_as(cast.actor("hope")):
        return {line.household_id for line in definition.behind(MARCH, key)}


def test_a_share_lists_what_is_still_missing_from_it(cast: Cast, a_month: list[WorkItem]) -> None:
    first, second, third, fourth = a_month
    assert homes_behind(cast, "first_contact") == {third.household_id, fourth.household_id}
    assert len(homes_behind(cast, "found")) == figure(cast, "found")[0]
    alone = told(cast, march(2))
    visited(cast, alone, march(9), by_two=False)
    assert homes_behind(cast, "pairs") == {alone.household_id}
    assert alone.household_id in homes_behind(cast, "found"), "somebody was met: the first result"
    assert len(homes_behind(cast, "found")) == figure(cast, "found")[0]
    assert homes_behind(cast, "outreach") == {second.household_id, alone.household_id}
    told(cast, march(25), household=Household.objects.get(id=first.household_id))
    assert homes_behind(cast, "again") == {first.household_id}
    assert homes_behind(cast, "teams") == set()


def test_every_indicator_of_homes_opens_its_list(cast: Cast, browse: Any) -> None:
    """Each list runs, and the page links the lines that have one and no other."""
    body = browse("hope").get("/statistics/indicators/").content.decode()
    for key in INDICATOR_LISTS:
        homes_behind(cast, key)
        assert f"rows/?row={key}&amp;" in body or f"rows/?row={key}&" in body, key
    assert "rows/?row=teams" not in body
    assert "(단위:" not in body, "every line has its own unit"


def test_a_later_month_of_a_rare_kind_stands_in_the_table(cast: Cast) -> None:
    """시설 이용 paid a second time in March: no new decision, but its won are in the total."""
    item = told(cast, march(2))
    aid = work_items.aided(item)
    EmergencyAid.objects.filter(id=aid.id).update(kind="FACILITY")
    aid.grants.update(kind="FACILITY")
    grant = aid.grants.get()
    Payment.objects.create(
        grant=grant, household_id=aid.household_id, area_id=aid.area_id, kind="FACILITY", sequence=2, won=580_000,
        paid_on=march(10), paid_by=item.id, way="account",
    )  # fmt: skip
    report = build("emergency", MARCH, cast)
    assert (cells(report)["FACILITY"]["count"], cells(report)["FACILITY"]["won"]) == (0, 580_000)
    assert report.total is not None
    assert report.total.cells["won"] == 580_000


def test_teams_and_dongs_stay_two_figures(cast: Cast) -> None:
    areas = frozenset(area.id for name, area in cast.dongs.items() if name != "매곡동")
    scope = Scope(march(1), march(31), areas)
    assert figure(cast, "teams", scope)[0] == 3
    assert figure(cast, "covered", scope) == (5, 5, 6)


def test_every_indicator_says_its_rule(cast: Cast) -> None:
    for row in build("indicators", MARCH, cast).rows:
        assert len(str(row.cells["rule"])) > 8, row.key


def test_the_ledger_by_custodian_and_what_is_past_its_day(cast: Cast) -> None:
    row = resources.lot(cast)
    Lot.objects.filter(id=row.id).update(expires_on=march(1))
    day = timezone.localdate()
    by_kind = build("goods", Scope(day.replace(day=1), day), cast)
    by_custodian = build("goods-custodians", Scope(day.replace(day=1), day), cast)
    assert by_custodian.total.cells == by_kind.total.cells
    assert by_custodian.rows[0].key == row.custodian
    assert by_kind.total.cells["expired"] == by_kind.total.cells["left"] == row.total_won


def test_donors_are_read_by_who_keeps_the_ledger_and_leave_by_no_file(cast: Cast, browse: Any) -> None:
    row = resources.lot(cast)
    assert row.donor in browse("resource").get("/statistics/goods-donors/").content.decode()
    assert browse("officer").get("/statistics/goods-donors/").status_code == 404
    assert browse("resource").get("/statistics/goods-donors/xlsx/").status_code == 404
    assert "goods-donors" not in browse("officer").get("/statistics/").content.decode()


def test_beside_the_figures_stand_the_month_before_and_last_year(cast: Cast, a_month: list[WorkItem]) -> None:
    told(cast, dt.date(2026, 2, 3), channel="DUTY")
    told(cast, dt.date(2025, 3, 3))
    definition = REPORTS["discovery"]
    with acting_as(cast.actor("hope")):
        found = beside(definition, definition.build(MARCH))
    rows = cells(found)
    assert (rows["NEIGHBOUR"]["count_before"], rows["NEIGHBOUR"]["count_year_ago"]) == (None, 1)
    assert rows["DUTY"] == {"count_before": 1, "count_year_ago": None}
    assert (found.total.cells["count_before"], found.total.cells["count_year_ago"]) == (1, 1)
    assert sum(line["count_before"] or 0 for line in rows.values()) == found.total.cells["count_before"]


@pytest.mark.parametrize(("day", "expected"), [("2026-03-31", "2026-02-28"), ("2026-01-15", "2025-12-15")])
def test_a_day_is_compared_with_the_same_day_a_month_before(day: str, expected: str) -> None:
    on = dt.date.fromisoformat(day)
    assert before(Scope(on, on), is_as_of=True).last.isoformat() == expected


def test_a_count_opens_its_records_with_a_reason_on_record(cast: Cast, browse: Any, a_month: list[WorkItem]) -> None:
    period = "first=2026-03-01&last=2026-03-31"
    hope = browse("hope")
    assert "rows/?row=NEIGHBOUR" in hope.get(f"/statistics/discovery/?{period}").content.decode()
    asked = hope.get(f"/statistics/discovery/rows/?row=NEIGHBOUR&{period}").content.decode()
    assert "왜 보나요" in asked
    assert "느티길" not in asked
    page = hope.get(f"/statistics/discovery/rows/?row=NEIGHBOUR&{period}&why=실적 확인").content.decode()
    assert page.count("data-open") == 3
    assert "박*순" in page
    assert "박옥순" not in page
    entry = Entry.objects.filter(act="report.rows").latest("at")
    assert entry.detail["why"] == "실적 확인"
    assert (
        browse("geum_officer")
        .get(f"/statistics/discovery/rows/?row=NEIGHBOUR&{period}&why=실적 확인")
        .content.decode()
        .count("data-open")
        == 1
    )
    assert browse("monitor").get(f"/statistics/discovery/rows/?{period}").status_code == 404


def test_the_list_behind_a_figure_is_as_long_as_the_figure(cast: Cast, a_month: list[WorkItem]) -> None:
    """For every report that opens its records: the total's count and the list agree where the count counts records."""
    counted = ("discovery", "counselling", "visits", "emergency")
    with acting_as(cast.actor("hope")):
        for name in counted:
            definition = REPORTS[name]
            built = definition.build(MARCH)
            assert definition.behind is not None
            assert len(definition.behind(MARCH, "total")) == (built.total.cells["count"] or 0), name
            for row in built.rows:
                assert len(definition.behind(MARCH, row.key)) == row.cells["count"], (name, row.key)


def test_the_upward_sheet_begins_with_the_total_in_thousands(cast: Cast, browse: Any) -> None:
    from io import BytesIO

    import openpyxl

    answer = browse("hope").get("/statistics/emergency/upward/?first=2016-01-01&last=2016-08-31")
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    assert "남원시" in sheet["A1"].value
    assert sheet["A4"].value == "합계"
    assert [cell.value for cell in sheet[3]][:4] == ["구분", "건수", "가구", "금액"]
    words = [row[0].value for row in sheet.iter_rows(min_row=5) if row[0].value]
    assert any("단위: 건, 가구, 천원" in word for word in words)


def test_the_network_of_people_from_the_report_to_the_help(cast: Cast) -> None:
    for channel, ended in (("GOODNB", True), ("GOODNB", False), ("TONGJANG", False)):
        item = told(cast, march(2), channel=channel)
        if ended:
            closed(item, march(9))
    rows = cells(build("network", MARCH, cast))
    assert (rows["GOODNB"]["reports"], rows["GOODNB"]["found"], rows["GOODNB"]["helped"]) == (2, 2, 1)
    assert rows["GOODNB"]["share"] == 50.0
    assert (rows["TONGJANG"]["people"], rows["TONGJANG"]["helped"]) == (1, 0)


def test_councils_that_met_were_told_in_time_and_had_a_quorum(cast: Cast) -> None:
    held = {"area": cast.dongs["노암동"], "held_at": dt.time(14), "place": "회의실", "agenda": "안건", "minutes": "x"}
    for day, told_on, present in ((10, 5, 6), (20, 18, 5)):
        CouncilMeeting.objects.create(
            **held, held_on=march(day), notice_due_on=march(day - 5), noticed_on=march(told_on), in_office=10,
            present=present, written_on=march(day), urgent_reason="급함" if told_on > day - 5 else "",
            called_by=cast.user("secretary").id,
        )  # fmt: skip
    line = next(row for row in build("council", MARCH, cast).rows if row.label == "노암동").cells
    assert (line["meetings"], line["in_time"], line["quorate"]) == (2, 1, 1)


def test_r6_reads_what_was_ordered_back_and_what_came_back_from_the_book(cast: Cast) -> None:
    aid = work_items.aided(told(cast, march(2)))
    Payment.objects.create(
        grant=aid.grants.get(), household=aid.household, area=aid.area, kind="LIVING", won=783_000, paid_on=march(3),
        way="account", paid_by=aid.id,
    )  # fmt: skip
    owed = Recovery.objects.create(
        aid=aid, household=aid.household, area=aid.area, ground="excess", won=300_000, words="기준을 넘은 만큼",
        asked_on=march(3), asked_by=aid.id, is_ordered=True, ordered_on=march(4), ordered_by=aid.household_id,
    )  # fmt: skip
    for kind, won, day in (
        ("ordered", 300_000, 4),
        ("reduced", -50_000, 9),
        ("paid", -120_000, 20),
        ("undone", 20_000, 21),
    ):
        RecoveryEntry.objects.create(
            recovery=owed, household=aid.household, area=aid.area, kind=kind, won=won, on=march(day), words="장부",
            entered_by=aid.id, once_key=uuid7(),
        )  # fmt: skip
    report = build("emergency", MARCH, cast)
    assert (cells(report)["LIVING"]["recover"], cells(report)["LIVING"]["recovered"]) == (250_000, 100_000)
    assert (report.total.cells["recover"], report.total.cells["recovered"]) == (250_000, 100_000)
