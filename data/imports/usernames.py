"""Identifiants and accounts: one for each guardian, as the export or site.toml names it; never a password."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import col, select

from data.accounts import Account, refile
from data.families import Family, Guardian
from data.imports.guardians import Identities, Identity
from data.imports.report import Counts, Report
from data.imports.shapes import Row
from data.keys import new_key

OFFICE = ""  # in the place of a family


class Usernames:
    """The identifiants of a site, and whose each is: a family's, by its reference, or the office's."""

    def __init__(self, owners: dict[str, str]) -> None:
        self._owners = owners
        self._rows: set[str] = set()

    def claim_for_row(self, username: str, family: str) -> None:
        """An identifiant in the export: one guardian alone may have it. Raises ValueError in French."""
        if username in self._rows:
            raise ValueError(f"« {username} » figure déjà plus haut")
        self._rows.add(username)
        self.claim(username, family)

    def claim(self, username: str, owner: str) -> None:
        """An identifiant for somebody; raises ValueError in French when it is somebody else's."""
        if self._owners.setdefault(username, owner) != owner:
            raise ValueError(f"« {username} » est l’identifiant d’un autre compte de ce site")

    def invent(self) -> str:
        """A new identifiant: short, readable, nobody's on this site."""
        while (username := new_key()) in self._owners:
            pass
        self._owners[username] = OFFICE
        return username


class Guard(NamedTuple):
    """A stored guardian: the identifiant it has, if any, and the one that the export or site.toml wishes it."""

    id: int
    family: str
    username: str | None
    wish: str


def make_accounts(
    db: sa.Connection, site: int, identities: Identities, named: Sequence[Row], usernames: Usernames, report: Report
) -> None:
    """Make the accounts that are missing; those that exist stay as they are.

    `named` are the accounts of site.toml: the office's, and those of the responsables of families.
    """
    guards = [
        Guard(id_, family, username, _wish(identities.get(family, []), named, family, rank))
        for id_, family, rank, username in _guardians(db, site)
    ]
    office = set(db.scalars(select(Account.username).where(Account.site_id == site, col(Account.office))))
    wanted = {row["username"]: row["administrator"] for row in named if row["office"]}
    new = [
        *(_account(site, guard.wish or usernames.invent(), guard.id) for guard in guards if guard.username is None),
        *(_account(site, username, None, wanted[username]) for username in sorted(wanted.keys() - office)),
    ]
    if new:
        db.execute(sa.insert(Account), new)
    refile(db, site)
    report.tables["comptes"] = Counts(created=len(new), unchanged=len(guards) + len(office | wanted.keys()) - len(new))
    _warn_of_kept(guards, report)


def _account(site: int, username: str, guardian: int | None, administrator: bool = False) -> Row:
    office = guardian is None
    account = Account(site_id=site, username=username, guardian_id=guardian, office=office, administrator=administrator)
    return account.model_dump(exclude={"id"})


def _warn_of_kept(guards: Sequence[Guard], report: Report) -> None:
    for _, family, username, wish in guards:
        if username and wish not in ("", username):
            report.warn(f"famille « {family} » : l’identifiant reste « {username} », « {wish} » n’est pas repris")


def _wish(rows: Sequence[Identity], named: Sequence[Row], family: str, rank: int) -> str:
    of_row = rows[rank].username if rank < len(rows) else ""
    of_family = next((row["username"] for row in named if row["family"] == family and rank == 0), "")
    return of_row or str(of_family)


def _guardians(db: sa.Connection, site: int) -> Iterator[tuple[int, str, int, str | None]]:
    """Every guardian of a site: id, reference of the family, rank, identifiant if there is one."""
    guardians = (
        select(Guardian.id, Family.reference, Guardian.rank, Account.username)
        .join(Family, col(Family.id) == Guardian.family_id)
        .outerjoin(Account, col(Account.guardian_id) == Guardian.id)
        .where(col(Family.site_id) == site)
        .order_by(col(Guardian.id))
    )
    yield from map(tuple, db.execute(guardians))
