"""Elève, Cours: this year’s courses, and the week they make."""

import datetime
from dataclasses import dataclass
from typing import ClassVar

from litestar import get
from litestar.params import FromPath
from sqlmodel import Session

from data import agenda, sites
from data.agenda import Appointment, Week
from data.sessions import Person
from routes.student.lessons import COURSES, Row
from routes.student.record import RecordView, find_student, frame
from routes.web import clock
from routes.web.guards import family_of
from routes.web.page import Page
from routes.web.request import Asked


@dataclass(frozen=True, kw_only=True)
class CoursesView(RecordView):
    """The courses of the current school year."""

    template: ClassVar[str] = "student/courses.html"

    rows: list[Row]
    week: Week


@get("/eleves/{key:str}/cours")
async def show_courses(request: Asked, key: FromPath[str]) -> Page:
    """« Onglet Cours de l’élève »."""
    return Page(await request.database.read(courses, family_of(request), key, clock.today()))


def courses(db: Session, person: Person, key: str, today: datetime.date) -> CoursesView:
    """The lessons of one student of the family, and when they are held this week."""
    found = find_student(db, person.family, key)
    lessons = COURSES.lessons_of(db, found.student.id)
    held = [Appointment(lesson.key, "", lesson) for lesson in lessons if lesson.active]
    week = agenda.week_of(agenda.calendar_of(db, sites.site_with(db, person.site)), held, today)
    return CoursesView(**frame(db, person, found, "/cours", today), rows=COURSES.rows(found, lessons), week=week)
