"""Accueil, the menu and the footer."""

import pytest
from sqlmodel import update

from data import database
from data.settings import Settings
from data.sites import Site
from routes.web.version import VERSION
from tests.people import People
from tests.reader import Reader
from tests.records import week_of
from tests.schooling import School, Schooling, day

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
SCREENS = [
    "/",
    "/famille",
    "/famille/cotisations",
    "/famille/locations",
    "/famille/eleves",
    "/eleves",
    "/agenda",
    "/mot-de-passe",
]


def test_accueil_says_what_the_portal_is_for(reader: Reader, people: People) -> None:
    page = reader.sign_in(people.family)
    purpose = "Ce portail internet sécurisé est destiné aux usagers du Conservatoire, il vous permet\xa0:"
    assert page.find("//div[contains(@class, 'leaflet')]/p[1]").text_content() == purpose
    items = [" ".join(item.text_content().split(" ")) for item in page.tree.xpath("//main//li")]
    assert [item.rstrip("\xa0;.") for item in items] == [
        "de consulter vos données personnelles enregistrées sur notre logiciel administratif",
        "de consulter les données pédagogiques des élèves de votre foyer enregistrées sur notre logiciel administratif",
        "de modifier, le cas échéant, vos coordonnées personnelles ou celles des élèves de votre foyer",
    ]


def test_accueil_has_the_two_legal_paragraphs(reader: Reader, people: People) -> None:
    page = reader.sign_in(people.family)
    notes = page.find("//main//h2[.='NOTES IMPORTANTES\xa0:']")
    first, second = (each.text_content() for each in notes.xpath("following-sibling::p"))
    assert "«\xa0Informatique et libertés\xa0» du 6 janvier 1978" in first
    assert "RGPD" in first
    assert first.endswith("Conservatoire de Musique 14 rue du Cheval Rouge 45000 ORLEANS.")
    assert "loi du 12 avril 2000" in second
    assert "accusé de réception" in second


def test_a_site_may_have_its_own_words(reader: Reader, people: People, settings: Settings) -> None:
    with database.transaction(settings.database) as db:
        db.exec(update(Site).values(welcome="Bienvenue & <b>bonne musique</b>.\n\nÀ bientôt."))
    page = reader.sign_in(people.family)
    words = [each.text_content() for each in page.tree.xpath("//div[contains(@class, 'leaflet')]/p")]
    assert words == ["Bienvenue & <b>bonne musique</b>.", "À bientôt."]


@pytest.mark.parametrize("path", SCREENS)
def test_the_menu_is_the_manuals_on_every_screen(reader: Reader, people: People, path: str) -> None:
    reader.enter(people.family)
    page = reader.read(path)
    menu = page.find("//nav[@aria-label='Menu principal']")
    assert [(link.text_content(), link.get("href")) for link in menu.iter("a")] == MENU
    assert [button.text_content() for button in menu.iter("button")] == ["Quitter"]


@pytest.mark.parametrize(("path", "current"), [(address, label) for label, address in MENU])
def test_the_menu_marks_where_one_is(reader: Reader, people: People, path: str, current: str) -> None:
    reader.enter(people.family)
    assert reader.read(path).tree.xpath("//nav[@class='menu']//a[@aria-current='page']/text()") == [current]


@pytest.mark.parametrize("path", SCREENS)
def test_the_footer_stands_on_every_screen(reader: Reader, people: People, path: str) -> None:
    reader.enter(people.family)
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
    reader.enter(people.office)
    assert reader.read("/").url == "/administration"


def test_the_other_site_has_its_own_address(reader: Reader, people: People, settings: Settings) -> None:
    with database.transaction(settings.database) as db:
        db.exec(update(Site).where(Site.slug == "rive-droite").values(town="BLOIS"))  # type: ignore[arg-type]
    assert "BLOIS" not in reader.sign_in(people.family).text
    assert "BLOIS" in reader.sign_in(people.far_neighbour).text


def test_the_week_stands_above(at_home: Reader) -> None:
    page = at_home.read("/")
    assert page.find("//main//h2[1][following-sibling::dl]").text_content() == "Cette semaine"
    assert week_of(page) == {
        "mercredi 18 novembre": ["17:30 à 18:15\xa0: Adrien, Trompette, G. BRANTOME, Salle 8"],
        "samedi 21 novembre": ["10:00\xa0: Zoé, Danse, G. BRANTOME"],
        "Sans jour fixé": ["Adrien, Ensemble de cuivres"],
    }


def test_a_week_of_holidays_says_so_on_each_of_its_days(at_home: Reader, school: School) -> None:
    school.close("Vacances d’automne", "14/11/2026", "29/11/2026")
    week = week_of(at_home.read("/"))
    assert week["mercredi 18 novembre"] == week["samedi 21 novembre"] == ["Pas de cours\xa0: Vacances d’automne"]


def test_before_the_year_begins_no_lesson_is_announced(at_home: Reader, school: School) -> None:
    school.decide(first_day=day("07/12/2026"))
    assert week_of(at_home.read("/"))["samedi 21 novembre"] == ["Pas de cours\xa0: les cours n’ont pas encore commencé"]


def test_a_family_without_lessons_is_told_so(at_home: Reader, school: School, learnt: Schooling) -> None:
    school.empty()
    page = at_home.read("/")
    assert "Aucun cours n’est suivi en ce moment." in page.text
    assert week_of(page) == {}


def test_the_week_is_the_familys_own(reader: Reader, people: People, school: School, learnt: Schooling) -> None:
    school.course(learnt.student, title="Cornemuse")
    reader.enter(people.neighbour)
    assert "Cornemuse" not in reader.read("/").text
