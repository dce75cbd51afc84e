"""Reports on the screen and as files, by role."""

from typing import Any

import pytest

from bokjihub.audit.models import Entry
from bokjihub.statistics.queries.registry import REPORTS


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
