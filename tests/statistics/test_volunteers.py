"""봉사자마다 한 일: from the entries, each once, and no nought for who may not read them."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from bokjihub.accounts.access.scope import acting_as
from bokjihub.discovery.models import Channel, Signal
from bokjihub.partners.models import Volunteer
from bokjihub.statistics.queries.volunteers import Deeds, deeds_of
from bokjihub.visits.models import Visit
from tests.cast import Cast
from tests.factories import visits, work_items

pytestmark = pytest.mark.django_db


@pytest.fixture
def helper(cast: Cast) -> Volunteer:
    """박정임, who told of two worries (one became work, one lies a year back) and walked along twice (one to come)."""
    today = timezone.localdate()
    row = Volunteer.objects.create(
        name="박정임",
        kind=Volunteer.Kind.GOOD_NEIGHBOUR,
        area=cast.dongs["노암동"],
        post=cast.posts["volunteer"],
        starts_on=today - dt.timedelta(days=900),
    )
    item = work_items.worry(cast)
    now = timezone.now()
    for number, (at, work) in enumerate(((now, item), (now, None), (now - dt.timedelta(days=700), item))):
        Signal.objects.create(
            channel=Channel.GOODNB,
            receipt=f"제보-{number}",
            received_at=at,
            area=item.area,
            household=item.household,
            work_item=work,
            taken_by=cast.user("volunteer").id,
        )
    made = visits.planned(
        cast, item.household, lead="officer", along=("volunteer",), volunteer_basis="danger", on=today
    )
    Visit.objects.filter(id=made.id).update(state=Visit.State.DONE, result=Visit.Result.MET)
    visits.planned(cast, item.household, lead="officer", along=("volunteer",), volunteer_basis="danger")
    return row


def test_deeds_are_counted_from_what_was_entered_this_year(cast: Cast, helper: Volunteer) -> None:
    today = timezone.localdate()
    with acting_as(cast.actor("officer")):
        found = deeds_of([helper], today.replace(month=1, day=1), today)
    assert found == {helper.id: Deeds(reports=2, found=1, walks=1)}


def test_the_page_and_the_list_say_it_to_who_reads_the_dong(cast: Cast, helper: Volunteer, browse: Any) -> None:
    page = reverse("partners:volunteer", args=[helper.id])
    body = browse("officer").get(page).content.decode()
    assert "<dd>2건</dd>" in body
    assert "<dd>1번</dd>" in body
    listed = reverse("partners:dong_council", args=[helper.area_id])
    assert "알림 2 · 동행 1" in browse("officer").get(listed).content.decode()
    assert "올해 무엇을 했나요" not in browse("secretary").get(page).content.decode()
    assert "알림 0" not in browse("secretary").get(listed).content.decode()
