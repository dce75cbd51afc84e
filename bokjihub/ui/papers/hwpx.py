"""A paper as HWPX, the form that 온나라 takes (OWPML, KS X 6101). Checked against the schemas before it leaves."""

import io

from hwpx import HwpxDocument
from PIL import Image

from bokjihub.ui.papers.reading import Block, Grid, Heading, Paper, Picture, Words

FONT = "함초롬바탕"
TITLE_SIZE, HEADING_SIZE, TEXT_SIZE = 18, 13, 10.5
SHADE = "#F2F2F2"
MARGIN_MM = 20.0
SPACE_LINES = 4
SIGNATURE_MM = 45.0


class PaperBroken(Exception):
    """The document did not pass the schemas: a programming error; nothing is handed out."""


def made(paper: Paper) -> bytes:
    """The bytes of the document. Raises PaperBroken."""
    document = HwpxDocument.new()
    document.page.setup(
        paper_size="A4",
        margins_mm={"left": MARGIN_MM, "right": MARGIN_MM, "top": MARGIN_MM, "bottom": MARGIN_MM},
    )
    writer = _Writer(document)
    writer.head(paper)
    for block in paper.blocks:
        writer.block(block)
    document.page.set_page_number(format="page/total", align="CENTER")
    report = document.validate()
    if not report.ok:
        raise PaperBroken(str(report))
    body = io.BytesIO()
    document.save_to_stream(body)
    return body.getvalue()


class _Writer:
    """Writes blocks in order, with the few styles a form needs."""

    def __init__(self, document: HwpxDocument) -> None:
        self.document = document
        self.plain = document.styles.ensure_run(font=FONT, size=TEXT_SIZE)
        self.strong = document.styles.ensure_run(font=FONT, size=HEADING_SIZE, bold=True)
        self.title = document.styles.ensure_run(font=FONT, size=TITLE_SIZE, bold=True)

    def head(self, paper: Paper) -> None:
        """Office, title, number, and the approval box the office signs."""
        if paper.office:
            self._say(paper.office, self.plain)
        self._say(paper.title, self.title)
        if paper.number:
            self._say(paper.number, self.plain)
        if paper.approval:
            box = self.document.add_table(2, len(paper.approval) + 1)
            box.merge_cells(0, 0, 1, 0)
            box.set_cell_text(0, 0, "결재")
            for number, post in enumerate(paper.approval, start=1):
                box.set_cell_text(0, number, post)
            for number, words in enumerate(paper.signed, start=1):
                box.set_cell_text(1, number, words)

    def block(self, block: Block) -> None:
        """One block of the sheet."""
        if isinstance(block, Grid):
            self._table(block)
        elif isinstance(block, Heading):
            self._say(block.words, self.strong)
        elif isinstance(block, Picture):
            self._say(block.words, self.plain)
            self._picture(block)
        elif isinstance(block, Words):
            for line in block.words.split("\n"):
                self._say(line, self.plain)
        else:
            for _ in range(SPACE_LINES):
                self._say("", self.plain)

    def _say(self, words: str, style: str) -> None:
        self.document.add_paragraph(words, char_pr_id_ref=style)

    def _picture(self, picture: Picture) -> None:
        """As wide as a signature is on paper, in its own proportions."""
        with Image.open(io.BytesIO(picture.image)) as found:
            kind, (width, height) = str(found.format).lower(), found.size
        self.document.add_picture(picture.image, kind, width_mm=SIGNATURE_MM, height_mm=SIGNATURE_MM * height / width)

    def _table(self, grid: Grid) -> None:
        table = self.document.add_table(len(grid.rows), grid.width)
        taken: set[tuple[int, int]] = set()
        for down, row in enumerate(grid.rows):
            across = 0
            for cell in row:
                while (down, across) in taken:
                    across += 1
                last_row = min(down + cell.rows, len(grid.rows)) - 1
                last_column = min(across + cell.columns, grid.width) - 1
                taken |= {(y, x) for y in range(down, last_row + 1) for x in range(across, last_column + 1)}
                if (last_row, last_column) != (down, across):
                    table.merge_cells(down, across, last_row, last_column)
                if cell.words:
                    table.set_cell_text(down, across, cell.words.replace("\n", " "))
                if cell.is_head:
                    table.set_cell_shading(down, across, SHADE)
                across = last_column + 1
