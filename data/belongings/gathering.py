"""All that is held about a family, read as one state. It begins with the person: what is another family’s is not there.

Of guardians with an account of their own, each takes their own record, account, mails and sessions. No secret is read:
no password, no digest, no token, and of a mail neither its facts nor its words.
"""

import datetime
from typing import NamedTuple

from sqlmodel import Session, col, select

from data import families, ledger, reenrolments
from data.belongings import asking, learning, money, people, traces
from data.belongings.sections import Section
from data.documents import SuppliedDocument
from data.families import Family, Guardian
from data.ledger import Entry, EntryLine
from data.reenrolments import Sent
from data.reenrolments.bundle import harmless
from data.sessions import Person


class Papers(NamedTuple):
    """What the portal prints for the family: every entry with its lines, every re-enrolment that was sent."""

    responsable: Guardian  # whom bills are addressed to
    guardian: Guardian  # who asks
    entries: list[tuple[Entry, list[EntryLine]]]
    sent: list[Sent]


class Belongings(NamedTuple):
    """What is held, and the files that go with it: the name in the archive, the name in the store."""

    reference: str
    sections: list[Section]
    files: list[tuple[str, str]]
    papers: Papers


def gather(db: Session, who: Person, today: datetime.date) -> Belongings:
    """One statement for each kind of thing, however much there is of it."""
    reference = db.exec(select(Family.reference).where(Family.id == who.family)).one()
    sections = [
        *people.sections(db, who),
        *learning.sections(db, who.family),
        *money.sections(db, who.family),
        *asking.sections(db, who.family),
        *traces.sections(db, who),
    ]
    return Belongings(reference, sections, _files(db, who), _papers(db, who, today))


def _papers(db: Session, who: Person, today: datetime.date) -> Papers:
    return Papers(
        responsable=families.guardian_of(db, who.family),
        guardian=families.guardian_with(db, who.family, who.guardian),
        entries=ledger.all_of(db, who.family),
        sent=reenrolments.all_sent(db, who, today),
    )


def _files(db: Session, who: Person) -> list[tuple[str, str]]:
    asked = select(SuppliedDocument.name, SuppliedDocument.stored).where(SuppliedDocument.family_id == who.family)
    found = db.exec(asked.order_by(col(SuppliedDocument.id))).all()
    return [(f"pieces/{number:02} {harmless(name)}.pdf", stored) for number, (name, stored) in enumerate(found, 1)]
