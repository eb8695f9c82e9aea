"""Réinscriptions as a file: one table of all that was sent, and all documents as one ZIP."""

import datetime
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from anyio import to_thread
from litestar import Response, get, post
from litestar.response import Stream
from sqlmodel import Session

from data import audit, journal, replays
from data.imports.formats import FORMATS
from data.imports.outgoing import Sheet
from data.reenrolments import bundle, exporting, opening
from data.reenrolments.bundle import Filed
from data.sessions import Person
from data.store import Store
from routes.office.reenrolments.settings import REENROLMENTS
from routes.web import clock
from routes.web.archives import zipped
from routes.web.documents import saved_as
from routes.web.forms import Problems, form_id_of, read_form
from routes.web.french import plural
from routes.web.guards import office_of
from routes.web.page import NO_PROBLEMS, Page, View
from routes.web.request import Asked

EXPORT = REENROLMENTS + "/export"
DOCUMENTS = "pieces"
MEGABYTE = 1_000_000
TYPES = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


class Taken(NamedTuple):
    """What goes out."""

    slug: str  # of the site
    year: str
    sheet: Sheet | None
    files: list[Filed]


@dataclass(frozen=True, kw_only=True)
class ReenrolmentExportView(View):
    """What can be taken out."""

    template: ClassVar[str] = "office/reenrolments/export.html"
    menu: ClassVar[str] = "reinscriptions"

    year: str
    sent: str
    documents: str
    address: str = EXPORT
    back: str = REENROLMENTS


@get(EXPORT)
async def show_reenrolment_export(request: Asked) -> Page:
    """How much there is."""
    person = office_of(request)
    return Page(await request.database.read(_view, person.site, clock.today()))


def _view(db: Session, site: int, today: datetime.date, problems: Problems = NO_PROBLEMS) -> ReenrolmentExportView:
    year = opening.opening_of(db, site, today).school_year
    sent = exporting.count_sent(db, site, year)
    count, size = bundle.weight_of(db, site, year)
    megabytes = f"{size / MEGABYTE:.1f}".replace(".", ",")
    return ReenrolmentExportView(
        heading="Exporter les réinscriptions",
        year=year,
        sent=plural(sent, "réinscription envoyée", "réinscriptions envoyées") if sent else "",
        documents=f"{plural(count, 'pièce', 'pièces')}, {megabytes}\N{NO-BREAK SPACE}Mo" if count else "",
        problems=problems,
    )


@post(EXPORT)
async def make_reenrolment_export(request: Asked) -> Response[View] | Response[bytes] | Stream:
    """The file that was asked for; the page again when there is no such file."""
    person = office_of(request)
    values = await read_form(request)
    form_id, form = form_id_of(values), values.get("format", "")
    taken = await request.database.read(take, person.site, form, clock.today())
    if not (taken.files or (taken.sheet and taken.sheet.rows)):
        trouble = Problems(
            {"format": "Il n’y a rien à exporter sous cette forme." if form else "Choisissez un fichier."}
        )
        return Page(await request.database.read(_view, person.site, clock.today(), trouble), status_code=422)
    await request.database.write(note_once, person, taken, form_id, clock.now())
    name = f"portee-{taken.slug}-{taken.year}-{clock.today():%Y-%m-%d}"
    if taken.sheet:
        content = await to_thread.run_sync(FORMATS[form], taken.sheet)
        return Response(content, media_type=TYPES[form], headers=saved_as(f"{name}.{form}"), status_code=200)
    store = Store(request.settings.documents)
    parts = zipped((each.name, store.path(each.stored)) for each in taken.files)
    return Stream(parts, media_type="application/zip", headers=saved_as(f"{name}-pieces.zip"), status_code=200)


def take(db: Session, site: int, form: str, today: datetime.date) -> Taken:
    """What was sent for the year that is asked for: its table, or its documents."""
    found = opening.opening_of(db, site, today)
    year = found.school_year
    return Taken(
        slug=found.site.slug,
        year=year,
        sheet=exporting.sheet_of(db, site, year) if form in FORMATS else None,
        files=bundle.files_of(db, site, year) if form == DOCUMENTS else [],
    )


def note_once(db: Session, person: Person, taken: Taken, form_id: str, now: int) -> None:
    """Write into the journal that it has gone out, once for each form."""
    if not replays.first_use(db, form_id, now):
        return
    if taken.sheet:
        journal.note(db, person, audit.REENROLMENTS_EXPORTED, taken.year, now, rows=len(taken.sheet.rows))
    else:
        journal.note(db, person, audit.DOCUMENTS_EXPORTED, taken.year, now, files=len(taken.files))
