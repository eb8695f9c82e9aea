"""PDFs that act, hide something, or want a password."""

import io
from collections.abc import Callable

import pikepdf
from pikepdf import Array, Dictionary, Encryption, Name, Pdf, Stream, String

from routes.web.intake import words
from tests.hostile.others import zipped
from tests.hostile.shelf import CATALOG, DRAWN, PAGE, PAGES, by_hand, harmless, refused, stream


def paper(change: Callable[[Pdf], object] = lambda _: None, **saving: object) -> bytes:
    """A PDF of one page with a rectangle on it, and something more."""
    written = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(595, 842))
        pdf.pages[0].Contents = pdf.make_stream(DRAWN)
        change(pdf)
        pdf.save(written, **saving)  # type: ignore[arg-type]
    return written.getvalue()


def script(code: str = "app.alert(1)") -> Dictionary:
    """An action of a PDF in JavaScript."""
    return Dictionary(S=Name.JavaScript, JS=code)


def annotated(**entries: object) -> bytes:
    """A page with an annotation."""
    note = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[50, 50, 90, 90])
    for key, value in entries.items():
        note[f"/{key}"] = value
    return on_page(Annots=Array([note]))


def on_page(**entries: object) -> bytes:
    """A PDF with more on its page."""

    def put(pdf: Pdf) -> None:
        for key, value in entries.items():
            pdf.pages[0].obj[f"/{key}"] = value

    return paper(put)


def in_root(**entries: object) -> bytes:
    """A PDF with more in its catalogue."""
    return paper(lambda pdf: _put(pdf, **entries))


def _put(pdf: Pdf, **entries: object) -> None:
    for key, value in entries.items():
        pdf.Root[f"/{key}"] = value


@refused(words.LOCKED)
def with_a_password() -> bytes:
    return paper(encryption=Encryption(user="secret", owner="secret"))


@harmless()
def locked_by_its_owner() -> bytes:
    return paper(encryption=Encryption(user="", owner="secret", allow=pikepdf.Permissions(modify_assembly=False)))


@refused(words.ACTIVE)
def script_on_opening() -> bytes:
    return in_root(OpenAction=script())


@refused(words.ACTIVE)
def script_in_the_names() -> bytes:
    return in_root(Names=Dictionary(JavaScript=Dictionary(Names=[String("a"), script()])))


@refused(words.ACTIVE)
def script_when_the_document_closes() -> bytes:
    return in_root(AA=Dictionary(WC=script()))


@refused(words.ACTIVE)
def script_when_the_page_opens() -> bytes:
    return on_page(AA=Dictionary(O=script()))


@refused(words.ACTIVE)
def script_behind_a_link() -> bytes:
    return annotated(A=script())


@refused(words.ACTIVE)
def script_in_a_field() -> bytes:
    field = Dictionary(FT=Name.Tx, T="a", AA=Dictionary(K=script()))
    return in_root(AcroForm=Dictionary(Fields=[field]))


@refused(words.ACTIVE)
def script_after_another_action() -> bytes:
    return annotated(A=Dictionary(S=Name.GoTo, D=Array([0, Name.Fit]), Next=Array([script()])))


@refused(words.ACTIVE)
def script_in_the_outline() -> bytes:
    return in_root(Outlines=Dictionary(First=Dictionary(Title="a", A=script())))


@refused(words.ACTIVE)
def script_in_a_stream() -> bytes:
    return paper(lambda pdf: _put(pdf, OpenAction=Dictionary(S=Name.GoTo, JS=Stream(pdf, b"app.alert(1)"))))


@refused(words.ACTIVE)
def script_with_its_name_disguised() -> bytes:
    catalog = b"<< /Type /Catalog /Pages 2 0 R /OpenAction << /#53 /J#61v#61Script /#4A#53 (app.alert(1)) >> >>"
    return by_hand([catalog, PAGES, PAGE, stream(DRAWN)])


@refused(words.ACTIVE)
def script_that_an_update_took_out_of_sight() -> bytes:
    return by_hand([CATALOG, PAGES, PAGE, stream(DRAWN), b"<< /S /JavaScript /JS (app.alert(1)) >>"])


@refused(words.ACTIVE)
def script_in_packed_objects() -> bytes:
    hidden = Dictionary(O=script())
    return paper(
        lambda pdf: _put(pdf, AA=pdf.make_indirect(hidden)),
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
    )


@refused(words.ACTIVE)
def launch() -> bytes:
    return in_root(OpenAction=Dictionary(S=Name.Launch, F="calc.exe"))


@refused(words.ACTIVE)
def form_that_is_sent_elsewhere() -> bytes:
    return annotated(A=Dictionary(S=Name.SubmitForm, F="https://elsewhere.example/"))


@refused(words.ACTIVE)
def form_that_reads_a_file() -> bytes:
    return annotated(A=Dictionary(S=Name.ImportData, F="/etc/passwd"))


@refused(words.FORM)
def xfa() -> bytes:
    return paper(lambda pdf: _put(pdf, AcroForm=Dictionary(Fields=[], XFA=Stream(pdf, b"<xdp:xdp/>"))))


@refused(words.SHOW)
def rich_media() -> bytes:
    return annotated(Subtype=Name.RichMedia, RichMediaContent=Dictionary())


@refused(words.SHOW)
def solid_body() -> bytes:
    return annotated(Subtype=Name("/3D"))


@refused(words.SHOW)
def film_on_a_page() -> bytes:
    return annotated(Subtype=Name.Movie, Movie=Dictionary(F="a.avi"))


@harmless()
def link_to_elsewhere() -> bytes:
    return annotated(A=Dictionary(S=Name.URI, URI="https://elsewhere.example/"))


@harmless()
def link_to_a_file() -> bytes:
    return annotated(A=Dictionary(S=Name.GoToR, F=r"\\elsewhere\share\a.pdf", D=Array([0, Name.Fit])))


def attached(pdf: Pdf) -> Dictionary:
    """A file within the file."""
    return Dictionary(Type=Name.Filespec, F="a.exe", EF=Dictionary(F=pdf.make_stream(b"MZ", Type=Name.EmbeddedFile)))


@harmless(words.EMPTIED)
def attachment_by_name() -> bytes:
    return paper(lambda pdf: pdf.attachments.__setitem__("a.exe", b"MZ"))


@harmless(words.EMPTIED)
def attachment_of_an_electronic_bill() -> bytes:
    return paper(lambda pdf: _put(pdf, AF=Array([attached(pdf)])))


@harmless(words.EMPTIED)
def attachment_on_a_page() -> bytes:
    def pin(pdf: Pdf) -> None:
        note = Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=[0, 0, 9, 9], FS=attached(pdf))
        pdf.pages[0].Annots = Array([note])

    return paper(pin)


@harmless(words.EMPTIED)
def attachment_of_a_drawing() -> bytes:
    def draw(pdf: Pdf) -> None:
        drawing = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9], AF=[attached(pdf)])
        pdf.pages[0].Resources = Dictionary(XObject=Dictionary(Drawing=drawing))

    return paper(draw)


@harmless()
def web_page_behind_a_pdf() -> bytes:
    return paper() + b"<html><script>alert(1)</script></html>"


@harmless()
def archive_behind_a_pdf() -> bytes:
    return paper() + zipped({"a.exe": b"MZ"})
