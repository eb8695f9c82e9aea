"""The office decides: field by field, over what it saw, once, and the family is told."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlmodel import Session, and_, col, select

from data import accounts, audit, directory, outbox
from data.changes import holds
from data.changes.fields import Field, Record, fields_of, put, same, texts_of
from data.changes.requests import ChangeEvent, ChangeRequest, Decision, ProposedChange, State, Step
from data.changes.standing import record_of
from data.families import Family, Guardian, Named
from data.outbox import Mail
from data.sessions import Person
from data.students import FamilyStudent, Student

LONGEST_REASON = 500  # characters


class Verdict(NamedTuple):
    """What the office says to one proposed value."""

    decision: Decision
    reason: str = ""


class Ruling(enum.Enum):
    """What became of a decision."""

    DONE = enum.auto()
    TOO_LATE = enum.auto()  # decided by somebody else, or taken back by the family
    MOVED = enum.auto()  # a value is no longer what the page showed
    WRONG = enum.auto()


class Line(NamedTuple):
    """One field of a request, as the office weighs it."""

    field: Field
    change: ProposedChange
    official: str  # now; at the decision once there is one

    @property
    def moved(self) -> bool:
        """Whether the official value is no longer the one the family proposed over, nor what it proposed."""
        return not same(self.official, self.change.base) and not same(self.official, self.change.value)


@dataclass(frozen=True)
class Case:
    """A request before the office: its record while there is one, and its fields in the order of the record."""

    request: ChangeRequest
    record: Record | None
    lines: tuple[Line, ...]
    belongs: bool  # whether the record is still one of the family’s
    family: Named | None  # None when there is none any more

    @property
    def seen(self) -> dict[str, list[str]]:
        """What a page shows of it, to be compared when the decision comes."""
        return {each.field.name: [each.official, each.change.value] for each in self.lines}


@dataclass(frozen=True)
class Decided:
    """What became of a decision, and what is wrong with it by field, in French."""

    ruling: Ruling
    problems: Mapping[str, str] = field(default_factory=dict)


def case_of(db: Session, site: int, key: str) -> Case | None:
    """A request of this site with all that it takes to decide it. Two statements."""
    asked = (
        select(ChangeRequest, ProposedChange, Family.key, Guardian.surname)
        .join(ProposedChange, col(ProposedChange.request_id) == ChangeRequest.id)
        .outerjoin(Guardian, and_(Guardian.family_id == ChangeRequest.family_id, Guardian.rank == 0))
        .outerjoin(Family, col(Family.id) == Guardian.family_id)
        .where(ChangeRequest.site_id == site, ChangeRequest.key == key)
    )
    found = db.exec(asked).all()
    if not found:
        return None
    request, _, family, surname = found[0]
    record, belongs = _record_of(db, request)
    official = texts_of(record) if record else {}
    changes = {change.field: change for _, change, _, _ in found}
    lines = tuple(
        Line(each, changes[each.name], _official(changes[each.name], official.get(each.name, "")))
        for each in fields_of(request.of_student)
        if each.name in changes
    )
    return Case(request, record, lines, belongs, Named(family, surname) if family else None)


def _official(change: ProposedChange, now: str) -> str:
    return change.replaced if change.decision else now


def _record_of(db: Session, request: ChangeRequest) -> tuple[Record | None, bool]:
    """The record, and whether it is still the family’s: a student may have left it, a guardian only goes altogether."""
    if request.student_id is None:
        guardian = record_of(db, request)
        return guardian, guardian is not None and request.family_id is not None
    of_family = and_(FamilyStudent.student_id == Student.id, FamilyStudent.family_id == request.family_id)
    asked = select(Student, FamilyStudent.id).outerjoin(FamilyStudent, of_family)
    student, link = db.exec(asked.where(Student.id == request.student_id)).one()
    return student, link is not None


def decide(
    db: Session, who: Person, case: Case, verdicts: Mapping[str, Verdict], seen: Mapping[str, list[str]], now: int
) -> Decided:
    """Carry out what the office says to each field of a request, within the transaction of its form."""
    if case.request.state != State.PENDING:
        return Decided(Ruling.TOO_LATE)
    if seen != case.seen:
        return Decided(Ruling.MOVED)
    problems = {each.field.name: trouble for each in case.lines if (trouble := _trouble(case, each, verdicts))}
    if problems:
        return Decided(Ruling.WRONG, problems)
    for line in case.lines:
        _carry_out(db, case, line, verdicts[line.field.name])
    if case.record:
        directory.refresh_record(db, case.record)
    _close(db, who, case, now)
    return Decided(Ruling.DONE)


def _trouble(case: Case, line: Line, verdicts: Mapping[str, Verdict]) -> str:
    """What is wrong with the verdict on one field, in French; nothing when it can be carried out."""
    verdict, label = verdicts.get(line.field.name), line.field.label
    if verdict is None and line.moved:
        return f"« {label} » : la valeur officielle a changé depuis la demande ; choisissez laquelle vaut."
    if verdict is None:
        return f"« {label} » : choisissez « Approuver » ou « Refuser »."
    if verdict.decision == Decision.APPROVED and not case.belongs:
        return f"« {label} » : cette fiche n’est plus rattachée à la famille ; la demande ne peut qu’être refusée."
    if verdict.decision == Decision.DECLINED and not verdict.reason:
        return f"« {label} » : donnez le motif du refus, la famille le lira."
    if len(verdict.reason) > LONGEST_REASON:
        return f"« {label} » : un motif a {LONGEST_REASON} caractères au plus."
    return ""


def _carry_out(db: Session, case: Case, line: Line, verdict: Verdict) -> None:
    line.change.decision, line.change.replaced = verdict.decision, line.official
    if verdict.decision == Decision.DECLINED:
        line.change.reason = verdict.reason
    elif case.record:
        put(case.record, line.field.name, line.change.value)
        db.add(case.record)
        holds.hold(
            db,
            guardian=case.request.guardian_id,
            student=case.request.student_id,
            field=line.field.name,
            value=line.change.value,
            official=line.official,
        )
    db.add(line.change)


def _close(db: Session, who: Person, case: Case, now: int) -> None:
    """The request is decided: its history, the mail to the family and the journal say so."""
    request, username = case.request, accounts.username_of(db, who.account)
    request.state, request.decided_at, request.decided_by = State.DECIDED, now, username
    db.add(request)
    facts = {
        "changes": [[x.field.label, x.official, x.change.value, x.change.decision, x.change.reason] for x in case.lines]
    }
    db.add(ChangeEvent(request_id=request.id, at=now, step=Step.DECIDED, who=who.name, facts=facts))
    decisions = {each.field.name: each.change.decision for each in case.lines}
    audit.note(
        db,
        site=who.site,
        account=who.account,
        who=username,
        action=audit.REQUEST_DECIDED,
        subject=request.number,
        now=now,
        **decisions,
    )
    _tell_family(db, case, facts | {"number": request.number, "subject": request.subject, "at": now}, now)


def _tell_family(db: Session, case: Case, facts: dict[str, object], now: int) -> None:
    """To every account of the family, where its mails go now, and to the address that one has just left."""
    request = case.request
    db.flush()
    left = {each.official for each in case.lines if each.field.name == "email" and not request.of_student}
    outbox.tell(
        db,
        accounts.addresses_of_family(db, request.family_id) | left,
        kind=outbox.CHANGE_DECIDED,
        site=request.site_id,
        account=request.account_id,
        facts=facts,
        now=now,
    )


def was_told(db: Session, request: ChangeRequest) -> bool:
    """Whether a mail about the decision could be written to somebody."""
    told = select(Mail.id).where(
        Mail.kind == outbox.CHANGE_DECIDED,
        Mail.account_id == request.account_id,
        Mail.created_at == request.decided_at,
    )
    return db.exec(told).first() is not None
