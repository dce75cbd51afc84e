"""기탁 의사: from what somebody says they would give to the store, another keeper, or a no (기부금품법 제5조)."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.models import Role
from bokjihub.areas.models import Area
from bokjihub.audit import actions as audit
from bokjihub.resources.actions.desk import OFFER, REVIEW, TAKE_IN, ask_desk, settle_desk
from bokjihub.resources.actions.ledger import AmountWrong, DonorMissing, Gift, WordsMissing, receive_lot
from bokjihub.resources.models import Lot, Offer
from bokjihub.ui.errors import OfficerError

State = Offer.State


class AskedFor(OfficerError):
    """국가나 지방자치단체, 공무원은 기부금품을 모집할 수 없습니다(기부금품법 제5조제1항). 부탁해서 주겠다는 것은 받을 수 없습니다."""


class PurposeMissing(OfficerError):
    """지자체가 맡으려면 준 분이 쓸 곳을 정해 스스로 맡긴 것이어야 합니다. 쓸 곳을 적어 주세요(기부금품법 제5조제2항제1호)."""


class ReviewFirst(OfficerError):
    """지자체가 맡는 것은 기부심사위원회의 심의를 거쳐야 받을 수 있습니다(기부금품법 제5조제2항제1호)."""


class OnlyForward(OfficerError):
    """모집자의 부탁으로 접수한 것은 모집자에게 전달만 할 수 있습니다(기부금품법 제5조제2항제2호)."""


class OfferIsOver(OfficerError):
    """이미 정해진 기탁입니다. 화면을 새로 고쳐 보아 주세요."""


class ReviewerMissing(OfficerError):
    """심사 번호와 심사한 날을 적어 주세요. 적은 사람과 다른 분이 심사 결과를 적습니다."""


@dataclass(frozen=True)
class Said:
    """What the giver said."""

    name: str
    kind: Lot.Kind
    unit: str
    quantity: int
    total_won: int
    custodian: Lot.Custodian
    came: Offer.Came
    offered_on: dt.date
    donor: str = ""
    is_anonymous: bool = False
    purpose: str = ""
    for_whom: tuple[str, ...] = ()


@transaction.atomic
def enter_offer(*, area: Area, said: Said, by: Actor) -> Offer:
    """기탁 의사를 적음. Refused for what the office asked for; a town as keeper needs the giver's purpose and then the review."""
    if said.came == Offer.Came.ASKED:
        raise AskedFor(field="came")
    if said.quantity < 1 or said.total_won < 0:
        raise AmountWrong(field="quantity")
    if not said.is_anonymous and not said.donor.strip():
        raise DonorMissing(field="donor")
    is_town = said.custodian == Lot.Custodian.TOWN
    if is_town and said.came == Offer.Came.OWN and not said.purpose.strip():
        raise PurposeMissing(field="purpose")
    offer = Offer(
        area=area,
        name=said.name.strip(),
        kind=said.kind,
        unit=said.unit.strip(),
        quantity=said.quantity,
        total_won=said.total_won,
        purpose=said.purpose.strip(),
        for_whom=list(said.for_whom),
        custodian=said.custodian,
        came=said.came,
        offered_on=said.offered_on,
        is_anonymous=said.is_anonymous,
        entered_by=by.id,
        state=State.REVIEW if is_town and said.came == Offer.Came.OWN else State.OFFERED,
    )
    offer.donor = "" if said.is_anonymous else said.donor
    offer.save(force_insert=True)
    if offer.state == State.REVIEW:
        _ask(offer, REVIEW, "기부심사 결과 적기", said.offered_on, by)
    else:
        _ask(offer, TAKE_IN, "받거나 넘기기", said.offered_on, by)
    audit.record("offer.enter", detail={"offer": offer.id, "name": offer.name, "came": offer.came}, by=by)
    return offer


@transaction.atomic
def record_review(
    *, offer: Offer, is_accepted: bool, reference: str, reviewed_on: dt.date, answer: str = "", by: Actor
) -> Offer:
    """기부심사 결과: the committee's number and day, by another person than who took the offer."""
    offer = _held(offer)
    if offer.state != State.REVIEW:
        raise OfferIsOver
    if not reference.strip() or offer.entered_by == by.id:
        raise ReviewerMissing(field="reference")
    if not offer.offered_on <= reviewed_on <= by.day:
        raise ReviewerMissing("심사한 날은 말한 날부터 오늘 사이여야 합니다.", field="reviewed_on")
    if not is_accepted and not answer.strip():
        raise WordsMissing(field="answer")
    offer.state = State.ACCEPTED if is_accepted else State.REJECTED
    offer.review_reference, offer.reviewed_on = reference.strip(), reviewed_on
    offer.answer, offer.decided_by = answer.strip(), by.id
    offer.save()
    if is_accepted:
        _ask(offer, TAKE_IN, "받아 창고에 넣기", reviewed_on, by)
    else:
        settle_desk(subject_id=offer.id, by=by)
    audit.record("offer.review", words=answer, detail={"offer": offer.id, "accepted": is_accepted}, by=by)
    return offer


@transaction.atomic
def forward_offer(*, offer: Offer, words: str, by: Actor) -> Offer:
    """모집자에게 넘김 (제5조제2항제2호): nothing enters our store."""
    return _close(offer, State.FORWARDED, words, by)


@transaction.atomic
def decline_offer(*, offer: Offer, words: str, by: Actor) -> Offer:
    """받지 않음, with the reason the giver is told."""
    return _close(offer, State.REJECTED, words, by)


@transaction.atomic
def take_in(
    *,
    offer: Offer,
    received_on: dt.date,
    once_key: UUID,
    expires_on: dt.date | None = None,
    receipt_number: str = "",
    by: Actor,
) -> Lot:
    """들어옴: the promised thing stands in the store as a lot with its keeper, way, purpose and for whom."""
    offer = _held(offer)
    if offer.state == State.RECEIVED and offer.lot is not None:
        return offer.lot
    if offer.came == Offer.Came.COLLECTOR:
        raise OnlyForward
    if offer.custodian == Lot.Custodian.TOWN and offer.state != State.ACCEPTED:
        raise ReviewFirst
    if offer.state not in (State.OFFERED, State.ACCEPTED):
        raise OfferIsOver
    gift = Gift(
        name=offer.name,
        kind=Lot.Kind(offer.kind),
        custodian=Lot.Custodian(offer.custodian),
        route=_way(offer),
        unit=offer.unit,
        quantity=offer.quantity,
        total_won=offer.total_won,
        received_on=received_on,
        donor=offer.donor,
        is_anonymous=offer.is_anonymous,
        review_reference=offer.review_reference,
        expires_on=expires_on,
        restriction=offer.purpose,
        for_whom=tuple(offer.for_whom),
        receipt_number=receipt_number,
    )
    lot = receive_lot(gift=gift, once_key=once_key, by=by)
    offer.lot, offer.state = lot, State.RECEIVED
    offer.save(update_fields=["lot", "state"])
    settle_desk(subject_id=offer.id, by=by)
    audit.record("offer.take_in", detail={"offer": offer.id, "lot": lot.id}, by=by)
    return lot


def _way(offer: Offer) -> Lot.Route:
    """The lawful way of each keeper (process §6.1)."""
    if offer.custodian == Lot.Custodian.CHEST:
        return Lot.Route.CHEST
    if offer.custodian in (Lot.Custodian.ASSOCIATION, Lot.Custodian.CENTRE):
        return Lot.Route.FOOD if offer.kind == Lot.Kind.FOOD else Lot.Route.CORPORATION
    return Lot.Route.DESIGNATED


def _close(offer: Offer, state: Offer.State, words: str, by: Actor) -> Offer:
    offer = _held(offer)
    if offer.state not in (State.OFFERED, State.REVIEW, State.ACCEPTED):
        raise OfferIsOver
    if not words.strip():
        raise WordsMissing(field="words")
    offer.state, offer.answer, offer.decided_by = state, words.strip(), by.id
    offer.save(update_fields=["state", "answer", "decided_by"])
    settle_desk(subject_id=offer.id, by=by)
    audit.record("offer.close", words=words, detail={"offer": offer.id, "state": state}, by=by)
    return offer


def _ask(offer: Offer, code: str, verb: str, since: dt.date, by: Actor) -> None:
    """The next one to act on the offer: the review is entered by the unit, another person than who took it down."""
    role = Role.HOPE_UNIT if code == REVIEW else Role.RESOURCE_DESK
    title = f"기탁 의사 ‘{offer.name}’ {offer.quantity:,}{offer.unit}"
    ask_desk(code=code, kind=OFFER, subject_id=offer.id, title=title, verb=verb, started_on=since, role=role, by=by)


def _held(offer: Offer) -> Offer:
    return Offer.objects.select_for_update(of=("self",)).get(id=offer.id)
