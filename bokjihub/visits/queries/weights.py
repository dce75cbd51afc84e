"""계획 무게: the town's levels as the planner's weights, and two plans of one day side by side in an officer's words."""

from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from bokjihub.areas.models import Area
from bokjihub.areas.queries import city_of
from bokjihub.engines.routes.measures import Measures
from bokjihub.engines.routes.roster import Weights
from bokjihub.engines.routes.travel import GreatCircle
from bokjihub.visits.models import PlanWeights

FACTOR = {0: 0.4, 1: 1.0, 2: 2.5, 3: 6.0}  # 덜 · 보통 · 더 · 훨씬 더


@dataclass(frozen=True)
class Line:
    """One figure of both plans; `is_better` None where neither is."""

    label: str
    now: str
    new: str
    is_better: bool | None


@dataclass(frozen=True)
class Moved:
    """A home that stands elsewhere in the new plan: by dong and time, not by name."""

    where: str
    now: str
    new: str


@dataclass(frozen=True)
class Compared:
    """Both plans of the day tried."""

    lines: tuple[Line, ...]
    moved: tuple[Moved, ...]
    same: int


def standing_weights(city_id: UUID) -> PlanWeights | None:
    """What the town's plans are made by; None where nobody changed the usual."""
    return PlanWeights.objects.filter(city_id=city_id, state=PlanWeights.State.STANDING).first()


def open_weights(city_id: UUID) -> PlanWeights | None:
    """The weights being tried."""
    found = PlanWeights.objects.filter(city_id=city_id, state__in=PlanWeights.OPEN)
    return found.select_related("team__seat", "city").first()


def weights_of(row: PlanWeights | None) -> Weights:
    """The levels as prices in minutes of travel; the rules without exception stay what they are."""
    usual = Weights()
    if row is None:
        return usual
    urgent, overdue, late, travel, fair, bond, change = (FACTOR[getattr(row, aim)] for aim in PlanWeights.AIMS)
    first, second, third, last = usual.urgent
    return Weights(
        travel=usual.travel * travel,
        late=usual.late * late,
        latest=usual.latest * late,
        fair=usual.fair * fair,
        urgent=(first * urgent, second * urgent, third, last),
        overdue=usual.overdue * overdue,
        bond=usual.bond * bond,
        change=usual.change * change,
        waiting_day=usual.waiting_day,
    )


@dataclass(frozen=True)
class Ways:
    """How long the ways of a town take, and where the figures come from."""

    km_per_hour: int
    detour: Decimal
    door_minutes: int
    source: str


def ways_of(row: PlanWeights | None) -> GreatCircle:
    """The town's ways; the usual guess where nobody has said anything."""
    if row is None:
        return GreatCircle()
    return GreatCircle(float(row.detour), float(row.km_per_hour), float(row.door_minutes))


def ways_near(area: Area) -> GreatCircle:
    """The ways that stand in the town of this dong or team seat."""
    city = city_of(area)
    return ways_of(standing_weights(city.id) if city else None)


def figures(found: Measures) -> dict[str, int]:
    """As kept beside the weights tried."""
    return asdict(found)


def compared(row: PlanWeights) -> Compared | None:
    """The two plans as the page shows them; None before they are made."""
    if row.state not in (PlanWeights.State.READY, PlanWeights.State.STANDING, PlanWeights.State.ENDED):
        return None
    now, new = Measures(**row.result["now"]), Measures(**row.result["new"])
    moved = tuple(Moved(**one) for one in row.result["moved"])
    return Compared(_lines(now, new), moved, row.result["same"])


def _lines(now: Measures, new: Measures) -> tuple[Line, ...]:
    rows: tuple[tuple[str, str, Any, bool], ...] = (
        ("담은 집", "곳", lambda m: m.placed, True),
        ("못 담은 급한 집", "곳", lambda m: m.left_urgent, False),
        ("기한을 넘기는 집", "곳", lambda m: m.overdue, False),
        ("바라는 때보다 늦는 시간", "분", lambda m: m.late, False),
        ("길에서 쓰는 시간", "분", lambda m: m.travel, False),
        ("가장 바쁜 분과 덜 바쁜 분의 차이", "분", lambda m: m.spread, False),
        ("전에 간 분이 다시 가는 집", "곳", lambda m: m.again, True),
        ("사람이 바뀌는 예약", "곳", lambda m: m.changed, False),
    )
    return tuple(
        Line(label, _with(a := read(now), unit), _with(b := read(new), unit), None if a == b else (b > a) == more)
        for label, unit, read, more in rows
    )


def _with(figure: int, unit: str) -> str:
    return f"{figure:,}{unit}"
