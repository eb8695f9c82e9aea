"""The names that browsers give to files: a whole path, a trap, or nothing at all. What stays is fit to be shown."""

import re
import unicodedata
from urllib.parse import unquote_to_bytes

from multipart import MultipartSegment

LONGEST_NAME = 100
LONGEST_ENDING = 10
NAMELESS = "document"
# Control and format characters (the direction of writing among them), private ones, and those that are none.
INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}
FORBIDDEN = re.compile('[<>:"|?*]')  # on Windows; and a quotation mark would end the name in a header
RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])\s*(\.|$)", re.IGNORECASE)
EXTENDED = re.compile(r"""filename\*\s*=\s*"?[\w-]*'[^']*'([^;"\s]*)""", re.ASCII | re.IGNORECASE)


def name_given(part: MultipartSegment) -> str | None:
    """The name of a file as its sender wrote it; None for a part that is no file."""
    if part.filename is not None:
        return _read(part.filename.encode("latin-1"))
    extended = EXTENDED.search(str(part.header("Content-Disposition", "")))
    return _read(unquote_to_bytes(extended[1])) if extended else None


def _read(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def shown_name(given: str) -> str:
    """The last part of a name, without what is invisible or means something to a shell, a header or a disk."""
    base = re.split(r"[/\\]", given)[-1]
    visible = "".join(
        sign if _is_visible(sign) else " " * sign.isspace() for sign in unicodedata.normalize("NFC", base)
    )
    name = FORBIDDEN.sub("_", " ".join(visible.split()).strip(". ")) or NAMELESS
    return _shortened(f"_{name}" if RESERVED.match(name) else name)


def _is_visible(sign: str) -> bool:
    return unicodedata.category(sign) not in INVISIBLE


def _shortened(name: str) -> str:
    """At most so many characters, the ending among them."""
    stem, dot, ending = name.rpartition(".")
    if len(name) <= LONGEST_NAME or not stem or len(ending) > LONGEST_ENDING:
        return name[:LONGEST_NAME].rstrip(". ")
    return stem[: LONGEST_NAME - len(dot + ending)].rstrip(". ") + dot + ending
