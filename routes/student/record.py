"""The student of the URL: who it is, its tabs, its arrows; every tab begins here."""

import datetime
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

from litestar.exceptions import NotFoundException
from sqlmodel import Session

from data import reenrolments, students
from data.sessions import Person
from data.site_texts import Place
from data.students import Student
from routes.web.page import View
from routes.web.tabs import Arrow, Back, Tab, arrows

TABS = {"": "Identité", "/cours": "Cours", "/historique": "Historique", "/repertoire": "Répertoire"}
REENROLMENT = "/reinscription"
WHEN_OPEN = {**TABS, REENROLMENT: "Réinscription"}
PLACES = {
    "": Place.STUDENT,
    "/cours": Place.COURSES,
    "/historique": Place.HISTORY,
    "/repertoire": Place.REPERTOIRE,
    REENROLMENT: Place.REENROLMENT,
}
BACK = Back("/famille", "screen")


class Found(NamedTuple):
    """A student of the family, among the family’s students."""

    siblings: list[tuple[Student, str]]
    place: int

    @property
    def student(self) -> Student:
        """The student."""
        return self.siblings[self.place][0]

    @property
    def address(self) -> str:
        """Where the record is."""
        return address_of(self.student)


@dataclass(frozen=True, kw_only=True)
class RecordView(View):
    """A record with tabs and arrows: a student’s, a course’s, a past course’s."""

    menu: ClassVar[str] = "eleves"
    regions: ClassVar[tuple[str, ...]] = ("screen", "record", "panel")

    tabs: list[Tab]
    tab: Tab
    arrows: list[Arrow]
    back: Back


def find_student(db: Session, family: int, key: str) -> Found:
    """A student of this family, and nobody else’s. One statement, which serves the arrows too."""
    siblings = students.students_of(db, family)
    for place, (student, _) in enumerate(siblings):
        if student.key == key:
            return Found(siblings, place)
    raise NotFoundException


def frame(db: Session, person: Person, found: Found, suffix: str, today: datetime.date) -> dict[str, Any]:
    """What every tab of the record says; the arrows keep the tab. One statement at most: whether re-enrolment shows."""
    is_shown = suffix == REENROLMENT or reenrolments.has_tab(db, person, found.student.id, today)
    labels = WHEN_OPEN if is_shown else TABS
    tab = Tab(found.address + suffix, labels[suffix], PLACES[suffix])
    of_siblings = "" if suffix == REENROLMENT and not reenrolments.is_open(person, today) else suffix
    addresses = [address_of(student) + of_siblings for student, _ in found.siblings]
    return {
        "heading": f"Elève {found.student.name}",
        "part": tab.label,
        "tabs": [Tab(found.address + each, label, PLACES[each]) for each, label in labels.items()],
        "tab": tab,
        "arrows": arrows(addresses, [name for _, name in found.siblings], found.place),
        "back": BACK,
    }


def address_of(student: Student) -> str:
    """Where a student’s record is: an id that says nothing, never a name."""
    return f"/eleves/{student.key}"
