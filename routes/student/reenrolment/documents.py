"""« Consulter »: a document that the family supplied; and the forms that a site asks to fill in."""

from litestar import get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlmodel import Session

from data import documents, reenrolments
from data.sessions import Person
from routes.student.record import find_student
from routes.student.reenrolment.tab import PATH
from routes.web.documents import Shown, show_document
from routes.web.guards import family_of
from routes.web.request import Asked

KIND = ".pdf"


@get(PATH + "/pieces/{name:str}")
async def show_supplied_document(request: Asked, key: FromPath[str], name: FromPath[str]) -> Shown:
    """A document of the family, as PDF; raises NotFoundException for anybody else’s."""
    stored = await request.database.read(supplied, family_of(request), key, _key(name))
    return await show_document(request, stored, name)


def supplied(db: Session, person: Person, student: str, key: str) -> str:
    """The stored name of a document that this family gave for this student, or for all of them."""
    found = find_student(db, person.family, student)
    document = reenrolments.document_of(db, person.family, found.student.id, key)
    if document is None:
        raise NotFoundException
    return document.stored


@get(PATH + "/modeles/{name:str}")
async def show_model(request: Asked, key: FromPath[str], name: FromPath[str]) -> Shown:
    """A form of the family’s site, to fill in."""
    stored, called = await request.database.read(model, family_of(request), key, _key(name))
    return await show_document(request, stored, called)


def model(db: Session, person: Person, student: str, key: str) -> tuple[str, str]:
    """The stored name of a form of this site, and what it is called."""
    find_student(db, person.family, student)
    required = documents.required_with(db, person.site, key)
    if required is None or not required.model:
        raise NotFoundException
    return required.model, required.model_name


def _key(name: str) -> str:
    """« k7q2m9tx.pdf » → « k7q2m9tx »; raises NotFoundException for any other kind."""
    if not name.endswith(KIND):
        raise NotFoundException
    return name.removesuffix(KIND)
