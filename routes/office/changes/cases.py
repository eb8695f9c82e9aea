"""A request before the office, in words: while it waits, and once it is closed."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, NamedTuple

from sqlmodel import Session

from data import changes, reference_lists
from data.changes import Case, ChangeEvent, Decision, Line, State, Step
from data.families import Named
from data.reference_lists import Listed
from routes.office.changes.differences import Difference, compare
from routes.office.changes.verdicts import Said, Typed
from routes.web.forms import Problems
from routes.web.french import NO_BREAK, moment, since
from routes.web.page import View
from routes.web.tabs import Arrow, Back, arrows

QUEUE = "/administration/demandes"
LISTS = {State.PENDING: "", State.DECIDED: "?etat=decidees", State.WITHDRAWN: "?etat=retirees"}
DECISIONS = {Decision.APPROVED: "Approuvée", Decision.DECLINED: "Refusée"}
STEPS = {
    Step.SENT: "envoyée par",
    Step.CHANGED: "modifiée par",
    Step.WITHDRAWN: "retirée par",
    Step.DECIDED: "décidée par le",
}
GONE = "Cette fiche n’existe plus dans le portail : la demande ne peut plus qu’être refusée."
LEFT = "Cet élève n’est plus rattaché à la famille qui a demandé : la demande ne peut plus qu’être refusée."


class Proposal(NamedTuple):
    """One field: its values, what differs between them, what was chosen for it or what was decided."""

    slug: str
    label: str
    difference: Difference
    base: str  # what the family proposed over
    moved: bool
    arrived: bool  # the official value has become the proposed one
    typed: Typed
    outcome: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class CaseView(View):
    """What every request says of itself."""

    menu: ClassVar[str] = "a-traiter"
    regions: ClassVar[tuple[str, ...]] = ("screen", "record")

    about: list[str]
    proposals: list[Proposal]
    family: Named | None  # whose portal the office may look at
    back: Back


@dataclass(frozen=True, kw_only=True)
class PendingView(CaseView):
    """A request that waits, and the form that decides it."""

    template: ClassVar[str] = "office/changes/pending.html"

    address: str
    seen: str
    warning: str  # why it can only be declined
    phrases: Sequence[str]
    common: Typed
    arrows: list[Arrow]
    resumed: bool = False  # what was typed before the session ran out is in the form


@dataclass(frozen=True, kw_only=True)
class ClosedView(CaseView):
    """A request that was decided or taken back, and its history."""

    template: ClassVar[str] = "office/changes/closed.html"

    outcome: str
    decided: bool
    history: list[str]


def view_of(
    db: Session,
    site: int,
    case: Case,
    now: int,
    said: Said | None = None,
    problems: Problems | None = None,
    resumed: bool = False,
) -> CaseView:
    """The page of a request of this site, with what a form has just said to it."""
    if case.request.state == State.PENDING:
        view = _pending(db, site, case, now, said or Said(), problems or Problems())
        return replace(view, resumed=resumed)
    events = changes.events_of(db, case.request)
    return ClosedView(
        **_frame(db, case, Said()),
        outcome=_outcome(case),
        decided=case.request.state == State.DECIDED,
        history=[_told(each) for each in events],
    )


def _pending(db: Session, site: int, case: Case, now: int, said: Said, problems: Problems) -> PendingView:
    waiting = changes.pending_in(db, site)
    keys = [key for key, _ in waiting]
    frame = _frame(db, case, said)
    frame["about"].append(f"en attente {since(case.request.sent_at, now)}")
    return PendingView(
        **frame,
        problems=problems,
        address=address_of(case.request.key),
        seen=json.dumps(case.seen),
        warning="" if case.belongs else GONE if case.record is None else LEFT,
        phrases=reference_lists.lists_of(db, site)[Listed.DECLINE_REASONS],
        common=said.common,
        arrows=arrows([address_of(key) for key in keys], [name for _, name in waiting], keys.index(case.request.key)),
    )


def _frame(db: Session, case: Case, said: Said) -> dict[str, Any]:
    request = case.request
    about = ["Élève" if request.of_student else "Responsable"]
    about.append(f"demandée par {request.requester} le {moment(request.sent_at)}")
    if request.changed_at != request.sent_at:
        about.append(f"modifiée le {moment(request.changed_at)}")
    return {
        "heading": f"{request.subject}, demande n°{NO_BREAK}{request.number}",
        "about": about,
        "proposals": [_proposal(case, line, said) for line in case.lines],
        "family": case.family,
        "back": Back(QUEUE + LISTS[State(request.state)], "screen"),
    }


def _proposal(case: Case, line: Line, said: Said) -> Proposal:
    change = line.change
    return Proposal(
        slug=line.field.slug,
        label=line.field.label,
        difference=compare(line.official, change.value),
        base=change.base,
        moved=line.moved and case.belongs,
        arrived=changes.same(line.official, change.value),
        typed=said.about(line),
        outcome=DECISIONS[Decision(change.decision)] if change.decision else "",
        reason=change.reason,
    )


def _outcome(case: Case) -> str:
    request = case.request
    when = moment(request.decided_at or request.changed_at)
    if request.state == State.WITHDRAWN:
        return f"La famille a retiré cette demande le {when}."
    return f"Cette demande a été décidée le {when} par « {request.decided_by} »."


def _told(event: ChangeEvent) -> str:
    return f"{moment(event.at)}, {STEPS[Step(event.step)]} {event.who}"


def address_of(key: str) -> str:
    """Where a request is: an id that says nothing, never a name."""
    return f"{QUEUE}/{key}"
