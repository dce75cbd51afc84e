"""Whose turn it is by the rules in force: computed from births, enrolments, open worries and clocks, not from lists."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from bokjihub.clocks.models import Clock
from bokjihub.discovery.models import Signal, WorkItem
from bokjihub.people.models import Household, Person
from bokjihub.visits.models import Enrolment, VisitRule
from bokjihub.visits.queries.events import birthday_on, born_for, turns, week_reached

AHEAD_DAYS = 60


@dataclass(frozen=True)
class Span:
    """Turns whose window closes on or after `since` and opens by `until`."""

    since: dt.date
    until: dt.date

    def holds(self, opens_on: dt.date, closes_on: dt.date) -> bool:
        """Whether a window is looked at in this run."""
        return closes_on >= self.since and opens_on <= self.until


@dataclass(frozen=True)
class Expected:
    """One home's turn as the rules have it today."""

    programme_id: UUID
    rule_id: UUID
    household_id: UUID
    area_id: UUID
    occasion: str
    label: str
    event_on: dt.date
    opens_on: dt.date
    closes_on: dt.date
    person_id: UUID | None = None
    is_day_known: bool = True

    @property
    def key(self) -> tuple[UUID, str]:
        """What makes it the same turn tomorrow."""
        return self.programme_id, self.occasion


def expected(area_ids: Iterable[UUID], span: Span) -> list[Expected]:
    """Every turn of the dongs in the span. A rule counts for what comes on a day it is in force."""
    areas = list(area_ids)
    found: dict[tuple[UUID, str], Expected] = {}
    for rule in VisitRule.objects.filter(programme__is_open=True).select_related("programme"):
        for one in FINDERS[VisitRule.Kind(rule.kind)](rule, areas, span):
            if _in_force(rule, one.event_on) and span.holds(one.opens_on, one.closes_on):
                found.setdefault(one.key, one)
    return list(found.values())


def _in_force(rule: VisitRule, day: dt.date) -> bool:
    return rule.starts_on <= day and (rule.ends_on is None or day <= rule.ends_on)


def _turn(rule: VisitRule, event: dt.date, **more: object) -> Expected:
    """A turn with the rule's window around its event."""
    window = {
        "opens_on": event - dt.timedelta(days=rule.opens_before),
        "closes_on": event + dt.timedelta(days=rule.window_days),
    }
    return Expected(programme_id=rule.programme_id, rule_id=rule.id, event_on=event, **{**window, **more})  # type: ignore[arg-type]


def _people(areas: list[UUID]) -> QuerySet[Person]:
    found = Person.objects.filter(area_id__in=areas, died_on__isnull=True, lives_elsewhere=False)
    return found.filter(household__merged_into__isnull=True)


def _by_age(rule: VisitRule, areas: list[UUID], span: Span) -> Iterator[Expected]:
    age = rule.at or 0
    first = span.since - dt.timedelta(days=rule.window_days + 1)
    last = span.until + dt.timedelta(days=rule.opens_before + 1)
    born = Q(birth_on__gte=born_for(first, age), birth_on__lte=born_for(last, age) + dt.timedelta(days=2))
    year_only = Q(birth_on__isnull=True, birth_year__gte=first.year - age, birth_year__lte=last.year - age)
    for person in (
        _people(areas).filter(born | year_only).only("id", "household_id", "area_id", "birth_on", "birth_year")
    ):
        yield _aged(rule, person, age)


def _aged(rule: VisitRule, person: Person, age: int) -> Expected:
    """Where only the year is known the whole year is the window: better asked too early than left out."""
    who = {"household_id": person.household_id, "area_id": person.area_id, "person_id": person.id}
    occasion = f"age:{age}:{person.id}"
    if person.birth_on:
        return _turn(rule, birthday_on(person.birth_on, age), occasion=occasion, label=f"{age}세", **who)
    year = (person.birth_year or 0) + age
    return _turn(
        rule,
        dt.date(year, 1, 1),
        occasion=occasion,
        label=f"{age}세(태어난 날 모름)",
        opens_on=dt.date(year, 1, 1),
        closes_on=dt.date(year, 12, 31),
        is_day_known=False,
        **who,
    )


def _by_birth(rule: VisitRule, areas: list[UUID], span: Span) -> Iterator[Expected]:
    """A child of the home: the window begins `at` days after the birth."""
    after = dt.timedelta(days=rule.at or 0)
    first = span.since - after - dt.timedelta(days=rule.window_days)
    last = span.until - after + dt.timedelta(days=rule.opens_before)
    found = _people(areas).filter(birth_on__gte=first, birth_on__lte=last)
    for person in found.only("id", "household_id", "area_id", "birth_on"):
        assert person.birth_on
        yield _turn(
            rule,
            person.birth_on + after,
            occasion=f"birth:{rule.at}:{person.id}",
            label="출생" if not rule.at else f"출생 {rule.at}일",
            household_id=person.household_id,
            area_id=person.area_id,
            person_id=person.id,
        )


def _enrolled(rule: VisitRule, areas: list[UUID]) -> QuerySet[Enrolment]:
    found = Enrolment.objects.filter(programme=rule.programme, area_id__in=areas, ends_on__isnull=True)
    found = found.filter(household__merged_into__isnull=True).exclude(person__died_on__isnull=False)
    return found.filter(group=rule.group) if rule.group else found


def _by_pregnancy(rule: VisitRule, areas: list[UUID], span: Span) -> Iterator[Expected]:
    """임신 주수: from the week on, at the latest until the child is expected."""
    for row in _enrolled(rule, areas).filter(event_on__isnull=False):
        assert row.event_on
        reached = week_reached(row.event_on, rule.at or 0)
        yield _turn(
            rule,
            reached,
            occasion=f"pregnancy:{rule.at}:{row.id}",
            label=f"임신 {rule.at}주",
            closes_on=max(reached, min(row.event_on, reached + dt.timedelta(days=rule.window_days))),
            **_home_of(row),
        )


def _by_day(rule: VisitRule, areas: list[UUID], span: Span) -> Iterator[Expected]:
    for row in _enrolled(rule, areas).filter(event_on__isnull=False):
        assert row.event_on
        yield _turn(rule, row.event_on, occasion=f"day:{row.id}", label="정한 날", **_home_of(row))


def _by_interval(rule: VisitRule, areas: list[UUID], span: Span) -> Iterator[Expected]:
    """최소 접촉: a group's contacts in its months, or every so many days."""
    for row in _enrolled(rule, areas):
        begin = max(row.starts_on, rule.starts_on)
        owed = turns(begin, until=span.until, contacts=rule.contacts, months=rule.every_months, days=rule.every_days)
        for turn in owed:
            number = (turn.period - 1) * turn.of + turn.number
            count = f"{turn.of}번 가운데 {turn.number}번째" if turn.of > 1 else f"{turn.period}번째"
            yield _turn(
                rule,
                turn.opens_on,
                occasion=f"regular:{rule.group}:{row.id}:{number}",
                label=" ".join(filter(None, (row.get_group_display() if row.group else "", count))),
                opens_on=turn.opens_on,
                closes_on=turn.closes_on,
                **_home_of(row),
            )


def _home_of(row: Enrolment) -> dict[str, UUID | None]:
    return {"household_id": row.household_id, "area_id": row.area_id, "person_id": row.person_id}


def _by_worry(rule: VisitRule, areas: list[UUID], span: Span) -> Iterator[Expected]:
    """An open worry whose first signal came by one of the rule's channels."""
    found = WorkItem.objects.filter(area_id__in=areas, closed_on__isnull=True)
    found = found.filter(opened_on__gte=span.since - dt.timedelta(days=rule.window_days))
    first = Signal.objects.filter(work_item=OuterRef("id")).order_by("received_at", "id").values("channel")[:1]
    found = found.annotate(channel=Subquery(first))
    if rule.channels:
        found = found.filter(channel__in=rule.channels)
    for item in found.only("id", "household_id", "area_id", "opened_on"):
        yield _turn(
            rule,
            item.opened_on,
            occasion=f"worry:{item.id}",
            label="걱정",
            household_id=item.household_id,
            area_id=item.area_id,
        )


def _by_clock(rule: VisitRule, areas: list[UUID], span: Span) -> Iterator[Expected]:
    """What another room dated: a case's check, an aftercare."""
    running = Clock.objects.filter(policy__code=rule.clock_code, done_at__isnull=True, area_id__in=areas)
    clocks = list(running.exclude(household_id=None).only("id", "household_id", "due_on", "title"))
    homes = dict(Household.objects.filter(id__in=[c.household_id for c in clocks]).values_list("id", "area_id"))
    for clock in clocks:
        if clock.household_id in homes:
            yield _turn(
                rule,
                clock.due_on,
                occasion=f"clock:{clock.id}",
                label="기한",
                household_id=clock.household_id,
                area_id=homes[clock.household_id],
            )


Finder = Callable[[VisitRule, list[UUID], Span], Iterator[Expected]]
FINDERS: dict[VisitRule.Kind, Finder] = {
    VisitRule.Kind.AGE: _by_age,
    VisitRule.Kind.BIRTH: _by_birth,
    VisitRule.Kind.PREGNANCY: _by_pregnancy,
    VisitRule.Kind.DAY: _by_day,
    VisitRule.Kind.REGULAR: _by_interval,
    VisitRule.Kind.WORRY: _by_worry,
    VisitRule.Kind.CLOCK: _by_clock,
}


def default_span(day: dt.date | None = None) -> Span:
    """What the night looks at: everything still open on the day, and what opens within two months."""
    day = day or timezone.localdate()
    return Span(day, day + dt.timedelta(days=AHEAD_DAYS))
