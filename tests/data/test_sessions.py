"""Sessions in the database: who a token is, and until when."""

from collections.abc import Iterator

import pytest
from sqlmodel import Session, select

from data import accounts, sessions
from data.database import transaction
from data.sessions import IDLE, LONGEST, UserSession
from data.settings import Settings
from tests.costs import counted
from tests.people import People

NOW = 1_795_000_000


@pytest.fixture
def db(settings: Settings) -> Iterator[Session]:
    with transaction(settings.database) as session:
        yield session


@pytest.fixture
def account(db: Session, people: People) -> int:
    """The account of the family."""
    found = accounts.lock_of(db, people.family.site, people.family.username, NOW).account
    assert found is not None
    return found


def opened(db: Session, account: int, temporary: bool, now: int) -> str:
    token = sessions.open_session(db, account, temporary, now)
    db.flush()
    return token


def test_a_token_tells_who_asks(db: Session, account: int) -> None:
    person = sessions.person_of(db, opened(db, account, False, NOW), NOW)
    assert person is not None
    assert (person.name, person.site_name, person.owner) == (
        "D’ALMEIDA Inès",
        "Conservatoire 1",
        "Conservatoire de Musique",
    )
    assert (person.office, person.temporary, person.rentals_tab, person.touched_at) == (False, False, True, NOW)


def test_the_office_has_no_family(db: Session, people: People) -> None:
    lock = accounts.lock_of(db, people.office.site, people.office.username, NOW)
    assert lock.account is not None
    person = sessions.person_of(db, opened(db, lock.account, False, NOW), NOW)
    assert person is not None
    assert (person.office, person.family, person.guardian, person.name) == (True, 0, 0, "Secrétariat")


def test_asking_costs_one_statement(db: Session, account: int) -> None:
    token = opened(db, account, False, NOW)
    with counted() as costs:
        sessions.person_of(db, token, NOW)
        sessions.person_of(db, "nobody", NOW)
    assert (len(costs.statements), costs.writes) == (2, [])


@pytest.mark.parametrize(("idle", "age", "alive"), [(IDLE - 1, IDLE - 1, True), (IDLE, IDLE, False)])
def test_a_session_lives_an_hour_without_a_touch(db: Session, account: int, idle: int, age: int, alive: bool) -> None:
    token = opened(db, account, False, NOW)
    assert (sessions.person_of(db, token, NOW + age) is not None) is alive


def test_a_session_lives_twelve_hours_at_most(db: Session, account: int) -> None:
    token = opened(db, account, False, NOW)
    (row,) = db.exec(select(UserSession)).all()
    sessions.touch(db, row.token_digest, NOW + LONGEST - 1)
    assert sessions.person_of(db, token, NOW + LONGEST - 1) is not None
    assert sessions.person_of(db, token, NOW + LONGEST) is None


def test_settling_ends_the_other_sessions_of_this_account_alone(db: Session, account: int, people: People) -> None:
    neighbour = accounts.lock_of(db, people.neighbour.site, people.neighbour.username, NOW).account
    assert neighbour is not None
    mine, other = (opened(db, account, True, NOW) for _ in range(2))
    theirs = opened(db, neighbour, False, NOW)
    person = sessions.person_of(db, mine, NOW)
    assert person is not None
    sessions.settle(db, account, person.session)
    alive = [sessions.person_of(db, token, NOW) for token in (mine, other, theirs)]
    assert [each and each.temporary for each in alive] == [False, None, False]
