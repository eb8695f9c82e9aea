"""The worker processes that this thread has started; the one that the tests share is another’s."""

import os
import threading
from pathlib import Path


def workers() -> set[int]:
    """The processes that print or open files, among the children of this thread."""
    children = Path(f"/proc/{os.getpid()}/task/{threading.get_native_id()}/children").read_text()
    found = {int(each) for each in children.split()}
    return {each for each in found if b"to_process" in Path(f"/proc/{each}/cmdline").read_bytes()}
