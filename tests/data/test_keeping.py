"""How long documents are kept: until some time after the decision, and files as long as their rows."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import Session, select

from data import database
from data.documents import RequiredDocument, SuppliedDocument
from data.reenrolments import Reenrolment, State, keeping
from data.settings import Settings
from data.store import Store
from tests.asking_for import NOW
from tests.people import People
from tests.reenrolling import DOCUMENTS, open_reenrolment, reenrol, supply_for

DAY = 86400


@pytest.fixture
def db(settings: Settings) -> Iterator[Session]:
    with database.transaction(settings.database) as session:
        open_reenrolment(session, documents_kept=90)
        yield session


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "pieces")


def decide(db: Session, key: str, state: State = State.APPROVED, at: int = NOW) -> None:
    row = db.exec(select(Reenrolment).where(Reenrolment.key == key)).one()
    row.state, row.decided_at = state, at
    db.add(row)
    db.flush()


def names(db: Session) -> list[str]:
    return [document.name for document in db.exec(select(SuppliedDocument))]


@pytest.mark.parametrize(("days", "kept"), [(89, 1), (90, 0)])
def test_a_document_goes_some_time_after_the_decision(
    db: Session, people: People, store: Store, days: int, kept: int
) -> None:
    supply_for(db, store, people.family)
    decide(db, reenrol(db, people.family))
    assert keeping.purge(db, NOW + days * DAY) == 1 - kept
    assert len(names(db)) == kept


def test_a_document_that_waits_for_the_office_stays(db: Session, people: People, store: Store) -> None:
    supply_for(db, store, people.family)
    reenrol(db, people.family)
    assert keeping.purge(db, NOW + 300 * DAY) == 0


def test_a_document_of_the_household_goes_with_the_last_of_its_students(
    db: Session, people: People, store: Store
) -> None:
    for required in db.exec(select(RequiredDocument)):
        required.of_household = required.name == DOCUMENTS[0]
    db.flush()
    supply_for(db, store, people.family)
    decide(db, reenrol(db, people.family))
    other = reenrol(db, people.family, "Zoé", "Danse")
    assert keeping.purge(db, NOW + 90 * DAY) == 0
    decide(db, other, State.DECLINED, NOW + 30 * DAY)
    assert keeping.purge(db, NOW + 90 * DAY) == 0
    assert keeping.purge(db, NOW + 120 * DAY) == 1


def test_the_document_of_a_draft_goes_after_a_year(db: Session, people: People, store: Store) -> None:
    supply_for(db, store, people.family)
    assert keeping.purge(db, NOW + 365 * DAY) == 0
    assert keeping.purge(db, NOW + 366 * DAY) == 1


def test_files_go_once_their_rows_are_gone(db: Session, people: People, store: Store) -> None:
    supplied = supply_for(db, store, people.family)
    assert keeping.sweep(db, store, NOW) == 0
    db.delete(supplied)
    db.flush()
    assert keeping.sweep(db, store, NOW) == 1


def test_a_model_is_kept_as_long_as_its_document_is_asked_for(db: Session, people: People, store: Store) -> None:
    arrived = store.arrival()
    arrived.write_bytes(b"a form")
    required = db.exec(select(RequiredDocument)).first()
    assert required
    required.model = store.keep(arrived)
    db.flush()
    assert keeping.sweep(db, store, NOW) == 0
