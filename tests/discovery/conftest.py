"""Homes and signals for the tests of discovery, written as the officer of the dong would."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from bokjihub.accounts.access.scope import acting_as
from bokjihub.discovery.models import Channel, Signal
from bokjihub.people import actions as people
from bokjihub.people.actions import NewPerson
from bokjihub.people.models import Household
from tests.cast import Cast

Home = Callable[..., Household]


@pytest.fixture
def home(cast: Cast) -> Home:
    """`home("박영순", "시묘길 12")`: a household in 노암동 (or another dong)."""

    def make(
        name: str = "박영순", address: str = "시묘길 12, 101동 503호", *, dong: str = "노암동", **more: Any
    ) -> Household:
        household_fields = {key: more.pop(key) for key in ("tong", "kind", "registered_address") if key in more}
        actor = cast.actor("hope")
        with acting_as(actor):
            return people.register_household(
                area=cast.dongs[dong], address=address, head=NewPerson(name=name, **more), by=actor, **household_fields
            )

    return make


@pytest.fixture
def signal(cast: Cast) -> Callable[..., Signal]:
    """A signal in 노암동 as a file or a report leaves it: no household yet."""
    count = iter(range(1000))

    def make(**facts: Any) -> Signal:
        given = {
            "area": cast.dongs["노암동"],
            "channel": Channel.NEIGHBOUR,
            "place": "시묘길 12",
            "received_at": timezone.now(),
            "receipt": f"시험-{next(count)}",
        }
        return Signal.objects.create(**{**given, **facts})

    return make
