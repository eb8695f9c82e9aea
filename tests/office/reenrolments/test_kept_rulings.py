"""A decision on a re-enrolment that arrives after the session has run out: kept an hour, for its author alone."""

from typing import Any

import pytest
from sqlmodel import select

from data import database
from data.kept_forms import KeptForm
from tests.conftest import Clock
from tests.office.conftest import Desk
from tests.page import Page


@pytest.fixture
def document(desk: Desk) -> str:
    """A document of Adrien’s re-enrolment."""
    return desk.supply(0)


@pytest.fixture
def address(desk: Desk, document: str, time: Clock) -> str:
    """A re-enrolment that waits; its form comes two hours after it was opened."""
    address = desk.receive()
    page = desk.reader.read(address)
    time.pass_by(2 * 3600)
    door = desk.send(address, page=page, **given(document))
    assert door.url == f"/connexion?suite={address}&fait=saisie-gardee"
    return address


def given(document: str) -> dict[str, Any]:
    return {f"decision-{document}": "approuvee", "complement": "Précisez le jour.", "malgre-tout": "oui"}


def typed_in(page: Page, address: str, document: str) -> dict[str, str]:
    """Of what was typed, what stands in the form."""
    form = page.form(address)
    return {name: form[name] for name in given(document) if form.get(name)}


def test_what_was_typed_is_there_after_signing_in(desk: Desk, address: str, document: str) -> None:
    page = desk.reader.sign_in(desk.people.office, following=address)
    assert (page.url, typed_in(page, address, document)) == (address, given(document))
    note = page.find("//*[@class='note']")
    assert "vérifiez, puis décidez." in note.text_content()
    assert typed_in(desk.reader.read(note.xpath(".//a/@href")[0]), address, document) == {}


def test_it_is_sent_again_and_then_forgotten(desk: Desk, address: str) -> None:
    page = desk.reader.sign_in(desk.people.office, following=address)
    desk.send(address, page=page, geste="complement")
    with database.reading(desk.settings.database) as db:
        assert db.exec(select(KeptForm)).all() == []


def test_a_choice_about_a_document_that_was_replaced_meanwhile_is_made_again(
    desk: Desk, address: str, document: str
) -> None:
    desk.supply(0)
    page = desk.reader.sign_in(desk.people.office, following=address)
    kept = typed_in(page, address, document)
    assert kept == {"complement": "Précisez le jour.", "malgre-tout": "oui"}


def test_of_what_is_decided_nothing_is_taken_up(desk: Desk, address: str) -> None:
    desk.reader.enter(desk.people.office)
    desk.send(address, geste="refuser", precision="Plus de place.")
    assert "Ce que vous aviez saisi" not in desk.reader.read(address).text
