"""Worries and what proves their end, written as the owner. All people are invented."""

import datetime as dt
from itertools import count
from typing import Any

from django.utils import timezone

from bokjihub.benefits.models import Application
from bokjihub.counselling.models import Counselling, ToldBenefit
from bokjihub.discovery.models import Channel, Signal, WorkItem
from bokjihub.emergency.models import CrisisReason, EmergencyAid, Grant, Recovery
from bokjihub.people.models import Household, Person
from bokjihub.ui.words import chosung
from tests.cast import Cast

_number = count(1)
NAMES = (
    "박옥순",
    "최한호",
    "정가자",
    "서만식",
    "윤미",
    "배길동",
    "조은희",
    "오판석",
    "임순자",
    "강두만",
    "문복례",
    "차영수",
)


def home(cast: Cast, *, dong: str = "노암동", name: str = "박옥순", born: int = 1948, **more: Any) -> Household:
    """A home of one person."""
    n = next(_number)
    area = cast.dongs[dong]
    more.setdefault("tong", cast.tong5 if dong == "노암동" else None)
    address = more.pop("address", f"남원시 {dong} 느티길 {n}")
    household = Household.objects.create(area=area, address=address, address_key=f"느티길{n}", kind="single", **more)
    person = Person(
        household=household, area=area, name=name, chosung=chosung(name), birth_year=born, sex="F", is_head=True
    )
    person.phone = f"010-0000-{n:04d}"
    person.save()
    return household


def worry(cast: Cast, *, owner: str | None = "officer", household: Household | None = None, **more: Any) -> WorkItem:
    """One household's open worry with one signal; owned by a cast member, or by nobody."""
    n = next(_number)
    household = household or home(cast, name=more.pop("name", NAMES[n % len(NAMES)]))
    indicators = more.pop("indicators", ["nhis_arrears"])
    state = WorkItem.State.ASSIGNED if owner else WorkItem.State.RECEIVED
    item = WorkItem.objects.create(
        household=household,
        area=household.area,
        number=f"T-{n:06d}",
        state=more.pop("state", state),
        owner=cast.posts[owner] if owner else None,
        opened_on=more.pop("opened_on", timezone.localdate()),
        **more,
    )
    Signal.objects.create(
        work_item=item,
        household=household,
        area=household.area,
        channel=Channel.BIGDATA,
        indicators=indicators,
        months=5,
        received_at=timezone.now(),
        place=household.address,
        receipt=f"R-{n}",
    )
    return item


def counselled(item: WorkItem, *, told: bool = True, danger: list[str] | None = None) -> Counselling:
    """A counselling record of the worry, with a benefit told or without."""
    row = Counselling.objects.create(
        household_id=item.household_id,
        work_item=item,
        area_id=item.area_id,
        channel="phone",
        counselled_on=timezone.localdate(),
        client_words="아들이 매주 옵니다. 괜찮습니다.",
        immediate_danger=danger or [],
        disposition="information",
        counselled_by=item.id,
        counselled_label="시험",
    )
    if told:
        ToldBenefit.objects.create(
            counselling=row, area_id=item.area_id, household_id=item.household_id, benefit="기초연금"
        )
    return row


def aided(item: WorkItem, *, is_approved: bool | None = True) -> EmergencyAid:
    """An emergency aid of the worry with one grant."""
    today = timezone.localdate()
    reason, _ = CrisisReason.objects.get_or_create(
        code="TEST", starts_on=dt.date(2010, 1, 1), defaults={"name": "실직", "basis": "제2조", "status": "시험"}
    )
    aid = EmergencyAid.objects.create(
        number=f"E-{next(_number)}",
        household_id=item.household_id,
        work_item=item,
        area_id=item.area_id,
        kind="LIVING",
        reason=reason,
        requested_on=today,
        requested_by=item.id,
    )
    Grant.objects.create(
        aid=aid,
        household_id=item.household_id,
        area_id=item.area_id,
        kind="LIVING",
        monthly_won=783_000,
        starts_on=today,
        ends_on=today + dt.timedelta(days=89),
        asked_on=today,
        asked_by=item.id,
        is_approved=is_approved,
        decided_by=None if is_approved is None else aid.id,
        decided_on=None if is_approved is None else today,
    )
    return aid


def ordered_back(aid: EmergencyAid) -> Recovery:
    """An order of another person to give half a month back."""
    today = timezone.localdate()
    return Recovery.objects.create(
        aid=aid,
        household_id=aid.household_id,
        area_id=aid.area_id,
        ground=Recovery.Ground.EXCESS,
        won=391_500,
        words="보름치를 더 드림",
        asked_on=today,
        asked_by=aid.requested_by,
        is_ordered=True,
        ordered_on=today,
        ordered_by=aid.id,
    )


def applied(item: WorkItem, *, is_granted: bool | None = True, group: str = "PUB_BASIC") -> Application:
    """An application of the worry: still waiting, granted or refused."""
    today = timezone.localdate()
    is_decided = is_granted is not None
    return Application.objects.create(
        household_id=item.household_id,
        work_item=item,
        area_id=item.area_id,
        benefit="생계급여",
        group=group,
        turn="decided" if is_decided else "survey",
        opened_on=today,
        is_granted=is_granted,
        decided_on=today if is_decided else None,
        reason="" if is_granted is not False else "소득인정액이 기준을 넘음",
    )
