"""« Valider »: the draft goes to the office, once, under a number, with a mail; and it can be taken back."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlmodel import Session, col, delete

from data import accounts, audit, journal, outbox
from data.numbering import next_number
from data.reenrolments.folder import Folder
from data.reenrolments.opening import Phase
from data.reenrolments.saving import ADMINISTRATIVE, COURSE, choice_of
from data.reenrolments.tables import CourseChoice, Reenrolment, ReenrolmentEvent, State, Step, address_of
from data.sessions import Person

ACTIONS = {
    Step.SENT: audit.REENROLMENT_SENT,
    Step.TAKEN_BACK: audit.REENROLMENT_TAKEN_BACK,
    Step.COMPLETED: audit.REENROLMENT_COMPLETED,
    Step.ASKED: audit.REENROLMENT_ASKED,
    Step.APPROVED: audit.REENROLMENT_APPROVED,
    Step.DECLINED: audit.REENROLMENT_DECLINED,
    Step.REOPENED: audit.REENROLMENT_REOPENED,
    Step.DOCUMENT_APPROVED: audit.DOCUMENT_APPROVED,
    Step.DOCUMENT_DECLINED: audit.DOCUMENT_DECLINED,
}


class Answer(enum.Enum):
    """What became of « Valider »."""

    SENT = enum.auto()
    UNTOLD = enum.auto()  # sent, but there is no address to acknowledge it to
    ALREADY = enum.auto()  # it waits, or is decided: nothing is sent twice
    CLOSED = enum.auto()
    WRONG = enum.auto()


@dataclass(frozen=True)
class Outcome:
    """What became of it, and what is wrong, in French, by field."""

    answer: Answer
    problems: Mapping[str, str] = field(default_factory=dict)


def problems_of(folder: Folder) -> dict[str, str]:
    """What keeps a draft from being sent, by field; none when nothing does."""
    administrative = bool(folder.reenrolment and folder.reenrolment.administrative)
    ticked = [each for each in folder.lines if each.ticked]
    gone = {COURSE + x.key: f"« {x.title} » n’est plus proposé : décochez-le." for x in ticked if not x.offered}
    if gone:
        return gone
    if administrative and ticked:
        words = "Cochez soit « Réinscription administrative », soit des cours, mais pas les deux."
    elif not (administrative or ticked):
        words = "Cochez « Réinscription administrative », ou au moins un cours."
    else:
        return {}
    return {ADMINISTRATIVE: words}


def send(db: Session, who: Person, folder: Folder, now: int) -> Outcome:
    """Carry « Valider » out, within the transaction of its form."""
    if folder.state == State.INCOMPLETE:
        return _complete(db, who, folder, now)
    if folder.state != State.DRAFT:
        return Outcome(Answer.ALREADY)
    if folder.opening.phase != Phase.OPEN:
        return Outcome(Answer.CLOSED)
    problems = problems_of(folder)
    if problems or folder.reenrolment is None:
        return Outcome(Answer.WRONG, problems)
    row = folder.reenrolment
    row.number = row.number or next_number(db, who.site, now)
    row.state, row.sent_at, row.asked, row.requester = State.PENDING, now, "", who.name
    db.add(row)
    _freeze(db, row, folder)
    facts = facts_of(row, folder)
    note_step(db, who, row, Step.SENT, now, facts)
    told = _acknowledge(db, who, row, folder, facts, now)
    return Outcome(Answer.SENT if told else Answer.UNTOLD)


def _complete(db: Session, who: Person, folder: Folder, now: int) -> Outcome:
    """The family says that it has given what the office asked for."""
    row = folder.reenrolment
    assert row
    row.state, row.asked = State.PENDING, ""
    db.add(row)
    note_step(db, who, row, Step.COMPLETED, now, {"remarks": row.remarks})
    return Outcome(Answer.SENT)


def take_back(db: Session, who: Person, folder: Folder, now: int) -> bool:
    """What was sent becomes a draft again, and keeps its number; False when it is too late for that."""
    row = folder.reenrolment
    if row is None or not folder.may_take_back:
        return False
    row.state, row.asked, row.reopened = State.DRAFT, "", ""
    db.add(row)
    note_step(db, who, row, Step.TAKEN_BACK, now, {})
    return True


def _freeze(db: Session, row: Reenrolment, folder: Folder) -> None:
    """Every course as it is now: what is not ticked stops, and that is said too."""
    db.exec(delete(CourseChoice).where(col(CourseChoice.reenrolment_id) == row.id))
    db.add_all(choice_of(row, rank, each, each.ticked, each.wish) for rank, each in enumerate(folder.lines))


def facts_of(row: Reenrolment, folder: Folder) -> dict[str, object]:
    """What was wished, in words that stay."""
    return {
        "administrative": row.administrative,
        "courses": [[each.title, each.ticked, each.wish] for each in folder.lines],
        "remarks": row.remarks,
    }


def note_step(db: Session, who: Person, row: Reenrolment, step: Step, now: int, facts: Mapping[str, object]) -> None:
    """One more step in the history, which the family reads, and in the journal, which names no child."""
    db.add(ReenrolmentEvent(reenrolment_id=row.id, at=now, step=step, who=who.name, facts=dict(facts)))
    journal.note(db, who, ACTIONS[step], row.number, now)


def _acknowledge(
    db: Session, who: Person, row: Reenrolment, folder: Folder, facts: dict[str, object], now: int
) -> bool:
    frozen = {
        "number": row.number,
        "subject": row.subject,
        "at": now,
        "school_year": row.school_year,
        "address": address_of(folder.student.key),
        "missing": [each.required.name for each in folder.missing],
        **facts,
    }
    return outbox.tell(
        db,
        {accounts.address_of(db, who.account)},
        kind=outbox.REENROLMENT_ACKNOWLEDGED,
        site=who.site,
        account=who.account,
        facts=frozen,
        now=now,
    )
