"""Published figures, one sentence each: every case must come out to the won."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from bokjihub.engines.benefits import api

CASES = Path(__file__).parent / "cases"


def _cases() -> Iterator[Any]:
    for path in sorted(CASES.rglob("*.yaml")):
        for case in yaml.safe_load(path.read_text("utf-8")):
            yield pytest.param(case, id=f"{path.parent.parent.name}/{case['period']}: {case['name']}")


@pytest.mark.parametrize("case", list(_cases()))
def test_published_case(case: dict[str, Any]) -> None:
    for name, expected in case["output"].items():
        answer = api.value(name, case["input"], case["period"])
        assert (answer.value, answer.missing) == (expected, ())


def test_every_case_has_its_own_sentence_and_a_source() -> None:
    cases = [param.values[0] for param in _cases()]
    told = [(case["name"], str(case["period"])) for case in cases]
    assert len(told) == len(set(told))
    assert all(case["source"].strip() for case in cases)
    assert all(isinstance(case["period"], dt.date) for case in cases)
