"""Identifiants and accounts: one for each guardian, as the export or site.toml names it; never a password."""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from sqlmodel import col, select

from data.accounts import Account
from data.families import Family, Guardian
from data.imports.guardians import Identities, Identity
from data.imports.report import Report
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


def make_accounts(
    db: sa.Connection, site: int, identities: Identities, named: Sequence[Row], usernames: Usernames, report: Report
) -> None:
    """Make the accounts that are missing; those that exist stay as they are.

    `named` are the accounts of site.toml: the office's, and those of the responsables of families.
    """
    counts = report.counts("comptes")
    new = list(_office(db, site, named))
    for guardian, family, rank, username in _guardians(db, site):
        wish = _wish(identities.get(family, []), named, family, rank)
        if username is None:
            new.append(Account(site_id=site, username=wish or usernames.invent(), guardian_id=guardian))
            continue
        counts.unchanged += 1
        if wish not in ("", username):
            report.warn(f"famille « {family} » : l’identifiant reste « {username} », « {wish} » n’est pas repris")
    counts.created = len(new)
    if new:
        db.execute(sa.insert(Account), [account.model_dump(exclude={"id"}) for account in new])


def _wish(rows: Sequence[Identity], named: Sequence[Row], family: str, rank: int) -> str:
    of_row = rows[rank].username if rank < len(rows) else ""
    of_family = next((row["username"] for row in named if row["family"] == family and rank == 0), "")
    return of_row or str(of_family)


def _office(db: sa.Connection, site: int, named: Sequence[Row]) -> Iterator[Account]:
    known = set(db.scalars(select(Account.username).where(Account.site_id == site, col(Account.office))))
    for username in {row["username"] for row in named if row["office"]} - known:
        yield Account(site_id=site, username=username, office=True)


def _guardians(db: sa.Connection, site: int) -> sa.CursorResult[tuple[int, str, int, str | None]]:
    """Every guardian of a site: id, reference of the family, rank, identifiant if there is one."""
    return db.execute(
        select(Guardian.id, Family.reference, Guardian.rank, Account.username)
        .join(Family, col(Family.id) == Guardian.family_id)
        .outerjoin(Account, col(Account.guardian_id) == Guardian.id)
        .where(Family.site_id == site)
        .order_by(col(Guardian.id))
    )
