"""Elève, Réinscription: courses to tick, documents to give, one form for all of it."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

from litestar import Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlmodel import Session

from data import kept_forms, reenrolments, replays
from data.database import Database
from data.reenrolments import Folder, Overtaken, Phase, State
from data.sessions import Person
from data.store import Store
from routes.student.record import REENROLMENT, RecordView, find_student, frame
from routes.student.reenrolment.arrivals import NOTHING, Delivery, make_documents
from routes.student.reenrolment.form import REMOVE, SEND, Sent, name_of, read_sent, typed_of, whole
from routes.student.reenrolment.sheet import Sheet, sheet_of
from routes.web import clock
from routes.web.addresses import said
from routes.web.forms import OWNER_FIELD, Problems, StaleForm, owner_mark
from routes.web.guards import family_of
from routes.web.kept import author_of, resumes
from routes.web.page import Page, View, see_other
from routes.web.printed_receipts import decision_of
from routes.web.request import Asked
from routes.web.uploads import LARGEST_BODY, Posted, read_uploads

PATH = "/eleves/{key:str}/reinscription"
CLASH = "Un autre écran a enregistré un autre texte entre-temps : il est rappelé sous le vôtre. Gardez ce qui convient."
TOO_OLD = (
    "Ce formulaire était trop ancien : rien n’a été enregistré. Vérifiez votre saisie, puis envoyez-la de nouveau."
)


@dataclass(frozen=True, kw_only=True)
class ReenrolmentView(RecordView):
    """The tab: what can be ticked, written and given, or what was."""

    template: ClassVar[str] = "student/reenrolment.html"

    sheet: Sheet
    decision: str


class Desk(NamedTuple):
    """Where and when a folder is worked on."""

    key: str  # of the student
    secret: bytes
    now: int
    today: datetime.date
    resumes: bool = True


class Answer(NamedTuple):
    """Where a form leads: to an address, or back to its page; and the files that no row names any more."""

    address: str = ""
    view: ReenrolmentView | None = None
    status: int = 303
    dropped: Sequence[str] = ()


def desk_of(request: Asked, key: str) -> Desk:
    """The page that is asked for, as a place to work at."""
    return Desk(key, request.settings.secret, clock.now(), clock.today(), resumes(request))


@get(PATH)
async def show_reenrolment(request: Asked, key: FromPath[str]) -> Page:
    """« Onglet Réinscription »."""
    return Page(await request.database.read(reenrolment, family_of(request), desk_of(request, key)))


def reenrolment(db: Session, person: Person, desk: Desk) -> ReenrolmentView:
    """The tab, with what was typed before the session ran out."""
    folder, framed = open_folder(db, person, desk)
    if not folder.exists:
        raise NotFoundException
    address = framed["tab"].address
    kept = kept_forms.kept_for(db, person.account, address, desk.now) if desk.resumes else None
    typed = whole(typed_of(kept.typed), folder) if kept else None
    sheet = sheet_of(folder, address, owner_mark(person.account, desk.secret), typed, resumed=bool(kept))
    return ReenrolmentView(**framed, sheet=sheet, decision=decision_of(folder.reenrolment))


def open_folder(db: Session, person: Person, desk: Desk) -> tuple[Folder, dict[str, Any]]:
    """The folder of a student of this family and the frame of its tab; raises NotFoundException where none can be.

    After the last day there still is one to be filled by a form that comes too late: as a draft, it is not lost.
    """
    found = find_student(db, person.family, desk.key)
    folder = reenrolments.folder_of(db, person.site, person.family, found.student, desk.today)
    if not folder.exists and folder.opening.phase != Phase.CLOSED:
        raise NotFoundException
    return folder, frame(db, person, found, REENROLMENT, desk.today)


@post(PATH, request_max_body_size=LARGEST_BODY)
async def submit_reenrolment(request: Asked, key: FromPath[str]) -> Response[View] | Response[None]:
    """« Importer », « Supprimer », « Enregistrer », « Valider »: whichever it is, all of the form is kept."""
    person = await author_of(request, family_of)
    store, desk = Store(request.settings.documents), desk_of(request, key)
    try:
        async with read_uploads(request, store) as posted:
            answer = await _received(request.database, store, person, desk, posted)
    except StaleForm as old:
        if old.values.get(OWNER_FIELD) != owner_mark(person.account, desk.secret):
            raise
        answer = await request.database.read(show_again, person, desk, read_sent(old.values))
    store.drop(filter(None, answer.dropped))
    return Page(answer.view, status_code=answer.status) if answer.view else see_other(request, answer.address)


async def _received(database: Database, store: Store, person: Person, desk: Desk, posted: Posted) -> Answer:
    """Documents are made first, outside of any transaction; made again when somebody was faster."""
    sent = read_sent(posted.values)
    while True:
        folder = await database.read(find_folder, person, desk) if posted.uploads else None
        delivery = await make_documents(store, folder, posted.uploads) if folder else NOTHING
        try:
            return await database.write(carry_out, store, person, desk, sent, delivery)
        except Overtaken:
            continue
        finally:
            delivery.clear_away()


def find_folder(db: Session, person: Person, desk: Desk) -> Folder:
    """The folder alone."""
    return open_folder(db, person, desk)[0]


def show_again(db: Session, person: Person, desk: Desk, sent: Sent) -> Answer:
    """A form of an earlier session: nothing of it is carried out, and all of it is shown."""
    folder, framed = open_folder(db, person, desk)
    return Answer(view=_view(person, desk, folder, framed, {"": TOO_OLD}, sent.typed), status=422)


def carry_out(db: Session, store: Store, person: Person, desk: Desk, sent: Sent, delivery: Delivery) -> Answer:
    """All of a form in one transaction, once. Raises Overtaken before anything is written."""
    folder, framed = open_folder(db, person, desk)
    address = framed["tab"].address
    if replays.is_used(db, sent.form_id):
        return Answer(address)
    if any(reenrolments.is_overtaken(folder, each) for each in delivery.arrived):
        raise Overtaken
    wanted, clashes = reenrolments.merge(reenrolments.texts_of(folder), sent.shown, sent.typed)
    problems = reenrolments.problems_with(wanted)
    is_saved = not problems
    dropped = _save(db, store, person, desk, folder, sent, wanted, delivery) if is_saved else []
    folder = reenrolments.folder_of(db, person.site, person.family, folder.student, desk.today)
    problems |= delivery.problems | dict.fromkeys(clashes, CLASH)
    if sent.gesture == SEND and not problems and folder.may_choose:
        problems = reenrolments.problems_of(folder)
    if problems:
        typed = {name: text for name, text in whole(sent.typed, folder).items() if name in problems or not is_saved}
        view = _view(person, desk, folder, framed, problems, typed, clashes)
        return Answer(view=view, status=409 if clashes else 422, dropped=dropped)
    return Answer(_led_to(db, person, desk, folder, sent, delivery, address), dropped=dropped)


def _save(
    db: Session,
    store: Store,
    person: Person,
    desk: Desk,
    folder: Folder,
    sent: Sent,
    wanted: Mapping[str, str],
    delivery: Delivery,
) -> list[str]:
    """The draft, and the documents that came or go; gives the files that no row names any more."""
    reenrolments.save(db, person, folder, wanted, desk.now)
    replays.first_use(db, sent.form_id, desk.now)
    kept_forms.forget(db, person.account, f"/eleves/{desk.key}{REENROLMENT}")
    dropped = [reenrolments.supply(db, store, person, folder, each, desk.now) for each in delivery.arrived]
    asked = folder.document(sent.document) if sent.gesture == REMOVE and folder.may_supply else None
    return [*dropped, reenrolments.remove(db, person, asked, desk.now)] if asked else dropped


def _led_to(
    db: Session, person: Person, desk: Desk, folder: Folder, sent: Sent, delivery: Delivery, address: str
) -> str:
    """The page that a form leads to, and what is said there."""
    if not folder.may_supply:
        return said(address, "reinscription-close")
    if sent.gesture == SEND and folder.may_choose:
        return f"{address}/recapitulatif"
    if sent.gesture == SEND and folder.state == State.INCOMPLETE:
        reenrolments.send(db, person, folder, desk.now)
        return said(address, "reinscription-completee")
    if delivery.arrived:
        return said(address, "piece-importee")
    return said(address, "piece-supprimee" if sent.gesture == REMOVE else "reinscription-enregistree")


def _view(
    person: Person,
    desk: Desk,
    folder: Folder,
    framed: dict[str, Any],
    problems: Mapping[str, str],
    typed: Mapping[str, str],
    clashes: Sequence[str] = (),
) -> ReenrolmentView:
    """The tab once more, with what is wrong, and what was typed there."""
    sheet = sheet_of(folder, framed["tab"].address, owner_mark(person.account, desk.secret), typed, clashes)
    named = {name_of(name) or "saisie": words for name, words in problems.items()}
    return ReenrolmentView(**framed, sheet=sheet, decision=decision_of(folder.reenrolment), problems=Problems(named))
