"""The work list of a team: who is next, why, until when; inside what its officers can carry (screens V05)."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils import timezone

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.access.policy import Facts
from bokjihub.accounts.models import Post, Role
from bokjihub.areas.models import TeamCoverage
from bokjihub.clocks.models import Clock
from bokjihub.discovery.models import Closure, ContactAttempt, Level, Round, Search, Signal, WorkItem
from bokjihub.discovery.points import Reason
from bokjihub.discovery.queries.hands import carriers
from bokjihub.discovery.queries.ladder import Rung, rungs, since_reached
from bokjihub.discovery.queries.reasons import home_facts_among, reasons_among, reasons_of_items, signals_of
from bokjihub.people.models import Person
from bokjihub.ui.words import masked_name, short_date

# Clocks that are not the owner's next step on the home itself.
NOT_THE_NEXT_STEP = ("work_item.approve", "telecom.notice")
EXCEL_APPROVAL_ROWS = 50
State = WorkItem.State
STARTED = (State.CONTACTING, State.LOCATING, State.REFUSED_HOLD, State.CONTACTED, State.LINKED)


@dataclass(frozen=True)
class Row:
    """One line of the work list. Names are masked before they get here."""

    id: UUID
    household_id: UUID
    number: str
    rank: int
    name: str
    about: str
    reasons: tuple[Reason, ...]
    more_reasons: int
    points: int
    times: int
    state: str
    state_words: str
    last_contact: str
    changed: tuple[str, ...]
    due: dt.date | None
    owner_id: UUID | None
    owner: str
    is_mismatched: bool
    is_within: bool
    area: str

    @property
    def times_words(self) -> str:
        """처음, or how many times this home was flagged."""
        return "처음" if self.times <= 1 else f"{self.times}번째"


@dataclass(frozen=True)
class Chip:
    """A filter with what it would show."""

    key: str
    label: str
    count: int


@dataclass(frozen=True)
class WorkList:
    """The page: the rows of one filter, the counts of all, and how far the team's hands reach."""

    rows: tuple[Row, ...]
    chips: tuple[Chip, ...]
    current: str
    officers: int
    capacity: int
    open: int
    started: int
    closed: int
    beyond: int
    round: Round | None

    @property
    def waiting(self) -> int:
        """Nobody tried yet."""
        return self.open - self.started


Test = Callable[[Row], bool]
CHIPS: tuple[tuple[str, str], ...] = (
    ("mine", "내 담당"),
    ("today", "오늘까지"),
    ("late", "기한 지남"),
    ("again", "2번 이상"),
    ("address", "주소 다름"),
    ("locating", "소재 찾는 중"),
    ("nobody", "담당 없음"),
    ("team", "팀 전체"),
    ("beyond", "몫 밖"),
)


def open_items(actor: Actor) -> QuerySet[WorkItem]:
    """Open worries of the dongs the actor reaches."""
    return WorkItem.objects.filter(closed_on__isnull=True, area_id__in=actor.areas)


def work_list(actor: Actor, *, chip: str = "", owner_id: UUID | None = None) -> WorkList:
    """The list by filter: late and due first, then by rank. Rows past the team's capacity wait under their own filter."""
    today = actor.day
    items = list(open_items(actor).select_related("household__tong", "area", "owner__user"))
    hands = carriers(actor.areas, today)
    capacity = sum(hands.values())
    rows = _rows(items, today, capacity=capacity)
    tests = _tests(actor, today)
    chip = chip if chip in tests else "team" if actor.has(Role.TEAM_HEAD, Role.HOPE_UNIT) else "mine"
    shown = [row for row in rows if tests[chip](row) and owner_id in (None, row.owner_id)]
    closed = WorkItem.objects.filter(area_id__in=actor.areas, closed_on__gte=today.replace(day=1)).count()
    return WorkList(
        rows=tuple(sorted(shown, key=lambda row: (row.due or dt.date.max, row.rank))),
        chips=tuple(Chip(key, label, sum(map(tests[key], rows))) for key, label in CHIPS),
        current=chip,
        officers=len(hands),
        capacity=capacity,
        open=len(rows),
        started=sum(row.state in STARTED for row in rows),
        closed=closed,
        beyond=sum(not row.is_within for row in rows),
        round=Round.objects.filter(closed_on__isnull=True).order_by("-year", "-number").first(),
    )


def rows_of(actor: Actor, ids: Iterable[UUID]) -> list[Row]:
    """The same lines for ticked work items, in their order on the list."""
    wanted = set(ids)
    items = list(open_items(actor).select_related("household__tong", "area", "owner__user"))
    return [row for row in _rows(items, actor.day, capacity=0) if row.id in wanted]


def owners_for(actor: Actor) -> QuerySet[Post]:
    """Who may own work in the actor's dongs: officers and heads of the teams that serve them."""
    teams = TeamCoverage.objects.on(actor.day).filter(area_id__in=actor.areas).values("team_id")
    found = Post.objects.on(actor.day).filter(role__in=[Role.DONG_OFFICER, Role.TEAM_HEAD], team_id__in=teams)
    return found.select_related("user").order_by("role", "user__name")


def work_item_facts(work_item_id: UUID) -> Facts | None:
    """Facts of a work item for the access decision."""
    found = WorkItem.objects.filter(id=work_item_id).values("household_id", "area_id").first()
    return Facts(household_id=found["household_id"], area_id=found["area_id"]) if found else None


def _tests(actor: Actor, today: dt.date) -> dict[str, Test]:
    mine = {post.id for post in actor.posts}
    return {
        "mine": lambda row: row.owner_id in mine,
        "today": lambda row: row.due == today,
        "late": lambda row: row.due is not None and row.due < today,
        "again": lambda row: row.times > 1,
        "address": lambda row: row.is_mismatched,
        "locating": lambda row: row.state == State.LOCATING,
        "nobody": lambda row: row.owner_id is None and row.is_within,
        "team": lambda row: row.is_within,
        "beyond": lambda row: not row.is_within,
    }


def _rows(items: Sequence[WorkItem], today: dt.date, *, capacity: int) -> list[Row]:
    """Every open item as a line; a fixed number of queries whatever the length."""
    ranks = {item.id: n for n, item in enumerate(sorted(items, key=_order), start=1)}
    signals, people = signals_of(items), _people(items)
    facts = {
        item.household_id: home_facts_among(item.household, people[item.household_id], item.times_flagged, today)
        for item in items
    }
    reasons = reasons_among(items, signals, facts, today)
    tries = _tries(items)
    dues = _dues(items)
    return [
        _row(
            item,
            ranks[item.id],
            reasons[item.id],
            people[item.household_id],
            tries[item.id],
            signals[item.id],
            dues,
            today,
            capacity,
        )
        for item in items
    ]


def _row(
    item: WorkItem,
    rank: int,
    reasons: list[Reason],
    people: list[Person],
    tries: list[ContactAttempt],
    signals: list[Signal],
    dues: dict[UUID, dt.date],
    today: dt.date,
    capacity: int,
) -> Row:
    is_must = any(reason.must for reason in reasons)
    # 몇 번째 has a column of its own.
    shown = [reason for reason in reasons if reason.code != "repeat"]
    return Row(
        id=item.id,
        household_id=item.household_id,
        number=item.number,
        rank=rank,
        name=masked_name(people[0].name) if people else "이름 모름",
        about=_about(item, people, today),
        reasons=tuple(shown[:2]),
        more_reasons=max(0, len(shown) - 2),
        points=item.points,
        times=item.times_flagged,
        state=item.state,
        state_words=item.get_state_display(),
        last_contact=_last_contact(tries, today),
        changed=_changed(item, tries, signals),
        due=dues.get(item.id, item.next_on),
        owner_id=item.owner_id,
        owner=item.owner.user.name if item.owner else "",
        is_mismatched=item.household.is_address_mismatched,
        is_within=rank <= capacity or item.owner_id is not None or is_must or item.level == Level.URGENT,
        area=item.area.name,
    )


def _order(item: WorkItem) -> tuple[int, dt.date, str]:
    return (-item.points, item.opened_on, item.number)


def _people(items: Sequence[WorkItem]) -> dict[UUID, list[Person]]:
    """Who lives in each home, the head first."""
    found: dict[UUID, list[Person]] = defaultdict(list)
    people = Person.objects.filter(household_id__in=[item.household_id for item in items], died_on=None).only(
        "household_id", "name", "sex", "birth_on", "birth_year", "lives_elsewhere", "died_on"
    )
    for person in people.order_by("lives_elsewhere", "-is_head", "birth_year", "id"):
        found[person.household_id].append(person)
    return found


def _tries(items: Sequence[WorkItem]) -> dict[UUID, list[ContactAttempt]]:
    """The contact attempts at each home, the first one first."""
    found: dict[UUID, list[ContactAttempt]] = defaultdict(list)
    for one in ContactAttempt.objects.filter(work_item__in=items).order_by("at"):
        found[one.work_item_id].append(one)
    return found


def _dues(items: Sequence[WorkItem]) -> dict[UUID, dt.date]:
    found: dict[UUID, dt.date] = {}
    running = Clock.objects.filter(subject_id__in=[item.id for item in items], done_at=None, paused_on=None)
    for subject_id, due_on in running.exclude(policy__code__in=NOT_THE_NEXT_STEP).values_list("subject_id", "due_on"):
        found[subject_id] = min(due_on, found.get(subject_id, due_on))
    return found


def _about(item: WorkItem, people: list[Person], today: dt.date) -> str:
    here = [person for person in people if not person.lives_elsewhere]
    age = people[0].age_on(today) if people else None
    who = f"{people[0].get_sex_display() if people and people[0].sex else ''}{age if age is not None else ''}"
    tong = item.household.tong.name if item.household.tong else item.area.name
    return "·".join(part for part in (who, f"{len(here)}인" if here else "", tong) if part)


def _last_contact(tries: list[ContactAttempt], today: dt.date) -> str:
    if not tries:
        return "아직 없음"
    last = tries[-1]
    times = sum(one.way == last.way for one in since_reached(tries))
    way = f"{last.get_way_display()} {times}번" if times > 1 else last.get_way_display()
    words = {"spoke": "통화" if last.way == "phone" else "만남", "refused": "원치 않으심"}.get(last.result, way)
    day = timezone.localdate(last.at)
    return f"{words} {day.month}. {day.day}."


def _changed(item: WorkItem, tries: list[ContactAttempt], signals: list[Signal]) -> tuple[str, ...]:
    """What came in since the owner last tried: further signals, and longer arrears than were known then."""
    mine = [one for one in tries if item.owner is not None and one.made_by == item.owner.user_id]
    if not mine:
        return ()
    looked = mine[-1].recorded_at
    fresh = [signal for signal in signals if signal.received_at > looked]
    if not fresh:
        return ()
    known: dict[str, int] = {}
    for signal in signals:
        if signal.received_at <= looked:
            for code in signal.indicators:
                known[code] = max(known.get(code, 0), signal.months or 0)
    longer = any((signal.months or 0) > known[code] for signal in fresh for code in signal.indicators if code in known)
    return (f"새 신호 {len(fresh)}", *(("더 길어짐",) if longer else ()))


@dataclass(frozen=True)
class Lost:
    """One household nobody has found yet."""

    row: Row
    days: int
    ladder: tuple[Rung, ...]
    tries: int
    asked_around: str
    notice_due: dt.date | None


def locate_list(actor: Actor) -> list[Lost]:
    """소재 찾기: everybody not found yet, the next retry first. Nobody leaves this list but by being found."""
    today = actor.day
    items = list(
        open_items(actor).filter(state=State.LOCATING).select_related("household__tong", "area", "owner__user")
    )
    searches = {
        one.work_item_id: one for one in Search.objects.filter(work_item__in=items, is_approved=True, found_at=None)
    }
    tries = _tries(items)
    notices = dict(
        Clock.objects.filter(
            subject_id__in=[item.id for item in items], policy__code="telecom.notice", done_at=None
        ).values_list("subject_id", "due_on")
    )
    found = [
        _lost(row, searches.get(row.id), tries[row.id], notices.get(row.id), today)
        for row in _rows(items, today, capacity=0)
    ]
    return sorted(found, key=lambda one: (one.row.due or dt.date.max, one.row.rank))


def _lost(row: Row, search: Search | None, tries: list[ContactAttempt], notice: dt.date | None, today: dt.date) -> Lost:
    since = timezone.localdate(search.decided_at) if search and search.decided_at else today
    asked = [one for one in tries if one.way in ("neighbour", "agency", "telecom")]
    return Lost(
        row=row,
        days=(today - since).days,
        ladder=rungs(since_reached(tries), today=today),
        tries=len(tries),
        asked_around=f"{asked[-1].get_way_display()} {short_date(timezone.localdate(asked[-1].at), today=today)}"
        if asked
        else "아직 없음",
        notice_due=notice,
    )


@dataclass(frozen=True)
class RoundLine:
    """One dong in a round: what came, who must be seen, what the officers can carry, who waits too long."""

    area: str
    area_id: UUID
    received: int
    homes: int
    must: int
    officers: int
    capacity: int
    untouched: int
    closed: int
    helped: int


HELPED = (
    Closure.Kind.PUB_BASIC,
    Closure.Kind.PUB_NEAR,
    Closure.Kind.PUB_EMERG,
    Closure.Kind.PUB_OTHER,
    Closure.Kind.PRIV,
    Closure.Kind.CASE,
)
UNTOUCHED_DAYS = 7


def round_lines(round_: Round, actor: Actor) -> list[RoundLine]:
    """The round by dong, counted from its signals and what became of them."""
    signals = Signal.objects.filter(file__round=round_, area_id__in=actor.areas)
    received = dict(signals.values_list("area__name").annotate(n=Count("id")))
    items = list(WorkItem.objects.filter(signals__in=signals).distinct().select_related("household", "area", "closure"))
    tried = set(ContactAttempt.objects.filter(work_item__in=items).values_list("work_item_id", flat=True))
    reasons = reasons_of_items(items, actor.day)
    by_area: dict[str, list[WorkItem]] = defaultdict(list)
    for item in items:
        by_area[item.area.name].append(item)
    areas = dict(signals.values_list("area__name", "area_id"))
    hands = {name: carriers([area_id], actor.day) for name, area_id in areas.items()}
    late = actor.day - dt.timedelta(days=UNTOUCHED_DAYS)
    return [
        RoundLine(
            area=name,
            area_id=areas[name],
            received=received[name],
            homes=len(by_area[name]),
            must=sum(any(reason.must for reason in reasons[item.id]) for item in by_area[name]),
            officers=len(hands[name]),
            capacity=sum(hands[name].values()),
            untouched=sum(
                item.id not in tried and not item.closed_on and item.opened_on <= late for item in by_area[name]
            ),
            closed=sum(item.closed_on is not None for item in by_area[name]),
            helped=sum(item.closed_on is not None and item.closure.kind in HELPED for item in by_area[name]),
        )
        for name in sorted(received)
    ]
