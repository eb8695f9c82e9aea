"""A family is erased, with all that hangs on it: rows go by the keys that point to them, table after table.

What must outlive it, the journal, stays without its name. A student of two families stays with the other one. The
files of documents are swept once this is committed.
"""

from collections import defaultdict
from collections.abc import Collection
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, func, or_, select

from data.accounts import Account
from data.audit import AuditEntry
from data.changes import ChangeRequest
from data.documents import SuppliedDocument
from data.erasures import Erasures
from data.families import Family, Guardian
from data.ledger import Entry
from data.outbox import Mail
from data.reenrolments import Reenrolment
from data.sites import Site
from data.students import FamilyStudent, Student

GONE = "compte-efface"  # in the place of an identifiant
CUT = {  # these rows are not the family’s own: they lose the link, and stay
    ("audit_entry", "account_id"),
    ("user_session", "viewing_id"),
    ("change_request", "account_id"),  # of another family, who shares a student
    ("reenrolment", "account_id"),
    ("course_choice", "enrolment_id"),
}
Plan = dict[str, set[Any]]  # by table: the keys of the rows that go


def plan(db: Session, family: int) -> Plan:
    """What goes with a family: itself, the students that are no other family’s, and all that points to them."""
    doomed: Plan = defaultdict(set)
    students = select(FamilyStudent.student_id).where(FamilyStudent.family_id == family)
    elsewhere = select(FamilyStudent.student_id).where(FamilyStudent.family_id != family)
    own = select(Student.id).where(col(Student.id).in_(students), col(Student.id).not_in(elsewhere))
    _doom(db, doomed, "student", set(db.exec(own)))
    _doom(db, doomed, "family", {family})
    _doom(db, doomed, "outbox", set(db.exec(_mails(family, doomed["account"]))))
    return doomed


def _mails(family: int, accounts: Collection[int]) -> Any:
    """What was written to their addresses, by whatever account."""
    addresses = select(Guardian.email).where(Guardian.family_id == family, Guardian.email != "")
    own = select(Account.email).where(col(Account.id).in_(accounts), Account.email != "")
    site = select(Family.site_id).where(Family.id == family).scalar_subquery()
    to_them = or_(col(Mail.recipient).in_(addresses), col(Mail.recipient).in_(own))
    return select(Mail.id).where(Mail.site_id == site, to_them)


def _doom(db: Session, doomed: Plan, table: str, keys: set[Any]) -> None:
    """Rows, and what points to them, and what points to that."""
    new = keys - doomed[table]
    doomed[table] |= new
    for child, link in _pointing_to(table) if new else ():
        if (child.name, link.name) not in CUT:
            (key,) = child.primary_key
            _doom(db, doomed, child.name, set(db.connection().scalars(sa.select(key).where(link.in_(new)))))


def _pointing_to(table: str) -> list[tuple[sa.Table, sa.Column[Any]]]:
    return [
        (child, link.parent)
        for child in SQLModel.metadata.sorted_tables
        for link in child.foreign_keys
        if link.column.table.name == table
    ]


def erase(db: Session, erasures: Erasures | None, site: Site, family: Family) -> Plan:
    """Erase a family, and remember that it was unless this is only its time that is over; says what has gone."""
    doomed = plan(db, family.id)
    usernames = set(db.exec(select(Account.username).where(col(Account.id).in_(doomed["account"]))))
    _forget(db, site.id, usernames, doomed["account"], {family.key, family.reference})
    for table in reversed(SQLModel.metadata.sorted_tables):
        for child, link in _pointing_to(table.name) if doomed.get(table.name) else ():
            if (child.name, link.name) in CUT:
                db.connection().execute(sa.update(child).where(link.in_(doomed[table.name])).values({link: None}))
    for table in reversed(SQLModel.metadata.sorted_tables):
        if doomed.get(table.name):
            (key,) = table.primary_key
            db.connection().execute(sa.delete(table).where(key.in_(doomed[table.name])))
    if erasures:
        erasures.note(site.slug, family.reference)
    db.expire_all()
    return doomed


def _forget(db: Session, site: int, usernames: set[str], accounts: Collection[int], subjects: set[str]) -> None:
    """The journal keeps what was done and when, and no longer whose it was."""
    named = or_(col(AuditEntry.account_id).in_(accounts), col(AuditEntry.who).in_(usernames))
    about = col(AuditEntry.subject).in_(subjects | usernames)
    mine = sa.update(AuditEntry).where(col(AuditEntry.site_id) == site)
    db.connection().execute(mine.where(or_(named, about)).values(facts={}))
    db.connection().execute(mine.where(about).values(subject=""))
    db.connection().execute(mine.where(named).values(who=GONE))


def apply(db: Session, erasures: Erasures) -> int:
    """Erase again whoever was erased and has come back, from a backup or an export; says how many families."""
    listed = erasures.lines()
    if not listed:
        return 0
    found = db.exec(select(Family, Site).join(Site)).all()
    back = [(family, site) for family, site in found if erasures.line(site.slug, family.reference) in listed]
    for family, site in back:
        erase(db, None, site, family)
    return len(back)


class Weight(NamedTuple):
    """Whom one is about to erase, and how much of each kind goes with them."""

    name: str
    # Guardians, accounts, students, students that stay; entries, requests, re-enrolments, documents, mails.
    counts: tuple[int, ...]


def weight_of(db: Session, family: int) -> Weight:
    """One statement."""

    def count(table: type[SQLModel], *where: Any) -> Any:
        return select(func.count()).select_from(table).where(*where).scalar_subquery()

    of_family = select(FamilyStudent.student_id).where(FamilyStudent.family_id == family)
    elsewhere = select(FamilyStudent.student_id).where(FamilyStudent.family_id != family)
    guardians = select(Guardian.id).where(Guardian.family_id == family)
    accounts = select(Account.id).where(col(Account.guardian_id).in_(guardians))
    name = select(Guardian.surname + " " + Guardian.given_name).where(Guardian.family_id == family, Guardian.rank == 0)
    asked = sa.select(
        name.scalar_subquery(),
        count(Guardian, Guardian.family_id == family),
        count(Account, col(Account.guardian_id).in_(guardians)),
        count(Student, col(Student.id).in_(of_family), col(Student.id).not_in(elsewhere)),
        count(Student, col(Student.id).in_(of_family), col(Student.id).in_(elsewhere)),
        count(Entry, Entry.family_id == family),
        count(ChangeRequest, ChangeRequest.family_id == family),
        count(Reenrolment, Reenrolment.family_id == family),
        count(SuppliedDocument, SuppliedDocument.family_id == family),
        count(Mail, col(Mail.account_id).in_(accounts)),
    )
    name_found, *counts = db.connection().execute(asked).one()
    return Weight(name_found or "", tuple(counts))


def files_of(db: Session, family: int) -> list[str]:
    """The files that are to be dropped once the family has gone."""
    return list(db.exec(select(SuppliedDocument.stored).where(SuppliedDocument.family_id == family)))
