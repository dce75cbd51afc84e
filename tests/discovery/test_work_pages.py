"""The work pages as the cast sees them, read by role and words."""

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from bokjihub.audit.models import Entry
from bokjihub.clocks.models import Clock
from bokjihub.discovery.models import ClosingRequest, ContactAttempt, Round, Search, Signal, SourceFile, WorkItem
from bokjihub.discovery.queries.hands import NAMES_PER_OFFICER
from bokjihub.people.models import Person
from tests.cast import Cast
from tests.discovery.test_contact import at, climb, lost, write
from tests.factories.work_items import counselled, home, worry

pytestmark = pytest.mark.django_db
Browse = Callable[[str], Client]
LIST = "/discovery/"


def page(response: Any) -> html.HtmlElement:
    return html.fromstring(response.content.decode())


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def body_rows(response: Any) -> list[str]:
    return [words(row) for row in page(response).xpath("//main//table//tbody/tr")]


def chips(response: Any) -> dict[str, int]:
    links = page(response).xpath("//nav[@aria-label='작업목록 거르기']//a")
    return {words(link).rsplit(" ", 1)[0]: int(words(link).rsplit(" ", 1)[1]) for link in links}


def test_the_list_shows_reasons_times_and_clock_but_no_full_name(cast: Cast, browse: Browse) -> None:
    item = worry(cast, name="박옥순", times_flagged=2)
    write(cast, item, ContactAttempt.Way.PHONE, ContactAttempt.Result.NO_ANSWER, next_on=timezone.localdate())
    answer = browse("officer").get(LIST)
    (row,) = body_rows(answer)
    assert "박*순" in row
    assert "2번째" in row
    assert "오늘까지" in row
    assert "5통" in row
    shown = answer.content.decode()
    assert "박옥순" not in shown
    assert item.household.members.get().phone not in shown
    read = Entry.objects.get(act="work_list.read", actor_id=cast.user("officer").id)
    assert read.subjects == [item.household_id]


def test_chips_count_what_they_show(cast: Cast, browse: Browse) -> None:
    worry(cast)
    worry(cast, times_flagged=3)
    worry(cast, owner="colleague")
    worry(cast, owner=None)
    worry(cast, household=home(cast, registered_address="금동 1"))
    answer = browse("officer").get(LIST)
    assert chips(answer) == {
        "내 담당": 3,
        "오늘까지": 0,
        "기한 지남": 0,
        "2번 이상": 1,
        "주소 다름": 1,
        "소재 찾는 중": 0,
        "담당 없음": 1,
        "팀 전체": 5,
        "몫 밖": 0,
    }
    for key, count in (("mine", 3), ("again", 1), ("address", 1), ("nobody", 1), ("team", 5)):
        assert len(body_rows(browse("officer").get(f"{LIST}?show={key}"))) == count


def test_work_beyond_what_the_officers_can_carry_waits_under_its_own_filter(cast: Cast, browse: Browse) -> None:
    for _ in range(2 * NAMES_PER_OFFICER + 2):
        worry(cast, owner=None, points=5)
    first = worry(cast, owner=None, points=900)
    answer = browse("head").get(f"{LIST}?show=team")
    assert chips(answer)["몫 밖"] == 3
    assert len(body_rows(answer)) == 2 * NAMES_PER_OFFICER
    assert str(first.id) in answer.content.decode()


def test_another_team_sees_nothing_of_it(cast: Cast, browse: Browse) -> None:
    item = worry(cast)
    assert chips(browse("geum_officer").get(LIST))["팀 전체"] == 0
    for path in ("", "contacts/new/", "closing/", "notice/"):
        assert browse("geum_officer").get(f"/discovery/work/{item.id}/{path}").status_code == 404


def test_the_list_asks_the_database_equally_often_for_three_and_thirty(cast: Cast, browse: Browse) -> None:
    asked = []
    client = browse("officer")
    for more in (3, 27):
        for _ in range(more):
            item = worry(cast)
            write(cast, item, ContactAttempt.Way.PHONE, ContactAttempt.Result.NO_ANSWER)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(f"{LIST}?show=team")
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_a_longer_arrear_since_the_last_call_is_pointed_out(cast: Cast, browse: Browse) -> None:
    item = worry(cast, indicators=["nhis_arrears"])
    write(cast, item, ContactAttempt.Way.PHONE, ContactAttempt.Result.NO_ANSWER)
    signal = item.signals.get()
    Signal.objects.filter(id=signal.id).update(received_at=timezone.now() - dt.timedelta(days=40))
    Signal.objects.create(
        work_item=item, household=item.household, area=item.area, channel="BIGDATA", indicators=["nhis_arrears"],
        months=9, received_at=timezone.now(), place="노암동", receipt="R-later",
    )  # fmt: skip
    (row,) = body_rows(browse("officer").get(LIST))
    assert "새 신호 1" in row
    assert "더 길어짐" in row


def test_the_peek_is_a_part_of_the_page_and_on_record(cast: Cast, browse: Browse) -> None:
    item = worry(cast)
    answer = browse("officer").get(f"/discovery/work/{item.id}/", headers={"HX-Request": "true"})
    assert b"<html" not in answer.content
    assert "왜 살피나요" in words(page(answer))
    assert Entry.objects.filter(act="work_item.read", subjects=[item.household_id]).exists()


def test_reasons_on_the_page_add_up(cast: Cast, browse: Browse) -> None:
    item = worry(cast)
    answer = page(browse("officer").get(f"/discovery/work/{item.id}/"))
    points = [int(one.text) for one in answer.xpath("//*[contains(@class,'reason-points')]")]
    assert points
    assert f"더하면 {sum(points)}점" in words(answer)


def test_no_answer_is_one_choice_and_one_press(cast: Cast, browse: Browse) -> None:
    item, client = worry(cast), browse("officer")
    url = f"/discovery/work/{item.id}/contacts/new/"
    form = page(client.get(url)).xpath("//main//form[@method='post']")[-1]
    typed = {key: value for key, value in form.form_values() if value}
    assert typed["next_on"]
    answer = client.post(url, typed | {"result": "no_answer"}, follow=True)
    assert "연락을 적었습니다" in words(page(answer))
    row = ContactAttempt.objects.get(work_item=item)
    assert (row.way, row.next_on is not None) == ("phone", True)


def test_an_absence_without_a_date_comes_back_with_the_date_filled_in(cast: Cast, browse: Browse) -> None:
    item, client = worry(cast), browse("officer")
    answer = client.post(
        f"/discovery/work/{item.id}/contacts/new/", {"way": "phone", "result": "no_answer", "next_on": ""}
    )
    assert answer.status_code == 422
    found = page(answer)
    assert "다음 확인일이 비어 있습니다" in words(found.xpath("//*[@role='alert']")[0])
    assert found.xpath("//input[@name='next_on']")[0].get("value")
    assert not ContactAttempt.objects.exists()


def test_the_head_gives_work_by_tong_and_by_hand(cast: Cast, browse: Browse) -> None:
    by_tong, by_hand = worry(cast, owner=None), worry(cast, owner=None)
    WorkItem.objects.filter(id=by_hand.id).update(points=1)
    by_hand.household.tong = None
    by_hand.household.save()
    head = browse("head")
    answer = head.post("/discovery/assign/tong/", follow=True)
    assert "1가구를 통·리 담당에게 나눴습니다" in words(page(answer))
    head.post("/discovery/assign/", {"item": [str(by_hand.id)], "owner": str(cast.posts["colleague"].id)})
    owners = {item.id: item.owner for item in WorkItem.objects.all()}
    assert owners == {by_tong.id: cast.posts["officer"], by_hand.id: cast.posts["colleague"]}
    assert browse("officer").post("/discovery/assign/tong/").status_code == 404


def test_closing_from_proposal_to_the_heads_list(cast: Cast, browse: Browse) -> None:
    item, officer, head = worry(cast), browse("officer"), browse("head")
    url = f"/discovery/work/{item.id}/closing/"
    refused = officer.post(url, {"kind": "INFO"})
    assert refused.status_code == 422
    assert "안내한 급여가 있는 상담 기록" in words(page(refused).xpath("//*[@role='alert']")[0])
    counselled(item)
    officer.post(url, {"kind": "INFO"})
    asked = ClosingRequest.objects.get()
    assert Clock.objects.filter(subject_id=item.id, done_at=None, role="team_head").exists()
    assert item.number in words(page(head.get("/discovery/approvals/")))
    assert officer.post(f"/discovery/closings/{asked.id}/", {"decision": "approve"}).status_code == 404
    answer = head.post(f"/discovery/closings/{asked.id}/", {"decision": "approve"}, follow=True)
    assert "마쳤습니다(상담·정보제공)" in words(page(answer))
    item.refresh_from_db()
    assert item.closed_on == timezone.localdate()


def test_sending_back_needs_words(cast: Cast, browse: Browse) -> None:
    item = worry(cast)
    counselled(item)
    browse("officer").post(f"/discovery/work/{item.id}/closing/", {"kind": "INFO"})
    asked = ClosingRequest.objects.get()
    answer = browse("head").post(f"/discovery/closings/{asked.id}/", {"decision": "return", "answer": ""})
    assert answer.status_code == 422
    assert "되돌리는 까닭" in words(page(answer).xpath("//*[@role='alert']")[0])


def test_looking_for_somebody_from_the_page_to_the_locate_list(cast: Cast, browse: Browse) -> None:
    item = worry(cast)
    climb(cast, item)
    browse("officer").post(f"/discovery/work/{item.id}/locate/", {"words": "다 해 봤습니다"})
    search = Search.objects.get()
    browse("head").post(f"/discovery/searches/{search.id}/", {"decision": "approve"})
    answer = browse("officer").get("/discovery/locate/")
    (row,) = body_rows(answer)
    assert "김서연" in row
    assert "D-30" in row
    assert "종결" not in words(page(answer).xpath("//main")[0])


def test_an_empty_locate_list_is_good_news(cast: Cast, browse: Browse) -> None:
    assert "좋은 일입니다" in words(page(browse("officer").get("/discovery/locate/")))


def test_the_closing_page_of_the_lost_says_why_not(cast: Cast, browse: Browse) -> None:
    item = lost(cast)
    answer = browse("officer").post(f"/discovery/work/{item.id}/closing/", {"kind": "EX_MOVED", "source": "이웃"})
    assert "연락두절로 마칠 수 없습니다" in words(page(answer).xpath("//*[@role='alert']")[0])


def test_excel_leaves_with_a_reason_and_masked(cast: Cast, browse: Browse) -> None:
    item, client = worry(cast, name="박옥순"), browse("officer")
    assert client.post("/discovery/export/?show=mine", {"reason": "그 밖"}).status_code == 422
    answer = client.post("/discovery/export/?show=mine", {"reason": "회의 자료"})
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert "박*순" in cells
    assert not any("박옥순" in cell for cell in cells)
    left = Entry.objects.get(kind=Entry.Kind.EXPORT)
    assert (left.subjects, left.detail["reason"]) == ([item.household_id], "회의 자료")


def test_the_note_for_the_door_names_no_trouble(cast: Cast, browse: Browse) -> None:
    cast.teams["노암"].phone = "063-000-0001"
    cast.teams["노암"].save()
    item = worry(cast, name="박옥순")
    answer = browse("officer").get(f"/discovery/work/{item.id}/notice/")
    text = words(page(answer))
    assert "063-000-0001" in text
    assert "김서연" in text
    for secret in ("박옥순", "체납", "위기", "발굴", "건강보험"):
        assert secret not in text.replace("다녀갑니다", "")
    assert Entry.objects.get(kind=Entry.Kind.EXPORT).detail["what"] == "부재 안내문"


def test_labels_are_for_the_ticked_and_leave_out_sealed_addresses(cast: Cast, browse: Browse) -> None:
    ticked, other = worry(cast, name="박옥순"), worry(cast, name="최한호")
    hidden = worry(cast, household=home(cast, name="정가자", is_sealed=True))
    answer = browse("officer").post("/discovery/labels/", {"item": [str(ticked.id), str(hidden.id), "no-id"]})
    text = words(page(answer))
    assert "박옥순 님 귀하" in text
    assert ticked.household.address in text
    for absent in (other, hidden):
        assert absent.household.address not in text
    assert "주소를 가린 가구 1" in text


def test_a_round_says_what_waits_too_long(cast: Cast, browse: Browse) -> None:
    today = timezone.localdate()
    made = Round.objects.create(year=2026, number=6, cut_off=today, opened_on=today)
    file = SourceFile.objects.create(
        feed="x", name="x", sha256="x", code_page="utf-8", area=cast.city, round=made, uploaded_by=cast.user("hope").id
    )
    waiting = worry(cast, opened_on=today - dt.timedelta(days=8))
    tried = worry(cast, opened_on=today - dt.timedelta(days=8))
    write(cast, tried, ContactAttempt.Way.PHONE, ContactAttempt.Result.NO_ANSWER, at=at(1, 10))
    Signal.objects.filter(work_item__in=[waiting, tried]).update(file=file)
    row = page(browse("head").get(f"/discovery/rounds/{made.id}/")).xpath("//main//tbody/tr")[0]
    cells = [words(cell) for cell in row.xpath("th|td")]
    carried = f"{2 * NAMES_PER_OFFICER}(2명) — 노암동 몫 바꾸기"
    assert cells == ["노암동", "2", "2", "0", carried, "1", "0", "0"]


def deeds(response: Any) -> tuple[list[str], list[str]]:
    """Labels of the primary button, and of the other next steps, without their keys."""
    top = page(response).xpath("//div[contains(@class, 'page-actions')]//a")
    labels = [
        (words(link).split(" C")[0].split(" V")[0], "button-primary" in (link.get("class") or "")) for link in top
    ]
    return [label for label, is_first in labels if is_first], [label for label, is_first in labels if not is_first]


@pytest.mark.parametrize(
    ("state", "first"), [("assigned", "연락 기록"), ("contacted", "종결 올리기"), ("linked", "종결 올리기")]
)
def test_a_worry_leads_to_every_next_step_with_one_primary(cast: Cast, browse: Browse, state: str, first: str) -> None:
    item = worry(cast, state=state)
    primary, others = deeds(browse("officer").get(f"/discovery/work/{item.id}/"))
    assert primary == [first]
    assert {"연락 기록", "방문 잡기", "상담 기록", "긴급 요청", "종결 올리기"} <= {*primary, *others}


def test_who_was_spoken_to_is_counselled_next(cast: Cast, browse: Browse) -> None:
    item = worry(cast)
    write(cast, item, ContactAttempt.Way.PHONE, ContactAttempt.Result.SPOKE)
    assert deeds(browse("officer").get(f"/discovery/work/{item.id}/"))[0] == ["상담 기록"]


ALREADY = "/discovery/already/"


def test_the_ladder_rests_while_somebody_was_reached_and_begins_anew(cast: Cast, browse: Browse) -> None:
    item, way = worry(cast), ContactAttempt.Way.PHONE
    url = f"/discovery/work/{item.id}/"
    steps = "//main//ol[@aria-label='연락 차례']"
    assert page(browse("officer").get(url)).xpath(steps), "nobody was reached yet"
    write(cast, item, way, ContactAttempt.Result.SPOKE, words="괜찮아요")
    reached = page(browse("officer").get(url))
    assert not reached.xpath(steps)
    assert "연락이 닿았습니다" in words(reached)
    write(cast, item, way, ContactAttempt.Result.NO_ANSWER)
    assert page(browse("officer").get(url)).xpath(steps)


def test_the_tenth_choice_has_the_key_of_the_nought(cast: Cast, browse: Browse) -> None:
    shown = page(browse("officer").get(f"/discovery/work/{worry(cast).id}/contacts/new/"))
    keys = shown.xpath("//input[@name='result']/@data-number-key")
    assert keys == ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"]


def test_several_homes_already_helped_are_proposed_with_their_proof(cast: Cast, browse: Browse) -> None:
    first, second, third = (worry(cast) for _ in range(3))
    Person.objects.filter(household=first.household).update(benefit_status=["기초(생계)"])
    client, items = browse("officer"), {"item": [one.id for one in (first, second, third)]}
    shown = page(client.post(ALREADY, items))
    assert shown.xpath(f"string(//input[@name='words-{first.id}']/@value)") == "기초(생계)"
    typed = items | {
        "order": "propose", f"words-{first.id}": "생계급여", f"source-{first.id}": "행복이음 11. 22.",
        f"words-{second.id}": "맞춤돌봄", f"source-{second.id}": "수행기관 전화",
    }  # fmt: skip
    answer = client.post(ALREADY, typed, follow=True)
    assert "2가구의 종결을 올렸습니다" in words(page(answer))
    asked = {row.work_item_id: (row.kind, row.words, row.source) for row in ClosingRequest.objects.all()}
    assert asked == {
        first.id: ("ALREADY", "생계급여", "행복이음 11. 22."), second.id: ("ALREADY", "맞춤돌봄", "수행기관 전화"),
    }  # fmt: skip


def test_one_home_without_proof_stops_the_whole_batch(cast: Cast, browse: Browse) -> None:
    first, second = worry(cast), worry(cast)
    typed = {
        "item": [first.id, second.id], "order": "propose", f"words-{first.id}": "생계급여",
        f"source-{first.id}": "행복이음", f"words-{second.id}": "맞춤돌봄", f"source-{second.id}": "",
    }  # fmt: skip
    shown = page(browse("officer").post(ALREADY, typed))
    assert not ClosingRequest.objects.exists()
    assert "확인한 출처" in shown.xpath(f"string(//p[@id='error-{second.id}'])")
    assert shown.xpath(f"string(//input[@name='words-{first.id}']/@value)") == "생계급여", "nothing typed is lost"
