"""The entries behind the source texts 000 and 001: 남원시 in 2015 and 2016.

What the texts give is reproduced by entries (process §7.1, rows 5-17 and 23); what they do not give, above all days, is
marked 가정 on the row itself (`is_assumed_date`). Nothing here is a total typed in: reports count and add these rows.
Offices and councils are in `namwon_offices`, gifts of others in `namwon_gifts`, classes and screenings in `namwon_programmes`.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from django.utils import timezone

from bokjihub.accounts.models import Post, Role
from bokjihub.clocks.calendar import next_working_day
from bokjihub.counselling.models import MarketContact, MarketDay
from bokjihub.demo import homes, namwon_gifts, namwon_offices, namwon_programmes
from bokjihub.demo.ground import Town, build, laid_out
from bokjihub.demo.spread import spread
from bokjihub.emergency.models import CrisisReason, EmergencyAid, Grant, Kind, NumberBook, Payment
from bokjihub.people.models import Household

FIRST, LAST = dt.date(2016, 1, 1), dt.date(2016, 8, 31)
HOMES = 400
MARKET_PLACE = "공설시장 쉼터"
MARKET_ENDINGS = (4, 9)  # 남원 장날: days ending in 4 and 9
NEEDS = ("생활비", "병원", "집", "일자리", "돌봄", "빚·법률", "그냥 이야기")
ANSWERS = ("안내함", "물품", "신청 도움", "예약", "긴급", "다음에")


@dataclass(frozen=True)
class Published:
    """One line of text 001: how many, how many won in all, and what one of them may be."""

    kind: Kind
    detail: str
    count: int
    won: int
    least: int
    most: int


# The text gives thousands of won; the won are chosen inside that thousand so that the grand total of the text (259,704)
# holds as well, although the rounded rows add up to 259,702.
EMERGENCY = (
    Published(Kind.LIVING, "", 266, 169_419_400, 200_000, 1_340_000),
    Published(Kind.MEDICAL, "", 32, 75_980_400, 300_000, 3_000_000),
    Published(Kind.HOUSING, "", 2, 736_400, 150_000, 600_000),
    Published(Kind.OTHER, "fuel", 136, 13_567_400, 60_000, 500_000),
)
# year: (users, of them helped, won linked); the text does not say how many were helped in 2015.
MARKET = {2015: (1_293, None, 164_000_000), 2016: (1_410, 1_240, 120_000_000)}


def tell(random: Random, today: dt.date) -> Town:
    """Write the story; returns the town."""
    town = build(laid_out(), random, since=namwon_offices.UNIT_SINCE)
    namwon_offices.write(town, random)
    found = list(_homes(town, random))
    _emergency(town, found, random)
    _markets(town, random)
    namwon_gifts.write(town, found, random)
    namwon_programmes.write(town, found, random)
    return town


def _homes(town: Town, random: Random) -> Iterator[Household]:
    for _ in range(HOMES):
        dong = random.choice(list(town.dongs.values()))
        yield homes.home(random, dong, random.choice(town.tongs[dong.name]), homes.invented(random))


def _emergency(town: Town, found: list[Household], random: Random) -> None:
    officers = town.posts_of(Role.EMERGENCY_OFFICER)
    decider = town.posts_of(Role.EMERGENCY_HEAD)[0]
    reasons = list(CrisisReason.objects.filter(starts_on__lte=FIRST).exclude(ends_on__lt=LAST))
    number = 0
    for line in EMERGENCY:
        amounts = spread(line.won, line.count, random, step=100, least=line.least, most=line.most)
        # One aid of a kind a home, so that no crisis gets more than article 10 gives.
        for won, home in zip(amounts, random.sample(found, line.count), strict=True):
            number += 1
            asked = _working_day(random, FIRST, LAST - dt.timedelta(days=10))
            _aid(home, line, won, number, asked, random.choice(reasons), random.choice(officers), decider)
    NumberBook.objects.create(year=FIRST.year, last=number)  # the next request of the year gets the next number


def _working_day(random: Random, first: dt.date, last: dt.date) -> dt.date:
    return next_working_day(first + dt.timedelta(days=random.randrange((last - first).days)))


def _aid(
    home: Household,
    line: Published,
    won: int,
    number: int,
    asked: dt.date,
    reason: CrisisReason,
    officer: Post,
    decider: Post,
) -> None:
    at_home = {"household": home, "area_id": home.area_id}
    aid = EmergencyAid.objects.create(
        **at_home,
        number=f"2016-긴-{number:04d}",
        kind=line.kind,
        detail=line.detail,
        reason=reason,
        state=EmergencyAid.State.ENDED,
        requested_on=asked,
        requested_by=officer.user_id,
        officer=officer,
        on_site_on=asked,
        findings="합성 자료",
        same_kind_checked=True,
        same_kind_source="합성 자료",
        financial_consent=EmergencyAid.Later.NOW,
        ended_on=LAST,
    )
    grant = Grant.objects.create(
        **at_home,
        aid=aid,
        kind=line.kind,
        monthly_won=won,
        starts_on=asked,
        ends_on=asked + dt.timedelta(days=30),
        asked_on=asked,
        asked_by=officer.user_id,
        decided_on=asked,
        decided_by=decider.user_id,
        is_approved=True,
        notice_ref="원문 합계를 나눈 합성 금액",
    )
    Payment.objects.create(
        **at_home,
        grant=grant,
        kind=line.kind,
        won=won,
        paid_on=asked,
        way=Payment.Way.CLINIC if line.kind == Kind.MEDICAL else Payment.Way.ACCOUNT,
        paid_by=officer.user_id,
        is_assumed_date=True,
    )


def _in_the_morning(day: dt.date, random: Random) -> dt.datetime:
    return dt.datetime.combine(
        day, dt.time(random.randrange(9, 13), random.randrange(60)), timezone.get_current_timezone()
    )


def market_days(year: int, last: dt.date) -> list[dt.date]:
    """남원 장날 of a year: the days whose number ends in 4 or 9, Sundays left out (가정)."""
    day, found = dt.date(year, 1, 1), []
    while day <= min(last, dt.date(year, 12, 31)):
        if day.day % 10 in MARKET_ENDINGS and day.weekday() < 6:
            found.append(day)
        day += dt.timedelta(days=1)
    return found


def _markets(town: Town, random: Random) -> None:
    taker = town.posts_of(Role.CASE_MANAGER)[0]
    seat = town.dongs["금동"]
    for year, (users, helped, won) in MARKET.items():
        days = [
            MarketDay.objects.create(place=MARKET_PLACE, area=seat, held_on=day, is_assumed_date=True)
            for day in market_days(year, LAST)
        ]
        of_day = [
            day for day, many in zip(days, spread(users, len(days), random, least=4), strict=True) for _ in range(many)
        ]
        given = helped if helped is not None else users // 3
        amounts = spread(won, given, random, step=1_000, least=10_000, most=1_500_000)
        contacts = [
            MarketContact(
                market_day=day,
                area=seat,
                needs=[random.choice(NEEDS)],
                answer=random.choice(ANSWERS),
                at=_in_the_morning(day.held_on, random),
                taken_by=taker.user_id,
            )
            for day in of_day
        ]  # fmt: skip
        for contact, amount in zip(random.sample(contacts, given), amounts, strict=True):
            contact.is_helped = True
            contact.linked_won = amount
            contact.funding = random.choice(("공공", "민간"))
        MarketContact.objects.bulk_create(contacts)
