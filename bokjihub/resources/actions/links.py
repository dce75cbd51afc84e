"""Sending a referral, renewing its address, following it until it ends.

A link leaves the house only with a consent of this household for this agency, or a legal basis with a written reason; it
carries the ticked items and nothing else. Its address is a 128-bit token of which only the hash stays.
"""

import datetime as dt
import secrets
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.access.sealed import token_hash
from bokjihub.accounts.models import Post, Role
from bokjihub.areas.queries import team_for
from bokjihub.audit import actions as audit
from bokjihub.clocks import actions as clocks
from bokjihub.discovery.actions import work
from bokjihub.discovery.models import WorkItem
from bokjihub.people import actions as people
from bokjihub.people.models import Consent, Household, Person
from bokjihub.resources.models import Service, ServiceLink
from bokjihub.resources.queries.referral import MINIMUM, Permission, permission_for
from bokjihub.ui.errors import OfficerError
from bokjihub.ui.words import particle, short_date

SUBJECT = "resources.service_link"
SEND_VERB = "의뢰 보내기"  # what a counselling that decided on a referral asks for
OPEN_DAYS = 14
# Deliveries are told through the same address, so an accepted link stays open longer.
DELIVERY_DAYS = 90
State = ServiceLink.State


class NoConsent(OfficerError):
    """이 기관에 보낼 동의가 없습니다. 동의를 받거나 법에 정한 까닭을 골라 주세요."""


class BasisNeedsReason(OfficerError):
    """동의 없이 보내는 까닭을 한 줄로 적어 주세요. 나중에 설명할 수 있어야 합니다."""


class ItemNotAllowed(OfficerError):
    """동의에 없는 항목은 보낼 수 없습니다."""


class ReasonMissing(OfficerError):
    """왜 의뢰하는지 적어 주세요. 받는 쪽이 먼저 읽는 글입니다."""


class LinkIsOver(OfficerError):
    """이미 끝난 의뢰입니다. 다시 필요하면 새 의뢰를 보내 주세요."""


class EndNeedsReason(OfficerError):
    """그만둔 까닭을 적어 주세요."""


class NothingDelivered(OfficerError):
    """전달한 것이 없어 ‘마침’으로 할 수 없습니다. 전달을 적거나 ‘그만둠’으로 해 주세요."""


@dataclass(frozen=True)
class Referral:
    """What the officer decided to ask for and to show."""

    items: tuple[str, ...]
    reason: str
    urgency: ServiceLink.Urgency = ServiceLink.Urgency.NORMAL
    wanted_by: dt.date | None = None
    legal_basis: str = ""
    basis_reason: str = ""
    counselling_id: UUID | None = None


@dataclass(frozen=True)
class Sent:
    """A link and its token, which nobody can read again."""

    link: ServiceLink
    token: str


@transaction.atomic
def send_link(*, household: Household, person: Person, service: Service, referral: Referral, by: Actor) -> Sent:
    """의뢰 보내기. The agency may read the ticked items for two weeks; I am reminded after seven days without a reply.

    Refused without a consent for this agency or a legal basis with its reason, and for items beyond either.
    """
    if not referral.reason.strip():
        raise ReasonMissing(field="reason")
    permission = _permission(household, service, referral, by.day)
    allowed = permission.items if permission.consent else MINIMUM
    if not referral.items or set(referral.items) - set(allowed):
        raise ItemNotAllowed(field="items")
    token = secrets.token_urlsafe(16)
    team = team_for(household.area_id, by.day)
    item = WorkItem.objects.filter(household=household, closed_on__isnull=True).first()
    link = ServiceLink.objects.create(
        household=household,
        area_id=household.area_id,
        person=person,
        work_item=item,
        counselling_id=referral.counselling_id,
        service=service,
        consent=permission.consent,
        legal_basis="" if permission.consent else referral.legal_basis,
        basis_reason="" if permission.consent else referral.basis_reason.strip(),
        items=list(referral.items),
        reason=referral.reason.strip(),
        urgency=referral.urgency,
        wanted_by=referral.wanted_by,
        owner_id=_post_id(by),
        sent_on=by.day,
        sent_by=by.id,
        sent_label=by.label,
        office_phone=team.phone if team else "",
        token_hash=token_hash(token),
        expires_at=_days_from_now(OPEN_DAYS),
    )
    _wait_for_reply(link, by)
    clocks.finish_asked(household_id=household.id, code="counselling.follow", verb=SEND_VERB, by=by)
    if item is not None and item.state != WorkItem.State.LOCATING:
        work.mark_linked(work_item=item, by=by)
    detail = {"link": link.id, "to": service.provider.agency.name, "items": link.items, "basis": link.legal_basis}
    audit.record("link.send", subjects=[household.id], words=link.basis_reason, detail=detail, by=by)
    return Sent(link, token)


@transaction.atomic
def renew_link(*, link: ServiceLink, by: Actor) -> Sent:
    """다시 열어 주기: a new address for two weeks; the old one is dead. Refused when the consent no longer carries it."""
    link = _held(link)
    if not link.is_open:
        raise LinkIsOver
    if not link.may_be_seen(by.day):
        raise NoConsent
    token = secrets.token_urlsafe(16)
    link.token_hash = token_hash(token)
    link.expires_at = _days_from_now(DELIVERY_DAYS if link.state in link.RUNNING else OPEN_DAYS)
    link.wrong_tails = 0
    link.save(update_fields=["token_hash", "expires_at", "wrong_tails"])
    audit.record("link.renew", subjects=[link.household_id], detail={"link": link.id}, by=by)
    return Sent(link, token)


@transaction.atomic
def end_link(*, link: ServiceLink, ended_on: dt.date, reason: str = "", completed: bool, by: Actor) -> ServiceLink:
    """마침 or 그만둠. Completed only with a delivery; stopped only with a reason. The address closes.

    Ended by somebody else (the agency, a colleague), the sender is told: an answer nobody has read yet is not lost.
    """
    link = _held(link)
    if not link.is_open:
        raise LinkIsOver
    if completed and not link.deliveries.exists():
        raise NothingDelivered
    if not completed and not reason.strip():
        raise EndNeedsReason(field="reason")
    link.state = State.COMPLETED if completed else State.STOPPED
    link.ended_on, link.end_reason = ended_on, reason.strip()
    link.expires_at = timezone.now()
    link.save(update_fields=["state", "ended_on", "end_reason", "expires_at"])
    clocks.finish_clocks(subject_id=link.id, by=by)
    if Role.PORTAL in by.roles or (link.owner_id and link.owner_id not in {post.id for post in by.posts}):
        title = f"{'마쳤음' if completed else '그만두었음'}: {link.service}"
        remind(link=link, code="link.answer", title=title, verb="회신 보기", due_on=by.day, by=by)
    audit.record("link.end", subjects=[link.household_id], words=reason, detail={"link": link.id}, by=by)
    return link


@transaction.atomic
def withdraw_consent(*, consent: Consent, on: dt.date, by: Actor) -> list[ServiceLink]:
    """동의 거두기 with what follows: the database freezes the open links, each sender is told to stop the delivery."""
    found = ServiceLink.objects.filter(consent=consent).exclude(
        state__in=[State.DECLINED, State.COMPLETED, State.STOPPED]
    )
    touched = list(found.exclude(state=State.WITHDRAWN).select_related("service__provider__agency", "owner"))
    people.withdraw_consent(consent=consent, on=on, by=by)
    for link in touched:
        clocks.finish_clocks(subject_id=link.id, by=by)
        agency = link.service.provider.agency.name
        remind(
            link=link,
            code="link.stop",
            title=f"동의를 거두어 멈춘 의뢰: {link.service} · {agency}",
            verb="멈춤 알리기",
            by=by,
        )
    return touched


@transaction.atomic
def tell_stop(*, link: ServiceLink, by: Actor) -> ServiceLink:
    """멈춤 알림: the agency was told by phone that the consent is withdrawn."""
    clocks.finish_clocks(subject_id=link.id, codes=("link.stop",), by=by)
    audit.record("link.tell_stop", subjects=[link.household_id], detail={"link": link.id}, by=by)
    return link


@transaction.atomic
def note_reply_read(*, link: ServiceLink, by: Actor) -> ServiceLink:
    """회신 확인: I have read the answer; what must follow has a clock of its own."""
    clocks.finish_clocks(subject_id=link.id, codes=("link.answer",), by=by)
    audit.record("link.reply_read", subjects=[link.household_id], detail={"link": link.id}, by=by)
    return link


@transaction.atomic
def remind(
    *, link: ServiceLink, code: str, title: str, verb: str, due_on: dt.date | None = None, by: Actor
) -> ServiceLink:
    """Give the sender (or, without one, the dong's officers) the next clock of a link."""
    clocks.start_clock(
        code=code,
        subject_kind=SUBJECT,
        subject_id=link.id,
        area_id=link.area_id,
        household_id=link.household_id,
        role=Role(link.owner.role) if link.owner else Role.DONG_OFFICER,
        post_id=link.owner_id,
        title=title,
        verb=verb,
        started_on=by.day,
        due_on=due_on,
        by=by,
    )
    return link


def _permission(household: Household, service: Service, referral: Referral, day: dt.date) -> Permission:
    found = permission_for(household.id, service, day)
    if found.consent is not None:
        return found
    if referral.legal_basis:
        if len(referral.basis_reason.strip()) < 2:
            raise BasisNeedsReason(field="basis_reason")
        return found
    name = service.provider.agency.name
    if found.ended_on is None:
        raise NoConsent(
            f"{name}에 보낼 동의가 없습니다. 동의를 받거나 법에 정한 까닭을 골라 주세요.", field="legal_basis"
        )
    raise NoConsent(
        f"{name}에 보낼 동의가 {short_date(found.ended_on)}에 끝났습니다. 동의를 다시 받거나 법에 정한 까닭을 골라 주세요.",
        field="legal_basis",
    )


def _wait_for_reply(link: ServiceLink, by: Actor) -> None:
    agency = link.service.provider.agency.name
    waiting = f"{link.service} — {agency}{particle(agency, '이/가')} 아직 회신하지 않음"
    remind(link=link, code="link.reply", title=waiting, verb="전화로 여쭙기", by=by)
    remind(link=link, code="link.alternative", title=f"{link.service} — 다른 자원 찾기", verb="다른 자원 찾기", by=by)


def _held(link: ServiceLink) -> ServiceLink:
    """The row, locked: an answer and an ending at the same moment wait for each other."""
    return (
        ServiceLink.objects.select_for_update(of=("self",))
        .select_related("consent", "owner", "service")
        .get(id=link.id)
    )


def _post_id(by: Actor) -> UUID | None:
    post = by.main_post
    return Post.objects.filter(id=post.id).values_list("id", flat=True).first() if post else None


def _days_from_now(days: int) -> dt.datetime:
    return timezone.now() + dt.timedelta(days=days)
