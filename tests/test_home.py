"""Accueil, the menu and the footer."""

import pytest
from sqlmodel import update

from data import database
from data.settings import Settings
from data.sites import Site
from routes.web.version import VERSION
from tests.people import People
from tests.reader import Reader

MENU = [
    ("Accueil", "/"),
    ("Famille", "/famille"),
    ("Elèves", "/eleves"),
    ("Accessibilité", "/accessibilite"),
    ("Mot de passe", "/mot-de-passe"),
]
FOOTER = [
    ("Accessibilité\xa0: non conforme", "/accessibilite/declaration"),
    ("Mentions légales", "/mentions-legales"),
    ("Plan du site", "/plan-du-site"),
    ("Aide", "/aide"),
]
SCREENS = ["/", "/famille", "/famille/cotisations", "/famille/locations", "/famille/eleves", "/eleves", "/mot-de-passe"]


def test_accueil_says_what_the_portal_is_for(reader: Reader, people: People) -> None:
    page = reader.sign_in(people.family)
    purpose = "Ce portail internet sécurisé est destiné aux usagers du Conservatoire, il vous permet\xa0:"
    assert page.find("//main//p[1]").text_content() == purpose
    items = [" ".join(item.text_content().split(" ")) for item in page.tree.xpath("//main//li")]
    assert [item.rstrip("\xa0;.") for item in items] == [
        "de consulter vos données personnelles enregistrées sur notre logiciel administratif",
        "de consulter les données pédagogiques des élèves de votre foyer enregistrées sur notre logiciel administratif",
        "de modifier, le cas échéant, vos coordonnées personnelles ou celles des élèves de votre foyer",
    ]


def test_accueil_has_the_two_legal_paragraphs(reader: Reader, people: People) -> None:
    page = reader.sign_in(people.family)
    assert page.find("//main//h2").text_content() == "NOTES IMPORTANTES\xa0:"
    first, second = (each.text_content() for each in page.tree.xpath("//main//h2/following::p[ancestor::main]")[:2])
    assert "«\xa0Informatique et libertés\xa0» du 6 janvier 1978" in first
    assert "RGPD" in first
    assert first.endswith("Conservatoire de Musique 14 rue du Cheval Rouge 45000 ORLEANS.")
    assert "loi du 12 avril 2000" in second
    assert "accusé de réception" in second


def test_a_site_may_have_its_own_words(reader: Reader, people: People, settings: Settings) -> None:
    with database.transaction(settings.database) as db:
        db.exec(update(Site).values(welcome="Bienvenue & <b>bonne musique</b>.\n\nÀ bientôt."))
    page = reader.sign_in(people.family)
    words = [each.text_content() for each in page.tree.xpath("//main//p")]
    assert words == ["Bienvenue & <b>bonne musique</b>.", "À bientôt."]


@pytest.mark.parametrize("path", SCREENS)
def test_the_menu_is_the_manuals_on_every_screen(reader: Reader, people: People, path: str) -> None:
    reader.sign_in(people.family)
    page = reader.read(path)
    menu = page.find("//nav[@aria-label='Menu principal']")
    assert [(link.text_content(), link.get("href")) for link in menu.iter("a")] == MENU
    assert [button.text_content() for button in menu.iter("button")] == ["Quitter"]


@pytest.mark.parametrize(("path", "current"), [(address, label) for label, address in MENU])
def test_the_menu_marks_where_one_is(reader: Reader, people: People, path: str, current: str) -> None:
    reader.sign_in(people.family)
    assert reader.read(path).tree.xpath("//nav[@class='menu']//a[@aria-current='page']/text()") == [current]


@pytest.mark.parametrize("path", SCREENS)
def test_the_footer_stands_on_every_screen(reader: Reader, people: People, path: str) -> None:
    reader.sign_in(people.family)
    footer = reader.read(path).find("//footer")
    for words in ("©", "Conservatoire de Musique", f"Portée {VERSION}"):
        assert words in footer.text_content()
    assert [(link.text_content(), link.get("href")) for link in footer.iter("a")] == FOOTER


@pytest.mark.parametrize("path", ["/connexion", "/mot-de-passe-perdu", "/accessibilite", "/nulle-part"])
def test_the_footer_stands_before_sign_in_too(reader: Reader, people: People, path: str) -> None:
    footer = reader.read(path, 404 if path == "/nulle-part" else 200).find("//footer")
    assert [(link.text_content(), link.get("href")) for link in footer.iter("a")] == FOOTER


def test_nobody_is_led_to_sign_in_first(reader: Reader, people: People) -> None:
    page = reader.read("/")
    assert page.url == "/connexion?suite=/"


def test_the_office_is_led_to_administration(reader: Reader, people: People) -> None:
    reader.sign_in(people.office)
    assert reader.read("/").url == "/administration"


def test_the_other_site_has_its_own_address(reader: Reader, people: People, settings: Settings) -> None:
    with database.transaction(settings.database) as db:
        db.exec(update(Site).where(Site.slug == "rive-droite").values(town="BLOIS"))  # type: ignore[arg-type]
    assert "BLOIS" not in reader.sign_in(people.family).text
    assert "BLOIS" in reader.sign_in(people.far_neighbour).text
