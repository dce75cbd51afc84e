"""Code on whole numbers made into machine code, by LLVM.

The code that `program` writes knows one kind of value, a whole number of 64 bits, and columns of them; it has no other
statements than those below. That makes a translator of two pages enough and the whole law of a day ready within a
second or two, where a general compiler takes minutes over so many small functions (ADR 0007).
"""

from __future__ import annotations

import ast
import ctypes
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import llvmlite
import llvmlite.binding as llvm
from llvmlite import ir

from . import shelf

WORD, HALF, BYTE, BIT, FLOAT = ir.IntType(64), ir.IntType(32), ir.IntType(8), ir.IntType(1), ir.DoubleType()
COLUMNS = (
    "starts", "homes", "persons", "links", "single", "tables", "figures", "kept", "bad", "statuses", "won",
    "home_answers", "person_answers", "told", "found", "days", "views", "long_ones", "words", "bits", "odd",
)  # fmt: skip
BYTES, HALVES = ("statuses", "bits"), ("days",)
NOTES = ("bad", "odd")  # one cell each, in which something is noted
_TRANSLATOR = (Path(__file__).read_bytes(), llvmlite.__version__, llvm.llvm_version_info)
SIDE_BY_SIDE = "side_by_side"  # a `range` whose turns do not read what another of them writes
LANES, ABREAST = 8, 16  # turns in one step of the processor, and in one step of such a loop: two of them side by side
COMPARED = {ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}


def machine_code(
    source: str, entry: str, constants: Mapping[str, int], fixed: Mapping[str, Sequence[int | None]] | None = None
) -> Callable[..., int]:
    """The function `entry` of the source, ready to be called with addresses and numbers in the order of its names.

    `fixed` are columns that never change for this code: what they hold is worked into it, and a division by such a
    number becomes a multiplication. A number left out (None) is read from the column that is handed over.
    """
    _start()
    machine = _machine()
    key = shelf.key_of(*_TRANSLATOR, machine.triple, *_processor(), source, entry, constants, fixed)
    code = shelf.found(key)
    if code is None:
        code = machine.emit_object(_made(source, entry, constants, fixed or {}, machine))
        shelf.put(key, code)
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), machine)
    engine.add_object_file(llvm.ObjectFileRef.from_data(code))
    engine.finalize_object()
    return _callable(engine, entry, source)


def _callable(engine: Any, entry: str, source: str) -> Callable[..., int]:
    heads = (node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef))
    names = next([a.arg for a in node.args.args] for node in heads if node.name == entry)
    arguments = [ctypes.c_int64 if _type(name) == WORD else ctypes.c_void_p for name in names]
    found: Callable[..., int] = ctypes.CFUNCTYPE(ctypes.c_int64, *arguments)(engine.get_function_address(entry))
    found.keeps = engine  # type: ignore[attr-defined]  # the code lives as long as its engine
    return found


def _made(
    source: str, entry: str, constants: Mapping[str, int], fixed: Mapping[str, Sequence[int | None]], machine: Any
) -> Any:
    functions = [node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)]
    module = ir.Module("columns")
    declared = {node.name: _declared(module, node, inside=node.name != entry) for node in functions}
    kept = {name: _Fixed(_fixed_column(module, name, numbers), numbers) for name, numbers in fixed.items()}
    side = _Side(module)
    for node in functions:
        _Function(declared, node, constants, kept, side).write()
    return _optimised(side.text(), machine)


@dataclass(frozen=True)
class _Fixed:
    """A column that never changes: where it stands (nowhere, when some of it is left out), and what it holds."""

    column: Any
    numbers: Sequence[int | None]


class _Side:
    """What LLVM is told of loops whose turns do not read what another turn writes: all turns may run side by side."""

    def __init__(self, module: ir.Module) -> None:
        self.module, self.loops = module, 0
        self.group = module.add_metadata(["side by side"])
        self.parallel = module.add_metadata(["llvm.loop.parallel_accesses", self.group])
        self.width = [
            module.add_metadata([f"llvm.loop.{what}", HALF(count)])
            for what, count in (("vectorize.width", LANES), ("interleave.count", ABREAST // LANES))
        ]

    def loop(self) -> Any:
        self.loops += 1
        return self.module.add_metadata([f"loop {self.loops}"])

    def text(self) -> str:
        """A loop's name refers to itself, which `llvmlite` cannot write."""
        told = ", ".join(one.get_reference() for one in (self.parallel, *self.width))
        text = re.sub(r'(!\d+) = !{ !"loop \d+" }', rf"\1 = distinct !{{ \1, {told} }}", str(self.module))
        return text.replace('!{ !"side by side" }', "distinct !{}")


def _fixed_column(module: ir.Module, name: str, numbers: Sequence[int | None]) -> Any:
    if None in numbers:
        return None
    kind = ir.ArrayType(WORD, len(numbers))
    column = ir.GlobalVariable(module, kind, f"fixed.{name}")
    column.initializer = ir.Constant(kind, [WORD(number) for number in numbers])
    column.global_constant, column.linkage = True, "internal"
    return column.bitcast(WORD.as_pointer())


def _start() -> None:
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()


def _processor() -> tuple[str, str]:
    return llvm.get_host_cpu_name(), llvm.get_host_cpu_features().flatten()


def _machine() -> Any:
    return llvm.Target.from_default_triple().create_target_machine(cpu=llvm.get_host_cpu_name(), opt=2)


def _optimised(text: str, machine: Any) -> Any:
    module = llvm.parse_assembly(text)
    module.verify()
    options = llvm.create_pipeline_tuning_options(speed_level=2)
    options.loop_vectorization = True
    builder = llvm.create_pass_builder(machine, options)
    builder.getModulePassManager().run(module, builder)
    return module


def _declared(module: ir.Module, node: ast.FunctionDef, *, inside: bool) -> ir.Function:
    types = [_type(argument.arg) for argument in node.args.args]
    function = ir.Function(module, ir.FunctionType(WORD, types), node.name.encode("ascii").decode())
    for argument in function.args:
        if argument.type != WORD:
            argument.add_attribute("noalias")
    if inside:
        function.linkage = "internal"
    return function


def _type(name: str) -> Any:
    if name in BYTES:
        return BYTE.as_pointer()
    if name in HALVES:
        return HALF.as_pointer()
    return WORD.as_pointer() if name in COLUMNS else WORD


class _Function:
    """One function: names that change are kept in memory, which LLVM turns into registers."""

    def __init__(
        self,
        declared: Mapping[str, ir.Function],
        node: ast.FunctionDef,
        constants: Mapping[str, int],
        fixed: Mapping[str, _Fixed],
        side: _Side,
    ) -> None:
        self.declared, self.node, self.constants, self.fixed = declared, node, constants, fixed
        self.side = side
        self.function = declared[node.name]
        self.builder = ir.IRBuilder(self.function.append_basic_block("entry"))
        self.columns: dict[str, Any] = {}
        self.names: dict[str, Any] = {}

    def write(self) -> None:
        for argument, given in zip(self.node.args.args, self.function.args, strict=True):
            if argument.arg in NOTES and self.function.linkage != "internal":
                self.columns[argument.arg] = self._memory()  # our own, so that it need not go through memory at all
            elif argument.arg in COLUMNS:
                fixed = self.fixed.get(argument.arg)
                self.columns[argument.arg] = fixed.column if fixed and fixed.column else given
            else:
                self.builder.store(given, self._name(argument.arg))
        for part in ast.walk(self.node):
            if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
                self._name(part.id)
        self._block(self.node.body)
        if not self.builder.block.is_terminated:
            self.builder.ret(_word(0))

    def _name(self, name: str) -> Any:
        if name not in self.names:
            self.names[name] = self._memory()
        return self.names[name]

    def _memory(self) -> Any:
        """Room for one number, taken once for the whole function and not again in every turn of a loop."""
        with self.builder.goto_entry_block():
            room = self.builder.alloca(WORD)
            self.builder.store(_word(0), room)
        return room

    # statements

    def _block(self, nodes: Sequence[ast.stmt]) -> None:
        for node in nodes:
            if self.builder.block.is_terminated:
                return
            STATEMENTS[type(node)](self, node)

    def assign(self, node: ast.Assign) -> None:
        target = node.targets[0]
        if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            for one, value in zip(target.elts, node.value.elts, strict=True):
                self._store(one, self.value(value))
        else:
            self._store(target, self.value(node.value))

    def _store(self, target: ast.expr, value: Any) -> None:
        if isinstance(target, ast.Subscript):
            place = self._place(target)
            written = self.builder.store(
                self.builder.trunc(value, BYTE) if place.type.pointee == BYTE else value, place
            )
            written.set_metadata("llvm.access.group", self.side.group)
        elif isinstance(target, ast.Name):
            self.builder.store(value, self.names[target.id])

    def add_to(self, node: ast.AugAssign) -> None:
        """What is added may itself read and change the target, so the target is read last."""
        value = self.value(node.value)
        place = self._place(node.target) if isinstance(node.target, ast.Subscript) else self._named(node.target)
        self.builder.store(self._worked_out(node.op, self.builder.load(place), value), place)

    def _named(self, target: ast.expr) -> Any:
        assert isinstance(target, ast.Name)
        return self.names[target.id]

    def branch(self, node: ast.If) -> None:
        with self.builder.if_else(self._is_true(self.value(node.test))) as (then, otherwise):
            with then:
                self._block(node.body)
            with otherwise:
                self._block(node.orelse)
        if self._both_return(node):
            self.builder.unreachable()

    def _both_return(self, node: ast.stmt) -> bool:
        if isinstance(node, ast.Return):
            return True
        if not isinstance(node, ast.If):
            return False
        return all(any(self._both_return(part) for part in side) for side in (node.body, node.orelse))

    def loop(self, node: ast.For) -> None:
        """for name in range(number), or in side_by_side(number)"""
        assert isinstance(node.target, ast.Name)
        assert isinstance(node.iter, ast.Call)
        counter, end = self.names[node.target.id], self.value(node.iter.args[0])
        test, body, after = (self.function.append_basic_block(n) for n in ("test", "body", "after"))
        self.builder.store(_word(0), counter)
        self.builder.branch(test)
        self.builder.position_at_end(test)
        self.builder.cbranch(self.builder.icmp_signed("<", self.builder.load(counter), end), body, after)
        self.builder.position_at_end(body)
        self._block(node.body)
        self.builder.store(self.builder.add(self.builder.load(counter), _word(1)), counter)
        again = self.builder.branch(test)
        if isinstance(node.iter.func, ast.Name) and node.iter.func.id == SIDE_BY_SIDE:
            again.set_metadata("llvm.loop", self.side.loop())
        self.builder.position_at_end(after)

    def give_back(self, node: ast.Return) -> None:
        assert node.value is not None
        self.builder.ret(self.value(node.value))

    def called(self, node: ast.Expr) -> None:
        """A call for what it writes; a docstring is nothing."""
        if isinstance(node.value, ast.Call):
            self.value(node.value)

    def nothing(self, node: ast.stmt) -> None:
        """`pass`."""

    # expressions

    def value(self, node: ast.expr) -> Any:
        return EXPRESSIONS[type(node)](self, node)

    def constant(self, node: ast.Constant) -> Any:
        return _word(int(node.value))  # type: ignore[arg-type]

    def name(self, node: ast.Name) -> Any:
        if node.id in self.constants:
            return _word(self.constants[node.id])
        return self.columns[node.id] if node.id in self.columns else self.builder.load(self.names[node.id])

    def at(self, node: ast.Subscript) -> Any:
        assert isinstance(node.value, ast.Name)
        fixed = self.fixed.get(node.value.id)
        if fixed is not None and isinstance(node.slice, ast.Constant):
            number = fixed.numbers[int(node.slice.value)]  # type: ignore[arg-type]
            if number is not None:
                return _word(number)
        found = self.builder.load(self._place(node))
        found.set_metadata("llvm.access.group", self.side.group)
        return found if found.type == WORD else self.builder.sext(found, WORD)

    def _place(self, node: ast.Subscript) -> Any:
        """In a column that was handed over, or in one whose address is kept as a number."""
        assert isinstance(node.value, ast.Name)
        column = self.columns.get(node.value.id)
        if column is None:
            column = self.builder.inttoptr(self.builder.load(self.names[node.value.id]), WORD.as_pointer())
        return self.builder.gep(column, [self.value(node.slice)])

    def two_sides(self, node: ast.BinOp) -> Any:
        return self._worked_out(node.op, self.value(node.left), self.value(node.right))

    def _worked_out(self, op: ast.operator, left: Any, right: Any) -> Any:
        if isinstance(op, ast.FloorDiv | ast.Mod):
            return self._divided(left, right, rest=isinstance(op, ast.Mod))
        build = self.builder
        plain = {
            ast.Add: build.add,
            ast.Sub: build.sub,
            ast.Mult: build.mul,
            ast.BitOr: build.or_,
            ast.BitAnd: build.and_,
            ast.RShift: build.ashr,
        }
        return plain[type(op)](left, right)

    def _divided(self, left: Any, right: Any, *, rest: bool) -> Any:
        """Rounded down as Python does it, also below zero.

        Processors divide whole numbers one by one, and fractions eight at a time: the quotient is estimated as a
        fraction and put right by the rest, which is exact as long as it is below 2**51 (and a fact is below 10**12).
        """
        build = self.builder
        if isinstance(right, ir.Constant) and right.constant == 1:
            return _word(0) if rest else left
        shares = build.sitofp(left, FLOAT)
        if isinstance(right, ir.Constant):
            shares = build.fmul(shares, ir.Constant(FLOAT, 1.0 / right.constant))
        else:
            shares = build.fdiv(shares, build.sitofp(right, FLOAT))
        quotient = build.fptosi(shares, WORD)
        remainder = build.sub(left, build.mul(quotient, right))
        below, above = build.icmp_signed("<", remainder, _word(0)), build.icmp_signed(">=", remainder, right)
        if rest:
            more, less = build.select(below, right, _word(0)), build.select(above, right, _word(0))
            return build.sub(build.add(remainder, more), less)
        return build.sub(build.add(quotient, build.zext(above, WORD)), build.zext(below, WORD))

    def one_side(self, node: ast.UnaryOp) -> Any:
        value = self.value(node.operand)
        if isinstance(node.op, ast.Not):
            return self.builder.zext(self.builder.not_(self._is_true(value)), WORD)
        return self.builder.neg(value) if isinstance(node.op, ast.USub) else value

    def compare(self, node: ast.Compare) -> Any:
        """a < b <= c, and tuples such as (month, day) side by side."""
        sides = [node.left, *node.comparators]
        values = [[self.value(p) for p in s.elts] if isinstance(s, ast.Tuple) else [self.value(s)] for s in sides]
        found = BIT(1)
        for op, left, right in zip(node.ops, values, values[1:], strict=False):
            found = self.builder.and_(found, self._ordered(COMPARED[type(op)], left, right))
        return self.builder.zext(found, WORD)

    def _ordered(self, op: str, left: Sequence[Any], right: Sequence[Any]) -> Any:
        first = self.builder.icmp_signed(op, left[0], right[0])
        if len(left) == 1:
            return first
        same = self.builder.icmp_signed("==", left[0], right[0])
        return self.builder.select(same, self._ordered(op, left[1:], right[1:]), first)

    def any_all(self, node: ast.BoolOp) -> Any:
        """The next part is looked at only where the one before leaves it open."""
        kept = self._memory()
        after = self.function.append_basic_block("decided")
        for number, part in enumerate(node.values):
            value = self.value(part)
            self.builder.store(value, kept)
            if number == len(node.values) - 1:
                self.builder.branch(after)
                break
            further = self.function.append_basic_block("further")
            truth = self._is_true(value)
            if isinstance(node.op, ast.And):
                self.builder.cbranch(truth, further, after)
            else:
                self.builder.cbranch(truth, after, further)
            self.builder.position_at_end(further)
        self.builder.position_at_end(after)
        return self.builder.load(kept)

    def either(self, node: ast.IfExp) -> Any:
        kept = self._memory()
        with self.builder.if_else(self._is_true(self.value(node.test))) as (then, otherwise):
            with then:
                self.builder.store(self.value(node.body), kept)
            with otherwise:
                self.builder.store(self.value(node.orelse), kept)
        return self.builder.load(kept)

    def call(self, node: ast.Call) -> Any:
        assert isinstance(node.func, ast.Name)
        given = [self.value(part) for part in node.args]
        if node.func.id in ("min", "max"):
            return self._extreme("<" if node.func.id == "min" else ">", given)
        if node.func.id == "abs":
            return self._extreme(">", [given[0], self.builder.neg(given[0])])
        if node.func.id == "int":
            return given[0]
        if node.func.id == "bool":
            return self.builder.zext(self._is_true(given[0]), WORD)
        if node.func.id == "where":
            return self.builder.ptrtoint(given[0], WORD)
        if node.func.id == "fetch":
            return self._fetched(given[0])
        if node.func.id == "len":
            raise TypeError("columns do not know their length")
        function = self.declared[node.func.id]
        wanted = [argument.type for argument in function.args]
        given = [
            self.builder.inttoptr(value, kind) if value.type != kind else value
            for value, kind in zip(given, wanted, strict=True)
        ]
        called = self.builder.call(function, given)
        called.set_metadata("llvm.access.group", self.side.group)
        return called

    def _fetched(self, address: Any) -> Any:
        """Asks the processor to bring what stands at an address; nothing is read, so it may be anywhere."""
        module, kinds = self.builder.module, [BYTE.as_pointer(), HALF, HALF, HALF]
        name = "llvm.prefetch.p0"
        known = module.globals.get(name) or ir.Function(module, ir.FunctionType(ir.VoidType(), kinds), name)
        self.builder.call(known, [self.builder.inttoptr(address, kinds[0]), HALF(0), HALF(3), HALF(1)])
        return _word(0)

    def _extreme(self, op: str, values: Sequence[Any]) -> Any:
        found = values[0]
        for value in values[1:]:
            found = self.builder.select(self.builder.icmp_signed(op, value, found), value, found)
        return found

    def _is_true(self, value: Any) -> Any:
        return self.builder.icmp_signed("!=", value, _word(0))


def _word(number: int) -> Any:
    return WORD(number)


STATEMENTS: dict[type[ast.stmt], Callable[[_Function, Any], None]] = {
    ast.Assign: _Function.assign,
    ast.AugAssign: _Function.add_to,
    ast.If: _Function.branch,
    ast.For: _Function.loop,
    ast.Return: _Function.give_back,
    ast.Expr: _Function.called,
    ast.Pass: _Function.nothing,
}
EXPRESSIONS: dict[type[ast.expr], Callable[[_Function, Any], Any]] = {
    ast.Constant: _Function.constant,
    ast.Name: _Function.name,
    ast.Subscript: _Function.at,
    ast.BinOp: _Function.two_sides,
    ast.UnaryOp: _Function.one_side,
    ast.Compare: _Function.compare,
    ast.BoolOp: _Function.any_all,
    ast.IfExp: _Function.either,
    ast.Call: _Function.call,
}
