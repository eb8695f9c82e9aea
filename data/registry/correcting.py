"""The office corrects a record: the family’s own form and checks, but what it says is official at once."""

import datetime

from sqlmodel import Session

from data import audit, directory, journal, own_changes
from data.changes import Answer, Outcome, Record, Wish, fields_of, holds, same, texts_of
from data.changes.fields import put
from data.changes.proposing import clashes_of, read_fields
from data.reference_lists import lists_of
from data.sessions import Person
from data.students import Student


def correct(db: Session, who: Person, record: Record, wish: Wish, now: int, today: datetime.date) -> Outcome:
    """Make what was typed the official value, unless somebody has changed the record since the page was shown.

    A request that waits for the same field stays, and shows that the official value has moved.
    """
    official, of_student = texts_of(record), isinstance(record, Student)
    touched, problems = read_fields(wish, record, official | wish.shown, lists_of(db, who.site), today)
    if problems:
        return Outcome(Answer.WRONG, problems)
    clashes = clashes_of(fields_of(of_student), wish.shown, official, official | touched)
    if clashes:
        return Outcome(Answer.CLASHING, clashes=clashes)
    changed = {name: value for name, value in touched.items() if not same(value, official[name])}
    if not changed:
        return Outcome(Answer.UNCHANGED)
    for name, value in changed.items():
        _make_official(db, record, name, value, official[name])
    db.add(record)
    directory.refresh_record(db, record)
    own_changes.remember(db, who, own_changes.Kind.CORRECTED, record, now, changed)
    journal.note(db, who, audit.RECORD_CORRECTED, record.key, now, fields=sorted(changed))
    return Outcome(Answer.SENT)


def _make_official(db: Session, record: Record, field: str, value: str, official: str) -> None:
    """It stands until an export brings it, or a third value, just as an approved proposal does."""
    put(record, field, value)
    guardian, student = (None, record.id) if isinstance(record, Student) else (record.id, None)
    holds.hold(db, guardian=guardian, student=student, field=field, value=value, official=official)
