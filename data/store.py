"""The files of documents, beside the database: no row without its file, and no file without its row for long.

A file is on the disk before the transaction of its row commits, and is removed after the one that removed its
row: what a crash leaves between the two is a file without a row, and the sweep takes that away.
"""

import os
import re
import secrets
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ARRIVALS = "arrivals"
ARRIVAL_SECONDS = 24 * 3600
NAME = re.compile("[0-9a-f]{32}")
OURS = re.compile("[0-9a-f]{2}")  # the folders that files are spread over, by the beginning of their names
FOLDER_MODE, FILE_MODE = 0o700, 0o600  # children’s documents: for their owner’s eyes


@dataclass(frozen=True)
class Store:
    """One folder of files, which belongs to one database."""

    folder: Path

    def arrival(self) -> Path:
        """Where a new file may be written before anything is known of it; it lies on the store’s own disk."""
        _make(self.folder)
        _make(self.folder / ARRIVALS)
        return self.folder / ARRIVALS / secrets.token_hex(16)

    def keep(self, arrived: Path) -> str:
        """Move a file into the store, for good, and give its name: inside the transaction that writes its row.

        What has been synchronised before, outside of the transaction, costs next to nothing here.
        """
        handle = os.open(arrived, os.O_RDONLY | os.O_NOFOLLOW)
        try:
            os.fchmod(handle, FILE_MODE)
            os.fsync(handle)
        finally:
            os.close(handle)
        name = secrets.token_hex(16)
        place = self.path(name)
        _make(self.folder)
        _make(place.parent)
        os.rename(arrived, place)  # noqa: PTH104 - beside its os.fsync, as the tests of their order see them
        _synchronise(place.parent)
        return name

    def path(self, name: str) -> Path:
        """Where the file of this name is, or was. Raises ValueError for a name that the store never gave."""
        if not NAME.fullmatch(name):
            raise ValueError("not a name of the store")
        return self.folder / name[:2] / name

    def drop(self, names: Iterable[str]) -> None:
        """Remove files, once the transaction that removed their rows has committed; one that is gone is no error."""
        for name in names:
            self.path(name).unlink(missing_ok=True)

    def clear_arrivals(self) -> None:
        """Remove whatever was arriving when a portal ended: before one begins, while none is open."""
        for file in _files(self.folder / ARRIVALS):
            file.unlink(missing_ok=True)

    def sweep(self, known: Collection[str], now: int) -> int:
        """Remove what no row names and what arrived more than a day ago; says how many files.

        Inside a write transaction: no other process can then be between keeping a file and writing its row.
        """
        strays = self.strays(known, now)
        for file in strays:
            file.unlink(missing_ok=True)
        return len(strays)

    def strays(self, known: Collection[str], now: int) -> list[Path]:
        """What a sweep would remove."""
        rows = frozenset(known)
        orphans = [file for file in self.kept() if file.name not in rows]
        return orphans + [file for file in _files(self.folder / ARRIVALS) if _modified(file) < now - ARRIVAL_SECONDS]

    def kept(self) -> Iterator[Path]:
        """Every file that the store has given a name; what others may have laid beside is not ours to remove."""
        folders = self.folder.iterdir() if self.folder.is_dir() else iter(())
        for folder in folders:
            if OURS.fullmatch(folder.name):
                yield from (file for file in _files(folder) if NAME.fullmatch(file.name))


def _make(folder: Path) -> None:
    """A folder for its owner alone, which is still there after a power cut."""
    try:
        folder.mkdir(mode=FOLDER_MODE)
    except FileExistsError:
        return
    _synchronise(folder.parent)


def _synchronise(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _files(folder: Path) -> list[Path]:
    return list(folder.iterdir()) if folder.is_dir() else []


def _modified(file: Path) -> float:
    """When an arrival was last written to; one that has just been taken away is as good as new."""
    try:
        return file.stat().st_mtime
    except FileNotFoundError:
        return float("inf")
