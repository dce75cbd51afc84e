"""자원의 첫 화면: what waits for the desk that keeps the gifts and for the secretary of the councils, nearest day first."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q

from bokjihub.areas.models import Area
from bokjihub.partners.queries import meetings_waiting, people_by_dong
from bokjihub.resources.models import Allocation, AllocationLine, ChestApplication, Lot, Offer, Service
from bokjihub.resources.queries.directory import STALE_DAYS
from bokjihub.resources.queries.ledger import balances
from bokjihub.ui.words import short_date

EXPIRES_SOON_DAYS = 30


@dataclass(frozen=True)
class Task:
    """One line: what, where it stands, the verb, the page that does it, and the day it presses, if it has one."""

    what: str
    note: str
    verb: str
    page: str
    id: UUID
    due_on: dt.date | None = None


OFFER_VERBS = {
    Offer.State.OFFERED: "받을지 정하기",
    Offer.State.REVIEW: "심사 결과 적기",
    Offer.State.ACCEPTED: "들어온 것 적기",
}
LIST_VERBS = {
    Allocation.State.DRAFT: "명단 마저 짜기",
    Allocation.State.PROPOSED: "명단 보기",
    Allocation.State.APPROVED: "전달 보기",
}


def offers_waiting() -> list[Task]:
    """기탁 의사: what was offered and has no end yet; each is shown with the day of the words."""
    found = Offer.objects.filter(state__in=list(OFFER_VERBS)).order_by("offered_on", "id")
    return [
        Task(
            what=f"{one.name} {one.quantity:,}{one.unit}",
            note=f"{one.get_state_display()} · {short_date(one.offered_on)} 말씀",
            verb=OFFER_VERBS[Offer.State(one.state)],
            page="resources:offer",
            id=one.id,
        )
        for one in found
    ]


def lists_under_way() -> list[Task]:
    """나눔: lists being made, waiting for a yes, or on their way to the doors."""
    brought = Count("lines", filter=Q(lines__state=AllocationLine.State.DELIVERED))
    to_bring = Count("lines", filter=Q(lines__state=AllocationLine.State.RESERVED))
    found = Allocation.objects.filter(state__in=list(LIST_VERBS)).annotate(brought=brought, to_bring=to_bring)
    return [
        Task(
            what=one.title,
            note=f"전달 {one.brought}곳, 남은 곳 {one.to_bring}곳"
            if one.state == Allocation.State.APPROVED
            else one.get_state_display(),
            verb=LIST_VERBS[Allocation.State(one.state)],
            page="resources:allocation",
            id=one.id,
        )
        for one in found.order_by("made_on", "id")
    ]


@dataclass(frozen=True)
class Store:
    """창고: what expires soon and is not yet given, and how many kinds of thing lie there at all."""

    expiring: tuple[Task, ...]
    kinds: int


def store(day: dt.date) -> Store:
    """Lots with something left, those that expire within thirty days (or have) first in line to be given."""
    lots = list(Lot.objects.filter(state=Lot.State.RECEIVED))
    left = {lot_id: found.stock for lot_id, found in balances(lot.id for lot in lots).items()}
    soon = day + dt.timedelta(days=EXPIRES_SOON_DAYS)
    pressing = [(lot.expires_on, lot) for lot in lots if left[lot.id] > 0 and lot.expires_on and lot.expires_on <= soon]
    return Store(
        expiring=tuple(_expiring(lot, on, left[lot.id], day) for on, lot in sorted(pressing, key=lambda row: row[0])),
        kinds=sum(left[lot.id] > 0 for lot in lots),
    )


def _expiring(lot: Lot, on: dt.date, left: int, day: dt.date) -> Task:
    is_over = on < day
    return Task(
        what=lot.name,
        note=f"남은 것 {left:,}{lot.unit} · 소비기한",
        verb="버림 적기" if is_over else "나눔 짜기",
        page="resources:lot" if is_over else "resources:new_allocation",
        id=lot.id,
        due_on=on,
    )


def chest_waiting() -> list[Task]:
    """공동모금회: asked and not answered, or granted and not yet told what became of it."""
    open_ones = ChestApplication.objects.filter(Q(is_granted__isnull=True) | Q(is_granted=True, told_on__isnull=True))
    return [
        Task(
            what=one.title,
            note="배분을 받음, 결과 보고 전" if one.is_granted else "답을 기다림",
            verb="결과 적기" if one.is_granted else "답 적기",
            page="resources:chest_application",
            id=one.id,
        )
        for one in open_ones.order_by("applied_on", "id")
    ]


def stale_places(day: dt.date) -> int:
    """Services whose free places nobody has asked about for a month."""
    return Service.objects.on(day).filter(confirmed_on__lt=day - dt.timedelta(days=STALE_DAYS)).count()


def councils_waiting(city: Area, day: dt.date) -> list[Task]:
    """협의체: meetings to be told of, held or written down; then the dongs where terms end within sixty days."""
    meetings = [
        Task(
            what=f"{one.area.name} {one.get_body_display()} {one.get_kind_display()}회의",
            note=_meeting_note(one.held_on, is_told=one.noticed_on is not None, day=day),
            verb="회의록 적기" if one.held_on <= day else "알림 적기" if one.noticed_on is None else "안건 보기",
            page="partners:meeting",
            id=one.id,
            due_on=one.notice_due_on if one.noticed_on is None and one.held_on > day else one.held_on,
        )
        for one in meetings_waiting(city, day)
    ]
    return meetings + list(_terms_ending(city, day))


def _meeting_note(held_on: dt.date, *, is_told: bool, day: dt.date) -> str:
    if held_on <= day:
        return "회의록을 기다림"
    return "위원께 알림" if is_told else "위원께 알리기 전(닷새 앞까지)"


def _terms_ending(city: Area, day: dt.date) -> Iterable[Task]:
    for row in people_by_dong(city, day):
        if row.ending:
            yield Task(
                what=f"{row.area.name} 협의체",
                note=f"임기가 60일 안에 끝나는 위원 {row.ending}명",
                verb="위촉 보기",
                page="partners:dong_council",
                id=row.area.id,
            )
