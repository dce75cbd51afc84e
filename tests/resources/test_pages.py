"""The pages as the people who use them meet them; the agency's page from two browsers."""

import datetime as dt
import re
from uuid import uuid4

import lxml.html
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bokjihub.accounts.access.scope import acting_as
from bokjihub.audit.models import Entry
from bokjihub.people import actions as people
from bokjihub.people.models import Household
from bokjihub.resources.models import Allocation, AllocationLine, LinkDelivery, Lot, Service, ServiceLink
from bokjihub.statistics.queries.frame import Scope
from bokjihub.statistics.queries.registry import REPORTS
from bokjihub.ui.papers.reading import paper_of
from tests.cast import Cast
from tests.factories import resources as make


@pytest.fixture
def home(cast: Cast) -> Household:
    household = make.home(cast, points=40)
    from bokjihub.accounts import actions as accounts
    from bokjihub.accounts.models import Assignment

    accounts.assign(
        subject_id=household.id, purpose=Assignment.Purpose.WORK_ITEM, team_id=cast.teams["노암"].id,
        by=cast.actor("head"),
    )  # fmt: skip
    return household


@pytest.fixture
def lunch(cast: Cast) -> Service:
    return make.service(cast)


def texts(response: object) -> str:
    return " ".join(lxml.html.fromstring(response.content).text_content().split())


def send(browser: Client, home: Household, lunch: Service) -> tuple[ServiceLink, str]:
    """Through the form, as an officer; gives the link and the address the agency gets."""
    url = f"{reverse('resources:new_link', args=[home.id])}?service={lunch.id}"
    page = browser.get(url)
    assert page.status_code == 200
    data = {"items": ["이름", "주소", "전화"], "reason": "무릎 수술 뒤 식사 준비 어려움", "urgency": "week"}
    answer = browser.post(url, data, follow=True)
    assert answer.status_code == 200, texts(answer)
    link = ServiceLink.objects.get()
    (path,) = set(re.findall(r"/portal/r/[\w-]{20,}/", answer.content.decode()))
    return link, path


@pytest.fixture
def sent(cast: Cast, browse: object, home: Household, lunch: Service) -> tuple[ServiceLink, str]:
    make.consent(cast, home, lunch)
    return send(browse("officer"), home, lunch)


def opened(path: str, tail: str = "4567") -> Client:
    browser = Client()
    browser.post(path, {"tail": tail})
    return browser


def test_the_directory_is_searched_by_need_dong_and_income(cast: Cast, browse: object, lunch: Service) -> None:
    market = make.service(cast, "푸드마켓 남원", "다섯 가지", is_income_tested=True)
    market.areas.add(cast.dongs["금동"])
    make.service(cast, "남원의원", "건강 상담", need="health")
    officer = browse("officer")
    url = reverse("resources:directory")
    assert "도시락" in texts(officer.get(url, {"need": "food"}))
    assert "건강 상담" not in texts(officer.get(url, {"need": "food"}))
    assert "다섯 가지" not in texts(officer.get(url, {"income_free": "1"}))
    assert "다섯 가지" not in texts(officer.get(url, {"area": cast.dongs["노암동"].id}))
    assert "다섯 가지" in texts(officer.get(url, {"area": cast.dongs["금동"].id}))
    assert "넓혀 보기" in texts(officer.get(url, {"need": "debt"}))
    assert officer.get(reverse("resources:service", args=[lunch.id])).status_code == 200


def test_without_consent_the_page_asks_for_it_and_sends_nothing(
    browse: object, home: Household, lunch: Service
) -> None:
    officer, url = browse("officer"), f"{reverse('resources:new_link', args=[home.id])}?service={lunch.id}"
    assert "노암복지관에 보낼 동의가 없습니다" in texts(officer.get(url))
    answer = officer.post(url, {"items": ["이름"], "reason": "식사", "urgency": "normal"})
    assert answer.status_code == 422
    assert not ServiceLink.objects.exists()


def test_the_preview_shows_what_the_receiver_will_see(
    cast: Cast, browse: object, home: Household, lunch: Service
) -> None:
    make.consent(cast, home, lunch)
    url = f"{reverse('resources:new_link', args=[home.id])}?service={lunch.id}"
    page = browse("officer").post(
        url, {"items": ["이름", "나이"], "reason": "식사", "urgency": "normal", "preview": "1"}
    )
    (preview,) = lxml.html.fromstring(page.content).cssselect("#preview dl")
    assert [dt.text_content() for dt in preview.cssselect("dt")] == ["이름", "나이"]
    assert not ServiceLink.objects.exists()


def test_the_address_is_shown_once(browse: object, sent: tuple[ServiceLink, str]) -> None:
    link, path = sent
    again = browse("officer").get(reverse("resources:link", args=[link.id]))
    assert path not in again.content.decode()
    assert path.strip("/").rsplit("/", 1)[1].encode() not in bytes(link.token_hash)


def test_the_address_alone_shows_no_person(sent: tuple[ServiceLink, str]) -> None:
    page = Client().get(sent[1])
    assert page.status_code == 200
    assert "끝 네 자리" in texts(page)
    for word in ("박영순", "시묘길", "4821", "무릎"):
        assert word not in texts(page)
    assert "no-store" in page["Cache-Control"]


def test_a_wrong_address_looks_like_nothing(sent: tuple[ServiceLink, str]) -> None:
    assert Client().get("/portal/r/AAAAAAAAAAAAAAAAAAAAAA/").status_code == 404


def test_five_wrong_numbers_close_the_address_and_the_sender_opens_another(
    browse: object, sent: tuple[ServiceLink, str]
) -> None:
    link, path = sent
    for _ in range(5):
        assert "박영순" not in texts(Client().post(path, {"tail": "0000"}))
    closed = opened(path).get(path)
    assert closed.status_code == 410
    assert "5번 맞지 않아 닫았습니다" in texts(closed)
    officer = browse("officer")
    page = officer.post(reverse("resources:renew_link", args=[link.id]), follow=True)
    (fresh,) = set(re.findall(r"/portal/r/[\w-]{20,}/", page.content.decode()))
    assert "박영순" in texts(opened(fresh).get(fresh))
    assert Client().get(path).status_code == 404


def test_the_agency_answers_and_delivers_and_the_officer_sees_it(
    cast: Cast, browse: object, sent: tuple[ServiceLink, str]
) -> None:
    """Two browsers: the agency's phone and the officer's desk."""
    link, path = sent
    agency, officer = opened(path), browse("officer")
    page = texts(agency.get(path))
    assert "박영순" in page
    assert "무릎 수술 뒤" in page
    assert "나이" not in page
    assert ServiceLink.objects.get().state == "received"
    incomplete = agency.post(f"{path}answer/", {"decision": "declined"})
    assert incomplete.status_code == 422
    assert "까닭이나 조건을" in texts(incomplete)
    agency.post(f"{path}answer/", {"decision": "accepted", "start_on": "오늘", "contact": "정다정"})
    desk = texts(officer.get(reverse("resources:link", args=[link.id])))
    assert "맡음" in desk
    assert "정다정" in desk
    key = str(uuid4())
    for _ in range(2):
        agency.post(
            f"{path}deliver/", {"once_key": key, "on": "오늘", "quantity": "5", "won": "35,000", "words": "도시락"}
        )
    assert LinkDelivery.objects.get().won == 35_000
    assert "기관 회신 · 노암복지관" in texts(officer.get(reverse("resources:link", args=[link.id])))
    agency.post(f"{path}end/")
    assert ServiceLink.objects.get().state == "completed"
    assert "고맙습니다" in texts(agency.get(path))


def test_another_browser_must_give_the_number_again(sent: tuple[ServiceLink, str]) -> None:
    path = sent[1]
    assert "박영순" in texts(opened(path).get(path))
    stranger = Client()
    assert "박영순" not in texts(stranger.get(path))
    stranger.post(f"{path}answer/", {"decision": "accepted", "start_on": "오늘"})
    assert ServiceLink.objects.get().replied_at is None


def test_every_opening_is_an_export_on_record(home: Household, sent: tuple[ServiceLink, str]) -> None:
    agency = opened(sent[1])
    for _ in range(3):
        agency.get(sent[1])
    rows = Entry.objects.filter(act="link.open", kind=Entry.Kind.EXPORT, subjects=[home.id])
    assert rows.count() == 3
    assert rows[0].actor_label == "기관 회신 · 노암복지관"
    assert rows[0].detail["items"] == ["이름", "주소", "전화"]


def test_withdrawn_consent_closes_the_agencys_open_page_at_once(
    cast: Cast, browse: object, sent: tuple[ServiceLink, str]
) -> None:
    link, path = sent
    agency = opened(path)
    assert "박영순" in texts(agency.get(path))
    browse("officer").post(reverse("resources:withdraw_consent", args=[link.id]))
    after = agency.get(path)
    assert after.status_code == 410
    assert "동의가 거두어져 더 볼 수 없습니다. 전달은 멈춰 주세요." in texts(after)
    assert "박영순" not in texts(after)
    refused = agency.post(f"{path}answer/", {"decision": "accepted", "start_on": "오늘"})
    assert "동의가 거두어져" in texts(refused)
    assert ServiceLink.objects.get().replied_at is None


def test_withdrawal_outside_this_room_closes_it_too(cast: Cast, sent: tuple[ServiceLink, str]) -> None:
    link, path = sent
    agency = opened(path)
    with acting_as(cast.actor("officer")):
        people.withdraw_consent(consent=link.consent, on=make.today(), by=cast.actor("officer"))
    assert agency.get(path).status_code == 410


def test_after_two_weeks_the_address_is_closed_and_names_the_office(cast: Cast, sent: tuple[ServiceLink, str]) -> None:
    link, path = sent
    agency = opened(path)
    ServiceLink.objects.filter(id=link.id).update(
        expires_at=timezone.now() - dt.timedelta(hours=1), office_phone="063-620-0000"
    )
    assert re.search(r"에 닫혔습니다\. .*\(063-620-0000\)에 말씀하시면", texts(agency.get(path)))


def test_the_agency_reaches_one_household_and_no_other(cast: Cast, sent: tuple[ServiceLink, str]) -> None:
    from bokjihub.resources.queries import referral

    other = make.home(cast, "최다른")
    token = sent[1].strip("/").rsplit("/", 1)[1]
    with acting_as(referral.reply_actor(None, place="-")):
        behind = referral.link_behind(token)
        assert not ServiceLink.objects.exists()
    assert behind
    with acting_as(referral.reply_actor(behind, place="-")):
        assert [row.id for row in Household.objects.all()] == [behind.household_id]
        assert not Household.objects.filter(id=other.id).exists()


def test_another_dong_cannot_open_the_link(browse: object, sent: tuple[ServiceLink, str]) -> None:
    url = reverse("resources:link", args=[sent[0].id])
    assert browse("geum_officer").get(url).status_code == 404
    assert browse("resource").get(url).status_code == 404
    assert browse("hope").get(url).status_code == 200


def test_a_phone_reply_and_a_stop_are_written_by_the_officer(browse: object, sent: tuple[ServiceLink, str]) -> None:
    link, officer = sent[0], browse("officer")
    officer.post(reverse("resources:note_reply", args=[link.id]), {"decision": "waitlisted", "expected_on": "+7"})
    assert ServiceLink.objects.get().state == "waitlisted"
    officer.post(reverse("resources:end_link", args=[link.id]), {"completed": "", "reason": "본인이 원치 않음"})
    assert ServiceLink.objects.get().state == "stopped"
    assert "그만둠" in texts(officer.get(reverse("resources:links") + "?state=all"))


def test_a_gift_goes_from_the_lorry_to_the_door(cast: Cast, browse: object) -> None:
    """Received, listed, approved by another, handed over by a third; the book says so."""
    for points in (10, 20):
        make.home(cast, points=points)
    desk, chief, officer = browse("resource"), browse("emergency_head"), browse("officer")
    form = {
        "once_key": str(uuid4()), "name": "설 꾸러미", "kind": "food", "donor": "가온음료", "custodian": "town",
        "route": "designated", "quantity": "100", "unit": "상자", "total_won": "250만", "received_on": "오늘",
    }  # fmt: skip
    refused = desk.post(reverse("resources:receive_lot"), form)
    assert refused.status_code == 422
    assert "기부심사 번호가 있어야" in texts(refused)
    page = desk.post(reverse("resources:receive_lot"), {**form, "review_reference": "심사 2026-7"}, follow=True)
    assert "들어옴 100 = 창고 100" in texts(page)
    lot = Lot.objects.get()
    page = desk.post(
        reverse("resources:new_allocation", args=[lot.id]), {"title": "설 꾸러미", "places": 2, "each": 1}, follow=True
    )
    made = Allocation.objects.get()
    assert "살핌 20점" in texts(page)
    desk.post(reverse("resources:change_allocation", args=[made.id]), {"deed": "propose"})
    assert desk.get(reverse("resources:approve", args=[made.id])).status_code == 404
    assert "승인" in texts(chief.get(reverse("resources:approve", args=[made.id])))
    chief.post(reverse("resources:approve", args=[made.id]))
    for line in AllocationLine.objects.all():
        officer.post(
            reverse("resources:hand_over", args=[line.id]), {"once_key": str(uuid4()), "on": "오늘", "receiver": "본인"}
        )
    assert "나감 2 + 창고 98" in texts(desk.get(reverse("resources:ledger")))
    assert "전달 2/2" in texts(desk.get(reverse("resources:allocation", args=[made.id])))
    for paper in ("list", "receipts"):
        assert "박영순" in texts(desk.get(reverse("resources:allocation_paper", args=[made.id, paper])))
    sheet = paper_of(desk.get(reverse("resources:allocation_paper", args=[made.id, "list"])).content.decode())
    day = f"{timezone.localdate():%-m. %-d.}"
    assert sheet.approval == ("담당", "과장")
    assert [cell.split(" ", 1)[1] for cell in sheet.signed] == [day, day], (
        "who made it and who approved it, with the day"
    )


def test_the_delivery_list_of_a_village_head_shows_name_address_and_thing(cast: Cast, browse: object) -> None:
    from tests.resources import test_allocations as steps

    make.home(cast, points=40)
    made = steps.approve(cast, steps.propose(cast, steps.draft(cast, make.lot(cast, name="꾸러미"))))
    desk = browse("resource")
    desk.post(
        reverse("resources:name_deliverer", args=[made.id]),
        {"area": cast.dongs["노암동"].id, "post": cast.posts["village_head"].id},
    )
    page = browse("village_head").get(reverse("resources:deliveries"))
    said = texts(page)
    assert "박영순" in said
    assert "꾸러미 1상자" in said
    for hidden in ("4821", "살핌", "1948", "40점"):
        assert hidden not in said
    assert "전달할 곳이 없습니다" in texts(browse("volunteer").get(reverse("resources:deliveries")))


def test_the_book_leaves_as_a_sheet_on_record(cast: Cast, browse: object) -> None:
    import io

    import openpyxl

    make.lot(cast)
    answer = browse("resource").post(reverse("resources:ledger_file"), {"reason": "상급기관 보고"})
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    cells = [cell for row in sheet.iter_rows(values_only=True) for cell in row]
    assert "가온음료" in cells
    assert 20_000_000 in cells
    assert Entry.objects.filter(kind=Entry.Kind.EXPORT, act="export.take").exists()
    assert browse("officer").get(reverse("resources:ledger_file")).status_code == 404


def test_reports_count_links_with_a_delivery_only(cast: Cast, sent: tuple[ServiceLink, str]) -> None:
    scope = Scope(make.today() - dt.timedelta(days=30), make.today())
    assert [row.cells["count"] for row in REPORTS["links"].build(scope).rows] == [0, 0]
    agency = opened(sent[1])
    agency.post(f"{sent[1]}answer/", {"decision": "accepted", "start_on": "오늘"})
    for won in ("35,000", "21,000"):
        agency.post(f"{sent[1]}deliver/", {"once_key": str(uuid4()), "on": "오늘", "quantity": "5", "won": won})
    report = REPORTS["links"].build(scope)
    assert {row.key: (row.cells["count"], row.cells["times"], row.cells["won"]) for row in report.rows} == {
        "public": (0, 0, 0),
        "private": (1, 2, 56_000),
    }
    (row,) = REPORTS["links-needs"].build(scope).rows
    assert (row.key, row.cells["households"]) == ("private.food", 1)


def test_the_goods_report_follows_the_book(cast: Cast) -> None:
    from bokjihub.resources.actions import ledger

    lot = make.lot(cast)
    ledger.discard(lot=lot, quantity=7, words="상함", on=make.today(), once_key=uuid4(), by=cast.actor("resource"))
    (row,) = REPORTS["goods"].build(Scope(make.today(), make.today())).rows
    assert row.cells == {"lots": 1, "came": 20_000_000, "went": 0, "lost": 140_000, "left": 19_860_000, "expired": 0}


def test_the_second_row_shows_only_what_opens(cast: Cast, browse: object) -> None:
    for who, hidden in (("officer", "장부"), ("resource", "의뢰·회신"), ("secretary", "나눔")):
        page = lxml.html.fromstring(browse(who).get(reverse("resources:directory")).content)
        links = {link.text_content().strip(): link.get("href") for link in page.cssselect("nav.sections a")}
        assert hidden not in links
        assert {browse(who).get(url).status_code for url in links.values()} == {200}


@pytest.mark.parametrize("who", ["officer", "hope", "resource", "secretary", "emergency_head", "nurse", "specialist"])
def test_the_place_opens_for_everybody_who_has_a_job_there(browse: object, who: str) -> None:
    for name in ("resources:home", "resources:directory", "partners:council"):
        assert browse(who).get(reverse(name)).status_code == 200
