"""The numbers of acknowledgements: counted per site and year of Paris, never given twice, none lost for nothing."""

import datetime
from collections.abc import Iterator

import pytest
from sqlmodel import Session

from data.database import transaction
from data.numbering import next_number
from data.settings import Settings

NEAR, FAR = 1, 2


def at(*when: int) -> int:
    return int(datetime.datetime(*when, tzinfo=datetime.UTC).timestamp())  # type: ignore[misc,arg-type]


@pytest.fixture
def db(settings: Settings) -> Iterator[Session]:
    with transaction(settings.database) as session:
        yield session


def test_each_site_counts_for_itself(db: Session) -> None:
    now = at(2026, 11, 24)
    assert [next_number(db, site, now) for site in (NEAR, NEAR, FAR)] == ["2026-000001", "2026-000002", "2026-000001"]


@pytest.mark.parametrize(
    ("when", "year"),
    [
        ((2026, 12, 31, 22, 59, 59), "2026"),
        ((2026, 12, 31, 23, 0, 0), "2027"),
        ((2026, 12, 31, 23, 30, 0), "2027"),
        ((2027, 1, 1, 0, 0, 0), "2027"),
    ],
)
def test_the_year_is_that_of_paris(db: Session, when: tuple[int, ...], year: str) -> None:
    assert next_number(db, NEAR, at(*when)) == f"{year}-000001"


def test_a_year_goes_on_where_it_was(db: Session) -> None:
    told = [next_number(db, NEAR, at(year, 6, 1)) for year in (2026, 2027, 2026)]
    assert told == ["2026-000001", "2027-000001", "2026-000002"]


def test_a_hundred_in_a_row_are_a_hundred_numbers_in_order(db: Session) -> None:
    told = [next_number(db, NEAR, at(2026, 11, 24)) for _ in range(100)]
    assert told == [f"2026-{number:06}" for number in range(1, 101)]


def take_and_fail(settings: Settings) -> None:
    with transaction(settings.database) as db:
        assert next_number(db, NEAR, at(2026, 11, 24)) == "2026-000002"
        db.flush()
        raise KeyError


def test_work_that_fails_gives_no_number_away(settings: Settings) -> None:
    def take() -> str:
        with transaction(settings.database) as db:
            return next_number(db, NEAR, at(2026, 11, 24))

    assert take() == "2026-000001"
    with pytest.raises(KeyError):
        take_and_fail(settings)
    assert take() == "2026-000002"


def test_a_million_requests_are_counted_on(db: Session) -> None:
    next_number(db, NEAR, at(2026, 11, 24))
    db.flush()
    db.connection().exec_driver_sql("UPDATE numbering SET last = 999999")
    db.expire_all()
    assert next_number(db, NEAR, at(2026, 11, 24)) == "2026-1000000"
