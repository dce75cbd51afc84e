"""Bytes of a file → rows of cells, or one sentence why the file is not read at all (R33).

Nothing in a file is followed: no formula is computed, no link opened, no entity resolved, no macro run. Sizes are
checked on the archive's own list before a byte is unpacked; zipfile never gives more than the list says.
Rejected: reading in a process of its own with a memory limit (the same caps hold here and a spawn costs a second);
pandas or fastexcel (they turn a formula or an error cell into a value or nothing without a word).
"""

import csv
import datetime as dt
import io
import re
import time
import unicodedata
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bokjihub.ui.errors import OfficerError

MOST_BYTES = 20 * 1024 * 1024
MOST_UNPACKED = 300 * 1024 * 1024
MOST_PARTS = 2_000
MOST_RATIO, RATIO_FROM = 300, 5 * 1024 * 1024
MOST_ROWS, MOST_COLUMNS = 50_000, 100
MOST_BLANK_ROWS = 1_000
MOST_SECONDS = 120
MAC_EPOCH = dt.datetime(1904, 1, 1)  # noqa: DTZ001 the day books from old Macintoshes count from
_OLE, _ZIP = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"
_MERGED = re.compile(rb'<mergeCell ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_QUOTED_FORMULA = re.compile(r'^="([^"=]*)"$')

Value = str | int | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta | None


class FileRefused(OfficerError):
    """이 파일은 읽을 수 없습니다. 받은 곳에 다시 부탁하거나 ‘CSV UTF-8’ 또는 엑셀로 저장해 올려 주세요."""


class Formula(str):
    """A cell that holds a formula: shown, never computed."""


class Broken(str):
    """A cell in which the office program itself gave up (#REF!, #N/A)."""


@dataclass(frozen=True)
class Row:
    """One row with the number the person sees in the office program; `merged` are columns covered from above."""

    number: int
    cells: tuple[Value, ...]
    merged: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Sheet:
    """One sheet (or the only table of a CSV), rows without blank ones."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Tables:
    """What a file holds, and in which code page it was written."""

    code_page: str
    sheets: tuple[Sheet, ...]
    notes: tuple[str, ...] = field(default=())


def open_file(content: bytes, *, kind: str, code_page: str = "", sheets: tuple[str, ...] = ()) -> Tables:
    """The tables of a file. Refused as a whole where it is empty, too large, damaged, or not what the feed says."""
    if not content:
        raise FileRefused("빈 파일입니다. 받은 파일을 다시 확인해 주세요.", field="file")
    if len(content) > MOST_BYTES:
        raise FileRefused(
            f"파일이 너무 큽니다({len(content) // 1024 // 1024}MB). 20MB까지 올릴 수 있습니다.", field="file"
        )
    is_archive = content.startswith(_ZIP)
    if content.startswith(_OLE):
        raise FileRefused(
            "암호가 걸렸거나 옛 엑셀(.xls) 파일입니다. 암호를 풀고 .xlsx로 저장해 올려 주세요.", field="file"
        )
    if kind == "xlsx" and not is_archive:
        raise FileRefused(
            "엑셀(.xlsx) 파일이 아닙니다. 엑셀에서 ‘다른 이름으로 저장 → Excel 통합 문서’로 올려 주세요.", field="file"
        )
    if kind == "csv" and is_archive:
        raise FileRefused(
            "이 틀은 CSV를 받습니다. 엑셀에서 ‘CSV UTF-8’로 저장하거나 다른 틀을 골라 주세요.", field="file"
        )
    return _open_xlsx(content, sheets) if is_archive else _open_csv(content, code_page)


# ---------------------------------------------------------------- XLSX


def _open_xlsx(content: bytes, wanted: tuple[str, ...]) -> Tables:
    # Here, not above: half a second of every start, for the one process that reads a file.
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_archive(archive)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # styles and validations it does not know; cells are not touched
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        try:
            names = [name for name in wanted if name in book.sheetnames] or [
                sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"
            ]
            return Tables("xlsx", tuple(Sheet(name, tuple(_xlsx_rows(book, name))) for name in names))
        finally:
            book.close()
    except OfficerError:
        raise
    except (zipfile.BadZipFile, InvalidFileException, zlib.error, EOFError, KeyError, OSError) as error:
        raise FileRefused("파일이 깨졌거나 반만 받아졌습니다. 다시 받아서 올려 주세요.", field="file") from error
    except Exception as error:  # a malformed book fails in many ways inside the reader; none of them may pass
        raise FileRefused(
            "엑셀 파일의 짜임이 맞지 않습니다. 엑셀에서 열어 새로 저장한 뒤 올려 주세요.", field="file"
        ) from error


def _check_archive(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    swollen = [p for p in parts if p.file_size > RATIO_FROM and p.file_size > MOST_RATIO * max(1, p.compress_size)]
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or swollen:
        raise FileRefused(
            "풀면 지나치게 커지는 파일입니다. 빈 줄과 쓰지 않는 시트를 지우고 다시 저장해 주세요.", field="file"
        )
    names = {part.filename.lower() for part in parts}
    if any(part.flag_bits & 1 for part in parts):
        raise FileRefused("암호가 걸린 파일입니다. 암호를 풀고 올려 주세요.", field="file")
    if any("vbaproject" in name or "/macrosheets/" in name for name in names):
        raise FileRefused("매크로가 든 파일입니다. 값만 새 엑셀(.xlsx)에 붙여 넣어 올려 주세요.", field="file")
    if any("/externallinks/" in name or name.endswith("connections.xml") for name in names):
        raise FileRefused(
            "다른 파일이나 서버로 이어진 엑셀입니다. 연결을 끊고(값으로 붙여넣기) 올려 주세요.", field="file"
        )
    for part in parts:
        if part.filename.lower().endswith((".xml", ".rels")):
            _check_xml(archive, part)


def _check_xml(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """No document type, so no entity; no encoding that could hide one."""
    with archive.open(part) as stream:
        tail = b""
        first = True
        while chunk := stream.read(1 << 20):
            wide = first and (chunk[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in chunk[:64])
            if wide or b"<!DOCTYPE" in tail + chunk or b"<!ENTITY" in tail + chunk:
                raise FileRefused(
                    "엑셀 파일 안에 허용하지 않는 선언이 있습니다. 엑셀에서 새로 저장해 올려 주세요.", field="file"
                )
            tail, first = chunk[-16:], False


def _xlsx_rows(book: Any, name: str) -> Iterator[Row]:
    sheet = book[name]
    sheet.reset_dimensions()  # the file's own claim of its size is not believed
    covered = _covered(book, sheet)
    until = time.monotonic() + MOST_SECONDS
    seen = blank = 0
    for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), start=1):
        values = tuple(_xlsx_value(cell, book.epoch) for cell in cells)
        if all(value is None or value == "" for value in values):
            blank += 1
            if blank > MOST_BLANK_ROWS:
                return
            continue
        seen, blank = seen + 1, 0
        _check_size(seen, until)
        yield Row(number, values, covered.get(number, frozenset()))


def _check_size(rows: int, until: float) -> None:
    if rows > MOST_ROWS + 30:
        raise FileRefused(f"행이 {MOST_ROWS:,}개를 넘습니다. 읍·면·동이나 달로 나누어 올려 주세요.", field="file")
    if rows % 500 == 0 and time.monotonic() > until:
        raise FileRefused("읽는 데 너무 오래 걸려 멈추었습니다. 파일을 나누어 올려 주세요.", field="file")


def _xlsx_value(cell: Any, epoch: dt.datetime) -> Value:
    value, kind = cell.value, cell.data_type
    if value is None:
        return None
    if kind == "f":
        return Formula(str(getattr(value, "text", value)))
    if kind == "e":
        return Broken(str(value))
    if isinstance(value, (int, float)) and not isinstance(value, bool) and epoch == MAC_EPOCH:
        return value
    return _clean(value) if isinstance(value, str) else value


def _covered(book: Any, sheet: Any) -> dict[int, frozenset[int]]:
    """Rows and columns hidden under a merged cell that begins higher up."""
    path = sheet._worksheet_path  # read-only sheets do not say what is merged; the part does
    found: dict[int, frozenset[int]] = {}
    with book._archive.open(path) as stream:
        for match in _MERGED.finditer(stream.read(MOST_UNPACKED)):
            left, right = (_column(match.group(at)) for at in (1, 3))
            top, bottom = int(match.group(2)), min(int(match.group(4)), MOST_ROWS + 30)
            for number in range(top + 1, bottom + 1):
                found[number] = found.get(number, frozenset()) | frozenset(range(left, min(right, MOST_COLUMNS) + 1))
    return found


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.decode():
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_letters(index: int) -> str:
    """0 → A, 27 → AB."""
    letters, index = "", index + 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def day_of_serial(serial: float) -> dt.date | None:
    """The day an office program means by a bare number such as 42583; None where it means no day of our time."""
    if not 1 <= serial <= 80_000:
        return None
    from openpyxl.utils.datetime import from_excel

    found = from_excel(serial)
    return found.date() if isinstance(found, dt.datetime) else None


# ---------------------------------------------------------------- CSV


def _open_csv(content: bytes, code_page: str) -> Tables:
    text, found = _decode(content)
    if text.lstrip()[:15].lower().startswith(("<html", "<!doctype", "<table", "<?xml")):
        raise FileRefused("웹 화면을 저장한 파일입니다. 엑셀에서 열어 ‘CSV UTF-8’로 저장해 올려 주세요.", field="file")
    notes = () if found == code_page else (f"글자 짜임이 틀({code_page.upper()})과 달라 {found.upper()}로 읽었습니다.",)
    return Tables(found, (Sheet("CSV", tuple(_csv_rows(text))),), notes)


def _decode(content: bytes) -> tuple[str, str]:
    """By its mark, else strictly: UTF-8 first, because UTF-8 bytes often pass as CP949 and never the other way round."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strictly(content, "utf-16")
    if content.startswith(b"\xef\xbb\xbf"):
        return _strictly(content, "utf-8-sig")
    if content[:4096].count(0) * 5 > len(content[:4096]):
        raise FileRefused("글자 짜임(인코딩)을 알 수 없습니다. ‘CSV UTF-8’로 저장해 올려 주세요.", field="file")
    furthest = ("", -1)
    for page in ("utf-8", "cp949"):
        try:
            return content.decode(page), page
        except UnicodeDecodeError as error:
            furthest = max(furthest, (page, error.start), key=lambda one: one[1])
    return _strictly(content, furthest[0])  # the page that got furthest says where it stopped


def _strictly(content: bytes, page: str) -> tuple[str, str]:
    try:
        return content.decode(page), page
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        if error.start >= len(content) - 2:
            words = f"파일이 글자 중간에서 끝납니다({line}행). 반만 받아진 듯합니다. 다시 받아 올려 주세요."
        else:
            words = f"{line}행에 {page.upper()}로 읽을 수 없는 글자가 있습니다. ‘CSV UTF-8’로 저장해 올려 주세요."
        raise FileRefused(words, field="file") from error


def _csv_rows(text: str) -> Iterator[Row]:
    until = time.monotonic() + MOST_SECONDS
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=_delimiter(text))
    seen = 0
    try:
        for number, cells in enumerate(reader, start=1):
            values = tuple(_csv_value(cell) for cell in cells[:MOST_COLUMNS])
            if all(value == "" for value in values):
                continue
            seen += 1
            _check_size(seen, until)
            yield Row(number, values)
    except csv.Error as error:
        words = f"{reader.line_num}행에서 따옴표가 닫히지 않았거나 칸이 지나치게 깁니다. 그 행을 고쳐 올려 주세요."
        raise FileRefused(words, field="file") from error


def _delimiter(text: str) -> str:
    head = text[:4096]
    return max(",\t;|", key=head.count)


def _csv_value(cell: str) -> Value:
    cell = _clean(cell)
    quoted = _QUOTED_FORMULA.match(cell)  # ="00123": how office programs keep leading zeros in a CSV
    if quoted:
        return quoted.group(1)
    return Formula(cell) if cell.startswith("=") else cell


def _clean(text: str) -> str:
    """Composed, full-width forms made plain, invisible marks and odd spaces gone."""
    plain = unicodedata.normalize("NFKC", text).replace("\ufeff", "").replace("\u200b", "")
    return " ".join(plain.split()) if "\x00" not in plain else plain
