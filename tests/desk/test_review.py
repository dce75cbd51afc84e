"""열람기록·소명: odd openings are found, ordinary days are not, everybody is heard, nothing of the content is shown."""

import datetime as dt
import re
from collections.abc import Callable, Iterable

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from bokjihub.accounts.access.actors import job_actor
from bokjihub.accounts.access.scope import acting_as
from bokjihub.accounts.models import StandIn
from bokjihub.audit import actions as audit
from bokjihub.audit.models import Alert, Entry, Explanation, Review
from bokjihub.clocks.calendar import is_working_day
from bokjihub.desk import actions
from bokjihub.desk.queries.review import block_of, find_alerts
from bokjihub.people.models import Household
from tests.desk.conftest import Town

Browse = Callable[[str], Client]


def _workday(today: dt.date) -> dt.date:
    day = today - dt.timedelta(days=5)
    while not is_working_day(day):
        day -= dt.timedelta(days=1)
    return day


def opened(
    town: Town, homes: Iterable[Household], *, cold: bool = True, hour: int = 10, followed: bool = False
) -> None:
    """The officer opened these homes some working days ago (the clock of the row is moved as its owner could)."""
    at = timezone.make_aware(dt.datetime.combine(_workday(town.today), dt.time(hour)))
    actor = town.cast.actor("officer")
    for home in homes:
        rows = [
            audit.record(
                "household.read",
                kind=Entry.Kind.READ,
                subjects=[home.id],
                purpose="전화응대" if cold else "업무",
                by=actor,
            )
        ]
        if followed:
            rows.append(audit.record("contact.record", subjects=[home.id], by=actor))
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute("UPDATE audit_entry SET at = %s WHERE id = ANY (%s)", [at, rows])
            cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def found(town: Town) -> dict[str, Alert]:
    watch = job_actor("열람기록 살피기", city=town.cast.city)
    with acting_as(watch):
        return {alert.kind: alert for alert in find_alerts(town.cast.city, until=town.today)}


def test_a_cold_look_at_the_same_surname_without_follow_up_is_found(town: Town) -> None:
    opened(town, [town.home("김영희")])
    assert set(found(town)) == {"surname"}


def test_the_same_look_with_work_behind_it_is_not(town: Town) -> None:
    opened(town, [town.home("김영희")], cold=False)
    opened(town, [town.home("김철수")], followed=True)
    assert found(town) == {}


def test_looking_oneself_up_is_found_even_with_work(town: Town) -> None:
    opened(town, [town.home("김서연")], cold=False)
    assert set(found(town)) == {"self"}


def test_a_night_without_follow_up_is_found_and_one_with_a_record_is_not(town: Town) -> None:
    opened(town, [town.home()], cold=False, hour=22)
    assert set(found(town)) == {"night"}
    Alert.objects.all().delete()
    opened(town, [town.home("오순례")], cold=False, hour=22, followed=True)
    assert len(found(town)["night"].subjects) == 1


def test_many_cold_openings_in_a_day_with_follow_up_have_their_innocent_explanation(town: Town) -> None:
    homes = [town.home(name, dong="노암동") for name in ("박영순", "오순례", "최갑호", "정을자", "서정식", "윤무임")]
    for n, home in enumerate(homes):
        home.address = f"노암동 {n}길 {n}"
        home.save()
    opened(town, homes, followed=True)
    alerts = found(town)
    assert set(alerts) == {"many"}
    assert "이어진 기록" in alerts["many"].innocent


def test_a_stand_in_is_named_as_the_reason(town: Town) -> None:
    day = _workday(town.today)
    StandIn.objects.create(
        absent=town.cast.posts["colleague"],
        by_user=town.cast.user("officer"),
        reason="연가",
        starts_on=day,
        ends_on=day,
    )
    opened(town, [town.home("오순례"), town.home("최갑호")])
    assert found(town)["idle"].innocent.startswith("정민수 님을 대신하던 날")


def test_three_homes_of_one_building_are_found(town: Town) -> None:
    opened(town, [town.home(name) for name in ("오순례", "최갑호", "정을자")], followed=True)
    assert set(found(town)) == {"block"}


def test_the_building_is_the_address_without_its_flat() -> None:
    assert block_of("노암동 시묘길 12, 101동 503호") == "노암동 시묘길 12, 101동"


def test_an_ordinary_month_raises_nothing(town: Town) -> None:
    homes = [town.home(name) for name in ("오순례", "최갑호", "정을자", "서정식")]
    opened(town, homes, cold=False)
    assert found(town) == {}


def test_the_page_shows_alerts_once_and_masked(town: Town, browse: Browse) -> None:
    opened(town, [town.home("김영희")])
    client = browse("privacy")
    for _ in range(2):
        page = client.get("/audit/review/").content.decode()
    assert "같은 성" in page
    assert "김*희" in page
    assert "김영희" not in page
    assert not re.search(r"\b010-", page)  # as the end of a part of an id it may stand there
    assert Alert.objects.count() == 1


def test_ask_answer_judge_and_sign(town: Town, browse: Browse) -> None:
    opened(town, [town.home("김영희")])
    officer_page = browse("privacy")
    officer_page.get("/audit/review/")
    alert = Alert.objects.get()
    assert "답이 없는 것이" in officer_page.post("/audit/review/sign/", follow=True).content.decode()
    officer_page.post(f"/audit/alerts/{alert.id}/", {"ask": "1", "words": "왜 여셨나요"})
    explanation = Explanation.objects.get()
    path = f"/audit/explanations/{explanation.id}/"
    asked = browse("officer")
    assert "열람 까닭을 물었습니다" in asked.get("/today/").content.decode()
    assert browse("colleague").get(path).status_code == 404
    asked.post(path, {"answer": "전화 민원이었고 접수 노-2611-0398로 적었습니다."})
    judge = browse("privacy")
    assert "전화 민원" in judge.get(path).content.decode()
    judge.post(path, {"judgement": "fit", "words": "접수 확인"})
    alert.refresh_from_db()
    assert alert.settled_words == "소명 적정"
    judge.post("/audit/review/sign/")
    assert Review.objects.get().signed_by == town.cast.user("privacy").id


def test_nobody_is_judged_unheard_or_by_themselves(town: Town) -> None:
    opened(town, [town.home("김영희")])
    privacy, officer = town.cast.actor("privacy"), town.cast.actor("officer")
    (alert,) = found(town).values()
    actions.note_alerts(found=[alert], by=privacy)
    row = actions.ask_explanation(alert=Alert.objects.get(), question="", by=privacy)
    with pytest.raises(actions.AlertNotAnswered):
        actions.judge_explanation(explanation=row, judgement=Explanation.Judgement.FIT, words="", by=privacy)
    with pytest.raises(actions.NotAsked):
        actions.answer_explanation(explanation=row, answer="제가 대신 답합니다", by=privacy)
    actions.answer_explanation(explanation=row, answer="전화 민원", by=officer)
    with pytest.raises(actions.NotAsked):
        actions.judge_explanation(explanation=row, judgement=Explanation.Judgement.FIT, words="", by=officer)


def test_a_citizens_request_finds_the_household_by_name_and_birth(town: Town, browse: Browse) -> None:
    home = town.home("박영순")
    opened(town, [home], cold=False)
    client = browse("privacy")
    response = client.post("/audit/review/citizen/", {"name": "박영순", "birth_on": "1948-03-05"})
    assert response["Location"] == f"/audit/people/{home.id}/"
    none = client.post("/audit/review/citizen/", {"name": "박영순", "birth_on": "1948-03-06"}, follow=True)
    assert "기록이 없습니다" in none.content.decode()


def test_another_citys_people_are_not_on_the_page(town: Town, browse: Browse) -> None:
    audit.record("household.read", kind=Entry.Kind.READ, subjects=[town.home().id], by=town.cast.actor("outsider"))
    assert "순천외" not in browse("privacy").get("/audit/review/").content.decode()


@pytest.mark.parametrize("who", ["officer", "head", "admin", "hope", "monitor"])
def test_the_record_is_for_the_privacy_officer(browse: Browse, who: str) -> None:
    assert browse(who).get("/audit/review/").status_code == 404
