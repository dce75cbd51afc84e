"""봉사자 방문카드: exactly the fields a neighbour sees, of their own visit of today (R38). Nothing else is read."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from bokjihub.accounts.access.actors import Actor
from bokjihub.people.models import Person, SafetyNote
from bokjihub.people.queries import head_of
from bokjihub.visits.models import Invitation, Visit
from bokjihub.visits.queries.pairs import RESIDENTS, volunteer_consent

ELDER_AGE = 65
TWO_SYLLABLE_SURNAMES = ("남궁", "황보", "제갈", "선우", "독고", "사공", "서문", "동방")


@dataclass(frozen=True)
class Card:
    """Given name, address, time, who goes, what to carry, what concerns the walker's safety."""

    visit_id: UUID
    household_id: UUID
    on: dt.date
    at: dt.time
    whom: str
    address: str
    with_whom: str
    office_phone: str
    take_along: str
    door_hint: str
    safety: tuple[str, ...]


@dataclass(frozen=True)
class Cards:
    """The cards of today, and how many visits show none because the consent is missing or was withdrawn."""

    cards: tuple[Card, ...]
    withheld: int


def cards_of(actor: Actor) -> Cards:
    """Today's open visits this person goes along to. A withdrawn consent takes the card away at once."""
    staff = [post.id for post in actor.posts if post.role not in RESIDENTS]
    neighbour = [post.id for post in actor.posts if post.role in RESIDENTS]
    along = _visits_on(actor.day).filter(companions__post_id__in=staff)
    said_yes = _visits_on(actor.day).filter(
        companions__post_id__in=neighbour,
        companions__left_at__isnull=True,
        invitations__post_id__in=neighbour,
        invitations__answer=Invitation.Answer.ACCEPTED,
    )
    mine = {visit.id: visit for visit in along}
    asked = {visit.id: visit for visit in said_yes if visit.id not in mine}
    allowed = {key: visit for key, visit in asked.items() if _is_shown(visit, actor.day)}
    visits = sorted((mine | allowed).values(), key=lambda visit: visit.planned_at)
    return Cards(tuple(_card(visit, actor.day) for visit in visits), len(asked) - len(allowed))


def card_behind(invitation: Invitation, day: dt.date) -> Card | None:
    """The card of who said yes through an address: of its day only, while the visit lasts and the consent stands."""
    there = _visits_on(day).filter(companions__post_id=invitation.post_id, companions__left_at__isnull=True)
    visit = there.filter(id=invitation.visit_id).first()
    if visit is None or invitation.answer != Invitation.Answer.ACCEPTED or not _is_shown(visit, day):
        return None
    return _card(visit, day)


def _visits_on(day: dt.date) -> QuerySet[Visit]:
    states = (Visit.State.SCHEDULED, Visit.State.DEPARTED, Visit.State.CHECKED_IN)
    return Visit.objects.filter(planned_on=day, state__in=states).select_related(
        "household", "lead__user", "lead__team"
    )


def _is_shown(visit: Visit, day: dt.date) -> bool:
    if visit.household.is_sealed:
        return False
    return bool(visit.volunteer_basis) or volunteer_consent(visit.household_id, day) is not None


def _card(visit: Visit, day: dt.date) -> Card:
    return Card(
        visit_id=visit.id,
        household_id=visit.household_id,
        on=visit.planned_on,
        at=visit.planned_at,
        whom=called(head_of(visit.household_id), day),
        address=visit.household.address,
        with_whom=visit.lead.user.name,
        office_phone=visit.lead.team.phone if visit.lead.team else "",
        take_along=visit.take_along,
        door_hint=visit.household.door_hint,
        safety=cautions(visit.household_id, day),
    )


def called(person: Person | None, day: dt.date) -> str:
    """병순 어르신 댁: how a home is called before a neighbour. The family name stays in the office."""
    age = person.age_on(day) if person else None
    call = "어르신" if age is not None and age >= ELDER_AGE else "님"
    return f"{given_name(person.name)} {call} 댁" if person and person.name != "미상" else "이웃 댁"


def cautions(household_id: UUID, day: dt.date) -> tuple[str, ...]:
    """What concerns the safety of who comes to the door."""
    notes = SafetyNote.objects.filter(household_id=household_id, expires_on__gte=day).order_by("id")
    return tuple(note.words for note in notes)


def given_name(name: str) -> str:
    """The name without the family name: 박병순 → 병순, 남궁민수 → 민수, 한솔 → 솔. Other scripts: the last word."""
    text = name.strip()
    if not text or not all("가" <= char <= "힣" for char in text):
        return text.split()[-1] if text else text
    if len(text) > 2 and text.startswith(TWO_SYLLABLE_SURNAMES):
        return text[2:]
    return text[1:] if len(text) > 1 else text
