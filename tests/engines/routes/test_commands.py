"""`bokjihub visits solve`: answers, files, and what is said about bad input."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from bokjihub.engines.routes.commands import run
from bokjihub.engines.routes.referee import judge
from tests.engines.routes.days import random_day

SHIPPED = Path(__file__).parent / "hhcrsp"


def asked(*words: object) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    status = run([str(word) for word in words], io.StringIO(), out, err)
    return status, out.getvalue(), err.getvalue()


@pytest.mark.slow
def test_the_file_written_holds_the_plan_and_the_printed_cost_is_its_cost(tmp_path: Path) -> None:
    day, out = SHIPPED / "InstanzCPLEX_HCSRP_10_1.json", tmp_path / "sol.json"
    status, text, _ = asked("solve", "--hhcrsp", day, "--iterations", 20000, "--seed", 4, "--out", out, "--json")
    answer, printed = json.loads(out.read_text()), json.loads(text)
    verdict = judge(json.loads(day.read_text()), answer)
    assert status == 0
    assert verdict.faults == []
    assert printed["cost"] == answer["cost"] == pytest.approx(verdict.cost, abs=1e-9)
    assert answer["instance"] == "InstanzCPLEX_HCSRP_10_1"
    assert sorted(answer["routes"][0]) == ["caregiver", "stops"]
    assert [path.name for path in tmp_path.iterdir()] == ["sol.json"]


@pytest.mark.slow
def test_seconds_are_kept(tmp_path: Path) -> None:
    day = tmp_path / "day.json"
    day.write_text(json.dumps(random_day(1, patients=20, caregivers=5)), "utf-8")
    status, text, err = asked("solve", "--hhcrsp", day, "--seconds", "0.5", "--json")
    assert status == 0
    assert 0.3 < json.loads(text)["seconds"] < 0.8
    assert "준비" in err


def spoiled(**change: Any) -> dict[str, Any]:
    return random_day(1, patients=4, caregivers=3) | change


@pytest.mark.parametrize(
    ("day", "status", "words"),
    [
        ("{", 2, ["JSON이 여기서 깨졌습니다", ":1:2"]),
        ("[]", 2, ["$", "must be an object"]),
        (spoiled(patients=None), 2, ["$.patients", "a list is missing"]),
        (spoiled(depot=[1]), 2, ["depot", "two coordinates"]),
        (spoiled(depot=["a", 1]), 2, ["depot", "not a number"]),
        (spoiled(caregivers=[{"id": "c1", "abilities": ["s1"]}] * 2), 2, ["caregivers[1].id", "stands twice"]),
        (spoiled(caregivers=[]), 1, ["할 수 있는 사람이 없습니다"]),
        (spoiled(distances=[[0, 1], [1, 0]]), 2, ["distances", "must be 5 x 5"]),
    ],
)
def test_bad_input_is_named_with_its_place(tmp_path: Path, day: Any, status: int, words: list[str]) -> None:
    path = tmp_path / "day.json"
    path.write_text(day if isinstance(day, str) else json.dumps(day), "utf-8")
    got, text, err = asked("solve", "--hhcrsp", path, "--iterations", 10)
    assert (got, text) == (status, "")
    assert all(word in err for word in words), err


PATIENT = {"id": "p", "location": [1, 1], "required_caregivers": [{"service": "s1"}]}
TWO = [{"service": "s1", "duration": 1}, {"service": "s2", "duration": 1}]


@pytest.mark.parametrize(
    ("patient", "words"),
    [
        ({"time_window": [9, 3]}, "patients[0].time_window: 끝(3)이 시작(9)보다"),
        ({"time_window": [1]}, "patients[0].time_window"),
        ({"required_caregivers": []}, "하나나 둘입니다(0개)"),
        ({"required_caregivers": [{"service": "s1", "duration": -1}]}, "required_caregivers[0].duration"),
        ({"required_caregivers": TWO}, "patients[0].synchronization"),
        ({"required_caregivers": TWO, "synchronization": {"type": "x"}}, "synchronization.type"),
        (
            {"required_caregivers": TWO, "synchronization": {"type": "sequential", "distance": [5, 1]}},
            "synchronization.distance: [5, 1]",
        ),
    ],
)
def test_a_bad_home_is_named(tmp_path: Path, patient: dict[str, Any], words: str) -> None:
    path = tmp_path / "day.json"
    path.write_text(json.dumps(spoiled(patients=[PATIENT | patient])), "utf-8")
    status, _, err = asked("solve", "--hhcrsp", path, "--iterations", 10)
    assert status == 2
    assert words in err


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["solve"],
        ["solve", "--hhcrsp", "x.json"],
        ["solve", "--hhcrsp", "x.json", "--seconds", "0"],
        ["solve", "--hhcrsp", "x.json", "--seconds", "nan"],
        ["solve", "--hhcrsp", "x.json", "--iterations", "1.5"],
        ["solve", "--hhcrsp", "x.json", "--seconds", "1", "--iterations", "5"],
        ["solve", "--hhcrsp", "no-such-file.json", "--seconds", "1"],
    ],
)
def test_wrong_use_is_status_two(words: list[str]) -> None:
    status, text, err = asked(*words)
    assert (status, text) == (2, "")
    assert err


@pytest.mark.slow
def test_a_day_without_patients_costs_nothing(tmp_path: Path) -> None:
    path = tmp_path / "day.json"
    path.write_text(json.dumps({"depot": [0, 0], "caregivers": [], "patients": []}), "utf-8")
    status, text, _ = asked("solve", "--hhcrsp", path, "--seconds", "1", "--json")
    assert status == 0
    assert json.loads(text)["cost"] == 0
