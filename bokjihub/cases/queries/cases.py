"""Reads of case management: lists with their clocks, the ruler, the household's panel."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import BigIntegerField, F, OuterRef, Prefetch, QuerySet, Subquery, Sum
from django.db.models.functions import JSONObject
from django.utils import timezone

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.access.panels import Degree
from bokjihub.accounts.access.policy import Facts
from bokjihub.accounts.models import Post, Role
from bokjihub.accounts.queries import posts_in_area
from bokjihub.areas.queries import city_of
from bokjihub.assessments.queries.by_domain import frame
from bokjihub.cases.models import Aftercare, Case, CaseLabel, CheckGoal, Duty, Goal, Plan, StageEvent
from bokjihub.cases.stages import EVENTS, Stage, ruler_of
from bokjihub.clocks.models import Clock
from bokjihub.clocks.queries import clocks_of
from bokjihub.counselling.models import Counselling
from bokjihub.discovery.models import WorkItem
from bokjihub.emergency.models import Payment
from bokjihub.people.models import Household, Person
from bokjihub.resources.models import AllocationLine, LinkDelivery

State = Case.State
GOAL_COLUMNS = ("words", "baseline", "target", "due_on", "progress", "evidence", "checked_on")


def case_facts(case_id: UUID, **_: object) -> Facts | None:
    """Facts of a case for the access decision (the rest of the path says which part); None where it is out of scope."""
    found = Case.objects.filter(id=case_id).values("household_id", "area_id").first()
    return Facts(household_id=found["household_id"], area_id=found["area_id"]) if found else None


def aftercare_facts(aftercare_id: UUID) -> Facts | None:
    """Facts of one aftercare look."""
    found = Aftercare.objects.filter(id=aftercare_id).values("household_id", "area_id").first()
    return Facts(household_id=found["household_id"], area_id=found["area_id"]) if found else None


def duty_facts(duty_id: UUID) -> Facts | None:
    """Facts of one duty."""
    found = Duty.objects.filter(id=duty_id).values("household_id", "area_id").first()
    return Facts(household_id=found["household_id"], area_id=found["area_id"]) if found else None


def latest_closed(household_id: UUID, *, since: dt.date) -> Case | None:
    """The case of a household closed on or after a day: a new one is linked to it (process §2.4)."""
    found = Case.objects.filter(household_id=household_id, closed_on__gte=since).exclude(kind=Case.Kind.CARE)
    return found.order_by("-closed_on").first()


def worry_of(household: Household, counselling: Counselling | None = None) -> WorkItem | None:
    """The worry a new case answers: of the counselling that led to it, else the household's open one."""
    if counselling is not None and counselling.work_item is not None:
        return counselling.work_item
    return WorkItem.objects.filter(household=household, closed_on__isnull=True).first()


def next_number(day: dt.date) -> str:
    """사례 번호: 2026-사-0001, one sequence for every kind."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('cases_number')")
        (number,) = cursor.fetchone() or (0,)
    return f"{day.year}-사-{number:04d}"


def possible_managers(case: Case, day: dt.date) -> list[Post]:
    """Who may be the manager: the team of the dong, or the case managers and unit of the city."""
    if case.held_by == Case.Holder.DONG:
        officers = posts_in_area(case.area_id, Role.DONG_OFFICER, day)
        return [*officers, *posts_in_area(case.area_id, Role.TEAM_HEAD, day)]
    city = city_of(case.area)
    found = Post.objects.on(day).filter(role__in=[Role.CASE_MANAGER, Role.HOPE_UNIT], area=city)
    return list(found.select_related("user").order_by("role", "user__name"))


@dataclass(frozen=True)
class Mark:
    """One mark of the ruler: what is done on which day, what is due when."""

    label: str
    state: str
    date: dt.date | None = None
    due_on: dt.date | None = None
    days: int | None = None
    limit: int | None = None
    note: str = ""


@dataclass(frozen=True)
class Ruler:
    """The marks of one case and where it stands in its thirty days."""

    marks: tuple[Mark, ...]
    total_day: int | None = None
    total_due: dt.date | None = None
    total_late: int = 0
    next_clock: Clock | None = None


def ruler(case: Case, events: Iterable[StageEvent], running: Iterable[Clock], today: dt.date) -> Ruler:
    """Marks done, current (late when its clock is past) and to come."""
    rows = sorted(events, key=lambda one: (one.on, one.at))
    clocks = {one.policy.code: one for one in running}
    marks: list[Mark] = []
    last = case.requested_on
    for stage in ruler_of(case):
        mark, last = _mark(stage, case, rows, clocks, last, today)
        marks.append(mark)
    total = clocks.get("case.total")
    due = sorted(clocks.values(), key=lambda one: one.due_on)
    return Ruler(
        marks=tuple(marks),
        total_day=(today - case.accepted_on).days if total and case.accepted_on else None,
        total_due=total.due_on if total else None,
        total_late=max(0, (today - total.due_on).days) if total else 0,
        next_clock=next((one for one in due if one.policy.code != "case.total"), None),
    )


def _mark(
    stage: Stage,
    case: Case,
    events: list[StageEvent],
    clocks: dict[str, Clock],
    last: dt.date,
    today: dt.date,
) -> tuple[Mark, dt.date]:
    done = next((one for one in reversed(events) if one.event in stage.done_by), None)
    clock = clocks.get(stage.clock)
    if stage.code == "closing" and case.closed_on is None:
        done = None
    if stage.code == "serve" and case.state in (State.SERVING, State.LINK_ONLY, State.SUSPENDED):
        done = None
    if done is not None:
        days = (done.on - last).days
        return Mark(stage.label, "done", date=done.on, days=days, note=_note(done)), done.on
    if clock is not None:
        late = clock.due_on < today
        limit = clock.policy.amount
        return Mark(stage.label, "late" if late else "current", due_on=clock.due_on, limit=limit), last
    return Mark(stage.label, "todo"), last


def _note(event: StageEvent) -> str:
    return EVENTS.get(event.event, "") if event.event in {"return", "not_select", "link_only"} else ""


@dataclass(frozen=True)
class CaseLine:
    """One row of the list: the case, whose it is, its ruler."""

    case: Case
    head: Person | None
    ruler: Ruler
    names: tuple[str, ...] = ()


def case_lines(cases: QuerySet[Case], today: dt.date) -> list[CaseLine]:
    """Rows of the list: four queries whatever their number; the case that waits longest for its next step first."""
    found = list(
        cases.select_related("manager__user", "area").prefetch_related(
            Prefetch("events", queryset=StageEvent.objects.order_by("on", "at"))
        )
    )
    homes = {case.household_id for case in found}
    heads = {one.household_id: one for one in Person.objects.filter(household_id__in=homes, is_head=True)}
    running: dict[UUID, list[Clock]] = {}
    for clock in clocks_of(case.id for case in found):
        running.setdefault(clock.subject_id, []).append(clock)
    names = names_of(found)
    lines = [
        CaseLine(
            case,
            heads.get(case.household_id),
            ruler(case, case.events.all(), running.get(case.id, []), today),
            names[case.id],
        )
        for case in found
    ]
    return sorted(lines, key=_due_first)


def names_of(cases: Iterable[Case]) -> dict[UUID, tuple[str, ...]]:
    """The town's own words on each case: its name of the decision, then the priority groups. One query at most."""
    cases = list(cases)
    codes = {case.local_code for case in cases if case.local_code}.union(*(case.tags for case in cases))
    words = dict(CaseLabel.objects.filter(code__in=codes).values_list("code", "label")) if codes else {}
    return {case.id: tuple(words[code] for code in (case.local_code, *case.tags) if code in words) for case in cases}


def needs_of(case: Case) -> list[tuple[UUID, str, str]]:
    """What the last survey found, gravest first: the answer, its domain, how grave in words."""
    survey = case.surveys.filter(submitted_on__isnull=False).select_related("version").order_by("-round").first()
    if survey is None:
        return []
    domains = {one.code: one for one in frame(survey.version).domains}
    found = survey.answers.filter(score__gte=1, domain__in=domains).order_by("-score", "wish_rank", "domain")
    return [(one.id, domains[one.domain].label, domains[one.domain].words(one.score)) for one in found]


def event_words() -> dict[str, str]:
    """What each move of a case is called."""
    return dict(EVENTS)


def _due_first(line: CaseLine) -> tuple[dt.date, str]:
    clock = line.ruler.next_clock
    return (clock.due_on if clock else dt.date.max, line.case.number)


def open_cases() -> QuerySet[Case]:
    """Cases in which somebody still has to act, aftercare left out."""
    return Case.objects.exclude(state__in=Case.OVER)


def mine(cases: QuerySet[Case], actor: Actor) -> QuerySet[Case]:
    """Cases whose manager is one of the actor's posts."""
    return cases.filter(manager_id__in=[post.id for post in actor.posts])


def due_aftercare() -> QuerySet[Aftercare]:
    """Looks after closing that are still to come, earliest first."""
    found = Aftercare.objects.filter(done_on__isnull=True, case__state=State.AFTERCARE)
    return found.select_related("case", "area").order_by("due_on", "month")


@dataclass(frozen=True)
class GoalResult:
    """A goal with the last word on it."""

    words: str
    baseline: str
    target: str
    due_on: dt.date
    progress: int | None
    evidence: str
    checked_on: dt.date | None


def goal_results(plan: Plan | None) -> list[GoalResult]:
    """Goals of a plan, each with its latest check."""
    if plan is None:
        return []
    return [
        GoalResult(**{**row, "evidence": row["evidence"] or ""})
        for row in _last_words(plan.goals.order_by("order")).values(*GOAL_COLUMNS)
    ]


@dataclass(frozen=True)
class Support:
    """지원 합계: what reached the household while the case ran, in won, by where it came from."""

    parts: tuple[tuple[str, int], ...]

    @property
    def won(self) -> int:
        """All of it."""
        return sum(won for _, won in self.parts)


def support_of(case: Case) -> Support:
    """Paid emergency aid, deliveries of linked services and goods handed over, from the request to the closing."""
    until = case.closed_on or timezone.localdate()
    home = {"household_id": case.household_id}
    while_open = (case.requested_on, until)
    worth = Sum(F("quantity") * F("allocation__lot__unit_won"), output_field=BigIntegerField())
    sums = (
        ("긴급지원", Payment.objects.filter(**home, paid_on__range=while_open).aggregate(won=Sum("won"))),
        (
            "연계한 서비스",
            LinkDelivery.objects.filter(**home, delivered_on__range=while_open).aggregate(won=Sum("won")),
        ),
        ("물품", AllocationLine.objects.filter(**home, delivered_on__range=while_open).aggregate(won=worth)),
    )
    return Support(tuple((label, int(found["won"] or 0)) for label, found in sums if found["won"]))


@dataclass(frozen=True)
class CasePanel:
    """What the household page shows of case management and of integrated care beside it; PART leaves goals and manager out."""

    case: Case | None
    closed: list[Case]
    cares: list[Case] = field(default_factory=list)
    goals: list[GoalResult] = field(default_factory=list)
    ruler: Ruler | None = None
    why: str = ""

    @property
    def sentence(self) -> str:
        """For 한눈에: how far the open case has come, and what it aims at or why it was referred. Empty without one."""
        if self.case is None:
            return f"돌봄통합 {self.cares[0].get_state_display()}" if self.cares else ""
        about = self.goals[0].words if self.goals else self.why
        return f"사례관리 {self.case.get_state_display()}" + (f": {about.splitlines()[0][:50]}" if about else "")


def household_panel(household_id: UUID, degree: Degree, *, running: Iterable[Clock] | None = None) -> CasePanel:
    """The open case with its ruler, and the ones before: one query, and one for its clocks unless they are given."""
    events = StageEvent.objects.filter(case=OuterRef("id")).order_by("on", "at")
    goals = Goal.objects.filter(plan__case=OuterRef("id"), plan__state=Plan.State.ACTIVE).order_by("order")
    cases = list(
        Case.objects.filter(household_id=household_id)
        .select_related("manager__user")
        .annotate(
            moves=ArraySubquery(events.values(move=JSONObject(event="event", on="on", at="at"))),
            aims=ArraySubquery(_last_words(goals).values(aim=JSONObject(**{name: name for name in GOAL_COLUMNS}))),
        )
        .order_by("-requested_on")
    )
    living = [case for case in cases if case.is_open or case.state == State.AFTERCARE]
    standing = next((case for case in living if not case.is_care), None)
    cares: list[Case] = [case for case in living if case.is_care]
    before: list[Case] = [case for case in cases if case is not standing and case not in cares]
    if standing is None:
        return CasePanel(None, before, cares)
    clocks = clocks_of([standing.id]) if running is None else [one for one in running if one.subject_id == standing.id]
    moves = [_event_of(row) for row in standing.moves]
    aims = [_goal_of(row) for row in standing.aims] if degree is Degree.ALL else []
    why = standing.reason if degree is Degree.ALL else ""
    return CasePanel(standing, before, cares, aims, ruler(standing, moves, clocks, timezone.localdate()), why)


def _last_words(goals: QuerySet[Goal]) -> QuerySet[Goal]:
    """Goals with the last check of each beside them."""
    last = CheckGoal.objects.filter(goal=OuterRef("id")).order_by("-check_record__checked_on", "-id")
    return goals.annotate(
        progress=Subquery(last.values("progress")[:1]),
        evidence=Subquery(last.values("evidence")[:1]),
        checked_on=Subquery(last.values("check_record__checked_on")[:1]),
    )


def _event_of(row: dict[str, str]) -> StageEvent:
    on, at = dt.date.fromisoformat(row["on"]), dt.datetime.fromisoformat(row["at"])
    return StageEvent(event=row["event"], on=on, at=at)


def _goal_of(row: dict[str, Any]) -> GoalResult:
    checked_on = dt.date.fromisoformat(row["checked_on"]) if row["checked_on"] else None
    due_on = dt.date.fromisoformat(row["due_on"])
    return GoalResult(**{**row, "evidence": row["evidence"] or "", "checked_on": checked_on, "due_on": due_on})


def colleagues_of(case: Case, actor: Actor) -> list[Post]:
    """Who may be given a duty or sit in the meeting: the dong's team and the city's unit."""
    city = city_of(case.area)
    team_roles = [Role.DONG_OFFICER, Role.TEAM_HEAD, Role.VISITING_NURSE]
    found = {post.id: post for role in team_roles for post in posts_in_area(case.area_id, role, actor.day)}
    for post in Post.objects.on(actor.day).filter(role__in=[Role.CASE_MANAGER, Role.HOPE_UNIT], area=city):
        found[post.id] = post
    return list(found.values())
