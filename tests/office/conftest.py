"""The office before what families ask for."""

from dataclasses import dataclass
from typing import Any

import pytest

from data import database
from data.settings import Settings
from data.store import Store
from tests.asking_for import NOW, ask_for
from tests.page import Page
from tests.people import People, Someone
from tests.reader import Reader
from tests.reenrolling import DOCUMENTS, open_reenrolment, reenrol, supply_for

QUEUE = "/administration/demandes"
LIST = "/administration/reinscriptions"


@dataclass
class Office:
    """A secretary who is signed in, and the families who ask."""

    reader: Reader
    settings: Settings
    people: People

    def ask(self, student: str = "", who: Someone | None = None, at: int = NOW, **wished: str) -> str:
        """A family asks; where its request is."""
        with database.transaction(self.settings.database) as db:
            return f"{QUEUE}/{ask_for(db, who or self.people.family, student, at, **wished)}"

    def search(self, name: str, status: int = 200) -> Page:
        """« Chercher »."""
        return self.reader.send(self.reader.read(QUEUE), f"{QUEUE}/recherche", status, nom=name)

    def decide(self, address: str, status: int = 200, page: Page | None = None, **values: str) -> Page:
        """Fill in the form of a request and send it."""
        given = {name.replace("_", "-"): value for name, value in values.items()}
        return self.reader.send(page or self.reader.read(address), address, status, **given)


@pytest.fixture
def office(reader: Reader, settings: Settings, people: People) -> Office:
    """The office, signed in."""
    reader.enter(people.office)
    return Office(reader, settings, people)


@dataclass
class Desk:
    """A secretary who is signed in, and the families who re-enrol."""

    reader: Reader
    settings: Settings
    people: People

    def receive(self, student: str = "Adrien", who: Someone | None = None, at: int = NOW, **said: Any) -> str:
        """A family sends a re-enrolment; where it is."""
        with database.transaction(self.settings.database) as db:
            return f"{LIST}/{reenrol(db, who or self.people.family, student, *said.pop('titles', ()), at=at, **said)}"

    def supply(self, name: int = 0, student: str = "Adrien", who: Someone | None = None) -> str:
        """A family gives one of the documents; its key."""
        with database.transaction(self.settings.database) as db:
            store = Store(self.settings.documents)
            return supply_for(db, store, who or self.people.family, student, DOCUMENTS[name]).key

    def send(self, address: str, status: int = 200, page: Page | None = None, **values: str) -> Page:
        """Fill in the form of a re-enrolment and send it."""
        given = {name.replace("_", "-"): value for name, value in values.items()}
        return self.reader.send(page or self.reader.read(address), address, status, **given)


@pytest.fixture
def desk(reader: Reader, settings: Settings, people: People) -> Desk:
    """The office, signed in, before the re-enrolments of both sites."""
    with database.transaction(settings.database) as db:
        open_reenrolment(db)
        open_reenrolment(db, "rive-droite")
    reader.enter(people.office)
    return Desk(reader, settings, people)
