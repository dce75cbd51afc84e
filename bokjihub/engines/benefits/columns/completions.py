"""One home completed many times over, and what each unknown fact settles: one run over columns.

Every completion states all the facts that nobody has stated, each drawn from the values on both sides of what the law
compares it with; together they show how the answers spread. A fact is worth what it takes off that spread: the won of
the benefits that are the same in all completions with one of its values, and half of what it narrows on the others.
Samples choose the order of questions and nothing else; no answer rests on them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..country import Country
from ..facts import LINK
from ..situation import NAME, Situation
from .cells import ELSEWHERE, NOBODY, NULL
from .compiled import Answers, Homes, is_compiled, run, run_plainly
from .homes import cell_of, from_situations
from .many import program_of
from .program import Program

COMPLETIONS, NOTHING = 256, 1e-6
Key = tuple[str, int | None]
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Unknown:
    """A fact nobody has stated, and the values it is tried at; one that is usual stands there more than once."""

    name: str
    who: int | None
    values: tuple[Any, ...]


def settled(
    country: Country,
    situation: Situation,
    on: dt.date,
    unknown: Sequence[Unknown],
    open_won: Mapping[str, int],
    waits_for: Mapping[str, frozenset[Key]],
    *,
    unverified_too: bool = False,
) -> list[int]:
    """For each unknown fact the won a month it settles on average, of the benefits that wait for it."""
    program = program_of(country, on)
    homes, drawn = completed(program, situation, unknown, COMPLETIONS)
    work = run if is_compiled(program) else run_plainly
    answers = work(program, homes, on, unverified_too=unverified_too)
    rows = [row for row, benefit in enumerate(program.benefits) if benefit.name in open_won]
    names = [program.benefits[row].name for row in rows]
    won = np.array([open_won[name] for name in names])
    got, paid = _spread(answers, rows)
    apart = got.var(axis=0) + paid.var(axis=0)
    worth = []
    for fact, levels in zip(unknown, drawn, strict=True):
        waiting = np.array([(fact.name, fact.who) in waits_for[name] for name in names], bool)
        worth.append(int(_settled_by(levels, got[:, waiting], paid[:, waiting], apart[waiting]) @ won[waiting]))
    return worth


def completed(
    program: Program, situation: Situation, unknown: Sequence[Unknown], count: int, *, first: Sequence[float] = (0.0,)
) -> tuple[Homes, NDArray[np.int64]]:
    """The home `count` times over, and which of its values each fact has in each; every value comes as often as another.

    `first` are shares of the facts that stay at their first value, one share after another down the completions.
    """
    one = from_situations(program, [situation])
    people = int(one.starts[-1])
    homes, persons, links = ([np.tile(column, count) for column in side] for side in one.cells)
    draw = np.random.default_rng(len(unknown))  # the same home is asked the same question every time
    places = np.tile(np.arange(count), (len(unknown), 1))
    counts = np.array([len(fact.values) for fact in unknown], np.int64).reshape(-1, 1)
    drawn = draw.permuted(places, axis=1) % np.maximum(1, counts)
    drawn = np.where(draw.random(drawn.shape) < np.resize(first, count), 0, drawn)
    for fact, chosen in zip(unknown, drawn, strict=True):
        cells = np.array([_cell(program, situation, fact, value) for value in fact.values], np.int64)[chosen]
        if fact.name in program.links:
            links[program.links.index(fact.name)][fact.who :: people] = cells
        elif fact.who is None and fact.name in program.home_columns:
            homes[program.home_columns.index(fact.name)] = cells
        elif fact.name in program.person_columns:
            persons[program.person_columns.index(fact.name)][fact.who :: people] = cells
    starts = np.arange(count + 1, dtype=np.int64) * people
    return Homes(starts, homes, persons, links), drawn


def _cell(program: Program, situation: Situation, fact: Unknown, value: Any) -> int:
    if program.kinds.get(fact.name) != LINK:
        return cell_of(program, fact.name, value)
    names = [person.get(NAME) for person in situation.people]
    return NOBODY if value is None else names.index(value) if value in names else ELSEWHERE


def _spread(answers: Answers, rows: Sequence[int]) -> tuple[Floats, Floats]:
    """Of each completion and open benefit whether it is got, and what is paid as a share of the most."""
    statuses, amounts = answers.statuses[rows].T, answers.won[rows].T
    paid = np.where(amounts == NULL, 0, amounts)
    share = paid / np.maximum(1, paid.max(axis=0, initial=0))
    return np.where(statuses == 2, 0.5, statuses).astype(np.float32), share.astype(np.float32)


def _settled_by(levels: NDArray[np.int64], got: Floats, paid: Floats, apart: Floats) -> Floats:
    """How much of each benefit is settled once the level of one fact is known, from 0 to 1."""
    count, groups = len(levels), int(levels.max(initial=0)) + 1
    of_level = np.equal.outer(np.arange(groups), levels).astype(np.float32)
    size = of_level.sum(axis=1, keepdims=True)
    both = np.hstack([got, paid])
    mean = of_level @ both / size
    variance = np.maximum(0, of_level @ both**2 / size - mean**2)
    left = variance[:, : got.shape[1]] + variance[:, got.shape[1] :]
    share = size.ravel() / count
    within, decided = share @ left, share @ (left < NOTHING)
    chance = count / max(1, count - groups)  # small groups look alike by chance alone
    narrowed = np.clip(1 - within * chance / np.maximum(apart, NOTHING), 0, 1)
    settled: Floats = np.where(apart > NOTHING, (decided + narrowed) / 2, 1.0)
    return settled
