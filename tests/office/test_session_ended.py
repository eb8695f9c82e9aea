"""A form of the office that arrives after the session has run out: given back, or said to be sent again."""

from typing import Any

import pytest

from tests.conftest import Clock
from tests.office.conftest import Desk
from tests.page import Page
from tests.reenrolling import DOCUMENTS

OFFICE = "/administration"
SITE, RE = f"{OFFICE}/site", f"{OFFICE}/reinscriptions"
HERE = "http://127.0.0.1:8000"
DAYS = {"du-jour": "16", "du-mois": "11", "du-annee": "2026", "au-jour": "20", "au-mois": "11", "au-annee": "2026"}
PERIOD: dict[str, Any] = {"nom": "Semaine blanche", **DAYS}
GIVEN_BACK: dict[str, tuple[str, dict[str, Any]]] = {
    "a new document": (f"{RE}/pieces", {"nom": "Photographie", "age-min": "6", "disciplines": "Danse"}),
    "a document": (f"{RE}/pieces/KEY", {"nom": "Photographie", "age-max": "12"}),
    "what was decided": (f"{OFFICE}/modifications", {"depuis-jour": "03", "depuis-mois": "09", "depuis-annee": "2026"}),
    "new holidays": (f"{SITE}/conges", PERIOD),
    "holidays": (f"{SITE}/conges/2026-11-23", PERIOD),
}


@pytest.fixture
def places(desk: Desk) -> dict[str, str]:
    """Where the one document and the one period are."""
    reader = desk.reader
    reader.send(reader.read(f"{SITE}/conges"), f"{SITE}/conges", nom="Automne", **_days("23", "27"))
    return {"KEY": reader.read(f"{RE}/pieces").links()[DOCUMENTS[0]].rpartition("/")[2]}


def _days(first: str, last: str) -> dict[str, Any]:
    return DAYS | {"du-jour": first, "au-jour": last}


def back_in(desk: Desk, arrived: Page) -> Page:
    """Sign in from the page that one was led to."""
    return desk.reader.sign_in(desk.people.office, following=arrived.url)


@pytest.mark.parametrize("which", GIVEN_BACK)
def test_what_was_typed_is_given_back(desk: Desk, places: dict[str, str], time: Clock, which: str) -> None:
    address, typed = GIVEN_BACK[which]
    address = address.replace("KEY", places["KEY"])
    page = desk.reader.read(address)
    time.pass_by(13 * 3600)
    arrived = desk.reader.send(page, address, **typed)
    assert "est gardé une heure" in arrived.text
    page = back_in(desk, arrived)
    assert (page.url, {name: page.form(address)[name] for name in typed}) == (address, typed)
    assert "Ce que vous aviez saisi est repris" in page.text
    fresh = desk.reader.read(page.links()["Ne pas reprendre cette saisie"]).form(address)
    assert {name: fresh[name] for name in typed} != typed


@pytest.mark.parametrize("which", ["a new document", "a document", "new holidays", "holidays"])
def test_once_sent_it_is_forgotten(desk: Desk, places: dict[str, str], time: Clock, which: str) -> None:
    address, typed = GIVEN_BACK[which]
    address = address.replace("KEY", places["KEY"])
    page = desk.reader.read(address)
    time.pass_by(13 * 3600)
    page = back_in(desk, desk.reader.send(page, address, **typed))
    assert desk.reader.send(page, address).url.endswith(("ajoutee", "enregistree", "ajoutes", "enregistres"))
    page = desk.reader.read(f"{RE}/pieces" if "document" in which else f"{SITE}/conges")
    assert typed["nom"] in page.links()
    assert "repris" not in page.text


def test_holidays_that_changed_meanwhile_are_shown_first(desk: Desk, places: dict[str, str], time: Clock) -> None:
    address = f"{SITE}/conges/2026-11-23"
    page = desk.reader.read(address)
    desk.reader.send(page, address, nom="Vacances d’automne")
    time.pass_by(13 * 3600)
    page = back_in(desk, desk.reader.send(page, address, envoi="f" * 22, **PERIOD))
    assert "a changé entre-temps" in desk.reader.send(page, address, 422).text


def test_boxes_are_ticked_as_they_were(desk: Desk, time: Clock) -> None:
    address = f"{RE}/cours"
    page = desk.reader.read(address)
    form = page.form(address)
    first, *others = [name for name in form if name.startswith("c-")]
    time.pass_by(13 * 3600)
    del form[first]
    answer = desk.reader.client.post(address, data=form, follow_redirects=False)
    page = back_in(desk, desk.reader.read(answer.headers["Location"]))
    assert [name for name in page.form(address) if name.startswith("c-")] == others
    assert "repris dans le formulaire" in page.text
    page = desk.reader.send(page, address)
    assert "Les cours proposés sont enregistrés." in page.text
    assert "repris" not in page.text


SENT_AGAIN = {
    "an import": (f"{OFFICE}/imports", f"{OFFICE}/imports"),
    "a logo": (f"{SITE}/logo", f"{SITE}/logo?fait=logo-retire"),
    "a model": (f"{RE}/pieces/KEY/modele", f"{RE}/pieces/KEY"),
    "an order": (f"{RE}/pieces/KEY/ordre", f"{RE}/pieces"),
    "a removal": (f"{SITE}/conges/2026-11-23/suppression", f"{SITE}/conges/2026-11-23?fait=conges-enregistres"),
    "a requirement": (f"{OFFICE}/equipe/reglages", f"{OFFICE}/equipe"),
}


@pytest.mark.parametrize("which", SENT_AGAIN)
def test_what_cannot_be_kept_is_to_be_sent_again(desk: Desk, places: dict[str, str], time: Clock, which: str) -> None:
    action, page = (each.replace("KEY", places["KEY"]) for each in SENT_AGAIN[which])
    form = desk.reader.read(page).form(action)
    time.pass_by(13 * 3600)
    files = {"fichiers": ("familles.csv", b"x")} if which == "an import" else None
    answer = desk.reader.client.post(
        action, data=form, files=files, headers={"Referer": HERE + page}, follow_redirects=False
    )
    arrived = desk.reader.read(answer.headers["Location"])
    assert "rien de votre envoi n’a été enregistré" in arrived.text
    back = back_in(desk, arrived)
    assert back.url == f"{page.partition('?')[0]}?fait=envoi-a-refaire"
    assert "un fichier est à choisir de nouveau" in back.text


def test_a_browser_that_does_not_say_where_it_was_is_told_as_well(desk: Desk, time: Clock) -> None:
    address = f"{OFFICE}/imports"
    form = desk.reader.read(address).form(address)
    time.pass_by(13 * 3600)
    answer = desk.reader.client.post(address, data=form, follow_redirects=False)
    assert answer.headers["Location"] == "/connexion?fait=session-terminee"
    forged = {"Referer": "https://evil.example/x"}
    answer = desk.reader.client.post(address, data=form, headers=forged, follow_redirects=False)
    assert answer.headers["Location"] == "/connexion?fait=session-terminee"
