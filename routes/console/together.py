"""The processes of a portal end with the one that was started, however it ends: none stays behind on the port."""

import os
import select
import signal
import threading
from functools import partial


def end_together() -> None:
    """From now on, what this process forks is told to end once this one is gone, even when it was killed."""
    os.register_at_fork(after_in_child=partial(_watch, os.getpid()))


def _watch(parent: int) -> None:
    try:
        handle = os.pidfd_open(parent)
    except ProcessLookupError:
        os._exit(1)
    threading.Thread(target=_end_after, args=(handle,), daemon=True).start()


def _end_after(handle: int) -> None:
    select.select([handle], [], [])  # can be read from once its process has ended
    os.kill(os.getpid(), signal.SIGTERM)
