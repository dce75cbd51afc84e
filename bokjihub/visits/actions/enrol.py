"""방문 등록: who is taken into a programme because somebody told us, and when that ends."""

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from bokjihub.accounts.access.actors import Actor
from bokjihub.audit import actions as audit
from bokjihub.clocks.actions import finish_clocks
from bokjihub.people.models import Household, Person
from bokjihub.visits import errors
from bokjihub.visits.actions.hello import GIVE_ANEW, end_callers
from bokjihub.visits.models import Due, Enrolment, VisitProgramme, VisitRule
from bokjihub.visits.queries.expected import default_span, expected

Kind = VisitRule.Kind


@dataclass(frozen=True)
class NewEnrolment:
    """What is told: who, into which group or for which day, and why."""

    reason: str
    person: Person | None = None
    group: str = ""
    event_on: dt.date | None = None
    starts_on: dt.date | None = None


@transaction.atomic
def enrol(*, household: Household, programme: VisitProgramme, told: NewEnrolment, by: Actor) -> Enrolment:
    """Take a person or home into a programme; its turns are counted at once, not only tonight.

    A nurse who changes the 관리군 enrols again: the running enrolment ends with the new one's reason. Refused without a
    reason, without the day or group the programme's rules ask for, or when the same enrolment runs already.
    """
    _guard(programme, told, by.day)
    running = Enrolment.objects.filter(
        programme=programme, household=household, person=told.person, ends_on__isnull=True
    ).first()
    if running is not None:
        if (running.group, running.event_on) == (told.group, told.event_on):
            raise errors.AlreadyEnrolled
        end_enrolment(enrolment=running, because=told.reason, by=by)
    try:
        with transaction.atomic():
            row = Enrolment.objects.create(
                programme=programme,
                household=household,
                area_id=household.area_id,
                person=told.person,
                group=told.group,
                event_on=told.event_on,
                reason=told.reason.strip(),
                starts_on=told.starts_on or by.day,
                set_by=by.id,
                set_label=by.label[:120],
            )
    except IntegrityError as error:  # a colleague enrolled the same person a moment ago
        raise errors.AlreadyEnrolled from error
    _count_now(row, by)
    detail = {"programme": programme.code, "enrolment": row.id}
    audit.record("visit.enrol", subjects=[household.id], words=told.reason, detail=detail, by=by)
    return row


@transaction.atomic
def end_enrolment(*, enrolment: Enrolment, because: str, by: Actor) -> Enrolment:
    """등록 끝냄: with the reason; turns nobody was visited for fall out of the lists, visited ones stay."""
    if enrolment.ends_on is not None:
        raise errors.EnrolmentEnded
    if len(because.strip()) < 2:
        raise errors.EnrolmentIncomplete(field="reason")
    enrolment.ends_on = by.day
    enrolment.ended_because = because.strip()[:120]
    enrolment.save(update_fields=["ends_on", "ended_because"])
    end_callers(enrolment=enrolment, by=by)
    finish_clocks(subject_id=enrolment.household_id, codes=(GIVE_ANEW,), by=by)
    turns = Due.objects.filter(household_id=enrolment.household_id, occasion__contains=str(enrolment.id))
    turns.filter(dropped_on__isnull=True, closes_on__gte=by.day).update(
        dropped_on=by.day, dropped_because="등록이 끝남"
    )
    audit.record("visit.end_enrolment", subjects=[enrolment.household_id], words=because, by=by)
    return enrolment


def _guard(programme: VisitProgramme, told: NewEnrolment, day: dt.date) -> None:
    if len(told.reason.strip()) < 2:
        raise errors.EnrolmentIncomplete(field="reason")
    rules = VisitRule.objects.on(day).filter(programme=programme)
    kinds = set(rules.values_list("kind", flat=True))
    if kinds & {Kind.PREGNANCY, Kind.DAY} and told.event_on is None:
        raise errors.EnrolmentIncomplete(field="event_on")
    if rules.exclude(group="").exists() and told.group not in Enrolment.Group.values:
        raise errors.EnrolmentIncomplete(field="group")


def _count_now(row: Enrolment, by: Actor) -> None:
    found = [one for one in expected([row.area_id], default_span(by.day)) if str(row.id) in one.occasion]
    names = ("programme_id", "rule_id", "household_id", "area_id", "person_id", "occasion", "label")
    days = ("event_on", "is_day_known", "opens_on", "closes_on")
    Due.objects.bulk_create(
        [Due(**{name: getattr(one, name) for name in (*names, *days)}) for one in found], ignore_conflicts=True
    )
