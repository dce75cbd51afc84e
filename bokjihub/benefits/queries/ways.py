"""How a benefit is asked for: where, with which papers, in plain words (`ways.yaml`), and to which kind of closing it belongs."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from bokjihub.benefits.models import Application

WAYS = Path(__file__).parents[1] / "ways.yaml"
OFFICE = "읍·면·동 행정복지센터"
IDENTITY = "신분증"
EMERGENCY = "PUB_EMERG"


@dataclass(frozen=True)
class Way:
    """One line of the file, completed."""

    name: str
    group: str
    plain: str = ""
    where: str = OFFICE
    papers: tuple[str, ...] = (IDENTITY,)
    law: str = ""

    @property
    def is_elsewhere(self) -> bool:
        """Asked for somewhere else than at the dong office."""
        return self.where != OFFICE

    @property
    def to_bring(self) -> str:
        """The papers a person must look for at home: neither the identity card nor what lies at the counter."""
        return ", ".join(one for one in self.papers if one != IDENTITY and "창구에" not in one)

    @property
    def application_group(self) -> Application.Group | None:
        """How an application is counted; emergency aid is none of ours and is asked for in its own room."""
        return None if self.group == EMERGENCY else Application.Group(self.group)


@cache
def _written() -> tuple[Way, ...]:
    rows = yaml.safe_load(WAYS.read_text("utf-8"))
    ways = [Way(**{**row, "papers": (IDENTITY, *row.get("papers", ()))}) for row in rows]
    return tuple(sorted(ways, key=lambda way: -len(way.name)))


@cache
def way_of(benefit: str) -> Way:
    """The way that fits the longest beginning of the benefit's name; else the dong office and an identity card."""
    return next((way for way in _written() if benefit.startswith(way.name)), Way(benefit, Application.Group.OTHER))
