"""Fiche de cours, Absence: missed lessons."""

from collections import Counter
from collections.abc import Sequence

from litestar import get
from litestar.params import FromPath, FromQuery
from sqlmodel import Session

from data import absences
from data.absences import Absence
from routes.student.lessons import COURSES
from routes.student.notes import Facts, Kind, Note, NotesView, listed
from routes.web import french
from routes.web.guards import family_of
from routes.web.page import Page
from routes.web.request import Asked

PATH = "/eleves/{student:str}/cours/{course:str}/absences"
ABSENCES = Kind(
    "Absences, de la plus récente à la plus ancienne", ["Date", "Motif", "Excusée"], "Aucune absence n’est notée."
)


@get([PATH, PATH + "/{row:str}"])
async def show_absences(
    request: Asked, student: FromPath[str], course: FromPath[str], page: FromQuery[str] = "1"
) -> Page:
    """The list, and a row opened."""
    row = request.path_params.get("row", "")
    return Page(await request.database.read(absences_tab, family_of(request).family, student, course, row, page))


def absences_tab(db: Session, family: int, student: str, course: str, row: str, page: str) -> NotesView:
    """The absences from a course of a student of the family."""
    found = COURSES.find(db, family, student, course)
    rows = absences.absences_of(db, found.lesson.enrolment)
    notes = [
        Note(each.key, f"Absence du {french.day(each.date)}", _cells(each), _facts(each, found.lesson.teacher))
        for each in rows
    ]
    shown = listed(ABSENCES, notes, found.address("absences"), row, page)
    return NotesView(**found.frame("absences", shown.part), notes=shown, summary=by_month(rows))


def by_month(rows: Sequence[Absence]) -> str:
    """« 3 absences : 1 en octobre 2026, 2 en novembre 2026. »; nothing when there is none."""
    months = Counter((row.date.year, row.date.month) for row in rows)
    each = [f"{count} en {french.MONTHS[month - 1]} {year}" for (year, month), count in sorted(months.items())]
    return f"{french.plural(len(rows), 'absence', 'absences')}\N{NO-BREAK SPACE}: {', '.join(each)}." if rows else ""


def _cells(row: Absence) -> list[str]:
    return [row.reason, "oui" if row.excused else "non"]


def _facts(row: Absence, teacher: str) -> Facts:
    reason, excused = _cells(row)
    return [("Motif", reason), ("Excusée", excused), ("Commentaire", row.comment), ("Enseignant", teacher)]
