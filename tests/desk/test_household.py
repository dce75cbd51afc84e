"""가구 화면: what each role sees, what opening costs, what stays hidden."""

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from bokjihub.accounts.access.scope import acting_as
from bokjihub.accounts.models import ViewReason
from bokjihub.audit.models import Entry
from bokjihub.audit.queries import Lookers
from bokjihub.benefits.models import StatedFact
from bokjihub.desk.queries.household import at_a_glance, deeds_of, home_of, next_words, page_of_household
from bokjihub.desk.views.household import page_context
from bokjihub.discovery.models import WorkItem
from bokjihub.people.models import Household, SafetyNote
from bokjihub.resources.actions import links
from bokjihub.resources.models import LinkDelivery, Service
from tests.desk.conftest import Town
from tests.factories import cases, resources, work_items

Browse = Callable[[str], Client]


@pytest.fixture
def home(town: Town) -> Household:
    """A home with open work of 노암동, a call, a visit to come and a late deadline."""
    home = town.home()
    item = town.work(home)
    town.contact(item)
    town.clock(home, due=-2)
    town.visit(home, day=1)
    return home


def text(response: Any) -> str:
    return " ".join(html.fromstring(response.content).text_content().split())


def body(response: Any) -> str:
    """The page without the token that differs at every request."""
    return re.sub(r'(value="|X-CSRFToken": ")[A-Za-z0-9]{64}"', "", response.content.decode())


def test_the_officer_in_charge_opens_it_without_a_question(home: Household, browse: Browse) -> None:
    response = browse("officer").get(f"/households/{home.id}/")
    assert response.status_code == 200
    page = text(response)
    assert "박영순 어르신 가구" in page
    assert "010-****-4821" in page
    assert "010-2345-4821" not in page
    assert "담당 김서연" in page
    assert "전기 끊긴다고" in page
    assert "불이 안 켜진 지" in page
    assert "전기료 체납 5개월" in page


def test_seven_questions_in_the_order_of_the_phone(home: Household, browse: Browse) -> None:
    page = html.fromstring(browse("officer").get(f"/households/{home.id}/").content)
    titles = [title.text_content().strip().split("  ")[0].split(" ")[0] for title in page.xpath("//main//h2")]
    order = ["한눈에", "다음에", "할", "지나온", "왜", "누가", "누가", "건강", "놓친", "받는"]
    assert titles[: len(order)] == order


def test_the_window_title_is_masked(home: Household, browse: Browse) -> None:
    page = html.fromstring(browse("officer").get(f"/households/{home.id}/").content)
    assert page.findtext(".//title") == "박*순 가구 · 복지허브"


def test_opening_is_one_row_with_the_panels(home: Household, browse: Browse) -> None:
    browse("officer").get(f"/households/{home.id}/")
    rows = Entry.objects.filter(act="household.read", kind="read")
    assert [row.subjects for row in rows] == [[home.id]]
    assert "why" in rows[0].detail["panels"]


def test_without_work_it_asks_why_and_opens_for_thirty_minutes(town: Town, browse: Browse) -> None:
    cold = town.home("오순례")
    client = browse("officer")
    asked = client.get(f"/households/{cold.id}/")
    assert asked.status_code == 302
    gate = client.get(asked["Location"])
    assert "오*례 가구" in text(gate)
    assert "오순례" not in text(gate)
    assert client.post(asked["Location"], {"reason": "other", "words": ""}).status_code == 200
    opened = client.post(asked["Location"], {"reason": "phone"}, follow=True)
    assert "오순례" in text(opened)
    row = Entry.objects.filter(act="household.read").latest("at")
    assert row.purpose == ViewReason.Reason.PHONE.label


def test_the_gate_names_nobody_of_another_dong(town: Town, browse: Browse) -> None:
    away = town.home(dong="금동")
    refused = browse("officer").get(f"/households/{away.id}/open/")
    missing = browse("officer").get("/households/0190f000-0000-7000-8000-000000000000/open/")
    assert refused.status_code == missing.status_code == 404
    assert body(refused) == body(missing)


def test_the_nurse_sees_no_money_and_no_reasons(home: Household, town: Town, browse: Browse) -> None:
    town.give(home, town.cast.posts["nurse"])
    page = text(browse("nurse").get(f"/households/{home.id}/"))
    assert "왜 살피나요" not in page
    assert "전기료 체납" not in page
    assert "불이 안 켜진" not in page
    assert "전기 끊긴다고" not in page


def test_a_colleague_sees_names_of_events_and_no_quotes(home: Household, town: Town, browse: Browse) -> None:
    page = text(browse("colleague").get(f"/households/{home.id}/"))
    assert "연락" in page
    assert "전기 끊긴다고" not in page
    assert "불이 안 켜진" not in page
    assert "전기료 체납" in page
    assert "5개월" not in page
    assert "점 · 살핌" not in page


def test_the_emergency_officer_sees_emergency_deadlines_alone(home: Household, town: Town, browse: Browse) -> None:
    town.give(home, town.cast.posts["emergency"])
    town.clock(home, "emergency", code="emergency.decide", title="지급 결정하기")
    page = text(browse("emergency").get(f"/households/{home.id}/"))
    assert "지급 결정하기" in page
    assert "전화 3번째" not in page


@pytest.mark.parametrize("who", ["geum_officer", "outsider", "volunteer", "monitor", "privacy", "admin", "resource"])
def test_others_get_the_page_for_what_is_missing(home: Household, browse: Browse, who: str) -> None:
    refused = browse(who).get(f"/households/{home.id}/")
    missing = browse(who).get("/households/0190f000-0000-7000-8000-000000000000/")
    assert refused.status_code == missing.status_code == 404
    assert body(refused) == body(missing)


def test_revealing_the_phone_is_an_act_of_its_own_and_hides_again(home: Household, browse: Browse) -> None:
    client = browse("officer")
    assert client.get(f"/households/{home.id}/reveal/").status_code == 405
    response = client.post(f"/households/{home.id}/reveal/")
    assert "010-2345-4821" in text(response)
    assert response["Refresh"] == f"60; url=/households/{home.id}/"
    assert "no-store" in response["Cache-Control"]
    assert Entry.objects.filter(kind="reveal", act="household.reveal", subjects=[home.id]).count() == 1
    assert "010-2345-4821" not in text(client.get(f"/households/{home.id}/"))


def test_a_sealed_address_is_told_to_those_in_charge_only(home: Household, town: Town, browse: Browse) -> None:
    home.is_sealed = True
    home.save()
    assert home.address in text(browse("officer").get(f"/households/{home.id}/"))
    page = text(browse("colleague").get(f"/households/{home.id}/"))
    assert home.address not in page
    assert "주소를 가린 가구 — 담당 김서연에게" in page


def _compose(home: Household, town: Town) -> None:
    actor = town.cast.actor("officer")
    with acting_as(actor):
        page = page_of_household(Household.objects.select_related("area").get(id=home.id), actor)
        deeds_of(page, actor)
        next_words(page)


@pytest.fixture
def full(home: Household, town: Town) -> Household:
    """The same home with something in every room: a case in its plan with a check, aid paid, applications, links
    with deliveries, counselling, a told fact, consents, a safety note."""
    item = WorkItem.objects.get(household=home)
    walk = cases.Walk(town.cast, home, town.today)
    cases.consent(home, on=town.today)
    walk.check(walk.to_serving(), percent=40)
    work_items.aided(item)
    work_items.counselled(item)
    for is_granted in (None, True):
        work_items.applied(item, is_granted=is_granted)
    for name in ("도시락", "집수리"):
        _linked(town, home, resources.service(town.cast, name=name))
    StatedFact.objects.create(
        household=home, area=home.area, name="금융재산", value="1200000", source="said", stated_by=uuid4(),
        stated_on=town.today,
    )  # fmt: skip
    SafetyNote.objects.create(
        household=home, area=home.area, words="큰 개", evidence="방문 때 봄", expires_on=town.today, written_by=uuid4()
    )
    return home


def _linked(town: Town, home: Household, service: Service) -> None:
    actor = town.cast.actor("officer")
    resources.consent(town.cast, home, service)
    asked = links.Referral(items=("이름", "주소"), reason="끼니를 거르심")
    with acting_as(actor):
        link = links.send_link(
            household=home, person=resources.head(home), service=service, referral=asked, by=actor
        ).link
    for n in range(2):
        LinkDelivery.objects.create(
            link=link, household=home, area=home.area, delivered_on=town.today, quantity=1 + n, won=5_000,
            told_by="시험", recorded_by=uuid4(), once_key=uuid4(),
        )  # fmt: skip


@pytest.mark.slow
def test_a_full_page_costs_twelve_queries(full: Household, town: Town, django_assert_max_num_queries: Any) -> None:
    """Everything the page shows (architecture §7: at most 12), as the team head, who sees every panel."""
    actor = town.cast.actor("head")
    with acting_as(actor), django_assert_max_num_queries(12):
        home, people = home_of(full.id)
        page = page_of_household(home, actor, people=people)
        shown = render_to_string("desk/household.html", page_context(page, actor, has_reason=False))
    said = " ".join(html.fromstring(shown).text_content().split())
    for words in ("큰 개", "도시락", "전달 2번", "전기가 끊기지 않는다: 40%", "생계급여", "긴급", "불이 안 켜진"):
        assert words in said
    assert page.looked == Lookers(0, 0)


@pytest.mark.slow
def test_a_full_page_is_asked_in_few_queries(full: Household, browse: Browse) -> None:
    """The whole request: sign-in, posts, decision, page, shell, record. Savepoints of the test are not counted."""
    client = browse("officer")
    client.get(f"/households/{full.id}/")
    with CaptureQueriesContext(connection) as asked:
        assert "큰 개" in text(client.get(f"/households/{full.id}/"))
    real = [one["sql"] for one in asked if "SAVEPOINT" not in one["sql"] and "current_setting" not in one["sql"]]
    assert len(real) <= 28, "\n".join(real)


def test_more_history_costs_no_more_queries(home: Household, town: Town) -> None:
    with CaptureQueriesContext(connection) as few:
        _compose(home, town)
    item = WorkItem.objects.get()
    for n in range(8):
        town.contact(item)
        town.clock(home, due=n)
        town.visit(home, day=n + 2)
    with CaptureQueriesContext(connection) as many:
        _compose(home, town)
    assert len(many) == len(few)


def test_the_primary_deed_follows_the_state(home: Household, town: Town, browse: Browse) -> None:
    page = html.fromstring(browse("officer").get(f"/households/{home.id}/").content)
    assert len(page.xpath('//main//*[contains(@class, "button-primary")]')) <= 1


def test_a_pinned_line_stands_in_the_summary(home: Household, browse: Browse) -> None:
    client = browse("officer")
    client.post(f"/households/{home.id}/pin/", {"line": "무릎 수술 뒤 혼자 지내심"})
    page = html.fromstring(client.get(f"/households/{home.id}/").content)
    glance = page.xpath('string(//section[@id="glance"]//p[@class="glance"])')
    assert "무릎 수술 뒤 혼자 지내심" in glance
    assert len(glance) <= 100


def test_an_open_case_stands_in_the_summary_although_nobody_reported_anything(town: Town, browse: Browse) -> None:
    walk = cases.walk(town.cast, town.today)
    walk.request()
    case = walk.accept()
    WorkItem.objects.filter(household=walk.household).delete()
    stage = f"사례관리 {case.get_state_display()}"
    for who, said in (
        ("officer", f"{stage}."),
        ("head", f"{stage}: 빚과 집 문제."),
    ):  # the reason for who sees cases in full
        page = html.fromstring(browse(who).get(f"/households/{walk.household.id}/").content)
        assert page.xpath('string(//section[@id="glance"]//p[@class="glance"])') == said


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        (["가", "나"], "가. 나."),
        (["가" * 60, "나" * 60], "가" * 60 + "."),
        (["가" * 120], "가" * 99 + "…"),
        ([], ""),
    ],
)
def test_the_summary_has_a_hundred_characters_at_most(parts: list[str], said: str) -> None:
    assert at_a_glance(parts) == said


def test_who_looked_names_offices_and_lets_nobody_else_ask(home: Household, browse: Browse) -> None:
    browse("officer").get(f"/households/{home.id}/")
    paper = text(browse("privacy").get(f"/audit/people/{home.id}/?paper=1"))
    assert "동 복지담당" in paper
    assert "김서연" not in paper
    assert "김서연" in text(browse("privacy").get(f"/audit/people/{home.id}/"))
    assert "가구 화면" in paper
    assert browse("nurse").get(f"/audit/people/{home.id}/").status_code == 404
    assert browse("geum_officer").get(f"/audit/people/{home.id}/").status_code == 404


def test_timeline_and_print_are_on_record(home: Household, browse: Browse) -> None:
    client = browse("officer")
    assert "전기 끊긴다고" in text(client.get(f"/households/{home.id}/timeline/"))
    assert client.get(f"/households/{home.id}/print/").status_code == 200
    assert Entry.objects.filter(act="household.read", kind="export", subjects=[home.id]).count() == 1


def test_a_merged_household_leads_to_the_kept_one(home: Household, town: Town, browse: Browse) -> None:
    gone = town.home("박영순")
    town.give(gone, town.cast.posts["officer"])
    gone.merged_into = home
    gone.save()
    response = browse("officer").get(f"/households/{gone.id}/")
    assert response["Location"] == reverse("desk:household", args=[home.id])


def test_a_caller_nobody_knew_is_written_down_and_open(town: Town, browse: Browse) -> None:
    client = browse("officer")
    client.get("/households/new/")
    response = client.post(
        "/households/new/",
        {
            "way": "phone",
            "name": "조명현",
            "birth_year": "1961",
            "phone": "010-9999-1212",
            "area": town.cast.dongs["노암동"].id,
        },
    )
    home = Household.objects.get()
    assert str(home.id) in response["Location"]
    assert ViewReason.objects.get(subject_id=home.id).reason == "phone"
    assert "조명현" in text(client.get(f"/households/{home.id}/"))


def test_a_caller_cannot_be_put_into_a_dong_out_of_reach(town: Town, browse: Browse) -> None:
    response = browse("officer").post("/households/new/", {"way": "phone", "area": town.cast.dongs["금동"].id})
    assert response.status_code == 200
    assert not Household.objects.exists()


@pytest.mark.slow
@pytest.mark.parametrize("who", ["officer", "head", "nurse", "emergency", "specialist", "hope"])
def test_nothing_on_the_page_leads_to_a_closed_door(who: str, full: Household, browse: Browse) -> None:
    """Each role sees the links it may follow (screens §2.1: hidden, not greyed): the page and its panels ask the same table."""
    client = browse(who)
    client.post(f"/households/{full.id}/open/", {"reason": "phone"})
    page = html.fromstring(client.get(f"/households/{full.id}/").content)
    # The deadlines of this town stand for themselves: the things they are about are not there to be opened.
    found = page.xpath('//main//a[not(ancestor::section[@id="due"])]/@href')
    links = {str(link) for link in found if str(link).startswith("/") and "/discovery/work/" not in str(link)}
    assert len(links) > 3
    closed = {link: status for link in sorted(links) if (status := client.get(link).status_code) >= 400}
    assert closed == {}
