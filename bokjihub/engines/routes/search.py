"""Seeking a good plan: annealing walks side by side, within a budget of CPU seconds or of steps.

The walks share nothing while they run, only between two rounds, when all are at rest: so the same budget of steps and the
same seed give the same plan on any machine.
"""

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from bokjihub.engines.routes import kernel
from bokjihub.engines.routes.tables import Floats, Ints, State, Tables, empty_state

CHUNKS = 250  # temperatures of one round
_WARM = 0.35
BASE_SHARES = np.array([4.0, 2.0, 2.0, 1.0, 2.0, 0.0])


@dataclass(frozen=True)
class Effort:
    """How long to seek: CPU seconds over all threads, or steps over all walks."""

    seconds: float | None = None
    steps: int | None = None

    def split(self, share: float) -> tuple["Effort", "Effort"]:
        """A first part and the rest."""
        first = Effort(self.seconds and self.seconds * share, self.steps and int(self.steps * share))
        rest = Effort(self.seconds and self.seconds * (1 - share), self.steps and self.steps - (first.steps or 0))
        return first, rest


@dataclass(frozen=True)
class Heat:
    """Temperatures of a walk, in the units of the cost."""

    hot: float
    cold: float


def heat_of(tables: Tables) -> Heat:
    """Temperatures that suit the day: hot enough to carry a latest visit over, cold enough to settle the last minute."""
    way = float(tables.travel.mean()) or float(tables.minutes.mean()) or 1.0
    return Heat(2.3 * way * tables.price_travel, 0.006 * way * tables.price_travel)


@dataclass(frozen=True)
class Round:
    """A part of a walk: its share of the effort, and how hot it begins (1.0: the heat of the walk)."""

    share: float
    heat: float


ONE_ROUND = (Round(1.0, 1.0),)
# After the long first round all walks go on from the best of them, warm enough to leave its valley by a few steps only.
AND_AGAIN = (Round(0.7, 1.0), Round(0.15, 0.35), Round(0.15, 0.2))


@dataclass(frozen=True)
class Found:
    """The best plan: who does each service (-1: left out) and when; the visits by key; what it cost to find."""

    person: Ints
    start: Floats
    key: Floats
    cost: float
    seconds: float
    steps: int


Better = Callable[[Found], None]


def warm_up() -> float:
    """Compile, or read the compiled code from disk; CPU seconds it took."""
    begin = time.process_time()
    from bokjihub.engines.routes.build import assemble

    flat = np.zeros(1)
    tiny = assemble(
        travel=np.zeros((2, 2)),
        visit_of=[0],
        service_place=[1],
        minutes=flat,
        link=[0],
        least=flat.tolist(),
        most=flat.tolist(),
        opens=flat,
        closes=flat,
        fit=np.zeros((1, 1)),
        homes=[0],
    )
    search(tiny, Effort(steps=10), seed=0, walks=1)
    return time.process_time() - begin


def search(
    tables: Tables,
    effort: Effort,
    *,
    seed: int,
    walks: int = 2,
    heat: Heat | None = None,
    rounds: Sequence[Round] = ONE_ROUND,
    better: Better | None = None,
    stop: threading.Event | None = None,
) -> Found:
    """The best plan of several walks side by side; between two rounds all take over the best plan of them."""
    run = _Run(tables, effort, heat or heat_of(tables), walks, better, stop or threading.Event())
    going = [_Walk(empty_state(tables, seed * 1000 + number), number) for number in range(walks)]
    for round_ in rounds:
        _side_by_side(partial(run.go, round_=round_), going)
        best = min(going, key=lambda one: one.cost)
        for one in going:
            one.take_over(best)
    found = _found(tables, best)
    return replace(found, seconds=sum(one.seconds for one in going), steps=sum(one.steps for one in going))


@dataclass
class _Walk:
    """One walk between its rounds."""

    state: State
    number: int
    seconds: float = 0.0
    steps: int = 0
    is_begun: bool = False

    @property
    def cost(self) -> float:
        """Of the best plan it met."""
        return float(self.state.sums[kernel.BEST])

    def take_over(self, other: "_Walk") -> None:
        """The best plan of another walk becomes its own."""
        self.state.best_person[:] = other.state.best_person
        self.state.best_key[:] = other.state.best_key
        self.state.sums[kernel.BEST] = other.state.sums[kernel.BEST]


def _side_by_side(go: Callable[[_Walk], None], going: Sequence[_Walk]) -> None:
    if len(going) == 1:
        go(going[0])
        return
    with ThreadPoolExecutor(len(going)) as pool:
        list(pool.map(go, going))


@dataclass(frozen=True)
class _Run:
    tables: Tables
    effort: Effort
    heat: Heat
    walks: int
    better: Better | None
    stop: threading.Event

    @property
    def shares(self) -> Floats:
        """Leaving out is tried only where something may be left out."""
        may = bool((self.tables.left_out < kernel.NEVER).any())
        return np.array([*BASE_SHARES[:-1], 0.5 if may else 0.0])

    def go(self, one: _Walk, round_: Round) -> None:
        """One round of annealing: from a first plan, or from the best plan that stands."""
        start, hot = time.thread_time(), self.heat.hot * round_.heat
        begin = start - one.seconds
        if one.is_begun:
            kernel.load_best(self.tables, one.state)
        else:
            self._begin(one, begin)
            # a warm walk settles sooner, a hot one leaves wide valleys: side by side they cover both
            hot *= _WARM if one.number % 2 == 0 and self.walks > 1 else 1.0
        if self.effort.steps is not None:
            self._by_steps(one, begin, int(self.effort.steps / self.walks * round_.share), hot)
        else:
            assert self.effort.seconds is not None
            left = self.effort.seconds / self.walks * round_.share - (time.thread_time() - start)
            self._by_time(one, begin, max(left, 1e-3), hot)

    def _begin(self, one: _Walk, begin: float) -> None:
        _share(one.state, self.shares)
        kernel.first_plan(self.tables, one.state)
        one.is_begun = True
        self._tell(one, begin)

    def _by_steps(self, one: _Walk, begin: float, total: int, hot: float) -> None:
        done, fall = 0, self.heat.cold / hot
        for chunk in range(CHUNKS):
            size = total * (chunk + 1) // CHUNKS - done
            if size > 0 and not self.stop.is_set():
                done += size
                self._chunk(one, size, hot * fall ** (chunk / CHUNKS), hot * fall ** ((chunk + 1) / CHUNKS))
                self._tell(one, begin)

    def _by_time(self, one: _Walk, begin: float, span: float, hot: float) -> None:
        start, done, size, fall = time.thread_time(), 0, 500, self.heat.cold / hot
        while (spent := time.thread_time() - start) < span and not self.stop.is_set():
            if done:
                # a chunk a 250th of the walk long, and never past its end
                size = max(200, int(done / spent * min(span / CHUNKS, span - spent)))
            level = hot * fall ** (spent / span)
            self._chunk(one, size, level, level * fall ** (1 / CHUNKS))
            done += size
            self._tell(one, begin)

    def _chunk(self, one: _Walk, size: int, hot: float, cold: float) -> None:
        kernel.anneal(self.tables, one.state, size, hot, cold)
        one.steps += size
        _share(one.state, _lately(one.state, self.shares))

    def _tell(self, one: _Walk, begin: float) -> None:
        one.seconds = time.thread_time() - begin
        if self.better is not None:
            self.better(_found(self.tables, one))


def _found(tables: Tables, one: _Walk) -> Found:
    """The best plan of a walk, its times reckoned afresh."""
    fresh, best = empty_state(tables, 0), one.state
    fresh.person[: tables.services] = best.best_person
    fresh.key[: tables.visits] = best.best_key
    kernel.rebuild(tables, fresh)
    start = fresh.time[: tables.services].copy()
    cost = float(fresh.sums[kernel.COST])
    return Found(best.best_person.copy(), start, best.best_key.copy(), cost, one.seconds, one.steps)


def _lately(state: State, shares: Floats) -> Floats:
    """Half of the steps as set, half to the moves that lately gained most per try."""
    gain = state.gains[: kernel.MOVES] / np.maximum(state.tries[: kernel.MOVES], 1)
    state.gains[:] *= 0.7
    state.tries[:] = (state.tries * 0.7).astype(np.int64)
    gain = gain * (shares > 0)
    base: Floats = shares / shares.sum()
    if gain.sum() > 0:
        base = 0.5 * base + 0.5 * gain / gain.sum()
    return base


def _share(state: State, shares: Floats) -> None:
    state.odds[: kernel.MOVES] = np.cumsum(shares) / shares.sum()
