"""What is kept no longer goes: one purge for retention and for erasure, with what each kind of thing loses."""

import datetime
from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, delete, func, or_, select

from data import audit, erasing, import_runs, kept_forms
from data.changes import ChangeRequest
from data.courses import Course
from data.enrolments import Enrolment
from data.erasures import Erasures
from data.families import Family
from data.ledger import Entry
from data.outbox import Mail
from data.reenrolments import Reenrolment, keeping
from data.school_years import period_of
from data.sites import Site
from data.students import FamilyStudent
from data.zone import PARIS

DAY = 86400


class Purged(NamedTuple):
    """How many of each kind have gone, or would."""

    erased: int  # families that were erased before, and had come back
    families: int  # whose time is over
    documents: int
    mails: int
    entries: int  # of the journal
    imports: int  # with their reports
    forms: int  # that were typed while a session had run out


def purge(db: Session, erasures: Erasures, now: int) -> Purged:
    """Remove what is kept no longer, on every site. Files are swept once this is committed."""
    sites = list(db.exec(select(Site)))
    return Purged(
        erased=erasing.apply(db, erasures).families,
        families=sum(_purge_families(db, site, now) for site in sites),
        documents=keeping.purge(db, now),
        mails=sum(_purge_mails(db, site, now) for site in sites),
        entries=sum(iter(partial(audit.purge, db, now), 0)),
        imports=import_runs.purge(db, now),
        forms=kept_forms.purge(db, now),
    )


def _purge_mails(db: Session, site: Site, now: int) -> int:
    """A mail that waits stays."""
    left = or_(col(Mail.sent_at).is_not(None), col(Mail.failed_at).is_not(None))
    old = delete(Mail).where(col(Mail.site_id) == site.id, left, col(Mail.created_at) <= now - site.mails_kept * DAY)
    return db.exec(old).rowcount


def _purge_families(db: Session, site: Site, now: int) -> int:
    """They are not noted as erased: one that comes back in an export has come back."""
    over = [db.get_one(Family, family) for family in leaving(db, site.id, site.families_kept, now)]
    erasing.erase_all(db, site, over)
    return len(over)


def leaving(db: Session, site: int, months: int, now: int) -> list[int]:
    """The families of a site that would go, were they kept so many months; one statement, none without a limit."""
    if not months:
        return []
    last_day = months_before(datetime.datetime.fromtimestamp(now, PARIS).date(), months)
    return list(_gone_since(db, site, last_day))


def _gone_since(db: Session, site: int, last_day: datetime.date) -> Iterator[int]:
    """The families whose last sign of life is older: the last day of a school year of one of its students, an
    operation, a request, a re-enrolment. One without any has just come."""
    signs = (
        sa.select(
            col(Family.id),
            sa.select(func.max(Course.school_year))
            .join(Enrolment, col(Enrolment.course_id) == Course.id)
            .join(FamilyStudent, col(FamilyStudent.student_id) == Enrolment.student_id)
            .where(col(FamilyStudent.family_id) == Family.id)
            .scalar_subquery(),
            sa.select(func.max(Entry.date)).where(col(Entry.family_id) == Family.id).scalar_subquery(),
            sa.select(func.max(ChangeRequest.changed_at))
            .where(col(ChangeRequest.family_id) == Family.id)
            .scalar_subquery(),
            sa.select(func.max(Reenrolment.saved_at)).where(col(Reenrolment.family_id) == Family.id).scalar_subquery(),
        )
        .where(col(Family.site_id) == site)
        .order_by(col(Family.id))
    )
    for family, year, entry, *moments in db.connection().execute(signs):
        days = [period_of(year)[1]] if year else []
        days += [entry] if entry else []
        days += [datetime.datetime.fromtimestamp(each, PARIS).date() for each in moments if each]
        if days and max(days) < last_day:
            yield family


def months_before(day: datetime.date, months: int) -> datetime.date:
    """The first day of the month so many months before."""
    count = day.year * 12 + day.month - 1 - months
    return datetime.date(count // 12, count % 12 + 1, 1)
