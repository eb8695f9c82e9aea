"""What was typed while a session ran out: kept an hour, for one account and one address."""

from collections.abc import Iterator

import pytest
from sqlmodel import Session, select

from data.database import transaction
from data.kept_forms import KEPT, KeptForm, forget, keep, kept_for
from data.settings import Settings

NOW = 1_795_000_000
INES, LUKASZ = 1, 2
TYPED = {"ville": "Olivet 😀", "adresse": "1 rue\nA"}


@pytest.fixture
def db(settings: Settings) -> Iterator[Session]:
    with transaction(settings.database) as session:
        yield session


def typed(db: Session, account: int = INES, address: str = "/famille", now: int = NOW) -> dict[str, str]:
    found = kept_for(db, account, address, now)
    return found.typed if found else {}


def test_what_was_typed_is_kept_for_the_same_account_at_the_same_address(db: Session) -> None:
    keep(db, INES, "/famille", TYPED, NOW)
    assert typed(db) == TYPED
    assert typed(db, LUKASZ) == {}
    assert typed(db, address="/eleves/k7q2m9tx") == {}


def test_it_is_kept_an_hour(db: Session) -> None:
    keep(db, INES, "/famille", TYPED, NOW)
    assert KEPT == 3600
    assert typed(db, now=NOW + KEPT - 1) == TYPED
    assert typed(db, now=NOW + KEPT) == {}


def test_what_comes_later_takes_its_place(db: Session) -> None:
    for town in ("Olivet", "Blois", "Blois"):
        keep(db, INES, "/famille", {"ville": town}, NOW)
    assert typed(db) == {"ville": "Blois"}
    assert len(db.exec(select(KeptForm)).all()) == 1


def test_each_account_and_each_address_keeps_its_own(db: Session) -> None:
    places = [(INES, "/famille"), (INES, "/eleves/a"), (LUKASZ, "/famille")]
    for place, (account, address) in enumerate(places):
        keep(db, account, address, {"n": str(place)}, NOW)
    assert [typed(db, *place)["n"] for place in places] == ["0", "1", "2"]


def test_what_is_too_old_is_swept_when_something_is_kept(db: Session) -> None:
    keep(db, INES, "/famille", TYPED, NOW)
    keep(db, INES, "/eleves/a", TYPED, NOW + 1)
    keep(db, LUKASZ, "/famille", TYPED, NOW + KEPT)
    assert sorted((each.account_id, each.address) for each in db.exec(select(KeptForm))) == [
        (INES, "/eleves/a"),
        (LUKASZ, "/famille"),
    ]


def test_what_was_sent_is_forgotten_and_nothing_else(db: Session) -> None:
    for account, address in ((INES, "/famille"), (INES, "/eleves/a"), (LUKASZ, "/famille")):
        keep(db, account, address, TYPED, NOW)
    forget(db, INES, "/famille")
    forget(db, INES, "/famille")
    assert typed(db) == {}
    assert (typed(db, INES, "/eleves/a"), typed(db, LUKASZ)) == (TYPED, TYPED)
