"""No random walk of officers' actions and raw SQL as the application role leaves a worry closed without proof.

The judge below is written by hand from process §5.3 and reads the tables as their owner; it calls nothing of the product.
"""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from bokjihub.accounts.access.scope import acting_as
from bokjihub.discovery.actions import closing, contact, locating
from bokjihub.discovery.models import ClosingRequest, Closure, ContactAttempt, Search, WorkItem
from bokjihub.ui.errors import OfficerError
from tests.cast import Cast, make_cast
from tests.factories.work_items import aided, applied, counselled, worry

ITEMS = st.integers(0, 2)
KINDS = st.sampled_from(sorted(Closure.Kind.values))
STAFF = st.sampled_from(["officer", "colleague", "head", "dong_head"])
STATES = st.sampled_from(sorted(WorkItem.State.values))
CHILDREN = st.sampled_from(
    [
        "counselling_counselling",
        "emergency_emergencyaid",
        "benefits_application",
        "discovery_contactattempt",
        "discovery_closingrequest",
        "discovery_search",
    ]
)
PROOFS = st.sampled_from(["none", "random", "other item", "own request"])


def rows(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def unproven() -> list[str]:
    """Work items that are closed, half closed or proven by nothing, with what is wrong. Written against the tables."""
    found = rows(
        """SELECT w.id, w.closed_on, w.state, c.kind, c.words, c.source, c.proof_id, c.approved_by, c.closed_on
           FROM discovery_workitem w FULL JOIN discovery_closure c ON c.work_item_id = w.id
           WHERE w.closed_on IS NOT NULL OR c.work_item_id IS NOT NULL"""
    )
    return [f"{row[3]} {row[0]}: {why}" for row in found if (why := _why(*row))]


def _why(
    item: uuid.UUID,
    closed_on: dt.date | None,
    state: str,
    kind: str | None,
    words: str,
    source: str,
    proof: uuid.UUID | None,
    approved_by: uuid.UUID | None,
    closure_on: dt.date | None,
) -> str:
    if kind is None or closed_on is None or closed_on != closure_on:
        return "half closed"
    if state == "locating":
        return "closed while nobody was found"
    if rows("SELECT 1 FROM discovery_search WHERE work_item_id = %s AND is_approved AND found_at IS NULL", item):
        return "closed while the search is open"
    if not _is_proven(item, kind, words, source, proof, approved_by):
        return "no proof"
    return ""


def _is_proven(
    item: uuid.UUID, kind: str, words: str, source: str, proof: uuid.UUID | None, approved_by: uuid.UUID | None
) -> bool:
    two_people = bool(
        rows(
            "SELECT 1 FROM discovery_closingrequest WHERE work_item_id = %s AND kind = %s AND is_approved "
            "AND decided_by = %s AND asked_by <> decided_by",
            item,
            kind,
            approved_by,
        )
    )
    if kind == "INFO":
        return bool(
            rows(
                "SELECT 1 FROM counselling_toldbenefit t, counselling_counselling c "
                "WHERE t.counselling_id = c.id AND c.work_item_id = %s",
                item,
            )
        )
    if kind == "NONEED":
        said = rows("SELECT 1 FROM counselling_counselling WHERE work_item_id = %s AND client_words <> ''", item)
        return bool(said) and words.strip() != ""
    if kind == "PUB_EMERG":
        return bool(
            rows(
                "SELECT 1 FROM emergency_grant g, emergency_emergencyaid a "
                "WHERE g.aid_id = a.id AND a.work_item_id = %s AND g.is_approved",
                item,
            )
        )
    if kind in ("PUB_BASIC", "PUB_NEAR", "PUB_OTHER"):
        granted = 'SELECT 1 FROM benefits_application WHERE work_item_id = %s AND is_granted AND "group" = %s'
        return bool(rows(granted, item, kind))
    if kind == "REFUSED":
        refused = rows(
            "SELECT made_by FROM discovery_contactattempt WHERE work_item_id = %s AND result = 'refused'", item
        )
        review = rows("SELECT 1 FROM discovery_workitem WHERE previous_id = %s", item)
        return len(refused) >= 3 and len(set(refused)) >= 2 and two_people and bool(review)
    if kind == "DUP":
        return two_people and proof != item and bool(rows("SELECT 1 FROM discovery_workitem WHERE id = %s", proof))
    if kind == "WRONG":
        return two_people and bool(
            rows(
                "SELECT 1 FROM discovery_closingrequest WHERE id = %s AND work_item_id = %s AND is_approved",
                proof,
                item,
            )
        )
    if kind == "ALREADY":
        return two_people and words.strip() != "" and source.strip() != ""
    if kind.startswith("EX_"):
        return two_people and source.strip() != ""
    return False  # links and cases: this walk makes none, so none can prove


class Walk(RuleBasedStateMachine):
    """Officers at work and somebody with a database prompt, on three homes."""

    cast: Cast

    def __init__(self) -> None:
        super().__init__()
        self.example = transaction.atomic()
        self.example.__enter__()
        self.items = [worry(self.cast).id for _ in range(3)]
        self.accepted = 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.example.__exit__(None, None, None)

    def attempt(self, who: str, act: Callable[[Any], object]) -> None:
        """One transaction as one person: done and proven, or undone."""
        actor = self.cast.actor(who)
        try:
            with transaction.atomic(), acting_as(actor):
                act(actor)
                with connection.cursor() as cursor:
                    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
            self.accepted += 1
        except (OfficerError, DatabaseError):
            pass

    def item(self, n: int) -> WorkItem:
        return WorkItem.objects.get(id=self.items[n])

    # ------------------------------------------------------------------ officers

    @rule(
        n=ITEMS,
        who=STAFF,
        way=st.sampled_from(list(ContactAttempt.Way)),
        result=st.sampled_from(list(ContactAttempt.Result)),
    )
    def contact(self, n: int, who: str, way: ContactAttempt.Way, result: ContactAttempt.Result) -> None:
        what = contact.Try(
            way=way,
            result=result,
            at=timezone.now(),
            words="말씀",
            source="통장",
            capacity_judged="어려움 없음",
            next_on=timezone.localdate() + dt.timedelta(days=7),
        )
        self.attempt(who, lambda actor: contact.record_contact(work_item=self.item(n), what=what, by=actor))

    @rule(n=ITEMS)
    def refused_three_times(self, n: int) -> None:
        for who in ("officer", "colleague", "officer"):
            self.contact(n, who, ContactAttempt.Way.PHONE, ContactAttempt.Result.REFUSED)

    @rule(n=ITEMS)
    def put_on_the_locate_list(self, n: int) -> None:
        item = self.item(n)
        if item.closed_on is None and item.state != "locating":
            Search.objects.filter(work_item=item, is_approved=None).update(
                is_approved=False, decided_at=timezone.now(), decided_by=self.cast.user("dong_head").id
            )
            search = Search.objects.create(
                work_item=item,
                household=item.household,
                area=item.area,
                words="다 함",
                asked_by=self.cast.user("officer").id,
            )
            self.attempt("head", lambda actor: locating.decide_locating(search=search, approve=True, by=actor))

    @rule(
        n=ITEMS,
        kind=KINDS,
        who=STAFF,
        other=ITEMS,
        words=st.sampled_from(["", "까닭"]),
        source=st.sampled_from(["", "주민등록"]),
    )
    def propose(self, n: int, kind: str, who: str, other: int, words: str, source: str) -> None:
        self.attempt(
            who,
            lambda actor: closing.propose_closing(
                work_item=self.item(n),
                kind=Closure.Kind(kind),
                words=words,
                source=source,
                proof_id=self.items[other],
                by=actor,
            ),
        )

    @rule(n=ITEMS, who=STAFF, approve=st.booleans())
    def decide(self, n: int, who: str, approve: bool) -> None:
        request = ClosingRequest.objects.filter(work_item_id=self.items[n], decided_at=None).first()
        if request is None:
            return
        if approve:
            self.attempt(who, lambda actor: closing.approve_closing(request=request, by=actor))
        else:
            self.attempt(who, lambda actor: closing.return_closing(request=request, answer="다시", by=actor))

    @rule(n=ITEMS, told=st.booleans())
    def counsel(self, n: int, told: bool) -> None:
        self.attempt("officer", lambda _: counselled(self.item(n), told=told))

    @rule(n=ITEMS, is_approved=st.sampled_from([None, True, False]))
    def aid(self, n: int, is_approved: bool | None) -> None:
        self.attempt("emergency", lambda _: aided(self.item(n), is_approved=is_approved))

    @rule(n=ITEMS, is_granted=st.sampled_from([None, True, False]), group=st.sampled_from(["PUB_BASIC", "PUB_OTHER"]))
    def apply(self, n: int, is_granted: bool | None, group: str) -> None:
        self.attempt("officer", lambda _: applied(self.item(n), is_granted=is_granted, group=group))

    # ------------------------------------------------------------------ somebody with a database prompt

    def sql(self, statement: str, *values: Any) -> Callable[[Any], object]:
        def run(_: Any) -> None:
            with connection.cursor() as cursor:
                cursor.execute(statement, values)

        return run

    @rule(n=ITEMS, state=STATES)
    def set_state_and_day(self, n: int, state: str) -> None:
        sql = "UPDATE discovery_workitem SET closed_on = current_date, state = %s WHERE id = %s"
        self.attempt("officer", self.sql(sql, state, self.items[n]))

    @rule(n=ITEMS, state=STATES)
    def set_state(self, n: int, state: str) -> None:
        sql = "UPDATE discovery_workitem SET state = %s, next_on = current_date WHERE id = %s"
        self.attempt("officer", self.sql(sql, state, self.items[n]))

    @rule(n=ITEMS)
    def reopen(self, n: int) -> None:
        self.attempt("officer", self.sql("UPDATE discovery_workitem SET closed_on = NULL WHERE id = %s", self.items[n]))

    @rule(n=ITEMS, kind=KINDS, proof=PROOFS, with_day=st.booleans(), forged=st.booleans())
    def insert_closure(self, n: int, kind: str, proof: str, with_day: bool, forged: bool) -> None:
        def run(actor: Any) -> None:
            item, head = self.item(n), self.cast.user("head").id
            request = None
            if forged:
                request = ClosingRequest.objects.create(
                    work_item=item,
                    household_id=item.household_id,
                    area_id=item.area_id,
                    kind=kind,
                    asked_by=actor.id,
                    decided_by=head,
                    decided_at=timezone.now(),
                    is_approved=True,
                )
            proofs = {
                "none": None,
                "random": uuid.uuid4(),
                "other item": self.items[(n + 1) % 3],
                "own request": request.id if request else None,
            }
            self.sql(
                "INSERT INTO discovery_closure (work_item_id, household_id, area_id, kind, proof_id, source, words, "
                "closed_on, closed_by, approved_by, review_on) "
                "VALUES (%s, %s, %s, %s, %s, ' ', '한 줄', current_date, %s, %s, current_date + 180)",
                item.id,
                item.household_id,
                item.area_id,
                kind,
                proofs[proof],
                actor.id,
                head,
            )(actor)
            if with_day:
                self.sql("UPDATE discovery_workitem SET closed_on = current_date WHERE id = %s", item.id)(actor)

        self.attempt("officer", run)

    @rule(table=CHILDREN, n=ITEMS, other=st.sampled_from([0, 1, 2, None]))
    def move_children(self, table: str, n: int, other: int | None) -> None:
        to = None if other is None else self.items[other]
        self.attempt(
            "officer", self.sql(f"UPDATE {table} SET work_item_id = %s WHERE work_item_id = %s", to, self.items[n])
        )

    @rule(table=CHILDREN, n=ITEMS)
    def delete_children(self, table: str, n: int) -> None:
        self.attempt("officer", self.sql(f"DELETE FROM {table} WHERE work_item_id = %s", self.items[n]))

    @rule()
    def take_proofs_back(self) -> None:
        self.attempt("emergency", self.sql("UPDATE emergency_grant SET is_approved = NULL"))
        self.attempt("emergency", self.sql("UPDATE emergency_grant SET is_approved = false"))
        self.attempt("officer", self.sql("UPDATE benefits_application SET is_granted = NULL, turn = 'ours'"))
        self.attempt("officer", self.sql("UPDATE counselling_counselling SET client_words = ''"))
        self.attempt("officer", self.sql("UPDATE discovery_closingrequest SET is_approved = false"))
        self.attempt("officer", self.sql("DELETE FROM counselling_toldbenefit"))
        self.attempt("officer", self.sql("UPDATE discovery_search SET found_at = now(), is_approved = false"))

    @rule(kind=KINDS)
    def rewrite_closures(self, kind: str) -> None:
        self.attempt("officer", self.sql("UPDATE discovery_closure SET kind = %s", kind))
        self.attempt("officer", self.sql("DELETE FROM discovery_closure"))

    @invariant()
    def nothing_is_closed_without_proof(self) -> None:
        assert unproven() == []


@pytest.mark.slow
def test_no_walk_closes_a_worry_without_proof(db: None) -> None:
    Walk.cast = make_cast()
    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


@pytest.mark.django_db
def test_the_judge_sees_a_hole_when_the_fence_is_down(cast: Cast) -> None:
    """The walk above can fail: without the trigger the first statement it tries is a finding."""
    item = worry(cast)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("ALTER TABLE discovery_workitem DISABLE TRIGGER closing_proof")
        cursor.execute("UPDATE discovery_workitem SET closed_on = current_date WHERE id = %s", [item.id])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    assert unproven() != []


@pytest.mark.slow
def test_the_walk_finds_the_way_around_a_fence_that_is_down(db: None) -> None:
    Walk.cast = make_cast()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        for table in ("discovery_closure", "emergency_grant", "counselling_toldbenefit"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER closing_proof")
        cursor.execute("ALTER TABLE discovery_workitem DISABLE TRIGGER closing_proof")
    quick = settings(
        max_examples=10,
        stateful_step_count=25,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    with pytest.raises(AssertionError, match=r"half closed|no proof"):
        run_state_machine_as_test(Walk, settings=quick)


@pytest.mark.django_db
def test_the_judge_accepts_a_closing_with_proof(cast: Cast) -> None:
    """And it is not a judge that refuses everything."""
    item = worry(cast)
    counselled(item)
    officer, head = cast.actor("officer"), cast.actor("head")
    with acting_as(officer):
        request = closing.propose_closing(work_item=item, kind=Closure.Kind.INFO, by=officer)
    with acting_as(head):
        closing.approve_closing(request=request, by=head)
    assert Closure.objects.count() == 1
    assert unproven() == []
