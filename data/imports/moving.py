"""Dates moved by whole years, so that a demonstration written long ago happens today."""

import datetime
from dataclasses import dataclass
from typing import Any

from data.imports import cells
from data.imports.shapes import Row, Table


@dataclass(frozen=True)
class Moved:
    """By how many years; the rows whose own reference is among the fixed ones stay where they are."""

    years: int = 0
    fixed: frozenset[str] = frozenset()

    def row(self, table: Table, row: Row) -> Row:
        """A row with its dates and its school year moved."""
        if not self.years or row.get("reference") in self.fixed:
            return row
        dated = (column.field for column in table.columns if column.read in (cells.date, cells.school_year))
        return row | {field: self.value(row[field]) for field in dated if field in row}

    def value(self, value: Any) -> Any:
        """A date or a school year, moved; anything else as it is."""
        if isinstance(value, datetime.date):
            return self._date(value)
        if isinstance(value, str) and cells.SCHOOL_YEAR.fullmatch(value):
            return "-".join(str(int(year) + self.years) for year in value.split("-"))
        return value

    def _date(self, day: datetime.date) -> datetime.date:
        try:
            return day.replace(year=day.year + self.years)
        except ValueError:  # 29 February
            return day.replace(year=day.year + self.years, day=28)


NOT_MOVED = Moved()
