"""Mes données: what is kept and how long, and all of it as one ZIP."""

import datetime
import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

import anyio
from anyio import to_thread
from litestar import Response, get, post
from litestar.response import Stream
from sqlmodel import Session

from data import audit, belongings, journal, replays, sites
from data.belongings import Belongings, Section
from data.sessions import Person
from data.sites import Site
from data.store import Store
from routes.web import clock, french
from routes.web.archives import in_threads, zipped
from routes.web.forms import form_id_of, read_form
from routes.web.guards import family_of
from routes.web.page import Page, View, render
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


@dataclass(frozen=True, kw_only=True)
class ReadableView(View):
    """What is held, to be read at home: a page of its own, without the portal."""

    template: ClassVar[str] = "my_data/readable.html"

    owner: str
    made_at: str
    address: str
    sections: list[tuple[str, list[list[tuple[str, str]]]]]
    kept: list[tuple[str, str]]


@get(ADDRESS)
async def show_my_data(request: Asked) -> Page:
    """« Mes données »."""
    person = family_of(request)
    site = await request.database.read(sites.site_with, person.site)
    return Page(MyDataView(heading="Mes données", owner=site.owner, email=site.email, kept=_kept(site)))


def _kept(site: Site) -> list[tuple[str, str]]:
    months, days = site.families_kept, site.documents_kept
    records = (
        f"{french.plural(months, 'mois', 'mois')} après la dernière année scolaire, opération ou demande de la famille"
        if months
        else "tant que le conservatoire les garde dans son logiciel administratif, ou jusqu’à leur effacement"
    )
    return [
        (
            "Identité, élèves, cours, suivi, évaluations, absences, répertoire, facturation",
            records,
        ),
        ("Demandes de modification et réinscriptions", "aussi longtemps que la fiche de la famille"),
        (
            "Pièces fournies",
            f"{french.plural(days, 'jour', 'jours')} après la décision, un an si la réinscription n’est pas envoyée",
        ),
        ("Courriels que le portail vous envoie", french.plural(site.mails_kept, "jour", "jours")),
        ("Journal de ce qui est fait sur le portail", french.plural(site.journal_kept, "jour", "jours")),
        ("Connexions", "12 heures au plus, et leur trace un jour de plus"),
        ("Saisie d’une session expirée", "une heure"),
    ]


@post(ADDRESS)
async def take_my_data(request: Asked) -> Response[Any]:
    """« Télécharger mes données »."""
    person = family_of(request)
    form_id = form_id_of(await read_form(request))
    site, held = await request.database.read(held_about, person)
    await request.database.write(note_once, person, form_id, clock.now())
    base = request.settings.base_url
    pages = await to_thread.run_sync(_pages, site, held, base, limiter=_two_at_a_time)
    store = Store(request.settings.documents)
    parts = zipped(((name, store.path(stored)) for name, stored in held.files), pages)
    name = f"mes-donnees-{clock.today():%Y-%m-%d}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Stream(in_threads(parts), media_type="application/zip", headers=headers, status_code=200)


def held_about(db: Session, person: Person) -> tuple[Site, Belongings]:
    """The site, and what it holds about the family."""
    return sites.site_with(db, person.site), belongings.gather(db, person)


def note_once(db: Session, person: Person, form_id: str, now: int) -> None:
    """Write into the journal that it has gone out, once for each form."""
    if replays.first_use(db, form_id, now):
        journal.note(db, person, audit.DATA_TAKEN, "", now)


def _pages(site: Site, held: Belongings, address: str) -> dict[str, bytes]:
    """The same twice: for programs, and for people."""
    rows = {each.name: each.rows for each in held.sections}
    facts = {"conservatoire": site.owner, "etabli_le": french.moment(clock.now()), "reference": held.reference, **rows}
    view = ReadableView(
        heading="Mes données",
        owner=site.owner,
        made_at=french.moment(clock.now()),
        address=address,
        sections=[(each.title, _shown(each)) for each in held.sections],
        kept=_kept(site),
    )
    return {
        "mes-donnees.json": json.dumps(facts, ensure_ascii=False, indent=1, default=str).encode(),
        "mes-donnees.html": render(view, "", {}).encode(),
    }


def _shown(section: Section) -> list[list[tuple[str, str]]]:
    """In words; what says nothing is left out."""
    return [[(label, _words(value)) for label, value in row.items() if value not in ("", None)] for row in section.rows]


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, datetime.datetime):
        return french.moment(int(value.timestamp()))
    if isinstance(value, datetime.date):
        return french.day(value)
    return french.euros(int(value * 100)) if isinstance(value, Decimal) else str(value)


PAGES = [show_my_data, take_my_data]
