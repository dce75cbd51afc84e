"""The living page in Chromium under the real content security policy: accessibility, keys, focus, drafts, copying."""

import mimetypes
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import RequestFactory
from playwright.sync_api import Browser, Page, Route, sync_playwright

from bokjihub.ui import build_assets, views
from tests.browser import faults_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ORIGIN = "http://127.0.0.1"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


class House:
    """Answers the browser without a server: the living page, the static files, and a note of every draft."""

    def __init__(self) -> None:
        self.drafts: list[dict[str, list[str]]] = []
        self.outside: list[str] = []

    def answer(self, route: Route) -> None:
        url = urlsplit(route.request.url)
        if f"{url.scheme}://{url.netloc}" != ORIGIN:
            self.outside.append(route.request.url)
            route.abort()
        elif url.path.startswith(settings.STATIC_URL):
            self._static(route, url.path.removeprefix(settings.STATIC_URL))
        elif url.path == "/draft/" and route.request.method == "GET":
            route.fulfill(status=204)  # nothing was being written
        elif url.path == "/draft/":
            self.drafts.append(_fields(route.request.post_data or ""))
            route.fulfill(status=204)
        else:
            self._page(route, url.query)

    def _static(self, route: Route, name: str) -> None:
        found = finders.find(name)
        if not isinstance(found, str):
            route.fulfill(status=404)
            return
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        route.fulfill(body=Path(found).read_bytes(), content_type=kind)

    def _page(self, route: Route, query: str) -> None:
        body = views.components(RequestFactory().get("/")).content.decode().replace("#draft", "/draft/")
        if "high-contrast" in query:
            body = body.replace('class="at-desk"', 'class="at-desk" data-krds-mode="high-contrast"')
        policy = "; ".join(
            f"{name} {' '.join(sources)}" for name, sources in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].items()
        )
        headers = {"Content-Security-Policy": policy, "Content-Type": "text/html; charset=utf-8"}
        route.fulfill(body=body, headers=headers)


def _fields(body: str) -> dict[str, list[str]]:
    """Fields of a multipart body, enough for text."""
    fields: dict[str, list[str]] = {}
    for part in body.split("Content-Disposition: form-data; ")[1:]:
        head, _, rest = part.partition("\r\n\r\n")
        name = parse_qs(head.replace('"', "").replace("; ", "&"))["name"][0]
        fields.setdefault(name, []).append(rest.split("\r\n--")[0])
    return fields


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert path, "Chromium is missing: apt-get install chromium"
    assert (build_assets.VENDOR / "stamp").is_file(), "run python -m bokjihub.ui.build_assets first"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
def page(chromium: Browser, house: House) -> Iterator[Page]:
    context = chromium.new_context(
        viewport={"width": 1280, "height": 800}, permissions=["clipboard-read", "clipboard-write"], locale="ko-KR"
    )
    opened = context.new_page()
    opened.route("**/*", house.answer)
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    opened.goto(f"{ORIGIN}/")
    yield opened
    assert faults == []
    assert house.outside == []
    context.close()


@pytest.mark.parametrize("width", [1280, 820, 390])
def test_no_accessibility_violation_and_no_sideways_scroll(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    assert faults_of(page) == []


def test_high_contrast_has_no_violation(page: Page) -> None:
    page.goto(f"{ORIGIN}/?mode=high-contrast")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(0, 0, 0)"
    assert faults_of(page) == []


def test_dialog_has_no_violation_and_gives_the_focus_back(page: Page) -> None:
    opener = page.get_by_role("button", name="대화 상자 열기")
    opener.click()
    assert page.get_by_role("dialog").is_visible()
    assert faults_of(page) == []
    page.keyboard.press("Escape")
    assert opener.evaluate("element => element === document.activeElement")


def test_type_sizes_and_targets(page: Page) -> None:
    """No text under 12 px, no browser default of 13.333 px, nothing to press under 24 px (screens §8.1, §11)."""
    sizes = page.evaluate(
        "[...document.querySelectorAll('body *')].filter(e => e.getClientRects().length && e.textContent.trim())"
        ".map(e => parseFloat(getComputedStyle(e).fontSize))"
    )
    assert min(sizes) >= 12
    assert not [size for size in sizes if 13.3 < size < 13.4]
    small = page.evaluate(
        "[...document.querySelectorAll('button, summary, label.tick, label.choice, label.check, nav a, th a, .table td a')]"
        ".filter(e => e.getClientRects().length).map(e => [e.textContent.trim(), e.getBoundingClientRect().height])"
        ".filter(([, height]) => height < 24)"
    )
    assert small == []


def test_list_rows_are_forty_pixels_high(page: Page) -> None:
    heights = page.eval_on_selector_all("[data-list-keys] tbody tr", "rows => rows.map(r => r.offsetHeight)")
    assert len(heights) == 5
    assert max(heights) <= 41


def test_the_font_is_ours(page: Page) -> None:
    page.evaluate("document.fonts.ready.then(() => true)")
    assert page.evaluate("document.fonts.check('16px \"Pretendard GOV\"', '복지')")
    loaded = page.evaluate("[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family)")
    assert any("Pretendard GOV" in family for family in loaded)


def test_slash_goes_to_the_search_only_when_not_typing(page: Page) -> None:
    page.evaluate(
        "document.querySelector('.top-row .top-end').insertAdjacentHTML('beforebegin', '<input id=find data-key=Slash>')"
    )
    page.get_by_label("이름", exact=False).first.focus()
    page.keyboard.press("Slash")
    assert page.evaluate("document.activeElement.id") == "sample_name"
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Slash")
    assert page.evaluate("document.activeElement.id") == "find"


def test_rows_are_walked_and_ticked_by_physical_keys(page: Page) -> None:
    """With the Korean input method on, the J key yields ㅓ: the physical key counts."""
    here = "[...document.querySelectorAll('[data-list-keys] tbody tr')].findIndex(r => r.dataset.here !== undefined)"
    press = "code => document.body.dispatchEvent(new KeyboardEvent('keydown', {code, key: 'ㅓ', bubbles: true}))"
    page.evaluate(press, "KeyJ")
    assert page.evaluate(here) == 0
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate(here) == 2
    page.keyboard.press("k")
    assert page.evaluate(here) == 1
    page.keyboard.press("x")
    assert page.eval_on_selector_all("[data-list-keys] .tick input", "boxes => boxes.map(b => b.checked)")[1]
    page.evaluate(
        "document.body.dispatchEvent(new KeyboardEvent('keydown', {code: 'KeyJ', isComposing: true, bubbles: true}))"
    )
    assert page.evaluate(here) == 1


def test_single_keys_can_be_switched_off(page: Page) -> None:
    page.evaluate("document.documentElement.dataset.shortcuts = 'off'")
    page.keyboard.press("j")
    page.keyboard.press("Shift+Slash")
    assert page.locator("tr[data-here]").count() == 0
    assert not page.locator("#shortcut-list").is_visible()


def test_draft_is_saved_when_a_field_is_left_and_only_when_changed(page: Page, house: House) -> None:
    words = page.get_by_label("말씀(그대로)")
    words.focus()
    page.keyboard.press("Tab")
    assert house.drafts == []
    words.fill("문을 열어 주셨다")
    with page.expect_response("**/draft/"):
        page.keyboard.press("Tab")
    assert house.drafts[0]["sample_words"] == ["문을 열어 주셨다"]
    assert "sample_file" not in house.drafts[0]
    page.get_by_text("임시저장").first.wait_for()


def test_one_key_copies_one_field(page: Page) -> None:
    page.evaluate("document.activeElement.blur()")
    page.evaluate("document.querySelectorAll('[data-number-key]').forEach(e => delete e.dataset.numberKey)")
    page.keyboard.press("3")
    page.get_by_text("복사했습니다: 주 호소 내용").wait_for()
    assert page.evaluate("navigator.clipboard.readText()").startswith("전기요금이 석 달")
    assert page.locator(".copy-row[data-copied]").count() == 1


def test_money_and_day_are_written_while_typing(page: Page) -> None:
    amount = page.get_by_label("금액").first
    amount.fill("")
    amount.press_sequentially("783000")
    assert amount.input_value() == "783,000"
    assert "78만 3,000원" in page.locator(".money-reading").first.inner_text()
    day = page.get_by_label("다음 확인").first
    day.fill("2026-11-24")
    page.keyboard.press("Tab")
    assert day.input_value() == "2026. 11. 24."
    assert "화요일" in page.locator(".day-reading").first.inner_text()


def test_refusal_in_words_goes_to_the_live_region(page: Page) -> None:
    page.evaluate(
        "document.dispatchEvent(new CustomEvent('bokji:say', {detail: {text: '연락을 적었습니다.', undo: '/undo/'}}))"
    )
    region = page.get_by_role("status").filter(has_text="연락을 적었습니다.")
    assert region.count() == 1
    assert region.get_by_role("button", name="되돌리기").is_visible()


# A promise that is kept when the page has dealt with an answer; the clock of the page stands still meanwhile.
ANSWERED = """window.answered = new Promise((done) => {
  const ask = window.fetch;
  window.fetch = async (...words) => {
    const answer = await ask(...words);
    Promise.resolve().then(done);
    return answer;
  };
});"""


def test_login_that_is_about_to_end_can_be_kept(chromium: Browser, house: House) -> None:
    """WCAG 2.2.1: a warning two minutes before, one key to go on."""
    context = chromium.new_context()
    page = context.new_page()
    page.clock.install()
    kept: list[str] = []
    page.route("**/*", house.answer)
    shell = {"title": "오늘", "ui_idle": {"minutes": 10, "keep_url": "/keep/"}}
    body = render_to_string("ui/base.html", shell, RequestFactory().get("/"))
    page.route(f"{ORIGIN}/idle/", lambda route: route.fulfill(body=body, content_type="text/html; charset=utf-8"))

    def keep(route: Route) -> None:
        kept.append(route.request.url)
        route.fulfill(status=204)

    page.route("**/keep/", keep)
    page.add_init_script(ANSWERED)
    page.goto(f"{ORIGIN}/idle/")
    warning = page.get_by_role("dialog", name="2분 뒤 화면을 잠급니다")
    page.clock.run_for(7 * 60 * 1000)
    assert not warning.is_visible()
    page.clock.run_for(65 * 1000)
    assert warning.is_visible()
    page.get_by_role("button", name="계속 쓰기").click()
    page.evaluate("() => window.answered")  # only when the server said yes is there a new limit to run towards
    page.clock.run_for(7 * 60 * 1000)
    assert not warning.is_visible()
    assert len(kept) == 1
    context.close()


def test_map_has_numbered_points_and_the_rows_beside_it(page: Page) -> None:
    assert page.locator(".map .map-number").all_inner_texts() == ["1", "2", "3"]
    page.locator("#stop-2 a").focus()
    assert page.locator(".map-number[data-here]").all_inner_texts() == ["2"]


def test_page_works_without_javascript(chromium: Browser, house: House) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.route("**/*", house.answer)
    page.goto(f"{ORIGIN}/")
    assert page.get_by_label("다음 확인").first.is_visible()
    assert page.get_by_role("link", name="박*순").first.is_visible()
    assert not page.locator(".map").is_visible()
    context.close()
