"""A family is erased, with all that hangs on it: rows go by the keys that point to them, table after table.

What must outlive it, the journal, stays without its name. A student of two families stays with the other one. The
files of documents are swept once this is committed.
"""

from collections import defaultdict
from collections.abc import Collection
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, func, or_, select

from data import forgetting
from data.accounts import Account
from data.changes import ChangeRequest
from data.documents import SuppliedDocument
from data.erasures import Erasures
from data.families import Family, Guardian
from data.ledger import Entry
from data.outbox import Mail
from data.reenrolments import Reenrolment
from data.sites import Site
from data.students import FamilyStudent, Student

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
    """What was written to their addresses for accounts that are gone.

    The mails of an account go with it, and with it alone: somebody else may have the same address.
    """
    addresses = select(Guardian.email).where(Guardian.family_id == family, Guardian.email != "")
    own = select(Account.email).where(col(Account.id).in_(accounts), Account.email != "")
    site = select(Family.site_id).where(Family.id == family).scalar_subquery()
    to_them = or_(col(Mail.recipient).in_(addresses), col(Mail.recipient).in_(own))
    return select(Mail.id).where(Mail.site_id == site, col(Mail.account_id).is_(None), to_them)


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
    doomed, names = _remove(db, site, family)
    forgetting.forget_in_reports(db, site.id, names)
    if erasures:
        erasures.note(site.slug, family.reference)
    db.expire_all()
    return doomed


def erase_all(db: Session, site: Site, families: Collection[Family]) -> frozenset[str]:
    """Erase families that are not to be remembered; says by what names reports know them."""
    names = frozenset(name for family in families for name in _remove(db, site, family)[1])
    if names:
        forgetting.forget_in_reports(db, site.id, names)
        db.expire_all()
    return names


def _remove(db: Session, site: Site, family: Family) -> tuple[Plan, frozenset[str]]:
    doomed = plan(db, family.id)
    traces = forgetting.traces_of(db, doomed)
    forgetting.forget(db, site.id, {family.key, family.reference}, traces)
    for table in reversed(SQLModel.metadata.sorted_tables):
        for child, link in _pointing_to(table.name) if doomed.get(table.name) else ():
            if (child.name, link.name) in CUT:
                db.connection().execute(sa.update(child).where(link.in_(doomed[table.name])).values({link: None}))
    for table in reversed(SQLModel.metadata.sorted_tables):
        if doomed.get(table.name):
            (key,) = table.primary_key
            db.connection().execute(sa.delete(table).where(key.in_(doomed[table.name])))
    return doomed, traces.names


class Again(NamedTuple):
    """Families that were erased before, had come back, and are erased again."""

    families: int
    names: frozenset[str]  # by which reports know them


def apply(db: Session, erasures: Erasures) -> Again:
    """Erase again whoever was erased and has come back, from a backup or an export."""
    listed = erasures.lines()
    found = db.exec(select(Family, Site).join(Site)).all() if listed else ()
    back: defaultdict[int, list[Family]] = defaultdict(list)
    for family, site in found:
        if erasures.line(site.slug, family.reference) in listed:
            back[site.id].append(family)
    names = [erase_all(db, db.get_one(Site, site), families) for site, families in back.items()]
    return Again(sum(map(len, back.values())), frozenset().union(*names))


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
