"""Where an account stands in the office’s list follows the name and the addresses, at the cost of an index."""

from collections.abc import Iterator

import pytest
from sqlmodel import Session, insert, select, text

from data import database
from data.accounts import Account, refile
from data.families import Guardian
from data.family_accounts import listing
from data.family_accounts.listing import Kind, sought_in, without_account
from data.settings import Settings
from tests.costs import counted
from tests.data.accounts import crowd_of
from tests.house.affairs import account_of
from tests.people import People


@pytest.fixture
def db(settings: Settings) -> Iterator[Session]:
    """A transaction on the crowd."""
    with database.transaction(settings.database) as session:
        yield session


def held(db: Session, people: People) -> tuple[Account, Guardian]:
    account = account_of(db, people.family)
    return account, db.get_one(Guardian, account.guardian_id)


def filed(db: Session, people: People) -> tuple[str, bool]:
    db.flush()
    db.expire_all()
    account = account_of(db, people.family)
    return account.filed, account.reachable


def found_by(db: Session, site: int, sought: str) -> list[str]:
    return [each.username for each in sought_in(db, site, sought).rows]


def test_a_name_and_an_address_are_followed(db: Session, people: People) -> None:
    assert filed(db, people) == ("d almeida ines dalmeida", True)
    _, guardian = held(db, people)
    guardian.surname, guardian.email = "ÉLAN", ""
    db.add(guardian)
    assert filed(db, people) == ("elan ines dalmeida", False)
    account, _ = held(db, people)
    account.email = "ines@perso.example.fr"
    db.add(account)
    assert filed(db, people) == ("elan ines dalmeida", True)
    assert found_by(db, account.site_id, "elan") == ["dalmeida"]
    assert found_by(db, account.site_id, "almeida") == []


def test_a_site_is_filed_anew_where_it_stood_elsewhere(db: Session, people: People) -> None:
    account, _ = held(db, people)
    db.execute(text("UPDATE guardian SET surname = 'ÉLAN', email = '' WHERE surname = 'D’ALMEIDA'"))
    for expected in (5, 2):
        with counted() as costs:
            refile(db.connection(), account.site_id)
        assert len(costs.statements) == expected
    assert filed(db, people) == ("elan ines dalmeida", False)
    assert found_by(db, account.site_id, "elan dalmeida") == ["dalmeida"]
    assert found_by(db, account.site_id, "almeida") == []


def names_without(db: Session, site: int) -> list[str]:
    db.flush()
    rows, total = without_account(db, site)
    assert total == len(rows)
    return [each.name for each in rows]


def test_who_has_no_account_is_listed_in_french_order_until_they_get_one(db: Session, people: People) -> None:
    account, guardian = held(db, people)
    assert names_without(db, account.site_id) == []
    more = [
        Guardian(family_id=guardian.family_id, rank=rank, surname=name, given_name="Rui")
        for rank, name in enumerate(("ZOLA", "EIFFEL"), 1)
    ]
    db.add_all(more)
    assert names_without(db, account.site_id) == ["EIFFEL Rui", "ZOLA Rui"]
    more[0].surname = "ÉCLAIR"
    db.add(more[0])
    assert names_without(db, account.site_id) == ["ÉCLAIR Rui", "EIFFEL Rui"]
    db.add(Account(site_id=account.site_id, username="rui", guardian_id=more[1].id))
    assert names_without(db, account.site_id) == ["ÉCLAIR Rui"]


def test_who_has_no_account_is_listed_at_the_end_of_an_import(db: Session, people: People) -> None:
    account, guardian = held(db, people)
    new = Guardian(id=99, family_id=guardian.family_id, rank=1, surname="ZOLA", given_name="Rui").model_dump()
    db.connection().execute(insert(Guardian), [new])
    refile(db.connection(), account.site_id)
    assert names_without(db, account.site_id) == ["ZOLA Rui"]
    made = Account(site_id=account.site_id, username="rui", guardian_id=99).model_dump(exclude={"id"})
    db.connection().execute(insert(Account), [made])
    refile(db.connection(), account.site_id)
    assert names_without(db, account.site_id) == []


@pytest.mark.parametrize("kind", Kind)
def test_a_page_of_many_costs_two_statements(db: Session, people: People, kind: Kind) -> None:
    crowd_of(db, "rive-gauche", 200)
    site = held(db, people)[0].site_id
    with counted() as costs:
        listing.accounts_in(db, site, kind, 2)
    assert len(costs.statements) == 2


def test_the_list_is_read_from_its_index(db: Session, people: People) -> None:
    where = listing.of_families(held(db, people)[0].site_id, Kind.WITHOUT_EMAIL)
    asked = select(Account.id).where(*where).order_by(Account.filed, Account.id).limit(50)  # type: ignore[arg-type]
    plan = text(f"EXPLAIN QUERY PLAN {asked.compile(compile_kwargs={'literal_binds': True})}")
    steps = [row[3] for row in db.execute(plan)]
    assert any("COVERING INDEX ix_account_filed" in each for each in steps), steps
    assert not any("TEMP B-TREE" in each for each in steps)
