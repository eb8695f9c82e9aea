"""Absences of a student from a course."""

import datetime

from sqlmodel import Field, Session, SQLModel, UniqueConstraint, bindparam, col, select

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


ABSENCES = (
    select(Absence)
    .where(Absence.enrolment_id == bindparam("enrolment"))
    .order_by(col(Absence.date).desc(), col(Absence.id).desc())
)


def absences_of(db: Session, enrolment: int) -> list[Absence]:
    """The absences of an enrolment, the newest first."""
    return list(db.exec(ABSENCES, params={"enrolment": enrolment}))
