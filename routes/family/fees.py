"""Famille, Facturation cotisations: the entries, their totals, each entry as a page and as PDF."""

from litestar import Response, get
from litestar.params import FromPath, FromQuery

from data.ledger import Ledger
from data.sessions import Person
from routes.family.ledger import open_entry, show_ledger
from routes.family.record import FEES
from routes.web.guards import family_of
from routes.web.page import Page, View
from routes.web.request import Asked


def ledgers_of(person: Person) -> tuple[Ledger, ...]:
    """A site without the rental tab shows its rentals here."""
    return (Ledger.FEES,) if person.rentals_tab else (Ledger.FEES, Ledger.RENTALS)


@get(FEES.address)
async def show_fees(request: Asked, annee: FromQuery[str] = "", page: FromQuery[str] = "1") -> Page:
    """« La liste des factures et des règlements »."""
    person = family_of(request)
    return await show_ledger(request, person, FEES, ledgers_of(person), annee, page)


@get(FEES.address + "/{name:str}")
async def show_fee(
    request: Asked, name: FromPath[str], annee: FromQuery[str] = "", page: FromQuery[str] = "1"
) -> Page | Response[View] | Response[bytes]:
    """One entry: `ID` is its page, `ID.pdf` the document to print or keep."""
    person = family_of(request)
    return await open_entry(request, person, FEES, ledgers_of(person), name, annee, page)
