"""`bokjihub discovery ingest FILE --feed NAME [--city 남원시] [--commit] [--json]`: a town's file from the command line;
`bokjihub discovery sweep [--city 남원시] [--json]`: the night's look at every open worry, now.

Without `--commit` it only says what would happen. Exit 0: every row is good (and in, with --commit); 1: rows or the file
were refused, each with its place, why and how to mend it; 2: wrong use.
"""

import argparse
import dataclasses
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TextIO

from django.conf import settings

from bokjihub.accounts.access.actors import job_actor
from bokjihub.accounts.access.scope import acting_as
from bokjihub.areas.models import Area
from bokjihub.discovery import feed as feeds
from bokjihub.discovery.actions.files import commit_file, upload_file
from bokjihub.discovery.actions.sweep import sweep
from bokjihub.discovery.queries.files import Plan, plan_of
from bokjihub.ui.errors import OfficerError


def run(argv: Sequence[str], stdin: TextIO, stdout: TextIO, stderr: TextIO) -> int:
    """Answer the command; never a stack trace for a bad file."""
    try:
        asked = _parser(stdout).parse_args(list(argv))
    except SystemExit as stop:
        return int(stop.code or 0)
    city = Area.objects.filter(level=Area.Level.SIGUNGU, name=asked.city).first()
    if city is None:
        print(f"‘{asked.city}’이라는 시·군·구가 없습니다. --city로 이름을 알려 주세요.", file=stderr)
        return 2
    if asked.do == "sweep":
        return _sweep(asked, city, stdout)
    if not asked.file.is_file():
        print(f"파일이 없습니다: {asked.file}", file=stderr)
        return 2
    try:
        return _ingest(asked, city, stdout, stderr)
    except OfficerError as error:
        _say_refusal(error, asked.json, stdout, stderr)
        return 1


def _parser(stdout: TextIO) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bokjihub discovery", description="발굴 자료 반입")
    commands = parser.add_subparsers(title="명령 (commands)", metavar="", required=True, dest="do")
    ingest = commands.add_parser("ingest", help="파일을 읽고, --commit이면 반영합니다")
    ingest.add_argument("file", type=Path)
    ingest.add_argument("--feed", required=True, choices=feeds.names(), help="틀 이름")
    ingest.add_argument("--city", default=settings.BOKJIHUB_AGENCY, help="시·군·구 (기본: 이 설치본의 보장기관)")
    ingest.add_argument("--commit", action="store_true", help="반영합니다. 고칠 행이 있으면 아무것도 반영하지 않습니다")
    ingest.add_argument("--leave-out", action="store_true", help="고칠 행은 빼고 반영합니다")
    ingest.add_argument("--json", action="store_true")
    sweeping = commands.add_parser("sweep", help="열린 걱정마다 다음 사람이 있는지 보고 고칩니다 (밤마다 저절로 함)")
    sweeping.add_argument("--city", default=settings.BOKJIHUB_AGENCY, help="시·군·구 (기본: 이 설치본의 보장기관)")
    sweeping.add_argument("--json", action="store_true")
    return parser


def _sweep(asked: argparse.Namespace, city: Area, stdout: TextIO) -> int:
    actor = job_actor("발굴 밤 점검", city=city)
    with acting_as(actor):
        found = sweep(by=actor)
    if asked.json:
        answer = dataclasses.asdict(found) | {"day": found.day.isoformat(), "ladder_due": dict(found.ladder_due)}
        print(json.dumps(answer, ensure_ascii=False, indent=1), file=stdout)
        return 0
    due = ", ".join(f"{words} {many}" for words, many in found.ladder_due.most_common()) or "없음"
    print(
        f"열린 걱정 {found.open} · 다음 사람이 없던 것 {len(found.without_clock)} · 담당이 떠난 것 {len(found.owner_gone)} · "
        f"소재 찾는 중 {found.locating}(오늘 {found.locate_due}, 지남 {found.locate_late}) · 오늘까지 할 연락 차례: {due}",
        file=stdout,
    )
    return 0


def _ingest(asked: argparse.Namespace, city: Area, stdout: TextIO, stderr: TextIO) -> int:
    content = asked.file.read_bytes()
    actor = job_actor("자료 반입", city=city)
    with acting_as(actor):
        plan = plan_of(content, asked.feed, city=city, by=actor)
        state = "read"
        if asked.commit and plan.placed and (asked.leave_out or not plan.rejects):
            file = upload_file(content=content, name=asked.file.name, feed=asked.feed, city=city, by=actor)
            state = "already_in" if file.committed_at else "committed"
            if state == "committed":
                commit_file(file=file, leave_out_rejected=asked.leave_out, by=actor)
        elif asked.commit and not plan.rejects:
            state = "already_in"
    _say(plan, state, asked.json, stdout, stderr)
    return 1 if plan.rejects else 0


WORDS = {
    "read": "읽기만 했습니다(반영하려면 --commit)",
    "committed": "반영했습니다",
    "already_in": "이미 반영한 줄뿐이라 바뀐 것이 없습니다",
}


def _say(plan: Plan, state: str, as_json: bool, stdout: TextIO, stderr: TextIO) -> None:
    counts = plan.counts()
    if as_json:
        rejects = [dataclasses.asdict(reject) for reject in plan.rejects]
        answer: dict[str, Any] = {"state": state, "code_page": plan.reading.code_page, **counts, "rejects": rejects}
        print(json.dumps(answer, ensure_ascii=False, indent=1), file=stdout)
        return
    print(
        f"{plan.reading.feed.title}: {counts['rows']}행 - 받을 수 있음 {counts['accepted']}, 고쳐야 함 {counts['rejected']}, "
        f"이미 있음 {counts['already']}; 같은 집 확실 {counts['certain']}, 사람 눈이 필요 {counts['to_ask']}, "
        f"새 집 {counts['new_homes']}. {WORDS[state]}.",
        file=stdout,
    )
    for reject in plan.rejects:
        where = f"{reject.row}행 {reject.column}열 {reject.heading}".strip()
        print(f"{where}: {reject.why} - {reject.how}", file=stderr)


def _say_refusal(error: OfficerError, as_json: bool, stdout: TextIO, stderr: TextIO) -> None:
    if as_json:
        print(json.dumps({"state": "refused", "why": error.sentence}, ensure_ascii=False), file=stdout)
    print("\n".join(filter(None, (error.sentence, error.hint))), file=stderr)
