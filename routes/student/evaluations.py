"""The evaluations of a course: the same list in its record of this year and in that of a former one."""

from sqlmodel import Session

from data import evaluations
from data.evaluations import Evaluation
from data.neighbours import told_apart
from routes.student.chart import chart_of, mark_of
from routes.student.lessons import FoundLesson
from routes.student.notes import Facts, Kind, Note, NotesView, listed
from routes.web import french

TAB = "evaluations"
EVALUATIONS = Kind(
    "Évaluations, de la plus récente à la plus ancienne",
    ["Date", "Évaluation", "Note", "Mention"],
    "Aucune évaluation n’a encore été notée.",
)


def evaluations_tab(db: Session, found: FoundLesson, key: str, page: str) -> NotesView:
    """The list with its chart, and the evaluation that is opened."""
    rows = evaluations.evaluations_of(db, found.lesson.enrolment)
    names = told_apart(rows, _dated, lambda row: f"{_dated(row)}, {row.title}")
    notes = [
        Note(row.key, name, [row.title, mark_of(row), row.distinction], _facts(row, found.lesson.teacher))
        for row, name in zip(rows, names, strict=True)
    ]
    shown = listed(EVALUATIONS, notes, found.address(TAB), key, page)
    return NotesView(**found.frame(TAB, shown.part), notes=shown, chart=chart_of(rows))


def _dated(row: Evaluation) -> str:
    return f"Évaluation du {french.day(row.date)}"


def _facts(row: Evaluation, teacher: str) -> Facts:
    return [
        ("Évaluation", row.title),
        ("Note", mark_of(row)),
        ("Mention", row.distinction),
        ("Commentaire", row.comment),
        ("Enseignant", teacher),
    ]
