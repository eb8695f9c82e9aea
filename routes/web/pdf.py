"""A view as PDF: the same facts as its page, made by one worker process with limits."""

import anyio
from anyio import to_process
from litestar import Response

from routes.web.hashing import Busy
from routes.web.page import View, render
from routes.web.printing import make_pdf

SECONDS = 20
QUEUE = 20

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
    if _one_at_a_time.statistics().tasks_waiting >= QUEUE:
        raise Busy
    page = render(view, "", {})
    with anyio.move_on_after(SECONDS):
        try:
            return await _in_worker(page)
        except anyio.BrokenWorkerProcess:  # it had died since the last document: a new one prints this
            return await _in_worker(page)
    raise Busy


async def _in_worker(page: str) -> bytes:
    return await to_process.run_sync(make_pdf, page, cancellable=True, limiter=_one_at_a_time)
