"""Our side of the comparison in a process of its own, which loads what the command loads and nothing of the tests.

    our_rules.py IN.parquet OUT.parquet DAY BENEFIT QUANTITY...

Prints the CPU seconds from the table in memory to the answers in memory.
"""

import datetime as dt
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import polars as pl

from bokjihub.engines.benefits.columns import compiled
from bokjihub.engines.benefits.columns.batch import as_frame, pieces
from bokjihub.engines.benefits.columns.program import plan
from bokjihub.engines.benefits.columns.table import read, shape
from bokjihub.engines.benefits.country import korea


def main(source: str, target: str, day: str, benefit: str, *quantities: str) -> None:
    """The rules of every home of a table in memory, as `batch` does it, and the answers written."""
    country, homes, on = korea(), pl.read_parquet(source), dt.date.fromisoformat(day)
    columns = shape(country, homes.schema)
    chosen = [one for one in country.benefits if one.name == benefit]
    program = plan(country, on, columns.given(), benefits=chosen, values=quantities)
    work = compiled.for_a_town(program, on)
    began, first, frames = time.process_time(), 0, []
    for part in pieces(homes):
        answers = work(read(part, columns, program, country, on, first))
        frames.append(as_frame(program, answers, part, first))
        first += len(part)
    print(time.process_time() - began)
    pl.concat(frames).write_parquet(target, compression="snappy", statistics=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
