"""Journal: who did what, and when, newest first; by kind, by period, and by identifiant."""

from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from litestar import Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromQuery
from sqlmodel import Session

from data import chronicle
from data.audit import AuditEntry
from data.chronicle import Filter, Record, Subjects
from routes.office.changes.cases import QUEUE
from routes.office.journal.deeds import GROUPS, OF_DOCUMENTS, OTHERS, PLACES, SHOWN, actions_of, words_of
from routes.office.listing import Pages, steps
from routes.office.reenrolments.settings import REENROLMENTS
from routes.web import clock
from routes.web.forms import Problems, read_form
from routes.web.french import NO_BREAK, moment
from routes.web.guards import office_of
from routes.web.page import NO_PROBLEMS, Page, View, see_other
from routes.web.paging import number_of
from routes.web.request import Asked
from routes.web.tabs import Tab

JOURNAL = "/administration/journal"
SEARCH, EXPORT = JOURNAL + "/recherche", JOURNAL + "/export"
DAY = 86400
PERIODS = {"": 0, "mois": 30, "semaine": 7, "jour": 1}  # days; 0: all that is kept
PERIOD_LABELS = {
    "": "Toute la durée",
    "mois": "30 derniers jours",
    "semaine": "7 derniers jours",
    "jour": "24 dernières heures",
}
LONGEST_NAME = 64
NOBODY = "identifiant inconnu"
OF_REENROLMENTS = ("reinscription", "piece")  # actions on what has a number of a re-enrolment


class Row(NamedTuple):
    """One thing that somebody did."""

    at: str
    who: str
    what: str
    subject: str
    address: str


@dataclass(frozen=True, kw_only=True)
class JournalView(View):
    """One page of the journal."""

    template: ClassVar[str] = "office/journal/entries.html"

    groups: list[Tab]
    chosen: str  # the address of the group and the period that are chosen
    periods: list[Tab]
    kind: str
    period: str
    rows: list[Row]
    pages: Pages
    sought: str = ""
    older: int = 0  # the next page of a search, which no address may hold
    address: str = JOURNAL


@get(JOURNAL)
async def show_journal(
    request: Asked, quoi: FromQuery[str] = "", periode: FromQuery[str] = "", page: FromQuery[str] = "1"
) -> Page:
    """What was done on the site."""
    person = office_of(request)
    return Page(await request.database.read(_list, person.site, quoi, periode, number_of(page), clock.now()))


def asked_for(group: str, period: str, username: str, now: int) -> Filter:
    """The rows that an address or a form asks for; raises NotFoundException for no such group or period."""
    if (group and group not in SHOWN) or period not in PERIODS:
        raise NotFoundException
    days = PERIODS[period]
    actions = actions_of(group) if group else None
    return Filter(actions, group == OTHERS, now - days * DAY if days else 0, username)


def _list(db: Session, site: int, group: str, period: str, page: int, now: int) -> JournalView:
    entries, has_more = chronicle.entries_in(db, site, asked_for(group, period, "", now), page)
    if page > 1 and not entries:
        raise NotFoundException
    return _view(db, site, entries, steps(page, has_more, _address(group, period)), group=group, period=period)


def _view(
    db: Session,
    site: int,
    entries: list[AuditEntry],
    pages: Pages,
    *,
    group: str = "",
    period: str = "",
    sought: str = "",
    older: int = 0,
    problems: Problems = NO_PROBLEMS,
) -> JournalView:
    subjects = chronicle.subjects_of(db, site, entries)
    return JournalView(
        heading="Journal",
        part="Recherche" if sought and not problems else GROUPS.get(group, ""),  # not whose: a browser keeps titles
        groups=[Tab(_address(each, period), GROUPS.get(each, "Tout")) for each in ("", *SHOWN)],
        chosen=_address(group, period),
        periods=[Tab(_address(group, each), PERIOD_LABELS[each]) for each in PERIODS],
        kind=group,
        period=period,
        rows=[_row(each, subjects) for each in entries],
        pages=pages,
        sought=sought,
        older=older,
        problems=problems,
    )


def _address(group: str, period: str) -> str:
    query = "&".join(f"{name}={value}" for name, value in (("quoi", group), ("periode", period)) if value)
    return JOURNAL + (f"?{query}" if query else "")


def _row(entry: AuditEntry, subjects: Subjects) -> Row:
    label, address = _subject(entry, subjects)
    return Row(moment(entry.at), entry.who or NOBODY, words_of(entry.action), label, address)


def _subject(entry: AuditEntry, subjects: Subjects) -> tuple[str, str]:
    """What it was done to, in words, and its page if there is one."""
    number = entry.subject
    if number in subjects.reenrolments and entry.action.startswith(OF_REENROLMENTS):
        return f"réinscription n°{NO_BREAK}{number}", f"{REENROLMENTS}/{subjects.reenrolments[number]}"
    if number in subjects.requests:
        return f"demande n°{NO_BREAK}{number}", f"{QUEUE}/{subjects.requests[number]}"
    if number and entry.action in PLACES:
        name, place = PLACES[entry.action]
        return f"{name} {number}", f"{place}/{number}"
    if number in subjects.records:
        return _record(number, *subjects.records[number])
    return (_gone(entry), "") if number and entry.action in OF_DOCUMENTS else (number, "")


def _record(key: str, kind: Record, words: str) -> tuple[str, str]:
    """A record that stands, by its key: its page, or where it is listed."""
    quoted = f"pièce «{NO_BREAK}{words}{NO_BREAK}»"
    return {
        Record.SUPPLIED: (quoted, ""),
        Record.REQUIRED: (quoted, f"{REENROLMENTS}/pieces/{key}"),
        Record.STUDENT: (f"élève {key}", f"/administration/eleves/{key}"),
        Record.GUARDIAN: (f"responsable {key}", f"/administration/familles/{words}"),
    }[kind]


def _gone(entry: AuditEntry) -> str:
    """A document that is there no more, by its name where the journal has kept it."""
    name = entry.facts.get("name")
    return f"pièce «{NO_BREAK}{name}{NO_BREAK}»" if isinstance(name, str) else "pièce qui n’est plus là"


@get(SEARCH)
async def show_journal_search(request: Asked) -> Response[None]:
    """A search is asked for anew: the identifiant that was sought stands in no address."""
    office_of(request)
    return see_other(request, JOURNAL)


@post(SEARCH)
async def search_journal(request: Asked) -> Page:
    """« Chercher »: what one account did."""
    person = office_of(request)
    values = await read_form(request)
    sought, page = " ".join(values.get("compte", "").split()), number_of(values.get("page", "1"))
    problem = "" if 0 < len(sought) <= LONGEST_NAME else "Écrivez un identifiant, de 64 caractères au plus."
    problems = Problems({"compte": problem} if problem else {})
    view = await request.database.read(_found, person.site, sought[:LONGEST_NAME], page, problems)
    return Page(view, status_code=422 if problem else 200)


def _found(db: Session, site: int, sought: str, page: int, problems: Problems) -> JournalView:
    entries, more = ([], False) if problems else chronicle.entries_in(db, site, Filter(username=sought), page)
    pages = Pages(words=f"Page {page}" if page > 1 or more else "", previous="", next="")
    return _view(db, site, entries, pages, sought=sought, older=page + 1 if more else 0, problems=problems)
