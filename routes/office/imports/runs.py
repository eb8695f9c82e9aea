"""Imports: those that were made from this screen and what came of them, and a new one."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

from anyio import to_thread
from litestar import Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromQuery
from sqlmodel import Session

from data import import_runs
from data.erasures import Erasures
from data.import_runs import AT_WORK, FILES_KEPT, PAGE_LENGTH, RunState
from data.imports import starting
from data.imports.places import Places
from data.imports.unpacking import is_of_the_format
from data.keys import new_key
from data.sessions import Person
from data.store import Store
from routes.web import clock
from routes.web.forms import Problems, form_id_of
from routes.web.french import moment, typeset
from routes.web.guards import office_of
from routes.web.page import NO_PROBLEMS, Page, View, see_other
from routes.web.paging import number_of
from routes.web.request import Asked
from routes.web.uploads import Posted, Upload, read_uploads

IMPORTS = "/administration/imports"
FIELD, BOX = "fichiers", "absents"
MEGABYTE = 1_000_000
LARGEST_FILE = 60 * MEGABYTE
WHOLE = 120 * MEGABYTE  # of all files of a form
LARGEST_BODY = WHOLE + MEGABYTE  # with what stands between them

NO_FILE = "Choisissez l’archive ZIP ou les fichiers de l’export."
ODD_FILE = "« {} » n’est ni une archive ZIP ni un fichier de l’export (familles.csv, eleves.xlsx…)."
TOO_LARGE = f"« {{}} » dépasse {LARGEST_FILE // MEGABYTE} Mo. En csv, dans un ZIP, un export prend le moins de place."
TWICE = "« {} » est choisi deux fois."
ONE_ZIP = "Choisissez ou bien une seule archive ZIP, ou bien les fichiers eux-mêmes."
BUSY = "Un import de ce site est déjà en cours. Attendez qu’il soit terminé, puis recommencez."
REMOVING = "Seul un compte du rôle « Administration » retire ce qui n’est plus dans l’export."

OUTCOMES = {
    RunState.SIMULATING: "essai en cours",
    RunState.SIMULATED: "essai terminé, à décider",
    RunState.IMPORTING: "import en cours",
    RunState.IMPORTED: "importé",
    RunState.REFUSED: "refusé",
    RunState.INTERRUPTED: "interrompu",
    RunState.ABANDONED: "abandonné",
}
EXPIRED = "essai terminé, non importé"
OVERTAKEN = "essai dépassé par un autre import"


class Row(NamedTuple):
    """One import."""

    key: str
    number: int  # among those that are remembered
    when: str
    who: str
    outcome: str


@dataclass(frozen=True, kw_only=True)
class ImportsView(View):
    """What was imported, and the form of the next one."""

    template: ClassVar[str] = "office/imports/runs.html"
    menu: ClassVar[str] = "administration"

    rows: list[Row]
    page: int
    pages: int
    removes: bool = False  # the box, as it was left
    largest: int = LARGEST_FILE // MEGABYTE
    whole: int = WHOLE // MEGABYTE
    address: str = IMPORTS
    back: str = "/administration"


@get(IMPORTS)
async def show_imports(request: Asked, page: FromQuery[str] = "1") -> Page:
    """What has been imported from here."""
    person = office_of(request)
    return Page(await request.database.read(_view, person.site, places_of(request), number_of(page), clock.now()))


def places_of(request: Asked) -> Places:
    """Where the files of imports are."""
    return Places(request.settings.imports)


def _view(
    db: Session, site: int, places: Places, page: int, now: int, problems: Problems = NO_PROBLEMS, removes: bool = False
) -> ImportsView:
    runs, total = import_runs.runs_of(db, site, page), import_runs.count_of(db, site)
    if page > 1 and not runs:
        raise NotFoundException
    at_work = any(state in AT_WORK for *_, state, _, _ in runs) and places.is_held(site)
    return ImportsView(
        heading="Imports",
        rows=[_row(number, run, at_work, now) for number, run in zip(_numbers(total, page), runs, strict=False)],
        page=page,
        pages=max(-(-total // PAGE_LENGTH), 1),
        problems=problems,
        removes=removes,
    )


def _row(number: int, run: Any, at_work: bool, now: int) -> Row:
    key, started, who, confirmer, state, finished, superseded = run
    people = who if confirmer in ("", who) else f"{who}, puis {confirmer}"
    outcome = outcome_of(RunState(state), finished, at_work, superseded, now)
    return Row(key, number, moment(started), people, outcome)


def _numbers(total: int, page: int) -> range:
    """The newest is the last: two of the same minute can be told apart."""
    return range(total - PAGE_LENGTH * (page - 1), 0, -1)


def outcome_of(state: RunState, finished: int | None, at_work: bool, superseded: bool, now: int) -> str:
    """Where an import stands, in words; one whose process is gone is interrupted, even before that is written down."""
    if state in AT_WORK and not at_work:
        return OUTCOMES[RunState.INTERRUPTED]
    if state == RunState.SIMULATED and (finished or 0) <= now - FILES_KEPT:
        return EXPIRED
    if state == RunState.SIMULATED and superseded:
        return OVERTAKEN
    return OUTCOMES[state]


@post(IMPORTS, request_max_body_size=LARGEST_BODY)
async def add_import(request: Asked) -> Response[View] | Response[None]:
    """« Envoyer et essayer »: the files are kept and a process begins with them."""
    person, store = office_of(request), Store(request.settings.imports)
    async with read_uploads(request, store, largest=LARGEST_FILE) as posted:
        form_id = form_id_of(posted.values)
        key = await request.database.read(import_runs.run_of_form, person.site, form_id)
        words = "" if key else trouble_of(posted.uploads) or _denied(person, posted)
        if not (key or words):
            key = await _begin(request, person, posted, form_id)
            words = "" if key else BUSY
    if words:
        problems, removes = Problems({FIELD: typeset(words)}), posted.values.get(BOX) == "oui"
        here = (person.site, places_of(request), 1, clock.now(), problems, removes)
        return Page(await request.database.read(_view, *here), status_code=422)
    return see_other(request, f"{IMPORTS}/{key}")


def trouble_of(uploads: Sequence[Upload]) -> str:
    """What is wrong with the files of a form, before any is opened."""
    names = [each.name for each in uploads]
    zips = [name for name in names if name.lower().endswith(".zip")]
    large = [each.name for each in uploads if not each.fits]
    odd = [name for name in names if name not in zips and not is_of_the_format(name)]
    twice = [name for name in names if names.count(name) > 1]
    for words, found in ((TOO_LARGE, large), (ODD_FILE, odd), (TWICE, twice)):
        if found:
            return words.format(found[0])
    return NO_FILE if not names else ONE_ZIP if zips and len(names) > 1 else ""


def _denied(person: Person, posted: Posted) -> str:
    """Who may not erase a family removes none by an import either; the form does not offer it."""
    return REMOVING if posted.values.get(BOX) == "oui" and not person.administrator else ""


async def _begin(request: Asked, person: Person, posted: Posted, form_id: str) -> str | None:
    """The key of the import that the form has begun, now or when it was sent before; None while another is at work."""
    places, key = places_of(request), new_key()
    handle = await to_thread.run_sync(places.hold, person.site)
    if handle is None:
        return await request.database.read(import_runs.run_of_form, person.site, form_id)
    try:
        await to_thread.run_sync(places.lay, key, {each.name: each.path for each in posted.uploads})
        removes = posted.values.get(BOX) == "oui"
        begun = await request.database.write(begin_once, person, key, form_id, removes, clock.now())
        if begun == key:
            erasures = Erasures.of(request.settings)
            await to_thread.run_sync(starting.start, request.settings.database, places, key, handle, erasures)
        else:
            await to_thread.run_sync(places.drop, key)
        return begun
    finally:
        os.close(handle)


def begin_once(db: Session, person: Person, key: str, form_id: str, removes: bool, now: int) -> str:
    """Begin an import, or find the one that this form has begun."""
    before = import_runs.run_of_form(db, person.site, form_id)
    if before is None:
        import_runs.begin(db, person, key, form_id, removes, now)
    return before or key
