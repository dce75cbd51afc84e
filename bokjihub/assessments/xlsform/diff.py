"""What changed between two versions of a form, in words an officer can weigh."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bokjihub.assessments.xlsform.definition import Definition

PARTS = {
    "kind": "갈래",
    "label": "물음",
    "hint": "도움말",
    "required": "꼭 답함",
    "relevant": "묻는 조건",
    "constraint": "범위",
    "constraint_message": "범위를 벗어났을 때의 말",
    "calculation": "계산",
    "within": "묶음",
}
SETTINGS = {"title": "서식 이름", "mode": "답하는 방식", "licence": "사용 허락", "source": "출처"}


@dataclass(frozen=True)
class Change:
    """One difference: what, before, after."""

    what: str
    before: str
    after: str


def differences(old: Definition | None, new: Definition) -> list[Change]:
    """Every difference in questions, choices, bands, flags and settings; nothing where there is no earlier version."""
    if old is None:
        return []
    found = [
        Change(label, str(getattr(old, name)), str(getattr(new, name)))
        for name, label in SETTINGS.items()
        if getattr(old, name) != getattr(new, name)
    ]
    return [
        *found,
        *_questions(old, new),
        *_rows("판정", old.bands, new.bands),
        *_rows("살필 것", old.flags, new.flags),
    ]


def _questions(old: Definition, new: Definition) -> list[Change]:
    before, after = {one.name: one for one in old.questions}, {one.name: one for one in new.questions}
    found = [Change(f"물음 {name}", one.label or one.kind, "빠짐") for name, one in before.items() if name not in after]
    for name, one in after.items():
        was = before.get(name)
        if was is None:
            found.append(Change(f"물음 {name}", "없던 것", one.label or one.kind))
            continue
        for part, label in PARTS.items():
            if getattr(was, part) != getattr(one, part):
                found.append(Change(f"{name} {label}", _words(getattr(was, part)), _words(getattr(one, part))))
        if was.choices != one.choices:
            found.append(
                Change(f"{name} 보기", ", ".join(c.label for c in was.choices), ", ".join(c.label for c in one.choices))
            )
    kept = [name for name in before if name in after]
    if kept != [name for name in after if name in before]:
        found.append(Change("물음의 차례", ", ".join(kept), ", ".join(name for name in after if name in before)))
    return found


def _rows(what: str, old: Sequence[Any], new: Sequence[Any]) -> list[Change]:
    gone = [Change(f"{what} {one.code}", _line(one), "빠짐") for one in old if one not in new]
    return gone + [Change(f"{what} {one.code}", "없던 것", _line(one)) for one in new if one not in old]


def _line(one: Any) -> str:
    when = (
        one.when if hasattr(one, "when") else f"{one.score} {one.low:g}–{one.high:g}{f' {one.sex}' if one.sex else ''}"
    )
    return f"{one.label} ({when})"


def _words(value: Any) -> str:
    return " › ".join(value) if isinstance(value, tuple) else str(value) or "없음"
