"""Files on their way out: a document of the store is shown, in pieces and in a sandbox; others are saved."""

import logging
import os
import unicodedata
from typing import Any, BinaryIO
from urllib.parse import quote

from anyio import to_thread
from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.response.base import ASGIResponse
from litestar.types import Receive, Send

from data.store import Store
from routes.web.request import Asked

PIECE = 256 * 1024  # bytes that are in memory at a time
SANDBOX = "sandbox; default-src 'none'"  # whatever a document holds, it runs nothing and asks for nothing
MEDIA_TYPE = "application/pdf"
log = logging.getLogger("portee")


class _Pieces(ASGIResponse):
    """An open file on its way out. It stays readable even when its document is replaced meanwhile."""

    def __init__(self, file: BinaryIO, size: int, headers: dict[str, Any]) -> None:
        super().__init__(headers=headers, media_type=MEDIA_TYPE, content_length=size)
        self.file = file

    async def send_body(self, send: Send, receive: Receive) -> None:
        """One piece after the other, each read in a thread; the disk holds nobody else up."""
        left = self.content_length
        try:
            while piece := await to_thread.run_sync(self.file.read, min(PIECE, left)):
                left -= len(piece)
                await send({"type": "http.response.body", "body": piece, "more_body": left > 0})
        finally:
            self.file.close()


class Shown(Response[None]):
    """A PDF of the store, to look at."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        shown = {"Content-Disposition": disposition(name), "Content-Security-Policy": SANDBOX}
        super().__init__(None, media_type=MEDIA_TYPE, headers=shown)
        self.file, self.size = file, os.fstat(file.fileno()).st_size

    def to_asgi_response(self, *_: Any, **__: Any) -> ASGIResponse:
        """The head, and the file behind it."""
        return _Pieces(self.file, self.size, dict(self.headers))


async def show_document(request: Asked, stored: str, name: str) -> Shown:
    """The file that a row calls `stored`, under a name for who keeps it. Raises NotFoundException when it is lost."""
    path = Store(request.settings.documents).path(stored)
    try:
        return Shown(await to_thread.run_sync(path.open, "rb"), name)
    except FileNotFoundError:
        log.error("a document has its row and no file: %s", stored)
        raise NotFoundException from None


def saved_as(name: str) -> dict[str, str]:
    """The header of a file that is kept under a name of ours, in plain letters, and not shown."""
    return {"Content-Disposition": f'attachment; filename="{name}"'}


def disposition(name: str) -> str:
    """To be shown; kept under this name, in plain letters too for old browsers."""
    bare = unicodedata.normalize("NFKD", name.replace("’", "'").replace("œ", "oe"))
    plain = "".join(sign for sign in bare if sign.isascii() and sign.isprintable() and sign not in '"\\/%')
    plain = " ".join(plain.split()) or "document"
    return f"inline; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='', errors='replace')}"
