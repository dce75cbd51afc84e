"""An instrument edited in Excel, published, used at a visit on a tablet; its red flag is work today. And the browser's engine
and the server mean the same by a form.
"""

import datetime as dt
import re
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from bokjihub.assessments import shipped
from bokjihub.assessments.xlsform import workbook
from bokjihub.assessments.xlsform.compile import Compiled, compile_form
from bokjihub.assessments.xlsform.definition import Question
from bokjihub.assessments.xlsform.judge import judge
from tests.browser import SIDEWAYS, faults_of
from tests.journeys.house import House, sign_in

pytestmark = [pytest.mark.slow, pytest.mark.browser]
PHRASE = "느티나무 아래 열쇠"
NUMBERS = ("1", "0", "120", "80", "100", "36.6", "3.2", "50", "7")
NINTH = "9번(혼자 두지 않을 답)"
ASK_THE_ENGINE = """
async ({engine, xform, sets}) => {
  const {createInstance} = await import(engine);
  const out = [];
  for (const answers of sets) {
    const {root} = await createInstance(xform, {instance: {stateFactory: (state) => state}});
    const leaves = new Map();
    const walk = (node) => {
      const kids = node.currentState.children ?? [];
      if (kids.length === 0) leaves.set(node.currentState.reference.split("/").pop(), node);
      kids.forEach(walk);
    };
    walk(root);
    for (const [name, value] of Object.entries(answers)) {
      const node = leaves.get(name);
      if (node.selectValue) node.selectValue(value); else node.setValue(value);
    }
    const said = {relevant: [], wrong: [], sums: {}};
    for (const [name, node] of leaves) {
      const state = node.currentState;
      if (node.nodeType === "model-value") {
        if (state.relevant && name !== "instanceID") said.sums[name] = String(state.value ?? "");
        continue;
      }
      if (node.nodeType === "note") continue;
      if (state.relevant) said.relevant.push(name);
      if (state.relevant && node.validationState.violation) said.wrong.push(name);
    }
    out.push(said);
  }
  return out;
}
"""


def test_a_form_is_edited_in_excel_published_and_used_at_the_door(
    house: House, chromium: Browser, tmp_path: Path
) -> None:
    _edit_and_publish(house, chromium, tmp_path)
    nurse = sign_in(chromium, house, "nurse1", width=820, height=1180)
    _book_a_visit(nurse, house)
    nurse.get_by_role("link", name="측정·검사").click()
    assert not faults_of(nurse)
    nurse.get_by_role("link", name="우울 선별 PHQ-9", exact=True).click()
    nurse.wait_for_selector("form[data-ready='1']", timeout=60_000)
    assert not faults_of(nurse)
    _fill(nurse)
    page = nurse.locator("main").inner_text()
    assert "오늘 바로" in page
    assert "5–9점 범위" in page
    assert not faults_of(nurse)
    nurse.goto(f"{house.url}/today/")
    lines = nurse.locator("main").inner_text().count("간호사 확인 — 오늘 바로")
    assert lines
    head = sign_in(chromium, house, "head1")
    head.goto(f"{house.url}/today/")
    told = head.locator("main").inner_text()
    assert "긴급" in told
    assert "PHQ" not in told
    _at_the_door_without_network(house, chromium)
    nurse.goto(f"{house.url}/today/")
    assert nurse.locator("main").inner_text().count("간호사 확인 — 오늘 바로") == 2 * lines


def _at_the_door_without_network(house: House, chromium: Browser) -> None:
    """The same published form out of the sealed day pack: run by the engine on the tablet, judged when the line is back."""
    page = sign_in(chromium, house, "nurse1", width=820, height=1180)
    page.goto(f"{house.url}/field/app/")
    page.get_by_label("암호 문장(10자 이상)").fill(PHRASE)
    page.get_by_label("한 번 더").fill(PHRASE)
    page.get_by_role("button", name="준비하고 오늘 자료 받기").click()
    expect(page.get_by_role("heading", name="오늘 방문")).to_be_visible(timeout=60_000)
    page.evaluate("navigator.serviceWorker.ready.then(() => caches.keys())")
    page.context.set_offline(True)
    page.reload()  # out of the worker's cache, engine and all
    page.get_by_label("암호 문장").fill(PHRASE)
    page.get_by_role("button", name="열기", exact=True).click()
    page.get_by_role("link", name="방문 기록").first.click()
    page.get_by_text("측정·검사", exact=True).click()
    page.get_by_role("link", name=re.compile("우울 선별 PHQ-9")).click()
    expect(page.locator("form[data-ready='1']")).to_be_visible(timeout=60_000)
    assert not faults_of(page)
    page.get_by_role("button", name="적기").click()
    expect(page.locator("#warning")).to_contain_text("고칠 답이 있습니다")
    for number in range(1, 9):
        page.get_by_label(re.compile(rf"^{number}번")).fill("0")
    page.get_by_label(re.compile(f"^{re.escape(NINTH)}")).fill("2")
    expect(page.locator(".form-sum output").first).to_have_text("2")
    page.get_by_role("radio", name=re.compile("말로 동의하심")).check()
    page.get_by_role("button", name="적기").click()
    expect(page.locator("#unsent")).to_have_attribute("data-count", "2", timeout=30_000)
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("#unsent")).to_have_attribute("data-count", "0", timeout=60_000)
    page.context.close()


def _edit_and_publish(house: House, chromium: Browser, folder: Path) -> None:
    """The town's unit takes the workbook, words the ninth item its own way, looks at the difference and publishes."""
    page = sign_in(chromium, house, "hope1")
    page.goto(f"{house.url}/assessments/forms/")
    assert not faults_of(page)
    page.get_by_role("row", name=re.compile("PHQ-9")).get_by_role("link", name=re.compile("1판")).click()
    with page.expect_download() as download:
        page.get_by_role("link", name="엑셀 받기").click()
    file = folder / "PHQ9.xlsx"
    download.value.save_as(file)
    book = openpyxl.load_workbook(file)
    book["survey"]["C10"] = NINTH
    book.save(file)
    page.goto(f"{house.url}/assessments/forms/")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="올려서 보기").click()
    page.wait_for_load_state()
    assert NINTH in page.get_by_role("table", name="앞 판과 다른 곳").inner_text()
    assert not faults_of(page)
    page.get_by_role("button", name="내기").click()
    page.wait_for_load_state()
    assert "쓰는 중" in page.locator("main").inner_text()


def _book_a_visit(nurse: Page, house: House, *, at: str = "10:00") -> None:
    """From the due list, with a colleague, today."""
    year = dt.date.today().year  # noqa: DTZ011 the office's day is the machine's
    nurse.goto(f"{house.url}/visits/universal/UNIV_65/?first={year}-01-01&last={year}-12-31&status=open")
    assert not faults_of(nurse)
    nurse.get_by_role("link", name="방문 잡기").first.click()
    nurse.locator("input[name=planned_on]").fill("오늘")
    nurse.locator("input[name=planned_at]").fill(at)
    nurse.locator("input[name=companions]").first.check()
    nurse.get_by_role("button", name="방문 잡기").click()
    nurse.wait_for_load_state()


def _fill(nurse: Page) -> None:
    """Nine points on paper, typed by number; the sum stands there before it is sent; one slip is caught while typing."""
    for number, points in enumerate((1, 1, 1, 1, 0, 0, 0, 0), start=1):
        nurse.get_by_label(re.compile(rf"^{number}번")).fill(str(points))
    ninth = nurse.get_by_label(re.compile(f"^{re.escape(NINTH)}"))
    ninth.fill("7")
    ninth.blur()
    nurse.get_by_text("9번은 0–3점입니다.").wait_for()
    ninth.fill("1")
    ninth.blur()
    nurse.wait_for_function("document.querySelector('.form-sum output').textContent === '5'")
    nurse.get_by_label("처리 근거").select_option(label="생명·신체가 급함")
    nurse.get_by_role("button", name="적기").click()
    nurse.wait_for_load_state()


# A home on the nurse's list whose person agreed to the figures being kept, late in the day: the first of the day is the other
# journey's. The town's limits with a nurse's word.
WATCHED = """
import datetime as dt
from bokjihub.accounts.access.actors import actor_of
from bokjihub.accounts.access.scope import acting_as
from bokjihub.accounts.models import Post, User
from bokjihub.assessments.actions.limits import approve_limit
from bokjihub.assessments.models import Limit
from bokjihub.people.actions import NewPerson, record_consent, register_household
from bokjihub.people.models import Consent
from bokjihub.visits.actions.plan import schedule_visit
from bokjihub.visits.bookings import Appointment, Pair
from bokjihub.visits.models import VisitProgramme
nurse = User.objects.get(username="nurse1")
by = actor_of(nurse, place="test")
with acting_as(by):
    for limit in Limit.objects.filter(approved_at__isnull=True):
        approve_limit(limit=limit, by=by)
    home = register_household(area=Post.objects.get(user=nurse).team.seat, address="느릅길 12", by=by,
        head=NewPerson(name="박느릅", birth_year=1949))
    record_consent(household=home, purpose=Consent.Purpose.HEALTH, items=["혈압", "혈당"], given_by="본인",
        method=Consent.Method.SPOKEN, given_on=by.day, expires_on=by.day.replace(year=by.day.year + 1, day=1), by=by)
    schedule_visit(household=home, programme=VisitProgramme.objects.get(code="HEALTH"),
        pair=Pair(Post.objects.get(user=nurse), (Post.objects.get(user__username="officer1-1"),)),
        appointment=Appointment(by.day, dt.time(18, 0)), by=by)
    print(home.id)
"""


def test_pressure_is_read_again_and_again_drawn_referred_and_the_person_is_seen(
    house: House, chromium: Browser
) -> None:
    owner = House(house.url, house.environment | {"BOKJIHUB_DB_ROLE": "owner"})
    done = owner.command("manage", "shell", "-v0", "-c", WATCHED)
    assert done.returncode == 0, done.stderr
    home = f"{house.url}/assessments/{done.stdout.split()[-1]}/health/"
    complaints: list[str] = []
    nurse = sign_in(chromium, house, "nurse1", width=820, height=1180, complaints=complaints)
    _read(nurse, home, days_ago=14, first=("126", "78"))
    _read(nurse, home, days_ago=7, first=("148", "94"), second=("144", "90"))
    _wrong_units_are_told_at_once(nurse, home)
    _read(nurse, home, days_ago=0, first=("150", "92"), glucose="212")
    nurse.goto(home)
    drawing = nurse.get_by_role("img", name="혈압(mmHg) 지난 3번 126/78, 146/92, 150/92")
    expect(drawing).to_be_visible()
    assert [line.count(",") for line in _lines(drawing)] == [3, 3]
    expect(nurse.locator(".alert", has_text="다시 측정")).to_have_count(1)  # the first was measured again
    assert not faults_of(nurse)
    _is_sent_and_seen(nurse)
    assert not [one for one in complaints if "422" not in one], complaints


def _read(page: Page, home: str, *, days_ago: int, first: tuple[str, str], **more: Any) -> None:
    """One reading or the mean of two, on a day."""
    _open_vitals(page, home)
    page.get_by_label("잰 날").fill("오늘" if not days_ago else f"-{days_ago}")
    _pressures(page, 1, first)
    page.locator("[name=bp_setting][value=home]").check()
    if more.get("second"):
        _pressures(page, 2, more["second"])
    if more.get("glucose"):
        page.locator("[name=glucose]").fill(more["glucose"])
        page.locator("[name=glucose_when][value=random]").check()
    page.get_by_role("button", name="적기").click()
    page.wait_for_url("**/assessments/results/**")


def _open_vitals(page: Page, home: str) -> None:
    page.goto(home)
    page.get_by_role("link", name="혈압·혈당 재기").click()
    expect(page.locator("form[data-ready='1']")).to_be_visible(timeout=60_000)


def _pressures(page: Page, number: int, values: tuple[str, str]) -> None:
    for name, value in zip(("sys", "dia"), values, strict=True):
        box = page.locator(f"[name={name}{number}]")
        box.fill(value)
        box.blur()


def _wrong_units_are_told_at_once(page: Page, home: str) -> None:
    """Kilopascals, the two values changed about, millimoles: said beside the box, and nothing is written."""
    _open_vitals(page, home)
    _pressures(page, 1, ("20", "12"))
    expect(page.get_by_text("kPa로 적지 않았는지 봐 주세요.").first).to_be_visible()
    _pressures(page, 1, ("92", "150"))
    expect(page.get_by_text("위 값보다 낮아야 합니다.").first).to_be_visible()
    page.locator("[name=glucose]").fill("7")
    page.locator("[name=glucose]").blur()
    expect(page.get_by_text("18을 곱해 주세요.").first).to_be_visible()
    page.get_by_role("button", name="적기").click()
    expect(page.locator(".error-summary")).to_contain_text("위 값보다 낮아야 합니다.")
    expect(page.locator("[name=glucose]")).to_have_value("7")


def _lines(drawing: Locator) -> list[str]:
    return [str(one.get_attribute("points")) for one in drawing.locator("polyline").all()]


def _is_sent_and_seen(page: Page) -> None:
    """의뢰한 뒤 다녀오셨는지: high sugar is a referral, and the referral ends when the person was seen."""
    page.locator(".alert", has_text="혈당이 높음").get_by_role("link", name="오늘 한 일 적기").click()
    page.get_by_role("textbox", name="어디로").fill("남원시보건소 만성질환실")
    page.get_by_role("button", name="의뢰 적기").click()
    sent = page.get_by_role("region", name="의뢰하고 다녀오셨는지")
    expect(sent).to_contain_text("남원시보건소 만성질환실")
    expect(page.locator(".alert", has_text="혈당이 높음")).to_have_count(0)
    page.get_by_label("들은 말").fill("약을 받아 오심")
    page.get_by_role("button", name="다녀오심").click()
    expect(sent).to_contain_text("약을 받아 오심")
    expect(page.get_by_role("button", name="다녀오심")).to_have_count(0)
    assert not faults_of(page)


def test_the_engine_and_the_server_mean_the_same(house: House, chromium: Browser) -> None:
    nurse = sign_in(chromium, house, "nurse1")
    nurse.goto(f"{house.url}/today/")
    engine = _engine_of(nurse, house)
    random, today = Random(7), dt.date.today()  # noqa: DTZ011
    differences = []
    for make in (shipped._vitals, shipped._newborn, shipped._safety, shipped._phq9, shipped._epds):
        made = compile_form(workbook.write(make()))
        sets = [_answers(made, random) for _ in range(25)]
        said = nurse.evaluate(ASK_THE_ENGINE, {"engine": engine, "xform": made.xform, "sets": sets})
        differences += [
            (made.definition.code, answers, ours, theirs)
            for answers, theirs in zip(sets, said, strict=True)
            if (ours := _ours(made, answers, today)) != _sorted(theirs)
        ]
    assert not differences


def _engine_of(nurse: Page, house: House) -> str:
    """Onto the one kind of page that may run the engine; its address stands in the form."""
    _book_a_visit(nurse, house, at="15:00")
    nurse.get_by_role("link", name="측정·검사").click()
    nurse.get_by_role("link", name="집 안의 안전", exact=True).click()
    nurse.wait_for_load_state()
    return str(nurse.locator("form[data-xform]").get_attribute("data-engine"))


def _answers(made: Compiled, random: Random) -> dict[str, str]:
    found = {}
    for one in made.definition.questions:
        if one.is_asked and random.random() < 0.75:
            if one.choices:
                found[one.name] = random.choice(one.choices).name
            elif one.kind == "integer":
                found[one.name] = str(random.choice((0, 1, 3, 4, 7, 18, 45, 95, 100, 121, 140, 185, 300)))
            elif one.kind == "decimal":
                found[one.name] = random.choice(("0.4", "3.2", "36.6", "38", "60.5"))
            else:
                found[one.name] = "말씀"
    return found


def _ours(made: Compiled, answers: dict[str, str], today: dt.date) -> dict[str, Any]:
    """The server's word: an answer it wants or refuses is wrong, what it neither keeps nor wants is not asked."""
    told = judge(made.definition, answers, today=today)
    wrong = {one.name for one in told.wrong}
    asked = {one.name for one in made.definition.questions if one.is_asked}
    relevant = {one for one in asked if judge_asks(made, answers, one, today)}
    return {"relevant": sorted(relevant), "wrong": sorted(wrong), "sums": told.scores}


def judge_asks(made: Compiled, answers: dict[str, str], name: str, today: dt.date) -> bool:
    """Whether the server asks a question: an impossible answer to it would be refused."""
    question = made.definition.question(name)
    assert question
    if question.kind == "text":
        told = judge(made.definition, {**answers, name: "말씀"}, today=today)
        return name in told.answers
    told = judge(made.definition, {**answers, name: "?"}, today=today)
    return name in {one.name for one in told.wrong}


def _sorted(said: dict[str, Any]) -> dict[str, Any]:
    return {"relevant": sorted(said["relevant"]), "wrong": sorted(said["wrong"]), "sums": said["sums"]}


def test_every_bundled_instrument_is_filled_on_the_tablet_and_scored_again_by_the_server(
    house: House, chromium: Browser
) -> None:
    """Each shipped form once, on the tablet's width: what it says while one writes is what the server says after sending."""
    complaints: list[str] = []
    nurse = sign_in(chromium, house, "nurse1", width=820, height=1180, complaints=complaints)
    _book_a_visit(nurse, house, at="13:00")
    nurse.get_by_role("link", name="측정·검사").click()
    home = re.sub(r"\?.*", "", nurse.url)
    for make in shipped.SHIPPED:
        made = compile_form(workbook.write(make()))
        code = made.definition.code
        answers = _acceptable(made)
        said = judge(made.definition, answers, today=dt.date.today())  # noqa: DTZ011
        nurse.goto(home.replace("/health/", "").replace("assessments/", f"assessments/instruments/{code}/") + "/")
        expect(nurse.locator("form[data-ready='1']")).to_be_visible(timeout=60_000)
        _write(nurse, made, answers)
        shown, sideways, low = nurse.evaluate(AS_IT_STANDS)
        assert [one for one in shown if one != "–"] == _sums(made, said.scores), code
        assert sideways <= 0, code
        assert not low, code
        nurse.get_by_label("처리 근거").select_option(label="생명·신체가 급함")
        nurse.get_by_role("button", name="적기").click()
        nurse.wait_for_url("**/assessments/results/**", wait_until="domcontentloaded")
        page = nurse.locator("main").inner_text()
        assert all(score in page for score in _sums(made, said.scores)), code
        assert not said.flags, code
        assert all(band.label in page for band in said.bands), code
    assert not complaints


# The sums in sight; how far the page is wider than the glass; choices and boxes under a finger that are lower than 44 px.
AS_IT_STANDS = f"""() => [
  [...document.querySelectorAll(".form-sum output")].filter((one) => one.offsetParent).map((one) => one.textContent),
  {SIDEWAYS},
  [...document.querySelectorAll("main .question .choice, main .question input.input, main button")]
    .filter((one) => one.offsetParent && one.getBoundingClientRect().height < 44)
    .map((one) => `${{one.outerHTML.slice(0, 60)}} ${{one.getBoundingClientRect().height}}`),
]"""


def _acceptable(made: Compiled) -> dict[str, str]:
    """Answers the server takes and that leave nobody with urgent work: this house is shared with the other journeys."""
    today = dt.date.today()  # noqa: DTZ011
    asked = [one for one in made.definition.questions if one.is_asked]
    answers = {one.name: NUMBERS[0] for one in asked if one.kind in ("integer", "decimal")}
    tried: dict[str, int] = {}
    while wrong := judge(made.definition, answers, today=today).wrong:
        for fault in wrong:
            question = next(one for one in asked if one.name == fault.name)
            tried[fault.name] = tried.get(fault.name, -1) + 1
            answers[fault.name] = _candidates(question)[tried[fault.name]]
    for question in asked:
        flags = judge(made.definition, answers, today=today).flags
        for value in _candidates(question) if flags and question.name in answers else ():
            told = judge(made.definition, {**answers, question.name: value}, today=today)
            if value != answers[question.name] and not told.wrong and len(told.flags) <= len(flags):
                answers[question.name] = value
                break
    return answers


def _candidates(question: Question) -> tuple[str, ...]:
    if question.choices:
        return tuple(one.name for one in question.choices)
    return ("말씀",) if question.kind == "text" else NUMBERS


def _write(page: Page, made: Compiled, answers: dict[str, str]) -> None:
    """In the order of the form, as far as it asks; an answer may open a question above it, so once more from the top."""
    left = {one.name: one for one in made.definition.questions if one.is_asked and one.name in answers}
    while asked := [left.pop(name) for name in page.evaluate(IN_SIGHT) if name in left]:
        for question in asked:
            box = page.locator(f'[name="{question.name}"]')
            if not box.first.is_visible():
                continue  # an answer before it has closed it
            if question.choices:
                page.locator(f'[name="{question.name}"][value="{answers[question.name]}"]').check()
            else:
                box.fill(answers[question.name])


# Names of the questions that are asked now, from top to bottom.
IN_SIGHT = """() => [...document.querySelectorAll("main .question")].filter((one) => one.offsetParent)
  .map((one) => one.querySelector("input").name)"""


def _sums(made: Compiled, scores: dict[str, str]) -> list[str]:
    """The sums that stand on the page, in its order."""
    shown = [one.name for one in made.definition.questions if one.kind == "calculate" and one.label]
    return [scores[name] for name in shown if scores.get(name)]
