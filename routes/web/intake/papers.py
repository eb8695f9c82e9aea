"""Uploaded PDFs: what is refused, what is taken out. The contents of a page are never decoded."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pikepdf import Array, Dictionary, Name, PasswordError, Pdf, PdfError, Stream
from pikepdf.settings import set_qpdf_limits

from routes.web.intake import words
from routes.web.intake.outcome import Unfit

OBJECTS = 100_000
VALUES = 200_000  # lists and dictionaries within all of them
INFLATED = 64 << 20  # bytes of one stream of objects
KEPT = {"/Type", "/Parent", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Resources", "/Contents", "/Group"}
ACTIONS = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData"}
SHOWS = {"/RichMedia", "/RichMediaExecute", "/3D", "/Movie", "/Sound", "/Rendition", "/Screen"}
DROPPED = {"/AF", "/EF", "/AA", "/Metadata", "/PieceInfo", "/Thumb", "/OPI", "/Ref"}
OUTSIDE = {"/F", "/FFilter", "/FDecodeParms"}  # of a stream whose data would lie in another file
ATTACHED = {"/AF", "/EF"}

# Of the whole process; what the portal prints stays far below it.
set_qpdf_limits(flate_max_memory=INFLATED, parser_max_container_size=VALUES)


def opened(file: Path) -> Pdf:
    """The PDF, with 1 to 500 pages; raises Unfit."""
    try:
        pdf = Pdf.open(file, attempt_recovery=False)
        _check_size(pdf)
    except PasswordError:
        raise Unfit(words.LOCKED) from None
    except (PdfError, ValueError, TypeError, RuntimeError):
        raise Unfit(words.DAMAGED) from None
    return pdf


def _check_size(pdf: Pdf) -> None:
    if len(pdf.objects) > OBJECTS:
        raise Unfit(words.COMPLICATED)
    if not pdf.pages:
        raise Unfit(words.NO_PAGE)
    if len(pdf.pages) > words.PAGES:
        raise Unfit(words.TOO_MANY_PAGES)


def made_harmless(pdf: Pdf) -> bool:
    """Leave nothing but what is drawn on the pages. True when attachments were taken out; raises Unfit."""
    try:
        emptied = False
        for value in _values(pdf):
            _refuse_active(value)
            emptied |= _emptied(value)
        _flatten(pdf)
    except (PdfError, ValueError, TypeError, RuntimeError, AttributeError, KeyError):
        raise Unfit(words.DAMAGED) from None
    return emptied


def _values(pdf: Pdf) -> Iterator[Any]:
    """Every dictionary of the file, reachable or not: what a reader does not see today it may find tomorrow."""
    count = 0
    for thing in pdf.objects:
        inside = [thing]
        while inside:
            value = inside.pop()
            if not isinstance(value, Array | Dictionary | Stream):
                continue
            count += 1
            if count > VALUES:
                raise Unfit(words.COMPLICATED)
            children = value if isinstance(value, Array) else [value[key] for key in value.keys()]  # noqa: SIM118
            inside += [child for child in children if isinstance(child, Array | Dictionary) and not child.is_indirect]
            if not isinstance(value, Array):
                yield value


def _refuse_active(value: Any) -> None:
    keys = set(value.keys())
    names = {str(value[key]) for key in keys & {"/S", "/Subtype"} if isinstance(value[key], Name)}
    if keys & {"/JS", "/JavaScript"} or names & ACTIONS:
        raise Unfit(words.ACTIVE)
    if "/XFA" in keys:
        raise Unfit(words.FORM)
    if names & SHOWS or "/RichMediaContent" in keys:
        raise Unfit(words.SHOW)


def _emptied(value: Any) -> bool:
    keys = set(value.keys())
    for key in keys & (DROPPED | OUTSIDE if isinstance(value, Stream) else DROPPED):
        del value[key]
    attached = value.get("/Subtype") == Name.FileAttachment
    return bool(keys & ATTACHED) or attached


def _flatten(pdf: Pdf) -> None:
    """Draw into the pages what is laid over them: fields filled in, stamps, remarks. Links go."""
    notes = [note for page in pdf.pages for note in page.get("/Annots", ())]
    if "/AcroForm" in pdf.Root:
        pdf.Root.AcroForm.NeedAppearances = any(_is_undrawn(note) for note in notes)
        pdf.generate_appearance_streams()
    if notes:
        pdf.flatten_annotations("screen")
    for page in pdf.pages:
        for key in set(page.obj.keys()) - KEPT:
            del page[key]


def _is_undrawn(note: Any) -> bool:
    """Whether a field was filled in by a program that left its drawing to the reader."""
    value = note.get("/V", note.get("/Parent", {}).get("/V"))
    return note.get("/Subtype") == Name.Widget and "/AP" not in note and bool(value)
