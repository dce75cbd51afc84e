"""In which order, and in which turn, the rules are worked out.

The rules of the home and of each person take turns: a sum over people, or the pension of a spouse, waits until every
person of the home is through the turn before.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from ..country import EXISTS, TODAY, Country, per_of
from ..facts import CHOICE, DATE, LINK, SCORE
from ..rule import PERSON, Rule
from . import translate
from .cells import NOT_TOLD
from .figures import Figures
from .translate import Library, Named


def column_kind(country: Country, name: str) -> str:
    """What the cells of a quantity are."""
    if name in country.facts:
        kinds = {CHOICE: translate.TEXT, DATE: translate.DAY, SCORE: translate.SCORE, LINK: translate.LINK}
        return kinds.get(country.facts[name].kind, translate.INT)
    return translate.TEXT if country.rules[name][0].unit == CHOICE else translate.INT


@dataclass
class Order:
    """The quantities that some others rest on, each after its own, with the call that works it out."""

    country: Country
    on: dt.date
    given: set[str]
    codes: Mapping[str, int]
    names: list[str] = field(default_factory=list)
    turn: dict[str, int] = field(default_factory=dict)
    calls: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.library = Library(Figures(self.codes))

    def add(self, *names: str) -> None:
        for name in names:
            self._visit(name)

    def _visit(self, name: str) -> None:
        if name in self.turn:
            return
        self.turn[name] = 0
        rule = self.country.rule_on(name, self.on)
        if rule is not None and not self.is_stated(name):
            for need in self._quantities(rule):
                self._visit(need)
            self.turn[name] = max((self._turn_after(rule, need) for need in rule.needs), default=0)
            if not rule.over_people:
                self.calls[name] = self._call(rule)
        self.names.append(name)

    def is_stated(self, name: str) -> bool:
        return name in self.given and name not in self.country.rules

    def _quantities(self, rule: Rule) -> list[str]:
        found = []
        for need in rule.needs:
            link = self.country.split_link(need)
            target = link[1] if link else self._exists(need) or need
            if target != TODAY and target not in self.country.parameters:
                found.append(target)
            if link:
                found.append(link[0])
        return found

    def _exists(self, need: str) -> str | None:
        name = need.removesuffix(EXISTS)
        return name if name != need and name in self.country.links() else None

    def _turn_after(self, rule: Rule, need: str) -> int:
        link = self.country.split_link(need)
        target = link[1] if link else self._exists(need) or need
        if target == TODAY or target in self.country.parameters:
            return 0
        return self.turn[target] + (1 if link or rule.over_people else 0)

    def _call(self, rule: Rule) -> str:
        kinds: dict[str, Named] = {}
        arguments: list[str] = []
        for need in rule.needs:
            kinds[need] = self._named(need)
            if kinds[need].parameter is None:
                arguments.append(self._argument(need))
        return f"{self.library.rule(rule, kinds)}({', '.join(('single', 'tables', 'bad', *arguments))})"

    def _named(self, need: str) -> Named:
        if need == TODAY:
            return Named(translate.DAY)
        if need in self.country.parameters:
            return translate.named_parameter(self.country.parameters[need])
        link = self.country.split_link(need)
        if self._exists(need):
            return Named(translate.INT)
        return Named(column_kind(self.country, link[1] if link else need))

    def _argument(self, need: str) -> str:
        if need == TODAY:
            return "single[0]"
        if self._exists(need):
            link = self._exists(need)
            return f"{self.variable(str(link))}_exists"
        if self.country.split_link(need):
            return f"l_{need}"
        variable = self.variable(need)
        return f"(NULL if {variable} == {NOT_TOLD} else {variable})" if need in self.country.links() else variable

    def variable(self, name: str) -> str:
        return f"{'p' if per_of(self.country, name) == PERSON else 'h'}_{name}"
