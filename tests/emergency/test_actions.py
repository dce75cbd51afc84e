"""The steps of one aid: what each may refuse, whom it hands the next step, and by when (counted by hand)."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from bokjihub.accounts.models import Assignment, Role
from bokjihub.audit.models import Entry
from bokjihub.clocks.models import Clock
from bokjihub.emergency import errors, queries
from bokjihub.emergency.actions import after
from bokjihub.emergency.actions import grant as granting
from bokjihub.emergency.actions import objection as objections
from bokjihub.emergency.actions.after import Found
from bokjihub.emergency.actions.grant import Ask
from bokjihub.emergency.actions.request import record_on_site
from bokjihub.emergency.limits import CommitteeMissing, LimitReached
from bokjihub.emergency.models import EmergencyAid, ExtensionDecision, Grant, Kind, Objection, Onward, Payment, Review
from bokjihub.people.actions import NewPerson, add_person
from bokjihub.statistics.queries.emergency import REPORTS
from bokjihub.statistics.queries.frame import Scope
from tests.emergency.conftest import MONDAY, Office

D = dt.date
R6 = REPORTS[0]
State = EmergencyAid.State
FRIDAY = D(2026, 11, 20)
NEXT_YEAR = D(2027, 2, 19)


def clock(aid: EmergencyAid, code: str) -> Clock:
    return Clock.objects.get(subject_id=aid.id, policy__code=code, done_at__isnull=True)


def running(aid: EmergencyAid) -> set[str]:
    return set(Clock.objects.filter(subject_id=aid.id, done_at__isnull=True).values_list("policy__code", flat=True))


# ---------------------------------------------------------------- request


def test_a_request_has_a_number_an_officer_and_the_next_working_day(office: Office) -> None:
    first, second = office.request(FRIDAY), office.request(FRIDAY, kind=Kind.MEDICAL)
    assert (first.number, second.number) == ("2026-긴-0001", "2026-긴-0002")
    waiting = clock(first, "emergency.on_site")
    assert waiting.due_on == MONDAY
    assert (waiting.role, waiting.post) == (Role.EMERGENCY_OFFICER, office.cast.posts["emergency"])
    given = Assignment.objects.get(source_id=first.id)
    assert (given.subject_id, given.purpose, given.post) == (
        office.home.id,
        "emergency",
        office.cast.posts["emergency"],
    )
    assert Entry.objects.filter(act="emergency.request", subjects__contains=[office.home.id]).count() == 2


def test_numbers_go_on_across_dongs_that_do_not_see_each_other(office: Office) -> None:
    office.request(FRIDAY)
    from bokjihub.people.actions import register_household

    geum = office.do(
        "geum_officer",
        FRIDAY,
        register_household,
        area=office.cast.dongs["금동"],
        address="금동 1",
        head=NewPerson(name="오례"),
    )
    other = Office(office.cast, geum).request(FRIDAY, who="geum_officer")
    assert other.number == "2026-긴-0002"


def test_a_reason_of_2018_is_refused_the_day_before(office: Office) -> None:
    from bokjihub.emergency.models import CrisisReason

    late = CrisisReason.objects.get(code="second_earner")
    with pytest.raises(errors.ReasonNotInForce, match=r"2018\. 2\. 12\.부터 인정"):
        office.do(
            "officer",
            D(2018, 3, 2),
            _request,
            household=office.home,
            kind=Kind.LIVING,
            reason=late,
            requested_on=D(2018, 2, 9),
        )
    assert office.request(D(2018, 2, 12), code="second_earner").reason == late


def _request(**data: Any) -> EmergencyAid:
    from bokjihub.emergency.actions.request import request_aid

    return request_aid(**data)


def test_details_belong_to_kinds_and_medical_help_to_illness(office: Office) -> None:
    with pytest.raises(errors.DetailMissing):
        office.request(kind=Kind.OTHER)
    with pytest.raises(errors.DetailMissing):
        office.request(kind=Kind.LIVING, detail="fuel")
    with pytest.raises(errors.MedicalNeedsIllness):
        office.request(kind=Kind.MEDICAL, code="job_loss")
    assert office.request(kind=Kind.OTHER, detail="fuel").title == "연료비"


def test_the_same_help_is_not_opened_twice(office: Office) -> None:
    office.request()
    with pytest.raises(errors.SameKindHelp, match="2026-긴-0001"):
        office.request(code="job_loss")
    office.request(kind=Kind.OTHER, detail="electricity")
    office.request(kind=Kind.OTHER, detail="fuel")


def test_a_crisis_that_goes_on_keeps_its_months(office: Office) -> None:
    grant = office.granted(D(2026, 3, 2))
    aid = finished(office, grant, D(2026, 3, 30))
    with pytest.raises(errors.SameCrisisUnclear, match="2026-긴-0001"):
        office.request(D(2026, 6, 8))
    again = office.request(D(2026, 6, 8), continues=aid)
    assert again.episode == aid.episode
    office.on_site(again, D(2026, 6, 8))
    with pytest.raises(CommitteeMissing):
        office.ask(again, D(2026, 6, 8), months=1)
    with pytest.raises(LimitReached, match="이미 3개월을 썼으므로 3개월까지"):
        office.ask(again, D(2026, 6, 8), months=4, committee_on=D(2026, 6, 5))
    office.ask(again, D(2026, 6, 8), months=3, committee_on=D(2026, 6, 5))


def test_a_new_crisis_starts_anew_when_said_how(office: Office) -> None:
    aid = finished(office, office.granted(D(2026, 3, 2)), D(2026, 3, 30))
    other = office.request(D(2026, 6, 8), new_crisis="6월에 다른 병으로 다시 입원")
    assert other.episode != aid.episode
    assert queries.earlier_aid(office.home.id, Kind.LIVING, "", "job_loss", D(2026, 6, 8)) is None


def finished(office: Office, grant: Grant, day: dt.date) -> EmergencyAid:
    """Checked as a recipient and ended."""
    aid = EmergencyAid.objects.get(id=grant.aid_id)
    recipient = Found(household_size=1, became_recipient=True)
    office.do("emergency", day, after.record_follow_up, aid=aid, checked_on=day, found=recipient)
    over = after.Next(Onward.Way.OVER, "일을 찾음")
    office.do("emergency", day, after.lead_onward, aid=aid, onward=over, told_on=day)
    return office.do("emergency", day, after.end_aid, aid=aid)


# ---------------------------------------------------------------- on site


@pytest.mark.parametrize(
    ("missing", "error"),
    [
        ({"findings": " "}, errors.FindingsMissing),
        ({"same_kind_source": ""}, errors.CheckMissing),
        ({"financial_consent": ""}, errors.ConsentMissing),
    ],
)
def test_the_on_site_record_is_complete_or_refused(office: Office, missing: dict[str, Any], error: type) -> None:
    aid = office.request()
    with pytest.raises(error):
        office.on_site(aid, **missing)
    assert running(aid) == {"emergency.on_site"}


def test_after_the_visit_the_decision_is_asked_for_within_a_working_day(office: Office) -> None:
    aid = office.on_site(office.request(FRIDAY), FRIDAY)
    assert running(aid) == {"emergency.decide"}
    assert clock(aid, "emergency.decide").due_on == MONDAY
    with pytest.raises(errors.FutureDay):
        office.do("emergency", FRIDAY, _on_site, aid=office.request(FRIDAY, kind=Kind.MEDICAL), on_site_on=MONDAY)


def _on_site(**data: Any) -> EmergencyAid:
    from bokjihub.emergency.actions.request import record_on_site

    facts = {
        "findings": "f",
        "same_kind_source": "s",
        "financial_consent": EmergencyAid.Later.CHILD,
        "household_size": 1,
    }
    return record_on_site(**{**facts, **data})


def test_the_same_help_of_another_law_stops_the_grant_and_names_other_ways(office: Office) -> None:
    recipient = NewPerson(name="서미애", birth_year=1990, benefit_status=("생계급여",))
    office.do("officer", MONDAY, add_person, household=office.home, person=recipient)
    aid = office.on_site(office.request())
    assert not aid.same_kind_checked
    with pytest.raises(errors.SameKindHelp) as refusal:
        office.ask(aid)
    assert "생계급여" in refusal.value.sentence
    assert "긴급 생계지원 대신 의료·주거·교육·연료비를 살펴보세요" in refusal.value.sentence
    other = office.on_site(office.request(kind=Kind.OTHER, detail="electricity"))
    assert other.same_kind_checked
    office.ask(other, months=1, monthly_won=500_000)


# ---------------------------------------------------------------- decision


def test_the_amount_is_that_of_the_notice_or_the_officer_names_one(office: Office) -> None:
    aid = office.on_site(office.request())
    with pytest.raises(errors.AmountTooHigh, match="783,000원까지"):
        office.ask(aid, monthly_won=783_001)
    house = office.on_site(office.request(kind=Kind.HOUSING))
    with pytest.raises(errors.NoticeMissing):
        office.ask(house, months=1, monthly_won=290_000)
    with pytest.raises(errors.AmountTooHigh, match="40%인 1,025,695원을 넘을 수 없습니다"):
        office.ask(house, months=1, monthly_won=1_025_696, notice_ref="고시 2026-1호")
    grant = office.ask(house, months=1, monthly_won=299_100, notice_ref="고시 2026-1호")
    assert (grant.cap_won, grant.notice_ref, grant.step) == (1_025_695, "고시 2026-1호", Grant.Step.FIRST)


def test_in_2016_living_help_is_one_month_and_a_named_notice(office: Office) -> None:
    day = D(2016, 5, 2)
    aid = office.on_site(office.request(day), day)
    with pytest.raises(CommitteeMissing):
        office.ask(aid, day, monthly_won=428_000, notice_ref="2016년 고시")
    grant = office.ask(aid, day, months=1, monthly_won=428_000, notice_ref="2016년 고시")
    assert (grant.ends_on, grant.cap_won) == (D(2016, 6, 1), 649_932)  # 1,624,831 x 0.4
    assert "2012. 10. 22. 개정" in grant.basis


def test_fuel_is_for_october_to_march(office: Office) -> None:
    day = D(2026, 9, 28)
    aid = office.on_site(office.request(day, kind=Kind.OTHER, detail="fuel"), day)
    with pytest.raises(errors.AmountTooHigh, match="10월부터"):
        office.ask(aid, day, months=1, monthly_won=150_000)
    grant = office.ask(aid, day, months=1, monthly_won=150_000, starts_on=D(2026, 10, 1))
    assert grant.ends_on == D(2026, 10, 31)


def test_another_person_decides(office: Office) -> None:
    aid = office.on_site(office.request())
    grant = office.ask(aid)
    waiting = clock(aid, "emergency.decide")
    assert (waiting.role, waiting.post, waiting.due_on) == (Role.TEAM_HEAD, None, D(2026, 11, 24))
    with pytest.raises(errors.SameHand):
        office.do("emergency", MONDAY, granting.decide_grant, grant=grant, is_approved=True)
    with pytest.raises(errors.GrantWaiting):
        office.ask(aid)
    assert office.decide(grant, who="emergency_head").is_approved
    with pytest.raises(errors.WrongStep):
        office.decide(grant)


def test_a_dong_without_team_head_is_decided_by_the_city(office: Office) -> None:
    post = office.cast.posts["head"]
    post.ends_on = D(2026, 10, 31)
    post.save()
    aid = office.on_site(office.request())
    office.ask(aid)
    assert clock(aid, "emergency.decide").role == Role.EMERGENCY_HEAD


def test_approval_starts_payment_check_and_the_watch_on_the_end(office: Office) -> None:
    grant = office.granted()
    aid = EmergencyAid.objects.get(id=grant.aid_id)
    assert (aid.state, grant.ends_on) == (State.GRANTED, D(2027, 2, 22))
    assert running(aid) == {"emergency.pay", "emergency.follow_up", "emergency.extension"}
    assert clock(aid, "emergency.pay").due_on == D(2026, 11, 26)
    assert clock(aid, "emergency.follow_up").due_on == D(2026, 12, 23)
    assert clock(aid, "emergency.extension").due_on == NEXT_YEAR
    assert {one.policy.basis for one in Clock.objects.filter(subject_id=aid.id, policy__code__in=LEGAL)} == {"law"}


LEGAL = ("emergency.on_site", "emergency.decide", "emergency.follow_up", "emergency.extension")


@pytest.mark.parametrize(
    ("decided", "due"),
    [
        (D(2026, 11, 23), D(2026, 12, 23)),
        (D(2025, 2, 28), D(2025, 3, 31)),  # counted from 1 March: the whole month
        (D(2026, 1, 30), D(2026, 3, 3)),  # 28 February is a Saturday, 1 March a Sunday holiday, 2 March its substitute
        (D(2026, 11, 25), D(2026, 12, 28)),  # the 25th is Christmas, then a weekend
        (D(2026, 8, 31), D(2026, 9, 30)),
    ],
)
def test_the_check_is_due_a_month_after_the_decision(office: Office, decided: dt.date, due: dt.date) -> None:
    grant = office.granted(decided, monthly_won=400_000, notice_ref="고시")
    assert clock(grant.aid, "emergency.follow_up").due_on == due


def test_a_refused_grant_says_why_and_what_else(office: Office) -> None:
    grant = office.ask(office.on_site(office.request()))
    with pytest.raises(errors.WhyAndWhatElse):
        office.decide(grant, is_approved=False, answer="위기상황이 아님")
    office.decide(grant, is_approved=False, answer="위기상황이 아님", other_way="기초생활보장 신청 안내")
    aid = EmergencyAid.objects.get(id=grant.aid_id)
    assert (aid.state, aid.other_way, aid.denied_on) == (State.DENIED, "기초생활보장 신청 안내", MONDAY)
    assert clock(aid, "emergency.objection").due_on == D(2026, 12, 23)
    assert running(aid) == {"emergency.objection"}


def test_a_refusal_without_a_grant_needs_two_people_too(office: Office) -> None:
    aid = office.on_site(office.request())
    proposed = {"aid": aid, "reason": "생계급여를 받음", "other_way": "의료지원"}
    office.do("emergency", MONDAY, granting.propose_denial, **proposed)
    assert clock(aid, "emergency.decide").role == Role.TEAM_HEAD
    with pytest.raises(errors.WrongStep):
        office.ask(aid)
    with pytest.raises(errors.SameHand):
        office.do("emergency", MONDAY, granting.decide_denial, aid=aid, is_agreed=True)
    office.do("head", MONDAY, granting.decide_denial, aid=aid, is_agreed=False)
    assert clock(aid, "emergency.decide").role == Role.EMERGENCY_OFFICER
    office.do("emergency", MONDAY, granting.propose_denial, **proposed)
    office.do("head", MONDAY, granting.decide_denial, aid=aid, is_agreed=True)
    assert EmergencyAid.objects.get(id=aid.id).state == State.DENIED


# ---------------------------------------------------------------- payment


def test_three_months_are_paid_month_by_month(office: Office) -> None:
    grant = office.granted()
    office.pay(grant)
    aid = EmergencyAid.objects.get(id=grant.aid_id)
    assert aid.state == State.PAID
    assert clock(aid, "emergency.pay").due_on == D(2026, 12, 23)
    office.pay(grant, D(2026, 12, 23))
    assert clock(aid, "emergency.pay").due_on == D(2027, 1, 25)  # the 23rd is a Saturday
    with pytest.raises(errors.FutureDay, match="앞 회차"):
        office.pay(grant, D(2027, 1, 25), paid_on=D(2026, 12, 22))
    office.pay(grant, D(2027, 1, 25))
    assert "emergency.pay" not in running(aid)
    assert queries.paid_won(aid) == 2_349_000
    with pytest.raises(errors.PaidTooMuch, match="0원이 남아"):
        office.pay(grant, D(2027, 2, 22), won=1)


def test_what_cannot_be_paid(office: Office) -> None:
    waiting = office.ask(office.on_site(office.request()))
    with pytest.raises(errors.NotDecided):
        office.pay(waiting)
    grant = office.decide(waiting)
    with pytest.raises(errors.PaidTooMuch, match="2,349,000원이 남아"):
        office.pay(grant, won=2_349_001)
    with pytest.raises(errors.CashReasonMissing):
        office.pay(grant, way=Payment.Way.CASH)
    with pytest.raises(errors.PayTheClinic):
        office.pay(grant, way=Payment.Way.CLINIC)
    with pytest.raises(errors.FutureDay):
        office.pay(grant, MONDAY, paid_on=D(2026, 11, 24))
    assert office.pay(grant, way=Payment.Way.CASH, cash_reason="금융기관이 없는 마을").cash_reason


def test_medical_help_goes_to_the_clinic_once_and_has_no_end_to_watch(office: Office) -> None:
    grant = office.granted(months=1, monthly_won=3_000_000, request={"kind": Kind.MEDICAL})
    with pytest.raises(errors.PayTheClinic):
        office.pay(grant, won=2_000_000)
    office.pay(grant, won=2_400_000, way=Payment.Way.CLINIC)
    assert running(grant.aid) == {"emergency.follow_up"}


def test_the_officer_may_help_first_and_ask_later(office: Office) -> None:
    aid = office.on_site(office.request(), is_officer_first=True)
    grant = office.ask(aid)
    office.pay(grant)
    assert EmergencyAid.objects.get(id=aid.id).state == State.ON_SITE
    office.decide(grant, D(2026, 11, 24))
    aid.refresh_from_db()
    assert aid.state == State.PAID
    assert clock(aid, "emergency.follow_up").due_on == D(2026, 12, 24)


# ---------------------------------------------------------------- extension


def test_more_months_are_asked_for_and_decided_before_the_end(office: Office) -> None:
    grant = office.granted()
    aid = grant.aid
    more = Ask(months=2, monthly_won=783_000, starts_on=D(2027, 2, 23), notice_ref="2027 고시", need="아직 입원 중")
    day = D(2027, 2, 15)
    with pytest.raises(CommitteeMissing, match="심의위원회"):
        office.do("emergency", day, after.decide_extension, grant=grant, extend=more)
    soon = Ask(**{**vars(more), "starts_on": D(2027, 2, 22), "committee_on": D(2027, 2, 12)})
    with pytest.raises(errors.PeriodsOverlap, match=r"2027\. 2\. 22\."):
        office.do("emergency", day, after.decide_extension, grant=grant, extend=soon)
    asked = office.do(
        "emergency",
        day,
        after.decide_extension,
        grant=grant,
        extend=Ask(**{**vars(more), "committee_on": D(2027, 2, 12)}),
    )
    waiting = clock(aid, "emergency.extension")
    assert (waiting.role, waiting.due_on) == (Role.EMERGENCY_HEAD, NEXT_YEAR)
    office.decide(asked, D(2027, 2, 17), who="emergency_head")
    row = ExtensionDecision.objects.get(grant=grant)
    assert (row.is_extended, row.reason, row.decided_on) == (True, "아직 입원 중", D(2027, 2, 17))
    assert asked.ends_on == D(2027, 4, 22)
    assert clock(aid, "emergency.extension").due_on == D(2027, 4, 19)
    assert clock(aid, "emergency.pay").due_on == D(2027, 2, 22)  # three days from the decision: a Saturday moves on


def test_not_extending_is_written_down_and_stops_the_clock(office: Office) -> None:
    grant = office.granted()
    with pytest.raises(errors.ReasonMissing):
        office.do("emergency", MONDAY, after.decide_extension, grant=grant, extend=None)
    office.do("emergency", MONDAY, after.decide_extension, grant=grant, extend=None, reason="다시 일을 시작하심")
    assert "emergency.extension" not in running(grant.aid)


# ---------------------------------------------------------------- follow-up, review, objection, end


def follow_up(office: Office, aid: EmergencyAid, day: dt.date, **found: Any) -> Any:
    facts = {"household_size": 1, "income_won": 0, "assets_won": 0, **found}
    return office.do("emergency", day, after.record_follow_up, aid=aid, checked_on=day, found=Found(**facts))


@pytest.mark.parametrize(
    ("found", "is_adequate"),
    [
        ({"income_won": 1_923_178, "assets_won": 152_000_000}, True),
        ({"income_won": 1_923_179, "assets_won": 0}, False),
        ({"assets_won": 152_000_001}, False),
        ({"assets_won": 194_000_000, "home_won": 50_000_000}, True),
        ({"financial_won": 8_564_000}, True),
        ({"financial_won": 8_564_001}, False),
    ],
)
def test_the_follow_up_holds_income_and_assets_against_the_day(
    office: Office, found: dict[str, Any], is_adequate: bool
) -> None:
    aid = office.granted().aid
    day = D(2026, 12, 21)
    row = follow_up(office, aid, day, **found)
    assert row.is_adequate is is_adequate
    assert bool(row.reason) is not is_adequate
    assert clock(aid, "emergency.committee").due_on == D(2027, 1, 20)
    assert "emergency.follow_up" not in running(aid)


def test_without_a_known_limit_the_officer_judges(office: Office) -> None:
    day = D(2016, 5, 2)
    aid = office.granted(day, months=1, monthly_won=428_000, notice_ref="2016년 고시").aid
    with pytest.raises(errors.JudgementMissing):
        follow_up(office, aid, D(2016, 5, 30), assets_won=100_000_000)
    assert follow_up(office, aid, D(2016, 5, 30), assets_won=100_000_000, judged=True).is_adequate


def test_income_or_assets_missing_is_refused_but_banks_may_answer_later(office: Office) -> None:
    aid = office.granted().aid
    with pytest.raises(errors.FigureMissing):
        follow_up(office, aid, MONDAY, income_won=None)
    assert follow_up(office, aid, MONDAY, financial_won=None).financial_won is None


def review(office: Office, aid: EmergencyAid, verdict: Review.Verdict, **more: Any) -> Review:
    day = D(2026, 12, 28)
    return office.do("emergency", day, after.record_review, aid=aid, reviewed_on=day, verdict=verdict, **more)


def test_fraud_must_and_error_may_be_paid_back(office: Office) -> None:
    grant = office.granted()
    office.pay(grant)
    aid = grant.aid
    follow_up(office, aid, D(2026, 12, 21), income_won=5_000_000)
    with pytest.raises(errors.ReasonMissing):
        review(office, aid, Review.Verdict.INADEQUATE)
    with pytest.raises(errors.RecoverAmountWrong, match="제15조제1항"):
        review(office, aid, Review.Verdict.FRAUD, reason="소득을 숨김")
    with pytest.raises(errors.RecoverAmountWrong, match="783,000원입니다"):
        review(office, aid, Review.Verdict.FRAUD, reason="소득을 숨김", recover_won=783_001)
    review(office, aid, Review.Verdict.INADEQUATE, reason="소득이 기준을 넘음")
    aid.refresh_from_db()
    assert aid.state == State.INADEQUATE
    assert running(aid) == {"emergency.objection"}
    assert clock(aid, "emergency.objection").due_on == D(2027, 1, 27)
    with pytest.raises(errors.WrongStep):
        office.pay(grant, D(2026, 12, 28))


def test_an_objection_goes_through_its_three_clocks(office: Office) -> None:
    grant = office.ask(office.on_site(office.request()))
    office.decide(grant, is_approved=False, answer="위기상황이 아님", other_way="기초생활보장 신청")
    aid = EmergencyAid.objects.get(id=grant.aid_id)
    late = {"aid": aid, "received_on": D(2026, 12, 24), "words": "일을 잃은 것이 맞습니다"}
    with pytest.raises(errors.ObjectionTooLate, match=r"2026\. 12\. 23\.까지"):
        office.do("emergency", D(2026, 12, 24), objections.receive_objection, **late)
    row = office.do(
        "emergency", D(2026, 12, 23), objections.receive_objection, **{**late, "received_on": D(2026, 12, 23)}
    )
    assert running(aid) == {"emergency.objection_send"}
    assert clock(aid, "emergency.objection_send").due_on == D(2027, 1, 4)  # the 2nd is a Saturday
    with pytest.raises(errors.ObjectionOpen):
        office.do("emergency", D(2026, 12, 24), after.end_aid, aid=aid)
    office.do("emergency", D(2026, 12, 30), objections.send_objection, objection=row, sent_on=D(2026, 12, 30))
    assert clock(aid, "emergency.objection_answer").due_on == D(2027, 1, 14)
    answer = {"objection": row, "answered_on": D(2027, 1, 12), "answer": "기각", "outcome": Objection.Outcome.DISMISSED}
    office.do("emergency", D(2027, 1, 12), objections.answer_objection, **answer)
    assert office.do("emergency", D(2027, 1, 12), after.end_aid, aid=aid).ended_on == D(2027, 1, 12)


@pytest.mark.parametrize("is_sent", [False, True])
def test_an_applicant_may_take_an_objection_back_until_it_is_answered(office: Office, is_sent: bool) -> None:
    grant = office.ask(office.on_site(office.request()))
    office.decide(grant, is_approved=False, answer="위기상황이 아님", other_way="기초생활보장 신청")
    aid = EmergencyAid.objects.get(id=grant.aid_id)
    facts = {"aid": aid, "received_on": D(2026, 12, 1), "words": "일을 잃은 것이 맞습니다"}
    row = office.do("emergency", D(2026, 12, 1), objections.receive_objection, **facts)
    if is_sent:
        office.do("emergency", D(2026, 12, 3), objections.send_objection, objection=row, sent_on=D(2026, 12, 3))
    with pytest.raises(errors.FutureDay):
        office.do("emergency", D(2026, 12, 4), objections.withdraw_objection, objection=row, on=D(2026, 11, 30))
    office.do("emergency", D(2026, 12, 4), objections.withdraw_objection, objection=row, on=D(2026, 12, 4))
    assert row.outcome == Objection.Outcome.WITHDRAWN
    assert not running(aid) & {"emergency.objection_send", "emergency.objection_answer"}
    with pytest.raises(errors.WrongStep):
        office.do("emergency", D(2026, 12, 5), objections.withdraw_objection, objection=row, on=D(2026, 12, 5))


def test_the_end_needs_the_check_and_takes_the_right_away(office: Office) -> None:
    grant = office.granted()
    with pytest.raises(errors.NotFollowedUp):
        office.do("emergency", MONDAY, after.end_aid, aid=grant.aid)
    aid = finished(office, grant, D(2026, 12, 1))
    assert (aid.state, running(aid)) == (State.ENDED, set())
    given = Assignment.objects.get(source_id=aid.id)
    assert given.ends_at is not None
    assert given.ends_at <= timezone.now()


# ---------------------------------------------------------------- figures


def test_a_decision_counts_once_and_its_won_fall_where_they_were_paid(office: Office) -> None:
    grant = office.granted()
    office.pay(grant)
    office.pay(grant, D(2026, 12, 23))
    fuel = office.granted(D(2026, 12, 1), months=1, monthly_won=150_000, request={"kind": Kind.OTHER, "detail": "fuel"})
    office.pay(fuel, D(2026, 12, 1), won=150_000)

    def rows(first: dt.date, last: dt.date) -> dict[str, tuple[int, int]]:
        return {row.kind.value: (row.count, row.won) for row in queries.payments_in(first, last)}

    november, december = rows(D(2026, 11, 1), D(2026, 11, 30)), rows(D(2026, 12, 1), D(2026, 12, 31))
    assert november["LIVING"] == (1, 783_000)
    assert december["LIVING"] == (0, 783_000)
    assert december["OTHER"] == (1, 150_000)
    assert rows(D(2026, 11, 1), D(2026, 12, 31))["LIVING"] == (1, 1_566_000)
    assert december["MEDICAL"] == (0, 0)
    assert sum(won for _, won in december.values()) == 933_000


def test_help_of_2016_written_down_today_follows_the_law_of_2016(office: Office) -> None:
    """제10조 as it stood then: one month at first, not today's three. Typed late, taken, judged by its own day."""
    day = D(2016, 8, 30)
    aid = office.request(day)
    aid = office.do(
        "emergency", MONDAY, record_on_site, aid=aid, on_site_on=day, findings="쌀이 떨어짐", household_size=1,
        same_kind_source="행복이음", financial_consent=EmergencyAid.Later.NOW,
    )  # fmt: skip
    late = {"monthly_won": 300_000, "starts_on": day, "notice_ref": "2016년 안내"}
    with pytest.raises(CommitteeMissing):
        office.ask(aid, MONDAY, months=3, **late)
    grant = office.decide(office.ask(aid, MONDAY, months=1, **late))
    assert office.pay(grant, won=300_000, paid_on=D(2016, 8, 31)).paid_on == D(2016, 8, 31)


def test_the_report_counts_what_the_committee_said(office: Office) -> None:
    """R6 적정·부적정: verdicts of the reviews in the period, not the officer's own first look."""
    aid = office.granted().aid
    assert follow_up(office, aid, D(2026, 12, 21)).is_adequate
    review(office, aid, Review.Verdict.INADEQUATE, reason="금융재산이 뒤늦게 드러남")
    cells = {row.key: row.cells for row in R6.build(Scope(D(2026, 12, 22), D(2026, 12, 31))).rows}
    assert (cells["LIVING"]["adequate"], cells["LIVING"]["inadequate"]) == (0, 1)
    assert R6.build(Scope(D(2026, 12, 1), D(2026, 12, 27))).rows[0].cells["inadequate"] == 0
