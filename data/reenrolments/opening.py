"""When re-enrolment is open, and for which school year."""

import datetime
import enum
from typing import NamedTuple

from sqlmodel import Session, bindparam, col, select

from data.courses import current_year
from data.reenrolments.tables import Reenrolment
from data.school_years import school_year_of, year_after
from data.sessions import Person
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
    """One statement."""
    return opening_on(*db.exec(SITE_AND_YEAR, params={"site": site}).one(), today)


def opening_on(site: Site, current: str | None, today: datetime.date) -> Opening:
    """Re-enrolment on a site of which the current school year is known."""
    phase = phase_of(site.reenrolment_opens, site.reenrolment_closes, today)
    return Opening(site, phase, wanted_year(site.reenrolment_year, current, today))


BEGUN = (
    select(Reenrolment.school_year, Site.reenrolment_year, current_year())
    .join(Site, col(Site.id) == Reenrolment.site_id)
    .where(Reenrolment.family_id == bindparam("family"), Reenrolment.student_id == bindparam("student"))
)


def is_open(who: Person, today: datetime.date) -> bool:
    """Whether somebody’s site has opened it; no statement."""
    return phase_of(who.reenrolment_opens, who.reenrolment_closes, today) == Phase.OPEN


def has_tab(db: Session, who: Person, student: int, today: datetime.date) -> bool:
    """Whether a student of this family has the tab: while it is open, and for who has begun. One statement at most."""
    if is_open(who, today):
        return True
    begun = db.exec(BEGUN, params={"family": who.family, "student": student})
    return any(year == wanted_year(decided, current, today) for year, decided, current in begun)


def wanted_year(decided: str, current: str | None, today: datetime.date) -> str:
    """The year that is wished for; a site without courses takes the calendar’s word for the current one."""
    return decided or year_after(current or school_year_of(today))
