"""What a family sees and reads once the office has decided: the marks are gone, the reason stands, a mail says it."""

import pytest

from data import database
from data.settings import Settings
from tests.asking_for import ask_for, decide_all
from tests.mailbox import Mailbox, words_of
from tests.people import People
from tests.reader import Reader
from tests.records import inputs_of, rows_of

REASON = "Merci de nous envoyer un justificatif."


@pytest.fixture
def request_key(settings: Settings, people: People) -> str:
    """Two fields were asked for: one is approved, the other one is refused."""
    with database.transaction(settings.database) as db:
        key = ask_for(db, people.family, town="Olivet", profession="LUTHIÈRE")
        decide_all(db, people.office, key, REASON, "profession")
    return key


def test_the_marks_go_and_the_approved_value_is_official(at_home: Reader, request_key: str) -> None:
    page = at_home.read("/famille")
    assert (inputs_of(page)["Ville"], inputs_of(page)["Profession"]) == ("Olivet", "")
    assert not page.tree.xpath("//*[@class='field']/p[@class='changed']")
    assert "en attente de validation" not in page.text


def test_the_page_says_the_reason_of_a_refusal(at_home: Reader, request_key: str) -> None:
    page = at_home.read("/famille")
    assert f"«\xa0Profession\xa0»\xa0: «\xa0LUTHIÈRE\xa0» est refusé. Motif\xa0: {REASON}" in page.text
    assert page.links()["demande n° 2026-000001"] == f"/mes-demandes/{request_key}"


def test_the_request_tells_each_decision_and_why(at_home: Reader, request_key: str) -> None:
    page = at_home.read(f"/mes-demandes/{request_key}")
    assert [row[3] for row in rows_of(page)] == [f"refusé. Motif : {REASON}", "approuvé"]
    assert "Décidée par le Secrétariat" in page.text
    assert not page.tree.xpath("//form[contains(@action, '/retrait')]")


@pytest.mark.parametrize("kind", ["plain", "html"])
def test_the_mail_tells_the_decision_and_the_reason(
    mailbox: Mailbox, people: People, request_key: str, kind: str
) -> None:
    (mail,) = [mail for mail in mailbox.collect() if mail["Subject"].startswith("Réponse")]
    words = words_of(mail, kind).replace("<strong>", "").replace("</strong>", "").replace("\xa0", " ")
    assert (mail["To"], mail["Subject"]) == (people.family.email, "Réponse à votre demande n°\xa02026-000001")
    assert "Ville : « Olivet » est approuvé et remplace « ORLEANS »" in words
    assert f"Profession : « LUTHIÈRE » est refusé. Motif : {REASON}" in words
