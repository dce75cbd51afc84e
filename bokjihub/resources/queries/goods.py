"""Who should get something next, and what they got lately."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from bokjihub.clocks.calendar import add_months
from bokjihub.discovery.models import WorkItem
from bokjihub.discovery.queries.reasons import reasons_of_items
from bokjihub.resources.models import AllocationLine, LinkDelivery, Lot
from bokjihub.ui.words import short_date

LOOK_BACK_MONTHS = 6
# Rows read beyond the places, so that doubles can be shown and left out.
SPARE = 60
REASONS_SHOWN = 2


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


def candidates(lot: Lot, area_ids: Iterable[UUID], places: int, on: dt.date) -> list[Candidate]:
    """Open worries of the given dongs by their points, first come first where equal; those who got the same kind within
    six months (from any keeper) are marked. Who may not be looked for by address (locate list) is not on a goods list.
    """
    open_items = WorkItem.objects.filter(closed_on__isnull=True, area_id__in=list(area_ids))
    open_items = open_items.exclude(state=WorkItem.State.LOCATING).exclude(household__is_sealed=True)
    rows = list(open_items.select_related("household").order_by("-points", "opened_on", "id")[: places + SPARE])
    reasons = reasons_of_items(rows, on)
    got = got_lately([row.household_id for row in rows], on)
    return [
        Candidate(
            household_id=row.household_id,
            area_id=row.area_id,
            reason=_reason(row, [reason.label for reason in reasons[row.id]]),
            got=tuple(got[row.household_id]),
            is_double=any(one.kind == lot.kind for one in got[row.household_id]),
        )
        for row in rows
    ]


def got_lately(household_ids: Iterable[UUID], on: dt.date) -> dict[UUID, list[Got]]:
    """Goods handed over and service deliveries of the last six months, newest first, whoever kept or gave them."""
    found: dict[UUID, list[Got]] = {household_id: [] for household_id in household_ids}
    since = add_months(on, -LOOK_BACK_MONTHS)
    lines = AllocationLine.objects.filter(household_id__in=found, delivered_on__gte=since, delivered_on__lte=on)
    for line in lines.select_related("allocation__lot"):
        lot = line.allocation.lot
        words = (
            f"{lot.name} {line.quantity}{lot.unit}({lot.get_custodian_display()} {short_date(line.delivered_on or on)})"
        )
        found[line.household_id].append(Got(line.delivered_on or on, words, lot.kind, line.quantity * lot.unit_won))
    deliveries = LinkDelivery.objects.filter(household_id__in=found, delivered_on__gte=since, delivered_on__lte=on)
    for row in deliveries.select_related("link__service__provider__agency"):
        words = f"{row.link.service}({row.link.service.provider.agency} {short_date(row.delivered_on)})"
        found[row.household_id].append(Got(row.delivered_on, words, row.link.service.need, row.won))
    for rows in found.values():
        rows.sort(key=lambda one: one.on, reverse=True)
    return found


def _reason(item: WorkItem, labels: list[str]) -> str:
    parts = [*labels[:REASONS_SHOWN], f"살핌 {item.points}점"]
    if item.times_flagged > 1:
        parts.append(f"{item.times_flagged}번째 발굴")
    return " · ".join(parts)[:200]
