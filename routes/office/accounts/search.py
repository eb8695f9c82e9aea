"""Comptes: the accounts of the families, by kind, a page at a time; a search by name or identifiant."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from litestar import Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromQuery
from sqlmodel import Session

from data.family_accounts import listing
from data.family_accounts.listing import Kind
from data.lists import PAGE_LENGTH
from data.neighbours import told_apart
from routes.office.listing import Pages, Wanted, pages_of, sought_in
from routes.web.forms import read_form
from routes.web.french import NO_BREAK, day_of, moment, plural
from routes.web.guards import office_of
from routes.web.page import Page, View, see_other
from routes.web.paging import number_of
from routes.web.request import Asked
from routes.web.tabs import Tab

ACCOUNTS = "/administration/comptes"
SEARCH = ACCOUNTS + "/recherche"
WANTED = Wanted("Nom du responsable ou identifiant", "Écrivez un nom ou un identifiant, ou leur début.")
WITHOUT = ACCOUNTS + "/sans-compte"
LABELS = {
    Kind.ALL: "Tous",
    Kind.WITHOUT_EMAIL: "Sans e-mail",
    Kind.NEVER_SEEN: "Jamais connectés",
    Kind.LOCKED: "Verrouillés",
}
EMPTY = {
    Kind.ALL: "Aucune famille n’a encore de compte.",
    Kind.WITHOUT_EMAIL: "Chaque compte a une adresse électronique.",
    Kind.NEVER_SEEN: "Chaque compte a servi au moins une fois.",
    Kind.LOCKED: "Aucun compte n’est verrouillé.",
}


class Row(NamedTuple):
    """One account in the list."""

    key: str
    name: str
    username: str
    email: str
    seen: str
    locked: str


@dataclass(frozen=True, kw_only=True)
class AccountsView(View):
    """One page of the accounts of one kind."""

    template: ClassVar[str] = "office/accounts/search.html"
    menu: ClassVar[str] = "comptes"

    tabs: list[Tab]
    tab: Tab
    query: str  # what says of which list one speaks
    rows: list[Row]
    empty: str
    pages: Pages


@dataclass(frozen=True, kw_only=True)
class FoundAccountsView(View):
    """What a search by name or identifiant has found, of every kind."""

    template: ClassVar[str] = "office/accounts/found.html"
    menu: ClassVar[str] = "comptes"

    sought: str
    rows: list[Row]
    more: str


def kind_of(slug: str) -> Kind:
    """The list that an address or a form names; raises NotFoundException."""
    try:
        return Kind(slug)
    except ValueError:
        raise NotFoundException from None


def query_of(kind: Kind) -> str:
    """What an address adds to name a list."""
    return f"?etat={kind}" if kind else ""


def tabs_of() -> list[Tab]:
    """The lists of accounts, and those who have none."""
    kinds = [Tab(ACCOUNTS + query_of(kind), label) for kind, label in LABELS.items()]
    return [*kinds, Tab(WITHOUT, "Sans compte")]


@get(ACCOUNTS)
async def show_accounts(request: Asked, etat: FromQuery[str] = "", page: FromQuery[str] = "1") -> Page:
    """Who may sign in."""
    person = office_of(request)
    return Page(await request.database.read(listed, person.site, kind_of(etat), number_of(page)))


def listed(db: Session, site: int, kind: Kind, page: int) -> AccountsView:
    """One page of a list; raises NotFoundException beyond the last."""
    found = listing.accounts_in(db, site, kind, page)
    if page > 1 and not found.rows:
        raise NotFoundException
    tabs = tabs_of()
    return AccountsView(
        heading=f"Comptes{NO_BREAK}: {counted(found.total)}",
        part=LABELS[kind],
        tabs=tabs,
        tab=tabs[list(LABELS).index(kind)],
        query=query_of(kind),
        rows=_rows(found.rows),
        empty=EMPTY[kind],
        pages=pages_of(found.total, page, ACCOUNTS + query_of(kind), PAGE_LENGTH),
    )


def counted(total: int) -> str:
    """« 12 comptes »."""
    return plural(total, "compte", "comptes") if total else "aucun compte"


def _rows(found: Sequence[listing.Row]) -> list[Row]:
    """Each under a name that no other row has."""
    names = told_apart(found, lambda each: each.name, lambda each: f"{each.name} ({each.username})")
    return [_row(each, name) for each, name in zip(found, names, strict=True)]


def _row(each: listing.Row, name: str) -> Row:
    seen = f"le {day_of(each.last_sign_in_at)}" if each.last_sign_in_at else "jamais"
    locked = f"depuis le {day_of(each.locked_at)}" if each.locked_at else ""
    return Row(each.key, name, each.username, each.email, seen, locked)


@get(SEARCH)
async def show_account_search(request: Asked) -> Response[None]:
    """A search is asked for anew: the name that was sought stands in no address."""
    office_of(request)
    return see_other(request, ACCOUNTS)


@post(SEARCH)
async def search_accounts(request: Asked) -> Page:
    """« Chercher »."""
    person = office_of(request)
    sought, problems = sought_in(await read_form(request), WANTED)
    if problems:
        view = FoundAccountsView(heading="Recherche", sought=sought, rows=[], more="", problems=problems)
        return Page(view, status_code=422)
    return Page(await request.database.read(found_under, person.site, sought))


def found_under(db: Session, site: int, sought: str) -> FoundAccountsView:
    """The first accounts under a name or an identifiant."""
    found = listing.sought_in(db, site, sought)
    many = f"plus de {PAGE_LENGTH} comptes" if found.has_more else counted(len(found.rows))
    return FoundAccountsView(
        heading=f"Recherche{NO_BREAK}: {many}",
        sought=sought,
        rows=_rows(found.rows),
        more=f"Les {PAGE_LENGTH} premiers sont montrés{NO_BREAK}: précisez le nom." if found.has_more else "",
    )


def last_seen(at: int | None) -> str:
    """When somebody signed in the last time."""
    return f"le {moment(at)}" if at else "jamais"
