"""The next build of the house: a copy of the tree whose field app has another shell and a newer shape of the browser's database.

Two builds served one after the other at one address are what a tablet meets on the morning after a release: another version of
every file, another worker, and a database the older app has filled.
"""

import shutil
from pathlib import Path

from tests.journeys.house import ROOT

APP = Path("bokjihub/field/static/field/js")
STORE = """
db.version({number}).stores({{ outbox: "++seq, &key, device, subject, kind", shelf{number}: "id" }}).upgrade(async (change) => {{
  await change.table("outbox").toCollection().modify((row) => {{ row.build = {number}; }});
}});
"""


def next_build(folder: Path, number: int, *, after: Path = ROOT) -> Path:
    """Build `number` (2 and up): the tree of the one before it, changed. Its database adds a table and an index, its writes a field."""
    shutil.copytree(after / "bokjihub", folder / "bokjihub")
    _change(folder / APP / "store.js", "\nexport const meta", STORE.format(number=number) + "\nexport const meta")
    _change(folder / APP / "outbox.js", "v: 1, ", f"v: 1, build_{number}: true, ")
    _change(folder / "bokjihub/field/templates/field/app.html", 'id="stage"', f'id="stage" data-build-{number}')
    return folder


def _change(file: Path, old: str, new: str) -> None:
    words = file.read_text("utf-8")
    assert words.count(old) == 1, f"{file.name} no longer holds {old!r} once"
    file.write_text(words.replace(old, new), "utf-8")
