"""Every screen a role can land on: it opens, axe finds nothing at A and AA, nothing scrolls sideways, nothing leaves the house."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.journeys.house import House, sign_in
from tests.journeys.pictures import PUBLIC, SCREENS

pytestmark = [pytest.mark.slow, pytest.mark.browser]
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


def _judge(page: Page, name: str) -> list[str]:
    found = Axe().run(page, options=RULES)
    faults = [f"{name}: {one['id']} {one['nodes'][0]['html'][:90]}" for one in found.response["violations"]]
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return faults + ([f"{name}: {wide} px too wide"] if wide > 0 else [])


def test_every_screen_opens_and_is_accessible(house: House, chromium: Browser) -> None:
    faults: list[str] = []
    outside: list[str] = []
    windows: dict[tuple[str, int], Page] = {}
    for name, (who, path, width) in SCREENS.items():
        if (who, width) not in windows:
            page = windows[who, width] = sign_in(chromium, house, who, width=width)
            page.on("request", lambda request: outside.append(request.url) if house.url not in request.url else None)
        page = windows[who, width]
        answer = page.goto(house.url + path)
        faults += [f"{name}: {path} → {answer.status if answer else '-'}"] if not answer or answer.status != 200 else []
        faults += _judge(page, name)
    for name, (path, width) in PUBLIC.items():
        page = chromium.new_context(viewport={"width": width, "height": 800}).new_page()
        answer = page.goto(house.url + path)
        faults += [f"{name}: {path}"] if not answer or answer.status != 200 else _judge(page, name)
    assert not faults
    assert not [url for url in outside if not url.startswith("data:")]
