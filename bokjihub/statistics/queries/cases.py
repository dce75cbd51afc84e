"""R5 사례관리 현황: dong x kind x stage, closing reasons, days per stage, what is overdue.

접수·조사·회의·계획·종결 count what was done in the period; 제공 중·사후관리 count where cases stand on its last day, read
from the stage events, so the table of a past month comes out the same today. Integrated care has its own report (R13).
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from bokjihub.areas.models import Area
from bokjihub.cases.models import Case, Closing, StageEvent
from bokjihub.clocks.models import Clock
from bokjihub.statistics.queries.frame import (
    MOST_LINES,
    Cell,
    Column,
    Definition,
    Line,
    Row,
    Scope,
    Unit,
    percent,
    sum_row,
)

# What was done in the period, by the event that did it.
DONE = {
    "accepted": ("접수", {"accept"}),
    "surveyed": ("조사", {"submit_survey"}),
    "met": ("회의", {"select_general", "select_complex", "link_only", "not_select"}),
    "planned": ("계획", {"approve_plan"}),
    "closed": ("종결", {"approve_closing"}),
}
SERVING = {"serving", "link_only", "suspended", "closing"}
COLUMNS = (
    *(Column(key, label, Unit.COUNT) for key, (label, _) in list(DONE.items())[:4]),
    Column("serving", "제공 중", Unit.COUNT),
    Column("closed", "종결", Unit.COUNT),
    Column("aftercare", "사후관리", Unit.COUNT),
    Column("overdue", "기한 지남", Unit.COUNT),
)
UNDECIDED = "구분 전"


def _rows(scope: Scope) -> tuple[list[Row], Row | None, list[str]]:
    cases = _cases(scope)
    standing = _standing(cases, scope.last)
    kinds = _kinds(cases, scope.last)
    late = _late(cases, scope.last)
    figures: defaultdict[tuple[UUID, str], Counter[str]] = defaultdict(Counter)
    for case_id, event in _events(scope):
        case = cases[case_id]
        for key, (_, events) in DONE.items():
            figures[case.area_id, kinds[case_id]][key] += event in events
    for case_id, state in standing.items():
        line = figures[cases[case_id].area_id, kinds[case_id]]
        line["serving"] += state in SERVING
        line["aftercare"] += state == "aftercare"
        line["overdue"] += late[case_id]
    places = {area.id: area for area in Area.objects.filter(id__in={area_id for area_id, _ in figures})}
    order = [*(kind.label for kind in Case.Kind if kind != Case.Kind.CARE), UNDECIDED]
    rows = [
        Row(f"{places[area_id].code or places[area_id].name}.{kind}", f"{places[area_id].name} · {kind}", dict(line))
        for (area_id, kind), line in sorted(
            figures.items(),
            key=lambda pair: (places[pair[0][0]].code, places[pair[0][0]].name, order.index(pair[0][1])),
        )
        if any(line.values())
    ]
    rows = [Row(row.key, row.label, {column.key: row.cells.get(column.key, 0) for column in COLUMNS}) for row in rows]
    return rows, sum_row(COLUMNS, rows), []


def _cases(scope: Scope) -> dict[UUID, Case]:
    found = Case.objects.filter(requested_on__lte=scope.last, **scope.in_areas()).exclude(kind=Case.Kind.CARE)
    return {case.id: case for case in found}


def _events(scope: Scope) -> Iterable[tuple[UUID, str]]:
    found = StageEvent.objects.filter(**scope.days("on"), **scope.in_areas()).exclude(case__kind=Case.Kind.CARE)
    return found.values_list("case_id", "event")


def _standing(cases: Iterable[UUID], last: dt.date) -> dict[UUID, str]:
    """Where each case stood at the end of a day: its latest event up to then."""
    found = StageEvent.objects.filter(case_id__in=list(cases), on__lte=last).order_by("on", "at", "id")
    return dict(found.values_list("case_id", "to_state"))


def _kinds(cases: dict[UUID, Case], last: dt.date) -> dict[UUID, str]:
    """일반, 고난도, 연계; what is decided after the last day counts as not decided yet."""
    return {
        case.id: case.get_kind_display() if case.kind and case.decided_on and case.decided_on <= last else UNDECIDED
        for case in cases.values()
    }


def _late(cases: Iterable[UUID], last: dt.date) -> Counter[UUID]:
    """Clocks of a case past their day at the end of the period."""
    end = dt.datetime.combine(last + dt.timedelta(days=1), dt.time.min, timezone.get_current_timezone())
    open_then = Q(done_at__isnull=True) | Q(done_at__gte=end)
    found = Clock.objects.filter(open_then, subject_kind="cases.case", subject_id__in=list(cases), due_on__lt=last)
    return Counter(found.values_list("subject_id", flat=True))


CLOSINGS = (
    Column("count", "종결", Unit.COUNT),
    Column("general", "일반", Unit.COUNT),
    Column("complex", "고난도", Unit.COUNT),
    Column("link", "연계", Unit.COUNT),
)


def _closings(scope: Scope) -> tuple[list[Row], Row | None, list[str]]:
    found = Closing.objects.filter(is_approved=True, **scope.days("decided_on"), **scope.in_areas())
    found = found.exclude(case__kind=Case.Kind.CARE)
    by_reason: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for reason, kind in found.values_list("reason", "case__kind"):
        by_reason[reason].update(["count", kind])
    rows = [
        Row(reason, Closing.Reason(reason).label, {column.key: line[column.key] for column in CLOSINGS})
        for reason, line in sorted(by_reason.items(), key=lambda pair: (-pair[1]["count"], pair[0]))
    ]
    return rows, sum_row(CLOSINGS, rows), []


DAYS = (
    Column("count", "마친 사례", Unit.COUNT),
    Column("mean", "평균", Unit.DAYS),
    Column("longest", "가장 긴 것", Unit.DAYS),
    Column("limit", "기한", Unit.DAYS),
    Column("within", "기한 안", Unit.COUNT),
    Column("share", "지킨 비율", Unit.PERCENT),
)
# A stage: key, label, the events that begin it and end it, its limit in days.
DECIDED = frozenset(DONE["met"][1])
STAGES = (
    ("survey", "접수 → 조사", {"accept"}, {"submit_survey"}, 10),
    ("conference", "조사 → 회의", {"submit_survey"}, DECIDED, 5),
    ("plan", "회의 → 계획", DECIDED, {"approve_plan"}, 15),
    ("total", "접수 → 계획(전체)", {"accept"}, {"approve_plan"}, 30),
)


def _days(scope: Scope) -> tuple[list[Row], Row | None, list[str]]:
    history: defaultdict[UUID, list[tuple[str, dt.date]]] = defaultdict(list)
    found = StageEvent.objects.filter(on__lte=scope.last, **scope.in_areas()).exclude(case__kind=Case.Kind.CARE)
    for case_id, event, on in found.order_by("on", "at", "id").values_list("case_id", "event", "on"):
        history[case_id].append((event, on))
    rows = []
    for key, label, begins, ends, limit in STAGES:
        lengths = [
            length for events in history.values() if (length := _length(events, begins, ends, scope)) is not None
        ]
        within = sum(length <= limit for length in lengths)
        cells: dict[str, Cell] = {
            "count": len(lengths),
            "mean": round(sum(lengths) / len(lengths), 1) if lengths else None,
            "longest": max(lengths, default=None),
            "limit": limit,
            "within": within,
            "share": percent(within, len(lengths)),
        }
        rows.append(Row(key, label, cells))
    return rows, None, []


def _length(events: list[tuple[str, dt.date]], begins: Iterable[str], ends: Iterable[str], scope: Scope) -> int | None:
    """Days from the first beginning to the first end after it, where that end lies in the period."""
    start = next((on for event, on in events if event in begins), None)
    end = next((on for event, on in events if event in ends and start is not None and on >= start), None)
    if start is None or end is None or not scope.first <= end <= scope.last:
        return None
    return (end - start).days


def behind(scope: Scope, key: str) -> list[Line]:
    """The cases of one dong and kind that were worked on or stood open in the period."""
    cases = _cases(scope)
    standing, kinds = _standing(cases, scope.last), _kinds(cases, scope.last)
    moved = {case_id for case_id, _ in _events(scope)}
    places = dict(Area.objects.filter(id__in={case.area_id for case in cases.values()}).values_list("id", "code"))
    names = dict(Area.objects.filter(id__in=places).values_list("id", "name"))
    found = [
        case
        for case in cases.values()
        if (case.id in moved or standing.get(case.id) in SERVING | {"aftercare"})
        and key in ("total", f"{places[case.area_id] or names[case.area_id]}.{kinds[case.id]}")
    ]
    found.sort(key=lambda case: case.requested_on, reverse=True)
    return [Line(case.requested_on, case.household_id, case.area_id) for case in found[:MOST_LINES]]


REPORTS = (
    Definition(
        "cases",
        "R5",
        "사례관리 현황",
        COLUMNS,
        _rows,
        "접수·조사·회의·계획·종결은 기간 안에 한 일, 제공 중·사후관리·기한 지남은 끝날의 모습입니다. 한 사례는 한 번씩 셉니다.",
        behind=behind,
    ),
    Definition("cases-closings", "R5-1", "사례 종결 사유", CLOSINGS, _closings, "종결이 승인된 날로 셉니다."),
    Definition(
        "cases-days",
        "R5-2",
        "사례 단계별 걸린 날",
        DAYS,
        _days,
        "단계가 기간 안에 끝난 사례의 날수(달력의 날). 10·5·15·30일은 ‘내외’라 넘어도 일을 막지 않습니다.",
    ),
)
