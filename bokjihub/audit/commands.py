"""`bokjihub audit verify | seal`: is the record whole, and where did every chain end today?

Exit status: 0 whole, 1 a row is bad (the first one is named) or nothing sealed yet where a seal was asked for, 2 wrong use.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import TextIO

from bokjihub.audit.seals import SealBroken, seal_path, write_seal
from bokjihub.audit.verify import Verdict, verify


def run(argv: Sequence[str], stdin: TextIO, stdout: TextIO, stderr: TextIO) -> int:
    """Answer one call of the command line."""
    try:
        asked = _parser().parse_args(list(argv))
    except SystemExit as wrong:
        return int(wrong.code or 0)
    if asked.command == "seal":
        return _seal(stdout, stderr)
    verdict = verify()
    _say(verdict, stdout, as_json=asked.json)
    if not verdict.is_whole:
        return 1
    return _seal(stderr, stderr) if asked.seal else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bokjihub audit", description="열람기록 검증")
    commands = parser.add_subparsers(dest="command", required=True)
    verifying = commands.add_parser("verify", help="모든 기록의 사슬과 봉인을 다시 셈합니다")
    verifying.add_argument("--json", action="store_true", help="결과를 JSON으로")
    verifying.add_argument("--seal", action="store_true", help="온전하면 지금 끝을 봉인합니다")
    commands.add_parser("seal", help="지금 끝을 봉인합니다")
    return parser


def _seal(stdout: TextIO, stderr: TextIO) -> int:
    try:
        seal = write_seal()
    except SealBroken as error:
        print(f"봉인하지 않았습니다. {error}. 어긋난 파일을 따로 두고 까닭을 살핀 뒤 다시 해 주세요.", file=stderr)
        return 1
    print(f"봉인했습니다: 기록 {seal.rows:,}건, 사슬 {len(seal.heads):,}개 → {seal_path()}", file=stdout)
    return 0


def _say(verdict: Verdict, stdout: TextIO, *, as_json: bool) -> None:
    if as_json:
        answer = {
            "whole": verdict.is_whole,
            "rows": verdict.rows,
            "actors": verdict.actors,
            "seals": verdict.seals,
            "sealed_at": verdict.sealed_at,
            "first_bad": asdict(verdict.faults[0]) if verdict.faults else None,
            "faults": len(verdict.faults),
        }
        print(json.dumps(answer, ensure_ascii=False, indent=2), file=stdout)
        return
    print(f"기록 {verdict.rows:,}건, 사슬 {verdict.actors:,}개, 봉인 {verdict.seals:,}번을 살폈습니다.", file=stdout)
    if verdict.is_whole:
        print(
            "온전합니다." if verdict.seals else "사슬은 온전합니다. 봉인이 없어 잘린 꼬리는 알 수 없습니다.",
            file=stdout,
        )
        return
    print(f"어긋난 곳 {len(verdict.faults):,}. 맨 처음: {verdict.faults[0].sentence}", file=stdout)
