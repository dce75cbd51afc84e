"""City and province on a day: the funnel counted by hand, and what leaves the town tells nobody's home."""

import datetime as dt
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bokjihub.accounts.access.scope import acting_as
from bokjihub.areas.models import Area
from bokjihub.statistics import actions, commands
from bokjihub.statistics.models import TownFigure
from bokjihub.statistics.queries.oversight import FIGURES, as_file, counted, protected, sent
from tests.cast import Cast
from tests.rollout.test_hub import household_tables
from tests.statistics.test_figures import closed, march, reached, told, visited

pytestmark = pytest.mark.django_db
FIRST, LAST = march(1), march(31)


@pytest.fixture
def month(cast: Cast) -> None:
    """노암동 eight worries (six reached, five visited, one connected), 금동 six (none reached), 왕정동 two."""
    items = [told(cast, march(2)) for _ in range(8)]
    for item in items[:6]:
        reached(item, march(4))
    for item in items[:5]:
        visited(cast, item, march(5), by_two=True)
    closed(items[0], march(20))
    for _ in range(6):
        told(cast, march(3), dong="금동")
    for _ in range(2):
        told(cast, march(3), dong="왕정동")
    for number, dong in enumerate(cast.dongs.values()):
        Area.objects.filter(id=dong.id).update(code=f"52190{number:05d}")


def live(cast: Cast, who: str = "hope") -> Any:
    with acting_as(cast.actor(who)):
        return counted(cast.city, FIRST, LAST)


def send(cast: Cast, day: dt.date = LAST) -> list[TownFigure]:
    with acting_as(by := cast.actor("hope")):
        return actions.send_figures(day=day, by=by)


def test_the_funnel_is_counted_where_each_worry_went(cast: Cast, month: None) -> None:
    found = live(cast)
    assert [step[2] for step in found.town.steps] == [16, 6, 5, 1]
    noam = next(line for line in found.dongs if line.area.name == "노암동")
    assert [step[2] for step in noam.steps] == [8, 6, 5, 1]
    assert (noam.values["open"], noam.officers, noam.each) == (7, 3, 2.3)
    assert found.town.values["open"] == 15
    assert noam.connected_share == 12.5


def test_any_date_shows_that_day(cast: Cast, month: None) -> None:
    with acting_as(cast.actor("hope")):
        assert counted(cast.city, FIRST, march(2)).town.values["found"] == 8
        assert counted(cast.city, FIRST, march(2)).town.values["open"] == 8
        assert counted(cast.city, march(1), march(1)).town.values["found"] == 0


def test_small_figures_and_what_would_betray_them_stay(cast: Cast, month: None) -> None:
    found = live(cast)
    _, away = protected(found)
    names = {str(line.area.id): line.area.name for line in found.dongs} | {"town": "시"}
    told_away = {(names[row], key) for row, key in away}
    assert ("왕정동", "found") in told_away, "two homes"
    assert ("노암동", "connected") in told_away, "one home"
    assert {("노암동", "contacted"), ("노암동", "visited")} <= told_away, "8 - 6 and 6 - 5 would be small"
    assert len([one for one in told_away if one[1] == "found" and one[0] != "시"]) >= 2, "16 - 8 - 6 would be two"
    assert ("시", "found") not in told_away


def test_a_month_goes_up_once_and_the_province_reads_no_home(cast: Cast, month: None, browse: Any) -> None:
    rows = send(cast)
    assert len(rows) == (1 + 6) * len(FIGURES)
    assert not [row for row in rows if row.value is not None and 0 < row.value < 5]
    with pytest.raises(actions.SentAlready):
        send(cast)
    with pytest.raises(actions.StillRunning):
        send(cast, cast.actor("hope").day)
    with CaptureQueriesContext(connection) as seen:
        page = browse("monitor").get(f"/statistics/oversight/?on=2026-04-10&city={cast.city.id}").content.decode()
    assert "2026년 3월의 집계" in page
    assert ">가림<" in page
    asked = {table for one in seen for table in re.findall(r'"(\w+)"', one["sql"])}
    assert not asked & household_tables()
    before = browse("monitor").get(f"/statistics/oversight/?on=2026-03-10&city={cast.city.id}").content.decode()
    assert "보낸 집계가 없습니다" in before


def test_who_reaches_the_whole_city_counts_now_and_a_dong_reads_what_was_sent(
    cast: Cast, month: None, browse: Any
) -> None:
    hope = browse("hope").get("/statistics/oversight/?on=2026-03-31").content.decode()
    assert ">가림<" not in hope
    assert re.search(r"찾음</th><td class=\"num\">16</td>", hope)
    assert "보낸 집계가 없습니다" in browse("officer").get("/statistics/oversight/?on=2026-03-31").content.decode()
    assert browse("volunteer").get("/statistics/oversight/").status_code == 404
    answer = browse("hope").post("/statistics/oversight/send/", {"month": "2026. 3. 2."}, follow=True)
    assert "2026년 3월의 집계를 보냈습니다" in answer.content.decode()


def test_the_file_is_taken_in_where_the_province_runs(cast: Cast, month: None, tmp_path: Path) -> None:
    Area.objects.filter(id=cast.city.id).update(code="5219000000")
    said, complained = io.StringIO(), io.StringIO()
    assert commands.run(["send", "--city", "남원시", "--on", "2026-03-31"], io.StringIO(), said, complained) == 0
    document = json.loads(said.getvalue())
    assert not [line for line in document["figures"] if line["value"] is not None and 0 < line["value"] < 5]
    kept = {(row.dong_id, row.figure): row.value for row in TownFigure.objects.all()}
    TownFigure.objects.all().delete()
    path = tmp_path / "3월.json"
    path.write_text(said.getvalue(), "utf-8")
    assert commands.run(["receive", str(path)], io.StringIO(), said, complained) == 0, complained.getvalue()
    assert {(row.dong_id, row.figure): row.value for row in TownFigure.objects.all()} == kept
    assert sent(cast.city, LAST) is not None
    assert commands.run(["receive", str(path)], io.StringIO(), said, complained) == 1
    document["figures"][0]["figure"] = "name"
    path.write_text(json.dumps(document), "utf-8")
    assert commands.run(["receive", str(path)], io.StringIO(), said, complained) == 1
    assert "아무것도 받지 않았습니다" in complained.getvalue()
    assert as_file(cast.city, march(30)) is None


def test_the_province_lists_its_towns(cast: Cast, month: None, browse: Any) -> None:
    Area.objects.create(level="sigungu", name="전주시", parent=cast.city.parent, code="5211000000")
    send(cast)
    page = browse("monitor").get("/statistics/oversight/?on=2026-04-30").content.decode()
    assert "남원시" in page
    assert "전주시" in page
    assert "순천시" not in page
    assert "보낸 집계가 없습니다" in page
