"""The pages as the cast sees them: forms over HTTP only, each step by whoever does it in the office."""

import datetime as dt
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html
from openpyxl import load_workbook

from bokjihub.accounts.access.panels import Degree
from bokjihub.accounts.access.scope import acting_as
from bokjihub.audit.models import Entry
from bokjihub.clocks.models import Clock
from bokjihub.emergency import queries
from bokjihub.emergency.models import CrisisReason, EmergencyAid, Grant, Kind
from tests.emergency.conftest import Office

TODAY = timezone.localdate()


def page(client: Client, aid: EmergencyAid) -> Any:
    answer = client.get(reverse("emergency:grant_page", args=[aid.id]))
    assert answer.status_code == 200
    return html.fromstring(answer.content.decode())


def text(client: Client, aid: EmergencyAid) -> str:
    return _said(page(client, aid))


def _said(tree: Any) -> str:
    """What a page says, one space between its pieces."""
    return " ".join(" ".join(tree.itertext()).split())


def post(client: Client, aid: EmergencyAid, step: str, **data: Any) -> Any:
    return client.post(reverse(f"emergency:{step}", args=[aid.id]), data)


def ask_for(browse: Any, office: Office, *, who: str = "officer", kind: str = "LIVING", **more: Any) -> Any:
    reason = CrisisReason.objects.on(TODAY).get(code="illness")
    data = {"kind": kind, "reason": reason.id, "requested_on": str(TODAY), "household_size": 1, **more}
    return browse(who).post(reverse("emergency:request", args=[office.home.id]), data)


SEEN = {
    "on_site_on": str(TODAY),
    "household_size": 1,
    "findings": "쌀이 떨어짐",
    "same_kind_source": "행복이음 수급 내역",
    "financial_consent": "now",
}


def test_the_whole_flow_through_forms(office: Office, browse: Any) -> None:
    """Dong officer asks, the emergency officer looks and asks, the team head decides, the officer pays and checks."""
    answer = ask_for(browse, office)
    aid = EmergencyAid.objects.get()
    assert answer.url == reverse("emergency:grant_page", args=[aid.id])
    officer, head = browse("emergency"), browse("head")
    assert "현장확인 적기" in text(officer, aid)
    assert "현장확인 적기" not in text(head, aid), "only the emergency officer records the visit"
    assert post(officer, aid, "on_site", **SEEN).status_code == 302
    assert "이번 위기에서 쓴 달 0/6개월" in text(officer, aid)
    grant = {"months": 3, "monthly_won": "50만", "starts_on": str(TODAY), "notice_ref": "올해 고시"}
    assert post(officer, aid, "ask", **grant).status_code == 302
    assert "지급 결정" not in [one.text_content().strip() for one in page(officer, aid).cssselect("button")]
    assert post(officer, aid, "decide", order="approve").status_code == 404, "the officer may not decide"
    assert "500,000원을 3개월" in text(head, aid)
    assert post(head, aid, "decide", order="approve").status_code == 302
    assert post(officer, aid, "pay", won="500,000", paid_on=str(TODAY), way="account").status_code == 302
    assert "남은 금액 1,000,000원" in text(officer, aid)
    facts = {"checked_on": str(TODAY), "household_size": 1, "income_won": 0, "assets_won": 0, "judged": "yes"}
    assert post(officer, aid, "follow_up", **facts).status_code == 302
    assert post(officer, aid, "review", reviewed_on=str(TODAY), verdict="adequate").status_code == 302
    steps = [one.text_content() for one in page(officer, aid).cssselect(".step-done .step-label")]
    assert [step.replace(" 마침", "") for step in steps] == ["요청", "현장확인", "결정", "지급", "1개월 확인", "적정성"]
    assert post(officer, aid, "end").status_code == 422, "nothing says where the home was led to"
    onward = {"way": "other_law", "words": "기초생활보장 신청", "told_on": str(TODAY)}
    assert post(officer, aid, "onward", **onward).status_code == 302
    assert post(officer, aid, "end").status_code == 302
    assert EmergencyAid.objects.get().state == "ended"


def test_a_refused_step_keeps_what_was_typed_and_says_why(office: Office, browse: Any) -> None:
    ask_for(browse, office)
    aid, officer = EmergencyAid.objects.get(), browse("emergency")
    answer = post(officer, aid, "on_site", **{**SEEN, "same_kind_source": " "})
    assert answer.status_code == 422
    assert "쌀이 떨어짐" in answer.content.decode()
    post(officer, aid, "on_site", **SEEN)
    more = {"months": 7, "monthly_won": 500_000, "starts_on": str(TODAY), "notice_ref": "고시"}
    answer = post(officer, aid, "ask", **more)
    assert answer.status_code == 422
    assert "한 번의 위기에 6개월까지입니다" in answer.content.decode()
    assert not Grant.objects.exists()


def test_a_refusal_by_the_head_needs_another_way(office: Office, browse: Any) -> None:
    ask_for(browse, office)
    aid, officer, head = EmergencyAid.objects.get(), browse("emergency"), browse("head")
    post(officer, aid, "on_site", **SEEN)
    assert post(officer, aid, "deny", reason="위기상황이 아님", other_way="기초생활보장 신청").status_code == 302
    assert "거절이 올라와 있습니다" in text(head, aid)
    assert post(head, aid, "decide_denial", order="agree").status_code == 302
    letter = head.get(reverse("emergency:decision_letter", args=[aid.id])).content.decode()
    assert "기초생활보장 신청" in letter
    assert "30일 안" in letter
    late = post(officer, aid, "objection", received_on=str(TODAY), words="아닙니다")
    assert late.status_code == 302
    assert "시·도에 보내기(10일 안)" in text(officer, aid)
    assert post(officer, aid, "withdraw_objection", on=str(TODAY)).status_code == 302
    assert "신청인이 거둠" in text(officer, aid)


def test_who_may_ask_but_not_read_gets_the_number(office: Office, browse: Any) -> None:
    with acting_as(office.cast.actor("officer")):
        pass
    answer = ask_for(browse, office, who="specialist")
    if answer.status_code == 302 and "open" in answer.url:
        pytest.fail("asking for emergency aid is not gated by a reason")
    assert answer.status_code == 200
    aid = EmergencyAid.objects.get()
    assert aid.number in answer.content.decode()
    assert browse("specialist").get(reverse("emergency:grant_page", args=[aid.id])).status_code == 404


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("officer", 200),
        ("head", 200),
        ("emergency", 200),
        ("emergency_head", 200),
        ("hope", 200),
        ("geum_officer", 404),
        ("nurse", 404),
        ("volunteer", 404),
        ("monitor", 404),
        ("outsider", 404),
    ],
)
def test_who_reads_an_aid(office: Office, browse: Any, who: str, status: int) -> None:
    aid = office.request(TODAY)
    assert browse(who).get(reverse("emergency:grant_page", args=[aid.id])).status_code == status


def test_reading_is_on_record_and_names_are_masked(office: Office, browse: Any) -> None:
    aid = office.request(TODAY)
    officer = browse("emergency")
    assert "서*식" in text(officer, aid)
    assert "서갑식" not in officer.get(reverse("emergency:list")).content.decode()
    reads = Entry.objects.filter(kind="read", actor_id=office.cast.user("emergency").id)
    assert reads.filter(subjects__contains=[office.home.id]).count() == 2


def test_the_list_shows_what_waits_and_the_sums_in_thousands(office: Office, browse: Any) -> None:
    office.request(TODAY, kind=Kind.MEDICAL)
    grant = office.granted(TODAY, months=1, monthly_won=499_600, notice_ref="고시")
    office.pay(grant, TODAY, won=499_600)
    officer = browse("emergency")
    page_text = _said(html.fromstring(officer.get(reverse("emergency:list")).content.decode()))
    assert "현장확인 대기 1" in page_text
    assert "의료지원" in page_text
    assert "합계 1 500" in page_text
    for tab in ("decide", "pay", "ending", "follow_up", "objection", "all"):
        assert officer.get(reverse("emergency:list"), {"tab": tab}).status_code == 200
    sheet = load_workbook(BytesIO(officer.get(reverse("emergency:list_xlsx")).content)).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert ["생계지원", 1, 500] in rows
    assert any(row[0] == "합계" and row[1:3] == [1, 500] for row in rows)


def test_a_list_costs_the_same_with_more_lines(office: Office, browse: Any, django_assert_max_num_queries: Any) -> None:
    office.request(TODAY, kind=Kind.MEDICAL)
    officer = browse("emergency")
    with django_assert_max_num_queries(60) as one:
        officer.get(reverse("emergency:list"), {"tab": "on_site"})
    for kind, detail in ((Kind.LIVING, ""), (Kind.HOUSING, ""), (Kind.OTHER, "fuel"), (Kind.OTHER, "electricity")):
        office.request(TODAY, kind=kind, detail=detail)
    with django_assert_max_num_queries(60) as five:
        officer.get(reverse("emergency:list"), {"tab": "on_site"})
    assert len(five.captured_queries) == len(one.captured_queries)


def test_the_papers(office: Office, browse: Any) -> None:
    aid = office.request(TODAY)
    officer = browse("emergency")
    notice = officer.get(reverse("emergency:on_site_notice", args=[aid.id])).content.decode()
    for part in ("조사기간", "조사범위", "조사담당자", "관계법령", "제출자료"):
        assert part in notice
    assert officer.get(reverse("emergency:decision_letter", args=[aid.id])).status_code == 404
    office.on_site(aid, TODAY)
    office.decide(office.ask(aid, TODAY, months=1, monthly_won=400_000, notice_ref="고시"), TODAY)
    letter = officer.get(reverse("emergency:decision_letter", args=[aid.id])).content.decode()
    assert "400,000원을 1개월" in letter
    assert "서갑식" in letter
    assert Entry.objects.filter(act="emergency.print", subjects__contains=[office.home.id]).count() == 2


def test_the_household_panel_shows_all_or_only_that_it_exists(office: Office) -> None:
    grant = office.granted(TODAY, months=1, monthly_won=400_000, notice_ref="고시")
    office.pay(grant, TODAY, won=400_000)
    with acting_as(office.cast.actor("officer")):
        full = queries.household_panel(office.home.id, Degree.ALL)
        part = queries.household_panel(office.home.id, Degree.PART)
    assert [(line.aid.id, line.paid_won, line.ends_on) for line in full.lines] == [
        (grant.aid_id, 400_000, grant.ends_on)
    ]
    assert full.lines[0].due_on == min(
        Clock.objects.filter(subject_id=grant.aid_id, done_at=None).values_list("due_on", flat=True)
    )
    assert part.has_open
    assert part.lines == ()


def test_the_form_offers_only_reasons_of_today(office: Office, browse: Any) -> None:
    form = html.fromstring(browse("officer").get(reverse("emergency:request", args=[office.home.id])).content.decode())
    names = [one.text_content() for one in form.cssselect("select[name=reason] option")]
    assert "주·부소득자의 실직" in names
    assert not [name for name in names if name.startswith("부소득자")], "that reason ended in 2019"
    assert dt.date(2019, 6, 11) < TODAY
