"""The nurses' records of an invented corner of the town: judged like real work, the last ones through the action."""

import datetime as dt
from random import Random

import pytest
from django.utils import timezone

from bokjihub.assessments.models import Assessment, Flag
from bokjihub.clocks.models import Clock
from bokjihub.demo import ground, health, residents
from bokjihub.visits.models import Due, Enrolment

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_the_records_of_a_dong_hold_together() -> None:
    random, today = Random(3), timezone.localdate()
    town = ground.build(ground.laid_out(), random, since=today - dt.timedelta(days=900))
    town.facts = [
        {**row, "households": 90, "single": 30, "people": 190} for row in town.facts if row["name"] == "노암동"
    ]
    homes = residents.imagine(residents.places_of(town), random, today).write()
    health.forms_of(town, today)
    told = health.records_of(town, homes, random, today)
    assert "오늘 살필 것" in told
    assert Enrolment.objects.filter(group="intensive").count() == health.IN_GROUP["intensive"]
    assert Assessment.objects.exclude(bands=[]).count() > 20
    assert Due.objects.filter(programme__code="HEALTH").exists()
    left = Flag.objects.filter(done_at__isnull=True)
    assert left.filter(level="urgent").exists()
    assert Clock.objects.filter(subject_id__in=left.values("id"), done_at__isnull=True).count() == left.count()
