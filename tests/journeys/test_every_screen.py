"""Every screen a role can land on: it opens, axe finds nothing at A and AA, nothing scrolls sideways, nothing leaves the house,
the console stays empty, and at the desk's width and the tablet's everything stands in its place."""

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import faults_of, layout_faults_of
from tests.journeys.house import House, listen, sign_in
from tests.journeys.pictures import PUBLIC, SCREENS

pytestmark = [pytest.mark.slow, pytest.mark.browser]


def test_every_screen_opens_and_is_accessible(house: House, chromium: Browser) -> None:
    faults: list[str] = []
    outside: list[str] = []
    heard: list[str] = []
    windows: dict[tuple[str, int], Page] = {}

    def look(page: Page, name: str, path: str) -> list[str]:
        answer = page.goto(house.url + path)
        status = answer.status if answer else 0
        found = [f"{name}: {path} → {status}"] if status != 200 else []
        found += [f"{name}: {words}" for words in heard]
        heard.clear()
        return found + [f"{name}: {fault}" for fault in (*faults_of(page), *layout_faults_of(page))]

    for name, (who, path, width) in SCREENS.items():
        if (who, width) not in windows:
            page = windows[who, width] = sign_in(chromium, house, who, width=width, complaints=heard)
            page.on("request", lambda request: outside.append(request.url) if house.url not in request.url else None)
        faults += look(windows[who, width], name, path)
    for name, (path, width) in PUBLIC.items():
        page = listen(chromium.new_context(viewport={"width": width, "height": 800}).new_page(), heard)
        faults += look(page, name, path)
    assert not faults, "\n".join(faults)
    assert not [url for url in outside if not url.startswith("data:")]


OUT_OF_PLACE = """<h1>하나</h1><h1>둘</h1><main><a class="button button-primary" href="#">가</a><button class="button-primary">나</button>
<input><table><tr><td>1</td></tr></table><div style="width:2000px">넓음</div>
<div style="overflow:hidden;width:20px;white-space:nowrap">잘리는 글</div><ul><li><a href="#">혼자</a></li></ul></main>"""


def test_the_rules_of_place_find_what_they_are_for(chromium: Browser) -> None:
    page = chromium.new_context(viewport={"width": 1280, "height": 800}).new_page()
    page.set_content(OUT_OF_PLACE)
    found = "\n".join(layout_faults_of(page))
    for fault in (
        "2 h1",
        "primary buttons: 가 / 나",
        "no label",
        "no heading",
        "wider than the page",
        "cut:",
        'px to press: <a href="#">혼자',
    ):
        assert fault in found
