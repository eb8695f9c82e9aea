"""Familles: the whole site by pages, a search that stands in no address, one family, one student."""

from data import database, directory
from data.families import Family, Guardian
from tests.house.swapping import SWAP
from tests.office.conftest import Office
from tests.proof_reading import WHOLE_PAGE, weight
from tests.records import columns_of, rows_of

FAMILIES = "/administration/familles"
PUPILS = "/administration/eleves"
FULL_LIST = 20 * 1024


def fill(office: Office, count: int) -> None:
    """A site with many families."""
    with database.transaction(office.settings.database) as db:
        for number in range(count):
            family = Family(site_id=1, reference=f"F{number:05}")
            db.add(family)
            db.flush()
            name = f"MARTIN-{number:04}"
            db.add(Guardian(family_id=family.id, surname=name, given_name="Béatrice", town="Fleury-les-Aubrais"))
        db.flush()
        directory.refresh(db.connection(), 1)


def page_of(office: Office, name: str) -> str:
    """Where a family is, by the name of its responsable in the list."""
    return office.reader.read(FAMILIES).links()[name]


def test_everybody_is_listed(office: Office) -> None:
    page = office.reader.read(FAMILIES)
    assert page.title.startswith("Familles\xa0: 2\xa0familles – ")
    assert columns_of(page) == ["Responsable", "Ville", "Référence", "Élèves"]
    assert rows_of(page) == [
        ["D’ALMEIDA Inès", "ORLEANS", "F-dalmeida", "2"],
        ["LE GOFF Łukasz", "ORLEANS", "F-le-goff", "2"],
    ]


def test_fifty_stand_on_a_page_and_plain_links_lead_on(office: Office) -> None:
    fill(office, 120)
    page = office.reader.read(FAMILIES, heaviest=FULL_LIST)
    assert len(rows_of(page)) == 50
    assert page.links()["Page suivante"] == f"{FAMILIES}?page=2"
    last = office.reader.read(f"{FAMILIES}?page=3")
    assert len(rows_of(last)) == 22
    assert last.links()["Page précédente"] == f"{FAMILIES}?page=2"
    office.reader.read(f"{FAMILIES}?page=4", 404)
    assert weight(office.reader.swap(FAMILIES, "screen")) <= SWAP


def test_a_search_by_the_name_of_a_student_finds_the_family(office: Office) -> None:
    page = office.reader.send(office.reader.read(FAMILIES), f"{FAMILIES}/recherche", nom="adrien goff")
    assert page.url == f"{FAMILIES}/recherche"
    assert page.find("//h1").text_content() == "Recherche\xa0: 1\xa0famille"
    assert [row[0] for row in rows_of(page)] == ["LE GOFF Łukasz"]


def test_a_search_for_nothing_is_refused(office: Office) -> None:
    for sought in ("", "  -- ", "a" * 101):
        page = office.reader.send(office.reader.read(FAMILIES), f"{FAMILIES}/recherche", 422, nom=sought)
        assert page.find("//div[@class='problems']//li/a").get("href") == "#nom"


def test_a_search_that_finds_too_many_says_so(office: Office) -> None:
    fill(office, 51)
    form = office.reader.read(FAMILIES).form(f"{FAMILIES}/recherche") | {"nom": "fleury"}
    answer = office.reader.client.post(f"{FAMILIES}/recherche", data=form)
    assert "Il y en a plus de 50, en voici 50" in answer.text
    assert weight(answer) <= FULL_LIST


def test_a_family_is_shown_whole(office: Office) -> None:
    request = office.ask(town="Olivet")
    page = office.reader.read(page_of(office, "D’ALMEIDA Inès"))
    assert page.find("//h1").text_content() == "Famille D’ALMEIDA Inès"
    assert request in page.links().values()
    assert "Identifiant « dalmeida », jamais connecté." in page.text.replace("\xa0", " ")
    assert "2 234,56" not in page.text
    assert "234,56\xa0€" in page.text
    assert weight(page.answer) <= WHOLE_PAGE
    assert page.find("//form[contains(@action, '/vue')]//button").text_content().startswith("Voir comme la famille")


def test_the_last_sign_in_is_said(office: Office) -> None:
    office.reader.sign_out()
    office.reader.enter(office.people.family)
    office.reader.sign_out()
    office.reader.enter(office.people.office)
    page = office.reader.read(page_of(office, "D’ALMEIDA Inès"))
    assert "dernière connexion le" in page.text


def test_a_student_is_shown_with_its_families(office: Office) -> None:
    key = office.people.family.schooling.student
    page = office.reader.read(f"/administration/eleves/{key}")
    assert page.find("//h1").text_content() == "Élève D’ALMEIDA Adrien"
    family = page.links()["Famille D’ALMEIDA Inès (F-dalmeida)"]
    assert page.links()["Retour"] == family
    page = office.reader.read(family)
    assert page.links()["D’ALMEIDA Adrien"] == f"{PUPILS}/{key}"
    assert page.url == f"/administration/familles/{family.rpartition('/')[2]}"
