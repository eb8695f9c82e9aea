"""Elève, Identité: what the conservatoire knows of the student, edited in place."""

from dataclasses import dataclass
from typing import ClassVar

from litestar import Response, get, post
from litestar.params import FromPath
from sqlmodel import Session

from data.changes import STUDENT, Outcome
from data.sessions import Person
from routes.student.record import RecordView, find_student, frame
from routes.web.amending import Desk, Posted, Sheet, answered, carry_out, desk_of, problems_of, read_posted, sheet_of
from routes.web.guards import family_of
from routes.web.kept import author_of
from routes.web.page import Page, View
from routes.web.request import Asked


@dataclass(frozen=True, kw_only=True)
class IdentityView(RecordView):
    """The student’s fields under the manual’s labels."""

    template: ClassVar[str] = "student/identity.html"

    sheet: Sheet


@get("/eleves/{key:str}")
async def show_student(request: Asked, key: FromPath[str]) -> Page:
    """« Onglet Identité de l’élève »."""
    return Page(await request.database.read(identity, family_of(request), key, desk_of(request)))


@post("/eleves/{key:str}")
async def amend_student(request: Asked, key: FromPath[str]) -> Response[View] | Response[None]:
    """« Modifier »: what the family proposes."""
    person = await author_of(request, family_of)
    posted = await read_posted(request, person, STUDENT)
    return answered(request, *await request.database.write(amend, person, key, desk_of(request), posted))


def identity(
    db: Session, person: Person, key: str, desk: Desk, posted: Posted | None = None, outcome: Outcome | None = None
) -> IdentityView:
    """The record of one student of the family, with a form that came back."""
    found = find_student(db, person.family, key)
    sheet = sheet_of(db, person, found.student, desk, posted, outcome)
    return IdentityView(**frame(db, person, found, "", desk.today), sheet=sheet, problems=problems_of(outcome, STUDENT))


def amend(db: Session, person: Person, key: str, desk: Desk, posted: Posted) -> tuple[Outcome, IdentityView]:
    """What becomes of the form, and the page that says what is wrong with it."""
    student = find_student(db, person.family, key).student
    outcome = carry_out(db, person, student, desk, posted)
    return outcome, identity(db, person, key, desk, posted, outcome)
