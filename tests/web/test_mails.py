"""What a mail says and looks like, and that its temporary password is stored nowhere."""

import logging

import pytest
from sqlmodel import update

from data import accounts, database, outbox
from data.keys import plain
from data.outbox import Mail
from data.settings import Settings
from data.sites import Site, site_of
from tests.conftest import Clock
from tests.mail_server import MailServerOfTheTests, ask, deliver
from tests.mailbox import Mailbox, password_in, words_of
from tests.people import People


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
