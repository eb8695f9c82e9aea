"""Many files as one ZIP, while it is downloaded: it is never whole in memory, and never on the disk."""

import io
import os
import time
import zipfile
from collections import defaultdict
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, Iterable, Iterator, Mapping
from contextlib import closing
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from anyio import to_thread

from routes.web import clock

CHUNK = 256 * 1024  # bytes in memory at a time, beside the one file that has been made
ABSENT = "FICHIERS-ABSENTS.txt"
LOST = "Ces fichiers ont été remplacés ou supprimés pendant le téléchargement :"
FOR_ITS_OWNER = 0o600 << 16

Made = Callable[[], Awaitable[bytes]]  # a file that is made when its turn has come
Content = Path | str | Made


class Unmade(Exception):
    """A file could not be made; says why, in French, as the line above its name in the list."""


class _Sink:
    """What a ZIP is written into, and taken out of again; it knows no place to go back to."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, part: bytes) -> int:
        self._parts.append(bytes(part))
        return len(part)

    def flush(self) -> None:
        """Nothing is held back."""

    def take(self) -> bytes:
        taken, self._parts = b"".join(self._parts), []
        return taken


async def zipped(files: Iterable[tuple[str, Content]]) -> AsyncGenerator[bytes]:
    """The parts of a ZIP: each file under its name, from the disk, as a text, or made when the one before has left.

    Nothing is read or made before it is asked for, and a thread does the reading: a slow line holds nobody up. What has
    gone meanwhile, or could not be made, is listed at the end.
    """
    sink, absent = _Sink(), defaultdict[str, list[str]](list)
    with zipfile.ZipFile(sink, "w") as archive:  # type: ignore[call-overload]  # writes alone
        for name, content in chain(files, _list_of(absent)):
            try:
                with closing(_entry(archive, sink, name, await content() if callable(content) else content)) as parts:
                    while (part := await to_thread.run_sync(next, parts, None)) is not None:
                        yield part
            except FileNotFoundError:
                absent[LOST].append(name)
            except Unmade as reason:
                absent[str(reason)].append(name)
    yield sink.take()


def _list_of(absent: Mapping[str, list[str]]) -> Iterator[tuple[str, Content]]:
    """Looked at when all others are through: what is absent and why, if anything is."""
    if absent:
        yield ABSENT, "\r\n".join(line for reason, names in absent.items() for line in (reason, *names, ""))


def _entry(archive: zipfile.ZipFile, sink: _Sink, name: str, content: Path | str | bytes) -> Generator[bytes]:
    """Raises FileNotFoundError before anything of it is written. A text is made smaller, all else is small already."""
    with _opened(content) as source:
        info = zipfile.ZipInfo(name, time.localtime(clock.now())[:6])
        info.compress_type = zipfile.ZIP_DEFLATED if isinstance(content, str) else zipfile.ZIP_STORED
        info.file_size, info.external_attr = source.seek(0, os.SEEK_END), FOR_ITS_OWNER
        source.seek(0)
        with archive.open(info, "w") as entry:
            while chunk := source.read(CHUNK):
                entry.write(chunk)
                yield sink.take()


def _opened(content: Path | str | bytes) -> BinaryIO:
    if isinstance(content, Path):
        return content.open("rb")
    return io.BytesIO(content.encode() if isinstance(content, str) else content)
