"""Many files as one ZIP, while it is downloaded: it is never whole in memory, and never on the disk."""

import os
import time
import zipfile
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from pathlib import Path

from anyio import to_thread

from routes.web import clock

CHUNK = 256 * 1024  # bytes in memory at a time
LOST = "FICHIERS-ABSENTS.txt"
FOR_ITS_OWNER = 0o600 << 16
NO_PAGES: Mapping[str, bytes] = {}


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


def zipped(files: Iterable[tuple[str, Path]], pages: Mapping[str, bytes] = NO_PAGES) -> Iterator[bytes]:
    """The parts of a ZIP: the pages that were made for it, then each of these files under its name, as it is.

    What has gone meanwhile is listed.
    """
    sink, lost = _Sink(), []
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as archive:  # type: ignore[call-overload]  # writes alone
        for name, content in pages.items():
            info = zipfile.ZipInfo(name, time.localtime(clock.now())[:6])
            info.external_attr = FOR_ITS_OWNER
            archive.writestr(info, content, zipfile.ZIP_DEFLATED)
            yield sink.take()
        for name, path in files:
            try:
                yield from _entry(archive, sink, name, path)
            except FileNotFoundError:
                lost.append(name)
        if lost:
            words = "Ces fichiers ont été remplacés ou supprimés pendant le téléchargement :\r\n"
            archive.writestr(LOST, words + "\r\n".join(lost) + "\r\n")
    yield sink.take()


def _entry(archive: zipfile.ZipFile, sink: _Sink, name: str, path: Path) -> Iterator[bytes]:
    """Raises FileNotFoundError before anything of it is written."""
    with path.open("rb") as source:
        held = os.fstat(source.fileno())
        info = zipfile.ZipInfo(name, time.localtime(clock.now())[:6])
        info.file_size, info.external_attr = held.st_size, FOR_ITS_OWNER
        with archive.open(info, "w") as entry:
            while chunk := source.read(CHUNK):
                entry.write(chunk)
                yield sink.take()


async def in_threads(parts: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Each part when it is asked for, read in a thread: a slow line holds nobody up."""
    while (part := await to_thread.run_sync(next, parts, None)) is not None:
        if part:
            yield part
