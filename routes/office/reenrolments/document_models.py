"""Modèle à télécharger: a form that goes with a document of re-enrolment, which families fill in."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from anyio import to_thread
from litestar import Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlmodel import Session

from data import replays
from data.documents import RequiredDocument
from data.reenrolments import requiring
from data.sessions import Person
from data.store import Store
from routes.office.reenrolments.required_documents import DOCUMENTS, DocumentView, found, one_document
from routes.web import clock
from routes.web.addresses import said
from routes.web.documents import Shown, show_document
from routes.web.forms import Problems, form_id_of, read_form
from routes.web.guards import office_of
from routes.web.intake import make_document
from routes.web.intake.outcome import Unfit
from routes.web.page import Page, View, see_other
from routes.web.request import Asked
from routes.web.uploads import LARGEST_BODY, Posted, read_uploads

MODEL = DOCUMENTS + "/{key:str}/modele"
FIELD = "modele"
NO_FILE = "Choisissez un fichier PDF."
ONE_FILE = "Choisissez un seul fichier : une pièce a un modèle."
TOO_LARGE = "Ce fichier dépasse 10\N{NO-BREAK SPACE}Mo. Enregistrez-le avec des images plus petites."


@get(MODEL)
async def show_document_model(request: Asked, key: FromPath[str]) -> Shown:
    """The form as families download it."""
    person = office_of(request)
    row: RequiredDocument = await request.database.read(found, person.site, key)
    if not row.model:
        raise NotFoundException
    return await show_document(request, row.model, row.model_name)


@post(MODEL, request_max_body_size=LARGEST_BODY)
async def add_document_model(request: Asked, key: FromPath[str]) -> Response[View] | Response[None]:
    """« Enregistrer le modèle »: it takes the place of the one there was."""
    person, store = office_of(request), Store(request.settings.documents)
    async with read_uploads(request, store) as posted:
        await request.database.read(found, person.site, key)  # nothing is opened for what does not exist
        form_id = form_id_of(posted.values)
        try:
            async with _made(posted, store) as (path, name):
                former = await request.database.write(keep_once, store, person, key, path, name, form_id, clock.now())
        except Unfit as trouble:
            return Page(await _again(request, person, key, trouble.words), status_code=422)
    if former:
        store.drop([former])
    return see_other(request, said(f"{DOCUMENTS}/{key}", "modele-enregistre"))


@asynccontextmanager
async def _made(posted: Posted, store: Store) -> AsyncIterator[tuple[Path, str]]:
    """The one file that was sent, made harmless, and its name. Raises Unfit."""
    files = [each for each in posted.uploads if each.field == FIELD]
    if len(files) != 1 or not files[0].fits:
        raise Unfit(NO_FILE if not files else ONE_FILE if len(files) > 1 else TOO_LARGE)
    target = await to_thread.run_sync(store.arrival)
    try:
        await make_document([files[0].path], target=target)
        yield target, f"{files[0].name.rpartition('.')[0] or files[0].name}.pdf"
    finally:
        target.unlink(missing_ok=True)


async def _again(request: Asked, person: Person, key: str, words: str) -> DocumentView:
    return await request.database.read(one_document, person.site, key, None, Problems({FIELD: words}))


def keep_once(
    db: Session, store: Store, person: Person, key: str, path: Path, name: str, form_id: str, now: int
) -> str:
    """Keep the file with its row, once for each form; gives the former one, to be dropped."""
    row = found(db, person.site, key)
    if not replays.first_use(db, form_id, now):
        return ""
    return requiring.keep_model(db, store, person, row, path, name, now)


@post(MODEL + "/suppression")
async def withdraw_document_model(request: Asked, key: FromPath[str]) -> Response[None]:
    """« Retirer le modèle »."""
    person = office_of(request)
    form_id = form_id_of(await read_form(request))
    former = await request.database.write(remove_once, person, key, form_id, clock.now())
    if former:
        Store(request.settings.documents).drop([former])
    return see_other(request, said(f"{DOCUMENTS}/{key}", "modele-retire"))


def remove_once(db: Session, person: Person, key: str, form_id: str, now: int) -> str:
    """The file that is to be dropped."""
    row = found(db, person.site, key)
    return requiring.remove_model(db, person, row, now) if replays.first_use(db, form_id, now) else ""
