"""The repertoire: works that a student has played (répertoire, œuvre)."""

import datetime

from sqlmodel import Field, SQLModel, UniqueConstraint

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
