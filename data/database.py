"""The only room that knows threads and transactions.

A handler asks for one unit of work: a plain function that takes a session, run
in one hop in a connection's own thread. A plain script opens `transaction`.
One connection alone writes; one file lock stands round each write, because
several processes may serve and SQLite before 3.51.3 corrupts a log that two
connections write or checkpoint at once.
"""

import fcntl
import itertools
import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import aiosqlite
from sqlalchemy import Connection, Engine, Executable, Result, create_engine, event
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import StaticPool
from sqlmodel import Session

from data.presence import present

P = ParamSpec("P")
T = TypeVar("T")

logging.getLogger("aiosqlite").setLevel(logging.WARNING)  # its DEBUG lines repeat errors, which may hold a row
READERS = 2
ALWAYS = "PRAGMA busy_timeout=60000; PRAGMA foreign_keys=ON; PRAGMA cache_size=-8000; "
WRITER = ALWAYS + "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
READER = ALWAYS + "PRAGMA query_only=ON; PRAGMA wal_autocheckpoint=0;"


FAULTS = (sqlite3.DatabaseError, DatabaseError)


class Database:
    """One database file, served from an event loop: one writer, few readers."""

    def __init__(self, path: Path) -> None:
        self.hops = 0  # hand-offs to a database thread since the start: the tests hold a budget
        self._path = path
        self._writer = _Seat(path, WRITER, "BEGIN IMMEDIATE", partial(write_lock, path))
        self._readers = [_Seat(path, READER, "BEGIN", nullcontext) for _ in range(READERS)]
        self._turns = itertools.cycle(self._readers)

    def served(self) -> AbstractContextManager[None]:
        """Until the end of the block this process serves pages: no other database takes the place of this one."""
        return present(self._path)

    async def open(self) -> None:
        """Open every connection; the writer first, so that the log exists for the readers."""
        try:
            for seat in (self._writer, *self._readers):
                await seat.open()
        except BaseException:
            await self.close()
            raise

    async def close(self) -> None:
        """Close every connection: one left open would keep the process alive for ever."""
        for seat in (*self._readers, self._writer):
            await seat.close()

    async def read(self, unit: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a unit of work that sees one state of the database and cannot change it."""
        self.hops += 1
        return await next(self._turns).run(lambda db: unit(db, *args, **kwargs))

    async def write(self, unit: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a unit of work as one transaction; once this answers, it survives a power cut."""
        self.hops += 1
        return await self._writer.run(lambda db: unit(db, *args, **kwargs))


class _Seat:
    """One connection in its own thread, and the session that speaks through it: to make one costs more than a query."""

    _connection: aiosqlite.Connection | None = None
    _raw: sqlite3.Connection
    _link: Connection | None = None
    _session: Session

    def __init__(self, path: Path, pragmas: str, begin: str, guard: Callable[[], AbstractContextManager[None]]) -> None:
        self._path, self._pragmas, self._begin, self._guard = path, pragmas, begin, guard

    async def open(self) -> None:
        self._connection = await aiosqlite.connect(self._path, isolation_level=None)
        self._raw = self._connection._conn
        await self._in_thread(partial(self._raw.executescript, self._pragmas))
        self._link = await self._in_thread(engine_over(self._raw, self._begin).connect)
        self._session = Session(self._link, expire_on_commit=False)

    async def close(self) -> None:
        if self._connection:
            try:
                if self._link:
                    await self._in_thread(self._link.close)
                await self._in_thread(self._raw.close)
            finally:
                leaving, self._connection = self._connection, None
                await leaving.close()

    async def run(self, unit: Callable[[Session], T]) -> T:
        """One hop."""
        return await self._in_thread(lambda: self._transact(unit))

    async def _in_thread(self, work: Callable[[], T]) -> T:
        """`_execute` is aiosqlite's private way to call a function in its thread; the lock is waited for there."""
        if self._connection is None:
            raise RuntimeError("the database is not open")
        outcome: T = await self._connection._execute(self._guarded, work)  # type: ignore[no-untyped-call]
        return outcome

    def _guarded(self, work: Callable[[], T]) -> T:
        with self._guard():
            return work()

    def _transact(self, unit: Callable[[Session], T]) -> T:
        try:
            with self._session as db, db.begin():
                return unit(db)
        finally:
            self._raw.rollback()  # a commit that fails leaves its transaction open


def rows(db: Session, statement: Executable, **asked: object) -> Result[Any]:
    """The rows of a statement that was built once. Rows, not objects: the object machinery costs half as much again."""
    return db.connection().execute(statement, asked)


@contextmanager
def transaction(path: Path) -> Iterator[Session]:
    """One write in a plain script: all of it or nothing, while no other process writes."""
    with write_lock(path), _plain_session(path, WRITER, "BEGIN IMMEDIATE") as db:
        yield db


@contextmanager
def reading(path: Path) -> Iterator[Session]:
    """One look at the database in a plain script; cannot change it and holds nobody up."""
    with _plain_session(path, READER, "BEGIN") as db:
        yield db


@contextmanager
def _plain_session(path: Path, pragmas: str, begin: str) -> Iterator[Session]:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript(pragmas)
        with Session(engine_over(connection, begin), expire_on_commit=False) as db, db.begin():
            yield db


@contextmanager
def write_lock(path: Path) -> Iterator[None]:
    """Hold the one place in which a process may write or checkpoint; waits for it."""
    path.touch(mode=0o600)  # children’s data: for its owner’s eyes, and so are the log and the lock beside it
    with path.with_name(f"{path.name}.lock").open("w", encoding="ascii") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def engine_over(connection: sqlite3.Connection | None, begin: str) -> Engine:
    """An engine that speaks through this one connection and begins transactions as told."""
    engine = create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool)

    @event.listens_for(engine, "begin")
    def say_begin(link: Connection) -> None:
        link.connection.cursor().execute(begin)

    return engine
