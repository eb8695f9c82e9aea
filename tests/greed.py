"""What a bad document would do to the process that prints it."""

import time


def dawdle(_: str) -> bytes:
    """Take for ever."""
    time.sleep(600)
    return b""


def eat(_: str) -> bytes:
    """Take two gigabytes."""
    return bytes(2 << 30)
