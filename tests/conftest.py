"""One schema and one crowd, made once and copied for each test; a portal over the copy; a clock to turn."""

import contextlib
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from unittest import mock

import argon2
import pytest
from anyio import to_process, to_thread
from anyio.from_thread import start_blocking_portal
from litestar import Litestar
from litestar.testing import TestClient
from sqlalchemy import Engine, create_engine
from sqlmodel import col, update

import app
from data import database, schema
from data.accounts import Account, passwords
from data.accounts.passwords import HASHER, NOBODYS_HASH
from data.settings import Settings, read_settings
from routes.web import clock
from routes.web.door import Door
from tests.mailbox import Mailbox
from tests.people import People, populate
from tests.reader import Reader
from tests.schooling import School, Schooling

RUN_IN_WORKER = to_process.run_sync


@dataclass
class Clock:
    """The time, as the portal sees it."""

    now: int = 1_795_000_000  # a Tuesday in November 2026

    def pass_by(self, seconds: int) -> None:
        """Let time go by."""
        self.now += seconds


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A clock that stands still until a test turns it."""
    told = Clock()
    monkeypatch.setattr(clock, "now", lambda: told.now)
    return told


@pytest.fixture(scope="session", autouse=True)
def light_hashes() -> Iterator[None]:
    """Thousands of tests sign in, and a real hash takes 20 ms of CPU. `real_hashes` gives the portal’s own back."""
    hasher = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    nobodys = hasher.hash("nobody has this password")
    with mock.patch.multiple(passwords, HASHER=hasher, NOBODYS_HASH=nobodys):
        yield


@pytest.fixture(scope="session", autouse=True)
def one_dialect() -> Iterator[None]:
    """Each test opens a database of its own, and each statement would be compiled again for it."""
    first = create_engine("sqlite://", query_cache_size=5000)
    first.connect().close()  # the dialect looks at SQLite once

    def create_alike(*args: Any, **kwargs: Any) -> Engine:
        engine = create_engine(*args, **kwargs)
        engine.dialect, engine._compiled_cache = first.dialect, first._compiled_cache
        return engine

    with mock.patch.object(database, "create_engine", create_alike):
        yield


@pytest.fixture(scope="session", autouse=True)
def one_worker() -> Iterator[None]:
    """A process that prints or opens files takes 1.5 s of CPU to start, and there is one for each event loop.

    Here all of them share one, as in the portal that runs for years. `own_workers` gives each its own back.
    """
    with start_blocking_portal() as portal:

        async def run_shared(work: Callable[..., Any], *given: Any, limiter: Any = None, **how: Any) -> Any:
            async with limiter or contextlib.nullcontext():
                return await to_thread.run_sync(portal.call, partial(RUN_IN_WORKER, work, *given, **how))

        with mock.patch.object(to_process, "run_sync", run_shared):
            yield


@pytest.fixture
def own_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each event loop has worker processes of its own, which end with it."""
    monkeypatch.setattr(to_process, "run_sync", RUN_IN_WORKER)


@pytest.fixture
def real_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords are hashed as they are outside of the tests."""
    monkeypatch.setattr(passwords, "HASHER", HASHER)
    monkeypatch.setattr(passwords, "NOBODYS_HASH", NOBODYS_HASH)


@pytest.fixture(scope="session")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, People]:
    """A database with two sites and their people in it."""
    path = tmp_path_factory.mktemp("crowd") / "portee.db"
    schema.migrate(path)
    with database.transaction(path) as db:
        people = populate(db)
    return path, people


@pytest.fixture
def people(crowd: tuple[Path, People]) -> People:
    """Who is who."""
    return crowd[1]


@pytest.fixture
def settings(tmp_path: Path, crowd: tuple[Path, People]) -> Settings:
    """The settings of a portal over its own copy of the crowd."""
    shutil.copy(crowd[0], tmp_path / "portee.db")
    return settings_in(tmp_path)


def settings_in(home: Path) -> Settings:
    """The settings of a portal of the tests."""
    return read_settings({"PORTEE_HOME": str(home), "PORTEE_SECRET": "a secret of the tests, 32 signs long"})


@pytest.fixture(scope="session")
def menu() -> Litestar:
    """The pages, taken together once: it costs 40 ms. They keep nothing of a portal but its house."""
    return app.menu()


@pytest.fixture
def door(settings: Settings, time: Clock, menu: Litestar) -> Door:
    """The portal; its mails stay in the outbox until a test delivers them."""
    return app.portal(settings, with_postman=False, site=menu)


@pytest.fixture
def client(door: Door, settings: Settings) -> Iterator[TestClient[Door]]:
    """A browser without scripts before the portal."""
    with TestClient(door, base_url=settings.base_url) as client:
        yield client


@pytest.fixture
def reader(client: TestClient[Door], door: Door) -> Reader:
    """Nobody yet, reading and proof-reading every page."""
    return Reader(client, door)


@pytest.fixture
def at_home(reader: Reader, people: People) -> Reader:
    """The family, signed in."""
    reader.enter(people.family)
    return reader


@pytest.fixture
def learnt(people: People) -> Schooling:
    """What Adrien, the first student of the family, has learnt."""
    return people.family.schooling


@pytest.fixture
def school(settings: Settings, people: People) -> School:
    """What the students of the family learn."""
    return School(settings, people.family.username, people.family.site)


@pytest.fixture
def mailbox(settings: Settings, time: Clock) -> Mailbox:
    """Where the mails of the portal arrive."""
    return Mailbox(settings)


@pytest.fixture
def anyio_backend() -> str:
    """Async tests run on asyncio, as the portal does."""
    return "asyncio"


@pytest.fixture
def no_password(settings: Settings, people: People) -> None:
    """The family’s account is new: it has no password yet."""
    with database.transaction(settings.database) as db:
        db.exec(update(Account).where(col(Account.username) == people.family.username).values(password_hash=""))
