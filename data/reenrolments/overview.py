"""The family’s own list: what it has sent for its students, of every school year, and where the receipt of each is."""

import datetime
from typing import NamedTuple

from sqlmodel import Session, and_, bindparam, col, select

from data.courses import current_year
from data.reenrolments.opening import wanted_year
from data.reenrolments.tables import Reenrolment, State, address_of
from data.sites import Site
from data.students import FamilyStudent, Student


class Overview(NamedTuple):
    """One re-enrolment, and the path of its receipt; none for a former year or a student who has left the family."""

    reenrolment: Reenrolment
    receipt: str


SENT = (
    select(Reenrolment, Student.key, Site.reenrolment_year, current_year())
    .join(Site, col(Site.id) == Reenrolment.site_id)
    .outerjoin(
        FamilyStudent,
        and_(
            FamilyStudent.family_id == Reenrolment.family_id,
            FamilyStudent.student_id == Reenrolment.student_id,
        ),
    )
    .outerjoin(Student, col(Student.id) == FamilyStudent.student_id)
    .where(Reenrolment.family_id == bindparam("family"), Reenrolment.state != State.DRAFT)
    .order_by(col(Reenrolment.sent_at).desc(), col(Reenrolment.id).desc())
)


def sent_by(db: Session, family: int, today: datetime.date) -> list[Overview]:
    """What a family has sent and not taken back, newest first. One statement."""
    return [
        Overview(row, _receipt(student, row.school_year == wanted_year(decided, current, today)))
        for row, student, decided, current in db.exec(SENT, params={"family": family})
    ]


def _receipt(student: str | None, is_of_this_year: bool) -> str:
    return f"{address_of(student)}/recu" if student and is_of_this_year else ""
