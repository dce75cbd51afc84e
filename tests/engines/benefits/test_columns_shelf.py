"""Machine code that was made once is found again, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bokjihub.engines.benefits.columns import machine, shelf

TWICE = "def run(count, told, found):\n    for k in range(count):\n        found[k] = 2 * told[k] + NULL\n"
BY_TABLE = (
    "def run(count, single, found):\n    for k in range(count):\n        found[k] = single[0] * 100 + single[1]\n"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = tmp_path / "kept"
    made.mkdir(mode=0o755)
    monkeypatch.setattr(shelf, "_folder", lambda: made)
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    return made


def _doubled(null: int = 0) -> list[int]:
    told, found = np.array([1, 5]), np.zeros(2, np.int64)
    machine.machine_code(TWICE, "run", {"NULL": null})(2, told.ctypes.data, found.ctypes.data)
    answers: list[int] = found.tolist()
    return answers


def test_the_second_process_translates_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _doubled() == [2, 10]
    assert len(list(folder.iterdir())) == 1
    monkeypatch.setattr(machine, "_made", lambda *_: pytest.fail("translated again"))
    assert _doubled() == [2, 10]


def test_other_figures_another_processor_or_another_translator_are_other_code(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (_doubled(), _doubled(null=7)) == ([2, 10], [9, 17])
    assert len(list(folder.iterdir())) == 2
    monkeypatch.setattr(machine, "_processor", lambda: ("another", ""))
    _doubled()
    monkeypatch.setattr(machine, "_TRANSLATOR", ("changed",))
    _doubled()
    assert len(list(folder.iterdir())) == 4


def test_a_figure_left_out_is_read_when_the_code_runs(folder: Path) -> None:
    code = machine.machine_code(BY_TABLE, "run", {}, {"single": (None, 3)})
    found = np.zeros(1, np.int64)
    for today in (5, 6):
        code(1, np.array([today, 99]).ctypes.data, found.ctypes.data)
        assert found[0] == today * 100 + 3


@pytest.mark.parametrize("harm", ["cut off", "changed", "open to others", "in an open folder"])
def test_code_that_is_not_whole_or_not_ours_alone_is_made_anew(folder: Path, harm: str) -> None:
    _doubled()
    (path,) = folder.iterdir()
    whole = path.read_bytes()
    assert shelf.found(path.stem) is not None
    if harm == "cut off":
        path.write_bytes(whole[:-1])
    elif harm == "changed":
        path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    else:
        (path if harm == "open to others" else folder).chmod(0o777)
    assert shelf.found(path.stem) is None
    assert _doubled() == [2, 10]


def test_the_folder_does_not_grow_for_ever(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "MOST", 3)
    for number in range(5):
        shelf.put(shelf.key_of(number), b"code")
    assert len(list(folder.iterdir())) == 3
    assert shelf.found(shelf.key_of(4)) == b"code"


def test_where_nothing_may_be_written_the_code_is_made_each_time(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    assert _doubled() == [2, 10]
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    monkeypatch.setattr(shelf, "_folder", lambda: Path("/proc/nowhere"))
    assert _doubled() == [2, 10]
    assert list(folder.iterdir()) == []
