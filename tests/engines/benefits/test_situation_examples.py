"""The examples of docs/howto/describe-a-home.md are read and answered as they stand; its refusals are the real ones."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from bokjihub.engines.benefits.country import korea
from tests.engines.benefits.test_commands import bokji

PAGE = Path(__file__).resolve().parents[3] / "docs" / "howto" / "describe-a-home.md"
EXAMPLES = re.findall(r"```yaml\n(.*?)```", PAGE.read_text("utf-8"), flags=re.DOTALL)


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_of_the_page_is_answered(example: str) -> None:
    status, out, err = bokji("check", "-", "--on", "2026-02-01", "--json", typed=example)
    assert (status, err) == (0, "")
    assert {b["name"] for b in json.loads(out)["benefits"]} == {benefit.name for benefit in korea().benefits}


@pytest.mark.parametrize("typed", ["근로소듯: 0", "가구원수: 스물", "기준일: 2026-02-30"])
def test_a_refusal_of_the_page_is_said_so(typed: str) -> None:
    said = next(line.split("|")[2].strip() for line in PAGE.read_text("utf-8").splitlines() if f"`{typed}`" in line)
    status, out, err = bokji("check", "-", typed=typed)
    assert (status, out) == (1, "")
    assert said.removesuffix(" …") in err
