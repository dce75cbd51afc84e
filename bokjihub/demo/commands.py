"""`bokjihub demo load [--story NAME]` and `bokjihub demo accounts`."""

import argparse
import time
from collections.abc import Sequence
from typing import TextIO


def run(argv: Sequence[str], stdin: TextIO, stdout: TextIO, stderr: TextIO) -> int:
    """Load a synthetic town, or print who may sign in. 0 done, 1 refused with the reason, 2 wrong use."""
    parser = argparse.ArgumentParser(prog="bokjihub demo")
    orders = parser.add_subparsers(dest="order", required=True)
    load = orders.add_parser("load", help="합성 자료 싣기 (replaces demo data)")
    load.add_argument("--story", default="namwon")
    load.add_argument("--seed", type=int, default=20261122)
    orders.add_parser("accounts", help="시연 계정 (demo accounts)")
    asked = parser.parse_args(argv)
    if asked.order == "accounts":
        return _print_accounts(stdout)
    return _load(asked.story, asked.seed, stdout, stderr)


def _load(story: str, seed: int, stdout: TextIO, stderr: TextIO) -> int:
    from bokjihub.demo import load

    began = time.monotonic()

    def say(words: str) -> None:
        print(f"  {time.monotonic() - began:5.1f}초  {words}", file=stderr, flush=True)

    try:
        load.load(story, seed=seed, say=say)
    except load.RealPeopleHere as refusal:
        print(refusal.sentence, file=stderr)
        return 1
    except load.UnknownStory as refusal:
        print(refusal.sentence, file=stderr)
        return 2
    print(f"합성 자료를 실었습니다: {story} ({time.monotonic() - began:.0f}초)", file=stderr)
    return _print_accounts(stdout)


def _print_accounts(stdout: TextIO) -> int:
    from bokjihub.demo.accounts import demo_accounts
    from bokjihub.demo.names import PASSWORD

    rows = demo_accounts()
    if rows:
        print(f"시연 계정 (비밀번호는 모두 {PASSWORD}):", file=stdout)
    for row in rows:
        print(f"  {row.username:<14} {row.role} · {row.place} {row.name}", file=stdout)
    return 0
