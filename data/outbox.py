"""The outbox: every mail is a row, written with the change it tells of and delivered later."""

import re
import secrets
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlmodel import JSON, Column, Field, Session, SQLModel, col, delete, or_, select, update

from data.keys import new_key

TEMPORARY_PASSWORD = "temporary_password"
PASSWORD_CHANGED = "password_changed"
SECOND_FACTOR_REMOVED = "second_factor_removed"
CHANGE_ACKNOWLEDGED = "change_acknowledged"
CHANGE_DECIDED = "change_decided"
REENROLMENT_ACKNOWLEDGED = "reenrolment_acknowledged"
DOCUMENT_DECLINED = "document_declined"
COMPLETION_ASKED = "completion_asked"
REENROLMENT_DECIDED = "reenrolment_decided"
REENROLMENT_REOPENED = "reenrolment_reopened"
REENROLMENT_REMINDER = "reenrolment_reminder"
TEST = "test"
IDENTIFIANT = "identifiant"

LEASE_SECONDS = 120
FIRST_DELAY, LONGEST_DELAY = 60, 6 * 3600
PATIENCE = 3 * 86400  # after three days of temporary refusals a mail has failed
VOID_KEPT, DONE_KEPT = 86400, 365 * 86400  # a mail to nobody has done its part; one that left or failed is looked up
SWEPT = 20  # rows that one write sweeps at most: more than it adds, and no more than it can bear
WAITING = "recipient <> '' AND sent_at IS NULL AND failed_at IS NULL"
SENT = "recipient <> '' AND sent_at IS NOT NULL"
FAILED = "recipient <> '' AND sent_at IS NULL AND failed_at IS NOT NULL"
ERROR_KEPT = 500  # signs of what a mail server says: some send whole pages
NO_WORD = re.compile("[\x00-\x20\x7f-\xa0\u2028-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff]+")


class Mail(SQLModel, table=True):
    """One mail to one recipient: its kind and its frozen facts; the words are made when it leaves."""

    __tablename__ = "outbox"
    __table_args__ = (
        sa.Index("ix_outbox_waiting", "due_at", "id", sqlite_where=sa.text(WAITING)),
        sa.Index("ix_outbox_void", "created_at", sqlite_where=sa.text("recipient = ''")),
        sa.Index("ix_outbox_waiting_of_site", "site_id", "created_at", sqlite_where=sa.text(WAITING)),
        sa.Index("ix_outbox_sent_of_site", "site_id", "sent_at", sqlite_where=sa.text(SENT)),
        sa.Index("ix_outbox_failed_of_site", "site_id", "failed_at", sqlite_where=sa.text(FAILED)),
    )

    id: int = Field(default=None, primary_key=True)
    key: str = Field(default_factory=new_key, unique=True)  # in its Message-ID
    site_id: int | None = Field(default=None, foreign_key="site.id")
    account_id: int | None = Field(default=None, foreign_key="account.id", index=True)
    kind: str
    facts: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    recipient: str  # empty: nobody; written so that a request costs the same for everybody
    created_at: int = Field(index=True)  # seconds since 1970, like every time here
    due_at: int
    tries: int = 0
    sent_at: int | None = None
    failed_at: int | None = None
    error: str = ""  # the mail server's words
    again_at: int | None = None  # when the office last had it sent again: patience begins anew


class Lease(SQLModel, table=True):
    """Who alone may do a thing, until when."""

    name: str = Field(primary_key=True)
    holder: str
    until: int


def post(db: Session, mails: list[Mail]) -> None:
    """Put mails into the outbox, in the transaction of the change they tell of; what is too old is swept on the way."""
    if mails:
        _sweep(db, mails[0].created_at)
    db.add_all(mails)
    db.flush()


def post_many(
    db: Session, letters: Iterable[tuple[int, str, dict[str, Any]]], *, kind: str, site: int, now: int
) -> None:
    """A mail for each account, recipient and facts: thousands of rows as one statement, without an object for each."""
    _sweep(db, now)
    common = {"site_id": site, "kind": kind, "created_at": now, "due_at": now, "tries": 0, "error": ""}
    rows = [
        {**common, "key": new_key(), "account_id": account, "recipient": recipient, "facts": facts}
        for account, recipient, facts in letters
    ]
    if rows:
        db.connection().execute(sa.insert(Mail), rows)


def tell(
    db: Session, recipients: set[str], *, kind: str, site: int, account: int | None, facts: dict[str, Any], now: int
) -> bool:
    """The same mail to each of these addresses, the empty one apart; False when there is nobody to write to."""
    mails = [
        Mail(
            site_id=site,
            account_id=account,
            kind=kind,
            facts=facts,
            recipient=recipient,
            created_at=now,
            due_at=now,
        )
        for recipient in sorted(recipients - {""})
    ]
    post(db, mails)
    return bool(mails)


def _sweep(db: Session, now: int) -> None:
    """The same two statements whoever writes. A mail that still waits stays, however old it is."""
    void = select(Mail.id).where(sa.text("recipient = ''"), Mail.created_at <= now - VOID_KEPT)
    left = or_(col(Mail.sent_at).is_not(None), col(Mail.failed_at).is_not(None))
    done = select(Mail.id).where(left, Mail.created_at <= now - DONE_KEPT)
    for old in (void, done):
        oldest = old.order_by(col(Mail.created_at)).limit(SWEPT)
        db.exec(delete(Mail).where(col(Mail.id).in_(oldest)), execution_options={"synchronize_session": False})


def take_lease(db: Session, name: str, holder: str, now: int) -> bool:
    """Become, or stay, the one holder of a lease; False while somebody else holds it."""
    lease = db.get(Lease, name)
    if lease and lease.holder != holder and lease.until > now:
        return False
    db.merge(Lease(name=name, holder=holder, until=now + LEASE_SECONDS))
    return True


def new_holder() -> str:
    """A name for one process that may hold a lease."""
    return secrets.token_hex(8)


def next_due(db: Session, now: int) -> Mail | None:
    """The mail that should leave now, the longest waiting first."""
    waiting = select(Mail).where(sa.text(WAITING), Mail.due_at <= now)  # in the words of its index
    return db.exec(waiting.order_by(col(Mail.due_at), col(Mail.id)).limit(1)).first()


def note_sent(db: Session, mail: int, now: int) -> None:
    """The mail server has taken it. Noted after the fact: a crash in between sends it twice, never not at all."""
    db.exec(update(Mail).where(col(Mail.id) == mail).values(sent_at=now, error=""))


def note_refused(db: Session, mail: int, error: str, final: bool, now: int) -> None:
    """The mail server did not take it: try again later, a little more patiently each time, or give up."""
    row = db.exec(select(Mail).where(Mail.id == mail)).one()
    row.tries += 1
    row.error = legible(error)
    row.due_at = now + min(FIRST_DELAY * 2 ** (row.tries - 1), LONGEST_DELAY)
    if final or now - (row.again_at or row.created_at) > PATIENCE:
        row.failed_at = now
    db.add(row)


def legible(words: str) -> str:
    """What a mail server says, on one line, cut, without a sign that could harm the page that shows it."""
    told = NO_WORD.sub(" ", words[: 4 * ERROR_KEPT]).strip()
    return told if len(told) <= ERROR_KEPT else f"{told[: ERROR_KEPT - 1]}…"
