"""A polars table of homes, read into columns of whole numbers; refused with row and column where it cannot be read.

The names are those of a situation file: facts of the home are columns, `가구원` is a list of people with the facts of
each. The first column that is not in order is told with its first row.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

import numpy as np
import polars as pl

from ..answer import reader
from ..country import Country, per_of
from ..errors import BadInput, UnknownName
from ..facts import CHOICE, DATE, EARLIEST, LATEST, LINK, NO, SCORE, YES, YESNO, Fact
from ..rule import PERSON
from ..situation import AGE, BORN, NAME, PEOPLE, SHORT, SIZE
from . import taking
from .cells import ELSEWHERE, NOBODY, NOT_TOLD, NULL
from .compiled import Column, Homes
from .figures import as_day
from .program import Program
from .standing import DAYS, INT64, WORDS, YES_OR_NO, Standing, standing
from .taking import Told
from .translate import SCORE_UNIT

NUMBER = "가구번호"
FIRST_DAY = dt.date(EARLIEST.year, 1, 1)
FIRST_PLACE = (FIRST_DAY - dt.date(1970, 1, 1)).days


@dataclass(frozen=True)
class Shape:
    """The columns of a file: name in the file and name of the quantity, for the home and for each person."""

    home: Mapping[str, str]
    person: Mapping[str, str]

    def given(self) -> list[str]:
        """Counting the listed people tells the size of the home."""
        return [*self.home.values(), *self.person.values(), *([SIZE] if self.person else [])]


def shape(country: Country, schema: Mapping[str, Any]) -> Shape:
    """What the columns stand for; an unknown name is answered with the nearest."""
    home = {key: _name(country, key, of_person=False) for key in schema if key not in (NUMBER, PEOPLE)}
    people = schema.get(PEOPLE)
    if people is not None and not isinstance(people, pl.List):
        raise BadInput(f"열 '{PEOPLE}'은(는) 사람의 목록이어야 합니다.", f"column '{PEOPLE}' is a list of people")
    inner = people.inner if people is not None else None
    if people is not None and not isinstance(inner, pl.Struct):
        raise BadInput(f"열 '{PEOPLE}'의 사람마다 이름 붙은 값이 있어야 합니다.", f"'{PEOPLE}' holds structs")
    keys = [field.name for field in inner.fields if field.name != NAME] if isinstance(inner, pl.Struct) else []
    return Shape(home, {key: _name(country, key, of_person=True) for key in keys})


def _name(country: Country, key: str, *, of_person: bool) -> str:
    name = SHORT.get(key, key)
    if name not in country.rules and name not in country.facts:
        unknown = UnknownName(key, [*country.facts, *country.rules, *SHORT, PEOPLE, NUMBER])
        unknown.korean += f" 쓰지 않는 열은 빼고, 가구의 번호는 '{NUMBER}' 열에 두세요."
        unknown.english += f" (leave other columns out; your own number of a home is '{NUMBER}')"
        raise unknown
    if (per_of(country, name) == PERSON) is not of_person:
        where = f"'{PEOPLE}' 안에" if not of_person else f"'{PEOPLE}' 밖에"
        raise BadInput(f"열 '{key}'은(는) {where} 있어야 합니다.", f"column '{key}' is on the wrong level")
    return name


def read(frame: pl.DataFrame, shape: Shape, program: Program, country: Country, on: dt.date, first_row: int) -> Homes:
    """Some rows of the table as columns; `first_row` is the number of the first, for what has to be refused."""
    rows = _Rows(country, program, on, first_row)
    return _in_place(frame, shape, rows) or _slowly(frame, shape, rows)


def _in_place(frame: pl.DataFrame, shape: Shape, rows: _Rows) -> Homes | None:
    """The usual columns stay where they stand; None for a part of which that cannot be said at all."""
    program = rows.program
    if SIZE in shape.home.values() or {BORN, AGE} <= set(shape.person.values()):
        return None  # how many people there are, or whether two columns agree, is looked at first
    table = standing(frame) if PEOPLE in frame.columns and len(frame) else None
    if table is None:
        return None
    sizes = np.diff(table.starts)
    homes: dict[str, Column | Told] = {SIZE: sizes}
    persons: dict[str, Column | Told] = {}
    links: dict[str, Column | Told] = {}
    for key, name in shape.home.items():
        homes[name] = rows.where_it_stands(table.homes[key], name, key) or rows.column(frame[key], name, key)
    of_people, people = rows.of(sizes), functools.cache(lambda: _unnested(frame[PEOPLE], sizes))
    for key, name in shape.person.items():
        told = of_people.where_it_stands(table.persons[key], name, key)
        if name in program.links:
            links[name] = told or _linked(people(), key, of_people, sizes)
        elif of_people.fact(name, key).kind != LINK:
            persons[name] = told or of_people.column(people()[key], name, key)
    everybody = int(table.starts[-1])
    if not isinstance(persons.get(BORN), Told):
        _refuse_impossible_ages({n: c for n, c in persons.items() if not isinstance(c, Told)}, of_people)
    return Homes(
        table.starts,
        _in_order(homes, program.home_columns, len(frame)),
        _in_order(persons, program.person_columns, everybody),
        [links[name] if name in links else _nothing(everybody, NOT_TOLD) for name in program.links],
        again=lambda: _slowly(frame, shape, rows),
    )


def _slowly(frame: pl.DataFrame, shape: Shape, rows: _Rows) -> Homes:
    """Column after column made into cells; the first that is not in order is refused."""
    program = rows.program
    told = {name: rows.column(frame[key], name, key) for key, name in shape.home.items()}
    sizes = told.get(SIZE, _nothing(len(frame)))
    listed = _listed(frame)
    rows.refuse_where((sizes != NULL) & (sizes < listed), SIZE, f"{PEOPLE}보다 적습니다", f"less than {PEOPLE}", sizes)
    told[SIZE] = np.where((sizes == NULL) & (listed > 0), listed, sizes)
    counts = np.where(sizes == NULL, np.maximum(listed, 1), sizes)
    homes = _in_order(told, program.home_columns, len(frame))
    return _people(frame, shape, program, rows, homes, listed, counts)


def _in_order(told: Mapping[str, Column | Told], names: Sequence[str], count: int) -> list[Column | Told]:
    """The columns as the code reads them; one that the file does not have is not known anywhere."""
    return [told[name] if name in told else _nothing(count) for name in names]


def _nothing(count: int, said: int = NULL) -> Column:
    return np.full(count, said, np.int64)


def _listed(frame: pl.DataFrame) -> Column:
    if PEOPLE not in frame.columns:
        return np.zeros(len(frame), np.int64)
    counts = frame[PEOPLE].list.len()
    return (counts.fill_null(0) if counts.null_count() else counts).to_numpy().astype(np.int64)


def _people(
    frame: pl.DataFrame,
    shape: Shape,
    program: Program,
    rows: _Rows,
    homes: list[Column | Told],
    listed: Column,
    counts: Column,
) -> Homes:
    starts = np.concatenate(([0], np.cumsum(counts)))
    told: dict[str, Column] = {}
    links: dict[str, Column] = {}
    if listed.any():
        rows = rows.of(listed)
        people = _unnested(frame[PEOPLE], listed)
        for key, name in shape.person.items():
            if name in program.links:
                links[name] = _linked(people, key, rows, listed)
            elif rows.fact(name, key).kind != LINK:
                told[name] = rows.column(people[key], name, key)
        _refuse_impossible_ages(told, rows)
        if not (counts == listed).all():
            home_of, within = _places(listed)
            places = starts[home_of] + within
            told = {name: _among(column, places, starts[-1], NULL) for name, column in told.items()}
            links = {name: _among(column, places, starts[-1], NOT_TOLD) for name, column in links.items()}
    return Homes(
        starts,
        homes,
        _in_order(told, program.person_columns, starts[-1]),
        [links[name] if name in links else _nothing(starts[-1], NOT_TOLD) for name in program.links],
    )


def _places(listed: Column) -> tuple[Column, Column]:
    """Of each listed person the home, and where in it."""
    home_of = np.repeat(np.arange(len(listed)), listed)
    return home_of, np.arange(len(home_of)) - (np.cumsum(listed) - listed)[home_of]


def _among(listed: Column, places: Column, everybody: int, others: int) -> Column:
    """A column of the listed people in one of everybody, with the same said of all the others."""
    found = np.full(everybody, others, np.int64)
    found[places] = listed
    return found


def _unnested(people: pl.Series, listed: Column) -> pl.DataFrame:
    somebody = people if listed.all() else people.filter(pl.Series(listed > 0))
    return somebody.explode().struct.unnest()


def _refuse_impossible_ages(columns: Mapping[str, Column], rows: _Rows) -> None:
    born, age = columns.get(BORN), columns.get(AGE)
    if born is None:
        return
    today = as_day(rows.on)
    if age is None and int(born.max()) <= today:
        return
    rows.refuse_where((born != NULL) & (born > today), BORN, "기준일보다 늦습니다", "after the day asked for", born)
    if age is not None:
        full = (today - born) // 10_000
        wrong = (born != NULL) & (age != NULL) & (age != full)
        rows.refuse_where(wrong, AGE, "출생일과 맞지 않습니다", "contradicts the date of birth", age)


def _linked(people: pl.DataFrame, key: str, rows: _Rows, listed: Column) -> Column:
    """Where in the home the named (or numbered) person stands; a link told on one side only holds on both."""
    series = people[key]
    home_of, within = _places(listed)
    if series.dtype.is_integer():
        found = _by_number(series, rows, key, listed, home_of)
    elif series.dtype in (pl.String, pl.Categorical, pl.Null):
        found = _by_name(series.cast(pl.String), people, home_of, within)
    else:
        rows.refuse_type(key, series.dtype, "이름 또는 몇 번째인지의 수", "a name or a position")
    rows.refuse_where(found == within, key, "본인을 가리킵니다", "names the person itself", within)
    linked = np.flatnonzero(found >= 0)
    other = linked + found[linked] - within[linked]
    returned = found[other]
    clash = np.zeros(len(found), bool)
    clash[linked] = (returned != NOT_TOLD) & (returned != within[linked])
    rows.refuse_where(clash, key, "서로 다릅니다", "contradicts the other side", found)
    one_sided = returned == NOT_TOLD
    if not one_sided.any():
        return found
    completed = found.copy()
    completed[other[one_sided]] = within[linked[one_sided]]
    return completed


def _by_number(series: pl.Series, rows: _Rows, key: str, listed: Column, home_of: Column) -> Column:
    """Counted from 1 in the list; 0 is nobody."""
    numbers = series.cast(pl.Int64)
    told = (numbers.fill_null(NULL) if numbers.null_count() else numbers).to_numpy()
    known = told != NULL
    outside = known & ((told < 0) | (told > listed[home_of]))
    rows.refuse_where(outside, key, f"{PEOPLE}에 없습니다", "not listed", told)
    return np.where(known, told - 1, NOT_TOLD)  # 0 becomes NOBODY


def _by_name(series: pl.Series, people: pl.DataFrame, home_of: Column, within: Column) -> Column:
    names = people[NAME].cast(pl.String) if NAME in people.columns else pl.Series([None] * len(people), dtype=pl.String)
    stated = pl.DataFrame({"home": home_of, "name": series.str.strip_chars()})
    listed = pl.DataFrame({"home": home_of, "name": names, "place": within}).drop_nulls()
    place = stated.join(listed, on=["home", "name"], how="left", maintain_order="left")["place"]
    nobody = stated["name"].is_in(list(NO)).fill_null(value=False).to_numpy()
    found = place.fill_null(ELSEWHERE).to_numpy()
    return np.where(series.is_null().to_numpy(), NOT_TOLD, np.where(nobody, NOBODY, found)).astype(np.int64)


class _Rows:
    """The rows being read, to say where something is wrong; of a person, the row is that of the home."""

    def __init__(
        self,
        country: Country,
        program: Program,
        on: dt.date,
        first_row: int,
        listed: Column | None = None,
    ) -> None:
        self.country, self.program, self.on, self.first_row, self.listed = country, program, on, first_row, listed
        self.inside = "" if listed is None else f"{PEOPLE}."

    def of(self, listed: Column) -> _Rows:
        return _Rows(self.country, self.program, self.on, self.first_row, listed)

    def fact(self, name: str, key: str) -> Fact:
        return self.country.facts[name] if name in self.country.facts else reader(self.country, name, key)

    def column(self, series: pl.Series, name: str, key: str) -> Column:
        """Any column of one fact as whole numbers."""
        fact = self.fact(name, key)
        if series.dtype == pl.Null:
            return np.full(len(series), NULL, np.int64)
        readers = {YESNO: self._yes_or_no, CHOICE: self._choice, DATE: self._day, SCORE: self._score}
        found = readers.get(fact.kind, self._number)(series, fact, key)
        return (found.fill_null(NULL) if found.null_count() else found).to_numpy()

    def where_it_stands(self, column: Standing, name: str, key: str) -> Told | None:
        """The usual kinds are left to the machine code; None where the column has to be made into cells first."""
        fact = self.fact(name, key)
        kind, form = fact.kind, column.format
        if form == INT64 and kind == LINK:
            return taking.places(column) if not column.gaps else None
        if form == INT64 and kind not in (YESNO, CHOICE, DATE, SCORE):
            return taking.figures(column, fact.low, fact.high)
        if form == YES_OR_NO and kind == YESNO:
            return taking.yes_or_no(column)
        if form == DAYS and kind == DATE:
            latest = self.on if name == BORN else LATEST
            return taking.dates(column, FIRST_PLACE, (latest - FIRST_DAY).days, _every_number())
        if form == WORDS and kind == CHOICE:
            codes = self.program.figures.codes
            return taking.text(column, {word: codes[choice] for word, choice in fact.words().items()})
        return None

    def _number(self, series: pl.Series, fact: Fact, key: str) -> pl.Series:
        if not series.dtype.is_integer():
            self.refuse_type(key, series.dtype, "정수", "a whole number")
        found = series.cast(pl.Int64)
        if not _within(found, fact.low, fact.high):
            outside = (found < fact.low) | (found > fact.high)
            words = f"{fact.low:,}~{fact.high:,} 범위를 벗어납니다", f"not in {fact.low}..{fact.high}"
            self.refuse_where(_true(outside), key, *words, series)
        return found

    def _yes_or_no(self, series: pl.Series, fact: Fact, key: str) -> pl.Series:
        if series.dtype == pl.Boolean:
            return series.cast(pl.Int64)
        words = {**dict.fromkeys(YES, 1), **dict.fromkeys(NO, 0)}
        return self._words(series, words, key, "예 또는 아니오")

    def _choice(self, series: pl.Series, fact: Fact, key: str) -> pl.Series:
        words = {word: self.program.figures.codes[choice] for word, choice in fact.words().items()}
        return self._words(series, words, key, ", ".join(fact.choices))

    def _words(self, series: pl.Series, words: Mapping[str, int], key: str, known: str) -> pl.Series:
        if not (series.dtype in (pl.String, pl.Categorical, pl.Enum) or series.dtype.is_integer()):
            self.refuse_type(key, series.dtype, f"글자({known})", "text")
        stated = series if series.dtype == pl.String else series.cast(pl.String)
        text = stated.fill_null("") if stated.null_count() else stated
        found = np.full(len(text), NULL, np.int64)
        for word, code in words.items():
            np.putmask(found, (text == word).to_numpy(), code)
        other = found == NULL
        if other.any():
            wrong = other & stated.is_not_null().to_numpy()
            self.refuse_where(wrong, key, f"다음 중 하나가 아닙니다: {known}", f"is not one of: {known}", series)
        return pl.Series(found)

    def _day(self, series: pl.Series, fact: Fact, key: str) -> pl.Series:
        if series.dtype == pl.String:
            days = series.str.to_date("%Y-%m-%d", strict=False)
            wrong = _true(days.is_null() & series.is_not_null())
            self.refuse_where(wrong, key, "없는 날짜입니다(예: 1950-03-02)", "is not a date", series)
        elif series.dtype == pl.Date:
            days = series
        else:
            self.refuse_type(key, series.dtype, "날짜", "a date")
        if not _within(days, EARLIEST, LATEST):
            outside = _true((days < EARLIEST) | (days > LATEST))
            self.refuse_where(outside, key, "있을 수 없는 날짜입니다", "impossible", series)
        return _as_numbers(days)

    def _score(self, series: pl.Series, fact: Fact, key: str) -> pl.Series:
        if not series.dtype.is_numeric():
            self.refuse_type(key, series.dtype, "점수", "a score")
        self.refuse_where(
            _true((series < fact.low) | (series > fact.high)), key, "범위를 벗어납니다", "out of range", series
        )
        return (series.cast(pl.Float64) * SCORE_UNIT).round().cast(pl.Int64)

    def refuse_where(self, wrong: Any, key: str, korean: str, english: str, values: Sequence[Any] | Any) -> None:
        if not wrong.any():
            return
        at = int(np.argmax(wrong))
        row = self.first_row + (at if self.listed is None else int(_places(self.listed)[0][at])) + 1
        where = f"{row:,}행 '{self.inside}{key}'"
        raise BadInput(
            f"{where}: '{values[at]}'은(는) {korean}.",
            f"row {row}, column '{self.inside}{key}': '{values[at]}' {english}",
        )

    def refuse_type(self, key: str, dtype: Any, korean: str, english: str) -> NoReturn:
        raise BadInput(
            f"열 '{self.inside}{key}'의 형은 {korean}이어야 하는데 {dtype}입니다.",
            f"column '{self.inside}{key}' is {dtype} and not {english}",
        )


def _true(series: pl.Series) -> Any:
    return series.fill_null(value=False).to_numpy()


def _within(series: pl.Series, low: Any, high: Any) -> bool:
    """Two quick looks before anybody searches for the row."""
    least, most = series.min(), series.max()
    return bool(least is None or (least >= low and most <= high))


def _as_numbers(days: pl.Series) -> pl.Series:
    """20260201 of a day, looked up: a town has few days of birth and many people."""
    places = days.to_physical() - FIRST_PLACE
    return _every_day().gather(places) if places.null_count() else pl.Series(_every_number()[places.to_numpy()])


@functools.cache
def _every_day() -> pl.Series:
    every = pl.date_range(FIRST_DAY, LATEST, eager=True)
    return every.dt.year().cast(pl.Int64) * 10_000 + every.dt.month().cast(pl.Int64) * 100 + every.dt.day()


@functools.cache
def _every_number() -> Column:
    return _every_day().to_numpy()
