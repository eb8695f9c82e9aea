"""An invoice or a receipt of a ledger as it is printed: its name, its lines, and the letter."""

from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from data.families import Guardian
from data.ledger import Document, Entry, EntryLine
from data.sites import Site
from routes.web import french
from routes.web.page import View

NAMES = {Document.PAYMENT_NOTICE: ("Avis", "Avis des sommes à payer"), Document.RECEIPT: ("Reçu", "Reçu")}


class Opened(NamedTuple):
    """An entry opened: its full name and its lines."""

    entry: Entry
    name: str
    lines: list[EntryLine]


@dataclass(frozen=True, kw_only=True)
class PrintedEntry(View):
    """The facts of its page as a letter."""

    template: ClassVar[str] = "prints/entry.html"

    site: Site
    guardian: Guardian
    opened: Opened


def opened(entry: Entry, lines: list[EntryLine]) -> Opened:
    """« Avis des sommes à payer du 10/03/2014 »."""
    return Opened(entry, f"{NAMES[Document(entry.document)][1]} du {french.day(entry.date)}", lines)


def letter_of(site: Site, guardian: Guardian, held: Opened) -> PrintedEntry:
    """The letter: the entry, whom it is for, and whose it is."""
    return PrintedEntry(heading=held.name, site=site, guardian=guardian, opened=held)
