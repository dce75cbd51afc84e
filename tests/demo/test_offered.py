"""The demo's desks have promised gifts, asked-for funds and village days of two years, each with its next person."""

from random import Random

import pytest
from django.utils import timezone

from bokjihub.clocks.calendar import add_months
from bokjihub.clocks.models import Clock
from bokjihub.demo import ground, offered
from bokjihub.programmes.models import Opinion, Programme, ServiceCount
from bokjihub.resources.models import ChestApplication, Offer

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_what_is_promised_asked_for_and_heard_waits_for_somebody() -> None:
    today = timezone.localdate()
    town = ground.build(ground.laid_out(), Random(5), since=add_months(today, -48))
    offered.waiting(town, today)
    offered.village_days(town, today)
    offers = {one.name: one.state for one in Offer.objects.all()}
    assert offers == {"김장 김치": "offered", "겨울 이불": "review", "전기장판": "accepted", "연탄": "offered"}
    waiting = set(Clock.objects.filter(done_at__isnull=True).values_list("subject_id", flat=True))
    assert waiting >= set(Offer.objects.values_list("id", flat=True))
    open_funds = ChestApplication.objects.filter(told_on__isnull=True)
    assert open_funds.count() == 2
    assert waiting >= set(open_funds.values_list("id", flat=True))
    days = Programme.objects.filter(kind=Programme.Kind.VILLAGE_DAY)
    assert [one.closed_on is None for one in days.order_by("starts_on")] == [False, True]
    assert ServiceCount.objects.filter(programme__in=days).count() == 7
    unanswered = Opinion.objects.get(answered_on__isnull=True)
    assert unanswered.id in waiting
