"""긴급지원 of two years, and what is open today.

The finished aid is written in bulk: kinds in the proportions of text 001 (most of it for living, fuel in the heating
months), amounts and months as the law of each day has them. What is open is played through the real actions, so that every
step has its clock on somebody's Today. All invented.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from random import Random
from uuid import UUID

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.access.scope import acting_as
from bokjihub.accounts.models import Post, Role
from bokjihub.areas.models import Area
from bokjihub.audit.ids import uuid7
from bokjihub.clocks.calendar import add_months, next_working_day
from bokjihub.demo.calendar import on_day
from bokjihub.demo.copying import copy_in
from bokjihub.demo.ground import Town
from bokjihub.demo.residents import Home
from bokjihub.emergency import limits, rates
from bokjihub.emergency.actions.budget import BudgetLine, enter_budget
from bokjihub.emergency.actions.grant import Ask, ask_grant, decide_grant
from bokjihub.emergency.actions.payment import pay
from bokjihub.emergency.actions.request import record_on_site, request_aid
from bokjihub.emergency.models import (
    ONE_TIME,
    Appropriation,
    CrisisReason,
    Detail,
    EmergencyAid,
    FollowUp,
    Grant,
    Kind,
    NumberBook,
    Payment,
    Review,
)
from bokjihub.people.models import Household, Person

A_YEAR = 230
SHOWN_DONG = "노암동"
REASONS = ("illness", "main_earner", "job_loss", "business", "benefit_waiting", "arrears")
# kind, detail, out of a hundred; fuel only in the heating months
SHARES = (
    (Kind.LIVING, "", 58), (Kind.OTHER, Detail.FUEL, 26), (Kind.MEDICAL, "", 8), (Kind.HOUSING, "", 3),
    (Kind.OTHER, Detail.ELECTRICITY, 3), (Kind.OTHER, Detail.FUNERAL, 2),
)  # fmt: skip
STEP = 10_000
SEEN = ("쌀과 연탄이 떨어짐", "두 달째 방세가 밀림", "입원한 뒤 일을 쉬고 있음", "전기가 끊긴다는 안내문이 와 있음")
# How many days ago it was asked for, and how far it has come.
OPEN = ((0, 0), (1, 0), (2, 1), (3, 2), (6, 2), (12, 4), (20, 4), (27, 4), (34, 4))
PURSES = ((Appropriation.Purse.NATION, 80), (Appropriation.Purse.PROVINCE, 10), (Appropriation.Purse.CITY, 10))
ROOM_LEFT = 125  # the year's money, in hundredths of what went out


@dataclass
class Rows:
    """What is about to be written, by table."""

    aids: list[EmergencyAid] = field(default_factory=list)
    grants: list[Grant] = field(default_factory=list)
    payments: list[Payment] = field(default_factory=list)
    follow_ups: list[FollowUp] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)

    def write(self) -> None:
        """Parents before children."""
        copy_in(self.aids)
        copy_in(self.grants)
        copy_in(self.payments)
        copy_in(self.follow_ups)
        copy_in(self.reviews)


def aid_of(town: Town, homes: list[Home], random: Random, since: dt.date, today: dt.date) -> str:
    """Write two years of aid, this year's and last year's money, and play what is open; says what it made."""
    past = Past(town, random)
    homes = _without_basic_benefit(homes)
    chosen = random.choices(homes, weights=[home.need**2 for home in homes], k=A_YEAR * 3)
    until = today - dt.timedelta(days=OPEN[-1][0] + 100)
    days = sorted(_working_day(random, since, until) for _ in range(2 * A_YEAR))
    for day, home in zip(days, dict.fromkeys(chosen), strict=False):
        past.tell(home, day)
    past.rows.write()
    for year, last in past.numbers.items():
        NumberBook.objects.create(year=year, last=last)
    _money(town, past.rows.payments, today)
    taken = {aid.household_id for aid in past.rows.aids}
    free = [home for home in homes if home.id not in taken and home.need > 0.5]
    shown = [home for home in free if home.dong == SHOWN_DONG] or free
    running = Running(town, random, today)
    for number, (ago, steps) in enumerate(OPEN):
        running.play(shown[number % len(shown)], ago, steps)
    return f"긴급지원 {len(past.rows.aids):,}건, 오늘 열려 있는 것 {len(OPEN)}건"


class Past:
    """Finished aid, row by row."""

    def __init__(self, town: Town, random: Random) -> None:
        self.town, self.random, self.rows = town, random, Rows()
        self.numbers: Counter[int] = Counter()
        self.officers = town.posts_of(Role.EMERGENCY_OFFICER)
        self.decider = town.posts_of(Role.EMERGENCY_HEAD)[0]
        self.region = rates.region_of(town.city)
        self.reasons = list(CrisisReason.objects.filter(code__in=REASONS))

    def tell(self, home: Home, asked: dt.date) -> None:
        """One aid from the request to its end."""
        kind, detail = self._kind(asked)
        cap = rates.rate_for(kind, detail, min(home.size, 7), self.region, asked).cap_won
        if cap is None:
            return  # no verified figure for that day: nothing is made up
        self.numbers[asked.year] += 1
        officer = self.random.choice(self.officers)
        months = self._months(kind, detail, asked)
        decided = next_working_day(asked + dt.timedelta(days=1))
        place = {"household_id": home.id, "area_id": home.area_id}
        ends_on = limits.months_end(decided, months) if _has_period(kind, detail) else decided
        aid = EmergencyAid(
            **place,
            number=f"{asked.year}-긴-{self.numbers[asked.year]:04d}",
            kind=kind,
            detail=detail,
            reason=self.random.choice([one for one in self.reasons if one.counts_on(asked)]),
            state=EmergencyAid.State.ENDED,
            household_size=home.size,
            requested_on=asked,
            requested_by=officer.user_id,
            officer=officer,
            on_site_on=asked,
            findings=self.random.choice(SEEN),
            same_kind_checked=True,
            same_kind_source="행복이음 수급 내역",
            financial_consent=EmergencyAid.Later.NOW,
            ended_on=next_working_day(max(ends_on, decided + dt.timedelta(days=60))),
        )
        if kind == Kind.MEDICAL:
            aid.illness = self.random.choice(("I63", "C16", "K80", "M17", "S72"))
        self.rows.aids.append(aid)
        self._granted(aid, place, officer, decided, ends_on, months, self._won(kind, cap))
        self._looked_after(aid, place, officer, decided)

    def _granted(
        self,
        aid: EmergencyAid,
        place: dict[str, UUID],
        officer: Post,
        decided: dt.date,
        ends_on: dt.date,
        months: int,
        won: int,
    ) -> None:
        grant = Grant(
            **place,
            aid=aid,
            kind=aid.kind,
            months=months,
            monthly_won=won,
            starts_on=decided,
            ends_on=ends_on,
            asked_on=aid.requested_on,
            asked_by=officer.user_id,
            decided_on=decided,
            decided_by=self.decider.user_id,
            is_approved=True,
            basis=limits.limit_on(aid.kind, aid.requested_on).basis,
        )
        self.rows.grants.append(grant)
        way = Payment.Way.CLINIC if aid.kind == Kind.MEDICAL else Payment.Way.ACCOUNT
        self.rows.payments += [
            Payment(
                **place,
                grant=grant,
                kind=aid.kind,
                sequence=turn + 1,
                won=won,
                paid_on=next_working_day(add_months(decided, turn)),
                way=way,
                paid_by=officer.user_id,
            )
            for turn in range(months)
        ]

    def _looked_after(self, aid: EmergencyAid, place: dict[str, UUID], officer: Post, decided: dt.date) -> None:
        fits = self.random.random() < 0.97
        self.rows.follow_ups.append(
            FollowUp(
                **place,
                aid=aid,
                checked_on=next_working_day(decided + dt.timedelta(days=self.random.randrange(12, 29))),
                household_size=aid.household_size,
                income_won=self.random.randrange(0, 90) * STEP if fits else 400 * STEP,
                assets_won=self.random.randrange(100, 9_000) * STEP,
                financial_won=self.random.randrange(0, 500) * STEP,
                is_adequate=fits,
                reason="" if fits else "다시 일을 시작해 소득이 기준을 넘음",
                checked_by=officer.user_id,
            )
        )
        self.rows.reviews.append(
            Review(
                **place,
                aid=aid,
                reviewed_on=next_working_day(decided + dt.timedelta(days=self.random.randrange(30, 55))),
                verdict=Review.Verdict.ADEQUATE if fits else Review.Verdict.INADEQUATE,
                reason="" if fits else "사정이 어려워 돌려받지 않기로 함",
                entered_by=officer.user_id,
            )
        )

    def _kind(self, day: dt.date) -> tuple[Kind, str]:
        cold = day.month in rates.HEATING_MONTHS
        shares = [one for one in SHARES if cold or one[1] != Detail.FUEL]
        kind, detail, _ = self.random.choices(shares, weights=[share for *_, share in shares])[0]
        return kind, detail

    def _months(self, kind: Kind, detail: str, day: dt.date) -> int:
        if not _has_period(kind, detail):
            return 1
        return self.random.choice((1, limits.limit_on(kind, day).first))

    def _won(self, kind: Kind, cap: int) -> int:
        if kind == Kind.MEDICAL:
            return max(STEP, cap * self.random.randrange(15, 100) // 100 // STEP * STEP)
        return cap


class Running:
    """What is open today, played through the actions on the days it happened."""

    def __init__(self, town: Town, random: Random, today: dt.date) -> None:
        self.town, self.random, self.today = town, random, today
        self.officer = town.posts_of(Role.EMERGENCY_OFFICER)[0]
        self.decider = town.posts_of(Role.EMERGENCY_HEAD)[0]

    def play(self, home: Home, ago: int, steps: int) -> None:
        """A request, then the visit, the asking, the decision and the first payment, as far as `steps` says."""
        asked = next_working_day(self.today - dt.timedelta(days=ago + 2)) if ago else self.today
        dong = self.town.posts_of(Role.DONG_OFFICER, self.town.team_of[home.dong])[0]
        reason = CrisisReason.objects.on(asked).get(code=self.random.choice(REASONS[:2]))
        household = Household.objects.select_related("area").get(id=home.id)
        aids: list[EmergencyAid] = []
        self._as(
            dong,
            asked,
            lambda by: aids.append(
                request_aid(
                    household=household,
                    kind=Kind.LIVING,
                    reason=reason,
                    requested_on=asked,
                    household_size=home.size,
                    by=by,
                )
            ),
        )
        seen = min(next_working_day(asked + dt.timedelta(days=1)), self.today)
        for post, step in (
            (self.officer, self._see),
            (self.officer, self._ask),
            (self.decider, self._decide),
            (self.officer, self._pay),
        )[:steps]:
            self._as(post, seen, partial(step, aids[0].id))

    def _see(self, aid_id: UUID, by: Actor) -> None:
        aid = EmergencyAid.objects.get(id=aid_id)
        record_on_site(
            aid=aid,
            on_site_on=by.day,
            findings=self.random.choice(SEEN),
            same_kind_source="행복이음 수급 내역",
            financial_consent=EmergencyAid.Later.NOW,
            household_size=aid.household_size,
            by=by,
        )

    def _ask(self, aid_id: UUID, by: Actor) -> None:
        aid = EmergencyAid.objects.get(id=aid_id)
        won = rates.rate_of(aid, by.day, by.day).cap_won or 0
        ask_grant(
            aid=aid,
            ask=Ask(months=limits.limit_on(aid.kind, by.day).first, monthly_won=won, starts_on=by.day),
            by=by,
        )

    def _decide(self, aid_id: UUID, by: Actor) -> None:
        decide_grant(grant=Grant.objects.get(aid=aid_id), is_approved=True, by=by)

    def _pay(self, aid_id: UUID, by: Actor) -> None:
        grant = Grant.objects.get(aid=aid_id)
        pay(grant=grant, won=grant.monthly_won, paid_on=by.day, way=Payment.Way.ACCOUNT, by=by)

    def _as(self, post: Post, day: dt.date, deed: Callable[[Actor], object]) -> None:
        with on_day(day, 11):
            actor = self.town.actor(post, day)
            with acting_as(actor):
                deed(actor)


def _money(town: Town, payments: list[Payment], today: dt.date) -> None:
    """This year's and last year's money by kind: a quarter more than a whole year's help cost."""
    officer = town.posts_of(Role.EMERGENCY_OFFICER)[0]
    city = Area.objects.get(id=town.city.id)
    spent: Counter[str] = Counter()
    for one in payments:
        spent[one.kind] += one.won
    for year in (today.year - 1, today.year):
        day = next_working_day(dt.date(year, 1, 2))
        actor = town.actor(officer, day)
        with on_day(day, 9), acting_as(actor):
            for kind, won in sorted(spent.items()):
                for purse, share in PURSES:
                    part = won // 2 * ROOM_LEFT // 100 * share // 100 // STEP * STEP
                    if part:
                        line = BudgetLine(year, Kind(kind), purse, part, day, "본예산")
                        enter_budget(area=city, line=line, once_key=uuid7(), by=actor)


def _without_basic_benefit(homes: list[Home]) -> list[Home]:
    """제3조제2항: whom another law already helps in the same way gets no emergency aid for it."""
    helped = Person.objects.exclude(benefit_status=[]).values_list("household_id", "benefit_status")
    basic = {home for home, status in helped if any(one.startswith("기초") for one in status)}
    return [home for home in homes if home.id not in basic]


def _has_period(kind: Kind, detail: str) -> bool:
    return kind in limits.WITH_PERIOD and detail not in ONE_TIME


def _working_day(random: Random, first: dt.date, last: dt.date) -> dt.date:
    return next_working_day(first + dt.timedelta(days=random.randrange((last - first).days)))
