"""Elève, Répertoire: the works played."""

from dataclasses import dataclass
from typing import ClassVar

from litestar import get
from litestar.params import FromPath, FromQuery
from sqlmodel import Session

from data import repertoire
from data.repertoire import Played
from routes.student.record import RecordView, find_student, frame
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
    return Page(await request.database.read(played, family_of(request).family, key, page))


def played(db: Session, family: int, key: str, page: str) -> RepertoireView:
    """The works of one student of the family."""
    found = find_student(db, family, key)
    address = f"{found.address}/repertoire"
    works = rows_of(repertoire.works_of(db, found.student.id), address, number_of(page))
    return RepertoireView(**frame(found, "/repertoire"), works=works)
