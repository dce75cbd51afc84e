"""Where the marks of a genogram and an ecomap stand. Pure: rows in, numbers and words out; a template draws them as SVG.

Genogram: a row a generation, couples side by side, children under the middle of their parents, in the usual signs (square, circle,
diamond; a cross for the dead, a double line for the centre). Ecomap: the home in the middle, what is around it on a ring.
Every kind of tie has a pattern of its own and its word beside it: colour alone says nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import cos, pi, sin
from uuid import UUID

STEP_X, STEP_Y, HALF, EDGE = 132, 150, 26, 70
RING_X, RING_Y = 300, 190
# What the template asks a symbol for: the axis and how far from its middle.
OFFSETS = {
    "left": ("x", -HALF),
    "top": ("y", -HALF),
    "inner_left": ("x", -21),
    "inner_top": ("y", -21),
    "cross_left": ("x", -18),
    "cross_right": ("x", 18),
    "cross_top": ("y", -18),
    "cross_bottom": ("y", 18),
    "name_at": ("y", 44),
    "year_at": ("y", 5),
}
FEELINGS = {"close": "가까움", "distant": "멂", "conflict": "다툼", "cut_off": "끊김", "violence": "폭력"}


@dataclass(frozen=True)
class One:
    """One member of the family, as drawn."""

    id: UUID
    label: str
    sex: str = ""
    is_dead: bool = False
    lives_here: bool = False
    is_centre: bool = False
    note: str = ""


@dataclass(frozen=True)
class Bond:
    """How two stand to one another."""

    one: UUID
    other: UUID
    kind: str


@dataclass(frozen=True)
class Mark:
    """A symbol and its place."""

    x: float
    y: float
    one: One

    def __getattr__(self, name: str) -> float:
        """Corners the template asks for: `left`, `inner_top`, `cross_right` … relative to the middle."""
        if name in OFFSETS:
            axis, offset = OFFSETS[name]
            return float(getattr(self, axis)) + offset
        raise AttributeError(name)

    @property
    def diamond(self) -> str:
        """Corners of the sign for an unknown sex."""
        return f"{self.x},{self.y - HALF} {self.x + HALF},{self.y} {self.x},{self.y + HALF} {self.x - HALF},{self.y}"


@dataclass(frozen=True)
class Line:
    """A line of one or more corners, with its kind and, where it is no plain line of descent, its word."""

    points: tuple[tuple[float, float], ...]
    kind: str
    word: str = ""

    @property
    def path(self) -> str:
        """For the `points` of a polyline."""
        return " ".join(f"{x:g},{y:g}" for x, y in self.points)

    @property
    def middle(self) -> tuple[float, float]:
        """Where its word stands: over the middle, nearer the end of a slanting line."""
        (ax, ay), (bx, by) = self.points[0], self.points[-1]
        if len(self.points) > 2:
            return (ax + bx) / 2, self.points[1][1]
        share = 2 / 3 if ay != by else 1 / 2  # two slanting lines cross in their middles; their words shall not
        return round(ax + (bx - ax) * share, 1), round(ay + (by - ay) * share, 1)


@dataclass(frozen=True)
class Drawing:
    """A whole picture."""

    width: float
    height: float
    marks: tuple[Mark, ...] = ()
    lines: tuple[Line, ...] = ()
    rings: tuple["Ring", ...] = ()

    @property
    def middle_x(self) -> float:
        """Half the width."""
        return self.width / 2

    @property
    def middle_y(self) -> float:
        """Half the height."""
        return self.height / 2


@dataclass(frozen=True)
class Ring:
    """One body around the home."""

    x: float
    y: float
    name: str
    kind: str


@dataclass
class _Family:
    """Generations and neighbours worked out from the bonds."""

    kin: Sequence[One]
    bonds: Sequence[Bond]
    level: dict[UUID, int] = field(default_factory=dict)

    def parents(self, child: UUID) -> list[UUID]:
        return [bond.one for bond in self.bonds if bond.kind == "parent" and bond.other == child]

    def partners(self, one: UUID) -> list[UUID]:
        found = [bond for bond in self.bonds if bond.kind in ("couple", "divorced") and one in (bond.one, bond.other)]
        return [bond.other if bond.one == one else bond.one for bond in found]


def genogram(kin: Sequence[One], bonds: Sequence[Bond]) -> Drawing:
    """The family drawn; whoever is tied to nobody stands in the row of the centre."""
    family = _Family(kin, bonds)
    _levels(family)
    rows = _rows(family)
    widest = max((len(row) for row in rows), default=1)
    width = max(widest, 2) * STEP_X + EDGE
    places: dict[UUID, tuple[float, float]] = {}
    for depth, row in enumerate(rows):
        indent = (width - (len(row) - 1) * STEP_X) / 2
        for place, one in enumerate(row):
            places[one] = (indent + place * STEP_X, EDGE + depth * STEP_Y)
    marks = tuple(Mark(*places[one.id], one) for one in kin)
    lines = (*_descent(family, places), *_couples(family, places), *_feelings(family, places))
    return Drawing(width, EDGE * 2 + max(0, len(rows) - 1) * STEP_Y + HALF, marks, lines)


def _levels(family: _Family) -> None:
    """Rows by walking the bonds from the centre: a parent stands one row up, a child one down, a partner beside."""
    start = next((one for one in family.kin if one.is_centre), family.kin[0] if family.kin else None)
    left = [one.id for one in ([start] if start else [])]
    for one in left:
        family.level[one] = 0
    while left:
        here = left.pop(0)
        steps = [(parent, -1) for parent in family.parents(here)]
        steps += [(bond.other, 1) for bond in family.bonds if bond.kind == "parent" and bond.one == here]
        steps += [(partner, 0) for partner in family.partners(here)]
        for there, step in steps:
            if there not in family.level:
                family.level[there] = family.level[here] + step
                left.append(there)
    for untied in family.kin:
        family.level.setdefault(untied.id, 0)


def _rows(family: _Family) -> list[list[UUID]]:
    """The eldest row first; in a row couples stay together and children follow the order of their parents."""
    depths = sorted(set(family.level.values()))
    rows: list[list[UUID]] = []
    for depth in depths:
        members = [one.id for one in family.kin if family.level[one.id] == depth]
        above = rows[-1] if rows else []
        members.sort(key=lambda one: min((above.index(up) for up in family.parents(one) if up in above), default=99))
        rows.append(_paired(members, family))
    return rows


def _paired(members: list[UUID], family: _Family) -> list[UUID]:
    found: list[UUID] = []
    for one in members:
        if one in found:
            continue
        found.append(one)
        found += [partner for partner in family.partners(one) if partner in members and partner not in found]
    return found


def _descent(family: _Family, places: dict[UUID, tuple[float, float]]) -> Iterable[Line]:
    """From between the parents down to the child."""
    for one in family.kin:
        parents = [up for up in family.parents(one.id) if up in places]
        if not parents:
            continue
        x, y = places[one.id]
        top_x = sum(places[up][0] for up in parents) / len(parents)
        top_y = max(places[up][1] for up in parents)
        start = top_y if len(parents) > 1 else top_y + HALF
        bend = y - STEP_Y / 2 + 12
        yield Line(((top_x, start), (top_x, bend), (x, bend), (x, y - HALF)), "parent")


def _couples(family: _Family, places: dict[UUID, tuple[float, float]]) -> Iterable[Line]:
    for bond in family.bonds:
        if bond.kind in ("couple", "divorced"):
            (ax, ay), (bx, by) = sorted((places[bond.one], places[bond.other]))
            yield Line(((ax + HALF, ay), (bx - HALF, by)), bond.kind, "이혼·별거" if bond.kind == "divorced" else "")


def _feelings(family: _Family, places: dict[UUID, tuple[float, float]]) -> Iterable[Line]:
    """Between two symbols, a little beside the line of descent or marriage so that both can be read."""
    for bond in family.bonds:
        if bond.kind in FEELINGS:
            (ax, ay), (bx, by) = places[bond.one], places[bond.other]
            if ay == by:
                lift = HALF + 16
                yield Line(
                    ((ax, ay - HALF), (ax, ay - lift), (bx, by - lift), (bx, by - HALF)), bond.kind, FEELINGS[bond.kind]
                )
            else:
                yield Line(((ax + 12, ay), (bx + 12, by)), bond.kind, FEELINGS[bond.kind])


@dataclass(frozen=True)
class Neighbour:
    """Somebody or a body around the home, with the word on the line."""

    name: str
    kind: str
    strength: str
    word: str


def ecomap(around: Sequence[Neighbour]) -> Drawing:
    """The home in the middle, its surroundings on a ring, one line each."""
    width, height = 2 * RING_X + 220, 2 * RING_Y + 130
    centre = (width / 2, height / 2)
    rings, lines = [], []
    for place, one in enumerate(around):
        angle = 2 * pi * place / len(around) - pi / 2
        x, y = centre[0] + RING_X * cos(angle), centre[1] + RING_Y * sin(angle)
        rings.append(Ring(round(x, 1), round(y, 1), one.name, one.kind))
        near = (centre[0] + 70 * cos(angle), centre[1] + 44 * sin(angle))
        far = (x - 78 * cos(angle), y - 30 * sin(angle))
        lines.append(Line(tuple((round(a, 1), round(b, 1)) for a, b in (near, far)), one.strength, one.word))
    return Drawing(width, height, lines=tuple(lines), rings=tuple(rings))
