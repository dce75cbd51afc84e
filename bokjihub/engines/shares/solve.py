"""The best sharing, exactly: a flow of units from lots through kinds to homes, of least cost (OR-Tools).

Lots of one kind with the same wish and haste are one source; homes of one dong with the same marks are reached through one
node per kind, so a thousand lots and five thousand homes stay some hundred thousand arcs. Capacities of one between a kind and a
home keep a kind from coming twice; the arcs from a home to the end carry the falling gain of each further thing.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ortools.graph.python import min_cost_flow

from bokjihub.engines.shares.problem import Home, Rules, Share, Sharing, Stock, gain

Profile = tuple[str, frozenset[str]]
Source = tuple[str, int, frozenset[str], frozenset[str]]


class NotSolved(RuntimeError):
    """The solver did not answer: a programming error, the problem always has the empty sharing."""


def share(stocks: Sequence[Stock], homes: Sequence[Home], rules: Rules | None = None) -> Sharing:
    """The sharing of greatest worth; the same answer for the same input."""
    rules = rules or Rules()
    net = _Net()
    sources = _sources(stocks)
    profiles = _profiles(homes)
    for source, lots in sources.items():
        units = sum(lot.units for lot in lots)
        net.arc("start", ("source", source), units, -lots[0].haste)
        for profile, members in profiles.items():
            if lots[0].fits(members[0]):
                net.arc(("source", source), ("kind", source[0], profile), min(units, len(members)), 0)
    kinds = sorted({lot.kind for lot in stocks})
    for profile, members in profiles.items():
        for home in members:
            for kind in kinds:
                if kind not in home.got_kinds:
                    net.arc(("kind", kind, profile), ("home", home.id, kind), 1, 0)
                    net.arc(("home", home.id, kind), ("home", home.id), 1, 0)
            for times in range(1, rules.most_each + 1):
                net.arc(("home", home.id), "end", 1, -gain(home, times))
    flow = net.solve(sum(lot.units for lot in stocks))
    shares = _deal(flow, sources, profiles)
    return Sharing(tuple(shares), worth(shares, stocks, homes))


def worth(shares: Iterable[Share], stocks: Sequence[Stock], homes: Sequence[Home]) -> int:
    """What a sharing is worth: the falling gain of each home's things, and the haste of each lot."""
    haste = {lot.id: lot.haste for lot in stocks}
    by_home: dict[str, int] = defaultdict(int)
    total = 0
    for one in shares:
        by_home[one.home_id] += 1
        total += haste[one.stock_id]
    times = ((home, by_home[home.id]) for home in homes)
    return total + sum(gain(home, nth) for home, many in times for nth in range(1, many + 1))


@dataclass
class _Net:
    """Arcs between named nodes."""

    tails: list[int] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    capacities: list[int] = field(default_factory=list)
    costs: list[int] = field(default_factory=list)
    numbers: dict[object, int] = field(default_factory=dict)
    names: list[tuple[object, object]] = field(default_factory=list)

    def arc(self, tail: object, head: object, capacity: int, cost: int) -> None:
        """One arc; nodes are numbered as they are named."""
        if capacity <= 0:
            return
        self.tails.append(self.numbers.setdefault(tail, len(self.numbers)))
        self.heads.append(self.numbers.setdefault(head, len(self.numbers)))
        self.capacities.append(capacity)
        self.costs.append(cost)
        self.names.append((tail, head))

    def solve(self, supply: int) -> dict[tuple[object, object], int]:
        """The flow on each arc that carries some. Every further unit gains, so the most flow is also the best."""
        if not supply or "end" not in self.numbers or "start" not in self.numbers:
            return {}
        solver = min_cost_flow.SimpleMinCostFlow()
        arcs = solver.add_arcs_with_capacity_and_unit_cost(self.tails, self.heads, self.capacities, self.costs)
        solver.set_node_supply(self.numbers["start"], supply)
        solver.set_node_supply(self.numbers["end"], -supply)
        status = solver.solve_max_flow_with_min_cost()
        if status != solver.OPTIMAL:
            raise NotSolved(str(status))
        found = solver.flows(arcs)
        return {name: int(many) for name, many in zip(self.names, found, strict=True) if many}


def _sources(stocks: Sequence[Stock]) -> dict[Source, list[Stock]]:
    """Lots that are alike for the solver; within one, what expires first comes first."""
    found: dict[Source, list[Stock]] = defaultdict(list)
    for lot in sorted(stocks, key=lambda lot: (lot.days_left if lot.days_left is not None else 10**6, lot.id)):
        if lot.units:
            found[(lot.kind, lot.haste, lot.tags, lot.areas)].append(lot)
    return dict(
        sorted(found.items(), key=lambda item: (item[0][0], -item[0][1], sorted(item[0][2]), sorted(item[0][3])))
    )


def _profiles(homes: Sequence[Home]) -> dict[Profile, list[Home]]:
    found: dict[Profile, list[Home]] = defaultdict(list)
    for home in sorted(homes, key=lambda home: (-home.need, home.id)):
        found[(home.area, home.tags)].append(home)
    return dict(sorted(found.items(), key=lambda item: (item[0][0], sorted(item[0][1]))))


def _deal(
    flow: dict[tuple[object, object], int], sources: dict[Source, list[Stock]], profiles: dict[Profile, list[Home]]
) -> list[Share]:
    """Flows of alike lots to alike homes, dealt out: the neediest home gets what expires first."""
    hands: dict[tuple[str, Profile], list[str]] = defaultdict(list)
    for source, lots in sources.items():
        pile = [lot.id for lot in lots for _ in range(lot.units)]
        taken = 0
        for profile in profiles:
            many = flow.get((("source", source), ("kind", source[0], profile)), 0)
            hands[(source[0], profile)] += pile[taken : taken + many]
            taken += many
    shares = []
    for (kind, profile), pile in hands.items():
        takers = [home for home in profiles[profile] if flow.get((("home", home.id, kind), ("home", home.id)))]
        shares += [Share(lot_id, home.id) for lot_id, home in zip(pile, takers, strict=True)]
    return sorted(shares, key=lambda one: (one.stock_id, one.home_id))
