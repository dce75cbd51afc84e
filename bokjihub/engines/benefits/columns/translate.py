"""A rule read as it stands and written anew as code on whole numbers, for columns.

Words become codes, dates become numbers like 20260201, tables become places in one column of figures. Every argument is
read through `cells.read`, so what is not known is noticed where the rule uses it and nowhere else. What a rule does
beyond this (`while`, `try`, dates reckoned in days) is refused with the name of the rule.
"""

from __future__ import annotations

import ast
import datetime as dt
import inspect
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..errors import BadRules
from ..parameters import Parameter, Rounding
from ..rule import Rule
from .figures import Figures, Laid, Words, as_day

INT, TEXT, DAY, SCORE, LINK, VALUE, TABLE, ROUNDING = (
    "int",
    "text",
    "day",
    "score",
    "link",
    "value",
    "table",
    "rounding",
)
SCORE_UNIT = 1000
DAY_PARTS = {"year": "{} // 10000", "month": "{} // 100 % 100", "day": "{} % 100"}
PLAIN_CALLS = ("min", "max", "abs", "int", "bool")


class CannotCompile(BadRules):
    """A rule that does more than whole numbers, comparisons and look-ups."""

    def __init__(self, rule: str, what: str) -> None:
        super().__init__(f"'{rule}'은(는) 열로 계산할 수 없습니다: {what}", f"'{rule}' cannot run over columns: {what}")


@dataclass(frozen=True)
class Named:
    """What a name in a rule stands for."""

    kind: str
    parameter: Parameter | None = None
    constants: Mapping[Any, Any] | None = None


@dataclass
class Library:
    """The functions written so far, each once, and the figures they read."""

    figures: Figures
    functions: dict[tuple[Any, ...], str] = field(default_factory=dict)
    source: list[str] = field(default_factory=list)

    def rule(self, rule: Rule, kinds: Mapping[str, Named]) -> str:
        """The name of the function that works a rule out; it answers NULL when it met something unknown."""
        inner = self.function(rule.compute, rule.name, kinds)
        name = f"rule{inner.removeprefix('f')}"
        if (name,) not in self.functions:
            self.functions[(name,)] = name
            arguments = "".join(f", {need}" for need in rule.needs if kinds[need].kind in (INT, TEXT, DAY, SCORE, LINK))
            self.source.append(
                f"def {name}(single, tables, bad{arguments}):\n"
                f"    bad[0] = 0\n    answer = {inner}(single, tables, bad{arguments})\n"
                f"    return NULL if bad[0] else int(answer)\n"
            )
        return name

    def function(self, function: Callable[..., Any], rule: str, kinds: Mapping[str, Named]) -> str:
        bound = tuple((name, found.kind, found.parameter and found.parameter.name) for name, found in kinds.items())
        key = (function.__code__, bound)
        if key not in self.functions:
            name = self.functions[key] = f"f{len(self.functions)}"
            self.source.append(_Translation(self, function, rule, kinds).written(name))
        return self.functions[key]


def named_parameter(parameter: Parameter) -> Named:
    """One that was never published is a single value that nobody knows."""
    value = parameter.rows[0].value if parameter.rows else 0
    kind = ROUNDING if isinstance(value, Rounding) else TABLE if isinstance(value, dict) else VALUE
    return Named(kind, parameter)


def words_of(function: Callable[..., Any]) -> set[str]:
    """Every word a function spells out, so that all words have codes before anything is written."""
    found: set[str] = set()
    for node in ast.walk(_parsed(function)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.add(node.value)
        if isinstance(node, ast.JoinedStr):
            found |= _spelled(node)
        if isinstance(node, ast.Name):
            found |= _words_in(inspect.unwrap(function).__globals__.get(node.id))
    return found


def _words_in(value: Any) -> set[str]:
    if isinstance(value, str):
        return {value}
    if isinstance(value, Mapping):
        return {w for item in value.items() for w in item if isinstance(w, str)}
    return {w for w in value if isinstance(w, str)} if isinstance(value, tuple | frozenset | set) else set()


def _spelled(node: ast.JoinedStr) -> set[str]:
    """f"{grade}등급" may become any of 0등급..9등급."""
    if len([part for part in node.values if isinstance(part, ast.FormattedValue)]) != 1:
        return set()
    parts = [part.value if isinstance(part, ast.Constant) else None for part in node.values]
    return {"".join(str(n) if part is None else str(part) for part in parts) for n in range(10)}


def _parsed(function: Callable[..., Any]) -> ast.FunctionDef:
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    found = next((node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)), None)
    if found is None:
        raise CannotCompile(getattr(function, "__name__", "?"), "이름 없는 함수(lambda)")
    return found


class _Translation(ast.NodeTransformer):
    """One function. Every method answers what the node becomes; `kinds` says what each name stands for."""

    def __init__(self, library: Library, function: Callable[..., Any], rule: str, kinds: Mapping[str, Named]) -> None:
        self.library, self.rule, self.kinds = library, rule, dict(kinds)
        self.globals = function.__globals__
        self.function = function
        self.fixed: dict[str, Any] = {}
        self.locals: set[str] = set()

    def written(self, name: str) -> str:
        tree = _parsed(self.function)
        arguments = [a.arg for a in tree.args.args if self.kinds[a.arg].kind in (INT, TEXT, DAY, SCORE, LINK)]
        body = self._body(tree.body)
        head = f"def {name}(single, tables, bad{''.join(f', {a}' for a in arguments)}):\n"
        lines = "\n".join(ast.unparse(ast.fix_missing_locations(node)) for node in body)
        return head + textwrap.indent(lines, "    ") + "\n"

    def refuse(self, what: str) -> CannotCompile:
        return CannotCompile(self.rule, what)

    # statements

    def _body(self, nodes: list[ast.stmt]) -> list[ast.stmt]:
        found: list[ast.stmt] = []
        for node in nodes:
            result = self.visit(node)
            found += result if isinstance(result, list) else [result] if result is not None else []
        return found

    def generic_visit(self, node: ast.AST) -> ast.AST:
        if not isinstance(node, _KNOWN):
            raise self.refuse(f"{type(node).__name__} ({ast.unparse(node)})")
        return super().generic_visit(node)

    def visit_Expr(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):
            raise self.refuse(ast.unparse(node))

    def visit_If(self, node: ast.If) -> ast.stmt:
        return ast.If(self.visit(node.test), self._body(node.body) or [ast.Pass()], self._body(node.orelse))

    def visit_For(self, node: ast.For) -> list[ast.stmt]:
        """A loop over a few fixed values is written out."""
        if not isinstance(node.target, ast.Name) or node.orelse:
            raise self.refuse(ast.unparse(node.target))
        found: list[ast.stmt] = []
        for value in self._fixed_values(node.iter):
            self.fixed[node.target.id] = value
            found += self._body([ast.parse(ast.unparse(part)).body[0] for part in node.body])
        del self.fixed[node.target.id]
        return found

    def visit_AnnAssign(self, node: ast.AnnAssign) -> Any:
        assert node.value is not None
        return self.visit(ast.Assign([node.target], node.value, lineno=node.lineno))

    def visit_Assign(self, node: ast.Assign) -> ast.stmt | None:
        target = node.targets[0]
        if not isinstance(target, ast.Name):
            raise self.refuse(ast.unparse(node))
        if isinstance(node.value, ast.Name) and self.named(node.value.id).kind in (TABLE, ROUNDING):
            self.kinds[target.id] = self.named(node.value.id)
            return None
        kind = self.kind(node.value)
        value = self.visit(node.value)
        self.kinds[target.id] = Named(kind)
        self.locals.add(target.id)
        return ast.Assign([ast.Name(target.id, ast.Store())], value, lineno=0)

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.stmt:
        if not isinstance(node.target, ast.Name) or node.target.id not in self.locals:
            raise self.refuse(ast.unparse(node))
        return ast.AugAssign(node.target, node.op, self.visit(node.value))

    # what names stand for

    def named(self, name: str) -> Named:
        if name in self.kinds:
            return self.kinds[name]
        value = self.globals.get(name)
        if isinstance(value, Mapping):
            return Named(TABLE, constants=value)
        if name in self.fixed:
            value = self.fixed[name]
        return Named(TEXT if isinstance(value, str) else INT)

    def kind(self, node: ast.expr) -> str:
        if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str)):
            return TEXT
        if isinstance(node, ast.IfExp):
            return self.kind(node.body)
        if isinstance(node, ast.Name):
            kind = self.named(node.id).kind
            return kind if kind in (TEXT, DAY, SCORE) else INT
        return INT

    def _fixed_values(self, node: ast.expr) -> tuple[Any, ...]:
        """The members of a tuple that is spelled out or named above the rules."""
        if isinstance(node, ast.Tuple | ast.Set | ast.List):
            return tuple(self._fixed_value(part) for part in node.elts)
        value = self.globals.get(node.id) if isinstance(node, ast.Name) else None
        if not isinstance(value, tuple | frozenset | set):
            raise self.refuse(f"{ast.unparse(node)}: 정해진 값의 묶음이 아님")
        return tuple(value) if isinstance(value, tuple) else tuple(sorted(value, key=str))

    def _fixed_value(self, node: ast.expr) -> Any:
        if isinstance(node, ast.Constant):
            return node.value
        if isinstance(node, ast.Name):
            return self.fixed.get(node.id, self.globals.get(node.id))
        raise self.refuse(ast.unparse(node))

    # expressions

    def constant(self, value: Any) -> ast.expr:
        if isinstance(value, str):
            return ast.Constant(self.library.figures.codes[value])
        if isinstance(value, dt.date):
            return ast.Constant(as_day(value))
        if isinstance(value, bool | int):
            return ast.Constant(value)
        raise self.refuse(f"{value!r}")

    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        return self.constant(node.value)

    def visit_Name(self, node: ast.Name) -> ast.expr:
        if node.id in self.locals:
            return node
        if node.id in self.fixed:
            return self.constant(self.fixed[node.id])
        if node.id not in self.kinds:
            return self.constant(self.globals.get(node.id))
        named = self.kinds[node.id]
        if named.kind in (INT, TEXT, DAY, SCORE, LINK):
            return _call("read", node, _BAD)
        if named.kind != VALUE or named.parameter is None:
            raise self.refuse(f"표 '{node.id}'을(를) 통째로 씀")
        place = self.library.figures.single(named.parameter)
        return _call("read", ast.parse(f"single[{place}]", mode="eval").body, _BAD)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.expr:
        text = ""
        for part in node.values:
            text += str(self._fixed_value(part.value if isinstance(part, ast.FormattedValue) else part))
        return self.constant(text)

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        if node.attr not in DAY_PARTS or self.kind(node.value) != DAY:
            raise self.refuse(ast.unparse(node))
        day = ast.unparse(ast.fix_missing_locations(self.visit(node.value)))
        return ast.parse(f"({DAY_PARTS[node.attr].format(day)})", mode="eval").body

    def visit_Compare(self, node: ast.Compare) -> ast.expr:
        if len(node.ops) == 1 and isinstance(node.ops[0], ast.Is | ast.IsNot):
            return self._is_none(node)
        if len(node.ops) == 1 and isinstance(node.ops[0], ast.In | ast.NotIn):
            return self._is_among(node)
        sides = [node.left, *node.comparators]
        scored = any(self.kind(side) == SCORE for side in sides)
        written = [self._scaled(side) if scored else self.visit(side) for side in sides]
        return ast.Compare(written[0], node.ops, written[1:])

    def _scaled(self, side: ast.expr) -> ast.expr:
        found: ast.expr = self.visit(side)
        return found if self.kind(side) == SCORE else ast.BinOp(found, ast.Mult(), ast.Constant(SCORE_UNIT))

    def _is_none(self, node: ast.Compare) -> ast.expr:
        """Only the name of a person is ever None; every other argument has a value here."""
        is_link = isinstance(node.left, ast.Name) and self.named(node.left.id).kind == LINK
        found: ast.expr = ast.Constant(False)
        if is_link:
            found = ast.Compare(self.visit(node.left), [ast.Eq()], [ast.Constant(-1)])
        return ast.UnaryOp(ast.Not(), found) if isinstance(node.ops[0], ast.IsNot) else found

    def _is_among(self, node: ast.Compare) -> ast.expr:
        found: list[ast.expr] = [
            ast.Compare(self.visit(node.left), [ast.Eq()], [self.constant(value)])
            for value in self._fixed_values(node.comparators[0])
        ]
        among: ast.expr = ast.BoolOp(ast.Or(), found) if len(found) > 1 else found[0]
        return ast.UnaryOp(ast.Not(), among) if isinstance(node.ops[0], ast.NotIn) else among

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        """A divisor that is not known reads as 0 and must not stop the run."""
        left, right = self.visit(node.left), self.visit(node.right)
        if isinstance(node.op, ast.FloorDiv) and not isinstance(right, ast.Constant):
            return _call("divided", left, right, _BAD)
        if isinstance(node.op, ast.Add | ast.Sub | ast.Mult | ast.FloorDiv | ast.Mod):
            return ast.BinOp(left, node.op, right)
        raise self.refuse(ast.unparse(node))

    # tables, roundings and other functions

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        if not isinstance(node.value, ast.Name) or self.named(node.value.id).kind != TABLE:
            raise self.refuse(ast.unparse(node))
        named = self.named(node.value.id)
        source: Any = named.parameter or named.constants
        name = named.parameter.name if named.parameter else f"{self.globals['__name__']}.{node.value.id}"
        pattern, keys = self._key(node.slice)
        laid = self.library.figures.table(name, source, pattern, tuple(self._key_kind(k) for k in keys))
        place = self._place(laid, keys)
        return _call("cell", ast.Name("tables", ast.Load()), ast.Constant(laid.offset), place, _BAD)

    def _key(self, node: ast.expr) -> tuple[tuple[str | None, ...], list[ast.expr]]:
        if not isinstance(node, ast.JoinedStr):
            return (None,), [node]
        parts = [None if isinstance(p, ast.FormattedValue) else str(self._fixed_value(p)) for p in node.values]
        return tuple(parts), [part.value for part in node.values if isinstance(part, ast.FormattedValue)]

    def _key_kind(self, node: ast.expr) -> str:
        return TEXT if self.kind(node) == TEXT else INT

    def _place(self, laid: Laid, keys: list[ast.expr]) -> ast.expr:
        place: ast.expr | None = None
        for direction, key in zip(laid.directions, keys, strict=True):
            value: ast.expr = self.visit(key)
            if isinstance(direction, Words):
                size, count = len(self.library.figures.codes) + 1, len(direction.words)
                found = _call(
                    "place", ast.Name("tables", ast.Load()), ast.Constant(direction.offset), ast.Constant(size), value
                )
            else:
                count = direction.high - direction.low + 1
                found = _call("within", ast.Constant(direction.low), ast.Constant(direction.high), value)
            place = found if place is None else _call("beside", place, ast.Constant(count), found)
        assert place is not None
        return place

    def visit_Call(self, node: ast.Call) -> ast.expr:
        if isinstance(node.func, ast.Attribute) and ast.unparse(node.func) in ("dt.date", "datetime.date"):
            return self.constant(dt.date(*(self._fixed_value(part) for part in node.args)))
        if not isinstance(node.func, ast.Name) or node.keywords:
            raise self.refuse(ast.unparse(node))
        name = node.func.id
        if name in self.kinds and self.kinds[name].kind == ROUNDING:
            return self._rounding(self.kinds[name], node.args)
        if name in PLAIN_CALLS and name not in self.globals:
            return ast.Call(node.func, [self.visit(part) for part in node.args], [])
        other = self.globals.get(name)
        other = other.compute if isinstance(other, Rule) else other
        if not inspect.isfunction(other):
            raise self.refuse(ast.unparse(node))
        return self._other(other, node.args)

    def _rounding(self, named: Named, arguments: list[ast.expr]) -> ast.expr:
        assert named.parameter is not None
        place = self.library.figures.single(named.parameter)
        amount = [self.visit(part) for part in arguments] + [ast.Constant(1)] * (2 - len(arguments))
        mode, won = (ast.parse(f"single[{place + n}]", mode="eval").body for n in (0, 1))
        return _call("rounded", mode, won, *amount, _BAD)

    def _other(self, other: Callable[..., Any], arguments: list[ast.expr]) -> ast.expr:
        """A function shared by rules, written once for each table it is used with."""
        kinds: dict[str, Named] = {}
        passed: list[ast.expr] = []
        for name, given in zip(inspect.signature(other).parameters, arguments, strict=True):
            known = self.named(given.id) if isinstance(given, ast.Name) else Named(self.kind(given))
            if known.kind in (TABLE, ROUNDING):
                kinds[name] = known
                continue
            kinds[name] = Named(INT if known.kind == VALUE else known.kind)
            passed.append(self.visit(given))
        name = self.library.function(other, self.rule, kinds)
        return _call(name, ast.Name("single", ast.Load()), ast.Name("tables", ast.Load()), _BAD, *passed)


_BAD = ast.Name("bad", ast.Load())
_KNOWN = (
    ast.Return, ast.Pass, ast.IfExp, ast.BoolOp, ast.UnaryOp, ast.Tuple, ast.expr_context, ast.boolop,
    ast.operator, ast.unaryop,
)  # fmt: skip


def _call(name: str, *arguments: ast.expr) -> ast.expr:
    return ast.Call(ast.Name(name, ast.Load()), list(arguments), [])
