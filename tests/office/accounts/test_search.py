"""Comptes: the office finds every account of its families, by kind and by name, a page at a time."""

import gzip

import pytest
from sqlmodel import Session, col, select, update

from data import database
from data.accounts import Account
from data.families import Guardian
from tests.data.accounts import crowd_of
from tests.house.affairs import account_of
from tests.office.conftest import Office
from tests.page import Page

LIST = "/administration/comptes"


def rows(page: Page) -> list[list[str]]:
    return [[" ".join(cell.text_content().split()) for cell in row] for row in page.tree.xpath("//tbody/tr")]


def change(office: Office, username: str, **values: object) -> None:
    with database.transaction(office.settings.database) as db:
        db.exec(update(Account).where(col(Account.username) == username).values(**values))


def without_email(db: Session) -> None:
    for guardian in db.exec(select(Guardian).where(Guardian.surname == "LE GOFF")):
        guardian.email = ""
        db.add(guardian)


def test_the_list_says_whose_where_when_and_whether(office: Office) -> None:
    change(office, "le-goff", last_sign_in_at=1_794_000_000)
    page = office.reader.read("/administration/comptes")
    assert page.find("//h1").text_content() == "Comptes\xa0: 2\xa0comptes"
    assert rows(page) == [
        ["D’ALMEIDA Inès", "dalmeida", "dalmeida@rive-gauche.example.fr", "jamais", "non"],
        ["LE GOFF Łukasz", "le-goff", "le-goff@rive-gauche.example.fr", "le 06/11/2026", "non"],
    ]


@pytest.mark.parametrize(
    ("kind", "found"),
    [("sans-email", "le-goff"), ("jamais-connectes", "le-goff"), ("verrouilles", "dalmeida"), ("sans-compte", "Rui")],
)
def test_each_tab_has_its_own(office: Office, kind: str, found: str) -> None:
    with database.transaction(office.settings.database) as db:
        without_email(db)
        first = db.get_one(Guardian, account_of(db, office.people.family).guardian_id)
        db.add(Guardian(family_id=first.family_id, rank=1, surname="D’ALMEIDA", given_name="Rui"))
    change(office, "dalmeida", last_sign_in_at=1_794_000_000, locked_at=1_794_000_000)
    address = f"{LIST}/{kind}" if kind == "sans-compte" else f"{LIST}?etat={kind}"
    assert address in office.reader.read(LIST).links().values()
    ((name, *others),) = rows(office.reader.read(address))
    assert found in (name, *others) or found in name
    office.reader.read(f"{LIST}?etat=autre", 404)


@pytest.mark.parametrize("sought", ["lukasz", "Goff le", "LE-GOFF", "łuk"])
def test_a_name_is_found_without_its_accents_and_in_no_address(office: Office, sought: str) -> None:
    page = office.reader.send(office.reader.read(LIST), "/administration/comptes/recherche", nom=sought)
    assert [row[1] for row in rows(page)] == ["le-goff"]
    answer = office.reader.client.get("/administration/comptes/recherche", follow_redirects=False)
    assert answer.headers["Location"] == LIST


def test_a_search_for_nothing_is_refused_and_for_nobody_says_so(office: Office) -> None:
    start = office.reader.read(LIST)
    assert "Écrivez un nom" in office.reader.send(start, f"{LIST}/recherche", 422, nom=" ").text
    assert "Aucun compte n’a de nom" in office.reader.send(start, f"{LIST}/recherche", nom="nguyen").text


def test_many_accounts_page_by_plain_links(office: Office) -> None:
    with database.transaction(office.settings.database) as db:
        crowd_of(db, "rive-gauche", 1000)
    page = office.reader.read(LIST)
    assert page.find("//h1").text_content() == "Comptes\xa0: 1\N{NO-BREAK SPACE}002\xa0comptes"
    assert len(rows(page)) == 50
    assert len(gzip.compress(page.answer.content)) <= 20_000
    assert len(rows(office.reader.read(page.links()["Page suivante"]))) == 50
    assert len(rows(office.reader.read(f"{LIST}?page=21"))) == 2
    office.reader.read(f"{LIST}?page=22", 404)
