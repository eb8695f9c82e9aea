"""The lists of the office: how one goes on from a page of them, and which name may be sought in them."""

from typing import NamedTuple

from data.alphabet import searchable
from routes.web.forms import Problems, Values

LONGEST_NAME = 100


class Wanted(NamedTuple):
    """What a list is searched for: the name of the field, and what to write there."""

    label: str
    hint: str


A_NAME = Wanted("Nom", "Écrivez un nom, ou une partie d’un nom.")


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


class Sought(NamedTuple):
    """What the form of a list seeks, and what keeps it from being sought."""

    name: str
    problems: Problems


def sought_in(values: Values, what: Wanted = A_NAME) -> Sought:
    """Read the one field of such a form; it is posted, so that no name comes into an address, a history or a log."""
    name = " ".join(values.get("nom", "").split())
    if len(name) > LONGEST_NAME:
        return Sought(name, Problems({"nom": f"« {what.label} » : {LONGEST_NAME} caractères au plus."}))
    return Sought(name, Problems({} if searchable(name) else {"nom": what.hint}))
