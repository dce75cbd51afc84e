"""What others gave in 남원시: 공동모금회's aid through service links, and the gifts of February 2018 (process §7.1, rows 15 and 23)."""

import datetime as dt
from dataclasses import dataclass
from random import Random
from uuid import uuid5

from bokjihub.accounts.access.actors import actor_of
from bokjihub.accounts.access.scope import acting_as
from bokjihub.accounts.models import Role
from bokjihub.clocks.calendar import next_working_day
from bokjihub.demo.ground import Town
from bokjihub.demo.links import Referral, give
from bokjihub.demo.spread import spread
from bokjihub.partners.models import Agency
from bokjihub.people.models import Household
from bokjihub.resources.actions.ledger import Gift, receive_lot
from bokjihub.resources.models import Lot, Need, Provider, Service

FUNDER = "사회복지공동모금회"
FIRST, LAST = dt.date(2016, 1, 4), dt.date(2016, 8, 31)
ASSUMED = "금액의 나눔과 날은 가정"


@dataclass(frozen=True)
class Aid:
    """One kind of the funder's aid. Text 001 names the kinds and gives 65 cases and 62,458 thousand won in all."""

    name: str
    need: Need
    count: int
    won: int


# How the total falls on the three kinds is assumed (가정).
AIDS = (
    Aid("생계비 지원(가정 배분)", Need.LIVING, 34, 23_800_000),
    Aid("의료비 지원(가정 배분)", Need.HEALTH, 22, 30_658_000),
    Aid("재난구호비 지원(가정 배분)", Need.HOME, 9, 8_000_000),
)
# What was given, where to, how it is counted. The text gives no worth for the vouchers and no day for the boxes.
GIFTS = (
    Gift(
        name="음료수",
        kind=Lot.Kind.FOOD,
        custodian=Lot.Custodian.TOWN,
        route=Lot.Route.DESIGNATED,
        unit="상자",
        quantity=1_000,
        total_won=20_000_000,
        received_on=dt.date(2018, 2, 12),
        donor="지역 식음료 기업(가명)",
        review_reference="원문에 없음(가정)",
    ),
    Gift(
        name="상품권(금액은 원문에 없음)",
        kind=Lot.Kind.VOUCHER,
        custodian=Lot.Custodian.CENTRE,
        route=Lot.Route.CORPORATION,
        unit="매",
        quantity=50,
        total_won=0,
        received_on=dt.date(2018, 2, 9),
        donor="공공기관 지사(가명)",
        restriction="장애인복지관",
    ),
    Gift(
        name="설 선물꾸러미(받은 날 가정)",
        kind=Lot.Kind.DAILY,
        custodian=Lot.Custodian.TOWN,
        route=Lot.Route.DESIGNATED,
        unit="상자",
        quantity=100,
        total_won=2_500_000,
        received_on=dt.date(2018, 2, 5),
        donor="지역 은행(가명)",
        review_reference="원문에 없음(가정)",
    ),
)


def write(town: Town, homes: list[Household], random: Random) -> None:
    """Links with their deliveries, then the gifts, booked by the desk that keeps the ledger."""
    _links(town, homes, random)
    by = actor_of(town.posts_of(Role.RESOURCE_DESK)[0].user, place="합성 자료")
    for gift in GIFTS:
        with acting_as(by):
            receive_lot(gift=gift, once_key=uuid5(town.city.id, gift.name), by=by)


def _links(town: Town, homes: list[Household], random: Random) -> None:
    agency = Agency.objects.create(
        name=FUNDER,
        sector=Agency.Sector.PRIVATE,
        kind="모금·배분",
        phone="063-000-0065",
        city=town.city,
        starts_on=dt.date(2012, 1, 1),
    )
    provider = Provider.objects.create(agency=agency)
    officer = town.posts_of(Role.HOPE_UNIT)[0]
    for aid in AIDS:
        service = Service.objects.create(provider=provider, name=aid.name, need=aid.need, confirmed_on=FIRST)
        amounts = spread(aid.won, aid.count, random, step=1_000, least=100_000, most=4_000_000)
        for won, home in zip(amounts, random.sample(homes, aid.count), strict=True):
            sent_on = next_working_day(FIRST + dt.timedelta(days=random.randrange((LAST - FIRST).days - 20)))
            came_on = next_working_day(sent_on + dt.timedelta(days=random.randrange(1, 14)))
            give(Referral(service, home, won, sent_on, came_on, ASSUMED), officer)
