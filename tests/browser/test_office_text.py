"""The office in w3m and in lynx: its queue, a refused decision, a family found by its town, the journal."""

from pathlib import Path

import pytest

from tests.browser.conftest import Served
from tests.browser.test_text_browsers import plain, says_all
from tests.browser.text_browsers import W3m, followed, lynx, saved, spelt
from tests.people import Someone

QUEUE = ("À traiter onglet actif", "Demandes, la plus ancienne d’abord", "Toutes (choix actuel)", "LE GOFF")
REQUEST = (
    "Ce que la famille propose",
    "Valeur proposée",
    "Décision pour « Ville »",
    "Pas encore décidé",
    "Tout refuser",
)
REFUSED = ("Veuillez vérifier les renseignements saisis.", "choisissez « Approuver » ou « Refuser »")
FOUND = ("Recherche", "Familles trouvées", "D’ALMEIDA Inès ORLEANS F-dalmeida 2")
FAMILY = ("Famille D’ALMEIDA Inès", "Solde des cotisations", "Demandes en attente", "Ajouter un élève")
JOURNAL = ("Le plus récent d’abord", "Tout (choix actuel)", "Toute la durée (choix actuel)", "secretariat Connexion")


@pytest.fixture
def office(served: Served) -> Someone:
    """Whose portal is read."""
    return served.crowd.people.office


def test_the_office_works_in_w3m(served: Served, office: Someone, tmp_path: Path) -> None:
    with W3m(f"{served.url}/connexion?suite=/administration/demandes", tmp_path) as w3m:
        w3m.page("Accès Usager")
        w3m.fill("Identifiant", office.username)
        w3m.fill("Mot de passe", office.password)
        w3m.follow("Se connecter")
        says_all(w3m.page("onglet actif"), QUEUE)
        w3m.follow("GOFF")
        says_all(w3m.page("Tout refuser"), REQUEST)
        w3m.follow("Enregistrer les")
        says_all(w3m.page("Veuillez"), REFUSED)
        w3m.follow("Familles")
        w3m.page("Famille ou")
        w3m.fill("Famille ou", "orleans")
        w3m.follow("Chercher")
        says_all(w3m.page("Familles trouv"), FOUND)
        w3m.follow("ALMEIDA In")
        says_all(w3m.page("Ajouter un"), FAMILY)


def test_the_office_works_in_lynx(served: Served, office: Someone, tmp_path: Path) -> None:
    steps = {"GOFF": REQUEST, "Enregistrer les": REFUSED, "Administration": ("Ce qui attend",), "Journal": JOURNAL}
    pages = {step: tmp_path / f"page{place}" for place, step in enumerate(("", *steps))}
    keys = ["<tab>", "<tab>", *spelt(office.username), "<tab>", *spelt(office.password), "<tab>", "^J"]
    for step, page in pages.items():
        keys += [*(followed(step) if step else []), *saved(page)]
    lynx(f"{served.url}/connexion?suite=/administration/demandes", tmp_path, keys)
    for step, said in {"": QUEUE, **steps}.items():
        says_all(plain(pages[step].read_text("utf-8", "replace")), said)
