"""The demo's emergency aid keeps the law of its days, and what is open has a next person."""

import datetime as dt
from random import Random
from typing import Any

import pytest
from django.utils import timezone

from bokjihub.clocks.calendar import add_months
from bokjihub.clocks.models import Clock
from bokjihub.demo import aid, ground, residents
from bokjihub.emergency.books import year_money
from bokjihub.emergency.models import EmergencyAid, NumberBook, Payment
from bokjihub.people.models import Person
from tests.demo.conftest import prove

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_two_years_of_aid_within_the_law_and_nine_open(monkeypatch: Any) -> None:
    monkeypatch.setattr(aid, "A_YEAR", 40)
    random, today = Random(5), timezone.localdate()
    town = ground.build(ground.laid_out(), random, since=add_months(today, -48))
    town.facts = [row for row in town.facts if row["name"] == "노암동"]
    homes = residents.imagine(residents.places_of(town), random, today).write()
    aid.aid_of(town, homes, random, add_months(today, -24), today)
    prove()  # 제10조 and 제9조제2항 are promises of the database
    ended = EmergencyAid.objects.filter(state=EmergencyAid.State.ENDED)
    assert ended.count() > 60
    assert all(one.reason.counts_on(one.requested_on) for one in ended.select_related("reason"))
    basic = Person.objects.filter(household__emergency_aids__isnull=False)
    assert not [one for one in basic if any(status.startswith("기초") for status in one.benefit_status)]
    for book in NumberBook.objects.all():
        assert EmergencyAid.objects.filter(number__startswith=f"{book.year}-").count() == book.last
    running = EmergencyAid.objects.exclude(state__in=(EmergencyAid.State.ENDED, EmergencyAid.State.DENIED))
    assert running.count() == len(aid.OPEN)
    assert {one.state for one in running} >= {"requested", "on_site", "paid"}
    waiting = Clock.objects.filter(subject_id__in=running.values("id"), done_at__isnull=True)
    assert {one.subject_id for one in waiting} == {one.id for one in running}
    this_year = sum(row.paid for row in year_money(town.city, today.year))
    first = dt.date(today.year, 1, 1)
    assert this_year == sum(Payment.objects.filter(paid_on__gte=first).values_list("won", flat=True)) > 0
