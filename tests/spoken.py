"""What a screen reader says of a tagged PDF: its tags in their order, each with its words."""

import io
import re
from dataclasses import dataclass, field
from typing import Any

import lxml.html
import pikepdf
from pikepdf import Name

_LETTER = re.compile(rb"<(\w\w)> <(\w{4,})>")


@dataclass
class Tag:
    """One tag: its role, its attributes, the tags below it, and the words it has itself."""

    role: str
    scope: str = ""
    words: str = ""
    below: list["Tag"] = field(default_factory=list)

    def all(self, *roles: str) -> list["Tag"]:
        """The tags of these roles, itself among them, in the order in which they are read."""
        found = [each for tag in self.below for each in tag.all(*roles)]
        return [self, *found] if self.role in roles else found

    @property
    def text(self) -> str:
        """The words, those of the tags below included."""
        return " ".join([self.words, *(tag.text for tag in self.below)]).strip()


def spoken(content: bytes) -> Tag:
    """The whole tree of a PDF."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pages = {page.obj.objgen: _marks(page) for page in pdf.pages}
        (document,) = pdf.Root.StructTreeRoot.K
        tag = _tag(document, pages, list(pdf.Root.StructTreeRoot.ParentTree.Nums))
        assert not any(pages.values()), "marked words outside of the tree"
        return tag


def _tag(branch: Any, pages: dict[Any, dict[int, str]], leaves: list[Any]) -> Tag:
    """A tag with its words; what the page says of each mark leads back to it."""
    tag = Tag(str(branch.S)[1:], str(branch.get("/A", {}).get("/Scope", ""))[1:])
    for below in branch.get("/K", []):
        if below.Type == Name.MCR:
            assert leaves[2 * int(below.Pg.StructParents) + 1][int(below.MCID)].objgen == branch.objgen
            tag.words += pages[below.Pg.objgen].pop(int(below.MCID))  # a mark that is read twice fails here
        else:
            tag.below.append(_tag(below, pages, leaves))
    return tag


def _marks(page: pikepdf.Page) -> dict[int, str]:
    """The words of each mark of a page, decoded as a reader does: by the tables of the fonts."""
    tables = {name: _table(font) for name, font in page.Resources.Font.items()}
    marks: dict[int, str] = {}
    kind, mark, table, instead = "", -1, dict[int, str](), None
    for each in pikepdf.parse_content_stream(page):
        match str(each.operator), list(each.operands):
            case "BMC", [name]:
                kind = str(name)
            case "BDC", [name, said]:
                kind, mark, instead = str(name), int(said.get("/MCID", -1)), said.get("/ActualText")
                marks[mark] = str(instead) if instead is not None else ""
            case "EMC", _:
                kind = ""
            case "Do", _:
                assert kind == "/Artifact", "a picture without a tag"
            case "Tf", [name, _]:
                table = tables[str(name)]
            case "Tj", [text] if instead is None:
                marks[mark] += "".join(table[code] for code in bytes(text))
    marks.pop(-1, None)  # what is repeated on every page is not read
    return marks


def _table(font: Any) -> dict[int, str]:
    found = _LETTER.findall(font.ToUnicode.read_bytes())
    return {int(code, 16): bytes.fromhex(letters.decode()).decode("utf-16-be") for code, letters in found}


def words_of(page: str) -> list[str]:
    """The words of an HTML page in their order, without what is hidden from those who listen."""
    body = lxml.html.fromstring(page).find("body")
    assert body is not None
    for hidden in body.xpath("//*[@aria-hidden='true']"):
        hidden.drop_tree()
    for each in body.xpath(".//*[not(self::span or self::strong)]"):
        each.text, each.tail = f" {each.text or ''}", f" {each.tail or ''}"
    return str(body.text_content()).split()
