"""Famille, Elèves: the family’s students as a tab."""

from dataclasses import dataclass
from typing import ClassVar

from litestar import get

from data import students
from data.students import Student
from routes.family.record import STUDENTS, FamilyView, frame
from routes.web.guards import family_of
from routes.web.page import Page
from routes.web.request import Asked


@dataclass(frozen=True, kw_only=True)
class StudentsTabView(FamilyView):
    """The list under the family’s tab."""

    template: ClassVar[str] = "family/students.html"

    students: list[tuple[Student, str]]


@get("/famille/eleves")
async def show_students_tab(request: Asked) -> Page:
    """The tab « Elèves » of « Famille »."""
    person = family_of(request)
    listed = await request.database.read(students.students_of, person.family)
    return Page(StudentsTabView(**frame(person, STUDENTS), students=listed))
