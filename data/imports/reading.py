"""One file read as rows of values. Every error is noted with its place, and reading goes on."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from data import kinds
from data.imports.cells import Cell, fold
from data.imports.moving import Moved
from data.imports.report import Report, at
from data.imports.shapes import Column, Row, Table
from data.imports.sheets import Line, Unreadable, open_sheet

UNSEEN = "des signes invisibles, ou qui retournent le texte, sont retirés"
EMPTY: tuple[Any, ...] = ("", None, ())


def value_of(column: Column, cell: Cell) -> Any:
    """What a cell of this column says; raises ValueError in French."""
    value = column.read(cell)
    if column.required and value in EMPTY:
        raise ValueError("valeur obligatoire absente")
    return value


class Reader:
    """The rows of one table, in the order of its file."""

    def __init__(self, table: Table, path: Path, moved: Moved, report: Report, errors: list[str]) -> None:
        self._table, self._path, self._moved, self._report, self._errors = table, path, moved, report, errors
        self._absent: Row = {}
        self.given: frozenset[str] = frozenset()  # the fields that the file has a column for
        self.height = 0  # rows at most
        self.whole = False  # read to the end, rows with errors and all

    def rows(self) -> Iterator[tuple[str, Row]]:
        """Where each row stands, and the row; a value that cannot be read is missing from it."""
        try:
            self.height, lines = open_sheet(self._path)
            header = next(lines, Line(1, []))
            if columns := self._columns(self._where(header), [str(cell).strip() for cell in header.cells]):
                for line in lines:
                    yield self._where(line), self._moved.row(self._table, self._row(columns, line))
                self.whole = True
        except Unreadable as trouble:
            self._errors.append(f"{self._path.name}, {trouble}")

    def _where(self, line: Line) -> str:
        return f"{self._path.name}, ligne {line.number}"

    def _columns(self, where: str, names: list[str]) -> list[Column | None]:
        """What stands in each column of the file; nothing when the file cannot be used."""
        known = {fold(column.name): column for column in self._table.columns}
        columns = [known.get(fold(name)) for name in names]
        for name in (name for name, column in zip(names, columns, strict=True) if name and not column):
            self._report.warn(f"{self._path.name} : colonne « {name} » inconnue, laissée de côté")
        self.given = frozenset(column.field for column in columns if column)
        self._absent = {
            column.field: column.read("") if column.absent is None else column.absent
            for column in self._table.columns
            if column.field not in self.given
        }
        return columns if self._usable(where, columns) else []

    def _usable(self, where: str, columns: list[Column | None]) -> bool:
        missing = [column for column in self._table.columns if column.required and column not in columns]
        double = [column for column in self._table.columns if columns.count(column) > 1]
        self._errors += [at(where, column.name, "colonne obligatoire absente") for column in missing]
        self._errors += [at(where, column.name, "colonne présente plusieurs fois") for column in double]
        return not missing and not double

    def _row(self, columns: list[Column | None], line: Line) -> Row:
        row = self._absent.copy()
        surplus = len(line.cells) - len(columns)
        if any(str(cell).strip() for cell in line.cells[len(columns) :]):
            self._errors.append(f"{self._where(line)} : plus de cellules que de colonnes")
        for column, cell in zip(columns, line.cells + [""] * -surplus, strict=False):
            if column:
                self._read(row, line, column, cell)
        return row

    def _read(self, row: Row, line: Line, column: Column, cell: Cell) -> None:
        try:
            value = row[column.field] = value_of(column, cell)
            if isinstance(cell, str) and not cell.isprintable() and kinds.HIDDEN.search(cell):
                self._report.warn(at(self._where(line), column.name, UNSEEN))
            if column.doubt and value and (words := column.doubt(value)):
                self._report.warn(at(self._where(line), column.name, words))
        except ValueError as trouble:
            self._errors.append(at(self._where(line), column.name, trouble))
