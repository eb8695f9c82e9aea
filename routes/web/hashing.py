"""Passwords are hashed in at most two threads, behind a queue that does not grow for ever."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ParamSpec, TypeVar

import anyio
from anyio import to_thread

P = ParamSpec("P")
T = TypeVar("T")

THREADS = 2
QUEUE = 40  # at 20 ms each, half a second of waiting


class Busy(Exception):
    """Too many are signing in at this moment; a little later it will do."""

    retry_after = 5


class Hashing:
    """The two threads and the queue before them."""

    def __init__(self) -> None:
        self._limiter = anyio.CapacityLimiter(THREADS)
        self._inside = 0

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run work that takes 20 ms of CPU; raises Busy rather than queue for long."""
        with self.place():
            return await self.run_in_place(work, *args, **kwargs)

    @contextmanager
    def place(self) -> Iterator[None]:
        """A place in the queue, taken before a try is counted: whom we turn away has not failed. Raises Busy."""
        if self._inside >= THREADS + QUEUE:
            raise Busy
        self._inside += 1
        try:
            yield
        finally:
            self._inside -= 1

    async def run_in_place(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run work for somebody who has a place."""
        return await to_thread.run_sync(lambda: work(*args, **kwargs), limiter=self._limiter)
