"""Which rules a question needs, in which order, as one piece of code over homes and the people in them.

A home is a row; its people stand one after another in the columns of people, `starts[home]` to `starts[home + 1]`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..country import Country, per_of
from ..facts import LINK
from ..parameters import Row
from ..rule import PERSON, Benefit
from . import translate
from .figures import Figures
from .kernel import Kernel
from .order import Order, column_kind
from .translate import CannotCompile


@dataclass(frozen=True)
class Program:
    """Code for some benefits and quantities, the columns it reads and the order of what it answers."""

    source: str
    figures: Figures
    home_columns: tuple[str, ...]
    person_columns: tuple[str, ...]
    links: tuple[str, ...]
    benefits: tuple[Benefit, ...]
    home_values: tuple[str, ...]
    person_values: tuple[str, ...]
    kept: int
    kinds: Mapping[str, str]
    refused: tuple[CannotCompile, ...]

    def published(
        self, on: dt.date, rows: Mapping[str, Row] | None = None, *, unverified_too: bool = False
    ) -> tuple[list[int], list[int]]:
        """The figures of a day (or of a reform's rows) in the places this code reads."""
        return (
            self.figures.singles_on(on, rows, unverified_too=unverified_too),
            self.figures.tables_on(on, rows, unverified_too=unverified_too),
        )


def plan(
    country: Country,
    on: dt.date,
    given: Iterable[str],
    *,
    benefits: Sequence[Benefit] | None = None,
    values: Sequence[str] = (),
) -> Program:
    """Write the program for a day; `given` are the columns there are. A benefit that cannot be written is left out."""
    chosen = tuple(country.benefits if benefits is None else benefits)
    codes = _codes(country, on)
    try:
        return _written(_order(country, on, given, codes, chosen, values), chosen, tuple(values), ())
    except CannotCompile:
        refusals = {b.name: _refusal(country, on, given, codes, b) for b in chosen}
    left = tuple(b for b in chosen if refusals[b.name] is None)
    refused = tuple(refusal for refusal in refusals.values() if refusal is not None)
    return _written(_order(country, on, given, codes, left, values), left, tuple(values), refused)


def _order(
    country: Country,
    on: dt.date,
    given: Iterable[str],
    codes: Mapping[str, int],
    benefits: Sequence[Benefit],
    values: Sequence[str] = (),
) -> Order:
    order = Order(country, on, set(given), codes)
    order.add(*(name for b in benefits for name in (*b.conditions, b.amount)), *values)
    return order


def _refusal(
    country: Country, on: dt.date, given: Iterable[str], codes: Mapping[str, int], benefit: Benefit
) -> CannotCompile | None:
    try:
        _order(country, on, given, codes, (benefit,))
    except CannotCompile as refusal:
        return refusal
    return None


def _written(
    order: Order, benefits: tuple[Benefit, ...], values: tuple[str, ...], refused: tuple[CannotCompile, ...]
) -> Program:
    country = order.country
    person_values = tuple(v for v in values if per_of(country, v) == PERSON)
    home_values = tuple(v for v in values if per_of(country, v) != PERSON)
    columns = [n for n in order.names if n in order.given and column_kind(country, n) != translate.LINK]
    home = tuple(n for n in columns if per_of(country, n) != PERSON)
    person = tuple(n for n in columns if per_of(country, n) == PERSON)
    links = tuple(n for n in order.names if n in country.facts and country.facts[n].kind == LINK)
    kernel = Kernel(order, home, person, links)
    loops = kernel.written(benefits, home_values, person_values)
    return Program(
        source="\n".join([*order.library.source, loops]),
        figures=order.library.figures,
        home_columns=home,
        person_columns=person,
        links=links,
        benefits=benefits,
        home_values=home_values,
        person_values=person_values,
        kept=kernel.size,
        kinds={name: country.facts[name].kind for name in order.names if name in country.facts},
        refused=refused,
    )


def _codes(country: Country, on: dt.date) -> dict[str, int]:
    """Every word of facts, tables and rules gets a number; 0 is no word."""
    words = {choice for fact in country.facts.values() for choice in fact.choices}
    for versions in country.rules.values():
        for rule in versions:
            if rule.holds_on(on) and not rule.over_people:
                words |= translate.words_of(rule.compute)
    for parameter in country.parameters.values():
        for row in parameter.rows:
            if isinstance(row.value, dict):
                words |= {cell for cell in row.value if isinstance(cell, str)}
    return {word: number for number, word in enumerate(sorted(words), 1)}
