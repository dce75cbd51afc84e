"""R13 돌봄통합: applied, judged, planned, checked in time, ended, dong by dong and quarter by quarter.

A check has a limit of law (시행규칙 제10조제1항): three months after the first plan, then six after the last check. Each limit counts
once: on the day it was kept, or on the day it passed unkept; a limit that ends with the care before its day counts nowhere.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import cast
from uuid import UUID

from django.utils import timezone

from bokjihub.areas.models import Area
from bokjihub.cases.models import CareApplication, CareAssessment, Case, Check, Closing, Plan, StageEvent
from bokjihub.clocks.calendar import month_deadline
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

FIRST_MONTHS, LATER_MONTHS = 3, 6
SERVED = ("serving", "suspended", "closing", "transfer_pending")
COLUMNS = (
    Column("applied", "신청", Unit.COUNT),
    Column("by_office", "그 가운데 직권", Unit.COUNT),
    Column("target", "판정(대상)", Unit.COUNT),
    Column("other", "판정(대상 아님)", Unit.COUNT),
    Column("planned", "계획", Unit.COUNT),
    Column("checks", "점검", Unit.COUNT),
    Column("due", "점검 기한", Unit.COUNT),
    Column("kept", "기한 안", Unit.COUNT),
    Column("share", "지킨 비율", Unit.PERCENT),
    Column("ended", "종료", Unit.COUNT),
    Column("serving", "기간 끝 제공 중", Unit.COUNT),
)


@dataclass(frozen=True)
class Limit:
    """One limit for a check: the day it counts on, and whether it was kept."""

    case: Case
    on: dt.date
    is_kept: bool


def quarters_of(scope: Scope) -> Scope:
    """The whole quarters a period touches: this report is asked for by the quarter."""
    first = dt.date(scope.first.year, (scope.first.month - 1) // 3 * 3 + 1, 1)
    end = (scope.last.month - 1) // 3 * 3 + 3
    last = dt.date(scope.last.year + end // 12, end % 12 + 1, 1) - dt.timedelta(days=1)
    return Scope(first, last, scope.area_ids)


def _cases(scope: Scope) -> dict[UUID, Case]:
    found = Case.objects.filter(kind=Case.Kind.CARE, requested_on__lte=scope.last, **scope.in_areas())
    return {case.id: case for case in found}


def limits(cases: dict[UUID, Case], last: dt.date) -> Iterator[Limit]:
    """Every limit that counted on or before a day."""
    first_plans: dict[UUID, dt.date] = {}
    plans = Plan.objects.filter(case_id__in=cases, approved_on__isnull=False).order_by("approved_on")
    for case_id, approved in plans.values_list("case_id", "approved_on"):
        first_plans.setdefault(case_id, cast(dt.date, approved))
    checks: defaultdict[UUID, list[dt.date]] = defaultdict(list)
    found = Check.objects.filter(case_id__in=cases).order_by("checked_on", "id")
    for case_id, on in found.values_list("case_id", "checked_on"):
        checks[case_id].append(on)
    for case_id, approved in first_plans.items():
        case, due = cases[case_id], month_deadline(approved, FIRST_MONTHS)
        for on in checks[case_id]:
            yield Limit(case, min(on, due), on <= due)
            due = month_deadline(on, LATER_MONTHS)
        is_over = case.closed_on is not None and case.closed_on <= due
        if due <= last and due < timezone.localdate() and not is_over:
            yield Limit(case, due, is_kept=False)


def _counted(scope: Scope) -> Iterator[tuple[Case, str, dt.date]]:
    """What every figure is made of: the case, the column, the day."""
    cases = _cases(scope)
    for case_id, key, on in chain(_entries(cases), _served(cases, scope.last)):
        yield cases[case_id], key, on
    for limit in limits(cases, scope.last):
        yield limit.case, "due", limit.on
        if limit.is_kept:
            yield limit.case, "kept", limit.on
    for case in cases.values():
        yield case, "applied", case.requested_on
        if case.closed_on:
            yield case, "ended", case.closed_on


def _entries(cases: dict[UUID, Case]) -> Iterator[tuple[UUID, str, dt.date]]:
    """What was done, from the rows that say so."""
    for case_id in CareApplication.objects.filter(case_id__in=cases, way="office").values_list("case_id", flat=True):
        yield case_id, "by_office", cases[case_id].requested_on
    judged = CareAssessment.objects.filter(case_id__in=cases, round=1, judged_on__isnull=False)
    for case_id, is_target, on in judged.values_list("case_id", "is_target", "judged_on"):
        yield case_id, "target" if is_target else "other", cast(dt.date, on)
    plans = Plan.objects.filter(case_id__in=cases, version=1, approved_on__isnull=False)
    for case_id, on in plans.values_list("case_id", "approved_on"):
        yield case_id, "planned", cast(dt.date, on)
    for case_id, on in Check.objects.filter(case_id__in=cases).values_list("case_id", "checked_on"):
        yield case_id, "checks", on


def _served(cases: dict[UUID, Case], last: dt.date) -> Iterator[tuple[UUID, str, dt.date]]:
    """Who is being served at the end of a day: by the latest event up to then."""
    found = StageEvent.objects.filter(case_id__in=cases, on__lte=last).order_by("on", "at", "id")
    for case_id, state in dict(found.values_list("case_id", "to_state")).items():
        if state in SERVED:
            yield case_id, "serving", last


def _rows(scope: Scope) -> tuple[list[Row], Row | None, list[str]]:
    figures: defaultdict[UUID, Counter[str]] = defaultdict(Counter)
    for case, key, on in _counted(scope):
        if scope.first <= on <= scope.last:
            figures[case.area_id][key] += 1
    places = {area.id: area for area in Area.objects.filter(id__in=figures)}
    ordered = sorted(figures.items(), key=lambda pair: (places[pair[0]].code, places[pair[0]].name))
    rows = [Row(_code(places[area_id]), places[area_id].name, _cells(line)) for area_id, line in ordered]
    total = sum_row(COLUMNS, rows)
    total.cells["share"] = percent(int(total.cells["kept"] or 0), int(total.cells["due"] or 0))
    return rows, total, []


def _cells(line: Counter[str]) -> dict[str, Cell]:
    cells: dict[str, Cell] = {column.key: line[column.key] for column in COLUMNS}
    return {**cells, "share": percent(line["kept"], line["due"])}


def _code(area: Area) -> str:
    return area.code or area.name


def behind(scope: Scope, key: str) -> list[Line]:
    """The cases of one dong that anything happened to in the period."""
    codes = {
        area.id: _code(area) for area in Area.objects.filter(id__in={case.area_id for case in _cases(scope).values()})
    }
    latest: dict[UUID, tuple[dt.date, Case]] = {}
    for case, _, on in _counted(scope):
        if scope.first <= on <= scope.last and key in ("total", codes[case.area_id]):
            latest[case.id] = max((on, case), latest.get(case.id, (on, case)), key=lambda pair: pair[0])
    found = sorted(latest.values(), key=lambda pair: pair[0], reverse=True)
    return [Line(on, case.household_id, case.area_id) for on, case in found[:MOST_LINES]]


WAYS = (
    Column("applied", "신청", Unit.COUNT),
    Column("persons", "실인원", Unit.PERSONS),
    *(Column(group.value, str(group.label), Unit.COUNT) for group in CareApplication.Group),
)


def _ways(scope: Scope) -> tuple[list[Row], Row | None, list[str]]:
    """Applications by who applied; the office's own by the ground of the decree."""
    found = CareApplication.objects.filter(**scope.days("case__requested_on"), **scope.in_areas())
    lines: defaultdict[str, Counter[str]] = defaultdict(Counter)
    people: defaultdict[str, set[UUID | None]] = defaultdict(set)
    for way, urgent, group, person_id in found.values_list("way", "urgent", "group", "case__person_id"):
        key = f"{way}.{urgent}" if urgent else way
        lines[key].update(["applied", group])
        people[key].add(person_id)
    names = {way.value: str(way.label) for way in CareApplication.Way}
    names |= {f"office.{one.value}": f"직권 - {one.label}" for one in CareApplication.Urgent}
    rows = [
        Row(key, label, {**{column.key: lines[key][column.key] for column in WAYS}, "persons": len(people[key])})
        for key, label in names.items()
        if key in lines
    ]
    total = sum_row(WAYS, rows)
    total.cells["persons"] = len({one for group in people.values() for one in group})
    return rows, total, []


ENDS = (Column("count", "종료", Unit.COUNT), Column("days", "제공한 날(평균)", Unit.DAYS))
ARTICLE = {
    "DIED": "제1호",
    "ADMITTED": "제2호",
    "SINGLE_NEED": "제3호",
    "REFUSED": "제4호",
    "OTHER": "제5호",
}


def _ends(scope: Scope) -> tuple[list[Row], Row | None, list[str]]:
    found = Closing.objects.filter(
        is_approved=True, case__kind=Case.Kind.CARE, **scope.days("decided_on"), **scope.in_areas()
    )
    lengths: defaultdict[str, list[int]] = defaultdict(list)
    for reason, closed, judged in found.values_list("reason", "decided_on", "case__decided_on"):
        if closed and judged:
            lengths[reason].append((closed - judged).days)
    rows = [
        Row(
            reason.value,
            f"{reason.label} (시행규칙 제11조{ARTICLE[reason]})" if reason in ARTICLE else str(reason.label),
            {"count": len(days), "days": round(sum(days) / len(days), 1)},
        )
        for reason in Closing.Reason
        if (days := lengths.get(reason))
    ]
    return rows, sum_row(ENDS, rows), []


REPORTS = (
    Definition(
        "care",
        "R13",
        "돌봄통합 실적",
        COLUMNS,
        _rows,
        "분기로 셉니다. 신청·판정·계획·점검·종료는 그 분기에 한 일, 제공 중은 분기 끝날의 모습입니다. 점검 기한은 첫 계획 승인 뒤 "
        "3개월, 그 뒤에는 앞 점검 뒤 6개월(시행규칙 제10조제1항)이고, 지킨 날 또는 지키지 못하고 지난 날에 한 번씩 셉니다.",
        behind=behind,
        span=quarters_of,
    ),
    Definition(
        "care-ways",
        "R13-1",
        "돌봄통합 신청 경로",
        WAYS,
        _ways,
        "신청일로 세고 신청한 분(시행규칙 제7조)과 직권 사유(시행령 제4조)로 나눕니다. 실인원은 더해지지 않아 따로 셉니다.",
        span=quarters_of,
    ),
    Definition(
        "care-ends",
        "R13-2",
        "돌봄통합 종료 까닭",
        ENDS,
        _ends,
        "종료를 승인한 날로 셉니다. 제공한 날은 판정일부터 종료일까지입니다.",
        span=quarters_of,
    ),
)
