"""긴급지원심의위원회 (제12조, 시행규칙 제4조·제5조): what is put before it, and what it decides."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from bokjihub.accounts.access.actors import Actor
from bokjihub.areas.models import Area
from bokjihub.audit import actions as audit
from bokjihub.emergency import errors, limits, queries
from bokjihub.emergency.actions.after import record_review
from bokjihub.emergency.models import AgendaItem, EmergencyAid, Review, Sitting

State = EmergencyAid.State
Kind, Outcome = AgendaItem.Kind, AgendaItem.Outcome
MOST_SEATED = 15


@dataclass(frozen=True)
class Seats:
    """Who was there."""

    held_on: dt.date
    seated: int
    experts: int
    present: int
    body: Sitting.Body = Sitting.Body.COMMITTEE
    place: str = ""
    is_written: bool = False


@dataclass(frozen=True)
class Vote:
    """What the committee said on one item."""

    outcome: AgendaItem.Outcome
    in_favour: int = 0
    words: str = ""
    verdict: str = ""
    recover_won: int = 0


@transaction.atomic
def put_on_agenda(*, aid: EmergencyAid, kind: AgendaItem.Kind, need: str, months: int = 0, by: Actor) -> AgendaItem:
    """심의에 부침: why more is needed and how long (시행규칙 제4조제1항), or the file of the check for its review.

    Refused for what the mayor decides alone, and where the law leaves nothing.
    """
    if aid.agenda_items.filter(kind=kind, outcome="").exists():
        raise errors.AlreadyOnAgenda
    if not need.strip():
        raise errors.NeedMissing(field="need")
    _check_may_lie_before(aid, kind, months, by.day)
    item = AgendaItem.objects.create(
        aid=aid,
        household_id=aid.household_id,
        area_id=aid.area_id,
        kind=kind,
        need=need.strip(),
        months=months or None,
        asked_on=by.day,
        asked_by=by.id,
    )
    audit.record("emergency.agenda", subjects=[aid.household_id], words=need, detail={"kind": kind}, by=by)
    return item


@transaction.atomic
def hold_sitting(*, area: Area, seats: Seats, words: str = "", by: Actor) -> Sitting:
    """회의를 적음: at most fifteen, half of them experts or named by non-profit bodies (제12조제2항·제3항).

    Where the 생활보장위원회 stands in (제12조제4항) its own law says how it is made up.
    """
    if seats.held_on > by.day:
        raise errors.FutureDay(field="held_on")
    is_own = seats.body == Sitting.Body.COMMITTEE
    if is_own and (seats.seated > MOST_SEATED or seats.experts * 2 < seats.seated):
        raise errors.CommitteeWrong(field="experts")
    if not seats.seated > 0 or seats.experts > seats.seated or seats.present > seats.seated:
        raise errors.CommitteeWrong("나온 위원과 전문가 위원은 재적 위원보다 많을 수 없습니다.", field="present")
    sitting = Sitting.objects.create(
        area=area,
        body=seats.body,
        held_on=seats.held_on,
        place=seats.place.strip(),
        seated=seats.seated,
        experts=seats.experts,
        present=seats.present,
        is_written=seats.is_written,
        words=words.strip(),
        entered_by=by.id,
    )
    audit.record("emergency.sitting", detail={"sitting": sitting.id, "held_on": sitting.held_on}, by=by)
    return sitting


@transaction.atomic
def decide_item(*, item: AgendaItem, sitting: Sitting, vote: Vote, by: Actor) -> AgendaItem:
    """의결을 적음: more than half of those present say yes. An adequacy review is entered with it; an extension may then be
    asked for; what is deferred waits for the next sitting.
    """
    if item.outcome:
        raise errors.WrongStep
    if sitting.held_on < item.asked_on:
        raise errors.NothingToDecide("심의에 부친 날보다 앞선 회의입니다.")
    if vote.in_favour > sitting.present:
        raise errors.VotesWrong(field="in_favour")
    _check_vote(item, sitting, vote)
    if vote.outcome == Outcome.DEFERRED:
        again = AgendaItem.objects.filter(id=item.id)
        again.update(words=f"{sitting.held_on:%Y. %-m. %-d.} 다음 회의로: {vote.words.strip()}"[:300])
        audit.record("emergency.agenda_deferred", subjects=[item.household_id], words=vote.words, by=by)
        item.refresh_from_db()
        return item
    item.sitting, item.outcome, item.in_favour = sitting, vote.outcome, vote.in_favour
    item.seated, item.present = sitting.seated, sitting.present
    item.words, item.verdict, item.recover_won = vote.words.strip(), vote.verdict, vote.recover_won
    item.save()
    if item.kind == Kind.ADEQUACY and vote.outcome == Outcome.PASSED:
        record_review(
            aid=item.aid,
            reviewed_on=sitting.held_on,
            verdict=Review.Verdict(vote.verdict),
            recover_won=vote.recover_won,
            reason=vote.words,
            by=by,
        )
    audit.record(
        "emergency.agenda_decided",
        subjects=[item.household_id],
        words=vote.words,
        detail={"kind": item.kind, "outcome": item.outcome, "in_favour": item.in_favour},
        by=by,
    )
    return item


def _check_may_lie_before(aid: EmergencyAid, kind: AgendaItem.Kind, months: int, day: dt.date) -> None:
    if kind == Kind.ADEQUACY and aid.state != State.FOLLOW_UP:
        raise errors.NothingToDecide("사후조사를 적은 뒤에 적정성을 심사합니다(법 제14조제1항).")
    if kind != Kind.EXTENSION:
        return
    if aid.state not in (State.GRANTED, State.PAID, State.FOLLOW_UP, State.ADEQUATE) or not queries.running_grant(aid):
        raise errors.NothingToDecide("결정된 지원이 있어야 연장을 심의에 부칠 수 있습니다(법 제10조제3항).")
    room = limits.room_for(aid, day)
    if months < 1:
        raise errors.NeedMissing("몇 개월(몇 번)을 늘릴지 적어 주세요(시행규칙 제4조제1항).", field="months")
    if room.now and months <= room.now:
        raise errors.NothingToDecide(
            f"시장이 심의 없이 정할 수 있는 {room.now}{room.unit}입니다. 바로 연장을 올려 주세요({room.basis})."
        )
    if months > room.left:
        raise limits.too_much(room)


def _check_vote(item: AgendaItem, sitting: Sitting, vote: Vote) -> None:
    if vote.outcome != Outcome.DEFERRED and not sitting.has_quorum:
        raise errors.NoQuorum(field="outcome")
    has_majority = vote.in_favour * 2 > sitting.present
    if vote.outcome == Outcome.PASSED and not has_majority:
        raise errors.VotesWrong(
            f"나온 {sitting.present}명 가운데 {vote.in_favour}명의 찬성으로는 가결되지 않습니다(시행규칙 제5조제2항).",
            field="in_favour",
        )
    if vote.outcome == Outcome.REJECTED and has_majority:
        raise errors.VotesWrong("과반수가 찬성하면 가결입니다(시행규칙 제5조제2항).", field="in_favour")
    if item.kind == Kind.ADEQUACY and vote.outcome == Outcome.PASSED and vote.verdict not in Review.Verdict.values:
        raise errors.JudgementMissing("적정한지, 부적정한지 골라 주세요(법 제14조제1항).", field="verdict")
