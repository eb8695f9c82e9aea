"""Administration, its first page: what waits for the office, then what the portal holds for this site."""

from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from litestar import get
from sqlmodel import Session

from data import changes, reenrolments
from data.census import census_of
from data.sites import Site
from routes.web import clock
from routes.web.french import since
from routes.web.guards import office_of
from routes.web.page import Page, View
from routes.web.request import Asked


class Waiting(NamedTuple):
    """How many wait for a decision, and since when the oldest does, in words."""

    requests: int
    oldest: str


@dataclass(frozen=True, kw_only=True)
class OfficeView(View):
    """What waits and what the portal holds, counted."""

    template: ClassVar[str] = "office/home.html"
    menu: ClassVar[str] = "administration"

    waiting: Waiting
    reenrolments: Waiting
    site: Site
    families: int
    students: int
    failed: int  # mails


@get("/administration")
async def show_office(request: Asked) -> Page:
    """Where the office arrives after signing in."""
    person = office_of(request)
    return Page(await request.database.read(overview, person.site, clock.now()))


def overview(db: Session, site: int, now: int) -> OfficeView:
    """The site and its counts. Four statements."""
    counted = census_of(db, site)
    opening = reenrolments.opening_of(db, site, clock.today())
    return OfficeView(
        heading="Administration",
        waiting=_waiting(changes.waiting_in(db, site), now),
        reenrolments=_waiting(reenrolments.waiting_in(db, site, opening.school_year), now),
        site=opening.site,
        families=counted.families,
        students=counted.students,
        failed=counted.failed_mails,
    )


def _waiting(found: tuple[int, int | None], now: int) -> Waiting:
    count, oldest = found
    return Waiting(count, since(oldest, now) if oldest else "")
