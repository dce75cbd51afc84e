"""이동상담: opening a day, one contact in three taps, taking the last one back."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.models import Post, Role
from bokjihub.areas.models import Area
from bokjihub.audit import actions as audit
from bokjihub.clocks.actions import start_clock
from bokjihub.counselling import errors
from bokjihub.counselling.actions.record import CALL_BACK, CALL_VERB
from bokjihub.counselling.models import MarketContact, MarketDay
from bokjihub.people.actions import NewPerson, record_consent, register_household
from bokjihub.people.models import Consent, Household, Person
from bokjihub.people.queries import head_of
from bokjihub.ui.words import masked_name
from bokjihub.visits.actions.absence import note_absence
from bokjihub.visits.models import Absence

UNDO_MINUTES = 5
# Answers that gave something, not only words (도움 인원).
HELPS = frozenset({"물품", "신청 도움", "예약", "긴급"})


@dataclass(frozen=True)
class Heard:
    """What one person came with and got."""

    needs: tuple[str, ...]
    answer: str
    linked_won: int = 0
    funding: str = ""
    name: str = ""
    phone: str = ""
    agrees: bool = False
    client_id: UUID | None = None


@dataclass(frozen=True)
class Sitting:
    """Who sits at the desk, from when until when: no visit is planned for them in these hours."""

    posts: tuple[Post, ...] = ()
    begins: dt.time = dt.time(10, 0)
    ends: dt.time = dt.time(15, 0)


NOBODY_SAID = Sitting()


@transaction.atomic
def open_market_day(
    *, kind: MarketDay.Kind, place: str, area: Area, held_on: dt.date, sitting: Sitting = NOBODY_SAID, by: Actor
) -> MarketDay:
    """이동상담 열기: one place on one day; opening it again finds the same.

    Who sits there is away for the planner of visits (장날·행사), once. Refused where the desk would close before it opens.
    """
    if len(place.strip()) < 2:
        raise errors.PlaceMissing(field="place")
    day, made = MarketDay.objects.get_or_create(
        place=place.strip(), held_on=held_on, defaults={"kind": kind, "area": area}
    )
    if made:
        audit.record("market.open", detail={"place": day.place, "on": held_on}, by=by)
    if held_on >= by.day:
        _seat(sitting, held_on, by=by)
    return day


def _seat(sitting: Sitting, on: dt.date, *, by: Actor) -> None:
    """Whoever is noted at an event of that day stays as noted: the desk opened again with other hours seats nobody twice."""
    if sitting.posts and sitting.ends <= sitting.begins:
        raise errors.DeskClosesFirst(field="ends")
    seated = set(
        Absence.objects.filter(reason=Absence.Reason.EVENT, starts_at__date=on).values_list("user_id", flat=True)
    )
    for post in sitting.posts:
        if post.user_id not in seated:
            note_absence(post=post, on=on, begins=sitting.begins, ends=sitting.ends, reason=Absence.Reason.EVENT, by=by)


@transaction.atomic
def record_contact(*, market_day: MarketDay, heard: Heard, by: Actor) -> MarketContact:
    """한 분: anonymous unless the person wants a call; then name, phone and consent, and a clock to call.

    Refused on another day than the market's, and for a name without a phone or without consent.
    """
    if market_day.held_on != by.day:
        raise errors.MarketDayClosed
    if heard.client_id and (known := MarketContact.objects.filter(client_id=heard.client_id).first()):
        return known
    person = _caller(market_day, heard, by)
    row = MarketContact.objects.create(
        market_day=market_day,
        area_id=market_day.area_id,
        household_id=person.household_id if person else None,
        person=person,
        needs=list(heard.needs),
        answer=heard.answer,
        is_helped=heard.answer in HELPS or heard.linked_won > 0,
        linked_won=heard.linked_won,
        funding=heard.funding,
        at=timezone.now(),
        wants_call=person is not None,
        taken_by=by.id,
        client_id=heard.client_id,
    )
    subjects = [person.household_id] if person else []
    audit.record("market.contact", subjects=subjects, detail={"day": market_day.id, "answer": heard.answer}, by=by)
    return row


@transaction.atomic
def undo_contact(*, market_day: MarketDay, by: Actor) -> None:
    """방금 적은 것 되돌리기: the taker's own last anonymous contact, within five minutes. A name given stays."""
    since = timezone.now() - dt.timedelta(minutes=UNDO_MINUTES)
    last = MarketContact.objects.filter(market_day=market_day, taken_by=by.id).order_by("-at").first()
    if last is None or last.at < since or last.household_id is not None:
        raise errors.NothingToUndo
    detail = {"day": market_day.id, "needs": last.needs, "answer": last.answer, "won": last.linked_won}
    last.delete()
    audit.record("market.undo", detail=detail, by=by)


@transaction.atomic
def take_back(*, contact: MarketContact, by: Actor) -> None:
    """되돌리기 from a tablet, by the contact's own number. A name given stays; so does another's contact."""
    if contact.household_id is not None or contact.taken_by != by.id:
        raise errors.NothingToUndo
    detail = {"day": contact.market_day_id, "needs": contact.needs, "answer": contact.answer, "won": contact.linked_won}
    contact.delete()
    audit.record("market.undo", detail=detail, by=by)


def _caller(market_day: MarketDay, heard: Heard, by: Actor) -> Person | None:
    """The person who wants a call: written down with consent, and somebody calls tomorrow."""
    if not (heard.name.strip() or heard.phone.strip() or heard.agrees):
        return None
    if not (heard.name.strip() and heard.phone.strip() and heard.agrees):
        raise errors.CallNeedsName(field="name")
    household = register_household(
        area=market_day.area,
        address=f"{market_day.area.name} (이동상담에서 만남, 주소 여쭐 것)",
        head=NewPerson(name=heard.name.strip(), phone=heard.phone.strip()),
        by=by,
    )
    _agree(household, heard, by)
    _ask_to_call(household, heard, market_day, by)
    return head_of(household.id)


def _agree(household: Household, heard: Heard, by: Actor) -> None:
    record_consent(
        household=household,
        purpose=Consent.Purpose.COUNSELLING,
        items=["이름", "전화"],
        given_by=heard.name.strip(),
        method=Consent.Method.SPOKEN,
        given_on=by.day,
        expires_on=by.day + dt.timedelta(days=90),
        by=by,
    )


def _ask_to_call(household: Household, heard: Heard, market_day: MarketDay, by: Actor) -> None:
    start_clock(
        code=CALL_BACK,
        subject_kind="people.household",
        subject_id=household.id,
        area_id=household.area_id,
        household_id=household.id,
        role=Role.DONG_OFFICER,
        title=f"{masked_name(heard.name.strip())} 이동상담 뒤 전화 · {market_day.place}"[:120],
        verb=CALL_VERB,
        started_on=by.day,
        by=by,
    )
