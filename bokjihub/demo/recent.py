"""The last weeks, played through the real actions by the people of the town, so that Today is what the product makes of it.

Each day: signals come in and find their homes, heads give them out by tong, officers call. What nobody managed stays
open, with its clocks.
"""

import datetime as dt
from collections.abc import Iterable
from random import Random

from django.utils import timezone

from bokjihub.accounts.access.actors import Actor, actor_of, job_actor
from bokjihub.accounts.access.scope import acting_as
from bokjihub.accounts.models import Post, Role
from bokjihub.areas.models import Team
from bokjihub.clocks.calendar import is_working_day, next_working_day
from bokjihub.demo.calendar import on_day
from bokjihub.demo.ground import Town
from bokjihub.demo.history import BIGDATA, CUTS, NAMES_A_ROUND, SAID, VOICES, WORDS
from bokjihub.demo.residents import Home
from bokjihub.discovery.actions.contact import Try, record_contact
from bokjihub.discovery.actions.work import assign_by_tong
from bokjihub.discovery.actions.work_open import attach_signal
from bokjihub.discovery.models import Channel, ContactAttempt, Level, Signal, WorkItem
from bokjihub.people.models import Household

VOICES_A_DAY = 2
PLACE = "합성 자료"
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

    def _actor(self, post: Post, day: dt.date) -> Actor:
        return actor_of(post.user, place=PLACE, day=day)

    def _take_in(self, day: dt.date, *, with_round: bool) -> None:
        random = self.random
        clerk = job_actor("자료 받기", city=self.town.city, day=day)
        heard: list[tuple[Channel, list[str]]] = [
            (random.choices([one for one, _ in VOICES], [weight for _, weight in VOICES])[0], [])
            for _ in range(VOICES_A_DAY)
        ]
        if day.day in {3, 17}:
            heard += [(Channel.UTILITY, [random.choice(CUTS)]) for _ in range(10)]
        if with_round:
            heard += [
                (Channel.BIGDATA, random.sample(BIGDATA, random.choice((1, 2, 2, 3)))) for _ in range(NAMES_A_ROUND)
            ]
        homes = random.choices(self.homes, self.weights, k=len(heard))
        with acting_as(clerk):
            for (channel, indicators), home in zip(heard, homes, strict=True):
                signal = self._signal(home, channel, indicators, day)
                attach_signal(signal=signal, household=Household.objects.get(id=home.id), by=clerk)

    def _signal(self, home: Home, channel: Channel, indicators: list[str], day: dt.date) -> Signal:
        self.serial += 1
        urgent = not indicators and self.random.random() < 0.06
        return Signal.objects.create(
            area_id=home.area_id,
            channel=channel,
            level=Level.URGENT if urgent else Level.NORMAL,
            indicators=indicators,
            months=self.random.randrange(3, 16) if indicators else None,
            received_at=timezone.now(),
            name=home.head_name,
            birth_on=home.head_birth,
            place=home.address,
            words="" if indicators else self.random.choice(WORDS),
            receipt=f"시연-{day:%y%m%d}-{self.serial:05d}",
        )

    def _give_out(self, team: Team, day: dt.date) -> None:
        """The head gives out yesterday's worries by tong; on some days nobody gets to it."""
        if self.random.random() < 0.15:
            return
        head = self._actor(self.town.posts_of(Role.TEAM_HEAD, team)[0], day)
        with acting_as(head):
            waiting = WorkItem.objects.filter(
                area_id__in=head.areas, owner__isnull=True, closed_on__isnull=True, opened_on__lt=day
            )
            assign_by_tong(work_items=list(waiting.select_related("household")), by=head)

    def _calls(self, officer: Post, day: dt.date) -> None:
        actor = self._actor(officer, day)
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
