"""A morning of the office with the keyboard alone: it decides, corrects, adds, locks, writes, looks up.

On the far site, where no other test of the browsers counts what is there.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Served
from tests.browser.test_keyboard import press, tab_to
from tests.people import Someone

FAMILY = "NGUYỄN Maï"
FOCUSED = "() => document.activeElement.id"


@pytest.fixture
def desk(page: Page, served: Served) -> Page:
    """Signed in, by the keyboard too."""
    who: Someone = served.crowd.people.far_office
    page.goto("/connexion")
    tab_to(page, "Site")
    page.keyboard.type("Conservatoire 2")
    tab_to(page, "Identifiant")
    page.keyboard.type(who.username)
    tab_to(page, "Mot de passe")
    page.keyboard.type(who.password)
    press(page, "Se connecter", "/administration")
    return page


def is_told_off(page: Page, button: str, field: str) -> None:
    """A refused form takes the focus to what it says, and from there to the field."""
    tab_to(page, button)
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_function(f"() => document.activeElement.id === '{field}'")


def write(page: Page, field: str, words: str) -> None:
    """Over what stands in a field."""
    tab_to(page, field)
    page.keyboard.type(words)


def test_the_queue_is_decided(desk: Page) -> None:
    press(desk, "Demandes à traiter", "/administration/demandes")
    press(desk, FAMILY, "/administration/demandes/*")
    is_told_off(desk, "Enregistrer les décisions", "decision-ville")
    desk.keyboard.press("ArrowDown")  # « Refuser », which asks why
    tab_to(desk, "En vos mots")
    desk.keyboard.type("Envoyez un justificatif.")
    press(desk, "Enregistrer les décisions", "/administration/demandes?fait=decision-enregistree")
    press(desk, "OK", "/administration/demandes")
    press(desk, "Réinscriptions", "/administration/reinscriptions")
    press(desk, "NGUYỄN Zoé", "/administration/reinscriptions/*")
    is_told_off(desk, "Refuser la réinscription", "motif")


def test_families_and_accounts_are_kept(desk: Page) -> None:
    press(desk, "Familles", "/administration/familles")
    write(desk, "Famille ou élève", "orlé")
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/administration/familles/recherche")
    press(desk, FAMILY, "/administration/familles/*")
    press(desk, f"Modifier {FAMILY}", "/responsables/*")
    write(desk, "CP", "4")
    is_told_off(desk, "Modifier", "cp")
    desk.keyboard.type("45160")
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/administration/familles/*?fait=fiche-corrigee")
    press(desk, "Rattacher un élève du site", "/rattachement")
    write(desk, "Nom de l’élève", "personne")
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("Aucun autre élève")).to_be_focused()
    press(desk, "Retour", "/administration/familles/*")
    desk.reload()  # the menu comes before what has the focus
    press(desk, "Familles", "/administration/familles")
    press(desk, "Ajouter une famille", "/administration/familles/nouvelle")
    is_told_off(desk, "Ajouter la famille", "nom")
    desk.keyboard.type("ÀVOIR")
    write(desk, "Prénom", "Luc")
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/administration/familles/*?fait=famille-ajoutee")
    press(desk, "Comptes", "/administration/comptes")
    press(desk, FAMILY, "/administration/comptes/*")
    press(desk, "Verrouiller", "?fait=compte-verrouille")
    press(desk, "Déverrouiller", "?fait=compte-deverrouille")
    with desk.expect_download() as letter:
        tab_to(desk, "Imprimer la lettre")
        desk.keyboard.press("Enter")
    assert letter.value.suggested_filename.endswith(".pdf")


def test_the_portal_is_kept(desk: Page, tmp_path: Path) -> None:
    press(desk, "Courriels", "/administration/courriels")
    press(desk, "M’envoyer un courriel d’essai", "?fait=essai-envoye")
    press(desk, "Administration", "/administration")
    press(desk, "Réglages du site", "/administration/site")
    press(desk, "Textes", "/administration/site/textes")
    press(desk, "Accueil", "/administration/site/textes/accueil")
    write(desk, "Texte", "Bonjour.")
    tab_to(desk, "Prévisualiser")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", name="Aperçu, pas encore enregistré")).to_be_focused()
    press(desk, "Retour", "/administration/site/textes")
    desk.reload()
    press(desk, "Administration", "/administration")
    press(desk, "Journal", "/administration/journal")
    write(desk, "Identifiant du compte", "secretariat")
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/recherche")
    expect(desk.get_by_label("Identifiant du compte")).to_have_value("secretariat")
    press(desk, "Administration", "/administration")
    press(desk, "Imports", "/administration/imports")
    is_told_off(desk, "Envoyer et essayer", "fichiers")
    export = tmp_path / "familles.csv"
    export.write_text("Référence famille;Nom;Prénom\r\nF-dalmeida;NGUYỄN;Maï\r\n", "utf-8")
    desk.locator("#fichiers").set_input_files(export)  # what is chosen in a window of the browser’s own
    tab_to(desk, "Envoyer et essayer")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("alert")).to_contain_text("en cours")
