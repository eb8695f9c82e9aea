"""Removing rows with all that depends on them, whatever tables there are: foreign keys say what depends."""

from collections.abc import Collection, Iterator

import sqlalchemy as sa

from data.batches import batches
from data.schema import METADATA

# An optional link is cut, and its row stays (the mails of an account, what a family has asked for);
# but an account goes with its guardian, and what was approved, supplied or changed in a record goes with it.
LEAVE_TOGETHER = {
    ("account", "guardian_id"),
    ("approved_value", "guardian_id"),
    ("approved_value", "student_id"),
    ("supplied_document", "student_id"),
    ("own_change", "guardian_id"),
    ("own_change", "student_id"),
}


def remove(db: sa.Connection, table: sa.Table, keys: Collection[object]) -> None:
    """Remove the rows with these primary keys, their dependents first."""
    (key,) = table.primary_key
    for some in batches(keys):
        for link in _links_to(table):
            _cut(db, link, some)
        db.execute(sa.delete(table).where(key.in_(some)))


def _cut(db: sa.Connection, link: sa.Column[object], keys: list[object]) -> None:
    child = link.table
    if link.nullable and (child.name, link.name) not in LEAVE_TOGETHER:
        db.execute(sa.update(child).where(link.in_(keys)).values({link: None}))
    else:
        (key,) = child.primary_key
        remove(db, child, db.scalars(sa.select(key).where(link.in_(keys))).all())


def _links_to(table: sa.Table) -> Iterator[sa.Column[object]]:
    for child in METADATA.tables.values():
        yield from (link.parent for link in child.foreign_keys if link.column.table is table)
