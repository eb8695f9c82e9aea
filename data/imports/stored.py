"""What the portal already holds, in the export's own words: references in the place of ids."""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from data.accounts import Account
from data.changes import ApprovedValue
from data.families import Family, Guardian
from data.imports.cells import fold
from data.imports.report import ImportRefused
from data.imports.shapes import Table, Values
from data.imports.tables import TABLES
from data.sites import site_of

Known = defaultdict[str, dict[Hashable, bool]]  # by table: the keys there will be, True once met in the export


class Apart(NamedTuple):
    """A guardian whom the office has given a family apart, as the export may still know it."""

    username: str
    names: frozenset[str]  # folded: the one that stands, and the one that the export had
    family: str  # the reference of the family apart


@dataclass
class Held:
    """What the portal holds of a site before an import."""

    site: int
    empty: bool  # nothing has been imported yet
    known: Known
    usernames: dict[str, str]  # of every account: the reference of its family, nothing for the office
    apart: dict[str, list[Apart]]  # guardians with a family apart, by the family that the export has them in


def held(db: Session, slug: str, tables: Iterable[str]) -> Held:
    """What a check must know: the keys of these tables and whose each identifiant is. Raises ImportRefused."""
    site = site_of(db, slug)
    if site is None:
        raise ImportRefused([f"Le site « {slug} » n’existe pas. Créez-le d’abord : app.py site create {slug}"])
    known: Known = defaultdict(dict)
    for name in tables:
        keys = db.connection().execute(rows(TABLES[name], site.id, TABLES[name].key))
        known[name] = {key[0] if len(key) == 1 else tuple(key): False for _, *key in keys}
    empty = db.exec(select(Family.id).where(Family.site_id == site.id).limit(1)).first() is None
    return Held(site.id, empty, known, _usernames(db, site.id), _apart(db, site.id))


def _apart(db: Session, site: int) -> dict[str, list[Apart]]:
    """Two statements."""
    asked = (
        select(Guardian, Family.reference, Account.username)
        .join(Family, col(Family.id) == Guardian.family_id)
        .outerjoin(Account, col(Account.guardian_id) == Guardian.id)
        .where(Family.site_id == site, Guardian.split_from != "")
    )
    held: defaultdict[int | None, dict[str, str]] = defaultdict(dict)
    found = db.exec(asked).all()
    holds = select(ApprovedValue).where(col(ApprovedValue.guardian_id).in_([guardian.id for guardian, *_ in found]))
    for hold in db.exec(holds) if found else ():
        held[hold.guardian_id][hold.field] = hold.exported
    apart: dict[str, list[Apart]] = defaultdict(list)
    for each, family, username in found:
        said = held[each.id]
        exported = f"{said.get('surname', each.surname)} {said.get('given_name', each.given_name)}"
        apart[each.split_from].append(Apart(username or "", frozenset({fold(each.name), fold(exported)}), family))
    return dict(apart)


def _usernames(db: Session, site: int) -> dict[str, str]:
    owners = (
        select(Account.username, Family.reference)
        .outerjoin(Guardian, col(Guardian.id) == Account.guardian_id)
        .outerjoin(Family, col(Family.id) == Guardian.family_id)
        .where(Account.site_id == site)
    )
    return {username: reference or "" for username, reference in db.exec(owners)}


def rows(table: Table, site: int, fields: Iterable[str]) -> sa.Select[Any]:
    """The rows of a site: id, then the fields as a file would have them."""
    return (
        sa.select(table.core.c.id, *(_expression(table, name) for name in fields))
        .select_from(_joined(table))
        .where(_site(table) == site)
    )


def among(table: Table, keys: Iterable[Values]) -> sa.ColumnElement[bool]:
    """Rows that may have one of these keys: each part of a key is one of the parts. Sharp enough for a batch."""
    parts = (
        (_expression(table, name), set(values)) for name, values in zip(table.key, zip(*keys, strict=True), strict=True)
    )
    return sa.and_(*(column.in_(values) for column, values in parts if not column.nullable))


def ids(db: sa.Connection, table: Table, site: int, keys: Iterable[Values]) -> dict[Values, int]:
    """The ids of the rows that these keys name."""
    wanted = set(keys)
    found = db.execute(rows(table, site, table.key).where(among(table, wanted))) if wanted else ()
    return {tuple(key): id_ for id_, *key in found}


def _expression(table: Table, name: str) -> sa.Column[Any]:
    if name in table.names:
        return TABLES[table.names[name]].core.c.reference
    return table.core.c[name]


def _joined(table: Table) -> sa.FromClause:
    joined: sa.FromClause = table.core
    for link, (parent, *_) in table.parents.items():
        key = table.core.c[link]
        other = TABLES[parent]
        joined = joined.join(_joined(other), key == other.core.c.id, isouter=bool(key.nullable))
    return joined


def _site(table: Table) -> sa.Column[int]:
    if "site_id" in table.core.c:
        return table.core.c.site_id
    parent, *_ = next(iter(table.parents.values()))
    return _site(TABLES[parent])
