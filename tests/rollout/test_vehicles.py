"""복지차량: the register, who drives when, what runs out, and who may."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from bokjihub.accounts.access.scope import acting_as
from bokjihub.accounts.models import Role
from bokjihub.clocks.models import Clock
from bokjihub.rollout.actions import vehicles as actions
from bokjihub.rollout.models import Vehicle, VehicleBooking
from bokjihub.rollout.queries.vehicles import fleet
from bokjihub.statistics.queries.frame import Scope
from bokjihub.statistics.queries.registry import REPORTS
from bokjihub.ui.words import official_date
from tests.cast import Cast

pytestmark = pytest.mark.django_db
Browse = Any


def today() -> dt.date:
    return timezone.localdate()


def car(cast: Cast, *, who: str = "hope", dong: bool = True, **more: Any) -> Vehicle:
    facts = {"name": "노암동 1호", "power": Vehicle.Power.ELECTRIC, "came": Vehicle.Came.GIVEN, "acquired_on": today()}
    with acting_as(by := cast.actor(who)):
        return actions.register_vehicle(
            area=cast.dongs["노암동"] if dong else cast.city, facts=actions.VehicleFacts(**{**facts, **more}), by=by
        )


def at(hour: int, *, days: int = 1) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(today() + dt.timedelta(days=days), dt.time(hour)))


def book(cast: Cast, vehicle: Vehicle, begins: dt.datetime, ends: dt.datetime, who: str = "officer") -> VehicleBooking:
    with acting_as(by := cast.actor(who)):
        return actions.book_vehicle(
            vehicle=vehicle, driver=cast.user(who).posts.get(), starts_at=begins, ends_at=ends, errand="방문", by=by
        )


def lines(vehicle: Vehicle) -> dict[str, tuple[str, dt.date]]:
    """The open lines of a car: code to role and day."""
    found = Clock.objects.filter(subject_id=vehicle.id, done_at__isnull=True).select_related("policy")
    return {one.policy.code: (one.role, one.due_on) for one in found}


@pytest.mark.parametrize("who", ["hope", "monitor"])
@pytest.mark.parametrize(("dong", "role"), [(True, Role.TEAM_HEAD), (False, Role.HOPE_UNIT)])
def test_what_runs_out_is_a_line_of_those_who_keep_the_car(cast: Cast, who: str, dong: bool, role: Role) -> None:
    soon = today() + dt.timedelta(days=3)
    found = car(cast, who=who, dong=dong, inspect_by=soon)
    with acting_as(cast.actor("hope")):
        assert lines(found) == {"vehicle.inspection": (role, soon)}


def test_the_team_head_renews_it_from_today(cast: Cast, browse: Browse) -> None:
    found = car(cast, insured_until=today() + dt.timedelta(days=2), inspect_by=today() + dt.timedelta(days=9))
    head, page = browse("head"), reverse("rollout:renew_vehicle", args=[found.id])
    assert page in head.get("/today/").content.decode()
    next_year = today() + dt.timedelta(days=367)
    answer = head.post(page, {"inspect_by": official_date(found.inspect_by), "insured_until": official_date(next_year)})
    assert answer.status_code == 302
    assert page not in head.get("/today/").content.decode().split("노암동 1호 정기검사")[0]
    done = Clock.objects.get(subject_id=found.id, done_at__isnull=False)
    assert done.policy.code == "vehicle.insurance", "only what was renewed is done"
    assert lines(found)["vehicle.insurance"] == (Role.TEAM_HEAD, next_year)


def test_one_car_goes_one_way_at_a_time(cast: Cast) -> None:
    found = car(cast)
    book(cast, found, at(9), at(12))
    with pytest.raises(actions.AlreadyTaken, match=r"09:00~12:00"):
        book(cast, found, at(11), at(13), "nurse")
    book(cast, found, at(12), at(13), "nurse")
    with pytest.raises(IntegrityError), transaction.atomic():
        VehicleBooking.objects.create(
            vehicle=found,
            driver=cast.user("officer").posts.get(),
            starts_at=at(10),
            ends_at=at(11),
            errand="x",
            booked_by=cast.user("officer").id,
        )


def test_a_car_is_not_driven_uninsured_gone_or_yesterday(cast: Cast) -> None:
    found = car(cast, insured_until=today() + dt.timedelta(days=1))
    book(cast, found, at(9), at(10))
    with pytest.raises(actions.NotInsured, match="제8조"):
        book(cast, found, at(9, days=2), at(10, days=2))
    with pytest.raises(actions.BookedBefore):
        book(cast, found, at(9, days=-1), at(10, days=-1))
    with pytest.raises(actions.SpanTurnedRound):
        book(cast, found, at(10), at(10))
    with acting_as(by := cast.actor("hope")):
        gone = actions.return_vehicle(vehicle=found, on=today() + dt.timedelta(days=1), why="임차 끝", by=by)
    assert not gone.bookings.exists(), "what was booked from that day on is off"
    with pytest.raises(actions.NotThereThen):
        book(cast, found, at(14), at(15))
    assert [len(fleet(cast.city, today() + dt.timedelta(days=n))) for n in (-1, 0, 1)] == [0, 1, 0]
    with acting_as(by := cast.actor("hope")), pytest.raises(actions.VehicleGone):
        actions.renew_vehicle(vehicle=found, inspect_by=None, insured_until=None, by=by)
    assert lines(found) == {}


def test_a_plate_stands_on_one_car(cast: Cast) -> None:
    first = car(cast, plate="12가 3456")
    with pytest.raises(actions.PlateTaken):
        car(cast, plate="12가3456")
    with acting_as(by := cast.actor("hope")):
        actions.return_vehicle(vehicle=first, on=today(), why="다른 부서로", by=by)
    assert car(cast, plate="12가3456").plate == "12가3456"


def test_it_is_registered_booked_and_called_off_on_the_pages(cast: Cast, browse: Browse) -> None:
    desk, officer = browse("hope"), browse("officer")
    facts = {
        "area": cast.dongs["노암동"].id,
        "name": "노암동 1호",
        "plate": "123가4567",
        "power": "electric",
        "came": "given",
        "acquired_on": official_date(today()),
    }
    new = reverse("rollout:register_vehicle")
    assert officer.get(new).status_code == 404
    assert desk.post(new, {**facts, "plate": "가나다"}).status_code == 422
    assert desk.post(new, facts).status_code == 302
    found = Vehicle.objects.get()
    page = reverse("rollout:book_vehicle", args=[found.id])
    turn = {
        "day": "내일",
        "starts": "9",
        "ends": "12시",
        "driver": cast.user("officer").posts.get().id,
        "errand": "방문",
    }
    assert "노암동 1호" in officer.get(reverse("rollout:vehicles")).content.decode()
    assert officer.post(page, turn).status_code == 302
    assert officer.post(page, turn).status_code == 422, "the same hours twice"
    assert "09:00~12:00" in officer.get(reverse("rollout:vehicles")).content.decode()
    booking = VehicleBooking.objects.get()
    shown = {
        who: browse(who).get(reverse("rollout:vehicle", args=[found.id])).content.decode()
        for who in ("officer", "monitor")
    }
    name = cast.user("officer").name
    assert "123가4567" in shown["officer"]
    assert name in shown["officer"]
    assert "123가**67" in shown["monitor"]
    assert "4567" not in shown["monitor"]
    assert name not in shown["monitor"]
    assert browse("monitor").post(reverse("rollout:call_off_booking", args=[booking.id])).status_code == 404
    assert officer.post(reverse("rollout:call_off_booking", args=[booking.id])).status_code == 302
    assert not VehicleBooking.objects.exists()
    mend = reverse("rollout:mend_vehicle", args=[found.id])
    assert 'value="123가4567"' in desk.get(mend).content.decode()
    assert desk.post(mend, {**facts, "name": "새 이름"}).status_code == 302
    assert Vehicle.objects.get().name == "새 이름"


def test_the_report_counts_cars_of_the_day_and_days_they_went_out(cast: Cast) -> None:
    found = car(cast)
    car(cast, dong=False, power=Vehicle.Power.FUEL)
    for begins, ends in ((at(9, days=0), at(10, days=0)), (at(14, days=0), at(15, days=0))):
        book(cast, found, begins, ends)
    rows = {row.label: row.cells for row in REPORTS["vehicles"].build(Scope(today(), today())).rows}
    assert (rows["노암동"]["electric"], rows["노암동"]["all"], rows["노암동"]["booked_days"]) == (1, 1, 1)
    assert rows[cast.city.name]["fuel"] == 1
    assert not REPORTS["vehicles"].build(Scope(today(), today() - dt.timedelta(days=1))).rows
