"""A signal finds its home: the household's open worry is joined, or a new one is opened.

Flow: signal + household → the open WorkItem of that household (one, by constraint) or a new one that points at the last
closed one → points and level from all its signals → the team's right to the household → the clock of whoever acts next.

Rejected: one work item a signal (an officer would knock three times for three files); a numbered queue a channel (the
same home would wait in several places with several owners).
"""

import datetime as dt

from django.db import connection, transaction
from django.utils import timezone

from bokjihub.accounts import actions as accounts
from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.models import Assignment, Role
from bokjihub.accounts.queries import officer_for_tong
from bokjihub.areas.models import Area
from bokjihub.areas.queries import team_for
from bokjihub.audit import actions as audit
from bokjihub.clocks import actions as clocks
from bokjihub.clocks.calendar import add_months
from bokjihub.clocks.policies import due_date, policy_on
from bokjihub.discovery import points
from bokjihub.discovery.models import Level, Signal, WorkItem
from bokjihub.discovery.queries.reasons import home_facts, reasons_for
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


@transaction.atomic
def attach_signal(*, signal: Signal, household: Household, by: Actor) -> WorkItem:
    """Tie a signal to a household's open worry, opening one where there is none. The next person gets a clock.

    Refused when the signal already belongs to another household, or the household was merged away.
    """
    home = Household.objects.select_for_update().get(id=household.id)
    if home.merged_into_id is not None:
        raise HouseholdWasMerged
    if signal.work_item_id is not None:
        return _same_again(signal, home)
    item = WorkItem.objects.filter(household=home, closed_on__isnull=True).first()
    is_new = item is None
    item = item or _open(home, by=by)
    signal.work_item, signal.household, signal.area = item, home, home.area
    signal.save(update_fields=["work_item", "household", "area"])
    recount(item=item)
    clocks.finish_clocks(subject_id=signal.id, codes=("signal.triage",), by=by)
    _tell_next(item, is_new=is_new, by=by)
    detail = {"item": item.id, "signal": signal.id, "points": item.points, "new": is_new}
    audit.record("signal.attach", subjects=[home.id], detail=detail, by=by)
    return item


def recount(*, item: WorkItem) -> WorkItem:
    """Points, level and how many times, from all signals of the item: the same answer however often it is asked."""
    heard = list(item.signals.all())
    item.times_flagged = _times_before(item) + _occasions(heard)
    today = timezone.localdate()
    reasons = reasons_for(heard, home_facts(item.household, item.times_flagged, today), today)
    item.points = points.total(reasons)
    levels = [Level(signal.level) for signal in heard] + [Level(item.level)]
    if any(reason.must for reason in reasons) or _is_found_again(item):
        levels.append(Level.HIGH)
    item.level = max(levels, key=_WEIGHT.__getitem__)
    if item.owner_id is None:
        item.next_on = _first_contact_due(item)
    item.save(update_fields=["times_flagged", "points", "level", "next_on", "changed_at"])
    return item


def next_number(area: Area, day: dt.date) -> str:
    """A number to read out: 노-2611-0412 (first syllable of the dong, year and month, running number)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('discovery_number')")
        (number,) = cursor.fetchone() or (0,)
    return f"{area.name[0]}-{day:%y%m}-{number:04d}"


def _same_again(signal: Signal, home: Household) -> WorkItem:
    if signal.work_item is None or signal.household_id != home.id:
        raise SignalHasAHome
    return signal.work_item


def _open(home: Household, *, by: Actor) -> WorkItem:
    today = timezone.localdate()
    previous = WorkItem.objects.filter(household=home, closed_on__isnull=False).order_by("-closed_on", "-id").first()
    item = WorkItem.objects.create(
        household=home,
        area=home.area,
        number=next_number(home.area, today),
        previous=previous,
        opened_on=today,
    )
    team = team_for(home.area_id, today)
    if team is not None:
        purpose = Assignment.Purpose.WORK_ITEM
        accounts.assign(subject_id=home.id, purpose=purpose, source_id=item.id, team_id=team.id, by=by)
    return item


def _times_before(item: WorkItem) -> int:
    return item.previous.times_flagged if item.previous else 0


def _occasions(heard: list[Signal]) -> int:
    """Lines of one file are one finding; so are several calls on one day."""
    return len({signal.file_id or timezone.localdate(signal.received_at) for signal in heard}) or 1


def _is_found_again(item: WorkItem) -> bool:
    closed_on = item.previous.closed_on if item.previous else None
    return closed_on is not None and add_months(closed_on, ALARM_MONTHS) >= item.opened_on


def _first_contact_due(item: WorkItem) -> dt.date:
    return due_date(policy_on(f"work_item.first_contact.{item.level}", item.opened_on), item.opened_on)


def _tell_next(item: WorkItem, *, is_new: bool, by: Actor) -> None:
    """A worry nobody owns waits with the team head; one that is owned tells its owner that something was added."""
    today = timezone.localdate()
    urgent = item.level == Level.URGENT
    if item.owner_id is None:
        charge = officer_for_tong(item.household.tong_id, today)
        proposal = f" · {item.household.tong} 담당 {charge.user.name}" if charge and item.household.tong else ""
        clocks.start_clock(
            code="work_item.assign",
            subject_kind=WORK_ITEM,
            subject_id=item.id,
            area_id=item.area_id,
            household_id=item.household_id,
            role=Role.TEAM_HEAD,
            title=f"{_flag(item)}새 걱정 {item.number}{proposal}",
            verb="담당 정하기",
            started_on=today,
            due_on=today if urgent else None,
            by=by,
        )
    elif not is_new:
        clocks.start_clock(
            code="signal.triage",
            subject_kind=WORK_ITEM,
            subject_id=item.id,
            area_id=item.area_id,
            household_id=item.household_id,
            role=Role(item.owner.role) if item.owner else Role.DONG_OFFICER,
            post_id=item.owner_id,
            title=f"{_flag(item)}새 신호가 더해졌습니다 · {item.number}",
            verb="살펴보기",
            started_on=today,
            due_on=today if urgent else None,
            by=by,
        )


def _flag(item: WorkItem) -> str:
    words = [Level(item.level).label] if item.level != Level.NORMAL else []
    words += [f"{item.times_flagged}번째 발굴"] if item.times_flagged > 1 else []
    return f"[{' · '.join(words)}] " if words else ""
