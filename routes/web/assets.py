"""Style sheet and scripts, read once, named by their content, packed once, kept in memory."""

import gzip
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

import brotli

FOLDER = Path(__file__).parents[2] / "static"
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
COMMENT = re.compile(rb"\s*/\*.*?\*/", re.S)


@dataclass(frozen=True)
class Asset:
    """One file as it is sent, by content coding."""

    url: str
    media_type: str
    bodies: dict[str, bytes]


def content_of(file: Path) -> bytes:
    """What a browser gets of a file: the comments of the style sheet stay here."""
    body = file.read_bytes()
    return COMMENT.sub(b"", body) if file.suffix == ".css" else body


def _load(file: Path) -> Asset:
    body = content_of(file)
    mark = hashlib.sha256(body).hexdigest()[:10]
    name = file.name.split(".")[0]
    return Asset(
        f"/static/{name}.{mark}{file.suffix}",
        TYPES[file.suffix],
        {
            "br": brotli.compress(body, quality=11),
            "gzip": gzip.compress(body, 9, mtime=0),
            "identity": body,
        },
    )


_BY_NAME = {file.name: _load(file) for file in sorted(FOLDER.iterdir()) if file.suffix in TYPES}
_BY_URL = {asset.url: asset for asset in _BY_NAME.values()} | {"/favicon.ico": _BY_NAME["logo.svg"]}


def url_of(name: str) -> str:
    """The address of a file of `static/`, which changes with its content."""
    return _BY_NAME[name].url


def is_file(path: str) -> bool:
    """Whether an address is that of a file, be there one or not."""
    return path.startswith("/static/") or path in _BY_URL


def asset_at(path: str) -> Asset | None:
    """The file that is served at this address; a PDF has no head, so browsers ask for its icon by the old name."""
    return _BY_URL.get(path)
