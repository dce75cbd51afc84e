"""Programs made to run: machine code for many homes, as plain Python for a few; the code is the same."""

from __future__ import annotations

import datetime as dt
import functools
import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import BadInput
from ..parameters import Row
from . import cells, taking
from .cells import NOBODY, NULL
from .kernel import HOMES_AT_ONCE, PEOPLE_AT_ONCE
from .machine import SIDE_BY_SIDE, machine_code
from .program import Program
from .taking import Told

Column = NDArray[np.int64]
CONSTANTS = {"NULL": NULL, "NOBODY": NOBODY, **taking.CONSTANTS}
CELLS = (
    cells.read, cells.place, cells.within, cells.cell, cells.beside, cells.rounded, cells.divided, cells.linked, cells.sum_of,
    cells.any_of, cells.both, cells.won_of,
)  # fmt: skip


@dataclass(frozen=True)
class Homes:
    """Homes as columns: the people of home i are starts[i] to starts[i+1]; every cell a whole number or NULL.

    A column is used where it stands: as cells of 64 bits in one piece, or as it was told where a file was read to. What is
    found there may be out of order, so such homes can be read `again`, slowly, and then refused with row and column.
    """

    starts: Column
    homes: Sequence[Column | Told]
    persons: Sequence[Column | Told]
    links: Sequence[Column | Told]
    again: Callable[[], Homes] | None = None

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def people(self) -> int:
        return int(self.starts[-1])

    @property
    def sides(self) -> tuple[Sequence[Column | Told], ...]:
        return self.homes, self.persons, self.links

    @property
    def cells(self) -> tuple[list[Column], ...]:
        """The same of homes that were never in a file."""
        return tuple([one for one in side if not isinstance(one, Told)] for side in self.sides)


@dataclass(frozen=True)
class Answers:
    """One row per benefit or quantity, one column per home (or person): 0 no, 1 yes, 2 cannot tell; won or NULL."""

    statuses: NDArray[np.int8]
    won: Column
    home_values: Column
    person_values: Column


def run(
    program: Program,
    homes: Homes,
    on: dt.date,
    rows: Mapping[str, Row] | None = None,
    *,
    unverified_too: bool = False,
) -> Answers:
    """Every home of the columns on one day, with the published figures or a reform's in their place."""
    published = program.published(on, rows, unverified_too=unverified_too)
    return _run(_compiled(program.source), program, _figures(published), homes)


def for_a_town(program: Program, on: dt.date, *, unverified_too: bool = False) -> Callable[[Homes], Answers]:
    """The same day for part after part of a town: the figures are worked into the code itself."""
    single, tables = _figures(program.published(on, unverified_too=unverified_too))
    _, *others = single.tolist()
    code = _compiled_for(program.source, (None, *others), tuple(tables.tolist()))
    return functools.partial(_run, code, program, [single, tables])


def _run(code: Callable[..., int], program: Program, figures: list[Column], homes: Homes) -> Answers:
    answers, filled = _room(program, homes)
    sides = [[one if isinstance(one, Told) else taking.cells(one) for one in side] for side in homes.sides]
    told = [np.array([one.words for one in side], np.int64) for side in sides]
    read = [homes.starts, *told, *figures, *filled]
    if not code(len(homes), homes.people, _at_once(homes), *(column.ctypes.data for column in read)):
        return answers
    assert homes.again is not None
    return _run(code, program, figures, homes.again())


def run_plainly(
    program: Program,
    homes: Homes,
    on: dt.date,
    rows: Mapping[str, Row] | None = None,
    *,
    unverified_too: bool = False,
) -> Answers:
    """The same code uncompiled: for a handful of homes, where compiling would take longer than the work."""
    answers, filled = _room(program, homes)
    sides = [[column.tolist() for column in side] for side in homes.cells]
    figures = [one.tolist() for one in _figures(program.published(on, rows, unverified_too=unverified_too))]
    lists = [[0] * column.size for column in filled]
    _plain(program.source)(len(homes), homes.people, _at_once(homes), homes.starts.tolist(), *sides, *figures, *lists)
    for column, told in zip(filled[-4:], lists[-4:], strict=True):
        column[...] = np.array(told, column.dtype).reshape(column.shape)
    return answers


def _room(program: Program, homes: Homes) -> tuple[Answers, list[NDArray[Any]]]:
    """Room for the answers, and everything the code fills, in the order of its arguments."""
    count = len(homes)
    answers = Answers(
        np.empty((len(program.benefits), count), np.int8),
        np.empty((len(program.benefits), count), np.int64),
        np.empty((len(program.home_values), count), np.int64),
        np.empty((len(program.person_values), homes.people), np.int64),
    )
    scratch = [np.empty(program.kept, np.int64), np.zeros(1, np.int64), np.zeros(1, np.int64)]
    return answers, [*scratch, answers.statuses, answers.won, answers.home_values, answers.person_values]


def _at_once(homes: Homes) -> int:
    """As many homes as there is room for with all their people."""
    count = HOMES_AT_ONCE
    while count > 1 and _most_people(homes.starts, count) > PEOPLE_AT_ONCE:
        count //= 2
    if _most_people(homes.starts, count) > PEOPLE_AT_ONCE:
        raise BadInput(
            f"한 가구에 {PEOPLE_AT_ONCE}명까지 있을 수 있습니다.", f"a home has at most {PEOPLE_AT_ONCE} people"
        )
    return count


def _most_people(starts: Column, homes_at_once: int) -> int:
    ends = np.append(starts[:-1:homes_at_once], starts[-1])
    return int(np.diff(ends).max(initial=0))


def _figures(published: tuple[list[int], list[int]]) -> list[Column]:
    return [np.array(one or [NULL], np.int64) for one in published]


@functools.lru_cache(maxsize=4)
def _compiled_for(source: str, single: tuple[int | None, ...], tables: tuple[int, ...]) -> Callable[..., Any]:
    """For the figures of a day and not for the day itself: those of tomorrow are mostly the same."""
    return machine_code(_with_cells(source), "run", CONSTANTS, {"single": single, "tables": tables})


@functools.lru_cache(maxsize=16)
def _compiled(source: str) -> Callable[..., Any]:
    code = machine_code(_with_cells(source), "run", CONSTANTS)
    _ready.add(source)
    return code


def _with_cells(source: str) -> str:
    return "\n".join((*(inspect.getsource(one) for one in CELLS), taking.SOURCE, source))


_ready: set[str] = set()


def make_ready(program: Program) -> None:
    """Its machine code, for whoever is going to ask many times."""
    _compiled(program.source)


def is_compiled(program: Program) -> bool:
    """Whether its machine code stands ready already; making it takes seconds."""
    return program.source in _ready


@functools.lru_cache(maxsize=16)
def _plain(source: str) -> Callable[..., Any]:
    names: dict[str, Any] = {one.__name__: one for one in CELLS}
    names |= {**CONSTANTS, SIDE_BY_SIDE: range, "taken": taking.taken, "positions": taking.positions}
    exec(compile(source, "<columns>", "exec"), names)  # noqa: S102 (our own rules, translated)
    found: Callable[..., Any] = names["run"]
    return found
