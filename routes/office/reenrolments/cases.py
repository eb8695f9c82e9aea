"""A re-enrolment before the office, in words: what is wished, its documents, and what can be decided."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from sqlmodel import Session

from data import reenrolments, reference_lists
from data.documents import DocumentState, SuppliedDocument
from data.families import Named
from data.reenrolments import Case, Exhibit, State
from data.reference_lists import Listed
from routes.office.changes.verdicts import Typed
from routes.office.reenrolments.queue import LIST, QUERIES
from routes.office.reenrolments.reopening import Reopening, reopening_of
from routes.office.reenrolments.rulings import Spoken
from routes.office.reenrolments.steps import told
from routes.web import clock
from routes.web.forms import Problems
from routes.web.french import NO_BREAK, moment, plural, since
from routes.web.page import NO_PROBLEMS, View
from routes.web.tabs import Arrow, Back, arrows

MEGABYTE = 1_000_000
STATES = {DocumentState.SUPPLIED: "Fourni", DocumentState.APPROVED: "Validé", DocumentState.DECLINED: "Refusé"}


class CourseLine(NamedTuple):
    """One course, and what is to become of it."""

    title: str
    level: str
    teacher: str
    standing: str
    wish: str


class DocumentLine(NamedTuple):
    """One document: what is asked for, what is there, what was chosen for it."""

    slug: str  # empty while there is none
    label: str
    note: str
    file: str
    facts: str
    remark: str
    state: str
    reason: str
    address: str
    typed: Typed


class Lacking(NamedTuple):
    """A document that the family can be asked for."""

    key: str
    name: str
    ticked: bool


class Desk(NamedTuple):
    """The form that decides it, with what was typed."""

    address: str
    seen: str
    phrases: Sequence[str]
    lacking: list[Lacking]
    asked: str
    open: str  # which compulsory documents are not validated, in words
    is_compulsory: bool
    anyway: bool
    common: Typed
    resumed: bool


@dataclass(frozen=True, kw_only=True)
class ReenrolmentView(View):
    """One re-enrolment, and the form that decides it while it waits."""

    template: ClassVar[str] = "office/reenrolments/case.html"
    menu: ClassVar[str] = "reinscriptions"
    regions: ClassVar[tuple[str, ...]] = ("screen", "record")

    about: list[str]
    outcome: str
    year: str
    administrative: bool
    courses: list[CourseLine]
    facts: list[tuple[str, str]]
    documents: list[DocumentLine]
    desk: Desk | None
    reopening: Reopening | None  # once it is decided
    history: list[str]
    arrows: list[Arrow]
    family: Named | None  # whose portal the office may look at
    back: Back


def view_of(
    db: Session,
    case: Case,
    spoken: Spoken,
    problems: Problems = NO_PROBLEMS,
    *,
    reason: str = "",
    resumed: bool = False,
) -> ReenrolmentView:
    """The page of a re-enrolment, with what a form has just said to it."""
    row = case.row
    same = reenrolments.round_of(db, row)
    keys = [key for key, _ in same]
    return ReenrolmentView(
        heading=f"{row.subject}, réinscription n°{NO_BREAK}{row.number}",
        problems=problems,
        about=_about(case),
        outcome=_outcome(case),
        year=row.school_year,
        administrative=row.administrative,
        courses=_courses(case),
        facts=[("Demandes complémentaires", row.remarks)] + [("Complément demandé", row.asked)] * bool(row.asked),
        documents=[_line(case, each, spoken) for each in case.documents],
        desk=_desk(db, case, spoken, resumed) if case.waits else None,
        reopening=reopening_of(db, case, address_of(row.key), reason, resumed) if case.is_decided else None,
        history=[told(each) for each in case.history],
        arrows=arrows([address_of(key) for key in keys], [name for _, name in same], keys.index(row.key)),
        family=case.family,
        back=Back(LIST + QUERIES[State(row.state)], "screen"),
    )


def _courses(case: Case) -> list[CourseLine]:
    """What continues, and what stops."""
    return [
        CourseLine(x.title, x.level, x.teacher, "Continue" if x.ticked else "S’arrête", x.wish) for x in case.choices
    ]


def _about(case: Case) -> list[str]:
    row, now = case.row, clock.now()
    sent = row.sent_at or now
    about = [row.school_year, f"demandée par {row.requester} le {moment(sent)}"]
    return [*about, f"en attente {since(sent, now)}"] if row.state == State.PENDING else about


def _outcome(case: Case) -> str:
    row = case.row
    if row.state == State.INCOMPLETE:
        return "Un complément est demandé à la famille."
    if not case.is_decided:
        return ""
    word = "validée" if row.state == State.APPROVED else "refusée"
    reason = f" Motif : {row.reason}" if row.reason else ""
    return f"Cette réinscription a été {word} le {moment(row.decided_at or 0)} par « {row.decided_by} ».{reason}"


def _line(case: Case, each: Exhibit, spoken: Spoken) -> DocumentLine:
    given = each.supplied
    notes = [
        "facultative" if each.required and not each.is_compulsory else "",
        "n’est plus demandée" if each.required is None else "",
        "du foyer, pour tous ses élèves" if given and given.of_household else "",
    ]
    return DocumentLine(
        slug=given.key if given else "",
        label=each.name,
        note=", ".join(filter(None, notes)),
        file=given.file_name if given else "",
        facts=_facts(given) if given else "",
        remark=given.remark if given else "",
        state=_state(given),
        reason=given.reason if given else "",
        address=f"{address_of(case.row.key)}/pieces/{given.key}.pdf" if given else "",
        typed=spoken.about(given.key) if given else Typed(),
    )


def _facts(given: SuppliedDocument) -> str:
    """« 0,35 Mo, 2 pages, fourni le 18/11/2026 à 10 h 28 »."""
    size = f"{given.size / MEGABYTE:.2f}".replace(".", ",") + f"{NO_BREAK}Mo"
    return f"{size}, {plural(given.pages, 'page', 'pages')}, fourni le {moment(given.supplied_at)}"


def _state(given: SuppliedDocument | None) -> str:
    if given is None:
        return "A fournir"
    word = STATES[DocumentState(given.state)]
    return f"{word} le {moment(given.decided_at)} par « {given.decided_by} »" if given.decided_at else word


def _desk(db: Session, case: Case, spoken: Spoken, resumed: bool) -> Desk:
    lacking = [each.required for each in case.documents if each.required and each.is_lacking]
    return Desk(
        address=address_of(case.row.key),
        seen=json.dumps(case.seen),
        phrases=reference_lists.lists_of(db, case.row.site_id)[Listed.DECLINE_REASONS],
        lacking=[Lacking(each.key, each.name, each.key in spoken.lacking) for each in lacking],
        asked=spoken.asked,
        open=", ".join(f"« {each.name} »" for each in reenrolments.open_documents(case, {})),
        is_compulsory=any(each.is_compulsory for each in case.documents),
        anyway=spoken.anyway,
        common=spoken.said.common,
        resumed=resumed,
    )


def address_of(key: str) -> str:
    """Where a re-enrolment is: an id that says nothing, never a name."""
    return f"{LIST}/{key}"
