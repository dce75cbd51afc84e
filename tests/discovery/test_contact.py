"""Contact attempts, the ladder of process §5.4, refusals, the locate list."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bokjihub.accounts.access.scope import acting_as
from bokjihub.accounts.models import Assignment, Role
from bokjihub.audit.models import Entry
from bokjihub.clocks.models import Clock
from bokjihub.discovery.actions import contact, locating, work
from bokjihub.discovery.models import ContactAttempt, Search, WorkItem
from bokjihub.discovery.queries.ladder import ladder, next_try, what_is_left
from tests.cast import Cast
from tests.factories.work_items import worry

Way, Result = ContactAttempt.Way, ContactAttempt.Result
State = WorkItem.State
pytestmark = pytest.mark.django_db


def at(days_ago: int, hour: int) -> dt.datetime:
    day = timezone.localdate() - dt.timedelta(days=days_ago)
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))


def write(cast: Cast, item: WorkItem, way: Way, result: Result, *, who: str = "officer", **more: Any) -> ContactAttempt:
    actor = cast.actor(who)
    more.setdefault("at", at(1, 10))
    if result not in contact.NEEDS_NO_DATE:
        more.setdefault("next_on", timezone.localdate() + dt.timedelta(days=3))
    with acting_as(actor):
        return contact.record_contact(work_item=item, what=contact.Try(way=way, result=result, **more), by=actor)


def open_codes(item: WorkItem) -> dict[str, Clock]:
    return {
        one.policy.code: one for one in Clock.objects.filter(subject_id=item.id, done_at=None).select_related("policy")
    }


def rights_of(item: WorkItem) -> set[tuple[Any, ...]]:
    rows = Assignment.objects.filter(source_id=item.id, subject_id=item.household_id, ends_at=None)
    return set(rows.values_list("team_id", "post_id", "purpose"))


def climb(cast: Cast, item: WorkItem) -> None:
    """Every needed rung: three phone days with an evening, a message, two visits, the neighbours."""
    for days_ago, hour in ((9, 10), (8, 14), (7, 19)):
        write(cast, item, Way.PHONE, Result.NO_ANSWER, at=at(days_ago, hour))
    write(cast, item, Way.MESSAGE, Result.SENT, at=at(6, 9))
    write(cast, item, Way.VISIT, Result.NO_ANSWER, at=at(5, 10), notice_left=True)
    write(cast, item, Way.VISIT, Result.NO_ANSWER, at=at(1, 16))
    write(cast, item, Way.NEIGHBOUR, Result.NOT_FOUND, at=at(1, 17), source="5통 통장")


def lost(cast: Cast) -> WorkItem:
    """A household on the locate list."""
    item = worry(cast)
    climb(cast, item)
    officer, head = cast.actor("officer"), cast.actor("head")
    with acting_as(officer):
        search = locating.ask_to_locate(work_item=item, words="할 것을 다 함", by=officer)
    with acting_as(head):
        locating.decide_locating(search=search, approve=True, by=head)
    item.refresh_from_db()
    return item


def test_the_first_try_starts_the_next_clock_and_ends_the_first(cast: Cast) -> None:
    item = worry(cast, owner=None)
    head = cast.actor("head")
    with acting_as(head):
        work.assign(work_item=item, owner=cast.posts["officer"], by=head)
    assert open_codes(item)["work_item.first_contact.normal"].post == cast.posts["officer"]
    write(cast, item, Way.PHONE, Result.NO_ANSWER)
    item.refresh_from_db()
    assert (item.state, set(open_codes(item))) == (State.CONTACTING, {"work_item.next_contact"})
    assert open_codes(item)["work_item.next_contact"].due_on == item.next_on


def test_assigning_gives_the_team_its_work_and_a_new_owner_takes_the_clocks(cast: Cast) -> None:
    item = worry(cast, owner=None)
    head = cast.actor("head")
    with acting_as(head):
        work.assign(work_item=item, owner=cast.posts["officer"], by=head)
        work.assign(work_item=item, owner=cast.posts["colleague"], reason="휴가", by=head)
    given = Assignment.objects.filter(source_id=item.id, ends_at=None)
    assert {row.team_id for row in given if row.team_id} == {cast.teams["노암"].id}
    assert {row.post_id for row in given if row.post_id} == {cast.posts["colleague"].id}
    assert {clock.post for clock in open_codes(item).values()} == {cast.posts["colleague"]}


def test_work_of_a_dong_goes_to_no_other_team(cast: Cast) -> None:
    item = worry(cast, owner=None)
    head = cast.actor("head")
    with acting_as(head), pytest.raises(work.CannotTakeHere):
        work.assign(work_item=item, owner=cast.posts["geum_officer"], by=head)


def test_tongs_with_an_officer_in_charge_are_given_in_one_action(cast: Cast) -> None:
    mine, nobodys = worry(cast, owner=None), worry(cast, owner=None)
    nobodys.household.tong = None
    nobodys.household.save()
    head = cast.actor("head")
    with acting_as(head):
        done = work.assign_by_tong(work_items=[mine, nobodys], by=head)
    assert (done.assigned, done.without_charge) == (1, 1)
    mine.refresh_from_db()
    assert mine.owner == cast.posts["officer"]


def test_many_given_by_tong_stand_as_if_given_one_by_one(cast: Cast) -> None:
    """Owner, state, rights, clocks and the line on record; one taken meanwhile by a colleague stays theirs."""
    one, many, taken = worry(cast, owner=None), worry(cast, owner=None, level="urgent"), worry(cast, owner=None)
    head, officer = cast.actor("head"), cast.posts["officer"]
    stale = WorkItem.objects.get(id=taken.id)
    with acting_as(head):
        work.assign(work_item=one, owner=officer, by=head)
        work.assign(work_item=taken, owner=cast.posts["colleague"], by=head)
        done = work.assign_by_tong(work_items=[many, stale], by=head)
    assert (done.assigned, done.without_charge) == (1, 0)
    for item in (one, many, taken):
        item.refresh_from_db()
    assert (taken.owner, many.owner, many.state) == (cast.posts["colleague"], officer, one.state)
    assert rights_of(many) == rights_of(one)
    clocks = open_codes(many)
    assert set(clocks) == {code.replace("normal", "urgent") for code in open_codes(one)}
    assert clocks["work_item.first_contact.urgent"].post == officer
    assert Entry.objects.filter(act="work_item.assign", subjects=[many.household_id]).count() == 1


def test_giving_out_by_tong_asks_the_same_number_of_questions_for_few_and_many(cast: Cast) -> None:
    head = cast.actor("head")
    counts = []
    for number in (1, 2, 8):  # the first of all enters the shipped policies
        items = [worry(cast, owner=None) for _ in range(number)]
        with acting_as(head), CaptureQueriesContext(connection) as asked:
            assert work.assign_by_tong(work_items=items, by=head).assigned == number
        counts.append(len(asked))
    assert counts[1] == counts[2] <= 30


def test_an_absence_without_a_next_date_is_refused_with_the_date_proposed(cast: Cast) -> None:
    item = worry(cast)
    with pytest.raises(
        contact.NextDateMissing, match=r"‘받지 않음·부재’로 적으면 다시 갈 날이 있어야 합니다. \d+\. \d+\."
    ) as error:
        write(cast, item, Way.PHONE, Result.NO_ANSWER, next_on=None)
    assert dt.date.fromisoformat(error.value.hint) > timezone.localdate() - dt.timedelta(days=1)


@pytest.mark.parametrize(("level", "days"), [("normal", 30), ("high", 14), ("urgent", 14)])
def test_a_refusal_is_asked_again_in_time_by_another_officer(cast: Cast, level: str, days: int) -> None:
    item = worry(cast, level=level)
    today = timezone.localdate()
    with pytest.raises(contact.NextDateTooLate, match=f"{days}일 안에"):
        write(cast, item, Way.PHONE, Result.REFUSED, words="안 합니다", next_on=today + dt.timedelta(days=days + 1))
    write(cast, item, Way.PHONE, Result.REFUSED, words="안 합니다", next_on=today + dt.timedelta(days=days))
    item.refresh_from_db()
    clock = open_codes(item)["work_item.refused"]
    assert (item.state, clock.post, clock.due_on) == (State.REFUSED_HOLD, cast.posts["colleague"], item.next_on)


def test_a_refusal_needs_the_words(cast: Cast) -> None:
    with pytest.raises(contact.WordsMissing):
        write(cast, worry(cast), Way.PHONE, Result.REFUSED)


def test_the_ladder_says_what_is_left(cast: Cast) -> None:
    item = worry(cast)
    assert [rung.done for rung in ladder(item)] == [False] * 7
    write(cast, item, Way.PHONE, Result.NO_ANSWER, at=at(3, 10))
    write(cast, item, Way.PHONE, Result.NO_ANSWER, at=at(2, 10))
    write(cast, item, Way.PHONE, Result.NO_ANSWER, at=at(2, 15))
    assert what_is_left(ladder(item))[0] == "저녁 전화 1번"
    write(cast, item, Way.PHONE, Result.NO_ANSWER, at=at(1, 19))
    assert ladder(item)[0].done
    assert next_try(item, today=timezone.localdate()).way == Way.MESSAGE
    write(cast, item, Way.VISIT, Result.NO_ANSWER, at=at(5, 10))
    write(cast, item, Way.VISIT, Result.NO_ANSWER, at=at(1, 11))
    assert "두 번째 방문(다른 시간)" in what_is_left(ladder(item)), "an hour later is not another time of day"


def test_nobody_is_put_on_the_locate_list_before_the_ladder_is_climbed(cast: Cast) -> None:
    item = worry(cast)
    write(cast, item, Way.PHONE, Result.NO_ANSWER)
    officer = cast.actor("officer")
    with acting_as(officer), pytest.raises(locating.LadderNotClimbed, match=r"남은 것: .*두 번째 방문"):
        locating.ask_to_locate(work_item=item, words="", by=officer)


def test_the_head_decides_on_locating_and_the_owner_gets_thirty_days(cast: Cast) -> None:
    item = lost(cast)
    clock = open_codes(item)["work_item.locate"]
    assert (item.state, clock.post, clock.due_on) == (
        State.LOCATING,
        cast.posts["officer"],
        timezone.localdate() + dt.timedelta(days=30),
    )


def test_the_one_who_asked_does_not_decide(cast: Cast) -> None:
    item = worry(cast)
    climb(cast, item)
    head = cast.actor("head")
    with acting_as(head):
        search = locating.ask_to_locate(work_item=item, words="", by=head)
        with pytest.raises(locating.SamePersonDecides):
            locating.decide_locating(search=search, approve=True, by=head)


def test_asking_to_locate_is_a_line_of_the_head(cast: Cast) -> None:
    item = worry(cast)
    climb(cast, item)
    officer = cast.actor("officer")
    with acting_as(officer):
        locating.ask_to_locate(work_item=item, words="", by=officer)
    assert open_codes(item)["work_item.approve"].role == Role.TEAM_HEAD


def test_retries_of_a_search_come_monthly_three_times_then_quarterly(cast: Cast) -> None:
    item = lost(cast)
    today = timezone.localdate()
    days = []
    for _ in range(4):
        proposed = contact.after_no_answer(item, way=Way.PHONE, at=timezone.now())
        days.append((proposed.on - today).days)
        write(cast, item, Way.PHONE, Result.NO_ANSWER, at=timezone.now(), next_on=proposed.on)
        item.refresh_from_db()
        assert item.state == State.LOCATING
    assert days == [30, 30, 91, 91]


def test_found_ends_the_search_and_contact_goes_on(cast: Cast) -> None:
    item = lost(cast)
    write(cast, item, Way.NEIGHBOUR, Result.FOUND, at=timezone.now(), source="딸네 집(금동)")
    item.refresh_from_db()
    assert item.state == State.CONTACTING
    assert Search.objects.get(work_item=item).found_at is not None
    assert "work_item.next_contact" in open_codes(item)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE discovery_workitem SET state = 'contacting' WHERE id = %s",
        "UPDATE discovery_search SET found_at = now() WHERE work_item_id = %s",
        "UPDATE discovery_search SET is_approved = false WHERE work_item_id = %s",
    ],
)
def test_the_database_lets_nobody_be_found_by_a_statement(cast: Cast, statement: str) -> None:
    item, officer = lost(cast), cast.actor("officer")
    with pytest.raises(IntegrityError), transaction.atomic(), acting_as(officer), connection.cursor() as cursor:
        cursor.execute(statement, [item.id])


def test_a_number_from_the_telecom_starts_the_legal_clock_until_the_person_is_told(cast: Cast) -> None:
    item = worry(cast)
    write(cast, item, Way.TELECOM, Result.FOUND, source="행복이음 번호 확인")
    assert open_codes(item)["telecom.notice"].policy.basis == "law"
    officer = cast.actor("officer")
    with acting_as(officer):
        contact.tell_number_source(work_item=item, how=Way.MESSAGE, on=timezone.now(), by=officer)
    assert "telecom.notice" not in open_codes(item)


def test_telling_moves_nobody_off_the_locate_list(cast: Cast) -> None:
    item, officer = lost(cast), cast.actor("officer")
    write(cast, item, Way.TELECOM, Result.NOT_FOUND, at=timezone.now(), source="행복이음 번호 확인")
    item.refresh_from_db()
    before = (item.state, item.next_on)
    with acting_as(officer):
        contact.tell_number_source(work_item=item, how=Way.NOTE, on=timezone.now(), by=officer)
    item.refresh_from_db()
    assert (item.state, item.next_on) == before
    assert set(open_codes(item)) == {"work_item.locate"}


def test_a_leaflet_after_a_refusal_leaves_the_asking_to_the_other_officer(cast: Cast) -> None:
    item = worry(cast)
    write(cast, item, Way.PHONE, Result.REFUSED, words="안 합니다")
    before = open_codes(item)["work_item.refused"]
    write(cast, item, Way.MESSAGE, Result.SENT)
    item.refresh_from_db()
    assert (item.state, item.next_on) == (State.REFUSED_HOLD, before.due_on)
    assert open_codes(item) == {"work_item.refused": before}


def test_a_talk_asks_for_its_record(cast: Cast) -> None:
    item = worry(cast)
    write(cast, item, Way.PHONE, Result.SPOKE, words="요즘 힘들어요")
    item.refresh_from_db()
    assert item.state == State.CONTACTED
    assert open_codes(item)["work_item.record"].post == cast.posts["officer"]


def test_a_talk_with_a_next_day_is_one_line_of_today_and_keeps_the_day(cast: Cast) -> None:
    item, later = worry(cast), timezone.localdate() + dt.timedelta(days=14)
    write(cast, item, Way.PHONE, Result.SPOKE, words="요즘 힘들어요", next_on=later)
    item.refresh_from_db()
    assert set(open_codes(item)) == {"work_item.record"}
    assert item.next_on == later
