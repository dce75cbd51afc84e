"""방문 계획판: the proposed day as the page shows it."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from bokjihub.accounts.access.policy import Facts
from bokjihub.accounts.models import Post
from bokjihub.engines.routes.problem import Place
from bokjihub.engines.routes.roster import Rule
from bokjihub.people.models import Person
from bokjihub.visits.models import DayPlan, PlanLine
from bokjihub.visits.queries.calls import SOON
from bokjihub.visits.queries.pairs import is_resident
from bokjihub.visits.queries.to_plan import lines_of, office_of


@dataclass(frozen=True)
class BoardStop:
    """One home in somebody's proposed day."""

    line: PlanLine
    number: int
    name: str
    with_: str
    leads: bool

    @property
    def reason(self) -> str:
        """Of a home without a place: why, without what would let this one in."""
        return self.line.words.partition(". ")[0]

    @property
    def way_in(self) -> str:
        """What the planner found would let this very home in."""
        return self.line.words.partition(". ")[2]


@dataclass(frozen=True)
class PersonDay:
    """Somebody's proposed day."""

    post: Post
    stops: tuple[BoardStop, ...]
    office: Place

    @property
    def travel(self) -> int:
        """Minutes on the road to the homes of this day."""
        return sum(stop.line.travel for stop in self.stops)

    @property
    def map_data(self) -> dict[str, object]:
        """The office, homes by number and the legs between them. No names."""
        homes = [
            (stop, home)
            for stop in self.stops
            if (home := stop.line.household).latitude is not None and home.longitude is not None
        ]
        points = [
            {
                "lat": home.latitude,
                "lng": home.longitude,
                "number": str(stop.number),
                "label": f"{stop.number}번 {stop.line.at:%H:%M}",
                "row": f"line-{stop.line.id}-{self.post.id}",
            }
            for stop, home in homes
        ]
        here = [self.office.latitude, self.office.longitude]
        start = {"lat": here[0], "lng": here[1], "number": "동", "label": "주민센터"}
        line = [here, *([home.latitude, home.longitude] for _, home in homes), here]
        return {"boundaries": None, "points": [start, *points], "line": line}


@dataclass(frozen=True)
class LeftGroup:
    """Homes the plan does not reach for one and the same reason, and what usually lets such homes in."""

    reason: str
    help: str
    stops: tuple[BoardStop, ...]

    @property
    def soon(self) -> list[BoardStop]:
        """Those booked for the day or whose window closes within days."""
        return [stop for stop in self.stops if _is_soon(stop.line)]

    @property
    def later(self) -> list[BoardStop]:
        """Those that can wait for another day."""
        return [stop for stop in self.stops if not _is_soon(stop.line)]


# What an officer can do about it; the planner's own finding for one home ("30분 더 있으면") stands on its line.
HELPS: dict[str, str] = {
    Rule.HOURS: "먼저 갈 집을 손으로 담거나, 나머지는 다른 날로 잡습니다. 한 분이 더 나오시면 ‘방문하는 분들’에서 나오는 때를 고칩니다.",
    Rule.AWAY: "이분들이 나오시는 날로 잡습니다.",
    Rule.BESIDE: "그 방문에서 함께 봅니다. 따로 가야 하면 ‘방문 잡기’에서 까닭을 적고 잡습니다.",
    Rule.ROLE: "맡을 분(간호사나 담당)이 나오시는 날로 잡습니다.",
    Rule.SKILL: "‘방문하는 분들’에 할 수 있는 것이 적혀 있는지 보고, 없으면 통역이나 차를 부탁한 날로 잡습니다.",
    Rule.SEX: "‘방문하는 분들’에 성별이 적혀 있는지 보고, 없으면 다른 팀과 함께 갈 날로 잡습니다.",
    Rule.KIN: "다른 통의 이웃이나 공무원과 함께 갈 날로 잡습니다.",
    Rule.TRAINED: "봉사자 교육을 새로 하거나, 공무원과 함께 갑니다.",
    Rule.PLEDGED: "비밀유지 서약을 새로 받거나, 공무원과 함께 갑니다.",
    Rule.PUBLIC: "공무원이 한 분 더 나오시는 날로 잡습니다.",
    Rule.PARTNER: "함께 갈 분이 나오시는 날로 잡습니다. 봉사자 동행 동의를 받으면 이웃도 갈 수 있습니다.",
    Rule.PINNED: "고정을 풀거나, 고정한 분이 나오시는 날로 잡습니다.",
}


@dataclass(frozen=True)
class Board:
    """A team's day as proposed: everybody's round, what found no place and why."""

    plan: DayPlan
    people: tuple[PersonDay, ...]
    left: tuple[BoardStop, ...]

    @property
    def left_by_reason(self) -> tuple[LeftGroup, ...]:
        """What found no place, the reason that stands before most homes first."""
        groups: dict[tuple[str, str], list[BoardStop]] = {}
        for stop in self.left:
            groups.setdefault((stop.line.rule, stop.reason), []).append(stop)
        ordered = sorted(groups.items(), key=lambda one: -len(one[1]))
        return tuple(LeftGroup(reason, HELPS.get(rule, ""), tuple(stops)) for (rule, reason), stops in ordered)

    @property
    def area_ids(self) -> set[UUID]:
        """The dongs somebody goes to: whose outlines the maps draw."""
        return {stop.line.household.area_id for person in self.people for stop in person.stops}

    @property
    def travel(self) -> int:
        """Minutes on the road of everybody this day; of a single day with the ways back."""
        return sum(person.travel for person in self.people) if self.plan.is_week else self.plan.travel_minutes

    @property
    def placed(self) -> int:
        """Homes that have a time."""
        return sum(stop.leads for person in self.people for stop in person.stops)

    @property
    def changed(self) -> int:
        """Booked visits the proposal moves or gives to others."""
        return sum(stop.leads and bool(stop.line.change) for person in self.people for stop in person.stops)

    @property
    def kept(self) -> int:
        """Booked visits that stay as they are."""
        booked = [stop.line for person in self.people for stop in person.stops if stop.leads and stop.line.visit_id]
        return sum(not line.change for line in booked)

    @property
    def by_two(self) -> int:
        """Of these, visited by two."""
        return sum(stop.leads and bool(stop.with_) for person in self.people for stop in person.stops)


def _is_soon(line: PlanLine) -> bool:
    return line.due is None or (line.due.closes_on - line.plan.day).days <= SOON


def open_plan(team_id: UUID, day: dt.date) -> DayPlan | None:
    """The proposal that stands for this team and day: the day's own, or that of its week."""
    found = DayPlan.objects.filter(team_id=team_id, day__lte=day, until__gte=day, state__in=DayPlan.OPEN)
    return found.select_related("team__seat").first()


def line_facts(line_id: UUID) -> Facts | None:
    """Facts of the home on a line of a proposal."""
    found = PlanLine.objects.filter(id=line_id).values("household_id", "area_id").first()
    return Facts(household_id=found["household_id"], area_id=found["area_id"]) if found else None


def line_of(line_id: UUID) -> PlanLine:
    """One line with all a page names and with its proposal."""
    plan = DayPlan.objects.select_related("team__seat").get(lines__id=line_id)
    line = lines_of(plan).get(id=line_id)
    line.plan = plan
    return line


def board(plan: DayPlan, day: dt.date | None = None) -> Board:
    """The proposal, person by person in the order of the day; of a week's proposal the day asked for, and what the week
    leaves out."""
    lines = [line for line in lines_of(plan) if line.on in (None, day or plan.day)]
    heads = head_names([line.household_id for line in lines])
    posts = {post.id: post for line in lines for post in (line.lead, line.mate) if post is not None}
    people, office = [], office_of(plan.team)
    for post in sorted(posts.values(), key=lambda one: (is_resident(one), one.role, one.user.name)):
        mine = [line for line in lines if post.id in (line.lead_id, line.mate_id)]
        mine.sort(key=lambda line: (line.at or dt.time.max, line.id))
        people.append(
            PersonDay(post, tuple(_stop(n, line, post, heads) for n, line in enumerate(mine, start=1)), office)
        )
    left = tuple(_stop(n, line, None, heads) for n, line in enumerate((x for x in lines if x.lead_id is None), start=1))
    return Board(plan, tuple(people), left)


def name_of(line: PlanLine) -> str:
    """Who lives there."""
    return head_names([line.household_id]).get(line.household_id, "미상")


def _stop(number: int, line: PlanLine, post: Post | None, heads: dict[UUID, str]) -> BoardStop:
    leads = post is not None and line.lead_id == post.id
    other = line.mate if leads else line.lead
    return BoardStop(line, number, heads.get(line.household_id, "미상"), other.user.name if other else "", leads)


def head_names(household_ids: list[UUID]) -> dict[UUID, str]:
    """Whose home it is, by household."""
    found = Person.objects.filter(household_id__in=household_ids).order_by("is_head", "-lives_elsewhere", "-birth_year")
    return {person.household_id: person.name for person in found}
