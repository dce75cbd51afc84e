"""The record is read by residents and privacy officers: every code the house writes has words (개인정보 보호법 제35조)."""

import ast
from pathlib import Path

from bokjihub.accounts.access.policy import Act
from bokjihub.cases.stages import EVENTS
from bokjihub.desk.templatetags.record_words import UNNAMED, WORDS, act_words

HOUSE = Path(__file__).resolve().parents[2] / "bokjihub"


def codes_written() -> set[str]:
    """The first argument of every `audit.record(…)` that stands there in letters, and those passed on to one."""
    found: set[str] = set()
    for path in HOUSE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if "record(" not in text:
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and node.args and ast.unparse(node.func) in {"audit.record", "_record"}:
                found |= {one.value for one in _letters(node.args[0])}
    return found


def _letters(argument: ast.expr) -> list[ast.Constant]:
    choices = (argument.body, argument.orelse) if isinstance(argument, ast.IfExp) else (argument,)
    return [one for one in choices if isinstance(one, ast.Constant) and isinstance(one.value, str)]


def test_every_code_of_the_record_has_words() -> None:
    codes = codes_written() | {act.value for act in Act} | {f"case.{event}" for event in EVENTS}
    assert len(codes) > 250
    assert [code for code in sorted(codes) if act_words(code) == UNNAMED] == []


def test_the_words_are_korean_and_a_code_without_words_is_not_shown() -> None:
    assert [words for words in WORDS.values() if any("a" <= letter <= "z" for letter in words)] == []
    assert act_words("nobody.named_this") == UNNAMED
