"""회신: what the agency does through its address, and what the officer writes down for it after a call."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from bokjihub.accounts.access.actors import Actor
from bokjihub.audit import actions as audit
from bokjihub.audit.models import Entry
from bokjihub.clocks import actions as clocks
from bokjihub.resources.actions.links import DELIVERY_DAYS, remind
from bokjihub.resources.models import LinkDelivery, ServiceLink
from bokjihub.resources.queries.referral import TAIL_TRIES, require_open
from bokjihub.ui.errors import OfficerError

State = ServiceLink.State
# The five answers of process §3.7.
ANSWERS = {
    State.ACCEPTED: "맡겠습니다",
    State.WAITLISTED: "기다려야 합니다",
    State.CONDITIONAL: "조건이 있습니다",
    State.DECLINED: "어렵습니다",
    State.MORE_ASKED: "더 알려 주세요",
}


class AlreadyAnswered(OfficerError):
    """이미 회신하셨습니다. 바뀐 것이 있으면 보낸 곳에 전화로 말씀해 주세요."""


class AnswerIncomplete(OfficerError):
    """회신에 빠진 것이 있습니다."""


class NotTakenYet(OfficerError):
    """먼저 맡겠다고 회신하신 뒤에 전달을 적을 수 있습니다."""


class DeliveryOutOfTime(OfficerError):
    """전달한 날은 의뢰를 보낸 날부터 오늘 사이여야 합니다."""


class OtherBodySameKey(OfficerError):
    """같은 전달을 다른 내용으로 다시 보내셨습니다. 화면을 새로 고친 뒤 적어 주세요."""


@dataclass(frozen=True)
class Reply:
    """One answer."""

    decision: ServiceLink.State
    words: str = ""
    start_on: dt.date | None = None
    expected_on: dt.date | None = None
    contact: str = ""


@dataclass(frozen=True)
class Delivered:
    """One line of the delivery sheet. `once_key` makes a second sending of the same sheet harmless."""

    on: dt.date
    quantity: int
    once_key: UUID
    won: int = 0
    words: str = ""


@transaction.atomic
def try_tail(*, link: ServiceLink, tail: str, by: Actor) -> bool:
    """The second factor: last four digits of the agency's office phone. Five wrong ones lock the address."""
    link = _held(link)
    fits = link.wrong_tails < TAIL_TRIES and tail == link.service.provider.agency.phone_tail
    if not fits:
        ServiceLink.objects.filter(id=link.id).update(wrong_tails=F("wrong_tails") + 1)
        audit.record(
            "link.open", kind=Entry.Kind.REFUSED, subjects=[link.household_id], detail={"link": link.id}, by=by
        )
    return fits


@transaction.atomic
def open_link(*, link: ServiceLink, by: Actor) -> ServiceLink:
    """The agency reads the referral: on record each time; the first time the sender sees 접수확인.

    Refused after the address has closed, and at once when the consent no longer carries it.
    """
    link = _held(link)
    require_open(link, by)
    if link.state == State.SENT:
        link.state, link.received_at = State.RECEIVED, timezone.now()
        link.save(update_fields=["state", "received_at"])
    detail = {"link": link.id, "to": link.service.provider.agency.name, "items": link.items}
    audit.record(
        "link.open", kind=Entry.Kind.EXPORT, subjects=[link.household_id], purpose="의뢰 회신", detail=detail, by=by
    )
    return link


@transaction.atomic
def answer_link(*, link: ServiceLink, reply: Reply, by: Actor) -> ServiceLink:
    """회신. Waiting needs an expected date, declining and asking need words. The same answer twice is one answer."""
    link = _held(link)
    if link.state == reply.decision and link.replied_at is not None and not _differs(link, reply):
        return link
    require_open(link, by)
    if link.state not in ServiceLink.ANSWERABLE:
        raise AlreadyAnswered
    _check(reply)
    link.state = reply.decision
    link.reply_words, link.contact = reply.words.strip(), reply.contact.strip()
    link.start_on, link.expected_on = reply.start_on, reply.expected_on
    link.replied_at = timezone.now()
    link.received_at = link.received_at or link.replied_at
    if reply.decision == State.ACCEPTED:
        link.expires_at = link.replied_at + dt.timedelta(days=DELIVERY_DAYS)
    elif reply.decision == State.DECLINED:
        link.expires_at = link.replied_at
    link.save()
    _tell_sender(link, by)
    detail = {"link": link.id, "answer": link.state}
    audit.record("link.answer", subjects=[link.household_id], detail=detail, by=by)
    return link


@transaction.atomic
def record_delivery(*, link: ServiceLink, delivered: Delivered, by: Actor) -> LinkDelivery:
    """전달: what reached the household. From the first one on the link counts. Refused before it was taken on,
    outside its time, and once the consent is gone. The same sheet twice is one delivery.
    """
    link = _held(link)
    former = LinkDelivery.objects.filter(once_key=delivered.once_key).first()
    if former is not None:
        if (former.link_id, former.delivered_on, former.quantity, former.won) != (
            link.id, delivered.on, delivered.quantity, delivered.won,
        ):  # fmt: skip
            raise OtherBodySameKey
        return former
    require_open(link, by)
    if link.state not in ServiceLink.RUNNING:
        raise NotTakenYet
    if not link.sent_on <= delivered.on <= by.day:
        raise DeliveryOutOfTime(field="on")
    row = LinkDelivery.objects.create(
        link=link,
        household_id=link.household_id,
        area_id=link.area_id,
        delivered_on=delivered.on,
        quantity=delivered.quantity,
        won=delivered.won,
        words=delivered.words.strip(),
        told_by=by.label,
        recorded_by=by.id,
        once_key=delivered.once_key,
    )
    if link.state == State.ACCEPTED:
        link.state = State.STARTED
        link.save(update_fields=["state"])
    clocks.finish_clocks(subject_id=link.id, codes=("link.delivery",), by=by)
    remind(link=link, code="link.delivery", title=f"{link.service} — 다음 전달 확인", verb="전달 확인", by=by)
    detail = {"link": link.id, "quantity": row.quantity, "won": row.won}
    audit.record("link.deliver", subjects=[link.household_id], detail=detail, by=by)
    return row


def _held(link: ServiceLink) -> ServiceLink:
    """The row, locked, with what the checks read."""
    found = ServiceLink.objects.select_for_update(of=("self",))
    return found.select_related("consent", "owner", "service__provider__agency").get(id=link.id)


def _check(reply: Reply) -> None:
    if reply.decision not in ANSWERS:
        raise AnswerIncomplete("다섯 가지 회신 가운데 하나를 골라 주세요.", field="decision")
    if reply.decision == State.ACCEPTED and reply.start_on is None:
        raise AnswerIncomplete("시작하는 날을 적어 주세요.", field="start_on")
    if reply.decision == State.WAITLISTED and reply.expected_on is None:
        raise AnswerIncomplete("언제쯤 될지 예상하는 날을 적어 주세요.", field="expected_on")
    if reply.decision in {State.DECLINED, State.CONDITIONAL, State.MORE_ASKED} and not reply.words.strip():
        raise AnswerIncomplete("까닭이나 조건을 한 줄로 적어 주세요.", field="words")


def _differs(link: ServiceLink, reply: Reply) -> bool:
    mine = (link.reply_words, link.start_on, link.expected_on, link.contact)
    return mine != (reply.words.strip(), reply.start_on, reply.expected_on, reply.contact.strip())


def _tell_sender(link: ServiceLink, by: Actor) -> None:
    """The waiting ends; the sender reads the answer, and what it asks for gets its own day."""
    answer = ANSWERS[State(link.state)]
    name = f"{link.service} · {link.service.provider.agency.name}"
    clocks.finish_clocks(subject_id=link.id, codes=("link.reply", "link.alternative", "link.delivery"), by=by)
    remind(link=link, code="link.answer", title=f"회신 왔음: {answer} — {name}", verb="회신 보기", due_on=by.day, by=by)
    if link.state == State.ACCEPTED:
        remind(link=link, code="link.delivery", title=f"{name} — 첫 전달 확인", verb="전달 확인", by=by)
    elif link.state == State.WAITLISTED:
        remind(
            link=link,
            code="link.delivery",
            title=f"{name} — 기다림이 끝나는 날",
            verb="자리 여쭙기",
            due_on=link.expected_on,
            by=by,
        )
    elif link.state == State.DECLINED:
        remind(link=link, code="link.alternative", title=f"{name} — 다른 자원 찾기", verb="다른 자원 찾기", by=by)
    else:
        remind(link=link, code="link.reply", title=f"{name} — 더 이야기할 것", verb="전화로 여쭙기", by=by)
