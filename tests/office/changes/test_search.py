"""À traiter: a request is found by a name."""

import pytest

from data.settings import Settings
from tests.office.changes.test_queue import four_requests
from tests.office.conftest import QUEUE, Office
from tests.records import links_of, rows_of


@pytest.mark.parametrize(
    "name",
    ["almeida", "ALMEIDA", "d'almeida", "D’Almeida", "  inès   d’almeida ", "Inès", "ines", "alméida ines", "alm"],
)
def test_a_name_is_found_however_it_is_written(office: Office, name: str) -> None:
    office.ask(town="Olivet")
    office.ask(who=office.people.neighbour, town="Olivet")
    page = office.search(name)
    assert list(links_of(page)) == ["D’ALMEIDA Inès"]
    assert page.find("//h1").text_content() == "Recherche\xa0: 1\xa0demande"
    assert "nom=" not in page.url


def test_a_request_is_found_by_the_name_of_who_asked_too(office: Office) -> None:
    office.ask("Adrien", town="Olivet")
    assert list(links_of(office.search("ines almeida"))) == ["D’ALMEIDA Adrien"]
    assert list(links_of(office.search("lukasz"))) == []


def test_a_search_finds_every_state_and_what_waits_comes_first(office: Office) -> None:
    four_requests(office)
    standings = [row[5].partition(" le ")[0] for row in rows_of(office.search("a"))]
    assert standings == ["En attente depuis moins d’une heure"] * 2 + ["Retirée", "Décidée"]


@pytest.mark.parametrize("name", ["zorro", "almeidaa", "x" * 100, "' OR 1=1 --", "<script>alert(1)</script>", "ا"])
def test_a_name_that_nobody_bears_finds_nothing(office: Office, name: str) -> None:
    office.ask(town="Olivet")
    page = office.search(name)
    assert rows_of(page) == []
    assert "Aucune demande ne porte ce nom" in page.text
    assert page.find("//input[@name='nom']").get("value") == name
    assert not page.tree.xpath("//script[not(@src)]")


@pytest.mark.parametrize("name", ["", "   ", "%", "_", "%%__", "\\", "\u0301", "’", "-", "*", "🎻"])
def test_what_is_no_name_is_asked_for_again(office: Office, name: str) -> None:
    office.ask(town="Olivet")
    page = office.search(name, 422)
    assert page.title.startswith("Erreur\xa0: Recherche – ")
    assert rows_of(page) == []


@pytest.mark.parametrize(("name", "found"), [("%almeida%", 1), ("alm_ines", 1), ("alm%x", 0), ("_x", 0), ("\\z", 0)])
def test_a_wildcard_is_a_space_and_nothing_else(office: Office, name: str, found: int) -> None:
    office.ask(town="Olivet")
    assert len(rows_of(office.search(name))) == found


def test_a_name_that_is_too_long_is_refused(office: Office) -> None:
    assert "100 caractères au plus" in office.search("x" * 101, 422).text


def test_a_search_is_not_asked_for_again_by_its_address(office: Office) -> None:
    assert office.reader.read("/administration/demandes/recherche").url == QUEUE


def test_a_search_changes_nothing_and_costs_little(office: Office, settings: Settings) -> None:
    office.ask(town="Olivet")
    before = settings.database.read_bytes()
    office.search("almeida")
    assert settings.database.read_bytes() == before
