"""Files as they come: each row is taken or refused with a place and a way to mend it; bad files are refused whole."""

import datetime as dt
import io
import time
import unicodedata
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from bokjihub.discovery import feed as feeds
from bokjihub.discovery.cells import phone_number
from bokjihub.discovery.feed import FeedBroken, UnknownFeed, parse
from bokjihub.discovery.reading import Reading, read
from bokjihub.discovery.tables import FileRefused
from tests.discovery.files import CUT_HEAD, ROUND_HEAD, comma, cut_row, repacked, round_row, saved, xlsx

TODAY = dt.date(2026, 11, 22)


def read_round(content: bytes) -> Reading:
    return read(content, feeds.load("haengbok_round"), TODAY)


def read_cut(content: bytes) -> Reading:
    return read(content, feeds.load("kepco_cut"), TODAY)


def answered(content: bytes, name: str) -> bool:
    """Whether the file was read into rows or refused in words; anything else is raised."""
    try:
        reading = read(content, feeds.load(name), TODAY)
    except FileRefused as refused:
        return bool(refused.sentence)
    return bool(reading.lines or reading.rejects)


# ---------------------------------------------------------------- what is taken


def test_a_round_list_is_read_under_its_title_line() -> None:
    reading = read_round(xlsx([round_row(), round_row("최복남", dt.date(1969, 7, 1))]))
    first, second = reading.lines
    assert (first.row, first.name, first.birth_on, first.sex) == (3, "박영순", dt.date(1948, 5, 2), "F")
    assert first.indicators == ("nhis_arrears", "wolse_weak")
    assert (first.months, first.amount_won, first.phone) == (5, 312_000, "010-0000-4821")
    assert second.birth_on == dt.date(1969, 7, 1)
    assert not reading.rejects
    assert [one.heading for one in reading.headings if one.column is None] == ["연번"]


def test_a_power_list_is_read_in_cp949() -> None:
    content = comma([cut_row(), cut_row(고객번호="0000000007", 조치="체납", 중지예정="20261205")])
    with pytest.raises(UnicodeDecodeError):
        content.decode()
    reading = read_cut(content)
    assert reading.code_page == "cp949"
    assert [line.indicators for line in reading.lines] == [("power_cut",), ("elec_arrears",)]
    assert [line.event_on for line in reading.lines] == [dt.date(2026, 11, 10), dt.date(2026, 12, 5)]
    assert reading.lines[0].amount_won == 183_200


@pytest.mark.parametrize("page", ["cp949", "utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_every_code_page_and_separator_reads_the_same(page: str, mark: str) -> None:
    reading = read_cut(comma([cut_row()], page=page, mark=mark))
    assert reading.lines == read_cut(comma([cut_row()])).lines


def test_a_different_code_page_is_said() -> None:
    assert "UTF-8" in read_cut(comma([cut_row()], page="utf-8")).notes[0]


def test_decomposed_hangul_and_full_width_digits_are_the_same_line() -> None:
    plain = read_cut(comma([cut_row()], page="utf-8"))
    odd = cut_row(체납월="４", 고객번호="００１２３４５６７８")
    nfd = unicodedata.normalize("NFD", comma([odd], page="utf-8").decode()).encode()
    assert read_cut(nfd).lines == plain.lines


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2016.8.3.", dt.date(2016, 8, 3)),
        ("2016. 8. 3.(수)", dt.date(2016, 8, 3)),
        ("2016년 8월 3일", dt.date(2016, 8, 3)),
        ("2016-08-03 00:00:00", dt.date(2016, 8, 3)),
        ("20160803", dt.date(2016, 8, 3)),
        ("42585", dt.date(2016, 8, 3)),
    ],
)
def test_a_date_is_read_however_it_is_written(written: str, meant: dt.date) -> None:
    (line,) = read_cut(comma([cut_row(중지예정=written)])).lines
    assert line.event_on == meant


def test_a_serial_number_in_a_workbook_is_a_day() -> None:
    (line,) = read_round(xlsx([round_row(birth=24838)])).lines
    assert line.birth_on == dt.date(1968, 1, 1)


@pytest.mark.parametrize(
    ("written", "meant"),
    [("480502", dt.date(1948, 5, 2)), ("480502-2", dt.date(1948, 5, 2)), ("050502-3******", dt.date(2005, 5, 2))],
)
def test_a_short_birth_is_read_where_it_means_one_day(written: str, meant: dt.date) -> None:
    (line,) = read_round(xlsx([round_row(birth=written)])).lines
    assert line.birth_on == meant


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("01012345678", "010-1234-5678"),
        ("1012345678", "010-1234-5678"),
        ("+82 10-1234-5678", "010-1234-5678"),
        ("063-625-0000", "063-625-0000"),
        ("636250000", "063-625-0000"),
        ("02-123-4567", "02-123-4567"),
        ("1588-0000", "1588-0000"),
        ("0505-123-4567", "0505-123-4567"),
        ("12345", None),
        ("010-1234-5678/063", None),
    ],
)
def test_phone_numbers(written: str, number: str | None) -> None:
    assert phone_number(written) == number


def test_leading_zeros_live_in_codes() -> None:
    first = read_cut(comma([cut_row(고객번호="0012345678")])).lines[0].fingerprint
    assert read_cut(comma([cut_row(고객번호='="0012345678"')])).lines[0].fingerprint == first
    assert read_cut(comma([cut_row(고객번호="12345678")])).lines[0].fingerprint != first


def test_the_same_line_has_the_same_mark_in_another_file() -> None:
    one = read_round(xlsx([round_row()])).lines[0]
    other = read_round(
        xlsx([round_row("남의이"), round_row("남의손"), round_row(연번=99, 연락처="")], title=False)
    ).lines[2]
    assert one.fingerprint == other.fingerprint
    assert one.row != other.row


# ---------------------------------------------------------------- rows refused, with a way to mend


REJECTED: dict[str, tuple[dict[str, Any], str, str]] = {
    "no address": ({"주소": None}, "G", "비어 있음"),
    "address of blanks": ({"주소": "   "}, "G", "비어 있음"),
    "address without words": ({"주소": "1234"}, "G", "주소로 알아볼 수 없음"),
    "address too long": ({"주소": "가" * 300}, "G", "너무 긺"),
    "no name": ({"성명": ""}, "C", "비어 있음"),
    "masked name": ({"성명": "박*순"}, "C", "가려져"),
    "digits in a name": ({"성명": "박영순1"}, "C", "숫자나 기호"),
    "formula as a name": ({"성명": "=A1"}, "C", "수식"),
    "control character": ({"성명": "박영\u202e순"}, "C", "숫자나 기호"),
    "impossible day": ({"생년월일": "19480231"}, "D", "없는 날"),
    "day that is no day": ({"생년월일": "오월 이일"}, "D", "없는 날"),
    "birth in the future": ({"생년월일": "2027-01-01"}, "D", "앞날"),
    "birth long ago": ({"생년월일": "1816-08-03"}, "D", "믿기 어려운"),
    "birth of two people": ({"생년월일": "200502"}, "D", "태어난 해"),
    "birth cell true": ({"생년월일": True}, "D", "참/거짓"),
    "sex": ({"성별": "여남"}, "E", "남·여가 아님"),
    "phone": ({"연락처": "전화없어요"}, "F", "전화번호가 아님"),
    "two phones": ({"연락처": "010-1234-5678, 010-2222-3333"}, "F", "전화번호가 아님"),
    "unknown indicator": ({"위기정보": "건강보험료 체납, 외계인"}, "H", "모르는 위기정보"),
    "no indicator": ({"위기정보": "-"}, "H", "비어 있음"),
    "months in words": ({"체납개월": "삼"}, "I", "숫자가 아님"),
    "months negative": ({"체납개월": -3}, "I", "숫자가 아님"),
    "months too many": ({"체납개월": 9999}, "I", "믿기 어려운"),
    "months fraction": ({"체납개월": 2.5}, "I", "숫자가 아님"),
    "won in words": ({"체납금액": "많음"}, "J", "금액이 아님"),
    "won negative": ({"체납금액": -5}, "J", "믿기 어려운"),
    "won too much": ({"체납금액": 10**13}, "J", "믿기 어려운"),
    "error cell": ({"체납금액": "#REF!"}, "J", "셈하지 못한"),
}


@pytest.mark.parametrize("case", REJECTED)
def test_a_bad_row_is_refused_with_its_place_and_a_way_to_mend_it(case: str) -> None:
    change, column, why = REJECTED[case]
    reading = read_round(xlsx([round_row("앞사람"), round_row(**change), round_row("뒷사람")]))
    (reject,) = reading.rejects
    assert (reject.row, reject.column, reject.sheet) == (4, column, "발굴대상자")
    assert why in reject.why
    assert reject.how
    assert [line.row for line in reading.lines] == [3, 5]


def test_every_fault_of_a_row_is_told_at_once() -> None:
    reading = read_round(xlsx([round_row(성명="", 주소="", 체납개월="삼"), round_row()]))
    assert {reject.column for reject in reading.rejects} == {"C", "G", "I"}
    assert reading.rows == 2


def test_a_merged_cell_is_named_as_the_cause() -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = "발굴대상자"
    for row in (ROUND_HEAD, round_row(), round_row("박막내", 주소=None)):
        page.append(list(row))
    page.merge_cells("G2:G3")
    (reject,) = read_round(saved(book)).rejects
    assert (reject.row, reject.column) == (3, "G")
    assert "합쳐져" in reject.why


def test_a_nul_and_a_stray_comma_are_refused_by_row() -> None:
    broken = comma([cut_row(고객명="박영순")]).replace("박영순".encode("cp949"), "박\x00순".encode("cp949"))
    (reject,) = read_cut(broken).rejects
    assert "보이지 않는" in reject.why
    loose = comma([cut_row()]) + ",".join([*cut_row(), "남는 칸"]).encode("cp949") + b"\r\n"
    reading = read_cut(loose.replace(b"183,200", b"183200"))
    assert len(reading.lines) == 1
    (reject,) = [one for one in reading.rejects if "칸이 많음" in one.why]
    assert reject.row == 3


def test_the_last_row_cut_off_in_a_csv_is_refused() -> None:
    content = comma([cut_row(), cut_row(체납금액="1000")])
    reading = read_cut(content[: content.rindex(b"1000")])
    assert len(reading.lines) == 1
    assert {reject.row for reject in reading.rejects} == {3}


# ---------------------------------------------------------------- files refused whole


def _doctype(body: bytes) -> bytes:
    return body.replace(b"<worksheet", b'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><worksheet', 1)


def _bomb(content: bytes) -> bytes:
    return repacked(content, add={"xl/media/zeros.bin": b"\0" * 40_000_000})


def _half(content: bytes) -> bytes:
    return content[: len(content) // 2]


def _damaged(content: bytes) -> bytes:
    """One byte of the sheet's data turned over: the archive's own check sum does not fit."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        part = archive.getinfo("xl/worksheets/sheet1.xml")
    at = part.header_offset + 30 + len(part.filename) + part.compress_size // 2
    return content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :]


def _many_parts(content: bytes) -> bytes:
    return repacked(content, add={f"xl/x/{n}.bin": b"" for n in range(2_100)})


XLSX_REFUSED: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "empty": (lambda _: b"", "빈 파일"),
    "half": (_half, "반만"),
    "damaged": (_damaged, ""),
    "bomb": (_bomb, "지나치게 커지는"),
    "many parts": (_many_parts, "지나치게 커지는"),
    "macro": (lambda c: repacked(c, add={"xl/vbaProject.bin": b"x"}), "매크로"),
    "external link": (lambda c: repacked(c, add={"xl/externalLinks/externalLink1.xml": b"<a/>"}), "이어진"),
    "connection": (lambda c: repacked(c, add={"xl/connections.xml": b"<a/>"}), "이어진"),
    "entity": (lambda c: repacked(c, change={"xl/worksheets/sheet1.xml": _doctype}), "선언"),
    "wide xml": (lambda c: repacked(c, add={"xl/odd.xml": "<a/>".encode("utf-16")}), "선언"),
    "old office": (lambda _: b"\xd0\xcf\x11\xe0" + b"\0" * 600, "암호"),
    "picture": (lambda _: b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "엑셀(.xlsx) 파일이 아닙니다"),
    "text": (lambda _: "성명,주소".encode(), "엑셀(.xlsx) 파일이 아닙니다"),
    "no workbook": (lambda _: _zip_of({"hello.txt": b"hi"}), ""),
    "too large": (lambda _: b"PK\x03\x04" + b"\0" * (20 * 1024 * 1024), "너무 큽니다"),
}


def _zip_of(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return out.getvalue()


@pytest.mark.parametrize("case", XLSX_REFUSED)
def test_a_bad_workbook_is_refused_in_one_sentence(case: str) -> None:
    spoil, words = XLSX_REFUSED[case]
    with pytest.raises(FileRefused) as refused:
        read_round(spoil(xlsx([round_row() for _ in range(40)])))
    assert words in refused.value.sentence
    assert refused.value.sentence.endswith((".", "요."))


CSV_REFUSED: dict[str, tuple[bytes, str]] = {
    "not text": (bytes(range(128, 256)) * 20, "읽을 수 없는 글자"),
    "cut in a letter": (comma([cut_row()], page="utf-8")[:-3] + "가".encode()[:2], "글자 중간"),
    "utf-16 without a mark": (comma([cut_row()], page="utf-16-le"), "인코딩"),
    "open quote": (comma([cut_row()]) + b'"abc,\r\n' * 3, "따옴표"),
    "workbook": (xlsx([round_row()]), "CSV"),
    "web page": ("<html><table><tr><td>주소</td></tr></table></html>".encode(), "웹 화면"),
    "no headings": (comma([cut_row()], head=["a", "b", "c", "d", "e", "f", "g", "h"]), "찾지 못했습니다"),
    "one heading missing": (comma([cut_row()], head=["고객번호", "고객명", "연락처", "곳", *CUT_HEAD[4:]]), "‘주소’"),
    "headings twice": (
        comma([cut_row()], head=["고객번호", "고객명", "연락처", "주소", "조치", "체납월", "주소", "중지예정"]),
        "2개",
    ),
    "headings only": (comma([]), "행이 없습니다"),
    "resident number": (comma([cut_row(고객명="480502-2345678")]), "주민등록번호"),
    "resident number run together": (comma([cut_row(고객명="4805022345678")]), "주민등록번호"),
}


@pytest.mark.parametrize("case", CSV_REFUSED)
def test_a_bad_csv_is_refused_in_one_sentence(case: str) -> None:
    content, words = CSV_REFUSED[case]
    with pytest.raises(FileRefused) as refused:
        read_cut(content)
    assert words in refused.value.sentence


def test_headings_may_be_empty_and_unused_ones_repeat() -> None:
    head = [*ROUND_HEAD, None, "비고", "비고"]
    reading = read_round(xlsx([[*round_row(), None, "a", "b"]], head=head))
    assert len(reading.lines) == 1


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bokjihub.discovery.tables.MOST_ROWS", 20)
    with pytest.raises(FileRefused, match="행이 20개를 넘습니다"):
        read_cut(comma([cut_row(고객번호=str(n)) for n in range(60)]))


@pytest.mark.slow
def test_fifty_thousand_rows_are_read() -> None:
    began = time.process_time()
    reading = read_cut(comma([cut_row(고객번호=f"{n:010d}") for n in range(50_000)]))
    assert len(reading.lines) == 50_000
    assert time.process_time() - began < 60


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=400), st.sampled_from(["plain", "csv", "zip"]))
def test_no_bytes_pass_without_an_answer(noise: bytes, kind: str) -> None:
    good = comma([cut_row(), cut_row()])
    content = {"plain": noise, "csv": good + noise, "zip": b"PK\x03\x04" + noise}[kind]
    for name in ("kepco_cut", "haengbok_round"):
        assert answered(content, name)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 5000), st.binary(min_size=1, max_size=30))
def test_a_workbook_with_bytes_overwritten_is_read_or_refused(at: int, noise: bytes) -> None:
    content = xlsx([round_row()])
    at %= len(content)
    assert answered(content[:at] + noise + content[at + len(noise) :], "haengbok_round")


# ---------------------------------------------------------------- feeds


def test_every_shipped_feed_loads() -> None:
    assert feeds.names() == ["haengbok_round", "kepco_cut"]
    for name in feeds.names():
        assert feeds.load(name).name == name


@pytest.mark.parametrize("name", ["nothing", "../feeds/kepco_cut", "", "kepco_cut.yaml"])
def test_a_feed_nobody_wrote_is_refused(name: str) -> None:
    with pytest.raises(UnknownFeed):
        feeds.load(name)


BROKEN: dict[str, Callable[[dict[str, Any]], None]] = {
    "unknown field": lambda feed: feed["columns"][0].update(field="rrn"),
    "unknown type": lambda feed: feed["columns"][0].update(type="guess"),
    "heading twice": lambda feed: feed["columns"][0].update(heading="주소"),
    "field twice": lambda feed: feed["columns"][0].update(field="address"),
    "no fingerprint": lambda feed: feed.update(fingerprint=[]),
    "fingerprint of another file": lambda feed: feed.update(fingerprint=["period"]),
    "unknown channel": lambda feed: feed.update(channel="PIGEON"),
    "unknown kind": lambda feed: feed.update(kind="hwp"),
    "no code page": lambda feed: feed.update(code_page=""),
    "indicator nobody knows": lambda feed: feed.update(indicator_names={"체납": "moon_phase"}),
    "address not required": lambda feed: next(c for c in feed["columns"] if c["field"] == "address").update(
        required=False
    ),
    "extra key": lambda feed: feed.update(colour="blue"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_feed_that_contradicts_itself_is_not_loaded(case: str) -> None:
    import yaml

    found = yaml.safe_load((feeds.FOLDER / "kepco_cut.yaml").read_text(encoding="utf-8"))
    assert parse(found).name == "kepco_cut"
    BROKEN[case](found)
    with pytest.raises(FeedBroken):
        parse(found)
