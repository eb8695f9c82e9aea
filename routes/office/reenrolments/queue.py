"""Réinscriptions: what families have sent for the next school year, by state; a search by name."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from litestar import Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromQuery
from sqlmodel import Session

from data import reenrolments
from data.documents import DocumentState
from data.neighbours import told_apart
from data.reenrolments import Listed, Reenrolment, State
from data.reenrolments.queue import PAGE_LENGTH
from routes.office.listing import Pages, pages_of, sought_in
from routes.web import clock
from routes.web.forms import read_form
from routes.web.french import NO_BREAK, moment, plural, since
from routes.web.guards import office_of
from routes.web.page import Page, View, see_other
from routes.web.paging import number_of
from routes.web.request import Asked
from routes.web.tabs import Tab

LIST = "/administration/reinscriptions"
SEARCH = LIST + "/recherche"
STATES = {"": State.PENDING, "a-completer": State.INCOMPLETE, "validees": State.APPROVED, "refusees": State.DECLINED}
QUERIES = {state: f"?etat={name}" if name else "" for name, state in STATES.items()}
LABELS = {
    State.PENDING: "À valider",
    State.INCOMPLETE: "À compléter",
    State.APPROVED: "Validées",
    State.DECLINED: "Refusées",
}
EMPTY = {
    State.PENDING: "Aucune réinscription n’attend une décision.",
    State.INCOMPLETE: "Aucune famille n’a de complément à donner.",
    State.APPROVED: "Aucune réinscription n’a encore été validée.",
    State.DECLINED: "Aucune réinscription n’a été refusée.",
}
DOCUMENTS = {
    DocumentState.SUPPLIED: ("à examiner", "à examiner"),
    DocumentState.APPROVED: ("validée", "validées"),
    DocumentState.DECLINED: ("refusée", "refusées"),
}


class Row(NamedTuple):
    """One re-enrolment in the list."""

    key: str
    name: str
    requester: str
    courses: str
    documents: str
    number: str
    standing: str


@dataclass(frozen=True, kw_only=True)
class ReenrolmentsView(View):
    """One page of the re-enrolments in one state."""

    template: ClassVar[str] = "office/reenrolments/queue.html"
    menu: ClassVar[str] = "reinscriptions"

    tabs: list[Tab]
    tab: Tab
    rows: list[Row]
    empty: str
    drafts: int
    pages: Pages


@dataclass(frozen=True, kw_only=True)
class FoundView(View):
    """What a search by name has found, in every state."""

    template: ClassVar[str] = "office/reenrolments/found.html"
    menu: ClassVar[str] = "reinscriptions"

    sought: str
    rows: list[Row]
    more: str


@get(LIST)
async def show_reenrolments(request: Asked, etat: FromQuery[str] = "", page: FromQuery[str] = "1") -> Page:
    """What waits for the office, or for the family, or is decided."""
    person = office_of(request)
    if etat not in STATES:
        raise NotFoundException
    return Page(await request.database.read(listed, person.site, STATES[etat], number_of(page)))


def listed(db: Session, site: int, state: State, page: int) -> ReenrolmentsView:
    """One page of a site’s list; raises NotFoundException beyond the last."""
    year = reenrolments.opening_of(db, site, clock.today()).school_year
    counts = reenrolments.counts_in(db, site, year)
    found = reenrolments.sent_in(db, site, year, state, page)
    if page > 1 and not found:
        raise NotFoundException
    tabs = {each: Tab(LIST + QUERIES[each], f"{LABELS[each]} ({counts[each]})") for each in STATES.values()}
    return ReenrolmentsView(
        heading=f"Réinscriptions {year}{NO_BREAK}: {_counted(counts[state])}",
        part=LABELS[state],
        tabs=list(tabs.values()),
        tab=tabs[state],
        rows=rows_of(found, clock.now()),
        empty=EMPTY[state],
        drafts=counts[State.DRAFT],
        pages=pages_of(counts[state], page, LIST + QUERIES[state], PAGE_LENGTH),
    )


def _counted(total: int) -> str:
    return plural(total, "demande", "demandes") if total else "aucune demande"


def rows_of(found: Sequence[Listed], now: int) -> list[Row]:
    """Each under a name that no other row has."""
    sent = [each.reenrolment for each in found]
    names = told_apart(sent, lambda each: each.subject, lambda each: f"{each.subject} (n°{NO_BREAK}{each.number})")
    return [_row(each, name, now) for each, name in zip(found, names, strict=True)]


def _row(each: Listed, name: str, now: int) -> Row:
    sent = each.reenrolment
    counts = [plural(each.documents[state], *words) for state, words in DOCUMENTS.items() if state in each.documents]
    return Row(
        key=sent.key,
        name=name,
        requester=sent.requester,
        courses="Administrative" if sent.administrative else ", ".join(each.courses),
        documents=", ".join(counts) or "aucune",
        number=sent.number,
        standing=_standing(sent, now),
    )


def _standing(sent: Reenrolment, now: int) -> str:
    if sent.state == State.PENDING:
        return f"En attente {since(sent.sent_at or now, now)}"
    if sent.state == State.INCOMPLETE:
        return f"À compléter, envoyée le {moment(sent.sent_at or now)}"
    word = "Validée" if sent.state == State.APPROVED else "Refusée"
    return f"{word} le {moment(sent.decided_at or now)} par {sent.decided_by}"


@get(SEARCH)
async def show_reenrolment_search(request: Asked) -> Response[None]:
    """A search is asked for anew: the name that was sought stands in no address."""
    office_of(request)
    return see_other(request, LIST)


@post(SEARCH)
async def search_reenrolments(request: Asked) -> Page:
    """« Chercher »."""
    person = office_of(request)
    sought, problems = sought_in(await read_form(request))
    if problems:
        view = FoundView(heading="Recherche", sought=sought, rows=[], more="", problems=problems)
        return Page(view, status_code=422)
    return Page(await request.database.read(found_under, person.site, sought))


def found_under(db: Session, site: int, sought: str) -> FoundView:
    """The first re-enrolments under a name: what waits comes first."""
    year = reenrolments.opening_of(db, site, clock.today()).school_year
    found, count = reenrolments.sought_in(db, site, year, sought)
    cut = f"Les {PAGE_LENGTH} premières sont montrées{NO_BREAK}: précisez le nom."
    return FoundView(
        heading=f"Recherche{NO_BREAK}: {_counted(count)}",
        part=f"Réinscriptions {year}",
        sought=sought,
        rows=rows_of(found, clock.now()),
        more=cut if count > len(found) else "",
    )
