"""Coverage and staffing on a date. Aggregates and offices only: nothing here asks for a household."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.models import Post, Role
from bokjihub.areas.models import Area, Team, TeamCoverage
from bokjihub.areas.queries import dongs_of, team_name
from bokjihub.rollout.models import Establishment, HubPlan, StaffingStandard

Kind = HubPlan.Kind
LETTER = {Kind.BASIC: "■", Kind.CENTRE: "◆", Kind.GENERAL: "◇"}
PLANNED = "○"
# Who works in a team for the household; heads are counted apart.
STAFF = (Role.DONG_OFFICER, Role.VISITING_NURSE, Role.COUNSEL_SPECIALIST, Role.CASE_MANAGER, Role.HOPE_UNIT)


def cities_of(actor: Actor) -> list[Area]:
    """The cities an actor may read about: their own, or every city of their province."""
    places = {post.city_id or post.area_id for post in actor.posts}
    found = Area.objects.filter(level=Area.Level.SIGUNGU)
    return list((found.filter(id__in=places) | found.filter(parent_id__in=places)).order_by("code", "name"))


@dataclass(frozen=True)
class Counts:
    """Teams and covered dongs: two figures, never one (process §1.2)."""

    teams: int
    dongs: int


@dataclass(frozen=True)
class DongState:
    """One dong on a date: how it is covered, by which team, since when; or what is planned."""

    area: Area
    kind: HubPlan.Kind | None
    letter: str
    team: str = ""
    centre: str = ""
    since: dt.date | None = None
    planned_on: dt.date | None = None
    planned_kind: str = ""
    wave: str = ""
    is_assumed: bool = False

    @property
    def is_late(self) -> bool:
        """Planned for a day that has passed, and not covered."""
        return self.kind is None and self.planned_on is not None


@dataclass(frozen=True)
class HubState:
    """A city on a date."""

    dongs: tuple[DongState, ...]
    now: Counts
    planned: Counts
    basic: int
    zonal: int

    @property
    def share(self) -> float | None:
        """Covered dongs of all dongs, in per cent."""
        return round(100 * self.now.dongs / len(self.dongs), 1) if self.dongs else None


def hub_state(city: Area, day: dt.date) -> HubState:
    """Every dong of a city on `day`, and the two pairs of figures: reached by then, and planned until the year's end."""
    dongs = dongs_of(city, day)
    coverage = _coverage({dong.id for dong in dongs}, day)
    sizes = _sizes(coverage.values(), day)
    plans = _plans({dong.id for dong in dongs}, dt.date(day.year, 12, 31))
    states = tuple(_dong(dong, coverage.get(dong.id), sizes, plans.get(dong.id), day) for dong in dongs)
    teams = {row.team_id for row in coverage.values()}
    waiting = [plan for dong_id, plan in plans.items() if dong_id not in coverage]
    more_teams = sum(plan.kind != Kind.GENERAL for plan in waiting)
    zonal = {row.team_id for row in coverage.values() if sizes[row.team_id] > 1}
    return HubState(
        dongs=states,
        now=Counts(len(teams), len(coverage)),
        planned=Counts(len(teams) + more_teams, len(coverage) + len(waiting)),
        basic=len(teams - zonal),
        zonal=len(zonal),
    )


def _coverage(dong_ids: set[UUID], day: dt.date) -> dict[UUID, TeamCoverage]:
    found = TeamCoverage.objects.on(day).filter(area_id__in=dong_ids, team__kind=Team.Kind.OUTREACH)
    return {row.area_id: row for row in found.select_related("team__seat").prefetch_related("team__names")}


def _sizes(coverage: Iterable[TeamCoverage], day: dt.date) -> dict[UUID, int]:
    """How many dongs each team serves that day: more than one is a zone, wherever its dongs lie."""
    sizes: dict[UUID, int] = {}
    team_ids = {row.team_id for row in coverage}
    for team_id in TeamCoverage.objects.on(day).filter(team_id__in=team_ids).values_list("team_id", flat=True):
        sizes[team_id] = sizes.get(team_id, 0) + 1
    return sizes


def _plans(dong_ids: set[UUID], until: dt.date) -> dict[UUID, HubPlan]:
    """The earliest plan of each dong up to a day."""
    found = HubPlan.objects.filter(area_id__in=dong_ids, planned_on__lte=until).select_related("centre")
    return {plan.area_id: plan for plan in found.order_by("-planned_on")}


def _dong(
    dong: Area, row: TeamCoverage | None, sizes: dict[UUID, int], plan: HubPlan | None, day: dt.date
) -> DongState:
    if row is None:
        if plan is None:
            return DongState(dong, None, "")
        return DongState(
            area=dong,
            kind=None,
            letter=PLANNED,
            centre=plan.centre.name if plan.centre else "",
            planned_on=plan.planned_on,
            planned_kind=plan.get_kind_display(),
            wave=plan.wave,
            is_assumed=plan.is_assumed_date,
        )
    general = row.role == TeamCoverage.Role.GENERAL
    kind = Kind.GENERAL if general else Kind.CENTRE if sizes[row.team_id] > 1 else Kind.BASIC
    return DongState(
        area=dong,
        kind=kind,
        letter=LETTER[kind],
        team=team_name(row.team, day),
        centre=row.team.seat.name if general else "",
        since=row.starts_on,
        planned_on=plan.planned_on if plan else None,
        wave=plan.wave if plan else "",
        is_assumed=plan.is_assumed_date if plan else False,
    )


@dataclass(frozen=True)
class TeamStaff:
    """One team on a date: who heads it, how many work there, what is missing."""

    team: Team
    name: str
    kind: str
    centre: str
    general: tuple[str, ...]
    head_grade: str
    head_months: int | None
    officers: int
    nurses: int
    allowed: int | None
    households: int
    keeps: bool | None
    missing: int
    average_months: int | None

    @property
    def people(self) -> int:
        """Head, officers and nurses."""
        return bool(self.head_grade) + self.officers + self.nurses

    @property
    def vacancies(self) -> int | None:
        """Posts allowed and not filled; unknown where no establishment was entered."""
        return None if self.allowed is None else max(0, self.allowed - self.people)

    @property
    def households_each(self) -> int | None:
        """Households of the covered dongs per officer and nurse; unknown where nobody counted the households."""
        hands = self.officers + self.nurses
        return round(self.households / hands) if hands and self.households else None


def standard_on(city: Area, day: dt.date) -> StaffingStandard | None:
    """The standard of a city in force on `day`."""
    return StaffingStandard.objects.on(day).filter(city=city).order_by("-starts_on").first()


def staffing(city: Area, day: dt.date) -> list[TeamStaff]:
    """Outreach teams of a city on `day`, by the code of their centre."""
    coverage = _coverage({dong.id for dong in dongs_of(city, day)}, day)
    areas = {dong.id: dong for dong in dongs_of(city, day)}
    standard = standard_on(city, day)
    by_team: dict[UUID, list[TeamCoverage]] = {}
    for row in coverage.values():
        by_team.setdefault(row.team_id, []).append(row)
    posts: dict[UUID, list[Post]] = {}
    for post in Post.objects.on(day).filter(team_id__in=by_team):
        posts.setdefault(post.team_id, []).append(post)  # type: ignore[arg-type]
    at_counter = set(
        Post.objects.on(day).filter(team__kind=Team.Kind.COUNTER, area__in=areas).values_list("user_id", flat=True)
    )
    allowed = {row.team_id: row for row in Establishment.objects.on(day).filter(team_id__in=by_team)}
    rows = [
        _team_staff(rows[0].team, rows, areas, posts.get(team_id, []), allowed.get(team_id), standard, at_counter, day)
        for team_id, rows in by_team.items()
    ]
    return sorted(rows, key=lambda row: row.team.seat.code)


def _team_staff(
    team: Team,
    rows: list[TeamCoverage],
    areas: dict[UUID, Area],
    posts: list[Post],
    allowed: Establishment | None,
    standard: StaffingStandard | None,
    at_counter: set[UUID],
    day: dt.date,
) -> TeamStaff:
    head = next((post for post in posts if post.role == Role.TEAM_HEAD), None)
    nurses = sum(post.role == Role.VISITING_NURSE for post in posts)
    officers = sum(post.role in STAFF for post in posts) - nurses
    general = [areas[row.area_id].name for row in rows if row.role == TeamCoverage.Role.GENERAL]
    months = [post.welfare_months for post in posts if post.role == Role.TEAM_HEAD or post.role in STAFF]
    missing = _missing(
        standard, [post for post in posts if post.role == Role.TEAM_HEAD or post.role in STAFF], at_counter
    )
    return TeamStaff(
        team=team,
        name=team_name(team, day),
        kind="권역형" if len(rows) > 1 else "기본형",
        centre=team.seat.name,
        general=tuple(sorted(general)),
        head_grade=(head.grade or "직급 모름") if head else "",
        head_months=head.welfare_months if head else None,
        officers=officers,
        nurses=nurses,
        allowed=allowed.posts if allowed else None,
        households=sum(areas[row.area_id].households_count or 0 for row in rows),
        keeps=None if standard is None else missing == 0 and _head_fits(standard, head),
        missing=missing,
        average_months=round(sum(months) / len(months)) if months else None,
    )


def _missing(standard: StaffingStandard | None, posts: list[Post], at_counter: set[UUID]) -> int:
    """How many people short of the standard, by the city's own reading: who also sits at the counter may not count."""
    if standard is None:
        return 0
    beside = standard.reading == StaffingStandard.Reading.BESIDE_COUNTER
    counted = sum(not (beside and post.user_id in at_counter) for post in posts)
    return max(0, standard.minimum - counted)


def _head_fits(standard: StaffingStandard, head: Post | None) -> bool:
    """The reading that counts the head also says of which grade (or above) the head must be."""
    if standard.reading != StaffingStandard.Reading.TOTAL:
        return True
    return head is not None and _grade(head.grade) <= _grade(standard.head_grade)


def _grade(words: str) -> int:
    """The number of a grade (6급 → 6); an unknown grade is below every other."""
    digits = "".join(one for one in words if one.isdigit())
    return int(digits) if digits else 99


@dataclass(frozen=True)
class TeamChange:
    """One team on two dates."""

    name: str
    before: TeamStaff | None
    after: TeamStaff | None

    @property
    def people(self) -> int:
        """People more (or less) than before."""
        return (self.after.people if self.after else 0) - (self.before.people if self.before else 0)


def staffing_change(city: Area, before: dt.date, after: dt.date) -> list[TeamChange]:
    """Teams on two dates side by side: new ones, gone ones, people more or less."""
    old = {row.team.id: row for row in staffing(city, before)}
    new = {row.team.id: row for row in staffing(city, after)}
    ids = sorted(old.keys() | new.keys(), key=lambda one: (new.get(one) or old[one]).team.seat.code)
    return [TeamChange((new.get(one) or old[one]).name, old.get(one), new.get(one)) for one in ids]
