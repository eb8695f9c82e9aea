"""Who has the portal open: each process that serves says so, and what replaces the database looks first."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class IsOpen(Exception):
    """The portal is being served."""


@contextmanager
def present(database: Path) -> Iterator[None]:
    """This process serves the database. A process that dies has left, too: the lock goes with it."""
    with _file(database).open("w", encoding="ascii") as handle:
        fcntl.flock(handle, fcntl.LOCK_SH)
        yield


@contextmanager
def alone(database: Path) -> Iterator[None]:
    """Nobody serves the database, and whoever begins to waits until the end of the block. Raises IsOpen."""
    with _file(database).open("w", encoding="ascii") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise IsOpen from None
        yield


def _file(database: Path) -> Path:
    file = database.with_name(f"{database.name}.open")
    file.touch(mode=0o600)
    return file
