"""Reading a PDF as a person does: its words, line by line, and the fonts they are set in."""

import io
from dataclasses import dataclass
from typing import Any

from pypdf import PdfReader


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
