"""The journal as the office of a site reads it: a page at a time, newest first, or all of it in pieces."""

import enum
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import literal, union_all
from sqlmodel import Session, col, select, tuple_

from data import accounts
from data.accounts import Account
from data.audit import AuditEntry
from data.changes import ChangeRequest
from data.documents import RequiredDocument, SuppliedDocument
from data.families import Family, Guardian
from data.reenrolments import Reenrolment
from data.students import Student

PAGE_LENGTH = 50
PIECE = 1000  # rows of an export that are in memory at a time


class Filter(NamedTuple):
    """Which rows of a site are asked for."""

    actions: Sequence[str] | None = None  # nothing: all
    others: bool = False  # all but these actions
    since: int = 0
    username: str = ""  # of an account of the site, or as it was noted when the account has gone


def entries_in(db: Session, site: int, asked: Filter, page: int = 1) -> tuple[list[AuditEntry], bool]:
    """One page of the journal of a site, and whether there is more. One statement, and one for a username."""
    found = _newest_first(_found(db, site, asked))
    rows = db.exec(found.offset((page - 1) * PAGE_LENGTH).limit(PAGE_LENGTH + 1)).all()
    return list(rows[:PAGE_LENGTH]), len(rows) > PAGE_LENGTH


def piece_of(db: Session, site: int, asked: Filter, before: tuple[int, int]) -> list[AuditEntry]:
    """The next rows, newest first, before a moment and a number of a row."""
    older = tuple_(col(AuditEntry.at), col(AuditEntry.id)) < tuple_(*before)
    return list(db.exec(_newest_first(_found(db, site, asked).where(older)).limit(PIECE)))


def _newest_first(found: Any) -> Any:
    return found.order_by(col(AuditEntry.at).desc(), col(AuditEntry.id).desc())


def _found(db: Session, site: int, asked: Filter) -> Any:
    found = select(AuditEntry).where(_of(db, site, asked.username), AuditEntry.at >= asked.since)
    if asked.actions is None:
        return found
    named = col(AuditEntry.action).in_(asked.actions)
    return found.where(~named if asked.others else named)


def _of(db: Session, site: int, username: str) -> Any:
    """Rows of a site; those of one of its accounts are found by the account, which is of that site alone."""
    here = col(AuditEntry.site_id) == site
    if not username:
        return here
    folded = accounts.fold(username)
    account = db.exec(select(Account.id).where(Account.site_id == site, Account.username == folded)).first()
    return col(AuditEntry.account_id) == account if account else here & (col(AuditEntry.who) == folded)


class Record(enum.StrEnum):
    """What a key may be of."""

    SUPPLIED = "supplied"
    REQUIRED = "required"
    STUDENT = "student"
    GUARDIAN = "guardian"


class Subjects(NamedTuple):
    """Where the numbers and the keys of a page lead."""

    requests: dict[str, str]  # their keys, by number
    reenrolments: dict[str, str]
    records: dict[str, tuple[Record, str]]  # by key: of a document its name, of a guardian the key of the family


def subjects_of(db: Session, site: int, entries: Sequence[AuditEntry]) -> Subjects:
    """Three statements, however many rows."""
    numbers = {each.subject for each in entries}
    requests, reenrolments = (dict(_numbered(db, kind, site, numbers)) for kind in NUMBERED)
    return Subjects(requests, reenrolments, _records(db, site, numbers))


NUMBERED: tuple[Any, ...] = (ChangeRequest, Reenrolment)


def _records(db: Session, site: int, keys: set[str]) -> dict[str, tuple[Record, str]]:
    """Never a name of a child."""
    supplied, required, student, guardian = (literal(each.value) for each in Record)
    of_guardian = select(Guardian.key, guardian, Family.key).join(Family, col(Family.id) == Guardian.family_id)
    found = union_all(
        _named(SuppliedDocument, supplied, SuppliedDocument.name, site, keys),
        _named(RequiredDocument, required, RequiredDocument.name, site, keys),
        _named(Student, student, literal(""), site, keys),
        of_guardian.where(Family.site_id == site, col(Guardian.key).in_(keys)),
    )
    return {key: (Record(kind), words) for key, kind, words in db.connection().execute(found)}


def _named(model: Any, kind: Any, words: Any, site: int, keys: set[str]) -> Any:
    return select(model.key, kind, words).where(model.site_id == site, model.key.in_(keys))


def _numbered(db: Session, kind: Any, site: int, numbers: set[str]) -> Any:
    return db.exec(select(kind.number, kind.key).where(kind.site_id == site, kind.number.in_(numbers))).all()
