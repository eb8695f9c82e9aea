"""What the mails of re-enrolment say; the kinds of letters.py go on here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

from sqlmodel import Session

from data import outbox
from data.outbox import Mail
from data.reenrolments import State
from routes.web.mail import Letter


class Wished(NamedTuple):
    """One course: whether it continues, and the wish that was noted."""

    title: str
    continues: bool
    wish: str


class Declined(NamedTuple):
    """A document that was refused."""

    name: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class ReenrolmentLetter(Letter):
    """What every mail about a re-enrolment says: which one, for whom, and where it is read."""

    number: str
    subject_of: str  # the student, who is never named in the subject
    at: int
    address: str  # the path of the tab

    @property
    def subject(self) -> str:
        """« Réinscription n° 2026-000123 : » and what it is about."""
        return f"Réinscription n°\N{NO-BREAK SPACE}{self.number}\N{NO-BREAK SPACE}: {self.about}"

    @property
    def about(self) -> str:
        """The rest of the subject."""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class ReenrolmentAcknowledgedLetter(ReenrolmentLetter):
    """What is wished, and what is still missing."""

    template: ClassVar[str] = "reenrolment_acknowledged"

    school_year: str
    administrative: bool
    courses: list[Wished]
    remarks: str
    missing: list[str]

    @property
    def subject(self) -> str:
        """« Accusé de réception n° 2026-000123 », as for every request."""
        return f"Accusé de réception n°\N{NO-BREAK SPACE}{self.number}"


@dataclass(frozen=True, kw_only=True)
class DocumentDeclinedLetter(ReenrolmentLetter):
    """Documents that the office cannot accept, and why."""

    template: ClassVar[str] = "document_declined"

    documents: list[Declined]

    @property
    def about(self) -> str:
        """Counted."""
        return "une pièce est refusée" if len(self.documents) == 1 else "des pièces sont refusées"


@dataclass(frozen=True, kw_only=True)
class CompletionAskedLetter(ReenrolmentLetter):
    """What the office still needs."""

    template: ClassVar[str] = "completion_asked"

    words: str
    documents: list[str]

    @property
    def about(self) -> str:
        """The same for everybody."""
        return "un complément est demandé"


@dataclass(frozen=True, kw_only=True)
class ReenrolmentDecidedLetter(ReenrolmentLetter):
    """What the office has decided, course by course, or why it has declined."""

    template: ClassVar[str] = "reenrolment_decided"

    school_year: str
    approved: bool
    reason: str
    administrative: bool
    courses: list[Wished]

    @property
    def about(self) -> str:
        """Yes or no."""
        return "elle est validée" if self.approved else "elle est refusée"


@dataclass(frozen=True, kw_only=True)
class ReenrolmentReopenedLetter(ReenrolmentLetter):
    """A decision that the office has taken back, and why."""

    template: ClassVar[str] = "reenrolment_reopened"

    school_year: str
    approved: bool  # before
    reason: str

    @property
    def about(self) -> str:
        """The same for everybody."""
        return "le dossier est rouvert"


def _acknowledged(_db: Session, row: Mail, common: dict[str, Any], _: int) -> Letter:
    facts = row.facts
    return ReenrolmentAcknowledgedLetter(
        **common,
        **_about(row),
        courses=[Wished(*each) for each in facts["courses"]],
        **{name: facts[name] for name in ("school_year", "administrative", "remarks", "missing")},
    )


def _document_declined(_db: Session, row: Mail, common: dict[str, Any], _: int) -> Letter:
    documents = [Declined(*each) for each in row.facts["documents"]]
    return DocumentDeclinedLetter(**common, **_about(row), documents=documents)


def _completion_asked(_db: Session, row: Mail, common: dict[str, Any], _: int) -> Letter:
    asked = {name: row.facts[name] for name in ("words", "documents")}
    return CompletionAskedLetter(**common, **_about(row), **asked)


def _reenrolment_decided(_db: Session, row: Mail, common: dict[str, Any], _: int) -> Letter:
    facts = row.facts
    return ReenrolmentDecidedLetter(
        **common,
        **_about(row),
        school_year=facts["school_year"],
        approved=facts["state"] == State.APPROVED,
        reason=facts["reason"],
        administrative=facts["administrative"],
        courses=[Wished(*each) for each in facts["courses"]],
    )


def _reenrolment_reopened(_db: Session, row: Mail, common: dict[str, Any], _: int) -> Letter:
    facts = row.facts
    return ReenrolmentReopenedLetter(
        **common,
        **_about(row),
        school_year=facts["school_year"],
        approved=facts["was"] == State.APPROVED,
        reason=facts["reason"],
    )


def _about(row: Mail) -> dict[str, Any]:
    facts = row.facts
    return {
        "number": facts["number"],
        "subject_of": facts["subject"],
        "at": facts["at"],
        "address": facts["address"],
    }


WRITERS: dict[str, Callable[[Session, Mail, dict[str, Any], int], Letter]] = {
    outbox.REENROLMENT_ACKNOWLEDGED: _acknowledged,
    outbox.DOCUMENT_DECLINED: _document_declined,
    outbox.COMPLETION_ASKED: _completion_asked,
    outbox.REENROLMENT_DECIDED: _reenrolment_decided,
    outbox.REENROLMENT_REOPENED: _reenrolment_reopened,
}
