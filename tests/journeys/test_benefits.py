"""Who is missing what, in a real browser: from the night's list to the paper in the person's hand, and a resident alone."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import faults_of
from tests.journeys.house import House, sign_in

pytestmark = [pytest.mark.slow, pytest.mark.browser]
SHEET_PIXELS = 1123 - 2 * 57  # A4 less 15 mm above and below, at 96 dpi


def _heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def test_from_the_nights_list_to_the_paper_in_the_hand(house: House, chromium: Browser) -> None:
    night = house.command("benefits", "nightly")
    assert night.returncode == 0, night.stderr
    assert "볼 근거가 있는" in night.stdout
    page = sign_in(chromium, house, "officer1-1")
    page.goto(f"{house.url}/benefits/applications/")
    page.get_by_role("link", name="놓친 지원", exact=True).click()
    _heading(page, "받지 못하고 있을 가능성")
    assert not faults_of(page)
    page.get_by_role("link", name="급여 진단").nth(5).click()
    if page.url.split("?")[0].endswith("/open/"):  # without open work one says why
        page.get_by_label("제보확인").check()
        page.get_by_role("button", name="사유를 남기고 열기").click()
    _heading(page, "급여 진단")
    assert not faults_of(page)
    asked = page.locator(".question-words").inner_text()
    page.locator(".question-answers").get_by_role("button", name=re.compile("^모름")).click()
    expect(page.locator(".question-words")).not_to_have_text(asked)
    page.goto(re.sub(r"\?.*", "", page.url) + "?ask=위기사유")
    page.keyboard.press("2")  # 아니오: one key
    expect(page.locator("#say")).not_to_be_empty()
    expect(page.locator(".known").first).to_be_visible()
    page.set_viewport_size({"width": 820, "height": 1100})
    assert not faults_of(page)
    page.get_by_role("link", name="드릴 안내문").click()
    expect(page.locator(".leaflet-to")).to_contain_text("님께")
    assert page.locator(".leaflet").bounding_box()["height"] < SHEET_PIXELS  # type: ignore[index]


def test_a_resident_finds_out_alone_without_a_script(house: House, chromium: Browser) -> None:
    window = chromium.new_context(viewport={"width": 390, "height": 800}, java_script_enabled=False, locale="ko-KR")
    page = window.new_page()
    page.goto(f"{house.url}/portal/")
    page.get_by_role("link", name=re.compile("받을 수 있는 복지")).click()
    page.get_by_role("button", name="혼자 살아요").click()
    page.get_by_label("답", exact=True).fill("78")
    page.get_by_role("button", name="적기").click()
    page.get_by_role("button", name="모르겠어요").click()
    expect(page.get_by_role("status").first).to_contain_text("지금까지")
    page.get_by_role("button", name=re.compile("이전 물음")).click()
    expect(page.get_by_text("지금까지 답하신 것 3가지")).to_be_visible()
    page.get_by_role("button", name="지금까지 결과 보기").click()
    _heading(page, "찾아본 결과")
    expect(page.get_by_text("어디에도 저장하지 않습니다")).to_be_visible()
    assert [cookie["name"] for cookie in window.cookies()] in ([], ["csrf"])
    window.close()


def test_the_residents_pages_are_accessible(house: House, chromium: Browser) -> None:
    page = chromium.new_context(viewport={"width": 390, "height": 800}, locale="ko-KR").new_page()
    page.goto(f"{house.url}/portal/benefits/")
    assert not faults_of(page)
    page.get_by_role("button", name="2명").click()
    for age in ("78", "75"):
        page.get_by_label("답", exact=True).fill(age)
        page.get_by_role("button", name="적기").click()
    expect(page.get_by_text("지금까지 답하신 것")).to_be_visible()
    assert not faults_of(page)
    page.get_by_role("button", name="지금까지 결과 보기").click()
    _heading(page, "찾아본 결과")
    assert not faults_of(page)
