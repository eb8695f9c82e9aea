"""What the portal does unasked at its start: what is kept no longer goes, in two writes."""

import logging
import sqlite3

import pytest
from sqlmodel import Session, select

from data import database, import_runs
from data.database import Database
from data.documents import SuppliedDocument
from data.import_runs import ImportRun, RunState
from data.imports import tidying
from data.reenrolments import Reenrolment, State, keeping
from data.settings import Settings
from data.store import Store
from routes.web import housekeeping
from tests.asking_for import NOW, as_person
from tests.conftest import Clock
from tests.people import People
from tests.reenrolling import open_reenrolment, reenrol, supply_for

pytestmark = pytest.mark.anyio
DAY = 86400


@pytest.fixture
def store(settings: Settings) -> Store:
    return Store(settings.documents)


@pytest.fixture
def decided(settings: Settings, store: Store, people: People) -> str:
    """A document whose request has been decided; its stored name."""
    with database.transaction(settings.database) as db:
        open_reenrolment(db, documents_kept=30)
        stored = supply_for(db, store, people.family).stored
        key = reenrol(db, people.family)
        row = db.exec(select(Reenrolment).where(Reenrolment.key == key)).one()
        row.state, row.decided_at = State.APPROVED, NOW
    return stored


async def open_and_close(settings: Settings) -> None:
    """The portal begins, and ends."""
    house = Database(settings.database)
    await house.open()
    try:
        async with housekeeping.keep_house_for_ever(house, settings):
            pass
    finally:
        await house.close()


def rows(settings: Settings) -> int:
    with database.reading(settings.database) as db:
        return len(db.exec(select(SuppliedDocument)).all())


@pytest.mark.parametrize(("days", "kept"), [(29, 1), (30, 0)])
async def test_at_the_start_what_is_out_of_time_goes_with_its_file(
    settings: Settings, store: Store, decided: str, time: Clock, days: int, kept: int
) -> None:
    time.pass_by(days * DAY)
    await open_and_close(settings)
    assert (rows(settings), store.path(decided).exists()) == (kept, bool(kept))


async def test_a_file_outlives_a_purge_that_was_not_committed(
    settings: Settings, store: Store, decided: str, time: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(db: Session, now: int) -> int:
        keeping_purge(db, now)
        raise sqlite3.OperationalError("disk I/O error")

    keeping_purge = keeping.purge
    monkeypatch.setattr(keeping, "purge", fails)
    time.pass_by(30 * DAY)
    await open_and_close(settings)
    assert rows(settings) == 1
    assert store.path(decided).exists()


async def test_the_portal_opens_though_its_house_cannot_be_kept(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*_: object) -> int:
        raise PermissionError("a secret place")

    monkeypatch.setattr(keeping, "sweep", fails)
    with caplog.at_level(logging.ERROR):
        await open_and_close(settings)
    assert [each.getMessage() for each in caplog.records] == ["housekeeping failed: PermissionError"]


async def test_an_import_that_was_killed_is_interrupted_at_the_next_start(
    settings: Settings, people: People, time: Clock
) -> None:
    with database.transaction(settings.database) as db:
        import_runs.begin(db, as_person(db, people.clerk), "k2345678", "a form", False, time.now)
    await open_and_close(settings)
    with database.reading(settings.database) as db:
        assert db.exec(select(ImportRun.state)).one() == RunState.INTERRUPTED


async def test_the_portal_opens_though_imports_cannot_be_tidied(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*_: object) -> None:
        raise PermissionError("a secret place")

    monkeypatch.setattr(tidying, "tidy", fails)
    with caplog.at_level(logging.ERROR):
        await open_and_close(settings)
    assert [each.getMessage() for each in caplog.records] == ["tidying imports failed: PermissionError"]
