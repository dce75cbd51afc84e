"""One more 생계지원 of 300,000 won in 남원 2016, entered through the forms a person would use; the report counts it.

`make one-more` loads the story into a folder of its own, serves it, prints the report, walks the forms over HTTP as the dong
officer, the emergency officer and the team head, and prints the report again.
"""

import http.cookiejar
import json
import re
import sys
import tempfile
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import html

from bokjihub.demo.names import PASSWORD
from tests.journeys.house import House, running_house

PERIOD = ("--from", "2016-01-01", "--to", "2016-08-31")
ASKED_ON, PAID_ON, WON = "2016. 8. 30.", "2016. 8. 31.", 300_000
OFFICER, EMERGENCY, HEAD = "officer1-1", ("emergency1", "emergency2"), "head1"
FAULTS = './/*[contains(@class, "field-error") or contains(@class, "error-summary")]'
Fields = Mapping[str, str]


@dataclass
class Page:
    """A page somebody has open."""

    path: str
    tree: Any

    @property
    def text(self) -> str:
        """Everything that stands on it."""
        return " ".join(self.tree.text_content().split())

    def form(self, *names: str) -> Any:
        """The form that has all of these fields."""
        found = [form for form in self.tree.forms if set(names) <= set(form.fields.keys())]
        assert found, f"{self.path}: no form with {names}: {self.text[:300]}"
        return found[-1]


# Opens a path, or sends a form there, and follows where it leads: (path, fields or None) → page.
Window = Callable[[str, Fields | None], Page]


def send(window: Window, page: Page, typed: Fields, *, order: str = "") -> Page:
    """Fill in a form of the page and send it, as a browser would; a form sent back with a mistake fails."""
    form = page.form(*typed)
    fields = dict(form.form_values()) | dict(typed)
    if order:
        fields["order"] = order
    answer = window(form.get("action") or page.path, fields)
    faults = [" ".join(one.text_content().split()) for one in answer.tree.xpath(FAULTS)]
    assert not faults, faults
    return answer


def enter(window_of: Callable[[str], Window]) -> Page:
    """Somebody calls; the officer asks for aid; it is looked at, asked for, decided by the head, paid. The last page."""
    officer, head = window_of(OFFICER), window_of(HEAD)
    page = officer("/households/new/", None)
    caller = {
        "way": "phone",
        "name": "최다음",
        "birth_year": "1955",
        "phone": "010-0000-2016",
        "address": "시묘길 2016",
    }
    page = send(officer, page, caller)
    home = re.findall(r"[0-9a-f-]{36}", page.path)[0]
    page = officer(_link(officer(f"/households/{home}/", None), "긴급지원"), None)
    reason = _choice(page.form("reason"), "reason", "주소득자")
    asked = {"kind": "LIVING", "reason": reason, "requested_on": ASKED_ON, "household_size": "1"}
    page = send(officer, page, asked)
    assert "뒤늦게" in page.text, "a day long past is taken with a sentence"
    emergency, aid = _whose_today([window_of(one) for one in EMERGENCY], "최*음")
    page = emergency(aid, None)
    page = send(
        emergency, page,
        {"on_site_on": ASKED_ON, "findings": "쌀과 약이 떨어짐", "same_kind_source": "행복이음 수급 내역", "financial_consent": "now"},
    )  # fmt: skip
    page = send(
        emergency, page,
        {"months": "1", "monthly_won": f"{WON:,}", "starts_on": ASKED_ON, "notice_ref": "2016년 긴급지원사업 안내"},
    )  # fmt: skip
    page = send(head, head(aid, None), {"answer": ""}, order="approve")
    page = emergency(aid, None)
    return send(emergency, page, {"won": f"{WON:,}", "paid_on": PAID_ON, "way": "account"})


def _link(page: Page, words: str) -> str:
    found = [str(one.get("href")) for one in page.tree.xpath("//main//a") if one.text_content().strip() == words]
    assert found, f"{page.path}: no link {words}"
    return found[0]


def _choice(form: Any, field: str, words: str) -> str:
    options = form.xpath(f'.//select[@name="{field}"]/option')
    return next(str(one.get("value")) for one in options if words in one.text_content())


def _whose_today(windows: list[Window], who: str) -> tuple[Window, str]:
    """Whose Today shows the aid that waits, and the way from there."""
    for window in windows:
        page = window("/today/", None)
        links = page.tree.xpath(f'//li[@data-row][contains(., "{who}")]//a/@href')
        if links:
            return window, str(links[0]).split("?")[0]
    raise AssertionError(f"nobody's Today shows {who}")


def over_http(url: str) -> Callable[[str], Window]:
    """Windows on a served house: one cookie jar a person."""

    def window_of(who: str) -> Window:
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))

        def window(path: str, fields: Fields | None) -> Page:
            data = urllib.parse.urlencode(fields).encode() if fields is not None else None
            asked = urllib.request.Request(urllib.parse.urljoin(url, path), data, {"Referer": url})
            try:
                answer = opener.open(asked, timeout=60)
            except urllib.error.HTTPError as refused:  # a form sent back with its mistakes is a page, too
                answer = refused
            return Page(urllib.parse.urlsplit(answer.url).path, html.fromstring(answer.read()))

        page = window("/accounts/login/", None)
        page = send(window, page, {"username": who, "password": PASSWORD})
        return window

    return window_of


def figures(report: Mapping[str, Any]) -> str:
    """생계지원 266건 169,419천원 · … · 합계 436건 259,704천원, with the notes."""
    rows = [*report["rows"], report["total"] | {"label": "합계"}]
    said = " · ".join(f"{row['label']} {row['count']}건 {row['thousand_won']:,}천원" for row in rows)
    return "\n".join([said, *(f"  {note}" for note in report["notes"])])


def _report(house: House) -> dict[str, Any]:
    answer = house.command("report", "emergency", *PERIOD, "--json")
    assert answer.returncode == 0, answer.stderr
    document: dict[str, Any] = json.loads(answer.stdout)
    return document


def main() -> int:
    """The report, one more grant through the forms, the report."""
    with (
        tempfile.TemporaryDirectory(prefix="bokjihub") as folder,
        running_house(Path(folder), story="namwon-2016") as house,
    ):
        sys.stdout.write(f"{figures(_report(house))}\n")
        page = enter(over_http(house.url))
        sys.stdout.write(f"{house.url}{page.path}: 생계지원 {WON:,}원을 화면으로 적었습니다.\n")
        sys.stdout.write(f"{figures(_report(house))}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
