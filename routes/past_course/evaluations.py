"""Fiche d’historique, Evaluations: the marks of the year."""

from litestar import get
from litestar.params import FromPath, FromQuery
from sqlmodel import Session

from routes.student.evaluations import evaluations_tab
from routes.student.lessons import PAST
from routes.student.notes import NotesView
from routes.web.guards import family_of
from routes.web.page import Page
from routes.web.request import Asked

PATH = "/eleves/{student:str}/historique/{course:str}/evaluations"


@get([PATH, PATH + "/{row:str}"])
async def show_past_evaluations(
    request: Asked, student: FromPath[str], course: FromPath[str], page: FromQuery[str] = "1"
) -> Page:
    """The list, and a row opened."""
    row = request.path_params.get("row", "")
    return Page(await request.database.read(past_evaluations, family_of(request).family, student, course, row, page))


def past_evaluations(db: Session, family: int, student: str, course: str, row: str, page: str) -> NotesView:
    """The evaluations of a past course of a student of the family."""
    return evaluations_tab(db, PAST.find(db, family, student, course), row, page)
