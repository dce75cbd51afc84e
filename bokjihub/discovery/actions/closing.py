"""종결: proposed by one person, approved by another, proven by a row that really stands (process §5.3, §11.1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from bokjihub.accounts import actions as accounts
from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.models import Assignment, Role
from bokjihub.areas.queries import team_for
from bokjihub.audit import actions as audit
from bokjihub.clocks import actions as clocks
from bokjihub.clocks.policies import due_date, policy_on
from bokjihub.discovery.actions.work import AlreadyClosed, NobodyAssigned, remind
from bokjihub.discovery.models import ClosingRequest, Closure, WorkItem
from bokjihub.discovery.queries.closing import in_words, missing_codes, unclimbed
from bokjihub.discovery.queries.receipts import next_number
from bokjihub.ui.errors import OfficerError

Kind, State = Closure.Kind, WorkItem.State


class ClosingNotProven(OfficerError):
    """종결 사유를 뒷받침하는 기록이 없습니다."""


class UnlocatedNeverCloses(OfficerError):
    """연락두절로 마칠 수 없습니다."""


class AlreadyProposed(OfficerError):
    """종결을 이미 올렸습니다. 팀장이 정하기를 기다립니다."""


class AlreadyDecided(OfficerError):
    """이미 다른 분이 정했습니다."""


class SamePersonDecides(OfficerError):
    """올린 분이 스스로 승인할 수 없습니다. 다른 결정권자에게 부탁해 주세요."""


class AnswerMissing(OfficerError):
    """되돌리는 까닭을 적어 주세요."""


@transaction.atomic
def propose_closing(
    *,
    work_item: WorkItem,
    kind: Closure.Kind,
    words: str = "",
    source: str = "",
    proof_id: UUID | None = None,
    by: Actor,
) -> ClosingRequest:
    """종결 올리기. Refused, naming what is missing, while the reason is not proven; a household not found never closes."""
    if work_item.closed_on is not None:
        raise AlreadyClosed
    if work_item.owner_id is None:
        raise NobodyAssigned
    if ClosingRequest.objects.filter(work_item=work_item, decided_at__isnull=True).exists():
        raise AlreadyProposed
    _demand_proof(work_item, kind, words.strip(), source.strip(), proof_id)
    row = ClosingRequest.objects.create(
        work_item=work_item,
        household_id=work_item.household_id,
        area_id=work_item.area_id,
        kind=kind,
        words=words.strip(),
        source=source.strip(),
        proof_id=proof_id,
        asked_by=by.id,
    )
    title = f"종결 승인 · {work_item.number} · {kind.label}"
    remind(work_item=work_item, code="work_item.approve", verb="승인하기", role=Role.TEAM_HEAD, title=title, by=by)
    detail = {"work_item": work_item.id, "kind": kind}
    audit.record("closing.propose", subjects=[work_item.household_id], words=words, detail=detail, by=by)
    return row


@dataclass(frozen=True)
class AlreadyHelped:
    """What a household of a batch gets already, and where that was seen."""

    work_item: WorkItem
    words: str
    source: str


class OneOfThemRefused(OfficerError):
    """고칠 것이 있어 아무것도 올리지 않았습니다."""

    def __init__(self, sentence: str, *, work_item_id: UUID) -> None:
        super().__init__(sentence)
        self.work_item_id = work_item_id


@transaction.atomic
def propose_already(*, helped: Sequence[AlreadyHelped], by: Actor) -> list[ClosingRequest]:
    """이미 지원 중 for several households at once, each with its own proof; all or none. The head still decides each."""
    rows = []
    for one in helped:
        try:
            rows.append(
                propose_closing(work_item=one.work_item, kind=Kind.ALREADY, words=one.words, source=one.source, by=by)
            )
        except OfficerError as error:
            raise OneOfThemRefused(error.sentence, work_item_id=one.work_item.id) from error
    audit.record("closing.propose_already", detail={"count": len(rows)}, by=by)
    return rows


@transaction.atomic
def approve_closing(*, request: ClosingRequest, by: Actor) -> Closure:
    """종결 승인 by another person than the one who asked. Clocks stop, rights from this work end, a refusal gets its review."""
    _decide(request, is_approved=True, answer="", by=by)
    item, kind = request.work_item, Kind(request.kind)
    _demand_proof(item, kind, request.words, request.source, request.proof_id)
    review_on = due_date(policy_on("work_item.review", by.day), by.day) if kind == Kind.REFUSED else None
    closure = Closure.objects.create(
        work_item=item,
        household_id=item.household_id,
        area_id=item.area_id,
        kind=kind,
        # 잘못 등록 has nothing below it: the approval is the proof.
        proof_id=request.id if kind == Kind.WRONG else request.proof_id,
        source=request.source,
        words=request.words,
        closed_on=by.day,
        closed_by=request.asked_by,
        approved_by=by.id,
        review_on=review_on,
    )
    item.closed_on = by.day
    item.save(update_fields=["closed_on", "changed_at"])
    clocks.finish_clocks(subject_id=item.id, by=by)
    accounts.end_assignments(source_id=item.id, by=by)
    if kind == Kind.REFUSED:
        _open_review(closure, by=by)
    detail = {"work_item": item.id, "kind": kind, "request": request.id}
    audit.record("closing.approve", subjects=[item.household_id], detail=detail, by=by)
    return closure


@transaction.atomic
def return_closing(*, request: ClosingRequest, answer: str, by: Actor) -> ClosingRequest:
    """되돌림 with the reason; the owner has it again."""
    if not answer.strip():
        raise AnswerMissing(field="answer")
    _decide(request, is_approved=False, answer=answer.strip(), by=by)
    item = request.work_item
    clocks.finish_clocks(subject_id=item.id, codes=("work_item.approve",), by=by)
    title = f"종결이 되돌아옴 · {item.number}"
    remind(work_item=item, code="work_item.outcome", verb="다시 보기", due_on=item.next_on, title=title, by=by)
    audit.record("closing.return", subjects=[item.household_id], words=answer, detail={"request": request.id}, by=by)
    return request


def _demand_proof(item: WorkItem, kind: Closure.Kind, words: str, source: str, proof_id: UUID | None) -> None:
    if item.state == State.LOCATING:
        left = unclimbed(item)
        more = f" 남은 것: {', '.join(left)}." if left else ""
        raise UnlocatedNeverCloses(f"연락두절로 마칠 수 없습니다. 찾을 때까지 소재 찾기에 둡니다.{more}")
    codes = missing_codes(item.id, kind, words=words, source=source, proof_id=proof_id)
    if not codes:
        return
    missing = in_words(codes, item)
    if kind == Kind.REFUSED:
        raise ClosingNotProven(
            f"‘본인 거부’는 한 사람이 한 번 여쭌 것으로 마칠 수 없습니다. 남은 것: {', '.join(missing)}.", field="kind"
        )
    field = {"words": "words", "source": "source"}.get(codes[0], "kind")
    raise ClosingNotProven(f"‘{kind.label}’로 마치려면 있어야 할 것이 빠졌습니다: {', '.join(missing)}.", field=field)


def _decide(request: ClosingRequest, *, is_approved: bool, answer: str, by: Actor) -> None:
    if request.decided_at is not None:
        raise AlreadyDecided
    if request.asked_by == by.id:
        raise SamePersonDecides
    request.decided_by, request.decided_at = by.id, timezone.now()
    request.is_approved, request.answer = is_approved, answer
    request.save(update_fields=["decided_by", "decided_at", "is_approved", "answer"])


def _open_review(closure: Closure, *, by: Actor) -> WorkItem:
    """여섯 달 뒤 확인: a refusal is not forgotten; the same officer looks again on a day that is already set."""
    closed = closure.work_item
    review = WorkItem.objects.create(
        household_id=closed.household_id,
        area_id=closed.area_id,
        number=next_number(closed.area, by.day),
        state=State.ASSIGNED,
        level=closed.level,
        owner_id=closed.owner_id,
        previous=closed,
        times_flagged=closed.times_flagged,
        points=closed.points,
        opened_on=by.day,
        next_on=closure.review_on,
    )
    team = team_for(review.area_id, by.day)
    accounts.assign(
        subject_id=review.household_id,
        purpose=Assignment.Purpose.WORK_ITEM,
        source_id=review.id,
        team_id=team.id if team else None,
        post_id=None if team else review.owner_id,
        by=by,
    )
    title = f"거부 종결 뒤 6개월 확인 · {review.number}"
    remind(work_item=review, code="work_item.review", verb="다시 여쭙기", due_on=closure.review_on, title=title, by=by)
    return review
