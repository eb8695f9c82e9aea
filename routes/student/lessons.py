"""How a lesson is named among others, its row in a list, and the record that the row opens.

Two shelves hold the lessons of a student: the courses of this year, and those of former years. Their records are
made alike: `routes/course` and `routes/past_course` say what stands in their tabs.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from litestar.exceptions import NotFoundException
from sqlmodel import Session

from data import enrolments
from data.enrolments import Lesson
from data.neighbours import told_apart
from routes.student.record import Found, find_student
from routes.web.tabs import Back, Tab, arrows


class Row(NamedTuple):
    """A lesson in a list; the link in its header cell leads to its record."""

    address: str
    name: str
    lesson: Lesson


@dataclass(frozen=True)
class Shelf:
    """Lessons of a student that stand in one list."""

    folder: str  # in the address
    tabs: dict[str, str]  # of a record: the first is what a row opens
    heading: str  # of a record, before the name of the course
    lessons_of: Callable[[Session, int], list[Lesson]]
    names_of: Callable[[Sequence[Lesson]], list[str]]

    def rows(self, found: Found, lessons: Sequence[Lesson]) -> list[Row]:
        """The list."""
        (first, *_), names = self.tabs, self.names_of(lessons)
        address = f"{found.address}/{self.folder}"
        return [
            Row(f"{address}/{lesson.key}/{first}", name, lesson) for lesson, name in zip(lessons, names, strict=True)
        ]

    def find(self, db: Session, family: int, student: str, key: str) -> "FoundLesson":
        """A lesson of a student of this family. Two statements, which serve the arrows too."""
        found = find_student(db, family, student)
        lessons = self.lessons_of(db, found.student.id)
        for place, lesson in enumerate(lessons):
            if lesson.key == key:
                return FoundLesson(found, self, lessons, place)
        raise NotFoundException


class FoundLesson(NamedTuple):
    """A lesson of a student of the family, among the lessons it stands with."""

    student: Found
    shelf: Shelf
    lessons: list[Lesson]
    place: int

    @property
    def lesson(self) -> Lesson:
        """The lesson itself."""
        return self.lessons[self.place]

    def address(self, tab: str) -> str:
        """Where one of the tabs of its record is."""
        return self._addresses(tab)[self.place]

    def _addresses(self, tab: str) -> list[str]:
        return [f"{self.student.address}/{self.shelf.folder}/{each.key}/{tab}" for each in self.lessons]

    def frame(self, tab: str, part: str = "") -> dict[str, Any]:
        """What every tab of the record says; the arrows keep the tab."""
        names, tabs = self.shelf.names_of(self.lessons), self.shelf.tabs
        return {
            "heading": self.shelf.heading + names[self.place],
            "part": part or tabs[tab],
            "tabs": [Tab(self.address(each), label) for each, label in tabs.items()],
            "tab": Tab(self.address(tab), tabs[tab]),
            "arrows": arrows(self._addresses(tab), names, self.place),
            "back": Back(f"{self.student.address}/{self.shelf.folder}", "record"),
            "about": self._about(names[self.place]),
        }

    def _about(self, name: str) -> list[str]:
        """What the heading does not say already."""
        student, lesson = self.student.student, self.lesson
        facts = (f"Elève {student.name}", lesson.school_year, lesson.teacher, lesson.time, lesson.room)
        return [each for each in facts if each and each not in name.split(", ")]


def names_of(lessons: Sequence[Lesson]) -> list[str]:
    """A name for each lesson that no other has: title, then teacher, then day and time."""
    return told_apart(
        lessons,
        lambda lesson: lesson.title,
        lambda lesson: _listed(lesson.title, lesson.teacher),
        lambda lesson: _listed(lesson.title, lesson.teacher, lesson.time),
    )


def names_with_years(lessons: Sequence[Lesson]) -> list[str]:
    """The same for lessons of several years."""
    return told_apart(
        lessons,
        lambda lesson: _listed(lesson.title, lesson.school_year),
        lambda lesson: _listed(lesson.title, lesson.teacher, lesson.school_year),
        lambda lesson: _listed(lesson.title, lesson.teacher, lesson.time, lesson.school_year),
    )


def _listed(*words: str) -> str:
    return ", ".join(filter(None, words))


COURSES = Shelf(
    "cours",
    {"suivi": "Suivi", "evaluations": "Evaluations", "absences": "Absence"},
    "",
    enrolments.lessons_of,
    names_of,
)
PAST = Shelf(
    "historique",
    {"fiche": "Historique", "evaluations": "Evaluations", "commentaires": "Commentaires"},
    "Historique du cours\N{NO-BREAK SPACE}: ",
    enrolments.past_lessons_of,
    names_with_years,
)
