"""복지차량: a car comes, is booked day by day, has its inspection and insurance renewed, and goes."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.models import Post, Role
from bokjihub.areas.models import Area
from bokjihub.audit import actions as audit
from bokjihub.clocks.actions import finish_clocks, start_clock
from bokjihub.rollout.models import Vehicle, VehicleBooking
from bokjihub.rollout.reach import city_unit, demand_reach
from bokjihub.ui.errors import OfficerError

SUBJECT, INSPECTION, INSURANCE = "rollout.vehicle", "vehicle.inspection", "vehicle.insurance"


class PlateTaken(OfficerError):
    """같은 번호의 차가 이미 있습니다. 그 차를 고치거나, 나간 차이면 먼저 내보내 주세요."""


class VehicleGone(OfficerError):
    """이미 나간 차입니다."""


class NotThereThen(OfficerError):
    """그 날에는 이 차가 없습니다. 들어온 날과 나간 날을 보아 주세요."""


class BookedBefore(OfficerError):
    """지난 때에는 잡을 수 없습니다."""


class SpanTurnedRound(OfficerError):
    """끝나는 때가 시작하는 때보다 뒤여야 합니다."""


class NotInsured(OfficerError):
    """의무보험이 끝난 날에는 몰 수 없습니다(자동차손해배상 보장법 제8조). 보험을 새로 들었으면 먼저 적어 주세요."""


class AlreadyTaken(OfficerError):
    """그 시간에는 다른 사람이 씁니다."""


class GoneBeforeItCame(OfficerError):
    """나간 날은 들어온 날보다 앞설 수 없습니다."""


class WhyGone(OfficerError):
    """왜 나갔는지 적어 주세요. 예) 임차 끝, 폐차, 다른 부서로"""


@dataclass(frozen=True)
class VehicleFacts:
    """What is known of a car when it is entered or mended."""

    name: str
    power: Vehicle.Power
    came: Vehicle.Came
    acquired_on: dt.date
    plate: str = ""
    came_from: str = ""
    inspect_by: dt.date | None = None
    insured_until: dt.date | None = None


@transaction.atomic
def register_vehicle(*, area: Area, facts: VehicleFacts, by: Actor) -> Vehicle:
    """차 올리기: a car of a dong's office or of the city. What runs out becomes a line on the Today of those who keep it."""
    demand_reach(area, by)
    vehicle = _write(Vehicle(area=area), facts, by)
    audit.record("vehicle.register", detail=_named(vehicle), by=by)
    return vehicle


@transaction.atomic
def mend_vehicle(*, vehicle: Vehicle, area: Area, facts: VehicleFacts, by: Actor) -> Vehicle:
    """차 고치기: what was entered wrongly, or where the car is kept now. A car that went stays as it was."""
    demand_reach(vehicle.area, by)
    demand_reach(area, by)
    vehicle = _here(vehicle)
    vehicle.area = area
    _write(vehicle, facts, by)
    audit.record("vehicle.mend", detail=_named(vehicle), by=by)
    return vehicle


@transaction.atomic
def renew_vehicle(*, vehicle: Vehicle, inspect_by: dt.date | None, insured_until: dt.date | None, by: Actor) -> Vehicle:
    """검사·보험 새로 적기: until when the new ones hold; the lines of the old ones are done."""
    demand_reach(vehicle.area, by)
    vehicle = _here(vehicle)
    renewed = (vehicle.inspect_by != inspect_by, vehicle.insured_until != insured_until)
    vehicle.inspect_by, vehicle.insured_until = inspect_by, insured_until
    vehicle.save(update_fields=["inspect_by", "insured_until"])
    _watch(vehicle, by, renewed)
    detail = {"vehicle": vehicle.id, "inspect_by": inspect_by, "insured_until": insured_until}
    audit.record("vehicle.renew", detail=detail, by=by)
    return vehicle


@transaction.atomic
def return_vehicle(*, vehicle: Vehicle, on: dt.date, why: str, by: Actor) -> Vehicle:
    """차 내보내기: leased out, scrapped, handed on. What was booked from that day on is off; the car stays in the figures of its days."""
    demand_reach(vehicle.area, by)
    vehicle = _here(vehicle)
    if on < vehicle.acquired_on:
        raise GoneBeforeItCame(field="on")
    if not why.strip():
        raise WhyGone(field="why")
    vehicle.returned_on, vehicle.returned_why = on, why.strip()
    vehicle.save(update_fields=["returned_on", "returned_why"])
    off, _ = vehicle.bookings.filter(starts_at__date__gte=on).delete()
    _watch(vehicle, by)
    audit.record("vehicle.return", words=why, detail={"vehicle": vehicle.id, "on": on, "bookings": off}, by=by)
    return vehicle


@transaction.atomic
def book_vehicle(
    *, vehicle: Vehicle, driver: Post, starts_at: dt.datetime, ends_at: dt.datetime, errand: str, by: Actor
) -> VehicleBooking:
    """배차: the car is this driver's from then to then. Refused where somebody has it, where it is not there or not insured."""
    demand_reach(vehicle.area, by)
    vehicle = Vehicle.objects.select_for_update(of=("self",)).select_related("area").get(id=vehicle.id)
    day = starts_at.date()
    if ends_at <= starts_at:
        raise SpanTurnedRound(field="ends")
    if day < by.day:
        raise BookedBefore(field="day")
    if not Vehicle.objects.on(day).filter(id=vehicle.id).exists():
        raise NotThereThen(field="day")
    if vehicle.insured_until is not None and day > vehicle.insured_until:
        raise NotInsured(field="day")
    taken = vehicle.bookings.filter(starts_at__lt=ends_at, ends_at__gt=starts_at).select_related("driver__user").first()
    if taken is not None:
        raise AlreadyTaken(_taken(taken), field="starts")
    row = VehicleBooking.objects.create(
        vehicle=vehicle, driver=driver, starts_at=starts_at, ends_at=ends_at, errand=errand.strip(), booked_by=by.id
    )
    audit.record("vehicle.book", detail={"vehicle": vehicle.id, "driver": driver.id, "from": starts_at}, by=by)
    return row


@transaction.atomic
def call_off_booking(*, booking: VehicleBooking, by: Actor) -> None:
    """배차 거두기: the car is free again for those hours."""
    demand_reach(booking.vehicle.area, by)
    detail = {"vehicle": booking.vehicle_id, "driver": booking.driver_id, "from": booking.starts_at}
    booking.delete()
    audit.record("vehicle.call_off", detail=detail, by=by)


def _taken(booking: VehicleBooking) -> str:
    begins, ends = (moment.astimezone() for moment in (booking.starts_at, booking.ends_at))
    who = booking.driver.user.name
    return f"{begins:%H:%M}~{ends:%H:%M}에는 {who} 님이 씁니다. 다른 시간이나 다른 차를 골라 주세요."


def _here(vehicle: Vehicle) -> Vehicle:
    found = Vehicle.objects.select_for_update(of=("self",)).select_related("area").get(id=vehicle.id)
    if found.returned_on is not None:
        raise VehicleGone
    return found


def _write(vehicle: Vehicle, facts: VehicleFacts, by: Actor) -> Vehicle:
    plate = facts.plate.replace(" ", "")
    if plate and Vehicle.objects.filter(plate=plate, returned_on__isnull=True).exclude(id=vehicle.id).exists():
        raise PlateTaken(field="plate")
    vehicle.name, vehicle.plate, vehicle.power = facts.name.strip(), plate, facts.power
    vehicle.came, vehicle.came_from, vehicle.acquired_on = facts.came, facts.came_from.strip(), facts.acquired_on
    vehicle.inspect_by, vehicle.insured_until = facts.inspect_by, facts.insured_until
    vehicle.save()
    _watch(vehicle, by)
    return vehicle


def _named(vehicle: Vehicle) -> dict[str, object]:
    return {"vehicle": vehicle.id, "area": vehicle.area.name, "name": vehicle.name}


def _watch(vehicle: Vehicle, by: Actor, renewed: tuple[bool, bool] = (False, False)) -> None:
    """The days something runs out, on the Today of the dong's team head, or of the city's unit for a car of the city."""
    runs_out = ((INSPECTION, "정기검사", vehicle.inspect_by), (INSURANCE, "의무보험", vehicle.insured_until))
    with city_unit(vehicle.area, "복지차량 기한", by) as unit:
        if unit is None:
            return
        of_dong = vehicle.area_id in unit.areas
        for (code, what, day), is_new in zip(runs_out, renewed, strict=True):
            is_off = day is None or vehicle.returned_on is not None
            if is_off or is_new:
                finish_clocks(subject_id=vehicle.id, codes=(code,), by=unit)
            if is_off:
                continue
            start_clock(
                code=code,
                subject_kind=SUBJECT,
                subject_id=vehicle.id,
                area_id=vehicle.area_id if of_dong else min(unit.areas),
                role=Role.TEAM_HEAD if of_dong else Role.HOPE_UNIT,
                title=f"{vehicle.name} {what}",
                verb="새 기한 적기",
                started_on=by.day,
                due_on=day,
                by=unit,
            )
