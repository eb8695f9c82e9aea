"""A name of a library, replaced for the time of one page."""

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def replaced(owner: object, name: str, new: object) -> Iterator[None]:
    """Raises AttributeError when the name has moved."""
    old = getattr(owner, name)
    setattr(owner, name, new)
    try:
        yield
    finally:
        setattr(owner, name, old)
