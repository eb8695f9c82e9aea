"""Lists that are longer than a page: one page of them at a time, the others by plain links."""

from collections.abc import Sequence
from typing import Generic, NamedTuple, TypeVar

from litestar.exceptions import NotFoundException

PAGE_LENGTH = 50
LONGEST_NUMBER = 4  # digits of a page: half a million rows

T = TypeVar("T")


class Rows(NamedTuple, Generic[T]):
    """One page of a list, and what leads back to it."""

    here: Sequence[T]
    address: str  # of the list
    page: int
    total: int  # rows of the whole list

    @property
    def has_more(self) -> bool:
        """Whether there is a page after this one."""
        return self.page * PAGE_LENGTH < self.total

    @property
    def query(self) -> str:
        """What leads back to this very page of the list."""
        return f"?page={self.page}" if self.page > 1 else ""


def number_of(page: str) -> int:
    """The page that an address asks for; raises NotFoundException for what is no page."""
    if not (page.isascii() and page.isdecimal() and len(page) <= LONGEST_NUMBER and int(page)):
        raise NotFoundException
    return int(page)


def page_of(place: int) -> int:
    """The page that holds the row at a place, counted from 0."""
    return place // PAGE_LENGTH + 1


def rows_of(items: Sequence[T], address: str, page: int) -> Rows[T]:
    """One page of a list; raises NotFoundException beyond the last."""
    here = items[PAGE_LENGTH * (page - 1) : PAGE_LENGTH * page]
    if page > 1 and not here:
        raise NotFoundException
    return Rows(here, address, page, len(items))
