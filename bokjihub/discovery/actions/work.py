"""담당 정하기 and the moves of a work item that follow from work done in other rooms."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from bokjihub.accounts import actions as accounts
from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.actions import Right
from bokjihub.accounts.models import Assignment, Post, Role
from bokjihub.accounts.queries import officers_for_tongs
from bokjihub.areas.models import Team
from bokjihub.areas.queries import team_for, teams_for
from bokjihub.audit import actions as audit
from bokjihub.clocks import actions as clocks
from bokjihub.clocks.actions import Start
from bokjihub.clocks.models import Clock
from bokjihub.clocks.queries import clocks_of
from bokjihub.discovery.models import ContactAttempt, Level, WorkItem
from bokjihub.ui.errors import OfficerError

SUBJECT = "discovery.work_item"
FIRST_CONTACT = "work_item.first_contact"
State = WorkItem.State
# Clocks that wait for somebody to take the worry on.
NOW_OWNED = ("work_item.assign", "signal.triage")
# Clocks that wait for the next contact: over as soon as somebody tried.
WAITING = (
    *(f"{FIRST_CONTACT}.{level}" for level in Level.values),
    "signal.triage",
    "work_item.next_contact",
    "work_item.refused",
    "work_item.locate",
    "work_item.review",
)


class AlreadyClosed(OfficerError):
    """이 일은 이미 마쳤습니다. 새 걱정이 들어오면 다시 열립니다."""


class CannotTakeHere(OfficerError):
    """그 분은 이 동을 맡은 팀에 있지 않습니다. 우리 팀 담당 가운데서 골라 주세요."""


class NobodyAssigned(OfficerError):
    """담당이 아직 없습니다. 담당을 먼저 정해 주세요."""


@dataclass(frozen=True)
class Assigned:
    """What one press of ‘통·리 담당에게 나누기’ did: how many got an owner, how many tongs have nobody in charge."""

    assigned: int
    without_charge: int


@transaction.atomic
def assign(*, work_item: WorkItem, owner: Post, reason: str = "", by: Actor) -> WorkItem:
    """Give a household's worry to an officer of the team that serves its dong; the former owner's right ends.

    Refused when the work is closed or the officer serves another dong. Running clocks move to the new owner.
    """
    _open(work_item)
    team = team_for(work_item.area_id, by.day)
    if not _can_take(owner, team, by.day):
        raise CannotTakeHere(field="owner")
    former = work_item.owner_id
    if former == owner.id:
        return work_item
    work_item.owner = owner
    if work_item.state in (State.RECEIVED, State.TRIAGED):
        work_item.state = State.ASSIGNED
    work_item.save(update_fields=["owner", "state", "changed_at"])
    _give_rights(work_item, former, team, by)
    clocks.finish_clocks(subject_id=work_item.id, codes=NOW_OWNED, by=by)
    _move_clocks(work_item, former, by)
    if work_item.state == State.ASSIGNED and not work_item.contacts.exists():
        remind(work_item=work_item, code=f"{FIRST_CONTACT}.{work_item.level}", verb="연락하기", by=by)
    detail = {"work_item": work_item.id, "from": former, "to": owner.id}
    audit.record("work_item.assign", subjects=[work_item.household_id], words=reason, detail=detail, by=by)
    return work_item


@transaction.atomic
def assign_by_tong(*, work_items: Iterable[WorkItem], by: Actor) -> Assigned:
    """Give every open worry without an owner to the officer in charge of its 통·리. Tongs nobody looks after stay.

    In a fixed number of statements, however many wait; what a colleague has just taken is left alone.
    """
    free = WorkItem.objects.select_for_update(of=("self",)).filter(owner__isnull=True, closed_on__isnull=True)
    waiting = list(free.filter(id__in=[item.id for item in work_items]).select_related("household").order_by("id"))
    takers = officers_for_tongs((item.household.tong_id for item in waiting if item.household.tong_id), by.day)
    teams = teams_for((item.area_id for item in waiting), by.day)
    given: dict[Post, list[WorkItem]] = defaultdict(list)
    for item in waiting:
        post = takers.get(item.household.tong_id) if item.household.tong_id else None
        if post is not None and _can_take(post, teams.get(item.area_id), by.day):
            given[post].append(item)
    taken = [item for items in given.values() for item in items]
    if taken:
        _give_out(given, teams, by)
    audit.record("work_item.assign_by_tong", detail={"assigned": len(taken), "left": len(waiting) - len(taken)}, by=by)
    return Assigned(len(taken), len(waiting) - len(taken))


@transaction.atomic
def mark_met(*, work_item: WorkItem, next_on: dt.date | None = None, by: Actor) -> WorkItem:
    """상담함: the person was met and the counselling record is written. Called by the rooms that write it."""
    _open(work_item)
    if work_item.state == State.LOCATING:
        raise StillSearched
    work_item.state = State.CONTACTED
    work_item.next_on = next_on
    work_item.save(update_fields=["state", "next_on", "changed_at"])
    clocks.finish_clocks(subject_id=work_item.id, codes=(*WAITING, "work_item.record"), by=by)
    remind(work_item=work_item, code="work_item.outcome", verb="결과 정하기", due_on=next_on, by=by)
    audit.record("work_item.met", subjects=[work_item.household_id], detail={"work_item": work_item.id}, by=by)
    return work_item


@transaction.atomic
def mark_linked(*, work_item: WorkItem, next_on: dt.date | None = None, by: Actor) -> WorkItem:
    """연결됨: an application, aid, link or case now stands on this worry. Called by the room that made it."""
    _open(work_item)
    if work_item.state == State.LOCATING:
        raise StillSearched
    work_item.state = State.LINKED
    work_item.next_on = next_on
    work_item.save(update_fields=["state", "next_on", "changed_at"])
    clocks.finish_clocks(subject_id=work_item.id, codes=(*WAITING, "work_item.record"), by=by)
    remind(work_item=work_item, code="work_item.outcome", verb="결과 확인하기", due_on=next_on, by=by)
    audit.record("work_item.linked", subjects=[work_item.household_id], detail={"work_item": work_item.id}, by=by)
    return work_item


class StillSearched(OfficerError):
    """소재를 찾는 중인 가구입니다. 만나셨다면 연락 기록에 ‘찾음’으로 먼저 적어 주세요."""


@transaction.atomic(savepoint=False)
def remind(
    *,
    work_item: WorkItem,
    code: str,
    verb: str,
    due_on: dt.date | None = None,
    post: Post | None = None,
    role: Role | None = None,
    title: str = "",
    by: Actor,
) -> Clock:
    """Start the clock of the next person: the owner unless a post or a role is named."""
    post_id = None if role else post.id if post else work_item.owner_id
    return clocks.start_clock(
        code=code,
        subject_kind=SUBJECT,
        subject_id=work_item.id,
        area_id=work_item.area_id,
        household_id=work_item.household_id,
        role=role or (Role(post.role) if post else Role.DONG_OFFICER),
        post_id=post_id,
        title=title or _title(work_item),
        verb=verb,
        started_on=by.day,
        due_on=due_on,
        by=by,
    )


def _open(work_item: WorkItem) -> None:
    if work_item.closed_on is not None:
        raise AlreadyClosed


def _can_take(post: Post, team: Team | None, day: dt.date) -> bool:
    """An officer or head of the team that serves the dong, in office that day."""
    in_office = post.ends_on is None or post.ends_on >= day
    return (
        team is not None and post.team_id == team.id and in_office and post.role in (Role.DONG_OFFICER, Role.TEAM_HEAD)
    )


def _give_out(given: Mapping[Post, Sequence[WorkItem]], teams: Mapping[UUID, Team], by: Actor) -> None:
    """What `assign` does for one worry that nobody owned, for many at once."""
    taken = [item for items in given.values() for item in items]
    for post, items in given.items():
        for item in items:
            item.owner, item.changed_at = post, timezone.now()
            if item.state in (State.RECEIVED, State.TRIAGED):
                item.state = State.ASSIGNED
    WorkItem.objects.bulk_update(taken, ["owner", "state", "changed_at"], batch_size=500)
    of_teams = [Right(item.household_id, item.id, team_id=teams[item.area_id].id) for item in taken]
    of_posts = [Right(item.household_id, item.id, post_id=item.owner_id) for item in taken]
    accounts.assign_many(rights=[*of_teams, *of_posts], purpose=Assignment.Purpose.WORK_ITEM, by=by)
    clocks.finish_clocks_of(subject_ids=[item.id for item in taken], codes=NOW_OWNED, by=by)
    _await_first_contact(taken, by)
    for post, items in given.items():
        detail = {"work_items": [item.id for item in items], "from": None, "to": post.id}
        homes = [item.household_id for item in items]
        audit.record("work_item.assign", subjects=homes, words="통·리 담당", detail=detail, by=by)


def _await_first_contact(items: Sequence[WorkItem], by: Actor) -> None:
    tried = set(ContactAttempt.objects.filter(work_item__in=items).values_list("work_item_id", flat=True))
    starts: dict[str, list[Start]] = defaultdict(list)
    for item in items:
        if item.state == State.ASSIGNED and item.id not in tried:
            starts[item.level].append(
                Start(
                    subject_kind=SUBJECT,
                    subject_id=item.id,
                    area_id=item.area_id,
                    household_id=item.household_id,
                    role=Role.DONG_OFFICER,
                    post_id=item.owner_id,
                    title=_title(item),
                    verb="연락하기",
                )
            )
    for level, of_level in starts.items():
        clocks.start_clocks(code=f"{FIRST_CONTACT}.{level}", starts=of_level, started_on=by.day, by=by)


def _title(work_item: WorkItem) -> str:
    return f"{work_item.get_state_display()} · {work_item.number}"


def _give_rights(work_item: WorkItem, former: UUID | None, team: Team | None, by: Actor) -> None:
    """The team works on it, so nobody of the team is asked why; the owner's post holds it."""
    if former is not None and work_item.owner_id is not None:
        accounts.end_assignments(source_id=work_item.id, by=by)
    if team is not None:
        _give(work_item, by, team_id=team.id)
    _give(work_item, by, post_id=work_item.owner_id)


def _give(work_item: WorkItem, by: Actor, *, team_id: UUID | None = None, post_id: UUID | None = None) -> None:
    accounts.assign(
        subject_id=work_item.household_id,
        purpose=Assignment.Purpose.WORK_ITEM,
        source_id=work_item.id,
        team_id=team_id,
        post_id=post_id,
        by=by,
    )


def _move_clocks(work_item: WorkItem, former: UUID | None, by: Actor) -> None:
    for clock in clocks_of([work_item.id]):
        if former is not None and clock.post_id == former:
            clocks.start_clock(
                code=clock.policy.code,
                subject_kind=clock.subject_kind,
                subject_id=clock.subject_id,
                area_id=clock.area_id,
                household_id=clock.household_id,
                role=Role(clock.role),
                post_id=work_item.owner_id,
                title=clock.title,
                verb=clock.verb,
                started_on=clock.started_on,
                due_on=clock.due_on,
                by=by,
            )
