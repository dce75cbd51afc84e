"""The office's roster as arrays, a plan sought, and the plan as rounds again.

A person on a day is one column: a week is a day with more people, where two may pair only on the same day.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import ceil

import numpy as np

from bokjihub.engines.routes.build import assemble
from bokjihub.engines.routes.pairing import left_out_price, pair_answer, seat_answer
from bokjihub.engines.routes.problem import Place, TravelTime
from bokjihub.engines.routes.roster import HARD, Call, Key, LeftOut, Plan, Roster, Round, Rule, Shift, Stop, Worker
from bokjihub.engines.routes.search import Effort, Found, search
from bokjihub.engines.routes.tables import AFTER, ALONE, TOGETHER, Floats, Ints, Tables

OVERTIME = 60.0  # a minute past the end of somebody's day; what still overruns is taken off the plan afterwards
BROKEN_PROMISE = 30.0  # a minute after a pinned start
LOOK = 0.1  # of the effort, to see on which days those are needed who do not go out every day


@dataclass(frozen=True)
class Column:
    """Somebody on one day."""

    worker: Worker
    shift: Shift


@dataclass(frozen=True)
class Composed:
    """A roster in arrays: columns and calls in the order of the arrays, and those nobody may go to."""

    roster: Roster
    columns: tuple[Column, ...]
    calls: tuple[Call, ...]
    hopeless: tuple[LeftOut, ...]
    ways: Floats
    place: dict[Place, int]
    tables: Tables | None


def plan(
    roster: Roster,
    travel: TravelTime,
    effort: Effort,
    *,
    seed: int = 1,
    walks: int = 1,
    better: Callable[[Plan], None] | None = None,
) -> Plan:
    """The best plan within the effort; `better` hears every improvement, the first one at once."""
    if any(_is_bound(worker) for worker in roster.workers):
        look, effort = effort.split(LOOK)
        roster = _on_their_days(roster, plan(_unbound(roster), travel, look, seed=seed, walks=walks))
    composed = compose(roster, travel)
    if composed.tables is None:
        return Plan((), composed.hopeless, 0.0)
    best = [float("inf")]

    def tell(found: Found) -> None:
        if better is not None and found.cost < best[0] - 1e-6:
            best[0] = found.cost
            better(_read(composed, found))

    found = search(composed.tables, effort, seed=seed, walks=walks, better=tell if better else None)
    return _read(composed, found)


def _is_bound(worker: Worker) -> bool:
    return worker.most_days is not None and worker.most_days < len(worker.shifts)


def _unbound(roster: Roster) -> Roster:
    return replace(roster, workers=tuple(replace(one, most_days=None) for one in roster.workers))


def _on_their_days(roster: Roster, look: Plan) -> Roster:
    """Who goes out on few days of the week keeps those that are fixed, then those on which a first look needs them most."""
    needed: dict[tuple[Key, int], float] = {}
    for round_ in look.rounds:
        needed[round_.worker, round_.day] = sum(stop.leave - stop.start for stop in round_.stops)
    for call in roster.calls:
        for key in call.pin.workers if call.pin else ():
            needed[key, call.pin.day] = HARD  # type: ignore[union-attr]

    def kept(worker: Worker) -> Worker:
        ordered = sorted(worker.shifts, key=lambda shift: (-needed.get((worker.key, shift.day), 0.0), shift.day))
        fixed = sum(needed.get((worker.key, shift.day)) == HARD for shift in worker.shifts)
        most = max(worker.most_days or 0, fixed)
        return replace(worker, shifts=tuple(sorted(ordered[:most], key=lambda shift: shift.day)))

    return replace(roster, workers=tuple(kept(one) if _is_bound(one) else one for one in roster.workers))


def compose(roster: Roster, travel: TravelTime) -> Composed:
    """Columns, prices and ways; calls nobody may go to are set aside with the rule."""
    columns = tuple(Column(worker, shift) for worker in roster.workers for shift in worker.shifts)
    calls, hopeless = list[Call](), list[LeftOut]()
    for call in roster.calls:
        stands_in_the_way = _hopeless(call, columns, roster)
        if stands_in_the_way is None:
            calls.append(call)
        else:
            hopeless.append(stands_in_the_way)
    place, ways = _ways(roster, columns, travel)
    tables = _tables(roster, columns, calls, place, ways) if calls else None
    return Composed(roster, columns, tuple(calls), tuple(hopeless), ways, place, tables)


def _hopeless(call: Call, columns: Sequence[Column], roster: Roster) -> LeftOut | None:
    """The rule by which nobody can go, or None."""
    if len(call.seats) not in (1, 2):
        raise ValueError(f"{call.key}: a home needs one or two people, not {len(call.seats)}")
    able = [_may_sit(call, number, columns, roster) for number in range(len(call.seats))]
    for number, people in enumerate(able):
        if not people:
            return _nobody(call, number, columns, roster)
    if len(able) == 1:
        return None
    refused = list[Rule]()
    for one in able[0]:
        for two in able[1]:
            if one.shift.day == two.shift.day:
                answer = pair_answer(one.worker, two.worker, call, roster.weights)
                if answer.price < HARD:
                    return None
                refused.append(answer.rule or Rule.PARTNER)
    # that one person cannot sit twice says nothing where two others were refused
    told: list[Rule] = [rule for rule in refused if rule is not Rule.PARTNER] or refused
    rule = max(sorted(set(told)), key=lambda rule: told.count(rule)) if told else Rule.AWAY
    return LeftOut(call.key, rule, NOBODY[rule])


def _may_sit(call: Call, number: int, columns: Sequence[Column], roster: Roster) -> list[Column]:
    seat = call.seats[number]
    return [c for c in columns if seat_answer(c.worker, c.shift, call, seat, number, roster.weights).price < HARD]


NOBODY = {
    Rule.ROLE: "이 방문을 맡을 역할의 사람이 없습니다",
    Rule.SKILL: "이 집에 필요한 것(수어·외국어·차 따위)을 갖춘 사람이 없습니다",
    Rule.KIN: "갈 수 있는 사람이 모두 이 집의 친족이거나 이웃입니다",
    Rule.TRAINED: "교육을 마친 사람이 없습니다",
    Rule.PLEDGED: "비밀유지 서약이 살아 있는 사람이 없습니다",
    Rule.SEX: "이 집이 원하는 성별의 사람이 없습니다",
    Rule.PUBLIC: "방문 주의가 있는 집에 함께 갈 공무원이 없습니다",
    Rule.BOND: "전에 다녀온 사람이 없습니다",
    Rule.PINNED: "고정한 사람이 그날 나오지 않습니다",
    Rule.AWAY: "갈 수 있는 날에 나오는 사람이 없습니다",
    Rule.BESIDE: "같은 주에 이 집에 갈 다른 방문이 있습니다",
    Rule.PARTNER: "방문 주의가 있는 집이라 두 사람이 가야 합니다",
    Rule.HOURS: "집에 계시는 때와 나오는 분들의 시간이 맞지 않습니다",
}
# The rule closest to letting somebody go is the one worth naming: not "wrong role" while a nurse lacks a pledge.
_NEAREST = (
    Rule.PINNED, Rule.PARTNER, Rule.PLEDGED, Rule.TRAINED, Rule.KIN, Rule.SEX, Rule.HOURS, Rule.BESIDE, Rule.AWAY,
    Rule.SKILL, Rule.ROLE,
)  # fmt: skip


def _nobody(call: Call, number: int, columns: Sequence[Column], roster: Roster) -> LeftOut:
    seat = call.seats[number]
    refused: dict[Rule, set[Key]] = {}
    for column in columns:
        rule = seat_answer(column.worker, column.shift, call, seat, number, roster.weights).rule
        refused.setdefault(rule or Rule.AWAY, set()).add(column.worker.key)
    rule = next((rule for rule in _NEAREST if rule in refused), Rule.AWAY)
    return LeftOut(call.key, rule, NOBODY[rule], tuple(sorted(refused.get(rule, ()), key=str)))


def _ways(roster: Roster, columns: Sequence[Column], travel: TravelTime) -> tuple[dict[Place, int], Floats]:
    """Whole minutes between all places, rounded up."""
    places = {column.worker.office for column in columns} | {c.shift.start for c in columns if c.shift.start}
    ordered = sorted(places | {call.place for call in roster.calls}, key=lambda p: (p.latitude, p.longitude))
    ways = [[ceil(round(travel.minutes(a, b), 6)) if a != b else 0 for b in ordered] for a in ordered]
    return {one: i for i, one in enumerate(ordered)}, np.array(ways, dtype=np.float64).reshape(len(ordered), -1)


def _tables(
    roster: Roster, columns: Sequence[Column], calls: Sequence[Call], place: dict[Place, int], ways: Floats
) -> Tables:
    weights = roster.weights
    seats = [(v, number) for v, call in enumerate(calls) for number in range(len(call.seats))]
    fit = np.array(
        [
            [seat_answer(c.worker, c.shift, calls[v], calls[v].seats[n], n, weights).price for c in columns]
            for v, n in seats
        ]
    )
    pairing, pair_price = _pair_prices(roster, columns, calls)
    opens = [float(call.pin.at if call.pin else call.opens) for call in calls]
    closes = [float(call.pin.at if call.pin else call.closes - call.minutes) for call in calls]
    last_day = max(column.shift.day for column in columns)
    return assemble(
        travel=ways,
        visit_of=[v for v, _ in seats],
        service_place=[place[calls[v].place] for v, _ in seats],
        minutes=np.array([float(calls[v].minutes + weights.rest) for v, _ in seats]),
        link=[ALONE if len(call.seats) == 1 else AFTER if call.gap else TOGETHER for call in calls],
        least=[float(call.gap[0]) if call.gap else 0.0 for call in calls],
        most=[float(call.gap[1]) if call.gap else np.inf for call in calls],
        opens=np.array(opens),
        closes=np.maximum(np.array(closes), np.array(opens)),
        fit=fit,
        homes=[place[column.shift.start or column.worker.office] for column in columns],
        returns=[place[column.worker.office] for column in columns],
        weight=np.array([BROKEN_PROMISE if call.pin else 1.0 for call in calls]),
        begins=np.array([float(column.shift.begins) for column in columns]),
        ends=np.array([float(column.shift.ends + weights.rest) for column in columns]),
        overtime=OVERTIME / weights.late,
        blocks=[[(float(a), float(b)) for a, b in column.shift.closed] for column in columns],
        pairing=pairing,
        pair_price=pair_price,
        left_out=np.array([left_out_price(call, weights, last_day) for call in calls]),
        twin=_twins(columns),
        prices=(weights.travel, weights.late, weights.latest, weights.fair),
    )


def _twins(columns: Sequence[Column]) -> Ints:
    """For two columns the second person as the column of the first one's day; -1 where they are not there."""
    where = {(column.worker.key, column.shift.day): n for n, column in enumerate(columns)}
    rows = [[where.get((two.worker.key, one.shift.day), -1) for two in columns] for one in columns]
    return np.array(rows, dtype=np.int64)


def _pair_prices(roster: Roster, columns: Sequence[Column], calls: Sequence[Call]) -> tuple[list[int], Floats]:
    """One table for all calls that ask the same of a pair: asked of people once, then spread over the days they share."""
    kinds: dict[object, int] = {}
    tables = list[Floats]()
    pairing = list[int]()
    number = {worker.key: n for n, worker in enumerate(roster.workers)}
    who = np.array([number[column.worker.key] for column in columns])
    day = np.array([column.shift.day for column in columns])
    apart = day[:, None] != day[None, :]
    for call in calls:
        # of those who came before only who may come again makes a difference
        known = (bool(call.bond), call.bond.intersection(number))
        asks = (call.sex, call.skills, call.has_safety_note, known, len(call.seats))
        if asks not in kinds:
            kinds[asks] = len(tables)
            prices = np.array([[_pair_price(a, b, call, roster) for b in roster.workers] for a in roster.workers])
            tables.append(np.where(apart, HARD, prices[np.ix_(who, who)]))
        pairing.append(kinds[asks])
    return pairing, np.array(tables)


def _pair_price(one: Worker, two: Worker, call: Call, roster: Roster) -> float:
    # where one goes alone there is nothing to ask of two
    return 0.0 if len(call.seats) == 1 else pair_answer(one, two, call, roster.weights).price


# ── back to rounds ───────────────────────────────────────────────────────────────────────────────────────────────────
def _read(composed: Composed, found: Found) -> Plan:
    """Rounds of a found plan; what overruns somebody's day is taken off, and each home left out gets its rule."""
    gone = set[int]()
    while True:
        rounds = [_round(composed, found, column, gone) for column in range(len(composed.columns))]
        over = [(r, c) for r, c in zip(rounds, composed.columns, strict=True) if r.stops and _overruns(r, c)]
        if not over:
            break
        gone.add(min(_of_round(composed, over[0][0]), key=lambda v: (-composed.calls[v].priority, v)))
    out = [v for v in range(len(composed.calls)) if v in gone or found.person[_service(composed, v)] < 0]
    left = (*composed.hopeless, *(_no_room(composed, v) for v in out))
    return Plan(tuple(r for r in rounds if r.stops), left, found.cost, found.seconds)


def _round(composed: Composed, found: Found, column: int, gone: set[int]) -> Round:
    assert composed.tables is not None
    tables, who = composed.tables, composed.columns[column]
    mine = [s for s in np.flatnonzero(found.person == column) if int(tables.visit[s]) not in gone]
    mine.sort(key=lambda s: (found.start[s], found.key[tables.visit[s]]))
    here, stops = composed.place[who.shift.start or who.worker.office], list[Stop]()
    for s in mine:
        call = composed.calls[int(tables.visit[s])]
        there = composed.place[call.place]
        start = round(float(found.start[s]))
        seat = int(s != tables.first[tables.visit[s]])
        mate = _mate(composed, found, int(s), seat)
        stops.append(Stop(call.key, seat, start, start + call.minutes, int(composed.ways[here, there]), mate))
        here = there
    back = int(composed.ways[here, composed.place[who.worker.office]]) if stops else 0
    return Round(who.worker.key, who.shift.day, tuple(stops), back)


def _mate(composed: Composed, found: Found, service: int, seat: int) -> Key | None:
    assert composed.tables is not None
    visit = int(composed.tables.visit[service])
    other = int((composed.tables.second if seat == 0 else composed.tables.first)[visit])
    return composed.columns[int(found.person[other])].worker.key if other >= 0 else None


def _overruns(round_: Round, column: Column) -> bool:
    shift = column.shift
    home = round_.stops[-1].leave
    left = round_.back
    for begin, end in sorted(shift.closed):
        if home < end and home + left > begin:
            left -= max(0, begin - home)
            home = end
    return home + left > shift.ends


def _of_round(composed: Composed, round_: Round) -> list[int]:
    keys = {stop.call for stop in round_.stops}
    free = [v for v, call in enumerate(composed.calls) if call.key in keys and call.pin is None]
    return free or [v for v, call in enumerate(composed.calls) if call.key in keys]


def _service(composed: Composed, visit: int) -> int:
    assert composed.tables is not None
    return int(composed.tables.first[visit])


def _no_room(composed: Composed, visit: int) -> LeftOut:
    """Somebody could go by every rule, but there is no time left among what weighs more."""
    call = composed.calls[visit]
    able = [_may_sit(call, number, composed.columns, composed.roster) for number in range(len(call.seats))]
    scarce = min(able, key=lambda people: (len({c.worker.key for c in people}), str(people[0].worker.key)))
    names = tuple(dict.fromkeys(c.worker.key for c in scarce))
    words = "갈 수 있는 사람의 시간이 더 급한 방문으로 찼습니다"
    return LeftOut(call.key, Rule.HOURS, words, names)
