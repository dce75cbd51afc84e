"""지급 결정과 거절 (제8조제3항, 제9조, 제10조): asked by the officer, decided by another person."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.models import ApprovalLine, Role
from bokjihub.accounts.queries import approval_line
from bokjihub.audit import actions as audit
from bokjihub.audit.ids import uuid7
from bokjihub.clocks import actions as clocks
from bokjihub.clocks import calendar
from bokjihub.clocks.models import SignOff
from bokjihub.clocks.queries import signing_of
from bokjihub.emergency import duties, errors, limits, queries
from bokjihub.emergency.models import AgendaItem, Detail, EmergencyAid, ExtensionDecision, Grant, Kind
from bokjihub.emergency.rates import HEATING_MONTHS, Rate, rate_of
from bokjihub.ui.words import official_date, with_particle, won

State, Paper = EmergencyAid.State, ApprovalLine.Paper
RUNNING = (State.GRANTED, State.PAID, State.FOLLOW_UP, State.ADEQUATE)


@dataclass(frozen=True)
class Ask:
    """What is asked for: so many months or times, so much each, from a day. `need` says why more, after the first."""

    months: int
    monthly_won: int
    starts_on: dt.date
    notice_ref: str = ""
    committee_on: dt.date | None = None
    need: str = ""


@transaction.atomic
def ask_grant(*, aid: EmergencyAid, ask: Ask, by: Actor) -> Grant:
    """지급 결정을 올림: within 제10조 and the day's amount; the head gets the clock. Refused with what is possible."""
    back = aid.grants.filter(returned_on__isnull=False).first()
    last = aid.grants.filter(returned_on__isnull=True).order_by("-round").first()
    _check_may_ask(aid, last, ask, by)
    law_day = limits.law_day(ask.starts_on, by.day)
    step = limits.step_for(limits.room_for(aid, law_day), ask.months, ask.committee_on)
    rate = rate_of(aid, ask.starts_on, by.day)
    _check_amount(aid, rate, ask)
    grant, _ = Grant.objects.update_or_create(
        id=back.id if back else uuid7(),
        defaults={
            "aid": aid,
            "household_id": aid.household_id,
            "area_id": aid.area_id,
            "kind": aid.kind,
            "round": last.round + 1 if last else 1,
            "months": ask.months,
            "monthly_won": ask.monthly_won,
            "starts_on": ask.starts_on,
            "ends_on": limits.period_of(aid, ask.starts_on, ask.months),
            "step": step,
            "committee_on": ask.committee_on,
            "cap_won": rate.cap_won,
            "notice_ref": ask.notice_ref.strip(),
            "need": ask.need.strip(),
            "basis": limits.limit_on(aid.kind, law_day).basis,
            "asked_on": by.day,
            "asked_by": by.id,
            "returned_on": None,
        },
    )
    _start_deciding(grant, _put_up(grant, by), by)
    audit.record("emergency.ask_grant", subjects=[aid.household_id], detail=_detail(grant), by=by)
    return grant


@transaction.atomic
def decide_grant(*, grant: Grant, is_approved: bool, answer: str = "", other_way: str = "", by: Actor) -> Grant:
    """결정: another person approves or refuses. Approval starts the payment, the one-month check and the end clock.

    A refusal needs the reason; the first one also another way for the household (제4조제2항·제3항). Where the town's 결재선 has
    several steps the earlier ones sign and hand on; refusing stays with the one who decides (제8조제3항: the mayor, or whom
    the mayor's rule of delegation names).
    """
    aid = grant.aid
    if grant.is_approved is not None or grant.returned_on is not None:
        raise errors.WrongStep
    if grant.asked_by == by.id:
        raise errors.SameHand
    turn = signing_of(grant.id).turn
    if turn is not None and not is_approved and not turn.decides:
        raise errors.NotTheDecider
    if not is_approved and not (answer.strip() and (other_way.strip() or grant.round > 1)):
        raise errors.WhyAndWhatElse(field="answer")
    if turn is not None and not _sign(grant, by):
        return grant
    grant.is_approved = is_approved
    grant.answer = answer.strip()
    grant.decided_on, grant.decided_by = by.day, by.id
    grant.save(update_fields=["is_approved", "answer", "decided_on", "decided_by"])
    duties.finish(aid, duties.DECIDE, by=by)
    if grant.round > 1:
        _keep_extension(grant, by)
    if is_approved:
        _begin(aid, grant, by)
    elif grant.round == 1:
        _deny(aid, reason=answer, other_way=other_way, asked_by=grant.asked_by, by=by)
    audit.record(
        "emergency.decide_grant",
        subjects=[aid.household_id],
        detail={**_detail(grant), "approved": is_approved},
        words=answer,
        by=by,
    )
    return grant


@transaction.atomic
def return_grant(*, grant: Grant, reason: str, by: Actor) -> Grant:
    """반려: whose turn it is gives the paper back to the officer, who mends it and puts it up again. Nothing is refused."""
    aid = grant.aid
    if grant.is_approved is not None:
        raise errors.WrongStep
    clocks.send_back(subject_id=grant.id, reason=reason[:200], by=by)
    grant.returned_on = by.day
    grant.save(update_fields=["returned_on"])
    code = _deciding_clock(grant)
    duties.finish(aid, code, by=by)
    duties.start_for_officer(
        aid,
        code,
        title="결재가 되돌아옴",
        verb="고쳐 다시 올리기",
        since=by.day,
        due_on=_deciding_due(grant, by),
        by=by,
    )
    audit.record("emergency.return_grant", subjects=[aid.household_id], words=reason, detail=_detail(grant), by=by)
    return grant


@transaction.atomic
def propose_denial(*, aid: EmergencyAid, reason: str, other_way: str, by: Actor) -> EmergencyAid:
    """거절을 올림: why no emergency aid, and which other way the household is shown. The head decides."""
    waiting = aid.grants.filter(is_approved__isnull=True, returned_on__isnull=True)
    if aid.state != State.ON_SITE or waiting.exists():
        raise errors.WrongStep
    if not (reason.strip() and other_way.strip()):
        raise errors.WhyAndWhatElse(field="reason")
    aid.denied_reason, aid.other_way, aid.denial_asked_by = reason.strip(), other_way.strip(), by.id
    aid.save(update_fields=["denied_reason", "other_way", "denial_asked_by"])
    duties.start_for_head(aid, duties.DECIDE, title="거절 결정", since=by.day, by=by)
    audit.record("emergency.propose_denial", subjects=[aid.household_id], words=reason, by=by)
    return aid


@transaction.atomic
def decide_denial(*, aid: EmergencyAid, is_agreed: bool, by: Actor) -> EmergencyAid:
    """거절 결정: another person agrees, or gives the request back to the officer."""
    if aid.state != State.ON_SITE or aid.denial_asked_by is None:
        raise errors.WrongStep
    if aid.denial_asked_by == by.id:
        raise errors.SameHand
    duties.finish(aid, duties.DECIDE, by=by)
    if is_agreed:
        _deny(aid, reason=aid.denied_reason, other_way=aid.other_way, asked_by=aid.denial_asked_by, by=by)
    else:
        aid.denied_reason, aid.other_way, aid.denial_asked_by = "", "", None
        aid.save(update_fields=["denied_reason", "other_way", "denial_asked_by"])
        duties.start_for_officer(
            aid, duties.DECIDE, title="다시 살펴 결정 올리기", verb="지급 결정 올리기", since=by.day, by=by
        )
    audit.record("emergency.decide_denial", subjects=[aid.household_id], detail={"agreed": is_agreed}, by=by)
    return aid


def _put_up(grant: Grant, by: Actor) -> SignOff | None:
    """The turns of the town's line, as far as it may decide this: more help is the city's head's to decide, not a dong's."""
    line = approval_line(Paper.EMERGENCY, by.day)
    last = line.turns[-1][1] if line.turns else ""
    if grant.round > 1 and last != Role.EMERGENCY_HEAD:
        return None
    return clocks.put_up(
        paper=Paper.EMERGENCY,
        office="",
        subject_kind="emergency.grant",
        subject_id=grant.id,
        household_id=grant.household_id,
        area=grant.area,
        drafted_by=grant.asked_by,
        by=by,
    )


def _sign(grant: Grant, by: Actor) -> bool:
    """Sign one's turn; true when the decision itself follows."""
    turn = clocks.sign_off(subject_id=grant.id, by=by)
    if turn is not None:
        _start_deciding(grant, turn, by)
    return turn is None


def _deciding_clock(grant: Grant) -> str:
    return duties.EXTENSION if grant.round > 1 and limits.has_period(grant.aid) else duties.DECIDE


def _deciding_due(grant: Grant, by: Actor) -> dt.date | None:
    """More help is decided three days before the period ends (시행규칙 제3조·제4조), however many sign."""
    running = queries.running_grant(grant.aid) if _deciding_clock(grant) == duties.EXTENSION else None
    return max(limits.extension_due(running.ends_on), by.day) if running else None


def _start_deciding(grant: Grant, turn: SignOff | None, by: Actor) -> None:
    code = _deciding_clock(grant)
    title = "연장 결정" if code == duties.EXTENSION else "지급 결정"
    duties.start_for_head(
        grant.aid, code, title=title, since=grant.asked_on, due_on=_deciding_due(grant, by), turn=turn, by=by
    )


def _check_may_ask(aid: EmergencyAid, last: Grant | None, ask: Ask, by: Actor) -> None:
    if last and last.is_approved is None:
        raise errors.GrantWaiting
    if aid.denial_asked_by or aid.state not in (RUNNING if last else (State.ON_SITE,)):
        raise errors.WrongStep
    found = queries.same_kind_found(aid)
    if found:
        ways = queries.other_ways(aid)
        raise errors.SameKindHelp(
            f"같은 지원을 다른 법으로 받고 있습니다: {', '.join(found)}. 긴급 {aid.title} 대신 "
            f"{with_particle('·'.join(ways), '을/를')} 살펴보세요(법 제3조제2항)."
        )
    if last and not ask.need.strip():
        raise errors.NeedMissing(field="need")
    approved = queries.running_grant(aid)
    if approved and limits.has_period(aid) and ask.starts_on <= approved.ends_on:
        raise errors.PeriodsOverlap(
            f"앞선 지원이 {official_date(approved.ends_on)}에 끝납니다. 그다음 날부터 이어 주세요.", field="starts_on"
        )
    _check_season(aid, last, ask)
    _check_committee(aid, ask)
    if ask.committee_on and ask.committee_on > by.day:
        raise errors.FutureDay(field="committee_on")


def _check_season(aid: EmergencyAid, last: Grant | None, ask: Ask) -> None:
    """Fuel is for October to March, every month of it; school money for the quarter of the request (시행령 제5조의2⑤)."""
    months = [calendar.add_months(ask.starts_on, ahead).month for ahead in range(ask.months)]
    if aid.detail == Detail.FUEL and not HEATING_MONTHS.issuperset(months):
        field = "starts_on" if months[0] not in HEATING_MONTHS else "months"
        raise errors.AmountTooHigh("연료비는 10월부터 다음 해 3월까지 지원합니다.", field=field)
    if aid.kind == Kind.EDU and last is None:
        end = limits.quarter_end(aid.requested_on)
        if limits.quarter_end(ask.starts_on) != end:
            raise errors.WrongQuarter(
                f"{official_date(aid.requested_on)}에 신청했으므로 {official_date(end)}에 끝나는 분기의 것을 지급합니다"
                "(시행령 제5조의2제5항, 시행규칙 제2조의5).",
                field="starts_on",
            )


def _check_committee(aid: EmergencyAid, ask: Ask) -> None:
    """What the committee passed is what may be asked for: its day, and no more than it said."""
    if ask.committee_on is None:
        return
    passed = aid.agenda_items.filter(
        kind=AgendaItem.Kind.EXTENSION, outcome=AgendaItem.Outcome.PASSED, sitting__held_on=ask.committee_on
    ).first()
    if passed and passed.months and ask.months > passed.months:
        raise errors.AmountTooHigh(f"심의위원회는 {passed.months}개월(회)까지 의결했습니다.", field="months")
    refused = aid.agenda_items.filter(
        kind=AgendaItem.Kind.EXTENSION, outcome=AgendaItem.Outcome.REJECTED, sitting__held_on=ask.committee_on
    )
    if passed is None and refused.exists():
        raise errors.WrongStep("그날 심의위원회는 연장을 부결했습니다(법 제10조제3항).", field="committee_on")


def _check_amount(aid: EmergencyAid, rate: Rate, ask: Ask) -> None:
    if rate.figure is None and not ask.notice_ref.strip():
        raise errors.NoticeMissing(field="notice_ref")
    if rate.figure and ask.monthly_won > rate.figure.won:
        raise errors.AmountTooHigh(
            f"{aid.title} 한 번은 {won(rate.figure.won)}까지입니다({rate.figure.words}).", field="monthly_won"
        )
    if aid.detail == Detail.ELECTRICITY and rate.figure:
        left = rate.figure.won - limits.won_in(aid.episode)
        if ask.months * ask.monthly_won > left:
            raise errors.AmountTooHigh(
                f"전기요금은 한 번의 위기에 모두 {won(rate.figure.won)}까지입니다. {won(left)} 남았습니다({rate.figure.words}).",
                field="monthly_won",
            )
    if rate.ceiling_won is not None and ask.monthly_won > rate.ceiling_won:
        raise errors.AmountTooHigh(
            f"{with_particle(aid.title, '은/는')} 기준 중위소득의 40%인 {with_particle(won(rate.ceiling_won), '을/를')} "
            "넘을 수 없습니다(법 제9조제2항).",
            field="monthly_won",
        )


def _begin(aid: EmergencyAid, grant: Grant, by: Actor) -> None:
    if aid.state == State.ON_SITE:
        aid.state = State.PAID if grant.payments.exists() else State.GRANTED
        aid.save(update_fields=["state"])
    paid = grant.payments.count()
    if paid < grant.months:
        duties.start_pay(aid, grant, paid=paid, since=by.day, by=by)
    if grant.round == 1:
        duties.start_for_officer(
            aid, duties.FOLLOW_UP, title="1개월 사후조사", verb="사후조사 적기", since=by.day, by=by
        )
    if limits.has_period(aid):
        duties.start_extension(aid, grant, by=by)


def _deny(aid: EmergencyAid, *, reason: str, other_way: str, asked_by: UUID, by: Actor) -> None:
    aid.state = State.DENIED
    aid.denied_reason, aid.other_way = reason.strip(), other_way.strip()
    aid.denial_asked_by, aid.denied_by, aid.denied_on = asked_by, by.id, by.day
    aid.save()
    duties.start_for_officer(
        aid, duties.OBJECTION, title="거절 - 이의신청 기간", verb="다른 길 잇고 마치기", since=by.day, by=by
    )


def _keep_extension(grant: Grant, by: Actor) -> None:
    """The decision on more, kept beside the grant whose period it lengthens (시행규칙 제3조, 제4조)."""
    before = (
        Grant.objects.filter(aid_id=grant.aid_id, is_approved=True, round__lt=grant.round).order_by("-round").first()
    )
    duties.finish(grant.aid, duties.EXTENSION, by=by)
    if before is None:
        return
    ExtensionDecision.objects.update_or_create(
        grant=before,
        defaults={
            "household_id": grant.household_id,
            "area_id": grant.area_id,
            "is_extended": bool(grant.is_approved),
            "reason": grant.need if grant.is_approved else grant.answer,
            "decided_on": by.day,
            "decided_by": by.id,
        },
    )


def _detail(grant: Grant) -> dict[str, object]:
    return {"round": grant.round, "months": grant.months, "monthly_won": grant.monthly_won, "step": grant.step}
