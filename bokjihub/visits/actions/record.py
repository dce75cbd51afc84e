"""At the door and after: leaving, arriving, what happened, what comes next, what went wrong."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from bokjihub.accounts import actions as accounts
from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.models import Role
from bokjihub.audit import actions as audit
from bokjihub.clocks.actions import finish_clocks, start_clock
from bokjihub.discovery.actions.contact import Try, record_contact
from bokjihub.discovery.models import ContactAttempt
from bokjihub.people.actions import write_safety_note
from bokjihub.people.queries import head_of
from bokjihub.ui.words import masked_name, short_date
from bokjihub.visits import errors
from bokjihub.visits.actions.invite import end_invitations
from bokjihub.visits.models import Incident, Visit
from bokjihub.visits.queries.next_date import proposed_next

Result, State = Visit.Result, Visit.State
CONTACT_RESULTS = {
    Result.MET: ContactAttempt.Result.SPOKE,
    Result.MET_FAMILY: ContactAttempt.Result.OTHER_PERSON,
    Result.ABSENT: ContactAttempt.Result.NO_ANSWER,
    Result.REFUSED: ContactAttempt.Result.REFUSED,
    Result.VACANT: ContactAttempt.Result.VACANT,
    Result.MOVED: ContactAttempt.Result.MISMATCH,
    # Learned from somebody at the door; the head closes only on a verified source.
    Result.DIED: ContactAttempt.Result.OTHER_PERSON,
    Result.ADMITTED: ContactAttempt.Result.OTHER_PERSON,
    Result.STOPPED: ContactAttempt.Result.NO_ANSWER,
}


@dataclass(frozen=True)
class Trouble:
    """방문 중 안전 일, as told by the one who was there."""

    what: str
    level: Incident.Level = Incident.Level.NOTICE
    help_called: str = ""


@dataclass(frozen=True)
class Outcome:
    """What the pair found at the door."""

    result: Visit.Result
    next_on: dt.date | None = None
    words: str = ""
    observation: str = ""
    door_signs: tuple[str, ...] = ()
    notice_left: bool = False
    trouble: Trouble | None = None
    client_id: UUID | None = None
    left_at: dt.datetime | None = None  # when a device without network says they left; else now


@transaction.atomic
def depart(*, visit: Visit, at: dt.datetime | None = None, by: Actor) -> Visit:
    """출발, now or when the device says it was. Refused while the visit waits for the head or is over."""
    if visit.state != State.SCHEDULED:
        raise errors.NotPlanned
    visit.state = State.DEPARTED
    visit.departed_at = at or timezone.now()
    visit.save(update_fields=["state", "departed_at"])
    audit.record("visit.depart", subjects=[visit.household_id], detail={"visit": visit.id}, by=by)
    return visit


@transaction.atomic
def check_in(*, visit: Visit, at: dt.datetime | None = None, by: Actor) -> Visit:
    """도착: the hour inside begins, and the day by which the record is due. Refused while waiting or over."""
    if visit.state not in (State.SCHEDULED, State.DEPARTED):
        raise errors.NotPlanned
    visit.state = State.CHECKED_IN
    visit.arrived_at = at or timezone.now()
    visit.departed_at = visit.departed_at or visit.arrived_at
    visit.save(update_fields=["state", "arrived_at", "departed_at"])
    _remind(visit, code="visit.record", verb="방문 기록", title="방문 기록", by=by)
    audit.record("visit.check_in", subjects=[visit.household_id], detail={"visit": visit.id}, by=by)
    return visit


@transaction.atomic
def record_visit(*, visit: Visit, outcome: Outcome, by: Actor) -> Visit:
    """방문 결과: the door is closed, the worry moves on, the next date stands.

    The same form sent twice (from a device) is one record. Refused: a second record, a day not yet come, no next date,
    a stop for safety without what happened.
    """
    if outcome.client_id and visit.client_id == outcome.client_id:
        return visit
    _guard_record(visit, outcome, by)
    now = timezone.now()
    visit.result = outcome.result
    visit.state = _state_after(outcome.result)
    visit.left_at = outcome.left_at or visit.left_at or now
    visit.words = outcome.words.strip()
    visit.observation = outcome.observation.strip()
    visit.door_signs = list(outcome.door_signs)
    visit.notice_left = outcome.notice_left
    visit.next_on = outcome.next_on
    visit.recorded_at = now
    visit.recorded_by = by.id
    visit.client_id = outcome.client_id
    visit.save()
    if outcome.trouble:
        report_incident(visit=visit, trouble=outcome.trouble, by=by)
    audit.record(
        "visit.record", subjects=[visit.household_id], detail={"visit": visit.id, "result": outcome.result}, by=by
    )
    _finish_day(visit, by=by)
    _move_worry_on(visit, outcome, by=by)
    return visit


@transaction.atomic
def amend_visit(*, visit: Visit, outcome: Outcome, by: Actor) -> Visit:
    """고쳐 적기: fields of a recorded visit after two people wrote it; the former values stay with what the devices sent.

    Refused before the first record, and for what a first record refuses. Another result moves the worry on again.
    """
    if visit.recorded_at is None:
        raise errors.NotRecorded
    _guard_outcome(visit, outcome, by, is_told=visit.incidents.exists())
    before = visit.result
    visit.result, visit.next_on = outcome.result, outcome.next_on
    visit.state = _state_after(outcome.result)
    visit.words, visit.observation = outcome.words.strip(), outcome.observation.strip()
    visit.door_signs, visit.notice_left = list(outcome.door_signs), outcome.notice_left
    visit.save(update_fields=["result", "next_on", "state", "words", "observation", "door_signs", "notice_left"])
    audit.record(
        "visit.amend", subjects=[visit.household_id], detail={"visit": visit.id, "result": outcome.result}, by=by
    )
    if before != outcome.result:
        _move_worry_on(visit, outcome, by=by)
    return visit


@transaction.atomic
def report_incident(*, visit: Visit, trouble: Trouble, by: Actor) -> Incident:
    """방문 중 안전 일: the head hears of it, and nobody goes to this home alone for half a year."""
    if len(trouble.what.strip()) < 2:
        raise errors.IncidentMissing(field="incident_what")
    row = Incident.objects.create(
        visit=visit,
        household_id=visit.household_id,
        area_id=visit.area_id,
        level=trouble.level,
        what=trouble.what.strip(),
        help_called=trouble.help_called.strip(),
        at=timezone.now(),
        reported_by=by.id,
    )
    write_safety_note(
        household=visit.household,
        words=trouble.what.strip()[:120],
        evidence=f"방문 {short_date(visit.planned_on, today=by.day)}",
        on=by.day,
        by=by,
    )
    start_clock(
        code="visit.incident",
        subject_kind=Visit.KIND,
        subject_id=visit.id,
        area_id=visit.area_id,
        household_id=visit.household_id,
        role=Role.TEAM_HEAD,
        title=f"{_name(visit)} 방문 중 안전 일",
        verb="확인하기",
        started_on=by.day,
        by=by,
    )
    audit.record("visit.incident", subjects=[visit.household_id], detail={"visit": visit.id}, by=by)
    return row


@transaction.atomic
def review_incident(*, incident: Incident, by: Actor) -> Incident:
    """팀장 확인: the head has read it and spoken with those who were there."""
    incident.reviewed_by = by.id
    incident.reviewed_at = timezone.now()
    incident.save(update_fields=["reviewed_by", "reviewed_at"])
    finish_clocks(subject_id=incident.visit_id, codes=("visit.incident", "visit.sos"), by=by)
    audit.record("visit.review_incident", subjects=[incident.household_id], by=by)
    return incident


def _guard_record(visit: Visit, outcome: Outcome, by: Actor) -> None:
    if visit.recorded_at is not None:
        raise errors.AlreadyRecorded
    if visit.state in (State.WAITING, State.CANCELLED):
        raise errors.NotPlanned
    if visit.planned_on > by.day:
        raise errors.NotYetTheDay
    _guard_outcome(visit, outcome, by)


def _guard_outcome(visit: Visit, outcome: Outcome, by: Actor, *, is_told: bool = False) -> None:
    if outcome.next_on is None and not _ends_here(visit, outcome.result):
        proposed = proposed_next(outcome.result, by.day)
        raise errors.NextDateMissing(
            f"다음 확인일이 비어 있습니다. ‘{outcome.result.label}’로 적으면 다시 확인할 날이 있어야 합니다. "
            f"{short_date(proposed, today=by.day)}을 넣을까요?",
            field="next_on",
            hint=proposed.isoformat(),
        )
    if outcome.next_on is not None and outcome.next_on <= visit.planned_on:
        raise errors.NextDateTooEarly(field="next_on")
    if outcome.result == Result.STOPPED and outcome.trouble is None and not is_told:
        raise errors.IncidentMissing(field="incident_what")


def _ends_here(visit: Visit, result: Visit.Result) -> bool:
    """Only a death in a home without an open worry needs no next date; a worry waits for its verified source."""
    return result == Result.DIED and visit.work_item_id is None


def _state_after(result: Visit.Result) -> Visit.State:
    if result in (Result.MET, Result.MET_FAMILY):
        return State.DONE
    return State.ABORTED if result == Result.STOPPED else State.NOT_MET


def _finish_day(visit: Visit, *, by: Actor) -> None:
    """The visit is over for everybody: times are free again, neighbours lose the card, Today moves on."""
    visit.bookings.all().delete()
    end_invitations(visit=visit, by=by)
    finish_clocks(subject_id=visit.id, codes=("visit.due", "visit.record", "visit.overdue", "visit.mate"), by=by)
    for companion in visit.companions.all():
        finish_clocks(subject_id=companion.id, by=by)
    for companion in visit.companions.all():
        accounts.end_assignments(source_id=visit.id, post_id=companion.post_id, by=by)
    if not visit.is_met:
        accounts.end_assignments(source_id=visit.id, by=by)


def _move_worry_on(visit: Visit, outcome: Outcome, *, by: Actor) -> None:
    """A visit is also a contact attempt of the worry; without a worry the visit keeps its own next step."""
    item = visit.work_item
    if item is not None and item.closed_on is None:
        words = outcome.words or (outcome.trouble.what if outcome.trouble else "")
        what = Try(
            way=ContactAttempt.Way.VISIT,
            result=CONTACT_RESULTS[outcome.result],
            at=visit.arrived_at or timezone.now(),
            words=words
            if outcome.result == Result.REFUSED
            else " · ".join(filter(None, (outcome.result.label, words))),
            door_signs=outcome.door_signs,
            notice_left=outcome.notice_left,
            next_on=outcome.next_on,
        )
        record_contact(work_item=item, what=what, by=by)
        if outcome.result == Result.MET_FAMILY:
            _remind(visit, code="visit.counselling", verb="상담 기록", title="가족을 만난 상담 기록", by=by)
    elif visit.is_met:
        _remind(visit, code="visit.counselling", verb="상담 기록", title="방문 뒤 상담 기록", by=by)
    elif outcome.next_on is not None:
        _remind(visit, code="visit.retry", verb="방문 잡기", title="다시 방문", due_on=outcome.next_on, by=by)


def _remind(visit: Visit, *, code: str, verb: str, title: str, due_on: dt.date | None = None, by: Actor) -> None:
    start_clock(
        code=code,
        subject_kind=Visit.KIND,
        subject_id=visit.id,
        area_id=visit.area_id,
        household_id=visit.household_id,
        role=Role(visit.lead.role),
        post_id=visit.lead_id,
        title=f"{_name(visit)} {title}",
        verb=verb,
        started_on=by.day,
        due_on=due_on,
        by=by,
    )


def _name(visit: Visit) -> str:
    person = head_of(visit.household_id)
    return masked_name(person.name) if person else "미상"
