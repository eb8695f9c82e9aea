"""School years: from the 1st of September to the 31st of August."""

import datetime

import pytest

from data.school_years import period_of, school_year_of, years_between


@pytest.mark.parametrize(
    ("day", "year"),
    [
        ("2013-08-31", "2012-2013"),
        ("2013-09-01", "2013-2014"),
        ("2014-03-10", "2013-2014"),
        ("2014-12-31", "2014-2015"),
    ],
)
def test_a_day_belongs_to_a_school_year(day: str, year: str) -> None:
    date = datetime.date.fromisoformat(day)
    assert school_year_of(date) == year
    first, last = period_of(year)
    assert first <= date <= last


def test_every_day_belongs_to_exactly_one_school_year() -> None:
    day = datetime.date(2019, 1, 1)
    while day < datetime.date(2024, 6, 1):
        first, last = period_of(school_year_of(day))
        assert first <= day <= last
        assert school_year_of(first) == school_year_of(last)
        day += datetime.timedelta(days=1)


def test_a_period_is_followed_by_the_next() -> None:
    assert period_of("2013-2014")[1] + datetime.timedelta(days=1) == period_of("2014-2015")[0]


@pytest.mark.parametrize(
    "garbage",
    [
        *("", "2013", "2013-2013", "2014-2013", "2013-2015", "13-14", "2013/2014", " 2013-2014", "2013-2014 "),
        *("0000-1", "9999-10000", "２013-2014", "2013-２014", "-2013-2014", "2013--2014", "2013-2014-2015"),
    ],
)
def test_what_is_no_school_year_is_refused(garbage: str) -> None:
    with pytest.raises(ValueError, match="year"):
        period_of(garbage)


def test_the_years_between_two_days_are_listed_newest_first() -> None:
    oldest, newest = datetime.date(2012, 8, 31), datetime.date(2014, 9, 1)
    assert years_between(oldest, newest) == ["2014-2015", "2013-2014", "2012-2013", "2011-2012"]
    assert years_between(newest, newest) == ["2014-2015"]
