"""Courriels: what the office reads of its mails, and what it does about those that failed."""

import pytest
from sqlmodel import col, select, update

from data import database, outbox
from data.accounts import Account
from data.audit import AuditEntry
from data.outbox import Mail
from data.settings import Settings
from routes.web.letters import WRITERS
from routes.web.mail_kinds import KINDS, words_of
from tests.asking_for import NOW
from tests.costs import counted
from tests.mailbox import Mailbox
from tests.mailbox import words_of as words_in
from tests.mailing import failed_mail, mail_to
from tests.office.conftest import Office
from tests.people import People, Someone
from tests.reader import Reader

MAILS = "/administration/courriels"


def put(office: Office, who: Someone, kind: str = outbox.TEST, **more: object) -> str:
    """A failed mail; its address."""
    with database.transaction(office.settings.database) as db:
        return f"{MAILS}/{failed_mail(db, who, NOW, kind, **more)}"


def rows(office: Office) -> list[Mail]:
    with database.reading(office.settings.database) as db:
        return list(db.exec(select(Mail).order_by(col(Mail.id))))


def test_they_are_found_from_the_first_page_which_counts_the_failed_ones(office: Office) -> None:
    assert "ont échoué" not in office.reader.read("/administration").text
    for who in (office.people.family, office.people.neighbour, office.people.far_neighbour):
        put(office, who)
    page = office.reader.read("/administration")
    assert "2\xa0courriels ont échoué." in page.text
    assert page.links()["Courriels"] == "/administration/courriels"
    assert page.links()["Courriels échoués"] == "/administration/courriels?etat=echoues"


def test_a_failed_mail_says_to_whom_when_and_why(office: Office) -> None:
    address = put(office, office.people.family, outbox.PASSWORD_CHANGED)
    page = office.reader.read("/administration/courriels?etat=echoues")
    (row,) = page.tree.xpath("//tbody/tr")
    assert " ".join(row.text_content().replace("\xa0", " ").split()) == (
        "Mot de passe changédalmeida@rive-gauche.example.frD’ALMEIDA Inès"
        "Échoué le 18/11/2026 à 12 h 06, 1 essai. Cause : 554 never"
    )
    assert page.links()["Mot de passe changé"] == address


@pytest.mark.parametrize("query", ["?etat=partis", "?page=0", "?page=2", "?etat=echoues&page=99999"])
def test_a_list_that_is_not_there_is_not_found(office: Office, query: str) -> None:
    office.reader.read(MAILS + query, 404)


def test_fifty_stand_on_a_page_and_none_is_counted(office: Office) -> None:
    with database.transaction(office.settings.database) as db:
        for number in range(51):
            mail_to(db, office.people.family, NOW + number)
    page = office.reader.read(MAILS)
    assert len(page.tree.xpath("//tbody/tr")) == 50
    last = office.reader.read(page.links()["Page suivante"])
    assert (len(last.tree.xpath("//tbody/tr")), "Page suivante" in last.links()) == (1, False)


def test_a_mail_is_shown_as_its_reader_sees_it(office: Office) -> None:
    page = office.reader.read(put(office, office.people.family, outbox.PASSWORD_CHANGED))
    assert "Le mot de passe du compte «\xa0dalmeida\xa0»" in page.find("//p[@class='lines']").text_content()
    assert page.find("//h1").text_content() == "Mot de passe changé"
    assert office.people.family.email not in page.find("//title").text_content()


def test_the_words_of_a_password_mail_are_shown_to_nobody_and_no_password_is_made(office: Office) -> None:
    address = put(office, office.people.family, outbox.TEMPORARY_PASSWORD)
    page = office.reader.read(address)
    assert "son texte n’est montré à personne" in page.text
    assert page.tree.xpath("//p[@class='lines']") == []
    with database.reading(office.settings.database) as db:
        assert set(db.exec(select(Account.temporary_digest))) == {""}


@pytest.mark.parametrize("facts", [{}, {"changes": "x"}, {"changes": [["x"]], "number": "", "subject": "", "at": 0}])
def test_facts_that_are_no_longer_understood_are_said_so(office: Office, facts: dict[str, object]) -> None:
    page = office.reader.read(put(office, office.people.family, outbox.CHANGE_ACKNOWLEDGED, facts=facts))
    assert "ne peut plus être montré" in page.text


def test_a_servers_page_is_plain_words(office: Office) -> None:
    hostile = "554 <script>x</script>\x00\x1b\r\n" + "<b>" * 4000
    page = office.reader.read(put(office, office.people.family, error=hostile))
    assert "554 <script>x</script> <b>" in page.text
    assert page.tree.xpath("//script[.='x'] | //b") == []
    assert "<b>" * 200 not in page.text


def test_a_failed_mail_leaves_again_once(office: Office, mailbox: Mailbox) -> None:
    address = put(office, office.people.family)
    key = address.rpartition("/")[2]
    again = f"/administration/courriels/{key}/envoi"
    form = office.reader.read(address).form(again)
    for _ in range(2):
        assert office.reader.client.post(again, data=form).status_code == 200
    assert [mail["To"] for mail in mailbox.collect()] == [office.people.family.email]
    with database.reading(office.settings.database) as db:
        noted = db.exec(select(AuditEntry).where(AuditEntry.action == "courriel-renvoye")).all()
    assert [(each.who, each.subject) for each in noted] == [("secretariat", key)]


def test_a_password_mail_that_leaves_again_brings_a_new_password(office: Office, mailbox: Mailbox) -> None:
    address = put(office, office.people.family, outbox.TEMPORARY_PASSWORD)
    office.reader.send(office.reader.read(address), f"{address}/envoi")
    password = mailbox.temporary_password()
    office.reader.sign_out()
    assert office.reader.sign_in(office.people.family, password).url == "/mot-de-passe"


def test_a_password_mail_to_a_former_address_is_refused_in_words(office: Office, mailbox: Mailbox) -> None:
    address = put(office, office.people.family, outbox.TEMPORARY_PASSWORD, recipient="former@example.fr")
    page = office.reader.send(office.reader.read(address), f"{address}/envoi")
    assert "n’a plus cette adresse" in page.text
    assert mailbox.collect() == []


def test_all_failed_mails_of_a_kind_leave_at_once(office: Office, mailbox: Mailbox) -> None:
    put(office, office.people.family)
    put(office, office.people.neighbour)
    page = office.reader.read(f"{MAILS}?etat=echoues")
    assert "Courriel d’essai (2\xa0courriels)" in page.text
    assert "repartent maintenant" in office.reader.send(page, "/administration/courriels/renvoi").text
    assert len(mailbox.collect()) == 2
    again = office.reader.send(page, "/administration/courriels/renvoi", envoi="another", nature="nothing")
    assert "Aucun courriel n’est reparti" in again.text


def test_a_test_mail_arrives_and_is_in_the_list(office: Office, mailbox: Mailbox) -> None:
    page = office.reader.send(office.reader.read(MAILS), "/administration/courriels/essai")
    assert page.links()["Courriel d’essai"].startswith(MAILS)
    (mail,) = mailbox.collect()
    assert (mail["To"], mail["Subject"]) == (office.people.office.email, "Courriel d’essai")
    assert "Conservatoire 1" in words_in(mail, "html")
    assert "Parti le 18/11/2026" in office.reader.read(f"{MAILS}?etat=envoyes").text


def test_an_account_without_an_address_is_told_so(office: Office) -> None:
    with database.transaction(office.settings.database) as db:
        db.exec(update(Account).where(col(Account.office)).values(email=""))
    page = office.reader.send(office.reader.read(MAILS), "/administration/courriels/essai")
    assert "aucun courriel d’essai n’est parti" in page.text
    assert rows(office) == []


def test_every_kind_has_words_and_a_model_without_a_person(office: Office) -> None:
    assert set(KINDS) == set(WRITERS)
    page = office.reader.read("/administration/courriels/modeles")
    links = {each.text_content(): each.get("href") for each in page.tree.xpath("//ul[@class='links']//a")}
    assert len(links) == len(WRITERS)
    for words, link in links.items():
        model = office.reader.read(link)
        assert model.find("//h1").text_content() == f"Modèle de courriel\xa0: {words}"
        assert "Bonjour," in model.text
    office.reader.read("/administration/courriels/modeles/rien", 404)


def test_a_kind_without_words_keeps_its_own_name() -> None:
    assert words_of("a_kind_of_tomorrow") == "a_kind_of_tomorrow"


@pytest.mark.parametrize("who", ["family", "neighbour", "far_neighbour"])
def test_a_family_finds_no_mail(reader: Reader, people: People, settings: Settings, who: str) -> None:
    with database.transaction(settings.database) as db:
        key = failed_mail(db, people.family, NOW)
    reader.enter(getattr(people, who))
    for path in ("", f"/{key}", "/modeles", "/modeles/courriel-d-essai"):
        reader.read(MAILS + path, 404)


def test_the_clerk_reads_them_and_the_other_site_does_not(reader: Reader, people: People, settings: Settings) -> None:
    with database.transaction(settings.database) as db:
        key = failed_mail(db, people.family, NOW)
    reader.enter(people.clerk)
    reader.read(f"/administration/courriels/{key}")
    reader.sign_out()
    reader.enter(people.far_office)
    reader.read(f"{MAILS}/{key}", 404)
    assert reader.read(f"{MAILS}?etat=echoues").tree.xpath("//tbody") == []


def test_rendering_writes_nothing(office: Office) -> None:
    address = put(office, office.people.family, outbox.PASSWORD_CHANGED)
    with counted() as cost:
        office.reader.read(address)
    assert cost.writes == []
