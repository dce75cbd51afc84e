"""점검에서 고칠 것: on the Today of the city's unit until somebody writes how it was mended."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from bokjihub.accounts.access.scope import acting_as
from bokjihub.accounts.models import Role
from bokjihub.clocks.models import Clock
from bokjihub.rollout.actions import hub as actions
from bokjihub.rollout.models import LogEntry
from bokjihub.statistics.queries.frame import Scope
from bokjihub.statistics.queries.registry import REPORTS
from bokjihub.ui.words import official_date
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def found(cast: Cast, who: str, *, dong: bool = True, **more: Any) -> LogEntry:
    by = cast.actor(who)
    with acting_as(by):
        return actions.write_log(
            kind=LogEntry.Kind.INSPECTION,
            area=cast.dongs["노암동"] if dong else cast.city,
            held_on=timezone.localdate(),
            title="전담팀 점검",
            by=by,
            **{"follow_up": "상담실 칸막이", **more},
        )


@pytest.mark.parametrize("who", ["hope", "monitor"])
@pytest.mark.parametrize("dong", [True, False])
def test_a_finding_is_work_of_the_citys_unit_whoever_wrote_it(cast: Cast, browse: Any, who: str, dong: bool) -> None:
    entry = found(cast, who, dong=dong, mend_by=timezone.localdate())
    clock = Clock.objects.get(subject_id=entry.id)
    assert (clock.role, clock.due_on, clock.done_at) == (Role.HOPE_UNIT, timezone.localdate(), None)
    today = browse("hope").get("/today/").content.decode()
    assert "현장 점검에서 고칠 것: 상담실 칸막이" in today
    assert reverse("rollout:finding", args=[entry.id]) in today


def test_without_a_day_it_is_a_month_and_without_a_finding_nothing(cast: Cast) -> None:
    assert Clock.objects.get(subject_id=found(cast, "hope").id).due_on == timezone.localdate() + dt.timedelta(days=30)
    assert not Clock.objects.filter(subject_id=found(cast, "hope", follow_up=" ").id).exists()


def test_it_is_mended_once_with_words_and_stands_in_the_years_result(cast: Cast, browse: Any) -> None:
    entry, desk, today = found(cast, "monitor"), browse("hope"), timezone.localdate()
    page = reverse("rollout:finding", args=[entry.id])
    facts = {"on": official_date(today), "words": "칸막이를 세움"}
    assert browse("officer").get(page).status_code == 404
    assert desk.post(page, {**facts, "words": " "}).status_code == 422
    assert desk.post(page, {**facts, "on": official_date(today - dt.timedelta(days=1))}).status_code == 422
    assert desk.post(page, facts).status_code == 302
    assert Clock.objects.get(subject_id=entry.id).done_at is not None
    assert "칸막이를 세움" in desk.get(page).content.decode()
    assert "고침" in desk.get(reverse("rollout:map")).content.decode()
    with pytest.raises(actions.MendedAlready), acting_as(by := cast.actor("hope")):
        actions.mend_finding(entry=entry, on=today, words="다시", by=by)
    with acting_as(cast.actor("hope")):
        rows = REPORTS["survey-result"].build(Scope(today, today)).rows
    assert any("칸막이를 세움" in str(row.cells["words"]) for row in rows)


def test_the_database_asks_what_was_mended_and_how(cast: Cast) -> None:
    entry = found(cast, "hope")
    with pytest.raises(IntegrityError, match="rollout_mended_says_what"), transaction.atomic():
        LogEntry.objects.filter(id=entry.id).update(mended_on=timezone.localdate())
