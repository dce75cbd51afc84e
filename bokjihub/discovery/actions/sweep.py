"""밤 점검: every open worry has somebody who must act next, and that person's line says the step that is due.

open worries of a city → no clock runs (a fault, a hand-over gone wrong): one is started for whoever is next → the owner's
post has ended: the team head decides anew → the ladder's next rung has come due: the line names it → the locate list is
counted, what is late with it. Running it twice changes nothing the second time.
"""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.models import Role
from bokjihub.audit import actions as audit
from bokjihub.clocks.models import Clock
from bokjihub.clocks.queries import clocks_of
from bokjihub.discovery.actions.work import FIRST_CONTACT, remind
from bokjihub.discovery.models import ContactAttempt, WorkItem
from bokjihub.discovery.queries.ladder import attempts_of, next_try, rungs, since_reached

State = WorkItem.State
# Who is next where no clock runs: the clock of the state and its verb.
NEXT_CLOCK: dict[WorkItem.State, tuple[str, str]] = {
    State.LOCATING: ("work_item.locate", "다시 찾기"),
    State.REFUSED_HOLD: ("work_item.refused", "다시 여쭙기"),
    State.CONTACTED: ("work_item.outcome", "결과 정하기"),
    State.LINKED: ("work_item.outcome", "결과 확인하기"),
    State.CONTACTING: ("work_item.next_contact", "연락하기"),
}
VERBS = {
    ContactAttempt.Way.PHONE: "전화하기",
    ContactAttempt.Way.MESSAGE: "문자 보내기",
    ContactAttempt.Way.VISIT: "찾아가기",
    ContactAttempt.Way.NEIGHBOUR: "이웃에 묻기",
}
ALL_DONE = "소재 찾기 올리기"


@dataclass
class Swept:
    """What one night found and mended."""

    day: dt.date
    open: int = 0
    without_clock: list[str] = field(default_factory=list)
    owner_gone: list[str] = field(default_factory=list)
    ladder_due: Counter[str] = field(default_factory=Counter)
    locating: int = 0
    locate_due: int = 0
    locate_late: int = 0

    @property
    def mended(self) -> int:
        """Worries that had nobody to act next."""
        return len(self.without_clock) + len(self.owner_gone)


@transaction.atomic
def sweep(*, by: Actor) -> Swept:
    """Look through every open worry of the actor's dongs; mend what nobody would have seen, name what is due today."""
    found = Swept(by.day)
    items = list(
        WorkItem.objects.filter(closed_on__isnull=True, area_id__in=by.areas).select_related("owner__user", "area")
    )
    running: dict[UUID, list[Clock]] = {}
    for clock in clocks_of(item.id for item in items):
        running.setdefault(clock.subject_id, []).append(clock)
    for item in items:
        _look_at(item, running.get(item.id, []), found, by)
    found.open = len(items)
    if found.mended:
        detail = {"without_clock": found.without_clock, "owner_gone": found.owner_gone}
        audit.record("work_item.sweep", detail=detail, by=by)
    return found


def _look_at(item: WorkItem, running: Sequence[Clock], found: Swept, by: Actor) -> None:
    codes = {clock.policy.code for clock in running}
    if not codes:
        _start_next(item, by)
        found.without_clock.append(item.number)
    if _owner_is_gone(item, by.day) and "work_item.assign" not in codes:
        title = f"담당이 떠났습니다 · {item.number}"
        remind(work_item=item, code="work_item.assign", verb="담당 정하기", role=Role.TEAM_HEAD, title=title, by=by)
        found.owner_gone.append(item.number)
    if item.state == State.LOCATING:
        found.locating += 1
        found.locate_due += item.next_on == by.day
        found.locate_late += item.next_on is not None and item.next_on < by.day
    if item.state == State.CONTACTING:
        _name_the_step(item, running, found, by)


def _owner_is_gone(item: WorkItem, day: dt.date) -> bool:
    return item.owner is not None and item.owner.ends_on is not None and item.owner.ends_on < day


def _start_next(item: WorkItem, by: Actor) -> None:
    if item.owner is None:
        remind(work_item=item, code="work_item.assign", verb="담당 정하기", role=Role.TEAM_HEAD, by=by)
        return
    code, verb = NEXT_CLOCK.get(State(item.state), (f"{FIRST_CONTACT}.{item.level}", "연락하기"))
    due_on = max(item.next_on, by.day) if item.next_on else None
    remind(work_item=item, code=code, verb=verb, due_on=due_on, by=by)


def _name_the_step(item: WorkItem, running: Sequence[Clock], found: Swept, by: Actor) -> None:
    """The line of Today says which rung of the ladder is due: 문자 보내기, not only 연락하기."""
    clock = next((one for one in running if one.policy.code == "work_item.next_contact"), None)
    if clock is None or clock.due_on > by.day:
        return
    climbed = rungs(since_reached(attempts_of(item)), today=by.day)
    rung = next((one for one in climbed if one.needed and not one.done), None)
    words = (rung.left or rung.words) if rung else "연락 차례를 모두 했습니다"
    verb = VERBS[next_try(item, today=by.day).way] if rung else ALL_DONE
    found.ladder_due[rung.words if rung else ALL_DONE] += 1
    title = f"{words} · {item.number}"
    if (clock.title, clock.verb) != (title, verb):
        clock.title, clock.verb = title, verb
        clock.save(update_fields=["title", "verb"])
