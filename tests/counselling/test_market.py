"""이동상담: proposed dates, three taps, totals, taking back, a name only with consent, the file."""

import csv
import datetime as dt
import io
import uuid
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from bokjihub.accounts.access.scope import acting_as
from bokjihub.clocks.models import Clock
from bokjihub.counselling import errors
from bokjihub.counselling.actions import market
from bokjihub.counselling.models import MarketContact, MarketDay
from bokjihub.counselling.queries.market import Totals, market_dates, totals
from bokjihub.people.models import Consent, Household
from bokjihub.visits.models import Absence
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def today() -> dt.date:
    return timezone.localdate()


def opened(cast: Cast, *, on: dt.date | None = None) -> MarketDay:
    hope = cast.actor("hope")
    with acting_as(hope):
        return market.open_market_day(
            kind=MarketDay.Kind.MARKET, place="남원 공설시장", area=cast.dongs["금동"], held_on=on or today(), by=hope
        )


def hear(cast: Cast, day: MarketDay, **more: Any) -> MarketContact:
    hope = cast.actor("hope")
    heard = market.Heard(needs=more.pop("needs", ("생활비",)), answer=more.pop("answer", "안내함"), **more)
    with acting_as(hope):
        return market.record_contact(market_day=day, heard=heard, by=hope)


def test_the_namwon_market_opens_on_days_ending_in_four_and_nine() -> None:
    assert [day.day for day in market_dates(2026, 11)] == [4, 9, 14, 19, 24, 29]
    assert [day.day for day in market_dates(2026, 2)] == [4, 9, 14, 19, 24]
    assert [day.day for day in market_dates(2026, 12, (0, 5))] == [5, 10, 15, 20, 25, 30]


def test_the_same_place_opens_once_a_day(cast: Cast) -> None:
    assert opened(cast) == opened(cast)


def test_who_sits_at_the_desk_is_not_planned_for_visits_in_those_hours(cast: Cast, browse: Any) -> None:
    officer, day = browse("officer"), today() + dt.timedelta(days=3)
    seat = str(cast.posts["officer"].id)
    body = {"kind": "market", "place": "장터쉼터", "area": str(cast.dongs["노암동"].id), "held_on": day.isoformat()}
    body |= {"begins": "10", "ends": "14:30", "staff": [seat]}
    for hours in ({}, {}, {"begins": "11", "ends": "16"}):  # opened again, the same desk, and with other hours
        assert officer.post(reverse("counselling:open_market_day"), body | hours).status_code == 302
    away = Absence.objects.get()
    assert (away.user_id, away.reason) == (cast.user("officer").id, Absence.Reason.EVENT)
    assert [timezone.localtime(at) for at in (away.starts_at, away.ends_at)] == [
        timezone.make_aware(dt.datetime.combine(day, at)) for at in (dt.time(10), dt.time(14, 30))
    ]
    assert cast.user("nurse").name in officer.get(reverse("counselling:markets")).content.decode()
    odd = officer.post(reverse("counselling:open_market_day"), body | {"place": "다른 곳", "begins": "18", "ends": "9"})
    assert "끝나는 시각이 시작보다 뒤" in odd.content.decode()
    assert Absence.objects.count() == 1


def test_totals_count_users_helped_and_won(cast: Cast) -> None:
    day = opened(cast)
    hear(cast, day)
    hear(cast, day, answer="물품")
    hear(cast, day, linked_won=300_000, funding="민간")
    assert totals(day) == Totals(users=3, helped=2, known=0, won=300_000)


def test_the_same_tap_from_a_device_counts_once(cast: Cast) -> None:
    day, tap = opened(cast), uuid.uuid4()
    assert hear(cast, day, client_id=tap) == hear(cast, day, client_id=tap)
    assert totals(day).users == 1


def test_only_on_its_day(cast: Cast) -> None:
    with pytest.raises(errors.MarketDayClosed):
        hear(cast, opened(cast, on=today() - dt.timedelta(days=5)))


def test_the_last_contact_is_taken_back_by_its_taker_within_minutes(cast: Cast) -> None:
    day = opened(cast)
    hear(cast, day)
    second = hear(cast, day, answer="물품")
    hope, other = cast.actor("hope"), cast.actor("geum_officer")
    with acting_as(other), pytest.raises(errors.NothingToUndo):
        market.undo_contact(market_day=day, by=other)
    with acting_as(hope):
        market.undo_contact(market_day=day, by=hope)
    assert not MarketContact.objects.filter(id=second.id).exists()
    MarketContact.objects.update(at=timezone.now() - dt.timedelta(minutes=6))
    with acting_as(hope), pytest.raises(errors.NothingToUndo):
        market.undo_contact(market_day=day, by=hope)
    assert totals(day).users == 1


def test_a_call_back_needs_name_phone_and_consent_gets_a_clock_and_is_not_taken_back(cast: Cast) -> None:
    day = opened(cast)
    with pytest.raises(errors.CallNeedsName):
        hear(cast, day, name="한순이")
    contact = hear(cast, day, name="한순이", phone="010-0000-7777", agrees=True)
    assert contact.person is not None
    assert contact.person.phone == "010-0000-7777"
    assert Consent.objects.get().given_by == "한순이"
    call = Clock.objects.get(policy__code="counselling.call_back")
    assert (call.household_id, call.role) == (contact.household_id, "dong_officer")
    assert "한순이" not in call.title
    hope = cast.actor("hope")
    with acting_as(hope), pytest.raises(errors.NothingToUndo):
        market.undo_contact(market_day=day, by=hope)


def test_three_taps_make_a_contact_and_the_desk_counts(cast: Cast, browse: Any) -> None:
    hope = browse("hope")
    body = {"kind": "market", "place": "남원 공설시장", "area": cast.dongs["금동"].id, "held_on": today().isoformat()}
    desk = hope.post(reverse("counselling:open_market_day"), body)["Location"]
    assert hope.post(desk, {"needs": ["병원"], "answer": "물품"}).status_code == 302
    assert "<b>1</b>명" in hope.get(desk).content.decode()
    assert hope.post(desk, {"answer": "물품"}).status_code == 422
    assert not Household.objects.exists()
    assert "남원 공설시장" in hope.get(reverse("counselling:markets")).content.decode()


def test_the_next_desk_is_proposed_where_the_last_one_stood(cast: Cast, browse: Any) -> None:
    url = reverse("counselling:markets")
    assert 'name="place" value=' not in browse("hope").get(url).content.decode()
    opened(cast, on=today() - dt.timedelta(days=40))
    assert 'name="place" value="남원 공설시장"' in browse("hope").get(url).content.decode()


def test_the_file_has_numbers_and_no_name(cast: Cast, browse: Any) -> None:
    day = opened(cast)
    hear(cast, day, name="한순이", phone="010-0000-7777", agrees=True, linked_won=50_000)
    found = browse("hope").get(reverse("counselling:market_file", args=[day.id, "csv"]))
    rows = list(csv.reader(io.StringIO(found.content.decode("utf-8-sig"))))
    assert rows[1][2:6] == ["생활비", "안내함", "예", "50000"]
    assert "한순이" not in found.content.decode("utf-8-sig")
    book = browse("hope").get(reverse("counselling:market_file", args=[day.id, "xlsx"]))
    assert book.content[:2] == b"PK"


def test_another_city_does_not_see_the_desk(cast: Cast, browse: Any) -> None:
    assert browse("outsider").get(reverse("counselling:market_desk", args=[opened(cast).id])).status_code == 404
