"""One household's worry, from the file a town gets to the report, by the people whose work it is: HTTP forms only.

No ORM, no factories, no clock moved: the demo town's small corner is served by `bokjihub up`, and seven people sign in with
a real browser. After each step the next person's Today shows what is theirs to do.
"""

import datetime as dt
import json
import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from bokjihub.demo.files import Line, round_list
from tests.journeys.house import ROOT, House, sign_in

pytestmark = [pytest.mark.slow, pytest.mark.browser]
NAME, MASKED = "박시연", "박*연"
PICTURES = Path(os.environ.get("BOKJIHUB_PICTURES", ROOT / "artefacts" / "journey"))


class Day:
    """The people of the day and their windows; pictures are kept as the day goes on."""

    def __init__(self, house: House, chromium: Browser) -> None:
        self.house, self.chromium = house, chromium
        self.windows: dict[str, Page] = {}
        self.count = 0
        self.complaints: list[str] = []
        PICTURES.mkdir(parents=True, exist_ok=True)

    def window(self, who: str) -> Page:
        """Somebody's window, signed in on first use."""
        if who not in self.windows:
            self.windows[who] = sign_in(self.chromium, self.house, who, complaints=self.complaints)
        return self.windows[who]

    def open(self, who: str, path: str) -> Page:
        """Open a page of the house as somebody."""
        page = self.window(who)
        answer = page.goto(self.house.url + path)
        assert answer is not None
        assert answer.status == 200, f"{who}: {path} → {answer.status}"
        return page

    def today_of(self, *people: str, about: str = MASKED) -> str:
        """The first of the people whose Today speaks of the household; fails when nobody's does."""
        for who in people:
            path = "/today/team/" if who.startswith("head") else "/today/"
            if about in self.open(who, path).locator("main").inner_text():
                self.picture(who, "today")
                return who
        raise AssertionError(f"nobody of {people} sees {about} today")

    def submit(self, page: Page, button: str | re.Pattern[str]) -> None:
        """Press a button and expect no refusal."""
        page.get_by_role("button", name=button).last.click()
        page.wait_for_load_state()
        faults = page.locator(".field-error, .error-summary").all_inner_texts()
        assert not faults, faults

    def picture(self, who: str, what: str) -> None:
        """Keep a picture of somebody's window."""
        self.count += 1
        self.windows[who].screenshot(path=PICTURES / f"{self.count:02d}-{who}-{what}.png", full_page=True)


@pytest.fixture
def day(house: House, chromium: Browser) -> Day:
    """The small town, served, and a browser."""
    return Day(house, chromium)


def test_a_worry_is_walked_from_the_file_to_the_report(day: Day, tmp_path: Path) -> None:
    before = _emergency_report(day.house)
    _file_comes_in(day, tmp_path)
    owner = _head_gives_it_out(day)
    work, home = _officer_calls(day, owner)
    _two_go(day, owner, home)
    counselling = _officer_counsels(day, owner, home)
    aid = _aid_is_asked(day, owner)
    emergency = _officer_of_emergency_looks(day, aid)
    _head_decides_and_it_is_paid(day, aid, emergency)
    _record_is_typed_over(day, owner, counselling)
    _worry_is_closed_with_proof(day, owner, work)
    after = _emergency_report(day.house)
    assert (after["count"], after["won"]) == (before["count"] + 1, before["won"] + 500_000)
    assert not day.complaints, "\n".join(day.complaints)  # nothing missing, nothing the page's own rules block


def _file_comes_in(day: Day, folder: Path) -> None:
    today = dt.date.today()  # noqa: DTZ011 the office's day is the machine's
    line = Line(
        "노암동", NAME, dt.date(1948, 5, 2), "010-0000-1234", "노암동 1통 시묘길 999", ("건강보험료 체납", "전기료 체납"), 5, 320_000, today
    )  # fmt: skip
    path = folder / "명단.xlsx"
    path.write_bytes(round_list([line], cycle="2026-6"))
    page = day.open("hope1", "/discovery/files/")
    page.get_by_label("행복이음 발굴대상자 명단").check()
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_label("연도").fill(str(today.year))
    page.get_by_label("차수").fill("6")
    day.submit(page, "읽어 보기")
    day.picture("hope1", "preview")
    day.submit(page, "1건 반영")
    assert "신호 1건을 반영했습니다" in page.locator("main").inner_text()


def _head_gives_it_out(day: Day) -> str:
    day.today_of("head1")
    page = day.open("head1", "/discovery/")
    day.picture("head1", "work-list")
    day.submit(page, "통·리 담당에게 나누기")
    return day.today_of("officer1-1", "officer1-2")


def _officer_calls(day: Day, owner: str) -> tuple[str, str]:
    page = day.window(owner)
    page.get_by_role("link", name=re.compile(f"연락하기.*{re.escape(MASKED)}", re.DOTALL)).first.click()
    page.wait_for_load_state()
    page.get_by_label(re.compile("통화·만남")).check()
    page.get_by_label("전화", exact=True).check()
    page.get_by_label("말씀").fill("전기가 끊길 것 같아 걱정이라고 하심")
    day.submit(page, "적기")
    day.picture(owner, "worry")
    work = page.url.removeprefix(day.house.url)
    home = page.get_by_role("link", name="가구 열기").get_attribute("href") or ""
    day.open(owner, home)
    day.picture(owner, "household")
    return work, home


def _two_go(day: Day, owner: str, home: str) -> None:
    page = day.window(owner)
    page.get_by_role("link", name="방문 잡기").first.click()
    page.wait_for_load_state()
    page.locator("[name=planned_on]").fill("오늘")
    page.locator("[name=planned_at]").fill("23:00")
    page.get_by_label(re.compile("방문간호사")).first.check()
    page.locator("[name=programme]").select_option(label="빈곤위기가정 방문")
    day.submit(page, "방문 잡기")
    visit = page.url
    day.today_of("nurse1")
    page.goto(visit)
    day.picture(owner, "visit")
    day.submit(page, "도착")
    page.get_by_label("만남(본인)").check()
    page.get_by_label("말씀(그대로)").fill("전기요금이 세 달 밀렸어요")
    page.locator("[name=next_on]").fill("+7")
    day.submit(page, "마치고 나가기")


def _officer_counsels(day: Day, owner: str, home: str) -> str:
    """The visit leads straight to the record, with the words brought along."""
    page = day.window(owner)
    assert page.get_by_label("말씀(그대로)").input_value() == "전기요금이 세 달 밀렸어요"
    page.get_by_label("방문", exact=True).check()
    page.get_by_label("단전·전류제한").check()
    page.get_by_label("생계급여").first.select_option(index=1)
    page.locator("[name=consent_by]").fill(NAME)
    page.locator("[name=disposition][value=emergency]").check()
    day.picture(owner, "counselling")
    day.submit(page, re.compile("마치기"))
    assert "긴급지원 요청" in page.title()
    return re.findall(r"counselling=([0-9a-f-]{36})", page.url)[0]


def _aid_is_asked(day: Day, owner: str) -> str:
    page = day.window(owner)
    page.get_by_label("연료비 등").check()
    page.locator("[name=detail]").select_option(label="전기요금")
    page.locator("[name=reason]").select_option(label="사회보험료·집세가 상당 기간 밀림")
    day.submit(page, "긴급지원 요청")
    return page.url.removeprefix(day.house.url)


def _officer_of_emergency_looks(day: Day, aid: str) -> str:
    who = day.today_of("emergency1", "emergency2", about="현장확인")
    page = day.open(who, aid)
    page.get_by_label("현장에서 본 것").fill("전류제한 예고장, 냉방기와 전등만 켜 둠")
    page.get_by_label("겹침 확인: 무엇으로 보았나요").fill("행복이음 수급 내역")
    page.get_by_label("받음", exact=True).check()
    day.submit(page, "현장확인 적기")
    page.locator("[name=monthly_won]").fill("500000")
    day.picture(who, "aid")
    day.submit(page, re.compile("올리기"))
    return who


def _head_decides_and_it_is_paid(day: Day, aid: str, emergency: str) -> None:
    assert "승인함 1" in day.open("head1", "/today/team/").locator("main").inner_text()
    page = day.open("head1", aid)
    day.picture("head1", "decision")
    day.submit(page, re.compile("지급 결정|승인"))
    day.today_of(emergency, about="지급")
    page = day.open(emergency, aid)
    day.submit(page, re.compile("지급"))
    text = page.locator("main").inner_text()
    assert "500,000원" in text
    assert "1개월" in text
    day.picture(emergency, "paid")


def _record_is_typed_over(day: Day, owner: str, counselling: str) -> None:
    page = day.open(owner, f"/counselling/{counselling}/transcribe/")
    day.picture(owner, "typing-over")
    assert "전기요금이 세 달 밀렸어요" in page.locator("main").inner_text()
    day.submit(page, re.compile("옮겼"))


def _worry_is_closed_with_proof(day: Day, owner: str, work: str) -> None:
    page = day.open(owner, work)
    page.get_by_role("link", name="종결 올리기").first.click()
    page.wait_for_load_state()
    page.get_by_label("긴급복지", exact=True).check()
    day.submit(page, re.compile("종결 올리기"))
    page = day.open("head1", "/today/approvals/")
    assert MASKED in page.locator("main").inner_text()
    page.locator("main table tr", has_text="종결").get_by_role("link").first.click()
    page.wait_for_load_state()
    day.submit(page, re.compile("승인"))
    day.picture("head1", "closed")
    assert "마쳤습니다: 긴급복지" in day.open(owner, work).locator("main").inner_text()


def _emergency_report(house: House) -> dict[str, int]:
    today = dt.date.today().isoformat()  # noqa: DTZ011
    answer = house.command("report", "emergency", "--from", today, "--to", today, "--json")
    assert answer.returncode == 0, answer.stderr
    total: dict[str, int] = json.loads(answer.stdout)["total"]
    return total
