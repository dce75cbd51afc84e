"""What the columns leave open, as a range of won: each such home is looked at once more by itself, where ranges are carried.

Some hundred homes a second and not a million: for a list one works from, not for the night of a whole town.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl

from ..country import Country
from ..facts import LINK
from ..rule import Benefit
from ..screening import prepare, screen
from ..situation import NAME, PEOPLE, Situation, stated
from .cells import NULL
from .compiled import Answers
from .table import NUMBER


def ranges(
    country: Country,
    benefits: Sequence[Benefit],
    answers: Answers,
    homes: pl.DataFrame,
    on: dt.date,
    *,
    unverified_too: bool = False,
) -> dict[str, pl.Series]:
    """`<급여> 최소 원` and `<급여> 최대 원`; the highest is null where no published figure bounds it."""
    low, high = answers.won.copy(), answers.won.copy()
    for home in np.flatnonzero((answers.won == NULL).any(axis=0)):
        wanted = [row for row in range(len(benefits)) if answers.won[row, home] == NULL]
        situation = _situation(country, homes.row(int(home), named=True))
        run = prepare(country, situation, on, unverified_too=unverified_too)
        told = {r.name: r for r in screen(run, [benefits[row].name for row in wanted]).results}
        for row in wanted:
            found = told[benefits[row].name]
            low[row, home] = found.won_low
            high[row, home] = NULL if found.won_high is None else found.won_high
    columns = {}
    for row, benefit in enumerate(benefits):
        for word, side in (("최소", low), ("최대", high)):
            series = pl.Series(side[row])
            columns[f"{benefit.name} {word} 원"] = series.set(series == NULL, None)
    return columns


def _situation(country: Country, row: Mapping[str, Any]) -> Situation:
    """One row as it would be written in a file of its own; null is not stated."""
    listed = row.get(PEOPLE) or ()
    people = [_person(country, person, place, listed) for place, person in enumerate(listed)]
    home = {key: value for key, value in row.items() if value is not None and key not in (NUMBER, PEOPLE)}
    return stated({**home, PEOPLE: people}, country)


def _person(
    country: Country, person: Mapping[str, Any], place: int, listed: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    found: dict[str, Any] = {NAME: _name(listed, place)}
    for key, value in person.items():
        if value is None or key == NAME:
            continue
        is_place = key in country.facts and country.facts[key].kind == LINK and isinstance(value, int)
        found[key] = (_name(listed, value - 1) if value else None) if is_place else value
    return found


def _name(listed: Sequence[Mapping[str, Any]], place: int) -> str:
    return str(listed[place].get(NAME) or f"{place + 1}번째")
