"""WordprocessingML of texts, paragraphs and tables. Every text passes `Markup.clean`: what XML forbids becomes a visible box."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from xml.sax.saxutils import escape

from anhui_assess.report.model import Text, plain_text
from anhui_assess.report.palette import hex_of
from anhui_assess.report.pdf.fonts import BOX, clean

SHOWN_BOX = "□"


class Markup:
    """Makes the XML of texts.

    Attributes:
        missing: characters that must not reach a document, shown as a box, and how often.
        anchors: link target to its bookmark name.
    """

    def __init__(self, palette: Mapping[str, str]) -> None:
        self.palette = palette
        self.missing: Counter[str] = Counter()
        self.anchors: dict[str, str] = {}
        self._placed: set[str] = set()

    def text(self, text: str) -> str:
        """Return the inside of a run: the text escaped, line ends as breaks."""
        cleaned = clean(text, self.missing).replace(BOX, SHOWN_BOX)
        lines = [f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in cleaned.split("\n")]
        return "<w:br/>".join(lines)

    def colour(self, role: str) -> str:
        """Return a palette role as six hexadecimal digits."""
        return hex_of(self.palette, role).lstrip("#")

    def run(self, text: str, *, bold: bool = False, tone: str = "", size: float = 0.0) -> str:
        """Return a run; `size` in points, 0 for the paragraph's own."""
        if not text:
            return ""
        about = "<w:b/>" if bold else ""
        about += f'<w:color w:val="{self.colour(tone)}"/>' if tone else ""
        about += f'<w:sz w:val="{round(size * 2)}"/>' if size else ""
        return f"<w:r>{f'<w:rPr>{about}</w:rPr>' if about else ''}{self.text(text)}</w:r>"

    def runs(self, text: Text, *, bold: bool = False, tone: str = "", link: str = "") -> str:
        """Return a text with its runs, as a link inside the document when `link` leads somewhere."""
        if isinstance(text, str):
            made = self.run(text, bold=bold, tone=tone)
        else:
            made = "".join(
                self.run(part.text, bold=bold or part.bold, tone=part.tone or tone) for part in text
            )
        anchor = self.anchors.get(link)
        return (
            f'<w:hyperlink w:anchor="{anchor}" w:history="1">{made}</w:hyperlink>'
            if anchor and made
            else made
        )

    def paragraph(self, inside: str, style: str = "", about: str = "") -> str:
        """Return a paragraph; `about` is further markup of its properties, in the order the schema wants."""
        named = f'<w:pStyle w:val="{style}"/>' if style else ""
        properties = f"<w:pPr>{named}{about}</w:pPr>" if named or about else ""
        return f"<w:p>{properties}{inside}</w:p>"

    def target(self, key: str) -> str:
        """Return the bookmark of a key where it first stands."""
        anchor = self.anchors.get(key)
        if anchor is None or anchor in self._placed:
            return ""
        self._placed.add(anchor)
        number = len(self._placed)
        return f'<w:bookmarkStart w:id="{number}" w:name="{anchor}"/><w:bookmarkEnd w:id="{number}"/>'


def field(instruction: str, shown: str = "", *, dirty: bool = False) -> str:
    """Return a field (page number, contents) that Word works out; `shown` is the XML of runs until it has."""
    mark = ' w:dirty="true"' if dirty else ""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"{mark}/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{shown}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def cell(
    paragraphs: str, width: int, *, span: int = 1, fill: str = "", borders: str = "", middle: bool = False
) -> str:
    """Return a table cell; `width` in twentieths of a point, `fill` six hexadecimal digits."""
    about = f'<w:tcW w:w="{width}" w:type="dxa"/>'
    about += f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    about += f"<w:tcBorders>{borders}</w:tcBorders>" if borders else ""
    about += f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    about += '<w:vAlign w:val="center"/>' if middle else ""
    return f"<w:tc><w:tcPr>{about}</w:tcPr>{paragraphs}</w:tc>"


def row(cells: str, *, head: bool = False, whole: bool = True) -> str:
    """Return a table row; `head` is repeated on each page, `whole` is kept on one page."""
    about = ("<w:cantSplit/>" if whole else "") + ("<w:tblHeader/>" if head else "")
    return f"<w:tr>{f'<w:trPr>{about}</w:trPr>' if about else ''}{cells}</w:tr>"


def table(rows: str, widths: Sequence[int], style: str = "ReportTable") -> str:
    """Return a table of fixed column widths."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0" '
        f'w:lastColumn="0" w:noHBand="0" w:noVBand="1"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>'
    )


def spread(shares: Sequence[float], measure: int) -> list[int]:
    """Return column widths in the proportion of `shares` that add up to `measure`."""
    total = sum(shares) or 1.0
    edges = [round(measure * sum(shares[:place]) / total) for place in range(len(shares) + 1)]
    return [end - start for start, end in pairwise(edges)]


def is_long(text: Text) -> bool:
    """Tell whether a cell's text is so long that its row may have to break over pages."""
    return len(plain_text(text)) > 300  # noqa: PLR2004 - about a third of a page in a narrow column
