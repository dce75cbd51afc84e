"""Help from outside the office, in a real browser: a thousand boxes to the last ticked receipt, and a provider without an account."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import faults_of
from tests.journeys.house import House, listen, send, sign_in

pytestmark = [pytest.mark.slow, pytest.mark.browser]
BOXES, SHEET = 1_000, 200
PHONE = {"viewport": {"width": 390, "height": 844}, "locale": "ko-KR"}
NAME, LUNCH = "한도움", "대보름 찰밥"
AGENCY, TAIL = "산들반찬 나눔회", "4107"


def test_a_thousand_boxes_from_the_offer_to_the_last_tick(house: House, chromium: Browser) -> None:
    complaints: list[str] = []
    desk, head = (sign_in(chromium, house, who, complaints=complaints) for who in ("resource1", "emergencyhead1"))
    _offered(desk, house, LUNCH, 1, "5천")
    lunch = _listed(desk, 1)
    fed = desk.get_by_role("row").filter(has_text="올림").locator("th").inner_text()
    _approved(desk, head, lunch)
    _ticked(desk, lunch, 1, left=0)

    _offered(desk, house, "설 꾸러미", BOXES, "2500만")
    boxes = _listed(desk, BOXES)
    _the_home_that_was_fed_is_caught(desk, fed)
    _approved(desk, head, boxes)
    for done in range(SHEET, BOXES + 1, SHEET):
        _ticked(desk, boxes, done, left=BOXES - done)
    desk.goto(boxes)
    send(desk, "나눔 마치기")
    expect(desk.get_by_role("heading", name="마침")).to_be_visible()
    desk.goto(f"{house.url}/resources/ledger/")
    expect(desk.get_by_text("들어옴 1,000 = 나감 1,000")).to_be_visible()
    assert not [one for one in complaints if "422" not in one], complaints


def _offered(desk: Page, house: House, name: str, pieces: int, won: str) -> None:
    """Somebody offers it of their own will; it comes into the council's store."""
    desk.goto(f"{house.url}/resources/offers/")
    facts = {"name": name, "quantity": str(pieces), "total_won": won, "donor": "한마음상회"}
    for field, words in facts.items():
        desk.locator(f"input[name={field}]").fill(words)
    desk.locator("select[name=kind]").select_option("food")
    desk.locator("input[name=came][value=own]").check()
    send(desk, "기탁 의사 적기")
    expect(desk.get_by_role("heading", name=re.compile(name))).to_be_visible()
    send(desk, "창고에 넣기")
    expect(desk.get_by_text("창고에 있습니다")).to_be_visible()


def _listed(desk: Page, places: int) -> str:
    """명단 짜기 of what just came in, among homes with elders; the address of the list."""
    desk.get_by_role("link", name="들어온 것 보기").click()
    desk.get_by_role("link", name="나눔 짜기").click()
    desk.locator("input[name=marks][value=elder]").check()
    send(desk, "명단 짜기")
    expect(desk.get_by_text(f"{places}가구 · 전달 0/{places}")).to_be_visible()
    return desk.url


def _the_home_that_was_fed_is_caught(desk: Page, fed: str) -> None:
    """It is left out with the reason to read, and does not come back onto the list without one."""
    doubled = desk.get_by_role("row").filter(has_text=LUNCH).filter(has_text=fed)
    for words in ("같은 갈래", "뺌"):
        expect(doubled).to_contain_text(words)
    with desk.expect_navigation(wait_until="domcontentloaded"):
        doubled.get_by_role("button", name="두기").click()
    expect(desk.get_by_role("alert")).to_contain_text("겹치는데도 두는 까닭")
    expect(desk.get_by_text(f"{BOXES}가구 · 전달 0/{BOXES}")).to_be_visible()


def _approved(desk: Page, head: Page, address: str) -> None:
    """It goes up; another person says yes."""
    send(desk, "나눔 확정 올리기")
    expect(desk.get_by_role("heading", name="승인 기다림")).to_be_visible()
    head.goto(f"{address}approve/")
    send(head, "승인")
    expect(head.get_by_text("결정을 적었습니다")).to_be_visible()


def _ticked(desk: Page, address: str, done: int, *, left: int) -> None:
    """One sheet of signed receipts, written down at once."""
    desk.goto(f"{address}tick/?all=1")
    send(desk, "고른 곳 전달 적기")
    expect(desk.get_by_text(f"전달 {done:,}곳 · 남은 {left:,}곳")).to_be_visible()


def test_a_provider_without_an_account_answers_by_the_address(house: House, chromium: Browser) -> None:
    complaints: list[str] = []
    officer = sign_in(chromium, house, "officer1-1", complaints=complaints)
    _entered(sign_in(chromium, house, "resource1", complaints=complaints), house)
    link, address = _referred(officer, house)
    phone = listen(chromium.new_context(**PHONE).new_page(), complaints)
    _opened_by_the_agencys_own_number(phone, address)
    _taken_on(phone)
    officer.goto(f"{house.url}/today/")
    expect(officer.locator("main")).to_contain_text("회신 확인")
    officer.goto(link)
    expect(officer.locator("main")).to_contain_text("다음 주부터 갑니다")
    send(officer, "회신 확인함")
    _delivered(phone)
    officer.goto(link)
    for words in ("찰밥 세 번", "45,000원", "마침"):
        expect(officer.locator("main")).to_contain_text(words)
    phone.goto(address)
    expect(phone.get_by_role("alert")).to_be_visible()
    assert "시묘길" not in phone.content()
    assert not [one for one in complaints if "410" not in one and "422" not in one], complaints


def _entered(desk: Page, house: House) -> None:
    """The city puts the body and what it gives among the resources."""
    desk.goto(f"{house.url}/resources/directory/new/")
    for field, words in {"agency_name": AGENCY, "phone": f"063-000-{TAIL}", "name": "밑반찬", "places": "7"}.items():
        desk.locator(f"[name={field}]").fill(words)
    desk.locator("[name=need]").select_option("food")
    send(desk, re.compile("올리기$"))


def _referred(page: Page, house: House) -> tuple[str, str]:
    """A new home, the service of the list, what the law lets out before a consent; the link's page and the address."""
    page.goto(f"{house.url}/households/new/")
    for field, words in {"name": NAME, "birth_year": "1944", "address": "노암동 3통 시묘길 31"}.items():
        page.locator(f"[name={field}]").fill(words)
    send(page, "적고 상담 기록으로")
    home = re.findall(r"[0-9a-f-]{36}", page.url)[0]
    page.goto(f"{house.url}/resources/links/new/{home}/")
    page.get_by_role("row").filter(has_text=AGENCY).get_by_role("link").click()
    page.locator("[name=reason]").fill("혼자 지내시며 끼니를 거르심")
    page.locator("[name=legal_basis]").select_option(index=1)
    page.locator("[name=basis_reason]").fill("사흘째 드시지 못함, 동의는 뒤에 받기로 함")
    send(page, "의뢰 보내기")
    return page.url, page.locator("#address").inner_text().strip()


def _opened_by_the_agencys_own_number(page: Page, address: str) -> None:
    """Not by another number; then the least that is needed, and no more."""
    page.goto(address)
    assert NAME not in page.content()
    page.locator("[name=tail]").fill("0000")
    with page.expect_navigation():
        page.get_by_role("button", name="열기", exact=True).click()
    expect(page.locator(".error-summary")).to_be_visible()
    assert NAME not in page.content()
    page.locator("[name=tail]").fill(TAIL)
    send(page, "열기")
    expect(page.locator("main")).to_contain_text("끼니를 거르심")
    assert not faults_of(page)


def _taken_on(page: Page) -> None:
    page.get_by_label("맡겠습니다").check()
    page.locator("form[action$='/answer/'] [name=words]").fill("다음 주부터 갑니다")
    page.locator("[name=contact]").fill("배나눔 팀장")
    send(page, "회신 보내기")


def _delivered(page: Page) -> None:
    page.locator("[name=quantity]").fill("3")
    page.locator("[name=won]").fill("45000")
    page.locator("form[action$='/deliver/'] [name=words]").fill("찰밥 세 번")
    send(page, "전달 적기")
    expect(page.locator("main")).to_contain_text("지금까지 전달 1번")
    send(page, "모두 전달했습니다(마침)")
