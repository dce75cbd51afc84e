"""A town's file, read: every row is a line we can take or a reject that says where, what, why and how to mend it (R32).

Data flow: bytes → `tables` (rows of cells, or one refusal) → the row of headings is found and fitted to the feed → each
cell is read by its column's type (`cells`) → lines and rejects. Nothing is written here, and the same bytes give the
same reading every time: the preview and the commit both come from it.

Rejected: a staging table of parsed rows (a second copy of people's data that somebody must destroy, and a preview that
can differ from the commit); guessing columns by their content (a wrong guess is silent; a heading is not).
"""

import dataclasses
import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass

from bokjihub.accounts.access.sealed import search_key
from bokjihub.discovery.cells import CellFault, Day, Read, read_cell
from bokjihub.discovery.feed import Column, Feed, load, names
from bokjihub.discovery.indicators import name_key
from bokjihub.discovery.tables import Broken, FileRefused, Formula, Row, Sheet, Value, column_letters, open_file
from bokjihub.ui.words import with_particle

HEADING_ROWS = 30
# A resident registration number, whole: birth date that exists, century mark, six more digits.
_RRN = re.compile(r"(?<!\d)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])([\s-]?)[1-8]\d{6}(?!\d)")


@dataclass(frozen=True)
class Line:
    """One row as a signal will say it; `fingerprint` is the same for the same line in a later file."""

    row: int
    fingerprint: str
    address: str
    indicators: tuple[str, ...]
    dong: str = ""
    name: str = ""
    birth_on: dt.date | None = None
    sex: str = ""
    phone: str = ""
    registered_address: str = ""
    months: int | None = None
    amount_won: int | None = None
    event_on: dt.date | None = None
    words: str = ""


@dataclass(frozen=True)
class Reject:
    """Why a row is not taken: which cell, what it says, how to mend it."""

    sheet: str
    row: int
    column: str
    heading: str
    value: str
    why: str
    how: str


@dataclass(frozen=True)
class Fitted:
    """One heading of the file and the column of the feed it was fitted to; None: not used."""

    index: int
    letters: str
    heading: str
    column: Column | None


@dataclass(frozen=True)
class Reading:
    """A file as read on a day."""

    feed: Feed
    code_page: str
    sheet: str
    headings: tuple[Fitted, ...]
    lines: tuple[Line, ...]
    rejects: tuple[Reject, ...]
    notes: tuple[str, ...] = ()
    # Cells of every row, so that a row refused later (no dong, not ours) can be given back as it stood.
    cells: dict[int, tuple[Value, ...]] = dataclasses.field(default_factory=dict)

    @property
    def rows(self) -> int:
        """Rows of data in the file, taken or not."""
        return len(self.lines) + len({reject.row for reject in self.rejects})


def read(content: bytes, feed: Feed, today: dt.date) -> Reading:
    """Read a file by a feed. Refused as a whole where no sheet has the headings, or a full resident number stands in it."""
    tables = open_file(content, kind=feed.kind, code_page=feed.code_page, sheets=feed.sheets)
    sheet, head, headings = _find_headings(tables.sheets, feed)
    day = Day(today=today, indicator_names=feed.indicator_names)
    lines: list[Line] = []
    rejects: list[Reject] = []
    body = [row for row in sheet.rows if row.number > head]
    _refuse_resident_numbers(sheet.rows, headings)
    for row in body:
        found = _read_row(row, sheet.name, headings, feed, day)
        if isinstance(found, Line):
            lines.append(found)
        else:
            rejects += found
    if not body:
        raise FileRefused("열 이름 아래에 행이 없습니다. 받은 파일을 다시 확인해 주세요.", field="file")
    return Reading(
        feed,
        tables.code_page,
        sheet.name,
        headings,
        tuple(lines),
        tuple(rejects),
        tables.notes,
        {row.number: row.cells for row in body},
    )


def feed_that_reads(content: bytes, *, but: Feed, today: dt.date) -> Feed | None:
    """The other kind of file this one is, when somebody brought it under the wrong name."""
    for name in names():
        other = load(name)
        if other.name == but.name:
            continue
        try:
            read(content, other, today)
        except FileRefused:
            continue
        return other
    return None


def _find_headings(sheets: tuple[Sheet, ...], feed: Feed) -> tuple[Sheet, int, tuple[Fitted, ...]]:
    """The first row that has every required heading; else the refusal names what the best row lacks."""
    lacking: list[str] = [column.heading for column in feed.required]
    for sheet in sheets:
        for row in sheet.rows[:HEADING_ROWS]:
            headings = _fit(row, feed)
            there = {fitted.column.field for fitted in headings if fitted.column}
            missing = [column.heading for column in feed.required if column.field not in there]
            if not missing:
                _refuse_twice(headings)
                return sheet, row.number, headings
            lacking = min(lacking, missing, key=len)
    words = ", ".join(f"‘{heading}’" for heading in lacking)
    raise FileRefused(
        f"열 이름 {with_particle(words, '을/를')} 찾지 못했습니다. 틀({feed.title})이 맞는지 확인해 주세요.",
        field="file",
    )


def _fit(row: Row, feed: Feed) -> tuple[Fitted, ...]:
    known = {name_key(heading): column for column in feed.columns for heading in column.headings}
    return tuple(
        Fitted(index, column_letters(index), str(value), known.get(name_key(str(value))))
        for index, value in enumerate(row.cells)
        if value is not None and str(value).strip()
    )


def _refuse_twice(headings: tuple[Fitted, ...]) -> None:
    count = Counter(fitted.column.field for fitted in headings if fitted.column)
    for field, times in count.items():
        if times > 1:
            places = [f"{one.letters}열" for one in headings if one.column and one.column.field == field]
            name = next(one.heading for one in headings if one.column and one.column.field == field)
            words = f"열 이름 ‘{name}’에 맞는 열이 {times}개 있습니다({', '.join(places)}). 하나만 남기고 올려 주세요."
            raise FileRefused(words, field="file")


def _refuse_resident_numbers(rows: tuple[Row, ...], headings: tuple[Fitted, ...]) -> None:
    """The law lets us store none, and the file itself is kept sealed: so it must not come in (R15)."""
    codes = {fitted.index for fitted in headings if fitted.column and fitted.column.type == "code"}
    for row in rows:
        for index, value in enumerate(row.cells):
            found = _RRN.search(str(value)) if isinstance(value, (str, int)) else None
            if found and (found.group(1) or index not in codes):
                raise FileRefused(
                    f"{row.number}행 {column_letters(index)}열에 주민등록번호가 있습니다. 뒤 일곱 자리를 지운 파일로 올려 주세요.",
                    hint="파일은 저장하지 않았습니다.",
                    field="file",
                )


def _read_row(row: Row, sheet: str, headings: tuple[Fitted, ...], feed: Feed, day: Day) -> Line | list[Reject]:
    values: dict[str, Read] = {}
    faults: list[Reject] = []
    last = max(fitted.index for fitted in headings)
    if any(value not in (None, "") for value in row.cells[last + 1 :]):
        faults.append(
            _reject(
                sheet, row, None, row.cells[last + 1], "열 이름보다 칸이 많음", "쉼표가 든 글은 따옴표로 묶어 주세요"
            )
        )
    for fitted in headings:
        column = fitted.column
        if column is None:
            continue
        value = row.cells[fitted.index] if fitted.index < len(row.cells) else None
        try:
            values[column.field] = read_cell(column.type, value, day)
            if column.required and values[column.field] in (None, "", ()):
                raise CellFault(*_empty(row, fitted))
        except CellFault as fault:
            faults.append(_reject(sheet, row, fitted, value, fault.why, fault.how))
    return faults or _line(row.number, values, feed)


def _empty(row: Row, fitted: Fitted) -> tuple[str, str]:
    if fitted.index in row.merged:
        return "위 칸과 합쳐져 있어 비었음", "합친 칸을 풀고 행마다 값을 적어 주세요"
    return "비어 있음", f"{fitted.heading} 값을 적어 주세요"


def _reject(sheet: str, row: Row, fitted: Fitted | None, value: Value, why: str, how: str) -> Reject:
    shown = "" if value is None else str(value)
    if isinstance(value, (Formula, Broken)):
        shown = "(수식)" if isinstance(value, Formula) else "(셈 오류)"
    shown = shown.replace("\x00", "␀")
    return Reject(
        sheet, row.number, fitted.letters if fitted else "", fitted.heading if fitted else "", shown[:80], why, how
    )


def _line(number: int, values: dict[str, Read], feed: Feed) -> Line:
    marks = [feed.name, *(_mark(values.get(field)) for field in feed.fingerprint)]
    wanted = {key: value for key, value in values.items() if value is not None and key in Line.__dataclass_fields__}
    return Line(
        row=number,
        fingerprint=search_key("\x1f".join(marks), column="discovery.line").hex(),
        **wanted,  # type: ignore[arg-type]
    )


def _mark(value: Read) -> str:
    if isinstance(value, tuple):
        return ",".join(value)
    return re.sub(r"\s+", "", str(value if value is not None else ""))
