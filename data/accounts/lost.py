"""Lost passwords: who may ask for a temporary one, and how it is made."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, func, or_, select, update

from data import outbox
from data.accounts.account import Account, fold
from data.families import Guardian
from data.keys import digest, new_temporary_password, plain
from data.sites import Renewal, Site

HOUR, DAY = 3600, 86400
TEMPORARY_LIFE = DAY
LETTER_LIFE = 60 * DAY  # of a password that a printed letter brings: letters lie about
MAILS_AN_HOUR, MAILS_A_DAY = 3, 6


def request_password(db: Session, username: str, email: str, now: int) -> None:
    """« Mot de passe perdu »: a mail leaves only when identifiant and address belong together.

    The page names no site: the address tells the accounts of one identifiant apart.
    Six statements, four of them writes, whether or not an account exists.
    """
    known = [each for each in _reachable(db, username) if each.address.casefold() == email.strip().casefold()]
    mailed = _recently_mailed(db, [each.account for each in known], now)
    served = [each for each in known if each.account not in mailed]
    outbox.post(db, [_password_mail(each, now) for each in served] or [_password_mail(NOBODY, now)])
    _retire(db, served)


def _retire(db: Session, served: list["Reachable"]) -> None:
    obsolete = [each.account for each in served if each.renewal == Renewal.AT_ONCE]
    db.exec(update(Account).where(col(Account.id).in_(obsolete)).values(password_hash="", temporary_digest=""))


def send_password(db: Session, account: int, now: int) -> bool:
    """The same mail, because the office asks for it; False when the account has had its mails of this hour or day."""
    (to,) = _reached(db, Account.id == account)
    if _recently_mailed(db, [account], now):
        return False
    mail = _password_mail(to, now)
    mail.facts = {"by_office": True}
    outbox.post(db, [mail])
    _retire(db, [to])
    return True


class Reachable(NamedTuple):
    """An account and where its mails go."""

    account: int | None
    site: int | None
    renewal: str
    address: str


NOBODY = Reachable(None, None, "", "")


def _reachable(db: Session, username: str) -> list[Reachable]:
    return _reached(db, Account.username == fold(username))


def _reached(db: Session, which: Any) -> list[Reachable]:
    rows = db.exec(
        select(  # type: ignore[call-overload]
            Account.id, Account.site_id, Site.password_renewal, Account.email, Guardian.email
        )
        .join(Site, col(Site.id) == Account.site_id)
        .outerjoin(Guardian, col(Guardian.id) == Account.guardian_id)
        .where(which, col(Account.locked_at).is_(None))
    )
    found = [Reachable(account, site, renewal, own or official or "") for account, site, renewal, own, official in rows]
    return [each for each in found if each.address]


def _recently_mailed(db: Session, known: list[int | None], now: int) -> set[int | None]:
    """Those of the accounts that have had their mails of this hour or of this day."""
    this_hour = func.count().filter(col(outbox.Mail.created_at) > now - HOUR)
    today = func.count().filter(col(outbox.Mail.created_at) > now - DAY)
    return set(
        db.exec(
            select(outbox.Mail.account_id)
            .where(col(outbox.Mail.account_id).in_(known), outbox.Mail.kind == outbox.TEMPORARY_PASSWORD)
            .group_by(col(outbox.Mail.account_id))
            .having(or_(this_hour >= MAILS_AN_HOUR, today >= MAILS_A_DAY))
        )
    )


def _password_mail(to: Reachable, now: int) -> outbox.Mail:
    return outbox.Mail(
        site_id=to.site,
        account_id=to.account,
        kind=outbox.TEMPORARY_PASSWORD,
        recipient=to.address,
        created_at=now,
        due_at=now,
    )


def make_temporary_password(db: Session, account: int, now: int) -> str:
    """A new temporary password, of which only the digest stays; the postman alone asks for it."""
    password = new_temporary_password()
    db.exec(
        update(Account)
        .where(col(Account.id) == account)
        .values(temporary_digest=digest(plain(password)), temporary_until=now + TEMPORARY_LIFE)
    )
    return password


def keep_letter_passwords(db: Session, passwords: Mapping[int, str], now: int) -> None:
    """Those that stand on printed letters, by account: only their digests stay, and former temporary ones go."""
    rows = [{"row": account, "made": digest(plain(password))} for account, password in passwords.items()]
    if rows:
        table = Account.__table__  # type: ignore[attr-defined]
        changed = sa.update(table).where(table.c.id == sa.bindparam("row"))
        db.connection().execute(
            changed.values(temporary_digest=sa.bindparam("made"), temporary_until=now + LETTER_LIFE), rows
        )
