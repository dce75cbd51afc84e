"""What lies before the committee: the items with the day each must be decided by, and the sittings held."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from bokjihub.emergency import limits, queries
from bokjihub.emergency.models import AgendaItem, FollowUp, Sitting
from bokjihub.emergency.queries import paid_won
from bokjihub.ui.words import won

SITTINGS_SHOWN = 30


@dataclass(frozen=True)
class ItemLine:
    """One item without a name: what happened, what was paid, what is asked, and until when."""

    item: AgendaItem
    digest: str
    paid_won: int
    due_on: dt.date | None


def waiting_items(day: dt.date) -> list[ItemLine]:
    """Items no sitting decided, the nearest day first."""
    lines = _lines(AgendaItem.objects.filter(outcome=""))
    return sorted(lines, key=lambda line: (line.due_on or dt.date.max, line.item.asked_on))


def items_for(sitting: Sitting) -> list[ItemLine]:
    """What the sitting decided, and what was put before it until its day and still waits."""
    found = AgendaItem.objects.filter(Q(sitting=sitting) | Q(outcome="", asked_on__lte=sitting.held_on))
    return _lines(found.order_by("asked_on", "id"))


def held_sittings() -> QuerySet[Sitting]:
    """Sittings with how many items each decided, newest first."""
    return Sitting.objects.annotate(decided=Count("items")).order_by("-held_on", "-id")[:SITTINGS_SHOWN]


def _lines(items: QuerySet[AgendaItem]) -> list[ItemLine]:
    rows = items.select_related("aid__area", "aid__reason", "sitting")
    return [ItemLine(item, _digest(item), paid_won(item.aid), _due_on(item)) for item in rows]


def _digest(item: AgendaItem) -> str:
    """The aid in one line, without name, dong or address (process §1.4: the committee sees a digest)."""
    aid = item.aid
    words = [f"{aid.household_size}인 가구", aid.reason.name, aid.title]
    check = FollowUp.objects.filter(aid=aid).first()
    if check and check.income_won is not None:
        limit = f"/기준 {won(check.income_limit_won)}" if check.income_limit_won else ""
        words.append(f"소득 {won(check.income_won)}{limit}")
    if check and check.assets_won is not None:
        words.append(f"재산 {won(check.assets_won)}")
    if check and not check.is_adequate:
        words.append(check.reason)
    return " · ".join(words)


def _due_on(item: AgendaItem) -> dt.date | None:
    """An extension is decided three days before the period ends (시행규칙 제4조제2항); a review has no day in the law."""
    running = queries.running_grant(item.aid)
    if item.kind != AgendaItem.Kind.EXTENSION or running is None:
        return None
    return limits.extension_due(running.ends_on)
