"""A family proposes: what it typed is compared with what it saw, checked where it changed, and written down once."""

import datetime
import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlmodel import Session

from data.changes.fields import Field, Record, Texts, fields_of, same, texts_of
from data.changes.recording import withdraw, write_down
from data.changes.standing import standing_of
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
    clashes = clashes_of(fields_of(isinstance(record, Student)), wish.shown, current, current | touched)
    if clashes:
        return Outcome(Answer.CLASHING, clashes=clashes)
    wished = {name: value for name, value in (current | touched).items() if not same(value, official[name])}
    if wished == standing.proposed:
        return Outcome(Answer.UNCHANGED)
    if not wished:
        assert standing.pending
        withdraw(db, who, standing.pending, now)
        return Outcome(Answer.WITHDRAWN)
    told = write_down(db, who, record, standing, wished, official, now)
    return Outcome(Answer.SENT if told else Answer.UNTOLD)


def read(wish: Wish, record: Record, shown: Texts, lists: Lists, today: datetime.date) -> tuple[Texts, dict[str, str]]:
    """What a family has changed in the form, and all that is wrong with it: read_fields, and its own address."""
    touched, problems = read_fields(wish, record, shown, lists, today)
    if "email" in touched and not (isinstance(record, Student) or same(touched["email"], record.email)):
        problems |= _keeps_an_address(touched["email"], wish.proven)
    return touched, problems


def read_fields(
    wish: Wish, record: Record, shown: Texts, lists: Lists, today: datetime.date
) -> tuple[Texts, dict[str, str]]:
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
    return touched, problems


def _keeps_an_address(email: str, proven: bool) -> dict[str, str]:
    """A guardian’s own address cannot be emptied, nor changed by somebody who only found the session open."""
    if not email:
        return {"email": "« E-mail » : gardez une adresse, c’est là que le conservatoire vous écrit."}
    if not proven:
        return {PASSWORD: "Pour changer l’E-mail, donnez votre mot de passe actuel."}
    return {}


def clashes_of(fields: tuple[Field, ...], shown: Texts, current: Texts, wished: Texts) -> tuple[Clash, ...]:
    """The fields that are no longer what the page showed."""
    return tuple(
        Clash(each.label, shown[each.name], current[each.name], wished[each.name])
        for each in fields
        if each.name in shown and not same(shown[each.name], current[each.name])
    )
