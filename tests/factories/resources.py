"""Agencies, services, households with a worry, lots: written as the owner of the tables."""

import datetime as dt
from uuid import uuid4

from django.db import connection
from django.utils import timezone

from bokjihub.discovery.models import WorkItem
from bokjihub.partners.models import Agency
from bokjihub.people import actions as people
from bokjihub.people.actions import NewPerson
from bokjihub.people.models import Consent, Household, Person
from bokjihub.resources.actions import ledger
from bokjihub.resources.models import FoodMember, FoodRule, FoodUse, Lot, Need, Provider, Service
from tests.cast import Cast

ITEMS = ["이름", "주소", "전화", "나이"]


def today() -> dt.date:
    return timezone.localdate()


def prove() -> None:
    """Ask the deferred constraints now."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def home(cast: Cast, name: str = "박영순", *, dong: str = "노암동", points: int | None = None) -> Household:
    """A household of a dong; with `points` it has an open worry."""
    household = people.register_household(
        area=cast.dongs[dong],
        address=f"{dong} 시묘길 {uuid4().hex[:6]}",
        head=NewPerson(name=name, birth_on=dt.date(1948, 5, 2), phone="010-1234-4821"),
        by=cast.actor("officer"),
    )
    if points is not None:
        worry(household, points)
    return household


def worry(household: Household, points: int = 40) -> WorkItem:
    return WorkItem.objects.create(
        household=household, area=household.area, number=f"노-{uuid4().hex[:8]}", opened_on=today(), points=points
    )


def food_rule(cast: Cast, *, starts_on: dt.date | None = None, **more: object) -> FoodRule:
    """One visit a month, five things, twelve months, once extended, a year's pause; exceptions with a reason."""
    provider = service(cast, "남원푸드마켓", "다섯 가지 고르기").provider
    facts = {"uses_a_month": 1, "items_a_use": 5, "term_months": 12, "renewals": 1, "pause_months": 12, **more}
    return FoodRule.objects.create(
        provider=provider,
        starts_on=starts_on or today() - dt.timedelta(days=400),
        source="운영 지침",
        entered_by=cast.user("hope").id,
        **facts,
    )


def food_member(cast: Cast, household: Household) -> FoodMember:
    provider = Provider.objects.filter(food_rules__isnull=False).first() or food_rule(cast).provider
    return FoodMember.objects.create(
        household=household,
        area_id=household.area_id,
        provider=provider,
        reason="누구에게나 엽니다",
        starts_on=today() - dt.timedelta(days=30),
        ends_on=today() + dt.timedelta(days=300),
        entered_by=cast.user("officer").id,
        entered_label="담당",
    )


def food_use(member: FoodMember, *, on: dt.date | None = None, items: int = 5) -> FoodUse:
    return FoodUse.objects.create(
        member=member,
        household_id=member.household_id,
        area_id=member.area_id,
        used_on=on or today(),
        items=items,
        recorded_by=member.entered_by,
        recorded_label="담당",
        once_key=uuid4(),
    )


def service(
    cast: Cast, agency: str = "노암복지관", name: str = "도시락", *, sector: str = "private", **more: object
) -> Service:
    body, _ = Agency.objects.get_or_create(
        name=agency, defaults={"city": cast.city, "sector": sector, "phone": "063-620-4567"}
    )
    provider, _ = Provider.objects.get_or_create(agency=body)
    facts = {"need": Need.FOOD, "confirmed_on": today(), "places": 3, **more}
    return Service.objects.create(provider=provider, name=name, **facts)


def head(household: Household) -> Person:
    return Person.objects.get(household=household, is_head=True)


def consent(cast: Cast, household: Household, of: Service, items: list[str] | None = None, **more: object) -> Consent:
    facts = {"given_on": today(), "expires_on": today() + dt.timedelta(days=180), **more}
    return Consent.objects.create(
        household=household,
        area=household.area,
        purpose=Consent.Purpose.LINK,
        items=ITEMS if items is None else items,
        recipient=of.provider.agency.name,
        recipient_id=of.provider.agency_id,
        given_by="박영순",
        method=Consent.Method.PAPER,
        **facts,
    )


def gift(**more: object) -> ledger.Gift:
    facts: dict[str, object] = {
        "name": "음료",
        "kind": Lot.Kind.FOOD,
        "custodian": Lot.Custodian.COUNCIL,
        "route": Lot.Route.DESIGNATED,
        "unit": "상자",
        "quantity": 1000,
        "total_won": 20_000_000,
        "received_on": today(),
        "donor": "가온음료",
        **more,
    }
    return ledger.Gift(**facts)


def lot(cast: Cast, **more: object) -> Lot:
    return ledger.receive_lot(gift=gift(**more), once_key=uuid4(), by=cast.actor("resource"))
