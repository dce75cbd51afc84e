"""Two years of finished work, written in bulk: found, reached, counselled, helped, closed with proof.

Behaviour, all invented: need is latent per home; signals fall on needy homes more often; offices differ in how fast they
call and how often help follows, so that the figures of two dongs are not copies of one another.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils import timezone

from bokjihub.accounts.models import Post, Role
from bokjihub.areas.models import Team
from bokjihub.benefits.models import Application
from bokjihub.clocks.calendar import next_working_day
from bokjihub.counselling.models import Counselling, ToldBenefit
from bokjihub.demo.copying import copy_in
from bokjihub.demo.ground import Town
from bokjihub.demo.residents import Home
from bokjihub.discovery.models import (
    Channel,
    ClosingRequest,
    Closure,
    ContactAttempt,
    Level,
    Round,
    Signal,
    WorkItem,
)
from bokjihub.visits.models import Companion, Visit, VisitProgramme

MONTHS = 24
NAMES_A_ROUND = 283  # the share of a national round of 200,000 (discovery §5)
BIGDATA = (
    "nhis_arrears",
    "telecom_arrears",
    "elec_arrears",
    "mgmt_fee_arrears",
    "loan_arrears",
    "biz_closed",
    "med_cost_high",
)
CUTS = ("power_cut", "water_cut", "gas_cut")
VOICES = (
    (Channel.NEIGHBOUR, 16), (Channel.TONGJANG, 10), (Channel.GOODNB, 5), (Channel.SELF, 6), (Channel.DUTY, 3),
    (Channel.POST, 3), (Channel.HONORARY, 2), (Channel.APP, 3), (Channel.COUNCIL, 1),
)  # fmt: skip
WORDS = (
    "며칠째 우편물이 쌓여 있고 불이 켜지지 않는다고 하심", "일을 그만두고 집에만 계신다고 함", "전기가 끊길 것 같다고 걱정하심",
    "병원비 때문에 약을 거르신다고 함", "혼자 되신 뒤 식사를 잘 안 하신다고 함", "아이들만 밤늦게까지 있다고 함",
)  # fmt: skip
SAID = (
    "요즘 무릎이 아파서 밖에 나가기가 힘들어요", "일이 끊겨서 이번 달 방세가 걱정입니다", "병원비가 밀려서 약을 못 타고 있어요",
    "괜찮다고 하시면서도 쌀이 떨어졌다고 하심", "아들과 연락이 끊긴 지 오래되었습니다", "전기요금이 세 달 밀렸어요",
)  # fmt: skip
TOLD = (
    "생계급여",
    "주거급여",
    "의료급여",
    "기초연금",
    "긴급복지 생계지원",
    "에너지바우처",
    "노인맞춤돌봄",
    "통신요금 감면",
)
TARGETS = ("어르신", "중장년 1인가구", "장애인", "한부모", "아동", "그 밖")
K = Closure.Kind
OUTCOMES = (
    (K.INFO, 36), (K.PUB_BASIC, 9), (K.PUB_OTHER, 12), (K.NONEED, 17), (K.ALREADY, 16), (K.EX_MOVED, 5), (K.EX_ADMIT, 3),
    (K.EX_DIED, 2),
)  # fmt: skip
SOURCES = {
    K.EX_MOVED: "주민등록 전출 확인",
    K.EX_DIED: "사망신고 확인",
    K.EX_ADMIT: "병원 원무과 확인",
    K.ALREADY: "행복이음 수급 이력",
}
CLOSING_WORDS = {K.NONEED: "본인이 지금은 도움이 필요 없다고 하심", K.ALREADY: "이미 같은 지원을 받고 계심"}
NEEDS_HEAD = {K.ALREADY, K.EX_MOVED, K.EX_ADMIT, K.EX_DIED}


@dataclass
class Rows:
    """What is about to be written, by table, in the order of their keys."""

    rounds: list[Round] = field(default_factory=list)
    items: list[WorkItem] = field(default_factory=list)
    signals: list[Signal] = field(default_factory=list)
    contacts: list[ContactAttempt] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    companions: list[Companion] = field(default_factory=list)
    counsellings: list[Counselling] = field(default_factory=list)
    told: list[ToldBenefit] = field(default_factory=list)
    applications: list[Application] = field(default_factory=list)
    requests: list[ClosingRequest] = field(default_factory=list)
    closures: list[Closure] = field(default_factory=list)

    def write(self) -> None:
        """Insert everything; the closing proof is judged at the end of the transaction as always."""
        everything: tuple[Sequence[Model], ...] = (
            self.rounds, self.items, self.signals, self.contacts, self.visits, self.companions, self.counsellings,
            self.told, self.applications, self.requests, self.closures,
        )  # fmt: skip
        for rows in everything:
            copy_in(rows)


@dataclass(frozen=True)
class Heard:
    """One thing a town hears on a day: a line of a file, or a voice."""

    day: dt.date
    channel: Channel
    indicators: tuple[str, ...] = ()
    months: int | None = None


@dataclass(frozen=True)
class Office:
    """How one team works: days until the first call, how often help follows, how often two go."""

    posts: list[Post]
    head: Post
    second: list[Post]
    delay: float
    support: float
    pairs: float


class Past:
    """Writes the finished work of a town between two days."""

    def __init__(self, town: Town, homes: list[Home], random: Random) -> None:
        self.town, self.random, self.rows = town, random, Rows()
        self.homes = homes
        self.weights = [home.need**2 for home in homes]
        self.busy_until: dict[UUID, dt.date] = {}
        self.times: dict[UUID, tuple[int, WorkItem]] = {}
        self.number = 0
        self.programme = VisitProgramme.objects.get(code="REPORT")
        self.offices = {team.id: self._office(team) for team in set(town.team_of.values())}

    def _office(self, team: Team) -> Office:
        random = self.random
        volunteers = [post for post in self.town.posts_of(Role.VOLUNTEER) if self.town.team_of[post.area.name] == team]
        return Office(
            posts=self.town.posts_of(Role.DONG_OFFICER, team),
            head=self.town.posts_of(Role.TEAM_HEAD, team)[0],
            second=[*self.town.posts_of(Role.VISITING_NURSE, team), *volunteers],
            delay=random.uniform(1.5, 6.0),
            support=random.uniform(0.2, 0.58),
            pairs=random.uniform(0.55, 0.95),
        )

    def between(self, first: dt.date, last: dt.date) -> Rows:
        """Every signal received from `first` to `last`, with what came of it."""
        day = first.replace(day=1)
        while day <= last:
            self._month(day, first, last)
            day = (day + dt.timedelta(days=32)).replace(day=1)
        return self.rows

    def _month(self, month: dt.date, first: dt.date, last: dt.date) -> None:
        heard = self._heard(month)
        chosen = self.random.choices(self.homes, self.weights, k=len(heard))
        for told, home in sorted(zip(heard, chosen, strict=True), key=lambda pair: pair[0].day):
            if first <= told.day <= last:
                self._worry(home, told)

    def _heard(self, month: dt.date) -> list[Heard]:
        """What a town hears in a month: every other month the national list, each month cuts and voices."""
        random = self.random
        days = [month + dt.timedelta(days=n) for n in range(28)]
        heard = [
            Heard(random.choice(days), Channel.UTILITY, (random.choice(CUTS),), random.randrange(3, 9))
            for _ in range(28)
        ]
        voices = random.choices([one for one, _ in VOICES], [weight for _, weight in VOICES], k=46)
        heard += [Heard(random.choice(days), channel) for channel in voices]
        if month.month % 2 == 1:
            came = month + dt.timedelta(days=9)
            self.rows.rounds.append(Round(year=month.year, number=month.month // 2 + 1, cut_off=month, opened_on=came))
            for _ in range(NAMES_A_ROUND):
                signs = tuple(random.sample(BIGDATA, random.choice((1, 1, 2, 3))))
                heard.append(Heard(came, Channel.BIGDATA, signs, random.randrange(3, 20)))
        return heard

    def _worry(self, home: Home, told: Heard) -> None:
        if self.busy_until.get(home.id, told.day) > told.day:
            self._signal(self.times[home.id][1], home, told)
            return
        office = self.offices[self.town.team_of[home.dong].id]
        owner = self.random.choice(office.posts)
        item = self._open(home, told.day, owner)
        self._signal(item, home, told)
        self.busy_until[home.id] = self._finish(item, home, told.day, office, owner)

    def _open(self, home: Home, day: dt.date, owner: Post) -> WorkItem:
        self.number += 1
        before, previous = self.times.get(home.id, (0, None))
        item = WorkItem(
            household_id=home.id,
            area_id=home.area_id,
            number=f"{home.dong[0]}-{day:%y%m}-{self.number:05d}",
            owner=owner,
            previous=previous,
            times_flagged=before + 1,
            level=self.random.choices([Level.NORMAL, Level.HIGH, Level.URGENT], [75, 22, 3])[0],
            points=self.random.randrange(8, 70),
            opened_on=day,
        )
        self.rows.items.append(item)
        self.times[home.id] = (before + 1, item)
        return item

    def _signal(self, item: WorkItem, home: Home, told: Heard) -> None:
        self.rows.signals.append(
            Signal(
                work_item=item,
                household_id=home.id,
                area_id=home.area_id,
                channel=told.channel,
                level=item.level,
                indicators=list(told.indicators),
                months=told.months,
                received_at=self._at(told.day, 9),
                name=home.head_name,
                birth_on=home.head_birth,
                place=home.address,
                words="" if told.indicators else self.random.choice(WORDS),
                receipt=f"{item.number}-{len(self.rows.signals):06d}",
            )
        )

    def _finish(self, item: WorkItem, home: Home, day: dt.date, office: Office, owner: Post) -> dt.date:
        random = self.random
        when = next_working_day(day + dt.timedelta(days=max(0, round(random.expovariate(1 / office.delay)))))
        for _ in range(random.choices((0, 1, 2, 3), (50, 28, 15, 7))[0]):
            self._contact(item, owner, when, ContactAttempt.Result.NO_ANSWER)
            when = next_working_day(when + dt.timedelta(days=random.randrange(1, 4)))
        kind = self._outcome(home, office)
        if kind not in NEEDS_HEAD:
            self._contact(item, owner, when, ContactAttempt.Result.SPOKE)
            visit = self._visit(item, home, office, owner, when) if random.random() < 0.62 else None
            when = visit.planned_on if visit else when
            self._counselling(item, owner, when, kind, visit)
        ends = next_working_day(when + dt.timedelta(days=random.randrange(1, 20)))
        self._close(item, kind, office, owner, ends)
        return ends

    def _outcome(self, home: Home, office: Office) -> Closure.Kind:
        helped = self.random.random() < office.support * (0.6 + home.need)
        pool = [(kind, weight) for kind, weight in OUTCOMES if (kind in {K.PUB_BASIC, K.PUB_OTHER}) == helped]
        return self.random.choices([kind for kind, _ in pool], [weight for _, weight in pool])[0]

    def _contact(self, item: WorkItem, owner: Post, day: dt.date, result: ContactAttempt.Result) -> None:
        self.rows.contacts.append(
            ContactAttempt(
                work_item=item,
                household_id=item.household_id,
                area_id=item.area_id,
                at=self._at(day, self.random.choice((9, 10, 11, 14, 15, 16, 18, 19))),
                way=ContactAttempt.Way.PHONE,
                result=result,
                next_on=None if result == ContactAttempt.Result.SPOKE else day + dt.timedelta(days=2),
                made_by=owner.user_id,
                made_label=self._label(owner),
            )
        )

    def _visit(self, item: WorkItem, home: Home, office: Office, owner: Post, day: dt.date) -> Visit:
        random = self.random
        day = next_working_day(day + dt.timedelta(days=random.randrange(1, 7)))
        result = random.choices(("met", "met_family"), (9, 1))[0]
        visit = Visit(
            programme=self.programme,
            household_id=home.id,
            work_item=item,
            area_id=home.area_id,
            lead=owner,
            planned_on=day,
            planned_at=dt.time(random.choice((10, 11, 14, 15, 16)), random.choice((0, 30))),
            purpose="걱정 확인",
            state=Visit.State.DONE,
            result=result,
            arrived_at=self._at(day, 10),
            left_at=self._at(day, 11),
            recorded_at=self._at(day, 17),
            recorded_by=owner.user_id,
        )
        self.rows.visits.append(visit)
        if office.second and random.random() < office.pairs:
            second = random.choice(office.second)
            self.rows.companions.append(Companion(visit=visit, post=second, kind=Role(second.role).label))
        else:
            visit.alone_reason = "동행할 사람이 없어 낮에 다녀옴"
        return visit

    def _counselling(self, item: WorkItem, owner: Post, day: dt.date, kind: Closure.Kind, visit: Visit | None) -> None:
        random = self.random
        helped = kind in {K.PUB_BASIC, K.PUB_OTHER}
        record = Counselling(
            household_id=item.household_id,
            work_item=item,
            visit=visit,
            area_id=item.area_id,
            channel=Counselling.Channel.VISIT
            if visit
            else random.choice((Counselling.Channel.PHONE, Counselling.Channel.COUNTER)),
            counselled_on=day,
            minutes=random.randrange(10, 70),
            client_words=random.choice(SAID),
            disposition=Counselling.Disposition.APPLY if helped else Counselling.Disposition.INFORMATION,
            target_group=random.choice(TARGETS),
            next_check_on=day + dt.timedelta(days=14),
            counselled_by=owner.user_id,
            counselled_label=self._label(owner),
        )
        self.rows.counsellings.append(record)
        for benefit in random.sample(TOLD, random.randrange(1, 4)):
            told = ToldBenefit(
                counselling=record, area_id=item.area_id, household_id=item.household_id, benefit=benefit
            )
            told.wants_to_apply = helped
            self.rows.told.append(told)
        if helped:
            self._application(item, owner, day, kind)

    def _application(self, item: WorkItem, owner: Post, day: dt.date, kind: Closure.Kind) -> None:
        basic = kind == K.PUB_BASIC
        self.rows.applications.append(
            Application(
                household_id=item.household_id,
                work_item=item,
                area_id=item.area_id,
                benefit=self.random.choice(
                    ("생계급여", "주거급여", "의료급여") if basic else ("기초연금", "에너지바우처", "장애인연금")
                ),
                group=Application.Group.BASIC if basic else Application.Group.OTHER,
                turn=Application.Turn.DECIDED,
                opened_on=day,
                submitted_on=day,
                owner=owner,
                is_granted=True,
                decided_on=next_working_day(day + dt.timedelta(days=self.random.randrange(1, 12))),
                monthly_won=self.random.randrange(8, 60) * 10_000,
            )
        )

    def _close(self, item: WorkItem, kind: Closure.Kind, office: Office, owner: Post, day: dt.date) -> None:
        source = {
            K.EX_MOVED: "주민등록 전출 확인",
            K.EX_DIED: "사망신고 확인",
            K.EX_ADMIT: "병원 원무과 확인",
            K.ALREADY: "행복이음 수급 이력",
        }.get(kind, "")
        words = {K.NONEED: "본인이 지금은 도움이 필요 없다고 하심", K.ALREADY: "이미 같은 지원을 받고 계심"}.get(
            kind, ""
        )
        item.state = WorkItem.State.LINKED if kind in {K.PUB_BASIC, K.PUB_OTHER} else WorkItem.State.CONTACTED
        item.closed_on = day
        facts: dict[str, Any] = {
            "household_id": item.household_id,
            "area_id": item.area_id,
            "kind": kind,
            "words": words,
            "source": source,
        }
        self.rows.requests.append(
            ClosingRequest(
                work_item=item,
                asked_by=owner.user_id,
                decided_by=office.head.user_id,
                decided_at=self._at(day, 16),
                is_approved=True,
                **facts,
            )
        )
        self.rows.closures.append(
            Closure(work_item=item, closed_on=day, closed_by=owner.user_id, approved_by=office.head.user_id, **facts)
        )

    def _at(self, day: dt.date, hour: int) -> dt.datetime:
        return dt.datetime.combine(day, dt.time(hour, self.random.randrange(60)), timezone.get_current_timezone())

    def _label(self, post: Post) -> str:
        return f"{post.area.name} {post.title} · {post.user.name}"
