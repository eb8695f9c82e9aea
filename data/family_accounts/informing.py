"""How the families of a whole list learn of their accounts: by mail, or by letters that the office prints."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from data import accounts, audit, outbox
from data.accounts import Account
from data.families import Family, Guardian
from data.family_accounts.listing import Kind, of_families
from data.journal import note
from data.sessions import Person

MOST_LETTERS = 500  # in one PDF

NOT_LOCKED = col(Account.locked_at).is_(None)
NOT_INFORMED = col(Account.informed_at).is_(None)


class Counts(NamedTuple):
    """What a list holds for who wants to inform it. A locked account gets neither a mail nor a letter."""

    letters: int
    new_letters: int  # to those who have not been informed
    passwords: int  # of the letters: those who have no e-mail
    mails: int  # to those who have an e-mail and have not been informed
    informed: int  # those who have one and have been
    locked: int


def counts_of(db: Session, site: int, kind: Kind) -> Counts:
    """All of them, in one statement that reads no more than an index."""
    reachable = col(Account.reachable).is_(True)
    wanted = (
        NOT_LOCKED,
        sa.and_(NOT_LOCKED, NOT_INFORMED),
        sa.and_(NOT_LOCKED, ~reachable),
        sa.and_(NOT_LOCKED, NOT_INFORMED, reachable),
        sa.and_(NOT_LOCKED, ~NOT_INFORMED, reachable),
        ~NOT_LOCKED,
    )
    counted = sa.select(*(func.count().filter(each) for each in wanted)).where(*of_families(site, kind))
    return Counts._make(db.connection().execute(counted).one())


class Addressee(NamedTuple):
    """Whom a letter or a mail goes to."""

    account: int
    username: str
    email: str  # where a mail reaches them; empty: nowhere
    guardian: Guardian
    family: str  # its key


def _addressees(db: Session, site: int, *where: Any, skipped: int = 0, most: int = 0) -> list[Addressee]:
    asked = (
        select(Account, Guardian, Family.key)
        .join(Guardian, col(Guardian.id) == Account.guardian_id)
        .join(Family, col(Family.id) == Guardian.family_id)
    )
    wanted = asked.where(Account.site_id == site, NOT_LOCKED, *where)
    found = db.exec(wanted.order_by(col(Account.filed), col(Account.id)).offset(skipped).limit(most or MOST_LETTERS))
    return [
        Addressee(each.id, each.username, each.email or guardian.email, guardian, family)
        for each, guardian, family in found
    ]


def batch_of(db: Session, site: int, kind: Kind, batch: int) -> list[Addressee]:
    """Whom the letters of one PDF go to: the first that have not been informed (0), or a part of the list (from 1)."""
    where = [*of_families(site, kind), *([] if batch else [NOT_INFORMED])]
    return _addressees(db, site, *where, skipped=MOST_LETTERS * max(batch - 1, 0))


def one_addressee(db: Session, site: int, key: str) -> list[Addressee]:
    """The one whom a single letter goes to, or nobody."""
    return _addressees(db, site, *of_families(site, Kind.ALL), Account.key == key)


def first_mail_of(db: Session, site: int, kind: Kind) -> Addressee | None:
    """The first who would get a mail, to be read before the mails leave."""
    reached = (NOT_INFORMED, col(Account.reachable).is_(True))
    return next(iter(_addressees(db, site, *of_families(site, kind), *reached, most=1)), None)


def _mails_of(db: Session, site: int, kind: Kind) -> dict[int, str]:
    """Those of a list who have an e-mail and have not been informed: their addresses, by account."""
    asked = select(Account.id, Account.email, Guardian.email).join(Guardian, col(Guardian.id) == Account.guardian_id)
    found = db.exec(asked.where(*of_families(site, kind), NOT_LOCKED, NOT_INFORMED))
    return {account: own or official for account, own, official in found if own or official}


def mail_all(db: Session, who: Person, kind: Kind, now: int) -> int:
    """Put their mails into the outbox, in one statement; how many."""
    found = _mails_of(db, who.site, kind)
    if found:
        letters: list[tuple[int, str, dict[str, Any]]] = [(account, address, {}) for account, address in found.items()]
        outbox.post_many(db, letters, kind=outbox.IDENTIFIANT, site=who.site, now=now)
        _note_informed(db, found, "courriel", now)
        note(db, who, audit.USERNAMES_MAILED, str(kind), now, mails=len(found))
    return len(found)


def note_printed(db: Session, who: Person, printed: Mapping[int, str], now: int) -> None:
    """The letters are made: by account, the password that stands on its letter or none; the digests alone are kept.

    Called when their PDF is there and before it is given away: a print that fails makes no password obsolete.
    """
    passwords = {account: password for account, password in printed.items() if password}
    accounts.keep_letter_passwords(db, passwords, now)
    _note_informed(db, printed, "lettre", now)
    note(db, who, audit.LETTERS_PRINTED, "", now, letters=len(printed), passwords=len(passwords))


def _note_informed(db: Session, informed: Iterable[int], how: str, now: int) -> None:
    table = Account.__table__  # type: ignore[attr-defined]
    changed = sa.update(table).where(table.c.id == sa.bindparam("row")).values(informed_at=now, informed_by=how)
    db.connection().execute(changed, [{"row": account} for account in informed])
