"""Logo: sent as PNG or JPEG, drawn anew, shown; taken away again."""

from dataclasses import dataclass
from typing import ClassVar

from litestar import Response, get, post
from sqlmodel import Session

from data import replays, site_logo, sites
from data.sessions import Person
from data.store import Store
from routes.office.site.forms import SITE
from routes.web import clock
from routes.web.addresses import said, sign_in_at
from routes.web.forms import Problems, form_id_of, read_form
from routes.web.guards import administrator_of
from routes.web.intake import make_logo
from routes.web.intake.outcome import Unfit
from routes.web.page import NO_PROBLEMS, Page, View, see_other
from routes.web.request import Asked
from routes.web.uploads import LARGEST_BODY, Posted, read_uploads

LOGO = SITE + "/logo"
FIELD = "logo"
NO_FILE = "Choisissez un fichier PNG ou JPEG."
ONE_FILE = "Choisissez un seul fichier : un site a un logo."
TOO_LARGE = (
    "Ce fichier dépasse 10\N{NO-BREAK SPACE}Mo. Enregistrez le logo en plus petit, 600 sur 200 points suffisent."
)


@dataclass(frozen=True, kw_only=True)
class LogoView(View):
    """The logo that stands, and the form of another one."""

    template: ClassVar[str] = "office/site/logo.html"
    menu: ClassVar[str] = "administration"

    door: str  # where the sign-in page shows it, when it must be told of which site
    address: str = LOGO
    back: str = SITE


@get(LOGO)
async def show_site_logo(request: Asked) -> Page:
    """What the site shows."""
    return Page(await _view(request, administrator_of(request)))


async def _view(request: Asked, person: Person, problems: Problems = NO_PROBLEMS) -> LogoView:
    slug = await request.database.read(_slug_among_others, person.site)
    door = f"{request.settings.base_url}{sign_in_at(slug)}" if slug else ""
    return LogoView(heading="Logo", problems=problems, door=door)


def _slug_among_others(db: Session, site: int) -> str:
    """The short name of the site; empty when it is alone."""
    slugs = {each.id: each.slug for each in sites.all_sites(db)}
    return slugs[site] if len(slugs) > 1 else ""


@post(LOGO, request_max_body_size=LARGEST_BODY)
async def add_site_logo(request: Asked) -> Response[View] | Response[None]:
    """« Enregistrer le logo »: it takes the place of the one there was."""
    person = administrator_of(request)
    async with read_uploads(request, Store(request.settings.documents)) as posted:
        form_id = form_id_of(posted.values)
        try:
            content = await _drawn(posted)
        except Unfit as trouble:
            return Page(await _view(request, person, Problems({FIELD: trouble.words})), status_code=422)
    await request.database.write(keep_once, person, content, form_id, clock.now())
    return see_other(request, said(LOGO, "logo-enregistre"))


async def _drawn(posted: Posted) -> bytes:
    """The one file that was sent, made harmless. Raises Unfit."""
    files = [each for each in posted.uploads if each.field == FIELD]
    if len(files) != 1 or not files[0].fits:
        raise Unfit(NO_FILE if not files else ONE_FILE if len(files) > 1 else TOO_LARGE)
    return await make_logo(files[0].path)


def keep_once(db: Session, person: Person, content: bytes, form_id: str, now: int) -> None:
    """Once for each form."""
    if replays.first_use(db, form_id, now):
        site_logo.keep(db, person, content, now)


@post(LOGO + "/suppression")
async def withdraw_site_logo(request: Asked) -> Response[None]:
    """« Retirer le logo »."""
    person = administrator_of(request)
    form_id = form_id_of(await read_form(request))
    await request.database.write(remove_once, person, form_id, clock.now())
    return see_other(request, said(LOGO, "logo-retire"))


def remove_once(db: Session, person: Person, form_id: str, now: int) -> None:
    """Once for each form."""
    if replays.first_use(db, form_id, now):
        site_logo.remove(db, person, now)
