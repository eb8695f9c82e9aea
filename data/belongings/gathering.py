"""All that is held about a family, read as one state. It begins with the person: what is another family’s is not there.

Of guardians with an account of their own, each takes their own record, account, mails and sessions. No secret is read:
no password, no digest, no token, and of a mail neither its facts nor its words.
"""

from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, or_, select

from data.accounts import Account
from data.audit import AuditEntry
from data.belongings import asking, learning
from data.belongings.sections import Column, Section, euros, moment, section
from data.changes.fields import GUARDIAN, STUDENT
from data.documents import SuppliedDocument
from data.families import Family, Guardian
from data.ledger import Entry, EntryLine
from data.outbox import Mail
from data.reenrolments.bundle import harmless
from data.sessions import Person, UserSession
from data.students import FamilyStudent, Student


class Belongings(NamedTuple):
    """What is held, and the files that go with it: the name in the archive, the name in the store."""

    reference: str
    sections: list[Section]
    files: list[tuple[str, str]]


def gather(db: Session, who: Person) -> Belongings:
    """One statement for each kind of thing, however much there is of it."""
    reference = db.exec(select(Family.reference).where(Family.id == who.family)).one()
    sections = [
        *_people(db, who),
        *learning.sections(db, who.family),
        *_money(db, who),
        *asking.sections(db, who.family),
        *_traces(db, who),
    ]
    return Belongings(reference, sections, _files(db, who))


def _people(db: Session, who: Person) -> list[Section]:
    others = select(Account.guardian_id).where(col(Account.guardian_id).is_not(None), Account.id != who.account)
    mine = [Column(each.label, getattr(Guardian, each.name)) for each in GUARDIAN]
    record = [Column(each.label, getattr(Student, each.name)) for each in STUDENT]
    account = [
        Column("Identifiant", Account.username),
        Column("Adresse des courriels", Account.email),
        Column("Mode Accessibilité", Account.accessible),
        Column("Dernière connexion", Account.last_sign_in_at, moment),
    ]
    family = [Column("Référence", Family.reference)]
    return [
        section(db, "famille", "Famille", family, lambda rows: rows.where(col(Family.id) == who.family)),
        section(
            db,
            "responsables",
            "Responsables",
            mine,
            lambda rows: rows.where(col(Guardian.family_id) == who.family, col(Guardian.id).not_in(others)),
        ),
        section(db, "compte", "Votre compte", account, lambda rows: rows.where(col(Account.id) == who.account)),
        section(
            db,
            "eleves",
            "Élèves",
            record,
            lambda rows: (
                rows.join(FamilyStudent, col(FamilyStudent.student_id) == Student.id)
                .where(col(FamilyStudent.family_id) == who.family)
                .order_by(col(Student.id))
            ),
        ),
    ]


def _money(db: Session, who: Person) -> list[Section]:
    entries = [
        Column("Référence", Entry.reference),
        Column("Registre", Entry.ledger, {"fees": "cotisations", "rentals": "location"}.get),
        Column("Date", Entry.date),
        Column("Libellé", Entry.label),
        Column("Mode de règlement", Entry.payment_method),
        Column("Numéro", Entry.number),
        Column("Débit", Entry.debit, euros),
        Column("Crédit", Entry.credit, euros),
        Column("Remise", Entry.remitted),
    ]
    lines = [
        Column("Référence", Entry.reference),
        Column("Libellé", EntryLine.label),
        Column("Quantité", EntryLine.quantity),
        Column("Montant", EntryLine.amount, euros),
    ]
    mine = col(Entry.family_id) == who.family
    return [
        section(db, "operations", "Facturation", entries, lambda rows: rows.where(mine).order_by(col(Entry.date))),
        section(
            db,
            "lignes",
            "Lignes des factures",
            lines,
            lambda rows: (
                rows.join(Entry, col(Entry.id) == EntryLine.entry_id)
                .where(mine)
                .order_by(col(Entry.date), col(Entry.id), col(EntryLine.rank))
            ),
        ),
    ]


def _traces(db: Session, who: Person) -> list[Section]:
    mails = [
        Column("Sorte", Mail.kind),
        Column("Adresse", Mail.recipient),
        Column("Écrit le", Mail.created_at, moment),
        Column("Parti le", Mail.sent_at, moment),
        Column("En échec le", Mail.failed_at, moment),
    ]
    journal = [
        Column("Le", AuditEntry.at, moment),
        Column("Acte", AuditEntry.action),
        Column("Objet", AuditEntry.subject),
    ]
    sessions = [
        Column("Ouverte le", UserSession.created_at, moment),
        Column("Dernière page le", UserSession.touched_at, moment),
    ]
    about = select(Family.key).where(Family.id == who.family)
    mine = or_(col(AuditEntry.account_id) == who.account, col(AuditEntry.subject).in_(about))
    here = sa.and_(col(AuditEntry.site_id) == who.site, mine)
    return [
        section(db, "courriels", "Courriels", mails, lambda rows: rows.where(col(Mail.account_id) == who.account)),
        section(db, "journal", "Journal", journal, lambda rows: rows.where(here).order_by(col(AuditEntry.id))),
        section(
            db, "sessions", "Connexions", sessions, lambda rows: rows.where(col(UserSession.account_id) == who.account)
        ),
    ]


def _files(db: Session, who: Person) -> list[tuple[str, str]]:
    asked = select(SuppliedDocument.name, SuppliedDocument.stored).where(SuppliedDocument.family_id == who.family)
    found = db.exec(asked.order_by(col(SuppliedDocument.id))).all()
    return [(f"pieces/{number:02} {harmless(name)}.pdf", stored) for number, (name, stored) in enumerate(found, 1)]
