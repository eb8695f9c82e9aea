"""Enrolments: a student in a course (inscription), and what the teacher notes week by week (suivi)."""

import datetime

from sqlmodel import Field, SQLModel, UniqueConstraint

from data.keys import new_key


class Enrolment(SQLModel, table=True):
    """A student in a course; day, times and room are those of an individual lesson and win."""

    __table_args__ = (
        UniqueConstraint("student_id", "course_id"),
        UniqueConstraint("student_id", "key"),
    )

    id: int = Field(default=None, primary_key=True)
    key: str = Field(default_factory=new_key)
    student_id: int = Field(foreign_key="student.id")
    course_id: int = Field(foreign_key="course.id", index=True)
    active: bool = True
    weekday: str = ""
    starts: str = ""
    ends: str = ""
    room: str = ""
    comments: str = ""


class FollowUp(SQLModel, table=True):
    """One note of the teacher on one day."""

    __tablename__ = "follow_up"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "date"),
        UniqueConstraint("enrolment_id", "key"),
    )

    id: int = Field(default=None, primary_key=True)
    key: str = Field(default_factory=new_key)
    enrolment_id: int = Field(foreign_key="enrolment.id")
    date: datetime.date
    text: str
