"""The office’s list of re-enrolments: by state, in its order, a page at a time, and never a draft."""

from collections.abc import Iterator

import pytest
from sqlmodel import Session

from data import database, reenrolments
from data.reenrolments import Gesture, State
from data.settings import Settings
from data.store import Store
from tests.asking_for import NOW, as_person
from tests.costs import counted
from tests.people import People
from tests.reenrolled import YEAR, YES, case_for, fill_list, no, rule
from tests.reenrolling import DOCUMENTS, open_reenrolment, reenrol, supply_for, wish_for


@pytest.fixture
def db(settings: Settings) -> Iterator[Session]:
    """The crowd’s database, in which both sites have opened re-enrolment."""
    with database.transaction(settings.database) as session:
        open_reenrolment(session)
        open_reenrolment(session, "rive-droite")
        yield session


def subjects(db: Session, people: People, state: State, page: int = 1) -> list[str]:
    listing = reenrolments.sent_in(db, as_person(db, people.office).site, YEAR, state, page)
    return [each.reenrolment.subject for each in listing]


def test_what_waits_the_longest_comes_first_and_what_is_decided_newest_first(db: Session, people: People) -> None:
    keys = [
        reenrol(db, people.family, "Adrien", at=NOW),
        reenrol(db, people.neighbour, "Adrien", at=NOW - 60),
        reenrol(db, people.family, "Zoé", "Danse", at=NOW - 30),
    ]
    assert subjects(db, people, State.PENDING) == ["LE GOFF Adrien", "D’ALMEIDA Zoé", "D’ALMEIDA Adrien"]
    for place, key in enumerate(keys):
        rule(db, people.office, key, Gesture.APPROVE, anyway=True, at=NOW + place)
    assert subjects(db, people, State.APPROVED) == ["D’ALMEIDA Zoé", "LE GOFF Adrien", "D’ALMEIDA Adrien"]
    assert subjects(db, people, State.PENDING) == []


def test_a_draft_is_counted_and_never_listed_nor_found(db: Session, people: People) -> None:
    wish_for(db, people.family, "Adrien", "Trompette")
    reenrol(db, people.far_neighbour)
    site = as_person(db, people.office).site
    counts = reenrolments.counts_in(db, site, YEAR)
    assert counts == {"brouillon": 1, "en-attente": 0, "a-completer": 0, "validee": 0, "refusee": 0}
    assert reenrolments.sought_in(db, site, YEAR, "almeida")[1] == 0
    assert reenrolments.waiting_in(db, site, YEAR) == (0, None)


def test_another_year_is_another_list(db: Session, people: People) -> None:
    reenrol(db, people.family)
    site = as_person(db, people.office).site
    assert sum(reenrolments.counts_in(db, site, "2026-2027").values()) == 0
    assert reenrolments.sent_in(db, site, "2026-2027", State.PENDING) == []
    assert reenrolments.waiting_in(db, site, YEAR) == (1, NOW)


def test_a_row_says_its_courses_and_its_documents(db: Session, people: People, settings: Settings) -> None:
    store = Store(settings.documents)
    key = reenrol(db, people.family, "Adrien", "Trompette", "Ensemble de cuivres")
    one, two, _ = (supply_for(db, store, people.family, name=name) for name in DOCUMENTS)
    supply_for(db, store, people.neighbour)
    rule(db, people.office, key, Gesture.DOCUMENTS, verdicts={one.key: YES, two.key: no()})
    (row,) = reenrolments.sent_in(db, as_person(db, people.office).site, YEAR, State.PENDING)
    assert row.courses == ["Trompette", "Ensemble de cuivres"]
    assert row.documents == {"valide": 1, "refuse": 1, "fourni": 1}


def test_a_name_is_found_in_every_state_and_what_waits_comes_first(db: Session, people: People) -> None:
    decided = reenrol(db, people.family, "Adrien", at=NOW - 60)
    rule(db, people.office, decided, Gesture.DECLINE, reason="Plus de place.")
    reenrol(db, people.family, "Zoé", "Danse")
    listing, count = reenrolments.sought_in(db, as_person(db, people.office).site, YEAR, "D'ALMEIDA ines")
    assert ([each.reenrolment.subject for each in listing], count) == (["D’ALMEIDA Zoé", "D’ALMEIDA Adrien"], 2)


def test_five_hundred_come_in_pages_for_few_statements(db: Session, people: People, settings: Settings) -> None:
    fill_list(db, Store(settings.documents), people.family, 500)
    site = as_person(db, people.office).site
    with counted() as costs:
        listing = reenrolments.sent_in(db, site, YEAR, State.PENDING, 17)
    assert (len(costs.statements), len(listing)) == (3, 20)
    assert len(reenrolments.sent_in(db, site, YEAR, State.PENDING, 16)) == 30
    row = case_for(db, people.office, listing[0].reenrolment.key).row
    with counted() as costs:
        assert len(reenrolments.round_of(db, row)) == 500
    assert len(costs.statements) == 1
