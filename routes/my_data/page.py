"""Mes données: what is kept and how long, and all of it as one ZIP."""

import datetime
from dataclasses import dataclass
from typing import Any, ClassVar

import anyio
from anyio import to_thread
from litestar import Response, get, post
from litestar.response import Stream
from sqlmodel import Session

from data import audit, belongings, journal, replays, site_logo, sites
from data.belongings import Belongings
from data.sessions import Person
from data.sites import Site
from data.store import Store
from routes.my_data.prints import prints_of
from routes.my_data.readable import kept_words, pages_of
from routes.web import clock
from routes.web.archives import Content, zipped
from routes.web.documents import saved_as
from routes.web.forms import form_id_of, read_form
from routes.web.guards import family_of
from routes.web.page import Page, View
from routes.web.pdf import Series
from routes.web.request import Asked

ADDRESS = "/mes-donnees"
_two_at_a_time = anyio.CapacityLimiter(2)  # of many children it is half a second of CPU


@dataclass(frozen=True, kw_only=True)
class MyDataView(View):
    """How long each kind of thing is kept, by the settings of the site."""

    template: ClassVar[str] = "my_data/show.html"

    owner: str
    email: str
    kept: list[tuple[str, str]]


@get(ADDRESS)
async def show_my_data(request: Asked) -> Page:
    """« Mes données »."""
    person = family_of(request)
    site = await request.database.read(sites.site_with, person.site)
    return Page(MyDataView(heading="Mes données", owner=site.owner, email=site.email, kept=kept_words(site)))


@post(ADDRESS)
async def take_my_data(request: Asked) -> Response[Any]:
    """« Télécharger mes données »: two pages, then what was given, then what is printed while it is downloaded."""
    person = family_of(request)
    form_id = form_id_of(await read_form(request))
    site, logo, held = await request.database.read(held_about, person, clock.today())
    await request.database.write(note_once, person, form_id, clock.now())
    pages = await to_thread.run_sync(pages_of, site, held, request.settings.base_url, limiter=_two_at_a_time)
    store = Store(request.settings.documents)
    given = ((name, store.path(stored)) for name, stored in held.files)
    printed = prints_of(site, person, held.papers, Series(person.account, logo))
    files: list[tuple[str, Content]] = [*pages, *given, *printed]
    headers = saved_as(f"mes-donnees-{clock.today():%Y-%m-%d}.zip")
    return Stream(zipped(files), media_type="application/zip", headers=headers, status_code=200)


def held_about(db: Session, person: Person, today: datetime.date) -> tuple[Site, bytes, Belongings]:
    """The site, its logo, and what it holds about the family."""
    site = sites.site_with(db, person.site)
    return site, site_logo.picture_of(db, site), belongings.gather(db, person, today)


def note_once(db: Session, person: Person, form_id: str, now: int) -> None:
    """Write into the journal that it has gone out, once for each form."""
    if replays.first_use(db, form_id, now):
        journal.note(db, person, audit.DATA_TAKEN, "", now)
