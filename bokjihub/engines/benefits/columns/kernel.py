"""The loops over homes and people that a program is: what was planned, written line by line.

A few homes at a time, and of them one turn after another: all homes, then all their people, then the sums over the
people of each. Inside a turn there is nothing but arithmetic down columns, which a processor does eight at a time;
what a later turn reads again waits in rows of `kept`, which stay near the processor because the homes are few.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from ..country import EXISTS, TODAY, per_of
from ..rule import PERSON, Benefit, Rule
from .cells import NOBODY, NOT_TOLD
from .machine import ABREAST
from .order import Order

HOMES_AT_ONCE, PEOPLE_AT_ONCE = 128, 512
HOME_OF, FIRST_OF = "the home of each person", "where the people of that home begin"
ROW = PEOPLE_AT_ONCE + ABREAST
EACH_HOME, EACH_PERSON = "for i in side_by_side(n):", "for j in side_by_side(w):"
ONE_AFTER_ANOTHER = "for j in range(w):"
ITS_PEOPLE = ["first, end = starts[h0 + i] - p0, starts[h0 + i + 1] - p0"]


@dataclass
class Loop:
    """One loop over the homes or the people at hand: what it reads of earlier turns, and what it does."""

    head: str
    body: list[str]
    before: Sequence[str] = ()
    of_home: set[str] = field(default_factory=set)
    linked: set[str] = field(default_factory=set)

    def lines(self) -> list[str]:
        return [*self.before, self.head, *_indented(self.body)] if self.body else []


class Kernel:
    """Written from the order of the rules: `source`, and `size`, the room it needs for what it keeps."""

    def __init__(self, order: Order, home: tuple[str, ...], person: tuple[str, ...], links: tuple[str, ...]) -> None:
        self.order, self.home, self.person, self.links = order, home, person, links
        self.country = order.country
        self.rows: dict[str, int] = {}
        self.home_rows: dict[str, int] = {}

    @property
    def size(self) -> int:
        return len(self.rows) * ROW + len(self.home_rows) * HOMES_AT_ONCE + PEOPLE_AT_ONCE

    def written(self, benefits: Sequence[Benefit], home_values: Sequence[str], person_values: Sequence[str]) -> str:
        """From the last turn back to the first: a turn keeps what the later ones have asked for."""
        loops = self._answers(benefits, home_values, person_values)
        for turn in range(max(self.order.turn.values(), default=0), -1, -1):
            names = [n for n in self.order.names if self.order.turn[n] == turn and self._is_worked_out(n)]
            loops = [*self._turn(names), *loops]
        lines = [*HERE, *self._taken(), *self._who_is_where(), *self._linked()]
        spread: set[str] = set()
        for loop in loops:
            lines += self._spread(sorted(loop.of_home - spread)) + self._fetch(sorted(loop.linked)) + loop.lines()
            spread |= loop.of_home
        text = "\n".join([HEADER, *_indented([BLOCKS, *_indented(lines), "return odd[0]"])]) + "\n"
        return text.replace("AFTER_PEOPLE", str(len(self.rows) * ROW))

    def _taken(self) -> list[str]:
        """Every column under a name of its own, from wherever the file was read to."""
        homes = [
            f"home_{n} = taken(homes, {n}, h0, n, kept, {self._home_place(_as_told(name))}, odd)"
            for n, name in enumerate(self.home)
        ]
        persons = [
            f"person_{n} = taken(persons, {n}, p0, w, kept, {self._place(_as_told(name))}, odd)"
            for n, name in enumerate(self.person)
        ]
        return homes + persons

    def _linked(self) -> list[str]:
        """Who is meant by whom, once it is known who lives where."""
        home = self._place(HOME_OF)
        return [
            f"link_{n} = positions(links, {n}, h0, p0, w, m, starts, {home}, kept, {self._place(_as_told(name))}, odd)"
            for n, name in enumerate(self.links)
        ]

    # what is kept from turn to turn

    def _place(self, what: str) -> int:
        return self.rows.setdefault(what, len(self.rows)) * ROW

    def _row(self, what: str, at: str = "j") -> str:
        return f"kept[{self._place(what)} + {at}]"

    def _home_place(self, name: str) -> str:
        return f"AFTER_PEOPLE + {self.home_rows.setdefault(name, len(self.home_rows)) * HOMES_AT_ONCE}"

    def _home_row(self, name: str, at: str = "i") -> str:
        return f"kept[{self._home_place(name)} + {at}]"

    def _who_is_where(self) -> list[str]:
        """Of each person the home, and where its people begin: a mark at each first person, counted up."""
        home = self._row(HOME_OF)
        return [
            *(EACH_PERSON, f"    {home} = 0"),
            *(EACH_HOME, f"    {self._row(HOME_OF, 'starts[h0 + i] - p0')} = 1"),
            *("place = -1", ONE_AFTER_ANOTHER, f"    place += {home}", f"    {home} = place"),
            *(EACH_PERSON, f"    {self._row(FIRST_OF)} = starts[h0 + {home}] - p0"),
        ]

    def _spread(self, names: Sequence[str]) -> list[str]:
        """One more copy of a home's quantity for each person in it."""
        home = self._row(HOME_OF)
        lines = [f"{self._row(_for_person(n))} = {self._at_home(n, home)}" for n in names]
        return [EACH_PERSON, *_indented(lines)] if lines else []

    def _fetch(self, needs: Sequence[str]) -> list[str]:
        """The quantity of the linked person, before a rule reads it."""
        lines: list[str] = []
        for need in needs:
            link, theirs = self._split(need)
            place = f"link_{self.links.index(link)}[p0 + j]"
            at = f"{self._row(FIRST_OF)} + max({place}, 0)"
            found = self._row(theirs, at) if self._is_worked_out(theirs) else self._told(theirs, at)
            lines.append(f"{self._row(need)} = linked({found}, {place})")
        return [EACH_PERSON, *_indented(lines)] if lines else []

    def _split(self, need: str) -> tuple[str, str]:
        found = self.country.split_link(need)
        assert found is not None
        return found

    # reading

    def _is_of_person(self, name: str) -> bool:
        return per_of(self.country, name) == PERSON

    def _rule(self, name: str) -> Rule | None:
        return self.country.rule_on(name, self.order.on)

    def _is_sum(self, name: str) -> bool:
        rule = self._rule(name)
        return rule is not None and bool(rule.over_people) and name not in self.order.calls

    def _is_worked_out(self, name: str) -> bool:
        return name in self.order.calls or (self._is_sum(name) and not self.order.is_stated(name))

    def _told(self, name: str, at: str) -> str:
        """The cell of the file; nothing where the file does not tell it."""
        if self._is_of_person(name):
            return f"person_{self.person.index(name)}[p0 + {at}]" if name in self.person else "NULL"
        return f"home_{self.home.index(name)}[h0 + {at}]" if name in self.home else "NULL"

    def _at_home(self, name: str, at: str) -> str:
        return self._home_row(name, at) if self._is_worked_out(name) else self._told(name, at)

    def _read(self, name: str, loop: Loop) -> list[str]:
        """A quantity of an earlier turn, or a fact, under its name in this loop."""
        variable = self.order.variable(name)
        if name in self.links:
            place = f"link_{self.links.index(name)}[p0 + j]"
            exists = f"NULL if {variable} == {NOT_TOLD} else (0 if {variable} == {NOBODY} else 1)"
            return [f"{variable} = {place}", f"{variable}_exists = {exists}"]
        if self._is_of_person(name):
            return [f"{variable} = {self._row(name) if self._is_worked_out(name) else self._told(name, 'j')}"]
        if loop.head == EACH_PERSON:
            loop.of_home.add(name)
            if self._is_worked_out(name):
                self._home_row(name)
            return [f"{variable} = {self._row(_for_person(name))}"]
        return [f"{variable} = {self._at_home(name, 'i')}"]

    def _read_all(self, names: Iterable[str], loop: Loop) -> list[str]:
        return [line for name in dict.fromkeys(names) for line in self._read(name, loop)]

    # one turn

    def _turn(self, names: Sequence[str]) -> list[Loop]:
        people = [n for n in names if self._is_of_person(n)]
        sums = [n for n in names if self._is_sum(n)]
        homes = [n for n in names if n not in people and n not in sums]
        of_people = self._of_each(EACH_PERSON, people, self.rows, self._row)
        of_homes = self._of_each(EACH_HOME, homes, self.home_rows, self._home_row)
        return [*self._sums([n for n in sums if n in self.home_rows]), of_homes, of_people]

    def _of_each(self, head: str, names: Sequence[str], rows: dict[str, int], row: Callable[[str], str]) -> Loop:
        """Every rule of one turn, and what of it is kept for the turns after."""
        loop, worked_out, needed = Loop(head, []), [], []
        for name in names:
            rule = self._rule(name)
            assert rule is not None
            for need in rule.needs:
                needed += self._needed(need, names, loop)
            worked_out += self._unless_stated(name, self.order.calls[name])
            if name in rows:
                worked_out.append(f"{row(name)} = {self.order.variable(name)}")
        loop.body = [*self._read_all(needed, loop), *(self._fetched(n) for n in sorted(loop.linked)), *worked_out]
        return loop

    def _needed(self, need: str, here: Sequence[str], loop: Loop) -> list[str]:
        """What has to be read for one argument of a rule, if it is not worked out in the same loop."""
        if need == TODAY or need in self.country.parameters:
            return []
        if self.country.split_link(need):
            loop.linked.add(need)
            theirs = self._split(need)[1]
            if self._is_worked_out(theirs):
                self._row(theirs)
            return []
        name = need.removesuffix(EXISTS)
        target = name if name != need and name in self.links else need
        return [] if target in here else [target]

    def _fetched(self, need: str) -> str:
        return f"l_{need} = {self._row(need)}"

    def _unless_stated(self, name: str, call: str) -> list[str]:
        """By its rule, unless it was stated."""
        variable = self.order.variable(name)
        if name not in self.home and name not in self.person:
            return [f"{variable} = {call}"]
        told = self._told(name, "j" if self._is_of_person(name) else "i")
        return [f"{variable} = {told}", f"if {variable} == NULL:", f"    {variable} = {call}"]

    def _sums(self, names: Sequence[str]) -> list[Loop]:
        """Over the people of each home: counted up over everybody at hand, and told apart at the ends of each home.

        Homes are of one person or of seven; a loop inside the loop would guess its end wrong in most of them.
        """
        running, told = Loop(ONE_AFTER_ANOTHER, []), Loop(EACH_HOME, [])
        for number, name in enumerate(names):
            rule = self._rule(name)
            assert rule is not None
            added = "value == 1" if rule.over_people == "any" else "0 if value == NULL else value"
            of = rule.needs[0]
            running.body.append(f"value = {self._row(of) if self._is_worked_out(of) else self._told(of, 'j')}")
            running.body += self._counted_up(f"sum of {name}", f"total_{number}", f"({added})", running)
            running.body += self._counted_up(f"unknown of {name}", f"open_{number}", "(value == NULL)", running)
            total, unknown = self._of_the_home(f"sum of {name}"), self._of_the_home(f"unknown of {name}")
            how = "any_of" if rule.over_people == "any" else "sum_of"
            told.body += self._unless_stated(name, f"{how}({total}, {unknown})")
            told.body.append(f"{self._home_row(name)} = {self.order.variable(name)}")
        told.body[:0] = ITS_PEOPLE if told.body else []
        return [running, told]

    def _counted_up(self, row: str, total: str, value: str, loop: Loop) -> list[str]:
        loop.before = [*loop.before, f"{total} = 0", f"{self._row(row, '0')} = 0"]
        return [f"{total} += {value}", f"{self._row(row, '1 + j')} = {total}"]

    def _of_the_home(self, row: str) -> str:
        return f"{self._row(row, 'end')} - {self._row(row, 'first')}"

    # answers

    def _answers(
        self, benefits: Sequence[Benefit], home_values: Sequence[str], person_values: Sequence[str]
    ) -> list[Loop]:
        numbered = list(enumerate(benefits))
        of_people = [(number, b) for number, b in numbered if b.per == PERSON]
        of_homes = [(number, b) for number, b in numbered if b.per != PERSON]
        return [
            self._of_persons(of_people, person_values),
            *self._together(of_people),
            self._of_homes(of_homes, home_values),
        ]

    def _of_persons(self, benefits: Sequence[tuple[int, Benefit]], values: Sequence[str]) -> Loop:
        loop = Loop(EACH_PERSON, [])
        needed = [n for _, b in benefits for n in (*b.conditions, b.amount)]
        loop.body = self._read_all([*needed, *values], loop)
        for number, benefit in benefits:
            amount = self.order.variable(benefit.amount)
            loop.body += [
                f"state = {self._all_of(benefit.conditions)}",
                f"{self._row(f'state {number}')} = state",
                f"{self._row(f'won {number}')} = won_of(state, {amount})",
            ]
        loop.body += [
            f"person_answers[{number} * everybody + p0 + j] = {self.order.variable(value)}"
            for number, value in enumerate(values)
        ]
        return loop

    def _together(self, benefits: Sequence[tuple[int, Benefit]]) -> list[Loop]:
        """What each person gets is added up for the home."""
        running, told = Loop(ONE_AFTER_ANOTHER, []), Loop(EACH_HOME, [])
        for number, _ in benefits:
            state, won = self._row(f"state {number}"), self._row(f"won {number}")
            parts = {
                "yes": f"({state} == 1)", "open": f"({state} == 2)", "unsure": f"({won} == NULL)",
                "sum": f"(0 if {won} == NULL else {won})",
            }  # fmt: skip
            for what, value in parts.items():
                running.body += self._counted_up(f"{what} {number}", f"{what}_{number}", value, running)
            yes, maybe, unsure, total = (self._of_the_home(f"{what} {number}") for what in parts)
            told.body += [
                f"statuses[{number} * count + h0 + i] = 1 if {yes} else 2 if {maybe} else 0",
                f"won[{number} * count + h0 + i] = sum_of({total}, {unsure})",
            ]
        told.body[:0] = ITS_PEOPLE if told.body else []
        return [running, told]

    def _of_homes(self, benefits: Sequence[tuple[int, Benefit]], values: Sequence[str]) -> Loop:
        loop = Loop(EACH_HOME, [])
        needed = [n for _, b in benefits for n in (*b.conditions, b.amount)]
        loop.body = self._read_all([*needed, *values], loop)
        for number, benefit in benefits:
            loop.body += [
                f"state = {self._all_of(benefit.conditions)}",
                f"statuses[{number} * count + h0 + i] = state",
                f"won[{number} * count + h0 + i] = won_of(state, {self.order.variable(benefit.amount)})",
            ]
        loop.body += [
            f"home_answers[{number} * count + h0 + i] = {self.order.variable(value)}"
            for number, value in enumerate(values)
        ]
        return loop

    def _all_of(self, conditions: Sequence[str]) -> str:
        state = "1"
        for condition in conditions:
            state = f"both({state}, {self.order.variable(condition)})"
        return state


def _for_person(name: str) -> str:
    return f"of home: {name}"


def _as_told(name: str) -> str:
    return f"as told: {name}"


def _indented(lines: Iterable[str]) -> list[str]:
    return [f"    {line}" for text in lines for line in text.split("\n")]


HEADER = """def run(
    count, everybody, at_once, starts, homes, persons, links, single, tables, kept, bad, odd, statuses,
    won, home_answers, person_answers
):"""
BLOCKS = "for block in range((count + at_once - 1) // at_once):"
HERE = [  # a whole number of steps is taken where there are more people to come: the last few would go one by one
    "h0 = block * at_once",
    "n = min(at_once, count - h0)",
    "p0 = starts[h0]",
    "m = starts[h0 + n] - p0",
    f"w = (m + {ABREAST - 1}) & {-ABREAST}",
    "w = w if p0 + w <= everybody else m",
]
