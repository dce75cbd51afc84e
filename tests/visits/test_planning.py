"""방문 잡기: two people, both free, consent for neighbours, the head for going alone, the order of the day."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from bokjihub.accounts.access.scope import acting_as
from bokjihub.accounts.models import Assignment
from bokjihub.clocks.models import Clock
from bokjihub.people.actions import record_consent, withdraw_consent, write_safety_note
from bokjihub.people.models import Consent
from bokjihub.visits import errors
from bokjihub.visits.actions import move, plan
from bokjihub.visits.actions.invite import answer_invitation
from bokjihub.visits.bookings import Appointment, Pair
from bokjihub.visits.models import Booking, Invitation, Visit, VisitProgramme
from bokjihub.visits.queries.day import day_plan, lead_day, moved
from bokjihub.visits.queries.pairs import goers
from tests.cast import Cast
from tests.factories.homes import home, met_before
from tests.factories.visits import planned, tomorrow

pytestmark = pytest.mark.django_db
TEN = dt.time(10, 0)


def schedule(cast: Cast, household: Any, *, who: str = "officer", along: tuple[str, ...] = (), **more: Any) -> Visit:
    """방문 잡기 as a person of the cast does it."""
    actor = cast.actor(who)
    pair = Pair(
        lead=cast.posts[more.pop("lead", who)],
        companions=tuple(cast.posts[one] for one in along),
        alone_reason=more.pop("alone_reason", ""),
        volunteer_basis=more.pop("volunteer_basis", ""),
    )
    appointment = Appointment(on=more.pop("on", tomorrow()), at=more.pop("at", TEN), **more)
    with acting_as(actor):
        return plan.schedule_visit(
            household=household,
            programme=VisitProgramme.objects.get(code="REPORT"),
            pair=pair,
            appointment=appointment,
            by=actor,
        )


def agree(cast: Cast, household: Any, purpose: Consent.Purpose = Consent.Purpose.VOLUNTEER) -> Consent:
    """The person of the home agrees that a neighbour comes along."""
    actor = cast.actor("officer")
    with acting_as(actor):
        return record_consent(
            household=household,
            purpose=purpose,
            items=["이름", "주소"],
            given_by="본인",
            method=Consent.Method.SPOKEN,
            given_on=actor.day,
            expires_on=actor.day + dt.timedelta(days=180),
            recipient="좋은이웃들 봉사단",
            by=actor,
        )


def test_the_programmes_of_the_process_are_rows() -> None:
    codes = set(VisitProgramme.objects.values_list("code", flat=True))
    assert codes == {
        "REPORT", "CRISIS", "UNIV_65", "UNIV_70", "UNIV_PREG", "UNIV_INFANT", "CASE", "AFTER", "HEALTH", "HELLO", "ACCOMPANY",
        "UNIV_67", "UNIV_75", "UNIV_80",
    }  # fmt: skip
    assert VisitProgramme.objects.get(code="UNIV_PREG").event_at == 20
    assert not VisitProgramme.objects.filter(code__in=("UNIV_67", "UNIV_75", "UNIV_80"), is_open=True).exists()


def test_a_pair_gets_the_visit_into_both_days(cast: Cast) -> None:
    visit = schedule(cast, home(cast), along=("nurse",))
    assert visit.state == Visit.State.SCHEDULED
    assert Booking.objects.filter(visit=visit).count() == 2
    due = Clock.objects.get(policy__code="visit.due", subject_id=visit.id)
    assert (due.post_id, due.due_on, due.title) == (cast.posts["officer"].id, tomorrow(), "박*순 방문 10:00")
    along = Clock.objects.get(policy__code="visit.accompany")
    assert (along.post_id, along.subject_id) == (cast.posts["nurse"].id, visit.companions.get().id)


def test_a_first_visit_by_one_person_is_refused_without_a_reason(cast: Cast) -> None:
    with pytest.raises(errors.PairNeeded):
        schedule(cast, home(cast))
    assert not Visit.objects.exists()


def test_going_alone_with_a_reason_waits_for_the_head_and_not_for_oneself(cast: Cast) -> None:
    visit = schedule(cast, home(cast), alone_reason="오늘 안에 확인해야 함")
    assert visit.state == Visit.State.WAITING
    assert not Clock.objects.filter(policy__code="visit.due").exists()
    ask = Clock.objects.get(policy__code="visit.approve")
    assert (ask.role, ask.post_id) == ("team_head", None)
    with acting_as(cast.actor("officer")), pytest.raises(errors.ApproverMustBeAnother):
        plan.approve_visit(visit=visit, by=cast.actor("officer"))
    with acting_as(cast.actor("head")):
        plan.approve_visit(visit=visit, by=cast.actor("head"))
    assert (visit.state, visit.approved_by) == (Visit.State.SCHEDULED, cast.user("head").id)
    ask.refresh_from_db()
    assert ask.done_at is not None
    assert Clock.objects.filter(policy__code="visit.due", subject_id=visit.id).exists()


def test_a_second_person_makes_the_approval_needless(cast: Cast) -> None:
    visit = schedule(cast, home(cast), alone_reason="급함")
    with acting_as(cast.actor("officer")):
        plan.add_companion(visit=visit, post=cast.posts["nurse"], by=cast.actor("officer"))
    assert (visit.state, visit.alone_reason) == (Visit.State.SCHEDULED, "")
    assert not Clock.objects.filter(policy__code="visit.approve", done_at__isnull=True).exists()


def test_one_person_may_go_to_a_home_met_before_unless_a_safety_note_stands(cast: Cast) -> None:
    household = home(cast)
    met_before(cast, household)
    assert schedule(cast, household).state == Visit.State.SCHEDULED
    with acting_as(cast.actor("officer")):
        write_safety_note(
            household=household, words="개가 있음", evidence="방문", on=tomorrow(), by=cast.actor("officer")
        )
    with pytest.raises(errors.PairNeeded):
        schedule(cast, household, at=dt.time(14, 0))


def test_a_person_taken_by_a_visit_in_another_dong_is_named_with_the_time_only(cast: Cast) -> None:
    elsewhere = home(cast, dong="금동", name="비밀이")
    planned(cast, elsewhere, lead="geum_officer", along=("nurse",), at=dt.time(9, 50), minutes=40)
    with pytest.raises(errors.SomebodyTaken) as refused:
        schedule(cast, home(cast), along=("nurse",))
    assert refused.value.sentence.startswith("이하늘 님은 그 시간에 다른 방문이 있습니다(09:50–10:30).")
    assert "비밀" not in refused.value.sentence
    assert schedule(cast, home(cast), along=("nurse",), at=dt.time(10, 30)).state == Visit.State.SCHEDULED


def test_the_lead_may_not_be_in_two_places(cast: Cast) -> None:
    schedule(cast, home(cast), along=("nurse",))
    with pytest.raises(errors.SomebodyTaken):
        schedule(cast, home(cast), along=("colleague",), at=dt.time(10, 20))


def test_the_database_refuses_the_double_booking_too(cast: Cast) -> None:
    visit = schedule(cast, home(cast), along=("nurse",))
    booking = visit.bookings.first()
    assert booking is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        Booking.objects.create(visit=visit, user=booking.user, starts_at=booking.starts_at, ends_at=booking.ends_at)


def test_a_neighbour_needs_the_persons_consent_in_force_on_the_day(cast: Cast) -> None:
    household = home(cast)
    with pytest.raises(errors.VolunteerNeedsConsent):
        schedule(cast, household, along=("volunteer",))
    consent = agree(cast, household)
    assert schedule(cast, household, along=("volunteer",)).state == Visit.State.SCHEDULED
    with acting_as(cast.actor("officer")):
        withdraw_consent(consent=consent, on=cast.actor("officer").day, by=cast.actor("officer"))
    with pytest.raises(errors.VolunteerNeedsConsent):
        schedule(cast, household, along=("village_head",), lead="colleague", at=dt.time(15, 0))


def test_another_consent_does_not_stand_in_for_it(cast: Cast) -> None:
    household = home(cast)
    agree(cast, household, Consent.Purpose.LINK)
    with pytest.raises(errors.VolunteerNeedsConsent):
        schedule(cast, household, along=("volunteer",))


def test_danger_to_life_lets_a_neighbour_come_without_consent_but_never_to_a_sealed_address(cast: Cast) -> None:
    assert schedule(cast, home(cast), along=("volunteer",), volunteer_basis="danger").volunteer_basis == "danger"
    hidden = home(cast, is_sealed=True)
    with pytest.raises(errors.AddressSealed):
        schedule(cast, hidden, along=("volunteer",), volunteer_basis="danger", at=dt.time(15, 0))


def test_a_neighbours_right_begins_and_ends_with_the_day_of_the_visit(cast: Cast) -> None:
    household = home(cast)
    agree(cast, household)
    visit = schedule(cast, household, along=("volunteer",))
    assert not Assignment.objects.filter(post=cast.posts["volunteer"]).exists()  # asked, and nothing more
    with acting_as(by := cast.actor("officer")):
        answer_invitation(invitation=visit.invitations.get(), accepts=True, how=Invitation.How.PHONE, by=by)
    right = Assignment.objects.get(post=cast.posts["volunteer"])
    assert right.ends_at is not None
    assert (right.starts_at.astimezone().date(), (right.ends_at - right.starts_at)) == (
        tomorrow(),
        dt.timedelta(days=1),
    )
    assert household.id not in cast.actor("volunteer").subjects


def test_a_neighbour_or_an_officer_of_elsewhere_does_not_lead(cast: Cast) -> None:
    with pytest.raises(errors.NotALeader):
        schedule(cast, home(cast), lead="volunteer", along=("nurse",))


def test_a_past_day_is_refused(cast: Cast) -> None:
    with pytest.raises(errors.DayIsPast):
        schedule(cast, home(cast), along=("nurse",), on=cast.actor("officer").day - dt.timedelta(days=1))


def test_a_cancelled_visit_keeps_its_reason_frees_both_and_asks_for_another_day(cast: Cast) -> None:
    visit = schedule(cast, home(cast), along=("nurse",))
    with acting_as(cast.actor("officer")):
        with pytest.raises(errors.ReasonMissing):
            plan.cancel_visit(visit=visit, reason=" ", by=cast.actor("officer"))
        plan.cancel_visit(visit=visit, reason="어르신이 병원에 가심", by=cast.actor("officer"))
    assert not Booking.objects.exists()
    open_codes = set(Clock.objects.filter(done_at__isnull=True).values_list("policy__code", flat=True))
    assert open_codes == {"visit.retry"}
    again = schedule(cast, visit.household, along=("nurse",))
    assert again.state == Visit.State.SCHEDULED
    assert not Clock.objects.filter(policy__code="visit.retry", done_at__isnull=True).exists()


def test_who_could_go_are_the_team_and_the_neighbours_of_the_dong_with_the_time_they_are_taken(cast: Cast) -> None:
    household = home(cast)
    schedule(cast, household, along=("nurse",))
    with acting_as(cast.actor("officer")):
        rows = {row.name: row for row in goers(household, tomorrow(), dt.time(10, 20))}
    assert {"김서연", "정민수", "이정희", "이하늘", "박정임", "서통장", "이자영", "명예진", "최은정"} == set(rows)
    assert rows["이하늘"].taken == "10:00–10:40"
    assert rows["정민수"].taken == ""
    assert rows["박정임"].is_resident


def place(cast: Cast, off: int, **more: Any) -> Any:
    seat = cast.dongs["노암동"]
    assert seat.latitude
    assert seat.longitude
    return home(cast, latitude=seat.latitude + off / 1000, longitude=seat.longitude, **more)


def test_the_day_is_nearest_first_from_the_office_until_it_is_ordered_by_hand(cast: Cast) -> None:
    far, near = place(cast, 20, name="먼집이"), place(cast, 3, name="가까운")
    planned(cast, far, along=("nurse",), at=dt.time(10, 0))
    planned(cast, near, along=("nurse",), at=dt.time(11, 0))
    officer, lead = cast.actor("officer"), cast.posts["officer"]
    with acting_as(officer):
        (one,) = day_plan(officer, tomorrow())
        assert [stop.name for stop in one.stops] == ["가까운", "먼집이"]
        assert not one.is_by_hand
        order = moved([stop.visit.id for stop in one.stops], one.stops[1].visit.id, -1)
        plan.set_order(lead=lead, on=tomorrow(), visit_ids=order, by=officer)
        by_hand = lead_day(officer, lead, tomorrow())
        assert by_hand is not None
        assert [stop.name for stop in by_hand.stops] == ["먼집이", "가까운"]
        plan.set_order(lead=lead, on=tomorrow(), visit_ids=[], by=officer)
        again = lead_day(officer, lead, tomorrow())
        assert again is not None
        assert [stop.name for stop in again.stops] == ["가까운", "먼집이"]


def test_times_follow_the_order_but_promised_ones_stay(cast: Cast) -> None:
    far, near = place(cast, 20), place(cast, 3)
    first = planned(cast, far, along=("nurse",), at=dt.time(15, 0), is_promised=True)
    second = planned(cast, near, along=("nurse",), at=dt.time(16, 0))
    officer, lead = cast.actor("officer"), cast.posts["officer"]
    with acting_as(officer):
        one = lead_day(officer, lead, tomorrow())
        assert one is not None
        assert move.set_times(lead=lead, on=tomorrow(), times=one.times, by=officer) == 1
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.planned_at == dt.time(15, 0)
    assert second.planned_at == one.times[second.id] < dt.time(15, 0)
    assert second.bookings.count() == 2
    assert Clock.objects.get(policy__code="visit.due", subject_id=second.id).title.endswith(
        f"{second.planned_at:%H:%M}"
    )
