"""The time, asked for in one place so that a test can tell it."""

import time


def now() -> int:
    """Seconds since 1970."""
    return int(time.time())
