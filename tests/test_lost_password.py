"""« Mot de passe perdu »: the same answer for everybody, and a mail only when identifiant and address match."""

from dataclasses import replace

import pytest
from sqlmodel import update

from data import database
from data.settings import Settings
from data.sites import Site
from tests.costs import counted
from tests.mailbox import Mailbox, password_in, words_of
from tests.people import People, Someone
from tests.reader import Page, Reader


def ask(reader: Reader, who: Someone, status: int = 200, **values: str) -> Page:
    page = reader.read("/mot-de-passe-perdu")
    return reader.send(
        page, "/mot-de-passe-perdu", status, **{"identifiant": who.username, "email": who.email, **values}
    )


@pytest.fixture
def on_use(settings: Settings) -> None:
    """Both sites keep the former password until the new one is used."""
    with database.transaction(settings.database) as db:
        db.exec(update(Site).values(password_renewal="usage"))


def test_the_page_has_the_words_of_the_manual(reader: Reader) -> None:
    page = reader.read("/mot-de-passe-perdu")
    assert page.find("//h1").text_content() == "Mot de passe perdu"
    assert [label.text_content() for label in page.tree.iter("label")] == ["Identifiant", "E-mail"]
    assert [button.text_content() for button in page.tree.iter("button")] == ["Valider"]
    assert page.links()["Retour"] == "/connexion"


@pytest.mark.parametrize(
    ("missing", "kept", "words"),
    [
        ("identifiant", "email", ["Renseignez «\xa0Identifiant\xa0»."]),
        ("email", "identifiant", ["Renseignez «\xa0E-mail\xa0»."]),
        ("both", "", ["Renseignez «\xa0Identifiant\xa0».", "Renseignez «\xa0E-mail\xa0»."]),
    ],
)
def test_a_missing_field_asks_to_check_what_was_typed(
    reader: Reader, people: People, missing: str, kept: str, words: list[str]
) -> None:
    given = {"identifiant": "dalmeida", "email": "d@x.fr"}
    emptied = {name: " " if missing in (name, "both") else value for name, value in given.items()}
    page = ask(reader, people.family, 422, **emptied)
    alert = page.find("//*[@role='alert']")
    assert "vérifier les renseignements saisis" in alert.text_content()
    assert [each.text_content() for each in alert.xpath(".//li")] == words
    assert alert.xpath(".//a[.='OK']/@href") == ["#saisie"]
    assert not kept or page.form("/mot-de-passe-perdu")[kept] == given[kept]


def test_a_request_is_answered_in_the_words_of_the_manual(reader: Reader, people: People) -> None:
    page = ask(reader, people.family)
    assert "le mot de passe a été envoyé par mail" in page.find("//*[@role='status']").text_content()
    assert page.links()["OK"] == "/mot-de-passe-perdu"
    assert not reader.read(page.links()["OK"]).tree.xpath("//*[@role='status']")


def test_a_mail_brings_a_temporary_password_that_signs_in(reader: Reader, people: People, mailbox: Mailbox) -> None:
    ask(reader, people.family)
    (mail,) = mailbox.collect()
    assert mail["To"] == people.family.email
    assert reader.sign_in(people.family, password_in(mail)).find("//h1").text_content() == "Choisir un mot de passe"


def test_the_mail_says_site_identifiant_and_where_to_go(
    reader: Reader, people: People, mailbox: Mailbox, settings: Settings
) -> None:
    ask(reader, people.family)
    (mail,) = mailbox.collect()
    for part in ("plain", "html"):
        for words in ("Conservatoire 1", "dalmeida", f"{settings.base_url}/connexion", "24 heures"):
            assert words in words_of(mail, part)


def test_the_address_of_the_portal_in_a_mail_is_ours_whatever_the_browser_says(
    reader: Reader, people: People, mailbox: Mailbox
) -> None:
    form = reader.read("/mot-de-passe-perdu").form("/mot-de-passe-perdu")
    given = {"identifiant": people.family.username, "email": people.family.email}
    headers = {"Host": "evil.example", "X-Forwarded-Host": "evil.example"}
    reader.client.post("/mot-de-passe-perdu", data={**form, **given}, headers=headers)
    (mail,) = mailbox.collect()
    assert "evil.example" not in mail.as_string()


@pytest.mark.parametrize("wrong", ["identifiant", "email", "both"])
def test_no_mail_leaves_unless_both_match(reader: Reader, people: People, mailbox: Mailbox, wrong: str) -> None:
    who = {
        "identifiant": replace(people.family, username="personne"),
        "email": replace(people.family, email=people.neighbour.email),
        "both": replace(people.family, username="personne", email="personne@example.fr"),
    }[wrong]
    ask(reader, who)
    assert mailbox.collect() == []
    assert reader.sign_in(people.family).url == "/"


@pytest.mark.parametrize("spelt", [" Dalmeida ", "DALMEIDA"])
def test_capitals_and_spaces_are_forgiven(reader: Reader, people: People, mailbox: Mailbox, spelt: str) -> None:
    ask(reader, replace(people.family, username=spelt, email=f" {people.family.email.upper()} "))
    assert [mail["To"] for mail in mailbox.collect()] == [people.family.email]


def test_an_identifiant_of_two_sites_is_told_apart_by_the_address(
    reader: Reader, people: People, mailbox: Mailbox
) -> None:
    ask(reader, people.far_neighbour)
    (mail,) = mailbox.collect()
    assert mail["To"] == people.far_neighbour.email
    assert "Conservatoire 2" in words_of(mail, "plain")
    assert reader.sign_in(people.family).url == "/"


def test_the_office_asks_like_everybody(reader: Reader, people: People, mailbox: Mailbox) -> None:
    ask(reader, people.office)
    page = reader.sign_in(people.office, mailbox.temporary_password())
    assert page.find("//h1").text_content() == "Choisir un mot de passe"


def test_a_new_account_has_its_first_password_this_way(
    reader: Reader, people: People, mailbox: Mailbox, no_password: None
) -> None:
    ask(reader, people.family)
    assert reader.sign_in(people.family, mailbox.temporary_password()).url == "/mot-de-passe"


def test_page_statements_and_hashes_are_the_same_with_and_without_a_match(reader: Reader, people: People) -> None:
    pages, costs = [], []
    ask(reader, people.neighbour)
    for who in (people.family, replace(people.family, username="personne"), replace(people.family, email="x@y.fr")):
        page = reader.read("/mot-de-passe-perdu")
        with counted() as cost:
            answer = reader.send(page, "/mot-de-passe-perdu", identifiant=who.username, email=who.email)
        pages.append(answer.text)
        costs.append(cost)
    assert pages[0] == pages[1] == pages[2]
    assert costs[0].shapes == costs[1].shapes == costs[2].shapes
    assert {cost.hashes for cost in costs} == {0}
    assert len(costs[0].writes) >= 2


def test_the_former_password_is_obsolete_at_once(reader: Reader, people: People) -> None:
    ask(reader, people.family)
    reader.sign_in(people.family, status=422)


def test_each_request_makes_the_former_temporary_password_obsolete(
    reader: Reader, people: People, mailbox: Mailbox
) -> None:
    ask(reader, people.family)
    former = mailbox.temporary_password()
    ask(reader, people.family)
    reader.sign_in(people.family, former, status=422)
    reader.sign_in(people.family, mailbox.temporary_password())


def test_an_open_session_goes_on(reader: Reader, people: People) -> None:
    reader.sign_in(people.family)
    ask(reader, people.family)
    assert reader.read("/famille").url == "/famille"


def test_a_site_may_keep_the_former_password_until_the_new_one_is_used(
    reader: Reader, people: People, mailbox: Mailbox, on_use: None
) -> None:
    ask(reader, people.family)
    temporary = mailbox.temporary_password()
    assert reader.sign_in(people.family).url == "/"
    reader.sign_out()
    assert reader.sign_in(people.family, temporary).url == "/mot-de-passe"
    reader.client.cookies.clear()
    reader.sign_in(people.family, status=422)
