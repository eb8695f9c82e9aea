"""The journal as a file, in pieces while it is downloaded: it is never whole in memory."""

import csv
import io
from collections.abc import AsyncIterator, Iterable

from litestar import post
from litestar.response import Stream
from sqlmodel import Session

from data import audit, chronicle, journal, replays, sites
from data.audit import AuditEntry
from data.chronicle import Filter
from data.database import Database
from data.imports.cells import defused
from data.sessions import Person
from routes.office.journal.deeds import words_of
from routes.office.journal.entries import EXPORT, LONGEST_NAME, asked_for
from routes.web import clock
from routes.web.documents import saved_as
from routes.web.forms import form_id_of, read_form
from routes.web.french import moment
from routes.web.guards import office_of
from routes.web.request import Asked

COLUMNS = ("Quand", "Identifiant", "Action", "Code", "Sujet", "Détails")
LAST = (2**62, 2**62)  # later than anything


@post(EXPORT)
async def make_journal_export(request: Asked) -> Stream:
    """What the page shows, all of it, as csv."""
    person = office_of(request)
    values = await read_form(request)
    form_id, now = form_id_of(values), clock.now()
    group, period = values.get("quoi", ""), values.get("periode", "")
    asked = asked_for(group, period, values.get("compte", "")[:LONGEST_NAME], now)
    slug = await request.database.write(note_once, person, group, period, form_id, now)
    return Stream(
        _pieces(request.database, person.site, asked),
        media_type="text/csv",
        headers=saved_as(f"portee-{slug}-journal-{clock.today():%Y-%m-%d}.csv"),
        status_code=200,
    )


def note_once(db: Session, person: Person, group: str, period: str, form_id: str, now: int) -> str:
    """That it goes out stands in it too; gives the short name of the site."""
    if replays.first_use(db, form_id, now):
        journal.note(db, person, audit.JOURNAL_EXPORTED, "", now, quoi=group, periode=period)
    return sites.site_with(db, person.site).slug


async def _pieces(database: Database, site: int, asked: Filter) -> AsyncIterator[bytes]:
    yield "\N{BYTE ORDER MARK}".encode() + _lines([COLUMNS])
    before = LAST
    while entries := await database.read(chronicle.piece_of, site, asked, before):
        yield _lines(_cells(each) for each in entries)
        before = (entries[-1].at, entries[-1].id)


def _cells(entry: AuditEntry) -> tuple[str, ...]:
    details = ", ".join(f"{name}={value}" for name, value in entry.facts.items())
    return (moment(entry.at), entry.who, words_of(entry.action), entry.action, entry.subject, details)


def _lines(rows: Iterable[tuple[str, ...]]) -> bytes:
    """Semicolons, Windows line ends, and nothing that a spreadsheet evaluates."""
    file = io.StringIO(newline="")
    written = ([defused(cell) for cell in row] for row in rows)
    csv.writer(file, delimiter=";", lineterminator="\r\n").writerows(written)
    return file.getvalue().encode()
