"""Hiding small cells of a table that leaves the town, so that no hidden figure can be worked out from the rest (R46).

Hidden first: every count from 1 to 4. Then, for every sum that is published, enough of its other parts (the smallest
first) that neither one hidden part nor a small rest can be computed from it; then whatever the sums together would still
give away, found exactly as the null space of the equations over the hidden cells. Zeros are told: nothing is nobody.
Rejected: rounding (won and counts would no longer equal the ledger); noise (the same table would say two things).
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

SMALLEST_TOLD = 5
C = TypeVar("C", bound=Hashable)


@dataclass(frozen=True)
class Sum:
    """A published total and the cells it adds up."""

    total: Hashable
    parts: tuple[Hashable, ...]

    @property
    def cells(self) -> tuple[Hashable, ...]:
        """Everything the equation speaks of."""
        return (self.total, *self.parts)


def is_small(value: int) -> bool:
    """A count that would point at somebody."""
    return 0 < value < SMALLEST_TOLD


def hidden(values: Mapping[C, int], sums: Iterable[Sum], also: Iterable[C] = ()) -> frozenset[C]:
    """Which cells may not be told: the small ones, `also`, and as many more as the sums would betray."""
    equations = list(sums)
    away: set[Hashable] = {cell for cell, value in values.items() if is_small(value)} | set(also)
    while True:
        more = next((cell for one in equations if (cell := _weak(one, values, away)) is not None), None)
        if more is None:
            more = _betrayed(equations, values, away)
        if more is None:
            return frozenset(cell for cell in values if cell in away)
        away.add(more)


def _weak(one: Sum, values: Mapping[C, int], away: set[Hashable]) -> Hashable | None:
    """The cell to hide beside, where one sum alone gives a hidden figure away."""
    gone = [cell for cell in one.cells if cell in away]
    if not gone:
        return None
    rest = sum(values[cell] for cell in gone)  # type: ignore[index,misc]
    if len(gone) > 1 and (one.total in away or not is_small(rest)):
        return None
    return _next(one, values, away)


def _next(one: Sum, values: Mapping[C, int], away: set[Hashable]) -> Hashable | None:
    """The smallest part with somebody in it; where there is none, the total; then a zero."""
    told = [cell for cell in one.parts if cell not in away]
    peopled = [cell for cell in told if values[cell] > 0]  # type: ignore[index]
    if peopled:
        return min(peopled, key=lambda cell: (values[cell], str(cell)))  # type: ignore[index]
    if one.total not in away:
        return one.total
    return min(told, key=str, default=None)


def _betrayed(equations: Sequence[Sum], values: Mapping[C, int], away: set[Hashable]) -> Hashable | None:
    """Something to hide beside a cell that the sums together determine: its value is the same in every solution."""
    concerned = [one for one in equations if any(cell in away for cell in one.cells)]
    cells = sorted({cell for one in concerned for cell in one.cells if cell in away}, key=str)
    if not cells:
        return None
    at = {cell: number for number, cell in enumerate(cells)}
    matrix = np.zeros((len(concerned), len(cells)))
    for line, one in enumerate(concerned):
        for part in one.parts:
            if part in at:
                matrix[line, at[part]] += 1
        if one.total in at:
            matrix[line, at[one.total]] -= 1
    _, weights, directions = np.linalg.svd(matrix)
    free = directions[int((weights > 1e-9).sum()) :]
    fixed = [cell for cell in cells if not free.size or np.abs(free[:, at[cell]]).max() < 1e-9]
    for cell in fixed:
        for one in concerned:
            if cell in one.cells and (more := _next(one, values, away)) is not None:
                return more
    return None


def grid(rows: Sequence[str], columns: Sequence[str], total: str = "total") -> list[Sum]:
    """The sums of a table with a total line and a total column; a cell is (row, column)."""
    across = [Sum((row, total), tuple((row, column) for column in columns)) for row in [*rows, total]]
    down = [Sum((total, column), tuple((row, column) for row in rows)) for column in [*columns, total]]
    return [*across, *down]
