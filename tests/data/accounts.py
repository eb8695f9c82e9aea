"""Many families with an account each."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from data.accounts import Account, refile
from data.families import Family, Guardian
from data.sites import site_of


def crowd_of(db: Session, slug: str, count: int, **details: Any) -> None:
    """Families, their guardians and accounts, written as an import writes them."""
    site = site_of(db, slug)
    assert site
    link = db.connection()
    first = 1_000_000
    numbers = range(first, first + count)
    town = {"address": "12 rue de la Gare", "postcode": "45000", "town": "ORLEANS", **details}
    families = [_row(Family(id=each, site_id=site.id, reference=f"C{each}")) for each in numbers]
    guardians = [
        _row(Guardian(id=each, family_id=each, surname=f"NOM{each}", given_name="Zoé", **town)) for each in numbers
    ]
    accounts = [_row(Account(id=each, site_id=site.id, username=f"c{each}", guardian_id=each)) for each in numbers]
    for table, rows in ((Family, families), (Guardian, guardians), (Account, accounts)):
        link.execute(sa.insert(table), rows)
    refile(link, site.id)


def _row(record: SQLModel) -> dict[str, Any]:
    return record.model_dump()
