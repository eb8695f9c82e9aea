"""« Mot de passe »: choosing another one."""

import pytest
from sqlmodel import select

from data import database, outbox
from data.settings import Settings
from tests.conftest import Clock
from tests.costs import counted
from tests.mailbox import Mailbox, words_of
from tests.people import People
from tests.reader import Page, Reader

CHOSEN = "une phrase toute neuve"
WRONG_CURRENT = "«\xa0Mot de passe actuel\xa0» n’est pas le bon."
DIFFERENT = "Les deux saisies du nouveau mot de passe sont différentes."
COMMON = "Ce mot de passe est l’un des plus courants\xa0: choisissez-en un autre, par exemple une phrase."


def change(reader: Reader, people: People, status: int = 200, **values: str) -> Page:
    given = {"actuel": people.family.password, "nouveau": CHOSEN, "confirmation": CHOSEN, **values}
    return reader.send(reader.read("/mot-de-passe"), "/mot-de-passe", status, **given)


def problems(page: Page) -> list[str]:
    return [each.text_content() for each in page.tree.xpath("//*[@role='alert']//li/a")]


def test_the_page_has_its_words(reader: Reader, people: People) -> None:
    reader.sign_in(people.family)
    page = reader.read("/mot-de-passe")
    labels = [label.text_content() for label in page.tree.iter("label")]
    assert labels == ["Mot de passe actuel", "Nouveau mot de passe", "Confirmer le nouveau mot de passe"]
    assert page.tree.xpath("//main//button/text()") == ["Enregistrer"]
    uses = page.tree.xpath("//main//input[@type='password']/@autocomplete")
    assert uses == ["current-password", "new-password", "new-password"]
    assert page.links()["Retour"] == "/"


def test_the_new_password_signs_in_and_the_former_does_not(reader: Reader, people: People) -> None:
    reader.sign_in(people.family)
    page = change(reader, people)
    assert "Votre nouveau mot de passe est enregistré." in page.find("//*[@role='status']").text_content()
    reader.sign_out()
    reader.sign_in(people.family, status=422)
    assert reader.sign_in(people.family, CHOSEN).url == "/"


def test_this_session_goes_on_and_every_other_one_ends(reader: Reader, people: People) -> None:
    reader.sign_in(people.family)
    elsewhere = reader.client.cookies["portee"]
    reader.client.cookies.clear()
    reader.sign_in(people.family)
    change(reader, people)
    assert reader.read("/famille").url == "/famille"
    reader.client.cookies.clear()
    reader.client.cookies.set("portee", elsewhere)
    assert reader.read("/famille").find("//h1").text_content() == "Accès Usager"


def test_sessions_of_other_accounts_go_on(reader: Reader, people: People) -> None:
    reader.sign_in(people.neighbour)
    elsewhere = reader.client.cookies["portee"]
    reader.client.cookies.clear()
    reader.sign_in(people.family)
    change(reader, people)
    reader.client.cookies.clear()
    reader.client.cookies.set("portee", elsewhere)
    assert reader.read("/famille").url == "/famille"


def test_a_notice_is_mailed(reader: Reader, people: People, mailbox: Mailbox) -> None:
    reader.sign_in(people.family)
    change(reader, people)
    (mail,) = mailbox.collect()
    assert (mail["To"], mail["Subject"]) == (people.family.email, "Votre mot de passe a été changé")
    assert CHOSEN not in mail.as_string()
    assert "/mot-de-passe-perdu" in words_of(mail, "plain")


def test_the_office_comes_back_to_administration(reader: Reader, people: People) -> None:
    reader.sign_in(people.office)
    assert change(reader, people).url == "/administration?fait=mot-de-passe-change"


@pytest.mark.parametrize(
    ("new", "words"),
    [
        ("onze signes", "Choisissez un mot de passe de 12 à 128 caractères\xa0: celui-ci en a 11."),
        ("  onze signes  ", "Choisissez un mot de passe de 12 à 128 caractères\xa0: celui-ci en a 11."),
        ("é" * 129, "Choisissez un mot de passe de 12 à 128 caractères\xa0: celui-ci en a 129."),
        ("", "Renseignez «\xa0Nouveau mot de passe\xa0»."),
        ("motdepasse2026", COMMON),
        ("MotDePasse123!", COMMON),
        ("mon mot de passe", COMMON),
        ("123456789012", COMMON),
        ("azertyuiop12", COMMON),
        ("abababababab", COMMON),
        ("aaaaaaaaaaaaa", COMMON),
        ("password1234", COMMON),
        ("PASSWORD PASSWORD", COMMON),
    ],
)
def test_a_weak_password_is_refused_with_the_reason(reader: Reader, people: People, new: str, words: str) -> None:
    reader.sign_in(people.family)
    page = change(reader, people, 422, nouveau=new, confirmation=new)
    assert problems(page)[0] == words
    assert new.strip() == "" or new not in page.answer.text


@pytest.mark.parametrize(
    "new",
    [
        "douze signes",
        "é è" * 42 + "ça",
        "tout minuscule et sans chiffre",
        "日本語のパスワードですよね",
        "'; DROP TABLE <b>&",
    ],
)
def test_no_composition_is_asked_for(reader: Reader, people: People, new: str) -> None:
    reader.sign_in(people.family)
    change(reader, people, nouveau=new, confirmation=new)
    reader.sign_out()
    assert reader.sign_in(people.family, new).url == "/"


def test_two_different_entries_are_refused(reader: Reader, people: People) -> None:
    reader.sign_in(people.family)
    assert problems(change(reader, people, 422, confirmation=f"{CHOSEN}!")) == [DIFFERENT]
    assert problems(change(reader, people, 422, confirmation=CHOSEN.upper())) == [DIFFERENT]


def test_a_wrong_current_password_is_refused(reader: Reader, people: People) -> None:
    reader.sign_in(people.family)
    page = change(reader, people, 422, actuel="une phrase qui ne convient pas")
    assert problems(page) == [WRONG_CURRENT]
    assert page.title.startswith("Erreur\xa0: Mot de passe")
    reader.sign_out()
    assert reader.sign_in(people.family).url == "/"


def test_every_problem_is_said_at_once_in_the_order_of_the_form(reader: Reader, people: People) -> None:
    reader.sign_in(people.family)
    page = change(reader, people, 422, actuel="faux", nouveau="court", confirmation="autre")
    too_short = "Choisissez un mot de passe de 12 à 128 caractères\xa0: celui-ci en a 5."
    assert problems(page) == [WRONG_CURRENT, too_short, DIFFERENT]
    assert page.tree.xpath("//*[@role='alert']//li/a/@href") == ["#actuel", "#nouveau", "#confirmation"]


def test_what_was_typed_never_comes_back(reader: Reader, people: People) -> None:
    reader.sign_in(people.family)
    page = change(reader, people, 422, actuel="un secret mal tapé", nouveau="un autre secret", confirmation="un")
    assert set(page.tree.xpath("//main//input[@type='password']/@value")) == {""}


def test_guessing_the_current_password_is_slowed_down(reader: Reader, people: People) -> None:
    reader.sign_in(people.family)
    for _ in range(5):
        change(reader, people, 422, actuel="une phrase qui ne convient pas")
    with counted() as costs:
        page = change(reader, people, 429)
    assert (costs.hashes, page.answer.headers["Retry-After"]) == (0, "30")
    assert page.links()["Réessayer"] == "/mot-de-passe"


def test_guessing_here_never_delays_a_sign_in(reader: Reader, people: People) -> None:
    reader.sign_in(people.family)
    for _ in range(5):
        change(reader, people, 422, actuel="une phrase qui ne convient pas")
    reader.sign_out()
    assert reader.sign_in(people.family).url == "/"


def test_a_double_click_changes_once_and_is_answered_twice_alike(
    reader: Reader, people: People, settings: Settings
) -> None:
    reader.sign_in(people.family)
    page = reader.read("/mot-de-passe")
    given = {"actuel": people.family.password, "nouveau": CHOSEN, "confirmation": CHOSEN}
    answers = [reader.send(page, "/mot-de-passe", 200, **given) for _ in range(2)]
    assert answers[0].text == answers[1].text
    with database.reading(settings.database) as db:
        assert len(db.exec(select(outbox.Mail)).all()) == 1


def test_a_form_without_its_one_time_id_changes_nothing(reader: Reader, people: People) -> None:
    reader.sign_in(people.family)
    change(reader, people, 403, envoi="")
    reader.sign_out()
    assert reader.sign_in(people.family).url == "/"


def test_a_form_of_another_session_changes_nothing(reader: Reader, people: People) -> None:
    reader.sign_in(people.neighbour)
    theirs = reader.read("/mot-de-passe").form("/mot-de-passe")["jeton"]
    reader.sign_in(people.family)
    change(reader, people, 403, jeton=theirs)


def test_nobody_changes_a_password_without_signing_in(reader: Reader, people: People, time: Clock) -> None:
    reader.sign_in(people.family)
    page = reader.read("/mot-de-passe")
    time.pass_by(3600)
    answer = reader.send(page, "/mot-de-passe", actuel=people.family.password, nouveau=CHOSEN, confirmation=CHOSEN)
    assert answer.find("//h1").text_content() == "Accès Usager"
    assert reader.sign_in(people.family).url == "/"
