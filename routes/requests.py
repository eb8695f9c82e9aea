"""Mes demandes: what the family has asked for, what was decided and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from litestar import Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery
from sqlmodel import Session

from data import changes, reenrolments, replays
from data.changes import ChangeEvent, ChangeRequest, Decision, State, Step
from data.sessions import Person
from routes.web import clock
from routes.web.addresses import said
from routes.web.forms import form_id_of, read_form
from routes.web.guards import family_of
from routes.web.page import Page, View, see_other
from routes.web.paging import Rows, number_of
from routes.web.request import Asked

ADDRESS = "/mes-demandes"
STATES = {State.PENDING: "en attente", State.DECIDED: "décidée", State.WITHDRAWN: "retirée"}
SENT = {  # a draft is not in the list
    reenrolments.State.PENDING: "en attente",
    reenrolments.State.INCOMPLETE: "complément demandé",
    reenrolments.State.APPROVED: "validée",
    reenrolments.State.DECLINED: "refusée",
}
DECISIONS = {"": "en attente", Decision.APPROVED: "approuvé", Decision.DECLINED: "refusé"}
STEPS = {
    Step.SENT: "Envoyée par",
    Step.CHANGED: "Modifiée par",
    Step.WITHDRAWN: "Retirée par",
    Step.DECIDED: "Décidée par le",
}


class Summary(NamedTuple):
    """One request in the list."""

    request: ChangeRequest
    state: str
    fields: str  # their labels


@dataclass(frozen=True, kw_only=True)
class RequestsView(View):
    """Every request of the family, newest first; on the first page, the re-enrolments that it has sent too."""

    template: ClassVar[str] = "requests/list.html"

    rows: Rows[Summary]
    sent: Sequence[tuple[reenrolments.Overview, str]]  # each with its state


class Change(NamedTuple):
    """One field of a request, in words."""

    label: str
    base: str
    value: str
    decision: str
    reason: str


class Happened(NamedTuple):
    """One step in the history of a request, in words."""

    step: str
    event: ChangeEvent
    wished: Sequence[tuple[str, str]]  # label and value, where the family sent something


@dataclass(frozen=True, kw_only=True)
class RequestView(View):
    """One request: its fields, and all that happened to it."""

    template: ClassVar[str] = "requests/request.html"

    asked: ChangeRequest
    state: str
    changes: Sequence[Change]
    events: Sequence[Happened]


@get(ADDRESS)
async def show_requests(request: Asked, page: FromQuery[str] = "1") -> Page:
    """What the family has asked for."""
    return Page(await request.database.read(requests, family_of(request).family, number_of(page)))


def requests(db: Session, family: int, page: int) -> RequestsView:
    """One page of the requests of a family. Four statements."""
    listed = changes.requests_of(db, family, page)
    if page > 1 and not listed.rows:
        raise NotFoundException
    rows = [Summary(each, STATES[State(each.state)], labels(each, names)) for each, names in listed.rows]
    sent = reenrolments.sent_by(db, family, clock.today()) if page == 1 else []
    return RequestsView(
        heading="Mes demandes",
        rows=Rows(rows, ADDRESS, page, listed.total),
        sent=[(each, SENT[reenrolments.State(each.reenrolment.state)]) for each in sent],
    )


def labels(request: ChangeRequest, names: Sequence[str]) -> str:
    """« CP, Ville »: the fields of a request, in the order of the record."""
    return ", ".join(each.label for each in changes.fields_of(request.of_student) if each.name in names)


@get("/mes-demandes/{key:str}")
async def show_request(request: Asked, key: FromPath[str]) -> Page:
    """One request."""
    return Page(await request.database.read(one_request, family_of(request).family, key))


def one_request(db: Session, family: int, key: str) -> RequestView:
    """A request of this family, and nobody else’s."""
    found = changes.request_with(db, family, key)
    if found is None:
        raise NotFoundException
    asked, proposed, events = found
    return RequestView(
        heading=f"Demande n°\N{NO-BREAK SPACE}{asked.number}",
        asked=asked,
        state=STATES[State(asked.state)],
        changes=[
            Change(each.label, change.base, change.value, DECISIONS[change.decision], change.reason)
            for each in changes.fields_of(asked.of_student)
            for change in proposed
            if change.field == each.name
        ],
        events=[_told(each) for each in events],
    )


def _told(event: ChangeEvent) -> Happened:
    sent = event.facts.get("changes", []) if event.step in (Step.SENT, Step.CHANGED) else []
    return Happened(STEPS[Step(event.step)], event, [(label, value) for label, _, value in sent])


@post("/mes-demandes/{key:str}/retrait")
async def withdraw_request(request: Asked, key: FromPath[str]) -> Response[None]:
    """« Retirer la demande »."""
    person = family_of(request)
    form_id = form_id_of(await read_form(request))
    code = await request.database.write(withdraw, person, key, form_id, clock.now())
    return see_other(request, said(f"{ADDRESS}/{key}", code))


def withdraw(db: Session, person: Person, key: str, form_id: str, now: int) -> str:
    """Take a request back while it waits; gives what is to be said of it."""
    if replays.is_used(db, form_id):
        return "demande-retiree"
    pending = changes.pending_of(db, person.family, key)
    if pending is None:
        if changes.request_with(db, person.family, key) is None:
            raise NotFoundException
        return "demande-close"
    replays.first_use(db, form_id, now)
    changes.withdraw(db, person, pending, now)
    return "demande-retiree"


PAGES = [show_requests, show_request, withdraw_request]
