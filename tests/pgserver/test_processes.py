"""The children of `bokjihub up`: started again when they die, gone when we are gone, by force if they will not."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bokjihub.pgserver import processes
from bokjihub.pgserver.processes import Child

pytestmark = pytest.mark.slow

STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
PARENT = """
import sys, time
from bokjihub.pgserver.processes import Child
child = Child("sleeper", ["sleep", "60"], {})
child.start()
print(child.process.pid, flush=True)
time.sleep(60)
"""


def until(condition: Callable[[], bool], seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    return condition()


def is_alive(pid: int) -> bool:
    try:
        return ") Z" not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False


def test_a_child_that_died_is_started_again_and_its_death_is_told() -> None:
    child = Child("sleeper", ["sleep", "60"], {})
    child.start()
    assert child.process
    first = child.process.pid
    assert child.mend() == ""
    child.process.kill()
    child.process.wait()
    assert "sleeper: 종료 코드 -9" in child.mend()

    def back() -> bool:
        child.mend()
        return child.process is not None

    assert until(back)
    assert child.process.pid != first
    processes.stop([child], grace_seconds=5)
    assert child.process.returncode == -signal.SIGTERM


def test_one_that_keeps_dying_is_started_more_and_more_slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [1000.0]
    monkeypatch.setattr(processes.time, "monotonic", lambda: clock[0])
    child = Child("broken", ["false"], {})
    pauses = []
    for _ in range(8):
        child.start()
        assert child.process
        child.process.wait()
        child.mend()
        pauses.append(child.not_before - clock[0])
        clock[0] = child.not_before
    assert pauses == [0.5, 1, 2, 4, 8, 16, 30, 30]


def test_one_that_ignores_sigterm_is_killed_after_the_grace() -> None:
    child = Child("stubborn", [sys.executable, "-c", STUBBORN], {})
    child.start()
    time.sleep(0.5)
    began = time.monotonic()
    processes.stop([child], grace_seconds=0.3)
    assert child.process
    assert child.process.returncode == -signal.SIGKILL
    assert time.monotonic() - began < 5


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's promise exists on Linux only")
def test_a_child_ends_when_we_are_killed() -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]
    )
    assert parent.stdout
    pid = int(parent.stdout.readline())
    assert is_alive(pid)
    os.kill(parent.pid, signal.SIGKILL)
    parent.communicate()
    assert until(lambda: not is_alive(pid))
