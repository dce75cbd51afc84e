"""A day as the compiled search sees it: numbers in arrays.

Words: a *visit* is one home on the plan; a *service* is one person's part of it, so a visit by two has two services; a
*node* is a service or the beginning or the end of somebody's day. Nodes 0..m-1 are services, then k beginnings, then k ends.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

ALONE, TOGETHER, AFTER, APART = 0, 1, 2, 3
"""How the two services of a visit hang together: one only, same start, one after the other, not at all."""


class Tables(NamedTuple):
    """What does not change while a plan is sought."""

    visits: int
    services: int
    people: int
    timed: int  # visits whose times are kept; with working hours the ends of the days count as visits too
    travel: Floats  # [place, place] minutes
    place: Ints  # [node]
    minutes: Floats  # [node] stay
    visit: Ints  # [node]
    first: Ints  # [visit] its service
    second: Ints  # [visit] its other service or -1
    link: Ints  # [visit] ALONE, TOGETHER, AFTER, APART
    least: Floats  # [visit] AFTER: the second begins at least so much later
    most: Floats  # [visit] AFTER: and at most so much later
    opens: Floats  # [visit] nobody begins before
    closes: Floats  # [visit] later than this is late
    weight: Floats  # [visit] price of a minute late
    begins: Floats  # [person] the day
    blocks: Floats  # [person, block, from/to] lunch and other closed times
    block_count: Ints  # [person]
    fit: Floats  # [service, person] price of this person, inf: must not
    able: Ints  # [service, i] people who may, closest fit first
    able_count: Ints  # [service]
    pairing: Ints  # [visit] which table of pairs judges it
    pair_price: Floats  # [pairing, person, person] inf: not these two
    left_out: Floats  # [visit] price of leaving it out, kernel.NEVER: it may not
    twin: Ints  # [person, person] the second person on the day of the first; -1: not there that day
    near: Ints  # [visit, i] visits that go well before or after it
    near_count: Ints  # [visit]
    price_travel: float
    price_late: float
    price_latest: float
    price_load: float


class State(NamedTuple):
    """One plan and its times; `trial` runs ahead of `time` while a change is weighed."""

    person: Ints  # [node] whose route, -1: left out
    before: Ints  # [node] in the route
    after: Ints  # [node]
    key: Floats  # [visit] increases along every route
    time: Floats  # [node] start
    trial: Floats  # [node] start after the change being weighed
    load: Floats  # [person] minutes of service
    sums: Floats  # travel, lateness, latest, price of people, load squared; see the names in kernel.py
    queue: Ints
    queued: NDArray[np.bool_]
    touched: Ints
    tally: Ints  # how many are queued, touched, proposed, who is latest; see the names in kernel.py
    proposal: Ints  # [i, visit/person/person] what the move being weighed wants
    proposal_key: Floats
    undo: Ints  # [i, person/person/before/before] where those visits stood
    undo_key: Floats
    crossed: Ints  # the four ends of two stretches that changed hands
    sums_before: Floats
    random: NDArray[np.uint64]
    best_person: Ints
    best_key: Floats
    tries: Ints  # [move]
    gains: Floats  # [move]
    odds: Floats  # [move] running total of their shares


def empty_state(tables: Tables, seed: int) -> State:
    """Nobody goes anywhere yet; the same seed gives the same walk."""
    services, people, visits = tables.services, tables.people, tables.visits
    nodes = services + 2 * people
    noise = np.random.SeedSequence(seed).generate_state(1, np.uint64)
    return State(
        person=np.full(nodes, -1, np.int64),
        before=np.full(nodes, -1, np.int64),
        after=np.full(nodes, -1, np.int64),
        key=np.zeros(visits + people + 1),
        time=np.zeros(nodes),
        trial=np.zeros(nodes),
        load=np.zeros(people),
        sums=np.zeros(8),
        queue=np.zeros(visits + people + 1, np.int64),
        queued=np.zeros(visits + people + 1, np.bool_),
        touched=np.zeros(nodes, np.int64),
        tally=np.zeros(8, np.int64),
        proposal=np.zeros((2, 3), np.int64),
        proposal_key=np.zeros(2),
        undo=np.zeros((2, 4), np.int64),
        undo_key=np.zeros(2),
        crossed=np.zeros(4, np.int64),
        sums_before=np.zeros(8),
        random=np.maximum(noise, 1).astype(np.uint64),
        best_person=np.full(services, -1, np.int64),
        best_key=np.zeros(visits),
        tries=np.zeros(8, np.int64),
        gains=np.zeros(8),
        odds=np.ones(8),
    )
