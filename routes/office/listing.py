"""The lists of the office: how one goes on from a page of them, and which name may be sought in them."""

from typing import NamedTuple

from data.alphabet import searchable

LONGEST_NAME = 100


class Pages(NamedTuple):
    """Where the list goes on, and where one is; no address at an end."""

    words: str
    previous: str
    next: str


def pages_of(total: int, page: int, address: str, length: int) -> Pages:
    """What leads from one page of a list to its neighbours, with `length` rows on each."""
    last = -(-total // length)
    return _pages(f"Page {page} sur {last}" if last > 1 else "", page, page < last, address)


def steps(page: int, has_more: bool, address: str) -> Pages:
    """What leads through a list that is not counted: how long it is costs nothing to say."""
    return _pages(f"Page {page}" if page > 1 or has_more else "", page, has_more, address)


def _pages(words: str, page: int, has_more: bool, address: str) -> Pages:
    step = f"{address}{'&' if '?' in address else '?'}page="
    return Pages(words, f"{step}{page - 1}" if page > 1 else "", f"{step}{page + 1}" if has_more else "")


def wrong_name(sought: str, label: str = "Nom", hint: str = "Écrivez un nom, ou une partie d’un nom.") -> str:
    """What keeps a name from being sought, in French."""
    if len(sought) > LONGEST_NAME:
        return f"« {label} » : {LONGEST_NAME} caractères au plus."
    return "" if searchable(sought) else hint
