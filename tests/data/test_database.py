"""The database room: one unit of work in one hop, one writer, and nothing acknowledged is lost."""

import inspect
import sqlite3
import subprocess
import sys
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import aiosqlite
import anyio
import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlmodel import Session, col, select, update

from data import database
from data.accounts import Account
from data.database import Database, reading, transaction
from data.settings import Settings
from data.sites import Site
from data.throttle import Throttle
from tests.people import People

pytestmark = pytest.mark.anyio
ROOT = Path(__file__).parents[2]


@pytest.fixture
async def base(settings: Settings) -> AsyncIterator[Database]:
    """The database of the tests, open."""
    opened = Database(settings.database)
    await opened.open()
    yield opened
    await opened.close()


def add_one(db: Session) -> None:
    row = db.exec(select(Throttle).where(Throttle.bucket == "count")).one()
    row.failures += 1
    db.add(row)


def count(db: Session) -> int:
    return db.exec(select(Throttle.failures).where(Throttle.bucket == "count")).one()


def begin_count(db: Session) -> None:
    db.add(Throttle(bucket="count"))


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


async def test_two_databases_open_and_close_at_once(settings: Settings) -> None:
    async def open_and_close() -> None:
        one = Database(settings.database)
        await one.open()
        await one.close()

    with anyio.fail_after(20):
        async with anyio.create_task_group() as tasks:
            for _ in range(8):
                tasks.start_soon(open_and_close)


async def test_the_private_hook_of_aiosqlite_is_there() -> None:
    assert list(inspect.signature(aiosqlite.Connection._execute).parameters)[:2] == ["self", "fn"]
    assert isinstance(inspect.getattr_static(aiosqlite.Connection, "_conn"), property)


async def test_the_writer_waits_for_the_disk_and_the_log_is_on(base: Database) -> None:
    def told(db: Session, name: str) -> object:
        return db.execute(text(f"PRAGMA {name}")).scalar()

    assert await base.write(told, "synchronous") == 2
    assert await base.write(told, "journal_mode") == "wal"
    assert await base.write(told, "foreign_keys") == 1
    assert await base.read(told, "query_only") == 1
    assert await base.read(told, "mmap_size") in (0, None)


async def test_a_link_to_nowhere_is_refused(base: Database) -> None:
    with pytest.raises(IntegrityError):
        await base.write(lambda db: db.exec(update(Account).values(site_id=99)))


async def test_a_closed_database_says_so(settings: Settings) -> None:
    base = Database(settings.database)
    with pytest.raises(RuntimeError, match="not open"):
        await base.read(count)
    await base.open()
    await base.close()
    with pytest.raises(RuntimeError, match="not open"):
        await base.read(count)
    await base.close()


async def test_closing_leaves_no_thread_and_no_log_behind(settings: Settings) -> None:
    before = set(threading.enumerate())
    base = Database(settings.database)
    await base.open()
    await base.write(begin_count)
    await base.close()
    for thread in set(threading.enumerate()) - before:
        thread.join(5)
    assert set(threading.enumerate()) <= before
    assert not Path(f"{settings.database}-wal").exists()


@pytest.mark.parametrize("there", [b"this is no database, and long enough to look at" * 20, None])
async def test_a_database_that_cannot_be_opened_does_not_hang_the_process(tmp_path: Path, there: bytes | None) -> None:
    path = tmp_path / "portee.db"
    path.mkdir() if there is None else path.write_bytes(there)
    opening = f"anyio.run(Database(Path({str(path)!r})).open)"
    script = f"import anyio; from pathlib import Path; from data.database import Database; {opening}"
    ended = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, timeout=30)
    assert ended.returncode == 1
    assert b"Error" in ended.stderr


def test_what_is_written_for_its_owner_is_closed_to_others(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    with transaction(path) as db:
        db.execute(text("CREATE TABLE t (a)"))
    assert path.stat().st_mode & 0o077 == 0


def half_a_script(path: Path) -> None:
    with transaction(path) as db:
        begin_count(db)
        db.flush()
        raise KeyError


def test_a_script_writes_all_or_nothing(settings: Settings) -> None:
    with pytest.raises(KeyError):
        half_a_script(settings.database)
    with reading(settings.database) as db:
        assert db.exec(select(Throttle)).all() == []


def test_a_script_that_reads_cannot_write(settings: Settings) -> None:
    with pytest.raises(OperationalError, match="readonly"), reading(settings.database) as db:
        db.exec(update(Site).where(col(Site.id) == 1).values(name="x"))


def test_sqlite_is_new_enough(people: People) -> None:
    assert sqlite3.sqlite_version_info >= (3, 35)
