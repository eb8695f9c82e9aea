"""One kind of thing that is held: its name in a file, its title, and its columns under the labels of the screens."""

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from data.zone import PARIS

Row = dict[str, Any]
Made = Callable[[Any], Any]


class Section(NamedTuple):
    """Rows of one kind."""

    name: str  # in the JSON
    title: str
    rows: list[Row]


class Column(NamedTuple):
    """A value under its label, and what is made of what the database holds."""

    label: str
    column: Any
    made: Made | None = None


def moment(seconds: int | None) -> datetime.datetime | None:
    """In the time of the conservatoire."""
    return datetime.datetime.fromtimestamp(seconds, PARIS) if seconds else None


def euros(cents: int) -> Decimal:
    """Not a number that rounds."""
    return Decimal(cents) / 100


def section(
    db: Session, name: str, title: str, columns: list[Column], rest: Callable[[sa.Select[Any]], sa.Select[Any]]
) -> Section:
    """Read the rows; `rest` joins what is needed and says whose they are and in which order. One statement."""
    asked = rest(sa.select(*(each.column for each in columns)))
    rows = [
        {each.label: each.made(value) if each.made else value for each, value in zip(columns, row, strict=True)}
        for row in db.connection().execute(asked)
    ]
    return Section(name, title, rows)
