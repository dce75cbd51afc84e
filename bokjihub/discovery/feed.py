"""A feed: what one institution's file looks like, as a small YAML a town can read and date.

A feed names its kind (XLSX or CSV), the code page, the columns (heading, other headings seen, meaning, type, whether it
must be there), the channel of its signals and which columns make a line the same line in a later file. It is checked as
a whole when it is loaded: a feed that names an unknown field or type never meets a file.
"""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

import yaml

from bokjihub.discovery.indicators import indicator
from bokjihub.discovery.models import Channel, Level
from bokjihub.ui.errors import OfficerError

FOLDER = Path(__file__).with_name("feeds")
Type = Literal["text", "code", "name", "birth", "date", "sex", "phone", "address", "indicators", "months", "won"]
FIELDS = frozenset(
    {"dong", "name", "birth_on", "sex", "phone", "address", "registered_address"}
    | {"indicators", "months", "amount_won", "event_on", "period", "code", "words"}
)
MUST_HAVE = frozenset({"address", "indicators"})


class FeedBroken(ValueError):
    """A feed file contradicts itself; found when it is loaded, never while a town's file is read."""


class UnknownFeed(OfficerError):
    """그런 이름의 틀이 없습니다. 틀을 다시 골라 주세요."""


@dataclass(frozen=True)
class Column:
    """One column of the file and the field of a signal it fills."""

    field: str
    heading: str
    type: Type
    meaning: str
    aliases: tuple[str, ...] = ()
    required: bool = False
    unit: str = ""

    @property
    def headings(self) -> tuple[str, ...]:
        """Every heading the column was seen under."""
        return (self.heading, *self.aliases)


@dataclass(frozen=True)
class Feed:
    """One kind of file of one institution."""

    name: str
    title: str
    kind: Literal["xlsx", "csv"]
    channel: Channel
    level: Level
    columns: tuple[Column, ...]
    fingerprint: tuple[str, ...]
    code_page: str = ""
    sheets: tuple[str, ...] = ()
    has_round: bool = False
    indicator_names: dict[str, str] = field(default_factory=dict)

    @property
    def required(self) -> tuple[Column, ...]:
        """Columns without which a file is not this kind of file."""
        return tuple(column for column in self.columns if column.required)


@cache
def load(name: str) -> Feed:
    """The feed of a name. Refused when there is none."""
    path = FOLDER / f"{name}.yaml"
    if path.parent != FOLDER or not path.is_file():
        raise UnknownFeed(field="feed")
    return parse(yaml.safe_load(path.read_text(encoding="utf-8")))


def names() -> list[str]:
    """Names of all feeds of this installation."""
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


def parse(found: dict[str, Any]) -> Feed:
    """A feed from its YAML; FeedBroken says what contradicts what."""
    try:
        columns = tuple(Column(**{**row, "aliases": tuple(row.get("aliases", ()))}) for row in found["columns"])
        rest = {key: value for key, value in found.items() if key != "columns"}
        for key in ("sheets", "fingerprint"):
            rest[key] = tuple(rest.get(key, ()))
        rest |= {"channel": Channel(rest["channel"]), "level": Level(rest["level"])}
        feed = Feed(columns=columns, **rest)
    except (KeyError, TypeError, ValueError) as error:
        raise FeedBroken(str(error)) from error
    for fault in _faults(feed):
        raise FeedBroken(f"{feed.name}: {fault}")
    return feed


def _faults(feed: Feed) -> list[str]:
    fields = [column.field for column in feed.columns]
    headings = [heading for column in feed.columns for heading in column.headings]
    checks = {
        f"unknown fields {set(fields) - FIELDS}": set(fields) <= FIELDS,
        "a field twice": len(set(fields)) == len(fields),
        "a heading twice": len(set(headings)) == len(headings),
        f"unknown types {[c.type for c in feed.columns]}": {c.type for c in feed.columns} <= set(get_args(Type)),
        f"needs {MUST_HAVE - set(fields)}": set(fields) >= MUST_HAVE,
        "needs a fingerprint of its own fields": bool(feed.fingerprint) and set(feed.fingerprint) <= set(fields),
        "kind is xlsx or csv": feed.kind in {"xlsx", "csv"},
        "a CSV names its code page": feed.kind == "xlsx" or bool(feed.code_page),
        "indicator_names points at nothing": all(indicator(code) for code in feed.indicator_names.values()),
        "address and indicators must be required": all(
            column.required for column in feed.columns if column.field in MUST_HAVE
        ),
    }
    return [words for words, is_fine in checks.items() if not is_fine]
