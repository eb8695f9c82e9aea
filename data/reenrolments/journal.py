"""What the office does about re-enrolment as a whole is written into the journal: who, what and when."""

from typing import Any

from sqlmodel import Session

from data import accounts, audit
from data.sessions import Person


def note(db: Session, who: Person, action: str, subject: str, now: int, **facts: Any) -> None:
    """Add a row, in the transaction of what was done."""
    username = accounts.username_of(db, who.account)
    audit.note(db, site=who.site, account=who.account, who=username, action=action, subject=subject, now=now, **facts)
