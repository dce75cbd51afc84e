"""The XPath a form may use: a small language with the meaning the browser's engine gives it (XPath 1.0 and ODK XForms).

Subset: numbers, 'texts', ${name}, . (this answer), + - * div mod, = != < <= > >=, and or, brackets, and the functions below.
`limit('code')` is ours: a dated, nurse-approved value; only the sheets the server alone reads (bands, flags) may use it.
An answer that is not relevant or not given is the empty text, as in the engine.
"""

import datetime as dt
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

Value = str | float | bool
TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<text>'[^']*'|\"[^\"]*\")|\$\{\s*(?P<ref>[^}\s]+)\s*\}"
    r"|(?P<op><=|>=|!=|[=<>+*(),-])|(?P<word>[A-Za-z_][\w-]*)|(?P<dot>\.))"
)
EPOCH = dt.date(1970, 1, 1)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class ExpressionBroken(ValueError):
    """The expression cannot be read: the sentence says where and why."""


@dataclass(frozen=True)
class Here:
    """What an expression is asked against: every answer, this one's own, today, the approved limits."""

    answer: Callable[[str], str]
    own: str = ""
    today: dt.date = field(default_factory=dt.date.today)
    limits: Mapping[str, float] = field(default_factory=dict)


class LimitMissing(LookupError):
    """A limit nobody approved: the rule that needs it is not judged."""


Node = Callable[[Here], Value]


@dataclass(frozen=True)
class Expression:
    """A read expression and the names it asks for."""

    source: str
    names: frozenset[str]
    limits: frozenset[str]
    node: Node

    def value(self, here: Here) -> Value:
        """Its value against the answers."""
        return self.node(here)

    def holds(self, here: Here) -> bool:
        """Its truth."""
        return truth(self.node(here))


@lru_cache(maxsize=2048)
def read(source: str, *, with_limits: bool = False) -> Expression:
    """Read an expression of the subset, or say what is wrong with it."""
    parser = _Parser(source)
    node = parser.disjunction()
    parser.end()
    if parser.limits and not with_limits:
        raise ExpressionBroken("limit()는 판정·살필 것 시트에서만 씁니다")
    return Expression(source, frozenset(parser.names), frozenset(parser.limits), node)


def truth(value: Value) -> bool:
    """boolean(): a text is true when not empty, a number when not zero."""
    if isinstance(value, float):
        return value != 0 and not math.isnan(value)
    return bool(value)


def number(value: Value) -> float:
    """number(): a day counts as days since 1970, a text that is no number as not-a-number."""
    if isinstance(value, bool):
        return 1.0 if value else 0.0
    if isinstance(value, float):
        return value
    text = value.strip()
    if DAY.fullmatch(text[:10]):
        try:
            return float((dt.date.fromisoformat(text[:10]) - EPOCH).days)
        except ValueError:
            return math.nan
    return float(text) if re.fullmatch(r"-?(?:\d+\.?\d*|\.\d+)", text) else math.nan


def text(value: Value) -> str:
    """string(): whole numbers without a point."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        if math.isnan(value):
            return "NaN"
        return str(int(value)) if value == int(value) else repr(value)
    return value


def _equal(left: Value, right: Value) -> bool:
    if isinstance(left, bool) or isinstance(right, bool):
        return truth(left) == truth(right)
    if isinstance(left, float) or isinstance(right, float):
        return number(left) == number(right)
    return left == right


COMPARE: dict[str, Callable[[Value, Value], bool]] = {
    "=": _equal,
    "!=": lambda left, right: not _equal(left, right),
    "<": lambda left, right: number(left) < number(right),
    "<=": lambda left, right: number(left) <= number(right),
    ">": lambda left, right: number(left) > number(right),
    ">=": lambda left, right: number(left) >= number(right),
}
ARITHMETIC: dict[str, Callable[[float, float], float]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "div": lambda left, right: left / right if right else math.nan if not left else math.copysign(math.inf, left),
    "mod": lambda left, right: math.fmod(left, right) if right else math.nan,
}


def _round(value: float, places: float = 0.0) -> float:
    """round(): a half goes up, as in XPath, not to the even number."""
    if math.isnan(value):
        return value
    scale = 10.0 ** int(places)
    return math.floor(value * scale + 0.5) / scale


def _coalesce(values: list[Value]) -> Value:
    return next((value for value in values if text(value) != ""), "")


def _matches(value: str, pattern: str) -> bool:
    """regex(): the whole text."""
    try:
        return re.fullmatch(pattern, value) is not None
    except re.error as error:
        raise ExpressionBroken(f"정규식 ‘{pattern}’을 읽지 못합니다") from error


# name: (fewest, most arguments, what it does with the values)
FUNCTIONS: dict[str, tuple[int, int, Callable[[list[Value], Here], Value]]] = {
    "true": (0, 0, lambda _, __: True),
    "false": (0, 0, lambda _, __: False),
    "not": (1, 1, lambda v, _: not truth(v[0])),
    "boolean": (1, 1, lambda v, _: truth(v[0])),
    "number": (1, 1, lambda v, _: number(v[0])),
    "string": (1, 1, lambda v, _: text(v[0])),
    "int": (1, 1, lambda v, _: float(math.trunc(n)) if not math.isnan(n := number(v[0])) else n),
    "round": (1, 2, lambda v, _: _round(number(v[0]), number(v[1]) if len(v) > 1 else 0.0)),
    "abs": (1, 1, lambda v, _: abs(number(v[0]))),
    "min": (1, 30, lambda v, _: min(found) if (found := _numbers(v)) else math.nan),
    "max": (1, 30, lambda v, _: max(found) if (found := _numbers(v)) else math.nan),
    "coalesce": (2, 2, lambda v, _: _coalesce(v)),
    "concat": (1, 30, lambda v, _: "".join(map(text, v))),
    "string-length": (1, 1, lambda v, _: float(len(text(v[0])))),
    "contains": (2, 2, lambda v, _: text(v[1]) in text(v[0])),
    "regex": (2, 2, lambda v, _: _matches(text(v[0]), text(v[1]))),
    "selected": (2, 2, lambda v, _: text(v[1]) in text(v[0]).split()),
    "count-selected": (1, 1, lambda v, _: float(len(text(v[0]).split()))),
    "today": (0, 0, lambda _, here: here.today.isoformat()),
    "limit": (1, 1, lambda v, here: _limit(text(v[0]), here)),
}


def _numbers(values: list[Value]) -> list[float]:
    found = [number(value) for value in values if text(value) != ""]
    return [math.nan] if any(map(math.isnan, found)) else found


def _limit(code: str, here: Here) -> float:
    if code not in here.limits:
        raise LimitMissing(code)
    return here.limits[code]


class _Parser:
    """Recursive descent: or > and > equality > relation > sum > product > sign > value."""

    def __init__(self, source: str) -> None:
        self.tokens = list(_tokens(source))
        self.place = 0
        self.names: set[str] = set()
        self.limits: set[str] = set()

    def peek(self) -> tuple[str, str]:
        return self.tokens[self.place] if self.place < len(self.tokens) else ("end", "")

    def take(self, *wanted: str) -> str:
        kind, word = self.peek()
        if kind in ("op", "word") and word in wanted:
            self.place += 1
            return word
        return ""

    def need(self, wanted: str) -> None:
        if not self.take(wanted):
            raise ExpressionBroken(f"‘{wanted}’가 있어야 할 곳에 ‘{self.peek()[1] or '끝'}’이 있습니다")

    def end(self) -> None:
        if self.place < len(self.tokens):
            raise ExpressionBroken(f"‘{self.peek()[1]}’부터 읽지 못합니다")

    def disjunction(self) -> Node:
        left = self.conjunction()
        while self.take("or"):
            left = _either(left, self.conjunction())
        return left

    def conjunction(self) -> Node:
        left = self.comparison(("=", "!="))
        while self.take("and"):
            left = _both(left, self.comparison(("=", "!=")))
        return left

    def comparison(self, signs: tuple[str, ...]) -> Node:
        deeper = ("<", "<=", ">", ">=")
        left = self.comparison(deeper) if signs != deeper else self.sum()
        while sign := self.take(*signs):
            right = self.comparison(deeper) if signs != deeper else self.sum()
            left = _compared(COMPARE[sign], left, right)
        return left

    def sum(self) -> Node:
        left = self.product()
        while sign := self.take("+", "-"):
            left = _calculated(ARITHMETIC[sign], left, self.product())
        return left

    def product(self) -> Node:
        left = self.signed()
        while sign := self.take("*", "div", "mod"):
            left = _calculated(ARITHMETIC[sign], left, self.signed())
        return left

    def signed(self) -> Node:
        if self.take("-"):
            inner = self.signed()
            return lambda here: -number(inner(here))
        return self.value()

    def value(self) -> Node:
        kind, word = self.peek()
        self.place += 1
        if kind == "number":
            return lambda _, found=float(word): found  # type: ignore[misc]
        if kind == "text":
            return lambda _, found=word[1:-1]: found  # type: ignore[misc]
        if kind == "ref":
            self.names.add(word)
            return lambda here: here.answer(word)
        if kind == "dot":
            return lambda here: here.own
        if (kind, word) == ("op", "("):
            inner = self.disjunction()
            self.need(")")
            return inner
        if kind == "word":
            return self.call(word)
        raise ExpressionBroken(f"‘{word or '끝'}’에서 값을 기다립니다")

    def call(self, name: str) -> Node:
        self.need("(")
        arguments: list[Node] = []
        while not self.take(")"):
            arguments.append(self.disjunction())
            if not self.take(","):
                self.need(")")
                break
        if name == "if":
            return self.condition(arguments)
        if name not in FUNCTIONS:
            raise ExpressionBroken(f"쓸 수 없는 함수입니다: {name}(). 쓸 수 있는 것: if, {', '.join(FUNCTIONS)}")
        fewest, most, act = FUNCTIONS[name]
        if not fewest <= len(arguments) <= most:
            raise ExpressionBroken(f"{name}()에 넣은 값이 {len(arguments)}개입니다({fewest}–{most}개)")
        if name == "regex" and self.tokens[self.place - 2][0] == "text":
            _matches("", self.tokens[self.place - 2][1][1:-1])  # said while the form is read, not at somebody's door
        if name == "limit":
            self.limits.add(str(self.tokens[self.place - 2][1]).strip("'\""))
        return lambda here: act([argument(here) for argument in arguments], here)

    def condition(self, arguments: list[Node]) -> Node:
        if len(arguments) != 3:
            raise ExpressionBroken("if(조건, 참일 때, 거짓일 때)처럼 세 가지를 넣습니다")
        asked, yes, no = arguments
        return lambda here: yes(here) if truth(asked(here)) else no(here)


def _tokens(source: str) -> Any:
    place = 0
    while source[place:].strip():
        found = TOKEN.match(source, place)
        if found is None:
            raise ExpressionBroken(f"‘{source[place:].strip()[:12]}’을 읽지 못합니다")
        kind = str(found.lastgroup)
        yield kind, found.group(kind)
        place = found.end()


def _either(left: Node, right: Node) -> Node:
    return lambda here: truth(left(here)) or truth(right(here))


def _both(left: Node, right: Node) -> Node:
    return lambda here: truth(left(here)) and truth(right(here))


def _compared(compare: Callable[[Value, Value], bool], left: Node, right: Node) -> Node:
    return lambda here: compare(left(here), right(here))


def _calculated(act: Callable[[float, float], float], left: Node, right: Node) -> Node:
    return lambda here: act(number(left(here)), number(right(here)))
