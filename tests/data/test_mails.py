"""The outbox as the office sees it: its own site’s mails, found by their indexes, and tried again safely."""

from collections.abc import Iterator

import pytest
from sqlmodel import Session, col, select, update

from data import audit, census, mails, outbox
from data.accounts import Account
from data.audit import AuditEntry
from data.database import transaction
from data.mails import Standing
from data.outbox import PATIENCE, Mail
from data.settings import Settings
from tests.asking_for import NOW, as_person
from tests.costs import counted
from tests.mailing import failed_mail, mail_to
from tests.people import People


@pytest.fixture
def db(settings: Settings) -> Iterator[Session]:
    with transaction(settings.database) as session:
        yield session


def found(db: Session, people: People, standing: Standing) -> list[str]:
    posted, _ = mails.mails_in(db, as_person(db, people.office).site, standing)
    return [each.mail.recipient for each in posted]


def test_each_standing_has_its_own_mails_in_its_own_order(db: Session, people: People) -> None:
    for age in (3, 1, 2):
        mail_to(db, people.family, NOW - age, recipient=f"waits {age}")
        mail_to(db, people.family, NOW, recipient=f"sent {age}", sent_at=NOW - age)
        failed_mail(db, people.family, NOW - age, recipient=f"failed {age}")
    assert found(db, people, Standing.WAITING) == ["waits 3", "waits 2", "waits 1"]
    assert found(db, people, Standing.SENT) == ["sent 1", "sent 2", "sent 3"]
    assert found(db, people, Standing.FAILED) == ["failed 1", "failed 2", "failed 3"]


def test_mails_to_nobody_of_no_site_and_of_another_site_are_not_there(db: Session, people: People) -> None:
    site = as_person(db, people.office).site
    nobodys = mail_to(db, people.family, NOW, recipient="")
    elsewhere = mail_to(db, people.far_neighbour, NOW)
    nowhere = mail_to(db, people.family, NOW, site_id=None)
    assert found(db, people, Standing.WAITING) == []
    assert [mails.mail_of(db, site, each.key) for each in (nobodys, elsewhere, nowhere)] == [None] * 3


def test_a_mail_says_whose_account_it_is_for(db: Session, people: People) -> None:
    for who in (people.family, people.office):
        mail_to(db, who, NOW)
    mail_to(db, people.family, NOW, account_id=None)
    posted, _ = mails.mails_in(db, as_person(db, people.office).site, Standing.WAITING)
    assert [(each.family, each.username) for each in posted] == [
        ("D’ALMEIDA Inès", "dalmeida"),
        ("", "secretariat"),
        ("", ""),
    ]


@pytest.mark.parametrize(
    ("standing", "index"),
    [(Standing.WAITING, "waiting"), (Standing.SENT, "sent"), (Standing.FAILED, "failed")],
)
def test_a_hundred_thousand_mails_cost_no_more_than_a_page(db: Session, standing: Standing, index: str) -> None:
    with counted() as cost:
        mails.mails_in(db, 1, standing)
        mails.failed_of(db, 1)
        census.census_of(db, 1)
    values: tuple[object, ...] = (1, 1, 1, 1, 1, 1)
    plans = [
        "\n".join(
            str(step[3])
            for step in db.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {each}", values[: each.count("?")])
        )
        for each in cost.statements
    ]
    assert f"SEARCH outbox USING INDEX ix_outbox_{index}_of_site (site_id=?" in plans[0]
    assert "TEMP B-TREE" not in plans[0]
    assert all("ix_outbox_failed_of_site (site_id=?" in each for each in plans[1:])


def test_a_failed_mail_leaves_anew_with_all_its_patience(db: Session, people: People) -> None:
    key = failed_mail(db, people.family, NOW - 2 * PATIENCE, tries=9)
    assert mails.send_again(db, as_person(db, people.office), key, NOW) == "renvoye"
    row = outbox.next_due(db, NOW)
    assert row is not None
    assert (row.key, row.tries, row.created_at) == (key, 0, NOW - 2 * PATIENCE)
    outbox.note_refused(db, row.id, "450 later", False, NOW + 60)
    assert row.failed_at is None
    outbox.note_refused(db, row.id, "450 later", False, NOW + PATIENCE + 1)
    assert row.failed_at == NOW + PATIENCE + 1


def test_a_waiting_mail_is_tried_now_and_a_sent_one_never_again(db: Session, people: People) -> None:
    waits, sent = mail_to(db, people.family, NOW, due_at=NOW + 3600, tries=3), mail_to(db, people.family, NOW)
    sent.sent_at = NOW
    db.flush()
    office = as_person(db, people.office)
    assert mails.send_again(db, office, waits.key, NOW) == "essaye"
    assert mails.send_again(db, office, sent.key, NOW) == ""
    db.expire_all()
    assert (waits.due_at, waits.tries, waits.again_at, sent.due_at) == (NOW, 3, None, NOW)


@pytest.mark.parametrize("change", [{"email": "new@y.fr"}, {"locked_at": NOW}])
def test_a_password_goes_only_where_its_account_is_written_to_today(
    db: Session, people: People, change: dict[str, object]
) -> None:
    key = failed_mail(db, people.family, NOW, outbox.TEMPORARY_PASSWORD)
    office = as_person(db, people.office)
    db.exec(update(Account).where(col(Account.username) == "dalmeida").values(**change))
    assert mails.send_again(db, office, key, NOW) == "adresse"
    assert mails.send_failed_again(db, office, outbox.TEMPORARY_PASSWORD, NOW) == 0
    assert outbox.next_due(db, NOW) is None


def test_the_failed_mails_of_a_kind_leave_at_once_and_no_other(db: Session, people: People) -> None:
    for who in (people.family, people.neighbour, people.far_neighbour):
        failed_mail(db, who, NOW)
    failed_mail(db, people.family, NOW, outbox.PASSWORD_CHANGED)
    office = as_person(db, people.office)
    assert mails.failed_of(db, office.site) == {outbox.PASSWORD_CHANGED: 1, outbox.TEST: 2}
    assert census.census_of(db, office.site).failed_mails == 3
    assert mails.send_failed_again(db, office, outbox.TEST, NOW) == 2
    assert mails.failed_of(db, office.site) == {outbox.PASSWORD_CHANGED: 1}
    (entry,) = db.exec(select(AuditEntry)).all()
    assert (entry.action, entry.facts) == (audit.MAILS_SENT_AGAIN, {"kind": outbox.TEST, "mails": 2})


HOSTILE = "554 <b>no</b>\r\n\x00\x1b[31m\u202edaeh\u2028" + "x" * 10_000


def test_a_servers_words_are_kept_short_and_harmless(db: Session, people: People) -> None:
    row = mail_to(db, people.family, NOW)
    outbox.note_refused(db, row.id, HOSTILE, True, NOW)
    assert row.error.startswith("554 <b>no</b> [31m daeh xxx")
    assert (len(row.error), row.error.isprintable()) == (outbox.ERROR_KEPT, True)


def test_what_older_versions_kept_is_shown_harmless_too(db: Session, people: People) -> None:
    key = failed_mail(db, people.family, NOW, error=HOSTILE)
    posted = mails.mail_of(db, as_person(db, people.office).site, key)
    assert posted is not None
    assert (len(posted.error), posted.error.isprintable()) == (outbox.ERROR_KEPT, True)


def test_a_test_mail_goes_to_oneself(db: Session, people: People) -> None:
    assert mails.send_test(db, as_person(db, people.clerk), NOW)
    (row,) = db.exec(select(Mail)).all()
    assert (row.kind, row.recipient) == (outbox.TEST, people.clerk.email)
