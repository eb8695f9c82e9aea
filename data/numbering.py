"""The numbers of acknowledgements: « 2026-000123 », counted per site and year, never given twice."""

import datetime

from sqlmodel import Field, Session, SQLModel

from data.zone import PARIS


class Numbering(SQLModel, table=True):
    """The last number given in one year of one site."""

    site_id: int = Field(foreign_key="site.id", primary_key=True)
    year: int = Field(primary_key=True)
    last: int = 0


def next_number(db: Session, site: int, now: int) -> str:
    """The next number, in the transaction of what it acknowledges."""
    year = datetime.datetime.fromtimestamp(now, PARIS).year
    counter = db.get(Numbering, (site, year)) or Numbering(site_id=site, year=year)
    counter.last += 1
    db.add(counter)
    return f"{year}-{counter.last:06}"
