"""What a first visit settles, and whether anything could overturn it: every amount at every figure of the law and beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from bokjihub.engines.benefits import api
from bokjihub.engines.benefits.columns.cells import NULL
from bokjihub.engines.benefits.columns.compiled import is_compiled, run, run_plainly
from bokjihub.engines.benefits.columns.completions import Unknown, completed
from bokjihub.engines.benefits.columns.many import STATUSES, program_of
from bokjihub.engines.benefits.country import korea
from bokjihub.engines.benefits.facts import CHOICE, COUNT, DATE, LINK, SCORE, YESNO, Fact
from tests.engines.benefits.whole_homes import FIRST_VISIT, OF_THE_TOWN, WORKED_OUT, only, whole_home

AT_ZERO = (0.0, 0.5, 0.8, 0.95)  # a limit is overstepped by one amount as often as by many
AGES_IN_DAYS = (0, 200, 400, 800, 3000, 6570, 9131, 12800, 23741, 23742, 30000)


@dataclass(frozen=True)
class Flip:
    """A decided answer that a completion overturns."""

    home: int
    benefit: str
    said: str
    became: str


def breakpoints(most: int = 2_000_000_000) -> list[int]:
    """Every whole number the parameters hold on any date, and the won just below and above."""
    found = {0}
    for parameter in korea().parameters.values():
        for row in parameter.rows:
            cells = row.value.values() if isinstance(row.value, dict) else [row.value]
            found |= {n + d for n in cells if isinstance(n, int) for d in (-1, 0, 1)}
    return sorted(n for n in found if 0 <= n <= most)


def first_visit(number: int, on: dt.date) -> api.Situation:
    """A home as far as its first visit tells."""
    return only(whole_home(number, on), FIRST_VISIT + OF_THE_TOWN)


def decided_share(numbers: Iterable[int], on: dt.date) -> float:
    """Of all answers on all benefits, how many are a yes or a no."""
    statuses = [r.status for n in numbers for r in api.screen(first_visit(n, on), on).results]
    return sum(status != "unknown" for status in statuses) / len(statuses)


def flips(number: int, on: dt.date, completions: int | None = None) -> Iterator[Flip]:
    """The decided answers of a first visit that some completion overturns; none may be."""
    home, points = first_visit(number, on), breakpoints()
    screening = api.screen(home, on)
    program = program_of(korea(), on)
    unknown = list(_unknown(home, on, points))
    homes, _ = completed(program, home, unknown, completions or len(points), first=AT_ZERO)
    answers = (run if is_compiled(program) or completions is None else run_plainly)(program, homes, on)
    for row, benefit in enumerate(program.benefits):
        said = screening.of(benefit.name)
        if said.status == "unknown":
            continue
        other = answers.statuses[row] != STATUSES.index(said.status)
        won = answers.won[row]
        outside = (won < said.won_low) | (won > (said.won_high if said.won_high is not None else won))
        outside &= won != NULL
        if other.any() or outside.any():
            at = int(np.argmax(other | outside))
            became = f"{STATUSES[answers.statuses[row][at]]} {won[at]}"
            yield Flip(number, benefit.name, f"{said.status} {said.won_low}~{said.won_high}", became)


def _unknown(home: api.Situation, on: dt.date, points: list[int]) -> Iterator[Unknown]:
    for name, fact in korea().facts.items():
        if name in WORKED_OUT:
            continue
        for who in range(len(home.people)) if fact.of == "사람" else (None,):
            stated = home.household if who is None else home.people[who]
            if name not in stated:
                yield Unknown(name, who, _everything(fact, on, points))


def _everything(fact: Fact, on: dt.date, points: list[int]) -> tuple[Any, ...]:
    if fact.kind == YESNO:
        return (False, True)
    if fact.kind == CHOICE:
        return fact.choices
    if fact.kind == DATE:
        return tuple(on - dt.timedelta(days=days) for days in AGES_IN_DAYS)
    if fact.kind in (COUNT, SCORE):
        return tuple(range(fact.low, min(fact.high, 100) + 1))
    return (None,) if fact.kind == LINK else tuple(n for n in points if fact.low <= n <= fact.high)
