"""Reading a PDF as a person does: its words, line by line, the fonts they are set in, and where its pictures are."""

import io
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

from pypdf import PdfReader

MM = 72 / 25.4  # points
HEIGHT = 297  # millimetres of a sheet


class Place(NamedTuple):
    """Where a picture stands: the page, counted from 0; its edges in millimetres, from the left and from the top."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


def plainly(text: str) -> str:
    """Without the difference between spaces, which a PDF does not keep."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


@dataclass
class Print:
    """One PDF, read."""

    content: bytes

    @property
    def reader(self) -> PdfReader:
        return PdfReader(io.BytesIO(self.content))

    @property
    def lines(self) -> list[str]:
        """The lines of all pages, without the spaces round them."""
        lines = plainly("\n".join(page.extract_text() for page in self.reader.pages)).splitlines()
        return [line.strip() for line in lines if line.strip()]

    @property
    def title(self) -> str:
        found = self.reader.metadata
        return str(found.title) if found else ""

    def after(self, label: str) -> str:
        """What stands after a label."""
        lines = self.lines
        return lines[lines.index(label) + 1]

    def fonts(self) -> list[tuple[str, bool]]:
        """The fonts that words are set in, and whether each is inside the file."""
        found: dict[str, bool] = {}

        def visit(text: str, _ctm: Any, _matrix: Any, font: Any, _size: Any) -> None:
            if text.strip() and font:
                descriptor = font.get("/FontDescriptor") or {}
                found[font["/BaseFont"].partition("+")[2] or font["/BaseFont"]] = "/FontFile2" in descriptor

        for page in self.reader.pages:
            page.extract_text(visitor_text=visit)
        return sorted(found.items())

    def pictures(self) -> list[Place]:
        """The pictures, in the order in which they are drawn."""
        found: list[Place] = []

        def visit(number: int, operator: bytes, _operands: Any, matrix: Any, _text: Any) -> None:
            if operator == b"Do":
                left, low, right, high = (
                    round(each / MM, 1) for each in (matrix[4], matrix[5], matrix[4] + matrix[0], matrix[5] + matrix[3])
                )
                found.append(Place(number, left, round(HEIGHT - high, 1), right, round(HEIGHT - low, 1)))

        for number, page in enumerate(self.reader.pages):
            page.extract_text(visitor_operand_before=partial(visit, number))
        return found
