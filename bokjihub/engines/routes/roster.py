"""The office's day or week in values: who is there when, which homes wait, by which rules pairs are made, what weighs how much.

Times are whole minutes after midnight; days are numbers from 0 (a day plan has one).
"""

from collections.abc import Hashable
from dataclasses import dataclass, field
from enum import StrEnum
from math import inf

from bokjihub.engines.routes.problem import Place

Key = Hashable
HARD = inf
"""A price nobody pays: the rule holds without exception."""


class Sex(StrEnum):
    """As far as a home may ask for it."""

    WOMAN = "F"
    MAN = "M"


class Rule(StrEnum):
    """Every rule by which somebody may not go, or only at a price."""

    ROLE = "role"
    SKILL = "skill"
    KIN = "kin"
    TRAINED = "trained"
    PLEDGED = "pledged"
    SEX = "sex"
    PUBLIC = "public"
    BOND = "bond"
    PINNED = "pinned"
    AWAY = "away"
    BESIDE = "beside"
    PARTNER = "partner"
    HOURS = "hours"


@dataclass(frozen=True)
class Shift:
    """When somebody is out on one day, and the times within that are closed (lunch, market day, meeting)."""

    day: int
    begins: int
    ends: int
    closed: tuple[tuple[int, int], ...] = ()
    start: Place | None = None  # where the day begins if not at the office: the home just visited


@dataclass(frozen=True)
class Worker:
    """Somebody who goes out."""

    key: Key
    role: str
    office: Place
    shifts: tuple[Shift, ...]
    skills: frozenset[str] = frozenset()
    sex: Sex | None = None
    is_public: bool = True
    is_trained: bool = True
    is_pledged: bool = True
    most_days: int | None = None  # goes out on no more days than these, whatever the week asks


@dataclass(frozen=True)
class Seat:
    """One of the people a home needs: any of these roles, with these skills."""

    roles: frozenset[str]
    skills: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Pin:
    """Fixed by hand: these people, this day, this minute. Nothing moves it."""

    workers: tuple[Key, ...]
    day: int
    at: int


@dataclass(frozen=True)
class Call:
    """A home to be visited: by one or two, when, how long, how urgent, under which rules."""

    key: Key
    place: Place
    minutes: int
    seats: tuple[Seat, ...]
    opens: int = 0
    closes: int = 24 * 60
    days: frozenset[int] | None = None  # only on these
    beside: frozenset[int] = frozenset()  # not on these: another service comes within a week of them
    due: int | None = None  # the day by which; later costs
    priority: int = 2  # 1 urgent .. 4 when there is room
    because: str = ""  # why it weighs so much, in the words of whoever reads the plan
    gap: tuple[int, int] | None = None  # the second comes so much later, not together
    has_safety_note: bool = False
    sex: Sex | None = None  # at least one of the pair
    skills: frozenset[str] = frozenset()  # each brought by at least one of the pair
    barred: frozenset[Key] = frozenset()  # relatives, neighbours
    bond: frozenset[Key] = frozenset()  # who came before
    was: tuple[Key, ...] = ()  # who goes by the plan that stands
    was_day: int | None = None  # on which day by the plan that stands
    pin: Pin | None = None


@dataclass(frozen=True)
class Weights:
    """What an officer weighs, in minutes of travel: the price of one minute, one change, one visit left out."""

    travel: float = 1.0
    late: float = 2.0
    latest: float = 2.0
    fair: float = 0.0005  # per minute of service, squared, per person
    urgent: tuple[float, float, float, float] = (3000.0, 900.0, 450.0, 240.0)  # left out, by priority
    overdue: float = 600.0  # planned or left after its due day
    waiting_day: tuple[float, float, float, float] = (120.0, 20.0, 8.0, 2.0)  # each day later in the week, by priority
    bond: float = 25.0  # nobody of the pair came before
    sex: float = HARD
    kin: float = HARD
    trained: float = HARD
    pledged: float = HARD
    change: float = 30.0  # another person or another day than the plan that stands
    rest: int = 5  # minutes between two homes of one person


@dataclass(frozen=True)
class Roster:
    """All that a plan is made from."""

    workers: tuple[Worker, ...]
    calls: tuple[Call, ...]
    weights: Weights = field(default_factory=Weights)


@dataclass(frozen=True)
class Stop:
    """One home in somebody's day."""

    call: Key
    seat: int
    start: int
    leave: int
    travel: int
    with_: Key | None


@dataclass(frozen=True)
class Round:
    """Somebody's day in order, and the way back."""

    worker: Key
    day: int
    stops: tuple[Stop, ...]
    back: int


@dataclass(frozen=True)
class LeftOut:
    """A home the plan does not reach: the rule that stands in the way, in words, and who it was about."""

    call: Key
    rule: Rule
    words: str
    about: tuple[Key, ...] = ()


@dataclass(frozen=True)
class Plan:
    """A plan: rounds, who was left out and why, and its price in minutes of travel."""

    rounds: tuple[Round, ...]
    left_out: tuple[LeftOut, ...]
    price: float
    seconds: float = 0.0

    @property
    def travel(self) -> int:
        """Minutes on the road of all together."""
        return sum(round_.back + sum(stop.travel for stop in round_.stops) for round_ in self.rounds)
