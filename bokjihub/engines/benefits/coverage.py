"""What is covered: benefit × date × rules, figures verified or not, cases, articles. Shown by command, written to docs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from .country import Country
from .errors import BadInput
from .parameters import UNVERIFIED, Parameter
from .rule import Rule

DAYS = tuple(dt.date(year, 7, 1) for year in range(2016, 2028))


@dataclass(frozen=True)
class Case:
    """A worked case with its own source: what is stated, what must come out."""

    name: str
    source: str
    period: dt.date
    input: Mapping[str, Any]
    output: Mapping[str, Any]


@dataclass(frozen=True)
class Covered:
    """One benefit on one day."""

    benefit: str
    service_id: str
    on: dt.date
    rules: int
    not_in_force: int
    verified: int
    in_part: int
    unverified: int
    unpublished: int
    cases: int
    articles: tuple[str, ...]

    @property
    def mark(self) -> str:
        """● every figure verified, ◐ some, ○ none or the law is not written for the day."""
        if self.verified + self.in_part == 0 and self.unverified + self.unpublished > 0:
            return "○"
        open_figures = self.in_part + self.unverified + self.unpublished + self.not_in_force
        return "◐" if open_figures else "●"


def read_cases(folder: Path) -> tuple[Case, ...]:
    """Every YAML case below a folder, in the OpenFisca shape."""
    if not folder.is_dir():
        raise BadInput(f"'{folder}' 폴더가 없습니다.", f"no folder '{folder}'")
    found: list[Case] = []
    for path in sorted(folder.rglob("*.yaml")):
        for raw in yaml.safe_load(path.read_text("utf-8")):
            found.append(Case(raw["name"], raw["source"], raw["period"], raw["input"], raw["output"]))
    return tuple(found)


def coverage(country: Country, cases: Sequence[Case], days: Iterable[dt.date] = DAYS) -> list[Covered]:
    """Each benefit on each day, in the order of the benefits."""
    days = tuple(days)
    return [
        _covered(country, benefit.name, benefit.service_id, (*benefit.conditions, benefit.amount), cases, on)
        for benefit in country.benefits
        for on in days
    ]


def _covered(
    country: Country, name: str, service_id: str, roots: tuple[str, ...], cases: Sequence[Case], on: dt.date
) -> Covered:
    reached = {found for root in roots for found in country.reached_from(root, on)}
    rules = [rule for found in sorted(reached & set(country.rules)) if (rule := country.rule_on(found, on))]
    figures = _figures(country, rules)
    states = [_state(parameter, on) for parameter in figures]
    return Covered(
        benefit=name,
        service_id=service_id,
        on=on,
        rules=len(rules),
        not_in_force=len(reached & set(country.rules)) - len(rules),
        verified=states.count("verified"),
        in_part=states.count("in part"),
        unverified=states.count("unverified"),
        unpublished=states.count("unpublished"),
        cases=sum(1 for case in cases if case.period.year == on.year and set(case.output) & reached),
        articles=tuple(dict.fromkeys(rule.article for rule in rules)),
    )


def _figures(country: Country, rules: Iterable[Rule]) -> list[Parameter]:
    names = dict.fromkeys(need for rule in rules for need in rule.needs if need in country.parameters)
    return [country.parameters[name] for name in names]


def _state(parameter: Parameter, on: dt.date) -> str:
    row = parameter.row_on(on)
    if row is None:
        return "unpublished"
    if row.status == UNVERIFIED:
        return "unverified"
    return "in part" if UNVERIFIED in row.cell_status.values() else "verified"


def as_markdown(country: Country, cases: Sequence[Case]) -> str:
    """The table of the handbook: one line a benefit, one column a year."""
    years = [str(day.year) for day in DAYS]
    lines = [
        "# 무엇을 셈하는가",
        "",
        "`make docs`가 씁니다. 손으로 고치지 마세요. 칸은 그해 7월 1일의 `표시 확인된 값/모든 값·사례`입니다.",
        "서비스 번호가 ‘확인 필요’인 급여는 복지로의 공개된 쪽에서 번호를 찾지 못해 비웠습니다. 짐작해 적지 않습니다.",
        "● 모든 값이 확인됨 · ◐ 확인되지 않았거나 고시되지 않은 값이 있음(그 값에 기대는 답은 ‘확인 필요’) · ○ 확인된 값이 없음",
        "",
        f"급여 {len(country.benefits)} · 규칙 {len(country.rules)} · 값 {len(country.parameters)} · 사례 {len(cases)}",
        "",
        "| 급여 | 서비스 번호 | 규칙 | " + " | ".join(years) + " | 조문 |",
        "|---|---|---|" + "---|" * (len(years) + 1),
    ]
    every = coverage(country, cases)
    for start in range(0, len(every), len(DAYS)):
        row = every[start : start + len(DAYS)]
        latest = row[-2]
        cells = " | ".join(_cell(one) for one in row)
        lines.append(
            f"| {latest.benefit} | {latest.service_id or '확인 필요'} | {latest.rules} | {cells} | {len(latest.articles)} |"
        )
    return "\n".join(lines) + "\n"


def _cell(one: Covered) -> str:
    every = one.verified + one.in_part + one.unverified + one.unpublished
    return f"{one.mark} {one.verified}/{every}·{one.cases}"
