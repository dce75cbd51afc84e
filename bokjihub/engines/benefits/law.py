"""The law of one day: which rules hold, what each needs, and which figures may be relied on. Found once and kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from .country import EXISTS, TODAY, Country
from .parameters import HIGHEST, UNPUBLISHED, UNVERIFIED, Parameter, Rounding, Row, Table, worst
from .rule import Rule
from .unknown import Paths, Span

MOST_DAYS, MOST_KEPT = 64, 5_000
WHO_LIVES_THERE = 1


@dataclass(frozen=True)
class Used:
    """A parameter row a rule rested on."""

    name: str
    since: dt.date | None
    status: str
    sources: tuple[str, ...]
    cells: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Figure:
    """A parameter on the day: the row, and whether it may be relied on."""

    parameter: Parameter
    row: Row
    status: str
    trusted: bool
    unverified_too: bool
    sound: bool

    def value_for(self, tables: dict[str, set[Any]], paths: Paths | None) -> Any:
        value = self.row.value
        if isinstance(value, dict):
            read = tables.setdefault(self.parameter.name, set())
            return Table(self.row, read, paths, sound=self.sound, published=self.status != UNPUBLISHED)
        if self.trusted or paths is None:
            return value
        if isinstance(value, Rounding):
            return Rounding(value.mode, value.won, paths)
        return Span(0, HIGHEST, paths)

    @cached_property
    def is_table(self) -> bool:
        return isinstance(self.row.value, dict)

    @property
    def is_open_day(self) -> bool:
        return not self.trusted and isinstance(self.row.value, dt.date)

    @cached_property
    def _found(self) -> dict[frozenset[Any], Used]:
        return {}

    def used(self, cells: AbstractSet[Any]) -> Used:
        """What an answer that read these cells rests on; the same cells are read again and again."""
        if not cells:
            return self.as_a_whole
        key = frozenset(cells)
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = self._used(key)
        return found

    @cached_property
    def as_a_whole(self) -> Used:
        return self._used(frozenset())

    def _used(self, cells: AbstractSet[Any]) -> Used:
        status = self.status
        if cells and status != UNPUBLISHED:
            absent = [UNPUBLISHED for cell in cells if cell not in self.row.value]
            status = worst([*absent, *(self.row.status_of(cell) for cell in cells)])
        return Used(
            self.parameter.name,
            None if status == UNPUBLISHED else self.row.since,
            status,
            self.row.sources,
            tuple(sorted(cells, key=str)) if len(cells) > 1 else tuple(cells),
        )


@dataclass(frozen=True, slots=True)
class Need:
    """One argument of a rule: a figure, a quantity, or a quantity of a linked person (`link` says whose)."""

    name: str
    ready: Figure | None = None
    link: str = ""
    theirs: str = ""


class Recipe:
    """How one rule is worked out on the day: what has to be found for each home, and what stands already."""

    __slots__ = ("asked", "linked", "needs", "rests", "rule", "sound", "tables", "template", "used")

    def __init__(self, rule: Rule, needs: tuple[Need, ...], on: dt.date, personal: AbstractSet[str]) -> None:
        self.rule, self.needs = rule, needs
        figures = [(place, need.ready) for place, need in enumerate(needs) if need.ready is not None]
        asked = [(p, n) for p, n in enumerate(needs) if n.ready is None and n.name != TODAY]
        self.asked = tuple((p, n.name, n.name in personal, n if n.link else None) for p, n in asked)
        self.linked = any(n.link for _, n in asked)
        self.sound = all(figure.sound for _, figure in figures)
        self.tables = tuple((p, figure) for p, figure in figures if figure.is_table)
        self.used = tuple(figure.as_a_whole for _, figure in figures)
        self.rests = tuple((f.parameter.name if f.is_table else "", f, f.as_a_whole) for _, f in figures)
        plain = {p: figure.row.value for p, figure in figures}
        self.template = [on if need.name == TODAY else plain.get(place) for place, need in enumerate(needs)]


class Law:
    def __init__(self, country: Country, on: dt.date, *, unverified_too: bool) -> None:
        self.country, self.on, self.unverified_too = country, on, unverified_too
        self._rules: dict[str, Rule | None] = {}
        self._recipes: dict[str, Recipe] = {}
        self.unstated: dict[tuple[str, int | None], Any] = {}
        self.completed: dict[Any, tuple[Any, dict[str, set[Any]]]] = {}

    def keep(self, key: Any, completed: tuple[Any, dict[str, set[Any]]]) -> None:
        """What a rule may answer for a pattern of unknown facts, and the cells it read; homes are open in the same ways."""
        if len(self.completed) >= MOST_KEPT:
            self.completed.clear()
        self.completed[key] = completed

    def rule(self, name: str) -> Rule | None:
        if name not in self._rules:
            self._rules[name] = self.country.rule_on(name, self.on)
        return self._rules[name]

    def recipe(self, rule: Rule) -> Recipe:
        """Read from the signature once; on one day a name has one rule."""
        found = self._recipes.get(rule.name)
        if found is None:
            needs = tuple(self._need(name) for name in rule.needs)
            found = self._recipes[rule.name] = Recipe(rule, needs, self.on, self.country.personal)
        return found

    @cached_property
    def bits(self) -> dict[str, int]:
        """Each fact and quantity as one bit, so that what a quantity rests on is a whole number."""
        return {name: 1 << place for place, name in enumerate(self.country.per, start=1)}

    @cached_property
    def rests_on(self) -> dict[str, int]:
        """For each name the bits of all it may rest on; with WHO_LIVES_THERE where the people of the home decide."""
        found: dict[str, int] = {}

        def all_below(name: str) -> int:
            if name not in found:
                rule = self.rule(name)
                recipe = self.recipe(rule) if rule is not None and not rule.over_people else None
                below = self.bits[name] | (WHO_LIVES_THERE if rule is not None and recipe is None else 0)
                if recipe is not None:
                    below |= WHO_LIVES_THERE if recipe.linked else 0
                    for _, asked, _, link in recipe.asked:
                        below |= 0 if link else all_below(asked)
                found[name] = below
            return found[name]

        for name in self.country.per:
            all_below(name)
        return found

    def _need(self, name: str) -> Need:
        if name in self.country.parameters:
            return Need(name, ready=self._figure(self.country.parameters[name]))
        link = self.country.split_link(name)
        if link is not None:
            return Need(name, link=link[0], theirs=link[1])
        person = name.removesuffix(EXISTS)
        is_link = name != TODAY and person != name and person in self.country.links()
        return Need(name, link=person) if is_link else Need(name)

    def _figure(self, parameter: Parameter) -> Figure:
        row = parameter.row_on(self.on)
        status = row.status if row else UNPUBLISHED
        trusted = status != UNPUBLISHED and (self.unverified_too or status != UNVERIFIED)
        near = row or parameter.row_near(self.on)
        sound = trusted and (self.unverified_too or UNVERIFIED not in near.cell_status.values())
        return Figure(parameter, near, status, trusted, self.unverified_too, sound)


def law_of(country: Country, on: dt.date, *, unverified_too: bool) -> Law:
    """The law of the day, kept for the days asked about last."""
    key = (on, unverified_too)
    if key not in country.laws:
        if len(country.laws) >= MOST_DAYS:
            country.laws.clear()
        country.laws[key] = Law(country, on, unverified_too=unverified_too)
    found: Law = country.laws[key]
    return found
