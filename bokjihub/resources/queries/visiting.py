"""방문 요일표: who comes to which home on which day, what clashes, and where nobody comes."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from uuid import UUID

from bokjihub.people.models import Person
from bokjihub.resources.models import VisitingSlot
from bokjihub.visits.models import Visit

WORKDAYS = range(5)
# Two visits of one morning closer than this tire a home out; three on one day do anyhow. A local default.
APART_MINUTES = 60
TOO_MANY = 3
# So many working days on end without anybody is a gap for a home that is visited at all. A local default.
GAP_DAYS = 3
Weekly = VisitingSlot.Rhythm.WEEKLY


@dataclass(frozen=True)
class Entry:
    """One visitor in one cell: a regular visit, or our own planned for this week."""

    programme: str
    visitor: str
    rhythm: str
    time: str
    slot_id: UUID | None = None


@dataclass(frozen=True)
class Week:
    """The week of one home: seven cells, and what is wrong with it in words."""

    household_id: UUID
    days: tuple[tuple[Entry, ...], ...]
    clashes: tuple[str, ...]
    gaps: tuple[str, ...]

    @property
    def visits(self) -> int:
        """How many visits the week has."""
        return sum(len(day) for day in self.days)

    @property
    def is_fine(self) -> bool:
        """Nothing to talk about."""
        return not self.clashes and not self.gaps


@dataclass(frozen=True)
class Home:
    """A home of the list with its week."""

    week: Week
    name: str
    dong: str


def weeks(household_ids: Iterable[UUID], day: dt.date) -> dict[UUID, Week]:
    """The weeks of homes, with our own visits planned between Monday and Sunday of the day's week."""
    ids = list(household_ids)
    slots: dict[UUID, list[VisitingSlot]] = defaultdict(list)
    for slot in VisitingSlot.objects.on(day).filter(household_id__in=ids).select_related("agency"):
        slots[slot.household_id].append(slot)
    monday = day - dt.timedelta(days=day.weekday())
    own: dict[UUID, list[Visit]] = defaultdict(list)
    planned = Visit.objects.filter(household_id__in=ids, planned_on__range=(monday, monday + dt.timedelta(days=6)))
    for visit in planned.exclude(state=Visit.State.CANCELLED):
        own[visit.household_id].append(visit)
    return {home: week_of(home, slots[home], own[home]) for home in ids}


def week_of(home: UUID, slots: list[VisitingSlot], own: list[Visit]) -> Week:
    """One home's week from its slots and our planned visits."""
    days: list[list[Entry]] = [[] for _ in range(7)]
    for slot in sorted(slots, key=lambda slot: (slot.begins_at or dt.time.max, slot.programme)):
        days[slot.weekday].append(
            Entry(
                str(slot.get_programme_display()),
                f"{slot.visitor}({slot.agency})" if slot.agency else slot.visitor,
                "" if slot.rhythm == Weekly else str(slot.get_rhythm_display()),
                f"{slot.begins_at:%-H:%M}" if slot.begins_at else "",
                slot.id,
            )
        )
    for visit in own:
        if visit.planned_on is not None:
            days[visit.planned_on.weekday()].append(Entry("우리 방문", "동 담당", "이번 주", ""))
    return Week(home, tuple(tuple(day) for day in days), tuple(_clashes(slots, days)), tuple(_gaps(days)))


def visited_homes(day: dt.date) -> list[Home]:
    """Homes in reach that somebody visits regularly; those with something to talk about first."""
    ids = list(VisitingSlot.objects.on(day).order_by().values_list("household_id", flat=True).distinct())
    heads = dict(Person.objects.filter(household_id__in=ids, is_head=True).values_list("household_id", "name"))
    dongs = dict(VisitingSlot.objects.filter(household_id__in=ids).values_list("household_id", "area__name"))
    found = [Home(week, heads.get(home, "미상"), dongs.get(home, "")) for home, week in weeks(ids, day).items()]
    return sorted(
        found, key=lambda one: (one.week.is_fine, -len(one.week.clashes), -len(one.week.gaps), one.dong, one.name)
    )


def _clashes(slots: list[VisitingSlot], days: list[list[Entry]]) -> list[str]:
    found = []
    for weekday in VisitingSlot.Weekday:
        here = sorted((slot for slot in slots if slot.weekday == weekday and slot.begins_at), key=_start)
        for first, second in pairwise(here):
            apart = _start(second) - _start(first) - first.minutes
            if apart < 0:
                found.append(
                    f"{weekday.label}요일 {first.get_programme_display()}과 {second.get_programme_display()} 시간이 겹침"
                )
            elif apart < APART_MINUTES:
                found.append(
                    f"{weekday.label}요일 {first.get_programme_display()} 뒤 {apart}분 만에 {second.get_programme_display()}"
                )
        if len(days[weekday]) >= TOO_MANY:
            found.append(f"{weekday.label}요일에 {len(days[weekday])}번 방문이 몰림")
    seen: dict[str, list[str]] = defaultdict(list)
    for slot in slots:
        seen[slot.programme].append(str(slot.agency or slot.visitor))
    found += [
        f"{VisitingSlot.Programme(programme).label}이 두 곳에서 옴: {', '.join(sorted(set(bodies)))}"
        for programme, bodies in seen.items()
        if len(set(bodies)) > 1 and programme != VisitingSlot.Programme.OTHER
    ]
    return found


def _gaps(days: list[list[Entry]]) -> list[str]:
    """The longest run of working days nobody comes, where somebody comes at all; the weekend does not break a run."""
    if not any(days):
        return []
    came = [bool(days[weekday]) for weekday in WORKDAYS]
    weekend = bool(days[5] or days[6])
    found, run = [], 0
    for weekday in [*WORKDAYS, *WORKDAYS] if not weekend else [*WORKDAYS]:
        run = 0 if came[weekday] else run + 1
        if run == GAP_DAYS:
            first = VisitingSlot.Weekday((weekday - GAP_DAYS + 1) % 5)
            words = f"{first.label}요일부터 {GAP_DAYS}일 넘게 아무도 오지 않음"
            if words not in found:
                found.append(words)
    return found[:1]


def _start(slot: VisitingSlot) -> int:
    at = slot.begins_at or dt.time.min
    return at.hour * 60 + at.minute
