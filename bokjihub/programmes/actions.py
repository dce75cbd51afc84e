"""Opening a programme, taking applications, selecting, ticking, writing results, closing.

Nobody is dropped on the way: a selection gives each who is not taken a reason, a withdrawal moves the next one up, and a
positive result of a known person starts a clock.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.models import Role
from bokjihub.areas.models import Area
from bokjihub.audit import actions as audit
from bokjihub.clocks.actions import finish_clocks, start_clock
from bokjihub.people.models import Person
from bokjihub.programmes import errors
from bokjihub.programmes.models import Attendance, Opinion, Participation, Programme, ServiceCount, Session
from bokjihub.programmes.queries import applicants, counts_of, desk_of, lines_of
from bokjihub.ui.words import masked_name

MOST_SESSIONS = 52
MOST_AT_ONCE = 5_000
DAYS_BETWEEN_SESSIONS = 7
State, Result = Participation.State, Participation.Result
# What a tick alone can settle; a screening has findings, a village day asks nobody's name.
BY_ATTENDANCE = (Programme.Kind.CLASS, Programme.Kind.TRIP, Programme.Kind.HOME_VISIT)


@dataclass(frozen=True)
class Offer:
    """What is offered, as the form asks it. `weeks` sessions, one a week from the first day."""

    kind: Programme.Kind
    title: str
    area: Area
    host: str
    starts_on: dt.date
    weeks: int = 1
    place: str = ""
    for_whom: str = ""
    poster: str = ""
    capacity: int | None = None
    budget_won: int | None = None
    apply_from: dt.date | None = None
    apply_until: dt.date | None = None
    reference_percent: Decimal | None = None
    reference_source: str = ""


@transaction.atomic
def open_programme(*, offer: Offer, by: Actor) -> Programme:
    """프로그램 열기 with its sessions; where applications are taken, a clock to select begins when they end."""
    _demand_sound(offer, by)
    days = [offer.starts_on + dt.timedelta(days=DAYS_BETWEEN_SESSIONS * week) for week in range(offer.weeks)]
    programme = Programme.objects.create(
        kind=offer.kind,
        title=offer.title.strip(),
        area=offer.area,
        host=offer.host.strip(),
        place=offer.place.strip(),
        for_whom=offer.for_whom.strip(),
        poster=offer.poster.strip(),
        capacity=offer.capacity,
        budget_won=offer.budget_won,
        apply_from=offer.apply_from,
        apply_until=offer.apply_until,
        starts_on=days[0],
        ends_on=days[-1],
        reference_percent=offer.reference_percent,
        reference_source=offer.reference_source.strip(),
        written_by=by.id,
    )
    Session.objects.bulk_create(
        Session(programme=programme, number=number, held_on=day) for number, day in enumerate(days, start=1)
    )
    if offer.apply_until is not None:
        _ask_to_select(programme, offer.apply_until, by)
    audit.record("programme.open", detail={"programme": programme.id, "title": programme.title}, by=by)
    return programme


@transaction.atomic
def apply(*, programme: Programme, person: Person, channel: str, by: Actor) -> Participation:
    """신청 받기. Without an application period (a campaign, a village day) who comes is in at once."""
    _demand_open(programme)
    if programme.apply_from and programme.apply_until and not programme.apply_from <= by.day <= programme.apply_until:
        raise errors.NotTakingApplications
    if Participation.objects.filter(programme=programme, person=person).exists():
        raise errors.AlreadyApplied
    row = Participation.objects.create(
        programme=programme,
        area_id=person.area_id,
        household_id=person.household_id,
        person=person,
        channel=channel.strip(),
        applied_on=by.day,
        state=State.APPLIED if programme.apply_until else State.SELECTED,
    )
    audit.record("programme.apply", subjects=[person.household_id], detail={"programme": programme.id}, by=by)
    return row


@transaction.atomic
def count_in(*, programme: Programme, area: Area, people: int, positive: int = 0, by: Actor) -> int:
    """이름을 묻지 않은 참여: so many came, so many of them positive in a screening. One row a participant."""
    _demand_open(programme)
    if area.id not in by.areas:
        raise errors.NotInYourReach(field="area")
    if not 1 <= people <= MOST_AT_ONCE or not 0 <= positive <= people:
        raise errors.CountOutOfRange(field="people")
    is_screening = programme.kind == Programme.Kind.SCREENING
    Participation.objects.bulk_create(
        Participation(
            programme=programme,
            area=area,
            applied_on=by.day,
            state=State.SELECTED,
            result=(Result.POSITIVE if number < positive else Result.NEGATIVE) if is_screening else "",
            result_on=by.day if is_screening else None,
        )
        for number in range(people)
    )
    detail = {"programme": programme.id, "people": people, "positive": positive if is_screening else None}
    audit.record("programme.count_in", detail=detail, by=by)
    return people


@transaction.atomic
def select(*, programme: Programme, taken: Iterable[UUID], reason_for_others: str, by: Actor) -> int:
    """뽑기: the ticked are in; with a capacity the others wait in their order, without one they are told why not.

    Refused when applicants live where the actor does not reach, and above the capacity. Returns how many are in.
    """
    _demand_open(programme)
    Programme.objects.select_for_update().get(id=programme.id)
    counts = counts_of([programme.id])[programme.id]
    asked = [line.participation for line in applicants(programme)]
    chosen = set(taken)
    if not chosen <= {row.id for row in asked}:
        raise errors.NotOfThisProgramme
    if len(asked) != counts.applied:
        raise errors.OthersApplied
    if programme.capacity is not None and counts.selected + len(chosen) > programme.capacity:
        raise errors.NoRoomLeft
    others = [row for row in asked if row.id not in chosen]
    if others and not reason_for_others.strip():
        raise errors.ReasonMissing(field="reason_for_others")
    for rank, row in enumerate(others, start=1):
        row.state = State.NOT_SELECTED if programme.capacity is None else State.WAITING
        row.rank, row.reason = rank, reason_for_others.strip()
    Participation.objects.bulk_update(others, ["state", "rank", "reason"])
    Participation.objects.filter(id__in=chosen).update(state=State.SELECTED)
    finish_clocks(subject_id=programme.id, codes=("programme.select",), by=by)
    homes = [row.household_id for row in asked if row.household_id]
    detail = {"programme": programme.id, "selected": len(chosen), "others": len(others)}
    audit.record("programme.select", subjects=homes, detail=detail, by=by)
    return len(chosen)


@transaction.atomic
def withdraw(*, participation: Participation, reason: str, by: Actor) -> Participation | None:
    """그만두심, with the reason; the first who waits moves up and is returned."""
    if not reason.strip():
        raise errors.ReasonMissing(field="reason")
    held_a_place = participation.state == State.SELECTED
    participation.state, participation.reason = State.WITHDRAWN, reason.strip()
    participation.save(update_fields=["state", "reason"])
    next_one = None
    if held_a_place:
        waiting = Participation.objects.select_for_update().filter(
            programme_id=participation.programme_id, state=State.WAITING
        )
        next_one = waiting.order_by("rank").first()
    if next_one is not None:
        next_one.state, next_one.reason = State.SELECTED, ""
        next_one.save(update_fields=["state", "reason"])
        _ask_to_follow(next_one, "자리가 났음을 알리기", by.day, by)
    homes = [row.household_id for row in (participation, next_one) if row is not None and row.household_id]
    audit.record("programme.withdraw", subjects=homes, detail={"programme": participation.programme_id}, by=by)
    return next_one


@transaction.atomic
def tick_attendance(*, session: Session, present: Iterable[UUID], by: Actor) -> int:
    """출석 적기: who of those in reach was there; ticking again replaces what was ticked. Returns how many."""
    if session.held_on > by.day:
        raise errors.NotYetHeld
    mine = {
        row.id: row for row in Participation.objects.filter(programme_id=session.programme_id, state=State.SELECTED)
    }
    there = set(present)
    if not there <= set(mine):
        raise errors.NotOfThisProgramme
    Attendance.objects.filter(session=session, participation_id__in=set(mine) - there).delete()
    Attendance.objects.bulk_create(
        [
            Attendance(
                session=session,
                participation=mine[one],
                area_id=mine[one].area_id,
                household_id=mine[one].household_id,
            )
            for one in there
        ],
        ignore_conflicts=True,
    )
    homes = [row.household_id for row in mine.values() if row.household_id]
    detail = {"programme": session.programme_id, "session": session.number, "present": len(there)}
    audit.record("programme.attendance", subjects=homes, detail=detail, by=by)
    return len(there)


@transaction.atomic
def write_result(
    *,
    participation: Participation,
    result: Participation.Result,
    result_on: dt.date,
    follow_up: str = "",
    next_on: dt.date | None = None,
    by: Actor,
) -> Participation:
    """결과 적기; what is to be done after it gets a clock. A known person's positive result must have a next day."""
    if result == Result.POSITIVE and participation.person_id and (next_on is None or not follow_up.strip()):
        raise errors.NextDayMissing(field="next_on")
    participation.result, participation.result_on = result, result_on
    participation.follow_up, participation.next_on = follow_up.strip(), next_on
    participation.followed_on, participation.followed_words = None, ""
    participation.save(update_fields=["result", "result_on", "follow_up", "next_on", "followed_on", "followed_words"])
    if next_on is not None and participation.household_id:
        _ask_to_follow(participation, follow_up, next_on, by)
    subjects = [participation.household_id] if participation.household_id else []
    detail = {"programme": participation.programme_id, "next_on": next_on}
    audit.record("programme.result", subjects=subjects, detail=detail, by=by)
    return participation


@dataclass(frozen=True)
class Settled:
    """What the ticks said: how many finished or went, how many stopped midway."""

    done: int
    stopped: int


@transaction.atomic
def settle_by_attendance(*, programme: Programme, at_least: int, by: Actor) -> Settled:
    """출석으로 결과 적기: who came often enough has finished (a trip: went), who came less often stopped midway.

    Only people in reach without a result; a result written by hand stays. Who of a trip was not there gets none. Refused
    before the last day and for a screening, whose result is each person's own.
    """
    _demand_open(programme)
    if programme.kind not in BY_ATTENDANCE:
        raise errors.NotByAttendance
    sessions = list(programme.sessions.all())
    if any(session.held_on > by.day for session in sessions):
        raise errors.NotYetHeld
    if not 1 <= at_least <= len(sessions):
        raise errors.SessionsOutOfRange(field="at_least")
    last, is_class = sessions[-1].held_on, programme.kind == Programme.Kind.CLASS
    settled: list[Participation] = []
    for line in lines_of(programme, sessions):
        row = line.participation
        if row.result or not (is_class or line.came):
            continue
        stayed = Result.FINISHED if is_class else Result.WENT
        row.result = stayed if line.came >= at_least else Result.STOPPED
        row.result_on = last
        settled.append(row)
    Participation.objects.bulk_update(settled, ["result", "result_on"])
    stopped = sum(row.result == Result.STOPPED for row in settled)
    detail = {"programme": programme.id, "at_least": at_least, "settled": len(settled), "stopped": stopped}
    homes = [row.household_id for row in settled if row.household_id]
    audit.record("programme.settle", subjects=homes, detail=detail, by=by)
    return Settled(len(settled) - stopped, stopped)


@transaction.atomic
def follow(*, participation: Participation, words: str, by: Actor) -> Participation:
    """이어서 한 일 적기: the clock ends."""
    if not words.strip():
        raise errors.WordsMissing(field="words")
    participation.followed_on, participation.followed_words = by.day, words.strip()
    participation.save(update_fields=["followed_on", "followed_words"])
    finish_clocks(subject_id=participation.id, codes=("programme.follow_up",), by=by)
    subjects = [participation.household_id] if participation.household_id else []
    audit.record("programme.follow", subjects=subjects, detail={"programme": participation.programme_id}, by=by)
    return participation


@transaction.atomic
def count_service(
    *, programme: Programme, service: str, given_by: str, times: int, unit: str = "건", by: Actor
) -> ServiceCount:
    """봉사 적기: what a group did and how often; entering the same again corrects it."""
    _demand_open(programme)
    if not service.strip() or not given_by.strip():
        raise errors.WordsMissing(field="service")
    row, _ = ServiceCount.objects.update_or_create(
        programme=programme,
        service=service.strip(),
        given_by=given_by.strip(),
        defaults={"times": times, "unit": unit.strip() or "건"},
    )
    detail = {"programme": programme.id, "service": row.service, "times": times}
    audit.record("programme.service", detail=detail, by=by)
    return row


@transaction.atomic
def hear_opinion(*, programme: Programme, words: str, by: Actor) -> Opinion:
    """주민 의견 적기: somebody answers within the town's days."""
    if not words.strip():
        raise errors.WordsMissing(field="words")
    row = Opinion.objects.create(programme=programme, words=words.strip(), heard_on=by.day)
    start_clock(
        code="programme.opinion",
        subject_kind="programmes.opinion",
        subject_id=row.id,
        area_id=desk_of(programme, by),
        role=_role_of(by),
        post_id=_post_of(by),
        title=f"주민 의견 · {programme.title}"[:120],
        verb="답하기",
        started_on=by.day,
        by=by,
    )
    audit.record("programme.opinion", detail={"programme": programme.id}, by=by)
    return row


@transaction.atomic
def answer_opinion(*, opinion: Opinion, answer: str, by: Actor) -> Opinion:
    """의견에 답하기: what was done or why not."""
    if not answer.strip():
        raise errors.WordsMissing(field="answer")
    opinion.answer, opinion.answered_on = answer.strip(), by.day
    opinion.save(update_fields=["answer", "answered_on"])
    finish_clocks(subject_id=opinion.id, codes=("programme.opinion",), by=by)
    audit.record("programme.answer", detail={"programme": opinion.programme_id}, by=by)
    return opinion


@transaction.atomic
def close_programme(*, programme: Programme, words: str, spent_won: int | None = None, by: Actor) -> Programme:
    """프로그램 마치기 with what it came to: refused while somebody who applied has heard nothing."""
    _demand_open(programme)
    if counts_of([programme.id])[programme.id].applied:
        raise errors.StillOpen
    programme.closed_on, programme.closing_words, programme.spent_won = by.day, words.strip(), spent_won
    programme.save(update_fields=["closed_on", "closing_words", "spent_won"])
    finish_clocks(subject_id=programme.id, codes=("programme.select",), by=by)
    audit.record("programme.close", detail={"programme": programme.id}, by=by)
    return programme


def _demand_open(programme: Programme) -> None:
    if programme.closed_on is not None:
        raise errors.AlreadyClosed


def _demand_sound(offer: Offer, by: Actor) -> None:
    """What a form can get wrong, each with its field."""
    cities = {post.city_id for post in by.posts}
    if offer.area.id not in by.areas and offer.area.id not in cities:
        raise errors.NotInYourReach(field="area")
    if not 1 <= offer.weeks <= MOST_SESSIONS:
        raise errors.TooManySessions(field="weeks")
    ends = (offer.apply_from, offer.apply_until)
    if any(ends) and (None in ends or offer.apply_until < offer.apply_from):  # type: ignore[operator]
        raise errors.ApplicationHalf(field="apply_until")
    if offer.reference_percent is not None and not offer.reference_source.strip():
        raise errors.ReferenceWithoutSource(field="reference_source")


def _ask_to_select(programme: Programme, apply_until: dt.date, by: Actor) -> None:
    start_clock(
        code="programme.select",
        subject_kind="programmes.programme",
        subject_id=programme.id,
        area_id=desk_of(programme, by),
        role=_role_of(by),
        post_id=_post_of(by),
        title=f"참여자 뽑기 · {programme.title}"[:120],
        verb="뽑기",
        started_on=apply_until,
        by=by,
    )


def _ask_to_follow(participation: Participation, words: str, due_on: dt.date, by: Actor) -> None:
    name = masked_name(participation.person.name) if participation.person else "이름 없음"
    start_clock(
        code="programme.follow_up",
        subject_kind="programmes.participation",
        subject_id=participation.id,
        area_id=participation.area_id,
        household_id=participation.household_id,
        role=_role_of(by),
        post_id=_post_of(by),
        title=f"{name} {words.strip() or '이어 보기'} · {participation.programme.title}"[:120],
        verb="이어 보기",
        started_on=by.day,
        due_on=due_on,
        by=by,
    )


def _role_of(by: Actor) -> Role:
    return by.main_post.role if by.main_post else Role.DONG_OFFICER


def _post_of(by: Actor) -> UUID | None:
    return by.main_post.id if by.main_post else None
