"""동행 초대: what may be read of one by who holds its address, by who was asked, and by the office."""

import datetime as dt
from dataclasses import dataclass
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from bokjihub.accounts.access.actors import Actor, PostView
from bokjihub.accounts.access.policy import Facts
from bokjihub.accounts.access.sealed import search_key, token_hash
from bokjihub.accounts.models import Role
from bokjihub.visits.models import Companion, Invitation, Visit

TAIL_TRIES = 5


@dataclass(frozen=True)
class Guest:
    """Who was asked, and the one home they may say yes to."""

    invitation_id: UUID
    household_id: UUID
    area_id: UUID
    name: str


def guest_behind(token: str) -> Guest | None:
    """Whose invitation an address is, by the owner's function: the holder needs no other right to ask."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM visits_invitation_behind(%s)", [token_hash(token)])
        found = cursor.fetchone()
    return Guest(*found) if found else None


def guest_of(invitation: Invitation) -> Guest:
    """The same, for somebody signed in who reads the row addressed to them."""
    return Guest(invitation.id, invitation.household_id, invitation.area_id, invitation.user.name)


def guest_actor(guest: Guest | None, *, place: str) -> Actor:
    """동행 초대: whoever was asked. No dong; one household, the visit's; none before the token is known."""
    name = "동행 초대"
    me = uuid5(NAMESPACE_URL, f"bokjihub:{name}:{guest.invitation_id if guest else ''}")
    posts: tuple[PostView, ...] = ()
    if guest is not None:
        given = frozenset({guest.household_id})
        posts = (PostView(me, Role.PORTAL, name, None, None, guest.area_id, frozenset(), subjects=given),)
    label = f"{name} · {guest.name}" if guest else name
    return Actor(id=me, name=name, label=label, place=place, day=timezone.localdate(), posts=posts)


def invitations_to(user_id: UUID) -> QuerySet[Invitation]:
    """What somebody is asked or has said yes to, from today on, the next first: day, time and dong."""
    standing = (Invitation.Answer.WAITING, Invitation.Answer.ACCEPTED)
    found = Invitation.objects.filter(user_id=user_id, on__gte=timezone.localdate(), answer__in=standing)
    return found.select_related("area", "user").order_by("on", "at")


def invitation_facts(invitation_id: UUID) -> Facts | None:
    """Facts of the home behind an invitation."""
    found = Invitation.objects.filter(id=invitation_id).values("household_id", "area_id").first()
    return Facts(household_id=found["household_id"], area_id=found["area_id"]) if found else None


def is_closed(invitation: Invitation, now: dt.datetime) -> bool:
    """The address opens nothing any more: the visit is over or moved away, or four digits were guessed at too often."""
    ended = invitation.expires_at is None or invitation.expires_at <= now
    return not invitation.is_standing or ended or invitation.wrong_tails >= TAIL_TRIES


def tail_key(invitation_id: UUID, tail: str) -> bytes:
    """What is stored of the last four digits of the phone the address was sent to."""
    return search_key(tail, column=f"visits.invitation:{invitation_id}")


def companion_of(invitation: Invitation) -> Companion | None:
    """The neighbour in the visit, with the hours they said."""
    return Companion.objects.filter(visit_id=invitation.visit_id, post_id=invitation.post_id).first()


def may_still_answer(invitation: Invitation) -> bool:
    """Until the pair sets out; from then on a neighbour who cannot come rings the officer."""
    before = (Visit.State.WAITING, Visit.State.SCHEDULED)
    return invitation.is_standing and Visit.objects.filter(id=invitation.visit_id, state__in=before).exists()


def walks_of(user_id: UUID, day: dt.date) -> dict[UUID, tuple[Invitation, Companion]]:
    """Whom somebody goes along to on a day as a neighbour, by visit: the yes and the hours said."""
    yes = Invitation.objects.filter(user_id=user_id, on=day, answer=Invitation.Answer.ACCEPTED).select_related("user")
    found = ((row, companion_of(row)) for row in yes)
    return {row.visit_id: (row, companion) for row, companion in found if companion is not None}
