"""Closing: proposed, approved by another, proven by a row; what is missing is said."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.utils import timezone

from bokjihub.accounts.access.scope import acting_as
from bokjihub.accounts.models import Assignment, Role
from bokjihub.clocks.models import Clock
from bokjihub.discovery.actions import closing, contact, work
from bokjihub.discovery.models import ClosingRequest, Closure, ContactAttempt, WorkItem
from tests.cast import Cast
from tests.factories.work_items import aided, applied, counselled, worry

Kind = Closure.Kind
pytestmark = pytest.mark.django_db


def propose(cast: Cast, item: WorkItem, kind: Kind, *, who: str = "officer", **more: Any) -> ClosingRequest:
    actor = cast.actor(who)
    with acting_as(actor):
        return closing.propose_closing(work_item=item, kind=kind, by=actor, **more)


def approve(cast: Cast, request: ClosingRequest, *, who: str = "head") -> Closure:
    actor = cast.actor(who)
    with acting_as(actor):
        return closing.approve_closing(request=request, by=actor)


def refuse(cast: Cast, item: WorkItem, who: str, *, capacity: str = "") -> None:
    actor = cast.actor(who)
    what = contact.Try(
        way=ContactAttempt.Way.PHONE,
        result=ContactAttempt.Result.REFUSED,
        at=timezone.now(),
        words="혼자 지내고 싶습니다",
        capacity_judged=capacity,
        next_on=timezone.localdate() + dt.timedelta(days=14),
    )
    with acting_as(actor):
        contact.record_contact(work_item=item, what=what, by=actor)


def prove() -> None:
    """Ask the deferred triggers now, as the end of the transaction would."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def run(cast: Cast, statement: str, *values: Any) -> None:
    """One transaction of somebody with a database prompt."""
    with transaction.atomic(), acting_as(cast.actor("emergency")), connection.cursor() as cursor:
        cursor.execute(statement, values)
        prove()


def test_told_benefits_close_a_worry_and_everything_around_it_ends(cast: Cast) -> None:
    item = worry(cast, owner=None)
    head = cast.actor("head")
    with acting_as(head):
        work.assign(work_item=item, owner=cast.posts["officer"], by=head)
    counselled(item)
    closure = approve(cast, propose(cast, item, Kind.INFO))
    prove()
    item.refresh_from_db()
    assert item.closed_on == closure.closed_on == timezone.localdate()
    assert not Clock.objects.filter(subject_id=item.id, done_at=None).exists()
    assert not Assignment.objects.filter(source_id=item.id, ends_at=None).exists()


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (Kind.INFO, "안내한 급여가 있는 상담 기록"),
        (Kind.NONEED, "본인 말씀이 적힌 상담 기록"),
        (Kind.PUB_BASIC, "받기로 결정된 같은 갈래의 급여 신청"),
        (Kind.PUB_EMERG, "승인된 긴급지원 결정"),
        (Kind.PRIV, "한 번이라도 전달된 서비스 연계"),
        (Kind.CASE, "사례관리 기록"),
        (Kind.EX_MOVED, "확인한 출처"),
        (Kind.ALREADY, "확인한 출처"),
        (Kind.DUP, "이미 있는 다른 발굴 대상 고르기"),
    ],
)
def test_what_is_missing_is_named(cast: Cast, kind: Kind, sentence: str) -> None:
    words = "확인함" if kind in (Kind.NONEED, Kind.DUP) else ""
    with pytest.raises(closing.ClosingNotProven, match=sentence):
        propose(cast, worry(cast), kind, words=words)


def test_a_grant_that_nobody_approved_proves_nothing(cast: Cast) -> None:
    item = worry(cast)
    aid = aided(item, is_approved=None)
    with pytest.raises(closing.ClosingNotProven):
        propose(cast, item, Kind.PUB_EMERG)
    aid.grants.update(is_approved=True, decided_by=aid.id, decided_on=timezone.localdate())
    approve(cast, propose(cast, item, Kind.PUB_EMERG))
    prove()


def test_only_a_granted_application_of_the_same_kind_is_help(cast: Cast) -> None:
    item = worry(cast)
    applied(item, is_granted=None)
    applied(item, is_granted=False)
    applied(item, group="PUB_OTHER")
    with pytest.raises(closing.ClosingNotProven):
        propose(cast, item, Kind.PUB_BASIC)
    applied(item)
    approve(cast, propose(cast, item, Kind.PUB_BASIC))
    prove()


def test_a_proof_cannot_be_taken_away_afterwards(cast: Cast) -> None:
    item = worry(cast)
    aid = aided(item)
    approve(cast, propose(cast, item, Kind.PUB_EMERG))
    for statement in (
        "UPDATE emergency_grant SET is_approved = false, answer = '다시' WHERE aid_id = %s",
        "UPDATE emergency_emergencyaid SET work_item_id = NULL WHERE id = %s",
        "DELETE FROM emergency_grant WHERE aid_id = %s",
    ):
        with pytest.raises((IntegrityError, ProgrammingError)):
            run(cast, statement, aid.id)


def test_nobody_approves_their_own_closing(cast: Cast) -> None:
    item = worry(cast)
    counselled(item)
    request = propose(cast, item, Kind.INFO, who="head")
    with pytest.raises(closing.SamePersonDecides):
        approve(cast, request)


def test_a_proposed_closing_waits_for_the_head_and_comes_back_with_words(cast: Cast) -> None:
    item, head = worry(cast), cast.actor("head")
    counselled(item)
    request = propose(cast, item, Kind.INFO)
    clock = Clock.objects.get(subject_id=item.id, done_at=None, policy__code="work_item.approve")
    assert clock.role == Role.TEAM_HEAD
    with acting_as(head):
        with pytest.raises(closing.AnswerMissing):
            closing.return_closing(request=request, answer=" ", by=head)
        closing.return_closing(request=request, answer="급여를 더 안내해 주세요", by=head)
    clocks = {one.policy.code: one.post for one in Clock.objects.filter(subject_id=item.id, done_at=None)}
    assert clocks == {"work_item.outcome": cast.posts["officer"]}
    item.refresh_from_db()
    assert item.closed_on is None


def test_three_refusals_heard_by_two_people_close_and_are_seen_again_in_six_months(cast: Cast) -> None:
    item = worry(cast)
    refuse(cast, item, "officer")
    with pytest.raises(
        closing.ClosingNotProven, match=r"한 사람이 한 번 여쭌 것으로 마칠 수 없습니다.*다른 사람이 한 번 더"
    ):
        propose(cast, item, Kind.REFUSED, words="원치 않으심")
    refuse(cast, item, "officer")
    refuse(cast, item, "officer", capacity="판단에 어려움 없음")
    with pytest.raises(closing.ClosingNotProven, match="남은 것: 다른 사람이 한 번 더 여쭙기"):
        propose(cast, item, Kind.REFUSED, words="원치 않으심")
    refuse(cast, item, "colleague")
    closure = approve(cast, propose(cast, item, Kind.REFUSED, words="원치 않으심"))
    prove()
    review = WorkItem.objects.get(previous=item)
    clock = Clock.objects.get(subject_id=review.id, done_at=None)
    assert (clock.policy.code, clock.due_on, clock.post) == (
        "work_item.review",
        closure.review_on,
        cast.posts["officer"],
    )
    assert 175 <= (closure.review_on - timezone.localdate()).days <= 190


def test_danger_keeps_a_refusal_open(cast: Cast) -> None:
    item = worry(cast)
    for who in ("officer", "colleague", "officer"):
        refuse(cast, item, who, capacity="판단에 어려움 없음")
    counselled(item, danger=["자해·자살"])
    with pytest.raises(closing.ClosingNotProven, match="즉시 위험"):
        propose(cast, item, Kind.REFUSED, words="원치 않으심")


def test_the_lost_are_never_closed(cast: Cast) -> None:
    from tests.discovery.test_contact import lost

    item = lost(cast)
    with pytest.raises(closing.UnlocatedNeverCloses, match="연락두절로 마칠 수 없습니다"):
        propose(cast, item, Kind.EX_MOVED, source="이웃")


@pytest.mark.parametrize("table", ["counselling_counselling", "emergency_emergencyaid", "discovery_contactattempt"])
def test_rows_tied_to_a_worry_stay_with_it(cast: Cast, table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass", [table])
        assert {"work_item_stays", "closing_proof"} <= {name for (name,) in cursor.fetchall()}


def test_every_table_that_can_prove_is_guarded(db: None) -> None:
    """A room that brings a proving table calls `discovery_guard_proofs()` in its migration."""
    unguarded = """
        SELECT c.relname FROM pg_class c
        WHERE c.relname = ANY (%s) AND c.relkind = 'r' AND NOT EXISTS (
            SELECT 1 FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgname = 'closing_proof')"""
    tables = ["counselling_counselling", "counselling_toldbenefit", "emergency_emergencyaid", "emergency_grant"]
    tables += ["benefits_application", "resources_servicelink", "resources_linkdelivery", "cases_case"]
    with connection.cursor() as cursor:
        cursor.execute(unguarded, [tables])
        assert cursor.fetchall() == []
