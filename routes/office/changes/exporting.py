"""Modifications décidées: what the office has approved, as files for the administrative software."""

import datetime
from dataclasses import dataclass
from typing import ClassVar

from anyio import to_thread
from litestar import Response, get, post
from sqlmodel import Session

from data import accounts, audit, replays, sites
from data.imports.formats import as_zip
from data.imports.outgoing import Changes, beginning_of, decided_changes, note_export
from data.sessions import Person
from routes.web import clock, french
from routes.web.forms import Problems, form_id_of, read_form
from routes.web.guards import office_of
from routes.web.inputs import DATE_PARTS, joined
from routes.web.page import NO_PROBLEMS, Page, View
from routes.web.request import Asked

PATH = "/administration/modifications"
SINCE = "depuis"


@dataclass(frozen=True, kw_only=True)
class ExportView(View):
    """The day from which on, and what came of it."""

    template: ClassVar[str] = "office/changes/export.html"
    menu: ClassVar[str] = "modifications"

    since: str
    last: str  # when approved changes went out the last time
    nothing: str = ""


@get(PATH)
async def show_export(request: Asked) -> Page:
    """What can be taken out, and since when."""
    person = office_of(request)
    last = await request.database.read(audit.last_of, person.site, audit.CHANGES_EXPORTED)
    return Page(_view(last, french.day_of(last) if last else french.day(clock.today())))


@post(PATH)
async def make_export(request: Asked) -> Response[View] | Response[bytes]:
    """The files in one ZIP; the page again when there is nothing to take out, or no such day."""
    person = office_of(request)
    values = await read_form(request)
    form_id, written = form_id_of(values), joined(values, SINCE)
    last = await request.database.read(audit.last_of, person.site, audit.CHANGES_EXPORTED)
    try:
        day = datetime.datetime.strptime(written, "%d/%m/%Y").date()
    except ValueError:
        trouble = Problems(
            {f"{SINCE}-{DATE_PARTS[0]}": f"« {written[:20]} » n’est pas une date. Exemple : 01, 09 et 2026."}
        )
        return Page(_view(last, written, trouble), status_code=422)
    since = beginning_of(day)
    changes, slug = await request.database.read(approved, person.site, since)
    if not changes.sheets:
        nothing = f"Aucune modification n’a été approuvée depuis le {french.day(day)}."
        return Page(_view(last, written, nothing=nothing))
    content = await to_thread.run_sync(as_zip, changes.sheets)
    await request.database.write(note_once, person, changes, since, form_id, clock.now())
    return _download(content, f"portee-{slug}-{clock.today():%Y-%m-%d}.zip")


def _view(last: int | None, since: str, problems: Problems = NO_PROBLEMS, nothing: str = "") -> ExportView:
    return ExportView(
        heading="Modifications décidées",
        since=since,
        last=french.moment(last) if last else "",
        problems=problems,
        nothing=nothing,
    )


def approved(db: Session, site: int, since: int) -> tuple[Changes, str]:
    """What has been approved, and the short name of the site."""
    return decided_changes(db, site, since), sites.site_with(db, site).slug


def note_once(db: Session, person: Person, changes: Changes, since: int, form_id: str, now: int) -> None:
    """Write into the journal that they have gone out, once for each form."""
    if replays.first_use(db, form_id, now):
        who = accounts.username_of(db, person.account)
        note_export(db, site=person.site, account=person.account, who=who, changes=changes, since=since, now=now)


def _download(content: bytes, name: str) -> Response[bytes]:
    return Response(
        content,
        media_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
        status_code=200,
    )
