"""Foreigners, the same illness, the committee, money back, the budget, what an objection changes, and the help that follows."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from lxml import html

from bokjihub.accounts.access.scope import acting_as
from bokjihub.clocks.models import Clock
from bokjihub.emergency import books, errors
from bokjihub.emergency.actions import after, budget, committee
from bokjihub.emergency.actions import objection as objections
from bokjihub.emergency.actions import recovery as recovering
from bokjihub.emergency.actions.after import Found, Next
from bokjihub.emergency.actions.committee import Seats, Vote
from bokjihub.emergency.limits import LimitReached
from bokjihub.emergency.models import (
    AgendaItem,
    Appropriation,
    EmergencyAid,
    Grant,
    Kind,
    Objection,
    Onward,
    Payment,
    Recovery,
    RecoveryEntry,
    Review,
    Sitting,
)
from tests.emergency.conftest import MONDAY, Office

D = dt.date
State = EmergencyAid.State
TUESDAY = D(2026, 11, 24)
PASSED, REJECTED, DEFERRED = AgendaItem.Outcome.PASSED, AgendaItem.Outcome.REJECTED, AgendaItem.Outcome.DEFERRED


def due(aid: EmergencyAid, code: str) -> dt.date:
    return Clock.objects.get(subject_id=aid.id, policy__code=code, done_at__isnull=True).due_on


# ---------------------------------------------------------------- who and what for


@pytest.mark.parametrize("group", EmergencyAid.Foreign.values)
def test_five_groups_of_foreigners_are_helped_when_it_is_proved(office: Office, group: str) -> None:
    with pytest.raises(errors.ForeignProofMissing):
        office.request(foreign_group=group)
    aid = office.request(foreign_group=group, foreign_proof="외국인등록증, 혼인관계증명서")
    assert aid.foreign_group == group


def test_another_foreigner_is_refused_with_the_article(office: Office) -> None:
    with pytest.raises(errors.NotThisForeigner, match="제1조의2"):
        office.request(foreign_group="none", foreign_proof="여권")


def medical(office: Office, day: dt.date, illness: str, **more: Any) -> Grant:
    facts = {"kind": Kind.MEDICAL, "illness": illness, "new_crisis": "다시 쓰러짐", **more}
    return office.granted(day, months=1, monthly_won=3_000_000, request=facts)


def closed(office: Office, grant: Grant, day: dt.date) -> EmergencyAid:
    aid = EmergencyAid.objects.get(id=grant.aid_id)
    office.do(
        "emergency", day, after.record_follow_up, aid=aid, checked_on=day,
        found=Found(household_size=1, became_recipient=True),
    )  # fmt: skip
    office.do("emergency", day, after.lead_onward, aid=aid, onward=Next(Onward.Way.OVER, "나음"), told_on=day)
    return office.do("emergency", day, after.end_aid, aid=aid)


@pytest.mark.parametrize(
    ("ended", "again", "taken"),
    [
        (D(2024, 11, 25), D(2026, 11, 24), False),
        (D(2024, 11, 25), D(2026, 11, 25), False),
        (D(2024, 11, 25), D(2026, 11, 26), True),
        (D(2024, 2, 29), D(2026, 2, 28), False),
        (D(2024, 2, 29), D(2026, 3, 2), True),
    ],
)
def test_the_same_illness_waits_two_years(office: Office, ended: dt.date, again: dt.date, taken: bool) -> None:
    """복지로 의료지원 안내: counted from the end of the help, a day in the second year is still too soon."""
    closed(office, medical(office, ended, "C16"), ended)
    if taken:
        assert medical(office, again, "c16").aid.illness == "C16"
    else:
        with pytest.raises(errors.SameIllness, match="C16"):
            medical(office, again, "C16")


def test_another_illness_is_another_crisis_and_the_code_is_sealed(office: Office) -> None:
    aid = closed(office, medical(office, D(2026, 3, 2), "C16"), D(2026, 3, 3))
    assert b"C16" not in bytes(aid.illness_sealed)
    with pytest.raises(errors.IllnessMissing):
        medical(office, MONDAY, "")
    with pytest.raises(errors.IllnessUnknown):
        medical(office, MONDAY, "위암")
    assert medical(office, MONDAY, "I63").aid.illness == "I63"


# ---------------------------------------------------------------- the committee


@pytest.fixture
def grant(office: Office) -> Grant:
    """Three months of living help from 23 November, the first paid."""
    grant = office.granted()
    office.pay(grant)
    return grant


def hold(office: Office, day: dt.date, **more: Any) -> Sitting:
    facts = {"held_on": day, "seated": 11, "experts": 6, "present": 7, **more}
    return office.do("emergency", day, committee.hold_sitting, area=office.cast.city, seats=Seats(**facts))


def put(office: Office, grant: Grant, kind: AgendaItem.Kind, day: dt.date, **more: Any) -> AgendaItem:
    aid = EmergencyAid.objects.get(id=grant.aid_id)
    return office.do("emergency", day, committee.put_on_agenda, aid=aid, kind=kind, need="아직 일을 못 함", **more)


def vote(office: Office, item: AgendaItem, sitting: Sitting, outcome: AgendaItem.Outcome, **more: Any) -> AgendaItem:
    facts = {"in_favour": 5 if outcome == PASSED else 0, **more}
    day = sitting.held_on
    return office.do("emergency", day, committee.decide_item, item=item, sitting=sitting, vote=Vote(outcome, **facts))


def test_a_longer_help_is_asked_as_the_committee_passed_it(office: Office, grant: Grant) -> None:
    day = D(2027, 2, 10)
    item = put(office, grant, AgendaItem.Kind.EXTENSION, D(2027, 2, 8), months=2)
    with pytest.raises(errors.AlreadyOnAgenda):
        put(office, grant, AgendaItem.Kind.EXTENSION, D(2027, 2, 8), months=2)
    vote(office, item, hold(office, day), PASSED, words="2개월")
    more = {"starts_on": D(2027, 2, 23), "need": "아직 일을 못 함", "committee_on": day, "notice_ref": "2027 안내"}
    aid = EmergencyAid.objects.get(id=grant.aid_id)
    with pytest.raises(errors.AmountTooHigh, match="2개월"):
        office.ask(aid, D(2027, 2, 11), months=3, **more)
    assert office.ask(aid, D(2027, 2, 11), months=2, **more).step == Grant.Step.COMMITTEE


def test_what_the_committee_refused_is_not_asked_for(office: Office, grant: Grant) -> None:
    day = D(2027, 2, 10)
    item = put(office, grant, AgendaItem.Kind.EXTENSION, D(2027, 2, 8), months=1)
    vote(office, item, hold(office, day), REJECTED, in_favour=3, words="일을 찾음")
    more = {"starts_on": D(2027, 2, 23), "need": "더", "committee_on": day, "notice_ref": "2027 안내"}
    with pytest.raises(errors.WrongStep, match="부결"):
        office.ask(EmergencyAid.objects.get(id=grant.aid_id), D(2027, 2, 11), months=1, **more)


def test_nothing_lies_before_it_that_the_law_does_not_leave(office: Office, grant: Grant) -> None:
    with pytest.raises(LimitReached, match="6개월까지"):
        put(office, grant, AgendaItem.Kind.EXTENSION, D(2027, 2, 8), months=4)
    with pytest.raises(errors.NothingToDecide, match="사후조사"):
        put(office, grant, AgendaItem.Kind.ADEQUACY, D(2027, 2, 8))


@pytest.mark.parametrize(
    ("seats", "error"),
    [
        ({"seated": 16, "experts": 8, "present": 9}, errors.CommitteeWrong),
        ({"seated": 15, "experts": 7, "present": 9}, errors.CommitteeWrong),
        ({"seated": 14, "experts": 7, "present": 15}, errors.CommitteeWrong),
        ({"seated": 15, "experts": 8, "present": 8}, None),
        ({"seated": 14, "experts": 7, "present": 8}, None),
        ({"seated": 16, "experts": 4, "present": 9, "body": Sitting.Body.BOARD}, None),
    ],
)
def test_the_committee_is_made_up_as_the_law_says(office: Office, seats: dict[str, Any], error: Any) -> None:
    """제12조제2항·제3항: at most fifteen, half experts or of non-profit bodies. A board that stands in has its own law."""
    if error is None:
        assert hold(office, MONDAY, **seats).seated == seats["seated"]
    else:
        with pytest.raises(error):
            hold(office, MONDAY, **seats)


@pytest.mark.parametrize(
    ("present", "in_favour", "outcome", "error"),
    [
        (5, 5, PASSED, errors.NoQuorum),
        (5, 0, REJECTED, errors.NoQuorum),
        (6, 3, PASSED, errors.VotesWrong),
        (6, 4, PASSED, None),
        (6, 3, REJECTED, None),
        (6, 4, REJECTED, errors.VotesWrong),
        (7, 8, PASSED, errors.VotesWrong),
        (5, 0, DEFERRED, None),
    ],
)
def test_more_than_half_of_more_than_half(
    office: Office, grant: Grant, present: int, in_favour: int, outcome: AgendaItem.Outcome, error: Any
) -> None:
    """시행규칙 제5조제2항, eleven seated: six must come, and more than half of these say yes."""
    item = put(office, grant, AgendaItem.Kind.EXTENSION, D(2027, 2, 8), months=1)
    sitting = hold(office, D(2027, 2, 10), present=present)
    if error is None:
        said = vote(office, item, sitting, outcome, in_favour=in_favour, words="말씀")
        assert said.outcome == ("" if outcome == DEFERRED else outcome)
    else:
        with pytest.raises(error):
            vote(office, item, sitting, outcome, in_favour=in_favour)


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"outcome": "passed", "seated": 11, "present": 5, "in_favour": 5}, "emergency_item_quorum"),
        ({"outcome": "passed", "seated": 11, "present": 6, "in_favour": 3}, "emergency_item_majority"),
        ({"outcome": "rejected", "seated": 11, "present": 6, "in_favour": 4}, "emergency_item_no_majority"),
        ({"outcome": "passed", "seated": 11, "present": 6, "in_favour": None}, "emergency_item_decided_at_a_sitting"),
    ],
)
def test_the_database_counts_the_votes_too(
    office: Office, grant: Grant, fields: dict[str, Any], constraint: str
) -> None:
    item = put(office, grant, AgendaItem.Kind.EXTENSION, D(2027, 2, 8), months=1)
    sitting = hold(office, D(2027, 2, 10))
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        AgendaItem.objects.filter(id=item.id).update(sitting=sitting, **fields)


# ---------------------------------------------------------------- money back


@pytest.fixture
def found_wrong(office: Office, grant: Grant) -> EmergencyAid:
    """Income over the limit; the committee said inadequate, 783,000 won may come back."""
    aid = EmergencyAid.objects.get(id=grant.aid_id)
    facts = Found(household_size=1, income_won=5_000_000, assets_won=0, judged=False, reason="소득")
    office.do("emergency", D(2026, 12, 21), after.record_follow_up, aid=aid, checked_on=D(2026, 12, 21), found=facts)
    item = put(office, grant, AgendaItem.Kind.ADEQUACY, D(2026, 12, 22))
    verdict = {"verdict": Review.Verdict.INADEQUATE, "recover_won": 783_000, "words": "소득이 기준을 넘음"}
    vote(office, item, hold(office, D(2026, 12, 23)), PASSED, **verdict)
    aid.refresh_from_db()
    assert (aid.state, aid.review.recover_won) == (State.INADEQUATE, 783_000)
    return aid


def ordered(office: Office, aid: EmergencyAid, **more: Any) -> Recovery:
    facts = {"ground": Recovery.Ground.INADEQUATE, "won": 783_000, "words": "소득이 기준을 넘음", **more}
    row = office.do("emergency", D(2026, 12, 24), recovering.ask_recovery, aid=aid, **facts)
    return office.do("emergency_head", D(2026, 12, 28), recovering.order_recovery, recovery=row, is_ordered=True)


def book(office: Office, recovery: Recovery, won: int, day: dt.date, **more: Any) -> RecoveryEntry:
    facts = {"won": won, "on": day, "once_key": uuid4(), **more}
    return office.do("emergency", day, recovering.book_repayment, recovery=recovery, **facts)


def test_money_comes_back_line_by_line(office: Office, found_wrong: EmergencyAid) -> None:
    aid = found_wrong
    recovery = ordered(office, aid)
    assert due(aid, "emergency.recover") == D(2026, 12, 28)
    told = D(2026, 12, 29)
    office.do("emergency", told, recovering.tell_recovery, recovery=recovery, told_on=told)
    recovery.refresh_from_db()
    assert (recovery.due_on, due(aid, "emergency.objection")) == (D(2027, 1, 28), D(2027, 1, 28))
    key = uuid4()
    book(office, recovery, 300_000, D(2027, 1, 4), once_key=key)
    book(office, recovery, 300_000, D(2027, 1, 4), once_key=key)
    assert books.owed(recovery) == 483_000
    with pytest.raises(errors.BookWrong, match="483,000원"):
        book(office, recovery, 483_001, D(2027, 1, 5))
    with pytest.raises(errors.RecoveryOpen):
        office.do("emergency", D(2027, 2, 1), after.end_aid, aid=aid)
    late = {"on": D(2027, 1, 29), "due_on": D(2027, 2, 26), "once_key": uuid4()}
    with pytest.raises(errors.WrongStep):
        office.do("emergency", D(2027, 1, 28), recovering.urge, recovery=recovery, **{**late, "on": D(2027, 1, 28)})
    office.do("emergency", D(2027, 1, 29), recovering.urge, recovery=recovery, **late)
    assert due(aid, "emergency.recover") == D(2027, 2, 26)
    book(office, recovery, 483_000, D(2027, 2, 2))
    assert not Clock.objects.filter(subject_id=aid.id, policy__code="emergency.recover", done_at__isnull=True).exists()
    office.do(
        "emergency", D(2027, 2, 2), after.lead_onward, aid=aid, onward=Next(Onward.Way.ADVICE, "상담"), told_on=told
    )
    assert office.do("emergency", D(2027, 2, 2), after.end_aid, aid=aid).state == State.ENDED


def test_who_asks_for_it_does_not_order_it_and_never_more_than_was_paid(
    office: Office, found_wrong: EmergencyAid
) -> None:
    facts = {"aid": found_wrong, "words": "소득"}
    ask = recovering.ask_recovery
    day = D(2026, 12, 24)
    with pytest.raises(errors.RecoverAmountWrong, match="783,000원"):
        office.do("emergency", day, ask, ground=Recovery.Ground.INADEQUATE, won=783_001, **facts)
    with pytest.raises(errors.GroundUnfit):
        office.do("emergency", day, ask, ground=Recovery.Ground.FRAUD, won=1, **facts)
    row = office.do("emergency", day, ask, ground=Recovery.Ground.INADEQUATE, won=783_000, **facts)
    with pytest.raises(errors.SameHand):
        office.do("emergency", day, recovering.order_recovery, recovery=row, is_ordered=True)
    with pytest.raises(errors.RecoveryWaiting):
        office.do("emergency", day, ask, ground=Recovery.Ground.EXCESS, won=1, **facts)


def test_an_objection_that_is_right_takes_it_out_of_the_book(office: Office, found_wrong: EmergencyAid) -> None:
    recovery = ordered(office, found_wrong)
    told = D(2026, 12, 29)
    office.do("emergency", told, recovering.tell_recovery, recovery=recovery, told_on=told)
    day = D(2027, 1, 28)
    late = {"aid": found_wrong, "recovery": recovery, "received_on": D(2027, 1, 29), "words": "아님"}
    with pytest.raises(errors.ObjectionTooLate):
        office.do("emergency", D(2027, 1, 29), objections.receive_objection, **late)
    facts = {"aid": found_wrong, "recovery": recovery, "received_on": day, "words": "한 달치만 제 돈입니다"}
    row = office.do("emergency", day, objections.receive_objection, **facts)
    office.do("emergency", D(2027, 2, 3), objections.send_objection, objection=row, sent_on=D(2027, 2, 3))
    answer = {"answered_on": D(2027, 2, 10), "answer": "절반만", "outcome": Objection.Outcome.CORRECTED}
    office.do(
        "emergency", D(2027, 2, 10), objections.answer_objection, objection=row, reduced_won=391_500, **answer
    )  # fmt: skip
    assert books.owed(recovery) == 391_500


def test_an_excess_is_no_matter_for_this_objection(office: Office, grant: Grant) -> None:
    """제16조제1항 names 제15조제1항 and 제2항 only."""
    aid = EmergencyAid.objects.get(id=grant.aid_id)
    recovery = ordered(office, aid, ground=Recovery.Ground.EXCESS, won=100_000)
    facts = {"aid": aid, "recovery": recovery, "received_on": D(2026, 12, 29), "words": "아님"}
    with pytest.raises(errors.NotObjectable, match="행정심판"):
        office.do("emergency", D(2026, 12, 29), objections.receive_objection, **facts)


def test_the_thirty_days_run_from_the_day_it_was_told(office: Office) -> None:
    """제16조제1항: 고지받은 날부터. A letter that came a week later gives a week more."""
    grant = office.ask(office.on_site(office.request()))
    office.decide(grant, is_approved=False, answer="위기상황이 아님", other_way="기초생활보장 신청")
    aid = EmergencyAid.objects.get(id=grant.aid_id)
    day = D(2026, 12, 30)
    with pytest.raises(errors.ObjectionTooLate):
        office.do("emergency", day, objections.receive_objection, aid=aid, received_on=day, words="아닙니다")
    facts = {"aid": aid, "received_on": day, "words": "아닙니다", "told_on": D(2026, 11, 30)}
    row = office.do("emergency", day, objections.receive_objection, **facts)
    assert due(aid, "emergency.objection_send") == D(2027, 1, 11)
    office.do("emergency", D(2027, 1, 4), objections.send_objection, objection=row, sent_on=D(2027, 1, 4))
    answer = {"answered_on": D(2027, 1, 11), "answer": "위기상황이 맞음", "outcome": Objection.Outcome.CORRECTED}
    office.do("emergency", D(2027, 1, 11), objections.answer_objection, objection=row, **answer)
    aid.refresh_from_db()
    assert (aid.state, aid.denied_on, due(aid, "emergency.decide")) == (State.ON_SITE, None, D(2027, 1, 12))


@pytest.mark.parametrize(
    ("kind", "won", "broken"),
    [
        ("paid", -783_001, "more given back than ordered"),
        ("undone", 1, "more given back than ordered"),
        ("paid", 1, "emergency_recovery_sign"),
        ("written_off", -1, "emergency_recovery_says_why"),
    ],
)
def test_bare_sql_cannot_make_the_book_wrong(
    office: Office, found_wrong: EmergencyAid, kind: str, won: int, broken: str
) -> None:
    recovery = ordered(office, found_wrong)
    words = "되돌림" if kind == "undone" else ""
    with pytest.raises(IntegrityError, match=broken), transaction.atomic():
        bare_line(recovery, kind=kind, won=won, words=words)


def bare_line(recovery: Recovery, **fields: Any) -> None:
    """A line past the actions, looked at by the database at once."""
    place = {"household_id": recovery.household_id, "area_id": recovery.area_id}
    RecoveryEntry.objects.create(recovery=recovery, on=MONDAY, entered_by=uuid4(), once_key=uuid4(), **place, **fields)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_no_line_of_a_book_is_changed(office: Office, found_wrong: EmergencyAid) -> None:
    ordered(office, found_wrong)
    with pytest.raises(DatabaseError, match="permission denied"), acting_as(office.cast.actor("emergency")):
        RecoveryEntry.objects.update(won=1)


# ---------------------------------------------------------------- the budget


def enter(office: Office, won: int, **more: Any) -> Appropriation:
    facts = {
        "year": 2026,
        "kind": Kind.LIVING,
        "purse": Appropriation.Purse.NATION,
        "on": MONDAY,
        "words": "본예산",
        **more,
    }
    line = budget.BudgetLine(won=won, **facts)
    return office.do("emergency", MONDAY, budget.enter_budget, area=office.cast.city, line=line, once_key=uuid4())


def money(office: Office, year: int, kind: Kind = Kind.LIVING) -> tuple[int, int, int, int, int]:
    with acting_as(office.cast.actor("emergency")):
        row = books.money_of(office.cast.city, year, kind)
    return row.budget, row.paid, row.decided, row.returned, row.balance


def test_the_years_money_adds_up(office: Office, grant: Grant) -> None:
    """2,349,000 won decided on 23 November: one month paid in 2026, the rest still held back in the same year's book."""
    enter(office, 3_000_000)
    enter(office, -200_000, words="의료로 전용")
    enter(office, 200_000, kind=Kind.MEDICAL, words="생계에서 전용")
    assert money(office, 2026) == (2_800_000, 783_000, 1_566_000, 0, 451_000)
    assert money(office, 2026, Kind.MEDICAL) == (200_000, 0, 0, 0, 200_000)
    office.pay(grant, D(2026, 12, 23))
    office.pay(grant, D(2027, 1, 25))
    assert money(office, 2026) == (2_800_000, 1_566_000, 0, 0, 1_234_000)
    assert money(office, 2027)[1] == 783_000


def test_money_back_in_the_same_year_flows_back_and_later_does_not(office: Office, found_wrong: EmergencyAid) -> None:
    enter(office, 1_000_000)
    recovery = ordered(office, found_wrong)
    book(office, recovery, 183_000, D(2026, 12, 30))
    book(office, recovery, 600_000, D(2027, 1, 5))
    assert money(office, 2026) == (1_000_000, 783_000, 0, 183_000, 400_000)
    assert money(office, 2027)[3] == 0


def test_the_same_line_twice_is_one_and_none_of_zero(office: Office) -> None:
    line = budget.BudgetLine(2026, Kind.LIVING, Appropriation.Purse.CITY, 5, MONDAY, "본예산")
    key = uuid4()
    for _ in range(2):
        office.do("emergency", MONDAY, budget.enter_budget, area=office.cast.city, line=line, once_key=key)
    assert Appropriation.objects.count() == 1
    with pytest.raises(errors.BookWrong):
        enter(office, 0)


def test_another_city_sees_no_budget_and_no_sitting(office: Office) -> None:
    enter(office, 3_000_000)
    hold(office, MONDAY)
    with acting_as(office.cast.actor("outsider")):
        assert not Appropriation.objects.exists()
        assert not Sitting.objects.exists()


# ---------------------------------------------------------------- pages


def said(client: Any, name: str, *args: Any, **query: Any) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200, name
    return " ".join(" ".join(html.fromstring(answer.content.decode()).itertext()).split())


def test_a_review_through_the_pages_up_to_the_letter(office: Office, browse: Any) -> None:
    """The officer puts it before the committee, writes down its vote, asks the money back; the head orders; the letter says so."""
    today = timezone.localdate()
    grant = office.granted(today, monthly_won=100_000, notice_ref="올해 안내")
    office.pay(grant, today, won=100_000, way=Payment.Way.ACCOUNT)
    aid = grant.aid
    office.do(
        "emergency", today, after.record_follow_up, aid=aid, checked_on=today,
        found=Found(household_size=1, income_won=9_000_000, assets_won=0, judged=False, reason="소득"),
    )  # fmt: skip
    officer, head = browse("emergency"), browse("emergency_head")

    def post(client: Any, name: str, *args: Any, **data: Any) -> int:
        return int(client.post(reverse(f"emergency:{name}", args=args), data).status_code)

    assert post(officer, "agenda", aid.id, kind="adequacy", need="소득이 기준을 넘음") == 302
    waiting = said(officer, "emergency:committee")
    assert aid.number in waiting
    assert "서갑식" not in waiting, "the committee sees a digest without a name"
    seats = {"held_on": str(today), "body": "committee", "seated": 11, "experts": 6, "present": 7}
    assert post(officer, "hold_sitting", **{**seats, "experts": 5}) == 422
    assert post(officer, "hold_sitting", **seats) == 302
    sitting, item = Sitting.objects.get(), AgendaItem.objects.get()
    ballot = {
        "outcome": "passed",
        "in_favour": 6,
        "verdict": "inadequate",
        "recover_won": "10만",
        "words": "소득이 기준을 넘음",
    }
    ballot = {f"{item.id}-{name}": value for name, value in ballot.items()}
    assert post(officer, "decide_item", sitting.id, item=item.id, **{**ballot, f"{item.id}-in_favour": 3}) == 422
    assert post(officer, "decide_item", sitting.id, item=item.id, **ballot) == 302
    paper = said(officer, "emergency:sitting_paper", sitting.id)
    assert "6/7" in paper
    assert "서갑식" not in paper
    assert post(officer, "recover", aid.id, ground="inadequate", won="10만", words="소득") == 302
    assert post(head, "order_recovery", aid.id, order="order") == 302
    assert post(officer, "tell_recovery", aid.id, told_on=str(today)) == 302
    letter = said(officer, "emergency:return_order", aid.id)
    assert "100,000원" in letter
    assert "제15조제2항" in letter
    line = {"recovery": Recovery.objects.get().id, "kind": "paid", "won": "4만", "on": str(today), "once_key": uuid4()}
    assert post(officer, "recovery_line", aid.id, **line) == 302
    assert "60,000원" in said(officer, "emergency:grant_page", aid.id)


def test_the_budget_page_warns_and_leaves_as_a_sheet(office: Office, browse: Any) -> None:
    today = timezone.localdate()
    office.granted(today, monthly_won=100_000, notice_ref="올해 안내")
    officer = browse("emergency")
    facts = {"year": today.year, "kind": "LIVING", "purse": "city", "won": "25만", "on": str(today), "words": "본예산"}
    url = reverse("emergency:enter_line")
    assert officer.post(url, {**facts, "once_key": uuid4()}).status_code == 302
    assert officer.post(url, {**facts, "won": "0", "once_key": uuid4()}).status_code == 422
    page = said(officer, "emergency:money")
    assert "생계지원 예산이 모자랍니다" in page
    assert "-50,000원" in page
    assert officer.get(reverse("emergency:money_xlsx")).status_code == 200
    assert browse("officer").get(reverse("emergency:money")).status_code == 404, "a dong sees a part and not the whole"
