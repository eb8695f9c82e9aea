"""School years: from the 1st of September to the 31st of August, written « 2013-2014 »."""

import datetime

FIRST_MONTH = 9


def school_year_of(date: datetime.date) -> str:
    """The school year that a day belongs to."""
    first = date.year if date.month >= FIRST_MONTH else date.year - 1
    return f"{first}-{first + 1}"


def period_of(school_year: str) -> tuple[datetime.date, datetime.date]:
    """Its first and its last day; raises ValueError when it is not a school year."""
    first, _, last = school_year.partition("-")
    if not (first.isascii() and first.isdecimal() and len(first) == 4 and last == str(int(first) + 1)):
        raise ValueError(f"not a school year: {school_year}")
    return datetime.date(int(first), FIRST_MONTH, 1), datetime.date(int(last), FIRST_MONTH - 1, 31)


def years_between(oldest: datetime.date, newest: datetime.date) -> list[str]:
    """The school years from one day to another, the newest first."""
    first, last = (int(school_year_of(each)[:4]) for each in (oldest, newest))
    return [f"{year}-{year + 1}" for year in range(last, first - 1, -1)]


def year_after(school_year: str) -> str:
    """« 2027-2028 » after « 2026-2027 »."""
    first = period_of(school_year)[1].year
    return f"{first}-{first + 1}"
