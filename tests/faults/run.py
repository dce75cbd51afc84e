"""Plants each fault in a copy of the tree and runs the tests that must notice: `make faults`, or `python -m tests.faults.run NAME…`.

A fault counts as caught only when its tests pass without it and one of them fails (not a broken collection) with it.
Exit status: 0 all caught, 1 one was missed, 2 a fault does not fit the tree or the tests are not green without it.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.faults.planted import FAULTS, Fault

ROOT = Path(__file__).resolve().parents[2]
_SECONDS = 600


@dataclass(frozen=True)
class Outcome:
    """What became of a fault: the first test that noticed it, or none."""

    fault: Fault
    seconds: float
    caught_by: str


def main(arguments: Sequence[str]) -> int:
    """Run the faults whose names contain one of the words given, or all."""
    chosen = [fault for fault in FAULTS if not arguments or any(word in fault.name for word in arguments)]
    with _copy() as tree:
        misfits = [fault.name for fault in chosen if (tree / fault.path).read_text("utf-8").count(fault.old) != 1]
        if misfits or not chosen:
            _say("맞지 않는 결함 (these no longer fit the tree):", *misfits or ["none chosen"])
            return 2
        outcomes: list[Outcome] = []
        # Those in migrations last: they leave a wrong database behind, so each makes its own.
        for in_database in (False, True):
            group = [fault for fault in chosen if fault.in_database is in_database]
            if group and not _is_green(tree, group):
                return 2
            outcomes += [_outcome(tree, fault) for fault in group]
    return _summed_up(outcomes)


def _summed_up(outcomes: Sequence[Outcome]) -> int:
    missed = [one.fault.name for one in outcomes if not one.caught_by]
    whole = sum(one.seconds for one in outcomes)
    _say(
        f"{len(outcomes) - len(missed)}/{len(outcomes)} 잡힘 (caught), {whole:.0f} s",
        *(f"놓침 (missed): {name}" for name in missed),
    )
    return 1 if missed else 0


def _is_green(tree: Path, faults: Iterable[Fault]) -> bool:
    _say("결함 없이 (without a fault)")
    for index, tests in enumerate(dict.fromkeys(fault.tests for fault in faults)):
        status, told = _pytest(tree, tests, fresh=index == 0)
        if status != 0:
            _say(f"  결함이 없는데 실패 (red without a fault): {' '.join(tests)}", *told[-12:])
            return False
    _say("", f"{'심은 결함 (planted)':44} {'초':>5}  잡은 시험 (caught by)")
    return True


def _outcome(tree: Path, fault: Fault) -> Outcome:
    path = tree / fault.path
    sound = path.read_text("utf-8")
    began = time.monotonic()
    path.write_text(sound.replace(fault.old, fault.new), "utf-8")
    try:
        status, told = _pytest(tree, fault.tests, fresh=fault.in_database)
    finally:
        path.write_text(sound, "utf-8")
    failed = [line.split()[1] for line in told if line.startswith("FAILED ")]
    outcome = Outcome(fault, time.monotonic() - began, failed[0] if status == 1 and failed else "")
    _say(f"{fault.name:46} {outcome.seconds:5.1f}  {outcome.caught_by or '놓침 (missed)'}")
    if status not in (0, 1):
        _say(f"  시험이 돌지 않음 (the tests did not run, status {status})", *told[-12:])
    return outcome


def _pytest(tree: Path, tests: Sequence[str], *, fresh: bool) -> tuple[int, list[str]]:
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-x",
        "-p",
        "no:randomly",
        "-p",
        "no:cacheprovider",
        "--no-header",
        "--tb=line",
        "-rf",
    ]
    command += ["--create-db"] if fresh else []
    done = subprocess.run(
        [*command, *tests],
        cwd=tree,
        env=_environment(tree),
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=False,
    )
    return done.returncode, (done.stdout + done.stderr).strip().splitlines()


def _environment(tree: Path) -> dict[str, str]:
    """Nothing of this process's installation; bytecode is not kept, a patch within one second would be overlooked."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("BOKJIHUB_", "PYTEST_"))}
    return {**plain, "BOKJIHUB_DATA_DIR": str(tree / ".data"), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(tree)}


@contextmanager
def _copy() -> Iterator[Path]:
    """The tree as it stands, changes not yet committed included, with a database server of its own kept up meanwhile."""
    with tempfile.TemporaryDirectory(prefix="faults-") as folder:
        tree = Path(folder) / "tree"
        Path(folder).chmod(0o755)  # an unprivileged database walks through
        for name in ("bokjihub", "tests", "docs", "bench"):
            if (ROOT / name).is_dir():
                shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__", "node_modules"))
        for file in (path for path in ROOT.iterdir() if path.is_file()):
            shutil.copy2(file, tree / file.name)
        with _server(tree):
            yield tree


@contextmanager
def _server(tree: Path) -> Iterator[None]:
    hold = (
        "from bokjihub.pgserver import server; import sys; server.acquire(); print('up', flush=True); sys.stdin.read()"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", hold],
        cwd=tree,
        env=_environment(tree),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert child.stdout is not None
        if child.stdout.readline().strip() != "up":
            raise SystemExit("데이터베이스가 켜지지 않습니다. (the database does not start)")
        yield
    finally:
        child.communicate()


def _say(*lines: str) -> None:
    print(*lines, sep="\n", flush=True)  # noqa: T201 a command that reports


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
