"""The command line: parses, makes sure the database answers where one is needed, and calls the rooms."""

import os
import sys
from collections.abc import Sequence

from bokjihub.pgserver.problems import ServerProblem

SETTINGS = "bokjihub.config.settings"

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


def main(argv: Sequence[str] | None = None) -> int:
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        if arguments[:1] == ["manage"]:
            return manage(arguments[1:])
    except ServerProblem as problem:
        print(problem, file=sys.stderr)
        return 1
    return 2


def manage(arguments: Sequence[str]) -> int:
    """Django's own commands, with the database there while they run."""
    from django.core.management import execute_from_command_line

    from bokjihub.pgserver import server

    command = next((word for word in arguments if not word.startswith("-")), "help")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    if command in _AS_OWNER:
        os.environ.setdefault("BOKJIHUB_DB_ROLE", "owner")
    if command in _WITHOUT_DATABASE:
        execute_from_command_line(["bokjihub manage", *arguments])
        return 0
    with server.running():
        execute_from_command_line(["bokjihub manage", *arguments])
    return 0


if __name__ == "__main__":
    sys.exit(main())
