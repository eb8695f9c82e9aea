"""Signing in, the tabs and an opened entry in w3m and in lynx."""

from pathlib import Path

import pytest

from data import database, sessions, viewing
from routes.web import clock
from tests.browser.conftest import Served
from tests.browser.text_browsers import W3m, dumps, followed, lynx, saved, spelt
from tests.house.asking import account_of
from tests.people import Someone

NAME = "D’ALMEIDA Inès"
TOTALS = ("Montant total facturé", "1 234,56 €", "Montant total réglé", "1 000,00 €", "Solde", "234,56 €")


@pytest.fixture
def family(served: Served) -> Someone:
    """Whose pages are read."""
    return served.crowd.people.family


def plain(words: str) -> str:
    """As it is read: no-break spaces and the browser’s own line breaks are spaces."""
    return " ".join(words.split())


def tells_the_same(tab: str, detail: str) -> None:
    """The ledger, and then an entry of it."""
    for words in (NAME, "Facturation cotisations onglet actif", "Avis du 12/10/2026", "PDF", *TOTALS):
        assert words in plain(tab), words
    for words in (NAME, "Avis des sommes à payer du 12/10/2026", "Droits d’inscription", "Fermer ce document"):
        assert words in plain(detail), words


def test_a_family_reads_its_bills_in_w3m(served: Served, family: Someone, tmp_path: Path) -> None:
    with W3m(f"{served.url}/connexion", tmp_path) as w3m:
        assert "Se connecter" in w3m.page("Accès Usager")
        w3m.fill("Identifiant", family.username)
        w3m.fill("Mot de passe", family.password)
        w3m.follow("Se connecter")
        assert "destiné aux usagers du Conservatoire" in w3m.page("Accueil\n")
        w3m.follow("Famille")
        assert "Identité onglet actif" in w3m.page(NAME)
        w3m.follow("Facturation cot")
        tab = w3m.page("Factures et règlements")
        w3m.follow("Avis du")
        tells_the_same(tab, w3m.page("Lignes du document"))
        w3m.follow("Quitter")
        assert NAME not in w3m.page("Vous êtes déconnecté.")


def test_a_family_reads_its_bills_in_lynx(served: Served, family: Someone, tmp_path: Path) -> None:
    pages = [tmp_path / name for name in ("accueil", "famille", "cotisations", "avis", "quitter")]
    keys = ["<tab>", "<tab>", *spelt(family.username), "<tab>", *spelt(family.password), "<tab>", "^J"]
    for step, page in zip(("", "Famille", "Facturation cot", "Avis du", "Quitter"), pages, strict=True):
        keys += [*(followed(step) if step else []), *saved(page)]
    lynx(f"{served.url}/connexion", tmp_path, keys)
    home, identity, tab, detail, after = (page.read_text("utf-8") for page in pages)
    assert "destiné aux usagers du Conservatoire" in plain(home)
    assert "Identité onglet actif" in plain(identity)
    tells_the_same(tab, detail)
    assert "Vous êtes déconnecté." in after
    assert NAME not in after


def test_the_band_of_a_view_is_the_first_thing_that_both_read(served: Served, tmp_path: Path) -> None:
    with database.transaction(served.database) as db:
        token = sessions.open_session(db, account_of(db, served.crowd.people.office).id, False, clock.now())
        db.flush()
        person = sessions.person_of(db, token, clock.now())
        assert person
        viewing.open_view(db, person, served.crowd.viewed, clock.now())
    for dump in dumps(f"{served.url}/famille", tmp_path, token):
        band, menu, _ = plain(dump).partition("Conservatoire 1")
        assert menu
        for words in ("Vous voyez le portail comme la famille", "Rien ne peut être modifié.", "Quitter cette vue"):
            assert words in band, words
