"""A closed month is kept as it was sent; what is entered later stands beside it."""

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from bokjihub.accounts.access.scope import acting_as
from bokjihub.clocks.models import Clock
from bokjihub.statistics import actions
from bokjihub.statistics.models import Snapshot
from bokjihub.statistics.queries.closed import MONTHLY, as_sent, corrected
from bokjihub.statistics.queries.registry import REPORTS
from tests.cast import Cast
from tests.statistics.test_figures import march, reached, told

pytestmark = pytest.mark.django_db
FIRST, LAST = march(1), march(31)


def close(cast: Cast, name: str = "discovery", who: str = "hope", **days: dt.date) -> Snapshot:
    with acting_as(by := cast.actor(who)):
        return actions.close_report(
            definition=REPORTS[name], first=days.get("first", FIRST), last=days.get("last", LAST), by=by
        )


def cells(report: Any) -> dict[str, dict[str, Any]]:
    return {row.key: dict(row.cells) for row in report.rows}


def test_what_was_sent_stays_and_later_entries_are_corrections(cast: Cast) -> None:
    first = told(cast, march(2))
    snapshot = close(cast)
    told(cast, march(3))
    told(cast, march(4), channel="DUTY")
    reached(first, march(5))
    assert cells(as_sent(snapshot))["NEIGHBOUR"]["count"] == 1
    with acting_as(cast.actor("hope")):
        found = corrected(snapshot)
    assert found is not None
    rows = cells(found.report)
    assert (rows["NEIGHBOUR"]["count"], rows["NEIGHBOUR"]["count_now"], rows["NEIGHBOUR"]["count_more"]) == (1, 2, 1)
    assert (rows["DUTY"].get("count"), rows["DUTY"]["count_now"], rows["DUTY"]["count_more"]) == (None, 1, 1)
    total = found.report.total.cells
    assert (total["count"], total["count_now"], total["count_more"]) == (1, 3, 2)
    assert sum(line["count_more"] or 0 for line in rows.values()) == total["count_more"]
    assert found.changed > 3, "households and contacted changed too"


def test_a_table_nothing_came_to_has_no_correction(cast: Cast) -> None:
    told(cast, march(2))
    snapshot = close(cast)
    with acting_as(cast.actor("hope")):
        found = corrected(snapshot)
    assert found is not None
    assert found.changed == 0


def test_a_period_is_closed_once_when_it_is_over_by_who_sees_the_whole_city(cast: Cast) -> None:
    close(cast)
    with pytest.raises(actions.ClosedAlready):
        close(cast)
    today = cast.actor("hope").day
    with pytest.raises(actions.StillRunning):
        close(cast, last=today)
    with pytest.raises(actions.NotWholeCity):
        close(cast, name="visits", who="head")


def test_the_database_lets_nobody_rewrite_what_was_sent(cast: Cast) -> None:
    snapshot = close(cast)
    for words in ("UPDATE statistics_snapshot SET title = 'x'", "DELETE FROM statistics_snapshot"):
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
            acting_as(cast.actor("hope")),
            connection.cursor() as cursor,
        ):
            cursor.execute(words)
    assert Snapshot.objects.get(id=snapshot.id).title == "사각지대 발굴 실적"


def test_a_month_is_closed_as_a_whole_and_december_asks_for_the_year(cast: Cast, browse: Any) -> None:
    answer = browse("hope").post("/statistics/closed/month/", {"month": "2025. 12. 5."}, follow=True)
    assert f"실적표 {len(MONTHLY)}장을 굳혔습니다" in answer.content.decode()
    assert set(Snapshot.objects.values_list("name", flat=True)) == set(MONTHLY)
    clock = Clock.objects.get(policy__code=actions.SURVEY_CLOCK)
    assert (clock.due_on, clock.done_at) == (dt.date(2026, 3, 31), None)
    close(cast, "survey-result", first=dt.date(2025, 1, 1), last=dt.date(2025, 12, 31))
    clock.refresh_from_db()
    assert clock.done_at is not None
    again = browse("hope").post("/statistics/closed/month/", {"month": "2025. 12. 5."})
    assert "이미 굳힌 표입니다" in again.content.decode()


def test_the_page_shows_both_and_a_dong_reads_what_was_sent(cast: Cast, browse: Any) -> None:
    told(cast, march(2))
    hope = browse("hope")
    assert "이 표 굳히기" in hope.get("/statistics/discovery/?first=2026-03-01&last=2026-03-31").content.decode()
    to = hope.post("/statistics/discovery/close/", {"first": "2026-03-01", "last": "2026-03-31"})
    told(cast, march(3))
    page = hope.get(to.url).content.decode()
    assert "신호 · 수정" in page
    assert "그 뒤로 달라진 칸" in page
    assert "굳힌 표와 수정 보기" in hope.get("/statistics/discovery/?first=2026-03-01&last=2026-03-31").content.decode()
    dong = browse("officer").get(to.url).content.decode()
    assert "수정은 시 전체를 보는 분께" in dong
    assert browse("outsider").get(to.url).status_code == 404
    assert browse("monitor").get(to.url).status_code == 404
    assert hope.get(f"{to.url}xlsx/").content.startswith(b"PK")
