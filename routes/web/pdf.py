"""A view as PDF: the same facts as its page, made by one worker process with limits."""

from collections.abc import Callable, Sequence
from typing import TypeVar, TypeVarTuple

import anyio
from anyio import to_process
from litestar import Response

from routes.web.hashing import Busy
from routes.web.page import View, render
from routes.web.printing import make_pdf, merge_pdfs, unprintable

SECONDS = 20
QUEUE = 20

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
    async def of(cls, view: View, name: str) -> "Pdf":
        """Print a view; raises Busy when many are waiting or the worker takes too long."""
        return cls(await printed(view), name)


async def printed(view: View) -> bytes:
    """The PDF of a view. A page that takes too long ends with its process; the next one starts afresh."""
    return await _within_limits(make_pdf, render(view, "", {}))


async def printed_together(views: Sequence[View], pages: int) -> bytes:
    """One PDF of many views, which are to have so many pages. Between two of them somebody else’s document may pass.

    Raises ValueError when it has more pages, or fewer.
    """
    parts = [await printed(view) for view in views]
    return await _within_limits(merge_pdfs, parts, pages)


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
