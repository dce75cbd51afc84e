"""Every template that makes a whole page, filled with real objects, read by axe at A and AA (screens §0).

Pages are asked for by request in the world of the access matrix, one for each template, and then shown to Chromium with the
house's own style sheets: a screen nobody has taken a picture of is looked at all the same.
"""

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from playwright.sync_api import Route

from tests.accounts import oracle
from tests.accounts.places import OURS, PLACES
from tests.accounts.stage import PERSONS, Stage, methods_of
from tests.accounts.test_places import URLS
from tests.browser import faults_of
from tests.cast import PEOPLE
from tests.journeys.house import browser

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db]
ORIGIN = "http://127.0.0.1"
LEAST = 150  # whole pages the house has; fewer means that the world no longer reaches them
Pages = dict[str, tuple[str, str]]


def _pages(stage: Stage) -> Pages:
    """Per template the route it was met on, and the page."""
    found: Pages = {}
    for name, place in PLACES.items():
        if name not in URLS or "GET" not in methods_of(name):
            continue
        for who in PERSONS:
            if place.what and not _may_open(who, place.what):
                continue
            response = stage.ask(who, name, OURS).response
            templates = [one.name for one in getattr(response, "templates", [])]
            if response.status_code == 200 and templates and response.headers["Content-Type"].startswith("text/html"):
                text = response.content.decode()
                if "<html" in text:
                    found.setdefault(templates[0], (f"{name} ({who})", text))
                break
    return found


def _may_open(who: str, what: str) -> bool:
    return what not in oracle.EVERYTHING or oracle.list_is_open(PEOPLE[who][1].value, what)


def _answer(pages: dict[str, str], route: Route) -> None:
    """The page under its own path and its style sheets; what pictures and scripts add is looked at elsewhere."""
    asked, path = route.request.resource_type, route.request.url.removeprefix(ORIGIN).partition("?")[0]
    file = finders.find(path.removeprefix(settings.STATIC_URL)) if asked == "stylesheet" else None
    if path in pages:
        route.fulfill(body=pages[path], content_type="text/html; charset=utf-8")
    elif isinstance(file, str):
        route.fulfill(path=file)
    else:
        route.abort()


def test_axe_finds_nothing_on_any_template(stage: Stage) -> None:
    pages = _pages(stage)
    assert len(pages) >= LEAST, sorted(pages)
    by_path = {f"/{number}/": page for number, (_, page) in enumerate(pages.values())}
    faults: list[str] = []
    with browser() as chromium:
        page = chromium.new_context(viewport={"width": 1280, "height": 800}, locale="ko-KR").new_page()
        page.route("**/*", lambda route: _answer(by_path, route))
        for number, (template, (where, _)) in enumerate(pages.items()):
            page.goto(f"{ORIGIN}/{number}/")
            faults += [f"{template} at {where}: {fault}" for fault in faults_of(page)]
    assert not faults, "\n".join(faults)
