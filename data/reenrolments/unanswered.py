"""Who has not answered: this year’s students of whom no family has sent a re-enrolment for the next."""

import datetime
from collections import defaultdict
from collections.abc import Collection
from typing import NamedTuple

from sqlmodel import Session, bindparam, col, func, select

from data import database
from data.accounts import Account
from data.alphabet import alphabetical
from data.courses import Course, current_year
from data.enrolments import Enrolment
from data.families import Family, Guardian
from data.reenrolments.opening import Opening, opening_of
from data.reenrolments.tables import Reenrolment, State
from data.sites import Site
from data.students import FamilyStudent, Student

PAGE_LENGTH = 50

LEARNS = (
    select(Enrolment.id)
    .join(Course, col(Course.id) == Enrolment.course_id)
    .where(Enrolment.student_id == Student.id, Course.site_id == Site.id, Course.school_year == current_year())
    .correlate(Student, Site)
    .exists()
)
ANSWERED = (
    select(Reenrolment.id)
    .where(
        Reenrolment.student_id == Student.id,
        Reenrolment.school_year == bindparam("year"),
        Reenrolment.state != State.DRAFT,
    )
    .correlate(Student)
    .exists()
)
UNANSWERED = (
    select(Student.id, Student.surname, Student.given_name)
    .join(Site, col(Site.id) == Student.site_id)
    .where(Site.id == bindparam("site"), LEARNS, ~ANSWERED)
)
REACHED = (
    select(  # type: ignore[call-overload]
        FamilyStudent.student_id,
        Family.id,
        Guardian.surname,
        Guardian.given_name,
        Guardian.email,
        Account.id,
        Account.email,
    )
    .join(Family, col(Family.id) == FamilyStudent.family_id)
    .join(Guardian, col(Guardian.family_id) == Family.id)
    .outerjoin(Account, col(Account.guardian_id) == Guardian.id)
    .where(col(FamilyStudent.student_id).in_(bindparam("students", expanding=True)))
    .order_by(col(Family.id), col(Guardian.rank))
)
DRAFTS = (
    select(Reenrolment.student_id, func.max(Reenrolment.saved_at))
    .where(
        Reenrolment.school_year == bindparam("year"),
        Reenrolment.state == State.DRAFT,
        col(Reenrolment.student_id).in_(bindparam("students", expanding=True)),
    )
    .group_by(col(Reenrolment.student_id))
)


class Household(NamedTuple):
    """A family of a student, by its responsable, and what keeps a reminder from reaching it."""

    name: str
    has_address: bool = False
    is_reachable: bool = False  # an account has an address: its own, or its guardian’s


class Silent(NamedTuple):
    """A student who is waited for."""

    name: str
    families: list[Household]
    draft: int | None  # when what a family has begun was saved the last time


class Listing(NamedTuple):
    """One page of them."""

    opening: Opening
    rows: list[Silent]
    total: int  # on all pages


def unanswered_in(db: Session, site: int, page: int, today: datetime.date) -> Listing:
    """One page, in the order of their names. Four statements."""
    opening = opening_of(db, site, today)
    asked = {"site": site, "year": opening.school_year}
    found = [(id_, f"{surname} {given}") for id_, surname, given in map(tuple, database.rows(db, UNANSWERED, **asked))]
    found.sort(key=lambda each: (alphabetical(each[1]), each[0]))
    here = dict(found[PAGE_LENGTH * (page - 1) : PAGE_LENGTH * page])
    families = _families(db, list(here))
    drafts = dict(map(tuple, database.rows(db, DRAFTS, year=opening.school_year, students=list(here))))
    rows = [Silent(name, families[student], drafts.get(student)) for student, name in here.items()]
    return Listing(opening, rows, len(found))


def _families(db: Session, students: Collection[int]) -> defaultdict[int, list[Household]]:
    """The families of these students, by student."""
    found: dict[tuple[int, int], Household] = {}
    rows = map(tuple, database.rows(db, REACHED, students=students))
    for student, family, surname, given, official, account, own in rows:
        known = found.get((student, family), Household(f"{surname} {given}"))
        address = bool(own or official)
        found[student, family] = Household(
            known.name, known.has_address or address, known.is_reachable or (address and account is not None)
        )
    by_student: defaultdict[int, list[Household]] = defaultdict(list)
    for (student, _), household in found.items():
        by_student[student].append(household)
    return by_student
