"""The ledger: gifts come in, and every piece that moves is booked twice.

The won of a piece is the lot's unit price; what does not divide stays with the rest and leaves with the last piece, so
accounts are exact to the won at every moment.
"""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Sum

from bokjihub.accounts.access.actors import Actor
from bokjihub.audit import actions as audit
from bokjihub.resources.actions.desk import LOT, TELL_DONOR, ask_desk, settle_desk
from bokjihub.resources.models import Account, DonorNotice, Entry, Lot, Movement
from bokjihub.ui.errors import OfficerError

Kind = Movement.Kind


class ReviewMissing(OfficerError):
    """지자체가 맡은 기탁은 기부심사 번호가 있어야 받을 수 있습니다. 심사 번호를 넣거나 모금회로 넘겨 주세요."""


class DonorMissing(OfficerError):
    """준 곳을 적거나 ‘이름 밝히지 않음’을 골라 주세요."""


class AmountWrong(OfficerError):
    """수량은 1 이상, 금액은 0원 이상이어야 합니다."""


class NotEnough(OfficerError):
    """남은 것보다 많이 옮길 수 없습니다."""


class WordsMissing(OfficerError):
    """까닭을 한 줄로 적어 주세요."""


class KeyUsedDifferently(OfficerError):
    """같은 일을 다른 내용으로 다시 보내셨습니다. 화면을 새로 고친 뒤 적어 주세요."""


class NobodyToTell(OfficerError):
    """이름을 밝히지 않은 기탁이라 알릴 분이 없습니다."""


class ToldOutside(OfficerError):
    """알린 날은 받은 날부터 오늘 사이여야 합니다."""


@dataclass(frozen=True)
class Gift:
    """What stands on the receiving form."""

    name: str
    kind: Lot.Kind
    custodian: Lot.Custodian
    route: Lot.Route
    unit: str
    quantity: int
    total_won: int
    received_on: dt.date
    donor: str = ""
    is_anonymous: bool = False
    review_reference: str = ""
    expires_on: dt.date | None = None
    restriction: str = ""
    for_whom: tuple[str, ...] = ()
    receipt_number: str = ""


@dataclass(frozen=True)
class Step:
    """One booking: so many pieces of a lot from one account to another."""

    kind: Movement.Kind
    source: Account
    target: Account
    quantity: int
    on: dt.date
    once_key: UUID
    words: str = ""
    source_id: UUID | None = None


@transaction.atomic
def receive_lot(*, gift: Gift, once_key: UUID, by: Actor) -> Lot:
    """들어온 것 받기: into the stock of its keeper. A town as keeper needs the review committee's number (기부금품법 제5조②).

    The same form sent twice is one gift.
    """
    former = Movement.objects.filter(once_key=once_key).first()
    if former is not None:
        return _same_gift(former, gift)
    _check(gift)
    if gift.custodian == Lot.Custodian.TOWN and gift.route != Lot.Route.BUDGET and not gift.review_reference.strip():
        raise ReviewMissing(field="review_reference")
    lot = _write(gift, Lot.State.RECEIVED, by)
    movement = Movement.objects.create(
        kind=Kind.RECEIVE, moved_on=gift.received_on, moved_by=by.id, once_key=once_key, source_id=lot.id
    )
    _book(movement, lot, Account.INCOME, Account.STOCK, lot.quantity, lot.total_won)
    _ask_to_tell(lot, gift.received_on, by)
    audit.record("lot.receive", detail={"lot": lot.id, "name": lot.name, "won": lot.total_won}, by=by)
    return lot


@transaction.atomic
def tell_donor(*, lot: Lot, how: DonorNotice.How, told_on: dt.date, by: Actor) -> DonorNotice:
    """기탁자에게 알림: the giver heard what came of the gift. While something of it is left, they hear again within a year."""
    if lot.is_anonymous:
        raise NobodyToTell
    if not lot.received_on <= told_on <= by.day:
        raise ToldOutside(field="told_on")
    row = DonorNotice.objects.create(lot=lot, how=how, told_on=told_on, told_by=by.id, told_label=by.label)
    settle_desk(subject_id=lot.id, by=by)
    if any(_holds(lot, account)[0] for account in (Account.STOCK, Account.RESERVED)):
        _ask_to_tell(lot, told_on, by)
    audit.record("lot.tell_donor", detail={"lot": lot.id, "how": how}, by=by)
    return row


def _ask_to_tell(lot: Lot, since: dt.date, by: Actor) -> None:
    """Corporations and facilities owe it by rule (제41조의5); what a council or a town keeps is not under it."""
    if lot.is_anonymous or lot.custodian not in (Lot.Custodian.ASSOCIATION, Lot.Custodian.CENTRE):
        return
    title = f"‘{lot.name}’ 준 곳에 사용 내역"
    ask_desk(code=TELL_DONOR, kind=LOT, subject_id=lot.id, title=title, verb="알리기", started_on=since, by=by)


@transaction.atomic
def forward_lot(*, gift: Gift, by: Actor) -> Lot:
    """모금회로 넘기기: the giver is led to the licensed collector; nothing enters our stock (기부금품법 제5조①)."""
    _check(gift)
    lot = _write(gift, Lot.State.FORWARDED, by)
    audit.record("lot.forward", detail={"lot": lot.id, "name": lot.name}, by=by)
    return lot


@transaction.atomic
def discard(*, lot: Lot, quantity: int, words: str, on: dt.date, once_key: UUID, by: Actor) -> Movement:
    """버림: expired or spoilt pieces leave the stock, with the reason."""
    return _leave(lot, Kind.DISCARD, Account.DISCARDED, quantity, words, on, once_key, by)


@transaction.atomic
def send_back(*, lot: Lot, quantity: int, words: str, on: dt.date, once_key: UUID, by: Actor) -> Movement:
    """돌려보냄: pieces go back to the giver, with the reason."""
    return _leave(lot, Kind.SEND_BACK, Account.RETURNED, quantity, words, on, once_key, by)


@transaction.atomic
def move(*, lot: Lot, step: Step, by: Actor) -> Movement:
    """Book one step. Refused when the source holds fewer pieces; the same key and step again is the same movement."""
    Lot.objects.select_for_update(no_key=True).get(id=lot.id)
    former = Movement.objects.filter(once_key=step.once_key).first()
    if former is not None:
        return _same_step(former, lot, step)
    if step.quantity < 1:
        raise AmountWrong(field="quantity")
    pieces, won = _holds(lot, step.source)
    if step.quantity > pieces:
        raise NotEnough(
            f"{step.source.label}에 남은 것은 {pieces:,}{lot.unit}인데 {step.quantity:,}{lot.unit}를 옮기려 합니다."
        )
    movement = Movement.objects.create(
        kind=step.kind,
        moved_on=step.on,
        words=step.words.strip(),
        source_id=step.source_id,
        moved_by=by.id,
        once_key=step.once_key,
    )
    # The last pieces take along what did not divide.
    worth = won if step.quantity == pieces else step.quantity * lot.unit_won
    _book(movement, lot, step.source, step.target, step.quantity, worth)
    detail = {"lot": lot.id, "kind": step.kind, "quantity": step.quantity, "won": worth}
    audit.record("lot.move", words=step.words, detail=detail, by=by)
    return movement


def _check(gift: Gift) -> None:
    if gift.quantity < 1 or gift.total_won < 0:
        raise AmountWrong(field="quantity")
    if not gift.is_anonymous and not gift.donor.strip():
        raise DonorMissing(field="donor")


def _write(gift: Gift, state: Lot.State, by: Actor) -> Lot:
    lot = Lot(
        name=gift.name.strip(),
        kind=gift.kind,
        is_anonymous=gift.is_anonymous,
        custodian=gift.custodian,
        route=gift.route,
        review_reference=gift.review_reference.strip(),
        unit=gift.unit.strip(),
        quantity=gift.quantity,
        unit_won=gift.total_won // gift.quantity,
        total_won=gift.total_won,
        expires_on=gift.expires_on,
        restriction=gift.restriction.strip(),
        for_whom=list(gift.for_whom),
        receipt_number=gift.receipt_number.strip(),
        received_on=gift.received_on,
        received_by=by.id,
        state=state,
    )
    lot.donor = "" if gift.is_anonymous else gift.donor
    lot.save(force_insert=True)
    return lot


def _book(movement: Movement, lot: Lot, source: Account, target: Account, quantity: int, won: int) -> None:
    Entry.objects.bulk_create(
        Entry(movement=movement, lot=lot, account=account, quantity=sign * quantity, won=sign * won)
        for account, sign in ((source, -1), (target, 1))
    )


def _holds(lot: Lot, account: Account) -> tuple[int, int]:
    sums = Entry.objects.filter(lot=lot, account=account).aggregate(pieces=Sum("quantity"), won=Sum("won"))
    return sums["pieces"] or 0, sums["won"] or 0


def _leave(
    lot: Lot, kind: Movement.Kind, target: Account, quantity: int, words: str, on: dt.date, once_key: UUID, by: Actor
) -> Movement:
    if not words.strip():
        raise WordsMissing(field="words")
    step = Step(kind, Account.STOCK, target, quantity, on, once_key, words)
    return move(lot=lot, step=step, by=by)


def _same_gift(former: Movement, gift: Gift) -> Lot:
    entry = former.entries.select_related("lot").first()
    if entry is None or (entry.lot.name, entry.lot.quantity, entry.lot.total_won) != (
        gift.name.strip(), gift.quantity, gift.total_won,
    ):  # fmt: skip
        raise KeyUsedDifferently
    return entry.lot


def _same_step(former: Movement, lot: Lot, step: Step) -> Movement:
    booked = former.entries.filter(lot=lot, account=step.target, quantity=step.quantity)
    if former.kind != step.kind or not booked.exists():
        raise KeyUsedDifferently
    return former
