"""노후 복지설계: what begins and ends for a home in the years to come, as the visits at 65 and 70 hand it over on paper."""

import datetime as dt
import itertools
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from bokjihub.benefits.queries.facts import Prepared, prepare
from bokjihub.benefits.queries.ways import EMERGENCY, way_of
from bokjihub.engines.benefits import api
from bokjihub.engines.benefits.timeline import BIRTHDAY, CHANGES, FIGURE, STARTS, STOPS, UNPUBLISHED
from bokjihub.ui import words

YEARS = 10
SEASONAL = 2  # a benefit that turns more often without a birthday goes with the seasons (연료비, 여름 전기요금)


@dataclass(frozen=True)
class Line:
    """What becomes of one benefit."""

    benefit: str
    says: str


@dataclass(frozen=True)
class Day:
    """One day on which something changes, and whose birthday it is."""

    on: dt.date
    why: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Ahead:
    """The years to come; `renewed` get a new amount next year, `waiting` have none published yet."""

    until: dt.date
    days: tuple[Day, ...]
    next_year: int
    renewed: tuple[str, ...]
    waiting: tuple[str, ...]


def years_ahead(household_id: UUID, on: dt.date) -> Ahead:
    """With all else as it is known today: what turns on which birthday, and what the new year changes."""
    prepared = prepare(household_id)
    turns = [turn for turn in api.timeline(prepared.situation, on, YEARS) if way_of(turn.benefit).group != EMERGENCY]
    often = Counter(turn.benefit for turn in turns if not turn.causes)
    of_age = [turn for turn in turns if turn.is_by(BIRTHDAY) or (not turn.causes and often[turn.benefit] <= SEASONAL)]
    new_year = [turn for turn in turns if turn.on == dt.date(on.year + 1, 1, 1)]
    waiting = _names(turn for turn in new_year if turn.is_by(UNPUBLISHED))
    renewed = _names(turn for turn in new_year if turn.is_by(FIGURE))
    return Ahead(
        until=dt.date(on.year + YEARS, on.month, 1),
        days=tuple(_day(day, list(found), prepared) for day, found in itertools.groupby(of_age, lambda one: one.on)),
        next_year=on.year + 1,
        renewed=tuple(name for name in renewed if name not in waiting),
        waiting=waiting,
    )


def _names(turns: Iterable[api.Turn]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(turn.benefit for turn in turns))


def _day(day: dt.date, turns: Sequence[api.Turn], prepared: Prepared) -> Day:
    why = dict.fromkeys(one.words for turn in turns for one in turn.causes if one.kind == BIRTHDAY)
    return Day(day, _named(", ".join(why), prepared), tuple(Line(turn.benefit, _says(turn)) for turn in turns))


def _named(text: str, prepared: Prepared) -> str:
    """The paper goes to the people themselves: their names stand on it as they are."""
    for person, row in zip(prepared.people, prepared.situation.people, strict=True):
        text = text.replace(f"{row['이름']}의 만", f"{person.name} 님 만")
    return text


def _says(turn: api.Turn) -> str:
    each = f"/{turn.period}" if turn.period in {"월", "년", "분기"} else ""
    if turn.after == 0:
        return "더는 받지 않으십니다" if turn.what == STOPS else "이때부터는 해당하지 않습니다"
    if turn.what == STARTS:
        return f"받으실 수 있습니다{f' ({words.won(turn.after)}{each})' if turn.after else ''}"
    if turn.what == CHANGES and turn.after:
        return f"금액이 바뀝니다({words.won(turn.after)}{each})"
    return "받으실 수 있는지 그때 다시 살펴봅니다"
