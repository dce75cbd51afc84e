"""One work item on its page and in the peek pane beside the list."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from bokjihub.clocks.models import Clock
from bokjihub.clocks.queries import clocks_of
from bokjihub.discovery.models import ClosingRequest, ContactAttempt, Search, Signal, WorkItem
from bokjihub.discovery.queries.ladder import Rung, attempts_of, rungs, since_reached, what_is_left
from bokjihub.discovery.queries.reasons import reasons_of_item
from bokjihub.people.queries import members
from bokjihub.ui.words import masked_name, short_date


@dataclass(frozen=True)
class WorkPage:
    """Why, what was tried, what comes next. `reached_on`: the day of the last try, where it reached somebody."""

    item: WorkItem
    name: str
    about: str
    reasons: list[dict[str, Any]]
    points: int
    steps: list[dict[str, Any]]
    left: list[str]
    reached_on: dt.date | None
    events: list[dict[str, Any]]
    signals: list[Signal]
    clocks: list[Clock]
    closing: ClosingRequest | None
    search: Search | None
    returned: ClosingRequest | None
    refusals: int


def work_page(item: WorkItem, *, today: dt.date) -> WorkPage:
    """Everything the page of one work item shows."""
    tries = attempts_of(item)
    lost = since_reached(tries)
    climbed = rungs(lost, today=today)
    people = list(members(item.household_id))
    head = people[0] if people else None
    age = head.age_on(today) if head else None
    reasons = reasons_of_item(item, today)
    here = sum(not person.lives_elsewhere for person in people)
    tong = item.household.tong.name if item.household.tong else item.area.name
    parts = (f"만 {age}세" if age is not None else "", f"{here}인" if here else "", tong)
    waiting = item.closing_requests.order_by("-asked_at").first()
    return WorkPage(
        item=item,
        name=masked_name(head.name) if head else "이름 모름",
        about=" · ".join(part for part in parts if part),
        reasons=[{"label": one.label, "points": one.points, "source": one.source, "must": one.must} for one in reasons],
        points=sum(one.points for one in reasons),
        steps=[_step(rung, climbed, today) for rung in climbed],
        left=what_is_left(climbed),
        reached_on=timezone.localdate(tries[-1].at) if tries and not lost else None,
        events=[_event(one) for one in reversed(tries)],
        signals=list(item.signals.order_by("-received_at")),
        clocks=list(clocks_of([item.id]).order_by("due_on")),
        closing=waiting if waiting and waiting.decided_at is None else None,
        returned=waiting if waiting and waiting.is_approved is False else None,
        search=item.searches.exclude(is_approved=False).filter(found_at=None).first(),
        refusals=sum(one.result == ContactAttempt.Result.REFUSED for one in tries),
    )


def _step(rung: Rung, climbed: Sequence[Rung], today: dt.date) -> dict[str, Any]:
    first = next((one for one in climbed if one.needed and not one.done), None)
    state = "done" if rung.done else "todo"
    if first is not None and rung is first:
        state = "late" if rung.due is not None and rung.due < today else "current"
    date = short_date(rung.due, today=today) if rung.due else "" if rung.needed else "필요할 때"
    return {"label": rung.words, "state": state, "date": date, "note": "" if rung.done else rung.left}


def _event(one: ContactAttempt) -> dict[str, Any]:
    next_words = f"다음 {short_date(one.next_on)}" if one.next_on else ""
    signs = ", ".join(one.door_signs)
    extra = " · ".join(part for part in (signs, one.source, next_words) if part)
    kind = "sent" if one.result == ContactAttempt.Result.SENT else "contact"
    return {
        "kind": kind,
        "at": timezone.localtime(one.at),
        "verb": f"{one.get_way_display()} · {one.get_result_display()}",
        "text": extra,
        "words": one.words,
        "by": one.made_label,
    }
