"""A portal that has one page alone, which takes files; forms with files as browsers write them."""

import contextlib
from collections.abc import AsyncIterator
from typing import Any

from litestar import Litestar, post

from data.database import Database
from data.settings import Settings, read_settings
from data.store import Store
from routes.web.door import Door
from routes.web.errors import HANDLERS
from routes.web.forms import csrf_token
from routes.web.hashing import Hashing
from routes.web.request import Asked, House
from routes.web.uploads import LARGEST_BODY, read_uploads

VISIT = "somebody"
COOKIE = {"Cookie": f"portee-visite={VISIT}"}
BOUNDARY = "----WebKitFormBoundary7MA4YWxkTrZu0gW"
KIND = f"multipart/form-data; boundary={BOUNDARY}"


@post("/recevoir", status_code=200, request_max_body_size=LARGEST_BODY)
async def receive_files(request: Asked) -> dict[str, Any]:
    """Say what came in; keep what is to be kept."""
    store = Store(request.settings.documents)
    async with read_uploads(request, store) as posted:
        lying = [{**each._asdict(), "path": str(each.path), "lies": each.path.is_file()} for each in posted.uploads]
        kept = [store.keep(each.path) for each in posted.uploads if each.field == "kept"]
        return {"values": posted.values, "uploads": lying, "kept": kept}


def receiver(settings: Settings | None = None) -> Door:
    """That portal, behind the door that every request passes."""
    settings = settings or read_settings()
    database = Database(settings.database)

    @contextlib.asynccontextmanager
    async def open_house(_: Litestar) -> AsyncIterator[None]:
        await database.open()
        yield
        await database.close()

    site = Litestar(
        [receive_files],
        lifespan=[open_house],
        exception_handlers=HANDLERS,
        request_class=Asked,
        request_max_body_size=64 * 1024,
        openapi_config=None,
        logging_config=None,
    )
    site.state.house = House(settings, database, Hashing())
    return Door(site, database, settings)


def text_part(name: str, value: str | bytes, *headers: str) -> bytes:
    """A field of a form."""
    content = value if isinstance(value, bytes) else value.encode()
    head = "\r\n".join([f'Content-Disposition: form-data; name="{name}"', *headers])
    return head.encode() + b"\r\n\r\n" + content


def file_part(name: str, filename: bytes, content: bytes) -> bytes:
    """A file of a form, its name as bytes between the quotation marks."""
    head = b'Content-Disposition: form-data; name="' + name.encode() + b'"; filename="' + filename + b'"'
    return head + b"\r\nContent-Type: application/pdf\r\n\r\n" + content


def form(*parts: bytes) -> bytes:
    """The whole body."""
    between = b"--" + BOUNDARY.encode()
    return b"".join(between + b"\r\n" + part + b"\r\n" for part in parts) + between + b"--\r\n"


def token(settings: Settings, visit: str = VISIT) -> bytes:
    """The hidden field that shows whose a form is."""
    return text_part("jeton", csrf_token(visit, settings.secret))
