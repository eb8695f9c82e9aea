"""The receipt of a re-enrolment: what was sent, when, under which number; as a page and as PDF."""

from dataclasses import dataclass
from typing import ClassVar

from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlmodel import Session

from data import families, site_logo
from data.reenrolments import Folder, Sent, sent_of
from data.sessions import Person
from routes.student.record import RecordView
from routes.student.reenrolment.tab import PATH, Desk, desk_of, open_folder
from routes.web.french import moment
from routes.web.guards import family_of
from routes.web.page import Page
from routes.web.pdf import Pdf
from routes.web.printed_receipts import PrintedReceipt, courses_of, decision_of, documents_of, letter_of
from routes.web.request import Asked


@dataclass(frozen=True, kw_only=True)
class ReceiptView(RecordView):
    """What the office has received."""

    template: ClassVar[str] = "student/reenrolment_receipt.html"

    address: str
    folder: Folder
    sent: str
    courses: list[tuple[str, str, str]]
    documents: list[tuple[str, str]]
    decision: str


@get(PATH + "/recu")
async def show_receipt(request: Asked, key: FromPath[str]) -> Page:
    """The receipt as a page."""
    return Page(await request.database.read(receipt, family_of(request), desk_of(request, key)))


@get(PATH + "/recu.pdf")
async def show_printed_receipt(request: Asked, key: FromPath[str]) -> Response[bytes]:
    """The receipt as PDF; its name says nothing of the child."""
    printed, logo = await request.database.read(print_receipt, family_of(request), desk_of(request, key))
    return await Pdf.of(printed, f"reinscription-{printed.reenrolment.number}.pdf", logo)


def receipt(db: Session, person: Person, desk: Desk) -> ReceiptView:
    """What was sent. Raises NotFoundException while it is a draft."""
    folder, framed = open_folder(db, person, desk)
    held = _sent(folder)
    return ReceiptView(
        **framed,
        address=framed["tab"].address,
        folder=folder,
        sent=moment(held.at),
        courses=courses_of(held.reenrolment, held.lines),
        documents=documents_of(held),
        decision=decision_of(held.reenrolment),
    )


def print_receipt(db: Session, person: Person, desk: Desk) -> tuple[PrintedReceipt, bytes]:
    """The same, with whom it is for; and the logo at its head."""
    folder, _ = open_folder(db, person, desk)
    guardian = families.guardian_with(db, person.family, person.guardian)
    site = folder.opening.site
    return letter_of(site, guardian, _sent(folder)), site_logo.picture_of(db, site)


def _sent(folder: Folder) -> Sent:
    held = sent_of(folder)
    if held is None:
        raise NotFoundException
    return held
