"""A decision that arrives after the session has run out: what was typed is kept an hour, for its author alone."""

import dataclasses
from typing import Any

import pytest
from sqlmodel import select

from data import database
from data.accounts import Account
from data.kept_forms import KeptForm
from tests.asking_for import as_person
from tests.conftest import Clock
from tests.office.conftest import Office
from tests.page import Page

REASON = "Merci de nous envoyer un justificatif."
GIVEN: dict[str, Any] = {
    "decision_ville": "refusee",
    "motif_ville": REASON,
    "precision_ville": "Par courrier.",
    "precision": "Dossier",
}


@pytest.fixture
def address(office: Office, time: Clock) -> str:
    """A request that waits; its form comes two hours after it was opened."""
    address = office.ask(town="Olivet", profession="Luthière")
    page = office.reader.read(address)
    time.pass_by(2 * 3600)
    door = office.decide(address, page=page, **GIVEN)
    assert door.url == f"/connexion?suite={address}&fait=saisie-gardee"
    return address


def typed_in(page: Page) -> tuple[list[str], list[str], list[str]]:
    """What is chosen, and what is typed, in the form of a decision."""
    chosen = page.tree.xpath("//input[@checked]/@id")
    phrases = page.tree.xpath("//option[@selected]/text()")
    words = [each.text.strip() for each in page.tree.iter("textarea") if each.text.strip()]
    return chosen, phrases, words


ALL = (["decision-ville-refus"], [REASON], ["Par courrier.", "Dossier"])
NOTHING: tuple[list[str], list[str], list[str]] = ([], [], [])


def test_what_was_typed_is_there_after_signing_in(office: Office, address: str) -> None:
    page = office.reader.sign_in(office.people.office, following=address)
    assert (page.url, typed_in(page)) == (address, ALL)
    note = page.find("//*[@class='note']")
    assert (note.get("role"), "Ce que vous aviez saisi est repris" in note.text_content()) == ("status", True)
    assert typed_in(office.reader.read(note.xpath(".//a/@href")[0])) == NOTHING


def test_it_is_sent_again_and_then_forgotten(office: Office, address: str) -> None:
    page = office.reader.sign_in(office.people.office, following=address)
    office.decide(address, page=page, decision_profession="approuvee", **GIVEN)
    assert "repris" not in office.reader.read(address).text
    with database.reading(office.settings.database) as db:
        assert db.exec(select(KeptForm)).all() == []


def test_it_is_kept_an_hour(office: Office, address: str, time: Clock) -> None:
    time.pass_by(3600)
    assert typed_in(office.reader.sign_in(office.people.office, following=address)) == NOTHING


def test_a_choice_about_a_value_that_has_moved_meanwhile_is_made_again(office: Office, address: str) -> None:
    office.ask(town="Saran", profession="Luthière")
    page = office.reader.sign_in(office.people.office, following=address)
    assert typed_in(page) == ([], [], ["Dossier"])


def test_a_colleague_does_not_see_it(office: Office, address: str) -> None:
    with database.transaction(office.settings.database) as db:
        person = as_person(db, office.people.office)
        known = db.get_one(Account, person.account).password_hash
        db.add(Account(site_id=person.site, username="collegue", office=True, password_hash=known))
    colleague = office.reader.sign_in(dataclasses.replace(office.people.office, username="collegue"), following=address)
    assert (colleague.url, typed_in(colleague)) == (address, NOTHING)


def test_a_form_of_nobody_is_not_kept(office: Office) -> None:
    address = office.ask(town="Olivet")
    page = office.reader.read(address)
    office.reader.client.cookies.clear()
    assert office.decide(address, page=page, **GIVEN).url == "/connexion"
