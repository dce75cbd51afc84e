"""The whole flow by HTTP forms only, as the people whose steps they are; and who sees what."""

import base64
import datetime as dt
import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html
from PIL import Image

from bokjihub.assessments.survey_by_domain import DOMAINS
from bokjihub.cases.actions.conference import NewDuty
from bokjihub.cases.models import AgendaItem, Case, Conference, Plan
from bokjihub.cases.proofs import ASKED_FOR
from bokjihub.clocks.models import Clock
from bokjihub.desk.links import page_of
from bokjihub.emergency.models import Payment
from tests.cast import Cast
from tests.factories.cases import Walk, walk
from tests.factories.work_items import aided, worry

pytestmark = pytest.mark.django_db
State = Case.State


@pytest.fixture
def path(cast: Cast) -> Walk:
    return walk(cast, timezone.localdate())


def post(client: Client, url: str, data: dict[str, Any], *, code: int = 302) -> Any:
    answer = client.post(url, data)
    assert answer.status_code == code, re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", answer.content.decode()))[:1500]
    return answer


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", answer.content.decode()))


def drawn() -> str:
    """A line as the pad sends it."""
    out = io.BytesIO()
    Image.new("RGB", (90, 28), "white").save(out, "PNG")
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()


def survey_form(scores: dict[str, int], **more: str) -> dict[str, str]:
    data = {}
    for one in DOMAINS:
        code = one["code"]
        score = scores.get(code, 0)
        data |= {f"{code}-score": str(score), f"{code}-evidence": "독촉장" if score else "", f"{code}-wish_rank": ""}
    return {**data, "end-assessor_view": "", "end-grade": "", "end-override_reason": "", **more}


def rows(prefix: str, lines: list[dict[str, str]]) -> dict[str, str]:
    data = {f"{prefix}-TOTAL_FORMS": str(len(lines)), f"{prefix}-INITIAL_FORMS": "0"}
    for n, line in enumerate(lines):
        data |= {f"{prefix}-{n}-{key}": value for key, value in line.items()}
    return data


def test_a_household_is_walked_through_by_three_people(path: Walk, browse: Any, cast: Cast) -> None:
    officer, head, colleague = browse("officer"), browse("head"), browse("colleague")
    post(officer, f"/cases/new/{path.household.id}/", {"reason": "빚과 집", "to": "dong"})
    case = Case.objects.get()
    here = f"/cases/{case.id}/"
    assert "접수 정하기" in words(head.get(here))
    assert "접수 정하기" not in words(officer.get(here))
    post(head, f"{here}accept/", {"deed": "accept", "manager": str(cast.posts["officer"].id)})
    post(officer, f"{here}survey/", {"legal_basis": ""})
    one = {"money-score": "2", "money-evidence": "독촉장", "end-assessor_view": "", "deed": "later"}
    post(officer, f"{here}survey/1/", one)
    page = words(officer.get(f"{here}survey/1/"))
    assert "1/10" in page
    wrong = post(
        officer, f"{here}survey/1/", {"money-score": "2", "money-evidence": "독촉장", "deed": "submit"}, code=422
    )
    assert "아직 조사하지 않은 영역이 있습니다: 안전" in words(wrong)
    scores = {"money": 2, "housing": 2}
    post(officer, f"{here}survey/1/", survey_form(scores, deed="submit", **{"end-assessor_view": "혼자 감당 어려움"}))
    assert "2 이상이 2영역" in words(officer.get(f"{here}survey/1/sheet/"))
    post(
        head,
        "/cases/conferences/",
        {"kind": "internal", "held_on": "오늘", "place": "회의실", "chair": "이정희", "cases": [str(case.id)]},
    )
    held = Conference.objects.get()
    there = f"/cases/conferences/{held.id}/"
    post(head, there, {"deed": "invite", "post": str(cast.posts["colleague"].id)})
    post(head, there, {"deed": "present", "present": [str(one.id) for one in held.attendees.all()]})
    assert case.number not in words(head.get(there))  # names and numbers are covered unless asked for
    duty = {"post": str(cast.posts["colleague"].id), "what": "전기요금 신청", "due_on": "+5"}
    decided = {"deed": "decide", "code": "CASE_GENERAL", "discussion": "함께 살핌", **rows("duty", [duty])}
    post(head, there, decided)
    post(head, there, {"deed": "finish"})
    assert "전기요금 신청" in words(head.get(f"{there}print/"))
    task = Clock.objects.get(subject_kind="cases.duty")
    post(colleague, f"/cases/duties/{task.subject_id}/", {"outcome": "신청함"})
    post(officer, f"{here}plan/", {})
    goal = {"words": "전기가 끊기지 않는다", "target": "밀림 0", "due_on": "+60"}
    service = {
        "name": "긴급 전기요금",
        "sector": "public",
        "provider": "노암동",
        "amount": "50만원",
        "starts_on": "오늘",
    }
    plan = {
        **rows("goal", [goal, {"words": ""}]),
        **rows("service", [service]),
        **rows("task", [{"words": "통장 사본 찾기"}]),
        "review_on": "+80",
        "deed": "sign",
    }
    post(officer, f"{here}plan/1/", plan)
    reading = words(officer.get(f"{here}plan/1/sign/"))
    assert "긴급 전기요금을 드립니다" in reading
    assert "통장 사본 찾기" in reading
    post(officer, f"{here}plan/1/sign/", {"agreement": "signature", "agreed_by": "박옥순"}, code=422)
    post(officer, f"{here}plan/1/sign/", {"agreement": "signature", "agreed_by": "박옥순", "drawn": drawn()})
    assert "승인하기" not in words(officer.get(f"{here}plan/1/"))
    post(head, f"{here}plan/1/", {"deed": "approve", "answer": ""})
    assert Case.objects.get().state == State.SERVING
    check = {"method": "phone", "spoke_with": "본인", "next_on": "+30", "g1-percent": "100", "g1-evidence": "고지서"}
    post(officer, f"{here}checks/new/", {**check, "deed": "all"})
    sheet = words(officer.get(f"{here}plan/1/sheet/"))
    assert sheet.index("1. 제공계획") < sheet.index("2. 점검표") < sheet.index("계획대로")
    post(officer, f"{here}closing/", {"reason": "GOAL_MET", "client_view": "고맙습니다"})
    post(head, f"{here}closing/", {"deed": "approve", "answer": ""})
    assert "사후관리 1개월" in words(officer.get(here))
    again = reverse("cases:refer", args=[case.household_id])
    assert again in officer.get(here).content.decode(), "a closed case leads on to a new one"
    look = Case.objects.get().aftercare.get(month=1)
    post(colleague, f"/cases/aftercare/{look.id}/", {"method": "phone", "outcome": "worse", "signs": "다시 밀림"})
    assert Case.objects.filter(reopened_from=case).count() == 1
    assert again not in officer.get(here).content.decode(), "it is open again already"


def test_what_was_typed_stays_when_a_step_is_refused(path: Walk, browse: Any) -> None:
    path.to_serving()
    answer = post(
        browse("officer"), f"/cases/{path.it.id}/closing/", {"reason": "DIED", "client_view": "따님 말씀"}, code=422
    )
    page = answer.content.decode()
    assert "돌아가신 날과 확인한 출처" in page
    assert "따님 말씀" in page


@pytest.mark.parametrize(
    ("who", "code"),
    {
        "officer": 200, "head": 200, "hope": 200, "manager": 404, "nurse": 404, "geum_officer": 404, "outsider": 404,
        "monitor": 404, "privacy": 404, "volunteer": 404, "resource": 404, "emergency": 404,
    }.items(),
)  # fmt: skip
def test_who_opens_a_case(path: Walk, browse: Any, who: str, code: int) -> None:
    path.to_serving()
    assert browse(who).get(f"/cases/{path.it.id}/").status_code == code


def test_a_case_manager_lists_only_what_is_given(path: Walk, browse: Any, cast: Cast) -> None:
    path.to_serving()
    other = walk(cast, path.day, dong="금동", name="최한호")
    other.request(who="geum_officer", to=Case.Holder.DISTRICT)
    other.accept(who="hope", manager="manager")
    page = words(browse("manager").get("/cases/"))
    assert other.it.number in page
    assert path.it.number not in page
    assert browse("manager").get(f"/cases/{other.it.id}/").status_code == 200


def test_health_words_are_for_the_manager_of_the_case(path: Walk, browse: Any) -> None:
    path.request()
    path.accept()
    path.survey({"health": 2, "money": 2})
    url = f"/cases/{path.it.id}/survey/1/sheet/"
    assert "건강 내용은 담당자만" not in words(browse("officer").get(url))
    assert "건강 내용은 담당자만" in words(browse("head").get(url))


def test_the_meeting_of_another_dong_is_not_there(path: Walk, browse: Any) -> None:
    path.request()
    path.accept()
    path.survey()
    item = path.meeting()
    assert browse("head").get(f"/cases/conferences/{item.conference_id}/").status_code == 200
    assert browse("officer").get(f"/cases/conferences/{item.conference_id}/").status_code == 404
    assert AgendaItem.objects.count() == 1


def test_the_list_asks_the_same_number_of_questions_whatever_its_length(
    cast: Cast, browse: Any, django_assert_max_num_queries: Any
) -> None:
    def ask() -> int:
        with django_assert_max_num_queries(60) as seen:
            assert client.get("/cases/?tab=open").status_code == 200
        return len(seen)

    client = browse("officer")
    for _ in range(2):
        walk(cast, timezone.localdate()).request()
    few = ask()
    for _ in range(6):
        walk(cast, timezone.localdate()).request()
    assert ask() == few


def test_the_pages_of_a_case_open(path: Walk, browse: Any) -> None:
    path.to_serving()
    officer, head = browse("officer"), browse("head")
    here = f"/cases/{path.it.id}/"
    for part in ("", "checks/new/", "closing/", "transfer/", "suspend/", "plan/1/", "plan/1/sheet/", "survey/1/sheet/"):
        assert officer.get(here + part).status_code == 200, part
    for page in (f"{here}extend/", "/cases/conferences/", "/cases/aftercare/", "/cases/"):
        assert head.get(page).status_code == 200, page
    post(officer, f"{here}plan/again/", {})
    assert officer.get(f"{here}plan/2/").status_code == 200
    assert Plan.objects.get(version=2).state == "draft"
    assert officer.get(f"/cases/of/{path.household.id}/").status_code == 302


def test_a_nurse_does_her_duty_without_reading_the_case(path: Walk, browse: Any, cast: Cast) -> None:
    path.request()
    path.accept()
    path.survey()
    made = path.decide(duties=[NewDuty(cast.posts["nurse"], "혈압 재기", path.day)]).duties.get()
    nurse = browse("nurse")
    assert "혈압 재기" in words(nurse.get(f"/cases/duties/{made.id}/"))
    assert post(nurse, f"/cases/duties/{made.id}/", {"outcome": "150/90"}).url == "/today/"
    assert nurse.get(f"/cases/{path.it.id}/").status_code == 404
    for who in ("officer", "geum_officer", "monitor"):
        assert browse(who).get(f"/cases/duties/{made.id}/").status_code == 404, who
    assert page_of(subject_kind="cases.duty", subject_id=made.id, household_id=None) == f"/cases/duties/{made.id}/"


def test_the_closing_page_adds_up_what_reached_the_home(path: Walk, browse: Any) -> None:
    path.to_serving()
    aid = aided(worry(path.cast, household=path.household))
    grant = aid.grants.get()
    before = path.day - dt.timedelta(days=1)
    for n, (won, on) in enumerate([(600_000, path.day), (100_000, path.day), (50_000, before)], start=1):
        Payment.objects.create(
            grant=grant, household=path.household, area=path.household.area, kind=grant.kind, sequence=n, won=won,
            paid_on=on, way=Payment.Way.ACCOUNT, paid_by=aid.id,
        )  # fmt: skip
    page = words(browse("officer").get(f"/cases/{path.it.id}/closing/"))
    assert "지원 합계 700,000원 긴급지원 700,000원" in page, "what was paid before the case is not counted"


def test_the_closing_page_asks_each_reason_for_its_own(path: Walk, browse: Any) -> None:
    path.to_serving()
    page = html.fromstring(browse("officer").get(f"/cases/{path.it.id}/closing/").content)
    asked = {one.get("data-only") for one in page.cssselect(".by-reason .field[data-only]")} - {""}
    assert asked == {" ".join(reasons) for reasons in ASKED_FOR.values()}
    style = Path("bokjihub/cases/static/cases/cases.css").read_text("utf-8")
    for reason in {reason for reasons in ASKED_FOR.values() for reason in reasons}:
        assert f'.by-reason:has([value="{reason}"]:checked) [data-only~="{reason}"]' in style, reason
