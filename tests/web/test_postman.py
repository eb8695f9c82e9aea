"""The postman before a real mail server: delivered at least once, never lost, and told apart by nobody else."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import anyio
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from sqlmodel import col, select, update

from data import accounts, database, outbox
from data.database import Database
from data.keys import plain
from data.outbox import Mail
from data.settings import MailServer, Settings
from data.sites import Site, site_of
from routes.web import postman
from tests.conftest import Clock
from tests.mail_server import MailServerOfTheTests, free_port
from tests.mailbox import Mailbox, deliver_all, password_in, words_of
from tests.people import People


@pytest.fixture
def server() -> Iterator[MailServerOfTheTests]:
    """A mail server on this machine."""
    handler = MailServerOfTheTests(free_port())
    controller = Controller(handler, hostname="127.0.0.1", port=handler.port)
    controller.start()
    yield handler
    controller.stop()


@pytest.fixture
def posting(settings: Settings, server: MailServerOfTheTests, time: Clock) -> Settings:
    """The settings of a portal that hands its mails to that server."""
    return replace(settings, mail_server=MailServer("127.0.0.1", server.port))


def ask(settings: Settings, who: Any, now: int) -> None:
    with database.transaction(settings.database) as db:
        accounts.request_password(db, who.username, who.email, now)


def mails_in(settings: Settings) -> list[Mail]:
    with database.reading(settings.database) as db:
        return list(db.exec(select(Mail).where(Mail.recipient != "").order_by(col(Mail.id))))


def deliver(settings: Settings, holder: str = "the postman of the tests") -> int:
    return anyio.run(deliver_all, settings, holder)


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


def test_a_server_without_encryption_gets_nothing_when_encryption_is_asked_for(
    posting: Settings, server: MailServerOfTheTests, people: People, time: Clock
) -> None:
    strict = replace(posting, mail_server=MailServer("127.0.0.1", server.port, "starttls"))
    ask(strict, people.family, time.now)
    deliver(strict)
    (row,) = mails_in(strict)
    assert (server.taken, row.failed_at, row.tries) == ([], None, 1)


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


def test_a_mail_keeps_its_identity_over_every_try(
    posting: Settings, server: MailServerOfTheTests, people: People, time: Clock
) -> None:
    ask(posting, people.family, time.now)
    deliver(posting)
    with database.transaction(posting.database) as db:
        db.exec(update(Mail).values(sent_at=None))
    deliver(posting)
    first, second = server.taken
    assert first["Message-ID"] == second["Message-ID"] == f"<{mails_in(posting)[0].key}@127.0.0.1>"


def test_a_crash_between_sending_and_noting_sends_twice_and_loses_nothing(
    posting: Settings, server: MailServerOfTheTests, people: People, time: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(posting, people.family, time.now)
    with monkeypatch.context() as patch:
        patch.setattr(outbox, "note_sent", crash)
        with pytest.raises(PowerCut):
            deliver(posting)
    assert (mails_in(posting)[0].sent_at, len(server.taken)) == (None, 1)
    time.pass_by(outbox.LEASE_SECONDS)
    deliver(posting, "another postman")
    assert len(server.taken) == 2
    assert mails_in(posting)[0].sent_at == time.now


class PowerCut(BaseException):
    """Nothing of ours runs after this."""


def crash(*_: Any) -> None:
    raise PowerCut


def test_a_crash_before_sending_loses_nothing(
    posting: Settings, server: MailServerOfTheTests, people: People, time: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(posting, people.family, time.now)
    with monkeypatch.context() as patch:
        patch.setattr(postman, "_hand_over", crash)
        with pytest.raises(PowerCut):
            deliver(posting)
    time.pass_by(outbox.LEASE_SECONDS)
    assert (deliver(posting), len(server.taken)) == (1, 1)


def test_two_postmen_deliver_each_mail_once(
    posting: Settings, server: MailServerOfTheTests, people: People, time: Clock
) -> None:
    for who in (people.family, people.neighbour, people.office, people.far_neighbour):
        ask(posting, who, time.now)

    async def both() -> None:
        async with anyio.create_task_group() as tasks:
            for holder in ("one", "other"):
                tasks.start_soon(deliver_all, posting, holder)

    anyio.run(both)
    deliver(posting, "one")
    deliver(posting, "other")
    time.pass_by(outbox.LEASE_SECONDS)
    deliver(posting, "third")
    assert len({mail["Message-ID"] for mail in server.taken}) == len(server.taken) == 4


def test_a_postman_at_work_is_not_disturbed(posting: Settings, people: People, time: Clock) -> None:
    with database.transaction(posting.database) as db:
        assert outbox.take_lease(db, postman.LEASE, "one", time.now)
    ask(posting, people.family, time.now)
    assert deliver(posting, "other") == 0
    time.pass_by(outbox.LEASE_SECONDS)
    assert deliver(posting, "other") == 1


@pytest.mark.parametrize("recipient", ["a b\r\nBcc: x@y.fr", "é@exemple.fr", "nowhere", "a@b@c", "x@\udcff"])
def test_an_address_that_cannot_be_written_to_holds_up_nobody_else(
    posting: Settings, server: MailServerOfTheTests, people: People, time: Clock, recipient: str
) -> None:
    ask(posting, people.family, time.now)
    readdress(posting, recipient.encode(errors="replace").decode())
    ask(posting, people.neighbour, time.now + 1)
    time.pass_by(1)
    deliver(posting)
    assert [people.neighbour.email] in server.recipients
    assert all("x@y.fr" not in each for each in server.recipients)


def test_without_a_mail_server_a_mail_is_a_file_for_its_reader_alone(
    settings: Settings, people: People, time: Clock
) -> None:
    ask(settings, people.family, time.now)
    deliver(settings)
    (file,) = settings.mails.iterdir()
    assert file.name == f"{mails_in(settings)[0].key}.eml"
    assert file.stat().st_mode & 0o777 == 0o600


def test_text_and_html_have_the_same_words(people: People, settings: Settings, mailbox: Mailbox, time: Clock) -> None:
    ask(settings, people.family, time.now)
    with database.transaction(settings.database) as db:
        site = site_of(db, "rive-gauche")
        assert site is not None
        outbox.post(db, [notice(site, people, time.now)])
    mails = mailbox.collect()
    assert len(mails) == 2
    for mail in mails:
        assert words(words_of(mail, "plain")) == words(visible(words_of(mail, "html")), without=mail["Subject"])


def notice(site: Site, people: People, now: int) -> Mail:
    return Mail(
        site_id=site.id,
        account_id=1,
        kind=outbox.PASSWORD_CHANGED,
        recipient=people.family.email,
        created_at=now,
        due_at=now,
    )


def visible(page: str) -> str:
    from lxml import html

    tree = html.document_fromstring(page.replace("<br>", "<br> ").replace("</p>", "</p> "))
    return str(tree.find("body").text_content())


def words(text: str, without: str = "") -> list[str]:
    return text.replace(without, "", 1).split() if without else text.split()


def test_the_html_is_a_page_that_a_screen_reader_reads(
    people: People, settings: Settings, mailbox: Mailbox, time: Clock
) -> None:
    ask(settings, people.family, time.now)
    (mail,) = mailbox.collect()
    page = words_of(mail, "html")
    assert '<html lang="fr">' in page
    assert "<h1 style" in page
    for foreign in ("<img", "<script", "<table", "<link"):
        assert foreign not in page
    assert page.count("http") == page.count(settings.base_url)


def test_the_subject_names_nobody_and_holds_no_secret(
    people: People, settings: Settings, mailbox: Mailbox, time: Clock
) -> None:
    ask(settings, people.family, time.now)
    (mail,) = mailbox.collect()
    assert mail["Subject"] == "Votre mot de passe provisoire"


def test_what_a_site_calls_itself_is_written_as_text(
    people: People, settings: Settings, mailbox: Mailbox, time: Clock
) -> None:
    with database.transaction(settings.database) as db:
        db.exec(update(Site).values(institution='Musique & <b>Danse</b>, "Łódź"', name="A <i>B</i>"))
    ask(settings, people.family, time.now)
    (mail,) = mailbox.collect()
    assert "<b>Danse</b>" in words_of(mail, "plain")
    assert "Musique &amp; &lt;b&gt;Danse" in words_of(mail, "html")
    assert mail["From"].addresses[0].display_name == 'Musique & <b>Danse</b>, "Łódź"'


def test_a_temporary_password_is_stored_nowhere(
    posting: Settings,
    server: MailServerOfTheTests,
    people: People,
    time: Clock,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    ask(posting, people.family, time.now)
    server.answers = ["450 later"]
    deliver(posting)
    time.pass_by(60)
    deliver(posting)
    password = password_in(server.taken[0])
    written = b"".join(file.read_bytes() for file in posting.home.rglob("*") if file.is_file())
    ours = "".join(record.getMessage() for record in caplog.records if not record.name.startswith("mail."))
    said = (written + (ours + "".join(capfd.readouterr())).encode()).lower()
    assert len(written) > 100_000
    for form in (password, plain(password), password.replace("-", " ")):
        assert form.encode() not in said


def test_each_try_brings_a_new_password_and_the_last_one_works(
    posting: Settings, server: MailServerOfTheTests, people: People, time: Clock
) -> None:
    ask(posting, people.family, time.now)
    deliver(posting)
    with database.transaction(posting.database) as db:
        db.exec(update(Mail).values(sent_at=None))
    deliver(posting)
    first, second = (password_in(mail) for mail in server.taken)
    with database.reading(posting.database) as db:
        lock = accounts.lock_of(db, people.family.site, people.family.username, time.now)
    assert (lock.opened_by(first), lock.opened_by(second)) == ("", "temporary")


@pytest.mark.anyio
async def test_the_postman_works_by_himself_and_never_dies(
    settings: Settings, people: People, time: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postman, "IDLE_SECONDS", 0.01)
    failures = iter([OSError("disk"), None])
    deliver_one = postman.deliver_one

    async def sometimes(*arguments: Any) -> bool:
        trouble = next(failures, None)
        if trouble:
            raise trouble
        return await deliver_one(*arguments)

    monkeypatch.setattr(postman, "deliver_one", sometimes)
    ask(settings, people.family, time.now)
    base = Database(settings.database)
    await base.open()
    try:
        with anyio.fail_after(10):
            async with postman.deliver_for_ever(base, settings):
                while not list(settings.mails.glob("*.eml")):
                    await anyio.sleep(0.01)
    finally:
        await base.close()
