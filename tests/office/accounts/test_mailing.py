"""Courriels: the identifiant to a whole list at once, to who has an e-mail and does not know it yet."""

from sqlmodel import col, select, update

from data import database
from data.accounts import Account
from data.families import Guardian
from data.family_accounts import informing
from data.family_accounts.listing import Kind
from tests.asking_for import as_person
from tests.costs import counted
from tests.data.accounts import crowd_of
from tests.mailbox import Mailbox, words_of
from tests.noting import ACTS
from tests.office.conftest import Office
from tests.page import Page

MAILS = "/administration/comptes/courriels"


def words(page: Page) -> str:
    return page.text.replace("\xa0", " ")


def test_the_mail_is_read_before_it_leaves(office: Office, mailbox: Mailbox) -> None:
    page = office.reader.read("/administration/comptes/courriels")
    assert "Liste « Tous » : 2 courriels partiront." in words(page)
    shown = page.find("//p[@class='lines']").text_content()
    assert mailbox.collect() == []
    assert "partent maintenant" in words(office.reader.send(page, MAILS))
    mail, _ = sorted(mailbox.collect(), key=lambda each: str(each["To"]))
    assert words_of(mail, "plain").strip() == shown.strip()


def test_nobody_is_told_twice_and_it_is_written_down(office: Office, mailbox: Mailbox) -> None:
    page = office.reader.read(MAILS)
    office.reader.send(page, MAILS)
    office.reader.send(page, MAILS)
    assert len(mailbox.collect()) == 2
    again = office.reader.read(MAILS)
    assert "2 familles connaissent déjà leur identifiant" in words(again)
    assert not again.tree.xpath("//main//form")
    assert "Aucun courriel n’est parti" in words(office.reader.send(page, MAILS, envoi="another form"))
    with database.reading(office.settings.database) as db:
        assert [each.facts for each in db.exec(ACTS)] == [{"mails": 2}]
        assert set(db.exec(select(Account.informed_by).where(col(Account.guardian_id).is_not(None)))) == {
            "courriel",
            "",
        }


def test_a_tab_sends_to_its_own_and_to_none_that_is_locked_or_has_no_email(office: Office, mailbox: Mailbox) -> None:
    with database.transaction(office.settings.database) as db:
        db.exec(update(Account).where(col(Account.username) == "le-goff").values(last_sign_in_at=1))
    office.reader.send(office.reader.read(f"{MAILS}?etat=jamais-connectes"), MAILS)
    assert [mail["To"] for mail in mailbox.collect()] == [office.people.family.email]
    with database.transaction(office.settings.database) as db:
        db.exec(update(Account).where(col(Account.username) == "le-goff").values(locked_at=1))
    assert "1 compte verrouillé : pas de courriel" in words(office.reader.read(MAILS))


def test_three_thousand_mails_cost_a_few_statements(office: Office) -> None:
    with database.transaction(office.settings.database) as db:
        crowd_of(db, "rive-gauche", 3000, email="quelqu-un@example.fr")
        db.exec(update(Guardian).where(col(Guardian.surname) == "LE GOFF").values(email=""))
        with counted() as costs:
            assert informing.mail_all(db, as_person(db, office.people.office), Kind.ALL, 1) == 3001
            db.flush()
    assert len(costs.statements) <= 9
