"""The receipt of a re-enrolment as it is printed, and in which words it and its page speak."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from data.documents import DocumentState, SuppliedDocument
from data.families import Guardian
from data.neighbours import told_apart
from data.reenrolments import Line, Reenrolment, Sent, State
from data.sites import Site
from routes.web.french import NO_BREAK, moment
from routes.web.page import View

STATES = {DocumentState.SUPPLIED: "Fourni", DocumentState.APPROVED: "Validé", DocumentState.DECLINED: "Refusé"}
NOTHING = "A fournir"


@dataclass(frozen=True, kw_only=True)
class PrintedReceipt(View):
    """What the office has received, as a letter."""

    template: ClassVar[str] = "prints/reenrolment.html"

    site: Site
    guardian: Guardian
    reenrolment: Reenrolment
    sent: str
    courses: list[tuple[str, str, str]]
    documents: list[tuple[str, str]]
    decision: str


def letter_of(site: Site, guardian: Guardian, held: Sent) -> PrintedReceipt:
    """The letter: what was sent, whom it is for, and what became of it."""
    row = held.reenrolment
    return PrintedReceipt(
        heading=f"Reçu de réinscription n°{NO_BREAK}{row.number}",
        site=site,
        guardian=guardian,
        reenrolment=row,
        sent=moment(held.at),
        courses=courses_of(row, held.lines),
        documents=documents_of(held),
        decision=decision_of(row),
    )


def names_of(lines: Sequence[Line]) -> list[str]:
    """A name for each course that no other has, with what is known of it."""
    return told_apart(
        lines,
        lambda line: line.title,
        lambda line: ", ".join(filter(None, (line.title, line.teacher))),
        lambda line: ", ".join(filter(None, (line.title, line.teacher, line.level, line.cycle))),
    )


def courses_of(row: Reenrolment, lines: Sequence[Line]) -> list[tuple[str, str, str]]:
    """Each course, and in words whether it goes on; none where the office is to settle them."""
    if row.administrative:
        return []
    return [
        (name, "continue" if line.ticked else "s’arrête", line.wish)
        for line, name in zip(lines, names_of(lines), strict=True)
    ]


def documents_of(held: Sent) -> list[tuple[str, str]]:
    """Each document, and where it stands."""
    return [(name, state_of(supplied)) for name, supplied in held.documents]


def state_of(supplied: SuppliedDocument | None) -> str:
    """« A fournir », « Fourni », « Validé » or « Refusé »."""
    return STATES[DocumentState(supplied.state)] if supplied else NOTHING


def decision_of(row: Reenrolment | None) -> str:
    """What the office has said last, and when."""
    if row is None or row.decided_at is None:
        return ""
    verdict = "validé" if row.state == State.APPROVED else "refusé"
    return f"Le secrétariat a {verdict} la réinscription le {moment(row.decided_at)}."
