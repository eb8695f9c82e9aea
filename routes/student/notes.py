"""What teachers note of a course, as lists whose rows open: the course record and the past record show the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from litestar.exceptions import NotFoundException
from sqlmodel import Session

from data import enrolments
from routes.student.chart import Chart
from routes.student.lessons import FoundLesson
from routes.student.record import RecordView
from routes.web import french
from routes.web.paging import Rows, number_of, page_of, rows_of

GLIMPSE = 100  # characters of a text in a list

Facts = list[tuple[str, str]]


class Note(NamedTuple):
    """One note, written out: its link’s words, the cells of its row, and all there is when it is opened."""

    key: str
    name: str
    cells: list[str]
    facts: Facts


class Kind(NamedTuple):
    """How one kind of note is listed."""

    caption: str
    columns: list[str]
    empty: str


class Notes(NamedTuple):
    """One list: one page of its notes, and the note that is opened."""

    kind: Kind
    rows: Rows[Note]
    opened: Note | None

    @property
    def part(self) -> str:
        """What the title says of the row that is opened."""
        return self.opened.name if self.opened else ""


@dataclass(frozen=True, kw_only=True)
class NotesView(RecordView):
    """A tab that holds such a list."""

    template: ClassVar[str] = "course/notes.html"
    regions: ClassVar[tuple[str, ...]] = ("screen", "record", "panel", "detail")

    about: list[str]
    notes: Notes
    summary: str = ""
    chart: Chart | None = None


FOLLOW_UPS = Kind(
    "Suivi du cours, du plus récent au plus ancien", ["Date", "Suivi"], "Aucun suivi n’a encore été noté."
)


def listed(kind: Kind, notes: Sequence[Note], address: str, key: str, page: str) -> Notes:
    """The page asked for, or the one that holds the opened note; raises NotFoundException for what is not there."""
    number = number_of(page)
    if not key:
        return Notes(kind, rows_of(notes, address, number), None)
    for place, note in enumerate(notes):
        if note.key == key:
            return Notes(kind, rows_of(notes, address, page_of(place)), note)
    raise NotFoundException


def follow_ups(db: Session, found: FoundLesson, tab: str, key: str, page: str) -> Notes:
    """Date and text; opened, the whole text and the teacher."""
    teacher = ("Enseignant", found.lesson.teacher)
    notes = [
        Note(row.key, f"Suivi du {french.day(row.date)}", [glimpse(row.text)], [("Suivi", row.text), teacher])
        for row in enrolments.follow_ups_of(db, found.lesson.enrolment)
    ]
    return listed(FOLLOW_UPS, notes, found.address(tab), key, page)


def glimpse(text: str) -> str:
    """The beginning of a text, in whole words; a quotation that would open at its end is left out."""
    return (
        text
        if len(text) <= GLIMPSE
        else text[:GLIMPSE].rsplit(None, 1)[0].rstrip(" \N{NO-BREAK SPACE}«(") + "\N{NO-BREAK SPACE}…"
    )
