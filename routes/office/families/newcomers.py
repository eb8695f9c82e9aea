"""« Ajouter »: a family with its responsable, one more guardian, a student; with the family’s own fields and checks."""

from dataclasses import dataclass

from litestar import Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlmodel import Session

from data import kept_forms, replays
from data.changes import Texts, fields_of, texts_of
from data.families import Family, Guardian
from data.registry import adding, reading
from data.registry.adding import REFERENCE, Typed
from data.registry.reading import Household
from data.sessions import Person
from data.students import Student
from routes.office.families.record_forms import RecordFormView, inputs_of, problems_of
from routes.office.families.search import FAMILIES
from routes.web import clock
from routes.web.addresses import said
from routes.web.forms import Values, form_id_of, read_form
from routes.web.guards import office_of
from routes.web.inputs import read_inputs
from routes.web.kept import author_of, resumes
from routes.web.page import NO_PROBLEMS, Page, View, see_other
from routes.web.request import Asked

FAMILY = FAMILIES + "/nouvelle"
GUARDIAN = FAMILIES + "/{key:str}/responsables/nouveau"
STUDENT = FAMILIES + "/{key:str}/eleves/nouveau"
OF_HOUSEHOLD = ("surname", "address", "postcode", "town", "home_phone")  # what a child most often shares
Model = type[Family] | type[Guardian] | type[Student]
WORDS: dict[Model, tuple[str, str, str]] = {  # heading, button, code of the message
    Family: ("Ajouter une famille", "Ajouter la famille", "famille-ajoutee"),
    Guardian: ("Ajouter un responsable", "Ajouter le responsable", "responsable-ajoute"),
    Student: ("Ajouter un élève", "Ajouter l’élève", "eleve-ajoute"),
}


@dataclass(frozen=True)
class Place:
    """What is added, and to which family."""

    address: str
    model: Model
    key: str = ""

    @property
    def back(self) -> str:
        """Where « Retour » leads, and « Ajouter » where there is a family already."""
        return f"{FAMILIES}/{self.key}" if self.key else FAMILIES


@get(FAMILY)
async def show_new_family(request: Asked) -> Page:
    """The form of a family and its responsable."""
    return await _show(request, Place(request.path, Family))


@post(FAMILY)
async def add_family(request: Asked) -> Response[View] | Response[None]:
    """« Ajouter la famille »."""
    return await _add(request, Place(request.path, Family))


@get(GUARDIAN)
async def show_new_guardian(request: Asked, key: FromPath[str]) -> Page:
    """The form of one more guardian."""
    return await _show(request, Place(request.path, Guardian, key))


@post(GUARDIAN)
async def add_guardian(request: Asked, key: FromPath[str]) -> Response[View] | Response[None]:
    """« Ajouter le responsable »."""
    return await _add(request, Place(request.path, Guardian, key))


@get(STUDENT)
async def show_new_student(request: Asked, key: FromPath[str]) -> Page:
    """The form of a student of this family."""
    return await _show(request, Place(request.path, Student, key))


@post(STUDENT)
async def add_student(request: Asked, key: FromPath[str]) -> Response[View] | Response[None]:
    """« Ajouter l’élève »."""
    return await _add(request, Place(request.path, Student, key))


async def _show(request: Asked, place: Place) -> Page:
    return Page(await request.database.read(_resumed, office_of(request), place, resumes(request), clock.now()))


def _resumed(db: Session, person: Person, place: Place, resumes: bool, now: int) -> RecordFormView:
    """An empty form, or what was typed before the session ran out."""
    household = _household(db, person, place)
    kept = kept_forms.kept_for(db, person.account, place.address, now) if resumes else None
    return _view(db, person, place, household, kept.typed if kept else None, resumed=bool(kept))


def _household(db: Session, person: Person, place: Place) -> Household | None:
    """The family that is added to; raises NotFoundException when there is none."""
    found = reading.guardians_of(db, person.site, place.key) if place.key else None
    if place.key and found is None:
        raise NotFoundException
    return found


def _view(
    db: Session,
    person: Person,
    place: Place,
    household: Household | None,
    values: Values | None,
    read: Typed | None = None,
    resumed: bool = False,
) -> RecordFormView:
    of_student = place.model is Student
    fields, (heading, button, _) = fields_of(of_student), WORDS[place.model]
    held = dict.fromkeys((each.name for each in fields), "")
    offered = held | (_shared(household) if household and of_student else {})
    return RecordFormView(
        heading=f"{heading} – famille {household.responsable.surname}" if household else heading,
        address=place.address,
        button=button,
        inputs=inputs_of(
            db, person, of_student, offered if values is None else held | read_inputs(values, fields), held
        ),
        shown="",
        clashes=(),
        reference=None if place.model is Guardian else (values or {}).get(REFERENCE, ""),
        resumed=resumed,
        back=place.back,
        problems=problems_of(read.problems, of_student) if read else NO_PROBLEMS,
    )


def _shared(household: Household) -> Texts:
    """What is offered for a new student: the name and the address of the responsable."""
    texts = texts_of(household.responsable)
    return {name: texts[name] for name in OF_HOUSEHOLD}


async def _add(request: Asked, place: Place) -> Response[View] | Response[None]:
    person = await author_of(request, office_of)
    values = await read_form(request)
    answer = await request.database.write(_add_once, person, place, values, form_id_of(values), clock.now())
    return see_other(request, answer) if isinstance(answer, str) else Page(answer, status_code=422)


def _add_once(
    db: Session, person: Person, place: Place, values: Values, form_id: str, now: int
) -> RecordFormView | str:
    """Where it leads; or the form again, with what is wrong. The same form sent twice adds once."""
    household = _household(db, person, place)
    done = WORDS[place.model][2]
    if replays.is_used(db, form_id):
        return said(place.back, done)
    typed = read_inputs(values, fields_of(place.model is Student))
    new = adding.read_new(db, person, place.model, typed, values.get(REFERENCE, ""), clock.today())
    if new.problems:
        return _view(db, person, place, household, values, new)
    replays.first_use(db, form_id, now)
    kept_forms.forget(db, person.account, place.address)
    if household is None:
        return said(f"{FAMILIES}/{adding.add_family(db, person, new, now).key}", done)
    add = adding.add_student if place.model is Student else adding.add_guardian
    add(db, person, household.family, new, now)
    return said(place.back, done)
