"""Familles: all of the site in French order, by pages; a search by name, town or reference."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from litestar import Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromQuery
from sqlmodel import Session

from data import directory
from data.directory import Listed
from data.lists import PAGE_LENGTH
from data.neighbours import told_apart
from routes.office.listing import Pages, Wanted, pages_of, sought_in
from routes.web.forms import read_form
from routes.web.french import NO_BREAK, plural
from routes.web.guards import office_of
from routes.web.page import Page, View, see_other
from routes.web.paging import number_of
from routes.web.request import Asked

FAMILIES = "/administration/familles"
SEARCH = FAMILIES + "/recherche"
WANTED = Wanted("Famille ou élève", "Écrivez un nom, une ville ou une référence, ou leur début.")


class Row(NamedTuple):
    """One family in the list."""

    key: str
    name: str
    town: str
    reference: str
    students: int


@dataclass(frozen=True, kw_only=True)
class FamiliesView(View):
    """One page of the families."""

    template: ClassVar[str] = "office/families/search.html"
    menu: ClassVar[str] = "familles"

    rows: list[Row]
    pages: Pages


@dataclass(frozen=True, kw_only=True)
class FamiliesFoundView(View):
    """What a search has found."""

    template: ClassVar[str] = "office/families/found.html"
    menu: ClassVar[str] = "familles"

    sought: str
    rows: list[Row]
    more: str


@get(FAMILIES)
async def show_families(request: Asked, page: FromQuery[str] = "1") -> Page:
    """Everybody, fifty at a time."""
    return Page(await request.database.read(all_families, office_of(request).site, number_of(page)))


def all_families(db: Session, site: int, page: int) -> FamiliesView:
    """One page of the families of a site; raises NotFoundException beyond the last."""
    found, total = directory.families_in(db, site, page)
    if page > 1 and not found:
        raise NotFoundException
    return FamiliesView(
        heading=f"Familles{NO_BREAK}: {_counted(total)}",
        part=f"page {page}" if page > 1 else "",
        rows=_rows(found),
        pages=pages_of(total, page, FAMILIES, PAGE_LENGTH),
    )


def _counted(total: int) -> str:
    return plural(total, "famille", "familles") if total else "aucune famille"


def _rows(found: Sequence[Listed]) -> list[Row]:
    """Each under a name that no other row has."""
    names = told_apart(found, _name, lambda each: f"{_name(each)} ({each.reference})")
    return [
        Row(each.key, name, each.town, each.reference, each.students) for name, each in zip(names, found, strict=True)
    ]


def _name(each: Listed) -> str:
    return f"{each.surname} {each.given_name}"


@get(SEARCH)
async def show_family_search(request: Asked) -> Response[None]:
    """A search is asked for anew: what was sought stands in no address."""
    office_of(request)
    return see_other(request, FAMILIES)


@post(SEARCH)
async def search_families(request: Asked) -> Page:
    """« Chercher »."""
    person = office_of(request)
    sought, problems = sought_in(await read_form(request), WANTED)
    if problems:
        view = FamiliesFoundView(heading="Recherche", sought=sought, rows=[], more="", problems=problems)
        return Page(view, status_code=422)
    return Page(await request.database.read(found_families, person.site, sought))


def found_families(db: Session, site: int, sought: str) -> FamiliesFoundView:
    """The first families that a search finds, in French order."""
    found = directory.families_sought(db, site, sought)
    more = f"Il y en a plus de {PAGE_LENGTH}, en voici {PAGE_LENGTH}{NO_BREAK}: précisez." if found.has_more else ""
    counted = f"plus de {PAGE_LENGTH} familles" if found.has_more else _counted(len(found.families))
    return FamiliesFoundView(
        heading=f"Recherche{NO_BREAK}: {counted}", sought=sought, rows=_rows(found.families), more=more
    )
