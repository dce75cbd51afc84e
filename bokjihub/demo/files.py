"""The files a town really gets, made of invented people: the 행복이음 round list (XLSX) and the power-cut list (CP949 CSV)."""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import xlsxwriter

ROUND_COLUMNS = (
    "읍면동", "성명", "생년월일", "성별", "연락처", "주소", "주민등록지", "위기정보", "체납개월", "체납금액", "발생일", "차수",
)  # fmt: skip
CUT_COLUMNS = ("고객번호", "고객명", "연락처", "읍면동", "주소", "조치", "체납월", "체납금액", "중지예정")


@dataclass(frozen=True)
class Line:
    """One person of a list."""

    dong: str
    name: str
    birth_on: dt.date
    phone: str
    address: str
    indicators: tuple[str, ...]
    months: int
    amount_won: int
    event_on: dt.date


def round_list(lines: Iterable[Line], *, cycle: str) -> bytes:
    """The list of one round as the national system gives it out: one sheet, one line a person."""
    rows = [
        [
            line.dong, line.name, line.birth_on.isoformat(), "", line.phone, line.address, "", ", ".join(line.indicators),
            line.months, line.amount_won, line.event_on.isoformat(), cycle,
        ]
        for line in lines
    ]  # fmt: skip
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet("발굴대상자")
    for number, row in enumerate([ROUND_COLUMNS, *rows]):
        sheet.write_row(number, 0, row)
    book.close()
    return buffer.getvalue()


def cut_list(lines: Sequence[Line], *, first_number: int) -> bytes:
    """The power company's list of a month, in the code page it comes in."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(CUT_COLUMNS)
    for number, line in enumerate(lines, start=first_number):
        writer.writerow(
            [
                f"{number:010d}", line.name, line.phone, line.dong, line.address, "전류제한", line.months, line.amount_won,
                line.event_on.isoformat(),
            ]
        )  # fmt: skip
    return buffer.getvalue().encode("cp949")
