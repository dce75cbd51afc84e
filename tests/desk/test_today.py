"""오늘: the next person's page shows what they must do, in the order in which it presses."""

from collections.abc import Callable
from functools import partial

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from bokjihub.accounts import actions as accounts
from bokjihub.accounts.access.doors import opens
from bokjihub.accounts.access.scope import acting_as
from bokjihub.accounts.models import Assignment, Role
from bokjihub.audit.models import Entry
from bokjihub.desk.links import PAGES, page_of
from bokjihub.desk.queries.team import approvals_of, team_today
from bokjihub.desk.queries.today import today_of
from bokjihub.discovery.models import ClosingRequest, Signal
from tests.cast import Cast
from tests.desk.conftest import Town

Browse = Callable[[str], Client]


def test_late_comes_before_today_before_new_before_the_week(town: Town) -> None:
    home = town.home()
    town.work(home)
    for due, started in ((3, -5), (2, 0), (0, -5), (-2, -9)):
        town.clock(home, due=due, started=started)
    with acting_as(town.cast.actor("officer")):
        page = today_of(town.cast.actor("officer"))
    assert [(block.key, block.count) for block in page.blocks] == [("late", 1), ("due", 1), ("new", 1), ("soon", 1)]
    assert page.blocks[0].lines[0].who == "박*순"


def test_twelve_lines_then_a_count(town: Town, browse: Browse) -> None:
    home = town.home()
    for _ in range(15):
        town.clock(home)
    page = html.fromstring(browse("officer").get("/today/").content)
    assert len(page.xpath('//section[@id="due"]//li')) == 12
    assert "그 밖 3건" in page.text_content()
    everything = html.fromstring(browse("officer").get("/today/?all=1").content)
    assert len(everything.xpath('//section[@id="due"]//li')) == 15


def test_every_line_of_a_served_subject_has_a_verb_link(town: Town, browse: Browse) -> None:
    home = town.home()
    town.work(home)
    town.clock(home)
    page = html.fromstring(browse("officer").get("/today/").content)
    links = page.xpath('//section[@id="due"]//li//a')
    assert len(links) == 1
    assert links[0].text.startswith("연락 기록")


def test_a_clock_of_the_role_reaches_everybody_of_the_role_in_the_dong(town: Town) -> None:
    home = town.home()
    town.clock(home, role=Role.DONG_OFFICER)
    seen = {}
    for who in ("officer", "colleague", "geum_officer", "nurse"):
        with acting_as(town.cast.actor(who)):
            seen[who] = sum(block.count for block in today_of(town.cast.actor(who)).blocks)
    assert seen == {"officer": 1, "colleague": 1, "geum_officer": 0, "nurse": 0}


def test_visits_of_the_day_show_the_pair_to_both(town: Town) -> None:
    home = town.home()
    town.visit(home, "officer", companion="nurse")
    for who, other in (("officer", "이하늘"), ("nurse", "김서연")):
        with acting_as(town.cast.actor(who)):
            stops = today_of(town.cast.actor(who)).stops
        assert [(stop.who, other in stop.companions) for stop in stops] == [("박*순", True)]


def test_what_others_owe_on_my_households_is_waiting(town: Town) -> None:
    home = town.home()
    town.work(home)
    town.clock(home, "emergency", code="emergency.decide", title="지급 결정")
    with acting_as(town.cast.actor("officer")):
        page = today_of(town.cast.actor("officer"))
    assert [line.title for line in page.waiting] == ["지급 결정"]
    assert page.is_done


def test_who_carries_a_box_sees_no_deadline_of_the_home(town: Town) -> None:
    home = town.home()
    town.work(home)
    town.clock(home, title="전기 끊김 확인")
    accounts.assign(
        subject_id=home.id, purpose=Assignment.Purpose.DELIVERY, post_id=town.cast.posts["volunteer"].id,
        by=town.cast.actor("head"),
    )  # fmt: skip
    with acting_as(town.cast.actor("volunteer")):
        page = today_of(town.cast.actor("volunteer"))
    assert (page.waiting, page.blocks) == ((), ())


def test_a_new_signal_is_announced_to_the_dong(town: Town, browse: Browse) -> None:
    from django.utils import timezone

    Signal.objects.create(
        area=town.cast.dongs["노암동"], channel="NEIGHBOUR", received_at=timezone.now(), place="노암 6통", receipt="R-1"
    )
    assert "신호 1건" in browse("officer").get("/today/").content.decode()
    assert "신호 1건" not in browse("geum_officer").get("/today/").content.decode()


def test_an_empty_day_says_it_is_good(browse: Browse) -> None:
    assert "오늘 할 일을 모두 마쳤습니다" in browse("manager").get("/today/").content.decode()


def test_an_empty_day_leads_on_to_pages_of_the_persons_own(browse: Browse) -> None:
    for who in ("officer", "specialist", "hope", "emergency", "emergency_head", "resource", "secretary", "monitor"):
        page = html.document_fromstring(browse(who).get("/today/").content.decode())
        links = page.cssselect("#due .empty-action a")
        assert links, who
        assert {browse(who).get(link.get("href"), follow=True).status_code for link in links} == {200}


def test_who_never_visits_is_not_told_of_no_visits(browse: Browse) -> None:
    assert "오늘 만날 분" not in browse("emergency").get("/today/").content.decode()
    assert "오늘 만날 분" in browse("nurse").get("/today/").content.decode()


@pytest.mark.parametrize(
    "who", ["officer", "nurse", "manager", "hope", "emergency", "specialist", "privacy", "volunteer"]
)
def test_today_answers_every_role(browse: Browse, who: str) -> None:
    assert browse(who).get("/today/").status_code == 200


def test_every_household_on_the_page_is_on_record(town: Town, browse: Browse) -> None:
    homes = [town.home(), town.home("오순례")]
    for home in homes:
        town.clock(home)
    browse("officer").get("/today/")
    row = Entry.objects.filter(act="today").latest("at")
    assert set(row.subjects) == {home.id for home in homes}


def test_names_are_masked_on_every_list(town: Town, browse: Browse) -> None:
    home = town.home()
    town.work(home)
    town.clock(home)
    town.visit(home)
    for path in ("/today/", "/today/team/", "/today/approvals/"):
        who = "officer" if path == "/today/" else "head"
        assert "박영순" not in browse(who).get(path).content.decode()


def test_the_day_sheet_shows_the_way_in_full_and_is_recorded_as_a_print(town: Town, browse: Browse) -> None:
    home = town.home()
    town.visit(home)
    sheet = browse("officer").get("/today/print/").content.decode()
    assert "박영순" in sheet
    assert home.address in sheet
    assert Entry.objects.filter(act="today", kind="export", subjects__contains=[home.id]).exists()


def test_the_head_sees_load_and_what_nobody_took(town: Town, browse: Browse) -> None:
    home, other = town.home(), town.home("오순례")
    town.work(home)
    item = town.work(other)
    item.owner = None
    item.save()
    town.clock(home, due=-2)
    with acting_as(town.cast.actor("head")):
        team = team_today(town.cast.actor("head"), with_households=True)
    officer = next(one for one in team.people if one.name == "김서연")
    assert (officer.late, officer.due, officer.items) == (1, 0, 1)
    assert officer.load > 0
    assert [line.who for line in team.unowned] == ["오*례"]
    text = browse("head").get("/today/team/").content.decode()
    assert reverse("desk:hand_over", args=[town.cast.posts["officer"].id]) in text
    assert "오*례" in text


def test_the_dong_head_sees_figures_and_no_household(town: Town, browse: Browse) -> None:
    item = town.work(town.home("오순례"))
    item.owner = None
    item.save()
    text = browse("dong_head").get("/today/team/").content.decode()
    assert "일 넘기기" not in text, "the head of the team orders it"
    assert "김서연" in text
    assert "오*례" not in text


def test_approvals_come_from_all_rooms_and_never_from_oneself(town: Town, browse: Browse) -> None:
    home = town.home()
    item = town.work(home)
    request = {"work_item": item, "household": home, "area": home.area, "kind": "REFUSED"}
    ClosingRequest.objects.create(asked_by=town.cast.user("officer").id, **request)
    with acting_as(town.cast.actor("head")):
        assert [row.what for row in approvals_of(town.cast.actor("head"))] == ["종결"]
    ClosingRequest.objects.update(asked_by=town.cast.user("head").id)
    with acting_as(town.cast.actor("head")):
        assert approvals_of(town.cast.actor("head")) == []
    assert browse("head").get("/today/approvals/").status_code == 200
    assert browse("officer").get("/today/approvals/").status_code == 404


def test_a_proposal_with_a_clock_is_one_line(town: Town) -> None:
    home = town.home()
    item = town.work(home)
    ClosingRequest.objects.create(
        work_item=item, household=home, area=home.area, kind="REFUSED", asked_by=town.cast.user("officer").id
    )
    town.clock(home, "head", code="work_item.approve", title="종결 승인", subject_id=item.id, role=Role.TEAM_HEAD)
    with acting_as(town.cast.actor("head")):
        assert len(approvals_of(town.cast.actor("head"))) == 1


def test_a_room_that_is_not_there_yields_the_household(cast: Cast, town: Town) -> None:
    home = town.home()
    found = page_of(subject_kind="programmes.class", subject_id=home.id, household_id=home.id)
    assert found == f"/households/{home.id}/"
    assert page_of(subject_kind="programmes.class", subject_id=home.id, household_id=None) == ""
    assert all(":" in name for name in PAGES.values())


def test_a_line_leads_where_its_reader_may_go(town: Town) -> None:
    """The same deadline: the officer opens the work, the nurse, who reads no reasons (process §1.4), its household."""
    home = town.home()
    item = town.work(home)
    pages = {}
    for who in ("officer", "nurse", "monitor"):
        may_open = partial(opens, town.cast.actor(who))
        pages[who] = page_of(
            subject_kind="discovery.work_item", subject_id=item.id, household_id=home.id, may_open=may_open
        )
    assert pages == {"officer": f"/discovery/work/{item.id}/", "nurse": f"/households/{home.id}/", "monitor": ""}
