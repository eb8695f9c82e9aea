"""Famille, Facturation location: the same for rentals, when the site keeps the two apart."""

from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery

from data.ledger import Ledger
from data.sessions import Person
from routes.family.ledger import open_entry, show_ledger
from routes.family.record import RENTALS
from routes.web.guards import family_of
from routes.web.page import Page, View
from routes.web.request import Asked


def renter_of(request: Asked) -> Person:
    """A guardian of a site that has the tab; elsewhere this page does not exist."""
    person = family_of(request)
    if not person.rentals_tab:
        raise NotFoundException
    return person


@get(RENTALS.address)
async def show_rentals(request: Asked, annee: FromQuery[str] = "", page: FromQuery[str] = "1") -> Page:
    """Rentals, their payments and their totals."""
    return await show_ledger(request, renter_of(request), RENTALS, (Ledger.RENTALS,), annee, page)


@get(RENTALS.address + "/{name:str}")
async def show_rental(
    request: Asked, name: FromPath[str], annee: FromQuery[str] = "", page: FromQuery[str] = "1"
) -> Page | Response[View] | Response[bytes]:
    """One entry, as a page or as PDF."""
    return await open_entry(request, renter_of(request), RENTALS, (Ledger.RENTALS,), name, annee, page)
