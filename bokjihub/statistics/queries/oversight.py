"""The city and the province on a day (screens V38): found > contacted > visited > connected, promises kept, told again, workload.

Two readings of the same figures. Inside the town they are counted now, behind the row fence of whoever looks. What the
province reads was sent month by month, with small cells hidden (`protected`): its own installation holds nothing else.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone

from bokjihub.accounts.models import Post, Role
from bokjihub.areas.models import Area, TeamCoverage
from bokjihub.areas.queries import dongs_of
from bokjihub.rollout.drawing import Drawing, Mark, draw
from bokjihub.rollout.queries.hub import DongState
from bokjihub.statistics.models import TownFigure
from bokjihub.statistics.queries.frame import Scope, asked, percent
from bokjihub.statistics.queries.suppress import Sum, hidden

# What is counted, in the order of the funnel.
FIGURES = {
    "found": "찾음",
    "contacted": "연락·만남",
    "visited": "방문",
    "connected": "연결",
    "plans_due": "계획 설 때가 된 사례",
    "plans_kept": "30일 안에 선 계획",
    "ended": "열두 달 안 종결",
    "again": "다시 알려짐",
    "open": "열린 걱정",
}
# A figure inside another: what is left between them is a count of homes too.
INSIDE = (
    ("found", "contacted"),
    ("contacted", "visited"),
    ("found", "visited"),
    ("found", "connected"),
    ("plans_due", "plans_kept"),
    ("ended", "again"),
)
TOWN = "town"
FIGURES_FORMAT = "bokjihub-town-figures/1"
OFFICERS = (Role.DONG_OFFICER, Role.TEAM_HEAD)
_FUNNEL = """
SELECT area_id, count(*) AS found,
    count(*) FILTER (WHERE is_contacted OR is_visited) AS contacted,
    count(*) FILTER (WHERE is_visited) AS visited,
    count(*) FILTER (WHERE is_connected) AS connected
FROM (
    SELECT area_id,
        id IN (SELECT work_item_id FROM discovery_contactattempt)
            OR id IN (SELECT work_item_id FROM counselling_counselling WHERE work_item_id IS NOT NULL) AS is_contacted,
        id IN (SELECT work_item_id FROM visits_visit WHERE state IN ('done', 'not_met') AND work_item_id IS NOT NULL)
            AS is_visited,
        id IN (SELECT work_item_id FROM discovery_closure
               WHERE kind IN ('PUB_BASIC', 'PUB_NEAR', 'PUB_EMERG', 'PUB_OTHER', 'PRIV', 'CASE'))
            OR id IN (SELECT link.work_item_id FROM resources_servicelink link
                      JOIN resources_linkdelivery delivery ON delivery.link_id = link.id
                      WHERE link.work_item_id IS NOT NULL)
            OR id IN (SELECT aid.work_item_id FROM emergency_emergencyaid aid
                      JOIN emergency_grant given ON given.aid_id = aid.id
                      WHERE given.is_approved AND aid.work_item_id IS NOT NULL)
            OR id IN (SELECT work_item_id FROM cases_case
                      WHERE accepted_on IS NOT NULL AND work_item_id IS NOT NULL) AS is_connected
    FROM discovery_workitem
    WHERE opened_on BETWEEN %(first)s AND %(last)s AND area_id = ANY(%(dongs)s::uuid[])
) worries GROUP BY area_id
"""
_PLANS = """
SELECT area_id, count(*) AS plans_due, count(*) FILTER (WHERE planned - accepted_on <= 30) AS plans_kept FROM (
    SELECT file.area_id, file.accepted_on, (
        SELECT min(event."on") FROM cases_stageevent event WHERE event.case_id = file.id AND event.event = 'approve_plan'
    ) AS planned
    FROM cases_case file
    WHERE file.accepted_on BETWEEN %(first)s AND %(last)s AND file.kind NOT IN ('link', 'care') AND file.state <> 'not_selected'
      AND file.area_id = ANY(%(dongs)s::uuid[])
) cases WHERE planned IS NOT NULL OR accepted_on + 30 <= %(today)s GROUP BY area_id
"""
_AGAIN = """
WITH ended AS (
    SELECT household_id, area_id, max(closed_on) AS day FROM discovery_closure
    WHERE closed_on > %(year_ago)s AND closed_on <= %(last)s AND kind NOT IN ('EX_DIED', 'DUP', 'WRONG')
      AND area_id = ANY(%(dongs)s::uuid[])
    GROUP BY household_id, area_id
)
SELECT area_id, count(*) AS ended, count(*) FILTER (WHERE EXISTS (
    SELECT 1 FROM discovery_signal signal WHERE signal.household_id = ended.household_id
      AND (signal.received_at AT TIME ZONE %(zone)s)::date > ended.day AND signal.received_at < %(end)s
)) AS again FROM ended GROUP BY area_id
"""
_OPEN = """
SELECT area_id, count(*) AS open FROM discovery_workitem
WHERE opened_on <= %(last)s AND (closed_on IS NULL OR closed_on > %(last)s) AND area_id = ANY(%(dongs)s::uuid[])
GROUP BY area_id
"""


@dataclass(frozen=True)
class Figures:
    """One line: a dong, a town. A figure that may not be told is None and stands in `hidden`."""

    area: Area
    values: dict[str, int | None]
    hidden: frozenset[str] = frozenset()
    officers: int | None = None

    def share(self, part: str, whole: str) -> float | None:
        """Per cent, where both may be told."""
        low, high = self.values.get(part), self.values.get(whole)
        return percent(low, high) if low is not None and high else None

    @property
    def plan_rate(self) -> float | None:
        """30일 준수율."""
        return self.share("plans_kept", "plans_due")

    @property
    def again_rate(self) -> float | None:
        """재발굴률."""
        return self.share("again", "ended")

    @property
    def connected_share(self) -> float | None:
        """연결 / 찾음."""
        return self.share("connected", "found")

    @property
    def each(self) -> float | None:
        """열린 걱정 / 담당."""
        value = self.values.get("open")
        return round(value / self.officers, 1) if value is not None and self.officers else None

    @property
    def steps(self) -> list[tuple[str, str, int | None, bool]]:
        """The funnel in order: key, label, figure, hidden."""
        keys = ("found", "contacted", "visited", "connected")
        return [(key, FIGURES[key], self.values.get(key), key in self.hidden) for key in keys]


@dataclass(frozen=True)
class Oversight:
    """A town on a day: its dongs, its own line, from which days."""

    town: Figures
    dongs: tuple[Figures, ...]
    first: dt.date
    last: dt.date


def counted(city: Area, first: dt.date, last: dt.date) -> Oversight:
    """Counted now, from the entries in reach."""
    dongs = dongs_of(city, last)
    scope = Scope(first, last)
    words = {
        **scope.words_of_sql(),
        "dongs": [dong.id for dong in dongs],
        "today": min(last, timezone.localdate()),
        "year_ago": scope.year_before,
    }
    values: dict[UUID, dict[str, int | None]] = {dong.id: dict.fromkeys(FIGURES, 0) for dong in dongs}
    for sql in (_FUNNEL, _PLANS, _AGAIN, _OPEN):
        for line in asked(sql, words):
            values[line.pop("area_id")].update(line)
    officers = _officers(dongs, last)
    lines = tuple(Figures(dong, values[dong.id], officers=officers.get(dong.id)) for dong in dongs)
    whole = {key: sum(int(line.values[key] or 0) for line in lines) for key in FIGURES}
    people = _people_of(dongs, last)
    return Oversight(Figures(city, dict(whole), officers=people), lines, first, last)


def protected(found: Oversight) -> tuple[dict[str, int], frozenset[tuple[str, str]]]:
    """The town's own figures and the cells that may not leave it: (dong id or `town`, figure)."""
    rows = {str(line.area.id): line for line in found.dongs} | {TOWN: found.town}
    values: dict[tuple[str, str], int] = {}
    sums: list[Sum] = []
    for row, line in rows.items():
        values |= {(row, key): int(line.values[key] or 0) for key in FIGURES}
        for whole, part in INSIDE:
            values[row, f"{whole}-{part}"] = values[row, whole] - values[row, part]
            sums.append(Sum((row, whole), ((row, part), (row, f"{whole}-{part}"))))
    columns = [*FIGURES, *(f"{whole}-{part}" for whole, part in INSIDE)]
    sums += [Sum((TOWN, key), tuple((row, key) for row in rows if row != TOWN)) for key in columns]
    away = hidden(values, sums)
    town = {key: values[TOWN, key] for key in FIGURES}
    return town, frozenset((row, key) for row, key in away if key in FIGURES)


def sent(city: Area, day: dt.date) -> Oversight | None:
    """The latest month a town had sent by a day; None where it has sent none."""
    newest = TownFigure.objects.filter(city=city, last__lte=day).order_by("-last").first()
    if newest is None:
        return None
    rows = TownFigure.objects.filter(city=city, first=newest.first, last=newest.last).select_related("dong")
    by_area: dict[UUID | None, list[TownFigure]] = {}
    for row in rows:
        by_area.setdefault(row.dong_id, []).append(row)
    dongs = dongs_of(city, newest.last)
    officers = _officers(dongs, newest.last)
    lines = tuple(_sent_line(dong, by_area.get(dong.id, []), officers.get(dong.id)) for dong in dongs)
    town = _sent_line(city, by_area.get(None, []), _people_of(dongs, newest.last))
    return Oversight(town, lines, newest.first, newest.last)


def _sent_line(area: Area, rows: Iterable[TownFigure], officers: int | None) -> Figures:
    rows = list(rows)
    return Figures(
        area,
        {row.figure: row.value for row in rows},
        frozenset(row.figure for row in rows if row.is_hidden),
        officers,
    )


def _officers(dongs: list[Area], day: dt.date) -> dict[UUID, int]:
    """Officers and heads of the team that serves a dong; the people of a zone serve each of its dongs."""
    coverage = dict(TeamCoverage.objects.on(day).filter(area__in=dongs).values_list("area_id", "team_id"))
    people: dict[Any, set[UUID]] = {}
    for team_id, user_id in _posts(coverage.values(), day):
        people.setdefault(team_id, set()).add(user_id)
    return {area_id: len(people.get(team_id, ())) for area_id, team_id in coverage.items()}


def _people_of(dongs: list[Area], day: dt.date) -> int:
    teams = TeamCoverage.objects.on(day).filter(area__in=dongs).values_list("team_id", flat=True)
    return len({user_id for _, user_id in _posts(teams, day)})


def _posts(team_ids: Iterable[UUID], day: dt.date) -> list[tuple[Any, UUID]]:
    found = Post.objects.on(day).filter(team_id__in=set(team_ids), role__in=OFFICERS)
    return list(found.values_list("team_id", "user_id"))


def drawing(found: Oversight) -> Drawing | None:
    """Dongs at their places; the mark says how many in a hundred found homes are connected, stripes: below the town's share."""
    drawn = draw([DongState(line.area, None, "") for line in found.dongs])
    if drawn is None:
        return None
    shares = {line.area.name: line.connected_share for line in found.dongs}
    whole = found.town.connected_share
    marks = tuple(_mark(mark, shares.get(mark.label), whole) for mark in drawn.marks)
    return Drawing(marks, ())


def _mark(mark: Mark, share: float | None, whole: float | None) -> Mark:
    if share is None:
        return Mark(mark.x, mark.y, mark.label, "–", "none")
    return Mark(mark.x, mark.y, mark.label, f"{share:.0f}", "general" if whole and share < whole else "basic")


def as_file(city: Area, last: dt.date) -> dict[str, Any] | None:
    """A month as sent, in the shape the province's own installation takes in; None where it was not sent."""
    rows = list(TownFigure.objects.filter(city=city, last=last).select_related("dong").order_by("dong__code", "figure"))
    if not rows:
        return None
    return {
        "format": FIGURES_FORMAT,
        "city": city.code,
        "name": city.name,
        "first": rows[0].first.isoformat(),
        "last": rows[0].last.isoformat(),
        "sent_at": rows[0].sent_at.isoformat(),
        "sent_label": rows[0].sent_label,
        "figures": [
            {"dong": row.dong.code if row.dong else None, "figure": row.figure, "value": row.value} for row in rows
        ],
    }
