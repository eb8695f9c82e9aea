"""Who belongs to whom, where parents live apart: what the office says stands whatever the next export says."""

from typing import NamedTuple

from sqlmodel import Session, col, delete, select, update

from data import agenda, audit, directory, journal
from data.alphabet import alphabetical, searchable
from data.changes import ChangeRequest
from data.directory import ids_sought
from data.families import Family, Guardian
from data.links import LinkDecision
from data.lists import PAGE_LENGTH
from data.own_changes import Kind, remember
from data.registry.adding import invented
from data.sessions import Person
from data.students import FamilyStudent, Student, students_of


class Sought(NamedTuple):
    """Students that bear a name, a page of them, and whether the site may have others."""

    students: list[Student]
    more: bool


def students_sought(db: Session, family: Family, sought: str) -> Sought:
    """The students of a site, but for the family’s own, of whose name or reference each word begins some word.

    They are looked for in a page of the families that are found by these words.
    """
    words, families = searchable(sought).split(), ids_sought(db, family.site_id, sought)
    own = select(FamilyStudent.student_id).where(FamilyStudent.family_id == family.id)
    asked = (
        select(Student)
        .join(FamilyStudent, col(FamilyStudent.student_id) == Student.id)
        .where(col(FamilyStudent.family_id).in_(families))
        .where(Student.site_id == family.site_id, col(Student.id).not_in(own))
        .distinct()
    )
    found = sorted((each for each in db.exec(asked) if _bears(each, words)), key=lambda each: alphabetical(each.name))
    return Sought(found[:PAGE_LENGTH], max(len(found), len(families)) > PAGE_LENGTH)


def _bears(student: Student, words: list[str]) -> bool:
    own = searchable(f"{student.name} {student.reference}").split()
    return all(any(each.startswith(word) for each in own) for word in words)


def link(db: Session, who: Person, family: Family, student: Student, now: int) -> bool:
    """Link a student to one more family; False when it is one of the family’s already."""
    if _is_linked(db, family, student):
        return False
    _decide(db, family.id, student.id, linked=True)
    db.add(FamilyStudent(family_id=family.id, student_id=student.id))
    directory.refresh_record(db, student)
    remember(db, who, Kind.LINKED, student, now, ["families"])
    journal.note(db, who, audit.STUDENT_LINKED, student.key, now, family=family.key)
    return True


def unlink(db: Session, who: Person, family: Family, student: Student, now: int) -> bool:
    """Take a student out of a family; False for the last family of a student, or one that is not the student’s."""
    if not _is_linked(db, family, student) or len(families_of(db, student)) < 2:
        return False
    _decide(db, family.id, student.id, linked=False)
    here = col(FamilyStudent.student_id) == student.id, col(FamilyStudent.family_id) == family.id
    db.exec(delete(FamilyStudent).where(*here))
    directory.refresh(db.connection(), family.site_id, [family.id])
    remember(db, who, Kind.UNLINKED, student, now, ["families"])
    journal.note(db, who, audit.STUDENT_UNLINKED, student.key, now, family=family.key)
    return True


def families_of(db: Session, student: Student) -> list[int]:
    """The families of a student."""
    return list(db.exec(select(FamilyStudent.family_id).where(FamilyStudent.student_id == student.id)))


def _is_linked(db: Session, family: Family, student: Student) -> bool:
    return family.id in families_of(db, student)


def _decide(db: Session, family: int, student: int, linked: bool) -> None:
    asked = select(LinkDecision).where(LinkDecision.family_id == family, LinkDecision.student_id == student)
    decision = db.exec(asked).first() or LinkDecision(family_id=family, student_id=student, linked=linked)
    decision.linked = linked
    db.add(decision)


def split(db: Session, who: Person, family: Family, guardian: Guardian, now: int) -> Family:
    """Give a guardian who is not the responsable a family of their own, with the same students and no entry.

    What this guardian has asked for on their own record goes with them. The secret address of the calendar, which both
    know, leads nowhere from now on: each family makes one of its own.
    """
    own = Family(site_id=who.site, reference=invented(db, who.site, Family), by_hand=True)
    db.add(own)
    db.flush()
    left = guardian.rank
    guardian.split_from = guardian.split_from or ("" if guardian.by_hand else family.reference)
    guardian.family_id, guardian.rank = own.id, 0
    db.add(guardian)
    db.flush()
    _close_ranks(db, family, left)
    agenda.revoke_feed(db, family.id)
    asked = update(ChangeRequest).where(col(ChangeRequest.guardian_id) == guardian.id)
    db.exec(asked.values(family_id=own.id))
    _share_students(db, who, family, own, now)
    directory.refresh(db.connection(), who.site, [family.id, own.id])
    _remember_split(db, who, family, guardian, now)
    journal.note(db, who, audit.GUARDIAN_SPLIT, guardian.key, now, family=family.key, into=own.key)
    return own


def _share_students(db: Session, who: Person, family: Family, own: Family, now: int) -> None:
    for student, _ in students_of(db, family.id):
        _decide(db, own.id, student.id, linked=True)
        db.add(FamilyStudent(family_id=own.id, student_id=student.id))
        remember(db, who, Kind.SPLIT, student, now, ["families"])
    db.flush()


def _remember_split(db: Session, who: Person, family: Family, guardian: Guardian, now: int) -> None:
    """Of both families: the one that is left is told of by its responsable, in whom nothing has changed."""
    remember(db, who, Kind.SPLIT, guardian, now, ["family"])
    left = db.exec(select(Guardian).where(Guardian.family_id == family.id, Guardian.rank == 0)).one()
    remember(db, who, Kind.SPLIT, left, now)


def _close_ranks(db: Session, family: Family, left: int) -> None:
    """Those behind come one place nearer, one after the other: a place is held by one alone."""
    behind = select(Guardian).where(Guardian.family_id == family.id, Guardian.rank > left)
    for each in db.exec(behind.order_by(col(Guardian.rank))).all():
        each.rank -= 1
        db.add(each)
        db.flush()
