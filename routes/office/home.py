"""Administration, its first page: what waits for the office, then what the portal holds for this site."""

from dataclasses import dataclass
from typing import ClassVar

from litestar import get
from sqlmodel import Session

from data import changes, families, sites, students
from data.sites import Site
from routes.web import clock
from routes.web.french import since
from routes.web.guards import office_of
from routes.web.page import Page, View
from routes.web.request import Asked


@dataclass(frozen=True, kw_only=True)
class OfficeView(View):
    """What waits and what the portal holds, counted."""

    template: ClassVar[str] = "office/home.html"
    menu: ClassVar[str] = "administration"

    waiting: int
    oldest: str  # since when the oldest waits
    site: Site
    families: int
    students: int


@get("/administration")
async def show_office(request: Asked) -> Page:
    """Where the office arrives after signing in."""
    person = office_of(request)
    return Page(await request.database.read(overview, person.site, clock.now()))


def overview(db: Session, site: int, now: int) -> OfficeView:
    """The site and its counts."""
    oldest = changes.oldest_in(db, site)
    return OfficeView(
        heading="Administration",
        waiting=changes.waiting_in(db, site),
        oldest=since(oldest, now) if oldest else "",
        site=sites.site_with(db, site),
        families=families.count_in(db, site),
        students=students.count_in(db, site),
    )
