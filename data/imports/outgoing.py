"""The way back: what the office has approved, as tables of the import format, for the administrative software.

A table holds the official values of today. A family comes with all its
guardians, because the format knows them by their order; the row of a record
that was changed also says what was approved, by whom and when.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from data import audit, database
from data.accounts import Account
from data.changes.holds import shown
from data.changes.requests import ChangeRequest, Decision, ProposedChange, State
from data.families import Guardian
from data.imports import stored
from data.imports.shapes import Row, Table
from data.imports.students import families_of
from data.imports.tables import FILES, GUARDIANS
from data.zone import PARIS

STUDENTS = FILES["eleves"]
MORE = ("Champs modifiés", "Décidé par", "Décidé le")
UNCHANGED = ("", "", "")


class Sheet(NamedTuple):
    """One table that goes out, every cell a text."""

    name: str  # of its file, as the import knows it
    columns: tuple[str, ...]
    rows: list[tuple[str, ...]]


class Changes(NamedTuple):
    """The tables that have rows; and those whose record has been removed since, as they were called."""

    sheets: list[Sheet]
    removed: list[str]


class Approval(NamedTuple):
    """One approved field of a record, if there still is one."""

    record: int | None
    of_student: bool
    subject: str
    field: str
    by: str
    at: int


Stored = Iterable[tuple[int, Row]]


def beginning_of(day: datetime.date) -> int:
    """The first second of a day in France, in seconds since 1970."""
    return int(datetime.datetime.combine(day, datetime.time(), PARIS).timestamp())


def decided_changes(db: Session, site: int, since: int = 0) -> Changes:
    """The records of a site of which a field was approved at `since` or later. Five statements.

    A field that an import has overtaken meanwhile is among them, with the value that stands now.
    """
    found = map(tuple, database.rows(db, _approved(site, since)))
    approvals = [Approval(guardian or student, *words) for guardian, student, *words in found]
    sheets = [
        _sheet("familles", _guardians(db, site, since), [each for each in approvals if not each.of_student]),
        _sheet("eleves", _students(db, site, since), [each for each in approvals if each.of_student]),
    ]
    removed = dict.fromkeys(each.subject for each in approvals if each.record is None)
    return Changes([sheet for sheet in sheets if sheet.rows], list(removed))


def note_export(
    db: Session, *, site: int, account: int | None, who: str, changes: Changes, since: int, now: int
) -> None:
    """Write into the journal that the approved changes have gone out."""
    rows = {sheet.name: len(sheet.rows) for sheet in changes.sheets}
    audit.note(
        db, site=site, account=account, who=who, action=audit.CHANGES_EXPORTED, subject="", now=now, since=since, **rows
    )


def _sheet(name: str, rows: Stored, approvals: list[Approval]) -> Sheet:
    table, marks = FILES[name], _marks(FILES[name], approvals)
    return Sheet(
        name,
        (*(column.name for column in table.columns), *MORE),
        [
            (*(_written(row[column.field]) for column in table.columns), *marks.get(record, UNCHANGED))
            for record, row in rows
        ],
    )


def _marks(table: Table, approvals: list[Approval]) -> dict[int | None, tuple[str, str, str]]:
    """What is said of each changed record: all the fields, and the latest decision."""
    fields: defaultdict[int | None, set[str]] = defaultdict(set)
    latest = {}
    for each in approvals:
        fields[each.record].add(each.field)
        latest[each.record] = each
    return {record: (_named(table, fields[record]), last.by, _moment(last.at)) for record, last in latest.items()}


def _named(table: Table, fields: set[str]) -> str:
    return ", ".join(column.name for column in table.columns if column.field in fields)


def _moment(at: int) -> str:
    return f"{datetime.datetime.fromtimestamp(at, PARIS):%d/%m/%Y %H:%M}"


def _written(value: Any) -> str:
    """A value as the format writes it."""
    return " | ".join(value) if isinstance(value, list) else shown(value)


def _guardians(db: Session, site: int, since: int) -> Stored:
    """All guardians of the families in which one was changed."""
    here, changed = GUARDIANS.core.c, _changed(ChangeRequest.guardian_id, site, since)
    families = select(Guardian.family_id).where(col(Guardian.id).in_(changed))
    everybody = select(Guardian.id).where(col(Guardian.family_id).in_(families))
    accounts = select(Account.guardian_id, Account.username).where(col(Account.guardian_id).in_(everybody))
    usernames: dict[int, str] = dict(map(tuple, database.rows(db, accounts)))
    rows = stored.rows(GUARDIANS, site, GUARDIANS.fields).where(here.family_id.in_(families))
    for id_, *values in map(tuple, database.rows(db, rows.order_by(here.family_id, here.rank))):
        yield id_, {**dict(zip(GUARDIANS.fields, values, strict=True)), "username": usernames.get(id_, "")}


def _students(db: Session, site: int, since: int) -> Stored:
    here, changed = STUDENTS.core.c, _changed(ChangeRequest.student_id, site, since)
    families = families_of(db.connection(), changed)
    fields = [field for field in STUDENTS.fields if field in here]
    rows = stored.rows(STUDENTS, site, fields).where(here.id.in_(changed)).order_by(here.reference)
    for id_, *values in map(tuple, database.rows(db, rows)):
        yield id_, {**dict(zip(fields, values, strict=True)), "families": sorted(families[id_])}


def _changed(record: Any, site: int, since: int) -> sa.Select[Any]:
    """A statement that finds the records of one kind."""
    return _decided(sa.select(record), site, since).where(record.is_not(None))


def _approved(site: int, since: int) -> sa.Select[Any]:
    asked, change = ChangeRequest, ProposedChange
    record: Any = (asked.guardian_id, asked.student_id, asked.of_student, asked.subject)
    found = sa.select(*record, col(change.field), col(asked.decided_by), col(asked.decided_at))
    return _decided(found, site, since).order_by(col(asked.decided_at), col(asked.id))


def _decided(found: sa.Select[Any], site: int, since: int) -> sa.Select[Any]:
    asked, change = ChangeRequest, ProposedChange
    return found.join(change, col(change.request_id) == asked.id).where(
        col(asked.site_id) == site,
        col(asked.state) == State.DECIDED,
        col(asked.decided_at) >= since,
        col(change.decision) == Decision.APPROVED,
    )
