"""The receipt of a re-enrolment: what was sent, when, under which number; as a page and as PDF."""

from dataclasses import dataclass
from typing import ClassVar

from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlmodel import Session

from data import families
from data.families import Guardian
from data.reenrolments import Folder, State
from data.sessions import Person
from data.sites import Site
from routes.student.record import RecordView
from routes.student.reenrolment.sheet import decision_of, state_of
from routes.student.reenrolment.summary import courses_of
from routes.student.reenrolment.tab import PATH, Desk, desk_of, open_folder
from routes.web.french import NO_BREAK, moment
from routes.web.guards import family_of
from routes.web.page import Page, View
from routes.web.pdf import Pdf
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


@dataclass(frozen=True, kw_only=True)
class PrintedReceipt(View):
    """The same as a letter."""

    template: ClassVar[str] = "prints/reenrolment.html"

    site: Site
    guardian: Guardian
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
    printed = await request.database.read(print_receipt, family_of(request), desk_of(request, key))
    number = printed.folder.reenrolment.number if printed.folder.reenrolment else ""
    return await Pdf.of(printed, f"reinscription-{number}.pdf")


def receipt(db: Session, person: Person, desk: Desk) -> ReceiptView:
    """What was sent. Raises NotFoundException while it is a draft."""
    folder, framed = open_folder(db, person, desk)
    return ReceiptView(
        **framed,
        address=framed["tab"].address,
        folder=folder,
        sent=_sent(folder),
        courses=courses_of(folder),
        documents=_documents(folder),
        decision=decision_of(folder),
    )


def print_receipt(db: Session, person: Person, desk: Desk) -> PrintedReceipt:
    """The same, with whom it is for."""
    folder, _ = open_folder(db, person, desk)
    sent = _sent(folder)
    number = folder.reenrolment.number if folder.reenrolment else ""
    return PrintedReceipt(
        heading=f"Reçu de réinscription n°{NO_BREAK}{number}",
        site=folder.opening.site,
        guardian=families.guardian_with(db, person.family, person.guardian),
        folder=folder,
        sent=sent,
        courses=courses_of(folder),
        documents=_documents(folder),
        decision=decision_of(folder),
    )


def _sent(folder: Folder) -> str:
    row = folder.reenrolment
    if row is None or row.sent_at is None or folder.state == State.DRAFT:
        raise NotFoundException
    return moment(row.sent_at)


def _documents(folder: Folder) -> list[tuple[str, str]]:
    return [(each.required.name, state_of(each.supplied)) for each in folder.documents]
