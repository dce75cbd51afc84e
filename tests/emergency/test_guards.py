"""The database keeps the law whatever asks: each constraint and trigger met by raw rows, not by the actions."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from bokjihub.accounts.access.scope import acting_as
from bokjihub.emergency.models import CrisisReason, EmergencyAid, Grant, Kind, Payment, Review
from tests.emergency.conftest import MONDAY, Office


def row(aid: EmergencyAid, **more: Any) -> dict[str, Any]:
    """A grant as SQL could write it, past every action."""
    facts = {
        "aid": aid,
        "household_id": aid.household_id,
        "area_id": aid.area_id,
        "kind": aid.kind,
        "months": 3,
        "monthly_won": 783_000,
        "starts_on": MONDAY,
        "ends_on": MONDAY,
        "asked_on": MONDAY,
        "asked_by": uuid4(),
    }
    return {**facts, **more}


def decided(by: object = None) -> dict[str, Any]:
    return {"is_approved": True, "decided_on": MONDAY, "decided_by": by or uuid4()}


def refused(model: Any, constraint: str, **fields: Any) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        model.objects.create(**fields)


@pytest.fixture
def aid(office: Office) -> EmergencyAid:
    return office.on_site(office.request())


def test_no_more_months_than_the_law_gives(aid: EmergencyAid) -> None:
    refused(Grant, "more than article 10", **row(aid, months=7, committee_on=MONDAY))
    refused(Grant, "without the committee", **row(aid, months=4))
    Grant.objects.create(**row(aid, **decided()))
    refused(Grant, "without the committee", **row(aid, months=1, round=2))
    Grant.objects.create(**row(aid, months=3, round=2, committee_on=MONDAY, **decided()))
    refused(Grant, "more than article 10", **row(aid, months=1, round=3, committee_on=MONDAY))
    # what was refused does not count, but cannot come back to life either
    late = Grant.objects.create(
        **row(aid, months=1, round=3, committee_on=MONDAY, is_approved=False, decided_on=MONDAY, decided_by=uuid4())
    )
    with pytest.raises(IntegrityError, match="more than article 10"), transaction.atomic():
        Grant.objects.filter(id=late.id).update(is_approved=True)


def test_months_of_one_crisis_add_up_over_two_aids(office: Office, aid: EmergencyAid) -> None:
    Grant.objects.create(**row(aid, **decided()))
    EmergencyAid.objects.filter(id=aid.id).update(state="ended")
    again = office.on_site(office.request(continues=aid))
    refused(Grant, "without the committee", **row(again, months=1))


def test_the_old_law_holds_for_what_was_asked_under_it(office: Office) -> None:
    day = dt.date(2016, 5, 2)
    old = office.on_site(office.request(day), day)
    refused(Grant, "without the committee", **row(old, months=4, asked_on=day))
    refused(Grant, "more than article 10", **row(old, months=1, asked_on=dt.date(2012, 1, 2)))
    Grant.objects.create(**row(old, months=3, asked_on=day))


def test_a_grant_is_of_the_kind_of_its_aid(aid: EmergencyAid) -> None:
    refused(Grant, "of the kind of its aid", **row(aid, kind=Kind.HOUSING, months=1))


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("emergency_grant_won", {"monthly_won": 0}),
        ("emergency_grant_cap", {"cap_won": 782_999}),
        ("emergency_grant_dates", {"ends_on": MONDAY - dt.timedelta(days=1)}),
        ("emergency_committee_has_met", {"step": "committee"}),
        ("emergency_decided_by_somebody", {"is_approved": True}),
    ],
)
def test_a_grant_that_cannot_be(aid: EmergencyAid, constraint: str, fields: dict[str, Any]) -> None:
    refused(Grant, constraint, **row(aid, **fields))


def test_two_people_and_one_waiting_grant(aid: EmergencyAid) -> None:
    one = uuid4()
    refused(Grant, "emergency_two_people", **row(aid, asked_by=one, **decided(one)))
    Grant.objects.create(**row(aid, months=1))
    refused(Grant, "emergency_one_grant_waiting", **row(aid, months=1, round=2))


def payment(grant: Grant, won: int, **more: Any) -> dict[str, Any]:
    facts = {
        "grant": grant,
        "household_id": grant.household_id,
        "area_id": grant.area_id,
        "kind": grant.kind,
        "won": won,
        "paid_on": MONDAY,
        "way": "account",
        "paid_by": uuid4(),
    }
    return {**facts, **more}


def paid_refused(message: str, **fields: Any) -> None:
    with pytest.raises(IntegrityError, match=message):
        _at_commit(lambda: Payment.objects.create(**fields))


def _at_commit(write: Callable[[], Any]) -> None:
    """Write and let the deferred triggers judge, as a commit would."""
    with transaction.atomic(), connection.cursor() as cursor:
        write()
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_payments_never_exceed_what_was_decided(aid: EmergencyAid) -> None:
    grant = Grant.objects.create(**row(aid, **decided()))
    paid_refused("paid 2349001 of 2349000", **payment(grant, 2_349_001))
    Payment.objects.create(**payment(grant, 2_000_000))
    paid_refused("paid 2349001 of 2349000", **payment(grant, 349_001, sequence=2))
    Payment.objects.create(**payment(grant, 349_000, sequence=2))
    with pytest.raises(IntegrityError, match="paid 2349000 of 2346000"):
        _at_commit(lambda: Grant.objects.filter(id=grant.id).update(monthly_won=782_000))


def test_a_payment_needs_a_decision_or_an_officer_who_helps_first(aid: EmergencyAid) -> None:
    grant = Grant.objects.create(**row(aid))
    paid_refused("needs a decision", **payment(grant, 1000))
    EmergencyAid.objects.filter(id=aid.id).update(is_officer_first=True)
    Payment.objects.create(**payment(grant, 1000))
    Grant.objects.filter(id=grant.id).update(is_approved=False, decided_on=MONDAY, decided_by=uuid4())
    paid_refused("needs a decision", **payment(grant, 1000, sequence=2))


def test_cash_needs_a_reason_and_won_are_positive(aid: EmergencyAid) -> None:
    grant = Grant.objects.create(**row(aid, **decided()))
    paid_refused("emergency_cash_has_reason", **payment(grant, 1000, way="cash"))
    paid_refused("emergency_payment_won", **payment(grant, 0))


def test_a_reason_out_of_its_days_is_refused_by_the_database_too(aid: EmergencyAid) -> None:
    old = CrisisReason.objects.get(code="second_earner")
    with pytest.raises(IntegrityError, match="not in force"), transaction.atomic():
        EmergencyAid.objects.filter(id=aid.id).update(reason=old)


def test_a_refusal_without_reason_other_way_or_second_person_is_none(aid: EmergencyAid) -> None:
    one = uuid4()
    full = {"state": "denied", "denied_reason": "까닭", "other_way": "의료지원", "denied_by": one, "denied_on": MONDAY}
    for missing in ("denied_reason", "other_way"):
        with pytest.raises(IntegrityError, match="emergency_denial_says_why"), transaction.atomic():
            EmergencyAid.objects.filter(id=aid.id).update(**{**full, missing: ""})
    with pytest.raises(IntegrityError, match="emergency_denial_two_people"), transaction.atomic():
        EmergencyAid.objects.filter(id=aid.id).update(**full, denial_asked_by=one)


def test_nothing_is_granted_unseen(office: Office) -> None:
    with pytest.raises(IntegrityError, match="emergency_seen_before_granted"), transaction.atomic():
        EmergencyAid.objects.filter(id=office.request().id).update(state="granted")


@pytest.mark.parametrize(("verdict", "recover_won"), [("fraud", 0), ("adequate", 1)])
def test_what_comes_back_follows_the_verdict(aid: EmergencyAid, verdict: str, recover_won: int) -> None:
    facts = {"aid": aid, "household_id": aid.household_id, "area_id": aid.area_id, "entered_by": uuid4()}
    more = {"reviewed_on": MONDAY, "verdict": verdict, "recover_won": recover_won, "reason": "까닭"}
    refused(Review, "emergency_recover_as_law_says", **facts, **more)


def test_nothing_is_deleted_and_other_cities_see_nothing(office: Office, aid: EmergencyAid) -> None:
    with acting_as(office.cast.actor("outsider")):
        assert not EmergencyAid.objects.exists()
    with acting_as(office.cast.actor("geum_officer")):
        assert not EmergencyAid.objects.exists()
    with acting_as(office.cast.actor("emergency")):
        assert EmergencyAid.objects.exists()
    for table in ("emergency_emergencyaid", "emergency_limit", "emergency_crisisreason"):
        with pytest.raises(DatabaseError), acting_as(office.cast.actor("emergency")), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table}")
