"""The bars of the benefit rules: exactness, bulk beside OpenFisca 46, one home, the next question, first visits, 22 million.

Six rules (근로소득공제, 재산환산, 소득인정액, 생계급여액, 의료·주거·교육 선정, 기초연금) on the same Parquet file, each engine
in a process of its own. CPU is told three times: from the table in memory to the answers in memory, of the whole process
with loading, compiling, reading and writing, and of the whole process over a big file that each engine takes in parts.
Every won is compared with the decimal oracle of the tests. HOMES=… and BIG=… for other numbers; BOKJIHUB_BENCH=full adds
22 million homes and takes 1,000 askings instead of a few (about a quarter of an hour on two cores).
"""

import datetime as dt
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass
from itertools import repeat
from multiprocessing import get_context
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import polars as pl  # noqa: E402

from bokjihub.engines.benefits import api  # noqa: E402
from bokjihub.engines.benefits.columns import compiled  # noqa: E402
from bokjihub.engines.benefits.columns.batch import write_in_parts  # noqa: E402
from bokjihub.engines.benefits.columns.many import program_of  # noqa: E402
from bokjihub.engines.benefits.country import korea  # noqa: E402
from tests.engines.benefits import oracle  # noqa: E402
from tests.engines.benefits.asking import Asked, ask  # noqa: E402
from tests.engines.benefits.first_visits import breakpoints, decided_share, flips  # noqa: E402
from tests.engines.benefits.many_homes import many_homes  # noqa: E402
from tests.engines.benefits.test_screening import LONE  # noqa: E402

FULL = os.environ.get("BOKJIHUB_BENCH") == "full"
HOMES, BIG = int(os.environ.get("HOMES", "1000000")), int(os.environ.get("BIG", "5000000"))
FULL_HOMES = 22_000_000
PART = 250_000
PAIRS = 3
PEER, PEER_PROGRAM = ROOT / ".setup" / "bench", ROOT / "bench" / "openfisca_peer.py"
OUR_PROGRAM = ROOT / "bench" / "our_rules.py"
BENEFIT = "기초연금"
VALUES = tuple(name for name in oracle.answers(many_homes(1, 0).to_dicts()[0]) if not name.startswith(BENEFIT))
UNASKED = (
    "기초생활_지역", "긴급복지_지역", "월차임", "임차보증금", "일반재산", "금융재산", "자동차", "부채", "재산소득", "공적이전소득",
    "부양의무자_있음", "위기사유",
)  # fmt: skip
TODAY = dt.date(2026, 11, 22)
BAR_RATIO, BAR_ONE_MS, BAR_NEXT_MS, BAR_GB, BAR_DECIDED, BAR_ASKED = 20, 2.0, 100.0, 4.0, 0.6, 0.5
BATCH = "import sys; from bokjihub.engines.benefits.commands import run; run(sys.argv[1:], sys.stdin, sys.stdout, sys.stderr)"
BATCH_WORDS = [sys.executable, "-c", BATCH, "batch"]


@dataclass(frozen=True)
class Spent:
    """What one process took from its start to its end, and of that the rules alone."""

    cpu: float
    wall: float
    gigabytes: float
    rules: float


def main() -> None:
    """What is only checked or made ready goes to other processes: a child is charged with the memory of its parent."""
    with (
        tempfile.TemporaryDirectory() as named,
        ProcessPoolExecutor(mp_context=get_context("spawn"), initializer=_ready) as workers,
    ):
        folder = Path(named)
        beside_the_peer(workers, folder)
        from_file_to_file(workers, folder)
        if FULL:
            twenty_two_million(workers, folder)
        first_visits(workers, 1000)
        asking(workers, 1000 if FULL else 50)
    one_home()
    next_question()


def _ready() -> None:
    compiled.make_ready(program_of(korea(), TODAY))


def make_homes(target: Path, count: int) -> None:
    write_in_parts(
        lambda: (many_homes(min(PART, count - first), first, first) for first in range(0, count, PART)),
        many_homes(1, 0).clear().schema,
        target,
        compression="zstd",
    )


def beside_the_peer(workers: Executor, folder: Path) -> None:
    """One after the other, several times; the least CPU of each, because other work on the machine only adds to it."""
    source = folder / "homes.parquet"
    workers.submit(make_homes, source, HOMES).result()
    asked = [str(oracle.ON), BENEFIT, *VALUES]
    ours_words = [sys.executable, str(OUR_PROGRAM), str(source), str(folder / "ours.parquet"), *asked]
    peer_words = [str(peer_python()), str(PEER_PROGRAM), str(source), str(folder / "peer.parquet")]
    pairs = [(spent(ours_words), spent(peer_words)) for _ in range(PAIRS)]
    mine, peer = (min(side, key=lambda took: took.rules) for side in zip(*pairs, strict=True))
    mistakes = wrong(workers, source, folder / "ours.parquet")
    say("ours", mine, mistakes)
    say("OpenFisca 46", peer, wrong(workers, source, folder / "peer.parquet"))
    ratio, each = peer.rules / mine.rules, ", ".join(f"{p.rules / m.rules:.1f}" for m, p in pairs)
    print(
        f"CPU from table to answers: {ratio:.1f}x less (pairs: {each}; bar {BAR_RATIO}x) "
        f"{verdict(good=ratio >= BAR_RATIO)}"
    )
    print(f"CPU of the whole process: {peer.cpu / mine.cpu:.1f}x less")
    if mistakes:
        raise SystemExit("wrong won against the oracle")


def from_file_to_file(workers: Executor, folder: Path) -> None:
    """The same rules as the command takes them, from Parquet to Parquet, all that the processes spend counted."""
    source, count = folder / "big.parquet", f"{BIG:,}"
    workers.submit(make_homes, source, BIG).result()
    asked = ["--benefit", BENEFIT, *(word for value in VALUES for word in ("--value", value))]
    mine = spent([*BATCH_WORDS, str(source), str(folder / "ours.parquet"), "--on", str(oracle.ON), *asked])
    peer = spent([str(peer_python()), str(PEER_PROGRAM), str(source), str(folder / "peer.parquet")])
    ours, theirs = (pl.scan_parquet(folder / f"{who}.parquet") for who in ("ours", "peer"))
    names = [*VALUES, f"{BENEFIT} 원"]
    apart = pl.concat([ours.select(names), theirs.select(pl.col(names).name.prefix("their "))], how="horizontal")
    differ = apart.select(pl.any_horizontal(pl.col(n) != pl.col(f"their {n}") for n in names).sum()).collect().item()
    print(
        f"{count} homes from Parquet to Parquet: ours {mine.cpu:.1f} s CPU, {mine.gigabytes:.2f} GB; OpenFisca 46 "
        f"{peer.cpu:.1f} s, {peer.gigabytes:.2f} GB; {peer.cpu / mine.cpu:.1f}x less; {differ} answered differently"
    )
    for path in (source, folder / "ours.parquet", folder / "peer.parquet"):
        path.unlink()


def spent(words: list[str]) -> Spent:
    began = time.monotonic()
    with tempfile.TemporaryFile("w+") as printed:
        process = subprocess.Popen(words, cwd=ROOT, stdout=printed)
        _, status, usage = os.wait4(process.pid, 0)
        printed.seek(0)
        said = printed.read().split()
    if os.waitstatus_to_exitcode(status):
        raise SystemExit(f"{words[:2]} ended with {os.waitstatus_to_exitcode(status)}")
    rules = float(said[0]) if len(said) == 1 else 0.0
    return Spent(usage.ru_utime + usage.ru_stime, time.monotonic() - began, usage.ru_maxrss / 1024**2, rules)


def peer_python() -> Path:
    """OpenFisca (AGPL) in an environment of its own, against hashes; never beside our packages."""
    python, lock = PEER / "bin" / "python", str(ROOT / "bench" / "requirements.lock")
    uv = shutil.which("uv")
    install = (
        [str(python), "-m", "pip", "install", "-q"]
        if uv is None
        else [uv, "pip", "install", "-q", "--python", str(python)]
    )
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(PEER)], check=True)
        subprocess.run([*install, "--require-hashes", "-r", lock], check=True)
    return python


def wrong(workers: Executor, source: Path, answers: Path) -> int:
    """Homes of which any of the eight answers differs from the oracle."""
    parts = range(0, pl.scan_parquet(answers).select(pl.len()).collect().item(), PART // 5)
    return sum(workers.map(_wrong, repeat(source), repeat(answers), parts))


def _wrong(source: Path, answers: Path, first: int) -> int:
    homes = pl.scan_parquet(source).slice(first, PART // 5).collect().to_dicts()
    told = pl.scan_parquet(answers).slice(first, PART // 5).collect()
    rights = map(oracle.answers, homes)
    return sum(
        any(right[name] != row[name] for name in right)
        for right, row in zip(rights, told.iter_rows(named=True), strict=True)
    )


def say(who: str, took: Spent, mistakes: int) -> None:
    print(
        f"{who}: {took.rules:.2f} s CPU from table to answers, {took.cpu:.1f} s of the process, {took.wall:.1f} s, "
        f"{took.gigabytes:.2f} GB, {mistakes} of {HOMES:,} homes wrong"
    )


def verdict(*, good: bool) -> str:
    return "ok" if good else "MISSED"


def twenty_two_million(workers: Executor, folder: Path) -> None:
    """Every benefit, not the six rules alone."""
    source = folder / "all.parquet"
    workers.submit(make_homes, source, FULL_HOMES).result()
    took = spent([*BATCH_WORDS, str(source), str(folder / "out.parquet"), "--on", str(oracle.ON)])
    print(
        f"{FULL_HOMES:,} homes, all benefits: {took.wall:.0f} s, {took.cpu:.0f} s CPU, {took.gigabytes:.2f} GB "
        f"(bar {BAR_GB} GB) {verdict(good=took.gigabytes < BAR_GB)}"
    )


def one_home() -> None:
    """All benefits with every reason, article and date."""
    home, _ = api.read(LONE)
    api.screen(home, oracle.ON)
    times = sorted(timed(lambda: api.screen(home, oracle.ON)) for _ in range(300))
    least, middle = times[0], statistics.median(times)
    print(
        f"one home, all benefits explained: {middle:.2f} ms, at best {least:.2f} (bar {BAR_ONE_MS} ms) "
        f"{verdict(good=middle <= BAR_ONE_MS)}"
    )


def next_question() -> None:
    """Twelve facts that nobody has stated; the first question of a process also writes the rules down."""
    home, _ = api.read({fact: said for fact, said in LONE.items() if fact not in UNASKED})
    first = timed(lambda: api.next_question(home, oracle.ON))
    middle = statistics.median(timed(lambda: api.next_question(home, oracle.ON)) for _ in range(15))
    good = verdict(good=middle <= BAR_NEXT_MS)
    print(f"next question, 12 unknown facts: {middle:.1f} ms, the first {first:.0f} ms (bar {BAR_NEXT_MS} ms) {good}")


def first_visits(workers: Executor, count: int) -> None:
    """What eight facts settle, and whether any completion at and beside the figures of the law overturns it."""
    visits = list(workers.map(_first_visit, range(count), chunksize=10))
    share, overturned = statistics.fmean(one for one, _ in visits), sum(flipped for _, flipped in visits)
    print(
        f"{count} first visits: {100 * share:.1f}% of answers decided (bar {100 * BAR_DECIDED:.0f}%), {overturned} "
        f"overturned by {len(breakpoints()):,} completions each {verdict(good=share >= BAR_DECIDED and not overturned)}"
    )


def _first_visit(number: int) -> tuple[float, int]:
    return decided_share([number], TODAY), len(list(flips(number, TODAY)))


def asking(workers: Executor, count: int) -> None:
    """Questions in the order of `next` against a form that asks everybody the same."""
    asked = list(workers.map(_asked, range(count), chunksize=5))
    mine, form, stopping = (sum(getattr(a, n) for a in asked) for n in ("by_next", "by_form", "by_form_stopping"))
    same = sum(one.same_answers for one in asked)
    good = verdict(good=mine <= BAR_ASKED * form and same == count)
    print(
        f"{count} homes asked: {mine / count:.1f} questions by next, {form / count:.1f} on a form, {stopping / count:.1f} on "
        f"one that leaves out what no longer matters; {mine / form:.0%} (bar {BAR_ASKED:.0%}), {same} end the same {good}"
    )


def _asked(number: int) -> Asked:
    return ask(number, TODAY)


def timed(work: Callable[[], object]) -> float:
    """In CPU milliseconds: other work on the machine is not ours."""
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1000


if __name__ == "__main__":
    main()
