"""What a site has, counted for the first page of its office in one statement."""

from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from data import outbox
from data.families import Family
from data.outbox import Mail
from data.students import Student

COUNTED = 1000  # failed mails that are counted at most


class Census(NamedTuple):
    """In this order in the statement."""

    families: int
    students: int
    failed_mails: int


def census_of(db: Session, site: int) -> Census:
    """One statement; each count is found in an index."""
    failed = select(Mail.id).where(Mail.site_id == site, sa.text(outbox.FAILED)).limit(COUNTED).subquery()
    counts: list[Any] = [
        select(func.count()).select_from(Family).where(col(Family.site_id) == site).scalar_subquery(),
        select(func.count()).select_from(Student).where(col(Student.site_id) == site).scalar_subquery(),
        select(func.count()).select_from(failed).scalar_subquery(),
    ]
    return Census(*db.exec(select(*counts)).one())
