"""What was typed into a record when the session ran out."""

from tests.conftest import Clock
from tests.family.test_amending import SENT, modify
from tests.people import PASSWORD, People
from tests.reader import Reader
from tests.records import inputs_of


class TestASessionThatHasRunOut:
    def test_what_was_typed_is_there_after_signing_in(self, at_home: Reader, people: People, time: Clock) -> None:
        page = at_home.read("/famille")
        time.pass_by(2 * 3600)
        door = modify(at_home, page=page, ville="Olivet", profession="LUTHIÈRE", mot_de_passe=PASSWORD)
        assert door.url == "/connexion?suite=/famille&fait=saisie-gardee"
        page = at_home.send(door, "/connexion", site=people.family.site, identifiant="dalmeida", mot_de_passe=PASSWORD)
        assert page.url == "/famille"
        assert (inputs_of(page)["Ville"], inputs_of(page)["Mot de passe actuel"]) == ("Olivet", "")
        assert "Ce que vous aviez saisi est repris" in page.text
        assert modify(at_home, page=page).url == SENT
        assert "repris" not in at_home.read("/famille").text

    def test_it_is_kept_an_hour_and_for_nobody_else(self, at_home: Reader, people: People, time: Clock) -> None:
        page = at_home.read("/famille")
        time.pass_by(2 * 3600)
        modify(at_home, page=page, ville="Olivet")
        at_home.enter(people.neighbour)
        assert "Olivet" not in at_home.read("/famille").text
        at_home.enter(people.family)
        assert inputs_of(at_home.read("/famille"))["Ville"] == "Olivet"
        assert inputs_of(at_home.read("/famille?saisie=non"))["Ville"] == "ORLEANS"
        time.pass_by(3601)
        at_home.enter(people.family)
        assert inputs_of(at_home.read("/famille"))["Ville"] == "ORLEANS"

    def test_a_form_of_an_earlier_session_comes_back_with_what_was_typed(self, at_home: Reader, people: People) -> None:
        page = at_home.read("/famille")
        at_home.enter(people.family)
        page = modify(at_home, 422, page=page, ville="Olivet")
        assert "trop ancien" in page.text
        assert modify(at_home, page=page).url == SENT

    def test_a_form_of_somebody_else_shows_nothing(self, at_home: Reader, people: People) -> None:
        page = at_home.read("/famille")
        at_home.enter(people.neighbour)
        assert "Olivet" not in modify(at_home, 403, page=page, ville="Olivet").text
