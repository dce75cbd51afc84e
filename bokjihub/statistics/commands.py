"""`bokjihub report list | NAME --from DATE --to DATE | --on DATE [--compare] [--json | --xlsx FILE | --csv FILE]`."""

import argparse
import datetime as dt
import difflib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from django.utils import timezone

from bokjihub.accounts.access.actors import job_actor
from bokjihub.accounts.access.scope import acting_as
from bokjihub.areas.models import Area
from bokjihub.audit import actions as audit
from bokjihub.audit.models import Entry
from bokjihub.statistics import actions
from bokjihub.statistics.queries import output
from bokjihub.statistics.queries.closed import month_of
from bokjihub.statistics.queries.compare import beside
from bokjihub.statistics.queries.frame import Definition, Report, Scope
from bokjihub.statistics.queries.oversight import as_file
from bokjihub.statistics.queries.registry import REPORTS
from bokjihub.ui.errors import OfficerError


def run(argv: Sequence[str], stdin: TextIO, stdout: TextIO, stderr: TextIO) -> int:
    """Print or write one report. 0 done, 1 the data says no, 2 wrong use."""
    parser = _parser()
    asked = parser.parse_args(argv)
    if asked.name == "list":
        for definition in REPORTS.values():
            print(f"{definition.name:<22} {definition.code:<6} {definition.title}", file=stdout)
        return 0
    if asked.name in ("send", "receive"):
        return _figures(asked, stdout, stderr)
    found = REPORTS.get(asked.name)
    if found is None:
        near = ", ".join(difflib.get_close_matches(asked.name, REPORTS, n=3, cutoff=0.3)) or ", ".join(REPORTS)
        print(f"그런 실적표는 없습니다: {asked.name}. 비슷한 것: {near} (no such report)", file=stderr)
        return 2
    scope, problem = _scope(asked, found)
    if scope is None:
        print(problem, file=stderr)
        return 2
    city = _city(asked)
    if city is None:
        print("시·군·구 자료가 없습니다. 먼저 자료를 실어 주세요. (no city in the database)", file=stderr)
        return 1
    return _write(_build(found, scope, city, compares=asked.compare), asked, stdout, stderr)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bokjihub report", description="실적표 (reports)")
    parser.add_argument("name", help="list, 실적표 이름, send(시·도에 보낼 집계), receive(시·도에서 받기)")
    parser.add_argument("file", nargs="?", type=Path, help="receive: 받을 파일")
    parser.add_argument("--from", dest="first", type=_day, help="첫날 YYYY-MM-DD")
    parser.add_argument("--to", dest="last", type=_day, help="끝날 YYYY-MM-DD")
    parser.add_argument("--on", type=_day, help="기준일 YYYY-MM-DD")
    parser.add_argument("--city", help="시·군·구 이름")
    parser.add_argument("--compare", action="store_true", help="지난 기간·지난해 같은 때와 견주기")
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--json", action="store_true")
    way.add_argument("--xlsx", type=Path, metavar="FILE")
    way.add_argument("--csv", type=Path, metavar="FILE")
    return parser


def _figures(asked: argparse.Namespace, stdout: TextIO, stderr: TextIO) -> int:
    """`send --on DAY` prints a month's figures for the province; `receive FILE` takes them in where the province runs."""
    try:
        if asked.name == "receive":
            return _receive(asked, stderr)
        return _send(asked, stdout, stderr)
    except OfficerError as error:
        print(error.sentence, file=stderr)
        return 1


def _send(asked: argparse.Namespace, stdout: TextIO, stderr: TextIO) -> int:
    city = _city(asked)
    if city is None or asked.on is None:
        print("시·군·구와 보낼 달의 하루(--on)가 있어야 합니다. (needs a city and --on)", file=stderr)
        return 2
    with acting_as(by := job_actor("집계 보내기", city=city)):
        if as_file(city, month_of(asked.on)[1]) is None:
            actions.send_figures(day=asked.on, by=by)
        document = as_file(city, month_of(asked.on)[1])
    json.dump(document, stdout, ensure_ascii=False, indent=1)
    print(file=stdout)
    return 0


def _receive(asked: argparse.Namespace, stderr: TextIO) -> int:
    if asked.file is None:
        print("받을 파일을 적어 주세요. (which file?)", file=stderr)
        return 2
    try:
        document = json.loads(asked.file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        print(f"파일을 읽을 수 없습니다: {asked.file} ({error})", file=stderr)
        return 1
    city = Area.objects.filter(level=Area.Level.SIGUNGU).order_by("code").first()
    if city is None:
        print("시·군·구 자료가 없습니다. 먼저 자료를 실어 주세요. (no city in the database)", file=stderr)
        return 1
    with acting_as(by := job_actor("집계 받기", city=city)):
        made = actions.receive_figures(document=document, by=by)
    print(f"{made[0].city.name} {made[0].last:%Y. %-m.} 집계 {len(made)}칸을 받았습니다.", file=stderr)
    return 0


def _city(asked: argparse.Namespace) -> Area | None:
    cities = Area.objects.filter(level=Area.Level.SIGUNGU).order_by("code")
    return cities.filter(name=asked.city).first() if asked.city else cities.first()


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"날짜는 2016-08-31처럼 적어 주세요: {text} (dates are YYYY-MM-DD)") from error


def _scope(asked: argparse.Namespace, found: Definition) -> tuple[Scope | None, str]:
    today = timezone.localdate()
    if found.is_as_of:
        day = asked.on or asked.last or today
        return Scope(day, day), ""
    first, last = asked.first, asked.last
    if asked.on:
        first = last = asked.on
    if first is None and last is None:
        first, last = today.replace(day=1), today
    if first is None or last is None:
        return None, "--from과 --to를 함께 적어 주세요. (give both --from and --to)"
    if first > last:
        return None, f"첫날({first})이 끝날({last})보다 뒤입니다. (--from is after --to)"
    return Scope(first, last), ""


def _build(definition: Definition, scope: Scope, city: Area, *, compares: bool) -> Report:
    actor = job_actor("실적 명령", city=city)
    with acting_as(actor):
        report = definition.build(scope)
        report = beside(definition, report) if compares else report
        detail = {"report": definition.name, "from": scope.first, "to": scope.last}
        audit.record("report.read", kind=Entry.Kind.SYSTEM, detail=detail, by=actor)
    return report


def _write(report: Report, asked: argparse.Namespace, stdout: TextIO, stderr: TextIO) -> int:
    if asked.json:
        json.dump(output.as_json(report), stdout, ensure_ascii=False, indent=1, default=str)
        print(file=stdout)
    elif asked.xlsx or asked.csv:
        target: Path = asked.xlsx or asked.csv
        body = output.as_xlsx(report) if asked.xlsx else output.as_csv(report)
        try:
            target.write_bytes(body)
        except OSError as error:
            print(f"파일을 쓸 수 없습니다: {target} ({error.strerror})", file=stderr)
            return 1
        print(f"적었습니다: {target}", file=stderr)
    else:
        _print(report, stdout)
    return 0


def _print(report: Report, stdout: TextIO) -> None:
    table = output.as_table(report)
    heads = "\t".join(column["label"] for column in table["columns"])
    print(f"{report.title} {table['unit']}\n구분\t{heads}", file=stdout)
    document = output.as_json(report)
    for line in [*document["rows"], *([document["total"]] if document["total"] else [])]:
        cells = [line.get("thousand_won" if one.key == "won" else one.key) for one in report.columns]
        print("\t".join(["-" if cell is None else str(cell) for cell in (line["label"], *cells)]), file=stdout)
    for note in report.notes:
        print(f"※ {note}", file=stdout)
