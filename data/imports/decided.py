"""What has been decided of the records since a moment: what families asked for and got, what the office did itself."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col

from data import database
from data.changes.requests import ChangeRequest, Decision, ProposedChange, State
from data.own_changes import OwnChange

ASKED = "demande"  # beside the kinds of an own change


class Change(NamedTuple):
    """Something that was decided of one record; no record when it has been removed since."""

    record: int | None
    of_student: bool
    subject: str  # empty where the record cannot have been removed
    fields: list[str]
    kind: str
    by: str
    at: int


class Tally(NamedTuple):
    """How many records were changed in one way, and when the first of them was."""

    kind: str
    records: int
    oldest: int


def decided(db: Session, site: int, since: int) -> list[Change]:
    """All that was decided on a site at `since` or later, in the order of time. Two statements."""
    return sorted([*_requests(db, site, since), *_own(db, site, since)], key=lambda each: each.at)


def records(link: str, site: int, since: int) -> sa.CompoundSelect[Any]:
    """A statement that finds the guardians or the students of whom something was decided."""
    asked, own = getattr(ChangeRequest, link), getattr(OwnChange, link)
    return sa.union(
        _approved(sa.select(asked), site, since).where(asked.is_not(None)),
        _done(sa.select(own), site, since).where(own.is_not(None)),
    )


def tallies(db: Session, site: int, since: int) -> list[Tally]:
    """How many records were changed since, in each way. One statement."""
    asked, own = ChangeRequest, OwnChange
    of_requests: Any = (sa.literal(ASKED), _counted(asked), sa.func.min(asked.decided_at))
    of_own: Any = (own.kind, _counted(own), sa.func.min(own.at))
    both = sa.union_all(
        _approved(sa.select(*of_requests), site, since),
        _done(sa.select(*of_own), site, since).group_by(col(own.kind)),
    )
    return [Tally(*row) for row in map(tuple, database.rows(db, both)) if row[1]]


def _counted(model: Any) -> sa.ColumnElement[int]:
    return sa.func.count(sa.func.coalesce(model.guardian_id, -model.student_id).distinct())


def _requests(db: Session, site: int, since: int) -> Iterator[Change]:
    asked, change = ChangeRequest, ProposedChange
    record: Any = (asked.guardian_id, asked.student_id, asked.of_student, asked.subject)
    found = _approved(sa.select(*record, col(change.field), col(asked.decided_by), col(asked.decided_at)), site, since)
    rows = database.rows(db, found.order_by(col(asked.decided_at), col(asked.id)))
    for guardian, student, of_student, subject, field, by, at in map(tuple, rows):
        yield Change(guardian or student, of_student, subject, [field], ASKED, by, at)


def _own(db: Session, site: int, since: int) -> Iterator[Change]:
    own: Any = OwnChange
    found = _done(sa.select(own.guardian_id, own.student_id, own.fields, own.kind, own.by, own.at), site, since)
    for guardian, student, *done in map(tuple, database.rows(db, found.order_by(own.at, own.id))):
        yield Change(guardian or student, guardian is None, "", *done)


def _approved(found: sa.Select[Any], site: int, since: int) -> sa.Select[Any]:
    asked, change = ChangeRequest, ProposedChange
    return found.join(change, col(change.request_id) == asked.id).where(
        col(asked.site_id) == site,
        col(asked.state) == State.DECIDED,
        col(asked.decided_at) >= since,
        col(change.decision) == Decision.APPROVED,
    )


def _done(found: sa.Select[Any], site: int, since: int) -> sa.Select[Any]:
    return found.where(col(OwnChange.site_id) == site, col(OwnChange.at) >= since)
