"""How an amount came about, as sentences that can be read aloud: what is added, by which article, of which date.

An amount on which several benefits rest (a 소득인정액) is told once, beside them; each benefit then tells only its own steps.
What comes to 0 won is counted and not spelled out: a home without property is not read five lines about property.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from .country import Country
from .parameters import HIGHEST
from .rule import PERSON, Benefit
from .run import COMPUTED, GIVEN, STRANGER, Node
from .screening import NOT_ELIGIBLE, Screening, prepare, spoken
from .situation import NAME, Situation
from .unknown import highest, is_known

WON = "원"


@dataclass(frozen=True)
class Line:
    """One step: 소득평가액 349,700원, of what, by which sentence of law, from which day."""

    name: str
    person: str
    said: str
    of: tuple[str, ...]
    sentence: str
    article: str
    as_of: dt.date
    is_known: bool


@dataclass(frozen=True)
class Told:
    """The steps to one amount, the first first, and how many more came to 0 won."""

    lines: tuple[Line, ...] = ()
    nothing: int = 0


@dataclass(frozen=True)
class Workings:
    """Each benefit's own steps by name, and the amounts that several benefits rest on."""

    of_benefits: Mapping[str, Told] = field(default_factory=dict)
    shared: tuple[Told, ...] = ()


def workings(
    country: Country, situation: Situation, on: dt.date, before: Screening, *, unverified_too: bool = False
) -> Workings:
    """The steps of every benefit of a screening."""
    run = prepare(country, situation, on, unverified_too=unverified_too)
    names = [str(person.get(NAME, "")) for person in run.people]
    teller = _Teller(country, on, names)
    refused = {one.name for one in before.results if one.status == NOT_ELIGIBLE}
    told = {
        benefit.name: teller.tell(_roots(run.node, benefit, len(names), is_refused=benefit.name in refused))
        for benefit in country.benefits
    }
    return Workings(told, teller.shared())


def _roots(node: Callable[[str, int | None], Node], benefit: Benefit, people: int, *, is_refused: bool) -> list[Node]:
    """What a benefit's answer rests on: its conditions, and its amount where it may be paid. Of a refusal, what fails."""
    found: list[Node] = []
    for who in range(people) if benefit.per == PERSON else (None,):
        conditions = [node(name, who) for name in benefit.conditions]
        fails = [one for one in conditions if one.value is False]
        if fails and not is_refused:
            continue  # of a home's several people, those who may have it
        found += fails or [*conditions, node(benefit.amount, who)]
    return found


def _is_bounded(node: Node) -> bool:
    """Of what may be any amount at all there is nothing to tell yet."""
    return highest(node.value) < HIGHEST


class _Teller:
    def __init__(self, country: Country, on: dt.date, names: Sequence[str]) -> None:
        self.country, self.on, self.names = country, on, names
        self.together: dict[tuple[str, int | None], Node] = {}

    def tell(self, roots: Iterable[Node]) -> Told:
        lines: dict[tuple[str, int | None], Line] = {}
        zeros: set[tuple[str, int | None]] = set()
        for root in roots:
            for node in self._steps(root, set(), zeros):
                lines.setdefault((node.name, node.who), self._line(node))
        return Told(tuple(lines.values()), len(zeros - set(lines)))

    def shared(self) -> tuple[Told, ...]:
        """In the order in which they were met; telling one may bring up another."""
        told: dict[tuple[str, int | None], Told] = {}
        while rest := [key for key in self.together if key not in told]:
            for key in rest:
                node = self.together[key]
                zeros: set[tuple[str, int | None]] = set()
                steps = [*(s for child in node.inputs for s in self._steps(child, {id(node)}, zeros)), node]
                lines = {(step.name, step.who): self._line(step) for step in steps}
                told[key] = Told(tuple(lines.values()), len(zeros - set(lines)))
        return tuple(one for key, one in told.items() if _is_bounded(self.together[key]))

    def _steps(self, node: Node, seen: set[int], zeros: set[tuple[str, int | None]]) -> Iterator[Node]:
        """The computed amounts below, inputs first; a shared one is only remembered."""
        if id(node) in seen or node.kind != COMPUTED or node.rule is None or node.who == STRANGER:
            return
        seen.add(id(node))
        if self._is_won(node):
            if node.rule.ask:
                self.together.setdefault((node.name, node.who), node)
                return
            if node.known and node.value == 0:
                zeros.add((node.name, node.who))
                return
        for child in node.inputs:
            yield from self._steps(child, seen, zeros)
        if self._is_won(node) and _is_bounded(node):
            yield node

    def _is_won(self, node: Node) -> bool:
        return node.rule is not None and node.rule.unit.startswith(WON)

    def _line(self, node: Node) -> Line:
        rule = node.rule
        if rule is None:
            raise TypeError(f"{node.name} was not computed")
        return Line(
            name=self._plain(node.name),
            person=self._person(node),
            said=spoken(self.country, node),
            of=tuple(dict.fromkeys(self._input(child) for child in node.inputs if self._counts(child))),
            sentence=rule.sentence,
            article=rule.article,
            as_of=node.as_of or self.on,
            is_known=is_known(node.value),
        )

    def _counts(self, node: Node) -> bool:
        """An amount that is not 0, stated or worked out."""
        fact = self.country.facts.get(node.name)
        won = self._is_won(node) or (fact is not None and fact.unit.startswith(WON))
        return won and node.kind in (COMPUTED, GIVEN) and 0 < highest(node.value) < HIGHEST

    def _input(self, node: Node) -> str:
        person = self._person(node)
        return f"{f'{person} ' if person else ''}{self._plain(node.name)} {spoken(self.country, node)}"

    def _plain(self, name: str) -> str:
        """A resident's word for a fact; a legal quantity by its own name, written apart."""
        fact = self.country.facts.get(name)
        return (fact.label if fact is not None else "") or name.replace("_", " ")

    def _person(self, node: Node) -> str:
        several = len(self.names) > 1
        return self.names[node.who] if several and node.who is not None and node.who >= 0 else ""
