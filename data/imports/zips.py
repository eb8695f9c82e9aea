"""ZIPs that came from outside: opened only as far as they are no bomb, counted by their real bytes.

Workbooks are ZIPs too: they are weighed before anything else opens them.
"""

import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

LARGEST = 600_000_000  # bytes of an archive, unpacked
LARGEST_WORKBOOK = 400_000_000  # bytes of a workbook: five times what a sheet of 400,000 short rows holds
MOST_RATIO, UNSUSPICIOUS = 250, 50_000_000  # a bomb is a thousand times as large as it looks; sheets rarely sixty
CHUNK = 1 << 16
WHOLE_END = 22 + 65535  # the end of a ZIP with the longest comment
LOCATOR = 20
END, LARGE_END = b"PK\x05\x06", b"PK\x06\x07"
LONGEST_LIST = 1 << 20  # bytes of a workbook’s list of entries, which is read at once
FAULTS = (
    *(zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError),
    *(ValueError, OverflowError, struct.error),
)
BOMB = "contient beaucoup plus, une fois ouvert, qu’un classeur ne peut contenir ; enregistrez cette table en csv"


class TooMuch(ValueError):
    """More than is opened; says so in French."""


def refuse_long_list(path: Path, longest: int, words: str) -> None:
    """Before it is read into memory: sixty megabytes hold a list of a million empty files. Raises TooMuch."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(size - WHOLE_END - LOCATOR, 0))
        tail = file.read()
    place = tail.rfind(END)
    if place < 0 or len(tail) < place + 22:
        raise zipfile.BadZipFile
    if LARGE_END in tail[max(place - LOCATOR, 0) : place] or struct.unpack_from("<I", tail, place + 12)[0] > longest:
        raise TooMuch(words)


def pour(
    opened: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int, words: str, take: Callable[[bytes], object]
) -> int:
    """Read one entry and say how many bytes it really has; raises TooMuch as soon as there are more than `most`."""
    size = 0
    with opened.open(entry) as source:
        while chunk := source.read(CHUNK):
            size += len(chunk)
            if size > most:
                raise TooMuch(words)
            take(chunk)
    return size


def weigh_workbook(path: Path) -> None:
    """Raises TooMuch for a workbook that is a bomb; what is no ZIP at all is for others to refuse."""
    if not zipfile.is_zipfile(path):
        return
    most = min(LARGEST_WORKBOOK, max(UNSUSPICIOUS, MOST_RATIO * path.stat().st_size))
    refuse_long_list(path, LONGEST_LIST, BOMB)
    with zipfile.ZipFile(path) as opened:
        for entry in opened.infolist():
            most -= pour(opened, entry, most, BOMB, len)
