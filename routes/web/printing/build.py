"""The tree of tags of a PDF, in the order of the page’s elements, and what the file says of itself."""

import html
import io
from collections import defaultdict
from collections.abc import Mapping, Sequence

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from routes.web.printing.content import finish
from routes.web.printing.letterhead import draw_logo
from routes.web.printing.stamp import Element, Stamps

CELLS = {"tr", "th", "td"}  # they are kept without words: a table has as many cells in each row
SCOPES = {"col": Name.Column, "row": Name.Row}
XMP = """<?xpacket begin="\N{ZERO WIDTH NO-BREAK SPACE}" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


def tagged(drawn: bytes, stamps: Stamps, marks: Mapping[int, Sequence[int]], logo: bytes) -> bytes:
    """The same PDF as PDF/UA-1, its logo on the first page; raises ValueError when that would not be true."""
    if not (stamps.language and stamps.title):
        raise ValueError("a document has a language and a title")
    if not any(marks.values()):
        raise ValueError("nothing is tagged")
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(drawn)) as pdf:
        finish(pdf)
        if any("/Annots" in page for page in pdf.pages):
            raise ValueError("a link has no tag")
        _Tree(pdf, marks).grow(stamps.elements[0])
        draw_logo(pdf, pdf.pages[:1], logo)
        _introduce(pdf, stamps)
        pdf.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return target.getvalue()


def _introduce(pdf: pikepdf.Pdf, stamps: Stamps) -> None:
    """The title that is shown, and the language that is spoken. No date: the same page is the same file."""
    pdf.Root.Lang = String(stamps.language)
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    pdf.trailer.Info = pdf.make_indirect(Dictionary(Title=String(stamps.title)))
    words = XMP.format(title=html.escape(stamps.title), language=html.escape(stamps.language))
    pdf.Root.Metadata = pdf.make_stream(words.encode(), Type=Name.Metadata, Subtype=Name.XML)


class _Tree:
    """The tree, grown from the elements; each mark knows its leaf and each leaf its marks."""

    def __init__(self, pdf: pikepdf.Pdf, marks: Mapping[int, Sequence[int]]) -> None:
        self.pdf = pdf
        self.leaves: list[list[pikepdf.Object]] = [
            [Dictionary()] * len(marks.get(number, ())) for number in range(1, len(pdf.pages) + 1)
        ]
        self.places: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for page, numbers in sorted(marks.items()):
            for mark, number in enumerate(numbers):
                self.places[number].append((page - 1, mark))

    def grow(self, element: Element) -> None:
        """Plant it in the PDF, and tell every page which leaves stand on it."""
        root = self.pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        root.K = Array(self._branches(element, root))
        rows = [item for page, leaves in enumerate(self.leaves) for item in (page, Array(leaves))]
        root.ParentTree = self.pdf.make_indirect(Dictionary(Nums=Array(rows)))
        root.ParentTreeNextKey = len(self.leaves)
        self.pdf.Root.StructTreeRoot = root
        for number, page in enumerate(self.pdf.pages):
            page.StructParents = number
            page.Tabs = Name.S

    def _branches(self, element: Element, parent: pikepdf.Object) -> list[pikepdf.Object]:
        places = self.places.get(element.number, ())
        children = [] if element.hidden else element.children
        if element.tag == "div" and not places:
            return [branch for child in children for branch in self._branches(child, parent)]
        branch = self.pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name(f"/{element.role}"), P=parent))
        below = [each for child in children for each in self._branches(child, branch)]
        if places and (below or element.role == "Document"):
            raise ValueError(f"<{element.tag}> has words beside its paragraphs")
        if not (places or below or element.tag in CELLS):
            return []
        branch.K = Array(below or self._words(places, branch))
        _describe(branch, element)
        return [branch]

    def _words(self, places: Sequence[tuple[int, int]], leaf: pikepdf.Object) -> list[pikepdf.Object]:
        words: list[pikepdf.Object] = []
        for page, mark in places:
            self.leaves[page][mark] = leaf
            words.append(Dictionary(Type=Name.MCR, Pg=self.pdf.pages[page].obj, MCID=mark))
        return words


def _describe(branch: pikepdf.Object, element: Element) -> None:
    """What a cell is the head of, and how many columns and rows it takes."""
    of_cell = Dictionary(O=Name.Table)
    if element.tag == "th":
        if element.attributes.get("scope") not in SCOPES:
            raise ValueError("a head cell says of what: its column or its row")
        of_cell.Scope = SCOPES[element.attributes["scope"]]
    for attribute, key in (("colspan", "/ColSpan"), ("rowspan", "/RowSpan")):
        if attribute in element.attributes:
            of_cell[key] = int(element.attributes[attribute])
    if len(of_cell) > 1:
        branch.A = of_cell
