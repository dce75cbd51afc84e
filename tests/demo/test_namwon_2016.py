"""Texts 000 and 001, figure by figure, from entries (process §7.1, rows 5-17 and 23)."""

import datetime as dt
from collections.abc import Iterator
from random import Random

import pytest
from lxml import html

from bokjihub.accounts.models import Post, Role, User
from bokjihub.areas.models import Team
from bokjihub.demo import namwon_2016
from bokjihub.demo.ground import Town
from tests.conftest import signed_in
from tests.demo.conftest import SEEDS, Read, prove, rolled_back
from tests.journeys import one_more_grant

# Marked for the database so that it is made; each test nests in the story its module told.
pytestmark = [pytest.mark.slow, pytest.mark.django_db]
TO_AUGUST = ("--from", "2016-01-01", "--to", "2016-08-31")
TEXT_DAY = ("--on", "2016-08-19")


@pytest.fixture(scope="module", params=SEEDS)
def town(request: pytest.FixtureRequest, stage: None) -> Iterator[Town]:
    with rolled_back():
        told = namwon_2016.tell(Random(request.param), dt.date(2026, 11, 22))
        prove()
        yield told


def test_emergency_aid_to_august(town: Town, report: Read) -> None:
    document = report("emergency", *TO_AUGUST)
    rows = {row["label"]: (row["count"], row["thousand_won"]) for row in document["rows"]}
    assert rows == {
        "생계지원": (266, 169_419),
        "의료지원": (32, 75_980),
        "주거지원": (2, 736),
        "연료비 등": (136, 13_567),
    }
    assert (document["total"]["count"], document["total"]["thousand_won"]) == (436, 259_704)
    assert any("259,702" in note and "단수조정" in note for note in document["notes"])


def test_one_more_grant_is_entered_through_the_forms(town: Town, report: Read) -> None:
    def window_of(who: str) -> one_more_grant.Window:
        client = signed_in(User.objects.get(username=who))

        def window(path: str, fields: one_more_grant.Fields | None) -> one_more_grant.Page:
            answer = client.get(path, follow=True) if fields is None else client.post(path, dict(fields), follow=True)
            return one_more_grant.Page(answer.request["PATH_INFO"], html.fromstring(answer.content))

        return window

    with rolled_back():
        page = one_more_grant.enter(window_of)
        assert "300,000원" in page.text
        prove()
        document = report("emergency", *TO_AUGUST)
    rows = {row["label"]: (row["count"], row["thousand_won"]) for row in document["rows"]}
    assert rows["생계지원"] == (267, 169_719)
    assert (document["total"]["count"], document["total"]["won"]) == (437, 260_003_600)


def test_market_day_counselling(town: Town, report: Read) -> None:
    document = report("mobile", "--from", "2015-01-01", "--to", "2016-08-31")
    by_year = {row["key"]: row for row in document["rows"]}
    assert (by_year["2015"]["users"], by_year["2015"]["won"]) == (1_293, 164_000_000)
    assert [by_year["2016"][key] for key in ("users", "helped", "won")] == [1_410, 1_240, 120_000_000]
    assert any("가정" in note for note in document["notes"])


def test_two_dongs_had_their_team_and_five_were_planned_for_the_year(town: Town, report: Read) -> None:
    document = report("hub-dongs", *TEXT_DAY)
    states = {row["label"]: row["state"] for row in document["rows"]}
    assert [name for name, state in states.items() if state == "설치"] == ["노암동", "금동"]
    assert {name for name, state in states.items() if state == "계획"} == {
        "향교동", "도통동", "왕정동", "동충동", "죽항동",
    }  # fmt: skip
    assert {row["planned_on"] for row in document["rows"] if row["state"] == "뒤 해의 계획"} == {"2018-12-31"}
    assert list(states.values()).count("뒤 해의 계획") == 16, "every place has its team or its plan until 2018"
    assert sum(name.endswith("동") for name in states) == 7, "every dong is done or planned this year"
    figures = report("hub", *TEXT_DAY)["total"]
    assert (figures["dongs"], figures["teams"], figures["covered"]) == (23, 2, 2)
    assert (figures["planned_teams"], figures["planned_dongs"]) == (5, 7)
    assert report("hub", "--on", "2016-07-31")["total"]["covered"] == 0


def test_one_centre_and_two_neighbours_make_a_zone(town: Town, report: Read) -> None:
    planned = {row["label"]: row for row in report("hub-dongs", *TEXT_DAY)["rows"]}
    assert planned["왕정동"]["kind"] == "권역형(중심동)"
    assert [planned[name]["centre"] for name in ("동충동", "죽항동")] == ["왕정동", "왕정동"]
    at_years_end = report("hub", "--on", "2016-12-31")["total"]
    assert (at_years_end["teams"], at_years_end["covered"], at_years_end["zonal"]) == (5, 7, 1)


def test_every_place_was_planned_until_2018_and_done_the_year_before(town: Town, report: Read) -> None:
    end = report("hub-dongs", "--on", "2018-12-31")["rows"]
    assert [row["state"] for row in end] == ["설치"] * 23
    assert {row["planned_on"] for row in end if not row["label"].endswith("동")} == {"2018-12-31"}
    assert report("hub", "--on", "2017-12-30")["total"]["covered"] == 7


def test_two_beside_the_counter(town: Town, report: Read) -> None:
    document = report("staffing", *TEXT_DAY)
    assert [row["standard"] for row in document["rows"]] == ["지킴", "지킴"]
    assert all(row["people"] >= 2 for row in document["rows"])
    counter = Team.objects.get(kind=Team.Kind.COUNTER, seat=town.dongs["노암동"])
    with rolled_back():
        for post in Post.objects.filter(team=town.team_of["노암동"]).exclude(role=Role.DONG_HEAD)[1:]:
            Post.objects.create(
                user=post.user, role=post.role, area=counter.seat, team=counter, starts_on=dt.date(2016, 8, 1)
            )
        standard = {row["label"]: row["standard"] for row in report("staffing", *TEXT_DAY)["rows"]}
        assert standard["노암동 맞춤형복지팀"] == "1명 모자람", "who sits at the counter does not count"


def test_264_members_were_appointed_and_taught(town: Town, report: Read) -> None:
    document = report("council", "--from", "2016-08-31", "--to", "2016-08-31")
    assert len(document["rows"]) == 23
    assert [document["total"][key] for key in ("appointed", "trained", "members")] == [264, 264, 264]
    assert min(row["appointed"] for row in document["rows"]) >= 10, "시행규칙 제7조: ten or more"
    assert report("council", "--from", "2016-08-01", "--to", "2016-08-30")["total"]["appointed"] == 0
    lecture = report("hub-log", "--from", "2016-08-31", "--to", "2016-08-31")["rows"]
    assert [(row["kind"], row["attendees"]) for row in lecture] == [("워크숍", 264)]


def test_the_chest_gave_65_times(town: Town, report: Read) -> None:
    document = report("links-funders", *TO_AUGUST)
    assert (document["total"]["count"], document["total"]["thousand_won"]) == (65, 62_458)
    assert all(row["label"].startswith("사회복지공동모금회") for row in document["rows"])
    assert [sum(word in row["label"] for row in document["rows"]) for word in ("생계비", "의료비", "재난구호비")] == [
        1, 1, 1,
    ]  # fmt: skip
    assert report("links", *TO_AUGUST)["total"]["count"] == 65


def test_the_unit_of_2012_has_three_officers(town: Town, report: Read) -> None:
    units = {row["label"]: row for row in report("units", *TEXT_DAY)["rows"]}
    unit = units["희망복지지원단"]
    assert unit["since"].startswith("2012-")
    assert unit["officers"] == 3
    assert unit["managers"] >= 1
    assert report("units", "--on", "2011-12-31")["rows"] == []


def test_the_prize_of_april(town: Town, report: Read) -> None:
    (prize,) = report("awards", "--from", "2016-04-01", "--to", "2016-04-30")["rows"]
    assert "주민참여형" in prize["label"]
    assert (prize["given_by"], prize["assumed"]) == ("보건복지부", "가정")


def test_gifts_of_february_2018(town: Town, report: Read) -> None:
    document = report("goods-lots", "--from", "2018-02-01", "--to", "2018-02-28")
    gifts = {(row["came"], row["unit"]): row["won"] for row in document["rows"]}
    assert gifts == {(1_000, "상자"): 20_000_000, (50, "매"): 0, (100, "상자"): 2_500_000}
    assert report("goods", "--from", "2018-02-01", "--to", "2018-02-28")["total"]["came"] == 22_500_000
    assert "가명" not in str(document), "who gave is in no report"


def test_market_days_end_in_four_and_nine() -> None:
    days = namwon_2016.market_days(2016, dt.date(2016, 12, 31))
    assert {day.day % 10 for day in days} == {4, 9}
    assert all(day.weekday() < 6 for day in days)


def test_the_class_of_thirty_had_eight_weeks_and_eighty_young_people_went_out(town: Town, report: Read) -> None:
    rows = {row["label"]: row for row in report("activities", "--from", "2018-02-01", "--to", "2018-04-30")["rows"]}
    mothers = rows["엄마사랑 임신육아교실"]
    assert (mothers["taking_part"], mothers["sessions"], mothers["finished"]) == (30, 8, 30)
    assert 30 * 8 * 0.8 < mothers["attendances"] <= 30 * 8, "ticks are entries, not thirty times eight"
    youth = report("activities", "--from", "2016-09-01", "--to", "2016-09-21")["rows"]
    assert [(row["label"], row["taking_part"]) for row in youth] == [("청소년 문화지원(영화 관람)", 80)]


def test_parasites_fell_from_34_1_to_5_5_percent(town: Town, report: Read) -> None:
    document = report("screenings", "--from", "2009-01-01", "--to", "2017-12-31")
    assert [(row["key"][-4:], row["rate"], row["reference"]) for row in document["rows"]] == [
        ("2009", 34.1, 3.9),
        ("2017", 5.5, 3.9),
    ]
    assert any("가정" in note for note in document["notes"])


def test_cancer_screening_stood_first_in_the_province_four_years_running(town: Town, report: Read) -> None:
    rows = report("evaluations", "--from", "2014-01-01", "--to", "2017-12-31")["rows"]
    assert [row["province_rank"] for row in rows] == [1, 1, 1, 1]
    assert (rows[-1]["country_rank"], rows[-1]["years_running"]) == (4, 4)
    (last,) = report("evaluations", "--from", "2017-01-01", "--to", "2017-12-31")["rows"]
    assert last["years_running"] == 4, "years before the period count"


def test_fourteen_facilities_agreed_about_dementia(town: Town, report: Read) -> None:
    (row,) = report("agreements", "--from", "2018-02-01", "--to", "2018-02-28")["rows"]
    assert (row["agencies"], row["starts_on"], row["in_force"]) == (14, "2018-02-21", 14)


def test_visits_home_since_2011_with_applications_until_28_february(town: Town, report: Read) -> None:
    rows = report("activities", "--from", "2011-01-01", "--to", "2018-12-31")["rows"]
    visits = [row for row in rows if row["kind"] == "고향방문"]
    assert [row["starts_on"][:4] for row in visits] == [str(year) for year in range(2011, 2019)]
    assert visits[-1]["apply_until"] == "2018-02-28"


def test_the_village_day_of_september(town: Town, report: Read) -> None:
    document = report("village-days", "--from", "2016-09-01", "--to", "2016-09-30")
    day, *services = document["rows"]
    assert day["label"] == "2016. 9. 22. 가덕마을 민생현장 봉사"
    assert (day["opinions"], day["answered"]) == (1, 1)
    assert {row["label"] for row in services} >= {"자장면", "빨래", "한방 진료", "가전제품 수리", "이·미용"}
    assert {row["assumed"] for row in services} == {"가정"}
