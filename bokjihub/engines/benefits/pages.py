"""The handbook of the law, written from rules and figures: one page a folder, each worked example computed as it is written.

Nobody edits these pages; a change of the law is a change of a rule or a dated figure, and `make docs` writes them anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from . import answer
from .answer import Value
from .country import Country
from .coverage import Case, as_markdown
from .folders import Folder
from .parameters import UNVERIFIED, VERIFIED_ONCE, VERIFIED_TWICE, Parameter, Rounding, Row
from .rule import PERSON, Benefit, Rule

STATUS = {VERIFIED_TWICE: "두 곳에서 확인", VERIFIED_ONCE: "한 곳에서 확인", UNVERIFIED: "확인 필요(쓰지 않음)"}
MODES = {"floor": "버림", "half_up": "반올림", "ceil": "올림"}
SERVICE = "https://www.bokjiro.go.kr/ssis-tbu/twataa/wlfareInfo/moveTWAT52011M.do?wlfareInfoId="
EXAMPLES = 6
WRITTEN = "`make docs`가 규칙과 값에서 씁니다. 손으로 고치지 마세요."


def write(country: Country, folders: Sequence[Folder], cases: Sequence[Case], target: Path) -> list[Path]:
    """Write every page into a folder of its own; pages of folders that are gone are removed."""
    target.mkdir(parents=True, exist_ok=True)
    pages = {"README.md": index(folders, cases), "coverage.md": as_markdown(country, cases)}
    pages |= {f"{folder.name}.md": page(country, folder, cases) for folder in folders}
    for stale in target.glob("*.md"):
        if stale.name not in pages:
            stale.unlink()
    for name, text in pages.items():
        (target / name).write_text(text, "utf-8")
    return [target / name for name in pages]


def index(folders: Sequence[Folder], cases: Sequence[Case]) -> str:
    lines = ["# 급여 규칙 안내서", "", WRITTEN, "", "[무엇을 셈하는가](coverage.md)", ""]
    for folder in folders:
        names = ", ".join(benefit.name for benefit in folder.benefits) or "여러 급여가 함께 쓰는 부분"
        lines.append(f"- [{folder.title}]({folder.name}.md): {names} (사례 {len(_cases_of(folder, cases))})")
    return "\n".join(lines) + "\n"


def page(country: Country, folder: Folder, cases: Sequence[Case]) -> str:
    blocks = [f"# {folder.title}", WRITTEN, folder.about]
    if folder.benefits:
        blocks += ["## 급여", _benefits(country, folder.benefits)]
    blocks += ["## 규칙", "\n\n".join(_rule(country, rule) for rule in folder.rules)]
    if folder.parameters:
        blocks += ["## 값", "\n\n".join(_parameter(one) for one in folder.parameters.values())]
    examples = list(_examples(country, _cases_of(folder, cases)))
    if examples:
        blocks += ["## 셈한 보기", "문서를 쓸 때 엔진이 셈한 것입니다.", *examples]
    return "\n\n".join(blocks) + "\n"


def _cases_of(folder: Folder, cases: Iterable[Case]) -> list[Case]:
    names = {rule.name for rule in folder.rules}
    return [case for case in cases if set(case.output) <= names]


def _benefits(country: Country, benefits: Iterable[Benefit]) -> str:
    lines = ["| 급여 | 받는 사람 | 조건(모두) | 금액 | 주기 | 조문 | 복지로 |", "|---|---|---|---|---|---|---|"]
    for one in benefits:
        amount = f"{one.amount}{' 한도' if one.up_to else ''}"
        link = f"[{one.service_id}]({SERVICE}{one.service_id})" if one.service_id else "번호 확인 필요"
        who = "한 사람씩" if one.per == PERSON else "가구"
        lines.append(
            f"| {one.name} | {who} | {', '.join(one.conditions)} | {amount} | {one.period} | {one.article} | {link} |"
        )
    return "\n".join(lines)


def _rule(country: Country, rule: Rule) -> str:
    dates = f"{rule.since}부터" + (f" {rule.until}까지" if rule.until else "")
    figures = [need for need in rule.needs if need in country.parameters]
    facts = [need for need in rule.needs if need not in country.parameters]
    lines = [
        f"### {rule.name}" + (f" ({dates})" if rule.until or len(country.rules[rule.name]) > 1 else ""),
        "",
        rule.sentence,
        "",
        f"- {rule.article} · 단위 {rule.unit}" + (" · 한 사람씩" if rule.per == PERSON else ""),
    ]
    if facts:
        lines.append(f"- 보는 것: {', '.join(facts)}")
    if figures:
        lines.append(f"- 쓰는 값: {', '.join(figures)}")
    defaults = [f"{name}={_word(value)}" for name, value in rule.optional.items() if value is not None]
    if defaults:
        lines.append(f"- `value`에서 말하지 않으면: {', '.join(defaults)}")
    return "\n".join(lines)


def _parameter(one: Parameter) -> str:
    head = f"### {one.name}\n\n{one.description} · 단위 {one.unit} · {one.article}"
    if not one.rows:
        return f"{head}\n\n금액 확인 필요: {one.unpublished}"
    yearly = " · 해마다 고시하므로 그해에만 쓴다" if one.yearly else ""
    lines = [head + yearly, "", "| 날짜부터 | 값 | 상태 | 출처 | 확인한 날 |", "|---|---|---|---|---|"]
    lines += [_row(row) for row in one.rows]
    return "\n".join(lines)


def _row(row: Row) -> str:
    since = f"{row.since}" + (f" ~ {row.until}" if row.until else "")
    note = f" {row.note}" if row.note else ""
    return f"| {since} | {_value(row)} | {STATUS[row.status]} | {', '.join(row.sources)}{note} | {row.checked} |"


def _value(row: Row) -> str:
    if isinstance(row.value, Rounding):
        return f"{row.value.won:,} 단위 {MODES[row.value.mode]}"
    if not isinstance(row.value, dict):
        return _word(row.value)
    doubted = {cell for cell, status in row.cell_status.items() if status == UNVERIFIED}
    return ", ".join(
        f"{cell}: {_word(value)}{'(확인 필요)' if cell in doubted else ''}" for cell, value in row.value.items()
    )


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "예" if value else "아니오"
    return f"{value:,}" if isinstance(value, int) else str(value)


def _examples(country: Country, cases: Sequence[Case]) -> Iterable[str]:
    """The latest case of each quantity, a few a page, computed now."""
    latest: dict[str, Case] = {}
    for case in sorted(cases, key=lambda one: one.period):
        for name in case.output:
            latest[name] = case
    for name, case in list(latest.items())[:EXAMPLES]:
        yield _example(answer.value(country, name, case.input, case.period), case)


def _example(worked: Value, case: Case) -> str:
    stated = ", ".join(f"{key} {_word(value)}" for key, value in case.input.items()) or "없음"
    lines = [f"**{case.name}** ({case.period})", "", f"- 아는 것: {stated}"]
    lines += [f"- {step.name} = {_word(step.value)} ({step.article})" for step in worked.trace if step.how == "rule"]
    lines.append(f"- 답: {_word(worked.value)}{worked.unit if isinstance(worked.value, int) else ''} · {case.source}")
    return "\n".join(lines)
