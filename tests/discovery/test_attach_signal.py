"""A signal finds its home: one open worry a household, points, clocks, rights."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.utils import timezone

from bokjihub.accounts.access.scope import acting_as
from bokjihub.accounts.models import Assignment, Role
from bokjihub.clocks.models import Clock
from bokjihub.clocks.queries import open_clocks
from bokjihub.discovery.actions.closing import approve_closing, propose_closing
from bokjihub.discovery.actions.work_open import HouseholdOutOfReach, SignalHasAHome, attach_signal
from bokjihub.discovery.models import Channel, Closure, Signal, WorkItem
from bokjihub.discovery.queries.reasons import reasons_of_item, reasons_of_items
from tests.cast import Cast
from tests.discovery.conftest import Home

MakeSignal = Callable[..., Signal]


def close(cast: Cast, item: WorkItem) -> None:
    """Moved away, checked in the register, agreed by the head."""
    officer, head = cast.actor("officer"), cast.actor("head")
    item.owner = cast.posts["officer"]
    item.save(update_fields=["owner"])
    with acting_as(officer):
        request = propose_closing(work_item=item, kind=Closure.Kind.EX_MOVED, source="주민등록", by=officer)
    with acting_as(head):
        approve_closing(request=request, by=head)


def test_two_signals_of_one_home_are_one_worry(cast: Cast, home: Home, signal: MakeSignal) -> None:
    house = home()
    first = signal(channel=Channel.UTILITY, indicators=["power_cut"])
    second = signal(channel=Channel.BIGDATA, indicators=["nhis_arrears"], months=5)
    officer = cast.actor("officer")
    with acting_as(officer):
        item = attach_signal(signal=first, household=house, by=officer)
        one = item.points
        again = attach_signal(signal=second, household=house, by=officer)
    assert again == item
    assert again.points > one
    assert WorkItem.objects.get().signals.count() == 2
    assert again.level == "high"  # a power cut is visited by rule
    assert sum(reason.points for reason in reasons_of_item(again, timezone.localdate())) == again.points
    assert reasons_of_items([again], timezone.localdate()) == {again.id: reasons_of_item(again, timezone.localdate())}


def test_the_team_head_is_told_and_the_team_may_open_the_home(cast: Cast, home: Home, signal: MakeSignal) -> None:
    house = home(tong=cast.tong5)
    officer, head = cast.actor("officer"), cast.actor("head")
    with acting_as(officer):
        item = attach_signal(signal=signal(), household=house, by=officer)
    with acting_as(head):
        (clock,) = open_clocks(head, until=timezone.localdate() + dt.timedelta(days=7))
    assert (clock.subject_kind, clock.subject_id, clock.role) == ("discovery.work_item", item.id, Role.TEAM_HEAD)
    assert "5통 담당 김서연" in clock.title
    right = Assignment.objects.get(subject_id=house.id)
    assert (right.team, right.source_id) == (cast.teams["노암"], item.id)
    assert item.next_on
    assert item.number.startswith("노-")


def test_an_urgent_signal_is_due_today(cast: Cast, home: Home, signal: MakeSignal) -> None:
    officer = cast.actor("officer")
    with acting_as(officer):
        item = attach_signal(signal=signal(level="urgent"), household=home(), by=officer)
    assert item.level == "urgent"
    assert Clock.objects.get(subject_id=item.id).due_on == timezone.localdate()


def test_the_owner_hears_of_what_is_added(cast: Cast, home: Home, signal: MakeSignal) -> None:
    house, officer = home(), cast.actor("officer")
    with acting_as(officer):
        item = attach_signal(signal=signal(), household=house, by=officer)
        WorkItem.objects.filter(id=item.id).update(owner=cast.posts["officer"])
        attach_signal(signal=signal(), household=house, by=officer)
    clock = Clock.objects.get(subject_id=item.id, policy__code="signal.triage")
    assert clock.post == cast.posts["officer"]
    assert "더해졌습니다" in clock.title


def test_a_home_found_again_points_at_its_past_and_counts(cast: Cast, home: Home, signal: MakeSignal) -> None:
    house, officer = home(), cast.actor("officer")
    with acting_as(officer):
        first = attach_signal(signal=signal(indicators=["wolse_weak"]), household=house, by=officer)
    close(cast, first)
    with acting_as(officer):
        second = attach_signal(signal=signal(indicators=["wolse_weak"]), household=house, by=officer)
    assert second.previous == first
    assert second.times_flagged == 2
    assert second.level == "high"
    assert "2번째 발굴" in Clock.objects.get(subject_id=second.id).title
    assert second.points > first.points


def test_lines_of_one_file_are_one_finding(cast: Cast, home: Home, signal: MakeSignal) -> None:
    house, officer = home(), cast.actor("officer")
    yesterday = timezone.now() - dt.timedelta(days=1)
    with acting_as(officer):
        attach_signal(signal=signal(), household=house, by=officer)
        same_day = attach_signal(signal=signal(), household=house, by=officer)
        other_day = attach_signal(signal=signal(received_at=yesterday), household=house, by=officer)
    assert (same_day.times_flagged, other_day.times_flagged) == (1, 2)


def test_a_signal_is_not_moved_to_another_home(cast: Cast, home: Home, signal: MakeSignal) -> None:
    officer, sign = cast.actor("officer"), signal()
    with acting_as(officer):
        item = attach_signal(signal=sign, household=home(), by=officer)
        assert attach_signal(signal=sign, household=item.household, by=officer) == item
    other = home("최복남", "시묘길 99")
    with acting_as(officer), pytest.raises(SignalHasAHome):
        attach_signal(signal=sign, household=other, by=officer)


def test_a_signal_of_another_dong_is_out_of_reach(cast: Cast, home: Home, signal: MakeSignal) -> None:
    officer = cast.actor("officer")
    house = home("한금자", "광한북로 3", dong="금동")
    with acting_as(officer), pytest.raises(HouseholdOutOfReach):
        attach_signal(signal=signal(), household=house, by=officer)
    assert not WorkItem.objects.exists()
