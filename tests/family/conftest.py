"""The file of the family whose pages are asked for: what a test puts into it."""

import datetime
from dataclasses import dataclass
from typing import Any

import pytest
from sqlmodel import Session, col, delete, select, update

from data import database
from data.accounts import Account
from data.families import Guardian
from data.ledger import Document, Entry, EntryLine, Ledger
from data.settings import Settings
from data.sites import Site
from data.students import FamilyStudent, Student
from tests.people import People, Someone


@dataclass
class FamilyFile:
    """What the administrative software knows of a family."""

    settings: Settings
    who: Someone

    def guardian_in(self, db: Session) -> Guardian:
        account = select(Account).join(Site, col(Site.id) == Account.site_id)
        found = db.exec(account.where(Account.username == self.who.username, Site.slug == self.who.site)).one()
        return db.exec(select(Guardian).where(Guardian.id == found.guardian_id)).one()

    def describe(self, **facts: str) -> None:
        """Facts of the guardian."""
        with database.transaction(self.settings.database) as db:
            db.exec(update(Guardian).where(col(Guardian.id) == self.guardian_in(db).id).values(**facts))

    def enter(self, date: str, lines: tuple[tuple[str, str, int], ...] = (), **facts: Any) -> str:
        """One more entry; its key."""
        with database.transaction(self.settings.database) as db:
            guardian = self.guardian_in(db)
            site = db.exec(select(Account.site_id).where(Account.guardian_id == guardian.id)).one()
            day = datetime.datetime.strptime(date, "%d/%m/%Y").date()
            usual = {"ledger": Ledger.FEES, "label": "AVIS DES SOMMES A PAYER", "document": Document.PAYMENT_NOTICE}
            count = len(db.exec(select(Entry.id)).all())
            entry = Entry(
                site_id=site, family_id=guardian.family_id, reference=f"N{count}", date=day, **{**usual, **facts}
            )
            db.add(entry)
            db.flush()
            for rank, (label, quantity, amount) in enumerate(lines):
                db.add(EntryLine(entry_id=entry.id, rank=rank, label=label, quantity=quantity, amount=amount))
            return entry.key

    def clear(self) -> None:
        """No entry and no student."""
        with database.transaction(self.settings.database) as db:
            for line in (EntryLine, Entry, FamilyStudent):
                db.exec(delete(line))

    def enrol(self, surname: str, given_name: str, **facts: Any) -> None:
        """One more student."""
        with database.transaction(self.settings.database) as db:
            site = db.exec(select(Site.id).where(Site.slug == self.who.site)).one()
            known = {"reference": f"{surname} {given_name}", **facts}
            student = Student(site_id=site, surname=surname, given_name=given_name, **known)
            db.add(student)
            db.flush()
            db.add(FamilyStudent(family_id=self.guardian_in(db).family_id, student_id=student.id))


@pytest.fixture
def file(settings: Settings, people: People) -> FamilyFile:
    """The file of the family."""
    return FamilyFile(settings, people.family)


@pytest.fixture
def far_file(settings: Settings, people: People) -> FamilyFile:
    """The file of the family of the other site, which has no rental tab."""
    return FamilyFile(settings, people.far_neighbour)
