"""밤 점검 and 안내 문자: nobody's worry waits without somebody; the line names the rung; a message sent by hand is a rung."""

import datetime as dt
import io
import json
from typing import Any

import pytest
from django.utils import timezone
from lxml import html

from bokjihub.accounts.access.actors import job_actor
from bokjihub.accounts.access.scope import acting_as
from bokjihub.accounts.models import Post, Role
from bokjihub.clocks.models import Clock
from bokjihub.discovery import commands
from bokjihub.discovery.actions.sweep import Swept, sweep
from bokjihub.discovery.models import ContactAttempt, WorkItem
from bokjihub.discovery.queries.ladder import ladder
from tests.cast import Cast
from tests.discovery.test_contact import at, climb, lost, open_codes, write
from tests.factories.work_items import worry

pytestmark = pytest.mark.django_db
Way, Result, State = ContactAttempt.Way, ContactAttempt.Result, WorkItem.State


def swept(cast: Cast) -> Swept:
    actor = job_actor("발굴 밤 점검", city=cast.city)
    with acting_as(actor):
        return sweep(by=actor)


def due_now(item: WorkItem) -> None:
    """The next contact comes due today."""
    Clock.objects.filter(subject_id=item.id, policy__code="work_item.next_contact", done_at=None).update(
        due_on=timezone.localdate()
    )


@pytest.mark.parametrize(
    ("state", "owner", "code", "verb"),
    [
        ("received", None, "work_item.assign", "담당 정하기"),
        ("assigned", "officer", "work_item.first_contact.normal", "연락하기"),
        ("contacting", "officer", "work_item.next_contact", "연락하기"),
        ("contacted", "officer", "work_item.outcome", "결과 정하기"),
        ("linked", "officer", "work_item.outcome", "결과 확인하기"),
    ],
)
def test_a_worry_without_a_clock_gets_the_one_of_its_state(
    cast: Cast, state: str, owner: str | None, code: str, verb: str
) -> None:
    item = worry(cast, owner=owner, state=state)
    found = swept(cast)
    assert found.without_clock == [item.number]
    clock = open_codes(item)[code]
    assert (clock.verb, clock.post_id) == (verb, cast.posts[owner].id if owner else None)
    again = swept(cast)
    assert (again.mended, again.open) == (0, 1)


def test_the_lost_keep_their_search_and_its_lateness_is_counted(cast: Cast) -> None:
    item = lost(cast)
    Clock.objects.filter(subject_id=item.id).update(done_at=timezone.now())
    WorkItem.objects.filter(id=item.id).update(next_on=timezone.localdate() - dt.timedelta(days=2))
    found = swept(cast)
    assert (found.locating, found.locate_due, found.locate_late) == (1, 0, 1)
    assert open_codes(item)["work_item.locate"].due_on == timezone.localdate()


def test_a_worry_of_somebody_who_left_goes_to_the_head(cast: Cast) -> None:
    item = worry(cast)
    swept(cast)
    Post.objects.filter(id=cast.posts["officer"].id).update(ends_on=timezone.localdate() - dt.timedelta(days=1))
    assert swept(cast).owner_gone == [item.number]
    clock = open_codes(item)["work_item.assign"]
    assert (clock.role, clock.post_id) == (Role.TEAM_HEAD, None)
    assert swept(cast).owner_gone == []


def test_the_line_of_today_names_the_rung_that_is_due(cast: Cast) -> None:
    item = worry(cast)
    for days_ago, hour in ((9, 10), (8, 14), (7, 19)):
        write(cast, item, Way.PHONE, Result.NO_ANSWER, at=at(days_ago, hour))
    assert swept(cast).ladder_due == {}, "not due yet"
    due_now(item)
    assert swept(cast).ladder_due == {"문자": 1}
    clock = open_codes(item)["work_item.next_contact"]
    assert (clock.verb, clock.title) == ("문자 보내기", f"문자 · {item.number}")


def test_who_tried_everything_is_asked_to_look_for_the_person(cast: Cast) -> None:
    item = worry(cast)
    climb(cast, item)
    due_now(item)
    assert swept(cast).ladder_due == {"소재 찾기 올리기": 1}
    assert open_codes(item)["work_item.next_contact"].verb == "소재 찾기 올리기"


def test_the_command_says_what_it_found(cast: Cast) -> None:
    worry(cast, owner=None)
    said = io.StringIO()
    assert commands.run(["sweep", "--city", "남원시", "--json"], io.StringIO(), said, io.StringIO()) == 0
    answer = json.loads(said.getvalue())
    assert (answer["open"], len(answer["without_clock"]), answer["locate_late"]) == (1, 1, 0)


def test_a_message_is_written_here_sent_by_hand_and_counts_as_a_rung(cast: Cast, browse: Any) -> None:
    item = worry(cast)
    client = browse("officer")
    page = html.fromstring(client.get(f"/discovery/work/{item.id}/message/").content)
    words = page.xpath("string(//textarea[@name='words'])").strip()
    assert "노암동 맞춤형복지팀" in words
    assert "체납" not in words
    assert "박옥순" not in words
    answer = client.post(f"/discovery/work/{item.id}/message/", {"words": words, "next_on": "+2"})
    assert answer.status_code == 302
    row = ContactAttempt.objects.get(work_item=item)
    assert (row.way, row.result, row.words) == (Way.MESSAGE, Result.SENT, words)
    assert next(rung for rung in ladder(item) if rung.code == "message").done


def test_a_message_without_words_or_on_a_past_day_is_not_written(cast: Cast, browse: Any) -> None:
    item = worry(cast)
    for typed in ({"words": ""}, {"words": "안녕하세요", "next_on": "-1"}):
        assert browse("officer").post(f"/discovery/work/{item.id}/message/", typed).status_code == 422
    assert not ContactAttempt.objects.exists()
