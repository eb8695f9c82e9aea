"""What the students of a family learn and have learnt, of every school year."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from data.absences import Absence
from data.belongings.sections import Column, Section, section
from data.courses import Course
from data.enrolments import Enrolment, FollowUp
from data.evaluations import Evaluation
from data.repertoire import Work
from data.students import FamilyStudent, Student

WHOSE = [
    Column("Élève", Student.surname + " " + Student.given_name),
    Column("Année", Course.school_year),
    Column("Cours", Course.title),
]
COURSES = [
    *WHOSE,
    Column("Discipline", Course.discipline),
    Column("Cursus", Course.track),
    Column("Niveau", Course.level),
    Column("Cycle", Course.cycle),
    Column("Enseignant", Course.teacher),
    Column("Actif", Enrolment.active),
    Column("Jour", sa.func.coalesce(sa.func.nullif(Enrolment.weekday, ""), Course.weekday)),
    Column("De", sa.func.coalesce(sa.func.nullif(Enrolment.starts, ""), Course.starts)),
    Column("À", sa.func.coalesce(sa.func.nullif(Enrolment.ends, ""), Course.ends)),
    Column("Salle", sa.func.coalesce(sa.func.nullif(Enrolment.room, ""), Course.room)),
    Column("Commentaires", Enrolment.comments),
]
NOTES: tuple[tuple[str, str, Any, tuple[tuple[str, str], ...]], ...] = (
    ("suivi", "Suivi des cours", FollowUp, (("Date", "date"), ("Suivi", "text"))),
    (
        "evaluations",
        "Évaluations",
        Evaluation,
        (
            ("Date", "date"),
            ("Évaluation", "title"),
            ("Note", "mark"),
            ("Barème", "scale"),
            ("Mention", "distinction"),
            ("Commentaire", "comment"),
        ),
    ),
    (
        "absences",
        "Absences",
        Absence,
        (("Date", "date"), ("Motif", "reason"), ("Excusée", "excused"), ("Commentaire", "comment")),
    ),
)


def sections(db: Session, family: int) -> list[Section]:
    """Courses and what is noted in each, then the repertoire."""
    found = [section(db, "cours", "Cours", COURSES, lambda rows: _of_family(rows.select_from(Enrolment), family))]
    for name, title, table, fields in NOTES:
        columns = [*WHOSE, *(Column(label, getattr(table, field)) for label, field in fields)]
        found.append(section(db, name, title, columns, _noted(table, family)))
    works = [
        WHOSE[0],
        Column("Date", Work.date),
        Column("Compositeur", Work.composer),
        Column("Œuvre", Work.title),
        Column("Occasion", Work.occasion),
    ]
    found.append(section(db, "repertoire", "Répertoire", works, lambda rows: _played(rows, family)))
    return found


def _noted(table: Any, family: int) -> Any:
    return lambda rows: _of_family(
        rows.select_from(table).join(Enrolment, col(Enrolment.id) == table.enrolment_id), family, table.date
    )


def _of_family(rows: sa.Select[Any], family: int, *order: Any) -> sa.Select[Any]:
    return (
        rows.join(Course, col(Course.id) == Enrolment.course_id)
        .join(Student, col(Student.id) == Enrolment.student_id)
        .join(FamilyStudent, col(FamilyStudent.student_id) == Student.id)
        .where(col(FamilyStudent.family_id) == family)
        .order_by(col(Student.id), col(Course.school_year), col(Enrolment.id), *order)
    )


def _played(rows: sa.Select[Any], family: int) -> sa.Select[Any]:
    return (
        rows.select_from(Work)
        .join(Student, col(Student.id) == Work.student_id)
        .join(FamilyStudent, col(FamilyStudent.student_id) == Student.id)
        .where(col(FamilyStudent.family_id) == family)
        .order_by(col(Student.id), col(Work.date))
    )
