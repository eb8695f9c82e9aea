"""What a table of an export is made of."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import SQLModel

from data.imports import cells

Row = dict[str, Any]  # the values of a row by field
Values = tuple[Any, ...]  # the same in the order of Table.fields


def picker(fields: Sequence[str], wanted: Iterable[str]) -> Callable[[Values], Values]:
    """Some of the values of a row, always as a tuple."""
    places = [fields.index(each) for each in wanted]
    return lambda values: tuple([values[place] for place in places])


class Column(NamedTuple):
    """One column of a file."""

    name: str  # as the format writes it
    field: str  # as the house calls it
    read: cells.Kind = cells.text
    required: bool = False
    of: str = ""  # the table whose rows it names
    kept: bool = True  # compared and written with its row
    doubt: Callable[[str], str] | None = None  # what is odd about a value that comes in all the same
    absent: Any = None  # for new rows, where the file has no such column; None: as an empty cell


@dataclass(frozen=True)
class Table:
    """One table of an export, and where the portal keeps it."""

    name: str
    model: type[SQLModel]
    columns: tuple[Column, ...]
    key: tuple[str, ...]  # the fields a row is known by
    parents: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # foreign key: table, fields that name its row
    ranked: bool = False  # rows of the same key are told apart by their order in the file
    complete: Callable[[Row], None] | None = None  # fills in what follows from other cells

    @cached_property
    def core(self) -> sa.Table:
        """The table in the database."""
        return SQLModel.metadata.tables[str(self.model.__tablename__)]

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """What is kept of a row."""
        kept = tuple(column.field for column in self.columns if column.kept)
        return (*kept, "rank") if self.ranked else kept

    @cached_property
    def identity(self) -> tuple[str, ...]:
        """The fields that tell a row from every other row of its site."""
        return (*self.key, "rank") if self.ranked else self.key

    @cached_property
    def names(self) -> dict[str, str]:
        """The fields that name a row of another table, and that table."""
        return {column.field: column.of for column in self.columns if column.of}

    @cached_property
    def named_tables(self) -> set[str]:
        """The tables that must hold what a row names."""
        return {*self.names.values(), *(parent for parent, *_ in self.parents.values())}
