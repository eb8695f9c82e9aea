"""Mails of the tests: one row of the outbox in each standing."""

from typing import Any

from sqlmodel import Session, select

from data import outbox
from data.accounts import Account
from data.outbox import Mail
from data.sites import Site
from tests.people import Someone


def mail_to(db: Session, who: Someone, at: int, kind: str = outbox.TEST, **more: Any) -> Mail:
    """A mail to somebody of the tests; it waits unless more is said."""
    site = db.exec(select(Site).where(Site.slug == who.site)).one()
    account = db.exec(select(Account).where(Account.site_id == site.id, Account.username == who.username)).one()
    common = {"site_id": site.id, "account_id": account.id, "kind": kind, "recipient": who.email, "facts": {"at": at}}
    row = Mail(**{"created_at": at, "due_at": at, **common, **more})
    db.add(row)
    db.flush()
    return row


def failed_mail(db: Session, who: Someone, at: int, kind: str = outbox.TEST, **more: Any) -> str:
    """A mail that the server does not take; its key."""
    return mail_to(db, who, at, kind, **{"failed_at": at, "tries": 1, "error": "554 never", **more}).key
