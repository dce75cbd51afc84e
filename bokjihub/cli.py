"""The command line: parses, makes sure the database answers where one is needed, and calls the rooms.

Exit status: 0 done, 1 the data says no (with the reason), 2 wrong use. Messages go to standard error, Korean first.
"""

import argparse
import contextlib
import importlib
import importlib.util
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bokjihub.pgserver.problems import ServerProblem

SETTINGS = "bokjihub.config.settings"


@dataclass(frozen=True)
class Room:
    """A command that a room answers itself, by `run(argv, stdin, stdout, stderr) -> int` in the module named here."""

    module: str
    help: str
    with_database: bool = True
    as_owner: bool = False


ROOMS = {
    "benefits": Room("bokjihub.engines.benefits.commands", "급여 계산 (one household, one value, many)", False),
    "benefits nightly": Room("bokjihub.benefits.commands", "놓치고 있을 지원을 온 시에서 찾기"),
    "visits": Room("bokjihub.engines.routes.commands", "방문 계획 (plan visits by two)", False),
    "due": Room("bokjihub.visits.commands", "방문 차례 셈 (visits due, by rule)"),
    "boundaries": Room("bokjihub.rollout.commands", "읍·면·동 경계 (FILE --source WORDS | --made-up)"),
    "discovery": Room("bokjihub.discovery.commands", "발굴 자료 반입·밤 점검 (ingest FILE --feed NAME | sweep)"),
    "report": Room("bokjihub.statistics.commands", "실적 (list | NAME --from --to | --on)"),
    "audit": Room("bokjihub.audit.commands", "열람기록 검증 (verify)"),
    "demo": Room("bokjihub.demo.commands", "합성 자료 (load [--story NAME])", as_owner=True),
}

# Commands of Django that change tables work as the owner of the tables; the rest have the application's rights.
_AS_OWNER = {"migrate", "makemigrations", "sqlmigrate", "squashmigrations", "optimizemigration", "flush"}
_WITHOUT_DATABASE = {
    "help",
    "version",
    "collectstatic",
    "makemessages",
    "compilemessages",
    "findstatic",
    "diffsettings",
}

# Where each actor's chain of audit rows ends: part of what a backup must bring back.
_AUDIT_HEADS = """
    SELECT DISTINCT ON (actor_id) actor_id, seq, encode(digest, 'hex')
    FROM audit_entry ORDER BY actor_id, seq DESC
"""

_LOOK_AT_A_PAGE = """
import django
django.setup()
from django.test import Client
answer = Client(raise_request_exception=False).get("/", follow=True, secure=True, HTTP_HOST="localhost")
print(answer.status_code, len(answer.content))
raise SystemExit(0 if answer.status_code == 200 and answer.content else 1)
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; whatever goes wrong becomes a sentence and an exit status."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        return _dispatch(arguments)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        sys.stdout = None  # the reader went away; nothing more can be said there
        return 1
    except Exception as error:  # the one place where no stack trace may pass
        if os.environ.get("BOKJIHUB_DEBUG") == "1":
            raise
        say(_sentence(error))
        return 1


def say(*lines: object) -> None:
    print(*lines, sep="\n", file=sys.stderr, flush=True)


def _dispatch(arguments: list[str]) -> int:
    command, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    if command == "manage":
        return manage(rest)
    longer = " ".join(arguments[:2])
    if longer in ROOMS:
        return _ask_room(longer, ROOMS[longer], rest[1:])
    if command in ROOMS:
        return _ask_room(command, ROOMS[command], rest)
    parsed = _parser().parse_args(arguments or ["--help"])
    act: Callable[[argparse.Namespace], int] = parsed.act
    return act(parsed)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bokjihub", description="복지허브 (Bokji Hub)")
    commands = parser.add_subparsers(title="명령 (commands)", metavar="")
    up_command = commands.add_parser("up", help="웹과 작업자를 켭니다 (database, migrations, web, worker)")
    up_command.add_argument("--port", type=_port, default=8000)
    up_command.add_argument("--host", default="127.0.0.1", help="기다릴 주소 (address to listen on)")
    up_command.set_defaults(act=up)
    for name, room in ROOMS.items():
        commands.add_parser(name, help=room.help)
    backup_command = commands.add_parser("backup", help="백업을 만듭니다 (into a new folder)")
    backup_command.add_argument("folder", type=Path)
    backup_command.set_defaults(act=backup)
    restore_command = commands.add_parser("restore", help="백업을 되돌립니다 (all or nothing)")
    restore_command.add_argument("folder", type=Path)
    restore_command.add_argument(
        "--drill", action="store_true", help="따로 되살려 비교만 합니다 (compare, change nothing)"
    )
    restore_command.set_defaults(act=restore)
    commands.add_parser("manage", help="Django 명령 (Django's commands)")
    return parser


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"포트는 1에서 65535 사이입니다: {text} (a port is 1 to 65535)")
    return int(text)


def manage(arguments: Sequence[str]) -> int:
    """Django's own commands, with the database there while they run."""
    from django.core.management import execute_from_command_line

    command = next((word for word in arguments if not word.startswith("-")), "help")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    if command in _AS_OWNER:
        os.environ.setdefault("BOKJIHUB_DB_ROLE", "owner")
    with contextlib.ExitStack() as stack:
        if command not in _WITHOUT_DATABASE:
            from bokjihub.pgserver import server

            stack.enter_context(server.running())
        execute_from_command_line(["bokjihub manage", *arguments])
    return 0


def _ask_room(name: str, room: Room, arguments: Sequence[str]) -> int:
    if importlib.util.find_spec(room.module) is None:
        say(f"'{name}' 명령은 이 설치본에 아직 없습니다.", f"This installation has no '{name}' command yet.")
        return 2
    if not room.with_database:
        return _run_room(room, arguments)
    from bokjihub.pgserver import server

    if room.as_owner:
        os.environ.setdefault("BOKJIHUB_DB_ROLE", "owner")
    with server.running():
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
        import django

        django.setup()
        return _run_room(room, arguments)


def _run_room(room: Room, arguments: Sequence[str]) -> int:
    status: int = importlib.import_module(room.module).run(list(arguments), sys.stdin, sys.stdout, sys.stderr)
    return status


def up(parsed: argparse.Namespace) -> int:
    """Database, migrations, static files, then web and worker until somebody says stop."""
    from bokjihub.config import serving

    return serving.serve(parsed.host, parsed.port, say)


def backup(parsed: argparse.Namespace) -> int:
    from bokjihub.pgserver import backup as archive
    from bokjihub.pgserver import server

    with server.running():
        manifest = archive.take(parsed.folder, _files(), _AUDIT_HEADS)
    rows = sum(table.rows for table in manifest.tables.values())
    say(
        f"백업했습니다: {parsed.folder} - 표 {len(manifest.tables)}개, {rows:,}행, 파일 {len(manifest.files)}개.",
        "열쇠 파일(secrets.json)은 들어 있지 않습니다. 다른 곳에 따로 보관하세요.",
        f"Backed up {len(manifest.tables)} tables, {rows} rows, {len(manifest.files)} files; the keys are not in it.",
    )
    return 0


def restore(parsed: argparse.Namespace) -> int:
    from bokjihub.pgserver import backup as archive
    from bokjihub.pgserver import server

    if parsed.drill:
        differences = archive.drill(parsed.folder, _AUDIT_HEADS, _look_at_a_page)
        done = ("복원 훈련을 마쳤습니다: 모두 같고 화면도 열립니다.", "Drill passed: all the same, and a page opens.")
    else:
        with server.running():
            differences = archive.restore(parsed.folder, _files(), _AUDIT_HEADS)
        done = (
            "되돌렸습니다. 이전 데이터베이스는 '…_before'로 남아 있습니다.",
            "Restored; the former one is kept as '…_before'.",
        )
    if differences:
        say(
            "백업과 다릅니다. 지금 쓰는 자료는 바뀌지 않았습니다.",
            "It differs; nothing in use was changed.",
            *differences,
        )
        return 1
    say(*done)
    return 0


def _files() -> dict[str, Path]:
    """What belongs to the office besides the database. Keys stay out: a backup must not open itself."""
    from bokjihub.pgserver import address

    return {"photos": address.data_dir() / "photos"}


def _look_at_a_page(environment: dict[str, str]) -> str:
    """Open the first page of the application on a restored database, in a process of its own."""
    seen = subprocess.run(  # noqa: S603 our own program
        [sys.executable, "-c", _LOOK_AT_A_PAGE],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": SETTINGS, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    if seen.returncode == 0:
        return ""
    last = (seen.stderr or seen.stdout).strip().splitlines()[-1:]
    return f"page: 첫 화면이 열리지 않습니다 (the first page does not open): {' '.join(last)}"


def _sentence(error: Exception) -> str:
    """A refusal speaks for itself; anything else is named in one line."""
    if isinstance(error, ServerProblem):
        return str(error)
    sentence = getattr(error, "sentence", "")  # bokjihub.ui.errors.OfficerError, without importing Django for it
    if sentence:
        return "\n".join(part for part in (sentence, getattr(error, "hint", "")) if part)
    first_line = (str(error).strip().splitlines() or [""])[0]
    return (
        f"예상하지 못한 문제입니다: {type(error).__name__}: {first_line}\n"
        "Unexpected; set BOKJIHUB_DEBUG=1 to see where it happened."
    )


if __name__ == "__main__":
    sys.exit(main())
