"""When re-enrolment is open, and for which school year."""

import datetime
import enum
from typing import NamedTuple

from sqlmodel import Session, bindparam, select

from data.courses import current_year
from data.school_years import school_year_of, year_after
from data.sites import Site


class Phase(enum.Enum):
    """Where a day stands to the days on which re-enrolment is open."""

    NEVER = enum.auto()  # the office has named no day
    BEFORE = enum.auto()
    OPEN = enum.auto()
    CLOSED = enum.auto()


def phase_of(opens: datetime.date | None, closes: datetime.date | None, today: datetime.date) -> Phase:
    """Both days are open; without a last day it stays open."""
    if opens is None:
        return Phase.NEVER
    if today < opens:
        return Phase.BEFORE
    return Phase.CLOSED if closes and today > closes else Phase.OPEN


class Opening(NamedTuple):
    """Re-enrolment on one site."""

    site: Site
    phase: Phase
    school_year: str  # the one that is wished for


SITE_AND_YEAR = select(Site, current_year()).where(Site.id == bindparam("site"))


def opening_of(db: Session, site: int, today: datetime.date) -> Opening:
    """One statement. A site without courses takes the calendar’s word for the current year."""
    found, year = db.exec(SITE_AND_YEAR, params={"site": site}).one()
    wanted = found.reenrolment_year or year_after(year or school_year_of(today))
    return Opening(found, phase_of(found.reenrolment_opens, found.reenrolment_closes, today), wanted)
