"""Courses of a school year (cours)."""

from sqlmodel import Field, SQLModel, UniqueConstraint

from data.keys import new_key


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
    weekday: str = ""
    starts: str = ""
    ends: str = ""
    room: str = ""
