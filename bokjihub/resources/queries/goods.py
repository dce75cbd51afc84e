"""Who should get something next, and what they got lately."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, F, QuerySet, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast

from bokjihub.accounts.access.actors import Actor
from bokjihub.clocks.calendar import add_months
from bokjihub.discovery.queries.reasons import reasons_of_items
from bokjihub.resources.models import AllocationLine, LinkDelivery, Lot
from bokjihub.resources.queries.marks import Standing, standings
from bokjihub.ui.words import short_date

LOOK_BACK_MONTHS = 6
# Rows read beyond the places, so that doubles can be shown and left out.
SPARE = 60
REASONS_SHOWN = 2
CUSTODIANS: dict[str, str] = dict(Lot.Custodian.choices)


@dataclass(frozen=True)
class Got:
    """One thing a household got."""

    on: dt.date
    words: str
    kind: str
    won: int = 0


@dataclass(frozen=True)
class Candidate:
    """A household whose worry is open, why it stands here, and what it got within six months."""

    household_id: UUID
    area_id: UUID
    reason: str
    got: tuple[Got, ...]
    is_double: bool

    @property
    def got_words(self) -> str:
        """Newest first, shortened."""
        return " · ".join(one.words for one in self.got)[:300]


def deliveries_of(actor: Actor) -> int:
    """Doors somebody was given to bring things to and has not been at yet."""
    given = AllocationLine.objects.filter(deliverer_id__in=[post.id for post in actor.posts])
    return given.filter(state=AllocationLine.State.RESERVED).count()


def candidates(
    lot: Lot,
    area_ids: Iterable[UUID],
    places: int,
    on: dt.date,
    *,
    marks: frozenset[str] = frozenset(),
    months: int = LOOK_BACK_MONTHS,
) -> list[Candidate]:
    """Open worries of the given dongs by their points (or the homes with one of the marks); only for whom the giver meant
    it. Those who got the same kind within the months, from any keeper, are marked.
    """
    line = standings(area_ids, on, marks=marks)
    wanted = frozenset(lot.for_whom)
    rows = [one for one in line if not wanted or wanted & one.marks][: places + SPARE]
    reasons = reasons_of_items([one.item for one in rows if one.item], on)
    got = got_lately([one.household_id for one in rows], on, months=months)
    return [
        Candidate(
            household_id=one.household_id,
            area_id=one.area_id,
            reason=why_here(
                one,
                [reason.label for reason in reasons[one.item.id]] if one.item else [],
                is_by_marks=bool(marks or wanted),
            ),
            got=tuple(got[one.household_id]),
            is_double=any(thing.kind == lot.kind for thing in got[one.household_id]),
        )
        for one in rows
    ]


def got_lately(household_ids: Iterable[UUID], on: dt.date, *, months: int = LOOK_BACK_MONTHS) -> dict[UUID, list[Got]]:
    """Goods handed over and service deliveries of the last months, newest first, whoever kept or gave them."""
    found: dict[UUID, list[Got]] = {household_id: [] for household_id in household_ids}
    since = add_months(on, -months)
    lines = AllocationLine.objects.filter(household_id__in=found, delivered_on__gte=since, delivered_on__lte=on)
    given = LinkDelivery.objects.filter(household_id__in=found, delivered_on__gte=since, delivered_on__lte=on)
    goods = _as_rows(
        lines,
        name="allocation__lot__name",
        unit="allocation__lot__unit",
        giver="allocation__lot__custodian",
        kind="allocation__lot__kind",
        worth=F("quantity") * F("allocation__lot__unit_won"),
    )
    services = _as_rows(
        given,
        name="link__service__name",
        giver="link__service__provider__agency__name",
        kind="link__service__need",
        worth=F("won"),
    )
    rows = goods.union(services, all=True)
    for home, day, name, quantity, unit, giver, kind, won in rows:
        piece = f"{name} {quantity}{unit}" if unit else name
        words = f"{piece}({CUSTODIANS.get(giver, giver)} {short_date(day)})"
        found[home].append(Got(day, words, kind, won))
    for got in found.values():
        got.sort(key=lambda one: one.on, reverse=True)
    return found


def _as_rows(
    rows: QuerySet[Any], *, name: str, giver: str, kind: str, worth: Combinable, unit: str = ""
) -> QuerySet[Any, Any]:
    """Goods and deliveries in one shape, so that they cost one query."""
    shaped: QuerySet[Any, Any] = rows.order_by().values_list(
        "household_id",
        "delivered_on",
        Cast(F(name), TextField()),
        "quantity",
        Cast(F(unit), TextField()) if unit else Value("", output_field=TextField()),
        Cast(F(giver), TextField()),
        Cast(F(kind), TextField()),
        Cast(worth, BigIntegerField()),
    )
    return shaped


def why_here(one: Standing, labels: list[str], *, is_by_marks: bool = True) -> str:
    """Why a home stands in this place of a list, in words; what it is, where the list or the giver asks for that."""
    parts = [*labels[:REASONS_SHOWN]]
    if one.item:
        parts.append(f"살핌 {one.points}점")
        if one.item.times_flagged > 1:
            parts.append(f"{one.item.times_flagged}번째 발굴")
    return " · ".join([*parts, *filter(None, [one.words if is_by_marks else ""])])[:200]
