"""What a file is, told by its first bytes alone: never by its name, never by what the browser claims."""

from enum import Enum
from pathlib import Path

from routes.web.intake import words
from routes.web.intake.outcome import Unfit

HEAD = 1024  # bytes


class Kind(Enum):
    """What can become pages; the value is Pillow’s name for it."""

    PDF = "PDF"
    JPEG = "JPEG"
    PNG = "PNG"
    WEBP = "WEBP"
    HEIC = "HEIF"


_STARTS = {b"%PDF-": Kind.PDF, b"\xff\xd8\xff": Kind.JPEG, b"\x89PNG\r\n\x1a\n": Kind.PNG}
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_OTHERS = {  # what people send by mistake, and how they are answered
    words.PICTURE: (b"GIF8", b"BM", b"II*\0", b"MM\0*", b"8BPS", b"\0\0\1\0", b"%!PS", b"\xc5\xd0\xd3\xc6", b"<svg"),
    words.WRITING: (b"PK", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b"),
    words.PAGE_OF_WEB: (b"<!doctype html", b"<html", b"<head", b"<body", b"<script"),
    words.FILM: (b"RIFF", b"ID3", b"OggS", b"\x1aE\xdf\xa3"),
}


def kind_of(file: Path) -> Kind:
    """Raises Unfit for all that the portal does not read."""
    with file.open("rb") as source:
        head = source.read(HEAD)
    if not head:
        raise Unfit(words.EMPTY)
    return _known(head) or _other(head)


def logo_kind_of(file: Path) -> Kind:
    """PNG or JPEG; raises Unfit for all else, and says what to do with a drawing."""
    with file.open("rb") as source:
        head = source.read(HEAD)
    kind = next((kind for start, kind in _STARTS.items() if head.startswith(start)), None)
    if kind in (Kind.PNG, Kind.JPEG):
        return kind
    raise Unfit(words.SVG_LOGO if b"<svg" in head.lower() else words.NO_LOGO)


def _known(head: bytes) -> Kind | None:
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Kind.WEBP
    if head[4:8] == b"ftyp" and b"avif" not in _brands(head):
        return Kind.HEIC if _brands(head) & _HEIC_BRANDS else None
    return next((kind for start, kind in _STARTS.items() if head.startswith(start)), None)


def _brands(head: bytes) -> set[bytes]:
    """The major brand of an ISO file, and those it is compatible with."""
    box = head[8 : min(int.from_bytes(head[:4], "big"), 128)]
    return {box[place : place + 4] for place in range(0, len(box), 4)}


def _other(head: bytes) -> Kind:
    if head[4:8] == b"ftyp":
        raise Unfit(words.PICTURE if b"avif" in _brands(head) else words.FILM)
    plain = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if plain.lower().startswith((b"<?xml", b"<!--")) and b"<svg" in plain:
        raise Unfit(words.PICTURE)
    for answer, starts in _OTHERS.items():
        if plain.startswith(starts) or plain[:20].lower().startswith(starts):
            raise Unfit(answer)
    raise Unfit(words.UNKNOWN)
