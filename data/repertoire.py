"""The repertoire: works that a student has played (répertoire, œuvre)."""

import datetime
from typing import NamedTuple

from sqlmodel import Field, Session, SQLModel, UniqueConstraint, bindparam, col, func, select

from data.courses import Course
from data.keys import new_key


class Work(SQLModel, table=True):
    """A work a student has played; known by student, title, composer and date."""

    __table_args__ = (UniqueConstraint("student_id", "key"),)

    id: int = Field(default=None, primary_key=True)
    key: str = Field(default_factory=new_key)
    student_id: int = Field(foreign_key="student.id")
    title: str
    composer: str = ""
    date: datetime.date | None = None
    course_id: int | None = Field(default=None, foreign_key="course.id")
    occasion: str = ""


class Played(NamedTuple):
    """A work as the repertoire shows it; the title of its course may be empty. In the order of WORKS."""

    date: datetime.date | None
    composer: str
    title: str
    course: str
    occasion: str


WORKS = (
    select(Work.date, Work.composer, Work.title, func.coalesce(Course.title, ""), Work.occasion)  # type: ignore[call-overload]
    .outerjoin(Course, col(Course.id) == Work.course_id)
    .where(Work.student_id == bindparam("student"))
    .order_by(col(Work.date).is_(None), col(Work.date).desc(), Work.composer, Work.title)
)


def works_of(db: Session, student: int) -> list[Played]:
    """The works a student has played, the newest first, those without a date last."""
    return [Played._make(row) for row in db.exec(WORKS, params={"student": student})]
