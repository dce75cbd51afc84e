"""Reads about programmes: the list, who applied in which order, ticks, and counts across dongs."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Aggregate, Count, Q, QuerySet, Sum

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.access.policy import Facts
from bokjihub.programmes.models import Attendance, Opinion, Participation, Programme, ServiceCount, Session

OUT_OF_PROGRAMME = (Participation.State.WITHDRAWN, Participation.State.NOT_SELECTED)
YEAR = dt.timedelta(days=365)


@dataclass(frozen=True)
class Counts:
    """How many persons stand where in a programme, all dongs together."""

    applied: int = 0
    selected: int = 0
    waiting: int = 0
    left: int = 0
    positive: int = 0
    examined: int = 0

    @property
    def asked(self) -> int:
        """Everybody who ever applied or came."""
        return self.applied + self.selected + self.waiting + self.left


@dataclass(frozen=True)
class Applicant:
    """One who waits for the selection, with what speaks for taking them first."""

    participation: Participation
    words: tuple[str, ...]
    taken_before: bool


@dataclass(frozen=True)
class Line:
    """A participant's line on the programme page: a tick per session."""

    participation: Participation
    ticks: tuple[bool, ...]

    @property
    def came(self) -> int:
        """How many of the days they were there."""
        return sum(self.ticks)


@dataclass(frozen=True)
class EarlierYear:
    """The same programme in another year: who came, how many of the examined were positive, what a village day did and heard."""

    programme: Programme
    counts: Counts
    services: int = 0
    opinions: int = 0
    answered: int = 0

    @property
    def percent(self) -> float | None:
        """Positive of the examined, as the text gives it: one place behind the point."""
        return round(100 * self.counts.positive / self.counts.examined, 1) if self.counts.examined else None


def programmes_of(actor: Actor) -> QuerySet[Programme]:
    """Programmes of the actor's dongs and of their city, running first, then newest."""
    cities = {post.city_id for post in actor.posts if post.city_id}
    found = Programme.objects.filter(Q(area_id__in=actor.areas) | Q(area_id__in=cities))
    return found.select_related("area").order_by("closed_on", "-starts_on", "-id")


def taking_applications(actor: Actor) -> list[Programme]:
    """What a person could apply for today."""
    open_ones = programmes_of(actor).filter(closed_on__isnull=True)
    return list(
        open_ones.filter(
            Q(apply_from__isnull=True, ends_on__gte=actor.day)
            | Q(apply_from__lte=actor.day, apply_until__gte=actor.day)
        )
    )


def counts_of(programme_ids: Iterable[UUID]) -> dict[UUID, Counts]:
    """Counts over every dong: a capacity is shared, so an owner-owned function counts past the row fence (no names)."""
    ids = list(programme_ids)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM programmes_counts(%s)", [ids])
        found = {row[0]: Counts(*row[1:]) for row in cursor.fetchall()}
    return {one: found.get(one, Counts()) for one in ids}


def applicants(programme: Programme) -> list[Applicant]:
    """Who waits for the selection, in the order we propose: who had no place this year first, then by day of application.

    The order is advice with its reasons in words; the officer ticks.
    """
    rows = list(
        programme.participations.filter(state=Participation.State.APPLIED)
        .select_related("person", "household", "programme")
        .order_by("applied_on", "id")
    )
    before = set(
        Participation.objects.filter(
            person_id__in=[row.person_id for row in rows if row.person_id],
            state=Participation.State.SELECTED,
            programme__kind=programme.kind,
            programme__starts_on__gte=programme.starts_on - YEAR,
        )
        .exclude(programme=programme)
        .values_list("person_id", flat=True)
    )
    lines = [Applicant(row, tuple(_words(row, row.person_id in before)), row.person_id in before) for row in rows]
    return sorted(lines, key=lambda line: line.taken_before)


def _words(row: Participation, taken_before: bool) -> list[str]:
    words = ["지난 1년 안에 같은 프로그램에 참여함" if taken_before else "지난 1년 안에 참여한 적 없음"]
    if row.channel:
        words.append(f"{row.channel} 신청")
    return words


def lines_of(programme: Programme, sessions: list[Session]) -> list[Line]:
    """Everybody in reach with a place, known people first, with their ticks in session order."""
    rows = list(
        programme.participations.filter(state=Participation.State.SELECTED, person__isnull=False)
        .select_related("person", "household", "area")
        .order_by("applied_on", "id")
    )
    there = set(
        Attendance.objects.filter(session__in=sessions, participation__in=rows).values_list(
            "participation_id", "session_id"
        )
    )
    return [Line(row, tuple((row.id, session.id) in there for session in sessions)) for row in rows]


def other_years(programme: Programme) -> list[EarlierYear]:
    """해마다: programmes of the same name and place in other years, the newest first."""
    same = Programme.objects.filter(kind=programme.kind, title=programme.title, area_id=programme.area_id)
    found = list(same.exclude(starts_on__year=programme.starts_on.year).order_by("-starts_on")[:10])
    counts = counts_of([one.id for one in found]) if found else {}
    services = dict(_per(ServiceCount, found, Sum("times")))
    heard = dict(_per(Opinion, found, Count("id")))
    answered = dict(_per(Opinion, found, Count("id", filter=Q(answered_on__isnull=False))))
    return [
        EarlierYear(one, counts[one.id], services.get(one.id, 0), heard.get(one.id, 0), answered.get(one.id, 0))
        for one in found
    ]


def _per(model: type[ServiceCount | Opinion], programmes: list[Programme], figure: Aggregate) -> Any:
    """A figure of each programme."""
    found = model._default_manager.filter(programme__in=programmes)
    return found.order_by().values_list("programme_id").annotate(figure=figure)


def attendance_of(lines: list[Line], sessions: list[Session], day: dt.date) -> int | None:
    """출석률: of the days held so far, the share the people in reach were there; none before the first day."""
    held = [number for number, session in enumerate(sessions) if session.held_on <= day]
    asked = len(held) * len(lines)
    return round(100 * sum(line.ticks[number] for line in lines for number in held) / asked) if asked else None


def nameless_of(programme: Programme) -> int:
    """How many in reach came without being asked their name."""
    return programme.participations.filter(person__isnull=True).count()


def desk_of(programme: Programme, by: Actor) -> UUID:
    """The dong under which the programme's own clocks stand: its dong, or for a city's programme the writer's."""
    if programme.area_id in by.areas:
        return programme.area_id
    post = by.main_post
    return post.area_id if post and post.area_id in by.areas else min(by.areas)


def participation_facts(participation_id: UUID) -> Facts | None:
    """What the access decision asks about one participation."""
    row = Participation.objects.filter(id=participation_id).values_list("household_id", "area_id").first()
    return Facts(household_id=row[0], area_id=row[1]) if row else None
