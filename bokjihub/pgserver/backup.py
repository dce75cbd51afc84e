"""Taking the office away and bringing it back: one folder with a dump, the photos and a manifest that proves both.

The manifest holds for every table the number of rows and a hash of their contents, measured in the same snapshot as the
dump. A restore that does not come out the same is thrown away; the office's database is exchanged whole or not at all.
"""

import contextlib
import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from bokjihub.pgserver import address, cluster, server
from bokjihub.pgserver.address import SUPERUSER
from bokjihub.pgserver.binaries import program_dir
from bokjihub.pgserver.problems import ServerProblem

FORMAT = 1

_TABLES = """
    SELECT n.nspname, c.relname
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
      AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
    ORDER BY 1, 2
"""

# Independent of the order of rows; md5 because it means the same in every version of PostgreSQL.
_FINGERPRINT = """
    SELECT count(*),
           coalesce(sum(('x' || left(h, 16))::bit(64)::bigint::numeric), 0)::text || ':' ||
           coalesce(sum(('x' || right(h, 16))::bit(64)::bigint::numeric), 0)::text
    FROM (SELECT md5(t::text) AS h FROM {table} t) AS hashed
"""

# The text of a row must not depend on who asks; and no row policy may hide rows from the count.
_SESSION = {
    "TimeZone": "UTC",
    "DateStyle": "ISO, YMD",
    "IntervalStyle": "postgres",
    "extra_float_digits": "1",
    "bytea_output": "hex",
    "row_security": "off",
}

Heads = dict[str, list[object]]


@dataclass(frozen=True)
class TableState:
    rows: int
    fingerprint: str


@dataclass(frozen=True)
class Manifest:
    """What was in the office when the backup was taken."""

    made_at: str
    server_version: str
    tables: dict[str, TableState]
    heads: Heads
    files: dict[str, str]
    format: int = FORMAT


def take(folder: Path, files: Mapping[str, Path], heads_query: str = "") -> Manifest:
    """Write a backup into a new folder. The folder appears under its name only when it is complete."""
    if folder.exists() and any(folder.iterdir()):
        raise ServerProblem(
            f"백업 폴더가 비어 있지 않습니다: {folder}. 새 폴더 이름을 주세요.",
            f"The backup folder is not empty: {folder}. Name a new one.",
        )
    being_made = folder.with_name(folder.name + ".new")
    shutil.rmtree(being_made, ignore_errors=True)
    being_made.mkdir(parents=True, mode=0o700)
    params = _admin_params(address.database_name())
    with _measuring(params) as connection:
        (snapshot,) = _one(connection, "SELECT pg_export_snapshot()")
        options = ["--format=directory", "--jobs=2", f"--snapshot={snapshot}", f"--file={being_made / 'dump'}"]
        _run("pg_dump", params, options)
        manifest = Manifest(
            made_at=datetime.now(UTC).isoformat(timespec="seconds"),
            server_version=str(_one(connection, "SHOW server_version")[0]),
            tables=_measure(connection),
            heads=_heads(connection, heads_query),
            files=_copy_files(files, being_made / "files"),
        )
    _write_manifest(manifest, being_made / "manifest.json")
    if folder.exists():
        folder.rmdir()
    being_made.rename(folder)
    return manifest


def restore(folder: Path, files: Mapping[str, Path], heads_query: str = "") -> list[str]:
    """Put the backup in the place of the office's database. Returns what differs; then nothing was changed."""
    manifest = read_manifest(folder)
    name = address.database_name()
    fresh, previous = f"{name}_restoring", f"{name}_before"
    with psycopg.connect(**_admin_params("postgres"), autocommit=True) as admin:
        _refuse_while_used(admin, name)
        _drop(admin, fresh)
        cluster.create_database(admin, fresh)
        try:
            differences = _load_and_compare(folder, manifest, _admin_params(fresh), heads_query)
            if differences:
                return differences
            new_files = _stage_files(folder, files)
            _drop(admin, previous)
            _exchange(admin, {name: previous, fresh: name})
            _swap_files(new_files)
        finally:
            _drop(admin, fresh)
    return []


def drill(folder: Path, heads_query: str = "", look: Callable[[dict[str, str]], str] | None = None) -> list[str]:
    """Bring the backup up on a server of its own, compare everything, look at a page; the office is not touched.

    `look` gets the environment under which the application finds the restored database, and returns what is wrong.
    """
    manifest = read_manifest(folder)
    scratch = address.data_dir() / f"drill-{os.getpid()}"
    place = address.place(scratch)
    try:
        with server.running(scratch):
            name = address.database_name()
            differences = _load_and_compare(folder, manifest, place.connection(SUPERUSER, name), heads_query)
            if look is not None and not differences:
                params = place.connection(address.USERS["app"], name)
                wrong = look({"BOKJIHUB_DATABASE_URL": make_conninfo("", **params), "BOKJIHUB_DB_ROLE": "app"})
                differences += [wrong] if wrong else []
        return differences
    finally:
        for left in (place.home, place.socket_dir, scratch):
            shutil.rmtree(left, ignore_errors=True)


def read_manifest(folder: Path) -> Manifest:
    try:
        body = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        if body["format"] != FORMAT:
            raise ValueError(f"format {body['format']}")
        return Manifest(**{**body, "tables": {name: TableState(**state) for name, state in body["tables"].items()}})
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ServerProblem(
            f"백업 폴더가 아니거나 목록(manifest.json)이 상했습니다: {folder}",
            f"Not a backup folder, or its manifest.json is damaged: {folder}",
            str(error),
        ) from error


def _load_and_compare(folder: Path, manifest: Manifest, params: dict[str, Any], heads_query: str) -> list[str]:
    differences = [
        f"files: {name} 내용이 다르거나 없습니다 (missing or changed)"
        for name, digest in manifest.files.items()
        if _digest(folder / "files" / name) != digest
    ]
    # Only the owner of an extension may comment on it, and outside we are not the superuser.
    options = ["--exit-on-error", "--jobs=2"] + (["--no-comments"] if params["user"] != SUPERUSER else [])
    try:
        _run("pg_restore", params, [*options, str(folder / "dump")])
    except ServerProblem as problem:
        return [*differences, f"dump: 되살리지 못했습니다 (could not be restored): {problem.detail}"]
    with _measuring(params) as connection:
        found, heads = _measure(connection), _heads(connection, heads_query)
    for name in sorted(manifest.tables.keys() | found.keys()):
        said, is_now = manifest.tables.get(name), found.get(name)
        if said != is_now:
            differences.append(f"{name}: 백업 {_told(said)} / 복원 {_told(is_now)} (backup / restored)")
    for actor in sorted(manifest.heads.keys() | heads.keys()):
        if manifest.heads.get(actor) != heads.get(actor):
            differences.append(f"audit {actor}: 기록 사슬의 끝이 다릅니다 (the head of the chain differs)")
    return differences


def _told(state: TableState | None) -> str:
    return "없음(none)" if state is None else f"{state.rows}행 {state.fingerprint[:18]}"


def _admin_params(dbname: str) -> dict[str, Any]:
    """As the one who sees every row: our superuser, or outside the owner of the tables."""
    if address.is_outside():
        return {**address.connection("owner"), "dbname": dbname}
    return address.place().connection(SUPERUSER, dbname)


@contextlib.contextmanager
def _measuring(params: dict[str, Any]) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(**params) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        for name, value in _SESSION.items():
            connection.execute("SELECT set_config(%s, %s, false)", [name, value])
        yield connection


def _measure(connection: psycopg.Connection[Any]) -> dict[str, TableState]:
    states = {}
    for schema, table in connection.execute(_TABLES).fetchall():
        query = sql.SQL(_FINGERPRINT).format(table=sql.Identifier(schema, table))
        rows, fingerprint = _one(connection, query)
        states[f"{schema}.{table}"] = TableState(rows, fingerprint)
    return states


def _heads(connection: psycopg.Connection[Any], query: str) -> Heads:
    """Where each actor's audit chain ends; empty while there is no audit table."""
    if not query:
        return {}
    try:
        with connection.transaction():
            return {str(actor): list(rest) for actor, *rest in connection.execute(query.encode())}
    except psycopg.errors.UndefinedTable:
        return {}


def _one(connection: psycopg.Connection[Any], query: str | sql.Composed) -> tuple[Any, ...]:
    row = connection.execute(query.encode() if isinstance(query, str) else query).fetchone()
    if row is None:
        raise AssertionError("a query of one row came back empty")
    return tuple(row)


def _run(program: str, params: dict[str, Any], options: list[str]) -> None:
    secret = {"PGPASSWORD": params["password"]} if params.get("password") else {}
    conninfo = make_conninfo("", **{key: value for key, value in params.items() if key != "password"})
    done = subprocess.run(  # noqa: S603 our own binary
        [str(program_dir() / program), f"--dbname={conninfo}", *options],
        env={**os.environ, "LC_ALL": "C", **secret},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        said = done.stderr.strip().splitlines()
        reasons = [line for line in said if "error:" in line or "ERROR:" in line] or said
        raise ServerProblem(f"{program}이(가) 실패했습니다.", f"{program} failed.", "\n".join(reasons[:3]))


def _refuse_while_used(admin: psycopg.Connection[Any], name: str) -> None:
    users = admin.execute(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND backend_type = 'client backend'", [name]
    ).fetchone()
    if users and users[0]:
        raise ServerProblem(
            "지금 쓰고 있는 데이터베이스는 되돌릴 수 없습니다. 'bokjihub up'과 다른 작업을 먼저 멈추세요.",
            f"The database is in use by {users[0]} connection(s); stop 'bokjihub up' and other work first.",
        )


def _exchange(admin: psycopg.Connection[Any], renames: Mapping[str, str]) -> None:
    """Both names change in one transaction: there is never a moment without an office."""
    with admin.transaction():
        for old, new in renames.items():
            admin.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(old), sql.Identifier(new)))


def _drop(admin: psycopg.Connection[Any], name: str) -> None:
    admin.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))


def _write_manifest(manifest: Manifest, path: Path) -> None:
    path.write_text(json.dumps(asdict(manifest), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _copy_files(files: Mapping[str, Path], to: Path) -> dict[str, str]:
    digests = {}
    for name, source in files.items():
        if source.is_dir():
            shutil.copytree(source, to / name)
        for path in sorted((to / name).rglob("*")):
            if path.is_file():
                digests[str(path.relative_to(to))] = _digest(path)
    return digests


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _stage_files(folder: Path, files: Mapping[str, Path]) -> dict[Path, Path]:
    """Copy the files beside their final place, so that the exchange afterwards is only renames."""
    staged = {}
    for name, target in files.items():
        source = folder / "files" / name
        if source.is_dir():
            beside = target.with_name(target.name + ".restoring")
            shutil.rmtree(beside, ignore_errors=True)
            shutil.copytree(source, beside)
            staged[beside] = target
    return staged


def _swap_files(staged: Mapping[Path, Path]) -> None:
    for beside, target in staged.items():
        before = target.with_name(target.name + ".before")
        shutil.rmtree(before, ignore_errors=True)
        if target.exists():
            target.rename(before)
        beside.rename(target)
