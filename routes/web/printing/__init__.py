"""HTML to tagged PDF (PDF/UA-1), inside the worker process: xhtml2pdf is loaded here and nowhere else.

The process is held to a memory limit, fetches nothing and reads only the fonts. A page is stamped while
it is read, marked while it is drawn, and its tree of tags is built at the end.
"""

import functools
import html
import io
import itertools
import logging
import re
import resource
from collections.abc import Iterable, Sequence
from pathlib import Path

FONTS = Path(__file__).parents[3] / "static" / "fonts"
MEMORY = 1 << 30  # bytes of address space
BLANKS = " \t\r\n"
MISSING = "□"  # what stands for a letter that no font has: visibly, never silently

_UNPRINTED = str.maketrans({"\N{NARROW NO-BREAK SPACE}": "\N{NO-BREAK SPACE}", "\N{ZERO WIDTH NO-BREAK SPACE}": ""})
_TEXT = re.compile(r"(?<=>)[^<]+")


def make_pdf(page: str, logo: bytes = b"") -> bytes:
    """The tagged PDF of one HTML page, with a PNG at the head of its first sheet, if there is one.

    Raises ValueError when it could not be read aloud, or has a fault; a damaged logo is none.
    """
    _limit_memory()
    from routes.web.printing.build import tagged
    from routes.web.printing.mark import Marks, marking
    from routes.web.printing.stamp import Stamps, stamping

    stamps = Stamps()
    marks = Marks(stamps)
    with stamping(stamps), marking(marks):
        drawn = _drawn(page)
    marks.check()
    return tagged(drawn, stamps, marks.pages, logo)


def _drawn(page: str) -> bytes:
    from xhtml2pdf import pisa
    from xhtml2pdf.files import ResourceAccessPolicy

    target = io.BytesIO()
    outcome = pisa.CreatePDF(
        _with_fallbacks(page),
        dest=target,
        encoding="utf-8",
        resource_policy=ResourceAccessPolicy.server(FONTS, allow_remote=False),
    )
    if outcome.err:
        raise ValueError(f"{outcome.err} faults in the page")
    return target.getvalue()


@functools.cache
def _limit_memory() -> None:
    """Once in the life of the process; and no library may log a letter’s HTML."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    logging.getLogger("xhtml2pdf").setLevel(logging.CRITICAL)


def _with_fallbacks(page: str) -> str:
    """The body with every letter set in a font that has it; the head is style, not text."""
    head, begin, body = page.partition("<body>")
    return head + begin + _TEXT.sub(lambda found: _with_fallback(found[0]), body)


def _with_fallback(text: str) -> str:
    """The letters that the first font lacks, set in the second."""
    first = _letters("AtkinsonHyperlegibleNext_400Regular.ttf", "AtkinsonHyperlegibleNext_700Bold.ttf")
    second = _letters("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")
    plain = html.unescape(text).translate(_UNPRINTED)
    runs = itertools.groupby(plain, lambda sign: ord(sign) in first or sign in BLANKS)
    return "".join(html.escape("".join(signs)) if known else _in_second_font(signs, second) for known, signs in runs)


def _in_second_font(signs: Iterable[str], second: frozenset[int]) -> str:
    text = "".join(sign if ord(sign) in second else MISSING for sign in signs)
    return f'<span class="fallback">{html.escape(text)}</span>'


@functools.cache
def _letters(*fonts: str) -> frozenset[int]:
    """The letters that each of these fonts has."""
    from reportlab.pdfbase.ttfonts import TTFontFile

    glyphs = [TTFontFile(str(FONTS / font)).charToGlyph for font in fonts]
    return frozenset(letter for letter in glyphs[0] if all(each.get(letter) for each in glyphs))


def merge_pdfs(parts: Sequence[bytes], pages: int, logo: bytes = b"") -> bytes:
    """Many tagged PDFs of one kind as one, in the worker, with a PNG at the head of every page, if there is one.

    Raises ValueError when it has not so many pages.
    """
    _limit_memory()
    from routes.web.printing.merging import merged

    return merged(parts, pages, logo)


def unprintable(texts: Sequence[str]) -> list[int]:
    """The places of those texts that hold a letter which no font of ours has."""
    first = _letters("AtkinsonHyperlegibleNext_400Regular.ttf", "AtkinsonHyperlegibleNext_700Bold.ttf")
    known = first | _letters("DejaVuSans.ttf", "DejaVuSans-Bold.ttf") | set(map(ord, BLANKS))
    return [place for place, text in enumerate(texts) if not known.issuperset(map(ord, text.translate(_UNPRINTED)))]
