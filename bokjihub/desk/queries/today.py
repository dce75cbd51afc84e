"""오늘: clocks, visits and new signals of one person, in the order in which they press."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, TextField, Value
from django.utils import timezone

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.access.doors import opens
from bokjihub.accounts.models import Role, ViewReason
from bokjihub.audit.queries import explanations_asked_of
from bokjihub.clocks.models import Clock, Policy
from bokjihub.clocks.queries import open_clocks
from bokjihub.desk.links import page_of, url_of
from bokjihub.desk.models import Draft
from bokjihub.desk.queries.names import held_by, names_of
from bokjihub.discovery.models import Signal
from bokjihub.visits.models import Visit
from bokjihub.visits.queries.due import coming_for

MOST_LINES = 12
AHEAD_DAYS = 7
LOOK = "보기"  # what one can do about what others owe
NEW_SINCE_DAYS = 1
COLD_OPENS_WORTH_SAYING = 5


@dataclass(frozen=True)
class Line:
    """One thing to do: for whom, what, by when, and the verb that does it."""

    title: str
    verb: str
    url: str
    due_on: dt.date | None = None
    who: str = ""
    household_id: UUID | None = None
    is_legal: bool = False
    basis: str = ""
    policy: str = ""
    note: str = ""


@dataclass(frozen=True)
class Block:
    """Lines of one kind of urgency; `hidden` counts those beyond the twelve of the page."""

    key: str
    title: str
    lines: tuple[Line, ...]
    hidden: int = 0

    @property
    def count(self) -> int:
        """All lines of this kind, shown or not."""
        return len(self.lines) + self.hidden


@dataclass(frozen=True)
class Stop:
    """One visit of the day."""

    number: int
    at: dt.time
    who: str
    about: str
    companions: str
    state: str
    url: str
    household_id: UUID


@dataclass(frozen=True)
class Today:
    """The page, composed."""

    blocks: tuple[Block, ...]
    waiting: tuple[Line, ...]
    stops: tuple[Stop, ...]
    tallies: tuple[tuple[str, int], ...]
    hidden: int

    @property
    def household_ids(self) -> set[UUID]:
        """Every household named on the page, for the record."""
        lines = [line for block in self.blocks for line in block.lines]
        homes = {line.household_id for line in (*lines, *self.waiting) if line.household_id}
        return homes | {stop.household_id for stop in self.stops}

    @property
    def is_done(self) -> bool:
        """Nothing late, nothing due, nothing new."""
        return not self.blocks


def today_of(actor: Actor, *, most: int = MOST_LINES) -> Today:
    """The day of one person: late, due today, new, this week; then what others owe."""
    yesterday = actor.day - dt.timedelta(days=NEW_SINCE_DAYS)
    clocks = list(open_clocks(actor, until=actor.day + dt.timedelta(days=AHEAD_DAYS), new_since=yesterday))
    others = list(_waiting_for_others(actor))
    stops = _stops(actor)
    names = names_of(
        [*(c.household_id for c in clocks), *(c.household_id for c in others), *(s.household_id for s in stops)]
    )
    blocks = [
        Block("late", "지난 것", (*_asked_to_explain(actor, late=True), *_lines(clocks, names, actor, lambda c: c.due_on < actor.day))),
        Block("due", "오늘까지", (*_asked_to_explain(actor, late=False), *_lines(clocks, names, actor, lambda c: c.due_on == actor.day))),
        Block("new", "새로 온 것", (*_untold(actor), *_lines(clocks, names, actor, lambda c: _is_new(c, actor.day)), *_cold_opens(actor))),
        Block("soon", "이번 주", tuple(_lines(clocks, names, actor, lambda c: c.due_on > actor.day and not _is_new(c, actor.day)))),
    ]  # fmt: skip
    shown = _cut([block for block in blocks if block.lines], most)
    return Today(
        blocks=tuple(shown),
        waiting=tuple(replace(line, verb=LOOK) for line in _lines(others, names, actor)),
        stops=tuple(replace(stop, who=names.get(stop.household_id, "가구")) for stop in stops),
        tallies=tuple(Counter(clock.policy.title for clock in clocks).most_common()),
        hidden=sum(block.hidden for block in shown),
    )


@dataclass(frozen=True)
class Figures:
    """What the shell of every page counts: what is late or due today and mine, and what I have half written."""

    due: int = 0
    drafts: int = 0


def figures_of(actor: Actor) -> Figures:
    """Both figures in one query: it is asked on every page. Row security shows a person their own drafts."""
    drafts = Draft.objects.filter(user_id=actor.id, sent_at__isnull=True).order_by()
    due = open_clocks(actor, until=actor.day).order_by() if actor.posts else Clock.objects.none()
    rows = _counted(due, "due").union(_counted(drafts, "drafts"), all=True)
    return Figures(**dict(rows))


def _counted(rows: QuerySet[Any], name: str) -> QuerySet[Any, Any]:
    named = rows.values(figure=Value(name, output_field=TextField()))
    counted: QuerySet[Any, Any] = named.annotate(how_many=Count("id")).values_list("figure", "how_many")
    return counted


def line_of(clock: Clock, actor: Actor, who: str = "", *, at_home: bool = False) -> Line:
    """A clock as a line of the person's own: its verb leads where they may go. `at_home`: on the household's own page."""
    url = page_of(
        subject_kind=clock.subject_kind,
        subject_id=clock.subject_id,
        household_id=None if at_home else clock.household_id,
        code=clock.policy.code,
        may_open=lambda url: opens(actor, url),
    )
    return Line(
        title=clock.title,
        verb=clock.verb,
        url=url,
        due_on=clock.due_on,
        who="" if who and who in clock.title else who,
        household_id=clock.household_id,
        is_legal=clock.policy.basis == Policy.Basis.LAW,
        basis=clock.policy.source if clock.policy.basis == Policy.Basis.LAW else "",
        policy=clock.policy.title,
    )


def _lines(
    clocks: Iterable[Clock],
    names: Mapping[UUID | None, str],
    actor: Actor,
    wanted: Callable[[Clock], bool] = lambda clock: True,
) -> list[Line]:
    return [line_of(clock, actor, names.get(clock.household_id, "")) for clock in clocks if wanted(clock)]


def _is_new(clock: Clock, day: dt.date) -> bool:
    return clock.due_on > day and clock.started_on >= day - dt.timedelta(days=NEW_SINCE_DAYS)


def _cut(blocks: list[Block], most: int) -> list[Block]:
    left, shown = most, []
    for block in blocks:
        kept = block.lines[:left]
        shown.append(replace(block, lines=kept, hidden=len(block.lines) - len(kept)))
        left -= len(kept)
    return shown


def _waiting_for_others(actor: Actor) -> Iterable[Clock]:
    """Clocks of households given to me that somebody else must finish."""
    held = held_by(actor)
    if not held:
        return []
    mine = Q(post_id__in=[post.id for post in actor.posts])
    for post in actor.posts:
        mine |= Q(post__isnull=True, role=post.role, area_id__in=post.area_ids)
    found = Clock.objects.filter(household_id__in=held, done_at__isnull=True, paused_on__isnull=True)
    return found.exclude(mine).select_related("policy").order_by("due_on", "id")[:5]


def _stops(actor: Actor) -> list[Stop]:
    posts = [post.id for post in actor.posts]
    found = Visit.objects.filter(Q(lead_id__in=posts) | Q(companions__post_id__in=posts), planned_on=actor.day)
    found = found.exclude(state=Visit.State.CANCELLED).distinct().order_by("planned_at", "order", "id")
    visits = found.select_related("programme", "lead__user").prefetch_related("companions__post__user")
    return [_stop(number, visit, set(posts)) for number, visit in enumerate(visits, start=1)]


def _stop(number: int, visit: Visit, mine: set[UUID]) -> Stop:
    pair = [visit.lead, *(row.post for row in visit.companions.all())]
    return Stop(
        number=number,
        at=visit.planned_at,
        who="",
        about=visit.purpose or visit.programme.name,
        companions=" ".join(f"+ {post.user.name}({post.title or post.get_role_display()})" for post in pair if post.id not in mine),
        state="" if visit.state == Visit.State.SCHEDULED else visit.get_state_display(),
        url=url_of("visits:visit", visit.id),
        household_id=visit.household_id,
    )  # fmt: skip


def _untold(actor: Actor) -> list[Line]:
    """What no clock tells: signals without a home, turns of the week."""
    return [*_new_signals(actor), *_coming_turns(actor)]


def _new_signals(actor: Actor) -> list[Line]:
    if not actor.has(Role.DONG_OFFICER, Role.TEAM_HEAD, Role.HOPE_UNIT):
        return []
    waiting = Signal.objects.filter(work_item__isnull=True, area_id__in=actor.areas).count()
    if not waiting:
        return []
    return [
        Line(title=f"누구인지 정할 신호 {waiting}건", verb="보기", url=url_of("discovery:inbox"), policy="신호 접수함")
    ]


def _coming_turns(actor: Actor) -> list[Line]:
    """이번 주 도래: whose turn for a universal visit or of a care group comes within the week, for the nurse (V03)."""
    if not actor.has(Role.VISITING_NURSE):
        return []
    turns = coming_for(actor.areas, actor.day)
    if not turns:
        return []
    words = " · ".join(f"{label} {count}" for label, count in turns[:4])
    total = sum(count for _, count in turns)
    title = f"이번 주 방문 차례 {total}집 — {words}"
    return [Line(title=title, verb="명단 보기", url=url_of("visits:universal"), policy="방문 차례")]


def _asked_to_explain(actor: Actor, *, late: bool) -> list[Line]:
    asked = explanations_asked_of(actor.id).filter(answered_at__isnull=True)
    return [
        Line("열람 까닭을 물었습니다", "소명 적기", url_of("audit:explanation", row.id), due_on=row.due_on)
        for row in asked
        if (row.due_on < actor.day) == late
    ]


def _cold_opens(actor: Actor) -> list[Line]:
    """A look at oneself before anybody else asks: how many homes were opened with a reason today."""
    begin = timezone.make_aware(dt.datetime.combine(actor.day, dt.time.min))
    opened = ViewReason.objects.filter(user_id=actor.id, at__gte=begin).values("subject_id").distinct().count()
    if opened < COLD_OPENS_WORTH_SAYING:
        return []
    return [Line(title=f"오늘 사유로 연 가구 {opened}", verb="돌아보기", url=url_of("accounts:me"))]
