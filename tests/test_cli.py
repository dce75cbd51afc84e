"""The command line as a person meets it: a sentence, a status, never a stack trace."""

import contextlib
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from bokjihub import cli
from bokjihub.pgserver import address, server

REPOSITORY = Path(__file__).parents[1]


@pytest.fixture
def installation() -> Iterator[dict[str, str]]:
    """The environment of an installation with a data folder of its own."""
    top = Path(tempfile.mkdtemp(prefix="bokjihub-cli-"))
    top.chmod(0o755)
    place = address.place(top / "data")
    plain = {name: value for name, value in os.environ.items() if not name.startswith("BOKJIHUB_")}
    yield {**plain, "BOKJIHUB_DATA_DIR": str(top / "data")}
    assert server.postmaster_pid(place) is None, "a command stops the server it started"
    shutil.rmtree(place.socket_dir, ignore_errors=True)
    shutil.rmtree(top)


def run(environment: dict[str, str], *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "bokjihub.cli", *arguments],
        env=environment,
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.mark.parametrize("arguments", [["nonsense"], ["up", "--port", "0"], ["backup"], ["restore"]])
def test_wrong_use_is_status_two(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        cli.main(arguments)
    assert stop.value.code == 2
    assert "usage" in capsys.readouterr().err


def test_a_room_that_is_not_installed_is_status_two_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(cli.ROOMS, "report", cli.Room("bokjihub.commands", ""))
    assert cli.main(["report", "list"]) == 2
    assert "'report' 명령은 이 설치본에 아직 없습니다." in capsys.readouterr().err


def test_an_unforeseen_error_is_one_sentence_and_a_trace_only_on_request(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def burst(_arguments: list[str]) -> int:
        raise RuntimeError("첫 줄\n둘째 줄")

    monkeypatch.setattr(cli, "_dispatch", burst)
    monkeypatch.delenv("BOKJIHUB_DEBUG", raising=False)
    assert cli.main(["report"]) == 1
    said = capsys.readouterr().err
    assert "RuntimeError: 첫 줄" in said
    assert "Traceback" not in said
    assert "둘째" not in said
    monkeypatch.setenv("BOKJIHUB_DEBUG", "1")
    with pytest.raises(RuntimeError):
        cli.main(["report"])


@pytest.mark.slow
def test_benefits_need_no_database(installation: dict[str, str]) -> None:
    run(installation, "benefits", "names")
    assert not Path(installation["BOKJIHUB_DATA_DIR"]).exists()


@pytest.mark.slow
def test_an_outside_database_that_is_not_there_is_a_sentence(installation: dict[str, str]) -> None:
    done = run({**installation, "BOKJIHUB_DATABASE_URL": "postgresql://app@127.0.0.1:1/office"}, "manage", "check")
    assert done.returncode == 1
    assert "BOKJIHUB_DATABASE_URL" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_migrate_backup_and_drill_each_start_and_stop_what_they_need(installation: dict[str, str]) -> None:
    assert run(installation, "manage", "migrate", "--verbosity=0").returncode == 0
    folder = Path(installation["BOKJIHUB_DATA_DIR"]).parent / "backup"
    assert run(installation, "backup", str(folder)).returncode == 0
    assert json.loads((folder / "manifest.json").read_text())["tables"]["public.django_migrations"]["rows"] > 50
    drilled = run(installation, "restore", str(folder), "--drill")
    assert (drilled.returncode, drilled.stderr.splitlines()[0]) == (
        0,
        "복원 훈련을 마쳤습니다: 모두 같고 화면도 열립니다.",
    )
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["tables"]["public.django_migrations"]["rows"] += 1
    (folder / "manifest.json").write_text(json.dumps(manifest))
    for arguments in (["restore", str(folder), "--drill"], ["restore", str(folder)]):
        differing = run(installation, *arguments)
        assert differing.returncode == 1
        assert "public.django_migrations" in differing.stderr


@pytest.mark.slow
def test_up_serves_a_page_heals_the_web_process_and_stops_on_sigterm(installation: dict[str, str]) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    home = subprocess.Popen(
        [sys.executable, "-m", "bokjihub.cli", "up", "--port", str(port)],
        env=installation,
        cwd=REPOSITORY,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert home.stderr
        assert any(f"http://localhost:{port}" in line for line in home.stderr)
        assert page(port) in {200, 302}
        os.kill(web_process(home.pid), signal.SIGKILL)
        deadline = time.monotonic() + 20
        while page(port) not in {200, 302}:
            assert time.monotonic() < deadline, "the web process did not come back"
            time.sleep(0.1)
        while not workers(installation):
            assert time.monotonic() < deadline + 40, "nobody takes the jobs"
            time.sleep(0.1)
    finally:
        home.terminate()
        _, said = home.communicate(timeout=40)
    assert home.returncode == 0
    assert "Launching a worker" not in said, "the library's own line"
    assert page(port) == 0


def page(port: int) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    with contextlib.closing(connection), contextlib.suppress(OSError, http.client.HTTPException):
        connection.request("GET", "/", headers={"Host": "localhost"})
        return connection.getresponse().status
    return 0


def workers(installation: dict[str, str]) -> int:
    place = address.place(Path(installation["BOKJIHUB_DATA_DIR"]))
    with psycopg.connect(**place.connection(address.SUPERUSER, "bokjihub")) as connection:
        (registered,) = connection.execute("SELECT count(*) FROM procrastinate_workers").fetchone() or (0,)
    return int(registered)


def web_process(parent: int) -> int:
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return next(int(pid) for pid in children if b"gunicorn" in Path(f"/proc/{pid}/cmdline").read_bytes())
