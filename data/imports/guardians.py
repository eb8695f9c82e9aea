"""Guardians bear no reference: who is who in a family is found out by identifiant, then name, then place.

Before the rows are compared, each stored guardian is given the place that the
export gives it. One that moves is parked at the complement (~) of its new place
until its row is written, because a place in a family is held by one alone.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import col, select

from data.accounts import Account
from data.families import Family, Guardian
from data.imports.cells import fold
from data.imports.faces import Face
from data.imports.leaving import take_leave
from data.imports.shapes import Row, Values, picker
from data.imports.tables import GUARDIANS
from data.imports.weighing import Scales
from data.imports.writing import Writer, park


class Identity(NamedTuple):
    """What a guardian is recognised by."""

    username: str
    name: str


def identity_of(username: str | None, surname: str | None, given_name: str | None) -> Identity:
    """The identity in a row of an export, or in a stored one."""
    return Identity(username or "", fold(f"{surname} {given_name}"))


Identities = dict[str, list[Identity]]  # of an export: by family, in the order of the file


class Held(NamedTuple):
    """A stored guardian."""

    id: int
    rank: int
    identity: Identity
    exported: str = ""  # the name in the last export, where the office may have approved another
    by_hand: bool = False  # put by the office into a family of the export


Same = Callable[[Identity, Held], bool]
# By place alone only without an identifiant of its own: with a new one and a new name, it is somebody else.
SAME: tuple[Same, ...] = (
    lambda row, held: row.username != "" and row.username == held.identity.username,
    lambda row, held: row.name == held.identity.name,
    lambda row, held: row.name == held.exported,
    lambda row, held: row.username == "" and not held.by_hand,
)


def places(rows: Sequence[Identity], family: Iterable[Held]) -> dict[int, int]:
    """The new rank of each stored guardian of a family, by id; those who are gone come last."""
    left, open_, found = list(family), dict(enumerate(rows)), {}
    for same in SAME:
        for rank, row in list(open_.items()):
            match = next((held for held in left if same(row, held)), None)
            if match:
                found[match.id] = rank
                left.remove(match)
                del open_[rank]
    return found | {held.id: rank for rank, held in enumerate(left, len(rows))}


def _face(row: Row) -> Face:
    return Face(row["surname"], row["given_name"], row.get("email"))


class GuardianWriter(Writer):
    """Writes guardians, whom `settle` has given their places; whoever becomes somebody else hands no account over."""

    _others: frozenset[int] = frozenset()  # of a batch: who becomes somebody else

    def write(self, batch: Sequence[Values]) -> None:
        """Bring in some guardians."""
        super().write(batch)
        if self._others:
            take_leave(self.db, self._others, with_email="email" not in self.compared)

    def known(self, batch: Sequence[Values]) -> dict[Values, tuple[int, Values]]:
        """The stored guardians; those who become somebody else are noted, and said."""
        known = super().known(batch)
        identity = picker(self.table.fields, self.table.identity)
        pick = picker(self.table.fields, self.compared)
        pairs = ((*known[key], pick(values)) for values in batch if (key := identity(values)) in known)
        self._others = frozenset(id_ for id_, held, said in pairs if said != held and self._is_other(id_, held, said))
        return known

    def _is_other(self, guardian: int, held: Values, said: Values) -> bool:
        stored, row = (dict(zip(self.compared, each, strict=True)) for each in (held, said))
        exported = stored | {hold.field: hold.exported for hold in self.scales.holds.get(guardian, ())}
        was, face = _face(stored), _face(row)
        if face.is_like(was) or face.is_like(_face(exported)):
            return False
        self.scales.said.append(
            f"familles, « {row['family']} », responsable {row['rank'] + 1} : « {was.name} » devient « {face.name} » ; "
            "son compte attend un nouveau mot de passe"
        )
        return True

    def _weigh(self, record: int, held: Values, values: Values) -> Values:
        """What was approved of somebody is not for somebody else."""
        if record in self._others:
            self.scales.let_go(record)
        return super()._weigh(record, held, values)

    def named(self, identity: Values) -> Values:
        """A parked guardian is known by the place it is to take."""
        family, rank = identity
        return family, max(rank, ~rank)


def settle(db: sa.Connection, site: int, identities: Identities, scales: Scales) -> None:
    """Give each stored guardian its new place; those who are gone stand behind the others."""
    moved: dict[int, int] = {}
    gone: set[int] = set()
    for family, held in _families(db, site, scales):
        rows = identities.get(family, [])
        ranks = places(rows, held)
        moved |= {each.id: ranks[each.id] for each in held if ranks[each.id] != each.rank}
        gone |= {id_ for id_, rank in ranks.items() if rank >= len(rows)}
    park(db, GUARDIANS.core, moved, gone)


def _families(db: sa.Connection, site: int, scales: Scales) -> Iterator[tuple[str, list[Held]]]:
    guardians = (
        select(  # type: ignore[call-overload]
            Family.reference,
            Guardian.by_hand > Family.by_hand,  # of a family that is the office’s too, the places count
            Guardian.id,
            Guardian.rank,
            Account.username,
            Guardian.surname,
            Guardian.given_name,
        )
        .join(Guardian, col(Guardian.family_id) == Family.id)
        .outerjoin(Account, col(Account.guardian_id) == Guardian.id)
        .where(Family.site_id == site)
        .order_by(Family.id, Guardian.rank)
    )
    for family, rows in groupby(db.execute(guardians), key=itemgetter(0)):
        yield family, [_held(scales, *row) for _, *row in rows]


def _held(
    scales: Scales, by_hand: bool, guardian: int, rank: int, username: str | None, surname: str, given_name: str
) -> Held:
    held = Held(guardian, rank, identity_of(username, surname, given_name), by_hand=by_hand)
    if guardian not in scales.holds:
        return held
    exported = {hold.field: hold.exported for hold in scales.holds[guardian]}
    names = exported.get("surname", surname), exported.get("given_name", given_name)
    return held._replace(exported=identity_of(None, *names).name)
