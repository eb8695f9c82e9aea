"""What a bad document would do to the process that prints or opens it."""

import os
import signal
import time


def dawdle(*_: object) -> bytes:
    """Take for ever."""
    time.sleep(600)
    return b""


def linger(*_: object) -> bytes:
    """Take long enough to be broken off."""
    time.sleep(0.3)
    return b""


def eat(*_: object) -> bytes:
    """Take two gigabytes."""
    return bytes(2 << 30)


def die(*_: object) -> bytes:
    """End as a library in C ends when it has lost its way."""
    os.kill(os.getpid(), signal.SIGKILL)
    return b""
