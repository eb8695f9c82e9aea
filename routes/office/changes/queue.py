"""À traiter: the requests of the site, oldest first; those that are closed; and a search by name."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from litestar import Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromQuery
from sqlmodel import Session

from data import changes
from data.changes import ChangeRequest, Filter, Listing, State
from data.changes.queue import PAGE_LENGTH
from data.neighbours import told_apart
from routes.office.changes.cases import QUEUE
from routes.office.listing import Pages, pages_of, sought_in
from routes.web import clock
from routes.web.forms import read_form
from routes.web.french import NO_BREAK, moment, plural, since
from routes.web.guards import office_of
from routes.web.page import Page, View, see_other
from routes.web.paging import number_of
from routes.web.request import Asked
from routes.web.tabs import Tab

SEARCH = QUEUE + "/recherche"
LABELS = {State.PENDING: "À traiter", State.DECIDED: "Décidées", State.WITHDRAWN: "Retirées"}
STATES = {"": State.PENDING, "decidees": State.DECIDED, "retirees": State.WITHDRAWN}
KINDS = {"": None, "responsables": False, "eleves": True}
KIND_LABELS = {"": "Toutes", "responsables": "Responsables", "eleves": "Élèves"}
EMPTY = {
    State.PENDING: "Rien n’attend une décision.",
    State.DECIDED: "Aucune demande n’a encore été décidée.",
    State.WITHDRAWN: "Aucune famille n’a retiré de demande.",
}


class Row(NamedTuple):
    """One request in the list."""

    key: str
    name: str
    kind: str
    requester: str
    fields: str
    number: str
    standing: str


@dataclass(frozen=True, kw_only=True)
class QueueView(View):
    """One page of the requests in one state."""

    template: ClassVar[str] = "office/changes/queue.html"
    menu: ClassVar[str] = "a-traiter"

    tabs: list[Tab]
    tab: Tab
    kinds: list[Tab]
    kind: Tab
    rows: list[Row]
    empty: str
    pages: Pages


@dataclass(frozen=True, kw_only=True)
class SearchView(View):
    """What a search by name has found, in every state."""

    template: ClassVar[str] = "office/changes/found.html"
    menu: ClassVar[str] = "a-traiter"

    sought: str
    rows: list[Row]
    more: str
    address: str = QUEUE


@get(QUEUE)
async def show_queue(
    request: Asked, quoi: FromQuery[str] = "", etat: FromQuery[str] = "", page: FromQuery[str] = "1"
) -> Page:
    """What waits for the office, or what is closed."""
    person = office_of(request)
    if quoi not in KINDS or etat not in STATES:
        raise NotFoundException
    return Page(await request.database.read(queue, person.site, quoi, etat, number_of(page), clock.now()))


def queue(db: Session, site: int, kind: str, state: str, page: int, now: int) -> QueueView:
    """One page of the requests of a site; raises NotFoundException beyond the last."""
    listing = changes.requests_in(db, site, Filter(STATES[state], KINDS[kind], page=page))
    if page > 1 and not listing.rows:
        raise NotFoundException
    tabs = [Tab(_address(kind, each), LABELS[STATES[each]]) for each in STATES]
    kinds = [Tab(_address(each, state), KIND_LABELS[each]) for each in KINDS]
    return QueueView(
        heading=f"{LABELS[STATES[state]]}{NO_BREAK}: {_counted(listing.total)}",
        part=KIND_LABELS[kind] if kind else "",
        tabs=tabs,
        tab=tabs[list(STATES).index(state)],
        kinds=kinds,
        kind=kinds[list(KINDS).index(kind)],
        rows=_rows(listing, now),
        empty=EMPTY[STATES[state]],
        pages=pages_of(listing.total, page, _address(kind, state), PAGE_LENGTH),
    )


def _address(kind: str, state: str, page: int = 1) -> str:
    asked = {"quoi": kind, "etat": state, "page": str(page) if page > 1 else ""}
    query = "&".join(f"{name}={value}" for name, value in asked.items() if value)
    return QUEUE + (f"?{query}" if query else "")


def _counted(total: int) -> str:
    return plural(total, "demande", "demandes") if total else "aucune demande"


def _rows(listing: Listing, now: int) -> list[Row]:
    """Each under a name that no other row has."""
    requests = [request for request, _ in listing.rows]
    names = told_apart(requests, lambda each: each.subject, lambda each: f"{each.subject} (n°{NO_BREAK}{each.number})")
    return [
        Row(
            key=request.key,
            name=name,
            kind="Élève" if request.of_student else "Responsable",
            requester=request.requester,
            fields=_labels(request, fields),
            number=request.number,
            standing=_standing(request, now),
        )
        for name, (request, fields) in zip(names, listing.rows, strict=True)
    ]


def _labels(request: ChangeRequest, fields: Sequence[str]) -> str:
    """« CP, Ville »: in the order of the record."""
    return ", ".join(each.label for each in changes.fields_of(request.of_student) if each.name in fields)


def _standing(request: ChangeRequest, now: int) -> str:
    if request.state == State.PENDING:
        return f"En attente {since(request.sent_at, now)}"
    when = moment(request.decided_at or request.changed_at)
    return f"Retirée le {when}" if request.state == State.WITHDRAWN else f"Décidée le {when} par {request.decided_by}"


@get(SEARCH)
async def show_search(request: Asked) -> Response[None]:
    """A search is asked for anew: the name that was sought stands in no address."""
    office_of(request)
    return see_other(request, QUEUE)


@post(SEARCH)
async def search_queue(request: Asked) -> Page:
    """« Chercher »."""
    person = office_of(request)
    sought, problems = sought_in(await read_form(request))
    if problems:
        view = SearchView(heading="Recherche", sought=sought, rows=[], more="", problems=problems)
        return Page(view, status_code=422)
    return Page(await request.database.read(found, person.site, sought, clock.now()))


def found(db: Session, site: int, sought: str, now: int) -> SearchView:
    """The first requests under a name: what waits comes first."""
    listing = changes.requests_in(db, site, Filter(state=None, sought=sought))
    more = f"Les {PAGE_LENGTH} premières sont montrées\N{NO-BREAK SPACE}: précisez le nom." if listing.has_more else ""
    return SearchView(
        heading=f"Recherche{NO_BREAK}: {_counted(listing.total)}", sought=sought, rows=_rows(listing, now), more=more
    )
