"""The demo's casework: finished cases and one of every stage, all in accord with the rules of the rooms."""

import datetime as dt
from random import Random
from typing import Any

import pytest
from django.utils import timezone

from bokjihub.accounts.models import Role
from bokjihub.cases.models import Case, Closing, StageEvent
from bokjihub.cases.stages import BACK, MOVES
from bokjihub.clocks.models import SignOff
from bokjihub.demo import care, casework, ground, hub, months, residents
from bokjihub.rollout.queries.hub import Counts, hub_state
from bokjihub.statistics.models import Snapshot
from bokjihub.statistics.queries.closed import corrected

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_the_towns_casework_keeps_the_table_of_moves(monkeypatch: Any) -> None:
    monkeypatch.setattr(casework, "FINISHED", 25)
    random, today = Random(3), timezone.localdate()
    town = ground.build(ground.laid_out(), random, since=today - dt.timedelta(days=1460))
    town.facts = [row for row in town.facts if row["name"] == "노암동"]
    homes = residents.imagine(residents.places_of(town), random, today).write()
    count = casework.cases_of(town, homes, random, today)
    assert count == Case.objects.count() == 25 + len(casework.OPEN)
    for event in StageEvent.objects.exclude(from_state=""):
        allowed = MOVES[event.event][0] if event.event in MOVES else (BACK[event.event][0],)
        assert event.from_state in allowed, event.event
    last = dict(StageEvent.objects.order_by("on", "at", "id").values_list("case_id", "to_state"))
    assert all(last[case.id] == case.state for case in Case.objects.all())
    waiting = SignOff.objects.filter(signed_on__isnull=True, subject_kind="cases.closing")
    turns = {(turn.subject_id, turn.place): turn.role for turn in waiting}
    first = {subject: role for (subject, _), role in sorted(turns.items(), reverse=True)}
    assert sorted(first.values()) == [Role.DONG_HEAD, Role.TEAM_HEAD], "one closing waits for each of the line"
    open_states = set(Case.objects.exclude(state__in=Case.OVER).values_list("state", flat=True))
    assert {"requested", "accepted", "surveying", "conference", "planning", "serving", "closing"} <= open_states
    assert Closing.objects.filter(is_approved=True).exists()
    begun = [one for one in care.STORIES if today - dt.timedelta(days=one.days_ago) >= care.CARE_LAW_BEGAN]
    assert care.care_of(town, homes, random, today) == len(begun)
    cared = set(Case.objects.filter(kind=Case.Kind.CARE).values_list("state", flat=True))
    assert {"requested", "surveying", "selected_care", "not_selected", "planning", "serving", "closing"} <= cared
    months.closed_months(town, today)
    end = today.replace(day=1) - dt.timedelta(days=1)
    found = corrected(Snapshot.objects.get(name="counselling", last=end))
    assert found is not None
    assert found.changed, "what was written after the month was closed stands beside it"
    hub.hub_of(town)
    assert hub_state(town.city, dt.date(2016, 9, 1)).now == Counts(2, 2)
    assert hub_state(town.city, dt.date(2016, 9, 1)).planned == Counts(5, 7)
    assert hub_state(town.city, dt.date(2018, 12, 31)).now == Counts(11, 23)
