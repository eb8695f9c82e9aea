"""Fiche de cours, Suivi: what the teacher has noted."""

from litestar import get
from litestar.params import FromPath, FromQuery
from sqlmodel import Session

from routes.student.lessons import COURSES
from routes.student.notes import NotesView, follow_ups
from routes.web.guards import family_of
from routes.web.page import Page
from routes.web.request import Asked

PATH = "/eleves/{student:str}/cours/{course:str}/suivi"


@get([PATH, PATH + "/{row:str}"])
async def show_follow_ups(
    request: Asked, student: FromPath[str], course: FromPath[str], page: FromQuery[str] = "1"
) -> Page:
    """The list, and a row opened."""
    row = request.path_params.get("row", "")
    return Page(await request.database.read(follow_up_tab, family_of(request).family, student, course, row, page))


def follow_up_tab(db: Session, family: int, student: str, course: str, row: str, page: str) -> NotesView:
    """The follow-up of a course of a student of the family."""
    found = COURSES.find(db, family, student, course)
    notes = follow_ups(db, found, "suivi", row, page)
    return NotesView(**found.frame("suivi", notes.part), notes=notes)
