"""One PostgreSQL for all processes of one data folder, started by the first and stopped by the last.

Two file locks decide (docs/adr/0003-embedded-postgresql.md): `start.lock` is held only while deciding, `users.lock` is
shared by every process that uses the database, for as long as it lives. The kernel lets go of both when a process
dies, so a killed process leaves nothing to clean up: the next one joins the server and, being the last, stops it.
"""

import atexit
import contextlib
import fcntl
import os
import signal
import stat
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg

from bokjihub.pgserver import address, cluster
from bokjihub.pgserver.account import Account, database_account
from bokjihub.pgserver.address import SUPERUSER, Place
from bokjihub.pgserver.binaries import runnable_by
from bokjihub.pgserver.problems import OutsideServerUnreachable, ServerProblem

_PATIENCE_SECONDS = 60.0  # crash recovery of a large database takes its time
_STOP_SECONDS = 60.0
_PAUSE_SECONDS = 0.02
_LOG_BYTES = 10_000_000

# What PostgreSQL says for a moment after a crash, while the backends of the dead server leave.
_PASSING_TROUBLES = ("shared memory block", "lock file")

_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0777",  # peer authentication decides, not the file mode
    "max_connections": "60",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "random_page_cost": "1.1",
    "max_wal_size": "2GB",
    "log_min_messages": "warning",
    "log_line_prefix": "%m ",
    "cluster_name": "bokjihub",
}


@dataclass
class _Hold:
    """This process's share in one server."""

    pid: int
    users_lock: int
    uses: int
    child: subprocess.Popen[bytes] | None


_holds: dict[Path, _Hold] = {}
_left_to_others: list[subprocess.Popen[bytes] | None] = []  # kept, or Python warns that they still run
_guard = threading.RLock()


def acquire(of: Path | None = None) -> None:
    """Make sure the database answers, and keep it running until `release` or the end of this process."""
    if of is None and address.is_outside():
        _check_outside()
        return
    place = address.place(of)
    with _guard:
        hold = _own_hold(place)
        if hold is not None:
            _revive(place, hold)
            hold.uses += 1
            return
        _prepare_home(place)
        with _locked(place.start_lock):
            hold = _Hold(os.getpid(), _open(place.users_lock), uses=1, child=None)
            fcntl.flock(hold.users_lock, fcntl.LOCK_SH)
            try:
                _make_ready(place, hold)
            except BaseException:
                _leave(place, hold)
                raise
        _holds[place.home] = hold


def revive(of: Path | None = None) -> bool:
    """Bring the server back if it died under a process that holds it; tells whether it had to.

    Costs one short query when all is well.
    """
    if of is None and address.is_outside():
        return False
    place = address.place(of)
    with _guard:
        hold = _own_hold(place)
        return hold is not None and _revive(place, hold)


def release(of: Path | None = None) -> None:
    """Give back one `acquire`; the last process of the last one stops the server."""
    if of is None and address.is_outside():
        return
    place = address.place(of)
    with _guard:
        hold = _own_hold(place)
        if hold is None:
            return
        hold.uses -= 1
        if hold.uses == 0:
            _let_go(place, hold)


@contextlib.contextmanager
def running(of: Path | None = None) -> Iterator[None]:
    """The database answers inside the block."""
    acquire(of)
    try:
        yield
    finally:
        release(of)


def check_search() -> None:
    """Refuse a database that cannot find a Korean name; asked again after migrations, which may bring the search."""
    cluster.refuse_without_hangul(address.connection(address.chosen_role()))


def postmaster_pid(place: Place) -> int | None:
    """The process that serves this data folder now, if there is a living one."""
    pid = _noted_pid(place.data / "postmaster.pid")
    return pid if pid is not None and _serves(pid, place) else None


def _own_hold(place: Place) -> _Hold | None:
    hold = _holds.get(place.home)
    return hold if hold is not None and hold.pid == os.getpid() else None  # a forked child holds nothing itself


def _revive(place: Place, hold: _Hold) -> bool:
    if hold.child is not None:
        hold.child.poll()  # reap, or the dead child would look alive to PostgreSQL
    if postmaster_pid(place) is not None and _answers(place):
        return False
    with _locked(place.start_lock):
        _make_ready(place, hold)
    return True


def _make_ready(place: Place, hold: _Hold) -> None:
    account = database_account(place.data)
    cluster.make_data(place, account)
    _prepare_socket_dir(place, account)
    _make_answer(place, account, hold)
    cluster.provision(place, address.database_name())
    cluster.refuse_without_hangul(place.connection(address.USERS["app"], address.database_name()))


def _make_answer(place: Place, account: Account, hold: _Hold) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    logged: int | None = None  # where the log of our own attempt begins
    while not _answers(place):
        if time.monotonic() > deadline:
            raise _no_start(place, logged or 0)
        if hold.child is not None and hold.child.poll() is not None:
            hold.child = None
            if logged is not None:
                _raise_unless_passing(place, logged)
        if hold.child is None and postmaster_pid(place) is None:
            logged = place.log.stat().st_size if place.log.exists() else 0
            _remove_misleading_pid_files(place)
            hold.child = _spawn(place, account)
        time.sleep(_PAUSE_SECONDS)


def _spawn(place: Place, account: Account) -> subprocess.Popen[bytes]:
    cluster.write_access_files(place, account)
    settings = {**_SETTINGS, "unix_socket_directories": str(place.socket_dir)}
    command = [str(runnable_by(account, place.home) / "postgres"), "-D", str(place.data), "-p", str(address.PORT)]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    if place.log.exists() and place.log.stat().st_size > _LOG_BYTES:
        place.log.replace(place.log.with_suffix(".log.1"))
    with place.log.open("ab") as log:
        return subprocess.Popen(  # noqa: S603 our own binary
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            env={"LC_ALL": "C", "TZ": os.environ.get("TZ", "UTC")},
            start_new_session=True,  # Ctrl-C is for us; the server stops when its last user goes
            **account.child_options(),
        )


def _answers(place: Place) -> bool:
    if not (place.socket_dir / f".s.PGSQL.{address.PORT}").exists():
        return False
    try:
        with psycopg.connect(**place.connection(SUPERUSER, "postgres"), connect_timeout=5) as connection:
            connection.execute("SELECT 1")
    except psycopg.OperationalError as error:
        said = str(error)
        if "authentication failed" in said:
            raise _someone_elses(place) from error
        return "too many clients" in said or "connection slots" in said
    return True


def _raise_unless_passing(place: Place, logged: int) -> None:
    said = cluster.log_tail(place, logged)
    if not any(trouble in said for trouble in _PASSING_TROUBLES):
        raise _no_start(place, logged)
    time.sleep(0.1)


def _noted_pid(file: Path) -> int | None:
    try:
        return int(file.read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None


def _serves(pid: int, place: Place) -> bool:
    """A zombie does not serve, nor does a stranger who got the number of a dead postmaster."""
    process = Path("/proc") / str(pid)
    if not Path("/proc/self").exists():  # no /proc on this system
        with contextlib.suppress(OSError):
            os.kill(pid, 0)
            return True
        return False
    try:
        state = (process / "stat").read_text().rpartition(")")[2].split()[0]
        return state not in "ZX" and (process / "cwd").resolve() == place.data.resolve()
    except OSError:
        return False


def _remove_misleading_pid_files(place: Place) -> None:
    """PostgreSQL clears what a dead server left, but takes a zombie or a stranger of that number for a living one.

    Backends that still write are found all the same: by the shared memory block of the data folder.
    """
    for file in (place.data / "postmaster.pid", place.socket_dir / f".s.PGSQL.{address.PORT}.lock"):
        pid = _noted_pid(file)
        if pid is not None and (Path("/proc") / str(pid)).exists():
            file.unlink(missing_ok=True)


def _let_go(place: Place, hold: _Hold) -> None:
    del _holds[place.home]
    with _locked(place.start_lock):
        _leave(place, hold)


def _leave(place: Place, hold: _Hold) -> None:
    """With `start.lock` held: stop the server if nobody else uses it."""
    try:
        fcntl.flock(hold.users_lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        _left_to_others.append(hold.child)
    else:
        _stop(place, hold)
    finally:
        os.close(hold.users_lock)


def _stop(place: Place, hold: _Hold) -> None:
    pid = postmaster_pid(place)
    if pid is None:
        return
    os.kill(pid, signal.SIGINT)
    deadline = time.monotonic() + _STOP_SECONDS
    while _serves(pid, place) and time.monotonic() < deadline:
        if hold.child is not None:
            hold.child.poll()
        time.sleep(_PAUSE_SECONDS)
    if hold.child is not None:
        hold.child.poll()


def _prepare_home(place: Place) -> None:
    try:
        if not place.home.exists():
            # The database account must be able to walk here, whatever our umask.
            missing = [path for path in (place.home, *place.home.parents) if not path.exists()]
            for folder in reversed(missing):
                folder.mkdir(exist_ok=True)
                folder.chmod(0o755)
        _open(place.start_lock, check_only=True)
    except OSError as error:
        raise ServerProblem(
            f"데이터 폴더에 쓸 수 없습니다: {place.home}. 폴더의 주인이나 BOKJIHUB_DATA_DIR을 확인하세요.",
            f"The data folder cannot be written: {place.home}. Look at its owner or set BOKJIHUB_DATA_DIR.",
            str(error),
        ) from error


def _prepare_socket_dir(place: Place, account: Account) -> None:
    """Ours alone: in a folder like /tmp somebody else could have made it first and listen there."""
    for folder, owners in (
        (place.socket_dir.parent, {0, os.geteuid()}),
        (place.socket_dir, {0, os.geteuid(), account.uid}),
    ):
        with contextlib.suppress(FileExistsError):
            folder.mkdir(parents=folder is not place.socket_dir, mode=0o755)
        found = folder.lstat()
        writable_by_others = found.st_mode & 0o022 and not found.st_mode & stat.S_ISVTX
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in owners or writable_by_others:
            raise ServerProblem(
                f"소켓 폴더가 우리 것이 아닙니다: {folder}. 지우거나 BOKJIHUB_SOCKET_DIR을 정하세요.",
                f"The socket folder is not ours: {folder}. Remove it or set BOKJIHUB_SOCKET_DIR.",
            )
    account.give(place.socket_dir)
    if os.geteuid() in (0, place.socket_dir.stat().st_uid):
        place.socket_dir.chmod(0o755)


def _open(path: Path, *, check_only: bool = False) -> int:
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    if check_only:
        os.close(handle)
    return handle


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    handle = _open(path)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _check_outside() -> None:
    try:
        check_search()
    except psycopg.OperationalError as error:
        raise OutsideServerUnreachable(
            "BOKJIHUB_DATABASE_URL의 데이터베이스에 연결할 수 없습니다. 주소, 계정, 방화벽을 확인하세요.",
            "The database of BOKJIHUB_DATABASE_URL does not answer; look at address, account and firewall.",
            str(error).strip(),
        ) from error


def _no_start(place: Place, logged: int) -> ServerProblem:
    return ServerProblem(
        f"내장 데이터베이스를 시작하지 못했습니다. 기록: {place.log}",
        f"The embedded database did not start. Its log: {place.log}",
        cluster.log_tail(place, logged),
    )


def _someone_elses(place: Place) -> ServerProblem:
    return ServerProblem(
        f"다른 계정이 시작한 데이터베이스입니다: {place.home}. 그 계정으로 실행하세요.",
        f"Another account started this database: {place.home}. Run as that account.",
    )


@atexit.register
def _release_all() -> None:
    with _guard:
        for home, hold in list(_holds.items()):
            if hold.pid == os.getpid():
                _let_go(Place(home=home, socket_dir=home), hold)
