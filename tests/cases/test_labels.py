"""The town's own names roll up; tags; who carries how much; all of a person's work passes in one action."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from bokjihub.accounts.access.scope import acting_as
from bokjihub.cases.actions import conference, labels
from bokjihub.cases.actions.conference import NewDuty
from bokjihub.cases.models import Case, CaseLabel, Decision
from bokjihub.cases.queries.workload import workload
from bokjihub.clocks.models import Clock
from bokjihub.desk.actions import hand_over_all
from tests.cast import Cast
from tests.factories.cases import Walk, walk

pytestmark = pytest.mark.django_db
Code, Kind = Decision.Code, CaseLabel.Kind


@pytest.fixture
def path(cast: Cast) -> Walk:
    return walk(cast, timezone.localdate())


def test_a_local_decision_counts_as_a_national_one(path: Walk, cast: Cast) -> None:
    admin, head = path.by("admin"), path.by("head")
    with acting_as(admin), pytest.raises(labels.LabelUnclear):
        labels.add_label(kind=Kind.DECISION, label="집중사례관리", by=admin)
    with acting_as(admin):
        own = labels.add_label(kind=Kind.DECISION, label="집중사례관리", rolls_up_to=Code.CASE_COMPLEX, by=admin)
        with pytest.raises(labels.LabelStands):
            labels.add_label(kind=Kind.DECISION, label="집중사례관리", rolls_up_to=Code.CASE_GENERAL, by=admin)
    path.request()
    path.accept()
    path.survey()
    item = path.meeting()
    with acting_as(head), pytest.raises(labels.LabelUnclear, match="집중사례관리"), transaction.atomic():
        conference.decide_case(item=item, code=Code.CASE_GENERAL, discussion="논의", local=own, by=head)
    with acting_as(head):
        conference.decide_case(
            item=item, code=Code.CASE_COMPLEX, discussion="논의", reason="폭력 되풀이", local=own, by=head
        )
    assert (path.it.kind, path.it.local_code) == (Case.Kind.COMPLEX, own.code)
    with pytest.raises(IntegrityError, match="cases_local_decision_rolls_up"), transaction.atomic():
        CaseLabel.objects.filter(id=own.id).update(rolls_up_to="")


def test_tags_are_the_towns_and_an_ended_one_stays_on_the_case(path: Walk, browse: Any) -> None:
    case = path.request()
    path.accept()
    officer = browse("officer")
    here = reverse("cases:tags", args=[case.id])
    assert officer.post(here, {"tags": ["lonely_death", "near_poor"]}).status_code == 302
    assert path.it.tags == ["lonely_death", "near_poor"]
    listed = officer.get(reverse("cases:my_cases") + "?tab=open").content.decode()
    assert "고독사 위험자" in listed
    admin = path.by("admin")
    with acting_as(admin):
        labels.end_label(label=CaseLabel.objects.get(code="near_poor"), by=admin)
    CaseLabel.objects.filter(code="near_poor").update(ends_on=path.day - dt.timedelta(days=1))
    actor = path.by("officer")
    with acting_as(actor):
        labels.set_tags(case=path.it, tags=["near_poor"], by=actor)
        labels.set_tags(case=path.it, tags=[], by=actor)
        with pytest.raises(labels.LabelUnknown):
            labels.set_tags(case=path.it, tags=["near_poor"], by=actor)


def test_the_town_adds_and_ends_names_on_the_page(cast: Cast, browse: Any) -> None:
    admin = browse("admin")
    here = reverse("cases:labels")
    assert admin.post(here, {"kind": "decision", "label": "집중사례관리"}).status_code == 422
    made = {"kind": "decision", "label": "집중사례관리", "rolls_up_to": "CASE_COMPLEX", "source": "경기 무한돌봄"}
    assert admin.post(here, made).status_code == 302
    row = CaseLabel.objects.get(label="집중사례관리")
    assert admin.post(reverse("cases:end_label", args=[row.id])).status_code == 302
    row.refresh_from_db()
    assert row.ends_on == timezone.localdate()


def test_workload_counts_what_each_carries(path: Walk, cast: Cast, browse: Any) -> None:
    path.to_serving()
    second = walk(cast, path.day, name="김둘째")
    second.request()
    second.accept()
    Clock.objects.filter(subject_id=second.it.id, policy__code="case.survey").update(
        due_on=path.day - dt.timedelta(days=2)
    )
    head = path.by("head")
    with acting_as(head):
        (load,) = workload(Case.objects.all(), path.day)
    assert (load.cases, load.before_plan, load.serving, load.late) == (2, 1, 1, 1)
    assert reverse("cases:labels") in browse("hope").get(reverse("cases:my_cases")).content.decode()
    assert reverse("cases:labels") not in browse("head").get(reverse("cases:my_cases")).content.decode()
    page = browse("head").get(reverse("cases:workload")).content.decode()
    assert "김서연" in page
    assert "1명 · 열린 사례 2" in page


def test_all_of_a_persons_cases_and_duties_pass_in_one_action(path: Walk, cast: Cast) -> None:
    path.request()
    path.accept()
    path.survey()
    duty = NewDuty(cast.posts["officer"], "전기요금 나누어 내기", path.day + dt.timedelta(days=4))
    path.decide(duties=[duty])
    head = path.by("head")
    with acting_as(head):
        moved = hand_over_all(giver=cast.posts["officer"], taker=cast.posts["colleague"], reason="휴직", by=head)
    assert (moved.cases, moved.duties) == (1, 1)
    assert path.it.manager_id == cast.posts["colleague"].id
    assert path.it.duties.get().post_id == cast.posts["colleague"].id
    assert not Clock.objects.filter(post=cast.posts["officer"], done_at__isnull=True).exists()
    assert path.plan(who="colleague").state == "agreed", "the new manager goes on"


def test_the_household_timeline_tells_the_case(path: Walk, browse: Any) -> None:
    plan = path.to_serving()
    path.check(plan)
    page = browse("officer").get(reverse("desk:timeline", args=[path.household.id])).content.decode()
    for words in ("계획 승인", "선정(일반)", "사례 점검"):
        assert words in page
