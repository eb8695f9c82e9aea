"""Sans compte: the guardians who cannot sign in, and the button that makes them an account."""

from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from litestar import Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromQuery
from sqlmodel import Session

from data.family_accounts import acting, listing
from data.lists import PAGE_LENGTH
from data.neighbours import told_apart
from data.sessions import Person
from routes.office.accounts.search import ACCOUNTS, WITHOUT, tabs_of
from routes.office.listing import Pages, pages_of
from routes.web import clock
from routes.web.addresses import said
from routes.web.forms import form_id_of, read_form
from routes.web.french import NO_BREAK, plural
from routes.web.guards import office_of
from routes.web.page import Page, View, see_other
from routes.web.paging import number_of
from routes.web.request import Asked
from routes.web.tabs import Tab


class Row(NamedTuple):
    """One guardian."""

    key: str
    name: str
    reference: str
    email: str


@dataclass(frozen=True, kw_only=True)
class AccountlessView(View):
    """One page of them."""

    template: ClassVar[str] = "office/accounts/accountless.html"
    menu: ClassVar[str] = "comptes"

    tabs: list[Tab]
    tab: Tab
    rows: list[Row]
    pages: Pages
    address: str = WITHOUT


@get(WITHOUT)
async def show_people_without_account(request: Asked, page: FromQuery[str] = "1") -> Page:
    """Who has no account."""
    return Page(await request.database.read(_list, office_of(request).site, number_of(page)))


def _list(db: Session, site: int, page: int) -> AccountlessView:
    found, total = listing.without_account(db, site, page)
    if page > 1 and not found:
        raise NotFoundException
    tabs, count = tabs_of(), plural(total, "responsable", "responsables") if total else "personne"
    names = told_apart(found, lambda each: each.name, lambda each: f"{each.name} (famille {each.reference})")
    return AccountlessView(
        heading=f"Sans compte{NO_BREAK}: {count}",
        tabs=tabs,
        tab=tabs[-1],
        rows=[Row(each.key, name, each.reference, each.email) for each, name in zip(found, names, strict=True)],
        pages=pages_of(total, page, WITHOUT, PAGE_LENGTH),
    )


@post(WITHOUT)
async def add_account(request: Asked) -> Response[None]:
    """« Créer un compte »; a second click finds it made."""
    person = office_of(request)
    values = await read_form(request)
    form_id_of(values)  # a form of ours has one; that nobody gets two accounts needs none
    guardian = values.get("responsable", "")
    return see_other(request, await request.database.write(add_once, person, guardian, clock.now()))


def add_once(db: Session, person: Person, guardian: str, now: int) -> str:
    """Where it leads: nobody gets two. Raises NotFoundException for who is not of this site."""
    key = acting.make_account(db, person, guardian, now)
    if key is None:
        raise NotFoundException
    return said(f"{ACCOUNTS}/{key}", "compte-cree")
