"""Read a paper out of its print page: title, office, number, approval box, and its blocks in order."""

from base64 import b64decode
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from lxml import html

from bokjihub.ui.words import official_date

# What stands on the screen beside a paper and is not of it.
_NOT_OF_IT = {"screen-only", "print-bar", "no-print", "sheet-head"}
_WRITE_IN = {"write-space", "write-in"}
_BREAK = "\x1f"


@dataclass(frozen=True)
class Cell:
    """One cell; `rows` and `columns` it spans."""

    words: str
    is_head: bool = False
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True)
class Heading:
    """A heading inside the paper."""

    words: str
    kind = "heading"


@dataclass(frozen=True)
class Words:
    """A paragraph, or one point of a list with its mark."""

    words: str
    kind = "words"


@dataclass(frozen=True)
class Space:
    """Room to write by hand."""

    kind = "space"


@dataclass(frozen=True)
class Picture:
    """A signature: the picture as a data address, and the words that say whose it is."""

    source: str
    words: str
    kind = "picture"

    @property
    def image(self) -> bytes:
        """The picture itself."""
        return b64decode(self.source.partition(",")[2])


@dataclass(frozen=True)
class Grid:
    """A table: rows of cells, header rows included."""

    rows: tuple[tuple[Cell, ...], ...]
    kind = "grid"

    @property
    def width(self) -> int:
        """How many columns the widest row fills."""
        return max((sum(cell.columns for cell in row) for row in self.rows), default=0)


Block = Heading | Words | Space | Picture | Grid


def facts(*pairs: tuple[str, object]) -> Grid:
    """Name and value, a row each; what is not known stays open to be written in."""
    return Grid(tuple((Cell(name, is_head=True), Cell(_plain(value))) for name, value in pairs))


def table(heads: Sequence[str], rows: Iterable[Sequence[object]], *, empty: str = "없음") -> Grid:
    """A table with a head row; one line that says so where there is nothing."""
    body = [tuple(Cell(_plain(value)) for value in row) for row in rows]
    head = tuple(Cell(name, is_head=True) for name in heads)
    return Grid((head, *(body or [(Cell(empty, columns=len(heads)),)])))


def _plain(value: object) -> str:
    if value is None:
        return ""
    return official_date(value) if isinstance(value, date) else str(value)


@dataclass(frozen=True)
class Paper:
    """What goes onto the sheet, in order."""

    title: str
    office: str
    number: str
    approval: tuple[str, ...]
    blocks: tuple[Block, ...]
    foot: str
    # Who signed already, post by post; nothing where the box is to be signed by hand.
    signed: tuple[str, ...] = ()

    def words(self) -> list[str]:
        """Every piece of text in reading order: what a file made of the paper must hold."""
        found = [self.office, self.title, self.number, *self.approval, *self.signed]
        for block in self.blocks:
            if isinstance(block, Grid):
                found += [cell.words for row in block.rows for cell in row]
            elif not isinstance(block, Space):
                found.append(block.words)
        return [words for words in found if words]


class NotAPaper(ValueError):
    """The page has no sheet: a programming error, not something an officer did."""


def paper_of(page: str) -> Paper:
    """The paper on a print page. Raises NotAPaper."""
    sheet = next(iter(html.document_fromstring(page).cssselect("main.sheet")), None)
    if sheet is None:
        raise NotAPaper
    heads = sheet.cssselect(".sheet-head")
    head = heads[0] if heads else sheet
    boxes = head.cssselect("table.approval")
    foot = sheet.getroottree().getroot().cssselect(".sheet-foot")
    return Paper(
        title=_first(head, "h1"),
        office=_first(head, ".sheet-office"),
        number=_first(head, ".sheet-number"),
        approval=tuple(_words(cell) for cell in boxes[0].cssselect("th[scope=col]")) if boxes else (),
        signed=tuple(_words(cell) for cell in boxes[0].cssselect("td")) if boxes else (),
        blocks=tuple(_blocks(sheet)),
        foot=_words(foot[0]) if foot else "",
    )


def _first(element: html.HtmlElement, selector: str) -> str:
    found = element.cssselect(selector)
    return _words(found[0]) if found else ""


def _words(element: html.HtmlElement) -> str:
    """The text as it is read: runs of white space are one space, a line break stays one."""
    lines = "".join(_pieces(element)).split(_BREAK)
    return "\n".join(" ".join(line.split()) for line in lines).strip()


def _pieces(element: html.HtmlElement) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag == "br":
            yield _BREAK
        elif isinstance(child.tag, str):
            yield from _pieces(child)
        yield child.tail or ""


def _blocks(parent: html.HtmlElement) -> list[Block]:
    found: list[Block] = []
    for child in parent:
        classes = set((child.get("class") or "").split())
        # A picture says nothing a table beside it does not say.
        if isinstance(child.tag, str) and child.tag != "svg" and not classes & _NOT_OF_IT:
            found += [Space()] if classes & _WRITE_IN else _BY_TAG.get(child.tag, _inside)(child)
    return [block for block in found if not isinstance(block, Words) or block.words]


def _inside(element: html.HtmlElement) -> list[Block]:
    return _blocks(element) if len(element) else [Words(_words(element))]


def _points(element: html.HtmlElement) -> list[Block]:
    marks = (f"{number}. " for number in range(1, len(element) + 1)) if element.tag == "ol" else None
    return [Words(f"{next(marks) if marks else '• '}{_words(point)}") for point in element.cssselect("li")]


def _pairs(element: html.HtmlElement) -> Grid:
    pairs = zip(element.cssselect("dt"), element.cssselect("dd"), strict=True)
    return Grid(tuple((Cell(_words(name), is_head=True), Cell(_words(value))) for name, value in pairs))


def _grid(element: html.HtmlElement) -> Grid:
    rows = []
    for row in element.cssselect("tr"):
        cells = [cell for cell in row if cell.tag in ("th", "td")]
        rows.append(
            tuple(
                Cell(
                    _words(cell),
                    is_head=cell.tag == "th",
                    rows=int(cell.get("rowspan") or 1),
                    columns=int(cell.get("colspan") or 1),
                )
                for cell in cells
            )
        )
    return Grid(tuple(row for row in rows if row))


def _heading(element: html.HtmlElement) -> list[Block]:
    return [Heading(_words(element))]


def _figure(element: html.HtmlElement) -> list[Block]:
    """Only a picture that the page itself holds goes along; an address is never followed."""
    pictures = [one.get("src", "") for one in element.cssselect("img")]
    words = _words(element)
    return [Picture(source, words) for source in pictures if source.startswith("data:image/")] or [Words(words)]


_BY_TAG: dict[str, Callable[[html.HtmlElement], list[Block]]] = {
    **dict.fromkeys(("h2", "h3", "h4"), _heading),
    "table": lambda element: [_grid(element)],
    "figure": _figure,
    "ul": _points,
    "ol": _points,
    "dl": lambda element: [_pairs(element)],
    "p": lambda element: [Words(_words(element))],
}
