"""Seeing the portal as a family does, in the database: who a session is meanwhile."""

from collections.abc import Iterator

import pytest
from sqlmodel import Session, select, update

from data import sessions, viewing
from data.audit import VIEW_OPENED, AuditEntry
from data.database import transaction
from data.families import Family, Guardian
from data.sessions import Person, UserSession
from data.settings import Settings
from tests.costs import counted
from tests.house.affairs import account_of
from tests.people import People, Someone

NOW = 1_795_000_000


@pytest.fixture
def db(settings: Settings) -> Iterator[Session]:
    with transaction(settings.database) as session:
        yield session


@pytest.fixture
def token(db: Session, people: People) -> str:
    """A session of the office."""
    return _opened(db, people.office)


@pytest.fixture
def key(db: Session, people: People) -> str:
    """The family’s."""
    return _family_of(db, people.family).key


def _opened(db: Session, who: Someone) -> str:
    token = sessions.open_session(db, account_of(db, who).id, False, NOW)
    db.flush()
    return token


def _family_of(db: Session, who: Someone) -> Family:
    return db.get_one(Family, db.get_one(Guardian, account_of(db, who).guardian_id).family_id)


def asking(db: Session, token: str) -> Person:
    person = sessions.person_of(db, token, NOW)
    assert person is not None
    return person


def test_who_views_is_the_family_with_an_account_of_their_own(
    db: Session, token: str, key: str, people: People
) -> None:
    before = asking(db, token)
    assert (before.office, before.viewing) == (True, False)
    assert viewing.open_view(db, before, key, NOW) == key
    seen = asking(db, token)
    guardian = account_of(db, people.family).guardian_id
    assert (seen.office, seen.viewing, seen.guardian) == (False, True, guardian)
    assert (seen.family, seen.name) == (_family_of(db, people.family).id, "D’ALMEIDA Inès")
    assert (seen.account, seen.accessible, seen.site) == (before.account, before.accessible, before.site)
    viewing.close_view(db, seen, NOW)
    assert asking(db, token) == before


def test_asking_costs_one_statement_all_the_same(db: Session, token: str, key: str) -> None:
    viewing.open_view(db, asking(db, token), key, NOW)
    with counted() as costs:
        asking(db, token)
    assert (len(costs.statements), costs.writes) == (1, [])


def test_a_view_is_of_one_session_alone(db: Session, token: str, key: str, people: People) -> None:
    other = _opened(db, people.office)
    viewing.open_view(db, asking(db, token), key, NOW)
    assert asking(db, other).office is True


def test_a_family_of_another_site_cannot_be_viewed(db: Session, token: str, people: People) -> None:
    assert viewing.open_view(db, asking(db, token), _family_of(db, people.far_neighbour).key, NOW) is None
    assert asking(db, token).office is True


def test_a_view_that_is_open_is_not_changed(db: Session, token: str, key: str, people: People) -> None:
    person = asking(db, token)  # two tabs at the same second: both ask as the office
    viewing.open_view(db, person, key, NOW)
    assert viewing.open_view(db, person, _family_of(db, people.neighbour).key, NOW) == key
    assert asking(db, token).surname == "D’ALMEIDA"


def test_the_session_of_a_family_is_never_somebody_elses(db: Session, people: People) -> None:
    token = _opened(db, people.neighbour)
    theirs = account_of(db, people.family).guardian_id
    db.exec(update(UserSession).values(viewing_id=theirs))
    person = asking(db, token)
    assert (person.surname, person.viewing, person.office) == ("LE GOFF", False, False)


def test_a_guardian_who_is_gone_is_viewed_no_more(db: Session, token: str, key: str) -> None:
    viewing.open_view(db, asking(db, token), key, NOW)
    db.exec(update(UserSession).values(viewing_id=None))
    viewing.close_view(db, asking(db, token), NOW)
    assert db.exec(select(AuditEntry.action)).all() == [VIEW_OPENED]
