"""At the door and after: results with their next date, the worry that moves on, incidents, the end of rights."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.utils import timezone

from bokjihub.accounts.access.scope import acting_as
from bokjihub.accounts.models import Assignment
from bokjihub.clocks.calendar import is_working_day
from bokjihub.clocks.models import Clock
from bokjihub.discovery.models import ContactAttempt, WorkItem
from bokjihub.people.models import SafetyNote
from bokjihub.visits import errors
from bokjihub.visits.actions import record
from bokjihub.visits.models import Booking, Incident, Visit
from bokjihub.visits.queries.next_date import proposed_next
from bokjihub.visits.queries.pairs import needs_pair
from tests.cast import Cast
from tests.factories.homes import home
from tests.factories.visits import planned

pytestmark = pytest.mark.django_db
Result = Visit.Result


def today() -> dt.date:
    return timezone.localdate()


def after(days: int) -> dt.date:
    return today() + dt.timedelta(days=days)


def here(cast: Cast, **more: Any) -> Visit:
    """A visit of today."""
    more.setdefault("household", home(cast))
    return planned(cast, more.pop("household"), on=today(), **more)


def write(cast: Cast, visit: Visit, result: Visit.Result, *, who: str = "officer", **more: Any) -> Visit:
    actor = cast.actor(who)
    with acting_as(actor):
        return record.record_visit(visit=visit, outcome=record.Outcome(result=result, **more), by=actor)


def worry(cast: Cast, **more: Any) -> WorkItem:
    household = more.pop("household", None) or home(cast)
    return WorkItem.objects.create(
        household=household,
        area=household.area,
        number=f"노암-{uuid.uuid4().hex[:6]}",
        state=more.pop("state", WorkItem.State.ASSIGNED),
        owner=cast.posts["officer"],
        opened_on=today(),
        **more,
    )


def open_codes() -> set[str]:
    return set(Clock.objects.filter(done_at__isnull=True).values_list("policy__code", flat=True))


def test_leaving_and_arriving_begin_the_hour_and_the_record_clock(cast: Cast) -> None:
    visit, officer = here(cast), cast.actor("officer")
    with acting_as(officer):
        record.depart(visit=visit, by=officer)
        record.check_in(visit=visit, by=officer)
        with pytest.raises(errors.NotPlanned):
            record.depart(visit=visit, by=officer)
    assert visit.state == Visit.State.CHECKED_IN
    assert visit.arrived_at is not None
    assert "visit.record" in open_codes()
    assert not visit.is_long_inside(visit.arrived_at + dt.timedelta(minutes=60))
    assert visit.is_long_inside(visit.arrived_at + dt.timedelta(minutes=61))


@pytest.mark.parametrize("result", [one for one in Result if one not in (Result.DIED, Result.STOPPED)])
def test_no_result_is_saved_without_a_next_date(cast: Cast, result: Visit.Result) -> None:
    visit = here(cast)
    with pytest.raises(errors.NextDateMissing) as refused:
        write(cast, visit, result, words="싫다")
    assert result.label in refused.value.sentence
    assert dt.date.fromisoformat(refused.value.hint) == proposed_next(result, today())
    assert write(cast, visit, result, words="싫다", next_on=after(5)).recorded_at is not None


@pytest.mark.parametrize("result", list(Result))
def test_the_proposed_day_is_later_and_a_working_day(result: Visit.Result) -> None:
    proposed = proposed_next(result, today())
    assert proposed > today()
    assert is_working_day(proposed)


def test_the_next_date_lies_after_the_visit(cast: Cast) -> None:
    with pytest.raises(errors.NextDateTooEarly):
        write(cast, here(cast), Result.ABSENT, next_on=today())


def test_a_visit_of_tomorrow_cannot_be_recorded_today(cast: Cast) -> None:
    with pytest.raises(errors.NotYetTheDay):
        write(cast, planned(cast, home(cast)), Result.MET, next_on=after(8))


def test_a_met_visit_asks_for_the_counselling_record_and_frees_everybody(cast: Cast) -> None:
    visit = write(cast, here(cast), Result.MET, next_on=after(7), words="“괜찮다”")
    assert visit.state == Visit.State.DONE
    assert open_codes() == {"visit.counselling"}
    assert not Booking.objects.exists()


def test_an_absent_home_without_a_worry_is_visited_again_on_the_named_day(cast: Cast) -> None:
    visit = write(cast, here(cast), Result.ABSENT, next_on=after(3), door_signs=("mail",), notice_left=True)
    retry = Clock.objects.get(done_at__isnull=True)
    assert (visit.state, retry.policy.code, retry.due_on) == (Visit.State.NOT_MET, "visit.retry", after(3))


def test_the_visit_is_also_a_contact_attempt_of_the_worry(cast: Cast) -> None:
    item = worry(cast)
    visit = here(cast, household=item.household, work_item=item)
    write(cast, visit, Result.ABSENT, next_on=after(3), door_signs=("mail", "dunning"), notice_left=True)
    attempt = ContactAttempt.objects.get(work_item=item)
    assert (attempt.way, attempt.result, attempt.next_on) == ("visit", "no_answer", after(3))
    assert (attempt.door_signs, attempt.notice_left) == (["mail", "dunning"], True)
    item.refresh_from_db()
    assert item.state == WorkItem.State.CONTACTING
    assert "visit.retry" not in open_codes()


def test_a_met_visit_moves_the_worry_to_met_and_asks_for_the_record(cast: Cast) -> None:
    item = worry(cast)
    visit = here(cast, household=item.household, work_item=item)
    write(cast, visit, Result.MET, next_on=after(7))
    item.refresh_from_db()
    assert item.state == WorkItem.State.CONTACTED
    assert "work_item.record" in open_codes()


def test_a_refusal_is_heard_again_by_another_person(cast: Cast) -> None:
    item = worry(cast)
    visit = here(cast, household=item.household, work_item=item)
    write(cast, visit, Result.REFUSED, next_on=after(10), words="오지 마라")
    item.refresh_from_db()
    assert (item.state, item.next_on) == (WorkItem.State.REFUSED_HOLD, after(10))
    again = Clock.objects.get(policy__code="work_item.refused")
    assert again.post_id == cast.posts["colleague"].id


def test_a_death_told_at_the_door_does_not_end_a_worry(cast: Cast) -> None:
    item = worry(cast)
    visit = here(cast, household=item.household, work_item=item)
    with pytest.raises(errors.NextDateMissing):
        write(cast, visit, Result.DIED)
    write(cast, visit, Result.DIED, next_on=after(7), words="이웃이 말씀하심")
    item.refresh_from_db()
    assert item.closed_on is None
    assert write(cast, here(cast, at=dt.time(15, 0)), Result.DIED).next_on is None


def test_the_same_form_from_a_device_is_one_record_and_another_is_refused(cast: Cast) -> None:
    visit, form = here(cast), uuid.uuid4()
    write(cast, visit, Result.MET, next_on=after(7), client_id=form)
    first = visit.recorded_at
    assert write(cast, visit, Result.MET, next_on=after(7), client_id=form).recorded_at == first
    with pytest.raises(errors.AlreadyRecorded):
        write(cast, visit, Result.ABSENT, next_on=after(7), client_id=uuid.uuid4())


def test_a_stop_for_safety_tells_what_happened_and_nobody_goes_alone_again(cast: Cast) -> None:
    visit = here(cast)
    with pytest.raises(errors.IncidentMissing):
        write(cast, visit, Result.STOPPED, next_on=after(1))
    trouble = record.Trouble("큰 개가 풀려 있음", Incident.Level.THREAT, "119")
    write(cast, visit, Result.STOPPED, next_on=after(1), trouble=trouble)
    assert visit.state == Visit.State.ABORTED
    assert SafetyNote.objects.get(household=visit.household).words == "큰 개가 풀려 있음"
    assert needs_pair(visit.household, after(1)) == "방문 주의가 있는 집입니다"
    asked = Clock.objects.get(policy__code="visit.incident")
    assert (asked.role, asked.done_at) == ("team_head", None)
    with acting_as(cast.actor("head")):
        record.review_incident(incident=visit.incidents.get(), by=cast.actor("head"))
    asked.refresh_from_db()
    assert asked.done_at is not None


def test_a_neighbours_right_is_over_when_the_visit_is(cast: Cast) -> None:
    visit = here(cast, along=("volunteer",), volunteer_basis="danger")
    assert visit.household_id in cast.actor("volunteer").subjects
    write(cast, visit, Result.MET, next_on=after(7))
    assert visit.household_id not in cast.actor("volunteer").subjects
    assert Assignment.objects.filter(post=cast.posts["officer"], ends_at__isnull=True).exists()
