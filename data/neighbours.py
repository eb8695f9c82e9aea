"""First, previous, next and last of any list: one function for all four sets of arrows."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Neighbours(Generic[T]):
    """Where one stands in a list. An arrow that would lead nowhere else is None."""

    first: T | None
    previous: T | None
    next: T | None
    last: T | None


def neighbours(items: Sequence[T], current: T) -> Neighbours[T]:
    """The arrows of an item of a list; raises ValueError when it is not in it."""
    place = items.index(current)
    before, after = items[:place], items[place + 1 :]
    return Neighbours(
        first=before[0] if before else None,
        previous=before[-1] if before else None,
        next=after[0] if after else None,
        last=after[-1] if after else None,
    )


def told_apart(items: Sequence[T], *says: Callable[[T], str]) -> list[str]:
    """A name for each item that no other has: the first that says enough, then a number.

    `says` go from the shortest to the fullest: « Piano », « Piano, A. MARTIN », « Piano, A. MARTIN, lundi ».
    """
    names = [says[0](item) for item in items]
    for fuller in says[1:]:
        shared = Counter(names)
        names = [fuller(item) if shared[name] > 1 else name for item, name in zip(items, names, strict=True)]
    return list(_numbered(names))


def _numbered(names: Sequence[str]) -> Iterator[str]:
    """« Piano », « Piano (2) »: never the name of another, should that one be called « Piano (2) » itself."""
    taken, met = set(names), Counter[str]()
    for name in names:
        met[name] += 1
        unique = name
        while met[name] > 1 and (unique := f"{name} ({met[name]})") in taken:
            met[name] += 1
        taken.add(unique)
        yield unique
