"""The account: a way in, by an identifiant under one site."""

import datetime
import re

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, UniqueConstraint, col, select, update

from data import kinds
from data.families import Family, Guardian
from data.keys import new_key
from data.later import since_then

SPELLING = re.compile(r"[\w.@-]{1,64}")  # of a new identifiant; those of an export stay as they are written
MISSPELT = "Un identifiant a de 1 à 64 lettres, chiffres, points, tirets, « _ » ou « @ », sans espace."


class Account(SQLModel, table=True):
    """A way in: an identifiant under one site, for a guardian or for the office."""

    __table_args__ = (
        UniqueConstraint("site_id", "username"),
        sa.Index("ix_account_key", "key", unique=True),
        sa.Index(  # all that the office’s list asks: it is read in this order, and nothing else is
            "ix_account_filed",
            *("site_id", "filed", "id", "reachable", "last_sign_in_at", "locked_at", "informed_at", "guardian_id"),
            sqlite_where=sa.text("guardian_id IS NOT NULL"),
        ),
    )

    id: int = Field(default=None, primary_key=True)
    key: str = Field(default_factory=new_key, sa_column_kwargs=since_then(""))
    site_id: int = Field(foreign_key="site.id")
    username: str  # as fold() leaves it
    guardian_id: int | None = Field(default=None, foreign_key="guardian.id", unique=True)
    office: bool = False
    administrator: bool = Field(
        default=False, sa_column_kwargs=since_then(False)
    )  # of the office: everything on the site
    email: str = ""  # where its mails go; the guardian's official address when empty
    password_hash: str = ""  # argon2id; empty: none yet, or made obsolete
    temporary_digest: str = ""
    temporary_until: int = 0  # seconds since 1970
    accessible: bool = False
    last_sign_in_at: int | None = None
    locked_at: int | None = None  # nobody comes in by it until the office unlocks it
    informed_at: int | None = None  # when its identifiant was last mailed or printed
    informed_by: str = Field(default="", sa_column_kwargs=since_then(""))  # « courriel » or « lettre »
    filed: str = Field(default="", sa_column_kwargs=since_then(""))  # under which words, see filing.py
    reachable: bool = Field(default=False, sa_column_kwargs=since_then(False))  # a mail reaches somebody
    second_factor: str = Field(default="", sa_column_kwargs=since_then(""))  # the secret shared with a telephone
    second_factor_step: int = Field(default=0, sa_column_kwargs=since_then(0))  # of the last code: none serves twice


def fold(username: str) -> str:
    """An identifiant as it is compared: spaces round it and capitals are forgiven."""
    return username.strip().casefold()


def create(
    db: Session, site: int, username: str, family: str | None, email: str, administrator: bool = False
) -> Account:
    """An account without a password, for the first guardian of a family that has none, or for the office.

    Raises ValueError, in French.
    """
    folded, address = new_username(db, site, username), kinds.email(email, datetime.date.max)
    guardian = _guardian_without_account(db, site, family) if family else None
    if not (address or guardian):
        raise ValueError("Un compte du secrétariat a besoin d’une adresse : ajoutez --email.")
    account = Account(
        site_id=site,
        username=folded,
        guardian_id=guardian,
        office=family is None,
        administrator=administrator and family is None,
        email=address,
    )
    db.add(account)
    return account


def new_username(db: Session, site: int, typed: str) -> str:
    """An identifiant that nobody has on this site, as accounts keep it. Raises ValueError, in French."""
    folded = fold(typed)
    if not SPELLING.fullmatch(folded):
        raise ValueError(MISSPELT)
    if account_called(db, site, folded):
        raise ValueError(f"L’identifiant « {folded} » existe déjà sur ce site.")
    return folded


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


def note_sign_in(db: Session, account: int, accessible: bool | None, now: int) -> bool:
    """Somebody comes in: when, and with which mode if one was chosen on the way; gives the account’s mode."""
    row = db.exec(select(Account).where(Account.id == account)).one()
    row.last_sign_in_at = now
    row.accessible = row.accessible if accessible is None else accessible
    db.add(row)
    return row.accessible


def keep_mode(db: Session, account: int, accessible: bool) -> None:
    """Keep the mode that was chosen by somebody who is signed in."""
    db.exec(update(Account).where(col(Account.id) == account).values(accessible=accessible))


def username_of(db: Session, account: int) -> str:
    """The identifiant of an account."""
    return db.exec(select(Account.username).where(Account.id == account)).one()


def account_called(db: Session, site: int, username: str) -> int | None:
    """The account of an identifiant under a site."""
    return db.exec(select(Account.id).where(Account.site_id == site, Account.username == fold(username))).first()


def addresses_of_family(db: Session, family: int | None) -> set[str]:
    """Where the mails of every account of a family go; those that go nowhere apart."""
    both = select(Account.email, Guardian.email).join(Guardian).where(Guardian.family_id == family)
    return {own or official for own, official in db.exec(both)} - {""}


def address_of(db: Session, account: int) -> str:
    """Where the mails of an account go; empty when nowhere."""
    own, official = db.exec(
        select(Account.email, Guardian.email)
        .outerjoin(Guardian, col(Guardian.id) == Account.guardian_id)
        .where(Account.id == account)
    ).one()
    return own or official or ""
