"""Visits before they are made: a neighbour is asked, says yes on a phone without an account and sees whose home it is while
the visit lasts; the week's board, where a visit is dragged, moved by key, pinned and put back; the day planned again at eleven.

In this house it is eleven in the morning of the machine's day, whatever hour the machine has.
"""

import datetime as dt
import re
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser import faults_of
from tests.journeys.house import House, copy_small_town, house_in, listen, serving, shared_folder, sign_in, with_clock

pytestmark = [pytest.mark.slow, pytest.mark.browser]
PHONE = {"viewport": {"width": 390, "height": 844}, "locale": "ko-KR"}
TAIL = "4821"
SEOUL = ZoneInfo("Asia/Seoul")
# Compiling the planner for the first time on a machine takes a minute; afterwards it is read from disk.
PLANNED = 180_000
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

# The officer's day: one visit done, one called off, one with an hour promised, one with the nurse, one with a colleague.
DAY = """
import datetime as dt
from bokjihub.accounts.access.actors import actor_of
from bokjihub.accounts.access.scope import acting_as
from bokjihub.accounts.models import Post, Role, User
from bokjihub.people.actions import NewPerson, register_household
from bokjihub.visits.actions import record
from bokjihub.visits.actions.plan import cancel_visit, schedule_visit
from bokjihub.visits.bookings import Appointment, Pair
from bokjihub.visits.models import Visit, VisitProgramme
officer = User.objects.get(username="officer1-1")
by = actor_of(officer, place="test")
with acting_as(by):
    lead = Post.objects.get(user=officer)
    nurse = Post.objects.get(user__username="nurse1", team=lead.team)
    friend = Post.objects.get(user__username="officer1-2", team=lead.team)
    booked = {}
    for name, at, mate, promised in (("다녀온", (9, 40), friend, False), ("안가는", (16, 30), friend, False),
            ("약속한", (14, 0), friend, True), ("간호사", (13, 10), nurse, False), ("그대로", (15, 30), friend, False)):
        home = register_household(area=lead.team.seat, address=f"{name}길 7", by=by, head=NewPerson(name="박" + name, birth_year=1941))
        booked[name] = schedule_visit(household=home, programme=VisitProgramme.objects.get(code="REPORT"),
            pair=Pair(lead, (mate,)), appointment=Appointment(by.day, dt.time(*at), is_promised=promised, purpose=name + " 집"), by=by)
    met = record.Outcome(result=Visit.Result.MET, next_on=by.day + dt.timedelta(days=7))
    record.record_visit(visit=booked["다녀온"], outcome=met, by=by)
    cancel_visit(visit=booked["안가는"], reason="병원에 가심", by=by)
    print(by.day, lead.user.name, nurse.user.name, friend.user.name)
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The small town at eleven."""
    folder = tmp_path_factory.mktemp("eleven")
    copy_small_town(folder, shared=shared_folder(tmp_path_factory))
    now = dt.datetime.now(SEOUL)
    clock = folder / "days-ahead"
    clock.write_text(str((now.replace(hour=11, minute=0, second=0) - now) / dt.timedelta(days=1)))
    found = with_clock(house_in(folder), clock)
    with serving(found, folder):
        yield found


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


def test_the_day_is_planned_again_at_eleven_around_a_sick_nurse(house: House, chromium: Browser) -> None:
    owner = House(house.url, house.environment | {"BOKJIHUB_DB_ROLE": "owner"})
    done = owner.command("manage", "shell", "-v0", "-c", DAY)
    assert done.returncode == 0, done.stderr
    day, lead, nurse, friend = done.stdout.split()[-4:]
    complaints: list[str] = []
    page = sign_in(chromium, house, "officer1-1", complaints=complaints)
    page.goto(f"{house.url}/visits/board/{day}/")
    _the_nurse_is_away(page, nurse)
    page.get_by_role("button", name="계획 짜기").click()
    expect(page.get_by_role("button", name="확정")).to_be_visible(timeout=PLANNED)
    mine = page.get_by_role("table", name=f"{lead}의 계획")
    handed, promised, kept = (_row(mine, name) for name in ("간호사", "약속한", "그대로"))
    expect(handed).to_contain_text("사람 바뀜")
    expect(handed.locator("td[data-label='왜 이 순서']")).to_contain_text(re.compile("분 거리|앞과 같은 곳"))
    expect(handed).not_to_contain_text(nurse)
    expect(promised).to_contain_text("14:00")
    expect(kept).to_contain_text(f"+ {friend}")
    expect(kept).not_to_contain_text("사람 바뀜")
    for gone in ("다녀온 집", "안가는 집"):
        expect(mine).not_to_contain_text(gone)
    hours = [told.split()[0] for told in mine.locator("td[data-label=시각]").all_inner_texts()]
    assert hours == sorted(hours)
    assert hours[0] >= "11:00"
    expect(page.get_by_role("table", name=f"{nurse}의 계획")).to_have_count(0)
    assert not faults_of(page)
    page.get_by_role("button", name="확정").click()
    expect(page.get_by_text(re.compile("확정했습니다.*다른 분이 가는 방문 1곳"))).to_be_visible()
    _the_nurse_is_spared(chromium, house, day)
    assert not complaints


def _the_nurse_is_away(page: Page, nurse: str) -> None:
    fold = page.locator("details", has_text="자리를 비우는 분")
    fold.locator("summary").click()
    fold.locator("[name=who]").select_option(label=f"{nurse} (방문간호사)")
    fold.locator("[name=begins]").fill("11:00")
    fold.locator("[name=ends]").fill("18:00")
    page.get_by_role("button", name="자리 비움 적기").click()
    expect(fold).to_contain_text(f"{nurse} 11:00–18:00")


def _row(table: Locator, purpose: str) -> Locator:
    return table.get_by_role("row").filter(has_text=f"{purpose} 집")


def _the_nurse_is_spared(chromium: Browser, house: House, day: str) -> None:
    """What was hers has left her day."""
    page = sign_in(chromium, house, "nurse1")
    page.goto(f"{house.url}/visits/day/{day}/")
    expect(page.locator("main")).not_to_contain_text("간호사 집")


# The same kind of home, in the hello-check and given to the honorary officer of the dong.
GREETED = (
    HOME.replace("느릅길 77", "버들길 7")
    .replace("박느릅", "오버들")
    .replace(
        "    print(home.id)\n",
        """    from bokjihub.visits.actions.enrol import NewEnrolment, enrol
    from bokjihub.visits.actions.hello import give_home
    from bokjihub.visits.models import VisitProgramme
    row = enrol(household=home, programme=VisitProgramme.objects.get(code="HELLO"), told=NewEnrolment("혼자 사심"), by=by)
    give_home(enrolment=row, post=Post.objects.get(user__username="honorary19"), by=by)
""",
    )
)


def test_a_neighbour_asks_after_a_home_on_a_small_phone_without_a_script(house: House, chromium: Browser) -> None:
    """안부확인: one press is an answer, a slip is taken back; at 360 px and with no JavaScript at all."""
    owner = House(house.url, house.environment | {"BOKJIHUB_DB_ROLE": "owner"})
    done = owner.command("manage", "shell", "-v0", "-c", GREETED)
    assert done.returncode == 0, done.stderr
    page = sign_in(chromium, house, "honorary19", width=360, height=740)
    page.goto(f"{house.url}/field/hello/")
    expect(page.get_by_role("button", name="못 만남")).to_be_visible()
    assert faults_of(page) == []
    plain = chromium.new_context(
        viewport={"width": 360, "height": 740}, locale="ko-KR", java_script_enabled=False,
        storage_state=page.context.storage_state(),
    ).new_page()  # fmt: skip
    plain.goto(f"{house.url}/field/hello/")
    panel = plain.locator("section", has_text="버들길 7")
    undo = plain.get_by_role("button", name="되돌리기")
    expect(undo).to_have_count(0)
    panel.get_by_role("button", name="잘 지내심", exact=True).click()
    expect(panel).to_contain_text("지난 안부")
    expect(undo).to_have_accessible_name(re.compile("잘 지내심$"))
    undo.click()
    expect(undo).to_have_count(0)
    panel.get_by_role("button", name="못 만남", exact=True).click()
    expect(undo).to_have_accessible_name(re.compile("못 만남$"))
