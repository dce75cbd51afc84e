"""Invented homes of a story: a door, a head, and who else lives there."""

import datetime as dt
from random import Random

from bokjihub.areas.models import Area
from bokjihub.demo import names
from bokjihub.people.actions import NewPerson
from bokjihub.people.models import Household, Person
from bokjihub.people.queries import address_key
from bokjihub.ui.words import chosung


def invented(random: Random, *, born: dt.date | None = None, sex: str | None = None) -> NewPerson:
    """Somebody invented; born on the given day or between 1930 and 1984."""
    birth_on = born or dt.date(random.randrange(1930, 1985), random.randrange(1, 13), random.randrange(1, 29))
    chosen = sex or random.choice("MF")
    return NewPerson(
        name=names.person_name(random, sex=chosen, birth_year=birth_on.year),
        birth_on=birth_on,
        sex=chosen,
        phone=names.phone(random),
    )


def home(random: Random, dong: Area, tong: Area | None, head: NewPerson) -> Household:
    """A household of one, at an invented door of the dong."""
    address = names.address(random, dong.name, tong.name if tong else "1통")
    household = Household.objects.create(
        area=dong,
        tong=tong,
        address=address,
        address_key=address_key(address),
        latitude=dong.latitude,
        longitude=dong.longitude,
    )
    person = _person(household, head)
    person.is_head = True
    person.phone = head.phone
    person.save()
    return household


def child(random: Random, household: Household, born: dt.date) -> Person:
    """A child of the home."""
    person = _person(household, invented(random, born=born))
    person.relation = "자녀"
    person.save()
    return person


def _person(household: Household, told: NewPerson) -> Person:
    return Person(
        household=household,
        area_id=household.area_id,
        name=told.name,
        chosung=chosung(told.name),
        birth_on=told.birth_on,
        birth_year=told.birth_on.year if told.birth_on else None,
        sex=told.sex,
    )
