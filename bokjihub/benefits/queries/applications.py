"""Applications under way and their facts."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from bokjihub.accounts.access.policy import Facts
from bokjihub.benefits.models import Application
from bokjihub.clocks.models import Clock
from bokjihub.people.models import Person

OBJECTION_DAYS = 90  # 사회보장급여법 제17조제1항
LATEST_DECIDED_DAYS = 30


@dataclass(frozen=True)
class Followed:
    """One line of 신청 따라가기: whose turn, what is due when."""

    application: Application
    name: str
    due_on: dt.date | None
    is_legal: bool

    @property
    def verb(self) -> str:
        """What its turn asks for."""
        turns = Application.Turn
        words = {turns.OURS: "보내기", turns.PERSON: "전화", turns.SURVEY: "결과 적기", turns.DECIDED: "보기"}
        return words[turns(self.application.turn)]


def open_applications(household_id: UUID) -> QuerySet[Application]:
    """Applications of a household, undecided first."""
    return Application.objects.filter(household_id=household_id).order_by("-decided_on", "-opened_on")


def followed(day: dt.date, turn: str = "") -> list[Followed]:
    """Everything to follow in my dongs and what was decided lately: by whose turn it is, soonest due first."""
    lately = Application.objects.filter(decided_on__gte=day - dt.timedelta(days=LATEST_DECIDED_DAYS))
    found = (Application.objects.filter(decided_on__isnull=True) | lately).select_related("area")
    rows = list(found.filter(turn=turn) if turn else found)
    heads = heads_of(row.household_id for row in rows)
    clocks = Clock.objects.filter(subject_id__in=[row.id for row in rows], done_at__isnull=True)
    due = {clock.subject_id: clock for clock in clocks.select_related("policy").order_by("-due_on")}
    lines = [
        Followed(
            row,
            heads.get(row.household_id, ""),
            due[row.id].due_on if row.id in due else None,
            row.id in due and due[row.id].policy.basis == "law",
        )
        for row in rows
    ]
    order = {value: place for place, value in enumerate(("ours", "person", "survey", "decided"))}
    return sorted(lines, key=lambda one: (order[one.application.turn], one.due_on or day, one.application.opened_on))


def due_of(application: Application) -> dt.date | None:
    """The day its running clock is due."""
    running = Clock.objects.filter(subject_id=application.id, done_at__isnull=True).order_by("due_on")
    return running.values_list("due_on", flat=True).first()


def turns(rows: list[Followed]) -> list[tuple[str, str, int]]:
    """Whose turn how often, in the order of the page."""
    counted = Counter(one.application.turn for one in rows)
    return [(value, label, counted[value]) for value, label in Application.Turn.choices]


def heads_of(household_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The names households are called after, in one query."""
    found = Person.objects.filter(household_id__in=set(household_ids))
    rows = found.order_by("household_id", "lives_elsewhere", "-is_head", "birth_year", "id")
    return dict(rows.distinct("household_id").values_list("household_id", "name"))


def application_facts(application_id: UUID) -> Facts | None:
    """Facts of an application for the access decision."""
    found = Application.objects.filter(id=application_id).values("household_id", "area_id").first()
    return Facts(household_id=found["household_id"], area_id=found["area_id"]) if found else None
