"""Every move of process §11.3 and what must stand before it; as the application role, with row security."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from bokjihub.accounts.access.scope import acting_as
from bokjihub.accounts.models import Assignment, Role
from bokjihub.cases.actions import closing, conference, plan, request, stage, survey
from bokjihub.cases.actions.conference import NewDuty
from bokjihub.cases.actions.plan import Delivery, PlanContent
from bokjihub.cases.actions.survey import DomainAnswer
from bokjihub.cases.deciders import NotYoursToDecide, SamePersonDecides
from bokjihub.cases.models import Aftercare, Case, Closing, Decision, Plan, StageEvent, Survey
from bokjihub.cases.models.survey import Grade
from bokjihub.cases.stages import MOVES
from bokjihub.clocks.models import Clock
from tests.cast import Cast
from tests.factories.cases import ON_PAPER, Walk, walk
from tests.factories.work_items import worry

State, Code, Reason = Case.State, Decision.Code, Closing.Reason
pytestmark = pytest.mark.django_db


@pytest.fixture
def today() -> dt.date:
    return timezone.localdate()


@pytest.fixture
def path(cast: Cast, today: dt.date) -> Walk:
    return walk(cast, today)


def clocks(case: Case) -> dict[str, Clock]:
    found = Clock.objects.filter(subject_id=case.id, done_at__isnull=True).select_related("policy")
    return {one.policy.code: one for one in found}


def test_a_case_goes_through_its_ten_stages(path: Walk, cast: Cast) -> None:
    case = path.to_aftercare()
    events = list(StageEvent.objects.filter(case=case).order_by("at", "id").values_list("event", flat=True))
    assert events == [
        "request", "accept", "start_survey", "submit_survey", "select_general", "start_plan", "approve_plan",
        "propose_closing", "approve_closing", "plan_aftercare",
    ]  # fmt: skip
    assert [row.month for row in case.aftercare.order_by("month")] == [1, 3, 6]
    actor = path.by("officer")
    for row in case.aftercare.order_by("month"):
        with acting_as(actor):
            closing.record_aftercare(aftercare=row, method="phone", outcome="same", signs="목소리 밝음", by=actor)
    assert path.it.state == State.ENDED
    assert not Clock.objects.filter(household_id=case.household_id, done_at__isnull=True).exists()
    assert not Assignment.objects.filter(source_id=case.id, ends_at__isnull=True).exists()


def test_the_clocks_of_ten_five_fifteen_and_thirty_days_know_the_holidays(cast: Cast) -> None:
    """설 2026 is 16-18 February; 1 March is a Sunday, so 2 March is off too (checked by hand on a wall calendar)."""
    path = walk(cast, dt.date(2026, 2, 13))
    case = path.request()
    assert clocks(case)["case.accept"].due_on == dt.date(2026, 2, 20)  # 19th and 20th are the two working days
    path.day = dt.date(2026, 2, 20)
    path.accept()
    running = clocks(case)
    assert set(running) == {"case.survey", "case.total"}
    assert running["case.survey"].due_on == dt.date(2026, 3, 3)  # the tenth day, 2 March, is a substitute holiday
    assert running["case.total"].due_on == dt.date(2026, 3, 23)  # 22 March is a Sunday
    path.day = dt.date(2026, 2, 27)
    path.survey()
    assert clocks(case)["case.conference"].due_on == dt.date(2026, 3, 4)
    path.day = dt.date(2026, 3, 4)
    path.decide()
    assert clocks(case)["case.plan"].due_on == dt.date(2026, 3, 19)
    path.day = dt.date(2026, 3, 30)  # late: shown, never blocks
    row = path.approve(path.plan())
    assert row.state == Plan.State.ACTIVE
    assert set(clocks(case)) == {"case.check"}
    assert clocks(case)["case.check"].due_on == dt.date(2026, 4, 30)


def test_each_clock_belongs_to_who_must_act_next(path: Walk, cast: Cast) -> None:
    case = path.request()
    assert (clocks(case)["case.accept"].role, clocks(case)["case.accept"].post_id) == (Role.TEAM_HEAD, None)
    path.accept()
    assert clocks(case)["case.survey"].post_id == cast.posts["officer"].id
    path.survey()
    path.decide()
    row = path.plan()
    assert (clocks(case)["case.plan"].role, clocks(case)["case.plan"].post_id) == (Role.TEAM_HEAD, None)
    path.check(path.approve(row))
    path.close()
    assert clocks(case)["case.closing"].role == Role.TEAM_HEAD


@pytest.mark.parametrize("event", sorted(MOVES))
def test_no_move_starts_where_the_table_does_not_say(path: Walk, event: str) -> None:
    case = path.request()
    sources, _ = MOVES[event]
    actor = path.by("head")
    for state in set(State) - set(sources):
        stranger = Case(id=case.id, state=state, household_id=case.household_id, area_id=case.area_id)
        with acting_as(actor), pytest.raises(stage.WrongStage):
            stage.move_case(case=stranger, event=event, by=actor)


def test_the_second_of_two_who_press_at_once_is_told(path: Walk, cast: Cast) -> None:
    case = path.request()
    stale = Case.objects.get(id=case.id)
    path.accept()
    actor = path.by("head")
    with acting_as(actor), pytest.raises(stage.MovedMeanwhile):
        request.return_case(case=stale, reason="늦게 누름", by=actor)


def test_a_household_has_one_open_case(path: Walk) -> None:
    path.request()
    with pytest.raises(request.AlreadyInCase):
        path.request()
    with pytest.raises(IntegrityError, match="cases_one_open_case"), transaction.atomic():
        Case.objects.create(
            number="둘째",
            household=path.household,
            area=path.household.area,
            reason="또",
            requested_on=path.day,
            requested_by=path.household.id,
            requested_label="x",
        )


def test_a_case_from_a_worry_marks_it_linked_and_proves_its_end(cast: Cast, today: dt.date) -> None:
    item = worry(cast)
    path = Walk(cast, item.household, today)
    case = path.request()
    item.refresh_from_db()
    assert (case.work_item_id, item.state) == (item.id, "linked")
    with connection.cursor() as cursor:
        cursor.execute("SELECT discovery_missing_proof(%s, 'CASE', '', '', NULL)", [item.id])
        assert cursor.fetchone() == ([],)


def test_only_the_head_accepts_and_only_a_colleague_of_the_dong_manages(path: Walk, cast: Cast) -> None:
    path.request()
    with pytest.raises(NotYoursToDecide):
        path.accept(who="officer")
    with pytest.raises(request.CannotManage):
        path.accept(manager="geum_officer")
    with pytest.raises(request.CannotManage):
        path.accept(manager="manager")  # a case manager of the city manages what the district holds


def test_returning_needs_a_reason_and_ends_the_clock(path: Walk) -> None:
    case = path.request()
    actor = path.by("head")
    with acting_as(actor), pytest.raises(stage.ReasonMissing):
        request.return_case(case=path.it, reason=" ", by=actor)
    with acting_as(actor):
        request.return_case(case=path.it, reason="서비스 연계로 충분", by=actor)
    assert path.it.state == State.RETURNED
    assert not clocks(case)
    assert path.request().number != case.number  # may be asked for again


def test_no_survey_without_consent_or_article(cast: Cast, today: dt.date) -> None:
    path = walk(cast, today)
    path.household.consents.update(withdrawn_on=today)
    path.request()
    path.accept()
    with pytest.raises(survey.BasisMissing):
        path.survey()
    actor = path.by("officer")
    with acting_as(actor):
        row = survey.start_survey(case=path.it, legal_basis="개인정보 보호법 제15조제1항제5호", by=actor)
    assert row.round == 1
    with pytest.raises(IntegrityError, match="cases_survey_has_basis"), transaction.atomic():
        Case.objects.filter(id=row.case_id).update(legal_basis="", consent=None)


def test_a_survey_is_resumed_on_another_day_and_fixed_once_handed_in(path: Walk) -> None:
    path.request()
    path.accept()
    actor = path.by("officer")
    with acting_as(actor):
        row = survey.start_survey(case=path.it, by=actor)
        survey.answer_domain(survey=row, answer=DomainAnswer("money", 1), by=actor)
        survey.answer_domain(survey=row, answer=DomainAnswer("money", 3, evidence="독촉장"), by=actor)
    assert row.answers.get().score == 3
    with acting_as(actor), pytest.raises(survey.SurveyUnfinished, match="안전"):
        survey.submit_survey(survey=row, assessor_view="의견", by=actor)
    with acting_as(actor), pytest.raises(survey.EvidenceMissing):
        survey.answer_domain(survey=row, answer=DomainAnswer("health", 2), by=actor)
    path.answer(row)
    with acting_as(actor), pytest.raises(survey.SurveyHandedIn):
        survey.answer_domain(survey=row, answer=DomainAnswer("money", 0), by=actor)
    with pytest.raises(IntegrityError, match="낸 조사"), transaction.atomic():
        row.answers.update(score=0)


def test_another_grade_than_computed_needs_a_reason(path: Walk) -> None:
    path.request()
    path.accept()
    with pytest.raises(survey.OverrideNeedsReason):
        path.survey(grade=Grade.COMPLEX)
    started = path.it.surveys.get()
    row = path.answer(started, grade=Grade.COMPLEX, override_reason="정신병원 퇴원 직후")
    assert (row.computed_grade, row.grade) == (Grade.GENERAL, Grade.COMPLEX)
    with pytest.raises(IntegrityError, match="cases_grade_override_has_reason"), transaction.atomic():
        Survey.objects.filter(id=row.id).update(override_reason="")


def test_nobody_is_present_without_a_pledge(path: Walk) -> None:
    path.request()
    path.accept()
    path.survey()
    item = path.meeting()
    actor = path.by("head")
    with acting_as(actor):
        guest = conference.invite(conference=item.conference, name="한상담", organisation="정신건강복지센터", by=actor)
    with acting_as(actor), pytest.raises(conference.PledgeMissing, match="한상담"):
        conference.mark_present(attendee=guest, is_present=True, by=actor)
    with pytest.raises(IntegrityError, match="cases_present_only_with_pledge"), transaction.atomic():
        item.conference.attendees.filter(id=guest.id).update(is_present=True)
    with acting_as(actor):
        guest = conference.invite(
            conference=item.conference, name="한상담", organisation="정신건강복지센터", pledged_on=path.day, by=actor
        )
        assert conference.mark_present(attendee=guest, is_present=True, by=actor).is_present


def test_a_meeting_of_one_decides_nothing(path: Walk) -> None:
    path.request()
    path.accept()
    path.survey()
    item = path.meeting()
    item.conference.attendees.filter(name="정민수").update(is_present=False)
    actor = path.by("head")
    with acting_as(actor), pytest.raises(conference.TooFewPresent):
        conference.decide_case(item=item, code=Code.CASE_GENERAL, discussion="혼자", by=actor)


def test_a_decision_other_than_the_grade_says_why(path: Walk) -> None:
    path.request()
    path.accept()
    path.survey()
    item = path.meeting()
    actor = path.by("head")
    with acting_as(actor), pytest.raises(conference.DecisionNeedsReason):
        conference.decide_case(item=item, code=Code.LINK_ONLY, discussion="논의", by=actor)
    with acting_as(actor):
        row = conference.decide_case(item=item, code=Code.LINK_ONLY, discussion="논의", reason="가족이 도움", by=actor)
    assert (row.advised, path.it.state) == (Code.CASE_GENERAL, State.LINK_ONLY)
    with acting_as(actor), pytest.raises(ProgrammingError), transaction.atomic():
        Decision.objects.filter(item_id=row.item_id).update(discussion="고침")  # written once


def test_duties_are_clocks_of_the_people_named(path: Walk, cast: Cast) -> None:
    path.request()
    path.accept()
    path.survey()
    due = path.day + dt.timedelta(days=3)
    row = path.decide(duties=[NewDuty(cast.posts["nurse"], "혈압 재기", due)])
    clock = Clock.objects.get(subject_kind="cases.duty", done_at__isnull=True)
    assert (clock.post_id, clock.due_on) == (cast.posts["nurse"].id, due)
    actor = path.by("nurse")
    with acting_as(actor):
        conference.finish_duty(duty=row.duties.get(), outcome="150/90, 보건소에 알림", by=actor)
    clock.refresh_from_db()
    assert clock.done_at is not None


def test_not_selected_ends_and_hands_the_worry_back(cast: Cast, today: dt.date) -> None:
    item = worry(cast)
    path = Walk(cast, item.household, today)
    from tests.factories.cases import consent

    consent(item.household, on=today - dt.timedelta(days=1))
    path.request()
    path.accept()
    path.survey({})
    path.decide(Code.NOT_SELECTED, reason="모두 1 이하")
    assert path.it.state == State.NOT_SELECTED
    assert not clocks(path.it)
    back = Clock.objects.get(subject_id=item.id, done_at__isnull=True)
    assert (back.verb, back.post_id) == ("다른 도움 찾기", item.owner_id)


def test_a_complex_case_goes_to_the_district_by_hand_shake(path: Walk, cast: Cast) -> None:
    path.request()
    path.accept()
    path.survey({"safety": 3})
    path.decide(Code.CASE_COMPLEX)
    before = clocks(path.it)["case.plan"]
    actor = path.by("officer")
    with acting_as(actor):
        proposal = request.propose_transfer(case=path.it, to=Case.Holder.DISTRICT, reason="안전 3", by=actor)
    assert path.it.state == State.TRANSFER_PENDING
    assert clocks(path.it)["case.transfer"].role == Role.HOPE_UNIT
    head = path.by("head")
    with acting_as(head), pytest.raises(NotYoursToDecide):
        request.answer_transfer(proposal=proposal, is_accepted=True, manager=cast.posts["manager"], by=head)
    hope = path.by("hope")
    with acting_as(hope), pytest.raises(stage.ReasonMissing):
        request.answer_transfer(proposal=proposal, is_accepted=False, by=hope)
    assert not cast.actor("manager").subjects
    with acting_as(hope):
        request.answer_transfer(proposal=proposal, is_accepted=True, manager=cast.posts["manager"], by=hope)
    case = path.it
    assert (case.state, case.held_by, case.manager_id) == (
        State.SELECTED_COMPLEX, Case.Holder.DISTRICT, cast.posts["manager"].id,
    )  # fmt: skip
    after = clocks(case)["case.plan"]
    assert (after.due_on, after.post_id) == (before.due_on, cast.posts["manager"].id)  # the days run on
    assert cast.actor("manager").subjects == {path.household.id}
    # the manager works on it although the post reaches no dong
    with pytest.raises(plan.PlanUnfinished, match="위기 때"), transaction.atomic():
        path.plan(who="manager")
    path.approve(path.plan(who="manager", crisis_plan="낮 팀, 밤 112"), who="hope")
    assert path.it.state == State.SERVING


def test_a_transfer_given_back_says_why_and_stays(path: Walk) -> None:
    path.request()
    path.accept()
    path.survey({"safety": 3})
    path.decide(Code.CASE_COMPLEX)
    actor, hope = path.by("officer"), path.by("hope")
    with acting_as(actor):
        proposal = request.propose_transfer(case=path.it, to=Case.Holder.DISTRICT, reason="안전 3", by=actor)
    with acting_as(hope):
        request.answer_transfer(proposal=proposal, is_accepted=False, answer="동에서 먼저 방문", by=hope)
    assert (path.it.state, path.it.held_by) == (State.SELECTED_COMPLEX, Case.Holder.DONG)


def test_who_proposed_a_transfer_takes_it_back_until_it_is_answered(path: Walk, browse: Any) -> None:
    path.request()
    path.accept()
    path.survey({"safety": 3})
    path.decide(Code.CASE_COMPLEX)
    actor = path.by("officer")
    with acting_as(actor):
        proposal = request.propose_transfer(case=path.it, to=Case.Holder.DISTRICT, reason="안전 3", by=actor)
    other = path.by("head")
    with acting_as(other), pytest.raises(request.NotYourProposal):
        request.take_back_transfer(proposal=proposal, by=other)
    officer = browse("officer")
    back = reverse("cases:take_back_transfer", args=[path.it.id])
    assert back in officer.get(reverse("cases:case", args=[path.it.id])).content.decode()
    assert officer.post(back).status_code == 302
    assert (path.it.state, path.it.held_by) == (State.SELECTED_COMPLEX, Case.Holder.DONG)
    assert "case.transfer" not in clocks(path.it)
    assert back not in officer.get(reverse("cases:case", args=[path.it.id])).content.decode()
    hope = path.by("hope")
    proposal.refresh_from_db()
    with acting_as(hope), pytest.raises(request.AnsweredAlready):
        request.answer_transfer(proposal=proposal, is_accepted=False, answer="늦음", by=hope)


def test_a_plan_needs_agreement_and_another_persons_approval(path: Walk) -> None:
    path.request()
    path.accept(manager="head")
    path.survey()
    path.decide()
    actor = path.by("head")
    with acting_as(actor):
        row = plan.start_plan(case=path.it, by=actor)
        far = path.day + dt.timedelta(days=100)
        with pytest.raises(plan.PlanUnfinished, match="3개월"):
            plan.write_plan(plan=row, content=path.content(review_on=far), by=actor)
        plan.write_plan(plan=row, content=PlanContent([], []), by=actor)
        with pytest.raises(plan.PlanUnfinished, match="목표, 서비스"):
            plan.agree_plan(plan=row, agreement=Plan.Agreement.SIGNATURE, agreed_by="본인", signed=ON_PAPER, by=actor)
        plan.write_plan(plan=row, content=path.content(), by=actor)
        with pytest.raises(plan.AgreementMissing):
            plan.agree_plan(plan=row, agreement=Plan.Agreement.REFUSED, by=actor)
        with pytest.raises(plan.AgreementMissing):
            plan.agree_plan(plan=row, agreement=Plan.Agreement.SPOKEN, agreed_by="본인", by=actor)
        plan.agree_plan(plan=row, agreement=Plan.Agreement.REFUSED, refusal_reason="글씨가 무섭다 하심", by=actor)
    with pytest.raises(SamePersonDecides):
        path.approve(row)
    with pytest.raises(IntegrityError, match="cases_plan_two_people"), transaction.atomic():
        Plan.objects.filter(id=row.id).update(approved_by=actor.id)


def test_an_agreed_plan_is_fixed_and_a_new_version_takes_over_when_approved(path: Walk) -> None:
    row = path.to_serving()
    with pytest.raises(IntegrityError, match="동의를 받은 계획"), transaction.atomic():
        row.goals.update(words="다른 목표")
    actor = path.by("officer")
    with acting_as(actor), pytest.raises(plan.PlanFixed):
        plan.write_plan(plan=row, content=path.content(), by=actor)
    with acting_as(actor):
        second = plan.revise_plan(case=path.it, by=actor)
        assert second.version == 2
        assert list(second.goals.values_list("words", flat=True)) == ["전기가 끊기지 않는다"]
        plan.agree_plan(plan=second, agreement=Plan.Agreement.SIGNATURE, agreed_by="본인", signed=ON_PAPER, by=actor)
    assert Plan.objects.get(case=row.case, state="active").version == 1
    path.approve(second)
    assert list(path.it.plans.order_by("version").values_list("state", flat=True)) == ["revised", "active"]
    with pytest.raises(IntegrityError, match="cases_one_active_plan"), transaction.atomic():
        Plan.objects.filter(id=row.id).update(state="active")


def test_a_check_covers_every_service_and_names_the_next_day(path: Walk) -> None:
    row = path.to_serving()
    actor = path.by("officer")
    service = row.services.get()
    more = {"plan": row, "method": "phone", "spoke_with": "본인", "goals": {}, "by": actor}
    soon = path.day + dt.timedelta(days=30)
    with acting_as(actor), pytest.raises(plan.CheckUnfinished):
        plan.record_check(services={}, next_on=soon, **more)
    with acting_as(actor), pytest.raises(plan.CheckUnfinished, match="까닭"):
        plan.record_check(services={service.id: Delivery("less")}, next_on=soon, **more)
    with acting_as(actor), pytest.raises(plan.CheckUnfinished, match="3개월"):
        plan.record_check(services={service.id: Delivery()}, next_on=path.day + dt.timedelta(days=120), **more)
    with acting_as(actor):
        plan.record_check(services={service.id: Delivery()}, next_on=soon, **more)
    assert clocks(path.it)["case.check"].due_on == soon


@pytest.mark.parametrize(
    ("reason", "given", "left"),
    [
        (Reason.GOAL_MET, {}, "목표마다"),
        (Reason.IMPROVED, {}, "다시 한 위기도 조사"),
        (Reason.SINGLE_NEED, {}, "이어지는 서비스"),
        (Reason.TRANSFERRED, {}, "받아들인"),
        (Reason.MOVED, {}, "인계"),
        (Reason.ADMITTED, {}, "시설"),
        (Reason.DIED, {}, "출처"),
        (Reason.REFUSED, {"refused_by": "본인", "capacity_judged": "판단 가능"}, "다른 사람이 한 번 더"),
        (Reason.UNREACHABLE, {"next_on": dt.date(2030, 1, 2)}, "전화"),
        (Reason.DUPLICATE, {}, "같은지"),
        (Reason.OTHER, {}, "무엇 때문"),
    ],
)
def test_no_closing_without_what_its_reason_asks(
    path: Walk, reason: Closing.Reason, given: dict[str, object], left: str
) -> None:
    path.to_serving()
    with pytest.raises(closing.ClosingNotProven, match=left):
        path.close(reason, **given)
    assert path.it.state == State.SERVING


def test_closing_takes_two_people_and_may_come_back(path: Walk) -> None:
    row = path.to_serving()
    path.check(row)
    asked = path.close()
    with pytest.raises(NotYoursToDecide):
        path.approve_closing(asked, who="officer")
    actor = path.by("head")
    with acting_as(actor):
        closing.return_closing(closing=asked, answer="재점검 뒤에", by=actor)
    assert path.it.state == State.SERVING
    again = path.close()
    with pytest.raises(IntegrityError, match="cases_closing_two_people"), transaction.atomic():
        Closing.objects.filter(id=again.id).update(decided_by=again.asked_by)
    assert path.approve_closing(again).state == State.AFTERCARE


def test_worse_in_aftercare_means_a_new_case(path: Walk, cast: Cast) -> None:
    case = path.to_aftercare()
    actor = path.by("colleague")
    look = case.aftercare.get(month=1)
    with acting_as(actor):
        closing.record_aftercare(aftercare=look, method="visit", outcome="worse", signs="다시 밀림", by=actor)
    new = Case.objects.get(reopened_from=case)
    assert (new.state, path.it.state) == (State.REQUESTED, State.ENDED)
    assert Aftercare.objects.get(id=look.id).reopened_id == new.id
    assert not Clock.objects.filter(subject_kind="cases.aftercare", done_at__isnull=True).exists()
    assert new.events.get().event == "reopen"


def test_a_household_back_within_a_year_is_linked_to_its_old_case(path: Walk) -> None:
    old = path.to_aftercare()
    path.day += dt.timedelta(days=300)
    assert path.request().reopened_from_id == old.id


def test_more_time_takes_a_reason_and_the_one_who_decides(path: Walk) -> None:
    case = path.request()
    path.accept()
    clock = clocks(case)["case.survey"]
    officer, head = path.by("officer"), path.by("head")
    later = clock.due_on + dt.timedelta(days=7)
    with acting_as(officer), pytest.raises(NotYoursToDecide):
        stage.extend_limit(case=path.it, clock=clock, due_on=later, reason="입원", by=officer)
    with acting_as(head):
        row = stage.extend_limit(case=path.it, clock=clock, due_on=later, reason="입원", by=head)
    assert (row.due_on, row.approved_by) == (later, head.id)


def test_a_suspended_case_is_looked_at_within_sixty_days(path: Walk) -> None:
    path.to_serving()
    actor = path.by("officer")
    with acting_as(actor), pytest.raises(stage.WrongStage, match="60일"):
        stage.suspend_case(case=path.it, reason="입원", review_on=path.day + dt.timedelta(days=61), by=actor)
    with acting_as(actor):
        stage.suspend_case(case=path.it, reason="입원", review_on=path.day + dt.timedelta(days=60), by=actor)
    assert clocks(path.it)["case.check"].due_on == path.day + dt.timedelta(days=60)
    with acting_as(actor):
        stage.resume_case(case=path.it, reason="퇴원", by=actor)
    assert path.it.state == State.SERVING


def test_history_is_written_once(path: Walk) -> None:
    path.request()
    actor = path.by("officer")
    for deed in ("UPDATE cases_stageevent SET reason = 'x'", "DELETE FROM cases_stageevent", "DELETE FROM cases_case"):
        with acting_as(actor), pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(deed)


def test_row_security_shows_a_manager_only_what_is_given(path: Walk, cast: Cast) -> None:
    path.to_serving()
    for who, sees in {"officer": 1, "hope": 1, "manager": 0, "geum_officer": 0, "outsider": 0, "monitor": 0}.items():
        with acting_as(cast.actor(who)):
            assert Case.objects.count() == sees, who
            assert StageEvent.objects.exists() == bool(sees), who
            assert Plan.objects.count() == sees, who
