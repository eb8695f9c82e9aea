"""What families have proposed and what the office has approved, as rows: for the tests of import and export."""

import itertools
from typing import cast

from sqlmodel import Session

from data import database, directory
from data.changes import ChangeRequest, Decision, ProposedChange, State
from data.changes.holds import hold, shown
from data.families import Guardian
from data.imports.tables import TABLES
from data.students import Student
from tests.data.exports import Desk

NOON = 1_795_000_000  # 18 November 2026, 12 h 06 min 40 s in Paris
NUMBERS = itertools.count(1)

Record = Guardian | Student


def propose(
    desk: Desk, record: Record, *, state: str = State.PENDING, account: int | None = None, **proposed: str
) -> None:
    """A request of a family, which waits unless it is said otherwise."""
    with database.transaction(desk.database) as db:
        _fill(db, record, _request(db, record, account_id=account, state=state), proposed)


def approve(desk: Desk, record: Record, at: int = NOON, by: str = "secretariat", site: int = 1, **values: str) -> None:
    """Requests that the office has approved: official values and holds are set."""
    with database.transaction(desk.database) as db:
        approve_in(db, record, at, by, site, **values)


def approve_in(db: Session, record: Record, at: int, by: str = "secretariat", site: int = 1, **values: str) -> None:
    """The same within a transaction."""
    asked = _request(db, record, site=site, state=State.DECIDED, decided_at=at, decided_by=by)
    _fill(db, record, asked, values, decision=Decision.APPROVED)
    _make_official(db, record, values)


def decline(desk: Desk, record: Record, at: int = NOON, **values: str) -> None:
    """A request that the office has refused."""
    with database.transaction(desk.database) as db:
        asked = _request(db, record, state=State.DECIDED, decided_at=at, decided_by="secretariat")
        _fill(db, record, asked, values, decision=Decision.DECLINED, reason="Illisible")


def _request(db: Session, record: Record, *, site: int = 1, **facts: object) -> ChangeRequest:
    of_student = isinstance(record, Student)
    asked = ChangeRequest(
        site_id=site,
        number=f"2026-{next(NUMBERS):06}",
        family_id=1,
        guardian_id=None if of_student else record.id,
        student_id=record.id if of_student else None,
        of_student=of_student,
        subject=record.name,
        requester="ABOLANT Jocelyne",
        sought=record.name.casefold(),
        sent_at=NOON - 86400,
        changed_at=NOON - 86400,
    )
    asked.sqlmodel_update(facts)
    db.add(asked)
    db.flush()
    return asked


def _fill(
    db: Session, record: Record, asked: ChangeRequest, values: dict[str, str], decision: str = "", reason: str = ""
) -> None:
    for field, value in values.items():
        base = shown(getattr(record, field))
        db.add(
            ProposedChange(
                request_id=asked.id,
                field=field,
                base=base,
                value=value,
                decision=decision,
                reason=reason,
                replaced=base,
            )
        )


def _make_official(db: Session, record: Record, values: dict[str, str]) -> None:
    read = {column.field: column.read for table in ("responsables", "eleves") for column in TABLES[table].columns}
    row = cast(Record, db.get_one(type(record), record.id))
    guardian, student = (None, row.id) if isinstance(row, Student) else (row.id, None)
    for field, value in values.items():
        hold(db, guardian=guardian, student=student, field=field, value=value, official=shown(getattr(row, field)))
        setattr(row, field, read[field](value))
    directory.refresh_record(db, row)
