"""Evaluations of a student in a course (évaluation)."""

import datetime

from sqlmodel import Field, SQLModel, UniqueConstraint

from data.keys import new_key


class Evaluation(SQLModel, table=True):
    """A mark as the teacher wrote it (« 14,5 », « ABS », « TB »), on a scale or without one."""

    __table_args__ = (
        UniqueConstraint("enrolment_id", "date", "title"),
        UniqueConstraint("enrolment_id", "key"),
    )

    id: int = Field(default=None, primary_key=True)
    key: str = Field(default_factory=new_key)
    enrolment_id: int = Field(foreign_key="enrolment.id")
    date: datetime.date
    title: str
    mark: str = ""
    scale: str = ""
    distinction: str = ""
    comment: str = ""
