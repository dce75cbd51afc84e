"""Programs made to run: machine code for many homes, as plain Python for a few; the code is the same."""

from __future__ import annotations

import datetime as dt
import functools
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..parameters import Row
from . import cells
from .cells import NOBODY, NULL
from .machine import machine_code
from .program import Program

Column = NDArray[np.int64]
CONSTANTS = {"NULL": NULL, "NOBODY": NOBODY}
CELLS = (
    cells.read, cells.place, cells.within, cells.cell, cells.beside, cells.rounded, cells.divided, cells.linked, cells.sum_of,
    cells.any_of, cells.both, cells.joined, cells.won_of, cells.added,
)  # fmt: skip


@dataclass(frozen=True)
class Homes:
    """Homes as columns: the people of home i are starts[i] to starts[i+1]; every cell a whole number or NULL."""

    starts: Column
    homes: Column
    persons: Column
    links: Column

    def __len__(self) -> int:
        return len(self.starts) - 1


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
    answers, columns = _columns(program, homes, program.published(on, rows, unverified_too=unverified_too))
    code = _compiled(program.source)
    code(len(homes), homes.persons.shape[1], *(column.ctypes.data for column in columns))
    return answers


def run_plainly(
    program: Program,
    homes: Homes,
    on: dt.date,
    rows: Mapping[str, Row] | None = None,
    *,
    unverified_too: bool = False,
) -> Answers:
    """The same code uncompiled: for a handful of homes, where compiling would take longer than the work."""
    answers, columns = _columns(program, homes, program.published(on, rows, unverified_too=unverified_too))
    lists = [column.ravel().tolist() for column in columns]
    _plain(program.source)(len(homes), homes.persons.shape[1], *lists)
    for column, filled in zip(columns[-4:], lists[-4:], strict=True):
        column[...] = np.array(filled, column.dtype).reshape(column.shape)
    return answers


def _columns(
    program: Program, homes: Homes, published: tuple[list[int], list[int]]
) -> tuple[Answers, list[NDArray[Any]]]:
    """Room for the answers, and everything the code reads and fills, in the order of its arguments."""
    count, people = len(homes), homes.persons.shape[1]
    answers = Answers(
        np.empty((len(program.benefits), count), np.int8),
        np.empty((len(program.benefits), count), np.int64),
        np.empty((len(program.home_values), count), np.int64),
        np.empty((len(program.person_values), people), np.int64),
    )
    most = int(np.diff(homes.starts).max(initial=1))
    figures = [np.array(one or [NULL], np.int64) for one in published]
    read = [np.ascontiguousarray(one) for one in (homes.starts, homes.homes, homes.persons, homes.links)]
    room = [np.empty(most * program.kept, np.int64), np.zeros(1, np.int64)]
    return answers, [*read, *figures, *room, answers.statuses, answers.won, answers.home_values, answers.person_values]


@functools.lru_cache(maxsize=16)
def _compiled(source: str) -> Callable[..., None]:
    text = "\n".join((*(inspect.getsource(one) for one in CELLS), source))
    code = machine_code(text, "run", CONSTANTS)
    _ready.add(source)
    return code


_ready: set[str] = set()


def make_ready(program: Program) -> None:
    """Its machine code, for whoever is going to ask many times."""
    _compiled(program.source)


def is_compiled(program: Program) -> bool:
    """Whether its machine code stands ready already; making it takes seconds."""
    return program.source in _ready


@functools.lru_cache(maxsize=16)
def _plain(source: str) -> Callable[..., None]:
    names: dict[str, Any] = {one.__name__: one for one in CELLS}
    names |= CONSTANTS
    exec(compile(source, "<columns>", "exec"), names)  # noqa: S102 (our own rules, translated)
    found: Callable[..., None] = names["run"]
    return found
