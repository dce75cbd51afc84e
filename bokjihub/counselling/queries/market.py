"""Market days: proposed dates, totals on the spot, the contacts of a day for a file."""

import datetime as dt
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet, Sum
from django.utils import timezone

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.access.policy import Facts
from bokjihub.accounts.models import Post
from bokjihub.counselling.models import MarketContact, MarketDay, MarketLink
from bokjihub.ui.words import masked_name
from bokjihub.visits.queries.pairs import RESIDENTS

# 남원 공설시장 5일장 opens on days ending in 4 and 9; a town may have other last digits.
NAMWON_DIGITS = (4, 9)


@dataclass(frozen=True)
class Totals:
    """What the desk shows on top: users, helped, won linked."""

    users: int
    helped: int
    known: int
    won: int


def may_sit(actor: Actor) -> list[Post]:
    """Who of the actor's own team or office can be put down for the desk: staff, not the neighbours."""
    teams = {post.team_id for post in actor.posts if post.team_id}
    offices = {post.area_id for post in actor.posts if post.team_id is None}
    found = Post.objects.on(actor.day).filter(Q(team_id__in=teams) | Q(team__isnull=True, area_id__in=offices))
    return list(found.exclude(role__in=RESIDENTS).select_related("user").order_by("role", "user__name", "id"))


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


def last_place(areas: frozenset[UUID]) -> str:
    """Where the desk stood last: the place proposed for the next one; nothing where there was none yet."""
    found = MarketDay.objects.filter(area_id__in=areas, kind=MarketDay.Kind.MARKET).order_by("-held_on", "-id")
    return found.values_list("place", flat=True).first() or ""


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


@dataclass(frozen=True)
class Met:
    """One contact of a day, in a row: what was said, and whose it was as far as one knows."""

    id: UUID
    at: dt.datetime
    needs: str
    answer: str
    household_id: UUID | None
    who: str
    how: str
    is_linked: bool


def met_on(contacts: Iterable[MarketContact]) -> list[Met]:
    """Rows of contacts taken `with_homes`: a home linked later may be undone, one written down at the desk is merged."""
    return [_met(row) for row in contacts]


def with_homes(market_day: MarketDay) -> QuerySet[MarketContact]:
    """The contacts of a day in order, with the link in force."""
    in_force = MarketLink.objects.filter(undone_at__isnull=True)
    found = MarketContact.objects.filter(market_day=market_day).select_related("person")
    return found.prefetch_related(Prefetch("links", in_force, to_attr="in_force")).order_by("at", "id")


def contact_facts(contact_id: UUID, **_: str) -> Facts | None:
    """Facts of a contact: the dong of its market day, whoever it turned out to be."""
    area_id = MarketContact.objects.filter(id=contact_id).values_list("market_day__area_id", flat=True).first()
    return Facts(area_id=area_id) if area_id else None


def _met(row: MarketContact) -> Met:
    links: list[MarketLink] = row.in_force  # type: ignore[attr-defined]
    return Met(
        id=row.id,
        at=timezone.localtime(row.at),
        needs=", ".join(row.needs),
        answer=row.answer,
        household_id=row.household_id,
        who=masked_name(row.person.name) if row.person else "",
        how=links[0].get_how_display() if links else "그 자리에서 새로 적음" if row.household_id else "",
        is_linked=bool(links),
    )
