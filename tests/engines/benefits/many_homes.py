"""Random homes as columns: amounts near the points where the law turns, one won below, at and above; nothing of the engine."""

from __future__ import annotations

import numpy as np
import polars as pl

TURNS = np.array([
    0, 200_000, 600_000, 820_556, 1_025_695, 1_160_000, 1_230_834, 1_282_119, 2_078_316, 2_470_000, 3_952_000,
    2_120_300, 3_602_300, 349_700, 524_550, 699_400, 5_000_000, 20_000_000, 53_000_000, 77_000_000, 80_000_000,
    99_000_000, 112_000_000, 146_000_000, 151_000_000, 172_000_000, 72_500_000, 85_000_000, 135_000_000,
])  # fmt: skip
REGIONS = ("서울", "경기", "광역·세종·창원", "그외")
TOWNS = ("대도시", "중소도시", "농어촌")
FIRST_BORN, LAST_BORN = np.datetime64("1926-01-01"), np.datetime64("2026-01-31")


def many_homes(count: int, seed: int, first: int = 0) -> pl.DataFrame:
    """`count` homes of one to five; couples stand first in the list and share what couples are asked together."""
    draw = np.random.default_rng(seed)
    sizes = draw.choice([1, 2, 3, 4, 5], count, p=[0.36, 0.29, 0.19, 0.12, 0.04])
    homes = pl.DataFrame(
        {
            "가구번호": np.arange(first, first + count),
            "기초생활_지역": np.array(REGIONS)[draw.integers(0, 4, count)],
            "긴급복지_지역": np.array(TOWNS)[draw.integers(0, 3, count)],
            "주거용재산": _amount(draw, count, 120_000_000, 0.5),
            "임차보증금": _amount(draw, count, 40_000_000, 0.6),
            "일반재산": _amount(draw, count, 30_000_000, 0.7),
            "금융재산": _amount(draw, count, 9_000_000, 0.3),
            "자동차": _amount(draw, count, 900_000, 0.9),
            "부채": _amount(draw, count, 20_000_000, 0.6),
            "재산소득": _amount(draw, count, 200_000, 0.8),
            "공적이전소득": _amount(draw, count, 350_000, 0.5),
            "사적이전소득": _amount(draw, count, 400_000, 0.6),
            "가구특성_지출": _amount(draw, count, 150_000, 0.8),
            "자동차_구분": pl.Series(["전액"] * count),
            **{f"{kind}급여_수급중": np.zeros(count, bool) for kind in ("생계", "의료", "주거", "교육")},
        }
    )
    people = _people(draw, np.repeat(np.arange(count), sizes), sizes)
    return homes.with_columns(people.get_column("가구원"))


def _amount(draw: np.random.Generator, count: int, usual: int, nothing: float) -> np.ndarray:
    """Nothing, an ordinary amount, or a turning point of the law and its neighbours."""
    ordinary = (usual * draw.lognormal(0, 0.8, count)).astype(np.int64)
    turning = np.maximum(0, draw.choice(TURNS, count) + draw.integers(-1, 2, count))
    which = draw.random(count)
    return np.where(which < nothing, 0, np.where(which < nothing + (1 - nothing) * 0.7, ordinary, turning))


def _people(draw: np.random.Generator, home: np.ndarray, sizes: np.ndarray) -> pl.DataFrame:
    count = len(home)
    place = np.arange(count) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    couple = (np.repeat(sizes, sizes) > 1) & np.repeat(draw.random(len(sizes)) < 0.6, sizes) & (place < 2)
    leads = couple & (place == 0)
    old = draw.random(count) < 0.35
    born = LAST_BORN - np.where(old, draw.integers(60 * 365, 95 * 365, count), draw.integers(0, 99 * 365, count))
    on_the_day = np.datetime64("1961-02-01") + draw.integers(-2, 3, count)
    born = np.clip(np.where(draw.random(count) < 0.05, on_the_day, born), FIRST_BORN, LAST_BORN)
    shared = {
        name: _shared(_amount(draw, count, usual, nothing), leads)
        for name, usual, nothing in (
            ("부부_기타소득", 500_000, 0.4), ("부부_일반재산", 150_000_000, 0.3), ("부부_금융재산", 20_000_000, 0.3),
            ("부부_부채", 30_000_000, 0.6), ("부부_고급재산", 40_000_000, 0.97),
        )
    }  # fmt: skip
    frame = pl.DataFrame(
        {
            "home": home,
            "배우자": np.where(couple, 2 - place, 0),
            "출생일": pl.Series(born.astype("datetime64[D]")),
            "장애인": draw.random(count) < 0.07,
            "근로소득": _amount(draw, count, 1_400_000, 0.5),
            "사업소득": _amount(draw, count, 700_000, 0.85),
            "직역연금": draw.random(count) < 0.04,
            "국민연금급여액": _amount(draw, count, 500_000, 0.4),
            "소득재분배급여액": _amount(draw, count, 220_000, 0.4),
            **shared,
        }
    )
    return frame.group_by("home", maintain_order=True).agg(pl.struct(pl.exclude("home")).alias("가구원"))


def _shared(amounts: np.ndarray, leads: np.ndarray) -> np.ndarray:
    """The second of a couple says what the first says."""
    second = np.flatnonzero(leads) + 1
    amounts[second] = amounts[second - 1]
    return amounts
