"""Pièces à fournir: the office adds, renames, orders and removes what it asks families for."""

from typing import Any

import pytest
from sqlmodel import select

from data import database
from data.audit import REQUIREMENT_ADDED, REQUIREMENT_CHANGED, REQUIREMENT_REMOVED, AuditEntry
from data.documents import RequiredDocument, SuppliedDocument
from data.reenrolments import requiring
from data.sites import Site
from data.store import Store
from tests.office.conftest import Office
from tests.page import Page
from tests.proof_reading import FULL_PAGE
from tests.reenrolling import DOCUMENTS, open_reenrolment, supply_for

PATH = "/administration/reinscriptions/pieces"
FULL: dict[str, Any] = {
    "nom": "Certificat  médical", "facultative": "oui", "foyer": "oui", "disciplines": "Danse,, Théâtre ",
    "age-min": "6", "age-max": "12",
}  # fmt: skip


@pytest.fixture
def asked(office: Office) -> Office:
    """A site that asks for the manual’s three documents."""
    with database.transaction(office.settings.database) as db:
        open_reenrolment(db)
    return office


def names(office: Office, slug: str = "rive-gauche") -> list[str]:
    with database.reading(office.settings.database) as db:
        site = db.exec(select(Site.id).where(Site.slug == slug)).one()
        return [each.name for each in requiring.documents_of(db, site)]


def journal(office: Office) -> list[AuditEntry]:
    ours = (REQUIREMENT_ADDED, REQUIREMENT_CHANGED, REQUIREMENT_REMOVED)
    with database.reading(office.settings.database) as db:
        return [each for each in db.exec(select(AuditEntry)) if each.action in ours]


def key_of(page: Page, name: str) -> str:
    return page.links()[name].rpartition("/")[2]


def address_of(page: Page, name: str) -> str:
    key = key_of(page, name)
    return f"/administration/reinscriptions/pieces/{key}"


def order_of(page: Page, name: str) -> str:
    key = key_of(page, name)
    return f"/administration/reinscriptions/pieces/{key}/ordre"


def removal_of(page: Page, name: str) -> str:
    key = key_of(page, name)
    return f"/administration/reinscriptions/pieces/{key}/suppression"


def test_a_document_is_added_behind_the_others(asked: Office) -> None:
    page = asked.reader.read("/administration/reinscriptions/pieces")
    page = asked.reader.send(page, PATH, **FULL)
    assert names(asked) == [*DOCUMENTS, "Certificat médical"]
    row = page.find("//tbody/tr[last()]").text_content().replace("\xa0", " ")
    for words in ("Facultative", "Une fois pour le foyer", "Danse, Théâtre ; de 6 à 12 ans"):
        assert words in row
    assert [(each.who, each.action) for each in journal(asked)] == [("secretariat", REQUIREMENT_ADDED)]


def test_a_double_click_adds_one(asked: Office) -> None:
    form = asked.reader.read(PATH).form(PATH)
    for _ in range(2):
        answer = asked.reader.client.post(PATH, data={**form, "nom": "Photographie"}, follow_redirects=False)
        assert answer.headers["Location"] == f"{PATH}?fait=piece-ajoutee"
    assert names(asked) == [*DOCUMENTS, "Photographie"]


def test_a_document_is_renamed_and_asked_of_others(asked: Office) -> None:
    address = address_of(asked.reader.read(PATH), DOCUMENTS[2])
    asked.reader.send(asked.reader.read(address), address, nom="Certificat", disciplines="Danse")
    assert names(asked) == [*DOCUMENTS[:2], "Certificat"]
    (entry,) = journal(asked)
    assert entry.facts == {"name": [DOCUMENTS[2], "Certificat"], "disciplines": ["", "Danse"]}


def test_what_stands_is_in_the_form(asked: Office) -> None:
    asked.reader.send(asked.reader.read(PATH), PATH, **FULL)
    address = address_of(asked.reader.read(PATH), "Certificat médical")
    shown = asked.reader.read(address).form(address)
    cleaned = {"nom": "Certificat médical", "disciplines": "Danse, Théâtre"}
    assert {name: shown[name] for name in FULL} == {**FULL, **cleaned}


def test_they_are_put_in_order_by_plain_buttons(asked: Office) -> None:
    page = asked.reader.read(PATH)
    order = order_of(page, DOCUMENTS[0])
    page = asked.reader.send(page, order, geste="descendre")
    assert names(asked) == [DOCUMENTS[1], DOCUMENTS[0], DOCUMENTS[2]]
    page = asked.reader.send(page, order, geste="monter")
    assert names(asked) == list(DOCUMENTS)
    assert "Rien n’a changé" in asked.reader.send(page, order, geste="monter").text
    asked.reader.send(page, order, 404, geste="ailleurs")


def test_one_click_moves_one_step_even_if_it_arrives_twice(asked: Office) -> None:
    page = asked.reader.read(PATH)
    action = order_of(page, DOCUMENTS[0])
    for _ in range(2):
        asked.reader.client.post(action, data={**page.form(action), "geste": "descendre"})
    assert names(asked) == [DOCUMENTS[1], DOCUMENTS[0], DOCUMENTS[2]]


def test_what_families_have_supplied_outlives_the_asking(asked: Office) -> None:
    with database.transaction(asked.settings.database) as db:
        supply_for(db, Store(asked.settings.documents), asked.people.family)
    address = address_of(asked.reader.read(PATH), DOCUMENTS[0])
    page = asked.reader.send(asked.reader.read(address), removal_of(asked.reader.read(PATH), DOCUMENTS[0]))
    assert "n’est plus demandée" in page.text
    assert names(asked) == list(DOCUMENTS[1:])
    with database.reading(asked.settings.database) as db:
        (kept,) = db.exec(select(SuppliedDocument))
        assert (kept.required_id, kept.name) == (None, DOCUMENTS[0])
        assert Store(asked.settings.documents).path(kept.stored).exists()
    assert [each.action for each in journal(asked)] == [REQUIREMENT_REMOVED]


def test_removing_it_twice_is_removing_it_once(asked: Office) -> None:
    page = asked.reader.read(PATH)
    address, action = address_of(page, DOCUMENTS[0]), removal_of(page, DOCUMENTS[0])
    form = asked.reader.read(address).form(action)
    for _ in range(2):
        assert asked.reader.client.post(action, data=form, follow_redirects=False).status_code == 303
    assert names(asked) == list(DOCUMENTS[1:])
    assert asked.reader.read(address, 404)


WRONG = [
    ({"nom": " "}, "nom", "Renseignez"),
    ({"nom": "n" * 101}, "nom", "100 caractères au plus"),
    ({"nom": "justificatif d'adresse"}, "nom", "déjà ce nom"),
    ({"nom": "X", "age-min": "12", "age-max": "6"}, "age-max", "plus petit"),
    ({"nom": "X", "age-min": "-1"}, "age-min", "nombre d’années"),
    ({"nom": "X", "age-max": "dix"}, "age-max", "nombre d’années"),
    ({"nom": "X", "disciplines": "d" * 501}, "disciplines", "500 caractères au plus"),
]


@pytest.mark.parametrize(("typed", "place", "words"), WRONG)
def test_what_cannot_be_is_refused_and_stays_typed(
    asked: Office, typed: dict[str, str], place: str, words: str
) -> None:
    page = asked.reader.send(asked.reader.read(PATH), PATH, 422, **{**FULL, **typed})
    wrong = page.find("//div[@class='problems']//li/a")
    assert (wrong.get("href"), words in wrong.text_content()) == (f"#{place}", True)
    assert {name: page.form(PATH)[name] for name in FULL} == {**FULL, **typed}
    assert names(asked) == list(DOCUMENTS)


@pytest.mark.parametrize(("typed", "place", "words"), WRONG)
def test_one_that_stands_is_refused_the_same(asked: Office, typed: dict[str, str], place: str, words: str) -> None:
    address = address_of(asked.reader.read(PATH), DOCUMENTS[1])
    page = asked.reader.send(asked.reader.read(address), address, 422, **typed)
    wrong = page.find("//div[@class='problems']//li/a")
    assert (wrong.get("href"), words in wrong.text_content()) == (f"#{place}", True)
    assert {name: page.form(address)[name] for name in typed} == typed
    assert names(asked) == list(DOCUMENTS)


def test_thirty_are_enough(asked: Office) -> None:
    late = asked.reader.read(PATH)
    with database.transaction(asked.settings.database) as db:
        site = db.exec(select(Site.id).where(Site.slug == "rive-gauche")).one()
        db.add_all(RequiredDocument(site_id=site, rank=rank, name=f"Pièce {rank}") for rank in range(3, 30))
    page = asked.reader.send(late, PATH, 422, nom="De trop")
    assert "30 pièces au plus" in page.text.replace("\xa0", " ")
    page = asked.reader.read(PATH, heaviest=FULL_PAGE)
    assert not page.tree.xpath("//form[@id='saisie']")
    assert len(names(asked)) == 30


def test_another_site_asks_for_its_own(asked: Office) -> None:
    page = asked.reader.read(PATH)
    address, action = address_of(page, DOCUMENTS[0]), removal_of(page, DOCUMENTS[0])
    form = asked.reader.read(address).form(action)
    asked.reader.enter(asked.people.far_office)
    page = asked.reader.read(PATH)
    assert "Aucune pièce n’est demandée" in page.text
    asked.reader.read(address, 404)
    own = {"jeton": page.form(PATH)["jeton"]}
    assert asked.reader.client.post(action, data={**form, **own}).status_code == 404
    assert names(asked) == list(DOCUMENTS)
