"""A family proposes: what it typed is compared with what it saw, checked where it changed, and written down once."""

import datetime
import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlmodel import Session, select

from data import accounts, audit, outbox
from data.alphabet import searchable
from data.changes.fields import Field, Record, Texts, fields_of, same, texts_of
from data.changes.requests import ChangeEvent, ChangeRequest, ProposedChange, State, Step
from data.changes.standing import Standing, standing_of
from data.numbering import next_number
from data.outbox import Mail
from data.reference_lists import Lists, lists_of
from data.sessions import Person
from data.students import Student

PASSWORD = "password"  # not a field of a record: what a new e-mail address asks for


class Answer(enum.Enum):
    """What became of a form."""

    SENT = enum.auto()
    UNTOLD = enum.auto()  # sent, but there is no address to acknowledge it to
    WITHDRAWN = enum.auto()  # everything is as the office has it: nothing is asked any more
    UNCHANGED = enum.auto()
    WRONG = enum.auto()
    CLASHING = enum.auto()  # the record is no longer what the page showed: nothing is written before a comparison


class Wish(NamedTuple):
    """A form as it came: what was typed, what the page had shown, and whether the current password was given."""

    typed: Texts
    shown: Texts
    proven: bool = False


class Clash(NamedTuple):
    """One field that is no longer what the page showed."""

    label: str
    shown: str
    current: str
    wished: str


@dataclass(frozen=True)
class Outcome:
    """What became of a form, and what the next page must show."""

    answer: Answer
    problems: Mapping[str, str] = field(default_factory=dict)  # in French, by field
    clashes: tuple[Clash, ...] = ()


def propose(db: Session, who: Person, record: Record, wish: Wish, now: int, today: datetime.date) -> Outcome:
    """Carry out what a family wishes for one of its records, within the transaction of its form."""
    official, standing = texts_of(record), standing_of(db, who.family, record)
    current = official | standing.proposed
    touched, problems = read(wish, record, current | wish.shown, lists_of(db, who.site), today)
    if problems:
        return Outcome(Answer.WRONG, problems)
    clashes = _clashes(fields_of(isinstance(record, Student)), wish.shown, current, current | touched)
    if clashes:
        return Outcome(Answer.CLASHING, clashes=clashes)
    wished = {name: value for name, value in (current | touched).items() if not same(value, official[name])}
    if wished == standing.proposed:
        return Outcome(Answer.UNCHANGED)
    if not wished:
        assert standing.pending
        withdraw(db, who, standing.pending, now)
        return Outcome(Answer.WITHDRAWN)
    told = _write(db, who, record, standing, wished, official, now)
    return Outcome(Answer.SENT if told else Answer.UNTOLD)


def read(wish: Wish, record: Record, shown: Texts, lists: Lists, today: datetime.date) -> tuple[Texts, dict[str, str]]:
    """The fields that were changed in the form, and all that is wrong with them. The others are not even looked at.

    The official value may always be taken up again, however odd it is: the office has it already.
    """
    of_student, held = isinstance(record, Student), texts_of(record)
    touched, problems = {}, {}
    for each in fields_of(of_student):
        typed = wish.typed.get(each.name)
        if typed is None or same(typed, shown[each.name]):
            continue
        if same(typed, held[each.name]):
            touched[each.name] = held[each.name]
            continue
        try:
            touched[each.name] = each.read(typed, (held[each.name], shown[each.name]), lists, today)
        except ValueError as trouble:
            problems[each.name] = str(trouble)
    if "email" in touched and not (of_student or same(touched["email"], held["email"])):
        problems |= _keeps_an_address(touched["email"], wish.proven)
    return touched, problems


def _keeps_an_address(email: str, proven: bool) -> dict[str, str]:
    """A guardian’s own address cannot be emptied, nor changed by somebody who only found the session open."""
    if not email:
        return {"email": "« E-mail » : gardez une adresse, c’est là que le conservatoire vous écrit."}
    if not proven:
        return {PASSWORD: "Pour changer l’E-mail, donnez votre mot de passe actuel."}
    return {}


def _clashes(fields: tuple[Field, ...], shown: Texts, current: Texts, wished: Texts) -> tuple[Clash, ...]:
    return tuple(
        Clash(each.label, shown[each.name], current[each.name], wished[each.name])
        for each in fields
        if each.name in shown and not same(shown[each.name], current[each.name])
    )


def _write(
    db: Session, who: Person, record: Record, standing: Standing, wished: Texts, official: Texts, now: int
) -> bool:
    """The request, its fields, its history, the mails and the journal; False when nobody could be written to."""
    step = Step.CHANGED if standing.pending else Step.SENT
    request = standing.pending or _new_request(db, who, record, now)
    request.changed_at = now
    db.add(request)
    db.flush()
    held = {each.field: each for each in standing.changes} if standing.pending else {}
    for name in held.keys() - wished.keys():
        db.delete(held[name])
    for name, value in wished.items():
        change = held.get(name) or ProposedChange(request_id=request.id, field=name, base=official[name], value="")
        if name not in held or change.value != value:
            change.base, change.value = official[name], value
            db.add(change)
    changes = [
        [each.label, official[each.name], wished[each.name]]
        for each in fields_of(request.of_student)
        if each.name in wished
    ]
    _note(db, who, request, step, now, changes)
    both = {wished["email"], official["email"]} if "email" in wished and not request.of_student else set()
    return _acknowledge(db, who, request, changes, both, now)


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


ACTIONS = {
    Step.SENT: audit.REQUEST_SENT,
    Step.CHANGED: audit.REQUEST_CHANGED,
    Step.WITHDRAWN: audit.REQUEST_WITHDRAWN,
}


def _note(db: Session, who: Person, request: ChangeRequest, step: Step, now: int, changes: list[list[str]]) -> None:
    """One more step in the history, which the family reads, and in the journal, which names no value."""
    facts = {"changes": changes} if changes else {}
    db.add(ChangeEvent(request_id=request.id, at=now, step=step, who=who.name, facts=facts))
    audit.note(
        db,
        site=who.site,
        account=who.account,
        who=accounts.username_of(db, who.account),
        action=ACTIONS[step],
        subject=request.number,
        now=now,
    )


def _acknowledge(
    db: Session, who: Person, request: ChangeRequest, changes: list[list[str]], also: set[str], now: int
) -> bool:
    """To the address of the account; where an address itself is to change, to the official and the new one too."""
    facts = {"number": request.number, "subject": request.subject, "at": now, "changes": changes}
    recipients = {accounts.address_of(db, who.account), *also} - {""}
    outbox.post(
        db,
        [
            Mail(
                site_id=who.site,
                account_id=who.account,
                kind=outbox.CHANGE_ACKNOWLEDGED,
                facts=facts,
                recipient=recipient,
                created_at=now,
                due_at=now,
            )
            for recipient in sorted(recipients)
        ],
    )
    return bool(recipients)
