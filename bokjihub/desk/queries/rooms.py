"""Panels that rooms bring to the household page: `queries.household_panel(household_id, degree)` and their template.

A room that brings none leaves its place to one line. The panel's right is asked before the room's query is run.
"""

from dataclasses import dataclass
from importlib import import_module
from typing import Any
from uuid import UUID

from django.template import TemplateDoesNotExist
from django.template.loader import get_template

from bokjihub.accounts.access.panels import Degree, Panel


@dataclass(frozen=True)
class Place:
    """Where a room stands on the page, and the right that opens it."""

    room: str
    panel: Panel


@dataclass(frozen=True)
class RoomPanel:
    """A room's part of the page: its template and what it shows."""

    template: str
    data: Any
    degree: Degree


PLACES = (
    Place("visits", Panel.WEEK),
    Place("benefits", Panel.BENEFITS),
    Place("resources", Panel.BENEFITS),
    Place("emergency", Panel.EMERGENCY),
    Place("cases", Panel.CASE),
    Place("assessments", Panel.HEALTH),
    Place("counselling", Panel.PAST),
)


def room_panels(household_id: UUID, panels: dict[Panel, Degree]) -> dict[str, RoomPanel]:
    """What the rooms have to show to this role, by room."""
    found = {}
    for place in PLACES:
        if place.panel not in panels:
            continue
        ask = (
            getattr(import_module(f"bokjihub.{place.room}.queries"), "household_panel", None)
            if _has(place.room)
            else None
        )
        template = f"{place.room}/_household_panel.html"
        if ask is None or not _is_template(template):
            continue
        data = ask(household_id, panels[place.panel])
        if data is not None:
            found[place.room] = RoomPanel(template, data, panels[place.panel])
    return found


def _has(room: str) -> bool:
    try:
        import_module(f"bokjihub.{room}.queries")
    except ModuleNotFoundError:
        return False
    return True


def _is_template(name: str) -> bool:
    try:
        get_template(name)
    except TemplateDoesNotExist:
        return False
    return True
