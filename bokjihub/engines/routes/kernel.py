"""The compiled search: simulated annealing over routes whose services wait for one another.

A plan is, for every service, a person, and for every visit a key; a route is a person's services by key. Because both
services of a visit share its key, no two routes ever wait for each other in a circle. A change relinks a few nodes and
re-times only what it moved: visits are taken from a short queue in the order of their keys, and a visit whose start did not
change stops the wave. Refusing a change puts the links back and forgets the trial times.

One file on purpose: numba's disk cache looks only at the file of the function it stores.
"""

from math import exp, inf, log

import numpy as np

from bokjihub.engines.routes.compiled import compiled, inlined
from bokjihub.engines.routes.tables import AFTER, TOGETHER, State, Tables

TRAVEL, LATE, LATEST, PEOPLE, LOAD, COST, BEST = 0, 1, 2, 3, 4, 5, 6
QUEUE, TOUCHED, PROPOSED, LATEST_NODE, LATEST_EASED, LATEST_BEFORE = 0, 1, 2, 3, 4, 5
TO_NEIGHBOUR, TO_PERSON, IN_TIME, SWAP, EXCHANGE, LEAVE_OUT = 0, 1, 2, 3, 4, 5
MOVES = 6
NEVER = 1.0e7  # price of leaving out what may not be left out
LONG_AGO = -1.0e9

_13, _7, _17, _11 = np.uint64(13), np.uint64(7), np.uint64(17), np.uint64(11)
_TO_UNIT = 1.0 / 9007199254740992.0


# ── chance ───────────────────────────────────────────────────────────────────────────────────────────────────────────
@inlined
def unit(s: State) -> float:
    """A number in [0, 1)."""
    x = s.random[0]
    x ^= x << _13
    x ^= x >> _7
    x ^= x << _17
    s.random[0] = x
    return (x >> _11) * _TO_UNIT


@inlined
def below(s: State, n: int) -> int:
    """A whole number in 0..n-1."""
    return int(unit(s) * n)


# ── times ────────────────────────────────────────────────────────────────────────────────────────────────────────────
@inlined
def after_blocks(t: Tables, person: int, start: float, minutes: float) -> float:
    """The earliest start from `start` on at which the stay meets no closed time of the person."""
    for b in range(t.block_count[person]):
        if start < t.blocks[person, b, 1] and start + minutes > t.blocks[person, b, 0]:
            start = t.blocks[person, b, 1]
    return start


@inlined
def over_blocks(t: Tables, person: int, leave: float, way: float) -> float:
    """When a way begun at `leave` ends, if nobody travels in a closed time."""
    for b in range(t.block_count[person]):
        if leave < t.blocks[person, b, 1] and leave + way > t.blocks[person, b, 0]:
            way -= max(0.0, t.blocks[person, b, 0] - leave)
            leave = t.blocks[person, b, 1]
    return leave + way


@inlined
def earliest(t: Tables, s: State, node: int) -> float:
    """When this person alone could begin here."""
    last = s.before[node]
    leave = s.trial[last] + t.minutes[last]
    way = t.travel[t.place[last], t.place[node]]
    opens = t.opens[t.visit[node]]
    person = s.person[node]
    if t.block_count[person] == 0:
        return max(leave + way, opens)
    return after_blocks(t, person, max(over_blocks(t, person, leave, way), opens), t.minutes[node])


@inlined
def agreed(t: Tables, s: State, visit: int, one: float, two: float) -> tuple[float, float]:
    """Earliest starts of both services that keep what binds them."""
    a, b = t.first[visit], t.second[visit]
    together = t.link[visit] == TOGETHER
    for _ in range(40):
        if together:
            start_one = start_two = max(one, two)
        else:
            start_two = max(two, one + t.least[visit])
            start_one = max(one, start_two - t.most[visit])
        one = after_blocks(t, s.person[a], start_one, t.minutes[a])
        two = after_blocks(t, s.person[b], start_two, t.minutes[b])
        if one == start_one and two == start_two:
            break
    return one, two


@inlined
def push(t: Tables, s: State, visit: int) -> None:
    """This visit has to be timed again."""
    if visit < t.timed and not s.queued[visit]:
        s.queued[visit] = True
        s.queue[s.tally[QUEUE]] = visit
        s.tally[QUEUE] += 1


@inlined
def pop(s: State) -> int:
    """The queued visit with the smallest key."""
    at = 0
    for i in range(1, s.tally[QUEUE]):
        if s.key[s.queue[i]] < s.key[s.queue[at]]:
            at = i
    visit = s.queue[at]
    s.tally[QUEUE] -= 1
    s.queue[at] = s.queue[s.tally[QUEUE]]
    s.queued[visit] = False
    return visit


@inlined
def set_trial(t: Tables, s: State, node: int, start: float) -> None:
    """The service begins then; lateness follows."""
    was = s.trial[node]
    visit = t.visit[node]
    closes = t.closes[visit]
    late, late_was = max(0.0, start - closes), max(0.0, was - closes)
    s.trial[node] = start
    s.touched[s.tally[TOUCHED]] = node
    s.tally[TOUCHED] += 1
    if late == late_was:
        return
    s.sums[LATE] += (late - late_was) * t.weight[visit]
    if visit >= t.visits:
        return
    if late >= s.sums[LATEST]:
        s.sums[LATEST] = late
        s.tally[LATEST_NODE] = node
        s.tally[LATEST_EASED] = 0
    elif node == s.tally[LATEST_NODE]:
        s.tally[LATEST_EASED] = 1


@inlined
def retime(t: Tables, s: State) -> None:
    """Carry the queued changes through all routes they reach."""
    while s.tally[QUEUE] > 0:
        visit = pop(s)
        a, b = t.first[visit], t.second[visit]
        one = earliest(t, s, a)
        two = 0.0
        if b >= 0:
            two = earliest(t, s, b)
            if t.link[visit] == TOGETHER or t.link[visit] == AFTER:
                one, two = agreed(t, s, visit, one, two)
            if two != s.trial[b]:
                set_trial(t, s, b, two)
                push(t, s, t.visit[s.after[b]])
        if one != s.trial[a]:
            set_trial(t, s, a, one)
            if a < t.services:
                push(t, s, t.visit[s.after[a]])
    if s.tally[LATEST_EASED] == 1:
        find_latest(t, s)


@inlined
def find_latest(t: Tables, s: State) -> None:
    """The largest lateness of all services."""
    worst, where = 0.0, -1
    for node in range(t.services):
        late = s.trial[node] - t.closes[t.visit[node]]
        if late > worst:
            worst, where = late, node
    s.sums[LATEST] = worst
    s.tally[LATEST_NODE] = where
    s.tally[LATEST_EASED] = 0


# ── links ────────────────────────────────────────────────────────────────────────────────────────────────────────────
@inlined
def way(t: Tables, a: int, b: int) -> float:
    """Travel between two nodes."""
    return t.travel[t.place[a], t.place[b]]


@inlined
def unhook(t: Tables, s: State, node: int) -> None:
    """Take a service out of its route."""
    a, b = s.before[node], s.after[node]
    s.after[a] = b
    s.before[b] = a
    s.sums[TRAVEL] += way(t, a, b) - way(t, a, node) - way(t, node, b)
    person = s.person[node]
    s.sums[PEOPLE] -= t.fit[node, person]
    s.sums[LOAD] -= (2.0 * s.load[person] - t.minutes[node]) * t.minutes[node]
    s.load[person] -= t.minutes[node]
    s.person[node] = -1
    push(t, s, t.visit[b])


@inlined
def hook(t: Tables, s: State, node: int, a: int, person: int) -> None:
    """Put a service behind node `a` of this person's route."""
    b = s.after[a]
    s.after[a] = node
    s.before[node] = a
    s.after[node] = b
    s.before[b] = node
    s.person[node] = person
    s.sums[TRAVEL] += way(t, a, node) + way(t, node, b) - way(t, a, b)
    s.sums[PEOPLE] += t.fit[node, person]
    s.sums[LOAD] += (2.0 * s.load[person] + t.minutes[node]) * t.minutes[node]
    s.load[person] += t.minutes[node]
    push(t, s, t.visit[b])


@inlined
def slot(t: Tables, s: State, person: int, key: float) -> int:
    """The node of this person's route behind which the key belongs."""
    node = t.services + person
    following = s.after[node]
    while s.key[t.visit[following]] < key:
        node = following
        following = s.after[node]
    return node


@inlined
def service_of(t: Tables, visit: int, side: int) -> int:
    """The first or the second service of a visit, -1 where there is none."""
    return t.first[visit] if side == 0 else t.second[visit]


@inlined
def people_price(t: Tables, s: State, visit: int) -> float:
    """What this pair costs; or that the visit is left out."""
    one = s.person[t.first[visit]]
    if one < 0:
        return t.left_out[visit]
    if t.second[visit] < 0:
        return 0.0
    return t.pair_price[t.pairing[visit], one, s.person[t.second[visit]]]


@inlined
def take(t: Tables, s: State, visit: int) -> None:
    """Take a visit out of its routes."""
    s.sums[PEOPLE] -= people_price(t, s, visit)
    for side in range(2):
        node = service_of(t, visit, side)
        if node >= 0 and s.person[node] >= 0:
            unhook(t, s, node)


@inlined
def put(t: Tables, s: State, i: int) -> None:
    """Put a visit that is out where the i-th proposal says: people, key. Person -1 leaves it out."""
    visit = s.proposal[i, 0]
    s.key[visit] = s.proposal_key[i]
    for side in range(2):
        node, person = service_of(t, visit, side), s.proposal[i, 1 + side]
        if node >= 0 and person >= 0:
            hook(t, s, node, slot(t, s, person, s.key[visit]), person)
        elif node >= 0:
            idle(t, s, node)
    s.sums[PEOPLE] += people_price(t, s, visit)
    if s.proposal[i, 1] >= 0:
        push(t, s, visit)


@inlined
def idle(t: Tables, s: State, node: int) -> None:
    """A service nobody does is never late."""
    if s.trial[node] != LONG_AGO:
        set_trial(t, s, node, LONG_AGO)


@inlined
def remember(t: Tables, s: State, i: int) -> None:
    """Note where the visit of the i-th proposal stands, to put it back."""
    visit = s.proposal[i, 0]
    s.undo_key[i] = s.key[visit]
    for side in range(2):
        node = service_of(t, visit, side)
        if node >= 0:
            s.undo[i, side] = s.person[node]
            s.undo[i, 2 + side] = s.before[node]


@inlined
def propose(s: State, visit: int, one: int, two: int, key: float) -> None:
    """This visit shall go to these people with this key."""
    i = s.tally[PROPOSED]
    s.proposal[i, 0], s.proposal[i, 1], s.proposal[i, 2] = visit, one, two
    s.proposal_key[i] = key
    s.tally[PROPOSED] += 1


@inlined
def apply(t: Tables, s: State) -> None:
    """Do what is proposed: first everything out, then everything in."""
    for i in range(s.tally[PROPOSED]):
        remember(t, s, i)
        take(t, s, s.proposal[i, 0])
    for i in range(s.tally[PROPOSED]):
        put(t, s, i)


# ── weighing, keeping, refusing ──────────────────────────────────────────────────────────────────────────────────────
@inlined
def cost(t: Tables, s: State) -> float:
    """The price of the plan as it is linked and timed now."""
    return (
        t.price_travel * s.sums[TRAVEL]
        + t.price_late * s.sums[LATE]
        + t.price_latest * s.sums[LATEST]
        + s.sums[PEOPLE]
        + t.price_load * s.sums[LOAD]
    )


@inlined
def note_sums(s: State) -> None:
    """Before a change: the sums it may have to give back."""
    for i in range(COST):
        s.sums_before[i] = s.sums[i]
    s.tally[LATEST_BEFORE] = s.tally[LATEST_NODE]


@inlined
def keep(s: State) -> None:
    """The trial becomes the plan."""
    for i in range(s.tally[TOUCHED]):
        node = s.touched[i]
        s.time[node] = s.trial[node]
    s.tally[TOUCHED] = 0
    s.tally[PROPOSED] = 0


@inlined
def put_back(t: Tables, s: State) -> None:
    """Undo the proposals, last first."""
    for j in range(s.tally[PROPOSED]):
        take(t, s, s.proposal[s.tally[PROPOSED] - 1 - j, 0])
    for j in range(s.tally[PROPOSED]):
        i = s.tally[PROPOSED] - 1 - j
        visit = s.proposal[i, 0]
        s.key[visit] = s.undo_key[i]
        for side in range(2):
            node = service_of(t, visit, side)
            if node >= 0 and s.undo[i, side] >= 0:
                hook(t, s, node, s.undo[i, 2 + side], s.undo[i, side])
    s.tally[PROPOSED] = 0


@inlined
def forget(s: State) -> None:
    """Times and sums fall back to the plan's."""
    for i in range(s.tally[TOUCHED]):
        node = s.touched[i]
        s.trial[node] = s.time[node]
    s.tally[TOUCHED] = 0
    for i in range(s.tally[QUEUE]):
        s.queued[s.queue[i]] = False
    s.tally[QUEUE] = 0
    for i in range(COST):
        s.sums[i] = s.sums_before[i]
    s.tally[LATEST_NODE] = s.tally[LATEST_BEFORE]
    s.tally[LATEST_EASED] = 0


# ── exchange of a stretch of two routes ──────────────────────────────────────────────────────────────────────────────
@inlined
def stretch_price(t: Tables, s: State, a: int, last: int, other: int) -> float:
    """Change of price when the services behind `a` up to `last` go over to `other`; inf where somebody must not."""
    node, price = a, 0.0
    while node != last:
        node = s.after[node]
        visit = t.visit[node]
        person = s.person[node]
        price += t.fit[node, other] - t.fit[node, person]
        if t.second[visit] >= 0:
            price += mate_price(t, s, visit, node, person, other)
        if price == inf:
            return inf
    return price


@inlined
def mate_price(t: Tables, s: State, visit: int, node: int, person: int, other: int) -> float:
    """Change of the pair's price when `node` goes from `person` to `other`; inf where the mate is `other`."""
    first = node == t.first[visit]
    mate = s.person[t.second[visit] if first else t.first[visit]]
    if mate == other:
        return inf
    table = t.pairing[visit]
    if first:
        return t.pair_price[table, other, mate] - t.pair_price[table, person, mate]
    return t.pair_price[table, mate, other] - t.pair_price[table, mate, person]


@inlined
def hand_over(t: Tables, s: State, a: int, last: int, other: int) -> float:
    """Write the other name on a stretch; minutes of service that go with it."""
    node, minutes = a, 0.0
    while node != last:
        node = s.after[node]
        s.person[node] = other
        minutes += t.minutes[node]
    return minutes


@inlined
def cross(t: Tables, s: State, a: int, a_last: int, b: int, b_last: int) -> None:
    """Exchange the stretches (a, a_last] and (b, b_last] of two routes; doing it again undoes it."""
    a_first, b_first, a_end, b_end = s.after[a], s.after[b], s.after[a_last], s.after[b_last]
    p, q = s.person[a], s.person[b]
    gone = hand_over(t, s, a, a_last, q)
    come = hand_over(t, s, b, b_last, p)
    was = s.load[p] ** 2 + s.load[q] ** 2
    s.load[p] += come - gone
    s.load[q] += gone - come
    s.sums[LOAD] += s.load[p] ** 2 + s.load[q] ** 2 - was
    s.sums[TRAVEL] -= way(t, a, a_first) + way(t, a_last, a_end) + way(t, b, b_first) + way(t, b_last, b_end)
    if a_last == a:
        s.sums[TRAVEL] += way(t, a, a_end)
    if b_last == b:
        s.sums[TRAVEL] += way(t, b, b_end)
    chain(t, s, a, b_first if b_last != b else a_end, b_last if b_last != b else a, a_end)
    chain(t, s, b, a_first if a_last != a else b_end, a_last if a_last != a else b, b_end)


@inlined
def chain(t: Tables, s: State, a: int, first: int, last: int, end: int) -> None:
    """a, first..last, end become neighbours (nothing between when last is a)."""
    s.after[a] = first
    s.before[first] = a
    s.sums[TRAVEL] += way(t, a, first)
    push(t, s, t.visit[first])
    if last != a:
        s.after[last] = end
        s.before[end] = last
        s.sums[TRAVEL] += way(t, last, end)
        push(t, s, t.visit[end])


@inlined
def exchange(t: Tables, s: State) -> bool:
    """Two people exchange what they do in a span of the day; False when there was nothing to try."""
    v = below(s, t.visits)
    node = t.first[v]
    if t.second[v] >= 0 and unit(s) < 0.5:
        node = t.second[v]
    p = s.person[node]
    if p < 0:
        return False
    q = t.able[node, below(s, t.able_count[node])]
    if p == q:
        return False
    a = s.before[node]
    b = slot(t, s, q, s.key[v])
    r = unit(s)
    if r < 0.4:
        a_last, b_last = s.before[t.services + t.people + p], s.before[t.services + t.people + q]
    else:
        a_last, b_last = ahead(t, s, node, below(s, 3)), ahead(t, s, b, below(s, 4))
        top = max(s.key[t.visit[a_last]], s.key[t.visit[b_last]])
        a_last, b_last = slot(t, s, p, top + 1e-12), slot(t, s, q, top + 1e-12)
    price = stretch_price(t, s, a, a_last, q)
    if price == inf:
        return False
    price += stretch_price(t, s, b, b_last, p)
    if not price < inf:
        return False
    cross(t, s, a, a_last, b, b_last)
    s.sums[PEOPLE] += price
    # a's route now ends its stretch with what came from b, and the other way round
    s.crossed[0], s.crossed[1] = a, (b_last if b_last != b else a)
    s.crossed[2], s.crossed[3] = b, (a_last if a_last != a else b)
    return True


@inlined
def ahead(t: Tables, s: State, node: int, steps: int) -> int:
    """Some nodes further along the route, not past its last service."""
    for _ in range(steps):
        following = s.after[node]
        if following >= t.services:
            break
        node = following
    return node


# ── moves of one visit, and of two ───────────────────────────────────────────────────────────────────────────────────
@inlined
def between(s: State, low: float, high: float) -> float:
    """A key between two keys."""
    if low == -inf:
        low = high - 30.0
    if high == inf:
        high = low + 30.0
    return low + (high - low) * (0.02 + 0.96 * unit(s))


@inlined
def mate_for(t: Tables, s: State, visit: int, node: int, person: int) -> int:
    """Who does the other service when `person` does `node`: mostly who does it now, else somebody able."""
    other = t.second[visit] if node == t.first[visit] else t.first[visit]
    now = s.person[other]
    if now >= 0:
        now = t.twin[person, now]
    if now >= 0 and now != person and unit(s) < 0.6:
        return now
    return t.able[other, below(s, t.able_count[other])]


@inlined
def choose_to_neighbour(t: Tables, s: State, visit: int, node: int) -> tuple[int, float]:
    """A person who is at a home that goes well with this one, and a key just before or after it."""
    if t.near_count[visit] == 0:
        return -1, 0.0
    r = unit(s)
    near = t.near[visit, int(r * r * t.near_count[visit])]
    beside = t.first[near]
    if t.second[near] >= 0 and unit(s) < 0.5:
        beside = t.second[near]
    person = s.person[beside]
    if person < 0 or t.fit[node, person] == inf:
        return -1, 0.0
    if unit(s) < 0.5:
        following = s.after[beside]
        if following == node:
            return -1, 0.0
        return person, between(s, s.key[near], s.key[t.visit[following]])
    last = s.before[beside]
    if last == node:
        return -1, 0.0
    return person, between(s, s.key[t.visit[last]], s.key[near])


@inlined
def choose(t: Tables, s: State, move: int, visit: int, node: int) -> tuple[int, float]:
    """Person and key for one service of a visit, by the kind of move; person -1: nothing to try."""
    now = s.person[node]
    if move == TO_NEIGHBOUR:
        return choose_to_neighbour(t, s, visit, node)
    if move == TO_PERSON:
        person = t.able[node, below(s, t.able_count[node])]
        if person == now:
            return -1, 0.0
        return person, s.key[visit]
    key = s.key[visit] + 160.0 * (unit(s) - 0.5) * unit(s)
    if now < 0:
        return t.able[node, below(s, t.able_count[node])], t.opens[visit] + 120.0 * unit(s)
    return now, key


@inlined
def relocate(t: Tables, s: State, move: int) -> bool:
    """Move one visit; False when there was nothing to try."""
    visit = below(s, t.visits)
    a, b = t.first[visit], t.second[visit]
    if move == LEAVE_OUT:
        if s.person[a] < 0 or t.left_out[visit] >= NEVER:
            return False
        propose(s, visit, -1, -1, s.key[visit])
        return True
    node = b if b >= 0 and unit(s) < 0.5 else a
    person, key = choose(t, s, move, visit, node)
    if person < 0:
        return False
    mate = -1
    if b >= 0:
        mate = mate_for(t, s, visit, node, person)
        if mate == person:
            return False
        if node == b:
            person, mate = mate, person
        if t.pair_price[t.pairing[visit], person, mate] == inf:
            return False
    propose(s, visit, person, mate, key)
    return True


@inlined
def swap(t: Tables, s: State) -> bool:
    """Two homes change places: people and keys."""
    visit = below(s, t.visits)
    if t.near_count[visit] == 0:
        return False
    r = unit(s)
    other = t.near[visit, int(r * r * t.near_count[visit])]
    a, b, c, d = t.first[visit], t.second[visit], t.first[other], t.second[other]
    p, q = s.person[a], s.person[c]
    if p < 0 or q < 0:
        return take_place(t, s, other, visit) if p < 0 else take_place(t, s, visit, other)
    p_mate, q_mate = (s.person[b] if b >= 0 else -1), (s.person[d] if d >= 0 else -1)
    if (b >= 0 and d < 0 and p_mate == q) or (d >= 0 and b < 0 and q_mate == p):
        return False
    new_p, new_q = q, p
    if t.twin[p, q] != q:  # on another day: both of a pair go there, the mate as that day's column
        new_p_mate = -1 if b < 0 else (q_mate if d >= 0 else t.twin[q, p_mate])
        new_q_mate = -1 if d < 0 else (p_mate if b >= 0 else t.twin[p, q_mate])
    elif b >= 0 and unit(s) < 0.5:  # the second service changes places instead of the first
        new_p, new_p_mate = p, (q_mate if d >= 0 else q)
        new_q, new_q_mate = (q, p_mate) if d >= 0 else (p_mate, -1)
    else:
        new_p_mate, new_q_mate = p_mate, q_mate
    if not allowed(t, visit, new_p, new_p_mate) or not allowed(t, other, new_q, new_q_mate):
        return False
    propose(s, visit, new_p, new_p_mate, s.key[other])
    propose(s, other, new_q, new_q_mate, s.key[visit])
    return True


@inlined
def take_place(t: Tables, s: State, visit: int, other: int) -> bool:
    """A home that is left out takes the place of one that is planned: one move where leaving out and putting in are two
    that the cold forbids."""
    a, b, d = t.first[visit], t.second[visit], t.second[other]
    if s.person[a] < 0 or s.person[t.first[other]] >= 0 or t.left_out[visit] >= NEVER:
        return False
    one, two = s.person[a], -1
    if b >= 0 and unit(s) < 0.5:
        one, two = s.person[b], s.person[a]
    elif b >= 0:
        two = s.person[b]
    if d < 0:
        two = -1
    elif two < 0:
        two = t.able[d, below(s, t.able_count[d])]
    if not allowed(t, other, one, two):
        return False
    propose(s, visit, -1, -1, s.key[visit])
    propose(s, other, one, two, s.key[visit])
    return True


@inlined
def allowed(t: Tables, visit: int, one: int, two: int) -> bool:
    """May these people do this visit?"""
    if t.fit[t.first[visit], one] == inf:
        return False
    if t.second[visit] < 0:
        return True
    if one == two or two < 0 or t.fit[t.second[visit], two] == inf:
        return False
    return t.pair_price[t.pairing[visit], one, two] < inf


@inlined
def attempt(t: Tables, s: State, move: int) -> bool:
    """Link the plan anew by one move; False when there was nothing to try."""
    if move == EXCHANGE:
        return exchange(t, s)
    tried = swap(t, s) if move == SWAP else relocate(t, s, move)
    if tried:
        apply(t, s)
    return tried


@inlined
def refuse(t: Tables, s: State, move: int) -> None:
    """Link the plan as it was before the move."""
    if move == EXCHANGE:
        cross(t, s, s.crossed[0], s.crossed[1], s.crossed[2], s.crossed[3])
    else:
        put_back(t, s)
    forget(s)


# ── a whole plan ─────────────────────────────────────────────────────────────────────────────────────────────────────
@compiled
def rebuild(t: Tables, s: State) -> None:
    """Link, time and price the plan from people and keys alone."""
    s.sums[:COST] = 0.0
    s.load[:] = 0.0
    s.tally[:] = 0
    s.tally[LATEST_NODE] = -1
    s.queued[:] = False
    begin_days(t, s)
    for visit in np.argsort(s.key[: t.visits]):
        for side in range(2):
            node = service_of(t, visit, side)
            if node >= 0 and s.person[node] >= 0:
                append(t, s, node, s.person[node])
        s.sums[PEOPLE] += people_price(t, s, visit)
    for visit in range(t.timed):
        if visit >= t.visits or s.person[t.first[visit]] >= 0:
            push(t, s, visit)
    retime(t, s)
    s.time[:] = s.trial
    s.tally[TOUCHED] = 0
    s.sums[COST] = cost(t, s)


@inlined
def append(t: Tables, s: State, node: int, person: int) -> None:
    """Put a service at the end of somebody's day."""
    end = t.services + t.people + person
    last = s.before[end]
    s.after[last], s.before[node] = node, last
    s.after[node], s.before[end] = end, node
    s.sums[TRAVEL] += way(t, last, node) + way(t, node, end) - way(t, last, end)
    s.sums[PEOPLE] += t.fit[node, person]
    s.sums[LOAD] += (2.0 * s.load[person] + t.minutes[node]) * t.minutes[node]
    s.load[person] += t.minutes[node]


@inlined
def begin_days(t: Tables, s: State) -> None:
    """Empty routes; times at which nothing is late, so that lateness counts up from nothing."""
    s.trial[: t.services] = LONG_AGO
    for person in range(t.people):
        start, end = t.services + person, t.services + t.people + person
        s.person[start] = s.person[end] = person
        s.after[start], s.before[end] = end, start
        s.after[end] = s.before[start] = -1
        s.trial[start] = t.begins[person]
        s.trial[end] = LONG_AGO
        s.sums[TRAVEL] += way(t, start, end)
        s.key[t.visits + person] = inf
    s.key[t.visits + t.people] = -inf


@compiled
def tidy_keys(t: Tables, s: State) -> None:
    """Keys close to start times again, the order along every route kept."""
    for visit in np.argsort(s.key[: t.visits]):
        a, b = t.first[visit], t.second[visit]
        if s.person[a] < 0:
            continue
        low = s.key[t.visit[s.before[a]]]
        if b >= 0:
            low = max(low, s.key[t.visit[s.before[b]]])
        # The noise keeps keys apart: equal keys could stand in a different order on two routes.
        s.key[visit] = max(s.time[a], low) + 1e-4 * (0.5 + unit(s))


@inlined
def save_best(t: Tables, s: State) -> None:
    """This is the best plan so far."""
    for node in range(t.services):
        s.best_person[node] = s.person[node]
    for visit in range(t.visits):
        s.best_key[visit] = s.key[visit]
    s.sums[BEST] = s.sums[COST]


@compiled
def first_plan(t: Tables, s: State) -> None:
    """Visits in the order of their windows, dear ones first, each to whom it costs least at the end of the day so far."""
    s.person[: t.services] = -1
    s.key[: t.visits] = 0.0
    rebuild(t, s)
    middle = t.opens[: t.visits] * 0.5 + t.closes[: t.visits].clip(0.0, 1.0e6) * 0.5
    order = np.argsort(middle - 0.1 * t.left_out.clip(0.0, 5000.0))
    for rank in range(t.visits):
        place_first(t, s, order[rank], rank * 2.0)
    rebuild(t, s)
    tidy_keys(t, s)
    rebuild(t, s)
    save_best(t, s)


@inlined
def place_first(t: Tables, s: State, visit: int, key: float) -> None:
    """Try everybody who may serve this visit, then place it with whom it costs least, unless leaving it out costs less."""
    a, b = t.first[visit], t.second[visit]
    mates = t.able_count[b] if b >= 0 else 1
    tries = t.able_count[a] * mates
    cheapest, one, two = cost(t, s), -1, -1
    for i in range(tries + 1):
        p, q, last = one, two, i == tries
        if not last:
            p, q = t.able[a, i // mates], (t.able[b, i % mates] if b >= 0 else -1)
        if p < 0 or not allowed(t, visit, p, q):
            continue
        note_sums(s)
        propose(s, visit, p, q, key)
        apply(t, s)
        retime(t, s)
        price = cost(t, s)
        if last:
            keep(s)
            continue
        if price < cheapest:
            cheapest, one, two = price, p, q
        put_back(t, s)
        forget(s)


@compiled
def load_best(t: Tables, s: State) -> None:
    """Go on from the best plan."""
    s.person[: t.services] = s.best_person
    s.key[: t.visits] = s.best_key
    rebuild(t, s)


@inlined
def pick_move(s: State) -> int:
    """A kind of move by its share."""
    r = unit(s)
    for move in range(MOVES - 1):
        if r < s.odds[move]:
            return move
    return MOVES - 1


@inlined
def walk(t: Tables, s: State, steps: int, hot: float, cold: float) -> None:
    """So many steps while the temperature falls from hot to cold."""
    cooling = exp(log(cold / hot) / steps)
    heat = hot
    for _ in range(steps):
        heat *= cooling
        move = pick_move(s)
        s.tries[move] += 1
        note_sums(s)
        if not attempt(t, s, move):
            continue
        retime(t, s)
        change = cost(t, s) - s.sums[COST]
        if change > -heat * log(1.0 - unit(s)):
            refuse(t, s, move)
            continue
        keep(s)
        s.sums[COST] += change
        if change < 0.0:
            s.gains[move] -= change
            if s.sums[COST] < s.sums[BEST] - 1e-7:
                save_best(t, s)


@compiled
def reckon(t: Tables, s: State) -> float:
    """The cost with keys and sums made fresh."""
    tidy_keys(t, s)
    rebuild(t, s)
    return s.sums[COST]


@compiled
def anneal(t: Tables, s: State, steps: int, hot: float, cold: float) -> float:
    """A walk, then everything made fresh. Gives the cost as the walk had carried it."""
    walk(t, s, steps, hot, cold)
    carried = s.sums[COST]
    reckon(t, s)
    return carried
