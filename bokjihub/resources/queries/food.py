"""푸드마켓 이용: what the rule of a day leaves a home, what a use would break, and the month at a glance."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from bokjihub.accounts.access.policy import Facts
from bokjihub.clocks.calendar import add_months
from bokjihub.people.models import Household, Person
from bokjihub.people.queries import household_facts
from bokjihub.resources.models import FoodMember, FoodRule, FoodUse, Mark, Need, Provider, ServiceLink
from bokjihub.resources.queries.marks import marks_of
from bokjihub.ui.words import masked_name, official_date


@dataclass(frozen=True)
class Room:
    """What the rule leaves a home in the month of a day. A month not used lapses: nothing is carried over."""

    rule: FoodRule
    uses: int
    points: int

    @property
    def uses_left(self) -> int:
        """Times left this month."""
        return max(self.rule.uses_a_month - self.uses, 0)

    @property
    def points_left(self) -> int:
        """Points left this month, where the market counts points."""
        return max(self.rule.points_a_month - self.points, 0)

    @property
    def words(self) -> str:
        """이 달 0번 남음(한 달 1번, 한 번에 5가지)."""
        points = f" · {self.points_left:,}점 남음" if self.rule.points_a_month else ""
        each = f"한 달 {self.rule.uses_a_month}번, 한 번에 {self.rule.items_a_use}가지"
        return f"이 달 {self.uses_left}번 남음({each}){points}"

    def broken_by(self, member: FoodMember, *, on: dt.date, items: int, points: int) -> list[str]:
        """What a use would break, as sentences; none when it stands within the rule."""
        found = []
        if not member.has_term_on(on):
            found.append(f"이용 기간({official_date(member.starts_on)}~{official_date(member.ends_on)}) 밖입니다")
        if self.uses_left < 1:
            found.append(f"이 달에 이미 {self.uses}번 이용했습니다(한 달 {self.rule.uses_a_month}번)")
        if items > self.rule.items_a_use:
            found.append(f"한 번에 {self.rule.items_a_use}가지까지입니다")
        if self.rule.points_a_month and points > self.points_left:
            found.append(f"점수가 {self.points_left:,}점 남았습니다(한 달 {self.rule.points_a_month:,}점)")
        return found


@dataclass(frozen=True)
class MonthRow:
    """One home in the month's list."""

    member: FoodMember
    name: str
    dong: str
    uses: tuple[FoodUse, ...]
    room: Room | None


def rule_on(provider: Provider, day: dt.date) -> FoodRule | None:
    """The market's rule in force on a day."""
    return FoodRule.objects.filter(provider=provider, starts_on__lte=day).order_by("-starts_on").first()


def room_of(member: FoodMember, day: dt.date) -> Room | None:
    """What is left this month; nothing known where the market has no rule yet."""
    rule = rule_on(member.provider, day)
    if rule is None:
        return None
    uses = [one for one in member.uses.all() if (one.used_on.year, one.used_on.month) == (day.year, day.month)]
    return Room(rule, len(uses), sum(one.points for one in uses))


def not_for(household: Household, rule: FoodRule, day: dt.date) -> tuple[str, list[str]]:
    """As what a home may be enrolled (the first of the market's order), and what speaks against it, as sentences."""
    marks = marks_of([household.id], day)[household.id]
    why = next((mark for mark in rule.for_whom if mark in marks), "")
    found = []
    if rule.for_whom and not why:
        found.append(f"이 곳은 {', '.join(str(Mark(one).label) for one in rule.for_whom)}에게 엽니다")
    former = FoodMember.objects.filter(household=household, provider=rule.provider).order_by("-ends_on").first()
    again_on = add_months(former.ends_on, rule.pause_months) if former else None
    if former and again_on and former.ends_on < day <= again_on:
        found.append(f"{official_date(former.ends_on)}에 끝났습니다. 끝난 뒤 {rule.pause_months}개월은 쉽니다")
    if rule.is_alone:
        found += [f"다른 식품 지원을 받고 있습니다: {name}" for name in other_food(household, rule.provider, day)]
    return why, found


def other_food(household: Household, provider: Provider, day: dt.date) -> list[str]:
    """Food the home gets elsewhere: running links, other markets."""
    running = Q(state__in=ServiceLink.RUNNING, service__need=Need.FOOD)
    links = ServiceLink.objects.filter(running, household=household).exclude(service__provider=provider)
    names = [str(one.service) for one in links.select_related("service")]
    elsewhere = FoodMember.objects.on(day).filter(household=household).exclude(provider=provider)
    return [*names, *(str(one.provider) for one in elsewhere.select_related("provider__agency"))]


def food_providers(city_id: UUID | None) -> list[Provider]:
    """The food markets and banks of a city: whoever has a rule, and whoever is called one in the directory."""
    known = Q(food_rules__isnull=False) | Q(agency__name__contains="푸드") | Q(agency__kind__contains="푸드")
    found = Provider.objects.filter(known, agency__city_id=city_id).select_related("agency").distinct()
    return list(found.order_by("agency__name"))


def month_rows(provider: Provider, first: dt.date, day: dt.date) -> list[MonthRow]:
    """이 달의 이용: homes whose term touches the month, those who did not come yet first."""
    last = add_months(first, 1) - dt.timedelta(days=1)
    touched = FoodMember.objects.filter(provider=provider, starts_on__lte=last, ends_on__gte=first)
    members = list(touched.select_related("area", "provider").prefetch_related("uses"))
    heads = _heads([one.household_id for one in members])
    shown_on = min(max(first, day), last)
    rows = [
        MonthRow(
            member=one,
            name=heads.get(one.household_id, "미상"),
            dong=one.area.name,
            uses=tuple(use for use in one.uses.all() if first <= use.used_on <= last),
            room=room_of(one, shown_on),
        )
        for one in members
    ]
    return sorted(rows, key=lambda row: (len(row.uses), row.member.ends_on, str(row.member.id)))


def members_of_home(household_id: UUID) -> list[FoodMember]:
    """Where a home is or was enrolled, the latest first."""
    found = FoodMember.objects.filter(household_id=household_id).select_related("provider__agency")
    return list(found.prefetch_related("uses").order_by("-starts_on"))


def member_facts(member_id: UUID, **_: object) -> Facts | None:
    """Facts of the home behind an enrolment."""
    home = FoodMember.objects.filter(id=member_id).values_list("household_id", flat=True).first()
    return household_facts(home) if home else None


def use_facts(use_id: UUID) -> Facts | None:
    """Facts of the home behind a use."""
    home = FoodUse.objects.filter(id=use_id).values_list("household_id", flat=True).first()
    return household_facts(home) if home else None


def _heads(household_ids: Sequence[UUID]) -> dict[UUID, str]:
    found: dict[UUID, str] = defaultdict(str)
    for person in Person.objects.filter(household_id__in=household_ids, is_head=True):
        found[person.household_id] = masked_name(person.name)
    return found
