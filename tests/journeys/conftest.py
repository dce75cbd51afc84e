"""One running house and one browser a file: two synchronous browsers cannot stand in one process."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.journeys.house import House, browser, shared_folder, small_house


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The small town, loaded and served by the command line."""
    with small_house(tmp_path_factory.mktemp("house"), shared=shared_folder(tmp_path_factory)) as served:
        yield served


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Chromium, headless."""
    with browser() as found:
        yield found
