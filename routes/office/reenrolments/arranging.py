"""Pièces à fournir, put in order; and one that is asked for no more."""

from litestar import Response, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlmodel import Session

from data import replays
from data.reenrolments import requiring
from data.reenrolments.requiring import DOWN, UP
from data.sessions import Person
from data.store import Store
from routes.office.reenrolments.required_documents import DOCUMENTS, Answer, Texts, carry_out, found
from routes.web import clock
from routes.web.addresses import said
from routes.web.forms import form_id_of, read_form
from routes.web.guards import office_of
from routes.web.page import View, see_other
from routes.web.request import Asked

STEPS = {"monter": UP, "descendre": DOWN}


@post(DOCUMENTS + "/{key:str}/ordre")
async def change_document_order(request: Asked, key: FromPath[str]) -> Response[View] | Response[None]:
    """« Monter » and « Descendre »."""
    return await carry_out(request, office_of(request), move_once, key)


def move_once(db: Session, person: Person, key: str, typed: Texts, form_id: str, now: int) -> Answer:
    """One step up or down, once for each form; at an end nothing moves."""
    row, step = found(db, person.site, key), STEPS.get(typed.get("geste", ""))
    if step is None:
        raise NotFoundException
    if replays.first_use(db, form_id, now) and not requiring.move(db, person, row, step, now):
        return said(DOCUMENTS, "rien-de-nouveau")
    return said(DOCUMENTS, "piece-deplacee")


@post(DOCUMENTS + "/{key:str}/suppression")
async def withdraw_required_document(request: Asked, key: FromPath[str]) -> Response[None]:
    """« Ne plus demander cette pièce »; what families have supplied for it stays."""
    person = office_of(request)
    form_id = form_id_of(await read_form(request))
    model = await request.database.write(remove_once, person, key, form_id, clock.now())
    if model:
        Store(request.settings.documents).drop([model])
    return see_other(request, said(DOCUMENTS, "piece-retiree"))


def remove_once(db: Session, person: Person, key: str, form_id: str, now: int) -> str:
    """The model that is to be dropped; a form that was carried out before finds nothing more to do."""
    if replays.is_used(db, form_id):
        return ""
    row = found(db, person.site, key)
    replays.first_use(db, form_id, now)
    return requiring.remove(db, person, row, now)
