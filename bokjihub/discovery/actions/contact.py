"""연락 적기: one try, its result, the next date; and every state move that follows from it (process §5.4, §11.1)."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.models import Role
from bokjihub.audit import actions as audit
from bokjihub.clocks import actions as clocks
from bokjihub.discovery.actions.work import WAITING, AlreadyClosed, NobodyAssigned, remind
from bokjihub.discovery.models import ContactAttempt, Search, WorkItem
from bokjihub.discovery.queries.ladder import (
    NEXT_TRY_DAYS,
    after_no_answer,
    another_officer,
    locate_limit,
    refusal_limit,
)
from bokjihub.ui.errors import OfficerError
from bokjihub.ui.words import short_date

State, Way, Result = WorkItem.State, ContactAttempt.Way, ContactAttempt.Result
NEEDS_NO_DATE = frozenset({Result.SPOKE, Result.FOUND, Result.SENT})


class NextDateMissing(OfficerError):
    """다음 확인일이 비어 있습니다."""


class NextDateTooLate(OfficerError):
    """다음 확인일이 너무 멉니다."""


class NotYetHappened(OfficerError):
    """아직 오지 않은 시각입니다. 연락한 때를 적어 주세요."""


class RefusedWhileLost(OfficerError):
    """소재를 찾는 중인 가구입니다. 본인이 말씀하셨다면 ‘찾음’으로 먼저 적고, 거부는 그 뒤에 적어 주세요."""


class WordsMissing(OfficerError):
    """거부하신 말씀을 그대로 한 줄 적어 주세요. 나중에 다른 사람이 다시 여쭐 때 씁니다."""


class SourceMissing(OfficerError):
    """누구에게 무엇을 물었는지 적어 주세요."""


class NoNumberAsked(OfficerError):
    """통신사에서 번호를 받은 기록이 없습니다."""


@dataclass(frozen=True)
class Try:
    """What happened, as typed."""

    way: ContactAttempt.Way
    result: ContactAttempt.Result
    at: dt.datetime
    words: str = ""
    door_signs: tuple[str, ...] = ()
    notice_left: bool = False
    capacity_judged: str = ""
    source: str = ""
    next_on: dt.date | None = None


@transaction.atomic
def record_contact(*, work_item: WorkItem, what: Try, by: Actor) -> ContactAttempt:
    """Write down one try and move the worry on. Found is never lost: without an outcome there is a next date.

    Refused without an owner, for a future time, for a missing or too late next date, and for a refusal without the words.
    """
    _may_write(work_item, what, by)
    row = _write(work_item, what, by)
    _move(work_item, what)
    _set_clocks(work_item, what, by)
    return row


def _write(work_item: WorkItem, what: Try, by: Actor) -> ContactAttempt:
    row = ContactAttempt.objects.create(
        work_item=work_item,
        household_id=work_item.household_id,
        area_id=work_item.area_id,
        at=what.at,
        way=what.way,
        result=what.result,
        words=what.words.strip(),
        door_signs=list(what.door_signs),
        notice_left=what.notice_left,
        capacity_judged=what.capacity_judged.strip(),
        source=what.source.strip(),
        next_on=what.next_on,
        made_by=by.id,
        made_label=by.label[:120],
    )
    detail = {"work_item": work_item.id, "way": what.way, "result": what.result}
    audit.record("contact.record", subjects=[work_item.household_id], detail=detail, by=by)
    return row


@transaction.atomic
def tell_number_source(*, work_item: WorkItem, how: ContactAttempt.Way, on: dt.datetime, by: Actor) -> ContactAttempt:
    """본인에게 알림: that the number came from the telecom, who asked, why and when (사회보장급여법 제11조제5항, 30 days)."""
    if not ContactAttempt.objects.filter(work_item=work_item, way=Way.TELECOM).exists():
        raise NoNumberAsked
    if work_item.closed_on is not None:
        raise AlreadyClosed
    # Telling is no try to reach them: it moves neither the state nor the next date.
    words = "통신사에서 번호를 확인한 사실·까닭·날을 본인에게 알림"
    row = _write(work_item, Try(way=how, result=Result.SENT, at=on, words=words), by)
    clocks.finish_clocks(subject_id=work_item.id, codes=("telecom.notice",), by=by)
    return row


def _may_write(work_item: WorkItem, what: Try, by: Actor) -> None:
    if work_item.closed_on is not None:
        raise AlreadyClosed
    if work_item.owner_id is None:
        raise NobodyAssigned
    if what.at > timezone.now() + dt.timedelta(minutes=5):
        raise NotYetHappened(field="at")
    if what.result == Result.REFUSED and work_item.state == State.LOCATING:
        raise RefusedWhileLost(field="result")
    if what.result == Result.REFUSED and not what.words.strip():
        raise WordsMissing(field="words")
    if what.way in (Way.NEIGHBOUR, Way.AGENCY, Way.TELECOM) and not what.source.strip():
        raise SourceMissing(field="source")
    _check_next(work_item, what, by.day)


def _check_next(work_item: WorkItem, what: Try, today: dt.date) -> None:
    if what.next_on is None:
        if what.result in NEEDS_NO_DATE and not (what.result == Result.SENT and work_item.state == State.LOCATING):
            return
        proposed = after_no_answer(work_item, way=what.way, at=what.at)
        raise NextDateMissing(
            f"다음 확인일이 비어 있습니다. ‘{what.result.label}’로 적으면 다시 갈 날이 있어야 합니다. "
            f"{short_date(proposed.on, today=today)}을 넣을까요?",
            field="next_on",
            hint=proposed.on.isoformat(),
        )
    if what.next_on < today:
        raise NextDateMissing("다음 확인일은 오늘이나 오늘 뒤의 날이어야 합니다.", field="next_on")
    last, why = _limit(work_item, what, today)
    if what.next_on > last:
        raise NextDateTooLate(f"다음 확인일은 {short_date(last, today=today)}까지 정해 주세요. {why}", field="next_on")


def _limit(work_item: WorkItem, what: Try, today: dt.date) -> tuple[dt.date, str]:
    if what.result == Result.REFUSED:
        days = (refusal_limit(work_item, today=today) - today).days
        return refusal_limit(work_item, today=today), f"거부하셔도 {days}일 안에 다른 사람이 다시 여쭙니다."
    if work_item.state == State.LOCATING and what.result not in (Result.SPOKE, Result.FOUND):
        return locate_limit(work_item, today=today, tries_now=1), "소재는 30일마다 세 번, 그 뒤 분기마다 다시 찾습니다."
    if what.result in NEEDS_NO_DATE:
        return today + dt.timedelta(days=183), "여섯 달 안에 한 번은 다시 봅니다."
    return today + dt.timedelta(days=NEXT_TRY_DAYS), f"{NEXT_TRY_DAYS}일 안에 다시 해 봅니다."


def _move(work_item: WorkItem, what: Try) -> None:
    """The transition table of process §11.1 for one try."""
    if work_item.state == State.LOCATING and what.result in (Result.SPOKE, Result.FOUND):
        Search.objects.filter(work_item=work_item, is_approved=True, found_at__isnull=True).update(
            found_at=timezone.now()
        )
    work_item.state = _next_state(State(work_item.state), what.result)
    if not _keeps_the_hold(work_item, what):
        work_item.next_on = what.next_on
    work_item.save(update_fields=["state", "next_on", "changed_at"])


def _next_state(state: WorkItem.State, result: ContactAttempt.Result) -> WorkItem.State:
    if result == Result.SPOKE:
        return State.LINKED if state == State.LINKED else State.CONTACTED
    if result == Result.REFUSED:
        return State.REFUSED_HOLD
    if state == State.REFUSED_HOLD and result == Result.SENT:
        return state
    if state == State.LOCATING:
        return State.CONTACTING if result == Result.FOUND else State.LOCATING
    if state in (State.CONTACTED, State.LINKED):
        return state
    return State.CONTACTING


def _keeps_the_hold(work_item: WorkItem, what: Try) -> bool:
    """A leaflet sent after a refusal changes nothing: another officer still asks again on the day that was set."""
    return work_item.state == State.REFUSED_HOLD and what.result == Result.SENT


def _set_clocks(work_item: WorkItem, what: Try, by: Actor) -> None:
    if _keeps_the_hold(work_item, what):
        return
    clocks.finish_clocks(subject_id=work_item.id, codes=WAITING, by=by)
    if what.way == Way.TELECOM:
        remind(
            work_item=work_item,
            code="telecom.notice",
            verb="본인에게 알리기",
            title="통신사 번호 확인을 알릴 일",
            by=by,
        )
    if what.result == Result.SPOKE and what.way in (Way.PHONE, Way.VISIT, Way.COUNTER, Way.POLICE):
        # The record names the next day itself and everything waits for it: a second line of Today would say the same.
        remind(work_item=work_item, code="work_item.record", verb="상담 기록 적기", by=by)
        return
    if what.next_on is None:
        if what.result != Result.SPOKE:
            proposed = after_no_answer(work_item, way=what.way, at=what.at)
            remind(work_item=work_item, code="work_item.next_contact", verb="연락하기", due_on=proposed.on, by=by)
    elif what.result == Result.REFUSED:
        other = another_officer(work_item, user_id=by.id, day=by.day)
        role = None if other else Role.TEAM_HEAD
        remind(
            work_item=work_item,
            code="work_item.refused",
            verb="다시 여쭙기",
            due_on=what.next_on,
            post=other,
            role=role,
            by=by,
        )
    elif work_item.state == State.LOCATING:
        remind(work_item=work_item, code="work_item.locate", verb="다시 찾기", due_on=what.next_on, by=by)
    else:
        remind(work_item=work_item, code="work_item.next_contact", verb="연락하기", due_on=what.next_on, by=by)
