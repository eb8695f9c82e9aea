"""What the tests of the house need besides: a long ledger, somebody with a temporary password, everybody at once."""

import datetime
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from jinja2 import ChoiceLoader, DictLoader, FileSystemLoader

from data import accounts, changes, database
from data.families import Guardian
from data.ledger import Document, Entry, Ledger
from data.settings import Settings
from routes.web.page import TEMPLATES, environment
from tests.asking_for import fill_queue
from tests.conftest import Clock, settings_in
from tests.house.affairs import Affairs, account_of, set_up
from tests.house.asking import Asker
from tests.people import People, Someone
from tests.reader import Reader

FULL_YEAR, OTHER_YEAR = 52, 3  # entries: the fullest year fills a page and more, and so do all years together


@pytest.fixture
def long_ledger(settings: Settings, people: People) -> None:
    """The family has been here for years, and its bills fill pages."""
    with database.transaction(settings.database) as db:
        guardian = db.get_one(Guardian, account_of(db, people.family).guardian_id)
        dates = _days(2023, FULL_YEAR) + _days(2024, OTHER_YEAR) + _days(2025, OTHER_YEAR)
        site = account_of(db, people.family).site_id
        db.add_all(_entry(site, guardian.family_id, number, date) for number, date in enumerate(dates))


def _days(year: int, count: int) -> list[datetime.date]:
    return [datetime.date(year, 9, 5) + datetime.timedelta(days=2 * number) for number in range(count)]


def _entry(site: int, family: int, number: int, date: datetime.date) -> Entry:
    return Entry(
        site_id=site,
        family_id=family,
        reference=f"long {number}",
        ledger=Ledger.FEES,
        date=date,
        label="AVIS DES SOMMES A PAYER",
        payment_method="Prélèvement automatique",
        number=f"14FC{number // 2:05}",  # the same number may stand on several rows
        debit=9324 + number,
        document=Document.RECEIPT if number % 3 else Document.PAYMENT_NOTICE,
    )


@pytest.fixture
def full_queue(settings: Settings, people: People) -> str:
    """More requests than a page of the queue holds, and one of each closed kind; the address of the second."""
    with database.transaction(settings.database) as db:
        fill_queue(db, people.family, 32)
        fill_queue(db, people.far_neighbour, 1)
        return f"/administration/demandes/{changes.pending_in(db, account_of(db, people.office).site_id)[1][0]}"


@pytest.fixture
def temporary(settings: Settings, people: People, time: Clock) -> Someone:
    """The family, with a temporary password."""
    with database.transaction(settings.database) as db:
        account = account_of(db, people.family)
        return replace(people.family, password=accounts.make_temporary_password(db, account.id, time.now))


@pytest.fixture(scope="session")
def affairs(crowd: tuple[Path, People], tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, Affairs]:
    """A portal in which everybody is signed in and much waits, set up once and copied for each test."""
    home = tmp_path_factory.mktemp("affairs")
    shutil.copy(crowd[0], home / "portee.db")
    settings = settings_in(home)
    with database.transaction(settings.database) as db:
        return settings, set_up(db, settings, crowd[1], Clock().now)


@pytest.fixture
def asker(reader: Reader, settings: Settings, people: People, affairs: tuple[Settings, Affairs]) -> Asker:
    """Everybody, each in a session of their own."""
    whence, keys = affairs
    shutil.copytree(whence.documents, settings.documents, dirs_exist_ok=True)
    with closing(sqlite3.connect(whence.database)) as source, closing(sqlite3.connect(settings.database)) as target:
        source.backup(target)  # the portal may be open: its file is not to be replaced
    return Asker(reader, settings, people, keys)


Spoil = Callable[[str, str, str], None]


@pytest.fixture
def spoil(monkeypatch: pytest.MonkeyPatch) -> Spoil:
    """Make a template worse, for as long as a test lasts: its name, what stands there, what stands there instead."""

    def worsen(name: str, old: str, new: str) -> None:
        text = (TEMPLATES / name).read_text("utf-8")
        assert old in text, f"« {old} » is not in {name}"
        worse = DictLoader({name: text.replace(old, new)})
        monkeypatch.setattr(environment, "loader", ChoiceLoader([worse, FileSystemLoader(TEMPLATES)]))

    return worsen
