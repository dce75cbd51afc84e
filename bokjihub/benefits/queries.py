"""From the record to the engine and back: facts, the three columns, the next question, the panel of the household page."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from bokjihub.accounts.access.policy import Facts
from bokjihub.benefits.models import Application, Screening, StatedFact
from bokjihub.engines.benefits import api
from bokjihub.people.models import Person
from bokjihub.people.queries import members

# What the municipality itself settles, for every home: the region schemes are four incompatible ones (benefits/rules §4).
TOWN_FACTS = {"기초생활_지역": "그외", "긴급복지_지역": "중소도시", "급지": "4"}
STATUS_WORDS = {"eligible": "받을 수 있음", "unknown": "아직 모름", "not_eligible": "해당 없음"}
_RECEIVING = {
    "기초(생계)": "생계급여_수급중",
    "기초(의료)": "의료급여_수급중",
    "기초(주거)": "주거급여_수급중",
    "기초(교육)": "교육급여_수급중",
}


@dataclass(frozen=True)
class KnownFact:
    """One line of ‘지금 아는 것’."""

    name: str
    who: int | None
    person: str
    value: str
    source: str


@dataclass(frozen=True)
class Prepared:
    """The engine's situation with the facts it was made of, and which person stands at which place."""

    situation: api.Situation
    known: tuple[KnownFact, ...]
    people: tuple[Person, ...]


class _Gathering:
    """Facts as they are gathered: into the engine's mapping, and as lines to show."""

    def __init__(self) -> None:
        self.known: list[KnownFact] = []

    def add(
        self, target: dict[str, Any], name: str, value: str, source: str, who: int | None, person: str = ""
    ) -> None:
        """Put a fact into `target` and on the list."""
        target[name] = value
        self.known.append(KnownFact(name, who, person, value, source))


def prepare(household_id: UUID) -> Prepared:
    """The situation of a household as the record knows it today; what nobody stated stays unknown."""
    people = tuple(one for one in members(household_id) if not one.lives_elsewhere and one.died_on is None)
    stated = list(StatedFact.objects.filter(household_id=household_id))
    gathering = _Gathering()
    home = _facts_of_home(gathering, people, stated)
    roll = [_facts_of_person(gathering, who, person, stated) for who, person in enumerate(people)]
    situation, _ = api.read({**home, "가구원": roll})
    return Prepared(situation=situation, known=tuple(gathering.known), people=people)


def _facts_of_home(gathering: _Gathering, people: tuple[Person, ...], stated: list[StatedFact]) -> dict[str, Any]:
    home: dict[str, Any] = {}
    for name, value in TOWN_FACTS.items():
        gathering.add(home, name, value, "우리 시", None)
    receiving = {_RECEIVING[one] for person in people for one in person.benefit_status if one in _RECEIVING}
    for name in sorted(receiving):
        gathering.add(home, name, "예", StatedFact.Source.DATA.label, None)
    for fact in stated:
        if fact.person_id is None:
            gathering.add(home, fact.name, fact.value, fact.get_source_display(), None)
    return home


def _facts_of_person(gathering: _Gathering, who: int, person: Person, stated: list[StatedFact]) -> dict[str, Any]:
    # The engine tells people apart by name; two of one home may share one.
    row: dict[str, Any] = {"이름": f"{person.name}({who + 1})" if who else person.name}
    if person.birth_on:
        gathering.add(row, "출생일", person.birth_on.isoformat(), StatedFact.Source.DATA.label, who, person.name)
    for fact in stated:
        if fact.person_id == person.id:
            gathering.add(row, fact.name, fact.value, fact.get_source_display(), who, person.name)
    return row


@dataclass(frozen=True)
class Columns:
    """The screening page: three columns, the sums, the next question."""

    on: dt.date
    eligible: tuple[api.BenefitResult, ...]
    unknown: tuple[api.BenefitResult, ...]
    not_eligible: tuple[api.BenefitResult, ...]
    question: api.Question | None
    known: tuple[KnownFact, ...]
    people: tuple[Person, ...]

    @property
    def monthly_won(self) -> int:
        """Won a month the home can have, as far as decided."""
        return sum(result.won_low for result in self.eligible if "월" in result.period)

    @property
    def possible_won(self) -> int:
        """Won a month that may come on top once the unknown is known."""
        return sum((result.won_high or 0) for result in self.unknown if "월" in result.period)


def screening_of(household_id: UUID, on: dt.date, *, ask: bool = True) -> Columns:
    """Screen the household on a day with what is known; `ask` also weighs the next best question (the slow part)."""
    prepared = prepare(household_id)
    found = api.screen(prepared.situation, on)
    of = {status: tuple(one for one in found.results if one.status == status) for status in STATUS_WORDS}
    return Columns(
        on=on,
        eligible=tuple(sorted(of["eligible"], key=lambda one: -one.won_low)),
        unknown=tuple(sorted(of["unknown"], key=_nearest)),
        not_eligible=of["not_eligible"],
        question=api.next_question(prepared.situation, on) if ask else None,
        known=prepared.known,
        people=prepared.people,
    )


def _nearest(result: api.BenefitResult) -> tuple[int, bool, int]:
    """What can be settled soonest comes first: fewest facts missing, monthly help before single payments, most won."""
    return len(result.missing), "월" not in result.period, -(result.won_high or 0)


@dataclass(frozen=True)
class Panel:
    """놓친 지원 and the applications under way, for the household page."""

    columns: Columns
    applications: tuple[Application, ...]


def household_panel(household_id: UUID, on: dt.date | None = None) -> Panel:
    """The same engine answers as the screening page: one result, one wording (screens §4.2)."""
    day = on or timezone.localdate()
    return Panel(screening_of(household_id, day, ask=False), tuple(open_applications(household_id)))


def open_applications(household_id: UUID) -> QuerySet[Application]:
    """Applications of a household, undecided first."""
    return Application.objects.filter(household_id=household_id).order_by("decided_on", "-opened_on")


def applications_by_turn() -> QuerySet[Application]:
    """Everything to follow in my dongs: by whose turn it is, oldest first."""
    found = Application.objects.exclude(turn=Application.Turn.DECIDED).select_related(
        "household", "owner__user", "area"
    )
    return found.order_by("turn", "opened_on")


def last_screening(household_id: UUID) -> Screening | None:
    """The newest saved screening."""
    return Screening.objects.filter(household_id=household_id).order_by("-saved_at").first()


def application_facts(application_id: UUID) -> Facts | None:
    """Facts of an application for the access decision."""
    found = Application.objects.filter(id=application_id).values("household_id", "area_id").first()
    return Facts(household_id=found["household_id"], area_id=found["area_id"]) if found else None
