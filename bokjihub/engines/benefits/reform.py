"""The same home, or the same town, under two days (2026 against 2027) or two sets of figures, side by side.

A changed figure takes the place of the published one and is marked as such; nothing of the rules is touched.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from .country import Country
from .errors import BadInput, UnknownName
from .parameters import VERIFIED_ONCE, Parameter, Rounding, Row
from .screening import NOT_ELIGIBLE, BenefitResult, prepare, screen
from .situation import Situation

REFORM = "바꾸어 본 값"


@dataclass(frozen=True)
class Side:
    """One benefit of two laws: status and won under each, and the difference where both are settled."""

    benefit: str
    before: str
    after: str
    won_before: int | None
    won_after: int | None
    period: str

    @property
    def difference(self) -> int | None:
        if self.won_before is None or self.won_after is None:
            return None
        return self.won_after - self.won_before


def compare(
    country: Country,
    situation: Situation,
    on: dt.date,
    other_on: dt.date,
    figures: Mapping[str, Any] | None = None,
    *,
    unverified_too: bool = False,
) -> list[Side]:
    """Every benefit on the first day as the law is, and on the other day with the figures that are changed."""
    other = changed(country, figures or {}, other_on)
    before = screen(prepare(country, situation, on, unverified_too=unverified_too))
    after = screen(prepare(other, situation, other_on, unverified_too=unverified_too))
    return [
        Side(a.name, b.status, a.status, _settled(b), _settled(a), a.period)
        for b, a in zip(before.results, after.results, strict=True)
    ]


def changed(country: Country, figures: Mapping[str, Any], on: dt.date) -> Country:
    """A country with other figures from that day on: `이름=값`, or `표/칸=값` for one cell of a table."""
    if not figures:
        return country
    parameters = dict(country.parameters)
    for key, value in figures.items():
        name, _, cell = key.partition("/")
        if name not in parameters:
            raise UnknownName(name, parameters)
        parameters[name] = _with(parameters[name], cell, _number(key, value), on)
    return Country(country.rules, country.facts, parameters, country.benefits, country.interactions)


def _number(key: str, value: Any) -> int:
    text = str(value).replace(",", "").strip()
    if not text.lstrip("-").isdigit():
        raise BadInput(f"{key}: '{value}'은(는) 정수가 아닙니다.", f"{key}: '{value}' is not a whole number")
    return int(text)


def _with(parameter: Parameter, cell: str, value: int, on: dt.date) -> Parameter:
    row = parameter.row_near(on)
    if isinstance(row.value, Rounding) or isinstance(row.value, dict) != bool(cell):
        kind = "표이므로 '표/칸=값'으로" if isinstance(row.value, dict) else "'이름=값'으로"
        raise BadInput(f"'{parameter.name}'은(는) {kind} 바꿉니다.", f"'{parameter.name}' cannot be changed this way")
    replaced: Any = value
    if cell:
        known = {str(key): key for key in row.value}
        if cell not in known:
            raise UnknownName(f"{parameter.name}/{cell}", [f"{parameter.name}/{key}" for key in known])
        replaced = {**row.value, known[cell]: value}
    now = replace(row, since=on, value=replaced, status=VERIFIED_ONCE, sources=(REFORM,), until=None, cell_status={})
    earlier = tuple(_ended(one, on) for one in parameter.rows if one.since < on)
    return replace(parameter, rows=(*earlier, now))


def _ended(row: Row, on: dt.date) -> Row:
    return replace(row, until=min(row.until or on, on - dt.timedelta(days=1)))


def _settled(result: BenefitResult) -> int | None:
    if result.status == NOT_ELIGIBLE:
        return 0
    return result.won_high if result.status == "eligible" and result.won_low == result.won_high else None
