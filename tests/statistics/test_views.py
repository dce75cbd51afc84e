"""Reports on the screen and as files, by role."""

from typing import Any

import pytest

from bokjihub.audit.models import Entry
from bokjihub.statistics.queries.registry import REPORTS, in_order


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_every_report_opens_empty(name: str, browse: Any) -> None:
    answer = browse("hope").get(f"/statistics/{name}/")
    assert answer.status_code == 200
    assert REPORTS[name].title in answer.content.decode()


def test_a_download_is_on_record(browse: Any) -> None:
    answer = browse("hope").get("/statistics/emergency/xlsx/?first=2016-01-01&last=2016-08-31")
    assert answer.content.startswith(b"PK")
    entry = Entry.objects.get(act="report.file")
    assert (entry.kind, entry.detail["report"]) == (Entry.Kind.EXPORT, "emergency")


def test_an_upside_down_period_is_refused_with_a_sentence(browse: Any) -> None:
    answer = browse("hope").get("/statistics/emergency/?first=2016-09-01&last=2016-08-31")
    assert "첫날이 끝날보다 뒤입니다" in answer.content.decode()


def test_a_volunteer_and_an_unknown_report_get_the_same_page(browse: Any) -> None:
    assert browse("volunteer").get("/statistics/").status_code == 404
    assert browse("hope").get("/statistics/secret/").status_code == 404


def test_every_report_has_a_number_of_its_own_and_stands_in_their_order(browse: Any) -> None:
    codes = [one.code for one in in_order(REPORTS.values())]
    assert len(set(codes)) == len(codes), "two tables under one number"
    assert codes.index("R4-2") < codes.index("R9") < codes.index("R10")
    page = browse("monitor").get("/statistics/").content.decode()
    assert page.index("한눈에") < page.index("종합 월보") < page.index("갈래마다") < page.index("사각지대 발굴 실적")


def test_the_page_says_the_days_its_table_is_of(browse: Any) -> None:
    page = browse("hope").get("/statistics/discovery/", {"last": "2026-02-28"}).content.decode()
    assert 'value="2026. 2. 1."' in page
    assert 'value="2026. 2. 28."' in page
