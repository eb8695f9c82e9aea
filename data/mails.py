"""The outbox as the office sees it: the mails of its site that wait, have left or have failed, and trying again."""

import enum
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, func, or_, select, update

from data import accounts, audit, journal, outbox
from data.accounts import Account
from data.census import COUNTED
from data.families import Guardian
from data.outbox import Mail, legible
from data.sessions import Person

PAGE_LENGTH = 50
WITH_A_SECRET = {
    outbox.TEMPORARY_PASSWORD
}  # their bodies are shown to nobody, and leave for an account’s address alone


class Standing(enum.StrEnum):
    """Where a mail stands, as an address says it."""

    WAITING = ""
    SENT = "envoyes"
    FAILED = "echoues"


WHERE = {Standing.WAITING: outbox.WAITING, Standing.SENT: outbox.SENT, Standing.FAILED: outbox.FAILED}
_ORDER: dict[Standing, Any] = {
    Standing.WAITING: (col(Mail.created_at), col(Mail.id)),
    Standing.SENT: (col(Mail.sent_at).desc(), col(Mail.id).desc()),
    Standing.FAILED: (col(Mail.failed_at).desc(), col(Mail.id).desc()),
}


class Posted(NamedTuple):
    """One mail, and whose account it was written to: the responsable, or the identifiant of the office."""

    mail: Mail
    family: str
    username: str

    @property
    def standing(self) -> Standing:
        """Where it stands."""
        if self.mail.sent_at is not None:
            return Standing.SENT
        return Standing.WAITING if self.mail.failed_at is None else Standing.FAILED

    @property
    def error(self) -> str:
        """The mail server’s words, however they were kept."""
        return legible(self.mail.error)


_OWNED = (
    select(Mail, Guardian.surname, Guardian.given_name, Account.username)
    .outerjoin(Account, col(Account.id) == Mail.account_id)
    .outerjoin(Guardian, col(Guardian.id) == Account.guardian_id)
)


def mails_in(db: Session, site: int, standing: Standing, page: int = 1) -> tuple[list[Posted], bool]:
    """One page of the mails of a site, and whether there are more. One statement, in the words of its index."""
    found = _OWNED.where(Mail.site_id == site, sa.text(WHERE[standing])).order_by(*_ORDER[standing])
    rows = db.exec(found.offset((page - 1) * PAGE_LENGTH).limit(PAGE_LENGTH + 1)).all()
    return [_posted(*row) for row in rows[:PAGE_LENGTH]], len(rows) > PAGE_LENGTH


def mail_of(db: Session, site: int, key: str) -> Posted | None:
    """One mail of a site; those to nobody are no mails."""
    row = db.exec(_OWNED.where(Mail.key == key, Mail.site_id == site, Mail.recipient != "")).first()
    return _posted(*row) if row else None


def _posted(mail: Mail, surname: str | None, given_name: str | None, username: str | None) -> Posted:
    return Posted(mail, f"{surname} {given_name}" if surname else "", username or "")


def failed_of(db: Session, site: int) -> dict[str, int]:
    """How many mails of a site have failed, by kind; no more than COUNTED are looked at. One statement."""
    failed = select(Mail.kind).where(Mail.site_id == site, sa.text(outbox.FAILED)).limit(COUNTED).subquery()
    return dict(db.exec(select(failed.c.kind, func.count()).group_by(failed.c.kind).order_by(failed.c.kind)).all())


def _may_leave() -> Any:
    """A password goes to where its account is written to today, and to no account that is locked."""
    address = func.coalesce(func.nullif(Account.email, ""), Guardian.email)
    reached = (
        select(Account.id)
        .outerjoin(Guardian, col(Guardian.id) == Account.guardian_id)
        .where(Account.id == Mail.account_id, address == Mail.recipient, col(Account.locked_at).is_(None))
    )
    return or_(col(Mail.kind).not_in(WITH_A_SECRET), reached.correlate(Mail).exists())


def send_again(db: Session, person: Person, key: str, now: int) -> str:
    """A failed mail leaves anew, a waiting one at once; says « renvoye », « essaye », « adresse » or nothing."""
    found = mail_of(db, person.site, key)
    if found is None or found.standing is Standing.SENT:
        return ""
    failed = found.standing is Standing.FAILED
    if not _renew(db, Mail.id == found.mail.id, failed, now):
        return "adresse"
    journal.note(db, person, audit.MAIL_SENT_AGAIN, key, now, kind=found.mail.kind)
    return "renvoye" if failed else "essaye"


def send_failed_again(db: Session, person: Person, kind: str, now: int) -> int:
    """Every failed mail of a kind, the longest waiting first, COUNTED at most; says how many leave."""
    failed = select(Mail.id).where(Mail.site_id == person.site, sa.text(outbox.FAILED), Mail.kind == kind)
    these = failed.where(_may_leave()).order_by(col(Mail.failed_at)).limit(COUNTED)
    count = _renew(db, col(Mail.id).in_(these), True, now)
    if count:
        journal.note(db, person, audit.MAILS_SENT_AGAIN, "", now, kind=kind, mails=count)
    return count


def _renew(db: Session, which: Any, failed: bool, now: int) -> int:
    anew = {"failed_at": None, "tries": 0, "again_at": now} if failed else {}
    due = update(Mail).where(which, col(Mail.sent_at).is_(None), _may_leave()).values(due_at=now, **anew)
    return db.exec(due, execution_options={"synchronize_session": False}).rowcount


def send_test(db: Session, person: Person, now: int) -> bool:
    """A mail to oneself; False when one’s account has no address."""
    address = accounts.address_of(db, person.account)
    told = outbox.tell(
        db, {address}, kind=outbox.TEST, site=person.site, account=person.account, facts={"at": now}, now=now
    )
    if told:
        journal.note(db, person, audit.MAIL_TESTED, "", now)
    return told
