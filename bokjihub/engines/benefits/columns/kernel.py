"""The loop over homes that a program is: what was planned, written line by line."""

from __future__ import annotations

from collections.abc import Sequence

from ..country import per_of
from ..rule import PERSON, Benefit, Rule
from .cells import NOBODY, NOT_TOLD
from .order import Order, column_kind
from .translate import LINK


class Kernel:
    """The loop over homes: what `plan` ordered, written line by line."""

    def __init__(self, order: Order, home: tuple[str, ...], person: tuple[str, ...], links: tuple[str, ...]) -> None:
        self.order, self.home, self.person, self.links = order, home, person, links
        self.keep = {name: n for n, name in enumerate(n for n in order.names if self._is_kept(n))}
        self.size = max(1, len(self.keep))

    def _kept(self, name: str) -> str:
        return f"kept[j * {self.size} + {self.keep[name]}]"

    def _is_kept(self, name: str) -> bool:
        """A person's quantity that a later turn, a sum or the answer reads again."""
        order = self.order
        if per_of(order.country, name) != PERSON or column_kind(order.country, name) == LINK:
            return False
        if name in order.kept:
            return True
        later = max((order.turn[n] for n in order.names if self._needs(n, name)), default=0)
        return later > order.turn[name]

    def _needs(self, reader: str, name: str) -> bool:
        rule = self.order.country.rule_on(reader, self.order.on)
        return rule is not None and name in rule.needs

    def written(self, benefits: Sequence[Benefit], home_values: Sequence[str], person_values: Sequence[str]) -> str:
        lines = [HEAD]
        turns = range(max(self.order.turn.values(), default=0) + 1)
        for turn in turns:
            names = [n for n in self.order.names if self.order.turn[n] == turn]
            people = [n for n in names if per_of(self.order.country, n) == PERSON]
            for name in names:
                if name not in people:
                    lines += self._of_home(name)
            if people or any(n in self.keep for n in people):
                lines += ["for j in range(people):", *_indented(self._of_person(people, turn))]
        for number, benefit in enumerate(benefits):
            lines += self._benefit(number, benefit)
        lines += [f"home_answers[{n} * count + i] = {self.order.variable(v)}" for n, v in enumerate(home_values)]
        for number, value in enumerate(person_values):
            lines += [
                "for j in range(people):",
                f"    person_answers[{number} * everybody + first + j] = {self._kept(value)}",
            ]
        return "\n".join([HEADER, *_indented([*self._columns(), LOOP, *_indented(lines)])]) + "\n"

    def _columns(self) -> list[str]:
        """Every column under a name of its own: they stand wherever the file was read to."""
        sides = (("home", "homes", self.home), ("person", "persons", self.person), ("link", "links", self.links))
        return [f"{one}_{n} = {all_of_them}[{n}]" for one, all_of_them, names in sides for n in range(len(names))]

    def _of_home(self, name: str) -> list[str]:
        variable = self.order.variable(name)
        rule = self.order.country.rule_on(name, self.order.on)
        stated = f"home_{self.home.index(name)}[i]" if name in self.home else "NULL"
        lines = [f"{variable} = {stated}"]
        if rule is None:
            return lines
        worked_out = self._over_people(rule) if rule.over_people else [f"{variable} = {self.order.calls[name]}"]
        return [*lines, f"if {variable} == NULL:", *_indented(worked_out)] if name in self.home else worked_out

    def _over_people(self, rule: Rule) -> list[str]:
        variable = self.order.variable(rule.name)
        row = self.keep[rule.needs[0]]
        return [f"{variable} = {'any_of' if rule.over_people == 'any' else 'sum_of'}(kept, {row}, {self.size}, people)"]

    def _of_person(self, names: Sequence[str], turn: int) -> list[str]:
        lines: list[str] = []
        earlier = [n for n in self.order.names if self._read_again(n, names) and self.order.turn[n] < turn]
        for name in earlier:
            lines += self._link(name) if name in self.links else [f"{self.order.variable(name)} = {self._kept(name)}"]
        for name in names:
            lines += self._one_of_person(name)
        return lines or ["pass"]

    def _read_again(self, name: str, readers: Sequence[str]) -> bool:
        if per_of(self.order.country, name) != PERSON:
            return False
        for reader in readers:
            rule = self.order.country.rule_on(reader, self.order.on)
            needs = rule.needs if rule else ()
            if name in needs or (name in self.links and any(n.startswith(name) for n in needs)):
                return True
        return False

    def _link(self, name: str) -> list[str]:
        variable = self.order.variable(name)
        return [
            f"{variable} = link_{self.links.index(name)}[first + j]",
            f"{variable}_exists = NULL if {variable} == {NOT_TOLD} else (0 if {variable} == {NOBODY} else 1)",
        ]

    def _one_of_person(self, name: str) -> list[str]:
        if name in self.links:
            return self._link(name)
        variable = self.order.variable(name)
        rule = self.order.country.rule_on(name, self.order.on)
        lines = [f"{variable} = NULL"]
        if name in self.person:
            lines = [f"{variable} = person_{self.person.index(name)}[first + j]"]
        if rule is not None and name in self.order.calls:
            worked_out = [*self._linked(rule), f"{variable} = {self.order.calls[name]}"]
            lines = [*lines, f"if {variable} == NULL:", *_indented(worked_out)] if name in self.person else worked_out
        if name in self.keep:
            lines.append(f"{self._kept(name)} = {variable}")
        return lines

    def _linked(self, rule: Rule) -> list[str]:
        """Before a rule reads the quantity of a linked person, it is fetched."""
        lines = []
        for need in rule.needs:
            split = self.order.country.split_link(need)
            if split:
                place = self.order.variable(split[0])
                lines.append(f"l_{need} = linked(kept, {self.keep[split[1]]}, {self.size}, {place})")
        return lines

    def _benefit(self, number: int, benefit: Benefit) -> list[str]:
        if benefit.per == PERSON:
            return self._benefit_of_people(number, benefit)
        found = [self.order.variable(name) for name in benefit.conditions]
        amount = self.order.variable(benefit.amount)
        return [
            f"state = {_all_of(found)}",
            f"statuses[{number} * count + i] = state",
            f"won[{number} * count + i] = won_of(state, {amount})",
        ]

    def _benefit_of_people(self, number: int, benefit: Benefit) -> list[str]:
        found = [self._person_or_home(name) for name in benefit.conditions]
        amount = self._person_or_home(benefit.amount)
        return [
            "together, total = 0, 0",
            "for j in range(people):",
            f"    state = {_all_of(found)}",
            "    together = joined(together, state)",
            f"    total = added(total, won_of(state, {amount}))",
            f"statuses[{number} * count + i] = together",
            f"won[{number} * count + i] = total",
        ]

    def _person_or_home(self, name: str) -> str:
        return f"{self._kept(name)}" if name in self.keep else self.order.variable(name)


def _all_of(conditions: Sequence[str]) -> str:
    state = "1"
    for condition in conditions:
        state = f"both({state}, {condition})"
    return state


def _indented(lines: Sequence[str]) -> list[str]:
    return [f"    {line}" for text in lines for line in text.split("\n")]


HEADER = """def run(
    count, everybody, starts, homes, persons, links, single, tables, kept, bad, statuses, won,
    home_answers, person_answers
):"""
LOOP = "for i in range(count):"
HEAD = "first = starts[i]\npeople = starts[i + 1] - first"
