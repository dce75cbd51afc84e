"""오늘 자료: what one person carries out of the house this day. The homes they go to, each as their role may see it, no more."""

import datetime as dt
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

from django.utils import timezone

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.access.panels import Degree, Panel, panels_for
from bokjihub.accounts.access.policy import TABLE, Act
from bokjihub.accounts.models import Post
from bokjihub.assessments.queries.asked import Portable, portable
from bokjihub.assessments.queries.forms import versions_in_use
from bokjihub.counselling.choices import BENEFITS, CRISES, DANGERS, MARKET_ANSWERS, MARKET_NEEDS, NEEDS
from bokjihub.counselling.models import Counselling, MarketDay
from bokjihub.counselling.queries.market import totals
from bokjihub.field.effects import fields_of_visit
from bokjihub.people.models import Consent
from bokjihub.people.queries import consent_for
from bokjihub.ui.words import masked_name
from bokjihub.visits.models import Visit
from bokjihub.visits.queries.day import DayStop, day_plan
from bokjihub.visits.queries.household import sheet_of
from bokjihub.visits.queries.next_date import proposed_next
from bokjihub.visits.queries.signs import DOOR_SIGNS

WRITES = {
    "health": Act.HEALTH,
    "counselling": Act.COUNSELLING,
    "consent": Act.CONSENT,
}


@dataclass(frozen=True)
class Home:
    """One visit of the day with what its role may know of the home. Phone numbers stay masked; amounts are not in it."""

    id: str
    household: str
    number: int
    at: str
    minutes: int
    name: str
    about: str
    address: str
    door_hint: str
    programme: str
    purpose: str
    take_along: str
    pair: str
    partner_phone: str
    people: tuple[str, ...]
    phones: tuple[str, ...]
    why: tuple[str, ...]
    ladder: tuple[str, ...]
    safety: tuple[str, ...]
    wishes: tuple[str, ...]
    consents: tuple[str, ...]
    needs_consent: bool
    questions: tuple[str, ...]
    asked_of: tuple[tuple[str, str], ...]
    instruments: tuple[str, ...]
    health_consent: bool
    state: str
    arrived_at: str
    record: dict[str, Any]
    is_recorded: bool
    is_counselled: bool
    may: tuple[str, ...]
    lat: float | None
    lng: float | None


@dataclass(frozen=True)
class Market:
    """이동상담 자리 of the day with its figures so far."""

    id: str
    place: str
    users: int
    helped: int
    won: int


@dataclass(frozen=True)
class DayPack:
    """Everything of one day for one person. `forms`: the published forms, for whom may write health; answers travel as writes."""

    day: str
    name: str
    label: str
    office: str
    office_phone: str
    homes: tuple[Home, ...]
    markets: tuple[Market, ...]
    proposed: dict[str, str]
    quick: tuple[tuple[str, str], ...]
    forms: tuple[Portable, ...] = field(default_factory=tuple)


def day_pack(actor: Actor) -> DayPack:
    """The homes I lead or go along to today and still may see, by the hour; the market days of my dongs."""
    stops = [stop for day in day_plan(actor, actor.day) for stop in day.stops if _is_mine(stop, actor)]
    stops.sort(key=lambda one: (one.visit.planned_at, one.number))
    post = actor.main_post
    team = Post.objects.select_related("team").get(id=post.id).team if post else None
    return DayPack(
        day=actor.day.isoformat(),
        name=actor.name,
        label=actor.label,
        office=actor.label.split(" ")[0],
        office_phone=team.phone if team else "",
        homes=tuple(_home(number, stop, actor) for number, stop in enumerate(stops, start=1)),
        markets=tuple(_markets(actor)),
        proposed={one.value: proposed_next(one, actor.day).isoformat() for one in Visit.Result},
        quick=tuple(_quick(actor.day)),
        forms=tuple(portable(one) for one in versions_in_use().defer(None).defer("workbook"))
        if stops and _may_measure(actor)
        else (),
    )


def choices() -> dict[str, list[tuple[str, str]]]:
    """The words of every choice on the tablet's forms; the same for everybody, so they come with the page and not the pack."""
    return {
        "result": [(str(value), str(label)) for value, label in Visit.Result.choices],
        "door_signs": list(DOOR_SIGNS),
        "needs": list(NEEDS),
        "crisis_reasons": list(CRISES),
        "immediate_danger": list(DANGERS),
        "told": [(one, one) for one in BENEFITS],
        "disposition": [(str(value), str(label)) for value, label in Counselling.Disposition.choices],
        "market_needs": [(one, one) for one in MARKET_NEEDS],
        "market_answer": [(one, one) for one in MARKET_ANSWERS],
    }


def household_ids(pack: DayPack) -> set[UUID]:
    """Every home in the pack, for the record."""
    return {UUID(home.household) for home in pack.homes}


def as_json(pack: DayPack) -> dict[str, Any]:
    """The pack as it travels."""
    return asdict(pack)


def _is_mine(stop: DayStop, actor: Actor) -> bool:
    mine = {post.id for post in actor.posts}
    goes = stop.visit.lead_id in mine or any(row.post_id in mine for row in stop.visit.companions.all())
    return goes and stop.visit.state != Visit.State.WAITING


def _home(number: int, stop: DayStop, actor: Actor) -> Home:
    visit = stop.visit
    sheet = sheet_of(visit)
    in_charge = visit.lead_id in {post.id for post in actor.posts}
    panels = panels_for(actor, in_charge=in_charge)
    sees_why = panels.get(Panel.WHY) is Degree.ALL
    hidden = visit.household.is_sealed and not in_charge
    return Home(
        id=str(visit.id),
        household=str(visit.household_id),
        number=number,
        at=f"{visit.planned_at:%H:%M}",
        minutes=visit.minutes,
        name=masked_name(stop.name),
        about=stop.about,
        address="주소를 가린 가구입니다. 담당에게 물어봐 주세요." if hidden else visit.household.address,
        door_hint=visit.household.door_hint if Panel.DOOR_HINT in panels and not hidden else "",
        programme=visit.programme.name,
        purpose=visit.purpose,
        take_along=visit.take_along,
        pair=stop.pair,
        partner_phone=visit.lead.team.phone if visit.lead.team else "",
        people=tuple(_person(one, actor.day) for one in sheet.people),
        phones=sheet.phones,
        why=sheet.why if sees_why else (),
        ladder=tuple(f"{timezone.localtime(row.at):%m. %d.} {row.way} {row.result}" for row in sheet.ladder)
        if sees_why
        else (),
        safety=sheet.safety,
        wishes=sheet.wishes,
        consents=sheet.consents,
        needs_consent=consent_for(visit.household_id, Consent.Purpose.COUNSELLING, actor.day) is None,
        questions=sheet.questions if sees_why else (),
        asked_of=tuple((str(one.id), _whom(one)) for one in sheet.people) if _may_measure(actor) else (),
        instruments=tuple(visit.programme.instruments) if _may_measure(actor) else (),
        health_consent=consent_for(visit.household_id, Consent.Purpose.HEALTH, actor.day) is not None,
        state=visit.state,
        arrived_at=visit.arrived_at.isoformat() if visit.arrived_at else "",
        record={name: list(v) if isinstance(v, tuple) else v for name, v in fields_of_visit(visit).items()},
        is_recorded=visit.recorded_at is not None,
        is_counselled=Counselling.objects.filter(visit=visit).exists(),
        may=tuple(name for name, act in WRITES.items() if actor.roles & set(TABLE[act])),
        lat=None if hidden else visit.household.latitude,
        lng=None if hidden else visit.household.longitude,
    )


def _may_measure(actor: Actor) -> bool:
    """Forms of health are carried by those who may write health."""
    return bool(actor.roles & set(TABLE[Act.HEALTH]))


def _whom(person: Any) -> str:
    return f"{masked_name(person.name)} ({person.relation})"


def _person(person: Any, day: dt.date) -> str:
    age = person.age_on(day)
    parts = (masked_name(person.name), person.relation, f"만 {age}세" if age is not None else "", person.note)
    return " · ".join(part for part in parts if part)


def _markets(actor: Actor) -> list[Market]:
    if not actor.roles & set(TABLE[Act.MARKET]):
        return []
    rows = []
    for day in MarketDay.objects.filter(held_on=actor.day, area_id__in=actor.areas).order_by("place"):
        figures = totals(day)
        rows.append(Market(str(day.id), day.place, figures.users, figures.helped, figures.won))
    return rows


def _quick(day: dt.date) -> list[tuple[str, str]]:
    ahead = ((1, "내일"), (3, "사흘 뒤"), (7, "1주 뒤"), (30, "한 달 뒤"))
    return [((day + dt.timedelta(days=days)).isoformat(), words) for days, words in ahead]
