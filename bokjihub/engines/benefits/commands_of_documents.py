"""`bokjihub benefits coverage` and `bokjihub benefits pages`: what is covered, and the handbook written from the rules."""

from __future__ import annotations

import argparse
import datetime as dt
import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, TextIO

from .country import PACKAGE, ROOT, folders_of, korea, town_folder
from .coverage import DAYS, Case, Covered, coverage, read_cases
from .pages import write

DONE = 0
CASES = Path("tests/engines/benefits/cases")


def declare(commands: Any, command: Callable[..., argparse.ArgumentParser]) -> None:
    for name, do, text in (
        ("coverage", _coverage, "급여 × 날짜 × 규칙, 확인된 값, 사례, 조문"),
        ("pages", _pages, "규칙과 값에서 쓰는 안내서"),
    ):
        parser = command(commands, name, do, text)
        parser.add_argument("--cases", type=Path, default=CASES, help=f"사례 폴더(없으면 {CASES})")
        if name == "pages":
            parser.add_argument("target", metavar="DIR", type=Path)


def _coverage(options: argparse.Namespace, stdin: TextIO, stdout: TextIO, stderr: TextIO) -> int:
    days = (dt.date.fromisoformat(options.on),) if options.on else DAYS
    found = coverage(korea(), _cases(options, stderr), days)
    if options.json:
        stdout.write(json.dumps([asdict(one) for one in found], ensure_ascii=False, default=str) + "\n")
    else:
        stdout.write("".join(_line(one) for one in found))
    return DONE


def _cases(options: argparse.Namespace, stderr: TextIO) -> tuple[Case, ...]:
    """Those of the project; a town that only has the product installed has none."""
    if options.cases.is_dir():
        return read_cases(options.cases)
    stderr.write(f"사례 폴더 '{options.cases}'이(가) 없어 사례를 세지 않았습니다.\n")
    return ()


def _line(one: Covered) -> str:
    figures = f"확인 {one.verified}, 일부 {one.in_part}, 미확인 {one.unverified}, 고시 없음 {one.unpublished}"
    number = one.service_id or "번호 확인 필요"
    return f"{one.mark} {one.on} {one.benefit} [{number}] 규칙 {one.rules} · 값 {figures} · 사례 {one.cases} · 조문 {len(one.articles)}\n"


def _pages(options: argparse.Namespace, stdin: TextIO, stdout: TextIO, stderr: TextIO) -> int:
    folders = folders_of(ROOT, PACKAGE, town_folder())
    written = write(korea(), folders, _cases(options, stderr), options.target)
    stdout.write(f"{options.target}에 {len(written)}쪽을 썼습니다.\n")
    return DONE
