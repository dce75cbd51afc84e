"""The workbook as rows with their places, so that every fault names sheet, row and column."""

import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from zipfile import BadZipFile, ZipFile

from bokjihub.assessments.xlsform.definition import Definition

SURVEY, CHOICES, SETTINGS, BANDS, FLAGS = "survey", "choices", "settings", "bands", "flags"
COLUMNS = {
    SURVEY: (
        "type",
        "name",
        "label",
        "hint",
        "required",
        "relevant",
        "constraint",
        "constraint_message",
        "calculation",
    ),
    CHOICES: ("list_name", "name", "label"),
    SETTINGS: ("form_title", "form_id", "version", "mode", "licence", "source", "minutes"),
    BANDS: ("score", "sex", "age_from", "age_to", "low", "high", "code", "label", "tone"),
    FLAGS: ("code", "label", "level", "when", "todo"),
}
MOST_ROWS, MOST_BYTES, MOST_UNPACKED = 500, 2_000_000, 40_000_000
FILE = "파일"
SAVE_AS = "엑셀에서 ‘다른 이름으로 저장’ › ‘Excel 통합 문서(.xlsx)’로 저장해 올려 주세요"
# What other files begin with, and what to say of them.
OTHERS = (
    (b"\xd0\xcf\x11\xe0", "옛 엑셀(.xls)이거나 암호를 건 파일입니다. 암호를 풀고 " + SAVE_AS),
    (b"%PDF", "PDF입니다. " + SAVE_AS),
)


@dataclass(frozen=True)
class Fault:
    """One thing to mend: where, what, how."""

    sheet: str
    row: int
    column: str
    words: str

    def __str__(self) -> str:
        sheet = self.sheet if self.sheet == FILE else f"{self.sheet} 시트"
        parts = (sheet, f"{self.row}행" if self.row else "", f"{self.column}열" if self.column else "")
        return f"{' '.join(filter(None, parts))}: {self.words}"


@dataclass(frozen=True)
class Line:
    """One row of a sheet by column name; `at` says which letter a column has."""

    sheet: str
    row: int
    cells: dict[str, str]
    letters: dict[str, str]

    def __getitem__(self, name: str) -> str:
        return self.cells.get(name, "")

    def fault(self, name: str, words: str) -> Fault:
        """A fault in this row's column."""
        return Fault(self.sheet, self.row, f"{self.letters.get(name, '')}({name})" if name else "", words)


@dataclass
class Sheets:
    """The sheets a form has, and what could not be read."""

    lines: dict[str, list[Line]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def __getitem__(self, name: str) -> list[Line]:
        return self.lines.get(name, [])


def read(content: bytes) -> Sheets:
    """Read a workbook; a file that is none, or too large, is one fault."""
    if words := _file_fault(content):
        return Sheets(faults=[Fault(FILE, 0, "", words)])
    # Here, not above: half a second of every start, for the one process that reads a form.
    import openpyxl

    try:
        return _sheets_of(openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True))
    except Exception:  # a malformed book fails in many ways inside the reader; none of them may pass
        return Sheets(faults=[Fault(FILE, 0, "", f"엑셀(.xlsx) 파일로 읽지 못했습니다. {SAVE_AS}")])


def _sheets_of(book: Any) -> Sheets:
    found = Sheets()
    titles = {title.strip().lower(): title for title in book.sheetnames}
    for name in COLUMNS:
        if name in titles:
            _read_sheet(name, book[titles[name]].iter_rows(values_only=True), found)
        elif name in (SURVEY, SETTINGS):
            found.faults.append(Fault(name, 0, "", f"시트가 없습니다. 있는 시트: {', '.join(book.sheetnames)}"))
    return found


def _file_fault(content: bytes) -> str:
    """Why this is no workbook we open: too large, another kind of file, or one that swells when it is unpacked."""
    if len(content) > MOST_BYTES:
        return f"{MOST_BYTES // 1_000_000}MB를 넘습니다. 그림을 빼고 다시 올려 주세요"
    if words := next((words for start, words in OTHERS if content.startswith(start)), ""):
        return words
    try:
        unpacked = sum(part.file_size for part in ZipFile(io.BytesIO(content)).infolist())
    except (BadZipFile, ValueError):
        return f"엑셀(.xlsx) 파일이 아닙니다(CSV나 다른 문서). {SAVE_AS}"
    if unpacked > MOST_UNPACKED:
        return f"풀면 {MOST_UNPACKED // 1_000_000}MB를 넘는 파일입니다. 서식의 시트만 남겨 새 파일로 저장해 올려 주세요"
    return ""


def _read_sheet(name: str, rows: Iterable[tuple[object, ...]], found: Sheets) -> None:
    from openpyxl.utils import get_column_letter

    letters: dict[str, str] = {}
    for number, row in enumerate(rows, start=1):
        cells = [_text(cell) for cell in row]
        if number == 1:
            for place, cell in enumerate(cells, start=1):
                letter = get_column_letter(place)
                if cell in letters:
                    words = f"‘{cell}’ 열이 두 번 있습니다. 하나를 지워 주세요"
                    found.faults.append(Fault(name, 1, f"{letter}({cell})", words))
                elif cell:
                    letters[cell] = letter
            _check_columns(name, letters, found)
        elif number > MOST_ROWS:
            found.faults.append(Fault(name, number, "", f"{MOST_ROWS}행을 넘습니다"))
            return
        elif any(cells):
            values = dict(zip(letters, (cells[_index(letter)] for letter in letters.values()), strict=True))
            found.lines.setdefault(name, []).append(Line(name, number, values, letters))


def _index(letter: str) -> int:
    from openpyxl.utils import column_index_from_string

    return column_index_from_string(letter) - 1


def _check_columns(name: str, letters: dict[str, str], found: Sheets) -> None:
    must = {
        SURVEY: ("type", "name", "label"),
        CHOICES: ("list_name", "name", "label"),
        SETTINGS: ("form_title", "form_id"),
    }
    for column in must.get(name, COLUMNS[name]):
        if column not in letters:
            found.faults.append(Fault(name, 1, "", f"‘{column}’ 열이 없습니다. 첫 줄에는 열의 이름만 둡니다"))
    for column, letter in letters.items():
        if column not in COLUMNS[name]:
            known = ", ".join(COLUMNS[name])
            found.faults.append(Fault(name, 1, letter, f"쓰지 않는 열입니다: {column}. 쓸 수 있는 열: {known}"))


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def write(sheets: dict[str, list[dict[str, str]]]) -> bytes:
    """A workbook of the five sheets, ready to be edited: what a town downloads and what our own instruments are made from."""
    buffer = io.BytesIO()
    import xlsxwriter

    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    head = book.add_format({"bold": True, "bg_color": "#f4f5f6", "border": 1})
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    for name, columns in COLUMNS.items():
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(columns):
            sheet.write_string(0, place, column, head)
            sheet.set_column(
                place, place, 34 if column in ("label", "when", "relevant", "constraint", "licence") else 16
            )
            for row, line in enumerate(sheets.get(name, []), start=1):
                sheet.write_string(row, place, str(line.get(column, "")), plain)
    book.close()
    return buffer.getvalue()


def rows_of(definition: Definition, sheets: Sheets) -> dict[str, list[dict[str, str]]]:
    """The rows of a workbook as plain tables, for pyxform: cells that say nothing are left out."""
    tables = {
        name: [{column: cell for column, cell in line.cells.items() if cell} for line in sheets[name]]
        for name in (SURVEY, CHOICES)
    }
    settings = {"form_title": definition.title, "form_id": definition.code, "version": definition.version or "1"}
    return {**tables, SETTINGS: [settings]}
