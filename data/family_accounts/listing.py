"""The list of the families’ accounts: by kind or by a name, one page at a time, however many there are."""

import enum
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlmodel import Session, col, func, select

from data.accounts import Account
from data.alphabet import searchable
from data.families import Family, Guardian

PAGE_LENGTH = 50


class Kind(enum.StrEnum):
    """What an account of the list has in common with the others; as the addresses say it."""

    ALL = ""
    WITHOUT_EMAIL = "sans-email"
    NEVER_SEEN = "jamais-connectes"
    LOCKED = "verrouilles"


WHERE: dict[Kind, Any] = {
    Kind.ALL: col(Account.guardian_id).is_not(None),
    Kind.WITHOUT_EMAIL: col(Account.reachable).is_(False),
    Kind.NEVER_SEEN: col(Account.last_sign_in_at).is_(None),
    Kind.LOCKED: col(Account.locked_at).is_not(None),
}


class Row(NamedTuple):
    """One account in the list."""

    key: str
    name: str
    username: str
    email: str
    last_sign_in_at: int | None
    locked_at: int | None


class Listing(NamedTuple):
    """One page of them, and how many there are on all pages."""

    rows: list[Row]
    total: int


def of_families(site: int, kind: Kind) -> list[Any]:
    """What holds of the accounts of a list."""
    return [col(Account.site_id) == site, col(Account.guardian_id).is_not(None), WHERE[kind]]


def accounts_in(db: Session, site: int, kind: Kind, page: int = 1) -> Listing:
    """One page, in the order of their names. Two statements."""
    return _page(db, of_families(site, kind), page)


def sought_in(db: Session, site: int, sought: str) -> Listing:
    """The first whose name or identifiant holds each of these words. Two statements."""
    where = of_families(site, Kind.ALL)
    where += [col(Account.filed).contains(word, autoescape=True) for word in searchable(sought).split()]
    return _page(db, where, 1)


def _page(db: Session, where: Sequence[Any], page: int) -> Listing:
    total = db.exec(select(func.count()).select_from(Account).where(*where)).one()
    here = (
        select(Account.id)
        .where(*where)
        .order_by(col(Account.filed), col(Account.id))
        .offset((page - 1) * PAGE_LENGTH)
        .limit(PAGE_LENGTH)
    )
    shown = (
        select(Account, Guardian)
        .join(Guardian, col(Guardian.id) == Account.guardian_id)
        .where(col(Account.id).in_(here))
        .order_by(col(Account.filed), col(Account.id))
    )
    return Listing([_row(*each) for each in db.exec(shown)], total)


def _row(account: Account, guardian: Guardian) -> Row:
    return Row(
        account.key,
        named(guardian),
        account.username,
        account.email or guardian.email,
        account.last_sign_in_at,
        account.locked_at,
    )


def named(guardian: Guardian) -> str:
    """« ABOLANT Jocelyne »; a guardian whom the export does not name is nobody but the responsable of a family."""
    return guardian.name.strip() or "Responsable sans nom"


class Without(NamedTuple):
    """A guardian who has no account."""

    key: str
    name: str
    reference: str  # of the family
    email: str


def without_account(db: Session, site: int, page: int = 1) -> tuple[list[Without], int]:
    """One page of those who cannot sign in, and how many there are. Two statements."""
    has_none = ~select(Account.id).where(Account.guardian_id == Guardian.id).exists()
    missing = select(Guardian, Family.reference).join(Family).where(Family.site_id == site, has_none)
    total = db.exec(select(func.count()).select_from(missing.subquery())).one()
    order = (col(Guardian.surname), col(Guardian.given_name), col(Guardian.id))
    here = db.exec(missing.order_by(*order).offset((page - 1) * PAGE_LENGTH).limit(PAGE_LENGTH))
    return [Without(each.key, named(each), reference, each.email) for each, reference in here], total
