"""Published figures, one sentence each: every case must come out to the won."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from bokjihub.engines.benefits import api
from bokjihub.engines.benefits.parameters import SafeLoader

CASES = Path(__file__).parent / "cases"
RULES = Path(api.__file__).parent / "rules"


def _cases() -> Iterator[Any]:
    for path in sorted(CASES.rglob("*.yaml")):
        for case in yaml.load(path.read_text("utf-8"), Loader=SafeLoader):
            yield pytest.param(case, id=f"{path.parent.parent.name}/{case['period']}: {case['name']}")


@pytest.mark.parametrize("case", list(_cases()))
def test_published_case(case: dict[str, Any]) -> None:
    for name, expected in case["output"].items():
        answer = api.value(name, case["input"], case["period"])
        assert (answer.value, answer.missing) == (expected, ())


KEYS = {"name", "source", "period", "input", "output"}


def refusals(cases: list[dict[str, Any]]) -> list[str]:
    """What a lawyer would send back: no source, no sentence, a sentence or a situation told twice, a figure not written out."""
    found, names, situations = [], set(), set()
    for case in cases:
        told = str(case.get("name", ""))
        same = (str(case.get("period")), str(case.get("input")), str(case.get("output")))
        if set(case) != KEYS or not isinstance(case["period"], dt.date):
            found.append(f"{told}: not of the shape name, source, period, input, output")
        if not str(case.get("source") or "").strip():
            found.append(f"{told}: no source")
        if not told.rstrip(")").endswith("다") and "다(" not in told:
            found.append(f"{told}: not a sentence")
        if told in names or same in situations:
            found.append(f"{told}: told twice")
        if any(not isinstance(value, int | str | None) for value in case.get("output", {}).values()):
            found.append(f"{told}: an expected value is not written out")
        names.add(told)
        situations.add(same)
    return found


def test_six_hundred_cases_each_with_its_own_sentence_and_source() -> None:
    cases = [param.values[0] for param in _cases()]
    assert refusals(cases) == []
    assert len(cases) >= 600


def test_a_case_without_source_or_told_twice_is_refused() -> None:
    good = {"name": "값은 1이다", "source": "법 제1조", "period": dt.date(2026, 1, 1), "input": {}, "output": {"값": 1}}
    assert refusals([good]) == []
    assert refusals([{**good, "source": " "}]) == ["값은 1이다: no source"]
    assert refusals([good, {**good, "input": {"가": 1}}]) == ["값은 1이다: told twice"]
    assert refusals([{**good, "name": "값"}]) == ["값: not a sentence"]
    assert refusals([{**good, "output": {"값": 1.5}}]) == ["값은 1이다: an expected value is not written out"]


def test_every_benefit_folder_has_cases() -> None:
    folders = {path.name for path in RULES.iterdir() if (path / "parameters.yaml").exists()}
    assert folders == {path.name for path in CASES.iterdir()}
