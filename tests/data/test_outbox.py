"""The outbox: who is next, and who alone may deliver."""

from collections.abc import Iterator

import pytest
from sqlmodel import Session, select

from data import outbox
from data.database import transaction
from data.outbox import Mail
from data.settings import Settings

NOW = 1_795_000_000


@pytest.fixture
def db(settings: Settings) -> Iterator[Session]:
    with transaction(settings.database) as session:
        yield session


def mail(due: int, recipient: str = "x@y.fr") -> Mail:
    return Mail(kind=outbox.PASSWORD_CHANGED, recipient=recipient, created_at=NOW, due_at=due)


def test_the_mail_that_has_waited_longest_is_next(db: Session) -> None:
    outbox.post(db, [mail(NOW + 5), mail(NOW, "first@y.fr"), mail(NOW, "second@y.fr")])
    due = outbox.next_due(db, NOW)
    assert due is not None
    assert due.recipient == "first@y.fr"


def test_a_mail_to_nobody_a_sent_one_a_failed_one_and_a_later_one_are_not_due(db: Session) -> None:
    sent, failed = mail(NOW), mail(NOW)
    sent.sent_at = failed.failed_at = NOW
    outbox.post(db, [sent, failed, mail(NOW, ""), mail(NOW + 1)])
    assert outbox.next_due(db, NOW) is None
    assert outbox.next_due(db, NOW + 1) is not None


def test_one_holder_has_the_lease_until_it_runs_out(db: Session) -> None:
    assert outbox.take_lease(db, "postman", "one", NOW)
    assert not outbox.take_lease(db, "postman", "other", NOW + outbox.LEASE_SECONDS - 1)
    assert outbox.take_lease(db, "postman", "one", NOW + 60)
    assert not outbox.take_lease(db, "postman", "other", NOW + outbox.LEASE_SECONDS)
    assert outbox.take_lease(db, "postman", "other", NOW + 60 + outbox.LEASE_SECONDS)


def test_leases_of_other_names_are_apart(db: Session) -> None:
    assert outbox.take_lease(db, "postman", "one", NOW)
    assert outbox.take_lease(db, "backup", "other", NOW)


def test_a_mail_has_an_identity_of_its_own(db: Session) -> None:
    outbox.post(db, [mail(NOW) for _ in range(100)])
    assert len(set(db.exec(select(Mail.key)))) == 100
