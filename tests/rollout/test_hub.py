"""Coverage and staffing on a date, against towns made by hand."""

import datetime as dt
import itertools
import json
import math
import re
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bokjihub.accounts.models import Post, Role, User
from bokjihub.areas.models import Area, Team, TeamCoverage
from bokjihub.rollout.actions import hub as actions
from bokjihub.rollout.drawing import draw
from bokjihub.rollout.models import Establishment, HubPlan, StaffingStandard
from bokjihub.rollout.queries.hub import Counts, cities_of, hub_state, staffing, staffing_change, standard_on
from bokjihub.rollout.reach import NotInYourReach
from bokjihub.statistics.queries.frame import Scope
from bokjihub.statistics.queries.registry import REPORTS
from bokjihub.ui.words import official_date
from tests.cast import LONG_AGO, Cast
from tests.factories import work_items

pytestmark = pytest.mark.django_db
DAY = dt.date(2016, 9, 1)
Kind = HubPlan.Kind


def cover(city: Area, number: int, dongs: int, *, since: dt.date = dt.date(2016, 5, 1)) -> None:
    """One team with its dongs: the first is the centre."""
    places = [
        Area.objects.create(
            level="dong", name=f"{number}-{n}동", parent=city, code=f"{number:03d}{n}", households_count=500
        )
        for n in range(dongs)
    ]
    team = Team.objects.create(kind=Team.Kind.OUTREACH, seat=places[0], starts_on=since)
    for place in places:
        role = TeamCoverage.Role.CENTRE if place == places[0] else TeamCoverage.Role.GENERAL
        TeamCoverage.objects.create(team=team, area=place, role=role, starts_on=since)


def town() -> Area:
    return Area.objects.create(level="sigungu", name="견본시", code="9900000000")


def report(name: str, day: dt.date, city: Area) -> Any:
    areas = frozenset(Area.objects.filter(parent=city).values_list("id", flat=True))
    return REPORTS[name].build(Scope(day, day, areas))


def test_teams_and_covered_dongs_are_two_figures() -> None:
    """The trap of process §1.2 in small: 33 + 458 + 133 teams cover 33 + 458 + 133 + 309 dongs; here 3 + 4 + 2 and 5 more."""
    city = town()
    for number in range(7):
        cover(city, number, 1)
    cover(city, 7, 3)
    cover(city, 8, 4)
    Area.objects.create(level="dong", name="빈동", parent=city, code="999")
    state = hub_state(city, DAY)
    assert state.now == Counts(teams=9, dongs=14)
    assert (state.basic, state.zonal) == (7, 2)
    assert state.share == 93.3
    line = report("hub", DAY, city).rows[0].cells
    assert (line["teams"], line["covered"], line["dongs"]) == (9, 14, 15)
    assert (line["covered_basic"], line["covered_centre"], line["covered_general"]) == (7, 2, 5)


def test_the_map_of_a_past_day_is_what_stood_then() -> None:
    city = town()
    cover(city, 1, 1, since=dt.date(2016, 5, 1))
    cover(city, 2, 2, since=dt.date(2016, 10, 1))
    assert hub_state(city, dt.date(2016, 4, 30)).now == Counts(0, 0)
    assert hub_state(city, dt.date(2016, 5, 1)).now == Counts(1, 1)
    assert hub_state(city, dt.date(2016, 12, 31)).now == Counts(2, 3)


def test_namwon_as_the_text_tells_it(cast: Cast) -> None:
    """Text 000: teams at 노암·금동 done; 향교·도통 planned; 왕정 centre with 동충·죽항 one zone; that year five teams, seven dongs."""
    TeamCoverage.objects.filter(team=cast.teams["왕정"]).delete()
    dongs = {**cast.dongs, "향교동": Area.objects.create(level="dong", name="향교동", parent=cast.city)}
    planned = {
        "향교동": Kind.BASIC,
        "도통동": Kind.BASIC,
        "왕정동": Kind.CENTRE,
        "동충동": Kind.GENERAL,
        "죽항동": Kind.GENERAL,
    }
    for name, kind in planned.items():
        centre = dongs["왕정동"] if kind == Kind.GENERAL else None
        HubPlan.objects.create(area=dongs[name], kind=kind, centre=centre, wave="2016", planned_on=dt.date(2016, 12, 1))
    state = hub_state(cast.city, DAY)
    assert state.now == Counts(2, 2)
    assert state.planned == Counts(5, 7)
    letters = {dong.area.name: dong.letter for dong in state.dongs}
    assert letters == {"노암동": "■", "금동": "■"} | dict.fromkeys(planned, "○")


def test_the_standard_is_read_as_the_city_says(cast: Cast) -> None:
    rows = {row.team.id: row for row in staffing(cast.city, DAY)}
    noam = rows[cast.teams["노암"].id]
    assert (noam.officers, noam.nurses, noam.people, noam.keeps) == (2, 1, 4, None)
    total = StaffingStandard.Reading.TOTAL
    StaffingStandard.objects.create(city=cast.city, reading=total, minimum=3, source="지침")
    geum = {row.team.id: row for row in staffing(cast.city, DAY)}[cast.teams["금동"].id]
    assert (geum.people, geum.keeps, geum.missing) == (1, False, 2)
    # 창구 외 2명: a second person who also sits at the counter does not count
    StaffingStandard.objects.update(reading=StaffingStandard.Reading.BESIDE_COUNTER, minimum=2)
    second = User.objects.create(username="second", name="둘째")
    post = {"user": second, "role": Role.DONG_OFFICER, "area": cast.dongs["금동"], "starts_on": LONG_AGO}
    Post.objects.create(team=cast.teams["금동"], **post)
    assert {row.team.id: row.missing for row in staffing(cast.city, DAY)}[cast.teams["금동"].id] == 0
    counter = Team.objects.create(kind=Team.Kind.COUNTER, seat=cast.dongs["금동"], starts_on=LONG_AGO)
    Post.objects.create(team=counter, **post)
    assert {row.team.id: row.missing for row in staffing(cast.city, DAY)}[cast.teams["금동"].id] == 1


def test_r9_counts_people_vacancies_and_households_each(cast: Cast) -> None:
    Area.objects.filter(id=cast.dongs["노암동"].id).update(households_count=2664)
    Establishment.objects.create(team=cast.teams["노암"], posts=6, nurses=1, starts_on=LONG_AGO)
    Post.objects.filter(id=cast.posts["head"].id).update(grade="6급")
    built = report("staffing", DAY, cast.city)
    line = next(row for row in built.rows if row.label.startswith("노암동")).cells
    assert (line["head"], line["people"], line["officers"], line["nurses"]) == ("6급", 4, 2, 1)
    assert (line["allowed"], line["vacancies"], line["households_each"]) == (6, 2, 888)
    zone = next(row for row in built.rows if row.label.startswith("왕정동")).cells
    assert (zone["dongs"], zone["kind"], zone["head"], zone["allowed"]) == (3, "권역형", "없음", None)
    assert built.total.cells["dongs"] == 5


def test_two_dates_side_by_side_show_who_came(cast: Cast) -> None:
    Post.objects.filter(id=cast.posts["nurse"].id).update(starts_on=dt.date(2016, 7, 18))
    changes = {one.name: one for one in staffing_change(cast.city, dt.date(2016, 7, 17), dt.date(2016, 7, 18))}
    assert changes["노암동 맞춤형복지팀"].people == 1
    assert changes["금동 맞춤형복지팀"].people == 0


def test_a_new_standard_ends_the_old_the_day_before(cast: Cast) -> None:
    by = cast.actor("hope")
    readings = StaffingStandard.Reading
    more = {"city": cast.city, "source": "지침", "by": by}
    actions.set_standard(reading=readings.TOTAL, minimum=3, starts_on=dt.date(2016, 1, 1), **more)
    actions.set_standard(reading=readings.BESIDE_COUNTER, minimum=2, starts_on=dt.date(2017, 1, 1), **more)
    assert standard_on(cast.city, dt.date(2016, 12, 31)).minimum == 3
    assert standard_on(cast.city, dt.date(2017, 1, 1)).minimum == 2


def test_nobody_writes_about_another_city(cast: Cast) -> None:
    with pytest.raises(NotInYourReach):
        actions.plan_dong(
            area=cast.dongs["매곡동"], kind=Kind.BASIC, wave="2016", planned_on=DAY, by=cast.actor("hope")
        )
    assert [city.name for city in cities_of(cast.actor("monitor"))] == ["남원시"]
    assert [city.name for city in cities_of(cast.actor("outsider"))] == ["순천시"]


HOUSEHOLD_APPS = {"people", "discovery", "cases", "counselling", "emergency", "visits", "resources", "benefits"}


def household_tables() -> set[str]:
    """Every table of a room that names households."""
    return {model._meta.db_table for model in apps.get_models() if model._meta.app_label in HOUSEHOLD_APPS}


@pytest.mark.parametrize(
    "page", ["/rollout/", "/rollout/staffing/?before=2016-01-10", "/statistics/hub/", "/statistics/staffing/"]
)
def test_a_monitor_sees_aggregates_and_no_household_is_asked(cast: Cast, browse: Any, page: str) -> None:
    home = work_items.home(cast, name="카나리아씨")
    client = browse("monitor")
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(page)
    assert answer.status_code == 200
    assert "남원시" in answer.content.decode() or "노암동" in answer.content.decode()
    asked = {table for one in seen for table in re.findall(r'"(\w+)"', one["sql"])}
    assert "areas_teamcoverage" in asked
    assert not asked & household_tables()
    body = answer.content.decode()
    assert "카나리아" not in body
    assert str(home.id) not in body


@pytest.mark.parametrize(
    ("who", "code"),
    {"monitor": 200, "officer": 200, "hope": 200, "admin": 200, "volunteer": 404, "privacy": 404}.items(),
)
def test_who_opens_the_map(browse: Any, who: str, code: int) -> None:
    assert browse(who).get("/rollout/").status_code == code


def test_writing_a_plan_a_meeting_and_a_standard(cast: Cast, browse: Any) -> None:
    hope = browse("hope")
    plan = {"area": str(cast.dongs["도통동"].id), "kind": "basic", "wave": "2017", "planned_on": "+30"}
    assert hope.post("/rollout/plan/", plan).status_code == 302
    general = {**plan, "kind": "general"}
    assert "중심동을 골라" in hope.post("/rollout/plan/", general).content.decode()
    log = {"kind": "meeting", "held_on": "오늘", "title": "부시장 주재 회의", "attendees": "10"}
    assert "추진 기록을 적었습니다" in hope.post("/rollout/log/", log, follow=True).content.decode()
    assert (
        hope.post(
            "/rollout/standard/", {"reading": "total", "minimum": "3", "source": "지침", "starts_on": "오늘"}
        ).status_code
        == 302
    )
    page = hope.get("/rollout/").content.decode()
    assert "부시장 주재 회의" in page
    assert browse("officer").get("/rollout/plan/").status_code == 404


def test_the_same_report_by_command_has_both_figures(cast: Cast, capsys: Any) -> None:
    from bokjihub.statistics.queries.output import as_json

    found = json.loads(json.dumps(as_json(report("hub", DAY, cast.city)), ensure_ascii=False))
    assert (found["total"]["teams"], found["total"]["covered"]) == (3, 5)
    assert found["period"] == {"on": "2016-09-01"}


def test_marks_of_a_crowded_town_do_not_lie_on_one_another(cast: Cast) -> None:
    state = hub_state(cast.city, DAY)
    drawing = draw(state.dongs)
    assert drawing is not None
    pairs = itertools.combinations(drawing.marks, 2)
    assert all(math.hypot(one.x - two.x, one.y - two.y) > 40 for one, two in pairs)
    assert len(drawing.lines) == 2  # 동충 and 죽항 to 왕정
    assert {mark.letter for mark in drawing.marks} == {"■", "◆", "◇", "·"}


def test_an_award_and_a_teams_posts_are_entered_on_their_pages(cast: Cast, browse: Any) -> None:
    desk, today = browse("hope"), official_date(timezone.localdate())
    award = reverse("rollout:award")
    assert browse("officer").get(award).status_code == 404
    assert desk.post(award, {"given_on": today, "title": "복지행정상", "given_by": "보건복지부"}).status_code == 302
    assert "복지행정상" in desk.get(reverse("rollout:map")).content.decode()
    (team, *_) = staffing(cast.city, timezone.localdate())
    page, posts = reverse("rollout:establishment"), team.people + 2
    facts = {"team": team.team.id, "posts": posts, "nurses": posts + 1, "starts_on": today}
    assert desk.post(page, facts).status_code == 422, "more nurses than people"
    assert desk.post(page, {**facts, "nurses": 1}).status_code == 302
    found = {row.team.id: row for row in staffing(cast.city, timezone.localdate())}
    assert found[team.team.id].vacancies == 2
