"""`bokjihub up`: web and worker as our own children, on the database and the static files they need.

The first page is what a person waits for, so nothing that loads the whole application stands before it but the web
process itself, and that loads it once: its workers are forked from a master that has everything (`--preload`), `migrate`
runs only when a migration is missing (`config.schema`), the worker and the list of demo accounts come after the page.
Rejected: one loading per worker, all at once (2.5 CPU seconds each on two cores, the page waits for all of them), and web
and worker in one process (a long job would hold the pages).
"""

import contextlib
import hashlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from types import FrameType

import psycopg

from bokjihub.accounts.access import checks
from bokjihub.config import schema
from bokjihub.pgserver import address, server
from bokjihub.pgserver.problems import ServerProblem
from bokjihub.pgserver.processes import Child, stop

_SETTINGS = "bokjihub.config.settings"
_PACKAGE = Path(__file__).resolve().parents[1]
_GRACE_SECONDS = 10.0
_START_SECONDS = 60.0
_WATCH_SECONDS = 0.5
_EARLY_DEATHS = 3

Say = Callable[..., None]


def serve(host: str, port: int, say: Say) -> int:
    """Stay until SIGTERM or Ctrl-C; 1 if the web process cannot come up at all."""
    _refuse_a_taken_port(host, port)
    stopping = _stop_on_signals()
    with server.running():
        say("데이터베이스가 준비되었습니다. (database ready)")
        _bring_up_to_date()
        _refuse_a_strong_role()
        server.check_search()  # on an outside server pg_trgm may have come with the migrations
        _collect_static(say)
        web, worker = children = _family(host, port)
        try:
            web.start()
            _wait_for_first_page(web, host, port, stopping, say)
            worker.start()
            if not stopping:
                _announce(port, say)
            while not stopping:
                time.sleep(_WATCH_SECONDS)
                if server.revive():
                    say("데이터베이스를 다시 켰습니다. (database restarted)")
                    stop([worker], grace_seconds=0)  # its listening connection is gone
                _mend(children, say)
        finally:
            say("멈추는 중입니다. (stopping)")
            stop(children, _GRACE_SECONDS)
    return 0


def _bring_up_to_date() -> None:
    with psycopg.connect(**address.connection("app")) as connection:
        current = schema.is_current(connection)
    if not current:
        _own_command("migrate", "--no-input", "--verbosity=0", BOKJIHUB_DB_ROLE="owner")


def _refuse_a_strong_role() -> None:
    """The web and the worker must not be able to see past row security (docs/adr/0006)."""
    with psycopg.connect(**address.connection("app")) as connection, connection.cursor() as cursor:
        problems = checks.role_problems(cursor)
    if problems:
        raise ServerProblem(
            "안전하지 않아 켜지 않습니다. 응용 프로그램 계정이 행 보안을 넘어설 수 있습니다.",
            "Not starting: the application's role could see past row security.",
            "\n".join(problems),
        )


def _family(host: str, port: int) -> tuple[Child, Child]:
    """Web and worker."""
    environment = {"DJANGO_SETTINGS_MODULE": _SETTINGS, "BOKJIHUB_DB_ROLE": "app", "BOKJIHUB_STATIC": "collected"}
    python = [sys.executable, "-m"]
    heartbeat = "/dev/shm"  # noqa: S108 gunicorn's own advice: a heartbeat file must not wait for a disk
    web = [*python, "gunicorn", "bokjihub.config.wsgi:application", f"--bind={host}:{port}", "--preload", "--threads=2"]
    # Twice the cores: a browser keeps to the process that took its connection, and of two processes one often got most of
    # them and waited for itself while a core stood idle. They share the memory of the master.
    web += [f"--workers={2 * (os.cpu_count() or 1)}", "--graceful-timeout=5", "--log-level=warning"]
    web += ["--no-control-socket", *([f"--worker-tmp-dir={heartbeat}"] if Path(heartbeat).is_dir() else [])]
    worker = [*python, "bokjihub.config.worker"]
    return (
        Child("web", web, {**environment, "BOKJIHUB_DB_POOL": "1"}),
        # A worker in the middle of a job does not leave on SIGTERM; the sweep of stalled jobs repairs what a kill breaks.
        Child("worker", worker, environment, if_we_die=signal.SIGKILL),
    )


def _stop_on_signals() -> list[int]:
    """The list fills when somebody asks us to stop; a second time is not waited for."""
    received: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        received.append(number)
        if len(received) > 1:
            raise KeyboardInterrupt

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, note)
    return received


def _refuse_a_taken_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise ServerProblem(
                f"{host}:{port} 포트를 쓸 수 없습니다. 다른 프로그램을 끄거나 --port로 다른 번호를 주세요.",
                f"Port {port} of {host} cannot be used; stop the other program or choose one with --port.",
                str(error),
            ) from error


def _wait_for_first_page(web: Child, host: str, port: int, stopping: list[int], say: Say) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while not stopping and not _answers(host, port):
        _mend([web], say)
        if web.deaths >= _EARLY_DEATHS or time.monotonic() > deadline:
            raise ServerProblem(
                "웹 서버가 올라오지 않습니다. 위의 기록을 보세요.",
                "The web server does not come up; see what it said above.",
            )
        time.sleep(0.05)


def _mend(children: Sequence[Child], say: Say) -> None:
    for child in children:
        told = child.mend()
        if told:
            say(told)


def _answers(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1" if host in {"0.0.0.0", "::"} else host, port, timeout=10)  # noqa: S104
    with contextlib.closing(connection), contextlib.suppress(OSError, http.client.HTTPException):
        connection.request("GET", "/", headers={"Host": "localhost"})
        return connection.getresponse().status > 0
    return False


def _announce(port: int, say: Say) -> None:
    # `localhost`, not a number: a passkey needs a name.
    say(f"복지허브가 켜졌습니다: http://localhost:{port}", "끝내려면 Ctrl-C (Ctrl-C to stop)")
    if os.environ.get("BOKJIHUB_MODE", "demo") == "demo":
        say(*_own_output("demo", "accounts").splitlines())


def _own_command(*arguments: str, **environment: str) -> None:
    done = subprocess.run(  # noqa: S603 our own program
        [sys.executable, "-m", "bokjihub.cli", "manage", *arguments],
        env={**os.environ, **environment},
        stdout=sys.stderr,
        check=False,
    )
    if done.returncode != 0:
        raise ServerProblem(
            f"'{arguments[0]}' 단계가 실패했습니다. 위의 글을 보세요.", f"The step '{arguments[0]}' failed, see above."
        )


def _own_output(*arguments: str) -> str:
    """What a command of ours prints, or nothing where it says no (real data) or is not installed."""
    done = subprocess.run(  # noqa: S603 our own program
        [sys.executable, "-m", "bokjihub.cli", *arguments], capture_output=True, text=True, check=False
    )
    return done.stdout if done.returncode == 0 else ""


def _collect_static(say: Say) -> None:
    """Only when a static file or a package that brings some has changed since the last time."""
    stamp = address.data_dir() / "static" / "stamp"
    with contextlib.suppress(OSError):
        if stamp.read_text() == _static_state():
            return
    say("화면 파일을 모읍니다. (collecting static files)")
    _own_command("collectstatic", "--no-input", "--clear", "--verbosity=0", BOKJIHUB_STATIC="collected")
    stamp.write_text(_static_state())


def _static_state() -> str:
    state = hashlib.sha256()
    for package in ("Django", "django-htmx", "whitenoise"):
        state.update(f"{package} {version(package)}\n".encode())
    for folder in sorted(_PACKAGE.glob("*/static")):
        for path in sorted(folder.rglob("*")):
            found = path.stat()
            state.update(f"{path} {found.st_size} {found.st_mtime_ns}\n".encode())
    return state.hexdigest()
