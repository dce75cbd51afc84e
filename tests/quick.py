"""`pytest --quick`: what can be known within a minute, for `make quick`.

Every test that needs neither database nor browser nor long; of those on the database all in the rooms that were worked on
(changed in the checkout or since main), and the first few of every other file, so that nothing is broken from top to
bottom unseen. `make test` leaves nothing out.
"""

import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

FIRST = 2
_DATABASE = {"db", "transactional_db"}


def chosen(items: Iterable[pytest.Item], rooms: frozenset[str]) -> tuple[list[pytest.Item], list[pytest.Item]]:
    """The tests to run and those left out."""
    seen: Counter[str] = Counter()
    kept, left = [], []
    for item in items:
        file = item.nodeid.partition("::")[0]
        if item.get_closest_marker("slow") or item.get_closest_marker("browser"):
            left.append(item)
        elif not needs_database(item) or room_of(file) in rooms or seen[file] < FIRST:
            seen[file] += needs_database(item)
            kept.append(item)
        else:
            left.append(item)
    return kept, left


def needs_database(item: pytest.Item) -> bool:
    """Whether the test asks for the database, by mark or by fixture."""
    return bool(item.get_closest_marker("django_db") or _DATABASE & set(getattr(item, "fixturenames", ())))


def room_of(path: str) -> str:
    """bokjihub/visits/views.py, tests/visits/test_board.py → visits; what lies on top has no room."""
    parts = Path(path).parts
    return parts[1] if len(parts) > 2 else ""


def rooms_worked_on(repository: Path) -> frozenset[str]:
    """Rooms with a file that differs from the last commit or from main; none where this is no git checkout."""
    return frozenset(room_of(path) for path in _changed(repository)) - {""}


def _changed(repository: Path) -> Iterator[str]:
    for command in (
        ["git", "diff", "--name-only", "HEAD"],
        ["git", "ls-files", "--others", "--exclude-standard"],
        ["git", "diff", "--name-only", "main...HEAD"],
    ):
        done = subprocess.run(command, cwd=repository, capture_output=True, text=True, check=False)
        yield from done.stdout.splitlines()
