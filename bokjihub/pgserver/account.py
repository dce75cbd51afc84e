"""Which account of the machine runs PostgreSQL. PostgreSQL refuses root, so root lends it an unprivileged one."""

import os
import pwd
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from bokjihub.pgserver.problems import ServerProblem

# A machine with its own account for us (docs/howto/deploy.md) uses that; `nobody` exists everywhere.
_CANDIDATES = ("bokjihub", "postgres", "nobody")


class ChildOptions(TypedDict, total=False):
    user: int
    group: int
    extra_groups: list[str | int]


@dataclass(frozen=True)
class Account:
    uid: int
    gid: int

    def child_options(self) -> ChildOptions:
        """How `subprocess` starts something as this account."""
        if self.uid == os.geteuid():
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def give(self, path: Path) -> None:
        if os.geteuid() == 0:
            os.chown(path, self.uid, self.gid)


def database_account(data: Path) -> Account:
    """The account that owns the cluster. For one still to be made: ours, or an unprivileged one if we are root."""
    if data.exists() and os.geteuid() == 0:
        owner = data.stat()
        if owner.st_uid != 0:
            return Account(owner.st_uid, owner.st_gid)
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    for name in _CANDIDATES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    raise ServerProblem(
        "관리자(root)로 실행 중인데 데이터베이스를 맡길 일반 계정이 없습니다. 'useradd --system bokjihub'로 만드세요.",
        "Running as root, but there is no ordinary account for the database; make one: useradd --system bokjihub",
    )


def own_name() -> str:
    """The name of the account this process runs as: the only one the embedded database lets in."""
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        raise nameless_account() from None


def nameless_account() -> ServerProblem:
    return ServerProblem(
        f"실행 계정(uid {os.geteuid()})에 이름이 없어 내장 데이터베이스를 쓸 수 없습니다. "
        "이름 있는 계정으로 실행하거나 BOKJIHUB_DATABASE_URL로 외부 서버를 지정하세요.",
        f"The account (uid {os.geteuid()}) has no name, so the embedded database cannot be used; "
        "run as a named account or name a server in BOKJIHUB_DATABASE_URL.",
    )
