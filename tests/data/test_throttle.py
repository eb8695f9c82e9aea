"""Failures, counted: the numbers behind the waiting."""

import pytest
from sqlmodel import select

from data import throttle
from data.database import transaction
from data.settings import Settings
from data.throttle import Buckets, Throttle, buckets

NOW = 1_795_000_000
SECRET = b"s" * 32


def fail(settings: Settings, where: Buckets, now: int = NOW) -> int:
    with transaction(settings.database) as db:
        return throttle.begin_try(db, where, now)


def forgive(settings: Settings, where: Buckets) -> None:
    with transaction(settings.database) as db:
        throttle.forgive(db, where)


@pytest.fixture
def where() -> Buckets:
    """One account and one address."""
    return buckets(SECRET, "account", "192.0.2.1")


def test_the_waits_of_a_patient_guesser(settings: Settings, where: Buckets) -> None:
    now, waits = NOW, []
    for _ in range(15):
        wait = fail(settings, where, now)
        if wait:
            waits.append(wait)
            now += wait
    assert waits == [30, 60, 120, 240, 480]


def test_a_guesser_has_at_most_a_hundred_guesses_a_day(settings: Settings, where: Buckets) -> None:
    now, guesses = NOW, 0
    while now < NOW + 86400:
        wait = fail(settings, Buckets(where.account, f"address {guesses}"), now)
        guesses += not wait
        now += wait
    assert guesses <= 106


def test_a_try_that_must_wait_counts_nowhere(settings: Settings, where: Buckets) -> None:
    for _ in range(5):
        fail(settings, where)
    for _ in range(50):
        assert fail(settings, where, NOW + 1) == 29
    assert fail(settings, where, NOW + 30) == 0


def test_a_success_takes_its_own_failure_back_from_the_address(settings: Settings, where: Buckets) -> None:
    for number in range(40):
        mine = Buckets(f"account {number}", where.address)
        assert fail(settings, mine) == 0
        forgive(settings, mine)
    assert [fail(settings, Buckets(f"{n}", where.address)) for n in range(31)] == [0] * 30 + [600]


def test_failures_of_an_address_are_forgotten_after_ten_minutes(settings: Settings, where: Buckets) -> None:
    for number in range(30):
        fail(settings, Buckets(f"{number}", where.address))
    assert fail(settings, where, NOW + 600) > 0 or fail(settings, where, NOW + 601) == 0
    assert fail(settings, where, NOW + 601) == 0


def test_failures_of_an_account_are_forgotten_after_a_day(settings: Settings, where: Buckets) -> None:
    for _ in range(4):
        fail(settings, where)
    for _ in range(4):
        assert fail(settings, where, NOW + 86401) == 0
    assert fail(settings, where, NOW + 86401) == 0


def test_no_address_and_no_identifiant_is_stored(settings: Settings) -> None:
    fail(settings, buckets(SECRET, "rive-gauche dalmeida", "192.0.2.77"))
    with transaction(settings.database) as db:
        stored = [row.bucket for row in db.exec(select(Throttle))]
    assert all(len(bucket) == 64 and int(bucket, 16) for bucket in stored)


def test_a_bucket_is_keyed_by_the_secret_of_the_portal() -> None:
    assert buckets(SECRET, "a", "b") != buckets(b"t" * 32, "a", "b")
    assert buckets(SECRET, "a", "b").account == buckets(SECRET, "a", "c").account
    assert buckets(SECRET, "\udcff", "b")


def test_a_request_of_another_kind_is_counted_apart(settings: Settings) -> None:
    with transaction(settings.database) as db:
        asked = throttle.address_bucket(SECRET, "lost password", "192.0.2.1")
        waits = [throttle.begin_request(db, asked, NOW) for _ in range(31)]
    assert waits == [0] * 30 + [600]
    assert fail(settings, buckets(SECRET, "account", "192.0.2.1")) == 0
