"""Which words were drawn where: each paragraph is marked on its page with the number of its element."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.textobject import PDFTextObject
from xhtml2pdf.reportlab_paragraph import Paragraph

from routes.web.printing.hooks import replaced
from routes.web.printing.stamp import Stamps

FURNITURE = "/Artifact <</Type /Pagination>> BDC"


class Marks:
    """Page by page, the number of the element of each mark."""

    def __init__(self, stamps: Stamps) -> None:
        self.stamps = stamps
        self.canvas: Any = None
        self.pages: dict[int, list[int]] = defaultdict(list)
        self.faults: set[str] = set()

    def text(self, paragraph: Any, x: float, y: float) -> PDFTextObject:
        """Begin the text of a paragraph, or of that part of it which stands on this page."""
        if paragraph.canv is not self.canvas:  # pages are drawn again when their count is known: the last one counts
            self.canvas = paragraph.canv
            self.pages.clear()
        words = "".join(" " if hasattr(each, "lineBreak") else _plain(each.text) for each in paragraph.frags)
        return Text(paragraph.canv, x, y, self._opening(paragraph, words) if words.strip() else "", self.faults)

    def _opening(self, paragraph: Any, words: str) -> str:
        number, *others = {int(getattr(each, "stamp", -1)) for each in paragraph.frags}
        if others or number < 0:
            self.faults.add("a paragraph of several elements, or of none")
            return FURNITURE
        page = paragraph.canv.getPageNumber()
        element = self.stamps.elements[number]
        framed = element.repeats or any(each.insideStaticFrame for each in paragraph.frags)
        if element.hidden or (framed and self._drawn_before(page, number)):
            return FURNITURE
        self.pages[page].append(number)
        return f"/{element.role} <</MCID {len(self.pages[page]) - 1}{_as_written(words)}>> BDC"

    def _drawn_before(self, page: int, number: int) -> bool:
        return any(number in numbers for earlier, numbers in self.pages.items() if earlier < page)

    def check(self) -> None:
        """Raises ValueError when something drawn could not be read aloud."""
        if self.faults:
            raise ValueError("; ".join(sorted(self.faults)))


class Text(PDFTextObject):  # type: ignore[misc]
    """The words of one mark. Each line ends in a space: without it, the next one would be glued to it."""

    def __init__(self, canvas: Any, x: float, y: float, opening: str, faults: set[str]) -> None:
        super().__init__(canvas, x, y)
        self._opening = opening
        self._faults = faults

    def _textOut(self, text: str | bytes, TStar: int = 0) -> None:  # noqa: N802, N803 - reportlab’s names
        words = _plain(text)
        if words.strip():
            self._check(words)
        super()._textOut(f"{words} " if TStar else words, TStar)

    def _check(self, words: str) -> None:
        letters = getattr(pdfmetrics.getFont(self._fontname).face, "charToGlyph", None)
        if letters is None:
            self._faults.add(f"the font {self._fontname} is not embedded")
        elif not all(sign.isspace() or letters.get(ord(sign)) for sign in words):
            self._faults.add(f"a letter is missing in the font {self._fontname}")

    def getCode(self) -> str:  # noqa: N802 - reportlab’s name
        """The operators; none for a paragraph without words."""
        return f"{self._opening} {super().getCode()} EMC" if self._opening else ""


def _plain(text: object) -> str:
    """Reportlab holds words as text, as bytes, or as a number that is only known when it is drawn."""
    return text.decode() if isinstance(text, bytes) else str(text)


def _as_written(words: str) -> str:
    """Words written from right to left are drawn the other way round: this is how they are read."""
    if not any(unicodedata.bidirectional(sign) in {"R", "AL"} for sign in words):
        return ""
    said = unicodedata.normalize("NFKC", f"{words} ").encode("utf-16-be").hex()
    return f" /ActualText <feff{said}>"


@contextmanager
def marking(marks: Marks) -> Iterator[None]:
    """For the time of one page: paragraphs draw through marks, and the same page gives the same bytes."""

    def text(paragraph: Any, x: float, y: float) -> PDFTextObject:
        return marks.text(paragraph, x, y)

    with (
        replaced(Paragraph, "beginText", text),
        replaced(rl_config, "invariant", 1),
        replaced(rl_config, "pageCompression", 0),  # the finished file is packed, once
    ):
        yield
