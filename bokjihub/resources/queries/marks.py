"""What a home is, for givers who name for whom and for lists by criteria; and who stands in a line for goods."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from bokjihub.discovery.models import WorkItem
from bokjihub.people.models import Household, Person
from bokjihub.resources.models import Mark

ELDER_YEARS, CHILD_YEARS = 65, 18
RECIPIENT_STATUS = frozenset({"living", "medical", "housing", "education"})
BY_STATUS = {
    "near_poor": Mark.NEAR_POOR,
    "disability_pension": Mark.DISABLED,
    "single_parent": Mark.SINGLE_PARENT,
    "none": Mark.OUTSIDE,
}


@dataclass(frozen=True)
class Standing:
    """One home in the line: how worrying it is, and what it is."""

    household_id: UUID
    area_id: UUID
    points: int
    marks: frozenset[str]
    item: WorkItem | None

    @property
    def words(self) -> str:
        """65세 이상이 있는 집 · 홀로 사는 집."""
        return " · ".join(str(mark.label) for mark in Mark if mark in self.marks)


def standings(area_ids: Iterable[UUID], on: dt.date, *, marks: frozenset[str] = frozenset()) -> list[Standing]:
    """Homes of the given dongs with one of the marks (or, without marks, with an open worry), the most worrying first.

    Not who is looked for by address, nor who lives at a sealed one: goods lists go through many hands.
    """
    ids = list(area_ids)
    worries = WorkItem.objects.filter(closed_on__isnull=True, area_id__in=ids).order_by("-points", "opened_on", "id")
    items: dict[UUID, WorkItem] = {}
    for item in worries:
        items.setdefault(item.household_id, item)
    lost = {home for home, item in items.items() if item.state == WorkItem.State.LOCATING}
    homes = Household.objects.filter(area_id__in=ids, is_sealed=False, merged_into__isnull=True)
    if not marks:
        homes = homes.filter(id__in=[home for home in items if home not in lost])
    rows = dict(homes.values_list("id", "area_id"))
    known = marks_of(rows, on)
    found = [
        Standing(home, area, items[home].points if home in items else 0, known[home], items.get(home))
        for home, area in rows.items()
        if home not in lost and (not marks or marks & known[home])
    ]
    return sorted(found, key=lambda one: (-one.points, str(one.household_id)))


def marks_of(household_ids: Iterable[UUID], on: dt.date) -> dict[UUID, frozenset[str]]:
    """What each home is on a day, from its living members; ages from the year of birth where the day is not known."""
    ids = list(household_ids)
    members: dict[UUID, list[tuple[int | None, list[str]]]] = defaultdict(list)
    people = Person.objects.filter(household_id__in=ids, lives_elsewhere=False, died_on__isnull=True)
    for person in people.only("household_id", "birth_on", "birth_year", "benefit_status"):
        members[person.household_id].append((person.age_on(on), person.benefit_status))
    parents = set(Household.objects.filter(id__in=ids, kind=Household.Kind.SINGLE_PARENT).values_list("id", flat=True))
    return {home: _marks(members[home], is_single_parent=home in parents) for home in ids}


def _marks(members: list[tuple[int | None, list[str]]], *, is_single_parent: bool) -> frozenset[str]:
    ages = [age for age, _ in members if age is not None]
    statuses = {status for _, known in members for status in known}
    found = {BY_STATUS[status].value for status in statuses if status in BY_STATUS}
    if statuses & RECIPIENT_STATUS:
        found.add(Mark.RECIPIENT.value)
    if found & {Mark.RECIPIENT.value, Mark.NEAR_POOR.value}:
        found.discard(Mark.OUTSIDE.value)
    if len(members) == 1:
        found.add(Mark.ALONE.value)
    if any(age >= ELDER_YEARS for age in ages):
        found.add(Mark.ELDER.value)
    if any(age < CHILD_YEARS for age in ages):
        found.add(Mark.CHILD.value)
    if is_single_parent:
        found.add(Mark.SINGLE_PARENT.value)
    return frozenset(found)
