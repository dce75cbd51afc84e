"""지급: what went out, when and how."""

import datetime as dt

from django.db import transaction

from bokjihub.accounts.access.actors import Actor
from bokjihub.audit import actions as audit
from bokjihub.emergency import duties, errors, queries
from bokjihub.emergency.models import EmergencyAid, Grant, Kind, Payment
from bokjihub.ui.words import won as won_words

State = EmergencyAid.State


@transaction.atomic
def pay(*, grant: Grant, won: int, paid_on: dt.date, way: Payment.Way, cash_reason: str = "", by: Actor) -> Payment:
    """지급을 적음: the next payment of a decided grant, never more than decided in all.

    Before the decision only where the officer helps first (제8조제3항 후단). Cash needs a reason; medical aid goes to the
    clinic.
    """
    grant = Grant.objects.select_for_update().select_related("aid__area").get(id=grant.id)
    aid = grant.aid
    _check(aid, grant, won, paid_on, way, cash_reason, by)
    count = grant.payments.count()
    payment = Payment.objects.create(
        grant=grant,
        household_id=grant.household_id,
        area_id=grant.area_id,
        kind=grant.kind,
        sequence=count + 1,
        won=won,
        paid_on=paid_on,
        way=way,
        cash_reason=cash_reason.strip() if way == Payment.Way.CASH else "",
        paid_by=by.id,
    )
    if aid.state == State.GRANTED:
        aid.state = State.PAID
        aid.save(update_fields=["state"])
    duties.finish(aid, duties.PAY, by=by)
    if grant.is_approved and count + 1 < grant.months and queries.left_to_pay(grant) > 0:
        duties.start_pay(aid, grant, paid=count + 1, since=paid_on, by=by)
    audit.record(
        "emergency.pay",
        subjects=[aid.household_id],
        detail={"won": won, "way": way, "sequence": payment.sequence},
        by=by,
    )
    return payment


def _check(
    aid: EmergencyAid, grant: Grant, won: int, paid_on: dt.date, way: Payment.Way, cash_reason: str, by: Actor
) -> None:
    if grant.is_approved is False or aid.state in (State.DENIED, State.INADEQUATE, State.ENDED):
        raise errors.WrongStep
    if grant.is_approved is None and not aid.is_officer_first:
        raise errors.NotDecided
    if paid_on > by.day or paid_on < aid.requested_on:
        raise errors.FutureDay("지급일은 요청한 날부터 오늘 사이여야 합니다.", field="paid_on")
    before = grant.payments.order_by("-sequence").first()
    if before and paid_on < before.paid_on:
        raise errors.FutureDay("앞 회차를 지급한 날보다 앞설 수 없습니다.", field="paid_on")
    if (way == Payment.Way.CLINIC) != (aid.kind == Kind.MEDICAL):
        raise errors.PayTheClinic(field="way")
    if way == Payment.Way.CASH and not cash_reason.strip():
        raise errors.CashReasonMissing(field="cash_reason")
    left = queries.left_to_pay(grant)
    if not 0 < won <= left:
        raise errors.PaidTooMuch(f"결정한 금액에서 {won_words(left)}이 남아 있습니다.", field="won")
