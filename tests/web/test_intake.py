"""What becomes of uploads: several make one document, in their order, as they are seen."""

from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from routes.web.intake import Made, Unfit, make_document, words
from tests.hostile.papers import annotated, attachment_by_name, launch, paper
from tests.hostile.photos import picture, saved
from tests.uploads import lay, pages

pytestmark = pytest.mark.anyio


async def test_photos_and_pdfs_become_one_document_in_their_order(uploads: Path, target: Path) -> None:
    upright = saved(picture((300, 400)), "HEIF")
    made = await make_document(lay(uploads, paper(), saved(picture(), "JPEG"), upright), target)
    assert made == Made(3, target.stat().st_size, ())
    assert pages(target) == [(595, 842), (842, 595), (595, 842)]


async def test_pages_are_appended_to_a_document_made_before(uploads: Path, target: Path) -> None:
    files = lay(uploads, saved(picture(), "PNG"), attachment_by_name())
    await make_document(files[:1], target)
    longer = target.with_name("longer")
    made = await make_document(files[1:], longer, before=target)
    assert (made.pages, made.remarks) == (2, (words.EMPTIED,))
    assert pages(longer) == [(842, 595), (595, 842)]


async def test_the_document_may_take_the_place_of_the_one_before(uploads: Path, target: Path) -> None:
    files = lay(uploads, paper())
    for count in (1, 2, 3):
        made = await make_document(files, target, before=target if count > 1 else None)
        assert made.pages == count


async def test_twenty_files_are_taken_and_no_more(uploads: Path, target: Path) -> None:
    files = lay(uploads, *[paper()] * 21)
    assert (await make_document(files[:20], target)).pages == 20
    for wrong, answer in ((files, words.TOO_MANY_FILES), ([], words.NO_FILE)):
        with pytest.raises(Unfit) as refusal:
            await make_document(wrong, target)
        assert refusal.value.words == answer


async def test_of_several_files_the_refusal_says_which(uploads: Path, target: Path) -> None:
    with pytest.raises(Unfit) as refusal:
        await make_document(lay(uploads, paper(), launch()), target)
    assert refusal.value.words.startswith("Fichier 2 sur 2\N{NO-BREAK SPACE}: ce PDF contient un programme")
    assert list(target.parent.iterdir()) == []


async def test_pages_are_counted_over_all_the_files(uploads: Path, target: Path) -> None:
    many = paper(lambda pdf: [pdf.add_blank_page(page_size=(595, 842)) for _ in range(250)])
    with pytest.raises(Unfit) as refusal:
        await make_document(lay(uploads, many, many), target)
    assert "plus de 500 pages" in refusal.value.words


async def test_a_refusal_leaves_the_former_document_alone(uploads: Path, target: Path) -> None:
    target.write_bytes(b"the former one")
    with pytest.raises(Unfit):
        await make_document(lay(uploads, b"MZ"), target)
    assert [each.read_bytes() for each in target.parent.iterdir()] == [b"the former one"]


async def test_what_was_filled_in_is_drawn_into_the_page(uploads: Path, target: Path) -> None:
    def fill_in(pdf: pikepdf.Pdf) -> None:
        field = b"<< /Subtype /Widget /FT /Tx /T (a) /V (Anna) /Rect [9 9 99 30] /DA (/Helv 9 Tf 0 g) /F 4 >>"
        fonts = b"<< /Font << /Helv << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
        pdf.pages[0].Annots = pikepdf.Array([pdf.make_indirect(pikepdf.Object.parse(field))])
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pdf.pages[0].Annots, DR=pikepdf.Object.parse(fonts))

    await make_document(lay(uploads, paper(fill_in)), target)
    with pikepdf.open(target) as pdf:
        (drawn,) = pdf.pages[0].Resources.XObject.values()
        assert b"(Anna)" in drawn.read_bytes()
        assert "/Annots" not in pdf.pages[0]


async def test_a_stamp_stays_and_its_link_goes(uploads: Path, target: Path) -> None:
    stamp = pikepdf.Object.parse(b"<< /S /URI /URI (https://elsewhere.example/) >>")
    await make_document(lay(uploads, annotated(Subtype=pikepdf.Name.Stamp, A=stamp)), target)
    assert b"elsewhere" not in target.read_bytes()
    assert pages(target) == [(595, 842)]


async def test_the_size_that_a_page_inherits_is_kept(uploads: Path, target: Path) -> None:
    def move_up(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Pages.MediaBox = pdf.pages[0].MediaBox
        pdf.Root.Pages.Rotate = 90
        del pdf.pages[0].MediaBox

    await make_document(lay(uploads, paper(move_up)), target)
    assert pages(target) == [(595, 842)]
    with pikepdf.open(target) as pdf:
        assert pdf.pages[0].Rotate == 90


async def test_a_large_photo_is_shrunk_to_what_a_page_can_show(uploads: Path, target: Path) -> None:
    noise = Image.effect_noise((3000, 4000), 90)
    await make_document(lay(uploads, saved(noise, "JPEG")), target)
    with pikepdf.open(target) as pdf:
        photo = pdf.pages[0].Resources.XObject.Photo
        assert (int(photo.Width), int(photo.Height)) == (1157, 1543)
