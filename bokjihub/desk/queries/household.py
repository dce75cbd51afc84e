"""가구 화면 (V11): who lives here, why we worry, what is due, what they get, what they miss, who comes when, what was promised.

Composes what the role may see; a panel that is not in `panels` is not asked for at all (R4).
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count, DateField, F, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.utils import timezone

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.access.doors import opens
from bokjihub.accounts.access.panels import Degree, Panel, panels_for
from bokjihub.accounts.access.policy import Facts
from bokjihub.accounts.models import Role
from bokjihub.audit.queries import Lookers, lookings
from bokjihub.clocks.models import Clock
from bokjihub.clocks.queries import clocks_of_household
from bokjihub.desk.links import url_of
from bokjihub.desk.queries.events import PART_OF_ROLE, Event, events_of
from bokjihub.desk.queries.names import held_by
from bokjihub.desk.queries.rooms import Known, RoomPanel, room_panels
from bokjihub.desk.queries.today import Line, line_of
from bokjihub.desk.queries.why import Told, Why, Worry, why_of, worry_of
from bokjihub.discovery.models import WorkItem
from bokjihub.people.models import Consent, Household, Person, SafetyNote
from bokjihub.people.queries import members
from bokjihub.ui.words import masked_name, masked_phone, official_date, short_date
from bokjihub.visits.queries.household import PanelVisit

DUE_LINES = 6
PAST_LINES = 5
LOOK_DAYS = 30
PIN_MONTHS_DAYS = 183
SENTENCE = 100
ELDER_FROM = 65
# Which deadlines a role sees when it sees a part of 할 일과 약속.
DUE_PART = {
    Role.VISITING_NURSE: ("visit", "link", "health", "consent"),
    Role.EMERGENCY_OFFICER: ("emergency",),
    Role.EMERGENCY_HEAD: ("emergency",),
    Role.COUNSEL_SPECIALIST: ("application", "counselling"),
}


@dataclass(frozen=True)
class Consented:
    """One consent of the strip."""

    label: str
    until: dt.date


@dataclass
class HouseholdPage:
    """Everything the page shows, and nothing it may not."""

    household: Household
    head: Person | None
    panels: dict[Panel, Degree]
    in_charge: bool
    day: dt.date
    people: list[Person] = field(default_factory=list)
    keepers: list[tuple[str, str]] = field(default_factory=list)
    hides_address: bool = False
    safety: list[str] = field(default_factory=list)
    due: list[Line] = field(default_factory=list)
    due_more: int = 0
    next_visit: PanelVisit | None = None
    events: list[Event] = field(default_factory=list)
    why: Why | None = None
    rooms: dict[str, RoomPanel] = field(default_factory=dict)
    consents: list[Consented] = field(default_factory=list)
    missing_consents: list[str] = field(default_factory=list)
    looked: Lookers | None = None
    worry: Worry = field(default_factory=Worry)
    revealed: str = ""

    @property
    def work_item(self) -> WorkItem | None:
        """The open worry."""
        return self.worry.open

    @property
    def name(self) -> str:
        """박영순 어르신 가구, in full: the page was opened with work or a reason."""
        return f"{called(self.head, self.day)} 가구" if self.head else "이름 모르는 가구"

    @property
    def masked_title(self) -> str:
        """What the window and the crumbs say: titles live in the browser's history."""
        return f"{masked_name(self.head.name)} 가구" if self.head else "가구"

    @property
    def about(self) -> str:
        """1인 가구 · 만 78세(1948년생)."""
        age = self.head.age_on(self.day) if self.head else None
        year = (
            self.head.birth_on.year if self.head and self.head.birth_on else self.head.birth_year if self.head else None
        )
        born = f"만 {age}세({year}년생)" if age is not None else ""
        return " · ".join(filter(None, (self.household.get_kind_display(), born)))

    @property
    def died_on(self) -> dt.date | None:
        """The day of a death in the household, said beside the name."""
        return next((person.died_on for person in self.people if person.died_on), None)

    @property
    def phone(self) -> str:
        """The head's phone, masked unless it was just revealed."""
        if self.revealed:
            return self.revealed
        return masked_phone(self.head.phone) if self.head and self.head.phone_sealed else ""

    def may(self, panel: str) -> bool:
        """Whether the role sees a panel at all: `{{ page.sees.why }}` in the template."""
        return Panel(panel) in self.panels

    @property
    def sees(self) -> dict[str, bool]:
        """Panels by name, for the template."""
        return {panel.value: panel in self.panels for panel in Panel}

    @property
    def summary(self) -> str:
        """한눈에: the heaviest reason, the pinned line, what is under way, the gap. Built by rule, never generated."""
        under_way = [self._sentence(room) for room in ("emergency", "cases")]
        parts = [self.why.sentence if self.why else "", self.pinned, *under_way, self._sentence("benefits")]
        return at_a_glance([part for part in parts if part])

    @property
    def pinned(self) -> str:
        """고정 한 줄, with a mark when six months have passed."""
        line = self.household.pinned_line
        if not line:
            return ""
        old = self.household.pinned_on and (self.day - self.household.pinned_on).days > PIN_MONTHS_DAYS
        return f"{line}(확인 필요)" if old else line

    def _sentence(self, room: str) -> str:
        panel = self.rooms.get(room)
        return str(getattr(panel.data, "sentence", "")) if panel else ""


def home_of(household_id: UUID) -> tuple[Household, list[Person]]:
    """A household with its people, in one query where anybody lives there."""
    places = ("area__parent__parent__parent", "tong", "registered_area")
    people = list(members(household_id).select_related(*(f"household__{one}" for one in places)))
    if people:
        return people[0].household, people
    return Household.objects.select_related(*places).get(id=household_id), []


def page_of_household(
    household: Household, actor: Actor, *, people: list[Person] | None = None, everything: bool = False
) -> HouseholdPage:
    """Compose the page for one person. `everything` lifts the limits of lines (print, timeline)."""
    in_charge = household.id in held_by(actor)
    seen = panels_for(actor, in_charge=in_charge)
    people = list(members(household.id)) if people is None else people
    page = HouseholdPage(household, people[0] if people else None, seen, in_charge, actor.day)
    page.people = people if Panel.PEOPLE in seen else people[:1]
    page.hides_address = household.is_sealed and not (in_charge or actor.has(Role.TEAM_HEAD))
    page.worry = worry_of(household)
    clocks = tuple(clocks_of_household(household.id))
    _fill_due(page, actor, clocks, None if everything else DUE_LINES)
    _fill_past(page, actor, 200 if everything else PAST_LINES)
    if Panel.WHY in seen:
        told = Told(page.worry.signals, tuple(people), words=Panel.REPORT_WORDS in seen)
        page.why = why_of(household, page.work_item, told, degree=seen[Panel.WHY], day=actor.day)
    page.rooms = room_panels(household.id, seen, Known(household, tuple(people), clocks))
    week = page.rooms.get("visits")
    coming = [visit for visit in week.data.coming if visit.on >= page.day] if week else []
    page.next_visit = coming[0] if coming else None
    _fill_strip(page)
    return page


def _keepers(item: WorkItem | None, clocks: Iterable[Clock]) -> list[tuple[str, str]]:
    """담당: the owner of the worry, then everybody who has a deadline here, as (trade, name)."""
    posts = [*([item.owner] if item and item.owner else []), *(clock.post for clock in clocks if clock.post)]
    return list(dict.fromkeys((post.get_role_display(), post.user.name) for post in posts))


def called(person: Person, day: dt.date) -> str:
    """어르신 from 65 on, 님 else; a child by name alone."""
    age = person.age_on(day)
    if age is not None and age < 15:
        return person.name
    return f"{person.name} {'어르신' if age is not None and age >= ELDER_FROM else '님'}"


def at_a_glance(parts: list[str]) -> str:
    """Join sentences, at most a hundred characters; a later sentence that does not fit is left out, the first is cut."""
    text = ""
    for part in parts:
        sentence = part if part.endswith(".") else f"{part}."
        longer = f"{text} {sentence}".strip()
        if len(longer) > SENTENCE:
            break
        text = longer
    return text or (f"{parts[0][: SENTENCE - 1]}…" if parts else "")


def _fill_due(page: HouseholdPage, actor: Actor, clocks: tuple[Clock, ...], limit: int | None) -> None:
    page.keepers = _keepers(page.work_item, clocks)
    if Panel.DUE not in page.panels:
        return
    prefixes = _due_prefixes(actor) if page.panels[Panel.DUE] is Degree.PART else None
    lines = [
        line_of(clock, actor, at_home=True)
        for clock in clocks
        if prefixes is None or clock.policy.code.startswith(prefixes)
    ]
    page.due, page.due_more = lines[:limit], max(0, len(lines) - (limit or len(lines)))


def _due_prefixes(actor: Actor) -> tuple[str, ...] | None:
    """None where some role of the person sees every deadline of its own team."""
    if any(role not in DUE_PART for role in actor.roles if role not in {Role.DONG_HEAD}):
        return None
    return tuple(prefix for role in actor.roles for prefix in DUE_PART.get(role, ()))


def _fill_past(page: HouseholdPage, actor: Actor, limit: int) -> None:
    if Panel.PAST not in page.panels:
        return
    whole = page.panels[Panel.PAST] is Degree.ALL
    sources = None if whole else _past_sources(actor)
    page.events = events_of(page.household.id, limit=limit, sources=sources, with_words=whole)


def _past_sources(actor: Actor) -> set[str] | None:
    parts = [PART_OF_ROLE.get(role.value) for role in actor.roles]
    known = [part for part in parts if part is not None]
    return set().union(*known) if known and len(known) == len(parts) else None


def _fill_strip(page: HouseholdPage) -> None:
    notes = SafetyNote.objects.filter(household=page.household, expires_on__gte=page.day)
    consents = Consent.objects.filter(household=page.household, given_on__lte=page.day, expires_on__gte=page.day)
    in_force = consents.filter(Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=page.day))
    rows = _strip_rows(in_force, "consent", recipient="recipient", what="purpose")
    if Panel.SAFETY in page.panels:
        rows = rows.union(_strip_rows(notes, "safety", what="words"), all=True)
    if Panel.LOOKED in page.panels:
        rows = rows.union(_looked_row(page.household.id), all=True)
    found = list(rows)
    page.safety = [what for kind, _, what, _ in found if kind == "safety"]
    given = sorted((until, Consent.Purpose(what), to) for kind, to, what, until in found if kind == "consent")
    page.consents = [Consented(to or purpose.label, until) for until, purpose, to in given]
    have = {purpose for _, purpose, _ in given}
    wanted = (Consent.Purpose.COUNSELLING, Consent.Purpose.HEALTH)
    page.missing_consents = [purpose.label for purpose in wanted if purpose not in have]
    looked = next((Lookers(int(people), int(times)) for kind, people, times, _ in found if kind == "looked"), None)
    page.looked = (looked or Lookers(0, 0)) if Panel.LOOKED in page.panels else None


def _strip_rows(rows: QuerySet[Any], kind: str, *, recipient: str = "", what: str) -> QuerySet[Any, Any]:
    """Consents, safety notes and lookers in one shape, so that the strip costs one query."""
    shaped: QuerySet[Any, Any] = rows.order_by().annotate(
        row_kind=Value(kind, output_field=TextField()),
        to=Cast(F(recipient), TextField()) if recipient else Value("", output_field=TextField()),
        what=Cast(F(what), TextField()),
        until=F("expires_on"),
    )
    columns: QuerySet[Any, Any] = shaped.values_list("row_kind", "to", "what", "until")
    return columns


def _looked_row(household_id: UUID) -> QuerySet[Any, Any]:
    """How many people looked how often, as a row of the strip."""
    seen = lookings(household_id, timezone.now() - dt.timedelta(days=LOOK_DAYS))
    counted: QuerySet[Any, Any] = seen.values(row_kind=Value("looked", output_field=TextField())).annotate(
        people=Cast(Count("actor_id", distinct=True), TextField()),
        times=Cast(Count("id"), TextField()),
        until=Value(None, output_field=DateField()),
    )
    columns: QuerySet[Any, Any] = counted.values_list("row_kind", "people", "times", "until")
    return columns


@dataclass(frozen=True)
class Deed:
    """One thing to do from the page."""

    label: str
    url: str


def _may_open(page: HouseholdPage, actor: Actor, url: str) -> bool:
    return bool(url) and opens(actor, url, Facts(household_id=page.household.id, area_id=page.household.area_id))


def deeds_of(page: HouseholdPage, actor: Actor) -> tuple[Deed | None, list[Deed]]:
    """The one primary deed by the state of things, and the others (screens §4.3)."""
    home = page.household.id
    item = page.work_item.id if page.work_item else None
    visit_today = page.next_visit if page.next_visit and page.next_visit.on == page.day else None
    every = {
        "visit": Deed("방문 기록", url_of("visits:record_visit", visit_today.id) if visit_today else ""),
        "phone": Deed("전화 기록", url_of("discovery:record_contact", item) if item else ""),
        "counsel": Deed("상담 기록", url_of("counselling:record", home) or url_of("counselling:new", home)),
        "plan": Deed("방문 잡기", url_of("visits:plan_visit", home)),
    }
    tried = any(event.source in {"contact", "visit", "counselling"} for event in page.events)
    order = ["visit", "counsel", "phone", "plan"] if tried or not item else ["visit", "phone", "counsel", "plan"]
    able = [every[key] for key in order if _may_open(page, actor, every[key].url)]
    return (able[0] if able else None), able[1:3]


def more_deeds(page: HouseholdPage, actor: Actor) -> list[Deed]:
    """The menu beside: what is done less often, as far as it opens to the person."""
    home = page.household.id
    rows = (
        ("긴급지원", "emergency:request"),
        ("급여 진단", "benefits:screening"),
        ("의뢰 보내기", "resources:new_link"),
        ("방문 요일표", "resources:visiting_home"),
        ("푸드마켓", "resources:food_home"),
        ("사례 의뢰", "cases:refer"),
        ("통합지원 신청", "cases:apply_care"),
        ("프로그램 신청", "programmes:apply"),
        ("동의", "people:consents"),
        ("주소·가구원 고치기", "people:edit"),
        ("다른 가구와 합치기", "people:doubles"),
        ("지나온 일 전체", "desk:timeline"),
        ("인쇄", "desk:household_print"),
    )
    return [Deed(label, url) for label, name in rows if _may_open(page, actor, url := url_of(name, home))]


def next_words(page: HouseholdPage) -> str:
    """11. 24.(화) 10:00 방문 — 김서연 + 박정임."""
    visit = page.next_visit
    return f"{short_date(visit.on, today=page.day)} {visit.at:%H:%M} 방문 — {visit.who}" if visit else ""


def closed_words(page: HouseholdPage) -> str:
    """The band over a household whose last worry is closed."""
    last = page.worry.closed
    if last is None or last.closed_on is None:
        return ""
    closure = getattr(last, "closure", None)
    again = f" · 다음 확인 {official_date(closure.review_on)}" if closure and closure.review_on else ""
    return f"{official_date(last.closed_on)} 마침{again}"
