"""팀 오늘: who is late with what, how full everybody is, what nobody has taken. Staff names, households masked."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.models import Post, Role, StandIn, ViewReason
from bokjihub.accounts.queries import colleagues
from bokjihub.areas.models import Team
from bokjihub.areas.queries import team_name
from bokjihub.cases.actions.signing import VERB as SIGN
from bokjihub.clocks.calendar import is_working_day
from bokjihub.clocks.models import Clock
from bokjihub.clocks.queries import open_clocks
from bokjihub.desk.links import page_of, url_of
from bokjihub.desk.queries.names import names_of
from bokjihub.desk.queries.today import Line, line_of
from bokjihub.discovery.models import ClosingRequest, Closure, Signal, WorkItem
from bokjihub.emergency.models import Grant
from bokjihub.people.models import SafetyNote
from bokjihub.visits.models import Visit

# Minutes one due line is expected to take, by what kind of deadline it is: the planning figures of the desk, not law.
MINUTES = {"visit.due": 90, "visit.record": 15, "work_item": 20, "counselling": 15, "emergency": 40, "case": 60}
OTHER_MINUTES = 20
# Six of eight hours are left for this work; two go to the counter, the phone and meetings.
MINUTES_A_DAY = 360
# Deadlines whose verb is a decision on somebody else's proposal.
APPROVAL_CODES = (
    "work_item.approve",
    "emergency.decide",
    "emergency.extension",
    "allocation.approve",
    "case.closing",
    "export.approve",
)


@dataclass(frozen=True)
class Colleague:
    """One line of the team: counts and load, no household."""

    post_id: UUID
    name: str
    title: str
    late: int
    due: int
    items: int
    visits: int
    pairs: int
    load: int
    away: str


@dataclass(frozen=True)
class TeamToday:
    """The page of the head."""

    name: str
    people: tuple[Colleague, ...]
    signals: int
    oldest_signal: dt.datetime | None
    unowned: tuple[Line, ...]
    approvals: int
    twice_flagged: int
    locating: int
    cold_opens: int

    @property
    def household_ids(self) -> set[UUID]:
        """Households named on the page."""
        return {line.household_id for line in self.unowned if line.household_id}


@dataclass(frozen=True)
class Approval:
    """One request: what will happen when it is granted, who asked, and where to decide."""

    what: str
    effect: str
    asked_by: str
    asked_at: dt.datetime | None
    url: str
    verb: str
    who: str = ""
    due_on: dt.date | None = None
    household_id: UUID | None = None


def team_today(actor: Actor, *, with_households: bool) -> TeamToday:
    """What the head of a team sees in the morning; a dong head sees the same without households."""
    teams = {post.team_id for post in actor.posts if post.team_id and post.role in (Role.TEAM_HEAD, Role.DONG_HEAD)}
    posts = [post for post in colleagues(teams, actor.day) if post.role != Role.DONG_HEAD]
    waiting = Signal.objects.filter(work_item__isnull=True, area_id__in=actor.areas)
    open_items = WorkItem.objects.filter(area_id__in=actor.areas, closed_on__isnull=True)
    since = timezone.make_aware(dt.datetime.combine(actor.day, dt.time.min))
    opened = ViewReason.objects.filter(user_id__in=[post.user_id for post in posts], at__gte=since)
    oldest = waiting.order_by("received_at").values_list("received_at", flat=True).first()
    flags = open_items.aggregate(
        twice=Count("id", filter=Q(times_flagged__gte=2)),
        locating=Count("id", filter=Q(state=WorkItem.State.LOCATING)),
    )
    return TeamToday(
        name=" · ".join(
            team_name(team, actor.day)
            for team in Team.objects.filter(id__in=teams).select_related("seat").prefetch_related("names")
        ),
        people=tuple(_people(posts, actor.day)),
        signals=waiting.count(),
        oldest_signal=oldest,
        unowned=tuple(_unowned(open_items)) if with_households else (),
        approvals=len(approvals_of(actor)),
        twice_flagged=flags["twice"],
        locating=flags["locating"],
        cold_opens=opened.values("user_id", "subject_id").distinct().count(),
    )


def approvals_of(actor: Actor) -> list[Approval]:
    """승인함: proposals in reach on which the actor may decide, never their own (two persons)."""
    clocks = list(_decision_clocks(actor))
    covered = {clock.subject_id for clock in clocks}
    requests = _closing_requests(actor, covered)
    grants = _grants(actor, covered)
    notes = _safety_notes(actor)
    names = names_of(
        [
            *(clock.household_id for clock in clocks),
            *(row.household_id for row in requests),
            *(row.household_id for row in grants),
            *(row.household_id for row in notes),
        ]
    )
    return [
        *(_from_clock(clock, actor, names.get(clock.household_id, "")) for clock in clocks),
        *(_from_request(row, names.get(row.household_id, "")) for row in requests),
        *(_from_grant(row, names.get(row.household_id, "")) for row in grants),
        *(_from_note(row, names.get(row.household_id, "")) for row in notes),
    ]


def minutes_of(code: str) -> int:
    """Expected minutes of the work behind a deadline."""
    return next((minutes for start, minutes in MINUTES.items() if code.startswith(start)), OTHER_MINUTES)


def _people(posts: list[Post], day: dt.date) -> Iterable[Colleague]:
    week_end = day + dt.timedelta(days=6 - day.weekday())
    ids = [post.id for post in posts]
    due: dict[UUID, list[tuple[dt.date, int]]] = defaultdict(list)
    clocks = Clock.objects.filter(post_id__in=ids, done_at__isnull=True, paused_on__isnull=True, due_on__lte=week_end)
    for post_id, due_on, code in clocks.values_list("post_id", "due_on", "policy__code"):
        due[post_id].append((due_on, minutes_of(code)))
    items = _counted(WorkItem.objects.filter(owner_id__in=ids, closed_on__isnull=True), "owner_id")
    week = Visit.objects.filter(lead_id__in=ids, planned_on__range=(day - dt.timedelta(days=day.weekday()), week_end))
    week = week.exclude(state=Visit.State.CANCELLED)
    visits = _counted(week, "lead_id")
    pairs = _counted(week.filter(companions__isnull=False).distinct(), "lead_id")
    away = {row.absent_id: row for row in StandIn.objects.on(day).filter(absent_id__in=ids).select_related("by_user")}
    days = sum(is_working_day(day + dt.timedelta(days=n)) for n in range((week_end - day).days + 1)) or 1
    for post in posts:
        mine = due[post.id]
        stand_in = away.get(post.id)
        yield Colleague(
            post_id=post.id,
            name=post.user.name,
            title=post.title or post.get_role_display(),
            late=sum(due_on < day for due_on, _ in mine),
            due=sum(due_on == day for due_on, _ in mine),
            items=items.get(post.id, 0),
            visits=visits.get(post.id, 0),
            pairs=pairs.get(post.id, 0),
            load=round(100 * sum(minutes for _, minutes in mine) / (days * MINUTES_A_DAY)),
            away=f"{stand_in.ends_on.month}. {stand_in.ends_on.day}.까지 {stand_in.by_user.name} 대신"
            if stand_in
            else "",
        )


def _counted(rows: QuerySet, by: str) -> dict[UUID, int]:  # type: ignore[type-arg]
    return dict(rows.values(by).annotate(n=Count("id", distinct=True)).values_list(by, "n"))


def _unowned(items: QuerySet[WorkItem]) -> Iterable[Line]:
    found = list(items.filter(owner__isnull=True).order_by(F("points").desc(), "opened_on")[:10])
    names = names_of(item.household_id for item in found)
    for item in found:
        yield Line(
            title=f"{item.get_level_display()} · {item.get_state_display()}",
            verb="배정하기",
            url=url_of("discovery:work_item", item.id),
            due_on=None,
            who=names.get(item.household_id, ""),
            household_id=item.household_id,
            note=f"{item.opened_on.month}. {item.opened_on.day}.부터",
        )


def _decision_clocks(actor: Actor) -> QuerySet[Clock]:
    """Deadlines of deciding; a closing is shown as its request, which leads to the page where it is decided."""
    found = open_clocks(actor, until=actor.day + dt.timedelta(days=60))
    asked = ClosingRequest.objects.filter(decided_at__isnull=True).values("work_item_id")
    decides = Q(policy__code__in=APPROVAL_CODES) | Q(verb=SIGN)
    return found.filter(decides).exclude(policy__code="work_item.approve", subject_id__in=asked)


def _closing_requests(actor: Actor, covered: set[UUID]) -> list[ClosingRequest]:
    if not actor.has(Role.TEAM_HEAD, Role.DONG_HEAD):
        return []
    found = ClosingRequest.objects.filter(decided_at__isnull=True, area_id__in=actor.areas).exclude(asked_by=actor.id)
    return [row for row in found.order_by("asked_at") if not {row.id, row.work_item_id} & covered]


def _grants(actor: Actor, covered: set[UUID]) -> list[Grant]:
    if not actor.has(Role.TEAM_HEAD, Role.EMERGENCY_HEAD):
        return []
    waiting = Grant.objects.filter(is_approved__isnull=True, returned_on__isnull=True, area_id__in=actor.areas)
    found = waiting.exclude(asked_by=actor.id)
    return [row for row in found.order_by("id") if not {row.id, row.aid_id} & covered]


def _safety_notes(actor: Actor) -> list[SafetyNote]:
    if not actor.has(Role.TEAM_HEAD):
        return []
    found = SafetyNote.objects.filter(reviewed_by__isnull=True, area_id__in=actor.areas, expires_on__gte=actor.day)
    return list(found.exclude(written_by=actor.id).order_by("id"))


def _from_clock(clock: Clock, actor: Actor, who: str) -> Approval:
    line = line_of(clock, actor, who)
    return Approval(
        what=clock.policy.title,
        effect=clock.title,
        asked_by="",
        asked_at=None,
        url=line.url,
        verb=clock.verb,
        who=line.who,
        due_on=clock.due_on,
        household_id=clock.household_id,
    )


def _from_request(row: ClosingRequest, who: str) -> Approval:
    url = page_of(subject_kind="discovery.closing_request", subject_id=row.id, household_id=None) or url_of(
        "discovery:work_item", row.work_item_id
    )
    return Approval(
        "종결",
        f"‘{Closure.Kind(row.kind).label}’로 마칩니다",
        "",
        row.asked_at,
        url,
        "살펴보고 정하기",
        who,
        None,
        row.household_id,
    )


def _from_grant(row: Grant, who: str) -> Approval:
    effect = f"{row.get_kind_display()} {row.monthly_won:,}원 × {row.months}, {row.starts_on:%m. %d.}부터 지급합니다"
    url = url_of("emergency:grant_page", row.aid_id)
    return Approval("긴급지원", effect, "", None, url, "살펴보고 정하기", who, None, row.household_id)


def _from_note(row: SafetyNote, who: str) -> Approval:
    url = url_of("people:safety_note", row.id) or url_of("desk:household", row.household_id)
    effect = "방문하는 사람에게 여섯 달 동안 보입니다"
    return Approval("방문 주의", effect, "", None, url, "살펴보기", who, None, row.household_id)
