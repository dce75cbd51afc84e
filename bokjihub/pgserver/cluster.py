"""Making a cluster fit for Korean names, its roles, and the check that Hangul can be searched."""

import re
import shutil
import subprocess
from typing import Any

import psycopg
from psycopg import sql

from bokjihub.pgserver.account import Account, nameless_account, own_name
from bokjihub.pgserver.address import SUPERUSER, USERS, Place
from bokjihub.pgserver.binaries import runnable_by
from bokjihub.pgserver.problems import HangulSearchBroken, ServerProblem

# With LC_CTYPE=C pg_trgm makes no trigrams of Hangul, even under the builtin UTF-8 provider: --lc-ctype must stay.
LOCALE = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--lc-ctype=C.UTF-8")

_HBA = """\
# Written by bokjihub at every start. No network, no password: the kernel says who is calling.
local  all          all         peer map=bokji
local  replication  {superuser}  peer map=bokji
"""

_ROLES = {
    USERS["owner"]: "LOGIN NOSUPERUSER CREATEDB NOCREATEROLE NOBYPASSRLS",
    USERS["app"]: "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS",
    USERS["test"]: "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS",
}

# The owner can step down to the application's rights (demo data is made that way). Tests log in as bokji_test, work as
# the owner, and step down inside a request.
_ROLE_RIGHTS = (
    # A function that sets it can then be restored by the owner, in a session that has not loaded pg_trgm yet.
    "GRANT SET ON PARAMETER pg_trgm.similarity_threshold TO bokji_owner",
    "GRANT bokji_app TO bokji_owner",
    "GRANT bokji_owner, bokji_app TO bokji_test",
    "ALTER ROLE bokji_test SET role = 'bokji_owner'",
    # Emptying tables between tests passes the triggers that forbid TRUNCATE; an owner could drop those anyway.
    "GRANT SET ON PARAMETER session_replication_role TO bokji_owner, bokji_test",
)

_IS_PROVISIONED = """
    SELECT 1 FROM pg_database d, pg_roles owner, pg_roles app
    WHERE d.datname = %s AND owner.rolname = 'bokji_owner' AND app.rolname = 'bokji_app'
      AND has_parameter_privilege(owner.oid, 'session_replication_role', 'SET')
      AND pg_has_role(owner.oid, app.oid, 'SET')
"""

# In template1, so that every database made from it (the office's, the tests', a restored one) has them.
_TEMPLATE = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE EXTENSION IF NOT EXISTS btree_gist",
    "GRANT USAGE ON SCHEMA public TO bokji_app",
    "ALTER DEFAULT PRIVILEGES FOR ROLE bokji_owner IN SCHEMA public "
    "GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO bokji_app",
    "ALTER DEFAULT PRIVILEGES FOR ROLE bokji_owner IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO bokji_app",
)


def make_data(place: Place, account: Account) -> None:
    """initdb into a folder beside, then one rename: a half-made cluster is never used."""
    if (place.data / "PG_VERSION").exists():
        return
    new = place.data_being_made
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(mode=0o700)
    account.give(new)
    initdb = runnable_by(account, place.home) / "initdb"
    command = [str(initdb), "-D", str(new), "-U", SUPERUSER, "-E", "UTF8", "-k", "--auth=peer", *LOCALE]
    done = subprocess.run(  # noqa: S603 our own binary
        command, capture_output=True, text=True, check=False, cwd="/", env={"LC_ALL": "C"}, **account.child_options()
    )
    if done.returncode != 0:
        if "could not look up effective user ID" in done.stderr:
            raise nameless_account()
        raise ServerProblem(
            f"데이터베이스를 만들지 못했습니다: {new}", f"The database could not be made: {new}", done.stderr.strip()
        )
    new.rename(place.data)


def write_access_files(place: Place, account: Account) -> None:
    """Who may come in: the account of the machine that starts the server, under our four database roles."""
    name = own_name().replace('"', '""')
    ident = "".join(f'bokji  "{name}"  {role}\n' for role in (SUPERUSER, *USERS.values()))
    for filename, text in (("pg_hba.conf", _HBA.format(superuser=SUPERUSER)), ("pg_ident.conf", ident)):
        path = place.data / filename
        path.write_text(text, encoding="utf-8")
        path.chmod(0o600)
        account.give(path)


def provision(place: Place, database: str) -> None:
    """Roles, extensions and the office's database, where missing; the database last, so it is never half made."""
    with psycopg.connect(**place.connection(SUPERUSER, "postgres"), autocommit=True) as admin:
        if admin.execute(_IS_PROVISIONED, [database]).fetchone():
            return
        existing = {row[0] for row in admin.execute("SELECT rolname FROM pg_roles")}
        for role, attributes in _ROLES.items():
            if role not in existing:
                admin.execute(sql.SQL("CREATE ROLE {} {}").format(sql.Identifier(role), sql.SQL(attributes)))
        for statement in _ROLE_RIGHTS:
            admin.execute(statement)
        with psycopg.connect(**place.connection(SUPERUSER, "template1")) as template:
            for statement in _TEMPLATE:
                template.execute(statement)
        if not admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone():
            create_database(admin, database)


def create_database(admin: psycopg.Connection[Any], name: str) -> None:
    admin.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(name), sql.Identifier(USERS["owner"])))


def refuse_without_hangul(params: dict[str, Any]) -> None:
    """Refuse a database in which a Korean name has no trigrams. Without pg_trgm yet: asked again after migrations."""
    with psycopg.connect(**params, connect_timeout=10) as connection:
        (installed,) = connection.execute("SELECT to_regproc('show_trgm') IS NOT NULL").fetchone() or (False,)
        if not installed:
            return
        (trigrams,) = connection.execute("SELECT show_trgm('김철수')").fetchone() or ([],)
    if not trigrams:
        raise HangulSearchBroken(
            "이 데이터베이스에서는 한글 이름을 찾을 수 없습니다(LC_CTYPE이 C). "
            "LC_CTYPE=C.UTF-8로 만든 데이터베이스로 옮기세요. docs/howto/deploy.md를 보세요.",
            "This database cannot search Hangul (its LC_CTYPE is C); move to one made with LC_CTYPE=C.UTF-8, "
            "see docs/howto/deploy.md.",
        )


def log_tail(place: Place, since: int = 0, lines: int = 6) -> str:
    try:
        with place.log.open("rb") as log:
            log.seek(since)
            text = log.read().decode("utf-8", "replace")
    except OSError:
        return ""
    return "\n".join(re.sub(r"^\S+ \S+ \S+ ", "", line) for line in text.strip().splitlines()[-lines:])
