"""The journal’s entry for somebody who is signed in: who they are is looked up here, once for all who note."""

from typing import Any

from sqlmodel import Session

from data import accounts, audit
from data.sessions import Person


def note(db: Session, who: Person, action: str, subject: str, now: int, **facts: Any) -> None:
    """Add a row, in the transaction of what was done."""
    username = accounts.username_of(db, who.account)
    audit.note(db, site=who.site, account=who.account, who=username, action=action, subject=subject, now=now, **facts)
