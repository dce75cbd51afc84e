"""Keeping the processes of `bokjihub up` alive, and leaving none behind."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

_PR_SET_PDEATHSIG = 1
_FIRST_PAUSE_SECONDS = 0.5
_LONGEST_PAUSE_SECONDS = 30.0
_STEADY_SECONDS = 30.0


@dataclass
class Child:
    """A process that shall run: started again when it dies, more and more slowly when it keeps dying."""

    name: str
    command: Sequence[str]
    environment: dict[str, str]
    if_we_die: signal.Signals = signal.SIGTERM  # what the kernel sends it if we are killed -9
    process: subprocess.Popen[bytes] | None = None
    deaths: int = 0
    started_at: float = 0.0
    not_before: float = field(default=0.0)

    def start(self) -> None:
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 our own program
            list(self.command),
            env={**os.environ, **self.environment},
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C comes to us, who stop the family in order
            preexec_fn=self._die_with_us if sys.platform == "linux" else None,  # we have no threads
        )

    def _die_with_us(self) -> None:
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, self.if_we_die)

    def mend(self) -> str:
        """Start it again if it died, after a pause that grows while it dies young. Tells a death."""
        if self.process is not None and self.process.poll() is None:
            return ""
        told = ""
        now = time.monotonic()
        if self.process is not None:
            self.deaths = self.deaths + 1 if now - self.started_at < _STEADY_SECONDS else 1
            self.not_before = now + min(_FIRST_PAUSE_SECONDS * 2 ** (self.deaths - 1), _LONGEST_PAUSE_SECONDS)
            told = f"{self.name}: 종료 코드 {self.process.returncode}, 다시 시작합니다. (restarting)"
            self.process = None
        if now >= self.not_before:
            self.start()
        return told


def stop(children: Sequence[Child], grace_seconds: float) -> None:
    """Ask all, wait, then kill whole sessions: a worker in the middle of a job would not leave by itself."""
    living = [child.process for child in children if child.process is not None and child.process.poll() is None]
    for process in living:
        process.terminate()
    deadline = time.monotonic() + grace_seconds
    for process in living:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(max(0.0, deadline - time.monotonic()))
    for process in living:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
