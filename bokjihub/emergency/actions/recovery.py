"""환수 (제15조): asked for, ordered by another person, told, and paid back line by line."""

import datetime as dt
from uuid import UUID, uuid5

from django.db import transaction

from bokjihub.accounts.access.actors import Actor
from bokjihub.audit import actions as audit
from bokjihub.clocks.policies import due_date, policy_on
from bokjihub.emergency import duties, errors, queries
from bokjihub.emergency.books import owed, payable_back
from bokjihub.emergency.models import EmergencyAid, Recovery, RecoveryEntry, Review
from bokjihub.ui.words import won as won_words

Kind, Ground = RecoveryEntry.Kind, Recovery.Ground


@transaction.atomic
def ask_recovery(*, aid: EmergencyAid, ground: Recovery.Ground, won: int, words: str, by: Actor) -> Recovery:
    """환수를 올림: after the committee's word for fraud and inadequacy (제15조제1항·제2항), for an excess without it (제3항).

    Never more than was paid and not yet asked back.
    """
    if aid.recoveries.filter(is_ordered__isnull=True).exists():
        raise errors.RecoveryWaiting
    review = Review.objects.filter(aid=aid).first()
    verdict = review.verdict if review else ""
    if ground != Ground.EXCESS and verdict != ground:
        raise errors.GroundUnfit(field="ground")
    if not words.strip():
        raise errors.ReasonMissing(field="words")
    most = payable_back(aid)
    if not 0 < won <= most:
        raise errors.RecoverAmountWrong(
            f"지급한 {won_words(queries.paid_won(aid))} 가운데 아직 돌려받으라고 하지 않은 것은 {won_words(most)}입니다.",
            field="won",
        )
    recovery = Recovery.objects.create(
        aid=aid,
        household_id=aid.household_id,
        area_id=aid.area_id,
        ground=ground,
        won=won,
        words=words.strip(),
        asked_on=by.day,
        asked_by=by.id,
    )
    duties.start_for_head(aid, duties.RECOVER_ORDER, title=f"환수 결정 {won_words(won)}", since=by.day, by=by)
    audit.record("emergency.ask_recovery", subjects=[aid.household_id], words=words, detail=_detail(recovery), by=by)
    return recovery


@transaction.atomic
def order_recovery(*, recovery: Recovery, is_ordered: bool, answer: str = "", by: Actor) -> Recovery:
    """반환명령: another person orders it, or gives it back with the reason. The order opens the book."""
    if recovery.is_ordered is not None:
        raise errors.WrongStep
    if recovery.asked_by == by.id:
        raise errors.SameHand
    if not is_ordered and not answer.strip():
        raise errors.ReasonMissing(field="answer")
    recovery.is_ordered, recovery.answer = is_ordered, answer.strip()
    recovery.ordered_on, recovery.ordered_by = by.day, by.id
    recovery.save(update_fields=["is_ordered", "answer", "ordered_on", "ordered_by"])
    duties.finish(recovery.aid, duties.RECOVER_ORDER, by=by)
    if is_ordered:
        _line(recovery, Kind.ORDERED, recovery.won, by.day, recovery.words, uuid5(recovery.id, "ordered"), by)
        duties.start_for_officer(
            recovery.aid,
            duties.RECOVER,
            title="반환명령 알리기",
            verb="통지서 보내기",
            since=by.day,
            due_on=by.day,
            by=by,
        )
    audit.record(
        "emergency.order_recovery",
        subjects=[recovery.household_id],
        words=answer,
        detail={**_detail(recovery), "ordered": is_ordered},
        by=by,
    )
    return recovery


@transaction.atomic
def tell_recovery(*, recovery: Recovery, told_on: dt.date, due_on: dt.date | None = None, by: Actor) -> Recovery:
    """반환명령을 알림: from this day the thirty days for an objection run, and the day to pay by is set."""
    if not recovery.is_ordered or recovery.told_on or recovery.ordered_on is None:
        raise errors.WrongStep
    if not recovery.ordered_on <= told_on <= by.day:
        raise errors.FutureDay("알린 날은 명령한 날부터 오늘 사이여야 합니다.", field="told_on")
    due_on = due_on or due_date(policy_on(duties.RECOVER, told_on), told_on)
    if due_on < told_on:
        raise errors.FutureDay("납부기한은 알린 날보다 뒤여야 합니다.", field="due_on")
    recovery.told_on, recovery.due_on = told_on, due_on
    recovery.save(update_fields=["told_on", "due_on"])
    _watch(recovery, due_on, by)
    if recovery.ground != Ground.EXCESS:
        duties.start_for_officer(
            recovery.aid, duties.OBJECTION, title="반환명령 - 이의신청 기간", verb="살피고 마치기", since=told_on, by=by
        )
    audit.record("emergency.tell_recovery", subjects=[recovery.household_id], detail={"due_on": due_on}, by=by)
    return recovery


@transaction.atomic
def book_repayment(
    *, recovery: Recovery, won: int, on: dt.date, words: str = "", once_key: UUID, by: Actor
) -> RecoveryEntry:
    """납부를 적음: never more than is owed. The last one ends the watch. The same form twice is one line."""
    return _reduce(recovery, Kind.PAID, won, on, words, once_key, by)


@transaction.atomic
def undo_repayment(
    *, recovery: Recovery, won: int, on: dt.date, words: str, once_key: UUID, by: Actor
) -> RecoveryEntry:
    """잘못 적은 납부를 되돌림: a line back, with the reason; never more than was paid."""
    recovery = _held(recovery)
    former = _former(recovery, Kind.UNDONE, won, once_key)
    if former is not None:
        return former
    if not words.strip():
        raise errors.ReasonMissing(field="words")
    if not 0 < won <= _booked(recovery, Kind.PAID) - _booked(recovery, Kind.UNDONE):
        raise errors.BookWrong("적힌 납부보다 많이 되돌릴 수 없습니다.", field="won")
    line = _line(recovery, Kind.UNDONE, won, on, words, once_key, by)
    _watch(recovery, max(recovery.due_on or by.day, by.day), by)
    return line


@transaction.atomic
def reduce_recovery(
    *, recovery: Recovery, won: int, words: str, on: dt.date, once_key: UUID, by: Actor
) -> RecoveryEntry:
    """줄임: an objection was right, wholly or in part."""
    return _reduce(recovery, Kind.REDUCED, won, on, words, once_key, by)


@transaction.atomic
def write_off(*, recovery: Recovery, won: int, words: str, on: dt.date, once_key: UUID, by: Actor) -> RecoveryEntry:
    """결손: what cannot be had back leaves the book, with the reason, by another person than who asked for the order."""
    if recovery.asked_by == by.id:
        raise errors.SameHand
    return _reduce(recovery, Kind.WRITTEN_OFF, won, on, words, once_key, by)


@transaction.atomic
def urge(*, recovery: Recovery, on: dt.date, due_on: dt.date, once_key: UUID, by: Actor) -> RecoveryEntry:
    """독촉: unpaid at the day; a new day is set. What is still unpaid is collected as local taxes are (제15조제4항)."""
    recovery = _held(recovery)
    former = _former(recovery, Kind.URGED, 0, once_key)
    if former is not None:
        return former
    if recovery.due_on is None or on <= recovery.due_on or owed(recovery) == 0:
        raise errors.WrongStep(field="on")
    if on > by.day or due_on <= on:
        raise errors.FutureDay("독촉한 날은 오늘까지, 새 기한은 그 뒤여야 합니다.", field="due_on")
    line = _line(recovery, Kind.URGED, 0, on, f"새 기한 {due_on:%Y. %-m. %-d.}", once_key, by)
    recovery.due_on = due_on
    recovery.save(update_fields=["due_on"])
    _watch(recovery, due_on, by)
    return line


def _reduce(
    recovery: Recovery, kind: RecoveryEntry.Kind, won: int, on: dt.date, words: str, once_key: UUID, by: Actor
) -> RecoveryEntry:
    recovery = _held(recovery)
    former = _former(recovery, kind, -won, once_key)
    if former is not None:
        return former
    left = owed(recovery)
    if not 0 < won <= left:
        raise errors.BookWrong(f"돌려받을 것은 {won_words(left)} 남았습니다.", field="won")
    if kind != Kind.PAID and not words.strip():
        raise errors.ReasonMissing(field="words")
    if recovery.ordered_on is None or not recovery.ordered_on <= on <= by.day:
        raise errors.FutureDay("명령한 날부터 오늘 사이의 날이어야 합니다.", field="on")
    line = _line(recovery, kind, -won, on, words, once_key, by)
    if won == left:
        duties.finish(recovery.aid, duties.RECOVER, by=by)
    return line


def _line(
    recovery: Recovery, kind: RecoveryEntry.Kind, won: int, on: dt.date, words: str, once_key: UUID, by: Actor
) -> RecoveryEntry:
    line = RecoveryEntry.objects.create(
        recovery=recovery,
        household_id=recovery.household_id,
        area_id=recovery.area_id,
        kind=kind,
        won=won,
        on=on,
        words=words.strip(),
        entered_by=by.id,
        once_key=once_key,
    )
    audit.record(
        "emergency.recovery_line",
        subjects=[recovery.household_id],
        words=words,
        detail={"kind": kind, "won": won},
        by=by,
    )
    return line


def _former(recovery: Recovery, kind: RecoveryEntry.Kind, won: int, once_key: UUID) -> RecoveryEntry | None:
    former = RecoveryEntry.objects.filter(once_key=once_key).first()
    if former is not None and (former.recovery_id, former.kind, former.won) != (recovery.id, kind, won):
        raise errors.BookWrong("같은 일을 다른 내용으로 다시 보내셨습니다. 화면을 새로 고친 뒤 적어 주세요.")
    return former


def _booked(recovery: Recovery, kind: RecoveryEntry.Kind) -> int:
    return abs(sum(recovery.entries.filter(kind=kind).values_list("won", flat=True)))


def _held(recovery: Recovery) -> Recovery:
    """The order, locked: two payments of the last won wait for each other."""
    found = Recovery.objects.select_for_update(of=("self",)).select_related("aid__area").get(id=recovery.id)
    if not found.is_ordered:
        raise errors.WrongStep
    return found


def _watch(recovery: Recovery, due_on: dt.date, by: Actor) -> None:
    title = f"환수 {won_words(owed(recovery))} 납부 확인"
    duties.start_for_officer(
        recovery.aid, duties.RECOVER, title=title, verb="납부 적기·독촉", since=by.day, due_on=due_on, by=by
    )


def _detail(recovery: Recovery) -> dict[str, object]:
    return {"ground": recovery.ground, "won": recovery.won}
