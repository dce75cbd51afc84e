"""One legal quantity for stated facts: its value with the way it came about, or what is missing."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from .country import Country
from .errors import BadInput, UnknownName
from .facts import CHOICE, YESNO, Fact
from .parameters import HIGHEST, UNPUBLISHED, UNVERIFIED, Row
from .run import GIVEN, UNSET, Node, Run
from .unknown import Range, highest, lowest


@dataclass(frozen=True)
class Step:
    """One line of a trace, as it can be read aloud."""

    name: str
    value: Any
    unit: str
    article: str
    sentence: str
    how: str
    inputs: Mapping[str, Any]
    figures: tuple[str, ...]


@dataclass(frozen=True)
class Value:
    name: str
    value: Any
    unit: str
    article: str
    status: str
    missing: tuple[str, ...]
    trace: tuple[Step, ...]
    note: str = ""
    unused: tuple[str, ...] = ()


def value(country: Country, name: str, given: Mapping[str, Any], on: dt.date, *, unverified_too: bool = False) -> Value:
    """Work out one quantity for one person's household from facts typed by name."""
    if name not in country.rules:
        raise UnknownName(name, country.answers())
    rule = country.rule_on(name, on) or country.rules[name][-1]
    reached = list(country.reached_from(name, on))
    short = short_names(country, reached)
    stated = {key: _read(country, key, raw, reached, short, on) for key, raw in given.items()}
    run = Run(country, on, stated, (stated,), unverified_too=unverified_too, defaults=rule.optional, short=short)
    node = run.node(name, 0)
    missing = _missing(country, node, run, stated)
    used_names = {n.name for n in node.walk()} | {short.get(n.name, "") for n in node.walk()}
    return Value(
        name=name,
        value=shown(node.value) if node.known and not missing else None,
        unit=rule.unit,
        article=rule.article,
        status=node.status,
        missing=missing,
        trace=trace(node),
        note=_note(country, node, on) if not node.known and not missing else "",
        unused=tuple(key for key in given if key not in used_names),
    )


def short_names(country: Country, reached: list[str]) -> dict[str, str]:
    """Full name to short name, for the first quantity of each short name (소득인정액 of this benefit)."""
    found: dict[str, str] = {}
    for full in reached:
        versions = country.rules.get(full)
        also = versions[0].also if versions else None
        if full in country.facts:
            also = also or country.facts[full].also
        if also and also not in found.values():
            found[full] = also
    return found


def _read(country: Country, key: str, raw: Any, reached: list[str], short: Mapping[str, str], on: dt.date) -> Any:
    full = next((f for f, s in short.items() if s == key), key)
    if full not in country.rules and full not in country.facts:
        raise UnknownName(key, [*reached, *short.values(), *country.facts])
    try:
        return reader(country, full, key).read(raw)
    except BadInput as refused:
        others = [f for f in country.facts.values() if f.also == key and f.name != full and raw in f.choices]
        if not others:
            raise
        raise BadInput(
            f"{refused.korean} '{raw}'은(는) '{others[0].name}'의 구분이고, {on}의 이 값은 '{full}'의 구분을 씁니다.",
            f"{refused.english}; it is a choice of '{others[0].name}', and on {on} this value takes '{full}'",
        ) from None


def reader(country: Country, full: str, shown_as: str) -> Fact:
    """How a name is read when it is stated: as its fact, or as a number or yes-no of the rule's unit."""
    if full in country.facts:
        fact = country.facts[full]
        return fact if fact.name == shown_as else replace(fact, name=shown_as, also=None, typical=())
    versions = country.rules[full]
    kind = YESNO if versions[0].unit == YESNO else "수"
    if versions[0].unit == CHOICE:
        raise BadInput(f"{shown_as}: 직접 줄 수 없는 값입니다.", f"{shown_as}: cannot be given")
    low, high = versions[0].between or (0, HIGHEST)
    return Fact(shown_as, kind, versions[0].per, versions[0].sentence, versions[0].unit, low=low, high=high)


def _missing(country: Country, node: Node, run: Run, stated: Mapping[str, Any]) -> tuple[str, ...]:
    """Every fact the quantity needs and nobody stated; an income nobody spoke about is asked for as a whole."""
    found: list[str] = []
    seen: set[int] = set()
    direct = {child.name for child in node.inputs if child.kind == GIVEN}

    def visit(current: Node) -> None:
        if id(current) in seen:
            return
        seen.add(id(current))
        as_a_whole = current is not node and current.rule is not None and current.rule.ask
        if current.kind == UNSET or (as_a_whole and not _touched(current, direct)):
            found.append(run.short.get(current.name, current.name))
        else:
            for child in current.inputs:
                visit(child)

    visit(node)
    return tuple(dict.fromkeys(found))


def _touched(node: Node, direct: set[str]) -> bool:
    return any(n.kind == GIVEN and n.name not in direct and n.name != "가구원수" for n in node.walk())


def _note(country: Country, node: Node, on: dt.date) -> str:
    lines = []
    for used in node.untrusted():
        if used.status == UNVERIFIED:
            lines.append(f"'{used.name}'의 {used.since} 값은 확인되지 않아 쓰지 않았습니다(--allow-unverified).")
        elif used.status == UNPUBLISHED:
            cells = f"({', '.join(map(str, used.cells))})" if used.cells else ""
            days = covered(country, used.name, used.cells)
            told = f"확인된 때: {', '.join(days)}" if days else "어느 때도 확인되지 않음"
            lines.append(f"'{used.name}{cells}'은(는) {on}에 확인된 값이 없습니다({told}).")
    return " ".join(dict.fromkeys(lines)) or f"{lowest(node.value):,}~{highest(node.value):,} 사이로만 정해집니다."


def covered(country: Country, name: str, cells: tuple[Any, ...] = ()) -> tuple[str, ...]:
    """From when to when a rule is in force, or a figure (those cells of a table) is verified."""
    if name in country.rules:
        spans = [(rule.since, rule.until) for rule in country.rules[name]]
    else:
        figure = country.parameters[name]
        following = {row.since: _day_before(after.since) for row, after in itertools.pairwise(figure.rows)}
        spans = [
            (row.since, figure.end_of(row) or following.get(row.since)) for row in figure.rows if _is_sound(row, cells)
        ]
    whole: list[tuple[dt.date, dt.date | None]] = []
    for since, until in sorted(spans, key=lambda span: span[0]):
        if whole and whole[-1][1] is not None and _day_before(since) == whole[-1][1]:
            since = whole.pop()[0]
        whole.append((since, until))
    return tuple(f"{since}~{until or ''}" for since, until in whole)


def _is_sound(row: Row, cells: tuple[Any, ...]) -> bool:
    if not cells:
        return row.status != UNVERIFIED
    return all(cell in row.value and row.status_of(cell) != UNVERIFIED for cell in cells)


def _day_before(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=1)


def shown(raw: Any) -> Any:
    """A value as JSON knows it."""
    if isinstance(raw, Range):
        return {"low": raw.low, "high": raw.high}
    if hasattr(raw, "values") and not isinstance(raw, Mapping):
        return sorted(raw.values, key=str)
    return raw if raw is None or isinstance(raw, bool | int | str) else str(raw)


def trace(node: Node) -> tuple[Step, ...]:
    return tuple(_step(n) for n in node.walk())


def _step(node: Node) -> Step:
    rule = node.rule
    figures = tuple(f"{u.name} {u.since or '값 없음'} ({u.status})" for u in node.used)
    return Step(
        name=node.name,
        value=shown(node.value),
        unit=rule.unit if rule else "",
        article=rule.article if rule else "",
        sentence=rule.sentence if rule else "",
        how=node.kind,
        inputs={child.name: shown(child.value) for child in node.inputs},
        figures=figures,
    )
