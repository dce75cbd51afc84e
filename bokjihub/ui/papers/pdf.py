"""A paper as PDF: WeasyPrint in a child process, with our own font and nothing fetched from anywhere.

A child, because Pango ends the whole process where no usable font is found (spikes §10), and a paper must not take the web
worker along. `python -m bokjihub.ui.papers.pdf` reads the paper's HTML and writes the file.
"""

import html as escaping
import subprocess
import sys
from pathlib import Path
from typing import Any

from bokjihub.ui.papers.reading import Block, Grid, Heading, Paper, Picture, Space, Words

SECONDS = 60
FONTS = Path(__file__).resolve().parents[1] / "static" / "vendor" / "pretendard" / "print"
STYLE = """
@font-face { font-family: Paper; src: url(font:Regular); font-weight: 400 }
@font-face { font-family: Paper; src: url(font:Bold); font-weight: 700 }
@page { size: A4; margin: 18mm 16mm 20mm; @bottom-center { content: counter(page) " / " counter(pages); font: 9pt Paper }
  @bottom-left { content: string(foot); font: 8pt Paper; color: #555 } }
html { font: 10.5pt/1.55 Paper; color: #000 }
h1 { font-size: 17pt; text-align: center; margin: 0 0 4mm }
h2 { font-size: 12pt; margin: 5mm 0 1mm; break-after: avoid }
p { margin: 1mm 0 }
.office { font-size: 10pt }
.number { text-align: right; font-size: 9pt }
.foot { string-set: foot content(); height: 0; overflow: hidden }
table { border-collapse: collapse; width: 100%; margin: 2mm 0; break-inside: auto } tr { break-inside: avoid }
th, td { border: .3pt solid #333; padding: 1.2mm 2mm; vertical-align: top; white-space: pre-line; overflow-wrap: anywhere }
th { background: #f2f2f2; font-weight: 700; text-align: left }
table.approval { width: auto; margin: 0 0 3mm auto }
table.approval td { width: 18mm; height: 14mm; font-size: 8pt; text-align: center; vertical-align: middle }
table.approval th { text-align: center; vertical-align: middle }
figure { margin: 2mm 0; break-inside: avoid } figure img { max-width: 45mm; max-height: 30mm }
.space { border: .3pt solid #999; height: 32mm; margin: 2mm 0 }
"""


class NotMade(Exception):
    """The child could not make the file; `args[0]` is what it said."""


def made(paper: Paper) -> bytes:
    """The bytes of the file. Raises NotMade (no Pango on this machine, no font collected, too long)."""
    command = [sys.executable, "-m", "bokjihub.ui.papers.pdf"]
    try:
        done = subprocess.run(  # noqa: S603 -- our own interpreter on our own module
            command, input=page_of(paper).encode(), capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise NotMade(f"more than {SECONDS} s") from error
    if done.returncode or not done.stdout.startswith(b"%PDF"):
        raise NotMade(done.stderr.decode(errors="replace")[-500:])
    return done.stdout


def page_of(paper: Paper) -> str:
    """The paper as plain HTML for the printer: the blocks, no page furniture."""
    head = [
        f'<p class="office">{_safe(paper.office)}</p>' if paper.office else "",
        _approval(paper.approval, paper.signed),
        f"<h1>{_safe(paper.title)}</h1>",
        f'<p class="number">{_safe(paper.number)}</p>' if paper.number else "",
    ]
    body = "".join([*head, *map(_block, paper.blocks), f'<p class="foot">{_safe(paper.foot)}</p>'])
    title = _safe(paper.title)
    return f'<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>{title}</title></head><body>{body}</body></html>'


def _approval(posts: tuple[str, ...], signed: tuple[str, ...]) -> str:
    if not posts:
        return ""
    heads = "".join(f"<th>{_safe(post)}</th>" for post in posts)
    cells = "".join(f"<td>{_safe(words)}</td>" for words in signed or ("",) * len(posts))
    return f'<table class="approval"><tr><th rowspan="2">결<br>재</th>{heads}</tr><tr>{cells}</tr></table>'


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        return f"<h2>{_safe(block.words)}</h2>"
    if isinstance(block, Words):
        return f"<p>{_safe(block.words)}</p>"
    if isinstance(block, Picture):
        words = _safe(block.words)
        return f'<figure><figcaption>{words}</figcaption><img src="{_safe(block.source)}" alt="{words}"></figure>'
    if isinstance(block, Space):
        return '<div class="space"></div>'
    return _table(block)


def _table(grid: Grid) -> str:
    rows = []
    for row in grid.rows:
        cells = []
        for cell in row:
            tag = "th" if cell.is_head else "td"
            cells.append(f'<{tag} rowspan="{cell.rows}" colspan="{cell.columns}">{_safe(cell.words)}</{tag}>')
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table>{''.join(rows)}</table>"


def _safe(words: str) -> str:
    return escaping.escape(words)


def main() -> int:
    """Standard input HTML, standard output PDF."""
    import weasyprint
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OurFonts(URLFetcher):  # type: ignore[misc]
        """Fonts of ours, by name, and pictures the paper holds itself; every other address is refused."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.startswith("data:image/"):
                return super().fetch(url, headers)
            weight = url.removeprefix("font:")
            if weight not in ("Regular", "Bold"):
                raise ValueError("nothing is fetched for a paper")
            body = (FONTS / f"PretendardGOV-{weight}.otf").read_bytes()
            return URLFetcherResponse(url, body, {"Content-Type": "font/otf"})

    fonts = weasyprint.text.fonts.FontConfiguration()
    style = weasyprint.CSS(string=STYLE, url_fetcher=OurFonts(), font_config=fonts)
    page = weasyprint.HTML(string=sys.stdin.buffer.read().decode(), url_fetcher=OurFonts())
    sys.stdout.buffer.write(page.write_pdf(stylesheets=[style], font_config=fonts, pdf_variant="pdf/ua-1"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
