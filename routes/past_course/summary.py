"""Fiche d’historique, Historique: the year’s facts and its follow-up."""

from dataclasses import dataclass
from typing import ClassVar

from litestar import get
from litestar.params import FromPath, FromQuery
from sqlmodel import Session

from data.enrolments import Lesson
from routes.student.lessons import PAST
from routes.student.notes import Facts, NotesView, follow_ups
from routes.web.guards import family_of
from routes.web.page import Page
from routes.web.request import Asked

PATH = "/eleves/{student:str}/historique/{course:str}/fiche"


@dataclass(frozen=True, kw_only=True)
class SummaryView(NotesView):
    """The facts of the year above its follow-up."""

    template: ClassVar[str] = "past_course/summary.html"

    facts: Facts


@get([PATH, PATH + "/{row:str}"])
async def show_summary(
    request: Asked, student: FromPath[str], course: FromPath[str], page: FromQuery[str] = "1"
) -> Page:
    """The facts, the follow-up, and a row of it opened."""
    row = request.path_params.get("row", "")
    return Page(await request.database.read(summary, family_of(request).family, student, course, row, page))


def summary(db: Session, family: int, student: str, course: str, row: str, page: str) -> SummaryView:
    """A past course of a student of the family."""
    found = PAST.find(db, family, student, course)
    notes = follow_ups(db, found, "fiche", row, page)
    return SummaryView(**found.frame("fiche", notes.part), notes=notes, facts=facts_of(found.lesson))


def facts_of(lesson: Lesson) -> Facts:
    """What is known of the year."""
    return [
        ("Année scolaire", lesson.school_year),
        ("Cours", lesson.title),
        ("Discipline", lesson.discipline),
        ("Cursus", lesson.track),
        ("Niveau", lesson.level),
        ("Cycle", lesson.cycle),
        ("Enseignant", lesson.teacher),
    ]
