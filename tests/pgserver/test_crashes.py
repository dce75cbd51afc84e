"""Twenty kill -9 under five writers: every write the database acknowledged is there afterwards, once."""

import contextlib
import os
import signal
import statistics
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from bokjihub.pgserver import address, server

WRITERS = 5
KILLS = 20


class Writer(threading.Thread):
    """Writes numbers one by one and notes each number only after the database said 'committed'."""

    def __init__(self, name: int, params: dict[str, object], stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.writer, self.params, self.stop = name, params, stop
        self.acknowledged: list[int] = []

    def run(self) -> None:
        number = 0
        while not self.stop.is_set():
            with contextlib.suppress(psycopg.Error), psycopg.connect(**self.params, autocommit=True) as connection:  # type: ignore[arg-type]
                while not self.stop.is_set():
                    number += 1  # a number whose fate is unknown is never used again
                    connection.execute("INSERT INTO written VALUES (%s, %s)", [self.writer, number])
                    self.acknowledged.append(number)
            time.sleep(0.01)


def kill_server(pid: int, *, with_backends: bool) -> None:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split() if with_backends else []
    for victim in (pid, *map(int, children)):
        with contextlib.suppress(ProcessLookupError):
            os.kill(victim, signal.SIGKILL)


@pytest.mark.slow
def test_no_acknowledged_write_is_lost_in_twenty_kills(
    folder: Path, record_testsuite_property: Callable[[str, object], None]
) -> None:
    place = address.place(folder)
    recoveries = []
    with server.running(folder):
        with psycopg.connect(**place.connection("bokji_owner", "bokjihub")) as owner:
            owner.execute("CREATE TABLE written (writer int, number int, PRIMARY KEY (writer, number))")
        stop = threading.Event()
        writers = [Writer(n, place.connection("bokji_app", "bokjihub"), stop) for n in range(WRITERS)]
        for writer in writers:
            writer.start()
        for round_ in range(KILLS):
            before = [len(writer.acknowledged) for writer in writers]
            deadline = time.monotonic() + 20
            while any(len(w.acknowledged) <= n + 10 for w, n in zip(writers, before, strict=True)):
                assert time.monotonic() < deadline, "the writers do not get through any more"
                time.sleep(0.01)
            pid = server.postmaster_pid(place)
            assert pid is not None
            kill_server(pid, with_backends=round_ % 2 == 0)
            began = time.monotonic()
            server.revive(folder)
            recoveries.append(time.monotonic() - began)
        stop.set()
        for writer in writers:
            writer.join(timeout=20)
        with psycopg.connect(**place.connection("bokji_app", "bokjihub")) as connection:
            kept = {(writer, number) for writer, number in connection.execute("SELECT writer, number FROM written")}
    acknowledged = {(writer.writer, number) for writer in writers for number in writer.acknowledged}
    record_testsuite_property("acknowledged", len(acknowledged))
    record_testsuite_property("recovery_median_seconds", statistics.median(recoveries))
    record_testsuite_property("recovery_worst_seconds", max(recoveries))
    assert len(acknowledged) > KILLS * WRITERS * 10
    assert acknowledged - kept == set()
