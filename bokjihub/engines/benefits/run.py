"""Work out legal quantities for one household, keeping for each how it came about."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .country import Country
from .facts import YESNO
from .law import WHO_LIVES_THERE, Figure, Need, Recipe, Used, law_of
from .parameters import HIGHEST, UNPUBLISHED, UNVERIFIED, NoCell, worst
from .rule import Rule
from .unknown import NOT_KNOWN, Days, OneOf, Paths, Range, Span, explore, highest, is_known, join, lowest, one_of, span

GIVEN, DEFAULT, UNSET, COMPUTED, NOT_IN_FORCE, PLAIN = "given", "default", "unset", "rule", "not-in-force", "plain"
MOST_COMPLETIONS = 4000
STRANGER = -1
WORTH_KEEPING = 6  # completions of one rule; fewer are tried again sooner than looked up
UNREAD = "not read yet"


class Node:
    """One quantity worked out: its value, or all it may be, and what it rests on. Never changed once made.

    A screening makes hundreds, so this is written out: what `@dataclass(frozen=True)` and `cached_property` would write
    takes a third of the whole time. What is read later only (dates, status, missing facts) is worked out when it is.
    """

    __slots__ = (
        "_as_of", "_missing", "_status", "_untrusted", "inputs", "kind", "known", "name", "rule", "used", "value", "who",
    )  # fmt: skip

    def __init__(
        self,
        name: str,
        who: int | None,
        value: Any,
        kind: str,
        rule: Rule | None = None,
        inputs: tuple[Node, ...] = (),
        used: tuple[Used, ...] = (),
    ) -> None:
        self.name, self.who, self.value, self.kind = name, who, value, kind
        self.rule, self.inputs, self.used = rule, inputs, used
        self.known = value.__class__ not in NOT_KNOWN
        self._as_of: dt.date | str | None = UNREAD
        self._status = ""
        self._missing: tuple[tuple[str, int | None], ...] | None = None
        self._untrusted: tuple[Used, ...] | None = None

    def walk(self) -> Iterator[Node]:
        """This node and all it rests on, inputs first, each once."""
        seen: set[int] = set()
        stack: list[tuple[Node, bool]] = [(self, False)]
        while stack:
            node, ready = stack.pop()
            if ready:
                yield node
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                stack.extend((child, False) for child in reversed(node.inputs))

    def below(self, name: str) -> Node | None:
        """The quantity of that name that this one rests on, the nearest first."""
        for child in self.inputs:
            if child.name == name:
                return child
        return next((node for node in self.walk() if node.name == name), None)

    @property
    def as_of(self) -> dt.date | None:
        """The day of the newest figure this rests on."""
        if isinstance(self._as_of, str):
            newest = None
            for used in self.used:
                if used.since is not None and (newest is None or used.since > newest):
                    newest = used.since
            for child in self.inputs:
                theirs = child._as_of if child._as_of is not UNREAD else child.as_of
                if theirs is not None and (newest is None or theirs > newest):  # type: ignore[operator]
                    newest = theirs  # type: ignore[assignment]
            self._as_of = newest
        return self._as_of

    @property
    def status(self) -> str:
        if not self._status:
            self._status = worst([*(used.status for used in self.used), *(child.status for child in self.inputs)])
        return self._status

    def untrusted(self) -> tuple[Used, ...]:
        """Figures that are not published or not verified and leave this node open, down along what is not known."""
        if self._untrusted is None:
            below = [used for node in self.inputs if not node.known for used in node.untrusted()]
            own = [used for used in self.used if used.status in (UNVERIFIED, UNPUBLISHED)]
            self._untrusted = () if self.known else tuple(dict.fromkeys([*below, *own]))
        return self._untrusted

    def missing(self) -> tuple[tuple[str, int | None], ...]:
        """The facts nobody has stated that keep this node open."""
        if self._missing is None:
            self._missing = self._lacking()
        return self._missing

    def _lacking(self) -> tuple[tuple[str, int | None], ...]:
        if self.known:
            return ()
        if self.kind == UNSET or (self.rule and self.rule.ask and all(node.known for node in self.inputs)):
            return ((self.name, self.who),)
        return tuple(dict.fromkeys(fact for node in self.inputs if not node.known for fact in node.missing()))


@dataclass(frozen=True)
class Others:
    """Members of the household nobody has described: at least and at most so many."""

    low: int = 0
    high: int = 0


class Run:
    """One household on one day. Every quantity is worked out once and remembered."""

    def __init__(
        self,
        country: Country,
        on: dt.date,
        household: Mapping[str, Any],
        people: Sequence[Mapping[str, Any]] = ({},),
        others: Others = Others(),
        *,
        unverified_too: bool = False,
        defaults: Mapping[str, Any] | None = None,
        short: Mapping[str, str] | None = None,
    ) -> None:
        self.country, self.on = country, on
        self.household, self.people, self.others = household, people, others
        self.unverified_too, self.defaults, self.short = unverified_too, defaults or {}, short or {}
        self.law = law_of(country, on, unverified_too=unverified_too)
        self._personal, self._rests_on = country.personal, self.law.rests_on
        self._nodes: dict[int | None, dict[str, Node]] = {None: {}}
        self._stated: dict[int | None, int] = {}

    def node(self, name: str, who: int | None = None) -> Node:
        """The quantity for the household, or for person number `who`; STRANGER is a member nobody described."""
        if name not in self._personal:
            who = None
        known = self._nodes.get(who)
        if known is None:
            known = self._nodes[who] = {}
        found = known.get(name)
        if found is None:
            found = known[name] = self._found(name, who)
        return found

    def _found(self, name: str, who: int | None) -> Node:
        """What rests on nothing that was stated is the same for every home of the day, and is worked out once."""
        stated = self._stated.get(who)
        if stated is None:
            stated = self._stated[who] = self._bits_stated(who)
        if self._rests_on[name] & stated:
            return self._given(name, who) or self._worked_out(name, who)
        found: Node | None = self.law.unstated.get((name, who))
        if found is None:
            found = self.law.unstated[name, who] = self._worked_out(name, who)
        return found

    def _bits_stated(self, who: int | None) -> int:
        if self.short or self.defaults:
            return -1  # one quantity asked by its short names: nothing is taken for unstated
        bits, stated = self.law.bits, WHO_LIVES_THERE
        for name in self.household:
            stated |= bits.get(name, 0)
        for name in () if who is None else self._stated_by(who):
            stated |= bits.get(name, 0)
        return stated

    def _given(self, name: str, who: int | None) -> Node | None:
        stated = self.household if who is None else self._stated_by(who)
        if name in stated:
            return Node(name, who, stated[name], GIVEN)
        key = self.short.get(name) if self.short else None
        return Node(name, who, stated[key], GIVEN) if key is not None and key in stated else None

    def _stated_by(self, who: int | None) -> Mapping[str, Any]:
        if who is None:
            return self.household
        return self.people[who] if who != STRANGER else {}

    def _worked_out(self, name: str, who: int | None) -> Node:
        if name in self.defaults:
            return Node(name, who, self.defaults[name], DEFAULT)
        rule = self.law.rule(name)
        if rule is not None:
            return self._over_people(rule) if rule.over_people else self._apply(self.law.recipe(rule), who)
        if name in self.country.rules:
            absent = self.country.rules[name][0]
            return Node(
                name, who, self._anything(absent), NOT_IN_FORCE, absent, used=(Used(name, None, UNPUBLISHED, ()),)
            )
        return Node(name, who, self.country.facts[name].anything(self.on), UNSET)

    # sums over the people of the home

    def _over_people(self, rule: Rule) -> Node:
        named = [self.node(rule.needs[0], who) for who in range(len(self.people))]
        low, high = sum(lowest(n.value) for n in named), sum(highest(n.value) for n in named)
        inputs = tuple(named)
        if self.others.high:
            stranger = self.node(rule.needs[0], STRANGER)
            low += self.others.low * lowest(stranger.value)
            high += self.others.high * highest(stranger.value)
            inputs = (*inputs, stranger)
        value = one_of({low > 0, high > 0}) if rule.over_people == "any" else span(low, high)
        return Node(rule.name, None, value, COMPUTED, rule, inputs)

    # one rule

    def _apply(self, recipe: Recipe, who: int | None) -> Node:
        """The rule's answer; where something is not known, all it may be."""
        rule, arguments, known = recipe.rule, recipe.template.copy(), recipe.sound
        inputs: list[Node] = []
        home, own = self._nodes[None], self._nodes[who]
        for place, name, personal, link in recipe.asked:
            found = self._linked(link, who) if link else (own if personal else home).get(name)
            node = found or self.node(name, who)
            inputs.append(node)
            arguments[place] = node.value
            known = known and node.known
        tables: dict[str, set[Any]] = {}
        if not known:
            return self._left_open(recipe, who, arguments, inputs, tables)
        for place, figure in recipe.tables:
            arguments[place] = figure.value_for(tables, None)
        try:
            value = rule.compute(*arguments)
        except NoCell:
            value = self._anything(rule)
        used = self._used(recipe, tables)
        return Node(rule.name, who, value, COMPUTED, rule, tuple(inputs), used)

    def _left_open(
        self, recipe: Recipe, who: int | None, arguments: list[Any], inputs: list[Node], tables: dict[str, set[Any]]
    ) -> Node:
        rule = recipe.rule
        for place, need in enumerate(recipe.needs):
            if need.ready is not None:
                arguments[place] = need.ready
        value = self._complete(rule, arguments, tables)
        used = self._used(recipe, tables)
        if used and is_known(value):
            used = tuple(u for u in used if self._relied_on(u))
        return Node(rule.name, who, value, COMPUTED, rule, tuple(inputs), used)

    def _used(self, recipe: Recipe, tables: dict[str, set[Any]]) -> tuple[Used, ...]:
        """The figures an answer rests on; of several tables those it looked into (the rents of one zone, not of all four)."""
        if not tables:
            return recipe.used
        read = tables.get
        return tuple([figure.used(tables[n]) if n else whole for n, figure, whole in recipe.rests if not n or read(n)])

    def _relied_on(self, used: Used) -> bool:
        """A figure that was treated as unknown and changed nothing is no part of the answer."""
        return used.status != UNPUBLISHED and (self.unverified_too or used.status != UNVERIFIED)

    def _linked(self, need: Need, who: int | None) -> Node:
        """배우자_있음, or a quantity of the linked person; somebody without a spouse adds nothing."""
        if need.name in self.defaults:
            return Node(need.name, who, self.defaults[need.name], DEFAULT)
        fact = self.node(need.link, who)
        exists: Any = fact.value is not None if fact.known else OneOf(frozenset((True, False)))
        if not need.theirs:
            return Node(need.name, who, exists, COMPUTED, None, (fact,))
        if exists is False:
            return Node(need.name, who, self._nothing(need.theirs), COMPUTED, None, (fact,))
        target = self.node(need.theirs, self._index_of(fact.value))
        value = target.value if exists is True else join([target.value, self._nothing(need.theirs)])
        return Node(need.name, who, value, COMPUTED, None, (fact, target))

    def _index_of(self, person: Any) -> int:
        names = [p.get("이름") for p in self.people]
        return names.index(person) if person in names else STRANGER

    def _nothing(self, name: str) -> Any:
        rule = self.country.rules.get(name)
        yes_or_no = rule[0].unit == YESNO if rule else self.country.facts[name].kind == YESNO
        return False if yes_or_no else 0

    def _complete(self, rule: Rule, arguments: Sequence[Any], tables: dict[str, set[Any]]) -> Any:
        """Join the answers over every completion of what is not known; a day of birth not yet published may be any."""
        if any(isinstance(a, Figure) and a.is_open_day for a in arguments):
            return self._anything(rule)
        choices = [_choices(a, need in rule.monotone) for a, need in zip(arguments, rule.needs, strict=True)]
        count = 1
        for few in choices:
            count *= len(few) if few is not None else MOST_COMPLETIONS + 1
        if count > MOST_COMPLETIONS:
            return self._anything(rule)
        if count < WORTH_KEEPING:
            return self._join(rule, arguments, choices, tables)
        key = (rule.name, *(a for a in arguments if a.__class__ is not Figure))
        kept = self.law.completed.get(key)
        if kept is None:
            kept = (self._join(rule, arguments, choices, tables), tables)
            self.law.keep(key, kept)
        for name, cells in kept[1].items():
            tables.setdefault(name, set()).update(cells)
        return kept[0]

    def _join(
        self,
        rule: Rule,
        arguments: Sequence[Any],
        choices: Sequence[Sequence[Any] | None],
        tables: dict[str, set[Any]],
    ) -> Any:
        paths = any(_needs_paths(argument) for argument in arguments)
        sides = [
            (_plain(a, tables),) if a.__class__ is Figure and a.sound else few or ()
            for a, few in zip(arguments, choices, strict=True)
        ]
        if paths:
            return join([explore(self._runner(rule, picked, tables)) for picked in itertools.product(*sides)])
        return join([self._or_anything(rule, picked) for picked in itertools.product(*sides)])

    def _or_anything(self, rule: Rule, arguments: Sequence[Any]) -> Any:
        """The rule's answer, or all it may be when it reads a cell that was never published."""
        try:
            return rule.compute(*arguments)
        except NoCell:
            return self._anything(rule)

    def _anything(self, rule: Rule) -> Any:
        """All that the quantity may be."""
        if rule.unit == YESNO:
            return OneOf(frozenset((True, False)))
        if rule.name in self.country.facts:
            return self.country.facts[rule.name].anything(self.on)
        return Range(0, HIGHEST)

    def _runner(self, rule: Rule, picked: Sequence[Any], tables: dict[str, set[Any]]) -> Callable[[Paths], Any]:
        def run(paths: Paths) -> Any:
            return self._or_anything(rule, [self._concrete(a, tables, paths) for a in picked])

        return run

    def _concrete(self, argument: Any, tables: dict[str, set[Any]], paths: Paths | None) -> Any:
        if isinstance(argument, Range) and paths is not None:
            return Span(argument.low, argument.high, paths)
        if not isinstance(argument, Figure):
            return argument
        return argument.value_for(tables, paths)


def _plain(argument: Any, tables: dict[str, set[Any]]) -> Any:
    """What a rule is handed for something known."""
    return argument.value_for(tables, None) if argument.__class__ is Figure else argument


def _needs_paths(argument: Any) -> bool:
    """Not one of a few values, so that comparisons with it may turn out either way."""
    kind = argument.__class__
    return kind is Range or (kind is Figure and not argument.sound)


def _choices(argument: Any, monotone: bool) -> Sequence[Any] | None:
    """The values to try for one argument; None when there are too many to try."""
    if isinstance(argument, OneOf):
        return sorted(argument.values, key=str)
    if isinstance(argument, Days):
        if monotone:
            return (argument.first, argument.last)
        days = (argument.last - argument.first).days
        return [argument.first + dt.timedelta(days=i) for i in range(days + 1)] if days <= 800 else None
    return (argument,)
