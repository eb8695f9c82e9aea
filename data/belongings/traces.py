"""What using the portal leaves behind: mails, the journal, sign-ins, a form that was kept, a calendar’s address."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, or_, select, union_all

from data import audit
from data.accounts import Account
from data.agenda import CalendarFeed
from data.audit import AuditEntry
from data.belongings.people import own_guardians
from data.belongings.sections import Column, Section, moment, section
from data.changes import ChangeRequest
from data.documents import SuppliedDocument
from data.families import Family, Guardian
from data.kept_forms import KeptForm
from data.outbox import Mail
from data.reenrolments import Reenrolment
from data.sessions import Person, UserSession
from data.students import FamilyStudent, Student

MAILS = [
    Column("Sorte", Mail.kind),
    Column("Adresse", Mail.recipient),
    Column("Écrit le", Mail.created_at, moment),
    Column("Parti le", Mail.sent_at, moment),
    Column("En échec le", Mail.failed_at, moment),
]
SESSIONS = [
    Column("Ouverte le", UserSession.created_at, moment),
    Column("Dernière page le", UserSession.touched_at, moment),
]
KEPT = [
    Column("Gardée le", KeptForm.kept_at, moment),
    Column("Page", KeptForm.address),
    Column("Saisie", KeptForm.typed, lambda typed: "\n".join(f"{name} : {text}" for name, text in typed.items())),
]
CALENDAR = [Column("Adresse secrète", CalendarFeed.family_id, lambda _: "créée ; elle se lit sur la page Agenda")]
OF_RECORDS = (audit.RECORD_CORRECTED, audit.STUDENT_ADDED)


def sections(db: Session, who: Person) -> list[Section]:
    """One statement for each kind of thing."""

    def of_account(table: Any) -> Any:
        return lambda rows: rows.where(col(table.account_id) == who.account)

    family = col(CalendarFeed.family_id) == who.family
    return [
        section(db, "courriels", "Courriels", MAILS, of_account(Mail)),
        section(db, "journal", "Journal", _journal(who), lambda rows: _noted(rows, who)),
        section(db, "sessions", "Connexions", SESSIONS, of_account(UserSession)),
        section(db, "saisies", "Saisie d’une session expirée", KEPT, of_account(KeptForm)),
        section(db, "calendrier", "Adresse du calendrier", CALENDAR, lambda rows: rows.where(family)),
    ]


def _journal(who: Person) -> list[Column]:
    by = sa.case((col(AuditEntry.account_id) == who.account, "votre compte"), else_="un autre compte, ou le portail")
    return [
        Column("Le", AuditEntry.at, moment),
        Column("Acte", AuditEntry.action),
        Column("Par", by),
        Column("Objet", AuditEntry.subject),
    ]


def _noted(rows: sa.Select[Any], who: Person) -> sa.Select[Any]:
    """What the account did, and what anybody did to the family and to what is its own."""
    action, subject = col(AuditEntry.action), col(AuditEntry.subject)
    students = select(Student.key).join(FamilyStudent).where(FamilyStudent.family_id == who.family)
    family = select(Family.key).where(Family.id == who.family).scalar_subquery()
    mine = or_(
        col(AuditEntry.account_id) == who.account,
        subject.in_(_subjects(who)),
        sa.and_(subject.in_(students), action.in_(OF_RECORDS)),  # a link may be to another family
        AuditEntry.facts["family"].as_string() == family,
    )
    return rows.where(col(AuditEntry.site_id) == who.site, mine).order_by(col(AuditEntry.id))


def _subjects(who: Person) -> Any:
    """Under which keys and numbers the journal speaks of what is the family’s own."""
    return union_all(
        select(Family.key).where(Family.id == who.family),
        select(Family.reference).where(Family.id == who.family),
        select(Guardian.key).where(*own_guardians(who)),
        select(Account.key).where(Account.id == who.account),
        select(ChangeRequest.number).where(ChangeRequest.family_id == who.family),
        select(Reenrolment.number).where(Reenrolment.family_id == who.family, Reenrolment.number != ""),
        select(SuppliedDocument.key).where(SuppliedDocument.family_id == who.family),
    )
