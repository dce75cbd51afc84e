"""docs/mission-map.md names only what is there: pages with a URL, reports that exist, commands that are understood."""

import re
from pathlib import Path

import pytest
from django.urls import NoReverseMatch, reverse

from bokjihub.statistics.queries.registry import REPORTS

ROOT = Path(__file__).resolve().parents[1]
LINES = [
    [cell.strip() for cell in line.strip("| \n").split("|")]
    for line in (ROOT / "docs/mission-map.md").read_text("utf-8").splitlines()
    if re.match(r"\| S\d+ \|", line)
]
NOT_YET = "아직"


def _names(cell: str) -> list[str]:
    return [] if cell == NOT_YET else re.findall(r"`([^`]+)`", cell)


def test_every_system_of_the_texts_has_a_line() -> None:
    assert [line[0] for line in LINES] == [f"S{number}" for number in range(1, 16)]


@pytest.mark.parametrize("line", LINES, ids=lambda line: line[0])
def test_what_a_line_names_is_there(line: list[str]) -> None:
    missing = []
    for page in _names(line[2]):
        try:
            reverse(page)
        except NoReverseMatch:
            missing.append(page)
    missing += [report for report in _names(line[3]) if report not in REPORTS]
    for command in _names(line[4]):
        words = command.split()
        if words[:2] == ["bokjihub", "report"] and words[2] not in REPORTS:
            missing.append(command)
    missing += [test for test in _names(line[5]) if not list((ROOT / test).glob("**/test_*.py"))]
    assert not missing
