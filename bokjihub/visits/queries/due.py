"""Lists of turns: who is due, who was visited, who refused, whose window passed. The result is read from the visits."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When

from bokjihub.people.models import Person
from bokjihub.ui.words import short_date
from bokjihub.visits.models import Due, HelloCheck, Visit, VisitProgramme, VisitRule

Status = Due.Status
MET = (Visit.Result.MET, Visit.Result.MET_FAMILY)
# Turns with `status` annotated: mypy cannot carry the annotation through a function.
Turns = QuerySet[Any, Any]
ENDED = (Status.VISITED, Status.LATE, Status.REFUSED)
WEEK = dt.timedelta(days=6)


@dataclass(frozen=True)
class Tally:
    """One programme in one period: how many turns came, and what became of them."""

    programme: VisitProgramme
    counts: dict[str, int]

    @property
    def all(self) -> int:
        """Every turn that came in the period."""
        return sum(self.counts.values())

    @property
    def cells(self) -> list[int]:
        """The figures in the order of the page's columns."""
        return [self.all, *(self.counts.get(status, 0) for status in COLUMNS)]


# The order of the columns: what is done, what is arranged, what is left.
COLUMNS = (
    Status.VISITED, Status.LATE, Status.PLANNED, Status.REFUSED, Status.NOT_MET, Status.DUE, Status.COMING, Status.MISSED,
)  # fmt: skip


@dataclass(frozen=True)
class DueLine:
    """One line of a programme's list."""

    due: Due
    status: Status
    name: str
    about: str
    visit: Visit | None
    note: str
    hello: HelloCheck | None = None

    @property
    def is_open(self) -> bool:
        """Somebody still has to go, and nobody is booked."""
        return self.status in (Status.DUE, Status.COMING, Status.NOT_MET, Status.MISSED)


def dues_with_status(day: dt.date) -> Turns:
    """Turns with `status` as of the day. A repeated contact counts for its own window, another visit also afterwards.

    A neighbour who asked after the home (안부확인) settles the turn as a visit does: 걱정됨 too, for somebody was met.
    """
    same = Visit.objects.filter(programme_id=OuterRef("programme_id"), household_id=OuterRef("household_id"))
    after = same.filter(planned_on__gte=OuterRef("opens_on"))
    inside = after.filter(planned_on__lte=OuterRef("closes_on"))
    hello = HelloCheck.objects.filter(
        enrolment__programme_id=OuterRef("programme_id"),
        household_id=OuterRef("household_id"),
        undone_at__isnull=True,
        on__range=(OuterRef("opens_on"), OuterRef("closes_on")),
    )
    once = ~Q(rule__kind=VisitRule.Kind.REGULAR)
    booked = after.filter(state__in=Visit.OPEN)
    status = Case(
        When(Exists(inside.filter(result__in=MET)), then=Value(Status.VISITED)),
        When(Exists(hello.exclude(result=HelloCheck.Result.MISSED)), then=Value(Status.VISITED)),
        When(Exists(inside.filter(result=Visit.Result.REFUSED)), then=Value(Status.REFUSED)),
        When(once & Exists(after.filter(result__in=MET)), then=Value(Status.LATE)),
        When(Exists(inside.filter(state__in=Visit.OPEN)), then=Value(Status.PLANNED)),
        When(once & Exists(booked), then=Value(Status.PLANNED)),
        When(closes_on__lt=day, then=Value(Status.MISSED)),
        When(Exists(inside.exclude(result="")), then=Value(Status.NOT_MET)),
        When(Exists(hello), then=Value(Status.NOT_MET)),
        When(opens_on__gt=day, then=Value(Status.COMING)),
        default=Value(Status.DUE),
    )
    found = Due.objects.annotate(
        status=status,
        is_ended=Case(
            When(dropped_on__isnull=False, then=Value(value=True)),
            default=Value(value=False),
            output_field=BooleanField(),
        ),
    )
    return found.exclude(Q(is_ended=True) & ~Q(status__in=ENDED))


def in_period(dues: Turns, first: dt.date, last: dt.date) -> Turns:
    """Turns that came in the period: by the day of the event (도래)."""
    return dues.filter(event_on__gte=first, event_on__lte=last)


def tallies(day: dt.date, first: dt.date, last: dt.date, *, area_id: UUID | None = None) -> list[Tally]:
    """Every open programme with its turns of the period by result."""
    found = in_period(dues_with_status(day), first, last)
    if area_id:
        found = found.filter(area_id=area_id)
    counts: dict[UUID, Counter[str]] = {}
    for programme_id, status in found.values_list("programme_id", "status"):
        counts.setdefault(programme_id, Counter())[status] += 1
    programmes = VisitProgramme.objects.filter(Q(is_open=True) | Q(id__in=counts))
    return [Tally(one, dict(counts.get(one.id, {}))) for one in programmes]


def due_lines(dues: Turns, day: dt.date) -> list[DueLine]:
    """Turns as lines: who lives there, what was done last, by when. The most pressing first."""
    rows = list(
        dues.select_related("household__area", "household__tong", "person", "programme").order_by("closes_on", "id")
    )
    heads = _heads(row.household_id for row in rows)
    visits, hellos = _last_visits(rows), _hellos(rows)
    return [_line(row, heads.get(row.household_id), visits.get(row.id), hellos.get(row.id), day) for row in rows]


def _line(due: Any, head: Person | None, visit: Visit | None, hello: HelloCheck | None, day: dt.date) -> DueLine:
    person = due.person or head
    tong = due.household.tong.name if due.household.tong else ""
    age = person.age_on(day) if person else None
    sex = person.get_sex_display() if person and person.sex else ""
    about = " · ".join(filter(None, (f"{sex}{age if age is not None else ''}", due.household.area.name, tong)))
    return DueLine(
        due=due,
        status=Status(due.status),
        name=person.name if person else "미상",
        about=about,
        visit=visit,
        hello=hello,
        note="음력 생일로 적혀 있어 나이는 등록된 날로 셈" if person and "음력" in person.note else "",
    )


def _heads(household_ids: Iterable[UUID]) -> dict[UUID, Person]:
    found = Person.objects.filter(household_id__in=set(household_ids)).order_by(
        "is_head", "-lives_elsewhere", "-birth_year"
    )
    return {person.household_id: person for person in found}


def _last_visits(rows: list[Due]) -> dict[UUID, Visit]:
    """The latest visit of each turn's programme and home since its window opened."""
    ids = [row.id for row in rows]
    latest = Visit.objects.filter(
        programme_id=OuterRef("programme_id"),
        household_id=OuterRef("household_id"),
        planned_on__gte=OuterRef("opens_on"),
    ).order_by("-planned_on", "-planned_at")
    pairs = dict(
        Due.objects.filter(id__in=ids)
        .annotate(visit=Subquery(latest.values("id")[:1]))
        .filter(visit__isnull=False)
        .values_list("id", "visit")
    )
    visits = Visit.objects.select_related("lead__user").in_bulk(set(pairs.values()))
    return {due_id: visits[visit_id] for due_id, visit_id in pairs.items() if visit_id in visits}


def _hellos(rows: list[Due]) -> dict[UUID, HelloCheck]:
    """What the neighbour said within each turn, the latest."""
    homes = {row.household_id for row in rows}
    found = HelloCheck.objects.filter(household_id__in=homes, undone_at__isnull=True).order_by("at")
    said: dict[tuple[UUID, UUID], list[HelloCheck]] = {}
    for one in found.select_related("post__user", "enrolment"):
        said.setdefault((one.household_id, one.enrolment.programme_id), []).append(one)
    last = {}
    for row in rows:
        inside = [
            one for one in said.get((row.household_id, row.programme_id), []) if row.opens_on <= one.on <= row.closes_on
        ]
        if inside:
            last[row.id] = inside[-1]
    return last


def beside(household_id: UUID, programme: VisitProgramme, on: dt.date) -> Visit | None:
    """The visit of another programme to the same home within a week of `on`, booked or made: nobody is knocked up twice."""
    found = Visit.objects.filter(household_id=household_id, planned_on__gte=on - WEEK, planned_on__lte=on + WEEK)
    found = found.exclude(programme=programme)
    found = found.filter(Q(state__in=Visit.OPEN) | Q(state=Visit.State.DONE))
    return found.select_related("programme", "lead__user").order_by("planned_on", "planned_at").first()


def beside_words(visit: Visit) -> str:
    """11. 24.(화) 10:00 사례관리 방문(최은정)"""
    return f"{short_date(visit.planned_on)} {visit.planned_at:%H:%M} {visit.programme.name}({visit.lead.user.name})"


def others_near(household_id: UUID, on: dt.date, *, but: UUID | None = None) -> list[str]:
    """What else is booked or was just made at the home around `on`, in words for who plans a visit."""
    found = Visit.objects.filter(household_id=household_id, planned_on__gte=on - WEEK, planned_on__lte=on + 2 * WEEK)
    found = found.filter(Q(state__in=Visit.OPEN) | Q(state=Visit.State.DONE))
    if but is not None:
        found = found.exclude(id=but)
    return [
        beside_words(one)
        for one in found.select_related("programme", "lead__user").order_by("planned_on", "planned_at")
    ]


def coming_for(area_ids: Iterable[UUID], day: dt.date, *, days: int = 7) -> list[tuple[str, int]]:
    """이번 주 도래: turns that come within the days, nobody booked, by label, for one line of Today."""
    found = in_period(dues_with_status(day), day, day + dt.timedelta(days=days)).filter(area_id__in=list(area_ids))
    found = found.filter(status__in=[Status.DUE, Status.COMING])
    found = found.exclude(rule__kind__in=[VisitRule.Kind.WORRY, VisitRule.Kind.CLOCK])
    names = Counter(found.values_list("label", flat=True))
    return names.most_common()


def open_rules(day: dt.date) -> QuerySet[VisitRule]:
    """The rules of all programmes, those in force and those to come first."""
    found = VisitRule.objects.select_related("programme")
    return found.annotate(
        is_over=Case(When(ends_on__lt=day, then=Value(value=True)), default=Value(value=False))
    ).order_by("programme__order", "is_over", F("starts_on").desc(), "at")
