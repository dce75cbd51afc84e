"""위기정보: the dated catalogue of what institutions and neighbours tell us (사회보장급여법 제12조, 시행령 제8조).

The catalogue is a file a town can read and date, not a table in code: `indicators.yaml`. A row in force on a day answers
`known_on(day)`; a name from a file is looked up by its official name or an alias, spaces and marks ignored.
"""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

import yaml

SOURCE = Path(__file__).with_name("indicators.yaml")
MONTHS_COUNTED = 24
_NOT_WORD = re.compile(r"[\s()\[\]·/.,\-_]+")


class CatalogueBroken(ValueError):
    """The catalogue file contradicts itself: a fault of the installation, found on start and in the tests."""


@dataclass(frozen=True)
class Indicator:
    """One kind of crisis information: who tells it, in which part of life, what it is worth."""

    code: str
    name: str
    agency: str
    domain: str
    points: int
    basis: Literal["law", "press", "unverified"]
    starts_on: dt.date
    ends_on: dt.date | None = None
    per_month: float = 0.0
    from_months: int = 0
    must_visit: bool = False
    aliases: tuple[str, ...] = ()

    def points_for(self, months: int | None) -> int:
        """Points of the fact with its length; never less for more months."""
        extra = min(months or 0, MONTHS_COUNTED) - self.from_months
        return self.points + int(self.per_month * max(0, extra))


@dataclass(frozen=True)
class Worry:
    """One kind of worry a person may report."""

    code: str
    name: str
    points: int
    must_visit: bool = False


@lru_cache(maxsize=1)
def _catalogue() -> tuple[tuple[Indicator, ...], tuple[Worry, ...]]:
    found = yaml.safe_load(SOURCE.read_text(encoding="utf-8"))
    rows = tuple(Indicator(**{**row, "aliases": tuple(row.get("aliases", ()))}) for row in found["indicators"])
    names = [name for row in rows for name in {name_key(one) for one in (row.name, *row.aliases)}]
    twice = {name for name in names if names.count(name) > 1}
    if twice or len({row.code for row in rows}) != len(rows):
        raise CatalogueBroken(f"the same name or code twice: {sorted(twice)}")
    return rows, tuple(Worry(**row) for row in found["worries"])


def known_on(day: dt.date) -> dict[str, Indicator]:
    """Indicators in force on a day, by code."""
    rows, _ = _catalogue()
    return {row.code: row for row in rows if row.starts_on <= day and (row.ends_on is None or day <= row.ends_on)}


def indicator(code: str) -> Indicator | None:
    """An indicator by code, whatever the day; None for a code nobody declared."""
    return next((row for row in _catalogue()[0] if row.code == code), None)


def by_name(name: str, day: dt.date) -> Indicator | None:
    """The indicator a file means by a name: official name or alias, spaces and marks ignored."""
    wanted = name_key(name)
    known = known_on(day).values()
    return next((row for row in known if wanted in {name_key(one) for one in (row.name, *row.aliases)}), None)


def worries() -> dict[str, Worry]:
    """Kinds of worry a person may report, in the order of the form."""
    return {row.code: row for row in _catalogue()[1]}


def label_of(code: str) -> str:
    """The Korean name of an indicator or a worry; the code itself where nobody declared it."""
    found = indicator(code) or worries().get(code)
    return found.name if found else code


def name_key(name: str) -> str:
    """A name without spaces, brackets and marks, composed."""
    return _NOT_WORD.sub("", unicodedata.normalize("NFKC", name))
