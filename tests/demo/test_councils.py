"""The demo's councils meet as the law asks, and there is a meeting to come."""

from random import Random

import pytest
from django.utils import timezone

from bokjihub.clocks.calendar import add_months
from bokjihub.demo import councils, ground, help
from bokjihub.partners.models import CouncilMeeting, CouncilTerm, Thanks

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_the_citys_councils_met_with_a_quorum_and_meet_again() -> None:
    today = timezone.localdate()
    town = ground.build(ground.laid_out(), Random(5), since=add_months(today, -48))
    help.Helpers(town, Random(5), today)._councils()
    assert councils.at_work(town, today) == f"협의체 회의 6번, 감사 인사 {councils.THANKED}번"
    of_city = CouncilTerm.objects.on(today).filter(area=town.city)
    assert {one.body for one in of_city} == {"main", "working"}
    held = CouncilMeeting.objects.filter(held_on__lt=today)
    assert held.count() == 3
    assert all(one.has_quorum and one.noticed_on <= one.notice_due_on for one in held)
    assert all(one.decisions.get().is_carried for one in held)
    to_come = CouncilMeeting.objects.filter(held_on__gt=today)
    assert to_come.count() == 3
    assert not any(one.noticed_on for one in to_come)
    assert Thanks.objects.filter(given_on__year=today.year).count() == councils.THANKED
