"""A whole town under two laws side by side: how many homes get a benefit, how many gain or lose, and the won of all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from ..country import Country
from ..errors import in_file
from ..reform import changed
from .batch import AT_A_TIME, STATUSES, chosen, table_of
from .cells import NULL
from .compiled import Answers, for_a_town
from .program import Program, plan
from .table import Shape, read

NOT, YES, OPEN = (STATUSES.index(status) for status in ("not_eligible", "eligible", "unknown"))


@dataclass(frozen=True)
class TownSide:
    """One benefit of a town under two laws; won are of the homes for which both are settled, in the benefit's own period."""

    benefit: str
    period: str
    homes_before: int
    homes_after: int
    won_before: int
    won_after: int
    gaining: int
    losing: int
    open: int

    @property
    def difference(self) -> int:
        return self.won_after - self.won_before


def compare_file(
    country: Country,
    source: Path,
    on: dt.date,
    other_on: dt.date,
    figures: Mapping[str, Any],
    *,
    benefits: Sequence[str] | None = None,
    unverified_too: bool = False,
    at_a_time: int = AT_A_TIME,
) -> tuple[int, list[TownSide]]:
    """Every home of a Parquet file on the first day as the law is, and on the other with the figures that are changed."""
    homes, columns = table_of(source, country)
    other = changed(country, figures, other_on)
    before = _law(country, columns, on, benefits, unverified_too=unverified_too)
    after = _law(other, columns, other_on, benefits, unverified_too=unverified_too)
    both = [b.name for b in after.program.benefits if b.name in {one.name for one in before.program.benefits}]
    count = homes.select(pl.len()).collect().item()
    sums = np.zeros((len(both), 7), np.int64)
    for first in range(0, count, at_a_time):
        frame = homes.slice(first, at_a_time).collect()
        with in_file(source.name):
            sums += _sums(before.told(frame, first, both), after.told(frame, first, both))
    periods = {benefit.name: benefit.period for benefit in country.benefits}
    return count, [TownSide(name, periods[name], *row) for name, row in zip(both, sums.tolist(), strict=True)]


@dataclass(frozen=True)
class _Law:
    """One of the two laws, ready for part after part."""

    program: Program
    answer: Callable[[pl.DataFrame, int], Answers]

    def told(self, frame: pl.DataFrame, first: int, names: Sequence[str]) -> tuple[Any, Any]:
        """Status and won of the benefits both laws know."""
        answers = self.answer(frame, first)
        places = [[benefit.name for benefit in self.program.benefits].index(name) for name in names]
        return answers.statuses[places], answers.won[places]


def _law(country: Country, columns: Shape, on: dt.date, names: Sequence[str] | None, *, unverified_too: bool) -> _Law:
    program = plan(country, on, columns.given(), benefits=chosen(country, names))
    work = for_a_town(program, on, unverified_too=unverified_too)

    def answer(frame: pl.DataFrame, first: int) -> Answers:
        return work(read(frame, columns, program, country, on, first))

    return _Law(program, answer)


def _sums(before: tuple[Any, Any], after: tuple[Any, Any]) -> Any:
    """In the order of TownSide's numbers; a home whose answer is open on either side is counted as open and nowhere else."""
    (was, had), (will, has) = before, after
    settled = (was != OPEN) & (will != OPEN) & (had != NULL) & (has != NULL)
    paid, pays = np.where(settled, had, 0), np.where(settled, has, 0)
    return np.stack(
        [
            (settled & (was == YES)).sum(axis=1),
            (settled & (will == YES)).sum(axis=1),
            paid.sum(axis=1),
            pays.sum(axis=1),
            (settled & ((pays > paid) | (will > was))).sum(axis=1),
            (settled & ((pays < paid) | (will < was))).sum(axis=1),
            (~settled).sum(axis=1),
        ],
        axis=1,
    )
