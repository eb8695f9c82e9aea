"""Elèves: the family’s students, under the menu and under the tab of « Famille »."""

from dataclasses import dataclass
from typing import ClassVar

from litestar import get

from data import students
from data.students import Student
from routes.family.record import STUDENTS, FamilyView, frame
from routes.web.guards import family_of
from routes.web.page import Page, View
from routes.web.request import Asked


@dataclass(frozen=True, kw_only=True)
class StudentsTabView(FamilyView):
    """The list as a tab of the family."""

    template: ClassVar[str] = "family/students.html"

    students: list[Student]


@dataclass(frozen=True, kw_only=True)
class StudentsView(View):
    """The same list under the menu."""

    template: ClassVar[str] = "student/list.html"
    menu: ClassVar[str] = "eleves"

    students: list[Student]


@get("/famille/eleves")
async def show_students_tab(request: Asked) -> Page:
    """The tab « Elèves » of « Famille »."""
    person = family_of(request)
    listed = await request.database.read(students.students_of, person.family)
    return Page(StudentsTabView(**frame(person, STUDENTS), students=listed))


@get("/eleves")
async def show_students(request: Asked) -> Page:
    """« Elèves » of the menu."""
    person = family_of(request)
    listed = await request.database.read(students.students_of, person.family)
    return Page(StudentsView(heading="Elèves", students=listed))
