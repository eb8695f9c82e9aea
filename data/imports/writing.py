"""The second pass: what the portal holds of a table becomes what the export says, batch by batch."""

from collections.abc import Container, Iterator, Mapping, Sequence

import sqlalchemy as sa

from data.imports import by_hand, stored
from data.imports.report import Counts, ImportRefused
from data.imports.shapes import Row, Table, Values, picker
from data.imports.tables import TABLES
from data.imports.weighing import Scales
from data.keys import new_key

NOBODY = (None,)  # the key of a parent that a row does not name
MEANWHILE = "La base a changé pendant la vérification ; rien n’a été écrit. Recommencez l’import."


class Writer:
    """Compares the rows of an export with those of a site, and writes what differs."""

    def __init__(self, db: sa.Connection, site: int, table: Table, given: frozenset[str], scales: Scales) -> None:
        self.db, self.site, self.table, self.scales = db, site, table, scales
        # What the file has no column for stays as it is.
        self.compared = [field for field in table.fields if field in given.union(table.identity)]
        self.selected = self.compared
        self.counts = Counts()
        self.by_hand = by_hand.ids(db, table, site)
        # Ids that the export has not named so far; what the office has added itself is not for an export to name.
        self.left = set(db.scalars(stored.rows(table, site, ()))) - self.by_hand

    def write(self, batch: Sequence[Values]) -> None:
        """Bring in some rows, in the order of Table.fields."""
        known = self.known(batch)
        identity = picker(self.table.fields, self.table.identity)
        said = picker(self.table.fields, self.compared)
        created, changed, watched = [], {}, self.scales.records
        adopted = set()
        for values in batch:
            id_, held = known.get(identity(values), (0, ()))
            self.left.discard(id_)
            if id_ in self.by_hand:
                adopted.add(id_)
            if id_ in watched:
                values = self._weigh(id_, held, values)
            if not id_:
                created.append(values)
            elif held != said(values):
                changed[id_] = values
        self.insert(created)
        self.update(changed)
        by_hand.adopt(self.db, self.table, adopted)
        self._count(len(created), len(changed), len(batch))

    def _weigh(self, record: int, held: Values, values: Values) -> Values:
        """What the export says once it has been weighed against what stands beside it."""
        pick = picker(self.table.fields, self.compared)
        stored, said = (dict(zip(self.compared, each, strict=True)) for each in (held, pick(values)))
        weighed = self.scales.weigh(record, stored, said)
        return tuple(weighed.get(field, value) for field, value in zip(self.table.fields, values, strict=True))

    def known(self, batch: Sequence[Values]) -> dict[Values, tuple[int, Values]]:
        """The stored rows that a batch may speak of, by identity: id, and the values to compare."""
        identity = picker(self.selected, self.table.identity)
        keys = map(picker(self.table.fields, self.table.key), batch)
        rows = stored.rows(self.table, self.site, self.selected).where(stored.among(self.table, keys))
        return {self.named(identity(row[1:])): (row[0], row[1:]) for row in map(tuple, self.db.execute(rows))}

    def named(self, identity: Values) -> Values:
        """What the export calls a stored row."""
        return identity

    def insert(self, batch: Sequence[Values]) -> None:
        """Write new rows."""
        if batch:
            records = [self._own() | record for record in self._records(batch, self.table.fields)]
            self.db.execute(sa.insert(self.table.core), records)

    def update(self, batch: Mapping[int, Values]) -> None:
        """Write new values, by id."""
        if batch:
            records = self._records(list(batch.values()), self.compared)
            here = self.table.core.c.id == sa.bindparam("_id")
            self.db.execute(
                sa.update(self.table.core).where(here),
                [{"_id": id_} | record for id_, record in zip(batch, records, strict=True)],
            )

    def _own(self) -> Row:
        """What a new row has that no file says."""
        own = {"key": new_key(), "site_id": self.site}
        return {name: value for name, value in own.items() if name in self.table.core.c}

    def _records(self, batch: Sequence[Values], fields: Sequence[str]) -> list[Row]:
        """Rows as the database has them, ids in the place of references."""
        columns = [field for field in fields if field in self.table.core.c]
        pick = picker(self.table.fields, columns)
        records = [dict(zip(columns, pick(values), strict=True)) for values in batch]
        for link, ids in self._links(batch, fields):
            for record, id_ in zip(records, ids, strict=True):
                record[link] = id_
        return records

    def _links(self, batch: Sequence[Values], fields: Sequence[str]) -> Iterator[tuple[str, list[int | None]]]:
        for link, (parent, *names) in self.table.parents.items():
            if set(names) <= set(fields):
                keys = list(map(picker(self.table.fields, names), batch))
                yield link, self.ids(parent, keys)

    def ids(self, table: str, keys: Sequence[Values]) -> list[int | None]:
        """The ids of the rows that these keys name, in their order; raises ImportRefused when one has gone."""
        known = stored.ids(self.db, TABLES[table], self.site, set(keys) - {NOBODY})
        try:
            return [None if key == NOBODY else known[key] for key in keys]
        except KeyError as trouble:
            raise ImportRefused([MEANWHILE]) from trouble

    def _count(self, created: int, changed: int, rows: int) -> None:
        self.counts.created += created
        self.counts.changed += changed
        self.counts.unchanged += rows - created - changed


def park(db: sa.Connection, table: sa.Table, moved: Mapping[int, int], gone: Container[int]) -> None:
    """Rows that take another rank wait at its complement (~) until they are written: a rank is held by one alone.

    Those that the export no longer names take theirs at once, behind the others.
    """
    for ranks in (
        {id_: ~rank for id_, rank in moved.items()},
        {id_: rank for id_, rank in moved.items() if id_ in gone},
    ):
        if ranks:
            here = table.c.id == sa.bindparam("_id")
            db.execute(sa.update(table).where(here), [{"_id": id_, "rank": rank} for id_, rank in ranks.items()])
