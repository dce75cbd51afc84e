"""Homes, written as the owner. All people are invented."""

import datetime as dt
from itertools import count
from typing import Any

from django.utils import timezone

from bokjihub.people.models import Household, Person
from bokjihub.ui.words import chosung
from bokjihub.visits.models import Visit, VisitProgramme
from tests.cast import Cast

_number = count(1)


def home(cast: Cast, *, dong: str = "노암동", name: str = "박병순", born: int = 1948, **more: Any) -> Household:
    """A home of one person, with a phone."""
    n = next(_number)
    area = cast.dongs[dong]
    more.setdefault("tong", cast.tong5 if dong == "노암동" else None)
    more.setdefault("latitude", area.latitude)
    more.setdefault("longitude", area.longitude)
    household = Household.objects.create(
        area=area, address=f"남원시 {dong} 느티길 {n}", address_key=f"남원시{dong}느티길{n}", kind="single", **more
    )
    person = Person(
        household=household, area=area, name=name, chosung=chosung(name), birth_year=born, sex="F", is_head=True
    )
    person.phone = f"010-0000-{n:04d}"
    person.save()
    return household


def met_before(cast: Cast, household: Household, *, days_ago: int = 90) -> Visit:
    """A visit of the past at which the person was met."""
    day = timezone.localdate() - dt.timedelta(days=days_ago)
    return Visit.objects.create(
        programme=VisitProgramme.objects.get(code="REPORT"),
        household=household,
        area=household.area,
        lead=cast.posts["officer"],
        planned_on=day,
        planned_at=dt.time(10, 0),
        state=Visit.State.DONE,
        result=Visit.Result.MET,
        next_on=day + dt.timedelta(days=7),
    )
