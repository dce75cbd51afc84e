"""Market days: proposed dates, totals on the spot, the contacts of a day for a file."""

import datetime as dt
from calendar import monthrange
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from bokjihub.counselling.models import MarketContact, MarketDay

# 남원 공설시장 5일장 opens on days ending in 4 and 9; a town may have other last digits.
NAMWON_DIGITS = (4, 9)


@dataclass(frozen=True)
class Totals:
    """What the desk shows on top: users, helped, won linked."""

    users: int
    helped: int
    known: int
    won: int


def market_dates(year: int, month: int, digits: tuple[int, ...] = NAMWON_DIGITS) -> list[dt.date]:
    """The days of a month whose last digit is one of `digits` (n and n+5)."""
    days = range(1, monthrange(year, month)[1] + 1)
    return [dt.date(year, month, day) for day in days if day % 10 in digits]


def totals(market_day: MarketDay) -> Totals:
    """The day's figures from its contacts."""
    row = MarketContact.objects.filter(market_day=market_day).aggregate(
        users=Count("id"),
        helped=Count("id", filter=Q(is_helped=True)),
        known=Count("person", distinct=True),
        won=Sum("linked_won", default=0),
    )
    return Totals(users=row["users"], helped=row["helped"], known=row["known"], won=row["won"])


def market_days(areas: frozenset[UUID], first: dt.date, last: dt.date) -> QuerySet[MarketDay]:
    """Days already opened in a month, with their figures."""
    found = MarketDay.objects.filter(area_id__in=areas, held_on__range=(first, last)).select_related("area")
    return found.annotate(
        users=Count("contacts"),
        helped=Count("contacts", filter=Q(contacts__is_helped=True)),
        won=Sum("contacts__linked_won", default=0),
    ).order_by("held_on", "place")


def contact_rows(market_day: MarketDay) -> list[tuple[int, dt.datetime, str, str, str, int, str]]:
    """The day's contacts for a file: numbers and answers, never a name."""
    found = MarketContact.objects.filter(market_day=market_day).order_by("at")
    return [
        (
            number,
            timezone.localtime(row.at),
            ", ".join(row.needs),
            row.answer,
            "예" if row.is_helped else "",
            row.linked_won,
            row.funding,
        )
        for number, row in enumerate(found, start=1)
    ]
