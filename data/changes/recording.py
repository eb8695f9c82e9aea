"""What a family has proposed is written down: the request, its fields, its history, the mails, the journal."""

from sqlmodel import Session, select

from data import accounts, audit, journal, outbox
from data.alphabet import searchable
from data.changes.fields import Record, Texts, fields_of
from data.changes.requests import ChangeEvent, ChangeRequest, ProposedChange, State, Step
from data.changes.standing import Standing
from data.numbering import next_number
from data.sessions import Person
from data.students import Student

ACTIONS = {
    Step.SENT: audit.REQUEST_SENT,
    Step.CHANGED: audit.REQUEST_CHANGED,
    Step.WITHDRAWN: audit.REQUEST_WITHDRAWN,
}


def write_down(
    db: Session, who: Person, record: Record, standing: Standing, wished: Texts, official: Texts, now: int
) -> bool:
    """All of it in one transaction, under the number of the request; False when nobody could be written to."""
    step = Step.CHANGED if standing.pending else Step.SENT
    request = standing.pending or _new_request(db, who, record, now)
    request.changed_at = now
    db.add(request)
    db.flush()
    _write_fields(db, request, standing, wished, official)
    changes = [
        [each.label, official[each.name], wished[each.name]]
        for each in fields_of(request.of_student)
        if each.name in wished
    ]
    _note(db, who, request, step, now, changes)
    both = {wished["email"], official["email"]} if "email" in wished and not request.of_student else set()
    return _acknowledge(db, who, request, changes, both, now)


def _write_fields(db: Session, request: ChangeRequest, standing: Standing, wished: Texts, official: Texts) -> None:
    """A field keeps the value it was proposed over until it is changed again; one that is wished no more goes."""
    held = {each.field: each for each in standing.changes} if standing.pending else {}
    for name in held.keys() - wished.keys():
        db.delete(held[name])
    for name, value in wished.items():
        change = held.get(name) or ProposedChange(request_id=request.id, field=name, base=official[name], value="")
        if name not in held or change.value != value:
            change.base, change.value = official[name], value
            db.add(change)


def _new_request(db: Session, who: Person, record: Record, now: int) -> ChangeRequest:
    of_student = isinstance(record, Student)
    return ChangeRequest(
        site_id=who.site,
        number=next_number(db, who.site, now),
        family_id=who.family,
        account_id=who.account,
        student_id=record.id if of_student else None,
        guardian_id=None if of_student else record.id,
        of_student=of_student,
        subject=record.name,
        requester=who.name,
        sought=searchable(f"{record.name} {who.name}"),
        sent_at=now,
        changed_at=now,
    )


def withdraw(db: Session, who: Person, request: ChangeRequest, now: int) -> None:
    """The family takes its request back: nothing waits for the office any more."""
    request.state, request.decided_at = State.WITHDRAWN, now
    db.add(request)
    _note(db, who, request, Step.WITHDRAWN, now, [])


def pending_of(db: Session, family: int, key: str) -> ChangeRequest | None:
    """A request of this family that still waits."""
    asked = select(ChangeRequest).where(
        ChangeRequest.family_id == family, ChangeRequest.key == key, ChangeRequest.state == State.PENDING
    )
    return db.exec(asked).first()


def _note(db: Session, who: Person, request: ChangeRequest, step: Step, now: int, changes: list[list[str]]) -> None:
    """One more step in the history, which the family reads, and in the journal, which names no value."""
    facts = {"changes": changes} if changes else {}
    db.add(ChangeEvent(request_id=request.id, at=now, step=step, who=who.name, facts=facts))
    journal.note(db, who, ACTIONS[step], request.number, now)


def _acknowledge(
    db: Session, who: Person, request: ChangeRequest, changes: list[list[str]], also: set[str], now: int
) -> bool:
    """To the address of the account; where an address itself is to change, to the official and the new one too."""
    facts = {"number": request.number, "subject": request.subject, "at": now, "changes": changes}
    recipients = {accounts.address_of(db, who.account), *also}
    return outbox.tell(
        db, recipients, kind=outbox.CHANGE_ACKNOWLEDGED, site=who.site, account=who.account, facts=facts, now=now
    )
