"""The office's own accounts: who they are and what they may do; the last administrator of a site stays one.

Whatever is checked here is checked within the write that it belongs to.
"""

import datetime

from sqlmodel import Session, col, delete, func, or_, select, update

from data import accounts, audit, journal, kinds, outbox, second_factor, sessions
from data.accounts import Account
from data.sessions import Person
from data.sites import site_with

LAST = (
    "C’est le dernier compte du rôle « administration » qui peut se connecter : sans lui, personne ne pourrait plus "
    "régler ce site. Donnez d’abord ce rôle à un compte non verrouillé, qui a déjà son mot de passe."
)
OWN_FACTOR = "Pour votre propre compte, passez par « Double authentification de mon compte »."
NO_EMAIL = "Renseignez « E-mail » : le mot de passe s’y demande."
IN_USE = "Ce compte a déjà servi : il reste dans le journal. Verrouillez-le plutôt."


class Refused(ValueError):
    """What cannot be done, in French, by the field of the form that it is said at."""

    def __init__(self, **problems: str) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = problems


def members_of(db: Session, site: int) -> list[Account]:
    """Every account of the office, in the order of the identifiants."""
    of_site = select(Account).where(Account.site_id == site, col(Account.office).is_(True))
    return list(db.exec(of_site.order_by(Account.username)))


def member(db: Session, site: int, account: int) -> Account | None:
    """One of them."""
    return next((each for each in members_of(db, site) if each.id == account), None)


def may_act(db: Session, person: Person) -> bool:
    """Whether somebody still is what they were when they asked: a colleague may just have taken the role away."""
    own = member(db, person.site, person.account)
    return own is not None and own.administrator and own.locked_at is None


def add(db: Session, person: Person, username: str, email: str, administrator: bool, now: int) -> None:
    """An account without a password, which is asked for as a lost one. Raises Refused."""
    problems = {}
    try:
        accounts.new_username(db, person.site, username)
    except ValueError as trouble:
        problems["compte"] = str(trouble)
    try:
        _address(email)
    except Refused as refused:
        problems |= refused.problems
    if problems:
        raise Refused(**problems)
    account = accounts.create(db, person.site, username, None, email, administrator)
    journal.note(db, person, audit.TEAM_ACCOUNT_ADDED, account.username, now, role=role_of(administrator))


def change(db: Session, person: Person, account: Account, email: str, administrator: bool, now: int) -> bool:
    """Another address, another role; whether anything has changed. Raises Refused."""
    address, was = _address(email), (account.email, account.administrator)
    if was == (address, administrator):
        return False
    if not administrator:
        _keep_the_last(db, account, "role")
    account.email, account.administrator = address, administrator
    db.add(account)
    role, moved = role_of(administrator), was[0] != address
    journal.note(db, person, audit.TEAM_ACCOUNT_CHANGED, account.username, now, role=role, adresse_changee=moved)
    return True


def lock(db: Session, person: Person, account: Account, now: int) -> None:
    """Nobody comes in by this account, and who is in is out. Raises Refused."""
    if account.locked_at is None:
        _keep_the_last(db, account, "verrou")
        _set_lock(db, account, now)
        sessions.close_sessions_of(db, account.id)
        journal.note(db, person, audit.TEAM_ACCOUNT_LOCKED, account.username, now)


def remove(db: Session, person: Person, account: Account, now: int) -> None:
    """An account made by mistake, by which nobody has ever come in, and its mails. Raises Refused."""
    if account.last_sign_in_at is not None:
        raise Refused(verrou=IN_USE)
    _keep_the_last(db, account, "verrou")
    sessions.close_sessions_of(db, account.id)
    second_factor.turn_off(db, account.id)
    db.exec(delete(outbox.Mail).where(col(outbox.Mail.account_id) == account.id))
    db.exec(update(audit.AuditEntry).where(col(audit.AuditEntry.account_id) == account.id).values(account_id=None))
    db.delete(account)
    journal.note(db, person, audit.TEAM_ACCOUNT_REMOVED, account.username, now)


def unlock(db: Session, person: Person, account: Account, now: int) -> None:
    """One comes in by this account again."""
    if account.locked_at is not None:
        _set_lock(db, account, None)
        journal.note(db, person, audit.TEAM_ACCOUNT_UNLOCKED, account.username, now)


def _set_lock(db: Session, account: Account, at: int | None) -> None:
    db.exec(update(Account).where(col(Account.id) == account.id).values(locked_at=at))


def close_sessions(db: Session, person: Person, account: Account, now: int) -> None:
    """Whoever is in by this account is out."""
    sessions.close_sessions_of(db, account.id)
    journal.note(db, person, audit.TEAM_SESSIONS_CLOSED, account.username, now)


def remove_second_factor(db: Session, person: Person, account: Account, now: int) -> None:
    """A colleague has lost the telephone; a mail tells them. Raises Refused for one's own account."""
    if account.id == person.account:
        raise Refused(verrou=OWN_FACTOR)
    if account.second_factor:
        second_factor.turn_off(db, account.id)
        sessions.close_sessions_of(db, account.id)
        journal.note(db, person, audit.SECOND_FACTOR_REMOVED, account.username, now)
        _tell(db, account, now)


def _tell(db: Session, account: Account, now: int) -> None:
    mail = outbox.Mail(
        site_id=account.site_id,
        account_id=account.id,
        kind=outbox.SECOND_FACTOR_REMOVED,
        recipient=account.email,
        created_at=now,
        due_at=now,
    )
    outbox.post(db, [mail])


def require_second_factor(db: Session, person: Person, required: bool, now: int) -> bool:
    """Whether the office of this site signs in with a code; whether that is new."""
    site = site_with(db, person.site)
    if site.second_factor_required == required:
        return False
    site.second_factor_required = required
    db.add(site)
    journal.note(db, person, audit.SECOND_FACTOR_REQUIRED, "", now, exigee=required)
    return True


def role_of(administrator: bool) -> str:
    """The role in a word."""
    return "administration" if administrator else "secrétariat"


def _keep_the_last(db: Session, account: Account, field: str) -> None:
    others = select(func.count()).where(
        Account.site_id == account.site_id,
        Account.id != account.id,
        col(Account.administrator).is_(True),
        col(Account.locked_at).is_(None),
        or_(col(Account.password_hash) != "", col(Account.last_sign_in_at).is_not(None)),
    )
    if account.administrator and account.locked_at is None and not db.exec(others).one():
        raise Refused(**{field: LAST})


def _address(email: str) -> str:
    if not email.strip():
        raise Refused(adresse=NO_EMAIL)
    try:
        return kinds.email(email, datetime.date.max)
    except ValueError as trouble:
        raise Refused(adresse=f"« E-mail » : {trouble}") from None
