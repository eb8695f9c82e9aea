"""Modifications décidées: what the office has approved and done itself, as files for the administrative software."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, NamedTuple

from anyio import to_thread
from litestar import Response, get, post
from sqlmodel import Session

from data import accounts, audit, kept_forms, replays, sites
from data.imports.decided import ASKED, Tally, tallies
from data.imports.formats import as_zip
from data.imports.outgoing import Changes, beginning_of, decided_changes, note_export
from data.own_changes import Kind
from data.sessions import Person
from routes.web import clock, french
from routes.web.documents import saved_as
from routes.web.forms import Problems, form_id_of, read_form
from routes.web.guards import office_of
from routes.web.inputs import DATE_PARTS, joined
from routes.web.kept import author_of, resumes
from routes.web.page import NO_PROBLEMS, Page, View
from routes.web.request import Asked

PATH = "/administration/modifications"
SINCE = "depuis"
DONE = {
    ASKED: "Demandes approuvées",
    Kind.CORRECTED: "Corrections",
    Kind.ADDED: "Ajouts",
    Kind.LINKED: "Rattachements à une famille",
    Kind.UNLINKED: "Détachements d’une famille",
    Kind.SPLIT: "Séparations de familles",
}


class Standing(NamedTuple):
    """When it went out the last time, and what has been decided since."""

    last: int | None
    tallies: list[Tally]


@dataclass(frozen=True, kw_only=True)
class ExportView(View):
    """The day from which on, and what came of it."""

    template: ClassVar[str] = "office/changes/export.html"
    menu: ClassVar[str] = "modifications"

    since: str
    last: str  # when it went out the last time
    done: Sequence[tuple[str, int]]  # what was done since, and to how many records
    nothing: str = ""
    resumed: bool = False  # the day that was typed before the session ran out


@get(PATH)
async def show_export(request: Asked) -> Page:
    """What can be taken out, and since when."""
    person = office_of(request)
    return Page(await request.database.read(_resumed, person, resumes(request), clock.now()))


def _resumed(db: Session, person: Person, resumes: bool, now: int) -> ExportView:
    """The day that is offered, or the one that was typed before the session ran out."""
    standing = standing_of(db, person.site)
    begun = standing.last or min((each.oldest for each in standing.tallies), default=now)
    kept = kept_forms.kept_for(db, person.account, PATH, now) if resumes else None
    since = joined(kept.typed, SINCE) if kept else french.day_of(begun)
    return replace(_view(standing, since), resumed=kept is not None)


@post(PATH)
async def make_export(request: Asked) -> Response[View] | Response[bytes]:
    """The files in one ZIP; the page again when there is nothing to take out, or no such day."""
    person = await author_of(request, office_of)
    values = await read_form(request)
    form_id, written = form_id_of(values), joined(values, SINCE)
    standing = await request.database.read(standing_of, person.site)
    try:
        day = datetime.datetime.strptime(written, "%d/%m/%Y").date()
    except ValueError:
        trouble = Problems(
            {f"{SINCE}-{DATE_PARTS[0]}": f"« {written[:20]} » n’est pas une date. Exemple : 01, 09 et 2026."}
        )
        return Page(_view(standing, written, trouble), status_code=422)
    since = beginning_of(day)
    changes, slug = await request.database.read(decided, person.site, since)
    if not changes.sheets:
        nothing = f"Rien n’a été décidé depuis le {french.day(day)}."
        return Page(_view(standing, written, nothing=nothing))
    content = await to_thread.run_sync(as_zip, changes.sheets)
    await request.database.write(note_once, person, changes, since, form_id, clock.now())
    headers = saved_as(f"portee-{slug}-{clock.today():%Y-%m-%d}.zip")
    return Response(content, media_type="application/zip", headers=headers, status_code=200)


def standing_of(db: Session, site: int) -> Standing:
    """What has not gone out yet, as far as one can say: what was decided after the last time. Two statements."""
    last = audit.last_of(db, site, audit.CHANGES_EXPORTED)
    return Standing(last, tallies(db, site, last + 1 if last else 0))


def _view(standing: Standing, since: str, problems: Problems = NO_PROBLEMS, nothing: str = "") -> ExportView:
    counted = {each.kind: each.records for each in standing.tallies}
    return ExportView(
        heading="Modifications décidées",
        since=since,
        last=french.moment(standing.last) if standing.last else "",
        done=[(words, counted[kind]) for kind, words in DONE.items() if kind in counted],
        problems=problems,
        nothing=nothing,
    )


def decided(db: Session, site: int, since: int) -> tuple[Changes, str]:
    """What has been decided, and the short name of the site."""
    return decided_changes(db, site, since), sites.site_with(db, site).slug


def note_once(db: Session, person: Person, changes: Changes, since: int, form_id: str, now: int) -> None:
    """Write into the journal that it has gone out, once for each form."""
    kept_forms.forget(db, person.account, PATH)
    if replays.first_use(db, form_id, now):
        who = accounts.username_of(db, person.account)
        note_export(db, site=person.site, account=person.account, who=who, changes=changes, since=since, now=now)
