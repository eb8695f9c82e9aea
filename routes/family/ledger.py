"""What the two « Facturation » tabs share: the list, and one entry as page and as PDF."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple
from urllib.parse import urlencode

from litestar import Response
from litestar.exceptions import NotFoundException
from sqlmodel import Session

from data import families, ledger, site_logo, sites
from data.ledger import EVER, PAGE_LENGTH, Document, Entry, EntryRow, Ledger, Totals
from data.school_years import period_of, years_between
from data.sessions import Person
from routes.family.record import FamilyView, frame
from routes.web import french
from routes.web.page import Page
from routes.web.paging import number_of
from routes.web.pdf import Pdf
from routes.web.printed_entries import NAMES, Opened, PrintedEntry, letter_of, opened
from routes.web.request import Asked
from routes.web.tabs import Tab


class Row(NamedTuple):
    """An entry in the list, written out, under a name that no other row has."""

    key: str
    name: str
    payment_method: str
    number: str
    label: str
    debit: str
    credit: str
    remitted: bool


class Listed(NamedTuple):
    """What the list shows of a ledger: one page of it, and the totals of everything."""

    rows: list[Row]
    totals: Totals
    years: list[str]
    year: str
    page: int
    has_more: bool

    @property
    def query(self) -> str:
        """What leads back to this very page of the list."""
        chosen = [("annee", self.year)] * bool(self.year) + [("page", self.page)] * (self.page > 1)
        return f"?{urlencode(chosen)}" if chosen else ""


@dataclass(frozen=True, kw_only=True)
class LedgerView(FamilyView):
    """The list, with an entry opened above it or none."""

    template: ClassVar[str] = "family/ledger.html"
    regions: ClassVar[tuple[str, ...]] = ("screen", "panel", "detail")

    listed: Listed
    opened: Opened | None = None


async def show_ledger(
    request: Asked, person: Person, tab: Tab, ledgers: Sequence[Ledger], year: str, page: str
) -> Page:
    """One page of the list; raises NotFoundException for a year or a page that cannot be."""
    listed = await request.database.read(list_entries, person.family, ledgers, year, number_of(page))
    part = f"{tab.label} {year}".strip()
    return Page(LedgerView(**frame(person, tab, part), listed=listed))


async def open_entry(
    request: Asked, person: Person, tab: Tab, ledgers: Sequence[Ledger], name: str, year: str, page: str
) -> Page | Response[bytes]:
    """An entry of the family above its list, or as PDF; raises NotFoundException for anybody else’s."""
    key, dot, kind = name.partition(".")
    if kind == "pdf":
        printed, logo = await request.database.read(print_entry, person, ledgers, key)
        return await Pdf.of(printed, file_name(printed.opened.entry), logo)
    if dot:
        raise NotFoundException
    listed, shown = await request.database.read(list_around, person.family, ledgers, key, year, number_of(page))
    return Page(LedgerView(**frame(person, tab, shown.name), listed=listed, opened=shown))


def list_entries(db: Session, family: int, ledgers: Sequence[Ledger], year: str, page: int) -> Listed:
    """Two statements: the totals of everything, and one page."""
    totals = ledger.totals_of(db, family, ledgers)
    entries = ledger.entries_of(db, family, ledgers, _period(year), page)
    if not entries and (year or page > 1):
        raise NotFoundException
    years = years_between(totals.oldest, totals.newest) if totals.oldest and totals.newest else []
    many = totals.entries > PAGE_LENGTH or bool(year)
    rows = written(entries[:PAGE_LENGTH])
    return Listed(rows, totals, years if many else [], year, page, len(entries) > PAGE_LENGTH)


def list_around(
    db: Session, family: int, ledgers: Sequence[Ledger], key: str, year: str, page: int
) -> tuple[Listed, Opened]:
    """The page of the list that one came from, and an entry, opened."""
    shown = open_one(db, family, ledgers, key)
    return list_entries(db, family, ledgers, year, page), shown


def open_one(db: Session, family: int, ledgers: Sequence[Ledger], key: str) -> Opened:
    """An entry of the family with its lines."""
    found = ledger.entry_of(db, family, ledgers, key)
    if found is None:
        raise NotFoundException
    return opened(*found)


def print_entry(db: Session, person: Person, ledgers: Sequence[Ledger], key: str) -> tuple[PrintedEntry, bytes]:
    """What the letter says: the entry, whom it is for, and whose it is; and the logo at its head."""
    held, site = open_one(db, person.family, ledgers, key), sites.site_with(db, person.site)
    return letter_of(site, families.guardian_of(db, person.family), held), site_logo.picture_of(db, site)


def written(entries: Sequence[EntryRow]) -> list[Row]:
    """The rows, each under a name of its own: « Avis du 10/03/2014 », « Avis du 10/03/2014 (2) »."""
    seen: dict[str, int] = {}
    rows = []
    for key, document, date, payment_method, number, label, debit, credit, remitted in entries:
        name = f"{NAMES[Document(document)][0]} du {french.day(date)}"
        seen[name] = seen.get(name, 0) + 1
        unique = f"{name} ({seen[name]})" if seen[name] > 1 else name
        rows.append(Row(key, unique, payment_method, number, label, _amount(debit), _amount(credit), remitted))
    return rows


def file_name(entry: Entry) -> str:
    """« avis-2014-03-10.pdf »: it says what it is and of whom it says nothing."""
    kind = {Document.PAYMENT_NOTICE: "avis", Document.RECEIPT: "recu"}[Document(entry.document)]
    return f"{kind}-{entry.date.isoformat()}.pdf"


def _amount(cents: int) -> str:
    return french.euros(cents) if cents else ""


def _period(year: str) -> tuple[datetime.date, datetime.date]:
    try:
        return period_of(year) if year else EVER
    except ValueError:
        raise NotFoundException from None
