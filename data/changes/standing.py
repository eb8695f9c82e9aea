"""What a family has proposed last for a record, and what the office has said to it."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlmodel import Session, col, select

from data.changes.fields import Record, Texts
from data.changes.requests import ChangeRequest, ProposedChange, State
from data.families import Guardian
from data.students import Student


class Standing(NamedTuple):
    """The last request of a family for a record, if there is one, and its fields."""

    request: ChangeRequest | None
    changes: Sequence[ProposedChange]

    @property
    def pending(self) -> ChangeRequest | None:
        """The request, while the office has not decided."""
        return self.request if self.request and self.request.state == State.PENDING else None

    @property
    def proposed(self) -> Texts:
        """What waits for the office, by field."""
        return {each.field: each.value for each in self.changes} if self.pending else {}


def standing_of(db: Session, family: int, record: Record) -> Standing:
    """Where the proposals of this family for a record stand; what it took back counts no more. One statement."""
    about = ChangeRequest.student_id if isinstance(record, Student) else ChangeRequest.guardian_id
    asked = (
        select(ChangeRequest, ProposedChange)
        .join(ProposedChange, col(ProposedChange.request_id) == ChangeRequest.id)
        .where(ChangeRequest.family_id == family, about == record.id, ChangeRequest.state != State.WITHDRAWN)
        .order_by(col(ChangeRequest.id).desc(), col(ProposedChange.id))
    )
    found = db.exec(asked).all()
    last = found[0][0] if found else None
    return Standing(last, [change for request, change in found if request is last])


def record_of(db: Session, request: ChangeRequest) -> Record | None:
    """The record that a request is about; None when it has gone."""
    if request.student_id is not None:
        return db.get(Student, request.student_id)
    return db.get(Guardian, request.guardian_id) if request.guardian_id is not None else None
