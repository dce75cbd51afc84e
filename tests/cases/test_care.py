"""돌봄통합 against its law: who may apply, what is judged by whom, the two bounds of a check, the five ends, and R13 by hand."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bokjihub.accounts.access.scope import acting_as
from bokjihub.cases.actions import care, closing, conference, plan, request, survey
from bokjihub.cases.actions.conference import DecisionNeedsReason
from bokjihub.cases.actions.plan import CheckUnfinished, Delivery, Progress
from bokjihub.cases.actions.stage import ReasonMissing, WrongStage
from bokjihub.cases.deciders import SamePersonDecides
from bokjihub.cases.models import CareApplication, CareAssessment, Case, Check, Closing, Conference, Decision, Plan
from bokjihub.clocks.models import Clock
from bokjihub.statistics.queries.frame import Scope
from bokjihub.statistics.queries.registry import REPORTS
from bokjihub.ui.errors import OfficerError
from bokjihub.ui.papers.reading import paper_of
from tests.cast import Cast
from tests.factories.care import CareWalk, care_walk
from tests.factories.cases import walk

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 4, 6)
Way, Group, Urgent = CareApplication.Way, CareApplication.Group, CareApplication.Urgent


def clocks(path: CareWalk) -> dict[str, dt.date]:
    found = Clock.objects.filter(subject_id=path.it.id, done_at__isnull=True).select_related("policy")
    return {one.policy.code: one.due_on for one in found}


def check(path: CareWalk, row: Plan, next_on: dt.date) -> None:
    actor = path.by("officer")
    with acting_as(actor):
        plan.record_check(
            plan=Plan.objects.get(id=row.id),
            method=Check.Method.VISIT,
            spoke_with="본인",
            next_on=next_on,
            services={one.id: Delivery() for one in row.services.all()},
            goals={one.id: Progress(50, "봄") for one in row.goals.all()},
            by=actor,
        )


REFUSED: tuple[tuple[str, dict[str, Any], type[OfficerError]], ...] = (
    ("남편이 신청하는데 관계가 없음(제7조제1항제2호)", {"way": Way.FAMILY, "applicant": "박길동"}, care.ApplicantMissing),
    ("후견인의 이름이 없음(제3호)", {"way": Way.GUARDIAN, "relation": "후견인"}, care.ApplicantMissing),
    ("기관이 동의 없이(제4호)", {"way": Way.AGENCY, "applicant": "요양병원 김간호"}, care.AgreementMissing),
    ("직권인데 사전 동의가 없음(법 제10조제2항)", {"way": Way.OFFICE, "urgent": Urgent.ALONE}, care.AgreementMissing),
    ("직권인데 시행령 제4조의 까닭이 없음", {"way": Way.OFFICE, "agreed_by": "본인", "agreed_on": DAY}, ReasonMissing),
    ("본인 신청에 직권 까닭", {"urgent": Urgent.ALONE}, ReasonMissing),
    ("공동이용에 동의하지 않고 서류도 없음(제7조제5항)", {"shares_records": False}, care.PaperMissing),
    ("동의한 날이 내일", {"way": Way.AGENCY, "applicant": "복지관", "agreed_by": "본인", "agreed_on": DAY + dt.timedelta(1)},
     care.AgreementMissing),
)  # fmt: skip


@pytest.mark.parametrize(("why", "given", "error"), REFUSED, ids=[one[0] for one in REFUSED])
def test_an_application_the_rule_does_not_allow_is_refused(
    why: str, given: dict[str, Any], error: type[OfficerError], cast: Cast
) -> None:
    with pytest.raises(error):
        care_walk(cast, DAY).apply(**given)
    assert not Case.objects.exists()


def test_who_is_not_65_needs_another_ground(cast: Cast) -> None:
    young = care_walk(cast, DAY, born=1970)
    with pytest.raises(care.NotInGroup):
        young.apply()
    assert young.apply(group=Group.DISABLED).group == Group.DISABLED


def test_nobody_applies_before_the_law(cast: Cast) -> None:
    with pytest.raises(care.BeforeTheLaw):
        care_walk(cast, dt.date(2026, 3, 26)).apply()
    assert care_walk(cast, dt.date(2026, 3, 27), name="최한호").apply().case.number


def test_care_goes_beside_a_case_of_the_home_and_once_a_person(cast: Cast) -> None:
    path = care_walk(cast, DAY)
    path.apply()
    with pytest.raises(care.AlreadyInCare):
        path.apply()
    beside = walk(cast, DAY, name="최한호")
    beside.request()
    other = CareWalk(cast, beside.household, DAY)
    other.apply()
    actor = cast.actor("officer", day=DAY)
    with acting_as(actor), pytest.raises(request.AlreadyInCase):
        request.request_case(household=beside.household, reason="또", by=actor)
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(id=path.it.id).update(person=None)


def test_the_way_from_the_counter_to_the_first_check_has_its_clocks(cast: Cast) -> None:
    path = care_walk(cast, DAY)
    path.apply()
    assert set(clocks(path)) == {"case.accept"}
    actor = path.by("head")
    with acting_as(actor):
        request.accept_case(case=path.it, manager=cast.posts["officer"], by=actor)
        with pytest.raises(WrongStage):
            survey.start_survey(case=path.it, legal_basis="아무", by=actor)
    row = path.ask()
    assert clocks(path) == {"care.survey": DAY + dt.timedelta(days=14)}
    path.found(row)
    assert set(clocks(path)) == {"care.judge"}
    path.judge(row)
    assert set(clocks(path)) == {"care.tell", "care.plan"}
    path.tell()
    made = path.approve(path.plan())
    assert path.it.state == Case.State.SERVING
    # 시행규칙 제10조제1항: within three months of the first plan (6 April → 6 July).
    assert clocks(path)["care.check"] == dt.date(2026, 7, 6)
    assert "case.check" not in clocks(path)
    path.day = dt.date(2026, 6, 1)
    with pytest.raises(CheckUnfinished):
        check(path, made, dt.date(2026, 12, 2))
    check(path, made, dt.date(2026, 12, 1))
    assert clocks(path)["care.check"] == dt.date(2026, 12, 1)


def test_who_wrote_the_survey_does_not_judge_it_and_it_stays_as_judged(cast: Cast) -> None:
    path = care_walk(cast, DAY)
    path.apply()
    actor = path.by("head")
    with acting_as(actor):
        request.accept_case(case=path.it, manager=cast.posts["head"], by=actor)
    row = path.found(path.ask(who="head"), who="head")
    with pytest.raises(SamePersonDecides):
        path.judge(row, who="head")
    assert row.findings["health"] == "넘어진 뒤 혼자 씻기 어려움"
    assert "넘어진" not in bytes(CareAssessment.objects.get(id=row.id).findings_sealed).decode("latin-1")
    path = care_walk(cast, DAY, name="최한호")
    path.apply()
    judged = path.to_judged()
    with pytest.raises(IntegrityError), transaction.atomic():
        CareAssessment.objects.filter(id=judged.id).update(is_target=False)
    with pytest.raises(care.AssessmentFixed):
        path.found(CareAssessment.objects.get(id=judged.id))


def test_no_target_ends_the_file_but_not_the_duty_to_tell(cast: Cast) -> None:
    path = care_walk(cast, DAY)
    path.apply()
    path.to_judged(is_target=False)
    assert path.it.state == Case.State.NOT_SELECTED
    assert set(clocks(path)) == {"care.tell"}
    path.tell()
    assert clocks(path) == {}
    assert path.apply().case.state == Case.State.REQUESTED, "a person may ask again"


def test_a_survey_is_recorded_whole(cast: Cast) -> None:
    path = care_walk(cast, DAY)
    path.apply()
    actor = path.by("head")
    with acting_as(actor):
        request.accept_case(case=path.it, manager=cast.posts["officer"], by=actor)
    row = path.ask()
    with pytest.raises(care.AssessmentUnfinished, match="영양 상태"):
        path.found(row, levels={"body": 1, "medical": 1, "housing": 0})
    with pytest.raises(care.AssessmentUnfinished, match="욕구"):
        path.found(row, words={"home": "집", "benefits": "없음", "health": "보통"})


def test_the_page_of_a_care_meeting_opens(cast: Cast, browse: Callable[[str], Client]) -> None:
    path = care_walk(cast, DAY)
    path.apply()
    path.to_judged()
    actor = path.by("head")
    with acting_as(actor):
        held = conference.call_conference(
            kind=Conference.Kind.CARE, area=path.household.area, held_on=DAY, place="보건소", chair="이정희",
            cases=[path.it], by=actor,
        )  # fmt: skip
    shown = browse("head").get(f"/cases/conferences/{held.id}/")
    assert shown.status_code == 200
    assert "우리 시 구분" not in shown.content.decode()


def test_a_meeting_advises_and_moves_nothing(cast: Cast) -> None:
    path = care_walk(cast, DAY)
    path.apply()
    path.to_judged()
    actor = path.by("head")
    with acting_as(actor):
        held = conference.call_conference(
            kind=Conference.Kind.CARE,
            area=path.household.area,
            held_on=DAY,
            place="보건소",
            chair="이정희",
            cases=[path.it],
            by=actor,
        )
        conference.invite(conference=held, post=cast.posts["nurse"], seat="dong", by=actor)
        for one in held.attendees.all():
            conference.mark_present(attendee=one, is_present=True, by=actor)
        item = held.agenda.get()
        with pytest.raises(WrongStage):
            conference.decide_case(item=item, code=Decision.Code.CONTINUE, discussion="함께 봄", by=actor)
        with pytest.raises(DecisionNeedsReason):
            conference.decide_case(item=item, code=Decision.Code.CARE, discussion=" ", by=actor)
        conference.decide_case(item=item, code=Decision.Code.CARE, discussion="재활을 먼저", by=actor)
    assert path.it.state == Case.State.SELECTED_CARE
    assert held.attendees.get(post=cast.posts["nurse"]).get_seat_display() == "보건소·읍·면·동 담당"


def test_a_plan_of_the_home_stands_for_the_individual_plan(cast: Cast) -> None:
    beside = walk(cast, DAY)
    source = beside.to_serving()
    path = CareWalk(cast, beside.household, DAY)
    path.apply()
    path.to_judged()
    actor = path.by("officer")
    with acting_as(actor):
        with pytest.raises(plan.NotInForce):
            plan.adopt_plan(case=path.it, stands_for=Plan.StandsFor.SUPPORT, by=actor)
        row = plan.adopt_plan(case=path.it, stands_for=Plan.StandsFor.SUPPORT, source=source, by=actor)
    assert [one.name for one in row.services.all()] == [one.name for one in source.services.all()]
    assert row.state == Plan.State.DRAFT, "read together and approved like every plan"


def test_care_ends_for_the_reasons_of_article_11(cast: Cast) -> None:
    path = care_walk(cast, DAY)
    path.to_serving()
    actor = path.by("officer")
    with acting_as(actor), pytest.raises(closing.ClosingNotProven, match="제11조"):
        closing.propose_closing(case=path.it, reason=Closing.Reason.GOAL_MET, by=actor)
    row = path.close(Closing.Reason.ADMITTED, proof="요양병원")
    assert path.approve_closing(row).state == Case.State.AFTERCARE


def test_state_is_assessed_again_while_the_care_goes_on(cast: Cast) -> None:
    path = care_walk(cast, DAY)
    path.to_serving()
    assert clocks(path)["care.assess_again"] == dt.date(2026, 10, 6)
    path.day = dt.date(2026, 10, 1)
    again = path.found(path.ask())
    path.judge(again, medical_need=1)
    assert (again.round, path.it.state) == (2, Case.State.SERVING)
    assert clocks(path)["care.assess_again"] == dt.date(2027, 4, 1)


def report(name: str, cast: Cast, first: dt.date, last: dt.date) -> dict[str, Any]:
    with acting_as(cast.actor("hope")):
        made = REPORTS[name].build(Scope(first, last))
    assert made.total is not None
    return {"rows": {row.key: row.cells for row in made.rows}, "total": made.total.cells, "scope": made.scope}


def test_r13_counts_a_kept_limit_and_one_that_passed(cast: Cast) -> None:
    kept = care_walk(cast, DAY)
    row = kept.to_serving()
    kept.day = dt.date(2026, 6, 1)
    check(kept, row, dt.date(2026, 11, 30))
    late = care_walk(cast, DAY, name="최한호")
    late.to_serving()
    refused = care_walk(cast, dt.date(2026, 4, 7), name="정가자")
    refused.apply(way=Way.OFFICE, urgent=Urgent.DISCHARGED, agreed_by="본인", agreed_on=DAY, discharged_from="의료원")
    refused.to_judged(is_target=False)
    second = report("care", cast, dt.date(2026, 5, 1), dt.date(2026, 5, 31))
    assert second["scope"].first == dt.date(2026, 4, 1)
    assert second["total"] == {
        "applied": 3, "by_office": 1, "target": 2, "other": 1, "planned": 2, "checks": 1, "due": 1, "kept": 1,
        "share": 100.0, "ended": 0, "serving": 2,
    }  # fmt: skip
    third = report("care", cast, dt.date(2026, 7, 1), dt.date(2026, 9, 30))["total"]
    assert (third["due"], third["kept"], third["share"], third["serving"]) == (1, 0, 0.0, 2)
    ways = report("care-ways", cast, dt.date(2026, 4, 1), dt.date(2026, 6, 30))
    assert ways["rows"]["office.discharged"]["applied"] == 1
    assert ways["total"]["persons"] == 3
    work = report("cases", cast, dt.date(2026, 4, 1), dt.date(2026, 6, 30))
    assert work["rows"] == {}, "integrated care stands in its own report"


def test_the_pages_lead_from_the_home_to_the_plan(cast: Cast, browse: Any) -> None:
    path = care_walk(cast, timezone.localdate())
    officer, head = browse("officer"), browse("head")
    page = reverse("cases:apply_care", args=[path.household.id])
    assert "통합지원 신청" in officer.get(page).content.decode()
    sent = {
        "person": str(path.person.id),
        "group": "elderly",
        "way": "self",
        "wish": "집에서",
        "shares_records": "on",
        "to": "dong",
    }
    assert officer.post(page, sent).status_code == 302
    case = Case.objects.get(kind=Case.Kind.CARE)
    path.case = case
    words = head.get(reverse("cases:case", args=[case.id])).content.decode()
    assert "접수 정하기" in words
    assert "누구를 위한 통합지원인가요" in words
    path.to_judged()
    here = officer.get(reverse("cases:case", args=[case.id])).content.decode()
    assert "판정 결과 알리기" in here
    assert "개인별지원계획 쓰기" in here
    assert "돌봄통합" in officer.get(reverse("cases:my_cases"), {"tab": "care"}).content.decode()
    told = officer.post(reverse("cases:tell_judgement", args=[case.id]), {"how": "counter", "told_on": str(path.day)})
    assert told.status_code == 302
    sheet = paper_of(officer.get(reverse("cases:care_result_sheet", args=[case.id, 1])).content.decode())
    assert "통합지원 대상입니다" in "\n".join(sheet.words())
    assert "넘어진" not in "\n".join(sheet.words()), "the person is told the result, not the survey"
