"""Agenda: « Cette semaine », and the same lessons in the family’s own calendar program."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import urlsplit

from litestar import Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlmodel import Session

from data import agenda, replays, sites
from data.agenda import Week
from data.sessions import Person
from routes.web import calendars, clock
from routes.web.addresses import said
from routes.web.forms import form_id_of, read_form
from routes.web.guards import family_of
from routes.web.page import Page, View, see_other
from routes.web.request import Asked

KIND = ".ics"


@dataclass(frozen=True, kw_only=True)
class AgendaView(View):
    """The week, and the address of the calendar when there is one."""

    template: ClassVar[str] = "agenda.html"

    week: Week
    feed: str  # kept from an office that sees the page as the family does: it is a way in without a password
    has_feed: bool
    has_dates: bool  # the site has said when its year begins and ends


@get("/agenda")
async def show_agenda(request: Asked) -> Page:
    """« Cette semaine », and what leads it into a calendar program."""
    base = request.settings.base_url
    return Page(await request.database.read(week_and_feed, family_of(request), base, clock.today()))


def week_and_feed(db: Session, person: Person, base: str, today: datetime.date) -> AgendaView:
    """The week of a family and the address of its calendar."""
    calendar = agenda.calendar_of(db, sites.site_with(db, person.site))
    week = agenda.week_of(calendar, agenda.appointments_of(db, person.family), today)
    token = agenda.feed_of(db, person.family)
    feed = f"{base}/agenda/{token}{KIND}" if token and not person.viewing else ""
    has_dates = bool(calendar.first_day and calendar.last_day)
    return AgendaView(heading="Agenda", week=week, feed=feed, has_feed=bool(token), has_dates=has_dates)


@post("/agenda/adresse")
async def make_feed(request: Asked) -> Response[None]:
    """Make a secret address; a former one leads nowhere from now on."""
    return await _change_feed(request, agenda.make_feed, "agenda-adresse")


@post("/agenda/adresse/suppression")
async def revoke_feed(request: Asked) -> Response[None]:
    """The secret address leads nowhere from now on."""
    return await _change_feed(request, agenda.revoke_feed, "agenda-sans-adresse")


async def _change_feed(request: Asked, verb: Callable[[Session, int], None], code: str) -> Response[None]:
    person = family_of(request)
    form_id = form_id_of(await read_form(request))
    await request.database.write(once, verb, person.family, form_id, clock.now())
    return see_other(request, said("/agenda", code))


def once(db: Session, verb: Callable[[Session, int], None], family: int, form_id: str, now: int) -> None:
    """Carry out a form the first time it is sent."""
    if replays.first_use(db, form_id, now):
        verb(db, family)


@get("/agenda/{name:str}")
async def show_feed(request: Asked, name: FromPath[str]) -> Response[bytes]:
    """The calendar behind a secret address, for programs that cannot sign in: whoever has the secret may read."""
    found = await request.database.read(agenda.behind, name.removesuffix(KIND)) if name.endswith(KIND) else None
    if found is None:
        raise NotFoundException
    host = urlsplit(request.settings.base_url).hostname or "localhost"
    return Response(calendars.written(*found, host, clock.now()), media_type="text/calendar")


PAGES = [show_agenda, make_feed, revoke_feed, show_feed]
