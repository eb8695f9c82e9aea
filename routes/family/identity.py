"""Famille, Identité: what the conservatoire knows of the guardian, edited in place."""

from dataclasses import dataclass
from typing import ClassVar

from litestar import Response, get, post
from sqlmodel import Session

from data import families
from data.changes import GUARDIAN, Outcome
from data.sessions import Person
from routes.family.record import IDENTITY, FamilyView, frame
from routes.web.amending import Desk, Posted, Sheet, answered, carry_out, desk_of, problems_of, read_posted, sheet_of
from routes.web.guards import family_of
from routes.web.kept import author_of
from routes.web.page import Page, View
from routes.web.request import Asked


@dataclass(frozen=True, kw_only=True)
class IdentityView(FamilyView):
    """The guardian’s fields under the manual’s labels."""

    template: ClassVar[str] = "family/identity.html"

    sheet: Sheet


@get("/famille")
async def show_identity(request: Asked) -> Page:
    """« Identité du responsable de la famille »."""
    return Page(await request.database.read(identity, family_of(request), desk_of(request)))


@post("/famille")
async def amend_identity(request: Asked) -> Response[View] | Response[None]:
    """« Modifier »: what the family proposes."""
    person = await author_of(request, family_of)
    posted = await read_posted(request, person, GUARDIAN)
    return answered(request, *await request.database.write(amend, person, desk_of(request), posted))


def identity(
    db: Session, person: Person, desk: Desk, posted: Posted | None = None, outcome: Outcome | None = None
) -> IdentityView:
    """The guardian’s record, with a form that came back."""
    guardian = families.guardian_with(db, person.family, person.guardian)
    sheet = sheet_of(db, person, guardian, desk, posted, outcome)
    return IdentityView(**frame(person, IDENTITY), sheet=sheet, problems=problems_of(outcome, GUARDIAN))


def amend(db: Session, person: Person, desk: Desk, posted: Posted) -> tuple[Outcome, IdentityView]:
    """What becomes of the form, and the page that says what is wrong with it."""
    guardian = families.guardian_with(db, person.family, person.guardian)
    outcome = carry_out(db, person, guardian, desk, posted)
    return outcome, identity(db, person, desk, posted, outcome)
