"""Absences of a student from a course."""

import datetime

from sqlmodel import Field, SQLModel, UniqueConstraint

from data.keys import new_key


class Absence(SQLModel, table=True):
    """One missed lesson."""

    __table_args__ = (
        UniqueConstraint("enrolment_id", "date"),
        UniqueConstraint("enrolment_id", "key"),
    )

    id: int = Field(default=None, primary_key=True)
    key: str = Field(default_factory=new_key)
    enrolment_id: int = Field(foreign_key="enrolment.id")
    date: datetime.date
    reason: str = ""
    excused: bool = False
    comment: str = ""
