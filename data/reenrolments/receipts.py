"""What a family has sent, of every student and school year: what the receipt of each says."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import NamedTuple

from sqlmodel import Session, bindparam, col, select

from data.documents import RequiredDocument, SuppliedDocument
from data.reenrolments.folder import Folder, Line, as_sent, is_asked
from data.reenrolments.opening import opening_of
from data.reenrolments.tables import CourseChoice, Reenrolment, State
from data.sessions import Person
from data.students import Student

Documents = Sequence[tuple[str, SuppliedDocument | None]]  # the name of each, and what came
_OF_FAMILY = (Reenrolment.family_id == bindparam("family"), Reenrolment.state != State.DRAFT)
SENT = (
    select(Reenrolment, Student)
    .outerjoin(Student, col(Student.id) == Reenrolment.student_id)
    .where(*_OF_FAMILY, col(Reenrolment.sent_at).is_not(None))
    .order_by(col(Reenrolment.school_year), col(Reenrolment.id))
)
CHOICES = (
    select(CourseChoice)
    .join(Reenrolment, col(Reenrolment.id) == CourseChoice.reenrolment_id)
    .where(*_OF_FAMILY)
    .order_by(col(CourseChoice.rank), col(CourseChoice.id))
)
REQUIRED = (
    select(RequiredDocument).where(RequiredDocument.site_id == bindparam("site")).order_by(col(RequiredDocument.rank))
)
SUPPLIED = (
    select(SuppliedDocument).where(SuppliedDocument.family_id == bindparam("family")).order_by(col(SuppliedDocument.id))
)


class Sent(NamedTuple):
    """One re-enrolment that was sent: its courses as they were then, and the documents."""

    reenrolment: Reenrolment
    at: int
    lines: Sequence[Line]
    documents: Documents


def sent_of(folder: Folder) -> Sent | None:
    """What was sent of a folder; None while it is a draft."""
    row = folder.reenrolment
    if row is None or row.sent_at is None or folder.state == State.DRAFT:
        return None
    return Sent(row, row.sent_at, folder.lines, [(each.required.name, each.supplied) for each in folder.documents])


def all_sent(db: Session, who: Person, today: datetime.date) -> list[Sent]:
    """Everything that the family has sent, the oldest year first. Five statements, however much it is.

    What is still missing is known of the year alone that is asked for today; of another, what was supplied is listed.
    """
    asked_for = opening_of(db, who.site, today).school_year
    required = db.exec(REQUIRED, params={"site": who.site}).all()
    supplied = db.exec(SUPPLIED, params={"family": who.family}).all()
    lines: dict[int, list[Line]] = defaultdict(list)
    for choice in db.exec(CHOICES, params={"family": who.family}):
        lines[choice.reenrolment_id].append(as_sent(choice))
    found = []
    for row, student in db.exec(SENT, params={"family": who.family}):
        came = [each for each in supplied if _belongs(each, row)]
        documents: Documents = [(each.name, each) for each in came]
        if row.school_year == asked_for:
            still = [
                each
                for each in required
                if is_asked(each, lines[row.id], student.birth_date if student else None, asked_for)
            ]
            documents = _in_order(required, still, came)
        found.append(Sent(row, row.sent_at or 0, tuple(lines[row.id]), documents))
    return found


def _belongs(supplied: SuppliedDocument, row: Reenrolment) -> bool:
    of_student = supplied.of_household or supplied.student_id == row.student_id
    return supplied.school_year == row.school_year and of_student


def _in_order(
    required: Sequence[RequiredDocument], asked: Collection[RequiredDocument], came: Sequence[SuppliedDocument]
) -> Documents:
    """As the folder of a student lists them."""
    by_required = {each.required_id: each for each in came}
    listed = [each for each in required if each.id in by_required or each in asked]
    return [(each.name, by_required.get(each.id)) for each in listed]
