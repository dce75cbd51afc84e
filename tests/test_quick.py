"""The quick path leaves out what it says and nothing else."""

import subprocess
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from tests.quick import FIRST, chosen, room_of, rooms_worked_on


def _item(nodeid: str, *marks: str, database: bool = False) -> pytest.Item:
    found = SimpleNamespace(
        nodeid=nodeid,
        fixturenames=["db"] if database else [],
        get_closest_marker=lambda name: name if name in marks else None,
    )
    return cast(Any, found)


def test_a_room_worked_on_is_run_whole_and_the_others_in_their_first_tests() -> None:
    pure = [_item(f"tests/engines/test_law.py::{n}") for n in range(9)]
    worked = [_item(f"tests/visits/test_board.py::{n}", database=True) for n in range(9)]
    other = [_item(f"tests/cases/test_plan.py::{n}", database=True) for n in range(9)]
    heavy = [_item("tests/visits/test_board.py::soak", "slow"), _item("tests/visits/test_page.py::look", "browser")]
    kept, left = chosen([*pure, *worked, *other, *heavy], frozenset({"visits"}))
    assert kept == [*pure, *worked, *other[:FIRST]]
    assert left == [*other[FIRST:], *heavy]


def test_rooms_are_read_from_what_git_sees_as_changed(tmp_path: Path) -> None:
    def git(*arguments: str) -> None:
        who = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
        subprocess.run(["git", *who, *arguments], cwd=tmp_path, check=True, capture_output=True)

    git("init", "-b", "main")
    assert rooms_worked_on(tmp_path) == frozenset()
    (tmp_path / "bokjihub" / "cases").mkdir(parents=True)
    (tmp_path / "bokjihub" / "cases" / "models.py").write_text("a")
    (tmp_path / "README.md").write_text("a")
    git("add", ".")
    git("commit", "-m", "one")
    assert rooms_worked_on(tmp_path) == frozenset(), "clean, on main"
    git("checkout", "-b", "mine")
    (tmp_path / "bokjihub" / "cases" / "models.py").write_text("b")
    git("commit", "-am", "two")
    (tmp_path / "tests" / "visits").mkdir(parents=True)
    (tmp_path / "tests" / "visits" / "test_new.py").write_text("")
    assert rooms_worked_on(tmp_path) == {"cases", "visits"}


def test_what_lies_on_top_has_no_room() -> None:
    assert room_of("tests/test_quick.py") == ""
    assert room_of("bokjihub/engines/benefits/run.py") == "engines"
