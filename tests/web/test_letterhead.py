"""The logo at the head of a PDF: an artifact that moves no word, small, clear of the window, once in the file."""

import datetime
import io
from collections.abc import Iterator

import page as validator
import pikepdf
import pytest
from pikepdf import Name
from PIL import Image

from data.families import Guardian
from data.ledger import Document, Entry, EntryLine, Ledger
from data.sites import Site
from routes.web import printing
from routes.web.intake import logos
from routes.web.page import render
from routes.web.printed_entries import Opened, PrintedEntry
from routes.web.printing import letterhead, make_pdf, merge_pdfs
from tests.logos import heavy_picture
from tests.prints import Place, Print
from tests.spoken import spoken

WINDOW = 34  # millimetres from the top of the sheet: the highest that the window of a French envelope (45 × 100) shows
RAINBOW = Image.merge("RGB", [Image.linear_gradient("L").rotate(turn).resize((600, 200)) for turn in (0, 90, 180)])
COVER = Image.linear_gradient("L").resize((600, 200))


def clear(size: tuple[int, int]) -> Image.Image:
    return Image.new("RGBA", size, (200, 0, 0, 128))


def kept(picture: Image.Image) -> bytes:
    """As the portal keeps it."""
    return logos._light(logos._bare(picture))


@pytest.fixture(scope="module", autouse=True)
def without_limits() -> Iterator[None]:
    """The limits are for the process that prints, and this one is not it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(printing, "_limit_memory", lambda: None)
        yield


@pytest.fixture(scope="module")
def invoice() -> str:
    """One that goes on over a second page."""
    lines = [EntryLine(entry_id=1, rank=rank, label=f"Séance {rank}") for rank in range(20)]
    entry = Entry(
        site_id=1,
        family_id=1,
        reference="1",
        ledger=Ledger.FEES,
        date=datetime.date(2026, 3, 10),
        label="AVIS",
        document=Document.PAYMENT_NOTICE,
    )
    guardian = Guardian(family_id=1, surname="D’ALMEIDA", given_name="Inès", honorific="Madame")
    opened = Opened(entry, "Avis du 10/03/2026", lines)
    view = PrintedEntry(heading="Avis", site=Site(slug="a", name="Conservatoire 1"), guardian=guardian, opened=opened)
    return render(view, "", {})


@pytest.fixture(scope="module")
def plain(invoice: str) -> bytes:
    return make_pdf(invoice)


@pytest.fixture(scope="module")
def headed(invoice: str) -> bytes:
    return make_pdf(invoice, kept(clear((600, 200))))


def faults(content: bytes) -> list[str]:
    return [failure.message for failure in validator.validate_pdf_bytes(content, profile="ua1").failures]


def test_it_is_pdf_ua_and_whoever_listens_hears_the_same(plain: bytes, headed: bytes) -> None:
    assert faults(headed) == []
    assert spoken(headed) == spoken(plain)


def test_it_stands_on_the_first_page_and_moves_no_word(plain: bytes, headed: bytes) -> None:
    assert [each.page for each in Print(headed).pictures()] == [0]
    with pikepdf.open(io.BytesIO(plain)) as before, pikepdf.open(io.BytesIO(headed)) as after:
        assert len(before.pages) == len(after.pages) > 1
        _, words = after.pages[0].Contents
        assert words.read_bytes() == before.pages[0].Contents.read_bytes()


def test_without_a_tag_it_is_seen_by_both_checkers(headed: bytes) -> None:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(headed)) as pdf:
        drawing = pdf.pages[0].Contents[0]
        drawing.write(drawing.read_bytes().replace(b"/Artifact BMC", b"").replace(b"EMC", b""))
        pdf.save(target)
    assert any("artifact" in fault.lower() for fault in faults(target.getvalue()))
    with pytest.raises(AssertionError, match="a picture without a tag"):
        spoken(target.getvalue())


def drawn(logo: bytes, pages: int = 1) -> Print:
    """A logo on sheets of its own."""
    target = io.BytesIO()
    with pikepdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page(page_size=(210 * letterhead.MM, 297 * letterhead.MM))
        letterhead.draw_logo(pdf, pdf.pages, logo)
        pdf.save(target)
    return Print(target.getvalue())


SIZES = {
    "as large as it can be": ((600, 200), (54, 18)),
    "wide": ((1800, 200), (80, 8.9)),
    "tall": ((200, 600), (6, 18)),
    "square": ((200, 200), (18, 18)),
    "small": ((60, 20), (15.9, 5.3)),
    "a point": ((1, 1), (0.3, 0.3)),
}


@pytest.mark.parametrize("name", SIZES)
def test_it_keeps_its_shape_at_the_right_and_clear_of_the_window(name: str) -> None:
    size, (width, height) = SIZES[name]
    (place,) = drawn(kept(clear(size))).pictures()
    assert (place.right, place.top) == (190, 15)
    assert place.right - place.left == pytest.approx(width, abs=0.2)
    assert place.bottom - place.top == pytest.approx(height, abs=0.2)
    assert place.left >= 110
    assert place.bottom < WINDOW


PICTURES = {
    "plain": RAINBOW,
    "transparent": Image.merge("RGBA", [*RAINBOW.split(), COVER]),
    "in few colours": RAINBOW.quantize(256, method=Image.Quantize.FASTOCTREE),
    "in few colours and transparent": Image.merge("RGBA", [*RAINBOW.split(), COVER]).quantize(
        256, method=Image.Quantize.FASTOCTREE
    ),
    "in two colours": RAINBOW.quantize(2),
    "grey": RAINBOW.convert("L"),
}


@pytest.mark.parametrize("name", PICTURES)
def test_every_point_has_its_colour(name: str) -> None:
    logo = logos._png(PICTURES[name])
    (image,) = drawn(logo).reader.pages[0].images
    assert image.image is not None
    with Image.open(io.BytesIO(logo)) as before:
        assert image.image.convert("RGBA").tobytes() == before.convert("RGBA").tobytes()


def test_the_heaviest_logo_makes_a_pdf_hardly_heavier_than_itself() -> None:
    logo = heavy_picture()
    assert len(logo) > logos.HEAVIEST / 2
    assert len(drawn(logo).content) < 1.7 * len(logo)


DAMAGED = {
    "none": b"",
    "rubbish": b"a picture",
    "cut": kept(RAINBOW)[:500],
    "another kind": b"GIF89a" + bytes(20),
    "too large": logos._png(Image.new("1", (letterhead.LARGEST + 1, 1))),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_logo_is_left_out(name: str) -> None:
    assert drawn(DAMAGED[name]).content == drawn(b"").content


def test_without_a_logo_the_document_is_the_same_to_the_byte(invoice: str, plain: bytes) -> None:
    assert make_pdf(invoice, b"a picture") == plain
    assert Print(plain).pictures() == []


def test_of_many_letters_each_has_it_and_the_file_has_it_once(plain: bytes) -> None:
    sheets = 2 * len(Print(plain).reader.pages)
    merged = merge_pdfs([plain, plain], sheets, kept(RAINBOW))
    assert faults(merged) == []
    assert Print(merged).pictures() == [Place(page, 136, 15, 190, 33) for page in range(sheets)]
    with pikepdf.open(io.BytesIO(merged)) as pdf:
        assert (
            len(
                [
                    each
                    for each in pdf.objects
                    if isinstance(each, pikepdf.Stream) and each.get("/Subtype") == Name.Image
                ]
            )
            == 1
        )
