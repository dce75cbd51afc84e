"""R3 in detail: who was due for a visit of a programme and who was visited; who went with whom (process §7.1, rows 19 and 21)."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from bokjihub.accounts.models import Role
from bokjihub.clocks.calendar import add_months
from bokjihub.discovery.models import WorkItem
from bokjihub.people.models import Person
from bokjihub.statistics.queries.frame import Cell, Column, Definition, Row, Scope, Unit, percent
from bokjihub.visits.models import Enrolment, Visit, VisitProgramme
from bokjihub.visits.queries.events import FULL_WEEKS

CRISIS = "CRISIS"
MET = (Visit.Result.MET, Visit.Result.MET_FAMILY)
MADE = (Visit.State.DONE, Visit.State.NOT_MET, Visit.State.ABORTED)
PROGRAMMES = (
    Column("due", "도래", Unit.HOUSEHOLDS),
    Column("visited", "만남", Unit.HOUSEHOLDS),
    Column("refused", "거부", Unit.HOUSEHOLDS),
    Column("left", "남음", Unit.HOUSEHOLDS),
    Column("share", "방문율", Unit.PERCENT),
    Column("visits", "간 방문", Unit.COUNT),
    Column("pair_share", "2인 방문률", Unit.PERCENT),
)


def _due(programme: VisitProgramme, scope: Scope) -> set[UUID] | None:
    """Households that came of age for the programme in the period; None where no record says so."""
    at = programme.event_at or 0
    people = Person.objects.filter(died_on__isnull=True, **scope.in_areas())
    if programme.event == VisitProgramme.Event.AGE:
        born = Scope(add_months(scope.first, -12 * at), add_months(scope.last, -12 * at))
        return set(people.filter(**born.days("birth_on")).values_list("household_id", flat=True))
    if programme.event == VisitProgramme.Event.BIRTH:
        weeks = dt.timedelta(weeks=at)
        born = Scope(scope.first - weeks, scope.last - weeks)
        return set(people.filter(**born.days("birth_on")).values_list("household_id", flat=True))
    if programme.code == CRISIS:
        found = WorkItem.objects.filter(**scope.days("opened_on"), **scope.in_areas())
        return set(found.values_list("household_id", flat=True))
    if programme.event == VisitProgramme.Event.PREGNANCY:
        return _pregnant(programme, scope)
    return None


def _pregnant(programme: VisitProgramme, scope: Scope) -> set[UUID] | None:
    """Homes enrolled with an expected day whose week came in the period; None where nobody was ever enrolled."""
    told = Enrolment.objects.filter(programme=programme, event_on__isnull=False, **scope.in_areas())
    if not told.exists():
        return None
    left = dt.timedelta(weeks=FULL_WEEKS - (programme.event_at or 0))
    weeks = Scope(scope.first + left, scope.last + left)
    return set(told.filter(**weeks.days("event_on")).values_list("household_id", flat=True))


def _made(scope: Scope) -> QuerySet[Visit]:
    return Visit.objects.filter(state__in=MADE, **scope.days("planned_on"), **scope.in_areas())


def _programmes(scope: Scope) -> tuple[list[Row], Row | None, list[str]]:
    rows, unknown = [], []
    for programme in VisitProgramme.objects.filter(Q(code=CRISIS) | ~Q(event="")):
        due = _due(programme, scope)
        visits = _made(scope).filter(programme=programme)
        if not due and not visits.exists():
            continue
        if due is None:
            unknown.append(programme.name)
        rows.append(Row(programme.code, programme.name, _cells(due, visits)))
    words = f"{', '.join(unknown)}: 도래를 아는 기록이 없어 간 방문만 셉니다." if unknown else ""
    return rows, None, [words] if words else []


def _cells(due: set[UUID] | None, visits: QuerySet[Visit]) -> dict[str, Cell]:
    met = set(visits.filter(result__in=MET).values_list("household_id", flat=True))
    refused = set(visits.filter(result=Visit.Result.REFUSED).values_list("household_id", flat=True)) - met
    if due is not None:
        met, refused = met & due, refused & due
    made = visits.count()
    pairs = visits.filter(companions__isnull=False).distinct().count()
    return {
        "due": None if due is None else len(due),
        "visited": len(met),
        "refused": len(refused),
        "left": None if due is None else len(due - met - refused),
        "share": None if due is None else percent(len(met), len(due)),
        "visits": made,
        "pair_share": percent(pairs, made),
    }


PAIRS = (
    Column("count", "방문", Unit.COUNT),
    Column("households", "가구", Unit.HOUSEHOLDS),
    Column("share", "간 방문 가운데", Unit.PERCENT),
)


def _pairs(scope: Scope) -> tuple[list[Row], Row | None, list[str]]:
    made = _made(scope)
    whole = made.count()
    figures = {"count": Count("id", distinct=True), "households": Count("household_id", distinct=True)}
    alone = made.filter(companions__isnull=True).aggregate(**figures)
    by_pair = made.filter(companions__isnull=False).values("lead__role", kind=F("companions__kind"))
    lines: list[dict[str, Any]] = [dict(line) for line in by_pair.annotate(**figures)]
    rows = [
        Row(
            f"{line['lead__role']}.{line['kind']}",
            f"{Role(line['lead__role']).label} + {line['kind']}",
            {"count": line["count"], "households": line["households"], "share": percent(line["count"], whole)},
        )
        for line in sorted(lines, key=lambda line: (-line["count"], line["lead__role"], line["kind"]))
    ]
    rows.append(Row("alone", "혼자", {**alone, "share": percent(alone["count"], whole)}))
    pairs = whole - alone["count"]
    total: dict[str, Cell] = {
        "count": pairs,
        "households": made.filter(companions__isnull=False).values("household_id").distinct().count(),
        "share": percent(pairs, whole),
    }
    return rows, Row("total", "둘 이상 간 방문", total), []


REPORTS = (
    Definition(
        "programmes",
        "R3-1",
        "방문사업별 도래와 방문",
        PROGRAMMES,
        _programmes,
        "도래는 기간 안에 그 나이(또는 출생, 임신 주수)가 된 분이 있는 가구, 빈곤위기는 기간 안에 걱정이 열린 가구입니다. 가구로 셉니다.",
    ),
    Definition(
        "pairs",
        "R3-2",
        "2인 1조 방문",
        PAIRS,
        _pairs,
        "간 방문을 이끈 사람과 함께 간 사람으로 나눕니다. 셋이 간 방문은 두 줄에 나옵니다.",
    ),
)
