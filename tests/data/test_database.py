"""The database room: one unit of work in one hop, one writer, and nothing acknowledged is lost."""

import threading
from datetime import date

import anyio
import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlmodel import Session, select, update

from data import database
from data.database import Database, transaction
from data.settings import Settings
from data.sites import Holiday, Site
from data.throttle import Throttle
from tests.data.counting import add_one, begin_count, count

pytestmark = pytest.mark.anyio


async def test_what_is_written_is_read(base: Database) -> None:
    await base.write(begin_count)
    await base.write(add_one)
    assert await base.read(count) == 1


async def test_a_unit_of_work_gets_its_arguments_and_gives_its_answer(base: Database) -> None:
    def unit(_: Session, first: int, *, second: int) -> int:
        return first * second

    assert await base.read(unit, 6, second=7) == 42
    assert await base.write(unit, 6, second=7) == 42


async def test_each_unit_of_work_is_one_hop_to_another_thread(base: Database) -> None:
    threads = {await base.read(lambda _: threading.get_ident()) for _ in range(4)}
    assert threading.get_ident() not in threads
    assert len(threads) == database.READERS
    assert base.hops == 4


async def test_a_reader_cannot_write(base: Database) -> None:
    with pytest.raises(OperationalError, match="readonly"):
        await base.read(lambda db: db.exec(update(Site).values(name="x")))
    with pytest.raises(OperationalError, match="readonly"):
        await base.read(begin_count)


async def test_a_write_is_all_or_nothing(base: Database) -> None:
    def half(db: Session) -> None:
        begin_count(db)
        db.flush()
        raise KeyError

    with pytest.raises(KeyError):
        await base.write(half)
    assert await base.read(lambda db: db.exec(select(Throttle)).all()) == []
    await base.write(begin_count)


async def test_a_broken_unit_of_work_leaves_its_connection_usable(base: Database) -> None:
    for _ in range(2 * database.READERS):
        with pytest.raises(OperationalError):
            await base.read(lambda db: db.execute(text("SELECT nothing FROM nowhere")))
    assert await base.read(lambda db: len(db.exec(select(Site)).all())) == 2


async def test_a_commit_that_fails_leaves_its_connection_usable(base: Database) -> None:
    def orphan(db: Session) -> None:
        db.execute(text("PRAGMA defer_foreign_keys=ON"))
        db.add(Holiday(site_id=999, name="x", first_day=date(2026, 1, 1), last_day=date(2026, 1, 1)))

    for _ in range(2):
        with pytest.raises(IntegrityError):
            await base.write(orphan)
    await base.write(begin_count)
    assert await base.read(count) == 0
    assert await base.read(lambda db: db.exec(select(Holiday)).all()) == []


async def test_a_unit_of_work_finds_nothing_of_the_one_before(base: Database) -> None:
    def look(db: Session) -> tuple[int, int]:
        known = len(db.identity_map)
        return known, len(db.exec(select(Site)).all())

    for _ in range(2 * database.READERS):
        assert await base.read(look) == (0, 2)


async def test_a_read_sees_one_state_from_beginning_to_end(base: Database) -> None:
    await base.write(begin_count)
    began, written, seen = threading.Event(), threading.Event(), []

    def look_twice(db: Session) -> None:
        seen.append(count(db))
        began.set()
        assert written.wait(10)
        db.expire_all()
        seen.append(count(db))

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(base.read, look_twice)
        await anyio.to_thread.run_sync(began.wait)
        await base.write(add_one)
        written.set()
    assert seen == [0, 0]
    assert await base.read(count) == 1


async def test_a_reader_does_not_hold_up_the_writer(base: Database) -> None:
    await base.write(begin_count)
    release = threading.Event()
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(base.read, lambda _: release.wait(10))
        with anyio.fail_after(5):
            await base.write(add_one)
        release.set()


async def test_two_hundred_changes_at_once_from_two_sides_lose_nothing(base: Database, settings: Settings) -> None:
    other = Database(settings.database)
    await other.open()
    await base.write(begin_count)
    try:
        async with anyio.create_task_group() as tasks:
            for number in range(200):
                tasks.start_soon((base, other)[number % 2].write, add_one)
        assert (await base.read(count), await other.read(count)) == (200, 200)
    finally:
        await other.close()


async def test_a_script_that_writes_waits_its_turn(base: Database, settings: Settings) -> None:
    await base.write(begin_count)

    def script() -> None:
        for _ in range(20):
            with transaction(settings.database) as db:
                add_one(db)

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(anyio.to_thread.run_sync, script)
        for _ in range(20):
            tasks.start_soon(base.write, add_one)
    assert await base.read(count) == 40


async def test_a_write_waits_while_another_process_writes_and_a_read_does_not(
    base: Database, settings: Settings
) -> None:
    await base.write(begin_count)
    done = anyio.Event()

    async def write() -> None:
        await base.write(add_one)
        done.set()

    async with anyio.create_task_group() as tasks:
        with database.write_lock(settings.database):
            tasks.start_soon(write)
            for _ in range(20):
                assert await base.read(count) == 0
            await anyio.sleep(0.1)
            assert not done.is_set()
    assert await base.read(count) == 1
