"""What a family takes home: whatever the portal holds about it, table by table; what was sent; and its journal."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Column, Engine, event
from sqlalchemy.sql import visitors
from sqlmodel import Session, col, delete, select, update

from data import audit, belongings, database, journal, ledger
from data.accounts import Account
from data.families import Family
from data.ledger import EntryLine, Ledger
from data.reenrolments import Reenrolment, all_sent, sent_of, take_back
from data.schema import METADATA
from data.settings import Settings
from data.store import Store
from tests.asking_for import ask_for, record_for
from tests.data.households import NOW, TODAY, person_of
from tests.people import People
from tests.reenrolling import DOCUMENTS, folder_for, open_reenrolment, reenrol, supply_for

LEFT_OUT = {
    "familystudent": "seen in the students themselves",
    **dict.fromkeys(("search_word", "account_word", "accountless"), "words of names that are in it already"),
    "own_change": "which records the office has changed: the journal, which is in it, says the same",
    "recovery_code": "of the office’s accounts alone",
    "throttle": "keyed digests: nobody can say whose",
    "used_form": "random numbers of forms: nobody can say whose",
    "import_run": "the office’s, and what its export said; the export itself is in the administrative software",
    **dict.fromkeys(
        ("holiday", "reference_value", "required_document", "site", "site_logo", "site_text"),
        "the site’s, of no family",
    ),
    **dict.fromkeys(("lease", "numbering", "portal"), "how the portal works, of no family"),
}


@pytest.fixture
def db(settings: Settings, people: People) -> Iterator[Session]:
    with database.transaction(settings.database) as session:
        open_reenrolment(session)
        yield session


def tables_read(db: Session, people: People) -> set[str]:
    """The tables of which a column is taken home or printed; not those that are only looked through."""
    found: set[str] = set()

    def note(_connection: object, clause: object, *_: object) -> None:
        for each in getattr(clause, "selected_columns", ()):
            columns = (part for part in visitors.iterate(each) if isinstance(part, Column))
            found.update(column.table.name for column in columns)

    who = person_of(db, people.family)
    event.listen(Engine, "before_execute", note)
    try:
        belongings.gather(db, who, TODAY)
    finally:
        event.remove(Engine, "before_execute", note)
    return found


def test_every_table_is_in_it_or_left_out_for_a_reason(db: Session, people: People) -> None:
    found = tables_read(db, people)
    assert {*METADATA.tables} - found - {*LEFT_OUT} == set()
    assert {*LEFT_OUT} <= {*METADATA.tables}


def test_what_was_sent_is_what_its_receipt_says(db: Session, settings: Settings, people: People) -> None:
    """The year that is asked for: as the folder of the student has it. Another year: what was supplied then."""
    reenrol(db, people.family)
    supply_for(db, Store(settings.documents), people.family)
    reenrol(db, people.family, "Zoé", "Danse")
    who, folder = person_of(db, people.family), folder_for(db, people.family)
    assert take_back(db, who, folder_for(db, people.family, "Zoé"), NOW)  # a draft again
    (now,) = all_sent(db, who, TODAY)
    assert now == sent_of(folder)
    assert [name for name, _ in now.documents] == [*DOCUMENTS]
    open_reenrolment(db, reenrolment_year="2030-2031")
    (later,) = all_sent(db, who, TODAY)
    assert (later.lines, [name for name, _ in later.documents]) == (now.lines, [DOCUMENTS[0]])


def test_what_was_sent_for_a_student_who_has_gone_is_still_there(db: Session, people: People) -> None:
    reenrol(db, people.family)
    db.exec(update(Reenrolment).values(student_id=None))
    (sent,) = all_sent(db, person_of(db, people.family), TODAY)
    assert (sent.reenrolment.subject, len(sent.lines)) == ("D’ALMEIDA Adrien", 2)


def test_every_entry_is_opened_as_it_is_alone(db: Session, people: People) -> None:
    who = person_of(db, people.family)
    db.exec(delete(EntryLine).where(col(EntryLine.amount) > 0))  # each has one of its own then
    found = ledger.all_of(db, who.family)
    alone = [ledger.entry_of(db, who.family, [*Ledger], entry.key) for entry, _ in found]
    assert found == alone
    assert [entry.key for entry, _ in found] == [people.family.fee, people.family.rental]


def test_the_journal_is_of_the_family_whoever_did_it(db: Session, people: People) -> None:
    """A shared student’s record is in both; of whom else it was linked to nothing is said."""
    family, other, office = (person_of(db, each) for each in (people.family, people.neighbour, people.office))
    ask_for(db, people.family, town="Olivet")
    ask_for(db, people.neighbour, town="Vierzon")
    reenrol(db, people.neighbour)
    adrien = record_for(db, family, "Adrien")
    keys = dict(db.exec(select(Family.id, Family.key)).all())
    accounts = dict(db.exec(select(Account.id, Account.key)).all())
    for action, subject, facts in (
        (audit.RECORD_CORRECTED, adrien.key, {}),
        (audit.STUDENT_LINKED, adrien.key, {"family": keys[other.family]}),
        (audit.STUDENT_LINKED, "another", {"family": keys[family.family]}),
        (audit.ACCOUNT_LOCKED, accounts[family.account], {}),
        (audit.ACCOUNT_LOCKED, accounts[other.account], {}),
    ):
        journal.note(db, office, action, subject, NOW, **facts)
    db.flush()
    noted = next(each for each in belongings.gather(db, family, TODAY).sections if each.name == "journal").rows
    assert [(each["Acte"], each["Par"]) for each in noted] == [
        (audit.REQUEST_SENT, "votre compte"),
        *((act, "un autre compte, ou le portail") for act in
          (audit.RECORD_CORRECTED, audit.STUDENT_LINKED, audit.ACCOUNT_LOCKED)),
    ]  # fmt: skip
