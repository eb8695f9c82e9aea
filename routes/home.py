"""Accueil."""

from dataclasses import dataclass
from typing import ClassVar

from litestar import Response, get

from data import sites
from data.sites import Site
from routes.web.guards import settled
from routes.web.page import Page, View, see_other
from routes.web.request import Asked


@dataclass(frozen=True, kw_only=True)
class HomeView(View):
    """What the portal is for, and what the law says."""

    template: ClassVar[str] = "home.html"
    menu: ClassVar[str] = "accueil"

    site: Site


@get("/")
async def show_home(request: Asked) -> Response[View] | Response[None]:
    """The page that everything comes back to; the office has its own."""
    person = settled(request)
    if person.office:
        return see_other(request, "/administration")
    site = await request.database.read(sites.site_with, person.site)
    return Page(HomeView(heading="Accueil", site=site))
