"""Values of the day: places, stops, legs, and the travel time they are judged by."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Place:
    """A point on the ground, in degrees."""

    latitude: float
    longitude: float


@dataclass(frozen=True)
class Stop:
    """One home to visit. `at` is a promised time in minutes after midnight; without it any time of the day will do."""

    key: Hashable
    place: Place | None
    minutes: int
    at: int | None = None


class TravelTime(Protocol):
    """Minutes from one place to another. Other models (road graph, bus) take the same seat."""

    def minutes(self, start: Place, end: Place) -> float: ...


@dataclass(frozen=True)
class Leg:
    """The way to one stop and the stay there. `travel` is None where a place is not known: it counts as no time."""

    stop: Stop
    travel: int | None
    arrive: int
    leave: int

    @property
    def late(self) -> int:
        """Minutes after the promised time; 0 when in time or nothing was promised."""
        return max(0, self.arrive - self.stop.at) if self.stop.at is not None else 0


@dataclass(frozen=True)
class Route:
    """A day in order, with the way back to the office."""

    legs: tuple[Leg, ...]
    back: int | None

    @property
    def travel(self) -> int:
        """All known travel minutes, the way back included."""
        return sum(leg.travel or 0 for leg in self.legs) + (self.back or 0)

    @property
    def unknown(self) -> int:
        """Stops whose place is not known."""
        return sum(leg.stop.place is None for leg in self.legs)
