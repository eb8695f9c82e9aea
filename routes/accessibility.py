"""Accessibilité: the mode, switched from everywhere, signed in or not."""

from dataclasses import dataclass
from typing import ClassVar

from litestar import Response, get, post

from data import accounts
from routes.web.addresses import ours, said
from routes.web.forms import read_form
from routes.web.page import Page, View, see_other
from routes.web.request import Asked
from routes.web.sessions import mode_cookie


@dataclass(frozen=True, kw_only=True)
class AccessibilityView(View):
    """What the mode changes, and its one button."""

    template: ClassVar[str] = "accessibility.html"
    menu: ClassVar[str] = "accessibilite"

    came_from: str


@get("/accessibilite")
async def show_accessibility(request: Asked) -> Page:
    """The page one came from travels in the form, so that the button leads back to it."""
    return Page(AccessibilityView(heading="Accessibilité", came_from=request.came_from or _start(request)))


@post("/accessibilite")
async def switch_mode(request: Asked) -> Response[None]:
    """The account remembers, and this device for the pages before sign-in."""
    values = await read_form(request)
    accessible = values.get("mode") == "actif"
    if request.visitor.person:
        await request.database.write(accounts.keep_mode, request.visitor.person.account, accessible)
    back = ours(values.get("retour", "")) or _start(request)
    mode = mode_cookie(accessible, request.settings, of_account=bool(request.visitor.person))
    code = "mode-actif" if accessible else "mode-inactif"
    return see_other(request, said(back, code), [mode])


def _start(request: Asked) -> str:
    """Accueil, or the page that everybody begins with."""
    return "/" if request.visitor.person else "/connexion"


PAGES = [show_accessibility, switch_mode]
