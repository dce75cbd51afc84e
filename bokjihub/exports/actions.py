"""Letting named rows out of the house as a file: at once, or after a second person's yes (R35)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from bokjihub.accounts.access.actors import Actor, PostView
from bokjihub.accounts.models import Post, Role
from bokjihub.audit import actions as audit
from bokjihub.audit.ids import uuid7
from bokjihub.audit.models import Entry
from bokjihub.clocks import actions as clocks
from bokjihub.exports.models import ExportRequest
from bokjihub.ui import sheets
from bokjihub.ui.errors import OfficerError
from bokjihub.ui.words import official_date

MOST_ALONE = 50
DECIDE_DAYS = 7
TAKE_HOURS = 24
WAITS, READY = "exports.request", "exports.ready"
_DONG = frozenset({Role.DONG_OFFICER, Role.VISITING_NURSE})
State = ExportRequest.State


class ReasonMissing(OfficerError):
    """왜 내려받는지 적어 주세요. 사유 없이 나가는 명단은 없습니다."""


class NobodyDecides(OfficerError):
    """누구에게 승인을 부탁할지 알 수 없습니다. 지금 맡은 자리가 없어 명단을 내려받을 수 없습니다."""


class SamePersonDecides(OfficerError):
    """부탁한 사람은 스스로 승인하지 않습니다. 다른 분이나 대직자가 정해 주세요."""


class NotTheDecider(OfficerError):
    """이 내려받기는 다른 자리에서 정합니다."""


class NotWaiting(OfficerError):
    """승인을 기다리는 내려받기가 아닙니다. 이미 정했거나 기한이 지났습니다."""


class AnswerMissing(OfficerError):
    """왜 되돌리는지 한 줄로 적어 주세요."""


class NotReady(OfficerError):
    """지금은 받을 수 없습니다. 승인 뒤 하루 안에 한 번만 받을 수 있습니다."""


@dataclass(frozen=True)
class Sheet:
    """A table a room wants to hand out: its rows as they stand now, and whose they are."""

    what: str
    file_name: str
    columns: Sequence[sheets.Column]
    rows: Sequence[Sequence[sheets.Cell]]
    named: int  # how many of the rows name somebody, masked or not
    subjects: frozenset[UUID] = frozenset()
    notes: tuple[str, ...] = ()

    @property
    def waits(self) -> bool:
        """Whether a second person must say yes before it leaves."""
        return self.named > MOST_ALONE


@dataclass(frozen=True)
class Outcome:
    """The file, or the request that waits for a second person."""

    file_name: str
    body: bytes = b""
    request: ExportRequest | None = None


@transaction.atomic
def let_out(*, sheet: Sheet, reason: str, by: Actor) -> Outcome:
    """내려받기. Up to fifty named rows leave at once, on record; more are sealed and wait for the head's yes.

    Refused without a reason, and to somebody without a post today.
    """
    reason = reason.strip()
    if not reason:
        raise ReasonMissing(field="reason")
    number = uuid7()
    body = _workbook(sheet, reason, number, by)
    if not sheet.waits:
        _record_leaving(number, sheet.what, sheet.subjects, len(sheet.rows), reason, by)
        return Outcome(sheet.file_name, body)
    return Outcome(sheet.file_name, request=_ask(number, sheet, body, reason, by))


@transaction.atomic
def approve(*, export: ExportRequest, by: Actor) -> ExportRequest:
    """승인: the asker may take this very file once, within a day. Refused to the asker and to other seats."""
    export = _to_decide(export, by)
    export.is_approved, export.decided_by, export.decided_at = True, by.id, timezone.now()
    export.until = export.decided_at + dt.timedelta(hours=TAKE_HOURS)
    export.save(update_fields=["is_approved", "decided_by", "decided_at", "until"])
    clocks.finish_clocks(subject_id=export.id, by=by)
    _tell_the_asker(export, by)
    detail = {"export": export.id, "what": export.what, "rows": export.rows}
    audit.record("export.approve", subjects=export.subjects, detail=detail, by=by)
    return export


@transaction.atomic
def refuse(*, export: ExportRequest, answer: str, by: Actor) -> ExportRequest:
    """되돌림, with the reason; the waiting file is destroyed."""
    export = _to_decide(export, by)
    if not answer.strip():
        raise AnswerMissing(field="answer")
    export.is_approved, export.decided_by, export.decided_at = False, by.id, timezone.now()
    export.answer, export.body_sealed = answer.strip(), b""
    export.save(update_fields=["is_approved", "decided_by", "decided_at", "answer", "body_sealed"])
    clocks.finish_clocks(subject_id=export.id, by=by)
    audit.record("export.refuse", words=export.answer, detail={"export": export.id, "what": export.what}, by=by)
    return export


@transaction.atomic
def take(*, export: ExportRequest, by: Actor) -> Outcome:
    """받기: the approved file, once; our copy is destroyed in the same transaction."""
    export = ExportRequest.objects.select_for_update().get(id=export.id)
    if export.asked_by != by.id or export.state_at(timezone.now()) != State.READY:
        raise NotReady
    outcome = Outcome(export.file_name, export.body)
    export.taken_at, export.body_sealed = timezone.now(), b""
    export.save(update_fields=["taken_at", "body_sealed"])
    clocks.finish_clocks(subject_id=export.id, by=by)
    _record_leaving(export.id, export.what, export.subjects, export.rows, export.reason, by)
    return outcome


@transaction.atomic
def forget_untaken(*, by: Actor) -> int:
    """Destroy the files nobody took in time (those in reach); the register keeps that they were asked for."""
    late = ExportRequest.objects.filter(until__lte=timezone.now(), taken_at__isnull=True).exclude(body_sealed=b"")
    ids = list(late.values_list("id", flat=True))
    for export_id in ids:
        clocks.finish_clocks(subject_id=export_id, by=by)
    ExportRequest.objects.filter(id__in=ids).update(body_sealed=b"")
    if ids:
        audit.record("export.forget", detail={"count": len(ids)}, by=by)
    return len(ids)


def _workbook(sheet: Sheet, reason: str, number: UUID, by: Actor) -> bytes:
    """The file with who took it out, when, why and under which number (안전성 확보조치 기준 제12조②)."""
    mark = f"내려받은 사람 {by.label} · {official_date(by.day)} · 사유: {reason} · 열람번호 {number}"
    return sheets.xlsx(sheet.columns, sheet.rows, title=sheet.what, notes=[*sheet.notes, mark])


def _ask(number: UUID, sheet: Sheet, body: bytes, reason: str, by: Actor) -> ExportRequest:
    forget_untaken(by=by)
    post = by.main_post
    if post is None or not post.area_ids:
        raise NobodyDecides
    export = ExportRequest(
        id=number,
        area_id=_dong_of(post),
        decided_by_role=_decider(post.role),
        asked_by=by.id,
        asked_label=by.label,
        what=sheet.what,
        file_name=sheet.file_name,
        columns=[column.label for column in sheet.columns],
        rows=len(sheet.rows),
        subjects=sorted(sheet.subjects),
        reason=reason,
        until=timezone.now() + dt.timedelta(days=DECIDE_DAYS),
    )
    export.body = body
    export.save(force_insert=True)
    clocks.start_clock(
        code="export.approve",
        subject_kind=WAITS,
        subject_id=export.id,
        area_id=export.area_id,
        role=Role(export.decided_by_role),
        title=f"내려받기 ‘{export.what}’ {export.rows}줄",
        verb="살펴보고 정하기",
        started_on=by.day,
        by=by,
    )
    detail = {"export": export.id, "what": export.what, "rows": export.rows}
    audit.record("export.ask", subjects=export.subjects, words=reason, detail=detail, by=by)
    return export


def _dong_of(post: PostView) -> UUID:
    """The post's own dong, or for a post of the city one of its dongs: rows are fenced by dong."""
    return post.area_id if post.area_id in post.area_ids else min(post.area_ids)


def _decider(role: Role) -> Role:
    """Who says yes: the head of the asker's office; a head of a team asks the head of the dong."""
    if role in _DONG:
        return Role.TEAM_HEAD
    return Role.DONG_HEAD if role == Role.TEAM_HEAD else Role.EMERGENCY_HEAD


def _to_decide(export: ExportRequest, by: Actor) -> ExportRequest:
    export = ExportRequest.objects.select_for_update().get(id=export.id)
    if export.state_at(timezone.now()) != State.WAITING:
        raise NotWaiting
    if export.asked_by == by.id:
        raise SamePersonDecides
    if Role(export.decided_by_role) not in by.roles:
        raise NotTheDecider
    return export


def _tell_the_asker(export: ExportRequest, by: Actor) -> None:
    post = Post.objects.on(by.day).filter(user_id=export.asked_by).order_by("starts_on", "id").first()
    if post is None:
        return  # the asker has left the office: nobody takes it, and the file is destroyed tomorrow
    clocks.start_clock(
        code="export.take",
        subject_kind=READY,
        subject_id=export.id,
        area_id=export.area_id,
        role=Role(post.role),
        post_id=post.id,
        title=f"내려받기 승인됨: {export.what} {export.rows}줄",
        verb="받기",
        started_on=by.day,
        due_on=timezone.localtime(export.until).date(),
        by=by,
    )


def _record_leaving(
    number: UUID, what: str, subjects: Sequence[UUID] | frozenset[UUID], rows: int, reason: str, by: Actor
) -> None:
    detail = {"export": number, "what": what, "count": rows, "reason": reason}
    audit.record("export.take", kind=Entry.Kind.EXPORT, subjects=subjects, words=reason, detail=detail, by=by)
