"""Enrolments: a student in a course (inscription), and what the teacher notes week by week (suivi)."""

import datetime
from typing import NamedTuple

from sqlmodel import Field, Session, SQLModel, UniqueConstraint, bindparam, col, func, select

from data.courses import Course, current_year
from data.keys import new_key
from data.sites import Site
from data.students import FamilyStudent, Student


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


class Lesson(NamedTuple):
    """A student’s course: what is taught, and when and where this student has it. In the order of LESSONS."""

    enrolment: int
    key: str
    school_year: str
    title: str
    discipline: str
    track: str
    level: str
    cycle: str
    teacher: str
    active: bool
    weekday: str
    starts: str
    ends: str
    room: str
    comments: str

    @property
    def words(self) -> str:
        """All that a list says of it but when it is."""
        return " ".join((self.title, self.level, self.teacher, self.cycle, self.room))

    @property
    def hours(self) -> str:
        """« 17:30 à 18:15 », or as much of it as is known."""
        return f"{self.starts} à {self.ends}" if self.starts and self.ends else self.starts

    @property
    def time(self) -> str:
        """« mercredi, 17:30 à 18:15 », or as much of it as is known."""
        return ", ".join(filter(None, (self.weekday, self.hours)))


def _own_or(own: str, shared: str) -> object:
    """What an individual lesson says wins over what its course says."""
    return func.coalesce(func.nullif(getattr(Enrolment, own), ""), getattr(Course, shared))


LESSONS = (
    select(  # type: ignore[call-overload]
        Enrolment.id,
        Enrolment.key,
        Course.school_year,
        Course.title,
        Course.discipline,
        Course.track,
        Course.level,
        Course.cycle,
        Course.teacher,
        Enrolment.active,
        _own_or("weekday", "weekday"),
        _own_or("starts", "starts"),
        _own_or("ends", "ends"),
        _own_or("room", "room"),
        Enrolment.comments,
    )
    .join(Course, col(Course.id) == Enrolment.course_id)
    .join(Site, col(Site.id) == Course.site_id)
    .order_by(col(Course.school_year).desc(), col(Enrolment.id))
)
OF_STUDENT = LESSONS.where(Enrolment.student_id == bindparam("student"))
THIS_YEAR = OF_STUDENT.where(Course.school_year == current_year())
OFFERED = THIS_YEAR.add_columns(Course.offered_again)
PAST = OF_STUDENT.where(Course.school_year < current_year())
OF_FAMILY = (
    LESSONS.add_columns(Student)
    .join(Student, col(Student.id) == Enrolment.student_id)
    .join(FamilyStudent, col(FamilyStudent.student_id) == Student.id)
    .where(FamilyStudent.family_id == bindparam("family"), Course.school_year == current_year())
)
FOLLOW_UPS = select(FollowUp).where(FollowUp.enrolment_id == bindparam("enrolment")).order_by(col(FollowUp.date).desc())


def lessons_of(db: Session, student: int) -> list[Lesson]:
    """The courses of a student in the current school year."""
    return [Lesson._make(row) for row in db.exec(THIS_YEAR, params={"student": student})]


def lessons_offered(db: Session, student: int) -> list[tuple[Lesson, bool]]:
    """The courses of a student in the current school year, each with whether it is offered again next year."""
    return [(Lesson._make(row[:-1]), row[-1]) for row in db.exec(OFFERED, params={"student": student})]


def past_lessons_of(db: Session, student: int) -> list[Lesson]:
    """The courses of a student in former school years, the newest year first."""
    return [Lesson._make(row) for row in db.exec(PAST, params={"student": student})]


def lessons_of_family(db: Session, family: int) -> list[tuple[Student, Lesson]]:
    """The courses of all students of a family in the current school year."""
    return [(row[-1], Lesson._make(row[:-1])) for row in db.exec(OF_FAMILY, params={"family": family})]


def follow_ups_of(db: Session, enrolment: int) -> list[FollowUp]:
    """What the teacher has noted, the newest first."""
    return list(db.exec(FOLLOW_UPS, params={"enrolment": enrolment}))
