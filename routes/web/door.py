"""The door: what every request passes, whichever page it asks for, and every answer too.

HEAD, static files, the body’s deadline, who is asking, security headers and
compression. Litestar’s own middleware is not asked on a 404 or a 405.
"""

import contextlib
import gzip
from typing import cast

import anyio
from litestar import Litestar
from litestar.enums import ScopeType
from litestar.exceptions import HTTPException
from litestar.types import (
    HTTPReceiveMessage,
    HTTPResponseBodyEvent,
    HTTPResponseStartEvent,
    Message,
    Receive,
    Scope,
    Send,
)

from data.database import Database
from data.settings import Settings
from routes.web import assets
from routes.web.errors import show_failure
from routes.web.request import Asked
from routes.web.sessions import VISIT, cookie, recognise, stranger

BODY_SECONDS = 20
SLOWEST_LINE = 8 * 1024  # bytes a second
LONGEST_FAREWELL = 200 * 1000 * 1000  # bytes of a body that nobody wants
WORTH_PACKING = 600  # bytes
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = [
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
]
PRIVATE = [(b"cache-control", b"no-store"), (b"vary", b"HX-Request, HX-Target, Cookie, Accept-Encoding")]
HSTS = (b"strict-transport-security", b"max-age=31536000")


class Door:
    """The ASGI application that is served: the portal behind its door."""

    def __init__(self, portal: Litestar, database: Database, settings: Settings) -> None:
        self.portal, self.database, self.settings = portal, database, settings
        self.headers = HEADERS + ([HSTS] if settings.https else [])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != ScopeType.HTTP:
            await self.portal(scope, receive, send)
            return
        coding = accepted_coding(scope)
        is_head = scope["method"] == "HEAD"
        if is_head:
            scope["method"] = "GET"
        answer = Answer(send, coding, is_head, list(self.headers))
        if scope["method"] == "GET" and assets.is_file(scope["path"]):
            await send_asset(scope, answer)
            return
        body = Body(receive)
        await self._ask_portal(scope, body, answer)
        if scope["method"] == "POST":
            await body.let_finish()

    async def _ask_portal(self, scope: Scope, receive: Receive, answer: "Answer") -> None:
        answer.headers += PRIVATE
        try:
            await self._welcome(scope, receive, answer)
        except Exception as trouble:
            if answer.has_begun:
                raise
            await self._apologise(scope, receive, answer, trouble)

    async def _welcome(self, scope: Scope, receive: Receive, answer: "Answer") -> None:
        visitor = await recognise(scope, self.database, self.settings)
        scope["visitor"] = visitor  # type: ignore[typeddict-unknown-key]
        if visitor.is_new:
            answer.visit = cookie(VISIT, visitor.token, self.settings).to_header(header="").strip().encode()
        await self.portal(scope, receive, answer)

    async def _apologise(self, scope: Scope, receive: Receive, answer: "Answer", trouble: Exception) -> None:
        """What failed before the portal was asked, or beyond its own handlers, is a page of the portal too."""
        scope["visitor"] = stranger(scope, self.settings)  # type: ignore[typeddict-unknown-key]
        scope["litestar_app"] = self.portal
        request = Asked(scope, receive)
        await show_failure(request, trouble).to_asgi_response(self.portal, request)(scope, receive, answer)


class Answer:
    """One answer on its way out: completed with headers, packed when the browser takes it so."""

    def __init__(self, send: Send, coding: str, is_head: bool, headers: list[tuple[bytes, bytes]]) -> None:
        self.send, self.coding, self.is_head, self.headers = send, coding, is_head, headers
        self.visit = b""  # the cookie of a new visitor: forms are bound to it, so pages bring it and files do not
        self._start: HTTPResponseStartEvent | None = None
        self.has_begun = False

    async def __call__(self, message: Message) -> None:
        """Hold the head back until the first part of the body says how long it is."""
        if message["type"] == "http.response.start":
            self._start = message
        elif message["type"] == "http.response.body":
            await self._pass_on(message)
        else:
            await self.send(message)

    async def _pass_on(self, part: HTTPResponseBodyEvent) -> None:
        if self._start:
            start, self._start = self._start, None
            part = self._packed(start, part)
            own = {name.lower(): value for name, value in start["headers"]}
            visit = self.visit and own.get(b"content-type", b"").startswith(b"text/html")
            start["headers"] = [
                *start["headers"],
                *(pair for pair in self.headers if pair[0] not in own),
                *([(b"set-cookie", self.visit)] if visit else []),
            ]
            self.has_begun = True
            await self.send(start)
        await self.send({**part, "body": b""} if self.is_head else part)

    def _packed(self, start: HTTPResponseStartEvent, part: HTTPResponseBodyEvent) -> HTTPResponseBodyEvent:
        headers = dict(start["headers"])
        is_text = headers.get(b"content-type", b"").startswith(b"text/")
        if self.coding == "identity" or not is_text or part.get("more_body") or len(part["body"]) < WORTH_PACKING:
            return part
        body = gzip.compress(part["body"], compresslevel=6, mtime=0)
        kept = [pair for pair in start["headers"] if pair[0].lower() != b"content-length"]
        start["headers"] = [*kept, (b"content-encoding", b"gzip"), (b"content-length", str(len(body)).encode())]
        return {**part, "body": body}


def accepted_coding(scope: Scope, offered: tuple[str, ...] = ("gzip",)) -> str:
    """The first offered content coding that a browser accepts; `q=0` means it does not."""
    header = next((value for name, value in scope["headers"] if name == b"accept-encoding"), b"").decode("latin-1")
    accepted = set()
    for each in header.lower().split(","):
        coding, _, weight = each.partition(";")
        if weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000"):
            accepted.add(coding.strip())
    return next((coding for coding in offered if coding in accepted), "identity")


async def send_asset(scope: Scope, answer: Answer) -> None:
    """A file of `static/`: its address changes with its content, so a browser may keep it for ever."""
    asset = assets.asset_at(scope["path"])
    coding = accepted_coding(scope, ("br", "gzip"))
    body = asset.bodies[coding] if asset else b"Introuvable"
    headers = [
        (b"content-type", asset.media_type.encode() if asset else b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"vary", b"Accept-Encoding"),
        (b"cache-control", b"public, max-age=31536000, immutable" if asset else b"no-store"),
    ]
    if asset and coding != "identity":
        headers.append((b"content-encoding", coding.encode()))
    answer.coding = "identity"
    await answer({"type": "http.response.start", "status": 200 if asset else 404, "headers": headers})
    await answer({"type": "http.response.body", "body": body, "more_body": False})


class Body:
    """The body of a request, all of it within a deadline: a slow one holds nobody up.

    What has come in moves the deadline, so that a document gets through a slow line and a drip does not.
    """

    def __init__(self, receive: Receive) -> None:
        self._receive, self._began = receive, anyio.current_time()
        self._received = 0
        self._complete = False

    async def __call__(self) -> HTTPReceiveMessage:
        """The next piece; raises HTTPException (408) when time is up."""
        if self._complete:
            return cast(HTTPReceiveMessage, await self._receive())
        with anyio.move_on_at(self._began + BODY_SECONDS + self._received / SLOWEST_LINE):
            message = cast(HTTPReceiveMessage, await self._receive())
            self._received += len(cast(bytes, message.get("body", b"")))
            self._complete = not message.get("more_body")
            return message
        raise HTTPException(status_code=408)

    async def let_finish(self) -> None:
        """Throw away what still comes in after the answer: most browsers show an answer once they have sent all."""
        with contextlib.suppress(HTTPException):
            while not self._complete and self._received < LONGEST_FAREWELL:
                await self()
