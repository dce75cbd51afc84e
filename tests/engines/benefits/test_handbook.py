"""The coverage table and the handbook are what the commands write today, and say nothing that is not so."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
from pathlib import Path

import pytest

from bokjihub.engines.benefits.commands import run
from bokjihub.engines.benefits.country import PACKAGE, ROOT, folders_of, korea
from bokjihub.engines.benefits.coverage import DAYS, coverage, read_cases
from bokjihub.engines.benefits.pages import write
from bokjihub.engines.benefits.parameters import UNVERIFIED

pytestmark = pytest.mark.slow

CASES = Path(__file__).parent / "cases"
HANDBOOK = Path(__file__).parents[3] / "docs" / "benefits"


def test_the_handbook_is_as_the_command_writes_it(tmp_path: Path) -> None:
    written = write(korea(), folders_of(ROOT, PACKAGE), read_cases(CASES), tmp_path)
    assert {path.name for path in written} == {path.name for path in HANDBOOK.iterdir()}
    for path in written:
        assert path.read_text("utf-8") == (HANDBOOK / path.name).read_text("utf-8"), f"make docs: {path.name}"


def test_a_page_of_a_folder_that_is_gone_is_removed(tmp_path: Path) -> None:
    (tmp_path / "old.md").write_text("gone", "utf-8")
    write(korea(), (), (), tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"README.md", "coverage.md"}


def test_worked_examples_are_computed_while_the_page_is_written() -> None:
    page = (HANDBOOK / "livelihood.md").read_text("utf-8")
    assert re.search(r"- 생계급여액 = [\d,]+ \(국민기초생활 보장법 제8조제3항\)", page)
    assert "| 2026-01-01 | 1: 820,556, 2: 1,343,773," in page
    assert "두 곳에서 확인" in page


def test_coverage_has_a_line_for_every_benefit_and_day_and_counts_what_is_open() -> None:
    found = coverage(korea(), read_cases(CASES))
    assert len(found) == len(korea().benefits) * len(DAYS)
    by_key = {(one.benefit, one.on): one for one in found}
    pension = by_key["기초연금", dt.date(2026, 7, 1)]
    assert (pension.mark, pension.unverified, pension.unpublished) == ("●", 0, 0)
    assert pension.cases > 10
    assert by_key["기초연금", dt.date(2018, 7, 1)].unverified == 2
    assert by_key["정신건강 심리상담", dt.date(2026, 7, 1)].mark == "○"


def test_the_command_prints_one_day_as_json() -> None:
    out, err = io.StringIO(), io.StringIO()
    status = run(["coverage", "--on", "2026-07-01", "--json", "--cases", str(CASES)], io.StringIO(), out, err)
    lines = json.loads(out.getvalue())
    assert (status, len(lines)) == (0, len(korea().benefits))
    assert {"benefit", "on", "rules", "verified", "unverified", "unpublished", "cases", "articles"} <= set(lines[0])


def test_no_unverified_figure_is_shown_as_if_it_were_used() -> None:
    for parameter in korea().parameters.values():
        for row in parameter.rows:
            if row.status == UNVERIFIED:
                assert row.sources, parameter.name


def test_every_benefit_has_the_seam_for_its_national_service_number() -> None:
    numbers = [benefit.service_id for benefit in korea().benefits]
    assert all(re.fullmatch(r"WLF\d{8}|", number) for number in numbers)
    assert sum(bool(number) for number in numbers) >= 20


def test_a_national_service_number_is_lent_to_no_other_service() -> None:
    """연료비와 전기요금, 임차급여와 수선유지급여 are one service of the catalogue; nothing else shares a number."""
    named: dict[str, list[str]] = {}
    for benefit in korea().benefits:
        if benefit.service_id:
            named.setdefault(benefit.service_id, []).append(benefit.name)
    assert sorted(number for number, names in named.items() if len(names) > 1) == ["WLF00001162", "WLF00003201"]
