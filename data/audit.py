"""The journal: who did what, and when. Rows are added, never changed; no secret and no child’s data stands in one."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import JSON, Column, Field, Session, SQLModel, col, delete, func, select

from data.sites import Site

REQUEST_SENT = "demande-envoyee"
REQUEST_CHANGED = "demande-modifiee"
REQUEST_WITHDRAWN = "demande-retiree"
REQUEST_DECIDED = "demande-decidee"
CHANGES_EXPORTED = "modifications-exportees"
REENROLMENT_SENT = "reinscription-envoyee"
REENROLMENT_TAKEN_BACK = "reinscription-reprise"
REENROLMENT_COMPLETED = "reinscription-completee"
REENROLMENT_ASKED = "reinscription-complement-demande"
REENROLMENT_APPROVED = "reinscription-validee"
REENROLMENT_DECLINED = "reinscription-refusee"
REENROLMENT_REOPENED = "reinscription-rouverte"
DOCUMENT_SUPPLIED = "piece-fournie"
DOCUMENT_REMOVED = "piece-supprimee"
DOCUMENT_APPROVED = "piece-validee"
DOCUMENT_DECLINED = "piece-refusee"
REENROLMENT_SETTLED = "reinscription-reglee"
COURSES_OFFERED = "cours-reproposes"
REQUIREMENT_ADDED = "piece-demandee"
REQUIREMENT_CHANGED = "piece-demandee-modifiee"
REQUIREMENT_REMOVED = "piece-demandee-retiree"
REMINDERS_SENT = "rappels-envoyes"
REENROLMENTS_EXPORTED = "reinscriptions-exportees"
DOCUMENTS_EXPORTED = "pieces-exportees"
IMPORT_SIMULATED = "import-simule"
IMPORT_DONE = "import-fait"
IMPORT_REFUSED = "import-refuse"
IMPORT_ABANDONED = "import-abandonne"
VIEW_OPENED = "vue-ouverte"
VIEW_CLOSED = "vue-fermee"
SIGNED_IN = "connexion"
SIGNED_OUT = "deconnexion"
SIGN_IN_FAILED = "connexion-refusee"
SIGN_IN_SLOWED = "connexion-ralentie"
PASSWORD_CHANGED = "mot-de-passe-change"
PASSWORD_ASKED = "mot-de-passe-oublie-demande"
MAIL_SENT_AGAIN = "courriel-renvoye"
MAILS_SENT_AGAIN = "courriels-renvoyes"
MAIL_TESTED = "courriel-essaye"
JOURNAL_EXPORTED = "journal-exporte"

DAY = 86400
PURGED = 500  # rows of a site that one write removes at most
FAMILY_ERASED = "famille-effacee"
DATA_TAKEN = "donnees-telechargees"
ACCOUNT_MADE = "compte-cree"
ACCOUNT_LOCKED = "compte-verrouille"
ACCOUNT_UNLOCKED = "compte-deverrouille"
SESSIONS_ENDED = "sessions-fermees"
USERNAME_MAILED = "identifiant-envoye"
USERNAMES_MAILED = "identifiants-envoyes"
PASSWORD_SENT = "mot-de-passe-envoye"
LETTERS_PRINTED = "lettres-imprimees"
TEAM_ACCOUNT_ADDED = "equipe-compte-ajoute"
TEAM_ACCOUNT_CHANGED = "equipe-compte-modifie"
TEAM_ACCOUNT_REMOVED = "equipe-compte-supprime"
TEAM_ACCOUNT_LOCKED = "equipe-compte-verrouille"
TEAM_ACCOUNT_UNLOCKED = "equipe-compte-deverrouille"
TEAM_SESSIONS_CLOSED = "equipe-sessions-fermees"
SECOND_FACTOR_REQUIRED = "double-authentification-reglee"
SECOND_FACTOR_ADDED = "double-authentification-activee"
SECOND_FACTOR_REMOVED = "double-authentification-retiree"
RECOVERY_CODE_USED = "code-de-secours-utilise"
SITE_SETTLED = "site-regle"
HOLIDAYS_CHANGED = "conges-modifies"
LISTS_CHANGED = "listes-modifiees"
TEXT_CHANGED = "texte-modifie"
LOGO_CHANGED = "logo-modifie"
RECORD_CORRECTED = "fiche-corrigee"
FAMILY_ADDED = "famille-ajoutee"
GUARDIAN_ADDED = "responsable-ajoute"
STUDENT_ADDED = "eleve-ajoute"
STUDENT_LINKED = "eleve-rattache"
STUDENT_UNLINKED = "eleve-detache"
GUARDIAN_SPLIT = "responsable-separe"


class AuditEntry(SQLModel, table=True):
    """One thing that somebody did."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        sa.Index("ix_audit_entry_site", "site_id", "at"),
        sa.Index("ix_audit_entry_account", "account_id", "at"),
    )

    id: int = Field(default=None, primary_key=True)
    site_id: int = Field(foreign_key="site.id")
    at: int  # seconds since 1970
    account_id: int | None = Field(default=None, foreign_key="account.id")
    who: str  # the identifiant, kept when the account goes
    action: str
    subject: str = ""  # the key or the number of what it was done to
    facts: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


def note(
    db: Session, *, site: int, account: int | None, who: str, action: str, subject: str, now: int, **facts: Any
) -> None:
    """Add a row, in the transaction of what was done. No account: the console did it."""
    db.add(AuditEntry(site_id=site, account_id=account, who=who, action=action, subject=subject, at=now, facts=facts))


def last_of(db: Session, site: int, action: str) -> int | None:
    """When this was done the last time on a site."""
    return db.exec(select(func.max(AuditEntry.at)).where(AuditEntry.site_id == site, AuditEntry.action == action)).one()


def purge(db: Session, now: int) -> int:
    """Remove what a site keeps no longer, a little at a time; says how many: come back until none is left."""
    removed = 0
    for site, kept in db.exec(select(Site.id, Site.journal_kept)).all():
        old = select(AuditEntry.id).where(AuditEntry.site_id == site, AuditEntry.at <= now - kept * DAY)
        oldest = old.order_by(col(AuditEntry.at)).limit(PURGED)
        gone = delete(AuditEntry).where(col(AuditEntry.id).in_(oldest))
        removed += db.exec(gone, execution_options={"synchronize_session": False}).rowcount
    return removed
