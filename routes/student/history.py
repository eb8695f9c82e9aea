"""Elève, Historique: the courses of former school years, the newest year first."""

import datetime
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar

from litestar import get
from litestar.params import FromPath
from sqlmodel import Session

from data.sessions import Person
from routes.student.lessons import PAST, Row
from routes.student.record import RecordView, find_student, frame
from routes.web import clock
from routes.web.guards import family_of
from routes.web.page import Page
from routes.web.request import Asked


@dataclass(frozen=True, kw_only=True)
class HistoryView(RecordView):
    """The past courses, by school year."""

    template: ClassVar[str] = "student/history.html"

    years: list[tuple[str, list[Row]]]


@get("/eleves/{key:str}/historique")
async def show_history(request: Asked, key: FromPath[str]) -> Page:
    """« La liste des fiches de suivi des cours de l’élève des années antérieures »."""
    return Page(await request.database.read(history, family_of(request), key, clock.today()))


def history(db: Session, person: Person, key: str, today: datetime.date) -> HistoryView:
    """The past courses of one student of the family."""
    found = find_student(db, person.family, key)
    rows = PAST.rows(found, PAST.lessons_of(db, found.student.id))
    years = [(year, list(of_year)) for year, of_year in groupby(rows, lambda row: row.lesson.school_year)]
    return HistoryView(**frame(db, person, found, "/historique", today), years=years)
