"""Accueil."""

import datetime
from dataclasses import dataclass
from typing import ClassVar

from litestar import Response, get
from sqlmodel import Session

from data import agenda, sites
from data.agenda import Week
from data.reenrolments import Phase, phase_of
from data.sessions import Person
from data.sites import Site
from routes.web import clock, french
from routes.web.guards import settled
from routes.web.page import Page, View, see_other
from routes.web.request import Asked


@dataclass(frozen=True, kw_only=True)
class HomeView(View):
    """The site’s own words, or the manual’s, and the family’s week."""

    template: ClassVar[str] = "home.html"
    menu: ClassVar[str] = "accueil"

    site: Site
    week: Week
    reenrolment: str  # when it opens, until when it is open, or that it has closed
    reenrolment_is_open: bool


@get("/")
async def show_home(request: Asked) -> Response[View] | Response[None]:
    """The page that « Accueil » comes back to at any moment; the office has its own."""
    person = settled(request)
    if person.office:
        return see_other(request, "/administration")
    return Page(await request.database.read(words_and_week, person, clock.today()))


def words_and_week(db: Session, person: Person, today: datetime.date) -> HomeView:
    """What Accueil says to a family."""
    site = sites.site_with(db, person.site)
    appointments = agenda.appointments_of(db, person.family)
    week = agenda.week_of(agenda.calendar_of(db, site), appointments, today)
    phase = phase_of(site.reenrolment_opens, site.reenrolment_closes, today)
    return HomeView(
        heading="Accueil",
        site=site,
        week=week,
        reenrolment=_announced(site, phase),
        reenrolment_is_open=phase == Phase.OPEN,
    )


def _announced(site: Site, phase: Phase) -> str:
    """What Accueil says of re-enrolment; nothing where the office has named no day."""
    opens, closes = site.reenrolment_opens, site.reenrolment_closes
    if opens is None:
        return ""
    if phase == Phase.BEFORE:
        return f"Les réinscriptions ouvrent le {french.day(opens)}."
    until = f" jusqu’au {french.day(closes)} inclus" if closes else ""
    if phase == Phase.OPEN:
        return f"Les réinscriptions sont ouvertes{until}, dans le dossier de chaque élève."
    return f"Les réinscriptions sont closes depuis le {french.day(closes)} au soir." if closes else ""


PAGES = [show_home]
