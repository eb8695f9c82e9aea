"""`account create`: a way in, without a password."""

from pathlib import Path

import pytest
from sqlmodel import select

from data import database
from data.accounts import Account
from data.families import Family, Guardian
from data.sites import Site
from tests.console.conftest import Typing


@pytest.fixture
def site(typed: Typing, home: Path) -> None:
    """A site with one family and no account."""
    typed("site", "create", "musique", "Conservatoire")
    with database.transaction(home / "portee.db") as db:
        family = Family(site_id=db.exec(select(Site.id)).one(), reference="F1")
        db.add(family)
        db.flush()
        db.add(Guardian(family_id=family.id, surname="ABOLANT", given_name="Jocelyne", email="j@x.fr"))


def accounts(home: Path) -> list[Account]:
    with database.reading(home / "portee.db") as db:
        return list(db.exec(select(Account)))


def test_a_guardian_gets_a_way_in_and_no_password(typed: Typing, home: Path, site: None) -> None:
    outcome = typed("account", "create", "musique", "Abolant", "--family", "F1")
    assert outcome.status == 0
    assert "« abolant » est créé, sans mot de passe" in outcome.said
    (account,) = accounts(home)
    assert (account.username, account.password_hash, account.office) == ("abolant", "", False)


@pytest.mark.parametrize("role", ["administration", "secretariat"])
def test_a_family_has_no_role(typed: Typing, home: Path, site: None, role: str) -> None:
    outcome = typed("account", "create", "musique", "abolant", "--family", "F1", "--role", role)
    assert (outcome.status, "--role ne va pas avec --family" in outcome.complained) == (1, True)
    assert accounts(home) == []


def test_the_office_gets_a_way_in(typed: Typing, home: Path, site: None) -> None:
    assert typed("account", "create", "musique", "bureau", "--office", "--email", "b@x.fr").status == 0
    (account,) = accounts(home)
    assert (account.office, account.email, account.guardian_id) == (True, "b@x.fr", None)


@pytest.mark.parametrize(
    "words",
    [
        ("nulle-part", "abolant", "--family", "F1"),
        ("musique", "abolant", "--family", "F2"),
        ("musique", "a b", "--family", "F1"),
        ("musique", "", "--family", "F1"),
        ("musique", "bureau", "--office"),
        ("musique", "abolant", "--family", "F1", "--email", "x"),
        ("musique", "abolant", "--family", "F1", "--email", "a@"),
        ("musique", "../x", "--family", "F1"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(typed: Typing, home: Path, site: None, words: tuple[str, ...]) -> None:
    outcome = typed("account", "create", *words)
    assert (outcome.status, outcome.said) == (1, "")
    assert outcome.complained.strip().endswith(".")
    assert accounts(home) == []


def test_a_guardian_has_one_account(typed: Typing, home: Path, site: None) -> None:
    typed("account", "create", "musique", "abolant", "--family", "F1")
    again = typed("account", "create", "musique", "autre", "--family", "F1")
    assert (again.status, len(accounts(home))) == (1, 1)
