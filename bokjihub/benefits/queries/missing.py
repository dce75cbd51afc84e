"""받지 못하고 있을 가능성: the last night's findings as lines of a page, by dong."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from bokjihub.accounts.access.policy import Facts
from bokjihub.areas.models import Area
from bokjihub.benefits.models import LikelyMiss, NightRun
from bokjihub.benefits.queries.applications import heads_of

MISSED, GAINING, LOSING = "missed", "gaining", "losing"
VIEWS = {MISSED: "놓치고 있을 지원", GAINING: "새해에 얻을 가구", LOSING: "새해에 잃을 가구"}


@dataclass(frozen=True)
class Line:
    """One home of the list."""

    miss: LikelyMiss
    name: str
    is_new: bool

    @property
    def ground_word(self) -> str:
        """The ground in a word; the article stands behind it."""
        return str(LikelyMiss.Ground(self.miss.ground).label).partition("(")[0]

    @property
    def certain(self) -> list[dict[str, Any]]:
        """What the recorded facts settle."""
        return [one for one in self.miss.benefits if one["certain"]]

    @property
    def probable(self) -> list[dict[str, Any]]:
        """What the law's own share of people makes probable."""
        return [one for one in self.miss.benefits if not one["certain"]]


def misses(area_id: UUID | None, view: str) -> QuerySet[LikelyMiss]:
    """The homes of a view in my dongs (row security), what is settled and weighs most first."""
    found = LikelyMiss.objects.filter(_of(view)).select_related("area")
    if area_id is not None:
        found = found.filter(area_id=area_id)
    if view == MISSED:
        return found.order_by("-is_certain", "-monthly_won", "first_on", "household_id")
    return found.order_by("-drift_won" if view == GAINING else "drift_won", "household_id")


def _of(view: str) -> Q:
    if view == GAINING:
        return Q(drift_won__gt=0)
    return Q(drift_won__lt=0) if view == LOSING else ~Q(benefits=[])


def counts_by_view(area_id: UUID | None) -> dict[str, int]:
    """How many homes each view has."""
    found = LikelyMiss.objects.filter(area_id=area_id) if area_id else LikelyMiss.objects.all()
    return found.aggregate(**{view: Count("pk", _of(view)) for view in VIEWS})


def counts_by_dong() -> list[tuple[UUID, str, int]]:
    """How many homes of each dong I reach, by code of the dong."""
    rows = LikelyMiss.objects.exclude(benefits=[]).values("area_id", "area__name", "area__code")
    return [
        (row["area_id"], row["area__name"], row["n"]) for row in rows.annotate(n=Count("pk")).order_by("area__code")
    ]


def lines(rows: list[LikelyMiss], last: NightRun | None) -> list[Line]:
    """The rows of one page with the names of their homes."""
    names = heads_of(row.household_id for row in rows)
    newest = last.on if last else None
    return [Line(row, names.get(row.household_id, ""), row.first_on == newest) for row in rows]


def last_night(city_id: UUID | None) -> NightRun | None:
    """The newest night of a city, finished or not."""
    return NightRun.objects.filter(city_id=city_id).order_by("-on").first() if city_id else None


def dong_facts(dong_id: UUID) -> Facts | None:
    """Facts of a dong's list for the access decision."""
    return Facts(area_id=dong_id) if Area.objects.filter(id=dong_id, level=Area.Level.DONG).exists() else None


def new_year(last: NightRun | None) -> dt.date | None:
    """The day the drift looks at."""
    return dt.date(last.on.year + 1, 1, 1) if last else None
