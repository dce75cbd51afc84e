"""소재 찾기: asked for by the officer when the ladder is climbed, decided by the head; ends only when they are found."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.models import Role
from bokjihub.audit import actions as audit
from bokjihub.clocks import actions as clocks
from bokjihub.discovery.actions.closing import AlreadyDecided, AnswerMissing, SamePersonDecides
from bokjihub.discovery.actions.work import WAITING, AlreadyClosed, NobodyAssigned, remind
from bokjihub.discovery.models import Search, WorkItem
from bokjihub.discovery.queries.ladder import LOCATE_DAYS, ladder, what_is_left
from bokjihub.ui.errors import OfficerError

State = WorkItem.State


class LadderNotClimbed(OfficerError):
    """소재 찾기로 두기 전에 할 것이 남았습니다."""


class AlreadySearched(OfficerError):
    """소재 찾기를 이미 올렸거나 찾는 중입니다."""


@transaction.atomic
def ask_to_locate(*, work_item: WorkItem, words: str, by: Actor) -> Search:
    """소재 찾기 올리기. Refused while a needed rung of the ladder is left; the head gets it to decide."""
    if work_item.closed_on is not None:
        raise AlreadyClosed
    if work_item.owner_id is None:
        raise NobodyAssigned
    if Search.objects.filter(work_item=work_item, found_at__isnull=True).exclude(is_approved=False).exists():
        raise AlreadySearched
    if work_item.state != State.CONTACTING:
        raise LadderNotClimbed("연락해 본 기록이 있는 ‘연락 중’인 가구만 소재 찾기로 둘 수 있습니다.")
    left = what_is_left(ladder(work_item))
    if left:
        raise LadderNotClimbed(f"아직 소재 찾기로 둘 수 없습니다. 남은 것: {', '.join(left)}.")
    search = Search.objects.create(
        work_item=work_item,
        household_id=work_item.household_id,
        area_id=work_item.area_id,
        words=words.strip()[:200],
        asked_by=by.id,
    )
    remind(
        work_item=work_item,
        code="work_item.approve",
        verb="정하기",
        role=Role.TEAM_HEAD,
        title=f"소재 찾기 · {work_item.number}",
        by=by,
    )
    audit.record("locate.ask", subjects=[work_item.household_id], detail={"work_item": work_item.id}, by=by)
    return search


@transaction.atomic
def decide_locating(*, search: Search, approve: bool, answer: str = "", by: Actor) -> Search:
    """The head puts the household on the locate list, with an owner and a date in thirty days, or gives it back with words."""
    if search.is_approved is not None:
        raise AlreadyDecided
    if search.asked_by == by.id:
        raise SamePersonDecides
    if not approve and not answer.strip():
        raise AnswerMissing(field="answer")
    search.is_approved = approve
    search.decided_by, search.decided_at, search.answer = by.id, timezone.now(), answer.strip()
    search.save(update_fields=["is_approved", "decided_by", "decided_at", "answer"])
    item = search.work_item
    clocks.finish_clocks(subject_id=item.id, codes=("work_item.approve", *WAITING), by=by)
    if approve:
        item.state, item.next_on = State.LOCATING, by.day + dt.timedelta(days=LOCATE_DAYS)
        item.save(update_fields=["state", "next_on", "changed_at"])
        remind(work_item=item, code="work_item.locate", verb="다시 찾기", due_on=item.next_on, by=by)
    else:
        remind(work_item=item, code="work_item.next_contact", verb="연락하기", due_on=item.next_on, by=by)
    detail = {"search": search.id, "approved": approve}
    audit.record("locate.decide", subjects=[item.household_id], words=answer, detail=detail, by=by)
    return search
