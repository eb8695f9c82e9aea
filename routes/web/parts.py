"""The parts of a form with files while they come in: texts into memory, files to the disk piece by piece."""

import os
from collections.abc import Callable
from pathlib import Path

from anyio import to_thread
from litestar.exceptions import ClientException

from data.store import FILE_MODE
from routes.web.forms import UNREAD

PIECE = 64 * 1024
CHARSETS = {"utf-8", "utf8", "us-ascii", "iso-8859-1", "iso-8859-15", "windows-1252"}


class Text:
    """A field that was typed; `weigh` is told of each of its bytes and may refuse them."""

    def __init__(self, field: str, charset: str, weigh: Callable[[int], None]) -> None:
        self.field, self.charset, self.weigh = field, charset, weigh
        self._content = bytearray()

    async def take(self, piece: bytes) -> None:
        """Some more of it."""
        self.weigh(len(piece))
        self._content += piece

    async def end(self) -> None:
        """Nothing more to do."""

    @property
    def value(self) -> str:
        """What was typed; raises ClientException when it cannot be read."""
        return decoded(bytes(self._content), self.charset)


class File:
    """A file on its way to the disk: little of it is in memory, and no handle is open between two pieces.

    What is not wanted, or goes beyond the largest size, is read and thrown away.
    """

    def __init__(self, field: str, given: str, path: Path, is_wanted: bool, largest: int) -> None:
        self.field, self.given, self.path = field, given, path
        self.is_wanted, self.largest = is_wanted, largest
        self.size = 0
        self._waiting = bytearray()

    @property
    def fits(self) -> bool:
        """Whether it has not gone beyond the largest size."""
        return self.size <= self.largest

    @property
    def is_nothing(self) -> bool:
        """How browsers say that no file was chosen."""
        return not (self.given or self.size)

    async def take(self, piece: bytes) -> None:
        """Some more of it; what has gathered is written by a thread."""
        self.size += len(piece)
        if self.is_wanted and self.fits:
            self._waiting += piece
            if len(self._waiting) >= PIECE:
                full, self._waiting = self._waiting, bytearray()
                await to_thread.run_sync(_append, self.path, full)

    async def end(self) -> None:
        """It is on the disk, whole, or not at all."""
        if self.is_nothing or not self.is_wanted:
            return
        if self.fits:
            await to_thread.run_sync(_append, self.path, self._waiting, True)
        else:
            await to_thread.run_sync(_discard, self.path)


def decoded(content: bytes, charset: str) -> str:
    """Text in one of the character sets that browsers send; raises ClientException."""
    if charset.lower() not in CHARSETS:
        raise ClientException(UNREAD)
    try:
        return content.decode(charset)
    except UnicodeDecodeError as trouble:
        raise ClientException(UNREAD) from trouble


def _append(path: Path, content: bytearray, is_last: bool = False) -> None:
    """Write on; the last time down to the disk, so that keeping the file later holds up no other writer."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, FILE_MODE)
    with os.fdopen(handle, "ab") as file:
        file.write(content)
        if is_last:
            file.flush()
            os.fsync(handle)


def _discard(path: Path) -> None:
    path.unlink(missing_ok=True)
