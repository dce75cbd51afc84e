"""`bokjihub benefits nightly [--city NAME] [--on DATE] [--json]`: the night's look at a whole town, now.

Exit 0: the town is through; 1: there is no such town; 2: wrong use. Run again after a stop and it goes on where it was.
"""

import argparse
import datetime as dt
import json
from collections.abc import Sequence
from typing import TextIO

from django.utils import timezone

from bokjihub.areas.models import Area
from bokjihub.benefits.models import NightRun
from bokjihub.benefits.nightly import AT_A_TIME, screen_town


def run(argv: Sequence[str], stdin: TextIO, stdout: TextIO, stderr: TextIO) -> int:
    """Screen one town, or every town of this installation."""
    try:
        asked = _parser().parse_args(list(argv))
    except SystemExit as stop:
        return int(stop.code or 0)
    cities = Area.objects.filter(level=Area.Level.SIGUNGU).order_by("code")
    chosen = list(cities.filter(name=asked.city) if asked.city else cities)
    if not chosen:
        print(f"시·군·구가 없습니다: {asked.city or '자료가 비어 있습니다'} (no such city)", file=stderr)
        return 1
    runs = [screen_town(city, asked.on, progress=lambda one: _say(one, stderr), size=asked.size) for city in chosen]
    if asked.json:
        json.dump([_plain(one) for one in runs], stdout, ensure_ascii=False, indent=1)
        print(file=stdout)
    else:
        for one in runs:
            print(_sentence(one), file=stdout)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="bokjihub benefits nightly", description="놓치고 있을 지원을 온 시에서 찾습니다"
    )
    parser.add_argument("--city", help="시·군·구 이름(없으면 모두)")
    parser.add_argument("--on", type=_day, default=timezone.localdate(), help="기준일 YYYY-MM-DD")
    parser.add_argument("--size", type=int, default=AT_A_TIME, help="한 번에 볼 가구 수")
    parser.add_argument("--json", action="store_true")
    return parser


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"날짜는 2026-11-22처럼 적어 주세요: {text} (dates are YYYY-MM-DD)") from error


def _say(one: NightRun, stderr: TextIO) -> None:
    print(f"  {one.city.name} {one.done:,}/{one.homes:,}가구", file=stderr, flush=True)


def _sentence(one: NightRun) -> str:
    return (
        f"{one.city.name} {one.on}: {one.done:,}가구 가운데 볼 근거가 있는 {one.lawful:,}가구를 살펴 "
        f"{one.found:,}가구에서 놓치고 있을 지원을 찾았습니다. 새해에 얻을 가구 {one.gaining:,}, 잃을 가구 {one.losing:,}."
    )


def _plain(one: NightRun) -> dict[str, object]:
    counts = {name: getattr(one, name) for name in ("homes", "done", "lawful", "found", "gaining", "losing")}
    return {"city": one.city.name, "on": one.on.isoformat(), **counts}
