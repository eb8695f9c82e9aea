"""Forms with files, read as a stream: no file is ever held in memory.

The hidden fields come first in our forms: nothing is written before a form has shown whose it is.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple

from anyio import to_thread
from litestar.exceptions import ClientException
from litestar.exceptions.http_exceptions import RequestEntityTooLarge
from multipart import MultipartError, MultipartSegment, PushMultipartParser, parse_options_header

from data.documents import LARGEST_FILE
from data.store import Store
from routes.web.file_names import name_given, shown_name
from routes.web.forms import (
    CSRF_FIELD,
    LARGEST_FORM,
    MOST_FIELDS,
    UNREAD,
    Pairs,
    StaleForm,
    Values,
    accepted,
    made_for,
    pieces_of,
    read_form,
)
from routes.web.parts import File, Text, decoded
from routes.web.request import Asked

LARGEST_BODY = 41 * 1024 * 1024  # for `request_max_body_size` of the handler
MOST_FILES = 20
MOST_PARTS = MOST_FIELDS + 5 * MOST_FILES  # more files than are taken, so that there is a page to say so
LONGEST_BOUNDARY = 200
PLAIN = {"", "7bit", "8bit", "binary"}


class Upload(NamedTuple):
    """One file of a form; one that does not fit was read to its end and thrown away, and its path is no file."""

    field: str
    name: str  # fit to be shown, at most 100 characters
    path: Path
    size: int  # as it was sent
    fits: bool


class Posted(NamedTuple):
    """A form that was made for its session."""

    values: Values
    uploads: list[Upload]


@asynccontextmanager
async def read_uploads(
    request: Asked, store: Store, token: str = "", largest: int = LARGEST_FILE
) -> AsyncIterator[Posted]:
    """The fields and the files of a form, each of at most so many bytes. What has not been kept at the end is removed.

    Raises StaleForm with what was typed, or ClientException: 400 when it cannot be read, 413 when it is too much.
    """
    reading = _Reading(request, store, token, largest)
    try:
        yield await reading.read()
    finally:
        for path in reading.arrivals:
            path.unlink(missing_ok=True)


class _Reading:
    """One form while it comes in."""

    def __init__(self, request: Asked, store: Store, token: str, largest: int) -> None:
        self.request, self.store, self.token, self.largest = request, store, token, largest
        self.pairs: Pairs = []
        self.uploads: list[Upload] = []
        self.arrivals: list[Path] = []
        self.charset = "utf-8"
        self.typed = 0  # bytes of text
        self.stale = self.too_many = False

    async def read(self) -> Posted:
        """All of it."""
        kind, options = parse_options_header(self.request.headers.get("content-type", ""))
        if kind != "multipart/form-data":  # from a browser that sends no files
            return Posted(await read_form(self.request, self.token), [])
        self.charset = options.get("charset", self.charset)
        try:
            with _parser(options.get("boundary", "")) as parser:
                await self._read_parts(parser)
        except MultipartError as trouble:
            raise ClientException(UNREAD) from trouble
        values = accepted(self.request, self.pairs, self.token)
        if self.stale:
            raise StaleForm(values)
        if self.too_many:
            raise RequestEntityTooLarge
        return Posted(values, self.uploads)

    async def _read_parts(self, parser: PushMultipartParser) -> None:
        part: Text | File
        async for piece in pieces_of(self.request):
            for event in parser.parse(piece):
                if isinstance(event, MultipartSegment):
                    part = await self._begin(event)
                elif event:
                    await part.take(event)
                else:
                    await part.end()
                    self._note(part)

    async def _begin(self, segment: MultipartSegment) -> Text | File:
        coding = segment.header("Content-Transfer-Encoding", "").lower()
        if coding not in PLAIN or (segment.content_type or "").startswith("multipart/"):
            raise ClientException(UNREAD)
        field = decoded(segment.name.encode("latin-1"), "utf-8")
        self._weigh(len(field))
        given = name_given(segment)
        if given is None:
            return Text(field, segment.charset or self.charset, self._weigh)
        return await self._begin_file(field, given)

    async def _begin_file(self, field: str, given: str) -> File:
        values = dict(self.pairs)
        if CSRF_FIELD not in values:
            accepted(self.request, self.pairs, self.token)  # which refuses: nobody knows whose this is
        self.stale = self.stale or not made_for(self.request, values, self.token)
        path = await to_thread.run_sync(self.store.arrival)
        self.arrivals.append(path)
        return File(field, given, path, not self.stale and len(self.uploads) < MOST_FILES, self.largest)

    def _note(self, part: Text | File) -> None:
        if isinstance(part, Text):
            self.pairs.append((part.field, part.value))
        elif part.is_wanted and not part.is_nothing:
            self.uploads.append(Upload(part.field, shown_name(part.given), part.path, part.size, part.fits))
        elif not part.is_nothing:
            self.too_many = True

    def _weigh(self, length: int) -> None:
        """Count what is kept in memory; too much text is refused at once."""
        self.typed += length
        if self.typed > LARGEST_FORM:
            raise RequestEntityTooLarge


def _parser(boundary: str) -> PushMultipartParser:
    """Its header fields stay bytes, one a character: in which letters a browser writes them is found out later."""
    if len(boundary) > LONGEST_BOUNDARY:
        raise ClientException(UNREAD)
    return PushMultipartParser(boundary, max_segment_count=MOST_PARTS, header_charset="latin-1")
