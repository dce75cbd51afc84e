"""From days written down to the arrays the compiled search reads."""

from collections.abc import Sequence

import numpy as np

from bokjihub.engines.routes.hhcrsp import Instance
from bokjihub.engines.routes.kernel import NEVER
from bokjihub.engines.routes.tables import ALONE, Floats, Ints, Tables

NEIGHBOURS = 40


def tables_of(instance: Instance) -> Tables:
    """A published day: one depot, no end of the day, nobody left out; a third each of travel, lateness and the latest."""
    people = len(instance.caregivers)
    visit_of = [v for v, patient in enumerate(instance.patients) for _ in patient.cares]
    cares = [care for patient in instance.patients for care in patient.cares]
    fit = np.full((len(cares), people), np.inf)
    for s, care in enumerate(cares):
        fit[s, instance.able(care)] = 0.0
    patients = instance.patients
    travel = np.array(instance.travel, dtype=np.float64)
    opens = np.array([p.opens for p in patients], dtype=np.float64)
    closes = np.array([p.closes for p in patients], dtype=np.float64)
    minutes = np.array([care.minutes for care in cares], dtype=np.float64)
    return assemble(
        travel=travel,
        visit_of=visit_of,
        service_place=[v + 1 for v in visit_of],
        minutes=minutes,
        link=[p.link for p in patients],
        least=[p.least for p in patients],
        most=[p.most for p in patients],
        opens=opens,
        closes=closes,
        fit=fit,
        homes=[0] * people,
    )


def assemble(  # the one place where all columns meet
    *,
    travel: Floats,
    visit_of: Sequence[int],
    service_place: Sequence[int],
    minutes: Floats,
    link: Sequence[int],
    least: Sequence[float],
    most: Sequence[float],
    opens: Floats,
    closes: Floats,
    fit: Floats,
    homes: Sequence[int],
    returns: Sequence[int] | None = None,
    weight: Floats | None = None,
    begins: Floats | None = None,
    ends: Floats | None = None,
    overtime: float = 0.0,
    blocks: Sequence[Sequence[tuple[float, float]]] = (),
    pairing: Sequence[int] = (),
    pair_price: Floats | None = None,
    left_out: Floats | None = None,
    twin: Ints | None = None,
    prices: tuple[float, float, float, float] = (1 / 3, 1 / 3, 1 / 3, 0.0),
) -> Tables:
    """Columns of services, visits and people put together, the nodes of the days' beginnings and ends added."""
    visits, services, people = len(link), len(visit_of), fit.shape[1]
    first, second = _services_of(visit_of, visits)
    day = np.full(people, np.inf) if ends is None else ends
    able, able_count = _able(fit)
    near, near_count = _near(travel, first, second, service_place, minutes, opens, closes, fit)
    closed, closed_count = _blocks(blocks, people)
    return Tables(
        visits=visits,
        services=services,
        people=people,
        timed=visits if ends is None else visits + people,
        travel=np.ascontiguousarray(travel),
        place=np.array([*service_place, *homes, *(homes if returns is None else returns)], dtype=np.int64),
        minutes=np.concatenate([minutes, np.zeros(2 * people)]),
        visit=np.array([*visit_of, *[visits + people] * people, *range(visits, visits + people)], dtype=np.int64),
        first=np.concatenate([first, np.arange(services + people, services + 2 * people), [-1]]),
        second=np.concatenate([second, np.full(people + 1, -1)]),
        link=np.concatenate([np.array(link, dtype=np.int64), np.full(people + 1, ALONE)]),
        least=np.concatenate([least, np.zeros(people + 1)]),
        most=np.concatenate([most, np.full(people + 1, np.inf)]),
        opens=np.concatenate([opens, np.zeros(people + 1)]),
        closes=np.concatenate([closes, day, [np.inf]]),
        weight=np.concatenate([np.ones(visits) if weight is None else weight, np.full(people + 1, overtime)]),
        begins=np.zeros(people) if begins is None else begins,
        blocks=closed,
        block_count=closed_count,
        fit=np.ascontiguousarray(fit),
        able=able,
        able_count=able_count,
        pairing=np.array(pairing or [0] * visits, dtype=np.int64),
        pair_price=np.zeros((1, people, people)) if pair_price is None else np.ascontiguousarray(pair_price),
        left_out=np.full(visits, NEVER) if left_out is None else left_out,
        twin=np.tile(np.arange(people, dtype=np.int64), (people, 1)) if twin is None else twin,
        near=near,
        near_count=near_count,
        price_travel=prices[0],
        price_late=prices[1],
        price_latest=prices[2],
        price_load=prices[3],
    )


def _services_of(visit_of: Sequence[int], visits: int) -> tuple[Ints, Ints]:
    first, second = np.full(visits, -1, np.int64), np.full(visits, -1, np.int64)
    for s, v in enumerate(visit_of):
        (first if first[v] < 0 else second)[v] = s
    return first, second


def _able(fit: Floats) -> tuple[Ints, Ints]:
    count = np.isfinite(fit).sum(axis=1).astype(np.int64)
    return np.argsort(fit, axis=1, kind="stable").astype(np.int64), count


def _blocks(blocks: Sequence[Sequence[tuple[float, float]]], people: int) -> tuple[Floats, Ints]:
    count = np.zeros(people, np.int64)
    table = np.zeros((people, max((len(b) for b in blocks), default=0) or 1, 2))
    for person, own in enumerate(blocks):
        count[person] = len(own)
        for i, span in enumerate(sorted(own)):
            table[person, i] = span
    return table, count


def _near(
    travel: Floats,
    first: Ints,
    second: Ints,
    service_place: Sequence[int],
    minutes: Floats,
    opens: Floats,
    closes: Floats,
    fit: Floats,
) -> tuple[Ints, Ints]:
    """For each visit those that go well directly before or after it: short way, little waiting, hardly late, one person for both."""
    visits = len(first)
    place = np.array([service_place[s] for s in first])
    stay = minutes[first]
    way = travel[np.ix_(place, place)]
    latest = np.where(np.isfinite(closes), closes, opens + 1e6)
    earliest_there = (opens + stay)[:, None] + way
    waiting = np.maximum(0.0, opens[None, :] - ((latest + stay)[:, None] + way))
    late = np.maximum(0.0, earliest_there - latest[None, :])
    price = way + 0.3 * waiting + late
    price = np.minimum(price, price.T)
    can = np.isfinite(fit[first])
    can = np.where(second[:, None] >= 0, can | np.isfinite(fit[second]), can).astype(np.int64)
    price[(can @ can.T) == 0] = np.inf
    np.fill_diagonal(price, np.inf)
    keep = min(NEIGHBOURS, max(visits - 1, 1))
    return np.argsort(price, axis=1, kind="stable")[:, :keep].astype(np.int64), np.minimum(
        np.isfinite(price).sum(axis=1), keep if visits > 1 else 0
    ).astype(np.int64)
