"""Code de connexion: after the right password, an account with a second factor gives a code."""

import pytest

from data import database
from data.settings import Settings
from tests.conftest import Clock
from tests.mailbox import Mailbox
from tests.people import People
from tests.reader import Page, Reader
from tests.second_steps import CODE, code_at, give, secure
from tests.test_sign_in import problems

pytestmark = pytest.mark.usefixtures("printed")


@pytest.fixture
def printed(settings: Settings, people: People) -> list[str]:
    """The office has a second factor, and these codes on paper."""
    return secure(settings, people.office)


@pytest.fixture
def asked(reader: Reader, people: People) -> Page:
    """The password was right."""
    return reader.sign_in(people.office)


def test_the_right_password_leads_to_the_code(asked: Page) -> None:
    assert asked.url == "/connexion/code"
    assert asked.find("//h1").text_content() == "Code de connexion"
    field = asked.find("//input[@id='code']")
    assert (field.get("inputmode"), field.get("autocomplete")) == ("numeric", "one-time-code")


@pytest.mark.parametrize("path", ["/administration", "/mot-de-passe", "/administration/double-authentification"])
def test_until_then_nothing_is_open(reader: Reader, asked: Page, path: str) -> None:
    assert reader.get(path, {}).headers["location"] == f"/connexion?suite={path}"


@pytest.mark.parametrize("off", [-30, 0, 30])
def test_the_code_opens_the_portal_on_a_clock_half_a_minute_off(
    reader: Reader, asked: Page, time: Clock, off: int
) -> None:
    assert give(reader, asked, code_at(time.now + off)).url == "/administration"


def test_spaces_in_a_code_are_forgiven(reader: Reader, asked: Page, time: Clock) -> None:
    code = code_at(time.now)
    assert give(reader, asked, f" {code[:3]} {code[3:]}\N{NO-BREAK SPACE}").url == "/administration"


def test_the_session_is_a_new_one(reader: Reader, asked: Page, time: Clock) -> None:
    waiting = reader.client.cookies["portee"]
    give(reader, asked, code_at(time.now))
    assert reader.client.cookies["portee"] != waiting


def test_one_comes_to_the_page_asked_for(reader: Reader, people: People, time: Clock) -> None:
    page = reader.sign_in(people.office, following="/administration/demandes")
    assert page.url == "/connexion/code?suite=/administration/demandes"
    refused = give(reader, page, "000000", 422)
    assert give(reader, refused, code_at(time.now)).url == "/administration/demandes"


def test_a_code_used_twice_is_refused(reader: Reader, asked: Page, people: People, time: Clock) -> None:
    give(reader, asked, code_at(time.now))
    reader.sign_out()
    again = give(reader, reader.sign_in(people.office), code_at(time.now), 422)
    assert "a déjà servi" in problems(again)[0]
    time.pass_by(30)
    assert give(reader, again, code_at(time.now)).url == "/administration"


def test_a_code_older_than_the_last_one_used_is_refused(
    reader: Reader, asked: Page, people: People, time: Clock
) -> None:
    give(reader, asked, code_at(time.now + 30))
    reader.sign_out()
    assert "a déjà servi" in problems(give(reader, reader.sign_in(people.office), code_at(time.now), 422))[0]


@pytest.mark.parametrize(("late", "ago"), [(60, "une minute"), (120, "deux minutes"), (300, "cinq minutes")])
def test_a_telephone_that_is_late_is_told_so(reader: Reader, asked: Page, time: Clock, late: int, ago: str) -> None:
    words = problems(give(reader, asked, code_at(time.now - late), 422))[0]
    assert f"d’il y a {ago}" in words
    assert "«\N{NO-BREAK SPACE}automatique\N{NO-BREAK SPACE}»" in words


def test_a_code_of_the_future_is_told_no_more_than_a_wrong_one(reader: Reader, asked: Page, time: Clock) -> None:
    early = problems(give(reader, asked, code_at(time.now + 120), 422))
    assert early == problems(give(reader, asked, "000000", 422))
    assert "se règle automatiquement" in early[0]


@pytest.mark.parametrize("code", ["", "   ", "12345", "1234567", "abcdef", "１２３４５６", "-" * 20])
def test_what_is_no_code_is_refused(reader: Reader, asked: Page, code: str) -> None:
    assert problems(give(reader, asked, code, 422))
    assert reader.get("/administration", {}).status_code == 303


def test_a_printed_code_opens_once(reader: Reader, asked: Page, people: People, printed: list[str]) -> None:
    assert give(reader, asked, "", secours=printed[3].upper()).url == "/administration"
    reader.sign_out()
    again = give(reader, reader.sign_in(people.office), "", 422, secours=printed[3])
    assert "ou il a déjà servi" in problems(again)[0]
    assert give(reader, again, "", secours=printed[4].replace("-", " ")).url == "/administration"


def test_wrong_codes_are_slowed_down_and_the_right_password_frees_nothing(
    reader: Reader, people: People, time: Clock
) -> None:
    for _ in range(5):
        give(reader, reader.sign_in(people.office), "000000", 422)
        time.pass_by(900)
        reader.client.cookies.clear()
    page = reader.read("/connexion")
    words = {"site": "rive-gauche", "identifiant": "secretariat", "mot_de_passe": people.office.password}
    code = reader.send(page, "/connexion", 200, **words)
    assert give(reader, code, "000000", 422)
    assert reader.send(code, CODE, 429, code=code_at(time.now)).find("//h1").text_content() == "Trop d’essais"


def test_the_right_code_forgives(reader: Reader, people: People, time: Clock) -> None:
    for _ in range(6):
        refused = give(reader, reader.sign_in(people.office), "000000", 422)
        time.pass_by(30)
        assert give(reader, refused, code_at(time.now)).url == "/administration"
        reader.sign_out()


def test_the_wait_for_a_code_ends(reader: Reader, asked: Page, time: Clock) -> None:
    time.pass_by(600)
    assert give(reader, asked, code_at(time.now)).url == "/connexion"


def test_a_double_click_leads_on_and_opens_one_session(reader: Reader, asked: Page, time: Clock) -> None:
    sent, waiting = {**asked.form(CODE), "code": code_at(time.now)}, reader.client.cookies["portee"]
    first = reader.client.post(CODE, data=sent, follow_redirects=False)
    reader.client.cookies.set("portee", waiting, domain="127.0.0.1", path="/")
    second = reader.client.post(CODE, data=sent, follow_redirects=False)
    assert [each.headers["location"] for each in (first, second)] == ["/", "/"]
    assert "set-cookie" not in second.headers


def test_a_temporary_password_asks_for_the_code_too(
    reader: Reader, people: People, mailbox: Mailbox, time: Clock
) -> None:
    page, office = reader.read("/mot-de-passe-perdu"), people.office
    reader.send(page, "/mot-de-passe-perdu", identifiant=office.username, email=office.email)
    waiting = reader.sign_in(office, mailbox.temporary_password())
    assert waiting.url == "/connexion/code"
    assert give(reader, waiting, code_at(time.now)).url == "/mot-de-passe"


def test_the_mode_chosen_before_is_kept(reader: Reader, people: People, time: Clock) -> None:
    reader.switch_mode()
    page = reader.sign_in(people.office)
    assert page.tree.get("class") == "accessible"
    assert give(reader, page, code_at(time.now)).tree.get("class") == "accessible"


def test_a_locked_account_gives_no_code(reader: Reader, asked: Page, settings: Settings, time: Clock) -> None:
    with database.transaction(settings.database) as db:
        db.connection().exec_driver_sql("UPDATE account SET locked_at = 1")
    assert give(reader, asked, code_at(time.now)).url == "/connexion"


def test_nobody_is_asked_for_a_code_out_of_turn(reader: Reader, people: People) -> None:
    assert reader.read("/connexion/code?suite=//evil.example").url == "/connexion"
    assert reader.sign_in(people.clerk).url == "/administration"


def test_families_have_none(reader: Reader, people: People) -> None:
    reader.sign_in(people.family)
    assert "Double authentification" not in reader.read("/mot-de-passe").links()
    reader.read("/administration/double-authentification", 404)
