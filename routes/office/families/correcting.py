"""« Modifier »: the office corrects the record of a guardian or of a student; what it says is official at once."""

from typing import NamedTuple

from litestar import Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlmodel import Session

from data import kept_forms, replays
from data.changes import Answer, Record, fields_of
from data.families import Guardian
from data.registry import correcting, reading
from data.sessions import Person
from data.students import Student
from routes.office.families.pupil import PUPILS, found_pupil
from routes.office.families.record_forms import RecordFormView, correction_of
from routes.office.families.search import FAMILIES
from routes.web import clock
from routes.web.addresses import said
from routes.web.amending import wish_of
from routes.web.forms import Values, form_id_of, read_form
from routes.web.guards import office_of
from routes.web.kept import author_of, resumes
from routes.web.page import Page, View, see_other
from routes.web.request import Asked

GUARDIAN = FAMILIES + "/{key:str}/responsables/{guardian:str}"
PUPIL = PUPILS + "/{key:str}/fiche"


class Place(NamedTuple):
    """Which record, by the keys of its address, and where « Retour » leads."""

    address: str
    key: str
    guardian: str = ""

    @property
    def back(self) -> str:
        """The page that the record is shown on."""
        return f"{FAMILIES if self.guardian else PUPILS}/{self.key}"


def guardian_with(db: Session, person: Person, key: str, guardian: str) -> Guardian:
    """A guardian of a family of the office’s site; raises NotFoundException."""
    household = reading.guardians_of(db, person.site, key)
    for each, _ in household.guardians if household else ():
        if each.key == guardian:
            return each
    raise NotFoundException


def _record(db: Session, person: Person, place: Place) -> Record:
    if place.guardian:
        return guardian_with(db, person, place.key, place.guardian)
    return found_pupil(db, person, place.key).student


@get(GUARDIAN)
async def show_guardian_form(request: Asked, key: FromPath[str], guardian: FromPath[str]) -> Page:
    """The form of a guardian."""
    return await _show(request, Place(request.path, key, guardian))


@post(GUARDIAN)
async def change_guardian(
    request: Asked, key: FromPath[str], guardian: FromPath[str]
) -> Response[View] | Response[None]:
    """« Modifier » of a guardian."""
    return await _change(request, Place(request.path, key, guardian))


@get(PUPIL)
async def show_pupil_form(request: Asked, key: FromPath[str]) -> Page:
    """The form of a student."""
    return await _show(request, Place(request.path, key))


@post(PUPIL)
async def change_pupil(request: Asked, key: FromPath[str]) -> Response[View] | Response[None]:
    """« Modifier » of a student."""
    return await _change(request, Place(request.path, key))


async def _show(request: Asked, place: Place) -> Page:
    return Page(await request.database.read(_resumed, office_of(request), place, resumes(request), clock.now()))


def _resumed(db: Session, person: Person, place: Place, resumes: bool, now: int) -> RecordFormView:
    """The record, or what was typed before the session ran out."""
    record = _record(db, person, place)
    kept = kept_forms.kept_for(db, person.account, place.address, now) if resumes else None
    wish = wish_of(kept.typed, fields_of(isinstance(record, Student))) if kept else None
    return correction_of(db, person, record, place.address, place.back, wish, resumed=bool(kept))


async def _change(request: Asked, place: Place) -> Response[View] | Response[None]:
    person = await author_of(request, office_of)
    values = await read_form(request)
    status, answer = await request.database.write(_correct_once, person, place, values, form_id_of(values))
    return see_other(request, answer) if isinstance(answer, str) else Page(answer, status_code=status)


def _correct_once(
    db: Session, person: Person, place: Place, values: Values, form_id: str
) -> tuple[int, RecordFormView | str]:
    """Where it leads; or the page again, with what is wrong or what has changed meanwhile."""
    record, now = _record(db, person, place), clock.now()
    if replays.is_used(db, form_id):
        return 303, said(place.back, "fiche-corrigee")
    wish = wish_of(values, fields_of(isinstance(record, Student)))
    outcome = correcting.correct(db, person, record, wish, now, clock.today())
    if outcome.answer in (Answer.WRONG, Answer.CLASHING):
        view = correction_of(db, person, record, place.address, place.back, wish, outcome)
        return 422 if outcome.answer == Answer.WRONG else 409, view
    replays.first_use(db, form_id, now)
    kept_forms.forget(db, person.account, place.address)
    return 303, said(place.back, "fiche-corrigee" if outcome.answer == Answer.SENT else "rien-de-nouveau")
