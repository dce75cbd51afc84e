"""A paper as a file says what its print page says: PDF and HWPX, text by text."""

import io
import subprocess
import sys
from pathlib import Path
from typing import Any

import pypdf
import pytest
import weasyprint
from django.urls import reverse
from hwpx import HwpxDocument
from PIL import Image

from bokjihub.ui.papers import hwpx, pdf
from bokjihub.ui.papers.reading import Cell, Grid, Heading, NotAPaper, Paper, Space, Words, facts, paper_of, table
from tests.cast import Cast
from tests.factories.work_items import counselled, worry

RARE = "똠방각하 펲시콜라 漢字 ㆍ"
PAPER = Paper(
    "초기상담 기록지", "노암동", "상담-1", ("담당", "팀장"),
    (
        Heading("1. 누구"),
        Grid((
            (Cell("이름", is_head=True), Cell(RARE), Cell("생년", is_head=True), Cell("1948")),
            (Cell("주소", is_head=True), Cell("남원시 노암동 5통", columns=3)),
            (Cell("가족", is_head=True, rows=2), Cell("배우자", columns=3)),
            (Cell("자녀", columns=3),),
        )),
        Words("말씀 그대로 <적음> & 함께"),
        Space(),
        table(("날", "무엇"), [(f"{day}일", "점검함") for day in range(1, 90)]),
    ),
    "출력 김서연",
)  # fmt: skip


def squeezed(words: str) -> str:
    """Without white space: a line broken by the printer is no difference."""
    return "".join(words.split())


def text_of_pdf(body: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(body)).pages)


def text_of_hwpx(body: bytes) -> str:
    document = HwpxDocument.open(body)
    assert document.validate().ok
    return str(document.text.plain())


def holds_everything(text: str, paper: Paper) -> None:
    """Every piece, in the order of the paper."""
    rest = squeezed(text)
    for words in paper.words():
        assert squeezed(words) in rest, words


@pytest.mark.slow
def test_a_pdf_holds_the_paper_with_page_numbers_and_our_font_only() -> None:
    body = pdf.made(PAPER)
    holds_everything(text_of_pdf(body), PAPER)
    pages = pypdf.PdfReader(io.BytesIO(body)).pages
    assert len(pages) > 2
    assert squeezed(pages[-1].extract_text()).endswith(f"{len(pages)}/{len(pages)}")
    fonts = {str(font.get_object()["/BaseFont"]) for page in pages for font in page["/Resources"]["/Font"].values()}
    assert all("+Paper" in font for font in fonts), fonts


@pytest.mark.slow
def test_an_hwpx_validates_and_holds_the_paper() -> None:
    body = hwpx.made(PAPER)
    text = text_of_hwpx(body)
    holds_everything(text, PAPER)
    assert "결재" in text


@pytest.mark.slow
def test_the_printer_fetches_nothing(tmp_path: Path) -> None:
    picture = tmp_path / "secret.png"
    Image.new("RGB", (8, 8), "red").save(picture)
    page = f'<html lang="ko"><head><title>글</title></head><body><img alt="" src="{picture.as_uri()}"><p>글</p></body></html>'
    command = [sys.executable, "-m", "bokjihub.ui.papers.pdf"]
    ours = subprocess.run(command, input=page.encode(), capture_output=True, check=True)
    plain = weasyprint.HTML(string=page).write_pdf()
    pictures = [len(pypdf.PdfReader(io.BytesIO(body)).pages[0].images) for body in (ours.stdout, plain)]
    assert pictures == [0, 1], "the printer as it comes would have read the file"


def test_reading_takes_the_sheet_and_nothing_beside_it() -> None:
    page = """<html class="at-print"><body><div class="screen-only print-bar">인쇄</div><main class="sheet" id="main">
    <div class="sheet-head"><div><p class="sheet-office">노암동</p><h1>안내문</h1></div>
    <table class="approval"><tbody><tr><th scope="row" rowspan="2">결재</th><th scope="col">담당</th></tr>
    <tr><td></td></tr></tbody></table></div>
    <h2>하나</h2><ol><li>첫째</li><li>둘째</li></ol><p class="no-print">보이지 않음</p><div><p>속  글</p></div>
    <div class="write-space"></div><table><tr><th>가</th><td colspan="2">나<br>다</td></tr></table></main>
    <footer class="sheet-foot"><span>출력 김</span></footer></body></html>"""
    paper = paper_of(page)
    assert (paper.title, paper.office, paper.approval, paper.foot) == ("안내문", "노암동", ("담당",), "출력 김")
    assert paper.blocks == (
        Heading("하나"), Words("1. 첫째"), Words("2. 둘째"), Words("속 글"), Space(),
        Grid(((Cell("가", is_head=True), Cell("나\n다", columns=2)),)),
    )  # fmt: skip
    with pytest.raises(NotAPaper):
        paper_of("<p>쪽</p>")


def test_what_is_not_known_stays_open() -> None:
    assert facts(("이름", None)).rows == ((Cell("이름", is_head=True), Cell("")),)
    assert table(("가", "나"), []).rows[1] == (Cell("없음", columns=2),)


@pytest.mark.slow
def test_a_record_leaves_as_its_print_page_and_is_on_record_once(cast: Cast, browse: Any) -> None:
    record = counselled(worry(cast))
    url, officer = reverse("counselling:paper", args=[record.id]), browse("officer")
    officer.post(reverse("desk:open_reason", args=[record.household_id]), {"reason": "counter"})
    page = officer.get(url)
    assert "?as=pdf" in page.content.decode()
    paper = paper_of(page.content.decode())
    assert record.client_words in str(paper.words())
    answer = officer.get(url, {"as": "hwpx"})
    assert answer.headers["Content-Type"] == "application/hwp+zip"
    assert "no-store" in answer.headers["Cache-Control"]
    holds_everything(text_of_hwpx(answer.content), paper)
    holds_everything(text_of_pdf(officer.get(url, {"as": "pdf"}).content), paper)
    refused = browse("outsider").get(url, {"as": "pdf"})
    assert refused.status_code == 404
    assert not refused.content.startswith(b"%PDF")


def test_a_machine_without_a_printer_says_what_to_do(cast: Cast, browse: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(paper: Paper) -> bytes:
        raise pdf.NotMade("no Pango")

    from bokjihub.ui.papers import middleware

    monkeypatch.setitem(middleware.MAKERS, "pdf", (broken, middleware.PDF))
    record = counselled(worry(cast))
    officer = browse("officer")
    officer.post(reverse("desk:open_reason", args=[record.household_id]), {"reason": "counter"})
    answer = officer.get(reverse("counselling:paper", args=[record.id]), {"as": "pdf"})
    assert answer.status_code == 503
    assert "HWPX로 받아 주세요" in answer.content.decode()
    assert "no Pango" not in answer.content.decode()
