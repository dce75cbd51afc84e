"""A home in 노암동 and the steps of one aid, each done by the person who does it in the office."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.access.scope import acting_as
from bokjihub.emergency.actions import grant as granting
from bokjihub.emergency.actions.grant import Ask
from bokjihub.emergency.actions.payment import pay
from bokjihub.emergency.actions.request import record_on_site, request_aid
from bokjihub.emergency.models import CrisisReason, EmergencyAid, Grant, Kind, Payment
from bokjihub.people import actions as people
from bokjihub.people.actions import NewPerson
from bokjihub.people.models import Household
from tests.cast import Cast

MONDAY = dt.date(2026, 11, 23)


@dataclass
class Office:
    """The people at work on one home; a day is given to each step, so that clocks can be counted by hand."""

    cast: Cast
    home: Household

    def actor(self, who: str, day: dt.date) -> Actor:
        return self.cast.actor(who, day=day)

    def do(self, who: str, day: dt.date, action: Callable[..., Any], **data: Any) -> Any:
        actor = self.actor(who, day)
        with acting_as(actor):
            return action(**data, by=actor)

    def request(
        self,
        day: dt.date = MONDAY,
        *,
        kind: Kind = Kind.LIVING,
        code: str = "illness",
        who: str = "officer",
        **more: Any,
    ) -> EmergencyAid:
        reason = CrisisReason.objects.on(day).get(code=code)
        return self.do(who, day, request_aid, household=self.home, kind=kind, reason=reason, requested_on=day, **more)

    def on_site(self, aid: EmergencyAid, day: dt.date = MONDAY, **more: Any) -> EmergencyAid:
        facts = {
            "findings": "쌀과 연탄이 떨어짐",
            "same_kind_source": "행복이음 수급 내역",
            "financial_consent": EmergencyAid.Later.NOW,
            "household_size": 1,
            **more,
        }
        return self.do("emergency", day, record_on_site, aid=aid, on_site_on=day, **facts)

    def ask(self, aid: EmergencyAid, day: dt.date = MONDAY, **more: Any) -> Grant:
        facts = {"months": 3, "monthly_won": 783_000, "starts_on": day, **more}
        return self.do("emergency", day, granting.ask_grant, aid=aid, ask=Ask(**facts))

    def decide(self, grant: Grant, day: dt.date = MONDAY, *, who: str = "head", **more: Any) -> Grant:
        return self.do(who, day, granting.decide_grant, grant=grant, **{"is_approved": True, **more})

    def pay(self, grant: Grant, day: dt.date = MONDAY, **more: Any) -> Payment:
        facts = {"won": 783_000, "paid_on": day, "way": Payment.Way.ACCOUNT, **more}
        return self.do("emergency", day, pay, grant=grant, **facts)

    def granted(self, day: dt.date = MONDAY, *, months: int = 3, **more: Any) -> Grant:
        """An approved grant, from the request on, all on one day."""
        aid = self.on_site(self.request(day, **more.pop("request", {})), day, **more.pop("on_site", {}))
        return self.decide(self.ask(aid, day, months=months, **more), day)


@pytest.fixture
def home(cast: Cast) -> Household:
    actor = cast.actor("officer")
    with acting_as(actor):
        return people.register_household(
            area=cast.dongs["노암동"],
            address="노암동 시묘길 12, 101동 503호",
            head=NewPerson(name="서갑식", birth_year=1961, phone="010-0000-4821"),
            by=actor,
        )


@pytest.fixture
def office(cast: Cast, home: Household) -> Office:
    return Office(cast, home)
