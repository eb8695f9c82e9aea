"""A view as PDF: the same facts as its page, made by one worker process with limits."""

from collections.abc import Callable, Sequence
from typing import TypeVar, TypeVarTuple
from weakref import WeakValueDictionary

import anyio
from anyio import to_process
from litestar import Response

from routes.web.hashing import Busy
from routes.web.page import View, render
from routes.web.printing import make_pdf, merge_pdfs, unprintable

SECONDS = 20
QUEUE = 20
PATIENCE = 3  # documents of a series that come to nothing before it stops trying

T = TypeVar("T")
Given = TypeVarTuple("Given")

_one_at_a_time = anyio.CapacityLimiter(1)


class Pdf(Response[bytes]):
    """A document to print or to keep, shown in the browser."""

    def __init__(self, content: bytes, name: str) -> None:
        super().__init__(
            content,
            media_type="application/pdf",
            headers={"Content-Disposition": f'inline; filename="{name}"'},
        )

    @classmethod
    async def of(cls, view: View, name: str, logo: bytes) -> "Pdf":
        """Print a view; raises Busy when many are waiting or the worker takes too long."""
        return cls(await printed(view, logo), name)


async def printed(view: View, logo: bytes = b"") -> bytes:
    """The PDF of a view, with a PNG at its head, if there is one.

    A page that takes too long ends with its process; the next one starts afresh.
    """
    return await _within_limits(make_pdf, render(view, "", {}), logo)


async def printed_together(views: Sequence[View], pages: int, logo: bytes) -> bytes:
    """One PDF of many views, which are to have so many pages, with a PNG at the head of each.

    Between two of them somebody else’s document may pass.

    Raises ValueError when it has more pages, or fewer.
    """
    parts = [await printed(view) for view in views]
    return await _within_limits(merge_pdfs, parts, pages, logo)


class Overtaken(Exception):
    """A newer series of the same account has begun."""


class Series:
    """Documents under one logo that are printed one after the other while they are downloaded.

    Of all series together one document at a time is in the queue: a single document of somebody else waits for one of
    them at the most, however many series there are. A newer series of an account ends its older one: whoever presses
    again, or has lost the line, asks for no more than one.
    """

    def __init__(self, account: int, logo: bytes) -> None:
        self._account, self._logo, self._given_up = account, logo, 0
        _newest[account] = self

    async def printed(self, view: View) -> bytes:
        """The next PDF; raises Busy, at once after it has been so a few times in a row, or Overtaken.

        Whoever goes away meanwhile lets this one be finished: the worker would end with it, and others wait for it.
        """
        async with _of_series:
            if _newest.get(self._account) is not self:
                raise Overtaken
            if self._given_up >= PATIENCE:
                raise Busy
            try:
                with anyio.CancelScope(shield=True):
                    content = await printed(view, self._logo)
            except Busy:
                self._given_up += 1
                raise
            self._given_up = 0
            return content


_of_series = anyio.CapacityLimiter(1)
_newest: WeakValueDictionary[int, Series] = WeakValueDictionary()  # by account


async def unprintable_among(texts: Sequence[str]) -> list[int]:
    """The places of those texts that hold a letter which no font of ours has."""
    return await _within_limits(unprintable, texts)


async def _within_limits(work: Callable[[*Given], T], *given: *Given) -> T:
    """Run work in the worker; raises Busy when many are waiting or it takes too long."""
    if _one_at_a_time.statistics().tasks_waiting >= QUEUE:
        raise Busy
    with anyio.move_on_after(SECONDS):
        try:
            return await _in_worker(work, *given)
        except anyio.BrokenWorkerProcess:  # it had died since the last document: a new one prints this
            return await _in_worker(work, *given)
    raise Busy


async def _in_worker(work: Callable[[*Given], T], *given: *Given) -> T:
    return await to_process.run_sync(work, *given, cancellable=True, limiter=_one_at_a_time)
