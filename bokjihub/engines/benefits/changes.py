"""What would have to be different for a "no" to be no longer a "no": the smallest single change, exact to one won.

For each stated fact (or quantity an officer may know, such as 소득인정액) on which every failing condition rests, values
are tried at both ends and at the figures the conditions are held against; from the nearest that turns the answer the
search closes in on the last value that does not.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from .answer import reader
from .country import Country
from .facts import CHOICE, COUNT, WON, YESNO, Fact
from .rule import PERSON, Benefit
from .run import GIVEN, STRANGER, Node, Run
from .screening import ELIGIBLE, NOT_ELIGIBLE, UNKNOWN, Screening, prepare
from .situation import AGE, NAME, SIZE, Situation

NEAR = 100_000_000_000
MOST_SHOWN = 3


@dataclass(frozen=True)
class Change:
    """One thing that would turn the answer: from what to what, and to "eligible" or only to "cannot tell yet"."""

    fact: str
    who: int | None
    person: str
    before: Any
    after: Any
    unit: str
    leads_to: str

    @property
    def distance(self) -> int | None:
        """How many won (years, people) lie between; None where there is no more and less."""
        if isinstance(self.before, bool) or not isinstance(self.before, int) or not isinstance(self.after, int):
            return None
        return abs(self.after - self.before)

    def __str__(self) -> str:
        whose = f"{self.person}의 " if self.person else ""
        if isinstance(self.after, bool):
            return f"{whose}{self.fact}: {_yes(self.before)} → {_yes(self.after)}"
        if self.distance is None:
            return f"{whose}{self.fact}: {self.before} → {self.after}"
        word, way = self.unit.split("/")[0], "이상" if self.after > self.before else "이하"
        return (
            f"{whose}{self.fact} {self.after:,}{word} {way} (지금 {self.before:,}{word}, 차이 {self.distance:,}{word})"
        )


def _yes(value: bool) -> str:
    return "예" if value else "아니오"


def changes(
    country: Country,
    situation: Situation,
    on: dt.date,
    before: Screening,
    *,
    only: Iterable[str] | None = None,
    unverified_too: bool = False,
) -> dict[str, tuple[Change, ...]]:
    """For every benefit that is a known "no", the changes that would turn it, the smallest first; none may be enough."""
    search = _Search(country, situation, on, unverified_too)
    refused = {r.name for r in before.results if r.status == NOT_ELIGIBLE}
    wanted = refused if only is None else refused & set(only)
    return {b.name: search.of(b) for b in country.benefits if b.name in wanted}


class _Search:
    def __init__(self, country: Country, situation: Situation, on: dt.date, unverified_too: bool) -> None:
        self.country, self.situation, self.on, self.unverified_too = country, situation, on, unverified_too
        self.run = prepare(country, situation, on, unverified_too=unverified_too)

    def of(self, benefit: Benefit) -> tuple[Change, ...]:
        people = range(len(self.run.people)) if benefit.per == PERSON else (None,)
        found = [change for who in people for change in self._of_one(benefit, who)]
        return tuple(sorted(found, key=_smallest_first)[:MOST_SHOWN])

    def _of_one(self, benefit: Benefit, who: int | None) -> Iterator[Change]:
        failing = [self.run.node(name, who) for name in benefit.conditions]
        failing = [node for node in failing if node.value is False]
        for lever in self._levers(failing):
            found = self._turning_value(benefit, who, lever, failing)
            if found is not None:
                value, leads_to = found
                fact = self._fact(lever.name)
                yield Change(lever.name, lever.who, self._person(lever.who), lever.value, value, fact.unit, leads_to)

    def _levers(self, failing: Sequence[Node]) -> list[Node]:
        """What every failing condition rests on: one change has to turn them all."""
        reached = [{(n.name, n.who): n for n in node.walk() if self._can_move(n)} for node in failing]
        shared = set.intersection(*(set(found) for found in reached)) if reached else set()
        return [node for key, node in reached[0].items() if key in shared] if reached else []

    def _can_move(self, node: Node) -> bool:
        if not node.known or node.who == STRANGER or node.name == SIZE:  # one more person is more than one change
            return False
        fact = self.country.facts.get(node.name)
        if node.kind == GIVEN:
            return fact is None or fact.kind in (WON, COUNT, YESNO, CHOICE)
        return node.rule is not None and (node.rule.ask or node.name == AGE) and isinstance(node.value, int)

    def _fact(self, name: str) -> Fact:
        return self.country.facts[name] if name in self.country.facts else reader(self.country, name, name)

    def _person(self, who: int | None) -> str:
        return "" if who is None else str(self.run.people[who].get(NAME, ""))

    # trying

    def _turning_value(
        self, benefit: Benefit, who: int | None, lever: Node, failing: Sequence[Node]
    ) -> tuple[Any, str] | None:
        fact = self._fact(lever.name)
        if fact.kind == YESNO or isinstance(lever.value, bool):
            return self._first(benefit, who, lever, [not lever.value])
        if fact.kind == CHOICE:
            return self._first(benefit, who, lever, [c for c in fact.choices if c != lever.value])
        tried = sorted({*self._figures(failing), fact.low, min(fact.high, NEAR)})
        younger = lever.name == AGE  # nobody becomes that again
        below = [] if younger else [v for v in reversed(tried) if fact.low <= v < lever.value]
        above = [v for v in tried if lever.value < v <= fact.high]
        ends = [self._first(benefit, who, lever, side) for side in (below, above)]
        found = [self._nearest(benefit, who, lever, end[0]) for end in ends if end is not None]
        return min(found, key=lambda one: abs(one[0] - lever.value), default=None)

    def _figures(self, failing: Sequence[Node]) -> Iterator[int]:
        """The numbers the conditions are held against, and their neighbours."""
        for node in failing:
            for below in node.walk():
                if isinstance(below.value, int) and not isinstance(below.value, bool):
                    yield from (below.value - 1, below.value, below.value + 1)

    def _first(self, benefit: Benefit, who: int | None, lever: Node, values: Iterable[Any]) -> tuple[Any, str] | None:
        """The first of the values (the nearest first) that turns the answer."""
        for value in values:
            status = self._status(benefit, who, lever, value)
            if status != NOT_ELIGIBLE:
                return value, status
        return None

    def _nearest(self, benefit: Benefit, who: int | None, lever: Node, turning: int) -> tuple[int, str]:
        """Between what is (no) and what turns it, the value that turns it and whose neighbour does not."""
        no, yes = lever.value, turning
        while abs(yes - no) > 1:
            middle = (yes + no) // 2
            if self._status(benefit, who, lever, middle) == NOT_ELIGIBLE:
                no = middle
            else:
                yes = middle
        return yes, self._status(benefit, who, lever, yes)

    def _status(self, benefit: Benefit, who: int | None, lever: Node, value: Any) -> str:
        run = self._with(lever, value)
        values = [run.node(name, who).value for name in benefit.conditions]
        if any(v is False for v in values):
            return NOT_ELIGIBLE
        return ELIGIBLE if all(v is True for v in values) else UNKNOWN

    def _with(self, lever: Node, value: Any) -> Run:
        """The same home with one thing different."""
        run = self.run
        household, people = dict(run.household), list(run.people)
        if lever.who is None:
            household[lever.name] = value
        else:
            people[lever.who] = {**people[lever.who], lever.name: value}
        return Run(self.country, self.on, household, people, run.others, unverified_too=self.unverified_too)


def _smallest_first(change: Change) -> tuple[Any, ...]:
    """What leads to a yes before what leads to another question; then amounts by won, then the rest."""
    kind = 2 if change.distance is None else 0 if change.unit.startswith("원") else 1
    return (change.leads_to != ELIGIBLE, kind, change.distance or 0, change.fact, change.person)
