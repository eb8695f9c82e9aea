"""« Rouvrir le dossier »: a decision that was a mistake is taken back, with a reason that the family reads."""

import datetime
import enum
from typing import NamedTuple

from sqlmodel import Session, bindparam, col, exists, func, select

from data import accounts, audit, kinds, outbox
from data.audit import AuditEntry
from data.courses import Course, current_year
from data.enrolments import Enrolment
from data.reenrolments.cases import Case
from data.reenrolments.opening import wanted_year
from data.reenrolments.sending import note_step
from data.reenrolments.tables import State, Step
from data.reenrolments.telling import tell_family
from data.sessions import Person
from data.sites import Site

LONGEST_REASON = 500  # characters


class Aftermath(NamedTuple):
    """Whether a decided re-enrolment can be taken up again, and what others have made of the decision meanwhile."""

    is_of_this_year: bool  # only what is listed can be decided anew
    exported_at: int | None  # when a list of re-enrolments went out with this decision, the last time
    is_enrolled: bool  # an import has brought courses of that year


class Reopened(enum.Enum):
    """What became of it."""

    DONE = enum.auto()
    TOO_LATE = enum.auto()  # it waits already, or was decided anew since the page was shown
    FORMER_YEAR = enum.auto()


AFTERMATH = select(
    Site.reenrolment_year,
    current_year(),
    select(func.max(AuditEntry.at))
    .where(
        AuditEntry.site_id == Site.id,
        AuditEntry.action == audit.REENROLMENTS_EXPORTED,
        AuditEntry.at >= bindparam("decided"),
    )
    .scalar_subquery(),
    exists()
    .where(col(Enrolment.course_id) == Course.id, col(Enrolment.student_id) == bindparam("student"))
    .where(col(Course.school_year) == bindparam("year")),
).where(Site.id == bindparam("site"))


def aftermath_of(db: Session, case: Case, today: datetime.date) -> Aftermath:
    """Of a decided case. One statement."""
    row = case.row
    asked = {"site": row.site_id, "student": row.student_id, "year": row.school_year, "decided": row.decided_at}
    decided, current, exported, enrolled = db.exec(AFTERMATH, params=asked).one()
    return Aftermath(row.school_year == wanted_year(decided, current, today), exported, enrolled)


def reopen(db: Session, who: Person, case: Case, seen: int, typed: str, now: int, today: datetime.date) -> Reopened:
    """Take the decision of `seen` back, within the transaction of its form: it waits again, in its old place.

    Raises ValueError, in French, for a reason that is none.
    """
    row = case.row
    if not case.is_decided or row.decided_at != seen:
        return Reopened.TOO_LATE
    if not aftermath_of(db, case, today).is_of_this_year:
        return Reopened.FORMER_YEAR
    reason = _reason(typed)
    was, username = row.state, accounts.username_of(db, who.account)
    row.state, row.reason, row.decided_at, row.decided_by = State.PENDING, "", None, ""
    row.reopened = reason
    db.add(row)
    note_step(db, who, row, Step.REOPENED, now, {"by": username, "reason": reason, "was": was})
    tell_family(db, case, outbox.REENROLMENT_REOPENED, {"reason": reason, "was": was}, now)
    return Reopened.DONE


def _reason(typed: str) -> str:
    reason = kinds.lines(typed, datetime.date.min)
    if not reason:
        raise ValueError("Donnez le motif de la réouverture, la famille le lira.")
    if len(reason) > LONGEST_REASON:
        raise ValueError(f"Un motif a {LONGEST_REASON} caractères au plus.")
    return reason
