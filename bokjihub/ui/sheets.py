"""Tables that leave the house: XLSX with typed cells, CSV that Excel opens in Korean. No cell ever becomes a formula."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from django.utils import timezone

from bokjihub.ui import words
from bokjihub.ui.errors import OfficerError

if TYPE_CHECKING:
    import xlsxwriter

Kind = Literal["text", "count", "won", "thousand", "decimal", "date", "moment"]
Cell = str | int | float | date | datetime | None

MAX_ROWS = 1_000_000
MAX_CELL = 32_767
NUMBERS: frozenset[Kind] = frozenset({"count", "won", "thousand", "decimal"})
FORMATS: dict[Kind, str] = {
    "text": "@",
    "count": "#,##0",
    "won": "#,##0",
    "thousand": "#,##0",
    "decimal": "#,##0.0",
    "date": "yyyy. m. d.",
    "moment": "yyyy. m. d. hh:mm",
}
WIDTHS: dict[Kind, int] = {"text": 18, "count": 10, "won": 15, "thousand": 13, "decimal": 10, "date": 13, "moment": 18}
# A spreadsheet takes these for the start of a formula, the wide forms of a Korean keyboard included.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
# Characters XML cannot hold; they come from old host files and would make the workbook unreadable.
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


class SheetTooLarge(OfficerError):
    """한 번에 내려받을 수 있는 줄 수를 넘었습니다. 기간이나 지역을 좁혀 주세요."""


@dataclass(frozen=True)
class Column:
    """One column: its heading, what its cells are, whether the last line adds them up."""

    label: str
    kind: Kind = "text"
    total: bool = False
    width: int | None = None


def xlsx(
    columns: Sequence[Column],
    rows: Iterable[Sequence[Cell]],
    *,
    title: str,
    name: str = "",
    notes: Sequence[str] = (),
) -> bytes:
    """A workbook of one sheet: title, headings that stay in view, typed cells, a 합계 line, notes underneath.

    `name` names the sheet, where the title is too long for it.
    Cells of a `thousand` column are given in won and written in 천원, half up; the total is rounded from the won.
    """
    import xlsxwriter  # a start without it is a tenth of a second shorter

    lines = _checked(columns, rows)
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    sheet = book.add_worksheet(sheet_name(name or title))
    style = _Styles(book)
    sheet.write_string(0, 0, _plain(title), style.title)
    for index, column in enumerate(columns):
        sheet.set_column(index, index, column.width or WIDTHS[column.kind])
        sheet.write_string(2, index, _plain(column.label), style.head)
    for number, line in enumerate(lines, start=3):
        for index, (column, cell) in enumerate(zip(columns, line, strict=True)):
            _write(sheet, number, index, cell, column.kind, style)
    end = 3 + len(lines)
    totals = total_row(columns, lines)
    if totals:
        for index, (column, cell) in enumerate(zip(columns, totals, strict=True)):
            _write(sheet, end, index, cell, "text" if isinstance(cell, str) else column.kind, style, total=True)
        end += 1
    for offset, note in enumerate([*notes, *rounding_notes(columns, lines)], start=1):
        sheet.write_string(end + offset, 0, _plain(f"※ {note}"), style.note)
    sheet.freeze_panes(3, 0)
    sheet.repeat_rows(2)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&R&P / &N")
    book.close()
    return buffer.getvalue()


def csv_bytes(columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with the mark Excel needs for Korean; every text is quoted and no text starts a formula. No 합계 line."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow([neutral(column.label) for column in columns])
    for line in _checked(columns, rows):
        writer.writerow([_csv_cell(cell, column.kind) for column, cell in zip(columns, line, strict=True)])
    return buffer.getvalue().encode("utf-8-sig")


def neutral(text: str) -> str:
    """The text with an apostrophe in front when a spreadsheet would take it for a formula."""
    plain = UNWRITABLE.sub("", text)
    first = unicodedata.normalize("NFKC", plain).lstrip(" \u200b\ufeff")[:1]
    return f"'{plain}" if first and first in FORMULA_STARTS else plain


def total_row(columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> list[Cell] | None:
    """합계 over the columns that ask for it, in won; None where no column does."""
    if not any(column.total for column in columns):
        return None
    sums: list[Cell] = [
        sum(cell for cell in (row[index] for row in rows) if isinstance(cell, (int, float))) if column.total else None
        for index, column in enumerate(columns)
    ]
    if not columns[0].total:
        sums[0] = "합계"
    return sums


def rounding_notes(columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> list[str]:
    """단수조정: said for each 천원 column whose rounded lines do not add up to the rounded total."""
    notes = []
    for index, column in enumerate(columns):
        if column.kind != "thousand" or not column.total:
            continue
        amounts = [int(cell) for row in rows if isinstance(cell := row[index], (int, float))]
        lines, whole = sum(words.thousand_won(amount) for amount in amounts), words.thousand_won(sum(amounts))
        if lines != whole:
            notes.append(
                f"{column.label}: 천원 단위로 맞추어 적어 항목을 더한 값({lines:,})과 "
                f"합계({whole:,})가 {abs(whole - lines):,}천원 다릅니다(단수조정)."
            )
    return notes


def sheet_name(title: str) -> str:
    """A name Excel accepts: no []:*?/\\, no apostrophe at an end, at most 31 characters."""
    name = re.sub(r"[\[\]:*?/\\]", " ", UNWRITABLE.sub("", title))[:31].strip(" '")
    return name or "표"


def file_name(*parts: str, day: date, ending: str) -> str:
    """발굴작업목록_노암동_20261123.xlsx — never with the name of a person in it."""
    safe = [re.sub(r"[^\w가-힣.-]+", "", part) for part in parts]
    return "_".join([*(part for part in safe if part), f"{day:%Y%m%d}"]) + f".{ending}"


def _checked(columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> list[Sequence[Cell]]:
    """The rows as a list; a row of another length is a fault of ours and never written."""
    lines: list[Sequence[Cell]] = []
    for row in rows:
        if len(row) != len(columns):
            raise ValueError(f"a row has {len(row)} cells, the table has {len(columns)} columns")
        lines.append(row)
        if len(lines) > MAX_ROWS:
            raise SheetTooLarge
    return lines


class _Styles:
    """The cell styles of one workbook: by kind, plain or in the total line."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        font = {"font_name": "맑은 고딕", "font_size": 10, "valign": "vcenter"}
        self.title = book.add_format({**font, "bold": True, "font_size": 14})
        self.note = book.add_format({**font, "font_color": "#464c53"})
        centred = {"bold": True, "align": "center", "bg_color": "#f4f5f6", "border": 1}
        self.head = book.add_format({**font, **centred})
        self.cells = {
            (kind, total): book.add_format(
                {
                    **font,
                    "border": 1,
                    "num_format": shape,
                    "align": "right" if kind in NUMBERS else "left",
                    **({"bold": True, "top": 2} if total else {}),
                }
            )
            for kind, shape in FORMATS.items()
            for total in (False, True)
        }


def _write(
    sheet: xlsxwriter.worksheet.Worksheet,
    row: int,
    column: int,
    cell: Cell,
    kind: Kind,
    style: _Styles,
    *,
    total: bool = False,
) -> None:
    """One typed cell; what does not fit the kind of its column is written as text, never guessed."""
    look = style.cells[kind, total]
    if cell is None:
        sheet.write_blank(row, column, None, look)
    elif kind in NUMBERS and isinstance(cell, (int, float)):
        sheet.write_number(row, column, words.thousand_won(int(cell)) if kind == "thousand" else cell, look)
    elif kind in ("date", "moment") and isinstance(cell, date):
        sheet.write_datetime(row, column, _local(cell), look)
    else:
        sheet.write_string(row, column, _plain(str(cell)), style.cells["text", total])


def _csv_cell(cell: Cell, kind: Kind) -> str | int | float:
    if cell is None:
        return ""
    if kind in NUMBERS and isinstance(cell, (int, float)):
        return words.thousand_won(int(cell)) if kind == "thousand" else cell
    if isinstance(cell, datetime):
        return f"{_local(cell):%Y-%m-%d %H:%M}"
    return cell.isoformat() if isinstance(cell, date) else neutral(str(cell))


def _local(cell: date) -> date:
    """Excel knows no time zones: instants are written in local time."""
    return timezone.localtime(cell).replace(tzinfo=None) if isinstance(cell, datetime) and cell.tzinfo else cell


def _plain(text: str) -> str:
    """Text a workbook can hold; one that is too long is cut and says so."""
    plain = UNWRITABLE.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    return plain if len(plain) <= MAX_CELL else f"{plain[: MAX_CELL - 12]}…(이하 줄임)"
