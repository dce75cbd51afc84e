"""바로잡기: a finished record keeps its words; what was wrong stands beside it, on the screen and in print."""

from typing import Any

import pytest
from django.db import ProgrammingError, transaction
from django.urls import reverse
from django.utils import timezone

from bokjihub.accounts.access.scope import acting_as
from bokjihub.accounts.actions import assign
from bokjihub.accounts.models import Assignment
from bokjihub.cases.actions.plan import revise_plan
from bokjihub.cases.models import Decision, Plan
from bokjihub.cases.queries.records import records_of
from bokjihub.emergency.models import EmergencyAid
from bokjihub.emergency.records import records_of as emergency_records
from bokjihub.people.actions import AddendumUnclear, add_addendum
from bokjihub.people.models import Addendum
from bokjihub.ui.papers.reading import paper_of
from tests.accounts.places import OURS, THEIRS, World
from tests.cast import Cast
from tests.emergency.conftest import Office
from tests.factories.cases import Walk, walk

pytestmark = pytest.mark.django_db
SENT = {"part": "본인 말씀", "words": "딸이 아니라 며느리가 돌봄", "reason": "옆집 이야기를 잘못 옮김"}


@pytest.fixture
def served(cast: Cast) -> Walk:
    path = walk(cast, timezone.localdate())
    path.to_aftercare()
    return path


def words_of(browser: Any, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200, address
    return "\n".join(paper_of(answer.content.decode()).words())


def test_each_finished_record_of_a_case_is_put_right_beside_it_and_in_print(
    served: Walk, cast: Cast, browse: Any
) -> None:
    case, officer, head = served.it, browse("officer"), browse("head")
    kinds = {one.kind for one in records_of(case)}
    assert kinds == {"survey", "decision", "plan", "check", "closing"}
    for record in records_of(case):
        page = reverse("desk:amend_case", args=[case.id, record.kind, record.id])
        assert record.label in officer.get(page).content.decode()
        assert officer.post(page, {**SENT, "words": f"{record.kind}의 바른 말"}).status_code == 302
    shown = officer.get(reverse("cases:case", args=[case.id])).content.decode()
    assert all(f"{kind}의 바른 말" in shown for kind in kinds)
    sheets = {
        "plan": words_of(officer, reverse("cases:plan_sheet", args=[case.id, 1])),
        "survey": words_of(officer, reverse("cases:survey_sheet", args=[case.id, 1])),
        "closing": words_of(officer, reverse("cases:closing_sheet", args=[case.id])),
        "decision": words_of(head, reverse("cases:minutes", args=[Decision.objects.get(case=case).item.conference_id])),
    }
    assert "check의 바른 말" in sheets["plan"], "the check table stands on the sheet of the plan"
    for kind, words in sheets.items():
        assert f"{kind}의 바른 말" in words
        assert SENT["reason"] in words
    assert Decision.objects.get(case=case).discussion == "함께 살핌", "the record itself stays"


def test_a_draft_is_edited_and_not_put_right(cast: Cast, browse: Any) -> None:
    path = walk(cast, timezone.localdate())
    path.to_serving()
    actor = path.by("officer")
    with acting_as(actor):
        draft = revise_plan(case=path.it, by=actor)
    page = reverse("desk:amend_case", args=[path.it.id, "plan", draft.id])
    assert browse("officer").get(page).status_code == 404
    other = walk(cast, timezone.localdate(), name="최한호")
    other.request()
    first = Plan.objects.get(case=path.it, version=1)
    assert browse("officer").get(reverse("desk:amend_case", args=[other.it.id, "plan", first.id])).status_code == 404


def test_a_counselling_record_keeps_its_words_and_shows_the_right_ones(cast: Cast, browse: Any) -> None:
    found = World(cast).counselling(OURS)
    work = Assignment.Purpose.WORK_ITEM
    with acting_as(actor := cast.actor("officer")):
        assign(subject_id=found.household_id, purpose=work, post_id=cast.posts["officer"].id, by=actor)
    officer = browse("officer")
    assert officer.post(reverse("desk:amend_counselling", args=[found.id]), SENT).status_code == 302
    assert SENT["words"] in officer.get(reverse("counselling:counselling", args=[found.id])).content.decode()
    assert SENT["words"] in words_of(officer, reverse("counselling:paper", args=[found.id]))
    assert Addendum.objects.get().written_label


def test_an_addendum_says_what_and_why_and_is_written_once(served: Walk, cast: Cast) -> None:
    actor, case = served.by("officer"), served.it
    facts: dict[str, Any] = {
        "subject_kind": "cases.plan",
        "subject_id": case.id,
        "household_id": case.household_id,
        "area_id": case.area_id,
        "by": actor,
    }
    with acting_as(actor):
        with pytest.raises(AddendumUnclear):
            add_addendum(part="날짜", words="3일", reason=" ", **facts)
        row = add_addendum(part="날짜", words="3일", reason="달력을 잘못 봄", **facts)
        with pytest.raises(ProgrammingError), transaction.atomic():
            Addendum.objects.filter(id=row.id).update(words="4일")
        with pytest.raises(ProgrammingError), transaction.atomic():
            Addendum.objects.filter(id=row.id).delete()


def test_a_finished_record_of_an_aid_is_put_right_on_its_page_and_in_its_file(cast: Cast, browse: Any) -> None:
    office = Office(cast, World(cast).home(OURS))
    grant = office.granted(timezone.localdate())
    office.pay(grant, timezone.localdate())
    aid = EmergencyAid.objects.get(id=grant.aid_id)
    officer, page = browse("emergency"), reverse("emergency:grant_page", args=[aid.id])
    kinds = [one.kind for one in emergency_records(aid)]
    assert kinds == ["on_site", "grant", "payment"]
    for record in emergency_records(aid):
        amend = reverse("desk:amend_aid", args=[aid.id, record.kind, record.id])
        assert amend in officer.get(page).content.decode()
        assert officer.post(amend, {**SENT, "words": f"{record.kind}의 바른 말"}).status_code == 302
    shown, file = officer.get(page).content.decode(), words_of(officer, reverse("emergency:file_sheet", args=[aid.id]))
    for kind in kinds:
        assert f"{kind}의 바른 말" in shown
        assert f"{kind}의 바른 말" in file
    assert SENT["reason"] in file
    assert "바로잡음" in file
    elsewhere = reverse("desk:amend_aid", args=[aid.id, "grant", aid.id])
    assert officer.get(elsewhere).status_code == 404
    assert browse("officer").get(amend).status_code == 404


def test_the_result_of_a_visit_keeps_its_words_and_shows_the_right_ones(cast: Cast, browse: Any) -> None:
    world = World(cast)
    done, planned = world.visited(OURS), world.visit(THEIRS)
    officer, amend = browse("officer"), reverse("desk:amend_visit", args=[done.id])
    page = reverse("visits:visit", args=[done.id])
    assert amend in officer.get(page).content.decode()
    assert officer.post(amend, SENT).status_code == 302
    assert SENT["words"] in officer.get(page).content.decode()
    assert browse("geum_officer").get(reverse("desk:amend_visit", args=[planned.id])).status_code == 404, "not made yet"
