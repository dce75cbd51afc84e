"""Where the database is. Pure: reads the environment and file modes, starts nothing, connects to nothing.

`BOKJIHUB_DATABASE_URL` names an outside server (with `BOKJIHUB_OWNER_DATABASE_URL` for migrations); without it the
embedded server of `BOKJIHUB_DATA_DIR` is meant, reached through a socket folder that follows from the data folder.
"""

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from bokjihub.pgserver.problems import ServerProblem

Role = Literal["app", "owner", "test"]

SUPERUSER = "bokji_super"
USERS: dict[Role, str] = {"app": "bokji_app", "owner": "bokji_owner", "test": "bokji_test"}
PORT = 5432  # only names the socket file: the embedded server never listens on the network

_CLOSED_HOME_STAND_IN = Path("/var/lib/bokjihub")
_POOL = {"min_size": 1, "max_size": 4, "timeout": 10}
# A page asks the same two dozen questions again and again, and planning one costs far more than answering it: after the
# third time a connection keeps the plan. Row security is no obstacle: whose rows they are is read when a plan is run. The owner
# asks each question once, and changes the tables the plans are made for.
_PLANS = {"server_side_binding": True, "prepare_threshold": 3}


@dataclass(frozen=True)
class Place:
    """The folders of one embedded server."""

    home: Path
    socket_dir: Path

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def data_being_made(self) -> Path:
        return self.home / "data.new"

    @property
    def log(self) -> Path:
        return self.home / "postgres.log"

    @property
    def start_lock(self) -> Path:
        return self.home / "start.lock"

    @property
    def users_lock(self) -> Path:
        return self.home / "users.lock"

    def connection(self, user: str, dbname: str) -> dict[str, Any]:
        return {"host": str(self.socket_dir), "port": PORT, "user": user, "dbname": dbname}


def data_dir() -> Path:
    """The folder of everything this installation writes: `BOKJIHUB_DATA_DIR`, else `.data` of the checkout."""
    named = os.environ.get("BOKJIHUB_DATA_DIR")
    if named:
        return Path(named).absolute()
    checkout = Path(__file__).resolve().parents[2]
    return (checkout if (checkout / "pyproject.toml").exists() else Path.cwd()) / ".data"


def database_name() -> str:
    return os.environ.get("BOKJIHUB_DB_NAME") or "bokjihub"


def is_outside() -> bool:
    return bool(os.environ.get("BOKJIHUB_DATABASE_URL"))


def place(of: Path | None = None) -> Place:
    """The embedded server of a data folder. The same answer in every process of the same account."""
    folder = (of or data_dir()).absolute()
    short = hashlib.sha256(os.fsencode(folder.resolve())).hexdigest()[:12]
    return Place(home=_home(folder, short), socket_dir=_socket_root() / short)


def chosen_role() -> Role:
    """Who this process is in the database: `BOKJIHUB_DB_ROLE`, else the application, which owns nothing."""
    named = os.environ.get("BOKJIHUB_DB_ROLE", "app")
    for role in get_args(Role):
        if role == named:
            return role  # type: ignore[no-any-return]
    raise ServerProblem(
        f"BOKJIHUB_DB_ROLE 값 '{named}'은(는) 쓸 수 없습니다. app, owner, test 가운데 하나로 정하세요.",
        f"BOKJIHUB_DB_ROLE is '{named}'; it must be app, owner or test.",
    )


def connection(role: Role) -> dict[str, Any]:
    """How psycopg reaches the database in a role."""
    if is_outside():
        return _outside(role)
    return place().connection(USERS[role], database_name())


def database_settings(role: Role, pool: bool | None = None) -> dict[str, Any]:
    """The `default` entry of Django's DATABASES. The web process asks for the pool by `BOKJIHUB_DB_POOL=1`."""
    params = connection(role)
    wants_pool = os.environ.get("BOKJIHUB_DB_POOL") == "1" if pool is None else pool
    known = {"host", "port", "user", "password", "dbname"}
    options: dict[str, Any] = {key: value for key, value in params.items() if key not in known}
    if role != "owner":
        options |= _PLANS
    if wants_pool and role == "app":
        options["pool"] = dict(_POOL)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": params.get("dbname", ""),
        "USER": params.get("user", ""),
        "PASSWORD": params.get("password", ""),
        "HOST": params.get("host", ""),
        "PORT": str(params.get("port", "")),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
        "TEST": {"NAME": "test_bokjihub"},
    }


def _outside(role: Role) -> dict[str, Any]:
    variable = "BOKJIHUB_DATABASE_URL" if role == "app" else "BOKJIHUB_OWNER_DATABASE_URL"
    url = os.environ.get(variable)
    if not url:
        raise ServerProblem(
            f"외부 데이터베이스를 쓸 때 이 작업에는 {variable}(테이블 소유 계정)도 필요합니다.",
            f"With an outside database this needs {variable} (the role that owns the tables) as well.",
        )
    try:
        params = conninfo_to_dict(url)
    except ProgrammingError as error:
        raise ServerProblem(
            f"{variable} 주소를 읽을 수 없습니다. postgresql://계정:암호@주소:5432/이름 꼴로 적으세요.",
            f"{variable} cannot be read; write it as postgresql://user:password@host:5432/name.",
        ) from error
    if "BOKJIHUB_DB_NAME" in os.environ or not params.get("dbname"):
        params["dbname"] = database_name()
    return params


def _home(folder: Path, short: str) -> Path:
    """Beside the other data, unless root's unprivileged child could not walk there (a checkout under a closed home)."""
    beside = folder / "postgres"
    if os.geteuid() != 0:
        return beside
    stand_in = _CLOSED_HOME_STAND_IN / short
    for home in (beside, stand_in):  # where a cluster is, it stays, whatever the modes have become since
        if (home / "data" / "PG_VERSION").exists():
            return home
    return beside if everybody_may_enter(folder) else stand_in


def everybody_may_enter(folder: Path) -> bool:
    existing = (path for path in (folder, *folder.parents) if path.exists())
    return all(path.stat().st_mode & stat.S_IXOTH for path in existing)


def _socket_root() -> Path:
    """Short, because a socket path ends at 108 bytes; never taken from a login session, so cron finds the same one."""
    named = os.environ.get("BOKJIHUB_SOCKET_DIR")
    if named:
        return Path(named).absolute()
    uid = os.geteuid()
    run = Path("/run")
    return run / "bokjihub" if uid == 0 and os.access(run, os.W_OK) else Path(f"/tmp/bokjihub-{uid}")  # noqa: S108 owner is checked before use
