"""What the office reads of one family, and of one student: everything at once, in few statements."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlmodel import Session, and_, col, func, select

from data import students
from data.accounts import Account
from data.changes import ChangeRequest
from data.changes import State as Standing
from data.families import Family, Guardian
from data.ledger import Entry
from data.reenrolments import Reenrolment, State
from data.students import FamilyStudent, Student

MOST = 10  # requests and re-enrolments on a page; one more tells that there are others


class Household(NamedTuple):
    """A family, and who belongs to it: each guardian with the account it may have."""

    family: Family
    guardians: list[tuple[Guardian, Account | None]]
    students: list[tuple[Student, str]]
    shared: set[int]  # the ids of those who belong to another family too

    @property
    def responsable(self) -> Guardian:
        """Whom its bills are addressed to."""
        return self.guardians[0][0]


class Affairs(NamedTuple):
    """What is going on with a family or a student."""

    requests: Sequence[ChangeRequest]  # those that wait, oldest first
    reenrolments: Sequence[Reenrolment]  # those that were sent, newest first


class Pupil(NamedTuple):
    """A student with its families, each with its responsable."""

    student: Student
    families: list[tuple[Family, Guardian]]


def guardians_of(db: Session, site: int, key: str) -> Household | None:
    """A family of this site with its guardians alone. One statement."""
    asked = (
        select(Family, Guardian, Account)
        .join(Guardian, col(Guardian.family_id) == Family.id)
        .outerjoin(Account, col(Account.guardian_id) == Guardian.id)
        .where(Family.site_id == site, Family.key == key)
        .order_by(col(Guardian.rank))
    )
    found = db.exec(asked).all()
    return Household(found[0][0], [(guardian, account) for _, guardian, account in found], [], set()) if found else None


def household_of(db: Session, site: int, key: str) -> Household | None:
    """A family of this site, and of no other. Two statements."""
    found = guardians_of(db, site, key)
    if found is None:
        return None
    own, shared = students.students_and_shared_of(db, found.family.id)
    return found._replace(students=own, shared=shared)


def affairs_of(db: Session, *, family: int | None = None, student: int | None = None) -> Affairs:
    """What waits and what was sent, of a family or of a student. Two statements."""
    mine: Any = ChangeRequest.family_id == family if family else ChangeRequest.student_id == student
    waiting = select(ChangeRequest).where(mine, ChangeRequest.state == Standing.PENDING)
    ours: Any = Reenrolment.family_id == family if family else Reenrolment.student_id == student
    sent = select(Reenrolment).where(ours, Reenrolment.state != State.DRAFT)
    newest = sent.order_by(col(Reenrolment.sent_at).desc(), col(Reenrolment.id).desc()).limit(MOST + 1)
    oldest = waiting.order_by(col(ChangeRequest.sent_at)).limit(MOST + 1)
    return Affairs(db.exec(oldest).all(), db.exec(newest).all())


def balances_of(db: Session, family: int) -> dict[str, int]:
    """What a family still owes, in cents, by ledger; nothing for a ledger without entries. One statement."""
    owed = func.sum(Entry.debit) - func.sum(Entry.credit)
    counted = select(Entry.ledger, owed).where(Entry.family_id == family).group_by(col(Entry.ledger))
    return dict(db.exec(counted).all())


def pupil_of(db: Session, site: int, key: str) -> Pupil | None:
    """A student of this site, and of no other, with its families. One statement."""
    asked = (
        select(Student, Family, Guardian)
        .outerjoin(FamilyStudent, col(FamilyStudent.student_id) == Student.id)
        .outerjoin(Family, col(Family.id) == FamilyStudent.family_id)
        .outerjoin(Guardian, and_(Guardian.family_id == Family.id, Guardian.rank == 0))
        .where(Student.site_id == site, Student.key == key)
        .order_by(col(Family.sorted_as), col(Family.id))
    )
    found = db.exec(asked).all()
    return Pupil(found[0][0], [(family, guardian) for _, family, guardian in found if guardian]) if found else None
