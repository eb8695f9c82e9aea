"""Thousands of things, a statement’s worth at a time."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")

BATCH = 1000  # as keys of one statement they stay under every database's number of parameters


def batches(things: Iterable[T]) -> Iterator[list[T]]:
    """The same things in their order, in lists of a batch at most; none of them is empty."""
    rest = iter(things)
    while some := list(islice(rest, BATCH)):
        yield some
