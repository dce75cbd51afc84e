"""`bokjihub visits solve ...`: a published day of pair visits from a file, planned, judged and written.

Exit status: 0 done, 1 the day cannot be planned or the result not written, 2 wrong use or a broken file.
"""

import argparse
import json
import math
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn, TextIO

from bokjihub.engines.routes.errors import BadInstance, RouteError

DONE, DATA_SAYS_NO, WRONG_USE = 0, 1, 2


class _WrongUse(Exception):
    """What argparse would print and exit for; our caller wants a status back."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise _WrongUse(f"{message}\n{self.format_usage()}")


def run(argv: Sequence[str], stdin: TextIO, stdout: TextIO, stderr: TextIO) -> int:
    """Do one `visits` command; the answer goes to stdout, every message to stderr."""
    try:
        options = _parser().parse_args(list(argv))
        return int(options.do(options, stdout, stderr))
    except _WrongUse as wrong:
        stderr.write(f"{wrong}\n")
        return WRONG_USE
    except BadInstance as bad:
        stderr.write(f"{bad}\n")
        return WRONG_USE
    except RouteError as refused:
        stderr.write(f"{refused}\n")
        return DATA_SAYS_NO
    except SystemExit as asked_for_help:
        return int(asked_for_help.code or 0)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="bokjihub visits", description="방문 계획 (plan visits by two)")
    commands = parser.add_subparsers(required=True, metavar="solve")
    solve = commands.add_parser("solve", help="하루 계획 한 벌 (one published day of pair visits)")
    solve.add_argument("--hhcrsp", metavar="FILE", required=True, type=Path, help="하루의 방문, JSON (the day)")
    effort = solve.add_mutually_exclusive_group(required=True)
    effort.add_argument("--seconds", type=_seconds, help="모든 스레드를 더한 CPU 초 (CPU seconds over all threads)")
    effort.add_argument("--iterations", type=_whole, help="걸음 수: 같은 씨앗이면 같은 계획 (steps, repeatable)")
    solve.add_argument("--seed", type=int, default=1, help="씨앗 (default 1)")
    solve.add_argument("--threads", type=_whole, default=None, help="스레드 수 (default: 2, or the one core there is)")
    solve.add_argument("--out", metavar="SOL.json", type=Path, help="계획을 쓸 파일 (where the plan is written)")
    solve.add_argument("--json", action="store_true", help="JSON으로 알림 (one JSON document to stdout)")
    solve.set_defaults(do=_solve)
    return parser


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds < 1e7:
        raise argparse.ArgumentTypeError(f"0보다 큰 초여야 합니다: {text} (a positive number of seconds)")
    return seconds


def _whole(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 10**15:
        raise argparse.ArgumentTypeError(f"1 이상의 정수여야 합니다: {text} (a whole number from 1)")
    return int(text)


def _solve(options: argparse.Namespace, stdout: TextIO, stderr: TextIO) -> int:
    from bokjihub.engines.routes import hhcrsp

    instance = hhcrsp.read(options.hhcrsp)
    if options.out is not None and not options.out.parent.is_dir():
        raise _WrongUse(f"폴더가 없습니다: {options.out.parent} (no such folder)")
    # numba and its compiled code are read only when there is something to plan
    from bokjihub.engines.routes import published
    from bokjihub.engines.routes.referee import judge

    effort = published.Effort(options.seconds, options.iterations)
    answer, warm = published.plan(instance, effort, seed=options.seed, walks=options.threads)
    verdict = judge(json.loads(options.hhcrsp.read_text(encoding="utf-8-sig")), answer)
    # a broken promise of ours, not of the file: never written
    if verdict.faults or not math.isclose(verdict.cost, answer["cost"], rel_tol=1e-9, abs_tol=1e-6):
        raise RouteError(f"계획이 검산을 통과하지 못했습니다: {verdict.faults[:3]} (the plan failed its own check)")
    if options.out is not None:
        _write(options.out, answer)
    summary = {
        **{name: answer[name] for name in ("instance", "cost", "seconds", "iterations")},
        "travel": round(verdict.travel, 6),
        "late": round(verdict.late, 6),
        "latest": round(max(0.0, verdict.latest), 6),
        "warm_up_seconds": round(warm, 3),
        "out": None if options.out is None else str(options.out),
    }
    if options.json:
        stdout.write(json.dumps(summary, ensure_ascii=False) + "\n")
    else:
        stdout.write(_words(summary))
    stderr.write(
        f"준비 {warm:.1f}초는 계산 시간에 들지 않습니다. (start-up {warm:.1f} s CPU is not part of the seconds)\n"
    )
    return DONE


def _words(summary: dict[str, Any]) -> str:
    return (
        f"{summary['instance']}: cost {summary['cost']:.6f}\n"
        f"  이동 {summary['travel']:.3f} · 늦음 합 {summary['late']:.3f} · 가장 늦음 {summary['latest']:.3f}"
        f" (travel, total and largest lateness)\n"
        f"  CPU {summary['seconds']:.2f} s, {summary['iterations']:,} iterations\n"
    )


def _write(path: Path, answer: dict[str, Any]) -> None:
    """All or nothing: the file appears when it is whole."""
    half = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        half.write_text(json.dumps(answer, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        half.replace(path)
    except OSError as error:
        half.unlink(missing_ok=True)
        raise RouteError(f"{path}: 쓸 수 없습니다. (cannot be written: {error.strerror})") from error


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:], sys.stdin, sys.stdout, sys.stderr))
