"""`bokjihub boundaries FILE --source WORDS [--as-of DATE] [--city NAME]`: a town's own GeoJSON, or `--made-up` lines.

0 done · 1 the file says no, with every place and field · 2 wrong use. Nothing is half done.
"""

import argparse
import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from django.conf import settings
from django.utils import timezone

from bokjihub.accounts.access.actors import Actor, job_actor
from bokjihub.accounts.access.scope import acting_as
from bokjihub.areas.models import Area
from bokjihub.areas.queries import dongs_of
from bokjihub.rollout.actions.hub import load_boundaries, make_up_boundaries
from bokjihub.rollout.boundaries import Dong, read
from bokjihub.ui.errors import OfficerError


def run(argv: Sequence[str], stdin: TextIO, stdout: TextIO, stderr: TextIO) -> int:
    """Load or make up the outlines of a city's dongs."""
    parser = _parser()
    try:
        asked = parser.parse_args(list(argv))
    except SystemExit as stop:
        return int(stop.code or 0)
    if bool(asked.file) == asked.made_up or (asked.file and not asked.source):
        print("FILE과 --source를 주거나, 합성 도시에는 --made-up을 주세요.", file=stderr)
        return 2
    city = Area.objects.filter(level=Area.Level.SIGUNGU, name=asked.city).first()
    if city is None:
        print(f"‘{asked.city}’이라는 시·군·구가 없습니다. --city로 이름을 알려 주세요.", file=stderr)
        return 2
    actor = job_actor("경계 올리기", city=city, day=timezone.localdate())
    with acting_as(actor):
        return (
            _made_up(city, asked.as_of, actor, stdout) if asked.made_up else _loaded(city, asked, actor, stdout, stderr)
        )


def _made_up(city: Area, as_of: dt.date, by: Actor, stdout: TextIO) -> int:
    rows = make_up_boundaries(city=city, as_of=as_of, by=by)
    print(
        f"{city.name} {len(rows)}개 읍·면·동에 합성 경계를 그렸습니다. 지도마다 ‘합성 경계’라고 적힙니다.", file=stdout
    )
    return 0


def _loaded(city: Area, asked: argparse.Namespace, by: Actor, stdout: TextIO, stderr: TextIO) -> int:
    try:
        text = Path(asked.file).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        print(f"{asked.file}: 읽을 수 없습니다 ({fault}).", file=stderr)
        return 2
    dongs = [
        Dong(one.id, one.name, one.code, (one.longitude, one.latitude) if one.longitude and one.latitude else None)
        for one in dongs_of(city, by.day)
    ]
    found = read(text, dongs)
    if found.problems:
        print(*found.problems, sep="\n", file=stderr)
        return 1
    try:
        rows = load_boundaries(city=city, shapes=found.shapes, source=asked.source, as_of=asked.as_of, by=by)
    except OfficerError as refusal:
        print(refusal.sentence, file=stderr)
        return 1
    left = f" 없는 곳: {', '.join(found.missing)}." if found.missing else ""
    print(f"{city.name} {len(rows)}개 읍·면·동의 경계를 올렸습니다.{left}", file=stdout)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bokjihub boundaries", description="읍·면·동 경계 (outlines of the dongs)")
    parser.add_argument("file", nargs="?", help="GeoJSON (경위도)")
    parser.add_argument("--source", default="", help="출처와 이용 조건")
    parser.add_argument("--as-of", type=dt.date.fromisoformat, default=timezone.localdate(), help="기준일 (YYYY-MM-DD)")
    parser.add_argument("--made-up", action="store_true", help="합성 도시의 지어낸 경계")
    parser.add_argument("--city", default=settings.BOKJIHUB_AGENCY, help="시·군·구 (기본: 이 설치본의 보장기관)")
    return parser
