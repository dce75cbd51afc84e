"""이의신청 (제16조): thirty days to raise it, ten to send it to the province, fifteen for the answer, and what the answer changes."""

import datetime as dt
from uuid import UUID, uuid5

from django.db import transaction

from bokjihub.accounts.access.actors import Actor
from bokjihub.audit import actions as audit
from bokjihub.emergency import duties, errors, limits, queries
from bokjihub.emergency.actions.recovery import reduce_recovery
from bokjihub.emergency.models import EmergencyAid, Objection, Recovery
from bokjihub.ui.words import official_date

State = EmergencyAid.State
Outcome = Objection.Outcome


@transaction.atomic
def receive_objection(
    *,
    aid: EmergencyAid,
    received_on: dt.date,
    words: str,
    told_on: dt.date | None = None,
    recovery: Recovery | None = None,
    by: Actor,
) -> Objection:
    """이의신청을 받음: within 30 days of the day it was told (`told_on`, else the day of the decision); the file goes to
    the province within ten (제16조제1항). Refused when late, and against an order of 제15조제3항.
    """
    if recovery is not None and recovery.ground == Recovery.Ground.EXCESS:
        raise errors.NotObjectable(field="recovery")
    counts_from = queries.objection_counts_from(aid)
    if recovery is not None:
        counts_from = recovery.told_on or recovery.ordered_on
    if counts_from is None or aid.objections.filter(answered_on__isnull=True).exists():
        raise errors.WrongStep
    told_on = told_on or counts_from
    if received_on > by.day or told_on > received_on:
        raise errors.FutureDay("알게 된 날, 받은 날, 오늘의 차례여야 합니다.", field="received_on")
    if told_on < counts_from:
        raise errors.FutureDay(
            f"알게 된 날은 결정한 날({official_date(counts_from)})보다 앞설 수 없습니다.", field="told_on"
        )
    last_day = limits.objection_until(told_on)
    if received_on > last_day:
        raise errors.ObjectionTooLate(
            f"이의신청은 알린 날({official_date(told_on)})부터 30일인 {official_date(last_day)}까지 받습니다(법 제16조제1항).",
            field="received_on",
        )
    if not words.strip():
        raise errors.ReasonMissing("무엇에 이의가 있는지 적어 주세요.", field="words")
    row = Objection.objects.create(
        aid=aid,
        household_id=aid.household_id,
        area_id=aid.area_id,
        recovery=recovery,
        told_on=told_on,
        received_on=received_on,
        words=words.strip(),
        received_by=by.id,
    )
    duties.finish(aid, duties.OBJECTION, by=by)
    duties.start_for_officer(
        aid, duties.OBJECTION_SEND, title="이의신청 보내기", verb="시·도에 보내기", since=received_on, by=by
    )
    audit.record("emergency.objection", subjects=[aid.household_id], words=words, by=by)
    return row


@transaction.atomic
def send_objection(*, objection: Objection, sent_on: dt.date, by: Actor) -> Objection:
    """이의신청을 시·도에 보냄; the governor answers within 15 days (제16조제2항)."""
    if objection.sent_on or objection.answered_on or not objection.received_on <= sent_on <= by.day:
        raise errors.WrongStep(field="sent_on")
    objection.sent_on = sent_on
    objection.save(update_fields=["sent_on"])
    aid = objection.aid
    duties.finish(aid, duties.OBJECTION_SEND, by=by)
    duties.start_for_officer(
        aid, duties.OBJECTION_ANSWER, title="이의신청 답", verb="시·도의 답 적기", since=sent_on, by=by
    )
    audit.record("emergency.objection_sent", subjects=[aid.household_id], by=by)
    return objection


@transaction.atomic
def answer_objection(
    *,
    objection: Objection,
    answered_on: dt.date,
    answer: str,
    outcome: Objection.Outcome,
    reduced_won: int = 0,
    by: Actor,
) -> Objection:
    """시·도의 답을 적음, and do what it says: a corrected refusal is decided anew, a corrected order is reduced in the book."""
    if objection.sent_on is None or objection.answered_on or not objection.sent_on <= answered_on <= by.day:
        raise errors.WrongStep(field="answered_on")
    if not outcome:
        raise errors.OutcomeMissing(field="outcome")
    if not answer.strip():
        raise errors.ReasonMissing("시·도의 답을 적어 주세요.", field="answer")
    objection.answered_on, objection.answer, objection.outcome = answered_on, answer.strip(), outcome
    objection.save(update_fields=["answered_on", "answer", "outcome"])
    aid = objection.aid
    duties.finish(aid, duties.OBJECTION_ANSWER, by=by)
    if outcome == Outcome.CORRECTED:
        _correct(objection, reduced_won, by)
    audit.record(
        "emergency.objection_answered",
        subjects=[objection.household_id],
        words=answer,
        detail={"outcome": outcome},
        by=by,
    )
    return objection


@transaction.atomic
def withdraw_objection(*, objection: Objection, on: dt.date, by: Actor) -> Objection:
    """이의신청을 거둠: the applicant takes it back before the answer."""
    if objection.answered_on:
        raise errors.WrongStep
    if not (objection.sent_on or objection.received_on) <= on <= by.day:
        raise errors.FutureDay("거둔 날은 받은 날(보냈으면 보낸 날)과 오늘 사이여야 합니다.", field="on")
    objection.answered_on, objection.outcome, objection.answer = on, Outcome.WITHDRAWN, "신청인이 거둠"
    objection.save(update_fields=["answered_on", "outcome", "answer"])
    duties.finish(objection.aid, duties.OBJECTION_SEND, duties.OBJECTION_ANSWER, by=by)
    audit.record("emergency.objection_withdrawn", subjects=[objection.household_id], by=by)
    return objection


def _correct(objection: Objection, reduced_won: int, by: Actor) -> None:
    aid = objection.aid
    if objection.recovery is not None:
        reduce_recovery(
            recovery=objection.recovery,
            won=reduced_won,
            words=f"이의신청 시정: {objection.answer}"[:200],
            on=objection.answered_on or by.day,
            once_key=_key(objection.id),
            by=by,
        )
    elif aid.state == State.DENIED and aid.ended_on is None:
        aid.state, aid.denied_reason, aid.other_way = State.ON_SITE, "", ""
        aid.denial_asked_by, aid.denied_by, aid.denied_on = None, None, None
        aid.save()
        duties.start_for_officer(
            aid, duties.DECIDE, title="이의신청 시정 - 다시 결정 올리기", verb="지급 결정 올리기", since=by.day, by=by
        )
    else:
        duties.start_for_officer(
            aid, duties.DECIDE, title="이의신청 시정 - 고칠 것 살피기", verb="고쳐 적기", since=by.day, by=by
        )


def _key(objection_id: UUID) -> UUID:
    return uuid5(objection_id, "corrected")
