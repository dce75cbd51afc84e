"""복지차량 on a date: which cars there are, who has them when, what runs out."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.access.policy import TABLE, Act
from bokjihub.accounts.models import Post
from bokjihub.areas.models import Area
from bokjihub.rollout.models import Vehicle, VehicleBooking

DAYS_SHOWN = 7


@dataclass(frozen=True)
class Row:
    """One car in the register, with its days from today on."""

    vehicle: Vehicle
    days: tuple[tuple[dt.date, tuple[VehicleBooking, ...]], ...]


def fleet(city: Area, day: dt.date) -> list[Vehicle]:
    """The cars of a city and its dongs on a day, the city's own first."""
    here = Q(area=city) | Q(area__parent=city) | Q(area__parent__parent=city)
    return list(Vehicle.objects.on(day).filter(here).select_related("area").order_by("area__code", "name"))


def week_of(vehicles: Iterable[Vehicle], day: dt.date) -> tuple[list[dt.date], list[Row]]:
    """The days from `day` on, and who has each car on them."""
    days = [day + dt.timedelta(days=n) for n in range(DAYS_SHOWN)]
    found: dict[tuple[UUID, dt.date], list[VehicleBooking]] = {}
    cars = list(vehicles)
    booked = VehicleBooking.objects.filter(
        vehicle__in=cars, starts_at__date__gte=days[0], starts_at__date__lte=days[-1]
    )
    for one in booked.select_related("driver__user"):
        found.setdefault((one.vehicle_id, timezone.localdate(one.starts_at)), []).append(one)
    return days, [Row(car, tuple((one, tuple(found.get((car.id, one), ()))) for one in days)) for car in cars]


def drivers_for(vehicle: Vehicle, actor: Actor) -> list[Post]:
    """Who may be put down as the driver: the officers of the office the car stands at, and the one who books."""
    here = Q(area=vehicle.area) | Q(id__in=[post.id for post in actor.posts])
    found = Post.objects.on(actor.day).filter(here, role__in=TABLE[Act.VEHICLE], user__is_active=True)
    return list(found.select_related("user").order_by("user__name", "id"))
