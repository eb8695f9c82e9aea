"""The whole re-enrolment in w3m, with a document of which the name has a space and an accent."""

from pathlib import Path

import pytest

from tests.browser.conftest import Served
from tests.browser.test_text_browsers import plain
from tests.browser.text_browsers import W3m
from tests.browser.wishes import blank_pdf

NAME = "Reçu de la cantine.pdf"
SENT = ("Trompette : continue. Souhait : le samedi", "Ensemble de cuivres", "Fourni", "en attente de validation")


@pytest.fixture
def document(tmp_path: Path) -> Path:
    file = tmp_path / NAME
    file.write_bytes(blank_pdf())
    return file


@pytest.fixture
def start(served: Served) -> str:
    """Sign-in, which leads to the tab of the neighbour’s first student."""
    return f"{served.url}/connexion?suite=/eleves/{served.crowd.people.neighbour.schooling.student}/reinscription"


def test_a_family_re_enrols_in_w3m(served: Served, start: str, tmp_path: Path, document: Path) -> None:
    who = served.crowd.people.neighbour
    with W3m(start, tmp_path) as w3m:
        w3m.page("Accès Usager")
        w3m.fill("Identifiant", who.username)
        w3m.fill("Mot de passe", who.password)
        w3m.follow("Se connecter")
        w3m.page("Demandes compl")
        w3m.press("g", "/Trompette\r", "\t", "\r")
        w3m.press("\t", "\r", "le samedi\r")
        w3m.press("g", "/Pour remplacer\r", "\t", "\r", f"{document}\r")  # which sends the form, by its first button
        said = plain(w3m.page("La pièce est importée"))
        assert [word for word in NAME.split() if word not in said] == []  # a narrow column may break it
        w3m.follow("Valider")
        w3m.page("Récapitulatif\n")
        w3m.press("g", "/Corriger\r", "\x1b\t", "\r")  # the button before that link
        assert "est prise en compte" in plain(w3m.page("prise en compte"))
        w3m.follow("Reçu de la demande")
        receipt = plain(w3m.page("Le secrétariat a reçu"))
        assert [words for words in SENT if words not in receipt] == []
