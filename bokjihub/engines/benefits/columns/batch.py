"""A file of homes in, a file of answers out, a few hundred thousand homes at a time.

The answers are written beside the file asked for and take its name only when the last home is done, so nobody ever
reads half of them. One row of answers for each row of homes, in the same order.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
import polars as pl
from polars.io.plugins import register_io_source

from ..country import Country
from ..errors import BadFile, BadInput, UnknownName, in_file
from ..rule import Benefit
from ..screening import ELIGIBLE, NOT_ELIGIBLE, UNKNOWN
from ..situation import SHORT
from .cells import NULL
from .compiled import Answers, for_a_town
from .program import Program, plan
from .ranges import ranges
from .table import NUMBER, Shape, read, shape

AT_A_TIME, READ_AT_ONCE = 50_000, 250_000  # what the machine code takes, and what is decoded of a file in one go
STATUSES = (NOT_ELIGIBLE, ELIGIBLE, UNKNOWN)  # in the order of their numbers
STATUS = pl.Enum(STATUSES)
Progress = Callable[[int, int], None]
Packing = Literal["snappy", "zstd"]


@dataclass(frozen=True)
class Done:
    homes: int
    benefits: tuple[str, ...]
    left_out: tuple[str, ...]


def screen_file(
    country: Country,
    source: Path,
    target: Path,
    on: dt.date,
    *,
    benefits: Sequence[str] | None = None,
    values: Sequence[str] = (),
    unverified_too: bool = False,
    with_ranges: bool = False,
    progress: Progress = lambda done, of: None,
    at_a_time: int = AT_A_TIME,
) -> Done:
    """Every benefit (and the quantities asked for) of every home in a Parquet file; with ranges where won are open."""
    _may_be_written(source, target)
    homes, columns = table_of(source, country)
    names = [country.canonical(SHORT.get(v, v)) for v in values]
    program = plan(country, on, columns.given(), benefits=chosen(country, benefits), values=names)
    count = homes.select(pl.len()).collect().item()
    work = for_a_town(program, on, unverified_too=unverified_too)

    def answered() -> Iterator[pl.DataFrame]:
        first = 0
        for start in range(0, count, READ_AT_ONCE):
            for frame in pieces(homes.slice(start, READ_AT_ONCE).collect(), at_a_time):
                with in_file(source.name):
                    rows = read(frame, columns, program, country, on, first)
                yield told(work(rows), frame, first)
                first += len(frame)
                progress(first, count)

    def told(answers: Answers, frame: pl.DataFrame, first: int) -> pl.DataFrame:
        found = as_frame(program, answers, frame, first)
        if not with_ranges:
            return found
        more = ranges(country, program.benefits, answers, frame, on, unverified_too=unverified_too)
        return found.with_columns(**more)

    write_in_parts(answered, told(_none(program), homes.clear().collect(), 0).schema, target)
    return Done(count, tuple(b.name for b in program.benefits), tuple(str(r) for r in program.refused))


def chosen(country: Country, names: Sequence[str] | None) -> Sequence[Benefit]:
    """The benefits named, or all; an unknown name is answered with the nearest."""
    if names is None:
        return country.benefits
    known = {benefit.name: benefit for benefit in country.benefits}
    for name in names:
        if name not in known:
            raise UnknownName(name, known)
    return [known[name] for name in names]


def pieces(homes: pl.DataFrame, at_a_time: int = AT_A_TIME) -> Iterator[pl.DataFrame]:
    """The table a few homes at a time; none reaches over a seam between two chunks, for then it would be copied."""
    first = 0
    for length in homes.get_columns()[0].chunk_lengths():
        for start in range(0, length, at_a_time):
            yield homes.slice(first + start, min(at_a_time, length - start))
        first += length


def _may_be_written(source: Path, target: Path) -> None:
    """The answers never take the place of the homes they are about."""
    if target.is_dir():
        raise BadFile(f"'{target}'은(는) 폴더입니다. 새 파일의 이름을 주세요.", f"'{target}' is a folder")
    if target.exists() and source.exists() and target.samefile(source):
        raise BadFile(
            f"'{target}'은(는) 읽을 파일입니다. 답은 다른 이름으로 적으세요.", f"'{target}' is the file to be read"
        )


def table_of(source: Path, country: Country) -> tuple[pl.LazyFrame, Shape]:
    """The homes of a file and what its columns stand for; what it gets wrong is told with its name."""
    with in_file(source.name or str(source)):
        homes = opened(source)
        return homes, shape(country, homes.collect_schema())


def opened(source: Path) -> pl.LazyFrame:
    """The file as a table that is read part by part; refused in words when it is none."""
    if not source.is_file():
        korean = "폴더입니다. 파일 하나를 주세요." if source.is_dir() else "파일이 없습니다. 이름과 폴더를 보세요."
        raise BadInput(korean, f"no file '{source}'")
    try:
        homes = pl.scan_parquet(source)
        homes.collect_schema()
    except (pl.exceptions.PolarsError, OSError) as broken:
        raise BadInput(
            "Parquet 파일이 아니거나 끝까지 오지 않았습니다. 다시 받거나, CSV·XLSX는 Parquet로 바꾸어 주세요.",
            f"not a whole Parquet file ({broken})",
        ) from None
    return homes


def _none(program: Program) -> Answers:
    return Answers(
        np.empty((len(program.benefits), 0), np.int8),
        np.empty((len(program.benefits), 0), np.int64),
        np.empty((len(program.home_values), 0), np.int64),
        np.empty((len(program.person_values), 0), np.int64),
    )


def as_frame(program: Program, answers: Answers, homes: pl.DataFrame, first_row: int) -> pl.DataFrame:
    """Two columns for each benefit: what it is, and the won; null is not known and not 0."""
    number = homes[NUMBER] if NUMBER in homes.columns else None
    columns: dict[str, Any] = {
        NUMBER: number if number is not None else np.arange(len(homes), dtype=np.int64) + first_row + 1
    }
    statuses = pl.Series(answers.statuses.ravel().view(np.uint8)).cat.to(STATUS)
    won, values = _won(answers.won), _won(answers.home_values)
    for row, benefit in enumerate(program.benefits):
        columns[f"{benefit.name} 상태"] = statuses.slice(row * len(homes), len(homes))
        columns[f"{benefit.name} 원"] = won.slice(row * len(homes), len(homes))
    for row, name in enumerate(program.home_values):
        columns[name] = values.slice(row * len(homes), len(homes))
    return pl.DataFrame(columns)


def _won(rows: Any) -> pl.Series:
    """All rows one after another, to be cut up: a row by itself costs as much as its numbers."""
    flat = rows.ravel()
    series = pl.Series(flat)
    return series.set(pl.Series(flat == NULL), None) if flat.min(initial=0) == NULL else series


def write_in_parts(
    frames: Callable[[], Iterator[pl.DataFrame]], schema: pl.Schema, target: Path, compression: Packing = "snappy"
) -> None:
    """Beside the file and then under its name; packed as every reader knows it, in half the time of the tightest."""
    beside = target.with_name(f".{target.name}.{os.getpid()}")

    def source(columns: Any, predicate: Any, rows: Any, size: Any) -> Iterator[pl.DataFrame]:
        return frames()

    try:
        register_io_source(io_source=source, schema=schema).sink_parquet(
            beside, maintain_order=True, statistics=False, compression=compression
        )
        beside.replace(target)
    except OSError as refused:
        raise BadFile(f"'{target}'에 쓸 수 없습니다.", f"cannot write '{target}': {refused}") from None
    finally:
        beside.unlink(missing_ok=True)
