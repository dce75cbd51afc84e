"""What machine code reads and divides is what Python reads and divides, to the won and to the letter."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bokjihub.engines.benefits.columns import quick
from bokjihub.engines.benefits.columns.cells import NOBODY, NOT_TOLD, NULL
from bokjihub.engines.benefits.columns.machine import machine_code
from bokjihub.engines.benefits.columns.views import views

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


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from([*REGIONS, *LONG_PLACES]), min_size=1, max_size=40), st.integers(0, 3))
def test_words_are_read_whole_where_they_stand(words: list[str], skipped: int) -> None:
    series = pl.Series([*["그외"] * skipped, *words])[skipped:]
    text = views(series)
    assert text is not None
    found = quick.words(text, len(series), REGIONS)
    right = [REGIONS.get(word) for word in words]
    assert (found is None and None in right) or (found is not None and found.tolist() == right)


def test_words_with_a_gap_are_left_to_the_slow_reader() -> None:
    assert views(pl.Series(["서울", None])) is None
    assert views(pl.Series([1, 2])) is None
    assert views(pl.Series([], dtype=pl.String)) is None


def test_words_in_two_pieces_are_one_column() -> None:
    text = views(pl.Series(["서울", "경기"]).append(pl.Series(["광역·세종·창원"])))
    assert text is not None
    found = quick.words(text, 3, REGIONS)
    assert found is not None
    assert found.tolist() == [3, 1, 2]


@pytest.mark.parametrize(
    ("homes", "stated", "found"),
    [
        ((2,), [2, 1], [1, 0]),
        ((2,), [2, NULL], [1, 0]),
        ((1, 3), [0, 0, 3, NULL], [NOBODY, NOBODY, 2, 1]),
        ((2, 1), [NULL, NULL, 0], [NOT_TOLD, NOT_TOLD, NOBODY]),
        ((2,), [2, 0], None),
        ((2,), [1, NULL], None),
        ((2,), [3, NULL], None),
        ((1, 2), [2, 0, 0], None),
        ((3,), [3, 3, NULL], None),
    ],
)
def test_a_link_told_on_one_side_holds_on_both_or_is_refused(
    homes: tuple[int, ...], stated: list[int], found: list[int] | None
) -> None:
    starts = np.concatenate(([0], np.cumsum(homes))).astype(np.int64)
    told = quick.linked(starts, np.array(stated, np.int64))
    assert (None if told is None else told.tolist()) == found


def test_numbers_and_days_outside_of_what_they_may_be_are_noticed() -> None:
    amounts = np.array([0, 5, 10], np.int64)
    assert quick.inside(amounts, 0, 10)
    assert not quick.inside(amounts, 1, 10)
    assert not quick.inside(amounts, 0, 9)
    numbers = np.array([20260101, 20260102], np.int64)
    found = quick.dates(np.array([101, 100], np.int32), 100, numbers)
    assert found is not None
    assert found.tolist() == [20260102, 20260101]
    assert quick.dates(np.array([102], np.int32), 100, numbers) is None
    assert quick.dates(np.array([99], np.int32), 100, numbers) is None
