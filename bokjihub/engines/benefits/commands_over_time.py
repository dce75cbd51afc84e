"""`bokjihub benefits timeline` and `compare`: the same home (or town) in years to come, and under another law."""

from __future__ import annotations

import argparse
import datetime as dt
import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, TextIO

from . import api
from .country import korea
from .errors import BadInput
from .facts import asked_day
from .timeline import CHANGES, OPEN, STARTS, STOPS

DONE, PARQUET = 0, ".parquet"
WORDS = {STARTS: "시작", STOPS: "끝", CHANGES: "달라짐", OPEN: "확인 필요"}


def declare(
    commands: Any,
    command: Callable[..., argparse.ArgumentParser],
    situation: Any,
    pair: Any,
    on: Callable[..., dt.date],
) -> None:
    timeline = command(commands, "timeline", _timeline, "앞으로 무엇이 언제 달라지는지")
    timeline.add_argument("file", help="YAML 또는 JSON 파일, - 는 표준 입력")
    timeline.add_argument("--years", type=int, default=10, metavar="N", help="몇 해 앞까지(1~40, 없으면 10)")
    compare = command(commands, "compare", _compare, "두 날짜 또는 바꾼 금액을 나란히")
    compare.add_argument("file", help="한 가구의 YAML 또는 JSON 파일, - 는 표준 입력. 도시 전체면 .parquet")
    compare.add_argument("--with-on", metavar="YYYY-MM-DD", help="견줄 날짜(없으면 같은 날)")
    compare.add_argument(
        "--set", action="append", default=[], metavar="이름=값", help="바꾸어 볼 금액. 표는 '표/칸=값'"
    )
    compare.add_argument("--benefit", action="append", metavar="급여", help="도시 전체에서 이 급여만(없으면 모두)")
    for one in (timeline, compare):
        one.set_defaults(situation=situation, pair=pair, day=on)


def _timeline(options: argparse.Namespace, stdin: TextIO, stdout: TextIO, stderr: TextIO) -> int:
    if not 1 <= options.years <= 40:
        raise BadInput(f"--years: {options.years}은(는) 1~40이 아닙니다.", f"--years: {options.years} is not in 1..40")
    situation, on = options.situation(options, stdin)
    turns = api.timeline(situation, on, options.years, unverified_too=options.allow_unverified)
    if options.json:
        rows = [{**asdict(turn), "on": str(turn.on), "because": turn.because} for turn in turns]
        stdout.write(json.dumps({"on": str(on), "years": options.years, "turns": rows}, ensure_ascii=False) + "\n")
        return DONE
    for turn in turns:
        because = f" – {', '.join(turn.because[:2])}" if turn.because else ""
        stdout.write(
            f"{turn.on} {turn.benefit} {WORDS[turn.what]}: {_won(turn.before)} → {_won(turn.after)}{because}\n"
        )
    if not turns:
        stderr.write("달라지는 것이 없습니다. / nothing changes.\n")
    return DONE


def _compare(options: argparse.Namespace, stdin: TextIO, stdout: TextIO, stderr: TextIO) -> int:
    if options.file.endswith(PARQUET):
        return _compare_town(options, stdout)
    situation, on = options.situation(options, stdin)
    other = asked_day(options.with_on, "--with-on") if options.with_on else on
    figures = dict(options.pair(word) for word in options.set)
    sides = api.compare(situation, on, other, figures, unverified_too=options.allow_unverified)
    if options.json:
        rows = [{**asdict(side), "difference": side.difference} for side in sides]
        document = {"on": str(on), "with_on": str(other), "figures": figures, "benefits": rows}
        stdout.write(json.dumps(document, ensure_ascii=False) + "\n")
        return DONE
    for side in sides:
        if (side.before, side.won_before) != (side.after, side.won_after):
            difference = "" if side.difference is None else f" ({side.difference:+,}원)"
            stdout.write(
                f"{side.benefit}: {_won(side.won_before)} → {_won(side.won_after)}{difference}/{side.period}\n"
            )
    if all((side.before, side.won_before) == (side.after, side.won_after) for side in sides):
        stderr.write("달라지는 것이 없습니다. 견줄 날짜(--with-on)나 금액(--set)을 바꾸어 보세요. / nothing differs.\n")
    return DONE


def _compare_town(options: argparse.Namespace, stdout: TextIO) -> int:
    """Polars and the compiler are loaded here and not for the questions about one home."""
    from .columns.reform import compare_file

    on: dt.date = options.day(options)
    other = asked_day(options.with_on, "--with-on") if options.with_on else on
    figures = dict(options.pair(word) for word in options.set)
    count, sides = compare_file(
        korea(),
        Path(options.file),
        on,
        other,
        figures,
        benefits=options.benefit,
        unverified_too=options.allow_unverified,
    )
    if options.json:
        rows = [{**asdict(side), "difference": side.difference} for side in sides]
        document = {"on": str(on), "with_on": str(other), "figures": figures, "homes": count, "benefits": rows}
        stdout.write(json.dumps(document, ensure_ascii=False) + "\n")
        return DONE
    stdout.write(f"{count:,}가구, {on}과 {other}\n")
    for side in sides:
        stdout.write(
            f"{side.benefit}: {side.homes_before:,} → {side.homes_after:,}가구, {side.won_before:,} → {side.won_after:,}원/"
            f"{side.period} ({side.difference:+,}원), 늘어남 {side.gaining:,} 줄어듦 {side.losing:,} 확인 필요 {side.open:,}\n"
        )
    return DONE


def _won(amount: int | None) -> str:
    return "확인 필요" if amount is None else f"{amount:,}원"
