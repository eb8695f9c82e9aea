"""What stands on the pages beside the marked words: lines become artifacts; fonts are checked and made readable."""

import re
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import ContentStreamInstruction, Name, Operator

BEGINS = {"m", "re"}
ENDS = {"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "n"}
SHOWS = {"Tj", "TJ", "'", '"'}
PICTURES = {"Do", "sh", "INLINE IMAGE"}
_ARTIFACT = ContentStreamInstruction([Name.Artifact], Operator("BMC"))
_END = ContentStreamInstruction([], Operator("EMC"))
_LETTER = re.compile(rb"<(\w\w)> <(\w{4,})>")


def finish(pdf: pikepdf.Pdf) -> None:
    """Leave nothing on the pages that is neither tagged nor an artifact; raises ValueError for what is lost."""
    for page in pdf.pages:
        fonts: set[str] = set()
        page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(list(_finished(page, fonts))))
        page.Resources.Font = pikepdf.Dictionary({name: page.Resources.Font[name] for name in sorted(fonts)})
    for font in {each.objgen: each for page in pdf.pages for each in page.Resources.Font.values()}.values():
        _finish_font(font)


def _finished(page: pikepdf.Page, fonts: set[str]) -> Iterator[Any]:
    """The operators of a page. A font that is chosen but not used is left out: the file need not hold it."""
    marked, chosen = False, []
    drawing = False
    for instruction in pikepdf.parse_content_stream(page):
        name = str(instruction.operator)
        if name in PICTURES or (name in SHOWS and not marked):
            raise ValueError("something is drawn without a tag")
        if name == "Tf":
            chosen = [instruction]
            continue
        if name in SHOWS:
            fonts.update(str(each.operands[0]) for each in chosen)
            yield from chosen
            chosen = []
        marked = name == "BDC" or (marked and name != "EMC")
        if name in BEGINS and not marked and not drawing:
            drawing = True
            yield _ARTIFACT
        yield instruction
        if drawing and name in ENDS:
            drawing = False
            yield _END


def _finish_font(font: pikepdf.Object) -> None:
    if "/FontFile2" not in font.get("/FontDescriptor", {}):
        raise ValueError(f"the font {font.BaseFont} is not embedded")
    font.ToUnicode.write(_readable(font.ToUnicode.read_bytes()))


def _readable(table: bytes) -> bytes:
    """The table from codes to letters: without the codes that stand for none, and with letters beyond U+FFFF."""
    letters = [(code, chr(int(letter, 16))) for code, letter in _LETTER.findall(table) if int(letter, 16)]
    rows = [b"<%s> <%s>" % (code, letter.encode("utf-16-be").hex().encode()) for code, letter in letters]
    blocks = [rows[start : start + 100] for start in range(0, len(rows), 100)]
    text = b"\n".join(b"%d beginbfchar\n%s\nendbfchar" % (len(block), b"\n".join(block)) for block in blocks)
    return re.sub(rb"\d+ beginbfchar.*endbfchar", lambda _: text, table, flags=re.DOTALL)
