"""Homes as columns, from situations as they are read for one home."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ..facts import SCORE
from ..situation import NAME, SIZE, Situation
from ..unknown import is_known
from .cells import ELSEWHERE, NOBODY, NOT_TOLD, NULL
from .compiled import Homes
from .figures import as_day
from .program import Program
from .translate import SCORE_UNIT


def from_situations(program: Program, situations: Sequence[Situation]) -> Homes:
    """What is stated becomes a cell; what is not, or only known within a range, becomes NULL."""
    counts = [people_in(s) for s in situations]
    starts = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
    homes = np.full((max(1, len(program.home_columns)), len(situations)), NULL, np.int64)
    persons = np.full((max(1, len(program.person_columns)), int(starts[-1])), NULL, np.int64)
    links = np.full((max(1, len(program.links)), int(starts[-1])), NOT_TOLD, np.int64)
    for number, situation in enumerate(situations):
        _fill(program, homes[:, number], program.home_columns, _household(situation))
        for who, person in enumerate(situation.people):
            _fill(program, persons[:, starts[number] + who], program.person_columns, person)
            for row, link in enumerate(program.links):
                links[row, starts[number] + who] = _link(situation, person, link)
    return Homes(starts, list(homes), list(persons), list(links))


def people_in(situation: Situation) -> int:
    """The listed people and those only counted; of a home nobody counted, at least one."""
    size = situation.household.get(SIZE)
    return max(len(situation.people), size if isinstance(size, int) else 1)


def _household(situation: Situation) -> Mapping[str, Any]:
    if SIZE in situation.household or not situation.people:
        return situation.household
    return {**situation.household, SIZE: len(situation.people)}


def _fill(program: Program, column: Any, names: Sequence[str], stated: Mapping[str, Any]) -> None:
    for row, name in enumerate(names):
        if name in stated and is_known(stated[name]):
            column[row] = cell_of(program, name, stated[name])


def cell_of(program: Program, name: str, value: Any) -> int:
    """A fact as it was read, as a whole number."""
    if isinstance(value, dt.date):
        return as_day(value)
    if isinstance(value, str):
        return program.figures.codes[value]
    return int(value * SCORE_UNIT) if program.kinds.get(name) == SCORE else int(value)


def _link(situation: Situation, person: Mapping[str, Any], link: str) -> int:
    if link not in person or not (person[link] is None or isinstance(person[link], str)):
        return NOT_TOLD
    if person[link] is None:
        return NOBODY
    names = [p.get(NAME) for p in situation.people]
    return names.index(person[link]) if person[link] in names else ELSEWHERE
