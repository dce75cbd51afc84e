"""복지차량: the register with its week, one car, and what is done with it."""

import datetime as dt
from dataclasses import fields
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from bokjihub.accounts.access.policy import TABLE, Act
from bokjihub.accounts.access.route import Refused, Request, route
from bokjihub.areas.models import Area
from bokjihub.areas.queries import dongs_of
from bokjihub.rollout.actions import vehicles as actions
from bokjihub.rollout.actions.vehicles import VehicleFacts
from bokjihub.rollout.forms import BookingForm, RenewForm, ReturnForm, VehicleForm
from bokjihub.rollout.models import Vehicle, VehicleBooking
from bokjihub.rollout.queries.hub import cities_of
from bokjihub.rollout.queries.vehicles import drivers_for, fleet, week_of
from bokjihub.rollout.views.hub import asked_day, first_city, may_edit, places_of, written

CRUMB = {"label": "복지차량", "url": "/rollout/vehicles/"}


@route(Act.ROLLOUT, methods=("GET",))
def vehicles(request: Request) -> HttpResponse:
    """복지차량 on a date: kind, where it is kept, who has it in the seven days from then, what runs out."""
    form, city, day = asked_day(request)
    cars = fleet(city, day)
    days, rows = week_of(cars, day)
    context = {
        "title": "복지차량",
        "page_note": f"{city.name} · {day.year}. {day.month}. {day.day}. 기준",
        "form": form,
        "day": day,
        "days": days,
        "rows": rows,
        "uses": _uses(request),
        "powers": [(label, sum(car.power == key for car in cars)) for key, label in Vehicle.Power.choices],
        "may_edit": may_edit(request),
    }
    return render(request, "rollout/vehicles.html", context)


@route(Act.ROLLOUT, methods=("GET",))
def vehicle(request: Request, vehicle_id: UUID) -> HttpResponse:
    """One car: what is known of it, and its bookings from today on."""
    found = _vehicle(request, vehicle_id)
    coming = found.bookings.filter(ends_at__gte=timezone.now()).select_related("driver__user")
    context = {
        "title": found.name,
        "page_note": found.area.name,
        "crumbs": [CRUMB, {"label": found.name, "url": ""}],
        "vehicle": found,
        "bookings": coming,
        "uses": _uses(request),
        "plate": found.plate if _uses(request) else found.masked_plate,
        "may_edit": may_edit(request),
    }
    return render(request, "rollout/vehicle.html", context)


@route(Act.ROLLOUT_EDIT)
def register_vehicle(request: Request) -> HttpResponse:
    """차 올리기."""
    places = _places(first_city(request), request.access.actor.day)
    form = VehicleForm(request.POST or None, places=places, initial={"acquired_on": request.access.actor.day})
    return written(
        request,
        form,
        "새 복지차량",
        reverse("rollout:vehicles"),
        lambda data: actions.register_vehicle(area=data.pop("area"), facts=_facts(data), by=request.access.actor),
        [CRUMB],
    )


@route(Act.ROLLOUT_EDIT)
def mend_vehicle(request: Request, vehicle_id: UUID) -> HttpResponse:
    """차 고치기."""
    found = _vehicle(request, vehicle_id)
    now = {name: getattr(found, name) for name in ("area", *(one.name for one in fields(VehicleFacts)))}
    form = VehicleForm(request.POST or None, places=_places(first_city(request), request.access.actor.day), initial=now)
    return written(
        request,
        form,
        "고친 것",
        reverse("rollout:vehicle", args=[found.id]),
        lambda data: actions.mend_vehicle(
            vehicle=found, area=data.pop("area"), facts=_facts(data), by=request.access.actor
        ),
        _trail(found),
    )


@route(Act.VEHICLE)
def renew_vehicle(request: Request, vehicle_id: UUID) -> HttpResponse:
    """검사·보험 새로 적기: where a line of Today leads."""
    found = _vehicle(request, vehicle_id)
    now = {"inspect_by": found.inspect_by, "insured_until": found.insured_until}
    form = RenewForm(request.POST or None, initial=now)
    return written(
        request,
        form,
        "검사·보험 기한",
        reverse("rollout:vehicle", args=[found.id]),
        lambda data: actions.renew_vehicle(vehicle=found, by=request.access.actor, **data),
        _trail(found),
    )


@route(Act.ROLLOUT_EDIT)
def return_vehicle(request: Request, vehicle_id: UUID) -> HttpResponse:
    """차 내보내기."""
    found = _vehicle(request, vehicle_id)
    form = ReturnForm(request.POST or None, initial={"on": request.access.actor.day})
    return written(
        request,
        form,
        "나간 날",
        reverse("rollout:vehicle", args=[found.id]),
        lambda data: actions.return_vehicle(vehicle=found, by=request.access.actor, **data),
        _trail(found),
    )


@route(Act.VEHICLE)
def book_vehicle(request: Request, vehicle_id: UUID) -> HttpResponse:
    """배차: day, hours, who drives, what for."""
    found, actor = _vehicle(request, vehicle_id), request.access.actor
    drivers = drivers_for(found, actor)
    own = next((post.id for post in drivers if post.user_id == actor.id), None)
    form = BookingForm(request.POST or None, drivers=drivers, initial={"day": actor.day, "driver": own})

    def book(data: dict[str, Any]) -> object:
        starts_at, ends_at = form.span()
        return actions.book_vehicle(
            vehicle=found,
            driver=data["driver"],
            starts_at=starts_at,
            ends_at=ends_at,
            errand=data["errand"],
            by=actor,
        )

    return written(request, form, "배차", reverse("rollout:vehicle", args=[found.id]), book, _trail(found))


@route(Act.VEHICLE, methods=("POST",))
def call_off_booking(request: Request, booking_id: UUID) -> HttpResponse:
    """배차 거두기."""
    found = VehicleBooking.objects.select_related("vehicle__area").filter(id=booking_id).first()
    if found is None:
        raise Refused
    _vehicle(request, found.vehicle_id)
    actions.call_off_booking(booking=found, by=request.access.actor)
    messages.success(request, "배차를 거두었습니다.")
    return redirect("rollout:vehicle", found.vehicle_id)


def _vehicle(request: Request, vehicle_id: UUID) -> Vehicle:
    """A car of a city the reader may read about."""
    found = Vehicle.objects.select_related("area").filter(id=vehicle_id).first()
    if found is None or found.area_id not in places_of(cities_of(request.access.actor)):
        raise Refused
    return found


def _uses(request: Request) -> bool:
    """Whether the reader is of the offices that drive: the others read no driver's name and no whole plate."""
    return bool(request.access.actor.roles & set(TABLE[Act.VEHICLE]))


def _trail(vehicle: Vehicle) -> list[dict[str, str]]:
    return [CRUMB, {"label": vehicle.name, "url": reverse("rollout:vehicle", args=[vehicle.id])}]


def _places(city: Area, day: dt.date) -> list[Area]:
    return [city, *dongs_of(city, day)]


def _facts(data: dict[str, Any]) -> VehicleFacts:
    power, came = Vehicle.Power(data.pop("power")), Vehicle.Came(data.pop("came"))
    return VehicleFacts(power=power, came=came, **data)
