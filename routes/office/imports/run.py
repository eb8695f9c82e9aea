"""One import: how far it is, what its dry run says, « Importer pour de bon » or « Abandonner », and its report."""

import os
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

from anyio import to_thread
from litestar import MediaType, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlmodel import Session

from data import accounts, import_runs
from data.erasures import Erasures
from data.import_runs import AT_WORK, ImportRun, RunState
from data.imports import starting
from data.imports.places import Places, Progress
from data.sessions import Person
from routes.office.imports.runs import BUSY, IMPORTS, REMOVING, outcome_of, places_of
from routes.web import clock
from routes.web.documents import saved_as
from routes.web.forms import Problems, form_id_of, read_form
from routes.web.french import NO_BREAK, grouped, moment, plural, typeset
from routes.web.guards import office_of
from routes.web.page import NO_PROBLEMS, Page, View, see_other
from routes.web.request import Asked

IMPORT = IMPORTS + "/{key:str}"
SHOWN = 20  # sentences of each sort on the page; all of them are in the report
COUNTED = ("créées", "changées", "inchangées", "absentes", "supprimées")
BOX = "autre"
TICK = "Cochez « Cet export est bien celui de ce site », ou abandonnez cet import."
CHOOSE = "Choisissez « Importer pour de bon » ou « Abandonner »."


class Said(NamedTuple):
    """Some sentences, and how many more the report has."""

    shown: list[str]
    more: int


@dataclass(frozen=True, kw_only=True)
class ImportView(View):
    """One import."""

    template: ClassVar[str] = "office/imports/run.html"
    menu: ClassVar[str] = "administration"
    regions: ClassVar[tuple[str, ...]] = ("screen", "panel")

    who: str
    state: str
    outcome: str
    at_work: bool
    step: str
    rows: str  # how many have been done
    removes: bool
    tables: list[tuple[str, list[int]]]
    counted: tuple[str, ...] = COUNTED
    errors: Said
    warnings: Said
    waits: bool  # for a decision
    superseded: bool
    asks: bool
    address: str
    back: str = IMPORTS


@get(IMPORT)
async def show_import(request: Asked, key: FromPath[str]) -> Page:
    """How far it is, or what came of it."""
    person = office_of(request)
    return Page(await request.database.read(_view, person.site, key, places_of(request), clock.now()))


def found(db: Session, site: int, key: str) -> ImportRun:
    """An import of the site; raises NotFoundException."""
    run = import_runs.run_with(db, site, key)
    if run is None:
        raise NotFoundException
    return run


def _view(db: Session, site: int, key: str, places: Places, now: int, problems: Problems = NO_PROBLEMS) -> ImportView:
    run = found(db, site, key)
    superseded = import_runs.is_superseded(db, run)
    at_work = run.state in AT_WORK and places.is_held(site)
    progress = places.progress(key) if at_work else Progress()
    return ImportView(
        heading=f"Import du {moment(run.started_at)}",
        problems=problems,
        who=_people_of(run),
        state=RunState.INTERRUPTED if run.state in AT_WORK and not at_work else RunState(run.state),
        outcome=outcome_of(RunState(run.state), run.finished_at, at_work, superseded, now),
        at_work=at_work,
        step=typeset(progress.what or "Ouverture des fichiers"),
        rows=_rows(progress),
        removes=run.remove_absent,
        tables=list(run.report.get("tables", {}).items()),
        errors=_said(run.report, "errors"),
        warnings=_said(run.report, "warnings"),
        waits=run.may_be_confirmed(now),
        superseded=superseded,
        asks=bool(run.report.get("another")),
        address=f"{IMPORTS}/{key}",
    )


def _people_of(run: ImportRun) -> str:
    """« Essayé par accueil, importé par secretariat »: importing may be refused or interrupted, confirming is done."""
    if not run.confirmed_by:
        return f"Par {run.who}"
    done = "importé" if run.state == RunState.IMPORTED else "confirmé"
    return f"Essayé par {run.who}, {done} par {run.confirmed_by}"


def _rows(progress: Progress) -> str:
    if not progress.done:
        return ""
    done = plural(progress.done, "ligne", "lignes")
    return f"{done} sur {grouped(progress.total)}" if progress.total else done


def _said(report: dict[str, Any], sort: str) -> Said:
    sentences = report.get(sort, [])
    return Said(sentences[:SHOWN], max(len(sentences) - SHOWN, 0))


@get(IMPORT + "/rapport")
async def show_import_report(request: Asked, key: FromPath[str]) -> Response[str]:
    """The whole report, to keep or to send to who makes the export."""
    person = office_of(request)
    text = await request.database.read(text_of, person.site, key)
    return Response(text, media_type=MediaType.TEXT, headers=saved_as(f"portee-import-{key}.txt"))


def text_of(db: Session, site: int, key: str) -> str:
    """A report as a text."""
    run = found(db, site, key)
    superseded = import_runs.is_superseded(db, run)
    outcome = outcome_of(RunState(run.state), run.finished_at, True, superseded, run.started_at)
    lines = [f"Import du {moment(run.started_at)}", f"{_people_of(run)}{NO_BREAK}: {outcome}", ""]
    for table, counts in run.report.get("tables", {}).items():
        told = ", ".join(f"{grouped(count)} {word}" for count, word in zip(counts, COUNTED, strict=True))
        lines.append(f"{table}{NO_BREAK}: {told}")
    for title, sort in (("Erreurs", "errors"), ("À regarder", "warnings")):
        sentences = run.report.get(sort, [])
        lines += ["", f"{title}{NO_BREAK}:", *sentences] if sentences else []
    unsaid = run.report.get("unsaid", 0)
    return "\r\n".join([*lines, *([f"… et {grouped(unsaid)} autres."] if unsaid else []), ""])


@post(IMPORT)
async def decide_import(request: Asked, key: FromPath[str]) -> Response[View] | Response[None]:
    """« Importer pour de bon » or « Abandonner »."""
    person, places = office_of(request), places_of(request)
    values = await read_form(request)
    form_id_of(values)
    run = await request.database.read(found, person.site, key)
    if values.get("geste") == "abandonner":
        if await request.database.write(abandon_once, person, key, clock.now()):
            await to_thread.run_sync(places.drop, key)
        return see_other(request, f"{IMPORTS}/{key}")
    words = await _confirm(request, person, run, values.get(BOX)) if values.get("geste") == "importer" else CHOOSE
    if words:
        here = (person.site, key, places, clock.now(), Problems({BOX if words == TICK else "decision": words}))
        return Page(await request.database.read(_view, *here), status_code=422)
    return see_other(request, f"{IMPORTS}/{key}")


async def _confirm(request: Asked, person: Person, run: ImportRun, ticked: str | None) -> str:
    """What keeps an import from being made for good; it begins otherwise, unless it has been decided before."""
    if not run.may_be_confirmed(clock.now()):
        return ""
    if run.remove_absent and not person.administrator:
        return REMOVING
    if await request.database.read(import_runs.is_superseded, run):
        return import_runs.ANOTHER_MADE
    if run.report.get("another") and ticked != "oui":
        return TICK
    places = places_of(request)
    handle = await to_thread.run_sync(places.hold, run.site_id)
    if handle is None:
        return BUSY
    try:
        if await request.database.write(confirm_once, person, run.key, clock.now()):
            erasures = Erasures.of(request.settings)
            await to_thread.run_sync(starting.start, request.settings.database, places, run.key, handle, erasures)
    finally:
        os.close(handle)
    return ""


def confirm_once(db: Session, person: Person, key: str, now: int) -> bool:
    """Whether the import begins now: a form sent twice, or in two tabs, begins it once."""
    run = found(db, person.site, key)
    if not run.may_be_confirmed(now):
        return False
    import_runs.confirm(db, run, accounts.username_of(db, person.account), now)
    return True


def abandon_once(db: Session, person: Person, key: str, now: int) -> bool:
    """Whether it is abandoned now; what is at work or done is not."""
    run = found(db, person.site, key)
    if run.state != RunState.SIMULATED:
        return False
    import_runs.abandon(db, person, run, now)
    return True
