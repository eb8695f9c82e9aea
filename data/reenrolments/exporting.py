"""What was sent to the office, as one table: a row for each course, or one for an administrative re-enrolment."""

import datetime
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from sqlmodel import Session, bindparam, col, func, select

from data.documents import RequiredDocument, SuppliedDocument
from data.families import Family
from data.imports.outgoing import Sheet
from data.reenrolments.folder import Asked, wished_in
from data.reenrolments.requiring import documents_of
from data.reenrolments.tables import CourseChoice, Reenrolment, State
from data.students import Student
from data.zone import PARIS

COLUMNS = (
    "Référence élève", "Référence famille", "Nom", "Prénom", "Numéro", "État", "Réinscription administrative", "Cours",
    "Niveau", "Enseignant", "Cycle", "Continue", "Souhait", "Demandes complémentaires", "Envoyée le", "Décidée le",
    "Décidée par", "Pièces manquantes",
)  # fmt: skip
STATES = {
    State.PENDING: "En attente",
    State.INCOMPLETE: "À compléter",
    State.APPROVED: "Validée",
    State.DECLINED: "Refusée",
}
NO_COURSE = ("", "", "", "", "", "")
SENT = (
    Reenrolment.site_id == bindparam("site"),
    Reenrolment.school_year == bindparam("year"),
    Reenrolment.state != State.DRAFT,
)
WISHES = (
    select(Reenrolment, CourseChoice, Student, Family.reference)
    .outerjoin(CourseChoice, col(CourseChoice.reenrolment_id) == Reenrolment.id)
    .outerjoin(Student, col(Student.id) == Reenrolment.student_id)
    .outerjoin(Family, col(Family.id) == Reenrolment.family_id)
    .where(*SENT)
    .order_by(col(Reenrolment.sent_at), col(Reenrolment.id), col(CourseChoice.rank))
)
COUNT = select(func.count()).select_from(Reenrolment).where(*SENT)
SUPPLIED = select(SuppliedDocument).where(
    SuppliedDocument.site_id == bindparam("site"), SuppliedDocument.school_year == bindparam("year")
)

Supplied = dict[tuple[int, int | None, int | None], SuppliedDocument]  # by family, student and what was asked for


class Sent(NamedTuple):
    """One re-enrolment with its courses, and whose it is as far as that is still known."""

    row: Reenrolment
    choices: list[CourseChoice]
    student: Student | None
    family: str


def count_sent(db: Session, site: int, year: str) -> int:
    """How many families have sent one, or have been answered."""
    return db.exec(COUNT, params={"site": site, "year": year}).one()


def sheet_of(db: Session, site: int, year: str) -> Sheet:
    """All that was sent for a school year; drafts are the family’s alone. Three statements."""
    asked = {"site": site, "year": year}
    documents = documents_of(db, site)
    found = db.exec(SUPPLIED, params=asked)
    supplied = {(each.family_id, each.student_id, each.required_id): each for each in found}
    rows = [line for each in _sent(db, asked) for line in _lines(each, _missing(each, documents, supplied))]
    return Sheet("reinscriptions", COLUMNS, rows)


def _sent(db: Session, asked: dict[str, Any]) -> Iterator[Sent]:
    for _, found in groupby(db.exec(WISHES, params=asked), key=lambda each: each[0].id):
        rows = list(found)
        row, _, student, family = rows[0]
        yield Sent(row, [choice for _, choice, *_ in rows if choice], student, family or "")


def _missing(sent: Sent, documents: Sequence[RequiredDocument], supplied: Supplied) -> str:
    """The compulsory documents that are not there, or were refused, by name."""
    student, family = sent.student, sent.row.family_id
    if student is None or family is None:
        return ""
    wished = wished_in(sent.choices)
    asked = [
        Asked(each, supplied.get((family, student.id, each.id)) or supplied.get((family, None, each.id)))
        for each in documents
        if each.is_for(wished, student.birth_date, sent.row.school_year)
    ]
    return ", ".join(each.required.name for each in asked if each.is_missing)


def _lines(sent: Sent, missing: str) -> Iterator[tuple[str, ...]]:
    row, student = sent.row, sent.student
    reference, *names = (student.reference, student.surname, student.given_name) if student else ("", row.subject, "")
    beginning = (
        reference,
        sent.family,
        *names,
        row.number,
        STATES[State(row.state)],
        _yes_no(row.administrative),
    )
    end = (row.remarks, _moment(row.sent_at), _moment(row.decided_at), row.decided_by, missing)
    courses = [NO_COURSE] if row.administrative or not sent.choices else map(_course, sent.choices)
    for course in courses:
        yield (*beginning, *course, *end)


def _course(choice: CourseChoice) -> tuple[str, ...]:
    return (choice.title, choice.level, choice.teacher, choice.cycle, _yes_no(choice.ticked), choice.wish)


def _yes_no(value: bool) -> str:
    return "oui" if value else "non"


def _moment(at: int | None) -> str:
    return f"{datetime.datetime.fromtimestamp(at, PARIS):%d/%m/%Y %H:%M}" if at else ""
