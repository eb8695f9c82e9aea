"""À traiter: what waits, oldest first, with its age; filters and pages by plain links; a search by name."""

import pytest

from data import database
from data.changes import State
from data.settings import Settings
from tests.asking_for import NOW, fill_queue, take_back
from tests.conftest import Clock
from tests.house.swapping import SWAP
from tests.office.conftest import QUEUE, Office
from tests.people import People
from tests.proof_reading import WHOLE_PAGE, weight
from tests.reader import Reader
from tests.records import columns_of, links_of, rows_of, tabs_of

LONG = 500


@pytest.fixture
def long_queue(settings: Settings, people: People) -> None:
    """Five hundred requests."""
    with database.transaction(settings.database) as db:
        fill_queue(db, people.family, LONG, NOW - 86400)


def test_what_has_waited_the_longest_comes_first(office: Office, people: People) -> None:
    office.ask(at=NOW - 3600, town="Olivet", profession="Luthière")
    office.ask("Adrien", who=people.neighbour, at=NOW - 3 * 86400, town="Olivet")
    page = office.reader.read(QUEUE)
    assert columns_of(page) == ["Fiche", "Nature", "Champs", "Demandée par", "Numéro", "État"]
    assert rows_of(page) == [
        ["LE GOFF Adrien", "Élève", "Ville", "LE GOFF Łukasz", "2026-000002", "En attente depuis 3 jours"],
        ["D’ALMEIDA Inès", "Responsable", "Profession, Ville", "D’ALMEIDA Inès", "2026-000001", HOUR],
    ]


HOUR = "En attente depuis 1 heure"


def test_heading_and_title_count(office: Office) -> None:
    assert office.reader.read(QUEUE).find("//h1").text_content() == "À traiter\xa0: aucune demande"
    office.ask(town="Olivet")
    assert office.reader.read(QUEUE).title.startswith("À traiter\xa0: 1\xa0demande – ")
    office.ask("Adrien", town="Olivet")
    assert office.reader.read(QUEUE).title.startswith("À traiter\xa0: 2\xa0demandes – ")


def test_the_age_is_said_in_words(office: Office, time: Clock) -> None:
    office.ask(town="Olivet")
    said = []
    for seconds in (60, 3600, 19 * 3600, 4 * 3600, 9 * 86400):
        time.pass_by(seconds)
        office.reader.enter(office.people.office)
        said.append(rows_of(office.reader.read(QUEUE))[0][5].removeprefix("En attente depuis "))
    assert said == ["moins d’une heure", "1 heure", "20 heures", "1 jour", "10 jours"]


@pytest.mark.parametrize(
    ("query", "counted", "names"),
    [
        ("", "À traiter\xa0: 2\xa0demandes", ["D’ALMEIDA Inès", "D’ALMEIDA Adrien"]),
        ("?quoi=responsables", "À traiter\xa0: 1\xa0demande", ["D’ALMEIDA Inès"]),
        ("?quoi=eleves", "À traiter\xa0: 1\xa0demande", ["D’ALMEIDA Adrien"]),
        ("?etat=decidees", "Décidées\xa0: 1\xa0demande", ["LE GOFF Łukasz"]),
        ("?quoi=eleves&etat=decidees", "Décidées\xa0: aucune demande", []),
        ("?etat=retirees", "Retirées\xa0: 1\xa0demande", ["LE GOFF Adrien"]),
    ],
)
def test_filters_are_plain_links(office: Office, query: str, counted: str, names: list[str]) -> None:
    four_requests(office)
    page = office.reader.read(QUEUE + query)
    assert page.find("//h1").text_content() == counted
    assert list(links_of(page)) == names


def four_requests(office: Office) -> None:
    """Two wait, one is decided, one is taken back."""
    office.ask(town="Olivet")
    office.ask("Adrien", town="Olivet")
    neighbour = office.people.neighbour
    office.decide(office.ask(who=neighbour, town="Olivet"), geste="approuver")
    taken = office.ask("Adrien", who=neighbour, town="Olivet")
    with database.transaction(office.settings.database) as db:
        take_back(db, neighbour, taken.rpartition("/")[2], NOW + 60)


def test_the_links_of_the_filters_keep_one_another(office: Office) -> None:
    page = office.reader.read(f"{QUEUE}?quoi=eleves&etat=decidees")
    assert tabs_of(page) == {
        "À traiter": f"{QUEUE}?quoi=eleves",
        "Décidées onglet actif": f"{QUEUE}?quoi=eleves&etat=decidees",
        "Retirées": f"{QUEUE}?quoi=eleves&etat=retirees",
    }
    links = page.links()
    assert (links["Toutes"], links["Responsables"]) == (
        f"{QUEUE}?etat=decidees",
        f"{QUEUE}?quoi=responsables&etat=decidees",
    )


def test_a_closed_request_says_when_and_by_whom(office: Office) -> None:
    four_requests(office)
    assert rows_of(office.reader.read(f"{QUEUE}?etat=decidees"))[0][5].endswith(" par secretariat")
    assert rows_of(office.reader.read(f"{QUEUE}?etat=retirees"))[0][5].startswith("Retirée le 18/11/2026 à ")


@pytest.mark.parametrize("query", ["?quoi=chats", "?etat=perdues", "?page=0", "?page=2", "?page=un", "?page=-1"])
def test_what_is_no_filter_and_no_page_does_not_exist(office: Office, query: str) -> None:
    office.ask(town="Olivet")
    assert office.reader.read(QUEUE + query, 404).find("//h1").text_content() == "Page introuvable"


def test_a_long_queue_comes_in_pages(office: Office, long_queue: None) -> None:
    page = office.reader.read(QUEUE)
    assert page.title.startswith("À traiter\xa0: 500\xa0demandes – ")
    assert len(rows_of(page)) == 30
    assert "Page 1 sur 17" in page.text
    assert "Page précédente" not in page.links()
    last = office.reader.read(f"{QUEUE}?quoi=eleves&page=17")
    assert len(rows_of(last)) == 20
    assert last.links()["Page précédente"] == f"{QUEUE}?quoi=eleves&page=16"
    assert "Page suivante" not in last.links()


def test_a_long_queue_is_light(office: Office, long_queue: None) -> None:
    page = office.reader.read(QUEUE, heaviest=WHOLE_PAGE)
    swap = office.reader.swap(page.links()["Page suivante"], "screen")
    assert weight(swap) <= SWAP
    middle = office.reader.read(list(links_of(page).values())[-1])
    assert "30 sur 500" not in middle.text  # where one stands is said by the arrows to the others
    assert "Suivant\xa0: ÉLÈVE-030 Inès, 31 sur 500" in middle.text


def test_two_requests_for_one_name_are_told_apart(office: Office) -> None:
    for town in ("Olivet", "Blois"):
        office.decide(office.ask(town=town), geste="approuver")
    names = list(links_of(office.reader.read(f"{QUEUE}?etat=decidees")))
    assert names == ["D’ALMEIDA Inès (n°\xa02026-000002)", "D’ALMEIDA Inès (n°\xa02026-000001)"]


def test_the_other_office_sees_its_own_requests_alone(office: Office, people: People) -> None:
    office.ask(town="Olivet")
    office.ask(who=people.far_neighbour, town="Olivet")
    office.reader.enter(people.far_office)
    assert list(links_of(office.reader.read(QUEUE))) == ["NGUYỄN Maï"]
    assert list(links_of(office.search("almeida"))) == []
    assert list(links_of(office.search("nguyen"))) == ["NGUYỄN Maï"]


def test_too_many_finds_ask_for_more_of_the_name(office: Office, long_queue: None) -> None:
    page = office.search("eleve")
    assert page.find("//h1").text_content() == "Recherche\xa0: 500\xa0demandes"
    assert len(rows_of(page)) == 30
    assert "Les 30 premières sont montrées\xa0: précisez le nom." in page.text
    assert len(rows_of(office.search("eleve 499"))) == 1


@pytest.mark.parametrize("state", list(State))
def test_closed_queues_come_newest_first(reader: Reader, people: People, settings: Settings, state: State) -> None:
    with database.transaction(settings.database) as db:
        fill_queue(db, people.family, 3, state=state)
    reader.enter(people.office)
    query = {State.PENDING: "", State.DECIDED: "?etat=decidees", State.WITHDRAWN: "?etat=retirees"}[state]
    names = list(links_of(reader.read(QUEUE + query)))
    assert names == sorted(names, reverse=state != State.PENDING)
