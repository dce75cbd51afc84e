"""Goods to homes: 1,000 lots shared among 5,000 homes of a synthetic city, and how long it takes.

Beside it a greedy clerk who gives each lot, soonest expiry first, to the neediest fitting homes that got least; both are judged
by the checker. Reported: seconds of CPU, homes served, worth beside the clerk's, and how even the things lie among equal needs.
"""
# ruff: noqa: E402 the checkout is put on the path before it is imported

import random
import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bokjihub.engines.shares.check import faults
from bokjihub.engines.shares.problem import Home, Share, Stock, gain
from bokjihub.engines.shares.solve import share, worth

LOTS, HOMES, DONGS, BAR_SECONDS = 1_000, 5_000, 23, 10.0
KINDS = ("food", "daily", "heating", "appliance", "voucher", "cash")
TAGS = ("elder", "alone", "child", "recipient", "near")


def say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 a bench speaks


def city(seed: int) -> tuple[list[Stock], list[Home]]:
    dice = random.Random(seed)  # noqa: S311 no secret
    dongs = [f"동{number:02}" for number in range(DONGS)]
    stocks = [
        Stock(
            id=f"lot{number:04}",
            kind=dice.choices(KINDS, (5, 4, 2, 1, 2, 1))[0],
            pieces=dice.choice((1, 2, 3, 5, 10)),
            days_left=dice.choice((None, None, 5, 20, 60, 200)),
            tags=frozenset(dice.sample(TAGS, 1)) if dice.random() < 0.3 else frozenset(),
            areas=frozenset(dice.sample(dongs, dice.randint(1, 4))) if dice.random() < 0.2 else frozenset(),
        )
        for number in range(LOTS)
    ]
    homes = [
        Home(
            id=f"home{number:05}",
            area=dice.choice(dongs),
            need=min(int(dice.expovariate(1 / 20)), 120),
            tags=frozenset(tag for tag in TAGS if dice.random() < 0.3),
            got_kinds=frozenset(dice.sample(KINDS, dice.choices((0, 1, 2), (6, 3, 1))[0])),
            got_times=dice.choices((0, 1, 2, 3), (6, 2, 1, 1))[0],
        )
        for number in range(HOMES)
    ]
    return stocks, homes


def clerk(stocks: list[Stock], homes: list[Home]) -> list[Share]:
    times: Counter[str] = Counter()
    kinds: set[tuple[str, str]] = {(home.id, kind) for home in homes for kind in home.got_kinds}
    given = []
    for lot in sorted(stocks, key=lambda lot: (lot.days_left or 10**6, lot.id)):
        fitting = [home for home in homes if lot.fits(home) and times[home.id] < 2 and (home.id, lot.kind) not in kinds]
        fitting.sort(key=lambda home: (-gain(home, times[home.id] + 1), home.id))
        for home in fitting[: lot.units]:
            given.append(Share(lot.id, home.id))
            times[home.id] += 1
            kinds.add((home.id, lot.kind))
    return given


def main() -> int:
    stocks, homes = city(7)
    began = time.process_time()
    found = share(stocks, homes)
    seconds = time.process_time() - began
    wrong = faults(found.shares, stocks, homes)
    other = clerk(stocks, homes)
    beside = worth(other, stocks, homes)
    soon = {lot.id for lot in stocks if lot.haste}
    say(f"allocation: {LOTS:,} lots ({sum(lot.units for lot in stocks):,} units) to {HOMES:,} homes")
    say(
        f"  best sharing {seconds:6.2f} CPU s (bar {BAR_SECONDS:.0f}) · {len(found.shares):,} things to "
        f"{len({one.home_id for one in found.shares}):,} homes · faults {len(wrong)}"
    )
    say(
        f"  greedy clerk: {len(other):,} things to {len({one.home_id for one in other}):,} homes · "
        f"worth {100 * beside / found.worth:.2f} % of the best"
    )
    say(
        f"  expiring within a month and given: {sum(one.stock_id in soon for one in found.shares):,} "
        f"(clerk {sum(one.stock_id in soon for one in other):,})"
    )
    return 0 if not wrong and seconds <= BAR_SECONDS and found.worth >= beside else 1


if __name__ == "__main__":
    sys.exit(main())
