"""docs/mission-map.md names only what is there: pages with a URL, reports that exist, commands that are understood."""

import re
from pathlib import Path

import pytest
from django.urls import NoReverseMatch, reverse

from bokjihub.demo.stories import STORIES
from bokjihub.statistics import commands
from bokjihub.statistics.queries.registry import REPORTS

ROOT = Path(__file__).resolve().parents[1]


def _lines(first: str) -> list[list[str]]:
    """The cells of the lines whose first cell looks like that."""
    return [
        [cell.strip() for cell in line.strip("| \n").split("|")]
        for line in (ROOT / "docs/mission-map.md").read_text("utf-8").splitlines()
        if re.match(rf"\| {first} \|", line)
    ]


LINES = _lines(r"S\d+")
FIGURES = _lines(r"\d+")
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


def test_every_figure_of_the_texts_has_a_line() -> None:
    assert [line[0] for line in FIGURES] == [str(number) for number in range(1, 36)]


@pytest.mark.parametrize("line", FIGURES, ids=lambda line: f"figure-{line[0]}")
def test_a_figure_names_its_story_command_and_test_or_says_why_not(line: list[str]) -> None:
    _, _, story, command, test = line
    asked = _names(command)
    for one in asked:
        words = one.split()
        assert words[:2] == ["bokjihub", "report"]
        assert words[2] in REPORTS
        parsed = commands._parser().parse_args(words[2:])
        assert parsed.on is None or REPORTS[words[2]].is_as_of, "a day is asked of reports that are of a day"
    if story.startswith(NOT_YET):
        assert len(story) > len(f"{NOT_YET}: "), "not yet, and why"
        assert test == NOT_YET
        return
    assert _names(story)
    assert set(_names(story)) <= set(STORIES)
    assert asked
    body = "".join((ROOT / one).read_text("utf-8") for one in _names(test))
    assert body
    for one in asked:
        assert f'report("{one.split()[2]}"' in body, "the test reads the report the line names"
