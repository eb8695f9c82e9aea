"""« Quitter »: back to « Accès Usager », and nothing private comes back."""

from data import database, sessions
from data.settings import Settings
from tests.conftest import Clock
from tests.people import People
from tests.reader import Reader


def test_quitter_leads_to_acces_usager_and_says_so(reader: Reader, people: People) -> None:
    reader.sign_in(people.family)
    page = reader.sign_out()
    assert page.find("//h1").text_content() == "Accès Usager"
    assert page.find("//*[@role='status']/p[1]").text_content() == "Vous êtes déconnecté."
    assert page.links()["OK"] == "/connexion"


def test_quitter_is_a_button_on_every_screen(reader: Reader, people: People) -> None:
    reader.sign_in(people.family)
    for path in ("/", "/famille", "/eleves", "/accessibilite", "/mot-de-passe", "/aide", "/nulle-part"):
        page = reader.read(path, 404 if path == "/nulle-part" else 200)
        assert page.find("//form[@action='/quitter']//button").text_content() == "Quitter"


def test_a_page_asked_for_with_the_former_cookie_is_not_shown(reader: Reader, people: People) -> None:
    reader.sign_in(people.family)
    cookie = reader.client.cookies["portee"]
    reader.sign_out()
    answer = reader.client.get("/famille", headers={"Cookie": f"portee={cookie}"}, follow_redirects=False)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/connexion?suite=/famille")


def test_back_asks_the_server_again(reader: Reader, people: People) -> None:
    reader.sign_in(people.family)
    assert reader.read("/famille").answer.headers["Cache-Control"] == "no-store"


def test_quitter_forgets_the_session(reader: Reader, people: People, settings: Settings, time: Clock) -> None:
    reader.sign_in(people.family)
    cookie = reader.client.cookies["portee"]
    reader.sign_out()
    assert "portee" not in reader.client.cookies
    with database.reading(settings.database) as db:
        assert sessions.person_of(db, cookie, time.now) is None


def test_quitter_ends_this_session_alone(reader: Reader, people: People) -> None:
    reader.sign_in(people.family)
    elsewhere = reader.client.cookies["portee"]
    reader.client.cookies.clear()
    reader.sign_in(people.family)
    reader.sign_out()
    reader.client.cookies.set("portee", elsewhere)
    assert reader.read("/famille").url == "/famille"


def test_quitter_after_the_session_has_run_out_leads_to_acces_usager(
    reader: Reader, people: People, time: Clock
) -> None:
    reader.sign_in(people.family)
    page = reader.read("/famille")
    time.pass_by(3600)
    assert reader.send(page, "/quitter").find("//h1").text_content() == "Accès Usager"


def test_nobody_is_signed_out_by_a_form_of_somebody_else(reader: Reader, people: People) -> None:
    reader.sign_in(people.family)
    page = reader.send(reader.read("/famille"), "/quitter", 403, jeton="x")
    assert page.links()["Réessayer"] == "/"
    assert reader.read("/famille").url == "/famille"


def test_nobody_is_signed_out_by_a_link(reader: Reader, people: People) -> None:
    reader.sign_in(people.family)
    assert reader.read("/quitter", 405).answer.headers["Allow"] == "POST, OPTIONS"
    assert reader.read("/famille").url == "/famille"
