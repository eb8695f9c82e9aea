"""Textes: previewed before they are kept, shown where they belong, at no cost to the pages of a family."""

import pytest

from data import site_texts
from data.site_texts import Place
from tests import reader as counting
from tests.conftest import Clock
from tests.office.conftest import Office
from tests.page import Page

LIST = "/administration/site/textes"
HOME = "/administration/site/textes/accueil"


def write(office: Office, place: str, text: str, status: int = 200, page: Page | None = None) -> Page:
    address = f"{LIST}/{place}"
    return office.reader.send(page or office.reader.read(address), address, status, texte=text)


def test_the_list_leads_to_every_text(office: Office) -> None:
    page = office.reader.read("/administration/site/textes")
    assert page.text.count("Texte du portail") == 2
    links = page.tree.xpath("//main//table//a/@href")
    assert links == [f"{LIST}/{place}" for place in Place]
    office.reader.read(f"{LIST}/ailleurs", 404)


def test_a_preview_shows_the_text_and_writes_nothing(office: Office) -> None:
    address = "/administration/site/textes/agenda"
    typed = {"texte": "Voici *l’agenda*.", "geste": "previsualiser"}
    page = office.reader.send(office.reader.read(address), address, 200, **typed)
    assert page.find("//div[@class='note']//em").text_content() == "l’agenda"
    assert page.form(address)["texte"] == "Voici *l’agenda*."
    assert "Aucun texte." in office.reader.send(page, address, texte=" ", geste="previsualiser").text
    assert office.reader.read(address).form(address)["texte"] == ""
    assert "est enregistré" in office.reader.send(page, address).text


def test_accueil_and_the_legal_notes_say_what_the_site_says(office: Office) -> None:
    write(office, "accueil", "Bienvenue.\r\n\r\n- [l’école](https://ecole.example)\r\n- <script>x</script>")
    write(office, "mentions", "Publié par la **ville**.")
    legal = office.reader.read("/mentions-legales")
    assert legal.find("//main//strong").text_content() == "ville"
    home = office.reader.sign_in(office.people.family)
    assert home.find("//div[@class='sheet leaflet']//li/a").get("href") == "https://ecole.example"
    assert home.tree.xpath("//main//script") == []
    assert "Ce portail internet sécurisé" in office.reader.sign_in(office.people.far_neighbour).text


def test_signs_that_nobody_sees_are_taken_off_whatever_is_typed(office: Office) -> None:
    signs = "\u200b\u202a\u202e\u2066\u2069\ufeff"
    write(office, "accueil", f"{signs}Bien{signs}venue.\u200d")
    assert office.reader.read(HOME).form(HOME)["texte"] == "Bienvenue.\u200d"


SCREENS = {
    "famille": "/famille",
    "cotisations": "/famille/cotisations",
    "location": "/famille/locations",
    "eleves": "/eleves",
    "agenda": "/agenda",
    "demandes": "/mes-demandes",
    "identite": "/eleves/{}",
    "cours": "/eleves/{}/cours",
    "historique": "/eleves/{}/historique",
    "repertoire": "/eleves/{}/repertoire",
}


def test_each_screen_has_its_own_introduction_and_the_other_site_has_none(office: Office) -> None:
    for place in SCREENS:
        write(office, place, f"Mot de *{place}*.")
    for who, shown in ((office.people.family, 1), (office.people.far_neighbour, 0)):
        office.reader.enter(who)
        for place, address in SCREENS.items():
            if place != "location" or shown:
                page = office.reader.read(address.format(who.schooling.student))
                assert page.tree.xpath("//main//em/text()") == [place] * shown


def test_the_sign_in_page_says_whose_words_these_are(office: Office) -> None:
    write(office, "connexion", "Fermé le *lundi*.")
    office.reader.sign_out()
    note = office.reader.read("/connexion").find("//main//div[@class='note']")
    assert note.text_content().split() == ["Conservatoire", "1", "Fermé", "le", "lundi."]


def test_an_introduction_costs_a_page_one_statement_once(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    write(office, "agenda", "Une fois.")
    office.reader.enter(office.people.family)
    counts = []
    monkeypatch.setattr(site_texts, "_kept", {})
    for _ in range(2):
        assert "Une fois." in office.reader.read("/agenda").text
        counts.append(len(counting._statements))
    assert counts[0] == counts[1] + 1


def test_another_process_shows_no_text_that_has_changed(office: Office) -> None:
    write(office, "agenda", "Avant.")
    of_another_process = dict(site_texts._kept)
    write(office, "agenda", "Après.")
    write(office, "cours", "Autre.")
    site_texts._kept.clear()
    site_texts._kept.update(of_another_process)
    office.reader.enter(office.people.family)
    assert "Après." in office.reader.read("/agenda").text


def test_an_empty_text_takes_the_introduction_away(office: Office) -> None:
    write(office, "agenda", "Un mot.")
    assert "Un mot." in office.reader.read(LIST).text
    write(office, "agenda", "")
    assert "Un mot." not in office.reader.read(LIST).text
    assert "Rien n’a changé" in write(office, "agenda", "").text


@pytest.mark.parametrize(("place", "longest"), [("accueil", 6000), ("agenda", 1000)])
def test_a_text_that_is_too_long_is_refused_and_stays_typed(office: Office, place: str, longest: int) -> None:
    page = write(office, place, "é" * (longest + 1), 422)
    assert f"compte {longest // 1000}\xa0001\xa0caractères" in page.text
    assert f"{longest // 1000}\xa0000\xa0caractères au plus." in page.text
    assert len(page.form(f"{LIST}/{place}")["texte"]) == longest + 1
    write(office, place, "é" * longest)


def test_what_another_wrote_meanwhile_is_shown_first(office: Office) -> None:
    page = office.reader.read(HOME)
    write(office, "accueil", "La première.")
    again = write(office, "accueil", "La seconde.", 422, page)
    assert "La première." in again.find("//form//div[@class='note']").text_content()
    assert again.form(HOME)["texte"] == "La seconde."
    assert office.reader.read(HOME).form(HOME)["texte"] == "La première."
    office.reader.send(again, HOME)
    assert office.reader.read(HOME).form(HOME)["texte"] == "La seconde."


def test_what_was_typed_survives_an_expired_session(office: Office, time: Clock) -> None:
    page = office.reader.read(HOME)
    time.pass_by(13 * 3600)
    arrived = write(office, "accueil", "Long travail.", 200, page)
    page = office.reader.sign_in(office.people.office, following=arrived.url)
    assert page.form(HOME)["texte"] == "Long travail."
