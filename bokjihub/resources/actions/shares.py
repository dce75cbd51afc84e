"""나눔 제안: several lots shared out among many homes at once, as draft lists a person reads, edits and sends up."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from bokjihub.accounts.access.actors import Actor
from bokjihub.audit import actions as audit
from bokjihub.audit.ids import uuid7
from bokjihub.engines.shares.check import faults
from bokjihub.engines.shares.problem import Home, Rules, Stock
from bokjihub.engines.shares.solve import share
from bokjihub.resources.actions.allocations import ListEmpty, ListWish, NothingToGive
from bokjihub.resources.models import Allocation, AllocationLine, Lot
from bokjihub.resources.queries.goods import Got, got_lately, why_here
from bokjihub.resources.queries.ledger import balances
from bokjihub.resources.queries.marks import Standing, standings
from bokjihub.ui.words import official_date

LineState = AllocationLine.State


class WrongProposal(RuntimeError):
    """The checker found a fault in the solver's sharing: a programming error, nothing is written."""


@dataclass(frozen=True)
class Proposal:
    """What was proposed: the lists of one round, and why the others got nothing."""

    round_id: UUID
    lists: tuple[Allocation, ...]
    homes: int
    left_over: int
    reasons: dict[str, int]


@transaction.atomic
def propose_shares(*, lots: list[Lot], wish: ListWish, most_each: int = 1, by: Actor) -> Proposal:
    """나눔 제안: the best sharing by need, evenness, the givers' wish and expiry; one draft list a lot, all of one round.

    Nothing is decided: each list is edited and sent up like one made by hand.
    """
    stock = balances([lot.id for lot in lots])
    rules = Rules(most_each=most_each)
    stocks = [
        Stock(
            id=str(lot.id),
            kind=lot.kind,
            pieces=stock[lot.id].stock,
            each=wish.each,
            days_left=(lot.expires_on - by.day).days if lot.expires_on else None,
            tags=frozenset(lot.for_whom),
        )
        for lot in lots
        if lot.expires_on is None or lot.expires_on >= by.day
    ]
    if not any(one.units for one in stocks):
        raise NothingToGive(field="lots")
    line = standings(wish.area_ids, by.day, marks=wish.marks)
    got = got_lately([one.household_id for one in line], by.day, months=wish.months)
    homes = [_home(one, got[one.household_id]) for one in line]
    found = share(stocks, homes, rules)
    wrong = faults(found.shares, stocks, homes, rules)
    if wrong:
        raise WrongProposal(wrong[0])
    if not found.shares:
        raise ListEmpty
    given: dict[str, list[str]] = defaultdict(list)
    for one in found.shares:
        given[one.stock_id].append(one.home_id)
    round_id = uuid7()
    places = {str(one.household_id): one for one in line}
    order = {home.id: number for number, home in enumerate(homes)}
    lists = []
    for lot in lots:
        takers = sorted(given.get(str(lot.id), []), key=order.__getitem__)
        if takers:
            lists.append(_draft(lot, wish, round_id, [places[home] for home in takers], got, by))
    served = {one.home_id for one in found.shares}
    audit.record(
        "allocation.share",
        subjects=[places[home].household_id for home in served],
        detail={"round": round_id, "lots": len(lists), "worth": found.worth},
        by=by,
    )
    pieces = sum(one.units for one in stocks) - len(found.shares)
    return Proposal(round_id, tuple(lists), len(served), pieces, _why_not(homes, served, stocks))


def _home(one: Standing, got: list[Got]) -> Home:
    return Home(
        id=str(one.household_id),
        area=str(one.area_id),
        need=one.points,
        tags=one.marks,
        got_kinds=frozenset(thing.kind for thing in got),
        got_times=len(got),
    )


def _draft(
    lot: Lot, wish: ListWish, round_id: UUID, takers: list[Standing], got: dict[UUID, list[Got]], by: Actor
) -> Allocation:
    whom = f" · {lot.restriction}" if lot.restriction else ""
    allocation = Allocation.objects.create(
        title=f"{wish.title.strip()} — {lot.name}"[:80],
        lot=lot,
        each=wish.each,
        places=len(takers),
        criteria=f"제안: {wish.who}, 최근 {wish.months}개월 같은 갈래 뺌, 적게 받은 집 먼저, 기한이 가까운 것 먼저{whom}"[
            :300
        ],
        round_id=round_id,
        made_on=by.day,
        made_by=by.id,
    )
    AllocationLine.objects.bulk_create(
        AllocationLine(
            allocation=allocation,
            household_id=one.household_id,
            area_id=one.area_id,
            place=place,
            quantity=wish.each,
            reason=_reason(one, len(got[one.household_id]), lot),
            got_lately=" · ".join(thing.words for thing in got[one.household_id])[:300],
            state=LineState.LISTED,
        )
        for place, one in enumerate(takers, start=1)
    )
    return allocation


def _reason(one: Standing, times: int, lot: Lot) -> str:
    parts = [why_here(one, []) or "걱정 점수 없음", f"최근 받은 것 {times}번" if times else "최근 받은 것 없음"]
    if lot.for_whom:
        parts.append("준 분이 정한 집")
    if lot.expires_on:
        parts.append(f"기한 {official_date(lot.expires_on)}")
    return " · ".join(parts)[:200]


def _why_not(homes: list[Home], served: set[str], stocks: list[Stock]) -> dict[str, int]:
    """Why the others got nothing, counted: no lot is for them, they got these kinds lately, or others need it more."""
    reasons = {
        "맞는 것이 없음(준 분이 정한 집이 아님)": 0,
        "같은 갈래를 최근에 받음": 0,
        "더 급하거나 적게 받은 집이 먼저": 0,
    }
    nobody, lately, later = reasons
    for home in homes:
        if home.id in served:
            continue
        fitting = [one for one in stocks if one.fits(home)]
        if not fitting:
            reasons[nobody] += 1
        elif all(one.kind in home.got_kinds for one in fitting):
            reasons[lately] += 1
        else:
            reasons[later] += 1
    return {words: many for words, many in reasons.items() if many}
