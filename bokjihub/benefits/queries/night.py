"""Who may be looked at in the night, and what each home is probably missing by its recorded facts.

Lawful grounds (사회보장급여법, 기초연금법): an open worry (제9조의2), somebody who receives a listed benefit and has not said no
(제22조의2제2항제1호), a consent to counselling (제16조), and for 기초연금 alone anybody of 65 or more (기초연금법 제10조의2). A home
without a ground is counted and not read further. A home that refused is left alone whatever the ground.

Only benefits whose receipt stands in the record (보호구분) are called missed: nearly every child has 아동수당, and a list that
says otherwise would be noise.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from bokjihub.benefits.models import GuideRefusal, LikelyMiss, StatedFact
from bokjihub.benefits.queries.facts import RECEIVING, Prepared, gather
from bokjihub.benefits.queries.screening import ELIGIBLE, MONTHLY, UNKNOWN, plain_name
from bokjihub.clocks.calendar import add_months
from bokjihub.discovery.models import WorkItem
from bokjihub.engines.benefits import api
from bokjihub.people.models import Consent, Household, Person

Ground = LikelyMiss.Ground
TRACKED = frozenset(benefit for _, benefit in RECEIVING.values() if benefit)
# Benefits of the laws named in 제22조의2제2항제1호, as the record writes them.
DEEMED_ASKED = ("기초(", "한부모", "기초연금", "장애")
PENSION, PENSION_AGE = "기초연금", 65
# 기초연금법 제3조제2항: the standard is set so that about seventy in a hundred people of 65 or more receive it.
PROBABLE = frozenset({PENSION})


@dataclass(frozen=True)
class Miss:
    """What one home is probably missing, and what the next year would change."""

    home: Household
    ground: Ground
    benefits: tuple[dict[str, Any], ...] = ()
    drift: tuple[dict[str, Any], ...] = ()

    @property
    def is_certain(self) -> bool:
        """At least one benefit is settled by the recorded facts."""
        return any(one["certain"] for one in self.benefits)

    @property
    def monthly_won(self) -> int:
        """Won a month, as far as settled."""
        return sum(one["won"] or 0 for one in self.benefits if one["period"] == MONTHLY)

    @property
    def drift_won(self) -> int:
        """Won a month the next year gives or takes."""
        return sum((one["will"] or 0) - (one["was"] or 0) for one in self.drift if one["period"] == MONTHLY)


@dataclass(frozen=True)
class Looked:
    """A part of the town: how many homes, how many lawfully, and what was found."""

    homes: tuple[UUID, ...]
    lawful: int
    misses: tuple[Miss, ...] = field(default=())


def homes_after(area_ids: Iterable[UUID], after: UUID | None, size: int) -> list[UUID]:
    """The next homes of a town in the order of their ids."""
    found = Household.objects.filter(area_id__in=list(area_ids), merged_into__isnull=True)
    if after is not None:
        found = found.filter(id__gt=after)
    return list(found.order_by("id").values_list("id", flat=True)[:size])


def look_at(homes: Sequence[UUID], town: Mapping[str, str], on: dt.date) -> Looked:
    """Screen the homes that may be screened, today and on the next first of January; eight queries whatever their number."""
    grounds = _grounds(homes, on)
    lawful = list(Household.objects.filter(id__in=grounds).order_by("id"))
    roll = _people(grounds)
    facts: dict[UUID, list[StatedFact]] = defaultdict(list)
    for fact in StatedFact.objects.filter(household__in=grounds):
        facts[fact.household_id].append(fact)
    ready = [(home, gather(home, roll[home.id], facts[home.id], town, on)) for home in lawful]
    situations = [prepared.situation for _, prepared in ready]
    days = on, dt.date(on.year + 1, 1, 1)
    today, next_year = (api.screen_many(situations, day, only=_is_tracked) for day in days)
    misses = [
        _miss(home, grounds[home.id], prepared, now, then, on)
        for (home, prepared), now, then in zip(ready, today, next_year, strict=True)
    ]
    return Looked(tuple(homes), len(grounds), tuple(one for one in misses if one))


def _is_tracked(benefit: str) -> bool:
    return plain_name(benefit) in TRACKED


def _people(homes: Iterable[UUID]) -> dict[UUID, list[Person]]:
    """Who lives where, the head first as on every page."""
    found: dict[UUID, list[Person]] = defaultdict(list)
    unread = ("phone_sealed", "phone_tail_key", "chosung", "note")
    people = Person.objects.filter(household__in=homes).defer(*unread)
    for person in people.order_by("lives_elsewhere", "-is_head", "birth_year", "id"):
        found[person.household_id].append(person)
    return found


def _grounds(homes: Sequence[UUID], on: dt.date) -> dict[UUID, Ground]:
    """Per home the ground on which it may be looked at, the widest first; a home without one is not in the answer.

    Of a home without a ground nothing is read but what says that it has none.
    """
    if not homes:
        return {}
    # From the first to the last id: homes of a part lie side by side, and a list of thousands of ids is slow to send. What else
    # lies between (another town, a merged home) is read and not used.
    span = {"household_id__gte": min(homes), "household_id__lte": max(homes)}
    refused = _homes(GuideRefusal.objects.filter(**span))
    worried = _homes(WorkItem.objects.filter(**span, closed_on__isnull=True))
    given = Consent.objects.filter(**span, purpose=Consent.Purpose.COUNSELLING, given_on__lte=on)
    consented = {one.household_id for one in given.filter(expires_on__gte=on) if one.is_valid(on)}
    protected = Person.objects.filter(**span).exclude(benefit_status=[]).values_list("household_id", "benefit_status")
    asked = {home for home, statuses in protected if any(one.startswith(DEEMED_ASKED) for one in statuses)}
    aged = _homes(Person.objects.filter(**span).filter(_aged(on)))
    grounds = ((worried, Ground.FOUND), (asked, Ground.RECIPIENT), (consented, Ground.CONSENT), (aged, Ground.AGED))
    found = ((home, next((ground for those, ground in grounds if home in those), None)) for home in homes)
    return {home: ground for home, ground in found if ground is not None and home not in refused}


def _homes(rows: QuerySet[Any]) -> set[UUID]:
    return set(rows.values_list("household_id", flat=True))


def _aged(on: dt.date) -> Q:
    """`_is_aged` of a row: by the day of birth, or by the year alone where the day is not known."""
    last = add_months(on, -12 * PENSION_AGE)
    by_year = Q(birth_on__isnull=True, birth_year__lte=on.year - PENSION_AGE)
    return (Q(birth_on__lte=last) | by_year) & Q(died_on__isnull=True, lives_elsewhere=False)


def _is_aged(person: Person, on: dt.date) -> bool:
    age = person.age_on(on)
    return age is not None and age >= PENSION_AGE and person.died_on is None and not person.lives_elsewhere


def _miss(
    home: Household,
    ground: Ground,
    prepared: Prepared,
    now: Sequence[api.Decided],
    then: Sequence[api.Decided],
    on: dt.date,
) -> Miss | None:
    only = {PENSION} if ground is Ground.AGED else TRACKED
    tracked = [one for one in now if plain_name(one.name) in only]
    missed = [one for one in tracked if one.status == ELIGIBLE and not _is_received(one, prepared)]
    benefits = [_certain(one) for one in sorted(missed, key=lambda one: -(one.won or 0))]
    if any(one.name in PROBABLE and one.status == UNKNOWN for one in tracked) and _lacks_pension(prepared, on):
        benefits.append({"name": PENSION, "certain": False, "won": None, "period": MONTHLY})
    drift = _drift(tracked, {one.name: one for one in then})
    return Miss(home, ground, tuple(benefits), drift) if benefits or drift else None


def _certain(one: api.Decided) -> dict[str, Any]:
    return {"name": one.name, "certain": True, "won": one.won, "period": one.period}


def _is_received(one: api.Decided, prepared: Prepared) -> bool:
    return plain_name(one.name) in prepared.receiving


def _lacks_pension(prepared: Prepared, on: dt.date) -> bool:
    return any(_is_aged(person, on) and PENSION not in person.benefit_status for person in prepared.people)


def _drift(tracked: Sequence[api.Decided], then: Mapping[str, api.Decided]) -> tuple[dict[str, Any], ...]:
    """What is settled on both days and differs: 0 won stands for a benefit the home cannot have."""
    found = []
    for one in tracked:
        other = then.get(one.name)
        if other is None or UNKNOWN in {one.status, other.status}:
            continue
        was, will = _settled(one), _settled(other)
        if was is not None and will is not None and was != will:
            found.append({"name": one.name, "was": was, "will": will, "period": one.period})
    return tuple(found)


def _settled(one: api.Decided) -> int | None:
    return one.won if one.status == ELIGIBLE else 0
