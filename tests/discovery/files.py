"""Files as towns get them, made as bytes: real CP949, real XLSX, and broken ones."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook

ROUND_HEAD = (
    "연번",
    "읍면동",
    "성명",
    "생년월일",
    "성별",
    "연락처",
    "주소",
    "위기정보",
    "체납개월",
    "체납금액",
    "차수",
)
CUT_HEAD = ("고객번호", "고객명", "연락처", "주소", "조치", "체납월", "체납금액", "중지예정")


def round_row(name: str = "박영순", birth: Any = "1948-05-02", **more: Any) -> list[Any]:
    """One line of the national list."""
    row = {
        "연번": 1,
        "읍면동": "노암동",
        "성명": name,
        "생년월일": birth,
        "성별": "여",
        "연락처": "010-0000-4821",
        "주소": "전북특별자치도 남원시 시묘길 12, 101동 503호 (노암동)",
        "위기정보": "건강보험료 체납, 월세 취약가구",
        "체납개월": 5,
        "체납금액": 312000,
        "차수": "2026-6",
    }
    return [{**row, **more}[head] for head in ROUND_HEAD]


def cut_row(address: str = "남원시 노암동 시묘길 12, 101동 503호", **more: Any) -> list[str]:
    """One line of the power company's list."""
    row = {
        "고객번호": "0012345678",
        "고객명": "박영순",
        "연락처": "010-0000-4821",
        "주소": address,
        "조치": "전류제한",
        "체납월": "4",
        "체납금액": "183,200",
        "중지예정": "2026.11.10.",
    }
    return [str({**row, **more}[head]) for head in CUT_HEAD]


def xlsx(
    rows: Iterable[Sequence[Any]], *, sheet: str = "발굴대상자", head: Sequence[Any] = ROUND_HEAD, title: bool = True
) -> bytes:
    """A workbook as 행복이음 writes it: a title line, the headings, the rows."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    if title:
        page.append(["2026년 6차 발굴대상자 명단"])
    page.append(list(head))
    for row in rows:
        page.append(list(row))
    return saved(book)


def saved(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def comma(
    rows: Iterable[Sequence[str]], *, page: str = "cp949", head: Sequence[str] = CUT_HEAD, mark: str = ","
) -> bytes:
    """A CSV in a code page; cells with the separator are quoted."""

    def cell(text: str) -> str:
        return f'"{text}"' if mark in text or "\n" in text else text

    lines = [mark.join(cell(text) for text in row) for row in [head, *rows]]
    return ("\r\n".join(lines) + "\r\n").encode(page)


def repacked(content: bytes, *, add: dict[str, bytes] | None = None, change: dict[str, Any] | None = None) -> bytes:
    """The same archive with parts added or rewritten by a function."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            body = old.read(part.filename)
            if change and part.filename in change:
                body = change[part.filename](body)
            new.writestr(part.filename, body)
        for name, body in (add or {}).items():
            new.writestr(name, body)
    return out.getvalue()
