"""Courses of a school year (cours)."""

from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased
from sqlmodel import Field, SQLModel, UniqueConstraint, func, select

from data.keys import new_key
from data.later import since_then
from data.sites import Site

WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


class Course(SQLModel, table=True):
    """What is taught in one school year; day, times and room are those of a collective lesson."""

    __table_args__ = (UniqueConstraint("site_id", "reference"),)

    id: int = Field(default=None, primary_key=True)
    key: str = Field(default_factory=new_key, unique=True)
    site_id: int = Field(foreign_key="site.id")
    reference: str
    school_year: str  # « 2013-2014 »
    title: str
    discipline: str = ""
    track: str = ""
    level: str = ""
    cycle: str = ""
    teacher: str = ""
    weekday: str = ""  # one of WEEKDAYS, or nothing; times are « 17:30 », or nothing
    starts: str = ""
    ends: str = ""
    room: str = ""
    offered_again: bool = Field(default=True, sa_column_kwargs=since_then(True))  # the office says it, no export does


def current_year() -> ColumnElement[str]:
    """The current school year, within a statement that speaks of a Site: its own setting, or its newest courses’."""
    any_course = aliased(Course)
    newest = select(func.max(any_course.school_year)).where(any_course.site_id == Site.id).scalar_subquery()
    return func.coalesce(func.nullif(Site.school_year, ""), newest)
