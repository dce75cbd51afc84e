"""How long a way takes when no road map is at hand: the great circle, lengthened by a detour."""

from dataclasses import dataclass
from math import asin, ceil, cos, radians, sin, sqrt

from bokjihub.engines.routes.problem import Place, TravelTime

EARTH_KM = 6371.0088


def great_circle_km(start: Place, end: Place) -> float:
    """Distance over the ground by the haversine formula."""
    lat1, lng1, lat2, lng2 = map(radians, (start.latitude, start.longitude, end.latitude, end.longitude))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lng2 - lng1) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(half)))


@dataclass(frozen=True)
class GreatCircle:
    """Great circle x detour at one speed, plus a fixed part for leaving and finding the door.

    1.35 is a usual ratio of road to straight distance in towns; 24 km/h a car in town traffic. All three are settings.
    """

    detour: float = 1.35
    km_per_hour: float = 24.0
    fixed_minutes: float = 3.0

    def minutes(self, start: Place, end: Place) -> float:
        """Minutes from door to door; nothing where both are the same place."""
        if start == end:
            return 0.0
        return self.fixed_minutes + great_circle_km(start, end) * self.detour / self.km_per_hour * 60


@dataclass(frozen=True)
class InSteps:
    """Another travel time rounded up to steps, so that a day falls on times people say aloud (10:05, not 10:02)."""

    travel: TravelTime
    step: int = 5

    def minutes(self, start: Place, end: Place) -> float:
        """Whole steps; nothing where both are the same place."""
        return float(ceil(round(self.travel.minutes(start, end) / self.step, 6)) * self.step)
