"""Mot de passe perdu, asked for too often, twice at once, or in vain."""

import pytest
from sqlmodel import col, select, update

from data import database, outbox
from data.accounts import Account
from data.settings import Settings
from tests.conftest import Clock
from tests.mailbox import Mailbox
from tests.people import People
from tests.reader import Reader
from tests.test_lost_password import ask


def test_three_mails_an_hour_and_six_a_day(reader: Reader, people: People, mailbox: Mailbox, time: Clock) -> None:
    delivered = []
    for _ in range(5):
        for _ in range(4):
            ask(reader, people.family)
            delivered.append(len(mailbox.collect()))
        time.pass_by(3600)
    assert delivered == [1, 1, 1, 0, 1, 1, 1, 0, *[0] * 12]
    time.pass_by(86400 - 5 * 3600)
    ask(reader, people.family)
    assert len(mailbox.collect()) == 1


def test_beyond_the_limit_the_page_is_the_same_and_the_last_password_stays(
    reader: Reader, people: People, mailbox: Mailbox
) -> None:
    asked = [(ask(reader, people.family).text, mailbox.temporary_password()) for _ in range(3)]
    assert ask(reader, people.family).text == asked[0][0]
    assert mailbox.collect() == []
    assert reader.sign_in(people.family, asked[-1][1]).url == "/mot-de-passe"


def test_a_limit_of_one_account_is_nobody_elses(reader: Reader, people: People, mailbox: Mailbox) -> None:
    for _ in range(4):
        ask(reader, people.family)
    mailbox.collect()
    ask(reader, people.neighbour)
    assert [mail["To"] for mail in mailbox.collect()] == [people.neighbour.email]


def test_a_double_click_makes_one_mail(reader: Reader, people: People, settings: Settings) -> None:
    page = reader.read("/mot-de-passe-perdu")
    for _ in range(2):
        reader.send(page, "/mot-de-passe-perdu", identifiant=people.family.username, email=people.family.email)
    with database.reading(settings.database) as db:
        assert len(db.exec(select(outbox.Mail)).all()) == 1


@pytest.mark.parametrize("form_id", ["", "x" * 65])
def test_a_form_without_its_one_time_id_is_refused(
    reader: Reader, people: People, mailbox: Mailbox, form_id: str
) -> None:
    ask(reader, people.family, 403, envoi=form_id)
    assert mailbox.collect() == []


def test_an_address_asks_thirty_times_in_ten_minutes(reader: Reader, people: People) -> None:
    page = reader.read("/mot-de-passe-perdu")
    form = {**page.form("/mot-de-passe-perdu"), "identifiant": "personne", "email": "x@y.fr"}
    statuses = [reader.client.post("/mot-de-passe-perdu", data=form).status_code for _ in range(31)]
    assert statuses == [200] * 30 + [429]
    assert reader.sign_in(people.family).url == "/"


def test_an_account_without_an_address_gets_nothing(
    reader: Reader, people: People, mailbox: Mailbox, settings: Settings
) -> None:
    with database.transaction(settings.database) as db:
        db.exec(update(Account).where(col(Account.office)).values(email=""))
    ask(reader, people.office, 422, email="")
    assert mailbox.collect() == []
