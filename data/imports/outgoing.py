"""The way back: what the office has decided, as tables of the import format, for the administrative software.

A table holds the official values of today, what was decided last at its end. A
family comes with all its guardians, because the format knows them by their
order; the row of a record that was changed also says what was done, in which
fields, by whom and when.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlmodel import Session, col, select

from data import audit, database
from data.accounts import Account
from data.changes.holds import shown
from data.families import Guardian
from data.imports import stored
from data.imports.decided import Change, decided, records
from data.imports.shapes import Row, Table
from data.imports.students import families_of
from data.imports.tables import FILES, GUARDIANS
from data.zone import PARIS

STUDENTS = FILES["eleves"]
MORE = ("Nature", "Champs modifiés", "Décidé par", "Décidé le")
UNCHANGED = ("", "", "", "")


class Sheet(NamedTuple):
    """One table that goes out, every cell a text."""

    name: str  # of its file, as the import knows it
    columns: tuple[str, ...]
    rows: list[tuple[str, ...]]


class Changes(NamedTuple):
    """The tables that have rows; and those whose record has been removed since, as they were called."""

    sheets: list[Sheet]
    removed: list[str]


Stored = Iterable[tuple[int, Row]]
ById = dict[int, list[Change]]  # what was decided of each record, in the order of time


def beginning_of(day: datetime.date) -> int:
    """The first second of a day in France, in seconds since 1970."""
    return int(datetime.datetime.combine(day, datetime.time(), PARIS).timestamp())


def decided_changes(db: Session, site: int, since: int = 0) -> Changes:
    """The records of a site of which something was decided at `since` or later. Six statements.

    A field that an import has overtaken meanwhile is among them, with the value that stands now.
    """
    found = decided(db, site, since)
    sheets = [
        _sheet("familles", "family", _guardians(db, site, since), [each for each in found if not each.of_student]),
        _sheet("eleves", "reference", _students(db, site, since), [each for each in found if each.of_student]),
    ]
    removed = dict.fromkeys(each.subject for each in found if each.record is None)
    return Changes([sheet for sheet in sheets if sheet.rows], list(removed))


def note_export(
    db: Session, *, site: int, account: int | None, who: str, changes: Changes, since: int, now: int
) -> None:
    """Write into the journal that what was decided has gone out."""
    rows = {sheet.name: len(sheet.rows) for sheet in changes.sheets}
    audit.note(
        db, site=site, account=account, who=who, action=audit.CHANGES_EXPORTED, subject="", now=now, since=since, **rows
    )


def _sheet(name: str, key: str, rows: Stored, changes: Iterable[Change]) -> Sheet:
    """The rows of one key stay together, where the latest of them belongs."""
    table, of = FILES[name], _by_record(changes)
    latest: defaultdict[str, int] = defaultdict(int)
    found = list(rows)
    for record, row in found:
        latest[row[key]] = max(latest[row[key]], of[record][-1].at if record in of else 0)
    found.sort(key=lambda each: latest[each[1][key]])
    return Sheet(
        name,
        (*(column.name for column in table.columns), *MORE),
        [(*(_written(row[each.field]) for each in table.columns), *_marks(table, of.get(id_))) for id_, row in found],
    )


def _by_record(changes: Iterable[Change]) -> ById:
    found: ById = {}
    for each in changes:
        if each.record is not None:
            found.setdefault(each.record, []).append(each)
    return found


def _marks(table: Table, changes: list[Change] | None) -> tuple[str, str, str, str]:
    """What is said of a changed record: in which ways, all the fields, and the latest decision."""
    if not changes:
        return UNCHANGED
    kinds = dict.fromkeys(each.kind for each in changes)
    fields = {field for each in changes for field in each.fields}
    return ", ".join(kinds), _named(table, fields), changes[-1].by, _moment(changes[-1].at)


def _named(table: Table, fields: set[str]) -> str:
    return ", ".join(column.name for column in table.columns if column.field in fields)


def _moment(at: int) -> str:
    return f"{datetime.datetime.fromtimestamp(at, PARIS):%d/%m/%Y %H:%M}"


def _written(value: Any) -> str:
    """A value as the format writes it."""
    return " | ".join(value) if isinstance(value, list) else shown(value)


def _guardians(db: Session, site: int, since: int) -> Stored:
    """All guardians of the families in which one was changed."""
    here, changed = GUARDIANS.core.c, records("guardian_id", site, since)
    families = select(Guardian.family_id).where(col(Guardian.id).in_(changed))
    everybody = select(Guardian.id).where(col(Guardian.family_id).in_(families))
    accounts = select(Account.guardian_id, Account.username).where(col(Account.guardian_id).in_(everybody))
    usernames: dict[int, str] = dict(map(tuple, database.rows(db, accounts)))
    rows = stored.rows(GUARDIANS, site, GUARDIANS.fields).where(here.family_id.in_(families))
    for id_, *values in map(tuple, database.rows(db, rows.order_by(here.family_id, here.rank))):
        yield id_, {**dict(zip(GUARDIANS.fields, values, strict=True)), "username": usernames.get(id_, "")}


def _students(db: Session, site: int, since: int) -> Stored:
    here, changed = STUDENTS.core.c, records("student_id", site, since)
    families = families_of(db.connection(), changed)
    fields = [field for field in STUDENTS.fields if field in here]
    rows = stored.rows(STUDENTS, site, fields).where(here.id.in_(changed)).order_by(here.reference)
    for id_, *values in map(tuple, database.rows(db, rows)):
        yield id_, {**dict(zip(fields, values, strict=True)), "families": sorted(families[id_])}
