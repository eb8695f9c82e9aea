"""The list of the families’ accounts: by kind or by a name, one page at a time, however many there are."""

import enum
from typing import Any, NamedTuple

from sqlmodel import Session, col, func, select

from data.accounts import Account
from data.accounts.filing import ACCOUNTS
from data.accounts.without import Accountless
from data.families import Family, Guardian
from data.lists import PAGE_LENGTH, first_found, ids_on_page, place_of


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


class Found(NamedTuple):
    """The first that a search has found, and whether there are more."""

    rows: list[Row]
    has_more: bool


def of_families(site: int, kind: Kind) -> list[Any]:
    """What holds of the accounts of a list."""
    return [col(Account.site_id) == site, col(Account.guardian_id).is_not(None), WHERE[kind]]


def _listed(accounts: Any) -> Any:
    """The accounts with these ids, in the order of their names."""
    return (
        select(Account, Guardian)
        .join(Guardian, col(Guardian.id) == Account.guardian_id)
        .where(col(Account.id).in_(accounts))
        .order_by(*ACCOUNTS.order)
    )


def accounts_in(db: Session, site: int, kind: Kind, page: int = 1) -> Listing:
    """One page, in the order of their names. Two statements."""
    total = db.exec(select(func.count()).select_from(Account).where(*of_families(site, kind))).one()
    backwards, offset, limit = place_of(total, page)
    here = _listed(ids_on_page(ACCOUNTS, backwards, WHERE[kind]))
    found = db.exec(here, params={"site": site, "offset": offset, "limit": limit})
    return Listing([_row(*each) for each in found], total)


def sought_in(db: Session, site: int, sought: str) -> Found:
    """The first of whose name and identifiant each word of a search begins some word. Three statements."""
    found = first_found(db, ACCOUNTS, site, sought)
    shown = db.exec(_listed(found[:PAGE_LENGTH])) if found else ()
    return Found([_row(*each) for each in shown], len(found) > PAGE_LENGTH)


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
    """One page of those who cannot sign in, in the order of their names, and how many there are. Two statements."""
    total = db.exec(select(func.count()).select_from(Accountless).where(Accountless.site_id == site)).one()
    missing = (
        select(Guardian, Family.reference)
        .join(Accountless, col(Accountless.guardian_id) == Guardian.id)
        .join(Family, col(Family.id) == Guardian.family_id)
        .where(Accountless.site_id == site)
        .order_by(col(Accountless.filed), col(Accountless.guardian_id))
    )
    here = db.exec(missing.offset((page - 1) * PAGE_LENGTH).limit(PAGE_LENGTH))
    return [Without(each.key, named(each), reference, each.email) for each, reference in here], total
