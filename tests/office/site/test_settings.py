"""Réglages du site: an administrator changes what the site is called, where it is and what it switches on."""

import datetime
from typing import Any

import pytest
from sqlmodel import select

from data import database
from data.audit import SITE_SETTLED, AuditEntry
from data.sites import Site
from tests.conftest import Clock
from tests.office.conftest import Office
from tests.page import Page

PATH = "/administration/site"
FIRST: dict[str, str] = {"premier_jour-jour": "7", "premier_jour-mois": "9", "premier_jour-annee": "2026"}
LAST: dict[str, str] = {"dernier_jour-jour": "3", "dernier_jour-mois": "7", "dernier_jour-annee": "2027"}


def site(office: Office, slug: str = "rive-gauche") -> Site:
    with database.reading(office.settings.database) as db:
        return db.exec(select(Site).where(Site.slug == slug)).one()


def settle(office: Office, status: int = 200, page: Page | None = None, **typed: Any) -> Page:
    return office.reader.send(page or office.reader.read(PATH), PATH, status, **typed)


def journal(office: Office) -> list[AuditEntry]:
    with database.reading(office.settings.database) as db:
        return list(db.exec(select(AuditEntry).where(AuditEntry.action == SITE_SETTLED)))


def test_an_administrator_gets_there_from_the_first_page(office: Office) -> None:
    links = office.reader.read("/administration").tree.xpath("//main//a/@href")
    assert PATH in links
    form = office.reader.read("/administration/site").form(PATH)
    assert (form["nom"], form["location"], form["renouvellement"]) == ("Conservatoire 1", "oui", "immediat")


def test_what_is_changed_is_shown_to_families_and_noted(office: Office) -> None:
    page = settle(
        office, 200, None, nom="Conservatoire de l’Orge", ville="OLIVET", courriel="ecole@exemple.fr", **FIRST, **LAST
    )
    assert "Les réglages du site sont enregistrés." in page.text
    held = site(office)
    assert (held.town, held.email, held.last_day) == ("OLIVET", "ecole@exemple.fr", datetime.date(2027, 7, 3))
    (entry,) = journal(office)
    assert entry.facts["ville"] == ["ORLEANS", "OLIVET"]
    assert set(entry.facts) == {"nom", "ville", "courriel", "premier_jour", "dernier_jour"}
    assert "Conservatoire de l’Orge" in office.reader.sign_in(office.people.family).text
    assert site(office, "rive-droite").town == "ORLEANS"


def test_without_the_rental_tab_its_lines_stand_in_cotisations_and_come_back(office: Office) -> None:
    settle(office, location="non")
    office.reader.enter(office.people.family)
    page = office.reader.read("/famille/cotisations")
    assert len(page.tree.xpath("//table[@class='ledger']/tbody/tr")) == 2
    assert "2 469,12 €".replace(" ", "\N{NO-BREAK SPACE}") in page.text
    office.reader.read("/famille/locations", 404)
    office.reader.enter(office.people.office)
    settle(office, location="oui")
    office.reader.enter(office.people.family)
    for ledger in ("cotisations", "locations"):
        page = office.reader.read(f"/famille/{ledger}")
        assert len(page.tree.xpath("//table[@class='ledger']/tbody/tr")) == 1


def test_nothing_changed_is_said_and_the_same_form_writes_once(office: Office) -> None:
    form = office.reader.read(PATH).form(PATH)
    assert "Rien n’a changé" in settle(office).text
    for _ in range(2):
        answer = office.reader.client.post(PATH, data={**form, "ville": "OLIVET"}, follow_redirects=False)
        assert answer.headers["Location"] == f"{PATH}?fait=site-enregistre"
    assert len(journal(office)) == 1


@pytest.mark.parametrize(
    ("typed", "place", "words"),
    [
        ({"nom": " "}, "nom", "ne peut pas être vide"),
        ({"nom": "conservatoire 2"}, "nom", "un autre site de ce portail porte déjà ce nom"),
        ({"nom": "é" * 81}, "nom", "80 caractères au plus"),
        ({"courriel": "secretariat@"}, "courriel", "n’est pas une adresse électronique"),
        ({"telephone": "bientôt"}, "telephone", "n’est pas un numéro de téléphone"),
        ({"cp": "?"}, "cp", "n’est pas un code postal"),
        ({"location": "peut-être"}, "location", "«\xa0Facturation location\xa0»\xa0: répondez par oui ou non"),
        ({"renouvellement": "jamais"}, "renouvellement", "écrivez immediat ou usage"),
        ({"pieces_gardees": "-1"}, "pieces_gardees", "un nombre de jours"),
        ({"pieces_gardees": "toujours"}, "pieces_gardees", "un nombre de jours"),
        ({"annee_courante": "2026-2028"}, "annee_courante", "une année scolaire comme 2026-2027"),
        ({**FIRST, "premier_jour-mois": "13"}, "premier_jour-jour", "écrivez une date"),
        ({**FIRST, **LAST, "dernier_jour-annee": "2025"}, "dernier_jour-jour", "ce jour est avant le premier"),
    ],
)
def test_what_cannot_be_is_refused_and_the_rest_stays_typed(
    office: Office, typed: dict[str, str], place: str, words: str
) -> None:
    before = site(office)
    page = settle(office, 422, None, **{"ville": "OLIVET", **typed})
    (wrong,) = page.tree.xpath("//div[@class='problems']//li/a")
    assert (wrong.get("href"), words in wrong.text_content()) == (f"#{place}", True)
    assert page.form(PATH)["ville"] == "OLIVET"
    assert site(office) == before


def test_what_another_changed_meanwhile_is_shown_and_not_overwritten(office: Office) -> None:
    page = office.reader.read(PATH)
    settle(office, ville="OLIVET", cp="45160")
    again = settle(office, 422, page, ville="SARAN")
    row = again.find("//table[@id='comparaison']/tbody/tr").text_content()
    assert "ORLEANS" in row
    assert "OLIVET" in row
    assert "SARAN" in row
    assert (again.form(PATH)["ville"], again.form(PATH)["cp"]) == ("SARAN", "45160")
    assert site(office).town == "OLIVET"
    settle(office, 200, again)
    assert (site(office).town, site(office).postcode) == ("SARAN", "45160")


def test_how_long_documents_are_kept_stands_beside_the_other_times(office: Office) -> None:
    settle(office, pieces_gardees="30")
    assert (site(office).documents_kept, site(office, "rive-droite").documents_kept) == (30, 90)
    (entry,) = journal(office)
    assert entry.facts == {"pieces_gardees": ["90", "30"]}


def test_two_who_change_different_things_lose_nothing(office: Office) -> None:
    page = office.reader.read(PATH)
    settle(office, ville="OLIVET")
    settle(office, 200, page, telephone="02 38 00 00 00")
    assert (site(office).town, site(office).phone) == ("OLIVET", "02 38 00 00 00")


def test_what_was_typed_survives_an_expired_session(office: Office, time: Clock) -> None:
    page = office.reader.read(PATH)
    time.pass_by(13 * 3600)
    arrived = settle(office, 200, page, ville="OLIVET")
    page = office.reader.sign_in(office.people.office, following=arrived.url)
    assert page.form(PATH)["ville"] == "OLIVET"
    assert "Votre session s’était terminée." in page.text
    settle(office, 200, page)
    assert site(office).town == "OLIVET"


@pytest.mark.parametrize("who", ["clerk", "family"])
def test_others_find_no_settings(office: Office, who: str) -> None:
    office.reader.enter(getattr(office.people, who))
    for page in ("", "/conges", "/listes", "/textes", "/textes/accueil", "/logo"):
        office.reader.read(PATH + page, 404)
    if who == "clerk":
        assert PATH not in office.reader.read("/administration").tree.xpath("//a/@href")


def test_a_retention_that_makes_families_go_says_how_many_and_asks(office: Office, time: Clock) -> None:
    time.pass_by(3 * 366 * 86400)
    office.reader.enter(office.people.office)
    page = settle(office, 422, familles_gardees="24", ville="OLIVET")
    count = page.tree.xpath("string(//input[@id='depart']/@value)")
    assert f"{count}\u00a0familles sont parties depuis plus longtemps et seraient effacées" in page.text
    assert (site(office).families_kept, page.form(PATH)["ville"]) == (0, "OLIVET")
    settle(office, 422, page, depart="1")
    settle(office, 200, page, depart=count)
    assert (site(office).families_kept, site(office).town) == (24, "OLIVET")


def test_a_box_that_is_ticked_stays_so_beside_something_wrong(office: Office, time: Clock) -> None:
    time.pass_by(3 * 366 * 86400)
    office.reader.enter(office.people.office)
    page = settle(office, 422, familles_gardees="24")
    count = page.tree.xpath("string(//input[@id='depart']/@value)")
    page = settle(office, 422, page, depart=count, courriel="pas une adresse")
    assert page.form(PATH)["depart"] == count
    assert "sont parties" not in page.text


def test_a_retention_that_lets_every_family_stay_asks_nothing(office: Office) -> None:
    assert "enregistrés" in settle(office, familles_gardees="24").text
    assert site(office).families_kept == 24
