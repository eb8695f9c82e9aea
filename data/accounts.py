"""Accounts: who may sign in to a site, and the passwords that let them (identifiant, mot de passe)."""

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import argon2
from sqlmodel import Field, Session, SQLModel, UniqueConstraint, col, func, or_, select, update

from data import outbox
from data.families import Family, Guardian
from data.keys import digest, new_temporary_password, plain
from data.sites import Renewal, Site

HOUR, DAY = 3600, 86400
SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 128
TEMPORARY_LIFE = DAY
MAILS_AN_HOUR, MAILS_A_DAY = 3, 6

# 19 MiB, two passes: about 21 ms of one core a guess.
HASHER = argon2.PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
COMMON_PASSWORDS = frozenset((Path(__file__).parent / "common_passwords.txt").read_text("utf-8").split())
NOBODYS_HASH = HASHER.hash("nobody has this password")


class Account(SQLModel, table=True):
    """A way in: an identifiant under one site, for a guardian or for the office."""

    __table_args__ = (UniqueConstraint("site_id", "username"),)

    id: int = Field(default=None, primary_key=True)
    site_id: int = Field(foreign_key="site.id")
    username: str  # as fold() leaves it
    guardian_id: int | None = Field(default=None, foreign_key="guardian.id", unique=True)
    office: bool = False
    email: str = ""  # where its mails go; the guardian's official address when empty
    password_hash: str = ""  # argon2id; empty: none yet, or made obsolete
    temporary_digest: str = ""
    temporary_until: int = 0  # seconds since 1970
    accessible: bool = False


def fold(username: str) -> str:
    """An identifiant as it is compared: spaces round it and capitals are forgiven."""
    return username.strip().casefold()


def create(db: Session, site: int, username: str, family: str | None, email: str) -> Account:
    """An account without a password, for the first guardian of a family that has none, or for the office.

    Raises ValueError, in French.
    """
    folded = fold(username)
    if not folded or any(sign.isspace() for sign in folded) or len(folded) > 64:
        raise ValueError("Un identifiant a de 1 à 64 caractères, sans espace.")
    if db.exec(select(Account.id).where(Account.site_id == site, Account.username == folded)).first():
        raise ValueError(f"L’identifiant « {folded} » existe déjà sur ce site.")
    address = email.strip()
    if address and ("@" not in address or any(sign.isspace() for sign in address)):
        raise ValueError(f"« {address} » n’est pas une adresse électronique.")
    guardian = _guardian_without_account(db, site, family) if family else None
    if not (address or guardian):
        raise ValueError("Un compte du secrétariat a besoin d’une adresse : ajoutez --email.")
    account = Account(site_id=site, username=folded, guardian_id=guardian, office=family is None, email=address)
    db.add(account)
    return account


def _guardian_without_account(db: Session, site: int, family: str) -> int:
    guardians = db.exec(
        select(Guardian.id, Account.id)
        .join(Family, col(Family.id) == Guardian.family_id)
        .outerjoin(Account, col(Account.guardian_id) == Guardian.id)
        .where(Family.site_id == site, Family.reference == family)
        .order_by(col(Guardian.rank))
    ).all()
    if not guardians:
        raise ValueError(f"La famille « {family} » n’existe pas sur ce site.")
    free = [guardian for guardian, account in guardians if account is None]
    if not free:
        raise ValueError(f"Chaque responsable de la famille « {family} » a déjà un compte.")
    return free[0]


@dataclass(frozen=True)
class Lock:
    """What a given password is compared with; the same work for an account that does not exist."""

    account: int | None
    password_hash: str
    temporary_digest: str

    def opened_by(self, password: str) -> str:
        """« chosen », « temporary » or nothing; takes 20 ms of CPU: call it in a hashing thread."""
        chosen = _matches(self.password_hash or NOBODYS_HASH, password)
        if self.account is None:
            return ""
        if self.temporary_digest and digest(plain(password)) == self.temporary_digest:
            return "temporary"
        return "chosen" if chosen and self.password_hash else ""


def _matches(password_hash: str, password: str) -> bool:
    try:
        return HASHER.verify(password_hash, password.strip())
    except argon2.exceptions.VerificationError:
        return False


def hash_password(password: str) -> str:
    """What is stored of a chosen password; takes 20 ms of CPU: call it in a hashing thread."""
    return HASHER.hash(password.strip())


def lock_of(db: Session, slug: str, username: str, now: int) -> Lock:
    """What guards the account of this identifiant under this site. One statement, account or not."""
    account = db.exec(
        select(Account)
        .join(Site, col(Site.id) == Account.site_id)
        .where(Site.slug == slug, Account.username == fold(username))
    ).first()
    if account is None:
        return Lock(None, "", "")
    alive = account.temporary_until > now
    return Lock(account.id, account.password_hash, account.temporary_digest if alive else "")


def keep_mode(db: Session, account: int, accessible: bool | None) -> bool:
    """Keep the mode that was chosen before sign-in, if one was; gives the account’s mode."""
    row = db.exec(select(Account).where(Account.id == account)).one()
    if accessible is not None:
        row.accessible = accessible
        db.add(row)
    return row.accessible


def lock_of_account(db: Session, account: int) -> Lock:
    """What guards an account that is signed in: its chosen password alone."""
    return Lock(account, db.exec(select(Account.password_hash).where(Account.id == account)).one(), "")


def refuse_weak(password: str) -> None:
    """Raises ValueError, in French, for a password that is too short, too long or everybody’s."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise ValueError(
            f"Choisissez un mot de passe de {SHORTEST_PASSWORD} à {LONGEST_PASSWORD} caractères : "
            f"celui-ci en a {len(password)}."
        )
    if _is_common(password):
        raise ValueError("Ce mot de passe est l’un des plus courants : choisissez-en un autre, par exemple une phrase.")


def _is_common(password: str) -> bool:
    """Everybody’s: in the list, one word over and over, or a run along the keyboard."""
    folded = password.casefold().replace(" ", "")
    repeats = any(folded == (folded[:size] * len(folded))[: len(folded)] for size in range(1, 6))
    return repeats or folded in COMMON_PASSWORDS or folded.rstrip("0123456789!.?*") in COMMON_PASSWORDS


def retire_password(db: Session, account: int) -> None:
    """The former password is obsolete at the latest when the temporary one is used."""
    db.exec(update(Account).where(col(Account.id) == account).values(password_hash=""))


def username_of(db: Session, account: int) -> str:
    """The identifiant of an account."""
    return db.exec(select(Account.username).where(Account.id == account)).one()


def address_of(db: Session, account: int) -> str:
    """Where the mails of an account go; empty when nowhere."""
    own, official = db.exec(
        select(Account.email, Guardian.email)
        .outerjoin(Guardian, col(Guardian.id) == Account.guardian_id)
        .where(Account.id == account)
    ).one()
    return own or official or ""


def choose_password(db: Session, account: int, password_hash: str) -> None:
    """Replace the password; a temporary one is used up by it."""
    db.exec(
        update(Account)
        .where(col(Account.id) == account)
        .values(password_hash=password_hash, temporary_digest="", temporary_until=0)
    )


def request_password(db: Session, username: str, email: str, now: int) -> None:
    """« Mot de passe perdu »: a mail leaves only when identifiant and address belong together.

    The page names no site: the address tells the accounts of one identifiant apart.
    Four statements, two of them writes, whether or not an account exists.
    """
    known = [each for each in _reachable(db, username) if each.address.casefold() == email.strip().casefold()]
    mailed = _recently_mailed(db, [each.account for each in known], now)
    served = [each for each in known if each.account not in mailed]
    outbox.post(db, [_password_mail(each, now) for each in served] or [_password_mail(NOBODY, now)])
    obsolete = [each.account for each in served if each.renewal == Renewal.AT_ONCE]
    db.exec(update(Account).where(col(Account.id).in_(obsolete)).values(password_hash="", temporary_digest=""))


class Reachable(NamedTuple):
    """An account and where its mails go."""

    account: int | None
    site: int | None
    renewal: str
    address: str


NOBODY = Reachable(None, None, "", "")


def _reachable(db: Session, username: str) -> list[Reachable]:
    rows = db.exec(
        select(  # type: ignore[call-overload]
            Account.id, Account.site_id, Site.password_renewal, Account.email, Guardian.email
        )
        .join(Site, col(Site.id) == Account.site_id)
        .outerjoin(Guardian, col(Guardian.id) == Account.guardian_id)
        .where(Account.username == fold(username))
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


def give_password(db: Session, slug: str, usernames: list[str], password: str) -> None:
    """The one password of a demonstration’s accounts."""
    known = select(Account.id).join(Site, col(Site.id) == Account.site_id).where(Site.slug == slug)
    chosen = known.where(col(Account.username).in_(usernames))
    db.exec(update(Account).where(col(Account.id).in_(chosen)).values(password_hash=hash_password(password)))


def make_temporary_password(db: Session, account: int, now: int) -> str:
    """A new temporary password, of which only the digest stays; the postman alone asks for it."""
    password = new_temporary_password()
    db.exec(
        update(Account)
        .where(col(Account.id) == account)
        .values(temporary_digest=digest(plain(password)), temporary_until=now + TEMPORARY_LIFE)
    )
    return password
