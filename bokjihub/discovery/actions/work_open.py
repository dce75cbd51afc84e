"""A signal finds its home: the household's open worry is joined, or a new one is opened.

Flow: signals + households → the open WorkItem of each household (one, by constraint) or a new one that points at the
last closed one → points and level from all its signals → the team's right to the household → the clock of whoever acts
next. A file of a thousand lines takes the same path as one telephone call, in a fixed number of statements.

Rejected: one work item a signal (an officer would knock three times for three files); a numbered queue a channel (the
same home would wait in several places with several owners).
"""

import datetime as dt
import functools
from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from bokjihub.accounts import actions as accounts
from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.actions import Right
from bokjihub.accounts.models import Assignment, Role, TongCharge
from bokjihub.areas.queries import teams_for
from bokjihub.audit import actions as audit
from bokjihub.clocks import actions as clocks
from bokjihub.clocks.actions import Start
from bokjihub.clocks.calendar import add_months
from bokjihub.clocks.policies import due_date, policy_on
from bokjihub.discovery import points
from bokjihub.discovery.models import Level, Signal, WorkItem
from bokjihub.discovery.queries.reasons import home_facts_of, reasons_for, with_hint
from bokjihub.discovery.queries.receipts import short
from bokjihub.people.models import Household
from bokjihub.ui.errors import OfficerError

SIGNAL, WORK_ITEM = "discovery.signal", "discovery.work_item"
# Found again within this time, the team head is told at once (process §11.1).
ALARM_MONTHS = 12
_WEIGHT = {Level.NORMAL: 0, Level.HIGH: 1, Level.URGENT: 2}


class SignalHasAHome(OfficerError):
    """이 신호는 이미 다른 가구의 작업에 들어 있습니다. 화면을 새로 고쳐 확인해 주세요."""


class HouseholdWasMerged(OfficerError):
    """이 가구는 다른 가구와 합쳐졌습니다. 합친 가구를 골라 주세요."""


class HouseholdOutOfReach(OfficerError):
    """맡은 읍·면·동의 가구가 아니거나 없는 가구입니다. 그 동의 담당자에게 넘겨 주세요."""


@transaction.atomic
def attach_signal(*, signal: Signal, household: Household, by: Actor) -> WorkItem:
    """Tie a signal to a household's open worry, opening one where there is none. The next person gets a clock.

    Refused when the signal already belongs to another household, or the household was merged away or is out of reach.
    """
    if signal.work_item is not None:
        if signal.household_id != household.id:
            raise SignalHasAHome
        return signal.work_item
    (item,) = attach_signals(pairs=[(signal, household)], by=by)
    clocks.finish_clocks(subject_id=signal.id, codes=("signal.triage",), by=by)
    return item


@transaction.atomic
def attach_signals(*, pairs: Sequence[tuple[Signal, Household]], by: Actor) -> list[WorkItem]:
    """Tie many new signals to their households, each household's worry once. Refused as a whole like `attach_signal`."""
    if not pairs:
        return []
    homes = _locked({home.id for _, home in pairs})
    found = WorkItem.objects.filter(household_id__in=homes, closed_on__isnull=True).select_related("owner", "previous")
    items = {item.household_id: item for item in found}
    new = _open([home for home in homes.values() if home.id not in items], by=by)
    items |= new
    for signal, home in pairs:
        signal.work_item, signal.household, signal.area = items[home.id], homes[home.id], homes[home.id].area
    Signal.objects.bulk_update([signal for signal, _ in pairs], ["work_item", "household", "area"], batch_size=500)
    _recount(items.values(), homes)
    _tell_next(items.values(), homes, new.keys(), by=by)
    detail = {"signals": len(pairs), "items": len(items), "opened": len(new)}
    if len(pairs) == 1:
        detail |= {"signal": pairs[0][0].id, "item": pairs[0][0].work_item_id}  # type: ignore[dict-item]
    audit.record("signal.attach", subjects=homes, detail=detail, by=by)
    return list(items.values())


@transaction.atomic
def put_in_inbox(*, signals: Sequence[Signal], role: Role = Role.TEAM_HEAD, by: Actor) -> int:
    """Signals whose home is not known yet wait in the inbox of their dong; the team head gets a clock for each."""
    today = timezone.localdate()
    starts = [
        Start(
            subject_kind=SIGNAL,
            subject_id=signal.id,
            area_id=signal.area_id,
            role=role,
            title=f"{_mark(signal.level)}{signal.get_channel_display()} · 누구인지 확인 · {short(signal.receipt)}",
            verb="누구인지 보기",
            due_on=today if signal.level == Level.URGENT else None,
        )
        for signal in signals
    ]
    return clocks.start_clocks(code="signal.triage", starts=starts, started_on=today, by=by) if starts else 0


def _locked(ids: set[UUID]) -> dict[UUID, Household]:
    found = Household.objects.select_for_update(of=("self",)).select_related("area", "tong").filter(id__in=ids)
    homes = {home.id: home for home in found.order_by("id")}
    if homes.keys() != ids:
        raise HouseholdOutOfReach
    if any(home.merged_into_id for home in homes.values()):
        raise HouseholdWasMerged
    return homes


def _open(homes: Sequence[Household], *, by: Actor) -> dict[UUID, WorkItem]:
    """New worries of homes that have none open, each pointing at the last one closed; their teams may open the home."""
    today = timezone.localdate()
    closed = WorkItem.objects.filter(household_id__in=[home.id for home in homes], closed_on__isnull=False)
    before = {item.household_id: item for item in closed.order_by("closed_on", "id")}
    items = {
        home.id: WorkItem(
            household=home,
            area=home.area,
            number=number,
            previous=before.get(home.id),
            opened_on=today,
        )
        for home, number in zip(homes, _numbers(homes, today), strict=True)
    }
    WorkItem.objects.bulk_create(items.values())
    teams = teams_for({home.area_id for home in homes}, today)
    rights = [
        Right(home_id, item.id, team_id=teams[item.area_id].id)
        for home_id, item in items.items()
        if item.area_id in teams
    ]
    accounts.assign_many(rights=rights, purpose=Assignment.Purpose.WORK_ITEM, by=by)
    return items


def _numbers(homes: Sequence[Household], day: dt.date) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('discovery_number') FROM generate_series(1, %s)", [len(homes)])
        return [
            f"{home.area.name[0]}-{day:%y%m}-{row[0]:04d}" for home, row in zip(homes, cursor.fetchall(), strict=True)
        ]


def _recount(items: Iterable[WorkItem], homes: dict[UUID, Household]) -> None:
    today = timezone.localdate()
    rows = list(items)
    heard: dict[UUID, list[Signal]] = defaultdict(list)
    for signal in Signal.objects.filter(work_item__in=rows).defer("words", "phone_sealed"):
        if signal.work_item_id:
            heard[signal.work_item_id].append(signal)
    for item in rows:
        before = item.previous.times_flagged if item.previous else 0
        item.times_flagged = before + _occasions(heard[item.id])
    facts = home_facts_of({homes[item.household_id]: item.times_flagged for item in rows}, today)
    first_contact = functools.cache(_first_contact)
    for item in rows:
        _weigh(item, heard[item.id], facts[item.household_id], today)
        if item.owner_id is None:
            item.next_on = first_contact(item.level, item.opened_on)
        item.changed_at = timezone.now()
    fields = ["times_flagged", "points", "level", "next_on", "changed_at"]
    WorkItem.objects.bulk_update(rows, fields, batch_size=500)


def _weigh(item: WorkItem, heard: list[Signal], home: points.HomeFacts, today: dt.date) -> None:
    """Points and level; a level once given is never taken back here."""
    reasons = with_hint(item, reasons_for(heard, home, today))
    item.points = points.total(reasons)
    levels = [Level(signal.level) for signal in heard] + [Level(item.level)]
    if any(reason.must for reason in reasons) or _is_found_again(item):
        levels.append(Level.HIGH)
    item.level = max(levels, key=_WEIGHT.__getitem__)


def _first_contact(level: str, opened_on: dt.date) -> dt.date:
    """Until when a worry nobody owns yet wants its first contact."""
    return due_date(policy_on(f"work_item.first_contact.{level}", opened_on), opened_on)


def _occasions(heard: list[Signal]) -> int:
    """Lines of one file are one finding; so are several calls on one day."""
    return len({signal.file_id or timezone.localdate(signal.received_at) for signal in heard}) or 1


def _is_found_again(item: WorkItem) -> bool:
    closed_on = item.previous.closed_on if item.previous else None
    return closed_on is not None and add_months(closed_on, ALARM_MONTHS) >= item.opened_on


def _tell_next(items: Iterable[WorkItem], homes: dict[UUID, Household], new: Iterable[UUID], *, by: Actor) -> None:
    """A worry nobody owns waits with the team head; one that is owned tells its owner that something was added."""
    today, opened = timezone.localdate(), set(new)
    rows = list(items)
    charges = _charges(homes.values(), today)
    unowned = [
        _start(item, f"새 걱정 {item.number}{charges.get(homes[item.household_id].tong_id, '')}", "담당 정하기", today)
        for item in rows
        if item.owner_id is None
    ]
    added = [
        _start(item, f"새 신호가 더해졌습니다 · {item.number}", "살펴보기", today)
        for item in rows
        if item.owner_id is not None and item.household_id not in opened
    ]
    for code, starts in (("work_item.assign", unowned), ("signal.triage", added)):
        if starts:
            clocks.start_clocks(code=code, starts=starts, started_on=today, by=by)


def _start(item: WorkItem, words: str, verb: str, today: dt.date) -> Start:
    found_again = f"{item.times_flagged}번째 발굴 · " if item.times_flagged > 1 else ""
    return Start(
        subject_kind=WORK_ITEM,
        subject_id=item.id,
        area_id=item.area_id,
        household_id=item.household_id,
        role=Role(item.owner.role) if item.owner else Role.TEAM_HEAD,
        post_id=item.owner_id,
        title=f"{_mark(item.level)}{found_again}{words}",
        verb=verb,
        due_on=today if item.level == Level.URGENT else None,
    )


def _mark(level: str) -> str:
    return "" if level == Level.NORMAL else f"[{Level(level).label}] "


def _charges(homes: Iterable[Household], today: dt.date) -> dict[UUID | None, str]:
    """Who looks after the tong of each home: a proposal in words for the team head, who decides."""
    tongs = {home.tong_id for home in homes if home.tong_id}
    found = TongCharge.objects.on(today).filter(area_id__in=tongs).select_related("post__user", "area")
    return {
        charge.area_id: f" · {charge.area} 담당 {charge.post.user.name}"
        for charge in found
        if charge.post.ends_on is None or charge.post.ends_on >= today
    }
