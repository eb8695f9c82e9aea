"""Elève, Répertoire: the works played."""

import datetime
from dataclasses import dataclass
from typing import ClassVar

from litestar import get
from litestar.params import FromPath, FromQuery
from sqlmodel import Session

from data import repertoire
from data.repertoire import Played
from data.sessions import Person
from routes.student.record import RecordView, find_student, frame
from routes.web import clock
from routes.web.guards import family_of
from routes.web.page import Page
from routes.web.paging import Rows, number_of, rows_of
from routes.web.request import Asked


@dataclass(frozen=True, kw_only=True)
class RepertoireView(RecordView):
    """The works, the newest first."""

    template: ClassVar[str] = "student/repertoire.html"

    works: Rows[Played]


@get("/eleves/{key:str}/repertoire")
async def show_repertoire(request: Asked, key: FromPath[str], page: FromQuery[str] = "1") -> Page:
    """Works with composer, date, course and occasion."""
    return Page(await request.database.read(played, family_of(request), key, page, clock.today()))


def played(db: Session, person: Person, key: str, page: str, today: datetime.date) -> RepertoireView:
    """The works of one student of the family."""
    found = find_student(db, person.family, key)
    address = f"{found.address}/repertoire"
    works = rows_of(repertoire.works_of(db, found.student.id), address, number_of(page))
    return RepertoireView(**frame(db, person, found, "/repertoire", today), works=works)
