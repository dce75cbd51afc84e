"""What machine code reads and divides is what Python reads and divides, to the won and to the letter."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bokjihub.engines.benefits.columns import compiled, table, taking
from bokjihub.engines.benefits.columns.cells import NOBODY, NULL
from bokjihub.engines.benefits.columns.machine import machine_code
from bokjihub.engines.benefits.columns.program import plan
from bokjihub.engines.benefits.columns.standing import Standing, standing
from bokjihub.engines.benefits.columns.taking import Told
from bokjihub.engines.benefits.country import korea
from tests.engines.benefits import oracle
from tests.engines.benefits.many_homes import many_homes

DIVIDED = """
def run(count, by, told, found):
    for k in range(count):
        found[2 * k] = told[k] // by
        found[2 * k + 1] = told[k] % by
"""
HUNDREDTHS = DIVIDED.replace("// by", "// 100").replace("% by", "% 100")
AMOUNTS = st.integers(-(10**15), 10**15)
REGIONS = {"서울": 3, "경기": 1, "광역·세종·창원": 2, "그외": 7}
LONG_PLACES = ("광역·세종·창원 ", "광역·세종·창원", "광역·세종·창완", "광역·세중·창원", "광역·세종", "광역", "", "서울")


@settings(max_examples=200, deadline=None)
@given(st.lists(AMOUNTS, min_size=1, max_size=30), st.integers(1, 10**9))
def test_a_share_is_rounded_down_as_python_does_it(amounts: list[int], by: int) -> None:
    assert _divided(DIVIDED, amounts, by) == [part for a in amounts for part in divmod(a, by)]
    assert _divided(HUNDREDTHS, amounts, by) == [part for a in amounts for part in divmod(a, 100)]


@pytest.mark.parametrize("by", [1, 2, 3, 7, 10, 100, 1200, 10_000])
def test_an_amount_beside_a_multiple_is_not_rounded_over_it(by: int) -> None:
    multiples = [by * n for n in (0, 1, 3, 10**6 + 1, 10**12 // by, 10**15 // by)]
    amounts = [m + d for m in multiples for d in (-1, 0, 1)]
    assert _divided(DIVIDED, amounts, by) == [part for a in amounts for part in divmod(a, by)]


_CODE = {text: machine_code(text, "run", {}) for text in (DIVIDED, HUNDREDTHS)}


def _divided(text: str, amounts: list[int], by: int) -> list[int]:
    told, found = np.array(amounts, np.int64), np.empty(2 * len(amounts), np.int64)
    _CODE[text](len(amounts), by, told.ctypes.data, found.ctypes.data)
    result: list[int] = found.tolist()
    return result


TAKEN = (
    taking.SOURCE
    + """
def run(count, told, kept, odd, found):
    at = taken(told, 0, 0, count, kept, 0, odd)
    for k in range(count):
        found[k] = at[k]
    return odd[0]
"""
)
LINKED = (
    taking.SOURCE
    + """
def run(count, everybody, starts, told, kept, odd, found):
    for h in range(count):
        for k in range(starts[h + 1] - starts[h]):
            kept[starts[h] + k] = h
    at = positions(told, 0, 0, 0, everybody, everybody, starts, 0, kept, 1000, odd)
    for k in range(everybody):
        found[k] = at[k]
    return odd[0]
"""
)
CONSTANTS = {"NULL": NULL, "NOBODY": NOBODY, **taking.CONSTANTS}
_TAKEN, _LINKED = (machine_code(text, "run", CONSTANTS) for text in (TAKEN, LINKED))


def _taken(told: Told, count: int) -> list[int] | None:
    """The cells of a column, or None where one of them is out of order."""
    words, kept, odd, found = (
        np.array(told.words),
        np.empty(count, np.int64),
        np.zeros(1, np.int64),
        np.empty(count, np.int64),
    )
    is_odd = _TAKEN(count, *(column.ctypes.data for column in (words, kept, odd, found)))
    cells: list[int] = found.tolist()
    return None if is_odd else cells


def _column(values: list[Any], kind: pl.DataType, skipped: int, nothing: Any) -> Standing:
    """A column as a file has it, which does not begin at the beginning."""
    table = standing(pl.DataFrame({"a": pl.Series([*[nothing] * skipped, *values], dtype=kind)})[skipped:])
    assert table is not None
    return table.homes["a"]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from([*REGIONS, *LONG_PLACES, None]), min_size=1, max_size=40), st.integers(0, 3))
def test_words_are_read_whole_where_they_stand(words: list[str | None], skipped: int) -> None:
    found = _taken(taking.text(_column(words, pl.String(), skipped, "그외"), REGIONS), len(words))
    right = [NULL if word is None else REGIONS.get(word) for word in words]
    assert found == (None if None in right else right)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.one_of(st.none(), st.integers(-3, 12)), min_size=1, max_size=40), st.integers(0, 9))
def test_numbers_out_of_bounds_are_noticed_and_gaps_are_not_known(numbers: list[int | None], skipped: int) -> None:
    found = _taken(taking.figures(_column(numbers, pl.Int64(), skipped, 99), 0, 10), len(numbers))
    inside = all(n is None or 0 <= n <= 10 for n in numbers)
    assert found == ([NULL if n is None else n for n in numbers] if inside else None)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from([True, False, None]), min_size=1, max_size=40), st.integers(0, 9))
def test_yes_and_no_are_bits(said: list[bool | None], skipped: int) -> None:
    found = _taken(taking.yes_or_no(_column(said, pl.Boolean(), skipped, True)), len(said))
    assert found == [NULL if one is None else int(one) for one in said]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.one_of(st.none(), st.integers(-1, 4)), min_size=1, max_size=40), st.integers(0, 9))
def test_days_are_looked_up_within_their_bounds(places: list[int | None], skipped: int) -> None:
    numbers = np.array([20251230, 20251231, 20260101, 20260102, 20260103], np.int64)
    first = dt.date(2025, 12, 30)
    days = [None if place is None else first + dt.timedelta(days=place) for place in places]
    column = _column(days, pl.Date(), skipped, first)
    found = _taken(taking.dates(column, (first - dt.date(1970, 1, 1)).days, 3, numbers), len(days))
    inside = all(place is None or 0 <= place <= 3 for place in places)
    assert found == ([NULL if p is None else int(numbers[p]) for p in places] if inside else None)


@pytest.mark.parametrize(
    ("homes", "stated", "found"),
    [
        ((2,), [2, 1], [1, 0]),
        ((1, 3), [0, 0, 3, 2], [NOBODY, NOBODY, 2, 1]),
        ((2, 2), [0, 0, 2, 1], [NOBODY, NOBODY, 1, 0]),
        ((2,), [2, 0], None),
        ((2,), [1, 0], None),
        ((2,), [3, 0], None),
        ((2,), [-1, 0], None),
        ((1, 2), [2, 0, 0], None),
        ((3,), [3, 3, 1], None),
    ],
)
def test_who_is_meant_stands_in_the_same_home_and_means_the_same(
    homes: tuple[int, ...], stated: list[int], found: list[int] | None
) -> None:
    starts = np.concatenate(([0], np.cumsum(homes))).astype(np.int64)
    told, kept = taking.places(_column(stated, pl.Int64(), 1, 0)), np.empty(2000, np.int64)
    odd, cells = np.zeros(1, np.int64), np.empty(len(stated), np.int64)
    columns = (starts, np.array(told.words), kept, odd, cells)
    is_odd = _LINKED(len(homes), len(stated), *(column.ctypes.data for column in columns))
    assert (None if is_odd else cells.tolist()) == found


def test_a_table_with_an_empty_home_or_a_gap_in_its_people_is_read_in_another_way() -> None:
    people = [[{"나이": 3}], [{"나이": 4}, {"나이": 5}]]
    table = standing(pl.DataFrame({"가구원": people}))
    assert table is not None
    assert (table.starts.tolist(), _taken(taking.figures(table.persons["나이"], 0, 9), 3)) == ([0, 1, 3], [3, 4, 5])
    later = standing(pl.DataFrame({"가구원": people})[1:])
    assert later is not None
    assert (later.starts.tolist(), _taken(taking.figures(later.persons["나이"], 0, 9), 2)) == ([0, 2], [4, 5])
    for gap in ([[], people[1]], [None, people[1]], [[None], people[1]]):
        assert (
            standing(pl.DataFrame({"가구원": gap}, schema={"가구원": pl.List(pl.Struct({"나이": pl.Int64}))})) is None
        )


def test_a_table_in_two_pieces_is_one() -> None:
    table = standing(pl.concat([pl.DataFrame({"a": ["서울"]}), pl.DataFrame({"a": ["광역·세종·창원"]})], rechunk=False))
    assert table is not None
    assert _taken(taking.text(table.homes["a"], REGIONS), 2) == [3, 2]


@pytest.mark.slow
def test_a_file_with_gaps_is_read_in_place_as_it_is_read_slowly() -> None:
    homes = _with_gaps(many_homes(700, seed=7))
    columns = table.shape(korea(), homes.schema)
    benefit = [one for one in korea().benefits if one.name == "기초연금"]
    program = plan(korea(), oracle.ON, columns.given(), benefits=benefit, values=["기초생활_소득인정액"])
    work = compiled.for_a_town(program, oracle.ON)
    in_place = table.read(homes, columns, program, korea(), oracle.ON, 0)
    assert in_place.again is not None
    slowly = in_place.again()
    assert not any(isinstance(one, Told) for side in slowly.sides for one in side)
    assert sum(isinstance(one, Told) for side in in_place.sides for one in side) > 25
    found, right = work(in_place), work(slowly)
    assert found.statuses.tolist() == right.statuses.tolist()
    assert found.won.tolist() == right.won.tolist()
    assert found.home_values.tolist() == right.home_values.tolist()
    assert 50 < (right.home_values == NULL).sum() < 650


def _with_gaps(homes: pl.DataFrame) -> pl.DataFrame:
    draw = np.random.default_rng(1)

    def gappy(table: pl.DataFrame, but: set[str]) -> pl.DataFrame:
        missing = {name: pl.Series(draw.random(len(table)) < 0.03) for name in table.columns if name not in but}
        return table.with_columns(pl.when(~gaps).then(pl.col(name)).alias(name) for name, gaps in missing.items())

    people = homes.select("가구번호", "가구원").explode("가구원").unnest("가구원")
    listed = gappy(people, {"가구번호", "배우자"}).group_by("가구번호", maintain_order=True)
    struct = listed.agg(pl.struct(pl.exclude("가구번호")).alias("가구원"))
    return gappy(homes.drop("가구원"), {"가구번호"}).with_columns(struct["가구원"])
