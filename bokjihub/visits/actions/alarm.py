"""While the pair is inside: not out in time, or calling for help (process §11.2)."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.models import Role
from bokjihub.audit import actions as audit
from bokjihub.clocks.actions import start_clock
from bokjihub.clocks.queries import clocks_of
from bokjihub.people.queries import head_of
from bokjihub.ui.words import masked_name
from bokjihub.visits.actions.record import Trouble, report_incident
from bokjihub.visits.models import Companion, Incident, Visit

# Minutes after the expected end: the partner calls, the head looks after it, 112 (process §11.2).
STEPS = (15, 30, 45)
COMPANION = "visits.companion"


@transaction.atomic
def raise_overdue(*, visit: Visit, now: dt.datetime, by: Actor) -> int:
    """나올 때가 지남: first the partner is asked to call, then the head, then 112 stands in the line. Returns the step.

    Said again for the same step it changes nothing; 0 while there is time.
    """
    minutes = _minutes_late(visit, now)
    step = sum(minutes >= limit for limit in STEPS)
    if step == 0 or step <= _said_so_far(visit):
        return step
    who = _name(visit)
    companions = list(visit.companions.select_related("post"))
    for companion in companions:
        _line(visit, companion, title=f"{who} 방문에서 나올 때가 지남", verb="전화하기", by=by)
    if step >= 2 or not companions:
        words = "112에 확인 요청" if step == len(STEPS) else "담당에게 전화, 안 받으면 현장으로"
        _line(visit, None, title=f"{who} 방문 {minutes}분 지남 · {words}", verb="안전 확인", by=by)
    audit.record("visit.overdue", subjects=[visit.household_id], detail={"visit": visit.id, "step": step}, by=by)
    return step


@transaction.atomic
def call_for_help(*, visit: Visit, words: str = "", by: Actor) -> Incident:
    """도움 요청(SOS): on record as a threat, and the head and the partner have it in Today at once."""
    trouble = Trouble(
        what=words.strip() or "현장에서 도움을 요청함(SOS)", level=Incident.Level.THREAT, help_called="SOS"
    )
    row = report_incident(visit=visit, trouble=trouble, by=by)
    title = f"{_name(visit)} 방문 중 도움 요청"
    for companion in visit.companions.select_related("post"):
        _line(visit, companion, title=title, verb="전화하기", by=by, code="visit.sos")
    _line(visit, None, title=f"{title} · 전화, 112", verb="안전 확인", by=by, code="visit.sos")
    return row


def _minutes_late(visit: Visit, now: dt.datetime) -> int:
    if visit.state != Visit.State.CHECKED_IN or visit.arrived_at is None or visit.left_at is not None:
        return 0
    expected = visit.arrived_at + dt.timedelta(minutes=max(60, visit.minutes))
    return int((now - expected).total_seconds() // 60)


def _said_so_far(visit: Visit) -> int:
    lines = clocks_of([visit.id, *visit.companions.values_list("id", flat=True)]).filter(policy__code="visit.overdue")
    titles = {one.subject_id: one.title for one in lines}
    to_head = titles.get(visit.id, "")
    return 3 if "112" in to_head else 2 if to_head else min(len(titles), 1)


def _line(
    visit: Visit,
    companion: Companion | None,
    *,
    title: str,
    verb: str,
    by: Actor,
    code: str = "visit.overdue",
) -> None:
    """A line for one of the pair, or for the head of the dong."""
    post = companion.post if companion else None
    start_clock(
        code=code,
        subject_kind=COMPANION if companion else Visit.KIND,
        subject_id=companion.id if companion else visit.id,
        area_id=visit.area_id,
        household_id=visit.household_id,
        role=Role(post.role) if post else Role.TEAM_HEAD,
        post_id=post.id if post else None,
        title=title[:120],
        verb=verb,
        started_on=timezone.localdate(),
        by=by,
    )


def _name(visit: Visit) -> str:
    person = head_of(visit.household_id)
    return masked_name(person.name) if person else "미상"
