"""`bokjihub due [--city 남원시] [--on DAY] [--since DAY] [--json]`: 방문 차례, as the night counts it.

Exit 0: counted; 2: wrong use. Running it again changes nothing.
"""

import argparse
import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import TextIO

from django.conf import settings
from django.utils import timezone

from bokjihub.accounts.access.actors import job_actor
from bokjihub.accounts.access.scope import acting_as
from bokjihub.areas.models import Area
from bokjihub.visits.actions.due import Computed, compute_due


def run(argv: Sequence[str], stdin: TextIO, stdout: TextIO, stderr: TextIO) -> int:
    """Count the turns of a city."""
    try:
        asked = _parser().parse_args(list(argv))
    except SystemExit as stop:
        return int(stop.code or 0)
    city = Area.objects.filter(level=Area.Level.SIGUNGU, name=asked.city).first()
    if city is None:
        print(f"‘{asked.city}’이라는 시·군·구가 없습니다. --city로 이름을 알려 주세요.", file=stderr)
        return 2
    actor = job_actor("방문 차례 셈", city=city, day=asked.on)
    with acting_as(actor):
        done = compute_due(city=city, day=asked.on, since=asked.since, by=actor)
    print(json.dumps(asdict(done)) if asked.json else _words(city, done), file=stdout)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bokjihub due", description="방문 차례 셈 (visits due, by rule)")
    parser.add_argument("--city", default=settings.BOKJIHUB_AGENCY, help="시·군·구 (기본: 이 설치본의 보장기관)")
    parser.add_argument("--on", type=dt.date.fromisoformat, default=timezone.localdate(), help="기준일 (YYYY-MM-DD)")
    parser.add_argument("--since", type=dt.date.fromisoformat, help="이날 뒤에 끝난 차례부터 (처음 셀 때)")
    parser.add_argument("--json", action="store_true")
    return parser


def _words(city: Area, done: Computed) -> str:
    return f"{city.name} 방문 차례 {done.standing:,}: 새로 {done.new:,}, 바뀜 {done.changed:,}, 빠짐 {done.dropped:,}."
