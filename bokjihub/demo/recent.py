"""The last weeks, played through the real actions by the people of the town, so that Today is what the product makes of it.

Each day: signals come in and find their homes, heads give them out by tong, officers call. What nobody managed stays
open, with its clocks.
"""

import datetime as dt
from collections.abc import Iterable
from random import Random

from django.utils import timezone

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.access.scope import acting_as
from bokjihub.accounts.models import Post, Role
from bokjihub.areas.models import Team
from bokjihub.clocks.calendar import is_working_day, next_working_day
from bokjihub.demo.calendar import on_day
from bokjihub.demo.files import Line, cut_list, round_list
from bokjihub.demo.ground import Town
from bokjihub.demo.history import NAMES_A_ROUND, SAID, VOICES, WORDS
from bokjihub.demo.residents import Home
from bokjihub.discovery.actions.contact import Try, record_contact
from bokjihub.discovery.actions.files import commit_file, open_round, upload_file
from bokjihub.discovery.actions.work import assign_by_tong
from bokjihub.discovery.actions.work_open import attach_signal
from bokjihub.discovery.models import Channel, ContactAttempt, Level, Signal, WorkItem
from bokjihub.people.models import Household

VOICES_A_DAY = 2
CUT_DAYS, CUTS_A_LIST = frozenset({3, 17}), 10
ROUND_WORDS = (
    "건강보험료 체납",
    "통신비 체납",
    "전기료 체납",
    "공동주택 관리비 체납",
    "금융연체(대출)",
    "휴폐업",
    "의료비 과다지출",
)
Result, Way = ContactAttempt.Result, ContactAttempt.Way


class Weeks:
    """Plays a span of days for a town."""

    def __init__(self, town: Town, homes: list[Home], random: Random) -> None:
        self.town, self.random = town, random
        self.homes = homes
        self.weights = [home.need**2 for home in homes]
        self.serial = 0

    def play(self, first: dt.date, last: dt.date, *, round_on: dt.date) -> int:
        """Every working day from `first` to `last`; the national list arrives on `round_on`. Returns signals taken in."""
        day = first
        while day <= last:
            if is_working_day(day):
                self._day(day, with_round=day == next_working_day(round_on))
            day += dt.timedelta(days=1)
        return self.serial

    def _day(self, day: dt.date, *, with_round: bool) -> None:
        with on_day(day, 9):
            self._take_in(day, with_round=with_round)
        with on_day(day, 11):
            for team in self._teams():
                self._give_out(team, day)
        with on_day(day, 15):
            for team in self._teams():
                for officer in self.town.posts_of(Role.DONG_OFFICER, team):
                    self._calls(officer, day)

    def _teams(self) -> Iterable[Team]:
        return {team.id: team for team in self.town.team_of.values()}.values()

    def _take_in(self, day: dt.date, *, with_round: bool) -> None:
        """Voices one by one; lists as the files they are, uploaded and brought in by the city's unit."""
        random = self.random
        clerk = self.town.actor(self.town.posts_of(Role.HOPE_UNIT)[0], day)
        channels = random.choices([one for one, _ in VOICES], [weight for _, weight in VOICES], k=VOICES_A_DAY)
        with acting_as(clerk):
            for channel, home in zip(channels, self._some(VOICES_A_DAY), strict=True):
                signal = self._voice(home, channel, day)
                attach_signal(signal=signal, household=Household.objects.get(id=home.id), by=clerk)
            if day.day in CUT_DAYS:
                lines = [self._line(home, day, ("전류제한",)) for home in self._some(CUTS_A_LIST)]
                self._bring_in(cut_list(lines, first_number=self.serial * 1000), "kepco_cut", day, clerk)
            if with_round:
                lines = [
                    self._line(home, day, tuple(random.sample(ROUND_WORDS, random.choice((1, 2, 2, 3)))))
                    for home in self._some(NAMES_A_ROUND)
                ]
                cycle = f"{day.year}-{(day.month + 1) // 2}"
                self._bring_in(round_list(lines, cycle=cycle), "haengbok_round", day, clerk)

    def _some(self, count: int) -> list[Home]:
        chosen = self.random.choices(self.homes, self.weights, k=count * 2)
        return list({home.id: home for home in chosen}.values())[:count]

    def _line(self, home: Home, day: dt.date, indicators: tuple[str, ...]) -> Line:
        self.serial += 1
        return Line(
            dong=home.dong,
            name=home.head_name,
            birth_on=home.head_birth,
            phone=home.phone,
            address=home.address,
            indicators=indicators,
            months=self.random.randrange(3, 16),
            amount_won=self.random.randrange(5, 90) * 10_000,
            event_on=day + dt.timedelta(days=5 if indicators == ("전류제한",) else -20),
        )

    def _bring_in(self, content: bytes, feed: str, day: dt.date, clerk: Actor) -> None:
        name = f"{feed}_{day:%Y%m%d}.{'xlsx' if content.startswith(b'PK') else 'csv'}"
        cycle = open_round(year=day.year, number=(day.month + 1) // 2, by=clerk) if feed == "haengbok_round" else None
        file = upload_file(content=content, name=name, feed=feed, city=self.town.city, round=cycle, by=clerk)
        commit_file(file=file, leave_out_rejected=True, by=clerk)

    def _voice(self, home: Home, channel: Channel, day: dt.date) -> Signal:
        self.serial += 1
        return Signal.objects.create(
            area_id=home.area_id,
            channel=channel,
            level=Level.URGENT if self.random.random() < 0.06 else Level.NORMAL,
            received_at=timezone.now(),
            name=home.head_name,
            birth_on=home.head_birth,
            place=home.address,
            words=self.random.choice(WORDS),
            receipt=f"시연-{day:%y%m%d}-{self.serial:05d}",
        )

    def _give_out(self, team: Team, day: dt.date) -> None:
        """The head gives out yesterday's worries by tong; on some days nobody gets to it."""
        if self.random.random() < 0.15:
            return
        head = self.town.actor(self.town.posts_of(Role.TEAM_HEAD, team)[0], day)
        with acting_as(head):
            waiting = WorkItem.objects.filter(
                area_id__in=head.areas, owner__isnull=True, closed_on__isnull=True, opened_on__lt=day
            )
            assign_by_tong(work_items=list(waiting.select_related("household")), by=head)

    def _calls(self, officer: Post, day: dt.date) -> None:
        actor = self.town.actor(officer, day)
        with acting_as(actor):
            mine = WorkItem.objects.filter(owner=officer, closed_on__isnull=True, next_on__lte=day)
            callable_now = mine.filter(state__in=[WorkItem.State.ASSIGNED, WorkItem.State.CONTACTING])
            for item in callable_now.order_by("next_on", "-points")[: self.random.randrange(2, 6)]:
                self._call(item, actor, day)

    def _call(self, item: WorkItem, actor: Actor, day: dt.date) -> None:
        result = self.random.choices((Result.NO_ANSWER, Result.SPOKE, Result.OTHER_PERSON), (50, 44, 6))[0]
        again = next_working_day(day + dt.timedelta(days=self.random.randrange(1, 4)))
        record_contact(
            work_item=item,
            what=Try(
                way=Way.PHONE,
                result=result,
                at=timezone.now(),
                words=self.random.choice(SAID) if result == Result.SPOKE else "",
                next_on=again,
            ),
            by=actor,
        )
