"""Courriels: sending again what has failed, trying what waits, and a mail to oneself."""

from litestar import Response, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlmodel import Session

from data import mails, replays
from data.sessions import Person
from routes.office.mails.outbox import MAILS
from routes.web import clock
from routes.web.addresses import said
from routes.web.forms import form_id_of, read_form
from routes.web.guards import office_of
from routes.web.page import see_other
from routes.web.request import Asked

FAILED = MAILS + "?etat=echoues"
CODES = {
    "renvoye": "courriel-renvoye",
    "essaye": "courriel-essaye",
    "adresse": "courriel-adresse",
    "": "courriel-parti",
}


@post(MAILS + "/{key:str}/envoi")
async def send_mail_again(request: Asked, key: FromPath[str]) -> Response[None]:
    """« Envoyer de nouveau », « Essayer maintenant »."""
    person = office_of(request)
    form_id = form_id_of(await read_form(request))
    code = await request.database.write(again_once, person, key, form_id, clock.now())
    return see_other(request, said(f"{MAILS}/{key}", code))


def again_once(db: Session, person: Person, key: str, form_id: str, now: int) -> str:
    """What is said of it; raises NotFoundException for a mail that is not the site’s."""
    if mails.mail_of(db, person.site, key) is None:
        raise NotFoundException
    if not replays.first_use(db, form_id, now):
        return "courriel-essaye"
    return CODES[mails.send_again(db, person, key, now)]


@post(MAILS + "/renvoi")
async def send_failed_mails(request: Asked) -> Response[None]:
    """Every failed mail of a kind."""
    person = office_of(request)
    values = await read_form(request)
    form_id, kind = form_id_of(values), values.get("nature", "")
    code = await request.database.write(failed_once, person, kind, form_id, clock.now())
    return see_other(request, said(MAILS if code == "courriels-renvoyes" else FAILED, code))


def failed_once(db: Session, person: Person, kind: str, form_id: str, now: int) -> str:
    """What is said of them; the same form sent twice sends them once."""
    if replays.first_use(db, form_id, now) and not mails.send_failed_again(db, person, kind, now):
        return "courriels-aucun"
    return "courriels-renvoyes"


@post(MAILS + "/essai")
async def send_test_mail(request: Asked) -> Response[None]:
    """« Courriel d’essai »."""
    person = office_of(request)
    form_id = form_id_of(await read_form(request))
    return see_other(request, said(MAILS, await request.database.write(test_once, person, form_id, clock.now())))


def test_once(db: Session, person: Person, form_id: str, now: int) -> str:
    """What is said of it."""
    if replays.first_use(db, form_id, now) and not mails.send_test(db, person, now):
        return "essai-sans-adresse"
    return "essai-envoye"
