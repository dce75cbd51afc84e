"""What the demo's province reads."""

import datetime as dt
from random import Random

import pytest
from django.utils import timezone

from bokjihub.accounts.access.actors import actor_of
from bokjihub.accounts.access.scope import acting_as
from bokjihub.accounts.models import Role
from bokjihub.clocks.calendar import add_months
from bokjihub.demo import ground, hub
from bokjihub.statistics.models import TownFigure
from bokjihub.statistics.queries.oversight import sent

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_the_province_has_two_months_to_look_at() -> None:
    today = timezone.localdate()
    town = ground.build(ground.laid_out(), Random(5), since=add_months(today, -48))
    hub.hub_of(town)
    assert "시·도에 보낸 집계" in hub.figures_of(town, today)
    monitor = town.posts_of(Role.MONITOR)[0]
    with acting_as(actor_of(monitor.user, place="test", day=today)):
        found = sent(town.city, today)
        assert found is not None
        assert len(found.dongs) == len(town.dongs)
    ends = set(TownFigure.objects.values_list("last", flat=True))
    assert len(ends) == 2
    assert max(ends) == today.replace(day=1) - dt.timedelta(days=1)
