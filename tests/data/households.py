"""A family before its own records, for the tests of what it proposes: no page, only the nouns."""

import datetime
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, SQLModel, col, select

from data import changes, sessions
from data.accounts import Account
from data.changes import ChangeEvent, ChangeRequest, Outcome, ProposedChange, Record, Texts, Wish
from data.database import reading, transaction
from data.families import Guardian
from data.outbox import Mail
from data.schema import METADATA
from data.sessions import Person
from data.settings import Settings
from data.sites import Site
from data.students import FamilyStudent, Student
from tests.people import Someone

NOW = 1_795_000_000  # a Tuesday in November 2026
TODAY = datetime.date(2026, 11, 18)


def person_of(db: Session, who: Someone) -> Person:
    """Somebody, signed in."""
    named = select(Account.id).join(Site).where(Site.slug == who.site, Account.username == who.username)
    token = sessions.open_session(db, db.exec(named).one(), False, NOW)
    db.flush()
    person = sessions.person_of(db, token, NOW)
    assert person
    return person


def record_of(db: Session, family: int, student: str) -> Record:
    """A student of the family by its key, or the responsable."""
    asked = select(Student).join(FamilyStudent).where(FamilyStudent.family_id == family, Student.key == student)
    guardian = select(Guardian).where(Guardian.family_id == family, Guardian.rank == 0)
    return db.exec(asked).one() if student else db.exec(guardian).one()


def sees(db: Session, family: int, record: Record) -> Texts:
    """What the page of a record shows."""
    return changes.texts_of(record) | changes.standing_of(db, family, record).proposed


@dataclass(frozen=True)
class Household:
    """Somebody of a family before one record: a student’s, or the responsable’s without a key."""

    settings: Settings
    person: Person
    student: str = ""

    def page(self) -> Texts:
        """What the page shows now."""
        with reading(self.settings.database) as db:
            return sees(db, self.person.family, record_of(db, self.person.family, self.student))

    def official(self) -> Texts:
        """What the office has."""
        with reading(self.settings.database) as db:
            return changes.texts_of(record_of(db, self.person.family, self.student))

    def propose(
        self, typed: Texts, shown: Mapping[str, str] | None = None, proven: bool = False, now: int = NOW
    ) -> Outcome:
        """Send the whole form, some of it typed over what the page shows, or over what it showed then."""
        before = dict(self.page() if shown is None else shown)
        with transaction(self.settings.database) as db:
            record = record_of(db, self.person.family, self.student)
            return changes.propose(db, self.person, record, Wish(before | typed, before, proven), now, TODAY)

    def withdraw(self, now: int = NOW) -> None:
        """Take back what waits."""
        with transaction(self.settings.database) as db:
            standing = changes.standing_of(db, self.person.family, record_of(db, self.person.family, self.student))
            assert standing.pending
            changes.withdraw(db, self.person, standing.pending, now)

    def become(self, **official: str) -> None:
        """The office’s own values change, as by an import."""
        with transaction(self.settings.database) as db:
            record = record_of(db, self.person.family, self.student)
            for name, value in official.items():
                changes.fields.put(record, name, value)
            db.add(record)

    def requests(self) -> list[ChangeRequest]:
        """All that the family ever asked for on this record, oldest first."""
        with reading(self.settings.database) as db:
            record = record_of(db, self.person.family, self.student)
            about = ChangeRequest.student_id if self.student else ChangeRequest.guardian_id
            asked = select(ChangeRequest).where(ChangeRequest.family_id == self.person.family, about == record.id)
            return list(db.exec(asked.order_by(col(ChangeRequest.id))))

    def proposed(self) -> dict[str, tuple[str, str]]:
        """Base and value by field, of the last request."""
        with reading(self.settings.database) as db:
            last = self.requests()[-1].id
            asked = select(ProposedChange).where(ProposedChange.request_id == last)
            return {each.field: (each.base, each.value) for each in db.exec(asked)}

    def events(self) -> list[ChangeEvent]:
        """The history of the last request."""
        with reading(self.settings.database) as db:
            return changes.events_of(db, self.requests()[-1])

    def mails(self) -> list[Mail]:
        """The outbox."""
        return self.all(Mail)

    def all(self, model: type[SQLModel]) -> list[Any]:
        """The rows of a table, as they were made."""
        with reading(self.settings.database) as db:
            return list(db.exec(select(model).order_by(col(model.id))))  # type: ignore[attr-defined]


def household(settings: Settings, who: Someone, student: str = "") -> Household:
    """Sign somebody in and lay a record before them."""
    with transaction(settings.database) as db:
        return Household(settings, person_of(db, who), student)


def everything(settings: Settings) -> dict[str, list[Any]]:
    """The whole database, row by row."""
    with sqlite3.connect(settings.database) as connection:
        return {
            name: connection.execute(f'SELECT * FROM "{name}" ORDER BY 1, 2').fetchall()  # noqa: S608
            for name in METADATA.tables
        }
