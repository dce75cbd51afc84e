"""A hard case from the telephone to the last look after closing, over nine months of moved time, as five people in a real browser.

The officer asks, surveys and looks afterwards; the head accepts and holds the meeting; an outside member without an account reads,
pledges and answers by an address; the unit of the city takes the case over; its manager plans, has it signed on the glass, checks and
closes, and is refused while the proof is missing. HTTP forms only; the clock of the house is turned, nothing else.
"""

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.house import (
    House,
    copy_small_town,
    enter,
    house_in,
    send,
    serving,
    shared_folder,
    sign_in,
    with_clock,
)

pytestmark = [pytest.mark.slow, pytest.mark.browser]
NAME, TAIL = "한고난", "4321"
SEOUL = ZoneInfo("Asia/Seoul")
EVIDENCE = {"safety": ("3", "아들이 때림"), "money": ("3", "독촉장"), "social": ("2", "찾아오는 이 없음")}


class Months:
    """The house, its clock and the windows of the day."""

    def __init__(self, house: House, chromium: Browser, clock: Path) -> None:
        self.house, self.chromium, self.clock = house, chromium, clock
        self.windows: dict[str, Page] = {}
        self.complaints: list[str] = []

    @property
    def today(self) -> dt.date:
        """The day of the house."""
        return dt.datetime.now(SEOUL).date() + dt.timedelta(days=int(self.clock.read_text()))

    def go_on(self, days: int) -> None:
        """Some days later; whoever comes back to a window signs in anew."""
        self.clock.write_text(str(int(self.clock.read_text()) + days))

    def open(self, who: str, path: str) -> Page:
        """A page of the house as somebody."""
        if who not in self.windows:
            self.windows[who] = sign_in(self.chromium, self.house, who, complaints=self.complaints)
        page = self.windows[who]
        answer = page.goto(self.house.url + path, wait_until="domcontentloaded")
        if "/accounts/login/" in page.url:
            answer = enter(page, who)
        assert answer is not None
        assert answer.status == 200, f"{who}: {path} → {answer.status}"
        return page


@pytest.fixture
def months(tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> Iterator[Months]:
    """A small town of its own whose clock can be turned."""
    folder = tmp_path_factory.mktemp("months")
    copy_small_town(folder, shared=shared_folder(tmp_path_factory))
    clock = folder / "days-ahead"
    clock.write_text("0")
    house = with_clock(house_in(folder), clock)
    with serving(house, folder):
        yield Months(house, chromium, clock)


def test_a_hard_case_over_nine_months(months: Months) -> None:
    case = _asked_and_accepted(months)
    _surveyed(months, case)
    _met_with_an_outside_member(months, case)
    _handed_to_the_city(months, case)
    _planned_and_signed_on_the_glass(months, case)
    _closing_refused_without_proof(months, case)
    for month, percent in enumerate((40, 70, 100), start=1):
        months.go_on(28)
        _checked(months, case, percent, f"{month}번째 달")
    _closed(months, case)
    _looked_at_after(months, case)
    assert not months.complaints, "\n".join(months.complaints)


def _asked_and_accepted(months: Months) -> str:
    page = months.open("officer1-1", "/households/new/")
    page.locator("[name=name]").fill(NAME)
    page.locator("[name=birth_year]").fill("1961")
    page.locator("[name=address]").fill("노암동 3통 시묘길 12")
    send(page, "적고 상담 기록으로")
    home = re.findall(r"[0-9a-f-]{36}", page.url)[0]
    page = months.open("officer1-1", f"/cases/new/{home}/")
    page.locator("[name=reason]").fill("아들의 폭력과 빚, 혼자 감당 못 하심")
    send(page, "의뢰하기")
    case = re.findall(r"/cases/([0-9a-f-]{36})/", page.url)[0]
    page = months.open("head1", f"/cases/{case}/accept/")
    page.locator("[name=manager]").select_option(index=1)
    send(page, "접수하기")
    return case


def _surveyed(months: Months, case: str) -> None:
    page = months.open("officer1-1", f"/cases/{case}/survey/")
    page.locator("[name=legal_basis]").fill("개인정보 보호법 제15조제1항제5호")
    send(page, "조사 시작하기")
    for panel in page.locator("input[name$=-score][value='0']").all():
        panel.check(force=True)
    for domain, (score, evidence) in EVIDENCE.items():
        page.locator(f"[name={domain}-score][value='{score}']").check(force=True)
        page.locator(f"[name={domain}-evidence]").fill(evidence)
    page.locator("[name=end-assessor_view]").fill("안전부터 지켜야 함")
    send(page, "조사 내기")
    expect(page.locator("main")).to_contain_text("조사 마침")
    expect(page.locator("main")).to_contain_text("고난도")


def _met_with_an_outside_member(months: Months, case: str) -> None:
    months.go_on(3)
    page = months.open("head1", "/cases/conferences/")
    page.locator("[name=kind][value=integrated]").check(force=True)
    page.locator("[name=place]").fill("2층 회의실")
    send(page, "회의 부르기")
    page.get_by_text("부르기", exact=True).first.click()
    page.locator("[name=name]").fill("한상담")
    page.locator("[name=organisation]").fill("여성의전화")
    send(page, "부르기")
    page.get_by_text("바깥 위원께 초대 주소 만들기").click()
    page.locator("[name=attendee]").select_option(label="한상담 (여성의전화)")
    page.locator("[name=key_tail]").fill(TAIL)
    send(page, "주소 만들기")
    _guest_answers(months, page.locator("#address").inner_text().strip())
    page = months.open("head1", page.url.removeprefix(months.house.url))
    expect(page.locator("main")).to_contain_text("쉼터 자리가 있습니다")
    for box in page.locator("[name=present]").all():
        box.check(force=True)
    send(page, "참석 적기")
    page.locator("[name=discussion]").fill("쉼터와 고소 돕기를 함께 봄")
    page.locator("[name=duty-0-post]").select_option(index=1)
    page.locator("[name=duty-0-what]").fill("쉼터에 함께 가기")
    page.locator("[name=duty-0-due_on]").fill(str(months.today + dt.timedelta(days=7)))
    send(page, "이 사례 결정")
    send(page, "회의록 마치기")
    expect(months.open("head1", f"/cases/{case}/").locator("main")).to_contain_text("사례관리가구 - 고난도")


def _guest_answers(months: Months, address: str) -> None:
    """No account: the key, the pledge, a case without a name, an opinion."""
    page = months.chromium.new_context(locale="ko-KR").new_page()
    page.goto(address)
    page.locator("[name=tail]").fill(TAIL)
    send(page, "열기")
    send(page, "약속합니다")
    expect(page.locator("main")).to_contain_text("안전 3(심함)")
    expect(page.locator("main")).not_to_contain_text(NAME)
    page.locator("[name=words]").fill("쉼터 자리가 있습니다")
    send(page, "의견 보내기")
    expect(page.locator("main")).to_contain_text("의견 보냄")
    page.context.close()


def _handed_to_the_city(months: Months, case: str) -> None:
    page = months.open("officer1-1", f"/cases/{case}/transfer/")
    page.locator("[name=reason]").fill("안전 영역이 심함")
    send(page, "희망복지지원단에 제안하기")
    page = months.open("hope1", f"/cases/{case}/transfer/answer/")
    page.locator("[name=is_accepted][value=yes]").check(force=True)
    option = page.locator("[name=manager] option", has_text="사례관리사").first.get_attribute("value")
    page.locator("[name=manager]").select_option(value=option)
    send(page, "답하기")


def _manager(months: Months, case: str) -> str:
    """Whichever of the city's managers the list put first."""
    page = months.open("hope1", f"/cases/{case}/")
    name = page.locator(".fact", has_text="담당").first.locator("dd").inner_text()
    for who in ("manager1", "manager2", "manager3", "manager4"):
        if name in months.open(who, "/accounts/me/").locator("body").inner_text():
            return who
    raise AssertionError(f"nobody signs in as {name}")


def _planned_and_signed_on_the_glass(months: Months, case: str) -> None:
    months.go_on(5)
    who = _manager(months, case)
    page = months.open(who, f"/cases/{case}/")
    send(page, "제공계획 쓰기")
    until = str(months.today + dt.timedelta(days=80))
    fields = {
        "goal-0-words": "맞지 않고 산다", "goal-0-target": "폭력 0", "goal-0-due_on": until,
        "service-0-name": "쉼터", "service-0-provider": "여성의전화", "service-0-amount": "석 달", "service-0-starts_on": str(months.today),
        "crisis_plan": "낮 담당, 밤 112",
    }  # fmt: skip
    for name, words in fields.items():
        page.locator(f"[name={name}]").fill(words)
    send(page, "함께 보고 서명 받기")
    expect(page.locator("form[data-ready]")).to_have_count(1)
    page.locator("[name=agreement][value=signature]").check(force=True)
    canvas = page.locator("canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 60, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 240, box["y"] + 130, steps=6)
    page.mouse.up()
    expect(page.locator("[data-sign-state]")).to_have_text("서명했습니다")
    send(page, "여기까지 확인했습니다")
    page = months.open("hope1", f"/cases/{case}/plan/1/")
    expect(page.locator("main")).to_contain_text("태블릿에 서명")
    send(page, "승인하기")


def _closing_refused_without_proof(months: Months, case: str) -> None:
    page = months.open(_manager(months, case), f"/cases/{case}/closing/")
    page.locator("[name=reason][value=GOAL_MET]").check(force=True)
    page.get_by_role("button", name="종결 올리기").click()
    expect(page.locator(".error-summary").first).to_contain_text("목표마다 점검한 결과")
    months.complaints = [one for one in months.complaints if "422" not in one]  # the refusal itself
    expect(months.open("hope1", f"/cases/{case}/").locator("main")).to_contain_text("제공·점검")


def _checked(months: Months, case: str, percent: int, evidence: str) -> None:
    page = months.open(_manager(months, case), f"/cases/{case}/checks/new/")
    page.locator("[name=g1-percent]").fill(str(percent))
    page.locator("[name=g1-evidence]").fill(evidence)
    page.locator("[name=s1-satisfaction][value='4']").check(force=True)
    send(page, "모두 계획대로, 적기")


def _closed(months: Months, case: str) -> None:
    page = months.open(_manager(months, case), f"/cases/{case}/closing/")
    expect(page.locator("main")).to_contain_text("목표 1 가운데 1 이룸")
    page.locator("[name=reason][value=GOAL_MET]").check(force=True)
    page.locator("[name=advice]").fill("아들이 찾아오는지 살펴 주세요")
    send(page, "종결 올리기")
    page = months.open("hope1", f"/cases/{case}/closing/")
    send(page, "종결 승인")


def _looked_at_after(months: Months, case: str) -> None:
    """One, three and six months on; the second look is missed for a week and says so."""
    for days, missed in ((25, False), (75, True), (90, True)):
        months.go_on(days)
        page = months.open("officer1-1", "/cases/aftercare/")
        row = page.get_by_role("row").filter(has=page.locator(f"a[href*='{case}']")).first
        expect(row).to_contain_text("지남" if missed else "남음")
        look = row.get_by_role("link", name="살피기").get_attribute("href") or ""
        page = months.open("officer1-1", look)
        page.locator("[name=method][value=visit]").check(force=True)
        page.locator("[name=outcome][value=same]").check(force=True)
        page.locator("[name=signs]").fill("얼굴이 밝으심")
        send(page, "적기")
    expect(months.open("officer1-1", f"/cases/{case}/").locator("main")).to_contain_text("완료")
