"""도착했어요 · 나왔어요 on the neighbour's card: the same alarm as the officer's, ended by both, not by the one who goes home."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bokjihub.accounts.access.scope import acting_as
from bokjihub.accounts.models import Assignment
from bokjihub.audit.models import Entry
from bokjihub.clocks.models import Clock
from bokjihub.field.tasks import watch_visits
from bokjihub.visits import errors
from bokjihub.visits.actions import walk
from bokjihub.visits.actions.record import Outcome, check_in, record_visit
from bokjihub.visits.models import Companion, Invitation, Visit
from bokjihub.visits.queries.card import cards_of
from bokjihub.visits.queries.invitations import guest_actor, guest_of
from tests.cast import Cast
from tests.factories.visits import tomorrow
from tests.visits.test_invitations import TAIL, addressed, asked, say, today

pytestmark = pytest.mark.django_db
LATE = dt.time(23, 10)


def at_the_door(cast: Cast) -> tuple[Visit, Invitation, Client, str]:
    """Today, a neighbour who said yes and has opened the card through the address."""
    _, visit, row = asked(cast, on=today(), at=LATE)
    path, client = addressed(cast, row), Client()
    say(client, path, "yes")
    client.post(path, {"tail": TAIL})
    row.refresh_from_db()
    return visit, row, client, path


def press(client: Client, path: str, step: str) -> str:
    return str(client.post(f"{path}walk/", {"step": step}, follow=True).content.decode())


def overdue() -> set[str]:
    """The roles that are asked to look after somebody inside."""
    return set(Clock.objects.filter(policy__code="visit.overdue", done_at__isnull=True).values_list("role", flat=True))


def long_inside(visit: Visit) -> None:
    Visit.objects.filter(id=visit.id).update(arrived_at=timezone.now() - dt.timedelta(minutes=95))
    watch_visits(0)


def test_the_neighbours_arrival_starts_the_hour_inside_and_the_alarm_of_both(cast: Cast) -> None:
    visit, _, client, path = at_the_door(cast)
    assert "둘 다 나왔어요" not in client.get(path).content.decode()
    shown = press(client, path, "arrived")
    assert "에 도착하셨습니다" in shown
    visit.refresh_from_db()
    assert visit.state == Visit.State.CHECKED_IN
    assert Clock.objects.filter(policy__code="visit.record", subject_id=visit.id, done_at__isnull=True).exists()
    long_inside(visit)
    assert overdue() == {"volunteer", "team_head"}


def test_both_out_ends_the_alarm_the_card_and_the_address_and_the_record_is_still_owed(cast: Cast) -> None:
    visit, row, client, path = at_the_door(cast)
    press(client, path, "arrived")
    long_inside(visit)
    shown = press(client, path, "both")
    assert "함께해 주셔서 고맙습니다" in shown
    assert visit.household.address not in shown
    assert not overdue()
    watch_visits(0)
    assert not overdue()
    visit.refresh_from_db()
    assert visit.left_at is not None
    assert Clock.objects.filter(policy__code="visit.record", subject_id=visit.id, done_at__isnull=True).exists()
    assert not Assignment.objects.filter(post_id=row.post_id, ends_at__gt=timezone.now()).exists()
    assert client.get(path).status_code == 410
    with acting_as(by := cast.actor("officer")):
        record_visit(visit=visit, outcome=Outcome(result=Visit.Result.MET, next_on=tomorrow()), by=by)
    assert Visit.objects.get(id=visit.id).left_at == visit.left_at  # the hour the neighbour said stands


def test_who_goes_home_first_does_not_silence_the_alarm_of_who_is_inside(cast: Cast) -> None:
    visit, _, client, path = at_the_door(cast)
    press(client, path, "arrived")
    press(client, path, "alone")
    assert Companion.objects.get(visit=visit).left_at is not None
    assert Visit.objects.get(id=visit.id).left_at is None
    long_inside(visit)
    assert "team_head" in overdue()
    assert client.get(path).status_code == 410


def test_the_officer_who_pressed_first_keeps_the_hour(cast: Cast) -> None:
    visit, _, client, path = at_the_door(cast)
    earlier = timezone.now() - dt.timedelta(minutes=20)
    with acting_as(by := cast.actor("officer")):
        check_in(visit=visit, at=earlier, by=by)
    press(client, path, "arrived")
    press(client, path, "arrived")
    assert Visit.objects.get(id=visit.id).arrived_at == earlier
    assert Entry.objects.filter(act="visit.walk_arrived").count() == 1


def test_nobody_arrives_without_the_digits_before_the_yes_or_after_the_visit(cast: Cast) -> None:
    visit, row, client, path = at_the_door(cast)
    press(Client(), path, "arrived")  # another browser, which did not type the digits
    client.get(f"{path}walk/?step=arrived")
    assert Visit.objects.get(id=visit.id).state == Visit.State.SCHEDULED
    guest = guest_actor(guest_of(row), place="시험")
    with acting_as(guest), pytest.raises(errors.NotAtTheDoor):
        walk.say_left(invitation=row, both=True, by=guest)
    with acting_as(by := cast.actor("officer")):
        record_visit(visit=visit, outcome=Outcome(result=Visit.Result.MET, next_on=tomorrow()), by=by)
    with acting_as(guest), pytest.raises(errors.InvitationIsOver):
        walk.say_arrived(invitation=row, by=guest)


def test_on_ones_own_page_the_same_buttons(cast: Cast, browse: Client) -> None:
    visit, row, _, _ = at_the_door(cast)
    volunteer = browse("volunteer")  # type: ignore[operator]
    page = volunteer.get("/field/card/").content.decode()
    assert "도착했어요" in page
    where = f"/field/card/{row.id}/walk/"
    assert "둘 다 나왔어요" in volunteer.post(where, {"step": "arrived"}, follow=True).content.decode()
    assert visit.household.address not in volunteer.post(where, {"step": "both"}, follow=True).content.decode()
    with acting_as(by := cast.actor("volunteer")):
        assert not cards_of(by).cards


def test_the_officers_button_pressed_after_the_neighbours_leads_to_the_record(cast: Cast, browse: Client) -> None:
    visit, _, client, path = at_the_door(cast)
    press(client, path, "arrived")
    arrived = Visit.objects.get(id=visit.id).arrived_at
    answer = browse("officer").post(reverse("visits:check_in", args=[visit.id]))  # type: ignore[operator]
    assert answer.status_code == 302
    assert Visit.objects.get(id=visit.id).arrived_at == arrived


def test_no_is_offered_until_the_pair_sets_out_and_then_the_phone(cast: Cast, browse: Any) -> None:
    visit, _, client, path = at_the_door(cast)
    volunteer = browse("volunteer")
    assert "못 가요" in client.get(path).content.decode()
    assert "못 가요" in volunteer.get("/field/card/").content.decode()
    Visit.objects.filter(id=visit.id).update(state=Visit.State.DEPARTED, departed_at=timezone.now())
    shown = client.get(path).content.decode()
    assert "못 가요" not in shown
    assert "담당자에게 전화해 주세요" in shown
    inside = press(client, path, "arrived")
    assert "못 가" not in inside
    assert "못 가" not in volunteer.get("/field/card/").content.decode()
    assert "오늘 함께 가는 집" in inside
