"""The records behind a figure, ready for a list: the day, the dong, the home's name as anybody may read it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from bokjihub.areas.models import Area
from bokjihub.people.models import Person
from bokjihub.statistics.queries.frame import MOST_LINES, Line
from bokjihub.ui.words import masked_name

SHOWN = MOST_LINES - 1
NOBODY = "누구인지 모름"


@dataclass(frozen=True)
class Record:
    """One line of the list."""

    on: dt.date
    household_id: UUID | None
    name: str
    dong: str


def records(lines: Iterable[Line]) -> list[Record]:
    """The newest lines with the masked name of the head of the home."""
    lines = list(lines)[:SHOWN]
    homes = {line.household_id for line in lines if line.household_id}
    heads = Person.objects.filter(household_id__in=homes, is_head=True).values_list("household_id", "name")
    names = {home: masked_name(name) for home, name in heads}
    dongs = dict(Area.objects.filter(id__in={line.area_id for line in lines}).values_list("id", "name"))
    return [
        Record(
            line.on,
            line.household_id,
            names.get(line.household_id, "이름 없음") if line.household_id else NOBODY,
            dongs.get(line.area_id, ""),
        )
        for line in lines
    ]
