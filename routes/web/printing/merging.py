"""Many tagged PDFs as one: their pages in a row, and their tags under one document."""

import io
from collections.abc import Sequence

import pikepdf

from routes.web.printing.letterhead import draw_logo


def merged(parts: Sequence[bytes], pages: int, logo: bytes) -> bytes:
    """The first PDF with the pages of the others behind its own; each says the same of itself, such as its title.

    The logo stands on every page, and once in the file.

    Raises ValueError when there are not so many pages in all.
    """
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(parts[0])) as pdf:
        for part in parts[1:]:
            with pikepdf.open(io.BytesIO(part)) as other:
                _append(pdf, other)
        if len(pdf.pages) != pages:
            raise ValueError(f"{len(pdf.pages)} pages in the place of {pages}")
        draw_logo(pdf, pdf.pages, logo)
        pdf.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return target.getvalue()


def _append(pdf: pikepdf.Pdf, other: pikepdf.Pdf) -> None:
    """The pages first: what the tags say of a page then becomes the page that has been copied."""
    before = len(pdf.pages)
    pdf.pages.extend(other.pages)
    root, more = pdf.Root.StructTreeRoot, pdf.copy_foreign(other.Root.StructTreeRoot)
    document = root.K[0]
    for branch in more.K[0].K:
        branch.P = document
        document.K.append(branch)
    for number, page in enumerate(pdf.pages[before:], before):
        page.StructParents = number
    for place, leaves in zip(list(more.ParentTree.Nums)[::2], list(more.ParentTree.Nums)[1::2], strict=True):
        root.ParentTree.Nums.extend(pikepdf.Array([before + int(place), leaves]))
    root.ParentTreeNextKey = len(pdf.pages)
