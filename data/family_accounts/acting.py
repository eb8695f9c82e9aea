"""What the office does with one account: inform, send a password, lock, unlock, end sessions, make it."""

from typing import NamedTuple

from sqlmodel import Session, col, delete, func, select

from data import accounts, agenda, audit, outbox
from data.accounts import Account
from data.families import Family, Guardian
from data.imports.usernames import Usernames
from data.journal import note
from data.sessions import IDLE, LONGEST, Person, UserSession


class Held(NamedTuple):
    """An account, and whose it is."""

    account: Account
    guardian: Guardian
    family: Family

    @property
    def address(self) -> str:
        """Where its mails go; empty when nowhere."""
        return self.account.email or self.guardian.email


def account_with(db: Session, site: int, key: str) -> Held | None:
    """An account of a family of this site. One statement."""
    asked = (
        select(Account, Guardian, Family)
        .join(Guardian, col(Guardian.id) == Account.guardian_id)
        .join(Family, col(Family.id) == Guardian.family_id)
        .where(Account.site_id == site, Account.key == key)
    )
    found = db.exec(asked).first()
    return Held(*found) if found else None


def open_sessions(db: Session, account: int, now: int) -> int:
    """On how many devices it is open."""
    awake = select(func.count()).where(
        UserSession.account_id == account,
        UserSession.touched_at > now - IDLE,
        UserSession.created_at > now - LONGEST,
    )
    return db.exec(awake).one()


def lock(db: Session, who: Person, held: Held, now: int) -> str:
    """Nobody comes in by it any more, and whoever is in goes; the code of what is said.

    The secret address of the family’s calendar, which needs no account, leads nowhere from now on.
    """
    if held.account.locked_at is not None:
        return "rien-de-nouveau"
    held.account.locked_at = now
    db.add(held.account)
    _end_sessions(db, held)
    agenda.revoke_feed(db, held.family.id)
    note(db, who, audit.ACCOUNT_LOCKED, held.account.key, now)
    return "compte-verrouille"


def unlock(db: Session, who: Person, held: Held, now: int) -> str:
    """It is a way in again, by the password that it had."""
    if held.account.locked_at is None:
        return "rien-de-nouveau"
    held.account.locked_at = None
    db.add(held.account)
    note(db, who, audit.ACCOUNT_UNLOCKED, held.account.key, now)
    return "compte-deverrouille"


def end_sessions(db: Session, who: Person, held: Held, now: int) -> str:
    """Whoever is in signs in again."""
    _end_sessions(db, held)
    note(db, who, audit.SESSIONS_ENDED, held.account.key, now)
    return "sessions-fermees"


def _end_sessions(db: Session, held: Held) -> None:
    db.exec(delete(UserSession).where(col(UserSession.account_id) == held.account.id))


def mail_username(db: Session, who: Person, held: Held, now: int) -> str:
    """« Envoyer l’identifiant par courriel »: no password goes with it."""
    if refusal := _unwritable(held):
        return refusal
    outbox.tell(db, {held.address}, kind=outbox.IDENTIFIANT, site=who.site, account=held.account.id, facts={}, now=now)
    held.account.informed_at, held.account.informed_by = now, "courriel"
    db.add(held.account)
    note(db, who, audit.USERNAME_MAILED, held.account.key, now)
    return "identifiant-envoye"


def send_password(db: Session, who: Person, held: Held, now: int) -> str:
    """« Envoyer un mot de passe »: as the family itself asks for one, and no oftener; the office does not see it."""
    if refusal := _unwritable(held):
        return refusal
    if not accounts.send_password(db, held.account.id, now):
        return "mot-de-passe-trop-souvent"
    note(db, who, audit.PASSWORD_SENT, held.account.key, now)
    return "mot-de-passe-envoye"


def _unwritable(held: Held) -> str:
    if held.account.locked_at is not None:
        return "compte-est-verrouille"
    return "" if held.address else "compte-sans-email"


def make_account(db: Session, who: Person, guardian: str, now: int) -> str | None:
    """An account for a guardian of this site who has none, under an invented identifiant; its key."""
    asked = select(Guardian.id, Account.key).join(Family, col(Family.id) == Guardian.family_id)
    of_site = asked.outerjoin(Account, col(Account.guardian_id) == Guardian.id).where(Family.site_id == who.site)
    found = db.exec(of_site.where(Guardian.key == guardian)).first()
    if found is None or found[1] is not None:
        return found and found[1]
    taken = dict.fromkeys(db.exec(select(Account.username).where(Account.site_id == who.site)), "")
    account = Account(site_id=who.site, username=Usernames(taken).invent(), guardian_id=found[0])
    db.add(account)
    db.flush()
    note(db, who, audit.ACCOUNT_MADE, account.key, now)
    return account.key
