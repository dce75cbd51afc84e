"""Periods, rounding notes and shapes of a report."""

import datetime as dt
import json

import pytest

from bokjihub.statistics.queries import compare, output
from bokjihub.statistics.queries.frame import Column, Definition, Report, Row, Scope, Unit, rounding_notes, sum_row

COLUMNS = (Column("count", "건수", Unit.COUNT), Column("won", "금액", Unit.WON))


def row(key: str, count: int, won: int) -> Row:
    return Row(key, key, {"count": count, "won": won})


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2026-11-01", "2026-11-30", ("2026-10-01", "2026-10-31")),
        ("2026-03-01", "2026-03-31", ("2026-02-01", "2026-02-28")),
        ("2026-01-01", "2026-03-31", ("2025-10-01", "2025-12-31")),
        ("2026-11-10", "2026-11-19", ("2026-10-31", "2026-11-09")),
        ("2026-11-01", "2026-11-22", ("2026-10-01", "2026-10-22")),
        ("2026-03-01", "2026-03-30", ("2026-02-01", "2026-02-28")),
    ],
)
def test_the_period_before_is_as_long_and_a_month_stands_beside_a_month(
    first: str, last: str, expected: tuple[str, str]
) -> None:
    found = compare.before(Scope(dt.date.fromisoformat(first), dt.date.fromisoformat(last)))
    assert (found.first.isoformat(), found.last.isoformat()) == expected


@pytest.mark.parametrize(
    ("last", "expected"), [("2024-02-29", "2023-02-28"), ("2025-02-28", "2024-02-29"), ("2026-11-22", "2025-11-22")]
)
def test_a_year_ago_keeps_the_end_of_february(last: str, expected: str) -> None:
    found = compare.year_ago(Scope(dt.date.fromisoformat(last), dt.date.fromisoformat(last)))
    assert found.last.isoformat() == expected


def test_the_rounding_note_is_said_only_when_rounded_rows_do_not_add_up() -> None:
    rows = [row("a", 1, 1_400), row("b", 1, 1_400)]
    assert "단수조정" in rounding_notes(COLUMNS, rows, sum_row(COLUMNS, rows))[0]
    even = [row("a", 1, 1_000), row("b", 1, 2_000)]
    assert rounding_notes(COLUMNS, even, sum_row(COLUMNS, even)) == []


def test_json_puts_thousands_beside_won_and_files_open() -> None:
    rows = [row("a", 2, 1_500), row("b", 1, 499)]
    definition = Definition("x", "X", "시험표", COLUMNS, lambda scope: (rows, sum_row(COLUMNS, rows), []), "세는 법")
    report = definition.build(Scope(dt.date(2026, 1, 1), dt.date(2026, 1, 31)))
    document = json.loads(json.dumps(output.as_json(report), default=str))
    assert [line["thousand_won"] for line in document["rows"]] == [2, 0]
    assert document["total"]["won"] == 1_999
    assert document["total"]["thousand_won"] == 2
    assert document["period"] == {"from": "2026-01-01", "to": "2026-01-31"}
    assert output.as_xlsx(report).startswith(b"PK")
    assert output.as_csv(report).startswith(b"\xef\xbb\xbf")


def test_a_day_among_the_words_is_written_as_an_office_writes_it() -> None:
    columns = (Column("held_on", "날", Unit.WORDS), Column("words", "내용", Unit.WORDS))
    lines = (Row("a", "점검", {"held_on": "2016-10-12", "words": "2016-13-40"}),)
    day = dt.date(2016, 10, 12)
    made = Report("hub-log", "추진 기록", Scope(day, day), False, columns, lines, None)
    assert output.as_table(made)["rows"][0]["cells"] == ["2016. 10. 12.", "2016-13-40"]
    assert output.as_json(made)["rows"][0]["held_on"] == "2016-10-12"
