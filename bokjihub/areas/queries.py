"""Reads about places and teams on a date."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from bokjihub.areas.models import Area, Boundary, Team, TeamCoverage


def dongs_of(city: Area, day: dt.date) -> list[Area]:
    """The 읍·면·동 of a city in force on `day`, by code."""
    found = Area.objects.on(day).filter(level=Area.Level.DONG)
    return list(found.filter(parent=city).union(found.filter(parent__parent=city)).order_by("code"))


def city_of(area: Area) -> Area | None:
    """The 시·군·구 an area lies in, itself included; None for a province."""
    here: Area | None = area
    while here is not None and here.level != Area.Level.SIGUNGU:
        here = here.parent
    return here


def covered_area_ids(team_ids: set[UUID], day: dt.date) -> dict[UUID, set[UUID]]:
    """Per team the dongs it serves on `day`."""
    covered: dict[UUID, set[UUID]] = {team_id: set() for team_id in team_ids}
    for team_id, area_id in TeamCoverage.objects.on(day).filter(team_id__in=team_ids).values_list("team_id", "area_id"):
        covered[team_id].add(area_id)
    return covered


def team_for(area_id: UUID, day: dt.date) -> Team | None:
    """The outreach team that serves a dong on `day`."""
    coverage = TeamCoverage.objects.on(day).filter(area_id=area_id).select_related("team").first()
    return coverage.team if coverage else None


def teams_for(area_ids: Iterable[UUID], day: dt.date) -> dict[UUID, Team]:
    """The outreach team of each dong on `day`; a dong without one is not in the answer."""
    coverage = TeamCoverage.objects.on(day).filter(area_id__in=set(area_ids)).select_related("team").order_by("-id")
    return {one.area_id: one.team for one in coverage}


def team_name(team: Team, day: dt.date) -> str:
    """What the team is called on `day`; its kind and seat where no name was entered. For many, with `names` prefetched."""
    begun = [one for one in team.names.all() if one.starts_on <= day]
    found = max(begun, key=lambda one: one.starts_on, default=None)
    return found.name if found else f"{team.seat.name} {team.get_kind_display()}"


@dataclass(frozen=True)
class HubCount:
    """Teams and covered dongs on a date: two figures, never one (process §1.2)."""

    teams: int
    dongs: int


def hub_count(city: Area, day: dt.date) -> HubCount:
    """Outreach teams of a city and the dongs they cover on `day`."""
    coverage = TeamCoverage.objects.on(day).filter(area__in=[area.id for area in dongs_of(city, day)])
    pairs = list(coverage.values_list("team_id", "area_id"))
    return HubCount(teams=len({team for team, _ in pairs}), dongs=len({area for _, area in pairs}))


@dataclass(frozen=True)
class Outlines:
    """Boundaries to draw: GeoJSON for the map, and in words what they are. `shown` is False where none is loaded."""

    rows: tuple[Boundary, ...]

    @property
    def geojson(self) -> dict[str, Any]:
        """A FeatureCollection with the dong's name."""
        features = [
            {
                "type": "Feature",
                "properties": {"name": row.area.name},
                "geometry": {"type": "MultiPolygon", "coordinates": row.polygons},
            }
            for row in self.rows
        ]
        return {"type": "FeatureCollection", "features": features}

    @property
    def shown(self) -> bool:
        """Whether there is anything to draw."""
        return bool(self.rows)

    @property
    def words(self) -> str:
        """What the lines are, whose and of which day."""
        kinds = dict.fromkeys(
            f"{row.get_status_display()} · {row.source} · {row.as_of.year}. {row.as_of.month}. {row.as_of.day}."
            for row in self.rows
        )
        return ", ".join(kinds)


def boundaries_of(area_ids: Iterable[UUID], day: dt.date) -> Outlines:
    """One outline a dong: the town's own before a made-up one, the newest not after `day`, else the oldest there is."""
    best: dict[UUID, Boundary] = {}
    found = Boundary.objects.filter(area_id__in=list(area_ids)).select_related("area")
    for row in found.order_by("area__code", "area__name", "as_of"):
        known = best.get(row.area_id)
        if known is None or _rank(row, day) > _rank(known, day):
            best[row.area_id] = row
    return Outlines(tuple(best.values()))


def _rank(row: Boundary, day: dt.date) -> tuple[bool, bool, int]:
    in_force = row.as_of <= day
    return row.status == Boundary.Status.TOWN, in_force, row.as_of.toordinal() * (1 if in_force else -1)
