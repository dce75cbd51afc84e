"""Visits before they are made: a neighbour is asked, says yes on a phone without an account and sees whose home it is while
the visit lasts; the week's board, where a visit is dragged, moved by key, pinned and put back."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import faults_of
from tests.journeys.house import House, listen, sign_in

pytestmark = [pytest.mark.slow, pytest.mark.browser]
PHONE = {"viewport": {"width": 390, "height": 844}, "locale": "ko-KR"}
TAIL = "4821"
# A home of the officer's dong whose person agreed that a neighbour comes along; nobody has been there yet.
HOME = """
from bokjihub.accounts.access.actors import actor_of
from bokjihub.accounts.access.scope import acting_as
from bokjihub.accounts.models import Post, User
from bokjihub.people.actions import NewPerson, record_consent, register_household, write_safety_note
from bokjihub.people.models import Consent
officer = User.objects.get(username="officer1-1")
by = actor_of(officer, place="test")
with acting_as(by):
    dong = Post.objects.get(user=officer).team.seat
    home = register_household(area=dong, address="느릅길 77, 301호", by=by, head=NewPerson(name="박느릅", birth_year=1941))
    record_consent(household=home, purpose=Consent.Purpose.VOLUNTEER, items=["이름", "주소"], given_by="본인",
        method=Consent.Method.SPOKEN, given_on=by.day, expires_on=by.day.replace(year=by.day.year + 1, day=1),
        recipient="좋은이웃들 봉사단", by=by)
    write_safety_note(household=home, words="마당에 큰 개가 있음", evidence="말씀", on=by.day, by=by)
    print(home.id)
"""

# Two booked visits of the officer and the nurse on the Wednesday after next Monday.
BOOKED = """
import datetime as dt
from bokjihub.accounts.access.actors import actor_of
from bokjihub.accounts.access.scope import acting_as
from bokjihub.accounts.models import Post, Role, User
from bokjihub.people.actions import NewPerson, register_household
from bokjihub.visits.actions.plan import schedule_visit
from bokjihub.visits.bookings import Appointment, Pair
from bokjihub.visits.models import VisitProgramme
officer = User.objects.get(username="officer1-1")
by = actor_of(officer, place="test")
with acting_as(by):
    lead = Post.objects.get(user=officer)
    nurse = Post.objects.filter(team=lead.team, role=Role.VISITING_NURSE).first()
    day = by.day + dt.timedelta(days=9 - by.day.weekday())
    for name, hour in (("박느릅", 10), ("최참새", 14)):
        home = register_household(area=lead.team.seat, address=f"{name}길 7", by=by, head=NewPerson(name=name, birth_year=1941))
        visit = schedule_visit(household=home, programme=VisitProgramme.objects.get(code="REPORT"),
            pair=Pair(lead, (nurse,)), appointment=Appointment(day, dt.time(hour)), by=by)
        print(visit.id, lead.id, nurse.id, day)
"""


def test_a_volunteer_is_asked_says_yes_and_sees_the_card_until_the_visit_ends(house: House, chromium: Browser) -> None:
    owner = House(house.url, house.environment | {"BOKJIHUB_DB_ROLE": "owner"})
    done = owner.command("manage", "shell", "-v0", "-c", HOME)
    assert done.returncode == 0, done.stderr
    complaints: list[str] = []
    officer = sign_in(chromium, house, "officer1-1", complaints=complaints)
    address = _the_officer_plans_and_asks(officer, house, done.stdout.split()[-1])
    phone = listen(chromium.new_context(**PHONE).new_page(), complaints)
    _the_neighbour_says_yes(phone, address)
    officer.reload()
    expect(officer.locator("#along")).to_contain_text("함께 감")
    _the_neighbour_sees_the_card(phone)
    _the_visit_ends(officer)
    phone.goto(address)
    expect(phone.get_by_text("이 초대는 끝났습니다")).to_be_visible()
    assert "느릅길" not in phone.content()
    assert not [one for one in complaints if "410" not in one], complaints


def _the_officer_plans_and_asks(page: Page, house: House, home: str) -> str:
    page.goto(f"{house.url}/visits/new/{home}/")
    page.locator("[name=planned_on]").fill("오늘")
    page.locator("[name=planned_at]").fill("23:20")
    page.get_by_label(re.compile("좋은이웃들|봉사자\\)")).first.check()
    page.locator("[name=programme]").select_option(label="빈곤위기가정 방문")
    page.get_by_role("button", name="방문 잡기").click()
    expect(page.locator("#along")).to_contain_text("대답 기다림")
    page.locator("#along summary").click()
    page.get_by_label("봉사자 휴대전화 끝 네 자리").fill(TAIL)
    page.get_by_role("button", name="초대 주소 만들기").click()
    message = page.locator("#along .copy-value")
    expect(message).to_contain_text("함께 가실 수 있나요?")
    words = message.inner_text()
    assert "느릅" not in words
    return words.split()[-1]


def _the_neighbour_says_yes(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.get_by_role("heading", name="이웃집 방문에 함께 가 주시겠어요?")).to_be_visible()
    assert "느릅길" not in page.content()
    page.get_by_role("button", name="갑니다", exact=True).click()
    expect(page.get_by_role("heading", name="함께 가기로 하셨습니다")).to_be_visible()


def _the_neighbour_sees_the_card(page: Page) -> None:
    page.get_by_label("내 휴대전화 끝 네 자리").fill(TAIL)
    page.get_by_role("button", name="카드 열기").click()
    expect(page.get_by_role("heading", name="느릅 어르신 댁")).to_be_visible()
    for words in ("느릅길 77, 301호", "23:20", "마당에 큰 개가 있음"):
        expect(page.locator("main")).to_contain_text(words)
    page.get_by_role("button", name="도착했어요").click()
    expect(page.get_by_role("button", name="둘 다 나왔어요")).to_be_visible()
    assert not faults_of(page)
    assert "박느릅" not in page.content()
    assert not re.search(r"(?<![\w-])1941(?![0-9a-f])", page.content())  # inside an id it may stand there


def _the_visit_ends(page: Page) -> None:
    page.get_by_role("button", name="도착").click()  # from a page that does not know yet that the neighbour said so
    page.get_by_label("만남(본인)").check()
    page.get_by_label("말씀(그대로)").fill("잘 지내고 계심")
    page.locator("[name=next_on]").fill("+7")
    page.get_by_role("button", name="마치고 나가기").click()
    expect(page.get_by_role("button", name="마치고 나가기")).to_have_count(0)


def test_a_visit_is_dragged_moved_by_key_pinned_and_put_back(house: House, chromium: Browser) -> None:
    owner = House(house.url, house.environment | {"BOKJIHUB_DB_ROLE": "owner"})
    done = owner.command("manage", "shell", "-v0", "-c", BOOKED)
    assert done.returncode == 0, done.stderr
    visit, officer, nurse, day = done.stdout.split()[:4]
    complaints: list[str] = []
    page = sign_in(chromium, house, "officer1-1", complaints=complaints)
    page.goto(f"{house.url}/visits/week/{day}/")
    card = page.locator(f"#card-{visit}-{officer}")
    expect(card).to_contain_text("10:00 박*릅")
    expect(page.locator(f"#card-{visit}-{nurse}")).to_have_count(1)

    # In the hand: the rule that forbids is named before anything is let go.
    def hold_over(row: str, hour: int) -> None:
        cell = page.locator(f'td[data-row="{row}"][data-day="{day}"][data-hour="{hour:02d}"]')
        card.hover()
        page.mouse.down()
        cell.hover(position={"x": 30, "y": 4})
        cell.hover(position={"x": 32, "y": 5})

    verdict = page.locator("#verdict")
    hold_over(officer, 14)
    expect(verdict).to_contain_text("안 됩니다")
    expect(verdict).to_contain_text("그 시간에 다른 방문이 있습니다(14:00–14:40)")
    page.mouse.up()
    expect(page.locator("#say")).to_contain_text("그 시간에 다른 방문이 있습니다")
    expect(card).to_contain_text("10:00")
    hold_over(officer, 16)
    expect(verdict).to_contain_text("옮길 수 있습니다")
    page.mouse.up()
    expect(verdict).to_contain_text("옮겼습니다")
    expect(card).to_contain_text("16:00")
    # By key: half an hour earlier, pinned, and the last move taken back.
    card.press("ArrowUp")
    expect(card).to_contain_text("15:30")
    card.press("z")
    expect(card).to_contain_text("16:00")
    card.press("p")
    expect(card).to_contain_text("고정")
    page.get_by_role("link", name="짝별").click()
    expect(page.locator(f'[data-visit="{visit}"]')).to_have_count(1)
    assert not faults_of(page)
    assert not [one for one in complaints if "422" not in one], complaints
