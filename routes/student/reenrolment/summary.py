"""Récapitulatif: what will be sent, before « Valider » sends it; and taking it back."""

from dataclasses import dataclass
from typing import ClassVar

from litestar import Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlmodel import Session

from data import reenrolments, replays
from data.reenrolments import Answer, Folder, State
from data.sessions import Person
from routes.student.record import RecordView
from routes.student.reenrolment.tab import PATH, Desk, desk_of, open_folder
from routes.web.addresses import said
from routes.web.forms import form_id_of, read_form
from routes.web.guards import family_of
from routes.web.page import Page, see_other
from routes.web.printed_receipts import courses_of, state_of
from routes.web.request import Asked

CODES = {
    Answer.SENT: "reinscription-envoyee",
    Answer.UNTOLD: "reinscription-envoyee-sans-courriel",
    Answer.ALREADY: "reinscription-deja-envoyee",
    Answer.CLOSED: "reinscription-close",
}


@dataclass(frozen=True, kw_only=True)
class SummaryView(RecordView):
    """What is wished and what is missing, in words."""

    template: ClassVar[str] = "student/reenrolment_summary.html"

    address: str
    folder: Folder
    courses: list[tuple[str, str, str]]  # name, whether it goes on, wish
    documents: list[tuple[str, str]]  # name, state


@get(PATH + "/recapitulatif")
async def show_recapitulation(request: Asked, key: FromPath[str]) -> Page:
    """What « Valider » will send. Raises NotFoundException when there is nothing to send."""
    return Page(await request.database.read(summary, family_of(request), desk_of(request, key)))


def summary(db: Session, person: Person, desk: Desk) -> SummaryView:
    """A draft that can be sent."""
    folder, framed = open_folder(db, person, desk)
    if not folder.may_choose or folder.reenrolment is None or reenrolments.problems_of(folder):
        raise NotFoundException
    return SummaryView(
        **framed,
        address=framed["tab"].address,
        folder=folder,
        courses=courses_of(folder.reenrolment, folder.lines),
        documents=[(each.required.name, state_of(each.supplied)) for each in folder.documents],
    )


@post(PATH + "/recapitulatif")
async def send_reenrolment(request: Asked, key: FromPath[str]) -> Response[None]:
    """« Valider »: the request goes to the office."""
    person = family_of(request)
    form_id = form_id_of(await read_form(request))
    return see_other(request, await request.database.write(send, person, desk_of(request, key), form_id))


def send(db: Session, person: Person, desk: Desk, form_id: str) -> str:
    """Send a draft once; gives the address that says what became of it."""
    folder, framed = open_folder(db, person, desk)
    address: str = framed["tab"].address
    if replays.is_used(db, form_id):  # once more, or late: what has been taken back since stays so
        return address if folder.state == State.DRAFT else said(address, CODES[Answer.SENT])
    outcome = reenrolments.send(db, person, folder, desk.now)
    if outcome.answer == Answer.WRONG:  # withdrawn, or changed in another tab: the tab itself says what
        return said(address, "reinscription-a-revoir")
    if outcome.answer in (Answer.SENT, Answer.UNTOLD):
        replays.first_use(db, form_id, desk.now)
    return said(address, CODES[outcome.answer])


@post(PATH + "/reprise")
async def take_back_reenrolment(request: Asked, key: FromPath[str]) -> Response[None]:
    """« Reprendre la demande »: it becomes a draft again."""
    person = family_of(request)
    form_id = form_id_of(await read_form(request))
    return see_other(request, await request.database.write(take_back, person, desk_of(request, key), form_id))


def take_back(db: Session, person: Person, desk: Desk, form_id: str) -> str:
    """Take a request back once; gives the address that says what became of it."""
    folder, framed = open_folder(db, person, desk)
    address: str = framed["tab"].address
    if replays.is_used(db, form_id) or reenrolments.take_back(db, person, folder, desk.now):
        replays.first_use(db, form_id, desk.now)
        return said(address, "reinscription-reprise")
    return said(address, "reinscription-trop-tard")
