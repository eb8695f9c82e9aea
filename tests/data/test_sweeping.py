"""What is no longer needed goes by itself, a little with each write, and what waits is found without the rest."""

from collections.abc import Iterator

import pytest
from sqlmodel import Session, col, select

from data import accounts, outbox, throttle
from data.database import transaction
from data.outbox import DONE_KEPT, SWEPT, VOID_KEPT, Mail
from data.settings import Settings
from data.throttle import FORGET_AFTER, Buckets, Throttle
from tests.costs import counted
from tests.people import People

NOW = 1_795_000_000


@pytest.fixture
def db(settings: Settings) -> Iterator[Session]:
    with transaction(settings.database) as session:
        yield session


def mail(recipient: str, age: int, sent: bool = False, failed: bool = False) -> Mail:
    at = NOW - age
    return Mail(
        kind=outbox.PASSWORD_CHANGED,
        recipient=recipient,
        created_at=at,
        due_at=at,
        sent_at=at if sent else None,
        failed_at=at if failed else None,
    )


def put(db: Session, *mails: Mail) -> None:
    """Into the outbox, as if it had been swept all along."""
    db.add_all(mails)
    db.flush()


def left(db: Session) -> list[str]:
    """The recipients that remain once one more mail has been written."""
    outbox.post(db, [mail("new@y.fr", 0)])
    return [each.recipient for each in db.exec(select(Mail).order_by(col(Mail.created_at)))]


def test_a_mail_to_nobody_goes_after_a_day(db: Session) -> None:
    put(db, mail("", VOID_KEPT), mail("", VOID_KEPT - 1))
    assert left(db) == ["", "new@y.fr"]


def test_a_mail_that_left_or_failed_is_kept_twelve_months(db: Session) -> None:
    for age in (DONE_KEPT, DONE_KEPT - 1):
        put(db, mail(f"sent {age}", age, sent=True), mail(f"failed {age}", age, failed=True))
    assert left(db) == [f"sent {DONE_KEPT - 1}", f"failed {DONE_KEPT - 1}", "new@y.fr"]


def test_a_mail_that_waits_is_never_swept(db: Session) -> None:
    put(db, mail("patient@y.fr", 2 * DONE_KEPT))
    assert left(db) == ["patient@y.fr", "new@y.fr"]


def test_one_write_sweeps_no_more_than_it_can_bear(db: Session) -> None:
    put(db, *(mail("", 2 * VOID_KEPT) for _ in range(SWEPT + 5)))
    assert len(left(db)) == 5 + 1
    assert left(db) == ["new@y.fr", "new@y.fr"]


def test_sweeping_costs_the_same_for_a_known_account_and_an_unknown_one(db: Session, people: People) -> None:
    costs = []
    for username in (people.family.username, "personne"):
        put(db, *(mail("", 2 * VOID_KEPT) for _ in range(SWEPT)))
        with counted() as cost:
            accounts.request_password(db, username, people.family.email, NOW)
        costs.append(cost.shapes)
    assert costs[0] == costs[1]
    assert len(costs[0]) == 6


def row(db: Session, bucket: str, since: int, until: int = 0) -> None:
    db.add(Throttle(bucket=bucket, failures=9, since=since, until=until))
    db.flush()


def buckets(db: Session) -> set[str]:
    return set(db.exec(select(Throttle.bucket)))


@pytest.mark.parametrize("kind", ["sign in", "request"])
def test_failures_that_count_no_more_go_when_anybody_tries(db: Session, kind: str) -> None:
    row(db, "past", NOW - FORGET_AFTER - 1)
    row(db, "counts", NOW - FORGET_AFTER)
    row(db, "waits", NOW - FORGET_AFTER - 1, until=NOW + 1)
    if kind == "sign in":
        throttle.begin_try(db, Buckets("account", "address"), NOW)
    else:
        throttle.begin_request(db, "address", NOW)
    assert buckets(db) - {"account", "address"} == {"counts", "waits"}


def test_one_try_sweeps_no_more_than_it_can_bear(db: Session) -> None:
    for number in range(throttle.SWEPT + 5):
        row(db, f"past {number}", NOW - 2 * FORGET_AFTER)
    throttle.begin_request(db, "address", NOW)
    assert len(buckets(db)) == 5 + 1


def test_a_bucket_that_is_swept_by_its_own_try_begins_afresh(db: Session) -> None:
    row(db, "account", NOW - 2 * FORGET_AFTER)
    assert throttle.begin_try(db, Buckets("account", "address"), NOW) == 0
    swept = db.exec(select(Throttle).where(Throttle.bucket == "account")).one()
    assert (swept.failures, swept.since) == (1, NOW)


def plans(db: Session, statements: list[str]) -> list[str]:
    """How SQLite goes about each statement, in the very words and with the parameters that the portal sends."""
    asked = db.connection()
    return [
        "\n".join(str(step[3]) for step in asked.exec_driver_sql(f"EXPLAIN QUERY PLAN {each}", (1,) * each.count("?")))
        for each in statements
    ]


def test_the_postman_looks_at_waiting_mails_alone(db: Session) -> None:
    with counted() as cost:
        outbox.next_due(db, NOW)
    assert plans(db, cost.statements) == ["SEARCH outbox USING INDEX ix_outbox_waiting (due_at<?)"]


def test_sweeping_looks_at_what_is_old_alone(db: Session) -> None:
    with counted() as cost:
        outbox.post(db, [mail("new@y.fr", 0)])
        throttle.begin_request(db, "address", NOW)
    void, done, past = plans(db, [each for each in cost.statements if each.startswith("DELETE")])
    assert "SEARCH outbox USING INDEX ix_outbox_void (created_at<?)" in void
    assert "SEARCH outbox USING INDEX ix_outbox_created_at (created_at<?)" in done
    assert "SEARCH throttle USING INDEX ix_throttle_since (since<?)" in past
    assert not [each for each in (void, done, past) if "SCAN" in each or "TEMP B-TREE" in each]
