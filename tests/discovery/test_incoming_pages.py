"""The pages of coming in: inbox, report, files, who is it. Read as a person reads them."""

import datetime as dt
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from lxml import html

from bokjihub.accounts.access.scope import acting_as
from bokjihub.audit.models import Entry
from bokjihub.clocks.models import Clock
from bokjihub.discovery.actions.identity import move_signal
from bokjihub.discovery.actions.report import Told, report_signal, take_reporter
from bokjihub.discovery.actions.work_open import attach_signal
from bokjihub.discovery.models import Channel, Reporter, Signal, SourceFile, WorkItem
from bokjihub.discovery.queries.reporter import Teller, report_desk, teller_of
from bokjihub.people.models import Household, Person
from tests.cast import Cast
from tests.discovery.conftest import Home
from tests.discovery.files import comma, cut_row, round_row, xlsx

BIRTH = dt.date(1948, 5, 2)


def text_of(response: Any) -> str:
    return " ".join(" ".join(html.fromstring(response.content.decode()).itertext()).split())


def report(cast: Cast, **change: Any) -> dict[str, Any]:
    """What an officer's form sends."""
    given = {
        "channel": "NEIGHBOUR",
        "place": "시묘길 12, 101동 503호",
        "dong": cast.dongs["노암동"].id,
        "level": "normal",
        "kinds": ["unseen"],
        "words": "며칠째 불이 안 켜져요",
    }
    return {key: value for key, value in {**given, **change}.items() if value is not None}


# ---------------------------------------------------------------- reports


def test_a_report_is_taken_and_its_number_read_out(cast: Cast, browse: Any) -> None:
    officer: Client = browse("officer")
    response = officer.post(
        "/discovery/signals/new/", report(cast, teller_name="이웃분", teller_phone="01012345678"), follow=True
    )
    signal = Signal.objects.get()
    assert re.search(r"노-\d{4}-\d{4}", text_of(response))
    assert signal.receipt in text_of(response)
    assert signal.taken_by == cast.user("officer").id
    clock = Clock.objects.get(subject_id=signal.id)
    assert (clock.role, clock.subject_kind) == ("team_head", "discovery.signal")


def test_no_place_is_said_beside_the_field_and_nothing_typed_is_lost(cast: Cast, browse: Any) -> None:
    response = browse("officer").post("/discovery/signals/new/", report(cast, place=""))
    assert response.status_code == 422
    assert "며칠째 불이 안 켜져요" in response.content.decode()
    response = browse("officer").post("/discovery/signals/new/", report(cast, kinds=None, words=""))
    assert "어떤 걱정인지 하나 고르거나" in text_of(response)
    assert not Signal.objects.exists()


def test_an_urgent_report_stands_on_the_heads_today(cast: Cast, browse: Any) -> None:
    browse("officer").post("/discovery/signals/new/", report(cast, level="urgent"))
    clock = Clock.objects.get()
    assert clock.due_on == timezone.localdate()
    assert clock.title.startswith("[긴급]")


def test_similar_homes_are_shown_while_typing_and_on_record(cast: Cast, browse: Any, home: Home) -> None:
    house = home("박영순", birth_on=BIRTH)
    response = browse("officer").post("/discovery/signals/similar/", {"name": "박영순", "birth_on": "1948. 5. 2."})
    page = html.fromstring(response.content)
    assert page.xpath("//input[@type='radio']/@value") == [str(house.id), ""]
    assert "박*순" in text_of(response)
    assert "박영순" not in text_of(response)
    entry = Entry.objects.filter(kind=Entry.Kind.READ, act="household.find").latest("at")
    assert house.id in entry.subjects


def test_a_home_of_another_dong_is_not_shown_but_said(cast: Cast, browse: Any, home: Home) -> None:
    home("박영순", dong="금동", birth_on=BIRTH)
    response = browse("officer").post("/discovery/signals/similar/", {"name": "박영순", "birth_on": "19480502"})
    assert "다른 동에서 관리 중" in text_of(response)
    assert "금동" not in text_of(response)
    assert "박*순" not in text_of(response)


def test_the_same_home_chosen_joins_its_worry(cast: Cast, browse: Any, home: Home) -> None:
    house = home()
    officer = browse("officer")
    for _ in range(2):
        officer.post("/discovery/signals/new/", report(cast, household=house.id))
    item = WorkItem.objects.get()
    assert (item.household, item.signals.count()) == (house, 2)
    assert not Clock.objects.filter(subject_kind="discovery.signal", done_at__isnull=True).exists()


def test_a_home_out_of_reach_cannot_be_chosen(cast: Cast, browse: Any, home: Home) -> None:
    house = home(dong="금동")
    browse("officer").post("/discovery/signals/new/", report(cast, household=house.id))
    assert Signal.objects.get().household is None
    assert not WorkItem.objects.exists()


def test_a_report_for_another_dong_waits_there(cast: Cast, browse: Any) -> None:
    browse("officer").post("/discovery/signals/new/", report(cast, dong=cast.dongs["금동"].id, teller_name="이웃"))
    signal = Signal.objects.get()
    assert signal.area == cast.dongs["금동"]
    assert Clock.objects.get(subject_id=signal.id).area == cast.dongs["금동"]
    assert "누구인지 보기" in text_of(browse("geum_officer").get("/discovery/signals/"))


@pytest.mark.parametrize("who", ["volunteer", "village_head", "resource", "emergency", "nurse", "monitor", "privacy"])
def test_who_may_report(cast: Cast, browse: Any, who: str) -> None:
    response = browse(who).post("/discovery/signals/new/", report(cast))
    assert response.status_code == (404 if who in {"monitor", "privacy"} else 302)
    assert Signal.objects.count() == (0 if who in {"monitor", "privacy"} else 1)


# ---------------------------------------------------------------- the reporter


def test_only_the_receiver_sees_who_told_it(cast: Cast, browse: Any) -> None:
    browse("officer").post("/discovery/signals/new/", report(cast, teller_name="이웃분", teller_phone="010-1234-5678"))
    signal = Signal.objects.get()
    path = f"/discovery/signals/{signal.id}/reporter/"
    assert "010-1234-5678" in text_of(browse("officer").get(path))
    for who in ("colleague", "head", "hope", "geum_officer", "volunteer"):
        assert browse(who).get(path).status_code == 404
    assert b"1234" not in bytes(Reporter.objects.get().identity_sealed)
    page = text_of(browse("officer").get(f"/discovery/signals/{signal.id}/"))
    assert "이웃분" not in page
    assert "010-1234-5678" not in page


def test_a_public_report_is_taken_over_once(cast: Cast, browse: Any) -> None:
    desk = report_desk(cast.city)
    with acting_as(desk):
        told = Told(place="시묘길 12", channel=Channel.NEIGHBOUR, kinds=("ill",))
        signal = report_signal(
            area=cast.dongs["노암동"], told=told, teller=Teller("이웃", phone="010-1234-5678"), by=desk
        )
    path = f"/discovery/signals/{signal.id}"
    assert browse("officer").get(f"{path}/reporter/").status_code == 404
    assert browse("geum_officer").post(f"{path}/take/").status_code == 404
    assert "010-1234-5678" in text_of(browse("officer").post(f"{path}/take/", follow=True))
    assert browse("colleague").post(f"{path}/take/").status_code == 422
    assert Reporter.objects.get().received_by == cast.user("officer").id


def test_the_reporter_of_a_moved_signal_goes_along(cast: Cast) -> None:
    desk, officer, geum = report_desk(cast.city), cast.actor("officer"), cast.actor("geum_officer")
    with acting_as(desk):
        told = Told(place="어딘가", channel=Channel.NEIGHBOUR, words="도와주세요")
        signal = report_signal(area=cast.dongs["노암동"], told=told, teller=Teller("이웃", name="김이웃"), by=desk)
    with acting_as(officer):
        move_signal(signal=signal, area=cast.dongs["금동"], by=officer)
    with acting_as(geum):
        take_reporter(signal=signal, by=geum)
        assert teller_of(Reporter.objects.get()).name == "김이웃"
    with acting_as(officer):
        assert not Reporter.objects.exists()


# ---------------------------------------------------------------- who is it


def waiting(cast: Cast, **facts: Any) -> Signal:
    officer = cast.actor("officer")
    with acting_as(officer):
        told = Told(**{"place": "시묘길 12, 101동 503호", "channel": Channel.NEIGHBOUR, "kinds": ("ill",), **facts})
        return report_signal(area=cast.dongs["노암동"], told=told, by=officer)


def test_the_same_person_is_one_press(cast: Cast, browse: Any, home: Home) -> None:
    house = home("박영순", birth_on=dt.date(1948, 5, 20), phone="010-1111-4821")
    signal = waiting(cast, name="박영순", birth_on=BIRTH, phone="010-1111-4821")
    page = text_of(browse("head").get(f"/discovery/signals/{signal.id}/"))
    assert "010-****-4821" in page
    assert "4821" not in page.replace("010-****-4821", "")
    assert "＝" in page
    response = browse("head").post(
        f"/discovery/signals/{signal.id}/settle/", {"household": house.id, "answer": "person"}, follow=True
    )
    assert "새 작업 노-" in text_of(response)
    assert WorkItem.objects.get().household == house
    entry = Entry.objects.get(act="identity.same_person")
    assert entry.detail["evidence"] == "이름·전화·집이 같음, 태어난 날이 비슷함"
    assert not Clock.objects.filter(subject_id=signal.id, done_at__isnull=True).exists()


def test_another_person_of_the_same_home_is_written_down(cast: Cast, browse: Any, home: Home) -> None:
    house = home("박영순")
    signal = waiting(cast, name="김한결", birth_on=dt.date(2015, 3, 1))
    browse("officer").post(f"/discovery/signals/{signal.id}/settle/", {"household": house.id, "answer": "home"})
    assert {person.name for person in house.members.all()} == {"박영순", "김한결"}
    assert WorkItem.objects.get().household == house


def test_a_new_home_is_written_down_with_its_worry(cast: Cast, browse: Any) -> None:
    signal = waiting(cast, place="노암동 5통 파란 대문", name="")
    page = html.fromstring(browse("officer").get(f"/discovery/signals/{signal.id}/").content)
    (chosen,) = page.xpath("//select[@name='tong']/option[@selected]/text()")
    assert chosen == "5통"
    form = {"address": "노암동 5통 파란 대문", "name": "", "tong": cast.tong5.id, "kind": "single"}
    browse("officer").post(f"/discovery/signals/{signal.id}/new-home/", form)
    house = Household.objects.get()
    assert (house.tong, house.kind, house.members.get().name) == (cast.tong5, "single", "미상")
    assert WorkItem.objects.get().household == house


def test_a_person_of_the_next_dong_is_asked_for_there(cast: Cast, browse: Any, home: Home) -> None:
    home("박영순", dong="금동", birth_on=BIRTH, phone="010-1111-4821")
    signal = waiting(cast, name="박영순", birth_on=BIRTH, place="모름 골목")
    page = text_of(browse("officer").get(f"/discovery/signals/{signal.id}/"))
    assert "다른 동에서 관리 중 · 금동" in page
    assert "4821" not in page
    browse("officer").post(f"/discovery/signals/{signal.id}/move/", {"area": cast.dongs["금동"].id})
    assert Clock.objects.get(subject_id=signal.id, done_at__isnull=True).area == cast.dongs["금동"]
    assert browse("officer").get(f"/discovery/signals/{signal.id}/").status_code == 404
    assert "같은 사람" in text_of(browse("geum_officer").get(f"/discovery/signals/{signal.id}/"))


def test_a_signal_does_not_leave_the_city(cast: Cast, browse: Any) -> None:
    signal = waiting(cast)
    assert (
        browse("officer").post(f"/discovery/signals/{signal.id}/move/", {"area": cast.dongs["매곡동"].id}).status_code
        == 422
    )
    signal.refresh_from_db()
    assert signal.area == cast.dongs["노암동"]


def test_a_household_out_of_reach_is_no_answer(cast: Cast, browse: Any, home: Home) -> None:
    house, signal = home(dong="금동"), waiting(cast)
    response = browse("officer").post(
        f"/discovery/signals/{signal.id}/settle/", {"household": house.id, "answer": "person"}
    )
    assert response.status_code == 404
    assert not WorkItem.objects.exists()


def test_the_inbox_has_the_oldest_without_owner_first(cast: Cast, browse: Any, home: Home, signal: Any) -> None:
    now = timezone.now()
    old = signal(received_at=now - dt.timedelta(days=3), name="오래된이")
    new = signal(received_at=now, name="새로운이")
    mine = waiting(cast, name="담당은이")
    officer = cast.actor("officer")
    with acting_as(officer):
        item = attach_signal(signal=mine, household=home(), by=officer)
    WorkItem.objects.filter(id=item.id).update(owner=cast.posts["officer"])
    page = html.fromstring(browse("officer").get("/discovery/signals/").content)
    links = page.xpath("//tbody//a/@href")
    assert links == [f"/discovery/signals/{old.id}/", f"/discovery/signals/{new.id}/"]


# ---------------------------------------------------------------- files


def upload(client: Client, content: bytes, *, feed: str = "haengbok_round", name: str = "6차.xlsx", **more: Any) -> Any:
    return client.post(
        "/discovery/files/", {"feed": feed, "file": SimpleUploadedFile(name, content), **more}, follow=True
    )


def test_a_file_goes_from_upload_to_the_inbox_by_forms_only(cast: Cast, browse: Any, home: Home) -> None:
    home("박영순", birth_on=BIRTH)
    officer = browse("officer")
    content = xlsx(
        [round_row(), round_row("최복남", "1969-07-01", 주소="노암동 새길 3"), round_row("이막례", "19690231")]
    )
    response = upload(officer, content, year=2026, number=6)
    page = text_of(response)
    assert "없는 날이거나 날짜가 아님" in page
    assert "받을 수 있음 2" in page
    assert "같은 집 확실 1" in page
    path = response.redirect_chain[-1][0]
    refused = officer.post(path)
    assert refused.status_code == 422
    assert "없는 날이거나 날짜가 아님" in text_of(refused)  # told on the page itself, the rows still before the eyes
    assert html.fromstring(refused.content.decode()).cssselect("[role=alert]")
    assert not Signal.objects.exists()
    done = text_of(officer.post(path, {"leave_out": "1"}, follow=True))
    assert "신호 2건을 반영했습니다" in done
    assert SourceFile.objects.get().round.number == 6  # type: ignore[union-attr]
    again = upload(officer, content)
    assert "에 반영한 파일입니다" in text_of(again)
    assert SourceFile.objects.count() == 1
    assert "담당 없음" in text_of(officer.get("/discovery/signals/"))
    assert Person.objects.filter(name="최복남").exists()


def test_rows_to_mend_come_as_a_workbook(cast: Cast, browse: Any) -> None:
    officer = browse("officer")
    response = upload(officer, comma([cut_row(), cut_row(중지예정="20261131")]), feed="kepco_cut", name="단전.csv")
    path = response.redirect_chain[-1][0]
    assert officer.post(f"{path}rejects/", {"reason": ""}).status_code == 422  # not without a reason
    sheet = officer.post(f"{path}rejects/", {"reason": "파일 고치기"})
    assert sheet.content.startswith(b"PK")
    assert "attachment" in sheet["Content-Disposition"]
    left = Entry.objects.get(kind=Entry.Kind.EXPORT)
    assert (left.detail["what"], left.detail["count"]) == ("고칠 행", 1)


def test_a_bad_file_is_answered_beside_the_field(cast: Cast, browse: Any) -> None:
    response = upload(browse("officer"), b"PK\x03\x04broken")
    assert response.status_code == 422
    assert "다시 받아서 올려 주세요" in text_of(response)
    assert not SourceFile.objects.exists()


def test_a_file_brought_under_the_wrong_name_is_told_its_own(cast: Cast, browse: Any) -> None:
    response = upload(browse("officer"), comma([cut_row()]), name="단전.csv")
    assert response.status_code == 422
    assert "한전 단전·전류제한 월자료입니다" in text_of(response)
    page = html.fromstring(response.content.decode())
    assert page.xpath("//input[@name='feed' and @checked]/@value") == ["kepco_cut"]
    assert "찾지 못했습니다" in text_of(upload(browse("officer"), b"a,b\n1,2\n", feed="kepco_cut", name="x.csv"))


def test_files_of_others_look_like_missing_ones(cast: Cast, browse: Any) -> None:
    response = upload(browse("officer"), xlsx([round_row()]))
    path = response.redirect_chain[-1][0]
    assert browse("hope").get(path).status_code == 200
    for who in ("colleague", "geum_officer", "outsider", "volunteer", "nurse"):
        assert browse(who).get(path).status_code == 404
        assert browse(who).post(path).status_code == 404
    assert not Signal.objects.exists()
