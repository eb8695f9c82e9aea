"""Checked rows laid aside on disk, so that an export of any size is checked before anything is written."""

import pickle
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import IO

from data.batches import BATCH
from data.imports.shapes import Values


class Tray:
    """The checked rows of one table, in an unnamed file: nothing stays behind, whatever happens."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._batch = file, list[Values]()
        self.given: frozenset[str] = frozenset()  # the fields that the export speaks of
        self.height = 0

    def lay(self, values: Values) -> None:
        """Add a row."""
        self._batch.append(values)
        self.height += 1
        if len(self._batch) == BATCH:
            self._close_batch()

    def batches(self) -> Iterator[list[Values]]:
        """The rows, in batches, in the order in which they were laid."""
        self._close_batch()
        end = self._file.tell()
        self._file.seek(0)
        while self._file.tell() < end:
            yield pickle.load(self._file)  # noqa: S301 (our own words, in a file that nobody else can open)

    def _close_batch(self) -> None:
        if self._batch:
            pickle.dump(self._batch, self._file, pickle.HIGHEST_PROTOCOL)
            self._batch = []


class Spool(dict[str, Tray]):
    """A tray for each table that the export holds, beside the database: the rows are as private as it is."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder, self._files = folder, ExitStack()

    def tray(self, table: str) -> Tray:
        """The tray of a table."""
        if table not in self:
            file = self._files.enter_context(tempfile.TemporaryFile(dir=self._folder))  # noqa: SIM115
            self[table] = Tray(file)
        return self[table]

    def __enter__(self) -> "Spool":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._files.close()
