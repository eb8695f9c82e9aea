"""The pages of the footer, open to everybody: mentions légales, plan du site, aide, declaration of accessibility."""

from dataclasses import dataclass
from typing import ClassVar

from litestar import get

from data import sites
from data.sites import Site
from routes.web.page import Page, View
from routes.web.request import Asked


@dataclass(frozen=True, kw_only=True)
class LegalNoticeView(View):
    """Who publishes this portal, for each conservatoire."""

    template: ClassVar[str] = "legal/notice.html"

    sites: list[Site]


@dataclass(frozen=True, kw_only=True)
class SiteMapView(View):
    """Every page that a person may open from where they stand."""

    template: ClassVar[str] = "legal/site_map.html"


@dataclass(frozen=True, kw_only=True)
class HelpView(View):
    """How to use the portal, in the order of its menu."""

    template: ClassVar[str] = "legal/help.html"

    sites: list[Site]


@dataclass(frozen=True, kw_only=True)
class DeclarationView(View):
    """The declaration of accessibility that French law asks for."""

    template: ClassVar[str] = "legal/declaration.html"

    sites: list[Site]


async def _sites(request: Asked) -> list[Site]:
    """The person’s own site, or all of them before sign-in."""
    everybody = await request.database.read(sites.all_sites)
    person = request.visitor.person
    return [site for site in everybody if person is None or site.id == person.site]


@get("/mentions-legales")
async def show_legal_notice(request: Asked) -> Page:
    """« Mentions légales »."""
    return Page(LegalNoticeView(heading="Mentions légales", sites=await _sites(request)))


@get("/plan-du-site")
async def show_site_map(request: Asked) -> Page:
    """« Plan du site »."""
    return Page(SiteMapView(heading="Plan du site"))


@get("/aide")
async def show_help(request: Asked) -> Page:
    """« Aide »."""
    return Page(HelpView(heading="Aide", sites=await _sites(request)))


@get("/accessibilite/declaration")
async def show_declaration(request: Asked) -> Page:
    """« Accessibilité : non conforme »."""
    return Page(DeclarationView(heading="Déclaration d’accessibilité", sites=await _sites(request)))


PAGES = [show_legal_notice, show_site_map, show_help, show_declaration]
