"""Fiche de cours, Evaluations: marks and mentions."""

from litestar import get
from litestar.params import FromPath, FromQuery
from sqlmodel import Session

from routes.student.evaluations import evaluations_tab
from routes.student.lessons import COURSES
from routes.student.notes import NotesView
from routes.web.guards import family_of
from routes.web.page import Page
from routes.web.request import Asked

PATH = "/eleves/{student:str}/cours/{course:str}/evaluations"


@get([PATH, PATH + "/{row:str}"])
async def show_evaluations(
    request: Asked, student: FromPath[str], course: FromPath[str], page: FromQuery[str] = "1"
) -> Page:
    """The list, and a row opened."""
    row = request.path_params.get("row", "")
    return Page(await request.database.read(evaluations, family_of(request).family, student, course, row, page))


def evaluations(db: Session, family: int, student: str, course: str, row: str, page: str) -> NotesView:
    """The evaluations of a course of a student of the family."""
    return evaluations_tab(db, COURSES.find(db, family, student, course), row, page)
