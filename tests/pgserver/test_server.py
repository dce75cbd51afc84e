"""The embedded server: shared, unprivileged, there again after every kind of death, and honest when it cannot be."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from bokjihub.pgserver import address, binaries, cluster, server
from bokjihub.pgserver.problems import HangulSearchBroken, OutsideServerUnreachable, ServerProblem

pytestmark = pytest.mark.slow

REPOSITORY = Path(__file__).parents[2]
HOLDER = """
import sys
from pathlib import Path
from bokjihub.pgserver import address, server
folder = Path(sys.argv[1])
server.acquire(folder)
print(server.postmaster_pid(address.place(folder)), flush=True)
sys.stdin.readline()
"""


def holder(folder: Path) -> "subprocess.Popen[str]":
    """Another process that holds the server until it is told to go."""
    return subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=REPOSITORY,
    )


def told(process: "subprocess.Popen[str]") -> int:
    assert process.stdout
    return int(process.stdout.readline())


def leave(process: "subprocess.Popen[str]") -> None:
    process.communicate("\n", timeout=30)
    assert process.returncode == 0


def ask(folder: Path, query: str, role: address.Role = "app") -> object:
    with psycopg.connect(**address.place(folder).connection(address.USERS[role], "bokjihub")) as connection:
        row = connection.execute(query).fetchone()
        return row[0] if row else None


def test_the_first_start_makes_everything_and_the_next_is_quick(folder: Path) -> None:
    place = address.place(folder)
    with server.running(folder):
        pid = server.postmaster_pid(place)
        assert pid is not None
        assert Path(f"/proc/{pid}").stat().st_uid != 0
        assert ask(folder, "SELECT current_user") == "bokji_app"
        assert ask(folder, "SELECT cardinality(show_trgm('김철수'))") == 4
        assert ask(folder, "SELECT count(*)::int FROM pg_extension WHERE extname IN ('pg_trgm', 'btree_gist')") == 2
        assert (place.data.stat().st_mode & 0o777, place.socket_dir.stat().st_mode & 0o777) == (0o700, 0o755)
    assert server.postmaster_pid(place) is None
    began = time.monotonic()
    with server.running(folder):
        assert time.monotonic() - began < 2


def test_the_application_owns_nothing_and_may_use_what_the_owner_makes(folder: Path) -> None:
    with server.running(folder):
        place = address.place(folder)
        with psycopg.connect(**place.connection("bokji_owner", "bokjihub")) as owner:
            owner.execute("CREATE TABLE note (id int GENERATED ALWAYS AS IDENTITY, words text)")
        with psycopg.connect(**place.connection("bokji_app", "bokjihub")) as app:
            app.execute("INSERT INTO note (words) VALUES ('독거 어르신')")
        with psycopg.connect(**place.connection("bokji_app", "bokjihub")) as app:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute("CREATE TABLE mine (id int)")
            app.rollback()
            flags = app.execute("SELECT rolsuper, rolbypassrls, rolcreatedb FROM pg_roles WHERE rolname = current_user")
            assert flags.fetchone() == (False, False, False)


def test_the_test_role_works_as_owner_and_can_step_down(folder: Path) -> None:
    with server.running(folder):
        params = address.place(folder).connection("bokji_test", "postgres")
        with psycopg.connect(**params, autocommit=True) as connection:
            assert connection.execute("SELECT current_user").fetchone() == ("bokji_owner",)
            connection.execute("CREATE DATABASE test_something")
            connection.execute("SELECT set_config('role', 'bokji_app', false)")
            assert connection.execute("SELECT current_user").fetchone() == ("bokji_app",)


def test_two_processes_share_one_server_and_the_last_one_stops_it(folder: Path) -> None:
    first, second = holder(folder), holder(folder)
    pid = told(first)
    assert told(second) == pid
    leave(first)
    assert server.postmaster_pid(address.place(folder)) == pid
    leave(second)
    assert server.postmaster_pid(address.place(folder)) is None


def test_five_processes_racing_for_a_cold_start_find_one_server(folder: Path) -> None:
    racers = [holder(folder) for _ in range(5)]
    assert len({told(racer) for racer in racers}) == 1
    for racer in racers:
        leave(racer)
    assert server.postmaster_pid(address.place(folder)) is None


def test_a_killed_user_leaves_a_server_that_the_next_one_takes_over(folder: Path) -> None:
    first = holder(folder)
    pid = told(first)
    first.kill()
    first.communicate()
    with server.running(folder):
        assert server.postmaster_pid(address.place(folder)) == pid
    assert server.postmaster_pid(address.place(folder)) is None


def test_nested_use_in_one_process_stops_once(folder: Path) -> None:
    with server.running(folder):
        with server.running(folder):
            pass
        assert ask(folder, "SELECT 1") == 1
    assert server.postmaster_pid(address.place(folder)) is None


@pytest.mark.parametrize("whose", ["zombie", "stranger"])
def test_a_pid_file_that_names_somebody_else_does_not_stop_the_start(folder: Path, whose: str) -> None:
    with server.running(folder):
        pass
    pid_file = address.place(folder).data / "postmaster.pid"
    ended = subprocess.Popen(["true"])  # not waited for: a zombie
    while whose == "zombie" and ") Z" not in Path(f"/proc/{ended.pid}/stat").read_text():
        time.sleep(0.01)
    pid_file.write_text(f"{ended.pid if whose == 'zombie' else os.getpid()}\n")
    try:
        with server.running(folder):
            assert ask(folder, "SELECT 1") == 1
    finally:
        ended.wait()


def test_a_half_made_cluster_is_thrown_away(folder: Path) -> None:
    left_over = address.place(folder).data_being_made
    left_over.mkdir(parents=True)
    for made in (folder, *folder.rglob("*")):
        made.chmod(0o755)
    (left_over / "PG_VERSION").write_text("18\n")
    with server.running(folder):
        assert ask(folder, "SELECT 1") == 1
    assert not left_over.exists()


def test_a_cluster_without_hangul_is_refused_and_not_left_running(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "LOCALE", (*cluster.LOCALE[:-1], "--lc-ctype=C"))
    with pytest.raises(HangulSearchBroken, match="한글"):
        server.acquire(folder)
    assert server.postmaster_pid(address.place(folder)) is None


def test_a_broken_cluster_is_reported_with_its_log_and_at_once(folder: Path) -> None:
    with server.running(folder):
        pass
    with (address.place(folder).data / "postgresql.conf").open("a") as settings:
        settings.write("no_such_setting = 1\n")
    began = time.monotonic()
    with pytest.raises(ServerProblem, match="no_such_setting"):
        server.acquire(folder)
    assert time.monotonic() - began < 5


def test_a_socket_folder_that_others_may_write_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sockets = folder.parent / "s"
    monkeypatch.setenv("BOKJIHUB_SOCKET_DIR", str(sockets))
    taken = address.place(folder).socket_dir
    taken.mkdir(parents=True)
    taken.chmod(0o777)
    with pytest.raises(ServerProblem, match="소켓 폴더"):
        server.acquire(folder)


def test_an_outside_server_is_used_by_url_and_nothing_else_is_started(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = address.place(folder)
    own = folder.parent / "own"
    with server.running(folder):
        monkeypatch.setenv("BOKJIHUB_DATA_DIR", str(own))
        monkeypatch.setenv("BOKJIHUB_DB_ROLE", "app")
        monkeypatch.setenv("BOKJIHUB_DATABASE_URL", f"postgresql://bokji_app@/bokjihub?host={other.socket_dir}")
        with server.running(), psycopg.connect(**address.connection("app")) as connection:
            assert connection.execute("SELECT current_user").fetchone() == ("bokji_app",)
        assert not own.exists()
        assert server.postmaster_pid(other) is not None
    with pytest.raises(OutsideServerUnreachable, match="BOKJIHUB_DATABASE_URL"):
        server.acquire()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root lends its server to another account")
def test_programs_in_a_closed_home_are_copied_where_the_database_account_can_run_them(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = folder.parent / "closed"
    package = binaries.program_dir().parents[1]
    for part in (package, package.with_name(package.name + ".libs")):
        shutil.copytree(part, closed / part.name, ignore=shutil.ignore_patterns("include"))
    closed.chmod(0o700)
    monkeypatch.setattr(binaries, "_in_the_wheel", lambda: closed / package.name / "pginstall" / "bin")
    with server.running(folder):
        pid = server.postmaster_pid(address.place(folder))
        assert Path(f"/proc/{pid}/exe").resolve().is_relative_to(address.place(folder).home)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root lends its server to another account")
def test_a_checkout_in_a_closed_home_keeps_its_cluster_elsewhere(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(address, "_CLOSED_HOME_STAND_IN", folder.parent / "stand-in")
    closed = folder / "root"
    closed.mkdir(parents=True)
    closed.chmod(0o700)
    try:
        with server.running(closed):
            assert address.place(closed).home.parent == folder.parent / "stand-in"
        closed.chmod(0o755)
        assert address.place(closed).home.parent == folder.parent / "stand-in", "a cluster stays where it was made"
    finally:
        shutil.rmtree(address.place(closed).socket_dir, ignore_errors=True)


def test_the_start_survives_a_kill_of_the_server_alone(folder: Path) -> None:
    with server.running(folder):
        pid = server.postmaster_pid(address.place(folder))
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        server.revive(folder)
        assert ask(folder, "SELECT 1") == 1
        assert server.postmaster_pid(address.place(folder)) not in (None, pid)
