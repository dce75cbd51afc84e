"""What is not known is carried through the rules as the set of what it may be, never as zero.

A rule is written for plain integers. When an argument is only known to lie in a range, the rule is run once for each
way its comparisons can turn out, and the answers are joined. The joined answer holds every value that a completion of
the unknown facts can give, so an answer with one value only cannot flip when the facts arrive.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

MOST_PATHS = 4096


@dataclass(frozen=True, slots=True)
class Range:
    """Some whole number from low to high, both included."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of a few values: yes or no, a kind of region, a household size."""

    values: frozenset[Any]


@dataclass(frozen=True, slots=True)
class Days:
    """Some day from first to last, both included."""

    first: dt.date
    last: dt.date


NOT_KNOWN = frozenset((Range, OneOf, Days))


def is_known(value: object) -> bool:
    return value.__class__ not in NOT_KNOWN


def one_of(values: Iterable[Any]) -> Any:
    found = frozenset(values)
    return next(iter(found)) if len(found) == 1 else OneOf(found)


def span(low: int, high: int) -> int | Range:
    if low > high:
        raise ValueError(f"empty range {low}..{high}")
    return low if low == high else Range(low, high)


def lowest(value: Any) -> int:
    """The least amount a value can be; yes counts 1."""
    if isinstance(value, Range):
        return value.low
    if isinstance(value, OneOf):
        return int(min(value.values))
    return int(value)


def highest(value: Any) -> int:
    if isinstance(value, Range):
        return value.high
    if isinstance(value, OneOf):
        return int(max(value.values))
    return int(value)


def join(values: Iterable[Any]) -> Any:
    """The smallest description that holds all the values."""
    found = list(values)
    if all(isinstance(v, bool | str) or v is None or isinstance(v, OneOf) for v in found):
        return one_of(x for v in found for x in (v.values if isinstance(v, OneOf) else (v,)))
    return span(min(lowest(v) for v in found), max(highest(v) for v in found))


class Paths:
    """The turns taken at the comparisons that the ranges leave open, in one run of a rule."""

    def __init__(self, script: list[bool]) -> None:
        self.script = script
        self.position = 0

    def turn(self) -> bool:
        if self.position == len(self.script):
            self.script.append(True)
        taken = self.script[self.position]
        self.position += 1
        return taken


class Span:
    """A range in the middle of a run; a comparison that takes one turn narrows it for the rest of that run."""

    __slots__ = ("high", "low", "paths")
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, low: int, high: int, paths: Paths) -> None:
        self.low, self.high, self.paths = low, high, paths

    def _new(self, low: int, high: int) -> Span:
        return Span(low, high, self.paths)

    def __add__(self, other: Any) -> Span:
        low, high = _ends(other)
        return self._new(self.low + low, self.high + high)

    __radd__ = __add__

    def __neg__(self) -> Span:
        return self._new(-self.high, -self.low)

    def __sub__(self, other: Any) -> Span:
        low, high = _ends(other)
        return self._new(self.low - high, self.high - low)

    def __rsub__(self, other: Any) -> Span:
        return (-self).__add__(other)

    def __mul__(self, other: Any) -> Span:
        low, high = _ends(other)
        corners = (self.low * low, self.low * high, self.high * low, self.high * high)
        return self._new(min(corners), max(corners))

    __rmul__ = __mul__

    def __floordiv__(self, other: Any) -> Span:
        low, high = _ends(other)
        if low <= 0:
            raise TypeError("rules divide by positive whole numbers only")
        corners = (self.low // low, self.low // high, self.high // low, self.high // high)
        return self._new(min(corners), max(corners))

    def __rfloordiv__(self, other: int) -> Span:
        return self._new(other, other) // self

    def __lt__(self, other: Any) -> bool:
        return self._decide(other, 1)

    def __le__(self, other: Any) -> bool:
        return self._decide(other, 0)

    def __gt__(self, other: Any) -> bool:
        return not self._decide(other, 0)

    def __ge__(self, other: Any) -> bool:
        return not self._decide(other, 1)

    def __eq__(self, other: object) -> bool:
        low, high = _ends(other)
        if self.low > high or self.high < low:
            return False
        if self.low == self.high == low == high:
            return True
        if self.paths.turn():
            self.low, self.high = max(self.low, low), min(self.high, high)
            return True
        return False

    def __ne__(self, other: object) -> bool:
        return not self.__eq__(other)

    def __bool__(self) -> bool:
        return self != 0

    def __int__(self) -> int:
        raise TypeError("a rule may not ask for the exact value of an unknown number")

    __index__ = __int__

    def _decide(self, other: Any, strict: int) -> bool:
        """Is self + strict <= other? Known where the ranges say so, else one turn of the path."""
        low, high = _ends(other)
        if self.high + strict <= low:
            return True
        if self.low + strict > high:
            return False
        if self.paths.turn():
            self.high = min(self.high, high - strict)
            _raise_low(other, self.low + strict)
            return True
        self.low = max(self.low, low - strict + 1)
        _drop_high(other, self.high + strict - 1)
        return False


def _ends(value: Any) -> tuple[int, int]:
    if isinstance(value, Span):
        return value.low, value.high
    if isinstance(value, int):
        return value, value
    raise TypeError(f"rules work on whole numbers, not on {value!r}")


def _raise_low(value: Any, low: int) -> None:
    if isinstance(value, Span):
        value.low = max(value.low, low)


def _drop_high(value: Any, high: int) -> None:
    if isinstance(value, Span):
        value.high = min(value.high, high)


def explore(run: Callable[[Paths], Any]) -> Any:
    """Run once for every way the open comparisons can turn out; join what comes back."""
    found: list[Any] = []
    script: list[bool] = []
    while len(found) < MOST_PATHS:
        answer = run(Paths(script))
        found.append(span(answer.low, answer.high) if isinstance(answer, Span) else answer)
        while script and not script[-1]:
            script.pop()
        if not script:
            return join(found)
        script[-1] = False
    raise RuntimeError("a rule has too many open comparisons; split it into smaller rules")
