"""The office adds by hand: a family with its responsable, one more guardian, a student, an account.

What was added by hand stays whatever an export leaves out, until an export brings the same reference.
"""

import datetime
from typing import NamedTuple

from sqlmodel import Session, SQLModel, func, select

from data import audit, directory, journal, kinds
from data.changes import Texts, fields_of
from data.changes.fields import put
from data.families import Family, Guardian
from data.keys import new_key
from data.own_changes import Kind, remember
from data.reference_lists import lists_of
from data.sessions import Person
from data.students import FamilyStudent, Student

LONGEST_REFERENCE = 50
REFERENCE = "reference"  # beside the fields of a record


class Typed(NamedTuple):
    """A new record as it was read: its fields, its reference, and what is wrong, by field, in French."""

    texts: Texts
    reference: str
    problems: dict[str, str]


def read_new(
    db: Session, who: Person, model: type[SQLModel], typed: Texts, reference: str, today: datetime.date
) -> Typed:
    """Check the form of a new family, guardian or student as its family’s own form is checked."""
    lists, texts, problems = lists_of(db, who.site), {}, {}
    for each in fields_of(model is Student):
        try:
            texts[each.name] = each.read(typed.get(each.name, ""), (), lists, today)
        except ValueError as trouble:
            problems[each.name] = str(trouble)
    try:
        chosen = "" if model is Guardian else _reference(db, who.site, model, reference, today)
    except ValueError as trouble:
        chosen, problems[REFERENCE] = "", str(trouble)
    return Typed(texts, chosen, problems)


def _reference(db: Session, site: int, model: type[SQLModel], typed: str, today: datetime.date) -> str:
    """The reference that was typed, or one of our own making. Raises ValueError in French."""
    wanted = kinds.text(typed, today)
    if len(wanted) > LONGEST_REFERENCE:
        raise ValueError(f"« Référence » : {LONGEST_REFERENCE} caractères au plus.")
    if "|" in wanted:
        raise ValueError("« Référence » : le signe « | » sépare deux références, retirez-le.")
    if wanted and _is_taken(db, site, model, wanted):
        raise ValueError(f"« Référence » : « {wanted} » existe déjà sur ce site.")
    return wanted or invented(db, site, model)


def invented(db: Session, site: int, model: type[SQLModel]) -> str:
    """A reference that no export has: « P-k7q2m9tx »."""
    while _is_taken(db, site, model, made := f"P-{new_key()}"):
        pass
    return made


def _is_taken(db: Session, site: int, model: type[SQLModel], reference: str) -> bool:
    table = Student if model is Student else Family
    return db.exec(select(table.id).where(table.site_id == site, table.reference == reference)).first() is not None


def add_family(db: Session, who: Person, new: Typed, now: int) -> Family:
    """A family and its responsable."""
    family = Family(site_id=who.site, reference=new.reference, by_hand=True)
    db.add(family)
    db.flush()
    remember(db, who, Kind.ADDED, _add_guardian(db, family, new.texts), now)
    journal.note(db, who, audit.FAMILY_ADDED, family.key, now)
    return family


def add_guardian(db: Session, who: Person, family: Family, new: Typed, now: int) -> Guardian:
    """One more guardian, behind the others."""
    guardian = _add_guardian(db, family, new.texts)
    remember(db, who, Kind.ADDED, guardian, now)
    journal.note(db, who, audit.GUARDIAN_ADDED, family.key, now, guardian=guardian.key)
    return guardian


def _add_guardian(db: Session, family: Family, texts: Texts) -> Guardian:
    last = db.exec(select(func.max(Guardian.rank)).where(Guardian.family_id == family.id)).one()
    guardian = Guardian(
        family_id=family.id, rank=0 if last is None else last + 1, surname="", given_name="", by_hand=True
    )
    for name, value in texts.items():
        put(guardian, name, value)
    db.add(guardian)
    directory.refresh_record(db, guardian)
    return guardian


def add_student(db: Session, who: Person, family: Family, new: Typed, now: int) -> Student:
    """A student of this family."""
    student = Student(site_id=who.site, reference=new.reference, surname="", given_name="", by_hand=True)
    for name, value in new.texts.items():
        put(student, name, value)
    db.add(student)
    db.flush()
    db.add(FamilyStudent(family_id=family.id, student_id=student.id))
    directory.refresh_record(db, student)
    remember(db, who, Kind.ADDED, student, now)
    journal.note(db, who, audit.STUDENT_ADDED, student.key, now)
    return student
