"""Seeking a good plan: annealing walks side by side, within a budget of CPU seconds or of steps.

The walks share nothing while they run, so the same budget of steps and the same seed give the same plan on any machine.
"""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from bokjihub.engines.routes import kernel
from bokjihub.engines.routes.tables import Floats, Ints, State, Tables, empty_state

CHUNKS = 250  # temperatures of one walk
_WARM = 0.35
BASE_SHARES = np.array([4.0, 2.0, 2.0, 1.0, 2.0, 0.0])


@dataclass(frozen=True)
class Effort:
    """How long to seek: CPU seconds over all threads, or steps over all walks."""

    seconds: float | None = None
    steps: int | None = None


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
    rounds: int = 1,
    better: Better | None = None,
    stop: threading.Event | None = None,
) -> Found:
    """The best plan of several walks side by side."""
    run = _Run(tables, effort, heat or heat_of(tables), walks, rounds, better, stop or threading.Event())
    if walks == 1:
        ends = [run.walk(seed, 0)]
    else:
        with ThreadPoolExecutor(walks) as pool:
            ends = list(pool.map(lambda i: run.walk(seed, i), range(walks)))
    best = min(ends, key=lambda end: end.cost)
    return Found(best.person, best.start, best.key, best.cost, sum(e.seconds for e in ends), sum(e.steps for e in ends))


@dataclass(frozen=True)
class _Run:
    tables: Tables
    effort: Effort
    heat: Heat
    walks: int
    rounds: int
    better: Better | None
    stop: threading.Event

    @property
    def shares(self) -> Floats:
        """Leaving out is tried only where something may be left out."""
        may = bool((self.tables.left_out < kernel.NEVER).any())
        return np.array([*BASE_SHARES[:-1], 0.5 if may else 0.0])

    def walk(self, seed: int, number: int) -> Found:
        """One walk: a first plan, then rounds of annealing, each beginning where the best plan stands."""
        begin = time.thread_time()
        state = empty_state(self.tables, seed * 1000 + number)
        _share(state, self.shares)
        kernel.first_plan(self.tables, state)
        self._tell(state, begin, 0)
        steps = 0
        for turn in range(self.rounds):
            # a warm walk settles sooner, a hot one leaves wide valleys: side by side they cover both
            hot = self.heat.hot * (_WARM if (number % 2 == 0 and self.walks > 1) or turn else 1.0)
            steps += self._round(state, begin, steps, (turn + 1) / self.rounds, hot)
            kernel.load_best(self.tables, state)
        return _found(self.tables, state, time.thread_time() - begin, steps)

    def _round(self, state: State, begin: float, before: int, until: float, hot: float) -> int:
        if self.effort.steps is not None:
            return self._by_steps(state, begin, before, int(self.effort.steps / self.walks * until), hot)
        assert self.effort.seconds is not None
        return self._by_time(state, begin, before, self.effort.seconds / self.walks * until, hot)

    def _by_steps(self, state: State, begin: float, before: int, until: int, hot: float) -> int:
        total, done, fall = until - before, 0, self.heat.cold / hot
        for chunk in range(CHUNKS):
            size = total * (chunk + 1) // CHUNKS - done
            if size > 0 and not self.stop.is_set():
                done += size
                self._chunk(state, size, hot * fall ** (chunk / CHUNKS), hot * fall ** ((chunk + 1) / CHUNKS))
                self._tell(state, begin, before + done)
        return done

    def _by_time(self, state: State, begin: float, before: int, until: float, hot: float) -> int:
        start, done, size, fall = time.thread_time(), 0, 500, self.heat.cold / hot
        span = max(until - (start - begin), 1e-3)
        while (spent := time.thread_time() - start) < span and not self.stop.is_set():
            if done:
                # a chunk a 250th of the walk long, and never past its end
                size = max(200, int(done / spent * min(span / CHUNKS, span - spent)))
            level = hot * fall ** (spent / span)
            self._chunk(state, size, level, level * fall ** (1 / CHUNKS))
            done += size
            self._tell(state, begin, before + done)
        return done

    def _chunk(self, state: State, size: int, hot: float, cold: float) -> None:
        kernel.anneal(self.tables, state, size, hot, cold)
        _share(state, _lately(state, self.shares))

    def _tell(self, state: State, begin: float, steps: int) -> None:
        if self.better is not None:
            self.better(_found(self.tables, state, time.thread_time() - begin, steps))


def _found(tables: Tables, state: State, seconds: float, steps: int) -> Found:
    """The best plan of a walk, its times reckoned afresh."""
    fresh = empty_state(tables, 0)
    fresh.person[: tables.services] = state.best_person
    fresh.key[: tables.visits] = state.best_key
    kernel.rebuild(tables, fresh)
    start = fresh.time[: tables.services].copy()
    return Found(state.best_person.copy(), start, state.best_key.copy(), float(fresh.sums[kernel.COST]), seconds, steps)


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
