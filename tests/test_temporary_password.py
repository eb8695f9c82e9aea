"""The temporary password: forgiving to type, short-lived, and good for one thing only."""

import re
from collections.abc import Callable

import pytest
from sqlmodel import select

from data import database
from data.accounts import Account
from data.settings import Settings
from tests.conftest import Clock
from tests.mailbox import Mailbox
from tests.people import People
from tests.reader import Reader

CHOSEN = "une phrase toute neuve"


@pytest.fixture
def temporary(reader: Reader, people: People, mailbox: Mailbox) -> str:
    """What the mail to the family says."""
    page = reader.read("/mot-de-passe-perdu")
    reader.send(page, "/mot-de-passe-perdu", identifiant=people.family.username, email=people.family.email)
    return mailbox.temporary_password()


def choose(reader: Reader) -> None:
    page = reader.read("/mot-de-passe")
    reader.send(page, "/mot-de-passe", nouveau=CHOSEN, confirmation=CHOSEN)


def test_it_has_eighty_bits_of_readable_letters(temporary: str) -> None:
    letters = temporary.replace("-", "")
    assert re.fullmatch("[2-9a-hjkmnp-z]{17,}", letters)


@pytest.mark.parametrize(
    "typed",
    [
        str.upper,
        str.title,
        lambda given: given.replace("-", ""),
        lambda given: given.replace("-", " "),
        lambda given: f"  {given}\r\n",
        lambda given: " ".join(given.upper()),
        lambda given: given.replace("-", "\N{NON-BREAKING HYPHEN}"),
    ],
)
def test_it_is_accepted_however_it_is_typed(
    reader: Reader, people: People, temporary: str, typed: Callable[[str], str]
) -> None:
    assert reader.sign_in(people.family, typed(temporary)).url == "/mot-de-passe"


def test_one_letter_less_is_refused(reader: Reader, people: People, temporary: str) -> None:
    reader.sign_in(people.family, temporary[:-2], status=422)


def test_it_is_good_for_a_day(reader: Reader, people: People, temporary: str, time: Clock) -> None:
    time.pass_by(86399)
    reader.sign_in(people.family, temporary)
    reader.client.cookies.clear()
    time.pass_by(1)
    reader.sign_in(people.family, temporary, status=422)


def test_it_may_be_used_again_until_a_password_is_chosen(reader: Reader, people: People, temporary: str) -> None:
    reader.sign_in(people.family, temporary)
    reader.sign_out()
    reader.sign_in(people.family, temporary)
    choose(reader)
    reader.sign_out()
    reader.sign_in(people.family, temporary, status=422)
    assert reader.sign_in(people.family, CHOSEN).url == "/"


@pytest.mark.parametrize(
    "path",
    ["/", "/famille", "/famille/cotisations", "/famille/locations", "/famille/eleves", "/eleves", "/administration"],
)
def test_it_opens_no_page_with_anything_private(reader: Reader, people: People, temporary: str, path: str) -> None:
    reader.sign_in(people.family, temporary)
    page = reader.read(path)
    assert (page.url, page.find("//h1").text_content()) == ("/mot-de-passe", "Choisir un mot de passe")


@pytest.mark.parametrize("kind", ["", ".pdf"])
def test_it_opens_no_document(reader: Reader, people: People, temporary: str, kind: str) -> None:
    reader.sign_in(people.family, temporary)
    assert reader.read(f"/famille/cotisations/{people.family.fee}{kind}").url == "/mot-de-passe"


@pytest.mark.parametrize(
    "path", ["/accessibilite", "/accessibilite/declaration", "/mentions-legales", "/plan-du-site", "/aide"]
)
def test_it_opens_accessibility_and_the_footer(reader: Reader, people: People, temporary: str, path: str) -> None:
    reader.sign_in(people.family, temporary)
    page = reader.read(path)
    assert page.url == path
    assert "Famille" not in page.links()


def test_the_menu_has_what_it_opens_and_nothing_else(reader: Reader, people: People, temporary: str) -> None:
    page = reader.sign_in(people.family, temporary)
    assert page.tree.xpath("//nav[@class='menu']//a/text()") == ["Accessibilité", "Mot de passe"]
    assert page.tree.xpath("//nav[@class='menu']//button/text()") == ["Quitter"]
    assert page.tree.xpath("//main//label/text()") == ["Nouveau mot de passe", "Confirmer le nouveau mot de passe"]


def test_the_mode_may_be_switched(reader: Reader, people: People, temporary: str) -> None:
    reader.sign_in(people.family, temporary)
    reader.switch_mode()
    assert reader.read("/mot-de-passe").tree.get("class") == "accessible"


def test_choosing_opens_the_portal(reader: Reader, people: People, temporary: str) -> None:
    reader.sign_in(people.family, temporary)
    choose(reader)
    assert reader.read("/famille").url == "/famille"


def test_it_is_stored_as_a_digest_and_used_up_by_choosing(
    reader: Reader, people: People, temporary: str, settings: Settings
) -> None:
    reader.sign_in(people.family, temporary)
    choose(reader)
    with database.reading(settings.database) as db:
        account = db.exec(select(Account).where(Account.email == "", Account.username == "dalmeida")).first()
    assert account is not None
    assert (account.temporary_digest, account.temporary_until) == ("", 0)


def test_it_asks_for_no_current_password(reader: Reader, people: People, temporary: str) -> None:
    page = reader.sign_in(people.family, temporary)
    assert "actuel" not in page.form("/mot-de-passe")
    assert page.links().get("Retour") is None
