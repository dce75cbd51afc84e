"""Many homes at once, as yes, no or cannot tell with won: what a night run asks."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Sequence

from ..country import Country, korea
from ..screening import ELIGIBLE, NOT_ELIGIBLE, UNKNOWN
from ..situation import Situation
from .cells import NULL
from .compiled import run, run_plainly
from .homes import from_situations
from .program import Program, plan

STATUSES = (NOT_ELIGIBLE, ELIGIBLE, UNKNOWN)  # in the order of their numbers
FEW = 500  # below this, compiling takes longer than the work
Row = tuple[str, str, int | None, str]


def decided(
    country: Country,
    situations: Sequence[Situation],
    on: dt.date,
    *,
    only: Callable[[str], bool] | None = None,
    unverified_too: bool = False,
) -> list[list[Row]]:
    """Name, status, won and period of every benefit (or `only` those whose names it takes), home by home in the order given."""
    if not situations:
        return []
    program = program_of(country, on)
    work = run_plainly if len(situations) < FEW else run
    answers = work(program, from_situations(program, situations), on, unverified_too=unverified_too)
    kept = [row for row, benefit in enumerate(program.benefits) if only is None or only(benefit.name)]
    benefits = [program.benefits[row] for row in kept]
    statuses, won = answers.statuses[kept].T.tolist(), answers.won[kept].T.tolist()
    return [
        [
            (benefit.name, STATUSES[status], None if amount == NULL else amount, benefit.period)
            for benefit, status, amount in zip(benefits, *home, strict=True)
        ]
        for home in zip(statuses, won, strict=True)
    ]


@functools.lru_cache(maxsize=8)
def _planned(on: dt.date) -> Program:
    return plan(korea(), on, _can_be_told(korea()))


def program_of(country: Country, on: dt.date) -> Program:
    """Planned once a day: every fact may be told, so the columns never change between parts of a town."""
    return _planned(on) if country is korea() else plan(country, on, _can_be_told(country))


def _can_be_told(country: Country) -> tuple[str, ...]:
    """Every fact, and the quantities an officer may simply know."""
    asked = (name for name, versions in country.rules.items() if versions[0].ask and name not in country.facts)
    return (*country.facts, *asked)
