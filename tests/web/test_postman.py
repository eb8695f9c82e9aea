"""The postman before a real mail server: delivered at least once, never lost, and told apart by nobody else."""

from dataclasses import replace
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from sqlmodel import update

from data import database
from data.outbox import Mail
from data.settings import MailServer, Settings
from data.sites import Site
from routes.web.mail import BAD_RECIPIENT, BAD_SENDER
from tests.conftest import Clock
from tests.mail_server import MailServerOfTheTests, ask, deliver, free_port, mails_in
from tests.people import People


def test_a_mail_is_delivered_once(posting: Settings, server: MailServerOfTheTests, people: People, time: Clock) -> None:
    ask(posting, people.family, time.now)
    assert (deliver(posting), deliver(posting)) == (1, 0)
    assert server.recipients == [[people.family.email]]
    (row,) = mails_in(posting)
    assert (row.sent_at, row.tries, row.error) == (time.now, 0, "")


def test_who_is_written_to_and_by_whom(
    posting: Settings, server: MailServerOfTheTests, people: People, time: Clock
) -> None:
    ask(posting, people.family, time.now)
    deliver(posting)
    (mail,) = server.taken
    assert mail["To"] == people.family.email
    assert mail["From"] == "Conservatoire de Musique <secretariat@rive-gauche.example.fr>"
    assert (mail["Auto-Submitted"], mail["Content-Language"]) == ("auto-generated", "fr")
    assert mail["Date"].datetime.timestamp() == time.now


def test_a_temporary_refusal_is_tried_again_with_growing_delays(
    posting: Settings, server: MailServerOfTheTests, people: People, time: Clock
) -> None:
    ask(posting, people.family, time.now)
    server.answers = ["450 later"] * 5
    waits = []
    for _ in range(5):
        deliver(posting)
        (row,) = mails_in(posting)
        waits.append(row.due_at - time.now)
        time.pass_by(waits[-1] - 1)
        assert deliver(posting) == 0
        time.pass_by(1)
    assert waits == [60, 120, 240, 480, 960]
    assert (deliver(posting), len(server.taken)) == (1, 1)


def test_the_delay_stops_growing_at_six_hours_and_patience_ends_after_three_days(
    posting: Settings, server: MailServerOfTheTests, people: People, time: Clock
) -> None:
    ask(posting, people.family, time.now)
    asked_at = time.now
    server.answers = ["450 later"] * 100
    waits = []
    while not mails_in(posting)[0].failed_at:
        deliver(posting)
        waits.append(mails_in(posting)[0].due_at - time.now)
        time.pass_by(waits[-1])
    assert max(waits) == 6 * 3600
    assert 3 * 86400 < mails_in(posting)[0].failed_at - asked_at <= 3 * 86400 + 6 * 3600  # type: ignore[operator]
    assert mails_in(posting)[0].error == "450 later"


def test_a_final_refusal_is_not_tried_again(
    posting: Settings, server: MailServerOfTheTests, people: People, time: Clock
) -> None:
    ask(posting, people.family, time.now)
    server.answers = ["554 never"]
    deliver(posting)
    time.pass_by(86400)
    assert (deliver(posting), server.taken) == (0, [])
    (row,) = mails_in(posting)
    assert (row.failed_at is not None, row.error, row.sent_at) == (True, "554 never", None)


def test_a_recipient_who_does_not_exist_is_final(
    posting: Settings, server: MailServerOfTheTests, people: People, time: Clock
) -> None:
    ask(posting, people.family, time.now)
    readdress(posting, "nobody@example.fr")
    deliver(posting)
    (row,) = mails_in(posting)
    assert (row.failed_at, row.error) == (time.now, "550 no such user")


def readdress(settings: Settings, recipient: str) -> None:
    with database.transaction(settings.database) as db:
        db.exec(update(Mail).values(recipient=recipient))


def test_a_server_that_is_away_is_tried_again(settings: Settings, people: People, time: Clock) -> None:
    away = replace(settings, mail_server=MailServer("127.0.0.1", free_port()))
    ask(away, people.family, time.now)
    deliver(away)
    (row,) = mails_in(away)
    assert (row.failed_at, row.sent_at, row.tries, row.due_at) == (None, None, 1, time.now + 60)
    assert row.error == "Le serveur de courriel ne répond pas, ou a coupé la connexion."


def test_a_server_without_encryption_gets_nothing_when_encryption_is_asked_for(
    posting: Settings, server: MailServerOfTheTests, people: People, time: Clock
) -> None:
    strict = replace(posting, mail_server=MailServer("127.0.0.1", server.port, "starttls"))
    ask(strict, people.family, time.now)
    deliver(strict)
    (row,) = mails_in(strict)
    assert (server.taken, row.failed_at, row.tries) == ([], None, 1)
    assert row.error.startswith("Le serveur de courriel ne permet pas ce que les réglages du portail demandent")


@pytest.mark.filterwarnings("ignore:Requiring AUTH:UserWarning")
def test_a_wrong_password_of_ours_fails_no_mail_for_good(settings: Settings, people: People, time: Clock) -> None:
    def authenticate(*arguments: Any) -> AuthResult:
        given = arguments[-1]
        assert isinstance(given, LoginPassword)
        return AuthResult(success=given.password == b"right", handled=False)

    handler = MailServerOfTheTests(free_port())
    guarded = Controller(
        handler,
        hostname="127.0.0.1",
        port=handler.port,
        authenticator=authenticate,
        auth_require_tls=False,
        auth_required=True,
    )
    guarded.start()
    ours = MailServer("127.0.0.1", handler.port, "none", "portail", "wrong")
    try:
        ask(settings, people.family, time.now)
        deliver(replace(settings, mail_server=ours))
        assert (handler.taken, mails_in(settings)[0].failed_at) == ([], None)
        time.pass_by(60)
        deliver(replace(settings, mail_server=replace(ours, password="right")))
    finally:
        guarded.stop()
    assert len(handler.taken) == 1


@pytest.mark.parametrize("recipient", ["a b\r\nBcc: x@y.fr", "é@exemple.fr", "nowhere", "a@b@c", "x@\udcff"])
def test_an_address_that_cannot_be_written_to_holds_up_nobody_else(
    posting: Settings, server: MailServerOfTheTests, people: People, time: Clock, recipient: str
) -> None:
    ask(posting, people.family, time.now)
    readdress(posting, recipient.encode(errors="replace").decode())
    ask(posting, people.neighbour, time.now + 1)
    time.pass_by(1)
    deliver(posting)
    first, _ = mails_in(posting)
    if recipient != "x@\udcff":  # « x@? » has the form of an address, and a server may say what it thinks of it
        assert (first.error, first.failed_at) == (BAD_RECIPIENT, time.now)
    assert [people.neighbour.email] in server.recipients
    assert all("x@y.fr" not in each for each in server.recipients)


@pytest.mark.parametrize("sender", ["pas", "secretariat@", "é😀@b"])
def test_with_an_impossible_sender_a_mail_waits_and_says_why_until_it_is_corrected(
    posting: Settings, server: MailServerOfTheTests, people: People, time: Clock, sender: str
) -> None:
    resend_as(posting, sender)
    ask(posting, people.family, time.now)
    deliver(posting)
    (row,) = mails_in(posting)
    assert (row.error, row.failed_at) == (BAD_SENDER, None)
    resend_as(posting, "secretariat@orléans.example.fr")
    time.pass_by(60)
    deliver(posting)
    assert server.taken[0]["From"].endswith("<secretariat@xn--orlans-dva.example.fr>")


def resend_as(settings: Settings, sender: str) -> None:
    with database.transaction(settings.database) as db:
        db.exec(update(Site).values(email=sender))


def test_without_a_mail_server_a_mail_is_a_file_for_its_reader_alone(
    settings: Settings, people: People, time: Clock
) -> None:
    ask(settings, people.family, time.now)
    deliver(settings)
    (file,) = settings.mails.iterdir()
    assert file.name == f"{mails_in(settings)[0].key}.eml"
    assert file.stat().st_mode & 0o777 == 0o600
