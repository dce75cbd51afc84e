"""Panels that rooms bring to the household page: `queries.household_panel(household_id, degree)` and their template.

A room that brings none leaves its place to one line. The panel's right is asked before the room's query is run. What the
page has read already (people, open clocks) is handed to the rooms that would read it again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import Any
from uuid import UUID

from django.template import TemplateDoesNotExist
from django.template.loader import get_template

from bokjihub.accounts.access.panels import Degree, Panel
from bokjihub.assessments.queries import household as health
from bokjihub.benefits.queries import household as benefits
from bokjihub.benefits.queries.facts import prepare_for
from bokjihub.cases.queries import cases
from bokjihub.clocks.models import Clock
from bokjihub.emergency import queries as emergency
from bokjihub.people.models import Household, Person


@dataclass(frozen=True)
class Place:
    """Where a room stands on the page, and the right that opens it. `framed`: its template draws the card itself."""

    room: str
    panel: Panel
    framed: bool = False


@dataclass(frozen=True)
class RoomPanel:
    """A room's part of the page: its template and what it shows."""

    template: str
    data: Any
    degree: Degree
    framed: bool = False


@dataclass(frozen=True)
class Known:
    """What the page has read before the rooms are asked."""

    home: Household
    people: tuple[Person, ...]
    clocks: tuple[Clock, ...]


PLACES = (
    Place("visits", Panel.WEEK, framed=True),
    Place("resources", Panel.BENEFITS),
    Place("emergency", Panel.EMERGENCY),
    Place("cases", Panel.CASE),
    Place("assessments", Panel.HEALTH),
)


def room_panels(household_id: UUID, panels: dict[Panel, Degree], known: Known) -> dict[str, RoomPanel]:
    """What the rooms have to show to this role, by room."""
    found = {}
    if Panel.BENEFITS in panels:
        found["benefits"] = _benefits(household_id, panels[Panel.BENEFITS], known)
    for place in PLACES:
        template = f"{place.room}/_household_panel.html"
        ask = _question_of(place.room, known) if place.panel in panels and _is_template(template) else None
        data = ask(household_id, panels[place.panel]) if ask else None
        if data is not None:
            found[place.room] = RoomPanel(template, data, panels[place.panel], place.framed)
    return found


def _benefits(household_id: UUID, degree: Degree, known: Known) -> RoomPanel:
    """놓친 지원: who sees a part sees names and no won (screens §4.4)."""
    template = "benefits/_household_panel.html" if degree is Degree.ALL else "desk/_benefit_names.html"
    prepared = prepare_for(known.home, known.people)
    return RoomPanel(template, benefits.household_panel(household_id, prepared=prepared), degree)


def _question_of(room: str, known: Known) -> Callable[[UUID, Degree], Any] | None:
    if room == "cases":
        return partial(cases.household_panel, running=known.clocks)
    if room == "assessments":
        return partial(health.household_panel, running=known.clocks)
    if room == "emergency":
        return partial(emergency.household_panel, running=known.clocks)
    for module in (f"bokjihub.{room}.queries.household", f"bokjihub.{room}.queries"):
        try:
            return getattr(import_module(module), "household_panel", None)
        except ModuleNotFoundError:
            continue
    return None


def _is_template(name: str) -> bool:
    try:
        get_template(name)
    except TemplateDoesNotExist:
        return False
    return True
