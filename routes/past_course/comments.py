"""Fiche d’historique, Commentaires: what was said of the year as a whole."""

from dataclasses import dataclass
from typing import ClassVar

from litestar import get
from litestar.params import FromPath
from sqlmodel import Session

from routes.student.lessons import PAST
from routes.student.record import RecordView
from routes.web.guards import family_of
from routes.web.page import Page
from routes.web.request import Asked


@dataclass(frozen=True, kw_only=True)
class CommentsView(RecordView):
    """The text of the year."""

    template: ClassVar[str] = "past_course/comments.html"

    about: list[str]
    comments: str


@get("/eleves/{student:str}/historique/{course:str}/commentaires")
async def show_comments(request: Asked, student: FromPath[str], course: FromPath[str]) -> Page:
    """The comment of the year."""
    return Page(await request.database.read(comments, family_of(request).family, student, course))


def comments(db: Session, family: int, student: str, course: str) -> CommentsView:
    """What was said of a past course of a student of the family."""
    found = PAST.find(db, family, student, course)
    return CommentsView(**found.frame("commentaires"), comments=found.lesson.comments)
