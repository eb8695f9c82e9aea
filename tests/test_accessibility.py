"""« Accessibilité »: the mode is switched from everywhere, and it lasts."""

import re

import pytest

from tests.people import People
from tests.proof_reading import WHOLE_PAGE
from tests.reader import Page, Reader


def is_accessible(page: Page) -> bool:
    return bool(page.tree.get("class") == "accessible")


def press(reader: Reader, came_from: str = "") -> Page:
    """Open « Accessibilité » from a page, and press its button."""
    headers = {"Referer": f"http://127.0.0.1:8000{came_from}"} if came_from else {}
    return reader.send(reader.read("/accessibilite", 200, WHOLE_PAGE, **headers), "/accessibilite")


def test_the_button_says_what_it_does(reader: Reader, people: People) -> None:
    page = reader.read("/accessibilite")
    assert page.tree.xpath("//main//button/text()") == ["Activer le mode Accessibilité"]
    press(reader)
    page = reader.read("/accessibilite")
    assert page.tree.xpath("//main//button/text()") == ["Désactiver le mode Accessibilité"]


def test_the_mode_is_switched_on_before_sign_in(reader: Reader, people: People) -> None:
    page = press(reader, "/connexion")
    assert page.url == "/connexion?fait=mode-actif"
    assert is_accessible(page)
    assert page.find("//*[@role='status']/p[1]").text_content() == "Le mode Accessibilité est activé."


def test_the_mode_is_switched_off_again(reader: Reader, people: People) -> None:
    press(reader)
    page = press(reader, "/connexion")
    assert page.url == "/connexion?fait=mode-inactif"
    assert not is_accessible(page)


def test_a_visitor_from_nowhere_comes_to_the_sign_in_page(reader: Reader, people: People) -> None:
    assert press(reader).url == "/connexion?fait=mode-actif"


def test_a_person_from_nowhere_comes_to_accueil(reader: Reader, people: People) -> None:
    reader.sign_in(people.family)
    assert press(reader).url == "/?fait=mode-actif"


@pytest.mark.parametrize("path", ["/", "/famille", "/famille/cotisations?page=1", "/eleves", "/mot-de-passe", "/aide"])
def test_one_comes_back_to_the_screen_one_was_on(reader: Reader, people: People, path: str) -> None:
    reader.sign_in(people.family)
    page = press(reader, path)
    assert page.url == f"{path}{'&' if '?' in path else '?'}fait=mode-actif"
    assert is_accessible(page)
    assert page.links()["OK"] == path


def test_every_screen_leads_to_the_page(reader: Reader, people: People) -> None:
    assert reader.read("/connexion").links()["Accessibilité"] == "/accessibilite"
    reader.sign_in(people.family)
    for path in ("/", "/famille", "/famille/cotisations", "/famille/locations", "/eleves", "/mot-de-passe", "/aide"):
        assert reader.read(path).links()["Accessibilité"] == "/accessibilite"


@pytest.mark.parametrize(
    "referer",
    ["https://evil.example/famille", "http://[", "//evil.example", "data:text/html,x", "http://127.0.0.1:8000//evil"],
)
def test_one_never_comes_back_to_somewhere_else(reader: Reader, people: People, referer: str) -> None:
    page = reader.read("/accessibilite", Referer=referer)
    assert page.form("/accessibilite")["retour"] == "/connexion"


@pytest.mark.parametrize("elsewhere", ["//evil.example", "https://evil.example", "/\\evil.example", "x"])
def test_a_forged_way_back_is_not_taken(reader: Reader, people: People, elsewhere: str) -> None:
    page = reader.send(reader.read("/accessibilite"), "/accessibilite", retour=elsewhere)
    assert page.url == "/connexion?fait=mode-actif"


def test_what_was_chosen_before_sign_in_wins_over_the_account(reader: Reader, people: People) -> None:
    press(reader)
    assert is_accessible(reader.sign_in(people.family))
    reader.sign_out()
    press(reader)
    assert not is_accessible(reader.sign_in(people.family))


def test_the_mode_lasts_on_every_device(reader: Reader, people: People) -> None:
    reader.sign_in(people.family)
    press(reader)
    reader.client.cookies.clear()
    assert not is_accessible(reader.read("/connexion"))
    assert is_accessible(reader.sign_in(people.family))


def test_the_mode_lasts_after_signing_out(reader: Reader, people: People) -> None:
    reader.sign_in(people.family)
    press(reader)
    assert is_accessible(reader.sign_out())


def test_a_device_that_chose_nothing_does_not_undo_what_the_account_chose_elsewhere(
    reader: Reader, people: People
) -> None:
    reader.sign_in(people.family)
    reader.sign_out()
    phone = dict(reader.client.cookies)
    reader.client.cookies.clear()
    reader.sign_in(people.family)
    press(reader)
    reader.client.cookies.clear()
    reader.client.cookies.update(phone)
    assert is_accessible(reader.sign_in(people.family))


def test_the_mode_of_one_account_is_not_given_to_the_next(reader: Reader, people: People) -> None:
    reader.sign_in(people.family)
    press(reader)
    reader.sign_out()
    assert not is_accessible(reader.sign_in(people.neighbour))


def plain_words(page: Page) -> str:
    return re.sub(r"\s+", " ", page.find("//main").text_content())


@pytest.mark.parametrize(
    "path", ["/", "/famille", "/famille/cotisations", "/famille/locations", "/famille/eleves", "/eleves", "/aide"]
)
def test_both_modes_have_the_same_words_and_the_same_links(reader: Reader, people: People, path: str) -> None:
    reader.sign_in(people.family)
    enhanced = reader.read(path)
    press(reader)
    accessible = reader.read(path)
    assert (is_accessible(enhanced), is_accessible(accessible)) == (False, True)
    assert plain_words(enhanced) == plain_words(accessible)
    assert list(enhanced.links().items()) == list(accessible.links().items())


def test_accessible_pages_load_no_script(reader: Reader, people: People) -> None:
    press(reader)
    assert not reader.read("/connexion").tree.xpath("//script")


def test_a_form_of_somebody_else_switches_nothing(reader: Reader, people: People) -> None:
    reader.send(reader.read("/accessibilite"), "/accessibilite", 403, jeton="x")
    assert not is_accessible(reader.read("/connexion"))
