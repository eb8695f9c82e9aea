"""A page as it comes out of the printer: what Chromium’s tagged PDF says of its sheets, and what is wrong with it."""

import io
import itertools
import unicodedata
from collections.abc import Iterator
from typing import Any, NamedTuple

import pypdf
from playwright.sync_api import Page, ViewportSize
from pypdf.generic import IndirectObject

from tests.browser import measures
from tests.prints import Print

ROOM: ViewportSize = {"width": 680, "height": 1000}  # A4 upright, 210 mm, without two margins of 15 mm
HEADINGS = ("/H1", "/H2", "/H3")
TO_PRESS = (
    "Aller au contenu",
    "Mot de passe",
    "Quitter",
    "onglet actif",
    "Fermer",
    "Premier",
    "Précédent",
    "Suivant",
    "Dernier",
    "Retour",
    "Lignes plus",
    "Mentions légales",
    "Créer une adresse",
)
SAID = """() => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), range = document.createRange();
  const said = [];
  while (texts.nextNode()) {
    range.selectNodeContents(texts.currentNode);
    if ([...range.getClientRects()].some(box => box.right > 0)) said.push(texts.currentNode.data);
  }
  return said.join(" ");
}"""  # what has a place; in accessible mode the names of columns have none, they stand in the cells
TARGETS = ("http", "/eleves", "/famille", "/agenda", "#")


class Part(NamedTuple):
    """A heading, a table, a row, a cell: on which sheets its words stand, in their order."""

    kind: str
    sheets: list[int]
    parts: "list[Part]"

    @classmethod
    def read(cls, node: Any, sheet: int, numbers: dict[int, int]) -> "Part":
        """A node of the structure tree of a PDF."""
        if isinstance(node, IndirectObject):
            node = node.get_object()
        if isinstance(node, int):
            return cls("", [sheet], [])
        sheet = numbers[node.raw_get("/Pg").idnum] if "/Pg" in node else sheet
        if node.get("/Type") in ("/MCR", "/OBJR"):
            return cls("", [sheet] if "/MCID" in node else [], [])
        kids = node.get("/K", [])
        parts = [cls.read(kid, sheet, numbers) for kid in (kids if isinstance(kids, list) else [kids])]
        return cls(str(node.get("/S", "")), [each for part in parts for each in part.sheets], parts)

    def all(self, kind: str) -> "Iterator[Part]":
        """Every part of this kind, from the first to the last."""
        if self.kind == kind:
            yield self
        for part in self.parts:
            yield from part.all(kind)

    def steps(self, heading: int = 0) -> Iterator[tuple[int, int]]:
        """Which heading it belongs to, if to one, and the sheet: for each bit of text in turn."""
        if not self.parts:
            yield from ((heading, sheet) for sheet in self.sheets)
        for part in self.parts:
            heads = part.kind in HEADINGS or (self.kind, part.kind) == ("/Table", "/Caption")
            yield from part.steps(id(part) if heads else heading)


class Paper:
    """A page, printed on A4."""

    def __init__(self, content: bytes) -> None:
        self.print = Print(content)
        self.words = unicodedata.normalize("NFKC", " ".join(self.print.lines))  # « ﬁ » is « fi »
        reader = pypdf.PdfReader(io.BytesIO(content))
        self.sheets = len(reader.pages)
        numbers = {
            sheet.indirect_reference.idnum: n for n, sheet in enumerate(reader.pages) if sheet.indirect_reference
        }
        root: Any = reader.trailer["/Root"]
        self.whole = Part.read(root["/StructTreeRoot"], 0, numbers)
        self.tables = [list(table.all("/TR")) for table in self.whole.all("/Table")]

    @property
    def rows(self) -> int:
        """How many rows all tables have together, without those that name the columns."""
        return sum(len(rows) - 1 for rows in self.tables)

    def cut(self) -> list[str]:
        """Rows of which one part stands on another sheet."""
        rows = [row for rows in self.tables for row in rows[1:]]
        return [f"row {place} is cut" for place, row in enumerate(rows) if len(set(row.sheets)) != 1]

    def unnamed(self) -> list[str]:
        """Sheets with rows whose columns are not named there, or with names and no row."""
        found = [({*names.sheets}, {sheet for row in rows for sheet in row.sheets}) for names, *rows in self.tables]
        return [f"columns on {named}, rows on {used}" for named, used in found if named != used]

    def alone(self) -> list[str]:
        """Headings at the foot of a sheet, with what follows on the next."""
        pairs = itertools.pairwise(self.whole.steps())
        return [
            f"heading alone on {one[1]}" for one, next_ in pairs if one[0] not in (0, next_[0]) and one[1] < next_[1]
        ]

    def clutter(self) -> list[str]:
        """What can be pressed, and where links lead."""
        return [words for words in (*TO_PRESS, *TARGETS) if words in self.words]

    def lost(self, said: str) -> list[str]:
        """Words of the page that did not reach the paper."""
        squeezed = "".join(self.words.split())
        return [word for word in unicodedata.normalize("NFKC", said).split() if word not in squeezed]


def printed(page: Page) -> Paper:
    """What the printer gives."""
    return Paper(page.pdf(format="A4", tagged=True))


def faults(page: Page, accessible: bool = False) -> list[str]:
    """Everything that is wrong with a page on paper. In accessible mode each value has its name beside it."""
    paper, (said, outside) = printed(page), _laid_out(page)
    unnamed = [] if accessible else paper.unnamed()
    return [*paper.cut(), *unnamed, *paper.alone(), *paper.clutter(), *paper.lost(said), *outside]


def _laid_out(page: Page) -> tuple[str, list[str]]:
    """What the page says where it is printed, and what does not fit between the margins."""
    page.emulate_media(media="print")
    page.set_viewport_size(ROOM)
    found = str(page.evaluate(SAID)), list(page.evaluate("measure.outside()"))
    page.emulate_media(media="null")
    page.set_viewport_size(measures.WIDE)
    return found
