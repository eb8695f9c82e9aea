"""« Mot de passe oublié demandé »: the journal of the account’s site says it, and whoever asks notices nothing."""

from typing import Any

import pytest
from sqlmodel import select, update

from data import database, outbox
from data.audit import PASSWORD_ASKED, AuditEntry
from data.outbox import Mail
from data.settings import Settings
from tests.conftest import Clock
from tests.mailbox import Mailbox, password_in
from tests.people import People
from tests.reader import Reader
from tests.test_lost_password import ask


def noted(settings: Settings) -> list[AuditEntry]:
    with database.reading(settings.database) as db:
        return list(db.exec(select(AuditEntry).where(AuditEntry.action == PASSWORD_ASKED)))


def test_it_is_noted_for_the_site_of_the_account_as_of_when_it_was_asked(
    reader: Reader, people: People, settings: Settings, mailbox: Mailbox, time: Clock
) -> None:
    ask(reader, people.far_neighbour)
    asked = time.now
    assert noted(settings) == []  # whoever asks has waited for nothing but the mail’s row
    time.now += 30
    (mail,) = mailbox.collect()
    (entry,) = noted(settings)
    with database.reading(settings.database) as db:
        sent = db.exec(select(Mail)).one()
    assert (entry.site_id, entry.account_id, entry.who) == (sent.site_id, sent.account_id, "dalmeida")
    assert (entry.at, entry.subject, entry.facts) == (asked, sent.key, {})
    assert password_in(mail) not in str(entry)


@pytest.mark.parametrize("wrong", ["identifiant", "email"])
def test_a_request_that_matches_nobody_is_not_noted(
    reader: Reader, people: People, settings: Settings, mailbox: Mailbox, wrong: str
) -> None:
    typed: dict[str, Any] = {wrong: "x@y.fr"}
    ask(reader, people.family, **typed)
    mailbox.collect()
    assert noted(settings) == []


def test_beyond_the_limit_it_is_not_noted(
    reader: Reader, people: People, settings: Settings, mailbox: Mailbox, time: Clock
) -> None:
    for _ in range(4):
        ask(reader, people.family)
    mailbox.collect()
    assert len(noted(settings)) == 3


def test_a_mail_that_is_tried_again_is_noted_once(
    reader: Reader, people: People, settings: Settings, mailbox: Mailbox
) -> None:
    ask(reader, people.family)
    mailbox.collect()
    with database.transaction(settings.database) as db:
        db.exec(update(Mail).values(sent_at=None))
    assert len(mailbox.collect()) == 0  # the same file, written anew
    assert len(noted(settings)) == 1


def test_what_the_office_asks_for_is_noted_as_its_own(
    reader: Reader, people: People, settings: Settings, mailbox: Mailbox
) -> None:
    ask(reader, people.family)
    with database.transaction(settings.database) as db:
        db.exec(update(Mail).where(Mail.kind == outbox.TEMPORARY_PASSWORD).values(facts={"by_office": True}))  # type: ignore[arg-type]
    mailbox.collect()
    assert noted(settings) == []


def test_the_office_reads_it_and_finds_the_mail(
    reader: Reader, people: People, settings: Settings, mailbox: Mailbox
) -> None:
    ask(reader, people.family)
    mailbox.collect()
    reader.enter(people.office)
    page = reader.read("/administration/journal")
    assert "Mot de passe oublié demandé" in page.text
    (address,) = [each for each in page.links().values() if each.startswith("/administration/courriels/")]
    reader.read(address)
