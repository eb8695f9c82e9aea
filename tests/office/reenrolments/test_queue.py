"""Réinscriptions: what families have sent, by state, with counts; a search by name; never a draft."""

import pytest

from data import database
from data.reenrolments import Gesture, State
from data.settings import Settings
from data.store import Store
from tests.asking_for import NOW
from tests.house.swapping import SWAP
from tests.office.conftest import LIST, Desk
from tests.page import Page
from tests.people import People
from tests.proof_reading import WHOLE_PAGE, weight
from tests.records import columns_of, links_of, rows_of, tabs_of
from tests.reenrolled import fill_list, no, rule
from tests.reenrolling import wish_for

LONG = 500


@pytest.fixture
def long_list(desk: Desk) -> None:
    """Five hundred re-enrolments, each with a document."""
    with database.transaction(desk.settings.database) as db:
        fill_list(db, Store(desk.settings.documents), desk.people.family, LONG)


def search(desk: Desk, name: str, status: int = 200) -> Page:
    """« Chercher »."""
    return desk.reader.send(desk.reader.read(LIST), "/administration/reinscriptions/recherche", status, nom=name)


def four_requests(desk: Desk) -> None:
    """One in each state, and a draft."""
    keys = [
        desk.receive("Adrien").rpartition("/")[2],
        desk.receive("Zoé", titles=("Danse",)).rpartition("/")[2],
        desk.receive("Adrien", desk.people.neighbour).rpartition("/")[2],
    ]
    with database.transaction(desk.settings.database) as db:
        rule(db, desk.people.office, keys[0], Gesture.ASK, asked="Quel jour ?")
        rule(db, desk.people.office, keys[1], Gesture.APPROVE, anyway=True)
        rule(db, desk.people.office, keys[2], Gesture.DECLINE, reason="Plus de place.")
        wish_for(db, desk.people.neighbour, "Zoé", "Danse")


def test_what_has_waited_the_longest_comes_first(desk: Desk) -> None:
    desk.receive("Adrien", titles=("Trompette", "Ensemble de cuivres"), at=NOW - 3600)
    desk.receive("Zoé", desk.people.neighbour, NOW - 3 * 86400, titles=("",), administrative="oui")
    desk.supply(0)
    page = desk.reader.read(LIST)
    assert columns_of(page) == ["Élève", "Cours demandés", "Pièces", "Demandée par", "Numéro", "État"]
    assert rows_of(page) == [
        ["LE GOFF Zoé", "Administrative", "aucune", "LE GOFF Łukasz", "2026-000002", "En attente depuis 3 jours"],
        [
            "D’ALMEIDA Adrien", "Trompette, Ensemble de cuivres", "1 à examiner", "D’ALMEIDA Inès", "2026-000001",
            "En attente depuis 1 heure",
        ],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("query", "heading", "names", "standing"),
    [
        ("", "aucune demande", [], ""),
        ("?etat=a-completer", "1\xa0demande", ["D’ALMEIDA Adrien"], "À compléter, envoyée le 18/11/2026"),
        ("?etat=validees", "1\xa0demande", ["D’ALMEIDA Zoé"], "Validée le 18/11/2026"),
        ("?etat=refusees", "1\xa0demande", ["LE GOFF Adrien"], "Refusée le 18/11/2026"),
    ],
)
def test_each_state_has_its_tab_with_its_count(
    desk: Desk, query: str, heading: str, names: list[str], standing: str
) -> None:
    four_requests(desk)
    page = desk.reader.read(LIST + query)
    assert page.find("//h1").text_content() == f"Réinscriptions 2027-2028\xa0: {heading}"
    assert [tab.removesuffix(" onglet actif") for tab in tabs_of(page)] == [
        "À valider (0)", "À compléter (1)", "Validées (1)", "Refusées (1)",
    ]  # fmt: skip
    assert list(links_of(page)) == names
    assert all(row[5].startswith(standing) for row in rows_of(page))


def test_a_draft_is_counted_and_nothing_of_it_is_shown(desk: Desk) -> None:
    four_requests(desk)
    page = desk.reader.read(LIST)
    assert "1\xa0brouillon n’est pas encore envoyé" in page.text
    assert "LE GOFF" not in page.text
    assert links_of(search(desk, "zoe le goff")) == {}


@pytest.mark.parametrize("query", ["?etat=brouillon", "?etat=perdues", "?page=0", "?page=2", "?page=un"])
def test_what_is_no_state_and_no_page_does_not_exist(desk: Desk, query: str) -> None:
    desk.receive()
    assert desk.reader.read(LIST + query, 404).find("//h1").text_content() == "Page introuvable"


def test_a_long_list_comes_in_light_pages(desk: Desk, long_list: None) -> None:
    page = desk.reader.read(LIST, heaviest=WHOLE_PAGE)
    assert (len(rows_of(page)), "Page 1 sur 17" in page.text) == (30, True)
    assert weight(desk.reader.swap(page.links()["Page suivante"], "screen")) <= SWAP
    last = desk.reader.read(f"{LIST}?page=17")
    assert (len(rows_of(last)), last.links()["Page précédente"]) == (20, f"{LIST}?page=16")
    middle = desk.reader.read(list(links_of(page).values())[-1])
    assert "Suivant\xa0: ÉLÈVE-030 Inès, 31 sur 500" in middle.text
    assert weight(desk.reader.swap(middle.url, "record")) <= SWAP


@pytest.mark.parametrize("state", [State.APPROVED, State.DECLINED])
def test_decided_ones_come_newest_first(desk: Desk, state: State) -> None:
    with database.transaction(desk.settings.database) as db:
        fill_list(db, Store(desk.settings.documents), desk.people.family, 3, state)
    query = {State.APPROVED: "?etat=validees", State.DECLINED: "?etat=refusees"}[state]
    names = list(links_of(desk.reader.read(LIST + query)))
    assert names == sorted(names, reverse=True)
    assert len(names) == 3


@pytest.mark.parametrize("name", ["almeida adrien", "D’Almeida  ADRIEN", "adrien ines"])
def test_a_name_is_found_however_it_is_written_and_stands_in_no_address(desk: Desk, name: str) -> None:
    four_requests(desk)
    page = search(desk, name)
    assert list(links_of(page)) == ["D’ALMEIDA Adrien"]
    assert page.find("//h1").text_content() == "Recherche\xa0: 1\xa0demande"
    assert page.url == "/administration/reinscriptions/recherche"
    assert desk.reader.read("/administration/reinscriptions/recherche").url == LIST


@pytest.mark.parametrize("name", ["", "  ", "%", "x" * 101])
def test_what_is_no_name_is_asked_for_again(desk: Desk, name: str) -> None:
    desk.receive()
    page = search(desk, name, 422)
    assert (rows_of(page), page.title.startswith("Erreur\xa0: Recherche – ")) == ([], True)


def test_too_many_finds_ask_for_more_of_the_name(desk: Desk, long_list: None) -> None:
    page = search(desk, "eleve")
    assert "Les 30 premières sont montrées\xa0: précisez le nom." in page.text
    assert len(rows_of(search(desk, "eleve 499"))) == 1
    assert "Aucune réinscription envoyée ne porte ce nom." in search(desk, "zorro").text


def test_a_search_changes_nothing(desk: Desk) -> None:
    desk.receive()
    before = desk.settings.database.read_bytes()
    search(desk, "almeida")
    assert desk.settings.database.read_bytes() == before


def test_the_other_office_sees_its_own_alone(desk: Desk, people: People) -> None:
    desk.receive()
    desk.receive(who=people.far_neighbour)
    desk.reader.enter(people.far_office)
    assert list(links_of(desk.reader.read(LIST))) == ["NGUYỄN Adrien"]
    assert list(links_of(search(desk, "almeida"))) == []


@pytest.mark.parametrize("who", ["family", "neighbour", "far_neighbour"])
def test_a_family_finds_no_list(desk: Desk, who: str) -> None:
    desk.reader.enter(getattr(desk.people, who))
    desk.reader.read(LIST, 404)


def test_documents_are_counted_by_state(desk: Desk, settings: Settings) -> None:
    key = desk.receive().rpartition("/")[2]
    documents = [desk.supply(0), desk.supply(1), desk.supply(2)]
    with database.transaction(settings.database) as db:
        rule(db, desk.people.office, key, Gesture.DOCUMENTS, verdicts={each: no() for each in documents[:2]})
    assert rows_of(desk.reader.read(LIST))[0][2] == "1 à examiner, 2 refusées"
