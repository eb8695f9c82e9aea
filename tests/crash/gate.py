"""A gate that many pass at a time, and that one can close: then nobody is inside any more."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Gate:
    """Closed at first."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._is_open, self._inside = False, 0

    @contextmanager
    def passing(self) -> Iterator[None]:
        """Wait until it is open, and be inside."""
        with self._changed:
            self._changed.wait_for(lambda: self._is_open)
            self._inside += 1
        try:
            yield
        finally:
            with self._changed:
                self._inside -= 1
                self._changed.notify_all()

    def open(self) -> None:
        """Let them in."""
        with self._changed:
            self._is_open = True
            self._changed.notify_all()

    def close(self) -> None:
        """Let nobody in, and wait until the last one has come out."""
        with self._changed:
            self._is_open = False
            self._changed.wait_for(lambda: not self._inside)
