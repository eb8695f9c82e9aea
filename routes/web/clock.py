"""The time, asked for in one place so that a test can tell it."""

import datetime
import time

from data.zone import PARIS


def now() -> int:
    """Seconds since 1970."""
    return int(time.time())


def today() -> datetime.date:
    """The day it is in France."""
    return datetime.datetime.fromtimestamp(now(), PARIS).date()
