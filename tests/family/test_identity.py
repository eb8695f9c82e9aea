"""Famille, Identité."""

import pytest

from tests.family.conftest import FamilyFile
from tests.people import People
from tests.reader import Reader
from tests.records import inputs_of

FACTS = {
    "surname": ("Nom", "ABOLANT"),
    "given_name": ("Prénom", "Jocelyne"),
    "honorific": ("Civilité", "Madame"),
    "marital_status": ("Situation familiale", "Mariée"),
    "profession": ("Profession", "CADRE DE LA FONCTION PUBLIQUE"),
    "address": ("Adresse", "3 impasse de l’Église"),
    "postcode": ("CP", "04500"),
    "town": ("Ville", "ORLÉANS"),
    "home_phone": ("Tél domicile", "02 38 00 00 01"),
    "work_phone": ("Tél pro", "02 38 00 00 02"),
    "fax": ("Télécopie", "02 38 00 00 03"),
    "other_phone": ("Autre tél", "02 38 00 00 04"),
    "email": ("E-mail", "jocelyne@example.fr"),
    "mobile": ("Mobile", "06 00 00 00 05"),
}
TABS = [
    ("Identité", "/famille"),
    ("Facturation cotisations", "/famille/cotisations"),
    ("Facturation location", "/famille/locations"),
    ("Elèves", "/famille/eleves"),
]


def test_every_field_stands_under_the_manuals_label_in_its_order(at_home: Reader, file: FamilyFile) -> None:
    file.describe(**{name: value for name, (_, value) in FACTS.items()})
    fields = inputs_of(at_home.read("/famille"))
    assert list(fields.items()) == [*FACTS.values(), ("Mot de passe actuel", "")]


def test_a_field_that_is_not_known_is_empty(at_home: Reader, file: FamilyFile) -> None:
    file.describe(profession="", marital_status="")
    fields = inputs_of(at_home.read("/famille"))
    assert (fields["Profession"], fields["Situation familiale"]) == ("", "")


def test_what_comes_from_outside_is_shown_as_written(at_home: Reader, file: FamilyFile) -> None:
    written = "<script>alert('x')</script> & {{ 7*7 }} “l'Été” \N{RIGHT-TO-LEFT OVERRIDE}abc"
    file.describe(marital_status=written)
    answer = at_home.client.get("/famille")
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; {{ 7*7 }}" in answer.text


def test_the_heading_is_nom_prenom_of_the_guardian(at_home: Reader) -> None:
    page = at_home.read("/famille")
    assert page.find("//h1").text_content() == "D’ALMEIDA Inès"
    assert page.title == "D’ALMEIDA Inès – Identité – Portée"


@pytest.mark.parametrize(("label", "path"), TABS)
def test_the_tabs_are_the_manuals_and_the_current_one_says_so(at_home: Reader, label: str, path: str) -> None:
    page = at_home.read(path)
    tabs = page.tree.xpath("//nav[@class='tabs']//a")
    assert [(tab.text.strip(), tab.get("href")) for tab in tabs] == TABS
    (current,) = page.tree.xpath("//nav[@class='tabs']//a[@aria-current='page']")
    assert " ".join(current.text_content().split()) == f"{label} onglet actif"
    assert page.find("//h2").text_content() == label


@pytest.mark.parametrize("path", [path for _, path in TABS])
def test_retour_leads_to_accueil_on_every_tab(at_home: Reader, path: str) -> None:
    assert at_home.read(path).links()["Retour"] == "/"


def test_each_family_sees_itself(reader: Reader, people: People) -> None:
    names = {}
    for who in (people.family, people.neighbour, people.far_neighbour):
        reader.enter(who)
        names[who.email] = reader.read("/famille").find("//h1").text_content()
    assert list(names.values()) == ["D’ALMEIDA Inès", "LE GOFF Łukasz", "NGUYỄN Maï"]


@pytest.mark.parametrize("path", [path for _, path in TABS])
def test_the_office_finds_nothing(reader: Reader, people: People, path: str) -> None:
    reader.enter(people.office)
    reader.read(path, 404)


@pytest.mark.parametrize("path", [path for _, path in TABS])
def test_nobody_is_led_to_sign_in_and_back(reader: Reader, people: People, path: str) -> None:
    page = reader.sign_in(people.family, following=path)
    assert page.url == path
