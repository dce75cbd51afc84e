"""지급한 뒤: 연장 결정, 사후조사, 적정성 심사, 마침 (제10조, 제13조-제15조, 제4조)."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.actions import end_assignments
from bokjihub.audit import actions as audit
from bokjihub.benefits.models import Application
from bokjihub.emergency import duties, errors, queries, rates
from bokjihub.emergency.actions.grant import Ask, ask_grant
from bokjihub.emergency.books import recovery_is_open
from bokjihub.emergency.models import EmergencyAid, ExtensionDecision, FollowUp, Grant, Onward, Review
from bokjihub.resources.models import ServiceLink
from bokjihub.ui.words import won

State = EmergencyAid.State


@dataclass(frozen=True)
class Found:
    """What the follow-up found. `financial_won` stays empty until the banks answer; `judged` where no limit is known."""

    household_size: int
    income_won: int | None = None
    assets_won: int | None = None
    home_won: int = 0
    financial_won: int | None = None
    became_recipient: bool = False
    judged: bool | None = None
    reason: str = ""


@dataclass(frozen=True)
class Next:
    """Where a home is led when the emergency help is over."""

    way: Onward.Way
    words: str
    link: ServiceLink | None = None
    application: Application | None = None


@transaction.atomic
def decide_extension(*, grant: Grant, extend: Ask | None, reason: str = "", by: Actor) -> Grant | ExtensionDecision:
    """끝나기 3일 전: ask the head for more (`extend`), or write down that it ends, with the reason."""
    if grant.is_approved is not True or hasattr(grant, "extension"):
        raise errors.WrongStep
    if extend is not None:
        return ask_grant(aid=grant.aid, ask=extend, by=by)
    if not reason.strip():
        raise errors.ReasonMissing(field="reason")
    row = ExtensionDecision.objects.create(
        grant=grant,
        household_id=grant.household_id,
        area_id=grant.area_id,
        is_extended=False,
        reason=reason.strip(),
        decided_on=by.day,
        decided_by=by.id,
    )
    duties.finish(grant.aid, duties.EXTENSION, by=by)
    audit.record("emergency.not_extended", subjects=[grant.household_id], words=reason, by=by)
    return row


@transaction.atomic
def record_follow_up(*, aid: EmergencyAid, checked_on: dt.date, found: Found, by: Actor) -> FollowUp:
    """사후조사: income and assets against the limits of the day. Who became a recipient needs no review (제14조제2항)."""
    if aid.state not in (State.GRANTED, State.PAID):
        raise errors.WrongStep
    if checked_on > by.day:
        raise errors.FutureDay(field="checked_on")
    income = rates.income_limit(found.household_size, checked_on)
    financial = rates.financial_limit(aid.kind, found.household_size, checked_on)
    is_adequate, reason = (True, found.reason.strip()) if found.became_recipient else _judge(aid, found, checked_on)
    row = FollowUp.objects.create(
        aid=aid,
        household_id=aid.household_id,
        area_id=aid.area_id,
        checked_on=checked_on,
        household_size=found.household_size,
        income_won=found.income_won,
        income_limit_won=income.won if income else None,
        assets_won=found.assets_won,
        home_won=found.home_won,
        financial_won=found.financial_won,
        financial_limit_won=financial.won if financial else None,
        limits_source=income.source[:200] if income else "",
        is_skipped=found.became_recipient,
        is_adequate=is_adequate,
        reason=reason,
        checked_by=by.id,
    )
    aid.state = State.ADEQUATE if found.became_recipient else State.FOLLOW_UP
    aid.save(update_fields=["state"])
    duties.finish(aid, duties.FOLLOW_UP, by=by)
    if not found.became_recipient:
        duties.start_for_officer(
            aid, duties.COMMITTEE, title="적정성 심사", verb="심사 결과 적기", since=checked_on, by=by
        )
    audit.record("emergency.follow_up", subjects=[aid.household_id], detail={"adequate": is_adequate}, by=by)
    return row


@transaction.atomic
def record_review(
    *,
    aid: EmergencyAid,
    reviewed_on: dt.date,
    verdict: Review.Verdict,
    recover_won: int = 0,
    reason: str = "",
    by: Actor,
) -> Review:
    """적정성 심사 결과: what the committee said. After fraud money must come back, else it may (제15조)."""
    if aid.state != State.FOLLOW_UP:
        raise errors.WrongStep
    if reviewed_on > by.day:
        raise errors.FutureDay(field="reviewed_on")
    _check_recovery(aid, verdict, recover_won, reason)
    row = Review.objects.create(
        aid=aid,
        household_id=aid.household_id,
        area_id=aid.area_id,
        reviewed_on=reviewed_on,
        verdict=verdict,
        recover_won=recover_won,
        reason=reason.strip(),
        entered_by=by.id,
    )
    aid.state = State.ADEQUATE if verdict == Review.Verdict.ADEQUATE else State.INADEQUATE
    aid.save(update_fields=["state"])
    duties.finish(aid, duties.COMMITTEE, by=by)
    if aid.state == State.INADEQUATE:
        duties.finish(aid, duties.PAY, duties.EXTENSION, by=by)
        duties.start_for_officer(
            aid, duties.OBJECTION, title="부적정 - 이의신청 기간", verb="살피고 마치기", since=reviewed_on, by=by
        )
    audit.record(
        "emergency.review",
        subjects=[aid.household_id],
        detail={"verdict": verdict, "recover_won": recover_won},
        words=reason,
        by=by,
    )
    return row


@transaction.atomic
def end_aid(*, aid: EmergencyAid, by: Actor) -> EmergencyAid:
    """마침: nothing is left to decide, to check, to answer or to give back, and it is written down where the home was led
    to (제4조제2항·제3항). Clocks stop and the officer's right to the household ends.
    """
    if aid.ended_on or aid.state not in (State.DENIED, State.ADEQUATE, State.INADEQUATE):
        raise errors.WrongStep if aid.ended_on else errors.NotFollowedUp
    if aid.grants.filter(is_approved__isnull=True, returned_on__isnull=True).exists():
        raise errors.GrantWaiting
    if aid.objections.filter(answered_on__isnull=True).exists():
        raise errors.ObjectionOpen
    if recovery_is_open(aid):
        raise errors.RecoveryOpen
    if aid.state != State.DENIED and not aid.onward.exists():
        raise errors.NothingOnward
    aid.ended_on = by.day
    if aid.state != State.DENIED:
        aid.state = State.ENDED
    aid.save(update_fields=["ended_on", "state"])
    duties.finish(aid, by=by)
    end_assignments(source_id=aid.id, by=by)
    audit.record("emergency.end", subjects=[aid.household_id], detail={"number": aid.number}, by=by)
    return aid


@transaction.atomic
def lead_onward(*, aid: EmergencyAid, onward: Next, told_on: dt.date, by: Actor) -> Onward:
    """이어 줌: another law's help, a private body, advice, or that the crisis is over; with the application or referral
    it became. Refused for the papers of another home.
    """
    if aid.ended_on:
        raise errors.WrongStep
    if told_on > by.day:
        raise errors.FutureDay(field="told_on")
    if not onward.words.strip():
        raise errors.NothingOnward(field="words")
    _check_papers(aid, onward)
    row = Onward.objects.create(
        aid=aid,
        household_id=aid.household_id,
        area_id=aid.area_id,
        way=onward.way,
        link=onward.link,
        application=onward.application,
        words=onward.words.strip(),
        told_on=told_on,
        told_by=by.id,
    )
    audit.record("emergency.onward", subjects=[aid.household_id], words=row.words, detail={"way": row.way}, by=by)
    return row


def _check_papers(aid: EmergencyAid, onward: Next) -> None:
    link_fits = onward.link is None or (
        onward.way == Onward.Way.PRIVATE and onward.link.household_id == aid.household_id
    )
    application = onward.application
    application_fits = application is None or (
        onward.way == Onward.Way.OTHER_LAW and application.household_id == aid.household_id
    )
    if not (link_fits and application_fits):
        raise errors.OnwardWrong(field="way")


def _judge(aid: EmergencyAid, found: Found, checked_on: dt.date) -> tuple[bool, str]:
    if found.income_won is None or found.assets_won is None:
        raise errors.FigureMissing(field="income_won")
    income = rates.income_limit(found.household_size, checked_on)
    within_assets = rates.is_within_assets(
        rates.region_of(aid.area), found.assets_won, min(found.home_won, found.assets_won), checked_on
    )
    financial = rates.financial_limit(aid.kind, found.household_size, checked_on)
    over = []
    if income and found.income_won > income.won:
        over.append(f"소득 {won(found.income_won)}이 기준 {won(income.won)}을 넘음")
    if within_assets is False:
        over.append("재산이 지역 기준을 넘음")
    if found.financial_won is not None and financial and found.financial_won > financial.won:
        over.append(f"금융재산 {won(found.financial_won)}이 기준 {won(financial.won)}을 넘음")
    is_unknown = income is None or within_assets is None or (found.financial_won is not None and financial is None)
    if not over and is_unknown and found.judged is None:
        raise errors.JudgementMissing(field="judged")
    is_adequate = not over and found.judged is not False
    reason = " · ".join([*over, *filter(None, [found.reason.strip()])])
    if not is_adequate and not reason:
        raise errors.ReasonMissing(field="reason")
    return is_adequate, reason[:200]


def _check_recovery(aid: EmergencyAid, verdict: Review.Verdict, recover_won: int, reason: str) -> None:
    paid = queries.paid_won(aid)
    if verdict != Review.Verdict.ADEQUATE and not reason.strip():
        raise errors.ReasonMissing(field="reason")
    if not 0 <= recover_won <= paid:
        raise errors.RecoverAmountWrong(f"지급한 금액은 {won(paid)}입니다.", field="recover_won")
    if verdict == Review.Verdict.FRAUD and recover_won == 0:
        raise errors.RecoverAmountWrong(
            "거짓이나 부정한 방법이면 돌려받아야 합니다(법 제15조제1항).", field="recover_won"
        )
    if verdict == Review.Verdict.ADEQUATE and recover_won:
        raise errors.RecoverAmountWrong("적정하면 돌려받지 않습니다.", field="recover_won")
