"""인계: everything open moves at once; who ordered it saw only counts."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from bokjihub.accounts.access.scope import acting_as
from bokjihub.accounts.models import Assignment, TongCharge
from bokjihub.audit.models import Entry
from bokjihub.desk import actions
from bokjihub.desk.queries.open_work import open_work
from bokjihub.desk.queries.today import today_of
from bokjihub.visits.models import Booking
from tests.desk.conftest import Town

Browse = Callable[[str], Client]


@pytest.mark.parametrize("orderer", ["head", "admin"])
def test_everything_open_moves_and_the_giver_is_left_without(town: Town, browse: Browse, orderer: str) -> None:
    home = town.home()
    item = town.work(home)
    clock = town.clock(home)
    visit = town.visit(home, day=2)
    giver, taker = town.cast.posts["officer"], town.cast.posts["colleague"]
    client = browse(orderer)
    preview = client.get(f"/posts/{giver.id}/hand-over/").content.decode()
    assert "박" not in preview.replace("박정임", "").replace("박희망", "")
    response = client.post(f"/posts/{giver.id}/hand-over/", {"taker": taker.id, "reason": "휴직"})
    assert response.status_code == 302
    for row in (item, clock, visit):
        row.refresh_from_db()
    assert (item.owner_id, clock.post_id, visit.lead_id) == (taker.id, taker.id, taker.id)
    assert TongCharge.objects.get(ends_on__isnull=True).post_id == taker.id
    assert not Assignment.objects.filter(post=giver, ends_at__isnull=True).exists()
    with acting_as(town.cast.actor("colleague")):
        assert sum(block.count for block in today_of(town.cast.actor("colleague")).blocks) == 1
    with acting_as(town.cast.actor("officer")):
        assert today_of(town.cast.actor("officer")).is_done
    assert open_work(giver, asker=town.cast.actor("head")).is_none
    assert Entry.objects.filter(act="desk.hand_over_all", words="휴직").exists()


def test_a_taker_of_another_trade_or_city_is_refused(town: Town) -> None:
    giver = town.cast.posts["officer"]
    for who in ("nurse", "outsider", "volunteer", "officer"):
        head = town.cast.actor("head")
        with acting_as(head), pytest.raises(actions.WrongTaker):
            actions.hand_over_all(giver=giver, taker=town.cast.posts[who], reason="휴직", by=head)


def test_a_head_reaches_the_own_team_and_an_administrator_the_own_city(town: Town, browse: Browse) -> None:
    assert browse("head").get(f"/posts/{town.cast.posts['geum_officer'].id}/hand-over/").status_code == 404
    assert browse("admin").get(f"/posts/{town.cast.posts['outsider'].id}/hand-over/").status_code == 404
    assert browse("admin").get(f"/posts/{town.cast.posts['geum_officer'].id}/hand-over/").status_code == 200
    assert browse("officer").get(f"/posts/{town.cast.posts['colleague'].id}/hand-over/").status_code == 404


def test_booked_time_passes_too_unless_the_taker_is_elsewhere(town: Town) -> None:
    giver, taker, head = town.cast.posts["officer"], town.cast.posts["colleague"], town.cast.actor("head")
    visit, busy = town.visit(town.home(), day=2), town.visit(town.home("오순례"), "colleague", day=3)
    at = timezone.now() + dt.timedelta(days=2)
    span = {"starts_at": at, "ends_at": at + dt.timedelta(minutes=40)}
    booking = Booking.objects.create(visit=visit, user=giver.user, **span)
    clash = Booking.objects.create(visit=busy, user=taker.user, **span)
    with acting_as(head), pytest.raises(actions.WrongTaker, match="다른 방문"):
        actions.hand_over_all(giver=giver, taker=taker, reason="휴직", by=head)
    clash.delete()
    with acting_as(head):
        actions.hand_over_all(giver=giver, taker=taker, reason="휴직", by=head)
    booking.refresh_from_db()
    assert booking.user_id == taker.user_id


def test_a_reason_is_asked(town: Town, browse: Browse) -> None:
    giver, taker = town.cast.posts["officer"], town.cast.posts["colleague"]
    response = browse("head").post(f"/posts/{giver.id}/hand-over/", {"taker": taker.id, "reason": ""})
    assert response.status_code == 200
