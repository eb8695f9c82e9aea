"""PDFs whose structure is broken, endless, or much larger than it looks."""

import base64
import functools
import zlib

from routes.web.intake import words
from tests.hostile.papers import paper
from tests.hostile.shelf import CATALOG, DRAWN, PAGE, PAGES, by_hand, harmless, refused, stream

SIZE = 300 << 20  # bytes


@functools.cache
def bomb(size: int) -> bytes:
    """Very many blanks, packed 1,000 to 1."""
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(b" " * (1 << 20)) for _ in range(size >> 20)) + packer.flush()


@harmless()
def contents_that_inflate() -> bytes:
    return by_hand([CATALOG, PAGES, PAGE, stream(bomb(SIZE), b"/Filter /FlateDecode")])


@harmless()
def contents_that_inflate_twice() -> bytes:
    packed = base64.a85encode(zlib.compress(bomb(SIZE)), adobe=True)[2:]
    return by_hand([CATALOG, PAGES, PAGE, stream(packed, b"/Filter [/ASCII85Decode /FlateDecode /FlateDecode]")])


@refused(words.DAMAGED)
def objects_that_inflate() -> bytes:
    return _packed(b"/Type /ObjStm /N 1 /First 4", bomb(SIZE))


@refused(words.DAMAGED)
def contents_table_that_inflates() -> bytes:
    return _packed(b"/Type /XRef /Size 5 /W [1 2 1] /Root 1 0 R", bomb(SIZE), table=True)


def _packed(entries: bytes, data: bytes, table: bool = False) -> bytes:
    """A PDF whose catalogue stands in a packed stream, or whose table of contents is one."""
    written = b"%PDF-1.7\n"
    place = len(written)
    written += b"4 0 obj\n" + stream(data, entries + b" /Filter /FlateDecode") + b"\nendobj\n"
    if table:
        return written + b"startxref\n%d\n%%%%EOF\n" % place
    rows = b"".join(bytes((kind, at >> 8, at & 255, 0)) for kind, at in ((0, 0), (2, 4), (0, 0), (0, 0), (1, place)))
    start = len(written)
    contents = stream(rows, b"/Type /XRef /Size 5 /W [1 2 1] /Root 1 0 R")
    return written + b"5 0 obj\n" + contents + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % start


@refused(words.DAMAGED)
def pages_in_a_circle() -> bytes:
    return by_hand(
        [CATALOG, b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"]
    )


@refused(words.TOO_MANY_PAGES)
def one_page_a_thousand_times() -> bytes:
    return by_hand([CATALOG, b"<< /Type /Pages /Count 1 /Kids [%s] >>" % (b"3 0 R " * 1000), PAGE, stream(DRAWN)])


@refused(words.DAMAGED)
def pages_to_the_power_of_ten() -> bytes:
    levels = [b"<< /Type /Pages /Count 1 /Kids [%s] >>" % (b"%d 0 R " % (number + 3) * 10) for number in range(8)]
    return by_hand([CATALOG, *levels, b"<< /Type /Page /MediaBox [0 0 9 9] >>"])


@refused(words.TOO_MANY_PAGES)
def five_hundred_and_one_pages() -> bytes:
    return paper(lambda pdf: [pdf.add_blank_page(page_size=(595, 842)) for _ in range(words.PAGES)])


@harmless()
def five_hundred_pages() -> bytes:
    return paper(lambda pdf: [pdf.add_blank_page(page_size=(595, 842)) for _ in range(words.PAGES - 1)])


@refused(words.NO_PAGE)
def no_page() -> bytes:
    return by_hand([CATALOG, b"<< /Type /Pages /Kids [] /Count 0 >>"])


@refused(words.DAMAGED)
def no_tree_of_pages() -> bytes:
    return by_hand([b"<< /Type /Catalog >>"])


@refused(words.DAMAGED)
def lists_a_hundred_thousand_deep() -> bytes:
    return by_hand([b"<< /Type /Catalog /Pages 2 0 R /A %s %s >>" % (b"[" * 100_000, b"]" * 100_000), PAGES, PAGE])


@harmless()
def lists_four_hundred_deep() -> bytes:
    page = PAGE[:-2] + b"/Resources << /Deep %s %s >> >>" % (b"[" * 400, b"]" * 400)
    return by_hand([CATALOG, PAGES, page, stream(DRAWN)])


@refused(words.UNREADABLE)
def chain_of_ninety_thousand() -> bytes:
    page = PAGE[:-2] + b"/Resources << /A 5 0 R >> >>"
    chain = [b"<< /A %d 0 R >>" % number for number in range(6, 90_000)]
    return by_hand([CATALOG, PAGES, page, stream(DRAWN), *chain, b"null"])


@refused(words.COMPLICATED)
def hundred_thousand_objects() -> bytes:
    return by_hand([CATALOG, PAGES, PAGE, stream(DRAWN), *[b"[]"] * 100_000])


@refused(words.COMPLICATED)
def million_values_in_one_object() -> bytes:
    return by_hand([CATALOG, PAGES, PAGE, stream(DRAWN), *[b"[%s]" % (b"[]" * 190_000)] * 3])


@harmless()
def drawing_that_contains_itself() -> bytes:
    page = PAGE[:-2] + b"/Resources 5 0 R >>"
    form = stream(b"/Self Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources 5 0 R")
    return by_hand([CATALOG, PAGES, page, stream(b"/Self Do"), b"<< /XObject << /Self 6 0 R >> >>", form])


@refused(words.DAMAGED)
def truncated_pdf() -> bytes:
    return paper()[:-60]


@refused(words.DAMAGED)
def pdf_without_its_beginning() -> bytes:
    whole = paper()
    return b"%PDF-1.7\n" + whole[len(whole) // 2 :]


@refused(words.DAMAGED)
def header_alone() -> bytes:
    return b"%PDF-1.7\n"


@refused(words.DAMAGED)
def table_that_points_nowhere() -> bytes:
    whole = paper()
    place = whole.rindex(b"startxref")
    return whole[:place] + b"startxref\n999999999\n%%EOF\n"


@refused(words.DAMAGED)
def table_that_points_to_itself() -> bytes:
    return by_hand([CATALOG, PAGES, PAGE, stream(DRAWN)], b"/Root 1 0 R /Prev 9").replace(b"1 0 obj", b"9 9 obj")


@harmless()
def page_as_large_as_a_town() -> bytes:
    return by_hand([CATALOG, PAGES, PAGE.replace(b"595 842", b"1e9 1e9"), stream(DRAWN)])


@harmless()
def page_without_a_size() -> bytes:
    return by_hand([CATALOG, PAGES, PAGE.replace(b"[0 0 595 842]", b"/None"), stream(DRAWN)])


@harmless()
def page_whose_contents_are_a_number() -> bytes:
    return by_hand([CATALOG, PAGES, PAGE, b"42"])


@harmless()
def data_in_another_file() -> bytes:
    outside = stream(b"", b"/F (/etc/passwd)")
    return by_hand([CATALOG, PAGES, PAGE, outside])


@harmless()
def web_page_within_a_pdf() -> bytes:
    return by_hand([CATALOG, PAGES, PAGE, stream(DRAWN), b"(<html><script>alert(1)</script>)"])
