"""바깥 위원: invited by an address that dies after the meeting, pledged there, heard before the meeting sits."""

import datetime as dt
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.access.sealed import token_hash
from bokjihub.audit import actions as audit
from bokjihub.audit.models import Entry
from bokjihub.cases.actions.conference import MinutesFinished
from bokjihub.cases.models import AgendaItem, Attendee, Conference, Invitation, Opinion
from bokjihub.cases.queries.guests import parts_allowed, require_open
from bokjihub.resources.queries.referral import TAIL_TRIES
from bokjihub.ui.errors import OfficerError

# The day after the sitting: whoever could not come may still read what was before it, until the minutes are done.
DAYS_AFTER = 1


class KeyMissing(OfficerError):
    """초대 화면을 여는 열쇠로 그분이나 기관의 전화 끝 네 자리를 적어 주세요."""


class ColleagueNeedsNoAddress(OfficerError):
    """우리 직원은 초대 주소가 필요 없습니다. 로그인해서 봅니다."""


class PartNotAllowed(OfficerError):
    """동의나 법의 근거가 없는 내용은 바깥 위원께 보일 수 없습니다."""


class NotPledged(OfficerError):
    """먼저 비밀유지 서약을 해 주세요."""


class OpinionEmpty(OfficerError):
    """의견을 적어 주세요."""


@dataclass(frozen=True)
class Sent:
    """An invitation and its token, which nobody can read again."""

    invitation: Invitation
    token: str


@transaction.atomic
def share_item(*, item: AgendaItem, question: str, shared: Sequence[str], by: Actor) -> AgendaItem:
    """바깥 위원께 보일 것: the question before the meeting and the ticked parts. Refused beyond consent or legal basis."""
    _unfinished(item.conference)
    if set(shared) - set(parts_allowed(item.case, by.day)):
        raise PartNotAllowed(field="shared")
    item.question, item.shared = question.strip(), list(shared)
    item.save(update_fields=["question", "shared"])
    detail = {"item": item.id, "shared": item.shared}
    audit.record("case.agenda_share", subjects=[item.household_id], words=item.question, detail=detail, by=by)
    return item


@transaction.atomic
def send_invitation(*, attendee: Attendee, key_tail: str = "", by: Actor) -> Sent:
    """초대 주소 만들기, or a new one: the old address is dead. The key is the tail of the agency's office phone, or one given."""
    conference = attendee.conference
    _unfinished(conference)
    if attendee.post_id is not None:
        raise ColleagueNeedsNoAddress
    tail = key_tail.strip() or (attendee.agency.phone_tail if attendee.agency else "")
    if not re.fullmatch(r"[0-9]{4}", tail):
        raise KeyMissing(field="key_tail")
    token = secrets.token_urlsafe(16)
    row, _ = Invitation.objects.update_or_create(
        attendee=attendee,
        defaults={
            "conference": conference,
            "token_hash": token_hash(token),
            "key_tail": tail,
            "wrong_tails": 0,
            "expires_at": _end_of(conference.held_on + dt.timedelta(days=DAYS_AFTER)),
            "sent_on": by.day,
            "sent_by": by.id,
            "sent_label": by.label,
        },
    )
    audit.record("case.invitation", detail={"invitation": row.id, "attendee": attendee.id}, by=by)
    return Sent(row, token)


@transaction.atomic
def try_key(*, invitation: Invitation, tail: str, by: Actor) -> bool:
    """The second key. Five wrong ones close the address."""
    row = Invitation.objects.select_for_update().get(id=invitation.id)
    fits = row.wrong_tails < TAIL_TRIES and secrets.compare_digest(tail, row.key_tail)
    if not fits:
        Invitation.objects.filter(id=row.id).update(wrong_tails=F("wrong_tails") + 1)
        detail = {"invitation": row.id}
        audit.record("case.invitation_open", kind=Entry.Kind.REFUSED, subjects=[], detail=detail, by=by)
    return fits


@transaction.atomic
def pledge(*, invitation: Invitation, by: Actor) -> Attendee:
    """비밀유지 서약 (사회보장급여법 제49조) on the page itself; from now on the member may be ticked present."""
    require_open(invitation)
    attendee = invitation.attendee
    if attendee.pledged_on is None:
        attendee.pledged_on = by.day
        attendee.save(update_fields=["pledged_on"])
        audit.record("case.pledge", detail={"attendee": attendee.id}, by=by)
    return attendee


@transaction.atomic
def open_materials(*, invitation: Invitation, by: Actor) -> Invitation:
    """자료 열기: only after the pledge; on record each time, household by household."""
    require_open(invitation)
    if invitation.attendee.pledged_on is None:
        raise NotPledged
    if invitation.opened_at is None:
        invitation.opened_at = timezone.now()
        invitation.save(update_fields=["opened_at"])
    homes = list(invitation.conference.agenda.values_list("household_id", flat=True))
    detail = {"invitation": invitation.id, "to": str(invitation.attendee.organisation)}
    audit.record("case.materials", kind=Entry.Kind.EXPORT, subjects=homes, purpose="사례회의", detail=detail, by=by)
    return invitation


@transaction.atomic
def send_opinion(*, invitation: Invitation, item: AgendaItem, words: str, offer: str = "", by: Actor) -> Opinion:
    """의견 보내기 for one case of the agenda; sent again it replaces the former one, until the minutes are done."""
    require_open(invitation)
    if invitation.attendee.pledged_on is None:
        raise NotPledged
    if item.conference_id != invitation.conference_id:
        raise OpinionEmpty("이 회의의 안건이 아닙니다.")
    if not words.strip():
        raise OpinionEmpty(field="words")
    row, _ = Opinion.objects.update_or_create(
        invitation=invitation,
        item=item,
        defaults={
            "household_id": item.household_id,
            "area_id": item.area_id,
            "words": words.strip(),
            "offer": offer.strip(),
        },
    )
    audit.record("case.opinion", subjects=[item.household_id], detail={"opinion": row.id, "item": item.id}, by=by)
    return row


def _unfinished(conference: Conference) -> None:
    if conference.is_over:
        raise MinutesFinished


def _end_of(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(23, 59)))
