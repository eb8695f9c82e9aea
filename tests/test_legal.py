"""The pages of the footer: open to everybody, and true."""

from pathlib import Path

import pytest
from sqlmodel import col, update

from data import database, schema
from data.settings import Settings, read_settings
from data.sites import Site
from tests.people import People
from tests.reader import Reader

PAGES = {
    "/mentions-legales": "Mentions légales",
    "/plan-du-site": "Plan du site",
    "/aide": "Aide",
    "/accessibilite/declaration": "Déclaration d’accessibilité",
}


@pytest.mark.parametrize(("path", "heading"), PAGES.items())
def test_nobody_has_to_sign_in(reader: Reader, people: People, path: str, heading: str) -> None:
    page = reader.read(path)
    assert (page.url, page.find("//h1").text_content()) == (path, heading)
    assert "Retour" in page.links()


@pytest.mark.parametrize("path", ["/mentions-legales", "/aide", "/accessibilite/declaration"])
def test_before_sign_in_every_site_is_named(reader: Reader, people: People, path: str) -> None:
    page = reader.read(path)
    assert "Conservatoire 1" in page.text
    assert "Conservatoire 2" in page.text


@pytest.mark.parametrize("path", ["/mentions-legales", "/aide", "/accessibilite/declaration"])
def test_a_person_reads_of_their_own_site_alone(reader: Reader, people: People, path: str) -> None:
    reader.enter(people.far_neighbour)
    page = reader.read(path)
    assert "Conservatoire 1" not in page.text
    assert "Conservatoire 2" in page.text


def test_the_notice_names_the_publisher_and_the_cookies(reader: Reader, people: People) -> None:
    text = reader.read("/mentions-legales").text
    for words in ("Conservatoire de Musique", "14 rue du Cheval Rouge 45000 ORLEANS", "cookies", "CNIL"):
        assert words in text


def test_a_site_may_write_its_own_notice(reader: Reader, people: People, settings: Settings) -> None:
    with database.transaction(settings.database) as db:
        own = update(Site).where(col(Site.slug) == "rive-gauche").values(legal_notice="Éditeur <moi>.\n\nHébergeur.")
        db.exec(own)
    page = reader.read("/mentions-legales")
    assert "Éditeur <moi>." in page.text
    assert "Hébergeur." in page.text


def test_the_declaration_says_non_conforme_and_how_to_complain(reader: Reader, people: People) -> None:
    text = reader.read("/accessibilite/declaration").text
    for words in ("non conforme", "RGAA", "Défenseur des droits", "PDF/UA-1"):
        assert words in text


SITE_MAP = {
    "nobody": ["/connexion", "/mot-de-passe-perdu"],
    "family": [
        "/",
        "/famille",
        "/famille/cotisations",
        "/famille/locations",
        "/famille/eleves",
        "/eleves",
        "/agenda",
        "/mes-demandes",
        "/mes-donnees",
    ],
    "office": [
        "/administration",
        "/administration/demandes",
        "/administration/reinscriptions",
        "/administration/reinscriptions/sans-reponse",
        "/administration/reinscriptions/export",
        "/administration/reinscriptions/reglages",
        "/administration/reinscriptions/cours",
        "/administration/reinscriptions/pieces",
        "/administration/modifications",
        "/administration/courriels",
        "/administration/courriels/modeles",
        "/administration/journal",
        "/administration/comptes",
        "/administration/comptes/sans-compte",
        "/administration/comptes/lettres",
        "/administration/site",
        "/administration/site/conges",
        "/administration/site/listes",
        "/administration/site/textes",
        "/administration/site/logo",
        "/administration/imports",
        "/administration/familles",
        "/administration/double-authentification",
        "/administration/equipe",
        "/administration/sante",
    ],
}
SHARED = ["/accessibilite", "/accessibilite/declaration", "/mentions-legales", "/aide"]


@pytest.mark.parametrize("who", ["nobody", "family", "office"])
def test_the_site_map_leads_to_every_page_that_one_may_open(reader: Reader, people: People, who: str) -> None:
    if who != "nobody":
        reader.sign_in({"family": people.family, "office": people.office}[who])
    page = reader.read("/plan-du-site")
    listed = page.tree.xpath("//main//ul//a/@href")
    own = ["/mot-de-passe"] if who != "nobody" else []
    assert sorted(set(listed)) == sorted({*SITE_MAP[who], *own, *SHARED})
    for path in listed:
        assert reader.read(path).url == path


def test_the_site_map_leaves_out_a_tab_that_the_site_has_not(reader: Reader, people: People) -> None:
    reader.enter(people.far_neighbour)
    assert "/famille/locations" not in reader.read("/plan-du-site").tree.xpath("//main//a/@href")


def test_help_names_every_menu_entry_and_how_to_get_a_password(reader: Reader, people: People) -> None:
    text = reader.read("/aide").text
    for words in (
        "Mot de passe perdu",
        "24 heures",
        "Facturation cotisations",
        "Elèves",
        "Agenda",
        "Accessibilité",
        "double-clic",
    ):
        assert words in text


def test_help_has_a_section_for_each_role_of_the_office_and_none_for_families(reader: Reader, people: People) -> None:
    found = {}
    for who in ("family", "clerk", "office"):
        reader.enter(getattr(people, who))
        text = reader.read("/aide").text.replace("\xa0", " ")
        found[who] = ("« Importer pour de bon »" in text, "« État du portail »" in text)
    assert found == {"family": (False, False), "clerk": (True, False), "office": (True, True)}


class TestWithoutAnySite:
    """A portal on its first day."""

    @pytest.fixture
    def settings(self, tmp_path: Path) -> Settings:
        settings = read_settings({"PORTEE_HOME": str(tmp_path)})
        schema.migrate(settings.database)
        return settings

    @pytest.mark.parametrize("path", [*PAGES, "/connexion", "/mot-de-passe-perdu", "/accessibilite"])
    def test_its_open_pages_are_there(self, reader: Reader, path: str) -> None:
        assert reader.read(path).url == path
