"""Elèves: the family’s students, the same list under the tab and under the menu."""

import datetime

import pytest

from tests.family.conftest import FamilyFile
from tests.people import People
from tests.reader import Reader


def names(reader: Reader, path: str) -> list[str]:
    return [" ".join(each.text_content().split()) for each in reader.read(path).tree.xpath("//ul[@class='names']/li")]


@pytest.mark.parametrize("path", ["/eleves", "/famille/eleves"])
def test_the_students_are_listed_by_name(at_home: Reader, file: FamilyFile, path: str) -> None:
    file.clear()
    born = datetime.date(1995, 9, 14)
    file.enrol("ABOLANT", "Zoé", honorific="Mademoiselle", birth_date=born)
    file.enrol("ABOLANT", "Adrien", honorific="Monsieur", birth_date=born)
    file.enrol("ABOLANT", "Sacha", birth_date=born)
    file.enrol("ABOLANT", "Bébé")
    assert names(at_home, path) == [
        "ABOLANT Adrien, né le 14/09/1995",
        "ABOLANT Bébé",
        "ABOLANT Sacha, né(e) le 14/09/1995",
        "ABOLANT Zoé, née le 14/09/1995",
    ]


@pytest.mark.parametrize("path", ["/eleves", "/famille/eleves"])
@pytest.mark.parametrize(
    ("honorific", "said"),
    [("Monsieur", "né"), ("M.", "né"), ("Madame", "née"), ("Mlle", "née"), ("", "né(e)"), ("Maestro", "né(e)")],
)
def test_born_agrees_with_the_civilite(at_home: Reader, file: FamilyFile, path: str, honorific: str, said: str) -> None:
    file.clear()
    file.enrol("ABOLANT", "Sacha", honorific=honorific, birth_date=datetime.date(1995, 9, 14))
    assert names(at_home, path) == [f"ABOLANT Sacha, {said} le 14/09/1995"]


@pytest.mark.parametrize("path", ["/eleves", "/famille/eleves"])
def test_students_of_the_same_name_are_told_apart_by_their_birth(at_home: Reader, file: FamilyFile, path: str) -> None:
    file.clear()
    for number, year in enumerate((2010, 2012, 2012)):
        file.enrol("ABOLANT", "Marie", reference=f"M{number}", birth_date=datetime.date(year, 9, 14))
    assert names(at_home, path) == [
        "ABOLANT Marie (14/09/2010)",
        "ABOLANT Marie (14/09/2012)",
        "ABOLANT Marie (14/09/2012) (2)",
    ]


@pytest.mark.parametrize("path", ["/eleves", "/famille/eleves"])
def test_a_name_opens_the_record(at_home: Reader, people: People, path: str) -> None:
    page = at_home.read(path)
    address = page.links()["D’ALMEIDA Adrien"]
    assert address == f"/eleves/{people.family.schooling.student}"
    assert at_home.read(address).find("//h1").text_content() == "Elève D’ALMEIDA Adrien"


def test_the_list_of_the_menu_is_that_of_the_tab(at_home: Reader) -> None:
    assert names(at_home, "/eleves") == names(at_home, "/famille/eleves")
    assert len(names(at_home, "/eleves")) == 2


@pytest.mark.parametrize("path", ["/eleves", "/famille/eleves"])
def test_a_family_without_students_is_told_so(at_home: Reader, file: FamilyFile, path: str) -> None:
    file.clear()
    assert "Aucun élève n’est rattaché à votre famille." in at_home.read(path).text


@pytest.mark.parametrize("path", ["/eleves", "/famille/eleves"])
def test_each_family_sees_its_own(reader: Reader, people: People, path: str) -> None:
    reader.enter(people.neighbour)
    assert {name.split(" ")[0] for name in names(reader, path)} == {"LE"}


def test_retour_leads_to_accueil(at_home: Reader) -> None:
    assert at_home.read("/eleves").links()["Retour"] == "/"
    assert at_home.read("/famille/eleves").links()["Retour"] == "/"
    assert at_home.read("/eleves").find("//h1").text_content() == "Elèves"


def test_the_office_finds_nothing(reader: Reader, people: People) -> None:
    reader.enter(people.office)
    reader.read("/eleves", 404)
