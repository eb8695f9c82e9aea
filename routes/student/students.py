"""Elèves: the family’s students, under the menu."""

from dataclasses import dataclass
from typing import ClassVar

from litestar import get

from data import students
from data.students import Student
from routes.web.guards import family_of
from routes.web.page import Page, View
from routes.web.request import Asked


@dataclass(frozen=True, kw_only=True)
class StudentsView(View):
    """The same list as under the family’s tab."""

    template: ClassVar[str] = "student/students.html"
    menu: ClassVar[str] = "eleves"

    students: list[tuple[Student, str]]


@get("/eleves")
async def show_students(request: Asked) -> Page:
    """« Elèves » of the menu: a name opens the record."""
    person = family_of(request)
    listed = await request.database.read(students.students_of, person.family)
    return Page(StudentsView(heading="Elèves", students=listed))
