"""What stands round a record: its tabs, its arrows and its way back."""

from collections.abc import Sequence
from typing import NamedTuple

from data.neighbours import neighbours

LABELS = {"first": "Premier", "previous": "Précédent", "next": "Suivant", "last": "Dernier"}
AT_THE_END = {
    "first": "vous y êtes",
    "previous": "aucun, début de la liste",
    "next": "aucun, fin de la liste",
    "last": "vous y êtes",
}


class Tab(NamedTuple):
    """One tab: its address, its words, and where its introduction is kept."""

    address: str
    label: str
    place: str = ""


class Back(NamedTuple):
    """Where « Retour » leads, and the region that changes."""

    address: str
    region: str


class Arrow(NamedTuple):
    """One of the four arrows. Without an address it is inactive and says why."""

    id: str
    address: str
    words: str


def arrows(addresses: Sequence[str], names: Sequence[str], current: int) -> list[Arrow]:
    """The four arrows from one place in a list: « Suivant : Trompette, 4 sur 7 »."""
    round_it = neighbours(range(len(names)), current)
    return [_arrow(which, getattr(round_it, which), addresses, names) for which in LABELS]


def _arrow(which: str, place: int | None, addresses: Sequence[str], names: Sequence[str]) -> Arrow:
    label = f"{LABELS[which]}\N{NO-BREAK SPACE}: "
    if place is None:
        return Arrow(f"fleche-{which}", "", label + AT_THE_END[which])
    return Arrow(f"fleche-{which}", addresses[place], f"{label}{names[place]}, {place + 1} sur {len(names)}")
