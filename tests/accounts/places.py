"""Every URL of the product by name: what it asks (a word of the oracle) and how to make a real object for its arguments.

A new page adds its line here, or `test_matrix_http.py` fails. Objects are made by the owner in a world where the only
right that comes from work is the open work of 노암동's team; whatever right the making gave is taken away again.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils import timezone

from bokjihub.accounts.models import Assignment
from bokjihub.audit.ids import uuid7
from bokjihub.benefits.models import Application
from bokjihub.discovery.models import WorkItem
from bokjihub.people.models import Household
from bokjihub.visits.models import Incident, Visit
from tests.cast import Cast
from tests.factories import visits, work_items

OURS, THEIRS = "노암동", "금동"
NAMES = {OURS: "노암순", THEIRS: "금동례"}
LEADS = {OURS: "officer", THEIRS: "geum_officer"}
TODAY = timezone.localdate


@dataclass
class World:
    """One home in 노암동, whose team has open work on it, and one in 금동, where nobody has; things are made once."""

    cast: Cast
    made: dict[tuple[str, str], Any] = field(default_factory=dict)

    def once(self, what: str, dong: str, make: Callable[[], Any]) -> Any:
        """The thing of a dong, made at its first use."""
        if (what, dong) not in self.made:
            self.made[what, dong] = make()
            Assignment.objects.exclude(purpose=Assignment.Purpose.COVER).delete()
        return self.made[what, dong]

    def home(self, dong: str) -> Household:
        home: Household = self.once("home", dong, lambda: work_items.home(self.cast, dong=dong, name=NAMES[dong]))
        return home

    def work_item(self, dong: str) -> WorkItem:
        """An open worry of the home with an owner."""
        item: WorkItem = self.once(
            "work_item", dong, lambda: work_items.worry(self.cast, owner=LEADS[dong], household=self.home(dong))
        )
        return item

    def application(self, dong: str) -> Application:
        """A benefit application that is being followed."""
        home = self.home(dong)
        row: Application = self.once(
            "application",
            dong,
            lambda: Application.objects.create(
                household=home, area=home.area, benefit="기초연금", group=Application.Group.values[0], opened_on=TODAY()
            ),
        )
        return row

    def visit(self, dong: str) -> Visit:
        """A visit of two, tomorrow."""
        lead = LEADS[dong]
        along = ("colleague",) if lead == "officer" else ("hope",)
        visit: Visit = self.once(
            "visit", dong, lambda: visits.planned(self.cast, self.home(dong), lead=lead, along=along)
        )
        return visit

    def incident(self, dong: str) -> Incident:
        """Something unsafe at the door."""
        visit = self.visit(dong)
        row: Incident = self.once(
            "incident",
            dong,
            lambda: Incident.objects.create(
                visit=visit,
                household_id=visit.household_id,
                area_id=visit.area_id,
                what="개가 물려고 함",
                at=timezone.now(),
                reported_by=visit.lead.user_id,
            ),
        )
        return row


Arguments = Callable[[World, str], dict[str, Any]]


@dataclass(frozen=True)
class Place:
    """One URL. `what` is empty for a page without a login. Without `subject` the page is a list or one's own.

    `of_city`: it shows no household, but persons of one city (volunteers, members): nobody of another city opens it.
    """

    what: str
    arguments: Arguments | None = None
    subject: bool = False
    of_city: bool = False
    form: dict[str, str] = field(default_factory=dict)


def about(what: str, name: str, identity: Callable[[World, str], UUID], **form: str) -> Place:
    """A page about one thing of one home."""
    return Place(what, lambda world, dong: {name: identity(world, dong)}, subject=True, form=form)


def _home(world: World, dong: str) -> UUID:
    return world.home(dong).id


def _visit(world: World, dong: str) -> UUID:
    return world.visit(dong).id


def _day(world: World, dong: str) -> dict[str, Any]:
    return {"day": visits.tomorrow()}


def _dong(world: World, dong: str) -> dict[str, Any]:
    return {"area_id": world.cast.dongs[dong].id}


PLACES: dict[str, Place] = {
    "accounts:login": Place(""),
    "accounts:logout": Place(""),
    "accounts:pledge": Place("me"),
    "accounts:me": Place("me"),
    "desk:home": Place("me"),
    "desk:today": Place("today"),
    "desk:open_reason": about("household.open_reason", "household_id", _home),
    "benefits:applications": Place("application.follow"),
    "benefits:application": about(
        "application.follow", "application_id", lambda world, dong: world.application(dong).id
    ),
    "benefits:screening": about("benefits.screen", "household_id", _home),
    "benefits:save": about("benefits.screen", "household_id", _home),
    "benefits:leaflet": about("benefits.screen", "household_id", _home),
    "benefits:apply": about("application.follow", "household_id", _home),
    "statistics:reports": Place("report.read"),
    "statistics:report": Place("report.read", lambda world, dong: {"name": "emergency"}),
    "statistics:report_file": Place("report.read", lambda world, dong: {"name": "emergency", "shape": "json"}),
    "visits:day_plan_today": Place("visit.read"),
    "visits:day_plan": Place("visit.read", _day),
    "visits:day_sheet": Place("visit.read", _day),
    "visits:set_order": Place("visit.plan", _day),
    "visits:set_times": Place("visit.plan", _day),
    "visits:plan_visit": about("visit.plan", "household_id", _home),
    "visits:accompany": about(
        "visit.read", "companion_id", lambda world, dong: world.visit(dong).companions.earliest("id").id
    ),
    "visits:visit": about("visit.read", "visit_id", _visit),
    "visits:record_visit": about("visit.record", "visit_id", _visit),
    "visits:depart": about("visit.record", "visit_id", _visit),
    "visits:check_in": about("visit.record", "visit_id", _visit),
    "visits:cancel_visit": about("visit.plan", "visit_id", _visit, reason="다시 잡음"),
    "visits:approve_visit": about("work_item.approve", "visit_id", _visit),
    "visits:add_companion": about("visit.plan", "visit_id", _visit),
    "visits:report_incident": about("visit.record", "visit_id", _visit),
    "visits:review_incident": about(
        "work_item.approve", "incident_id", lambda world, dong: world.incident(dong).id
    ),
    "visits:sheet": about("visit.read", "visit_id", _visit),
    "field:card": Place("field.card"),
    "partners:council": Place("partners.read"),
    "partners:dong_council": Place("partners.read", _dong, of_city=True),
    "partners:appoint_member": Place("partners.edit", _dong, of_city=True),
    "partners:register_volunteer": Place("partners.edit", _dong, of_city=True),
}  # fmt: skip

# An argument of each kind that names nothing there is.
NOTHING: dict[type, Any] = {UUID: uuid7, str: lambda: "nothing-there", dt.date: lambda: dt.date(2020, 1, 1)}
