"""쓰던 것 in Chromium: what was typed before the login ended is offered again, filled in, and gone once sent."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import Page, Route, sync_playwright

pytestmark = [pytest.mark.browser, pytest.mark.slow]
FORM = """<!doctype html><html lang="ko"><body><form method="post" action="/done/" data-draft-url="/draft/">
<input type="hidden" name="csrfmiddlewaretoken" value="t"><textarea name="words"></textarea>
<label><input type="checkbox" name="needs" value="food"></label><label><input type="checkbox" name="needs" value="power"></label>
<select name="way"><option value="phone">전화</option><option value="counter">내방</option></select>
<button>적기</button></form><script>SCRIPT</script></body></html>"""


@pytest.fixture
def page() -> Iterator[Page]:
    with sync_playwright() as play:
        browser = play.chromium.launch(args=["--no-sandbox", "--disable-gpu"], executable_path="/usr/bin/chromium")
        yield browser.new_page()
        browser.close()


def test_what_was_typed_is_offered_filled_and_ended(page: Page) -> None:
    found = finders.find("ui/js/resume.js")
    assert isinstance(found, str)
    posted: list[dict[str, list[str]]] = []

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path == "/draft/" and route.request.method == "GET":
            fields = {"words": ["전기 끊긴다고"], "needs": ["power"], "way": ["counter"]}
            route.fulfill(json={"fields": fields, "saved_at": "14:02"})
        elif path == "/draft/":
            posted.append({"sent": re.findall(r'name="(_sent)"', route.request.post_data or "")})
            route.fulfill(status=204)
        else:
            with open(found, encoding="utf-8") as script:
                route.fulfill(content_type="text/html; charset=utf-8", body=FORM.replace("SCRIPT", script.read()))

    page.route("**/*", answer)
    page.goto("http://127.0.0.1/form/")
    page.get_by_text("14:02까지 쓰신 글이 있습니다").wait_for()
    page.get_by_role("button", name="이어 쓰기").click()
    assert page.locator("textarea").input_value() == "전기 끊긴다고"
    assert page.locator("input[value=power]").is_checked()
    assert not page.locator("input[value=food]").is_checked()
    assert page.locator("select").input_value() == "counter"
    page.get_by_role("button", name="적기").click()
    page.wait_for_load_state()
    assert {"sent": ["_sent"]} in posted
