"""Signing in, the bills, and the whole record of a student in w3m and in lynx."""

from pathlib import Path

import pytest

from data import database, sessions, viewing
from routes.web import clock
from tests.browser.conftest import Served
from tests.browser.text_browsers import W3m, dumps, followed, lynx, saved, spelt
from tests.house.affairs import account_of
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
    home, identity, tab, detail, after = (page.read_text("utf-8", "replace") for page in pages)
    assert "destiné aux usagers du Conservatoire" in plain(home)
    assert "Identité onglet actif" in plain(identity)
    tells_the_same(tab, detail)
    assert "Vous êtes déconnecté." in after
    assert NAME not in after


def test_a_record_is_corrected_in_w3m(served: Served, tmp_path: Path) -> None:
    neighbour = served.crowd.people.neighbour
    with W3m(f"{served.url}/connexion?suite=/famille", tmp_path) as w3m:
        w3m.page("Accès Usager")
        w3m.fill("Identifiant", neighbour.username)
        w3m.fill("Mot de passe", neighbour.password)
        w3m.follow("Se connecter")
        w3m.page("Situation familiale")
        w3m.fill("Autre t", "06 39 98 00 00")
        w3m.follow("Modifier")
        sent = plain(w3m.page("accusé de réception électronique"))
        assert "La fiche du responsable est en attente de validation par le personnel administratif." in sent
        w3m.follow("Retirer la demande")
        assert "Votre demande est retirée" in plain(w3m.page("Ce qui s’est passé"))


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


WALK = {  # what is looked for and followed, and what the page then says: first what the page before does not say
    "ves": ("D’ALMEIDA Adrien", "D’ALMEIDA Zoé"),
    "ALMEIDA Adrien": (
        "Identité onglet actif",
        "Elève D’ALMEIDA Adrien",
        "Date de naissance",
        "Suivant : D’ALMEIDA Zoé, 2 sur 2",
    ),
    "Cours": ("Cours onglet actif", "Trompette", "G. BRANTOME 3C3 mercredi, 17:30 à 18:15 Salle 8 ✓", "Cette semaine"),
    "Trompette": ("Suivi onglet actif", "Suivi du 07/10/2026", "Le son s’ouvre.", "Elève D’ALMEIDA Adrien · 2026-2027"),
    "Evaluations": (
        "Evaluations onglet actif",
        "Évaluation du 14/10/2026 Contrôle continu 14,5 sur 20",
        "12 sur 20 le 07/10/2026 ; 14,5 sur 20",
        "Premier : vous y êtes",
    ),
    "valuation du 07": ("Fermer cette ligne", "Du souffle.", "Évaluation du 07/10/2026 ligne ouverte Contrôle continu"),
    "Fermer cette": ("Evaluations onglet actif", "Suivant : Ensemble de cuivres, 2 sur 2"),
    "Suivant": ("Aucune évaluation n’a encore été notée.", "Ensemble de cuivres", "Dernier : vous y êtes"),
    "Retour": ("Cours onglet actif", "Elève D’ALMEIDA Adrien"),
    "Historique": ("Historique onglet actif", "Année scolaire 2025-2026", "Trompette, 2025-2026 G. BRANTOME 3C3"),
    "Trompette, 2025": ("Suivi du 07/10/2025", "Historique onglet actif", "Historique du cours : Trompette, 2025-2026"),
    "Commentaires": (
        "Commentaires onglet actif",
        "Une belle année.",
        "Suivant : Formation musicale, 2025-2026, 2 sur 2",
    ),
}


def test_a_family_reads_the_record_in_w3m(served: Served, family: Someone, tmp_path: Path) -> None:
    with W3m(f"{served.url}/connexion", tmp_path) as w3m:
        w3m.page("Accès Usager")
        w3m.fill("Identifiant", family.username)
        w3m.fill("Mot de passe", family.password)
        w3m.follow("Se connecter")
        w3m.page("destiné aux usagers")
        for link, said in WALK.items():
            w3m.follow(link)
            says_all(w3m.page(said[0]), said)


def test_a_family_reads_the_record_in_lynx(served: Served, family: Someone, tmp_path: Path) -> None:
    pages = {link: tmp_path / f"page{place}" for place, link in enumerate(WALK)}
    keys = ["<tab>", "<tab>", *spelt(family.username), "<tab>", *spelt(family.password), "<tab>", "^J"]
    for link, page in pages.items():
        keys += [*followed(link), *saved(page)]
    lynx(f"{served.url}/connexion", tmp_path, keys)
    for link, said in WALK.items():
        says_all(pages[link].read_text("utf-8", "replace"), said)


def says_all(page: str, said: tuple[str, ...]) -> None:
    """Each of these, as it is read: a row from its first cell to its last."""
    assert [words for words in said if words not in plain(page)] == [], page
