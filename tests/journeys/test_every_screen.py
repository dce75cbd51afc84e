"""Every screen a role can land on: it opens, axe finds nothing at A and AA, nothing scrolls sideways, nothing leaves the house,
the console stays empty."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.journeys.house import House, listen, sign_in
from tests.journeys.pictures import PUBLIC, SCREENS

pytestmark = [pytest.mark.slow, pytest.mark.browser]
# Without preload: axe would read the style sheets its own way and write faults of its own into the console.
RULES = {
    "preload": False,
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
}


def _judge(page: Page, name: str) -> list[str]:
    found = Axe().run(page, options=RULES)
    faults = [f"{name}: {one['id']} {one['nodes'][0]['html'][:90]}" for one in found.response["violations"]]
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return faults + ([f"{name}: {wide} px too wide"] if wide > 0 else [])


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
        return found + _judge(page, name)

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
