"""Homes and work of the small city, made through the same actions as real work."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from bokjihub.accounts import actions as accounts
from bokjihub.accounts.access.scope import acting_as
from bokjihub.accounts.actions import assign
from bokjihub.accounts.models import Assignment, Post, Role
from bokjihub.clocks.actions import start_clock
from bokjihub.clocks.models import Clock
from bokjihub.discovery.models import ContactAttempt, Signal, WorkItem
from bokjihub.people import actions as people
from bokjihub.people.actions import NewPerson
from bokjihub.people.models import Household
from bokjihub.visits.models import Companion, Visit, VisitProgramme
from tests.accounts.places import OURS, World
from tests.cast import Cast


@dataclass
class Town:
    """What a test asks of the city: homes, work on them, deadlines, visits."""

    cast: Cast

    @property
    def today(self) -> dt.date:
        return timezone.localdate()

    def home(
        self, name: str = "박영순", *, dong: str = "노암동", phone: str = "010-2345-4821", **more: Any
    ) -> Household:
        """A home nobody works on yet."""
        facts: dict[str, Any] = {"birth_on": dt.date(1948, 3, 5), "sex": "F", **more}
        hope = self.cast.actor("hope") if dong != "매곡동" else self.cast.actor("outsider")
        with acting_as(hope):
            return people.register_household(
                area=self.cast.dongs[dong],
                address=f"{dong} 시묘길 12, 101동 {len(name)}03호",
                kind=Household.Kind.SINGLE,
                head=NewPerson(name=name, phone=phone, **facts),
                by=hope,
            )

    def work(self, home: Household, who: str = "officer", *, state: str = "assigned", points: int = 78) -> WorkItem:
        """An open worry, owned by somebody and given to their team."""
        post = self.cast.posts[who]
        item = WorkItem.objects.create(
            household=home, area=home.area, number=f"B-2611-{WorkItem.objects.count():04}", state=state, owner=post,
            points=points, times_flagged=2, opened_on=self.today,
        )  # fmt: skip
        Signal.objects.create(
            work_item=item, household=home, area=home.area, channel="UTILITY", indicators=["elec_arrears"], months=5,
            received_at=timezone.now(), place=home.address, words="불이 안 켜진 지 며칠 됐다", receipt=f"R-{uuid4().hex[:8]}",
        )  # fmt: skip
        self.give(home, post, source_id=item.id)
        return item

    def give(self, home: Household, post: Post, *, source_id: UUID | None = None) -> None:
        """The right that comes from work, to the team and to the person."""
        by = self.cast.actor("head")
        for right in ({"team_id": post.team_id}, {"post_id": post.id}):
            accounts.assign(
                subject_id=home.id, purpose=Assignment.Purpose.WORK_ITEM, source_id=source_id, by=by, **right
            )

    def clock(
        self,
        home: Household | None,
        who: str = "officer",
        *,
        due: int = 0,
        started: int = -5,
        code: str = "work_item.next_contact",
        title: str = "전화 3번째(저녁)",
        subject_id: UUID | None = None,
        role: Role | None = None,
    ) -> Clock:
        """A deadline of somebody, so many days from today; of a role without owner when `role` is given."""
        post = self.cast.posts[who]
        area = home.area if home else post.area
        return start_clock(
            code=code, subject_kind="discovery.work_item", subject_id=subject_id or uuid4(), area_id=area.id,
            household_id=home.id if home else None, role=role or Role(post.role), post_id=None if role else post.id,
            title=title, verb="연락 기록", started_on=self.today + dt.timedelta(days=started),
            due_on=self.today + dt.timedelta(days=due), by=self.cast.actor("head"),
        )  # fmt: skip

    def visit(self, home: Household, who: str = "officer", *, day: int = 0, companion: str = "volunteer") -> Visit:
        """A visit by two on a day."""
        programme, _ = VisitProgramme.objects.get_or_create(code="CRISIS", defaults={"name": "위기가구 방문"})
        visit = Visit.objects.create(
            programme=programme, household=home, area=home.area, lead=self.cast.posts[who], purpose="첫 상담",
            planned_on=self.today + dt.timedelta(days=day), planned_at=dt.time(10),
        )  # fmt: skip
        Companion.objects.create(visit=visit, post=self.cast.posts[companion], kind="volunteer")
        return visit

    def contact(self, item: WorkItem, *, words: str = "전기 끊긴다고 종이가 왔어") -> ContactAttempt:
        """A call that was answered."""
        return ContactAttempt.objects.create(
            work_item=item, household=item.household, area=item.area, at=timezone.now(), way="phone", result="spoke",
            words=words, made_by=uuid4(), made_label="노암동 담당",
        )  # fmt: skip


@pytest.fixture
def town(cast: Cast) -> Town:
    return Town(cast)


@pytest.fixture
def world(cast: Cast) -> World:
    """With work on the home in 노암동, so that nobody is asked why they look."""
    made = World(cast)
    home = made.consent(OURS).household_id
    with acting_as(by := cast.actor("officer")):
        assign(
            subject_id=home,
            purpose=Assignment.Purpose.WORK_ITEM,
            post_id=cast.posts["officer"].id,
            by=by,
        )
    return made
