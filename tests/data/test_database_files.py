"""The database as files and threads: opened, closed, kept from others, written by a plain script."""

import inspect
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import aiosqlite
import anyio
import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlmodel import Session, col, select, update

from data.accounts import Account
from data.database import Database, reading, transaction
from data.settings import Settings
from data.sites import Site
from data.throttle import Throttle
from tests.data.counting import begin_count, count
from tests.people import People

pytestmark = pytest.mark.anyio
ROOT = Path(__file__).parents[2]


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
