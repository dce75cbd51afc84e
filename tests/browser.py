"""What every test in a real browser asks of a page: nothing for axe to find at A and AA, nothing to scroll sideways.

And what the screens of the house keep (screens §0, §9): one heading, one primary button, nothing wider than the page, no
words cut, and on a tablet nothing to press that is smaller than a finger.
"""

from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error, Page

# Without preload: axe would read the style sheets its own way and write faults of its own into the console.
RULES = {
    "preload": False,
    "resultTypes": ["violations"],
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
}
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
EXCERPT = 90  # letters of the element shown
TABLET, DESK = 820, 1280
LAYOUT = (Path(__file__).parent / "layout.js").read_text()


def faults_of(page: Page) -> list[str]:
    """The page's faults in words, none when it is clean.

    A form sent a moment ago may still be swapping the document under the reader: that page is read once more when it
    has settled. A test says which page it means by an `expect` before it asks.
    """
    try:
        return _read(page)
    except Error:
        page.wait_for_load_state("networkidle")
        return _read(page)


def _read(page: Page) -> list[str]:
    page.wait_for_load_state()
    found = Axe().run(page, options=RULES).response["violations"]
    wide = page.evaluate(SIDEWAYS)
    return [f"{one['id']} {one['nodes'][0]['html'][:EXCERPT]}" for one in found] + (
        [f"{wide} px too wide"] if wide > 0 else []
    )


def layout_faults_of(page: Page) -> list[str]:
    """What is out of place, as the page stands and, for a page of the desk, on the tablet as well; no second load."""
    found: list[str] = page.evaluate(LAYOUT)
    size = page.viewport_size
    if size and size["width"] == DESK:
        page.set_viewport_size({"width": TABLET, "height": size["height"]})
        found += [f"at {TABLET}: {fault}" for fault in page.evaluate(LAYOUT)]
        page.set_viewport_size(size)
    return found
