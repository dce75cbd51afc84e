"""Starting, finishing, pausing and extending clocks.

Starting and finishing refuse nothing, so they take no savepoint of their own: what breaks there breaks the act they
belong to. Every act of an officer starts or finishes a few.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.models import ApprovalLine, Role
from bokjihub.accounts.queries import approval_line, signers
from bokjihub.areas.models import Area
from bokjihub.audit import actions as audit
from bokjihub.clocks.models import Clock, Extension, SignOff
from bokjihub.clocks.policies import due_date, policy_on
from bokjihub.clocks.queries import seat_in_turn, signing_of
from bokjihub.ui.errors import OfficerError


class ExtensionBeforeDue(OfficerError):
    """새 기한은 지금 기한보다 뒤여야 합니다."""


@transaction.atomic(savepoint=False)
def start_clock(
    *,
    code: str,
    subject_kind: str,
    subject_id: UUID,
    area_id: UUID,
    role: Role,
    title: str,
    verb: str,
    started_on: dt.date,
    due_on: dt.date | None = None,
    household_id: UUID | None = None,
    post_id: UUID | None = None,
    by: Actor,
) -> Clock:
    """Start the clock of `code` for one thing, or move the one that runs. `due_on` overrides the policy's day."""
    policy = policy_on(code, started_on)
    told = {
        "subject_kind": subject_kind,
        "household_id": household_id,
        "area_id": area_id,
        "role": role,
        "post_id": post_id,
        "title": title,
        "verb": verb,
        "started_on": started_on,
        "due_on": due_on or due_date(policy, started_on),
        "paused_on": None,
    }
    running = Clock.objects.select_for_update()
    clock, is_new = running.get_or_create(policy=policy, subject_id=subject_id, done_at=None, defaults=told)
    if not is_new:
        for field, value in told.items():
            setattr(clock, field, value)
        clock.save(update_fields=list(told))
    audit.record("clock.start", detail={"code": code, "due_on": clock.due_on}, subjects=_of(clock), by=by)
    return clock


@dataclass(frozen=True)
class Start:
    """One clock of many that start together under one policy."""

    subject_kind: str
    subject_id: UUID
    area_id: UUID
    role: Role
    title: str
    verb: str
    household_id: UUID | None = None
    post_id: UUID | None = None
    due_on: dt.date | None = None


@transaction.atomic(savepoint=False)
def start_clocks(*, code: str, starts: Sequence[Start], started_on: dt.date, by: Actor) -> int:
    """Start the clock of `code` for many things (a file of a thousand lines), or move those that run. One record."""
    policy = policy_on(code, started_on)
    usual = due_date(policy, started_on)
    running = {
        clock.subject_id: clock
        for clock in Clock.objects.select_for_update().filter(
            policy=policy, subject_id__in=[start.subject_id for start in starts], done_at__isnull=True
        )
    }
    fields = ("subject_kind", "household_id", "area_id", "role", "post_id", "title", "verb")
    for start in starts:
        clock = running.setdefault(start.subject_id, Clock(policy=policy, subject_id=start.subject_id))
        for field in fields:
            setattr(clock, field, getattr(start, field))
        clock.started_on, clock.due_on, clock.paused_on = started_on, start.due_on or usual, None
    new = [clock for clock in running.values() if clock._state.adding]
    made = {clock.id for clock in new}
    old = [clock for clock in running.values() if clock.id not in made]
    Clock.objects.bulk_create(new)
    Clock.objects.bulk_update(old, [*fields, "started_on", "due_on", "paused_on"])
    subjects = {start.household_id for start in starts if start.household_id}
    audit.record("clock.start", detail={"code": code, "count": len(starts)}, subjects=subjects, by=by)
    return len(starts)


@transaction.atomic(savepoint=False)
def finish_clocks(*, subject_id: UUID, codes: tuple[str, ...] = (), by: Actor) -> int:
    """Mark the open clocks of one thing as done; all of them, or those with the given codes. Returns how many."""
    return finish_clocks_of(subject_ids=[subject_id], codes=codes, by=by)


@transaction.atomic(savepoint=False)
def finish_clocks_of(*, subject_ids: Sequence[UUID], codes: tuple[str, ...] = (), by: Actor) -> int:
    """The same for many things at once, in one statement and one line on record."""
    found = Clock.objects.filter(subject_id__in=subject_ids, done_at__isnull=True)
    if codes:
        found = found.filter(policy__code__in=codes)
    done = found.update(done_at=timezone.now())
    if done:
        named = {"subject": subject_ids[0]} if len(subject_ids) == 1 else {"subjects": subject_ids}
        audit.record("clock.finish", detail={**named, "codes": codes, "count": done}, by=by)
    return done


@transaction.atomic
def finish_asked(*, household_id: UUID, code: str, verb: str, by: Actor) -> int:
    """Mark what a household's clocks of one policy asked for by its verb as done: the deed itself stands elsewhere now."""
    asked = Clock.objects.filter(household_id=household_id, policy__code=code, verb=verb, done_at__isnull=True)
    done = asked.update(done_at=timezone.now())
    if done:
        detail = {"codes": [code], "verb": verb, "count": done}
        audit.record("clock.finish", subjects=[household_id], detail=detail, by=by)
    return done


@transaction.atomic
def extend_clock(*, clock: Clock, due_on: dt.date, reason: str, by: Actor) -> Clock:
    """Give more time, with a reason and the approver's name; the old day stays on record."""
    if due_on <= clock.due_on:
        raise ExtensionBeforeDue
    Extension.objects.create(clock=clock, was_due_on=clock.due_on, due_on=due_on, reason=reason, approved_by=by.id)
    clock.due_on = due_on
    clock.save(update_fields=["due_on"])
    audit.record("clock.extend", subjects=_of(clock), words=reason, detail={"due_on": due_on}, by=by)
    return clock


def _of(clock: Clock) -> list[UUID]:
    return [clock.household_id] if clock.household_id else []


class NotYourTurn(OfficerError):
    """지금 결재할 차례가 아닙니다. 화면을 새로 열어 누구 차례인지 보세요."""


class ReturnWithoutReason(OfficerError):
    """되돌리는 까닭을 적어 주세요."""


@transaction.atomic
def put_up(
    *,
    paper: ApprovalLine.Paper,
    office: str,
    subject_kind: str,
    subject_id: UUID,
    household_id: UUID | None,
    area: Area,
    drafted_by: UUID,
    by: Actor,
) -> SignOff | None:
    """결재 올리기: the turns of the line in force today. Nobody's, where the town's line is one step or signs on paper.

    A post nobody holds, or only the drafter, is passed over as 공석; the deciding one never is: it waits for who is put there.
    """
    turns = approval_line(paper, by.day, office).turns
    if not turns:
        return None
    last = SignOff.objects.filter(subject_id=subject_id).aggregate(last=Max("sent"))["last"] or 0
    rows = [
        SignOff(
            paper=paper,
            subject_kind=subject_kind,
            subject_id=subject_id,
            household_id=household_id,
            area=area,
            sent=last + 1,
            place=place,
            post_name=post,
            role=role,
            decides=decides,
            is_vacant=not decides
            and not [one for one in signers(role, post, area, by.day) if one.user_id != drafted_by],
            drafted_by=drafted_by,
            sent_on=by.day,
        )
        for place, (post, role, decides) in enumerate(turns, 1)
    ]
    SignOff.objects.bulk_create(rows)
    detail = {"paper": paper, "subject": subject_id, "turns": [row.post_name for row in rows]}
    audit.record("paper.put_up", subjects=_homes(rows[0]), detail=detail, by=by)
    return next(row for row in rows if not row.is_vacant)


@transaction.atomic
def sign_off(*, subject_id: UUID, words: str = "", by: Actor) -> SignOff | None:
    """결재: this turn is signed. Whose turn comes next; nobody's when the paper is decided by this signature."""
    turn = _take_turn(subject_id, by)
    turn.words = words.strip()
    _sign(turn, by)
    audit.record("paper.sign", subjects=_homes(turn), words=turn.words, detail=_turn(turn), by=by)
    return signing_of(subject_id).turn


@transaction.atomic
def send_back(*, subject_id: UUID, reason: str, by: Actor) -> SignOff:
    """반려 with the reason, by whose turn it is. The paper goes to its drafter; put up again, it goes the whole way anew."""
    if not reason.strip():
        raise ReturnWithoutReason(field="answer")
    turn = _take_turn(subject_id, by)
    turn.words, turn.is_returned = reason.strip(), True
    _sign(turn, by)
    audit.record("paper.send_back", subjects=_homes(turn), words=turn.words, detail=_turn(turn), by=by)
    return turn


def _take_turn(subject_id: UUID, by: Actor) -> SignOff:
    list(SignOff.objects.select_for_update().filter(subject_id=subject_id).values_list("id"))
    turn = signing_of(subject_id).turn
    seat = seat_in_turn(turn, by) if turn else None
    if turn is None or seat is None:
        raise NotYourTurn
    turn.signed_for = seat.standing_in_for
    return turn


def _sign(turn: SignOff, by: Actor) -> None:
    turn.signed_on, turn.signed_by, turn.signed_label = by.day, by.id, by.label
    turn.save(update_fields=["signed_on", "signed_by", "signed_label", "signed_for", "is_returned", "words"])


def _homes(turn: SignOff) -> list[UUID]:
    return [turn.household_id] if turn.household_id else []


def _turn(turn: SignOff) -> dict[str, object]:
    return {"paper": turn.paper, "subject": turn.subject_id, "post": turn.post_name, "sent": turn.sent}
