"""The journal’s entry for somebody who is signed in: who they are is looked up here, once for all who note."""

from typing import Any

from sqlmodel import Session, select

from data import accounts, audit
from data.accounts import Account
from data.audit import AuditEntry
from data.outbox import Mail
from data.sessions import Person
from data.sites import Site


def note(db: Session, who: Person, action: str, subject: str, now: int, **facts: Any) -> None:
    """Add a row, in the transaction of what was done."""
    username = accounts.username_of(db, who.account)
    audit.note(db, site=who.site, account=who.account, who=username, action=action, subject=subject, now=now, **facts)


def note_sign_in(db: Session, account: int, temporary: bool, now: int) -> None:
    """Somebody has come in."""
    row = db.get_one(Account, account)
    audit.note(
        db,
        site=row.site_id,
        account=account,
        who=row.username,
        action=audit.SIGNED_IN,
        subject="",
        now=now,
        temporary=temporary,
    )


def note_refusal(db: Session, slug: str, account: int | None, slowed: bool, now: int) -> None:
    """Somebody was not let in: the same two statements and the same row for an account that does not exist.

    What was typed as an identifiant that nobody has is not kept: it may be a password. A site that does not exist has
    no journal.
    """
    site = db.exec(select(Site.id).where(Site.slug == slug)).first()
    who = db.exec(select(Account.username).where(Account.id == (account or 0))).first()
    action = audit.SIGN_IN_SLOWED if slowed else audit.SIGN_IN_FAILED
    if site is not None:
        audit.note(db, site=site, account=account, who=who or "", action=action, subject="", now=now)


def note_password_asked(db: Session, mail: Mail, username: str) -> None:
    """« Mot de passe perdu » was asked for: noted once, however often its mail is tried, as of when it was asked.

    The postman notes it, so that whoever asks waits just as long for an account that does not exist. A request that
    leads to no mail is not noted.
    """
    assert mail.site_id is not None
    mine = AuditEntry.account_id == mail.account_id, AuditEntry.at == mail.created_at, AuditEntry.subject == mail.key
    if db.exec(select(AuditEntry.id).where(*mine, AuditEntry.action == audit.PASSWORD_ASKED)).first() is None:
        action, asked = audit.PASSWORD_ASKED, mail.created_at
        audit.note(
            db, site=mail.site_id, account=mail.account_id, who=username, action=action, subject=mail.key, now=asked
        )
