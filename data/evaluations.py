"""Evaluations of a student in a course (évaluation)."""

import datetime

from sqlmodel import Field, Session, SQLModel, UniqueConstraint, bindparam, col, select

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


EVALUATIONS = (
    select(Evaluation)
    .where(Evaluation.enrolment_id == bindparam("enrolment"))
    .order_by(col(Evaluation.date).desc(), col(Evaluation.id).desc())
)


def evaluations_of(db: Session, enrolment: int) -> list[Evaluation]:
    """The evaluations of an enrolment, the newest first."""
    return list(db.exec(EVALUATIONS, params={"enrolment": enrolment}))
