"""동행 초대: a neighbour is asked, says yes or no, and only then learns whose home it is (process §1.4, R36, R38)."""

import datetime as dt
import secrets
from dataclasses import dataclass
from hmac import compare_digest
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from bokjihub.accounts import actions as accounts
from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.access.sealed import token_hash
from bokjihub.accounts.models import Assignment, Role
from bokjihub.audit import actions as audit
from bokjihub.audit.models import Entry
from bokjihub.clocks.actions import finish_clocks, start_clock
from bokjihub.people.queries import head_of
from bokjihub.ui.words import masked_name, short_date
from bokjihub.visits import errors
from bokjihub.visits.models import Companion, Invitation, Visit
from bokjihub.visits.queries.invitations import TAIL_TRIES, is_closed, tail_key
from bokjihub.visits.queries.pairs import needs_pair, volunteer_consent

Answer = Invitation.Answer
COMPANION = "visits.companion"
# After the planned end the address stays for the walk home; the card itself ends with the visit.
AFTER = dt.timedelta(hours=3)


@dataclass(frozen=True)
class Addressed:
    """An invitation with its address: the token is known now and never again."""

    invitation: Invitation
    token: str


@transaction.atomic
def invite(*, visit: Visit, companion: Companion, by: Actor) -> Invitation:
    """함께 가 달라고 청하기: the neighbour is asked; the lead has the answer to wait for in Today.

    Asked again after the time was moved: a yes to another time is no yes.
    """
    standing = Invitation.objects.filter(
        visit=visit, post=companion.post, answer__in=(Answer.WAITING, Answer.ACCEPTED)
    ).first()
    same = standing is not None and (standing.on, standing.at) == (visit.planned_on, visit.planned_at)
    if standing is not None and same:
        return standing
    if standing is not None and standing.answer == Answer.ACCEPTED:
        accounts.end_assignments(source_id=visit.id, post_id=companion.post_id, by=by)
    row = standing or Invitation(visit=visit, post=companion.post, user_id=companion.post.user_id)
    row.household_id, row.area_id = visit.household_id, visit.area_id
    row.on, row.at, row.minutes = visit.planned_on, visit.planned_at, visit.minutes
    row.office_phone = visit.lead.team.phone if visit.lead.team else ""
    row.answer, row.answered_at, row.how = Answer.WAITING, None, ""
    row.expires_at = _closes_at(row) if row.token_hash else None
    row.save()
    _wait_for_answer(visit, companion, by=by)
    audit.record("visit.invite", subjects=[visit.household_id], detail={"visit": visit.id, "on": row.on}, by=by)
    return row


@transaction.atomic
def address_invitation(*, invitation: Invitation, tail: str, by: Actor) -> Addressed:
    """초대 주소 만들기: an address for the neighbour's phone, until the visit is over. An earlier one is dead.

    The last four digits of that phone open the card later; they are kept as a keyed hash only.
    """
    row = _held(invitation)
    if not row.is_standing:
        raise errors.InvitationIsOver
    token = secrets.token_urlsafe(16)
    row.token_hash, row.tail_key = token_hash(token), tail_key(row.id, tail)
    row.expires_at, row.wrong_tails = _closes_at(row), 0
    row.save(update_fields=["token_hash", "tail_key", "expires_at", "wrong_tails"])
    audit.record("visit.address_invitation", subjects=[row.household_id], detail={"invitation": row.id}, by=by)
    return Addressed(row, token)


@transaction.atomic
def answer_invitation(
    *, invitation: Invitation, accepts: bool, how: Invitation.How, words: str = "", by: Actor
) -> Invitation:
    """갑니다·못 가요. A yes gives the card of that day; a no frees the neighbour and tells the lead.

    The same answer twice is one answer. Refused once the visit is over, and a yes where the consent was withdrawn.
    """
    row = _held(invitation)
    if row.answer == (Answer.ACCEPTED if accepts else Answer.DECLINED):
        return row
    visit = Visit.objects.select_for_update(of=("self",)).select_related("household", "lead").get(id=row.visit_id)
    if not row.is_standing or visit.state not in (Visit.State.WAITING, Visit.State.SCHEDULED):
        raise errors.InvitationIsOver
    if accepts and not visit.volunteer_basis and volunteer_consent(row.household_id, row.on) is None:
        raise errors.InvitationIsOver
    row.answer, row.answered_at = (Answer.ACCEPTED if accepts else Answer.DECLINED), timezone.now()
    row.how, row.words = how, words.strip()
    row.save(update_fields=["answer", "answered_at", "how", "words"])
    detail = {"visit": visit.id, "answer": row.answer, "how": how}
    audit.record("visit.answer_invitation", subjects=[row.household_id], detail=detail, by=by)
    companion = Companion.objects.filter(visit=visit, post_id=row.post_id).first()
    if companion is not None:
        finish_clocks(subject_id=companion.id, codes=("visit.invitation",), by=by)
        _walk_along(row, by=by) if accepts else _stay_away(row, visit, companion, by=by)
    return row


@transaction.atomic
def try_tail(*, invitation: Invitation, tail: str, by: Actor) -> bool:
    """The second factor of the card: last four digits of the phone asked. Five wrong ones close the address."""
    row = _held(invitation)
    fits = row.wrong_tails < TAIL_TRIES and compare_digest(bytes(row.tail_key or b""), tail_key(row.id, tail))
    if not fits:
        Invitation.objects.filter(id=row.id).update(wrong_tails=F("wrong_tails") + 1)
        detail = {"invitation": row.id}
        audit.record("visit.open_card", kind=Entry.Kind.REFUSED, subjects=[row.household_id], detail=detail, by=by)
    return fits


@transaction.atomic
def open_card(*, invitation: Invitation, by: Actor) -> Invitation:
    """The card is shown through its address: on record each time. Refused before the yes and after the visit."""
    row = _held(invitation)
    if row.answer != Answer.ACCEPTED or is_closed(row, timezone.now()):
        raise errors.InvitationIsOver
    detail = {"invitation": row.id}
    audit.record(
        "visit.open_card", kind=Entry.Kind.EXPORT, subjects=[row.household_id], purpose="동행", detail=detail, by=by
    )
    return row


@transaction.atomic
def end_invitations(*, visit: Visit, post_id: UUID | None = None, by: Actor) -> None:
    """The visit is over, cancelled, or (`post_id`) somebody else goes: the addresses are dead, nothing waits for an answer."""
    now = timezone.now()
    asked = visit.invitations.all() if post_id is None else visit.invitations.filter(post_id=post_id)
    left = [Answer.WAITING] if post_id is None else [Answer.WAITING, Answer.ACCEPTED]
    unanswered = asked.filter(answer__in=left).update(answer=Answer.OVER)
    closed = asked.filter(expires_at__gt=now).update(expires_at=now)
    if unanswered or closed:
        detail = {"visit": visit.id, "unanswered": unanswered, "closed": closed}
        audit.record("visit.end_invitations", subjects=[visit.household_id], detail=detail, by=by)


def _held(invitation: Invitation) -> Invitation:
    return Invitation.objects.select_for_update(of=("self",)).select_related("user").get(id=invitation.id)


def _closes_at(row: Invitation) -> dt.datetime:
    return row.starts_at + dt.timedelta(minutes=row.minutes) + AFTER


def _walk_along(row: Invitation, *, by: Actor) -> None:
    """The right to the card: of that day, from its midnight to the next."""
    midnight = timezone.make_aware(dt.datetime.combine(row.on, dt.time.min))
    accounts.assign(
        subject_id=row.household_id,
        purpose=Assignment.Purpose.VISIT,
        source_id=row.visit_id,
        post_id=row.post_id,
        starts_at=midnight,
        until=midnight + dt.timedelta(days=1),
        by=by,
    )


def _stay_away(row: Invitation, visit: Visit, companion: Companion, *, by: Actor) -> None:
    """The neighbour is free again. A home that needs two and has one waits; the lead looks for somebody else."""
    accounts.end_assignments(source_id=visit.id, post_id=row.post_id, by=by)
    visit.bookings.filter(user_id=row.user_id).delete()
    companion.delete()
    alone = not visit.companions.exists()
    if alone and needs_pair(visit.household, visit.planned_on):
        visit.state = Visit.State.WAITING
        visit.save(update_fields=["state"])
    _tell_lead(visit, row, by=by)


def _tell_lead(visit: Visit, row: Invitation, *, by: Actor) -> None:
    said = f" — {row.words}" if row.words else ""
    start_clock(
        code="visit.mate",
        subject_kind=Visit.KIND,
        subject_id=visit.id,
        area_id=visit.area_id,
        household_id=visit.household_id,
        role=Role(visit.lead.role),
        post_id=visit.lead_id,
        title=f"{_name(visit)} {short_date(visit.planned_on, today=by.day)} {row.user.name} 님 못 가심{said}"[:120],
        verb="함께 갈 분 찾기",
        started_on=by.day,
        by=by,
    )


def _wait_for_answer(visit: Visit, companion: Companion, *, by: Actor) -> None:
    """In the lead's Today from the day before the visit: ask by phone."""
    start_clock(
        code="visit.invitation",
        subject_kind=COMPANION,
        subject_id=companion.id,
        area_id=visit.area_id,
        household_id=visit.household_id,
        role=Role(visit.lead.role),
        post_id=visit.lead_id,
        title=f"{_name(visit)} 방문 {companion.post.user.name} 님 대답 기다림"[:120],
        verb="대답 듣기",
        started_on=by.day,
        due_on=max(by.day, visit.planned_on - dt.timedelta(days=1)),
        by=by,
    )


def _name(visit: Visit) -> str:
    person = head_of(visit.household_id)
    return masked_name(person.name) if person else "미상"
