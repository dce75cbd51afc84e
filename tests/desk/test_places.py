"""The places and their second row: every link a person is shown opens, and a page shows where it lies."""

from collections.abc import Callable

import pytest
from django.test import Client
from lxml import html

from bokjihub.desk.places import PLACES, entry_of
from tests.cast import PEOPLE

Browse = Callable[[str], Client]
DESK_ROLES = [who for who in PEOPLE if who not in {"agency", "committee"}]


def links_of(client: Client, path: str, label: str) -> list[tuple[str, str, str | None]]:
    """What a row of links says: label, address, where one stands."""
    page = html.fromstring(client.get(path, follow=True).content)
    return [
        (a.text.strip(), a.get("href"), a.get("aria-current")) for a in page.xpath(f'//nav[@aria-label="{label}"]//a')
    ]


@pytest.mark.slow
@pytest.mark.parametrize("who", DESK_ROLES)
def test_every_link_of_both_rows_opens_to_whom_it_is_shown(who: str, browse: Browse) -> None:
    client = browse(who)
    answers = {}
    for _, place, _ in links_of(client, "/accounts/me/", "주 메뉴"):
        for _, url, _ in [("", place, ""), *links_of(client, place, "이 자리 안에서")]:
            answers[url] = answers.get(url) or client.get(url, follow=True).status_code
    assert answers, "no place at all"
    assert {url: status for url, status in answers.items() if status != 200} == {}


def test_the_second_row_says_where_the_page_lies(browse: Browse) -> None:
    client = browse("officer")
    rows = links_of(client, "/discovery/locate/", "이 자리 안에서")
    assert [label for label, _, here in rows if here == "page"] == ["소재 찾기"]
    assert [label for label, _, here in links_of(client, "/discovery/locate/", "주 메뉴") if here] == ["발굴"]
    assert "사례회의" not in [label for label, _, _ in links_of(client, "/cases/", "이 자리 안에서")]


@pytest.mark.parametrize(
    ("path", "place", "entry"),
    [
        ("/resources/links/1/", "지원", "의뢰·회신"),
        ("/resources/visiting/", "방문", "방문 요일표"),
        ("/resources/lots/new/", "자원", "들어옴·창고"),
        ("/benefits/1/", "지원", None),
        ("/partners/council/1/", "자원", "협의체·봉사자"),
        ("/households/1/", None, None),
    ],
)
def test_a_page_lies_where_its_address_begins(path: str, place: str | None, entry: str | None) -> None:
    found, one = entry_of(path)
    assert (found.label if found else None, one.label if one else None) == (place, entry)


def test_no_label_stands_twice() -> None:
    labels = [one.label for place in PLACES for one in place.entries]
    assert len(labels) == len(set(labels))
