"""조례로 정하는 위기사유: from its day on in the request, with its basis; the reasons of the law stay the law's."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from bokjihub.accounts.access.scope import acting_as
from bokjihub.emergency import queries
from bokjihub.emergency.actions.reasons import (
    EndsTooSoon,
    NotOurReason,
    ReasonUnclear,
    Standard,
    TownReason,
    add_town_reason,
    end_town_reason,
)
from bokjihub.emergency.actions.request import request_aid
from bokjihub.emergency.errors import ReasonNotInForce
from bokjihub.emergency.models import CrisisReason, Kind
from tests.cast import Cast
from tests.factories import work_items

pytestmark = pytest.mark.django_db


def wanted(starts_on: dt.date, **more: Any) -> TownReason:
    facts = {
        "name": "전세 사기로 집을 잃음",
        "standard": Standard.SIMILAR,
        "ordinance": "남원시 조례 제3조제2호",
        **more,
    }
    return TownReason(starts_on=starts_on, **facts)


def test_a_town_adds_its_reason_and_it_is_chosen_from_its_day_on(cast: Cast, browse: Any) -> None:
    today = timezone.localdate()
    soon = today + dt.timedelta(days=5)
    sent = {"name": "전세 사기", "standard": "제6호", "ordinance": "남원시 조례 제3조", "starts_on": str(today)}
    page = reverse("emergency:reasons")
    assert browse("hope").post(page, sent).status_code == 302
    assert browse("hope").post(page, {**sent, "name": "이웃 화재", "starts_on": str(soon)}).status_code == 302
    assert "남원시 조례 제3조 (시행규칙 제1조의2제6호)" in browse("hope").get(page).content.decode()
    assert {"전세 사기"} == {one.name for one in queries.reasons_on(today) if one.code.startswith("ordinance_")}
    home = work_items.home(cast)
    form = browse("emergency").get(reverse("emergency:request", args=[home.id])).content.decode()
    assert "전세 사기" in form
    assert "이웃 화재" not in form, "not in force yet"
    later = CrisisReason.objects.get(name="이웃 화재")
    actor = cast.actor("emergency")
    with acting_as(actor), pytest.raises(ReasonNotInForce):
        request_aid(household=home, kind=Kind.LIVING, reason=later, requested_on=today, household_size=1, by=actor)


def test_an_ended_reason_is_no_longer_offered_and_keeps_its_days(cast: Cast) -> None:
    actor = cast.actor("hope")
    with acting_as(actor):
        row = add_town_reason(reason=wanted(actor.day), by=actor)
        with pytest.raises(EndsTooSoon):
            end_town_reason(reason=row, ends_on=actor.day - dt.timedelta(days=1), by=actor)
        end_town_reason(reason=row, ends_on=actor.day, by=actor)
        assert row.id in {one.id for one in queries.reasons_on(actor.day)}
        assert row.id not in {one.id for one in queries.reasons_on(actor.day + dt.timedelta(days=1))}
        with pytest.raises(ReasonUnclear):
            add_town_reason(reason=wanted(actor.day, ordinance=" "), by=actor)


def test_the_reasons_of_the_law_are_not_the_towns_to_change(cast: Cast) -> None:
    actor = cast.actor("hope")
    law = CrisisReason.objects.filter(code="violence").order_by("-starts_on")[0]
    with acting_as(actor):
        with pytest.raises(NotOurReason):
            end_town_reason(reason=law, ends_on=actor.day, by=actor)
        with pytest.raises(IntegrityError), transaction.atomic():
            CrisisReason.objects.filter(id=law.id).update(ends_on=actor.day)
        with pytest.raises(IntegrityError), transaction.atomic():
            CrisisReason.objects.create(
                code="violence", name="다른 말", basis="법", status="법령 확인", starts_on=actor.day
            )
