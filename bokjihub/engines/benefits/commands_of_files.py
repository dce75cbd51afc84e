"""`bokjihub benefits batch`: a Parquet file of homes in, a Parquet file of answers out."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TextIO

from .country import korea

DONE = 0


def declare(commands: Any, command: Callable[..., argparse.ArgumentParser], on: Callable[..., dt.date]) -> None:
    parser = command(commands, "batch", _batch, "Parquet 파일의 모든 가구")
    parser.add_argument("source", metavar="IN.parquet", type=Path)
    parser.add_argument("target", metavar="OUT.parquet", type=Path)
    parser.add_argument("--value", action="append", default=[], metavar="이름", help="함께 적을 법률 값")
    parser.add_argument("--benefit", action="append", metavar="급여", help="이 급여만(없으면 모두)")
    parser.add_argument("--ranges", action="store_true", help="정해지지 않은 금액의 최소와 최대도(1초에 몇백 가구)")
    parser.set_defaults(day=on)


def _batch(options: argparse.Namespace, stdin: TextIO, stdout: TextIO, stderr: TextIO) -> int:
    """Polars and the compiler are loaded here and not for the questions about one home."""
    from .columns.batch import screen_file

    on: dt.date = options.day(options)
    done = screen_file(
        korea(),
        options.source,
        options.target,
        on,
        benefits=options.benefit,
        values=options.value,
        unverified_too=options.allow_unverified,
        with_ranges=options.ranges,
        progress=_Progress(stderr),
    )
    for refusal in done.left_out:
        stderr.write(f"{refusal}\n")
    document = {"on": str(on), "homes": done.homes, "benefits": list(done.benefits), "left_out": list(done.left_out)}
    if options.json:
        stdout.write(json.dumps(document, ensure_ascii=False) + "\n")
    else:
        stdout.write(f"{done.homes:,}가구, 급여 {len(done.benefits)}가지를 {options.target}에 적었습니다({on} 기준).\n")
    return DONE


class _Progress:
    """A line now and then, not one for every few thousand homes."""

    def __init__(self, stderr: TextIO) -> None:
        self.stderr, self.said = stderr, time.monotonic()

    def __call__(self, done: int, of: int) -> None:
        if time.monotonic() - self.said >= 2:
            self.said = time.monotonic()
            self.stderr.write(f"{done:,} / {of:,}가구 ({100 * done // of}%)\n")
