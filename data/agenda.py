"""The agenda of a family: its lessons week by week, and the secret address of its calendar."""

import datetime
from collections.abc import Sequence
from typing import NamedTuple

from sqlmodel import Field, Session, SQLModel, bindparam, col, delete, select

from data import enrolments, students
from data.courses import WEEKDAYS
from data.enrolments import Lesson
from data.families import Family
from data.keys import new_token
from data.sites import Holiday, Site


class CalendarFeed(SQLModel, table=True):
    """The secret address under which calendar programs fetch a family’s lessons."""

    __tablename__ = "calendar_feed"

    family_id: int = Field(primary_key=True, foreign_key="family.id")
    token: str = Field(unique=True)


class Appointment(NamedTuple):
    """A weekly lesson and whose it is; no name where only one student is spoken of."""

    key: str  # no other appointment of the portal has it
    student: str
    lesson: Lesson

    @property
    def words(self) -> str:
        """« Adrien, Trompette, G. BRANTOME, Salle 8 », or as much of it as is known."""
        lesson = self.lesson
        return ", ".join(filter(None, (self.student, lesson.title, lesson.teacher, lesson.room)))


class Calendar(NamedTuple):
    """When a site teaches."""

    name: str
    first_day: datetime.date | None
    last_day: datetime.date | None
    holidays: list[Holiday]

    def closed_on(self, day: datetime.date) -> str:
        """Why there is no lesson on a day; nothing when there is."""
        if self.first_day and day < self.first_day:
            return "les cours n’ont pas encore commencé"
        if self.last_day and day > self.last_day:
            return "l’année est terminée"
        return next((each.name for each in self.holidays if each.first_day <= day <= each.last_day), "")


class Day(NamedTuple):
    """A day with lessons, and why they do not take place if they do not."""

    date: datetime.date
    lessons: list[Appointment]
    closed: str


class Week(NamedTuple):
    """The days of one week on which there are lessons, and the lessons whose day is not known."""

    days: list[Day]
    undated: list[Appointment]


HOLIDAYS = select(Holiday).where(Holiday.site_id == bindparam("site")).order_by(col(Holiday.first_day))


def calendar_of(db: Session, site: Site) -> Calendar:
    """First day, last day and holidays of a site. One statement."""
    holidays = list(db.exec(HOLIDAYS, params={"site": site.id}))
    return Calendar(site.name, site.first_day, site.last_day, holidays)


def appointments_of(db: Session, family: int) -> list[Appointment]:
    """The current lessons of all students of a family, but those that have stopped. One statement."""
    found = enrolments.lessons_of_family(db, family)
    names = students.given_names([student for student, _ in found])
    return [
        Appointment(f"{student.key}-{lesson.key}", names[student.key], lesson)
        for student, lesson in found
        if lesson.active
    ]


def week_of(calendar: Calendar, appointments: Sequence[Appointment], today: datetime.date) -> Week:
    """The week that a day is in, from Monday to Sunday."""
    monday = today - datetime.timedelta(days=today.weekday())
    by_hour = sorted(appointments, key=lambda each: each.lesson.starts)
    days = []
    for number, weekday in enumerate(WEEKDAYS):
        held = [each for each in by_hour if each.lesson.weekday == weekday]
        date = monday + datetime.timedelta(days=number)
        days += [Day(date, held, calendar.closed_on(date))] if held else []
    return Week(days, [each for each in by_hour if not each.lesson.weekday])


def feed_of(db: Session, family: int) -> str:
    """The secret of a family’s calendar; nothing when it has none."""
    return db.exec(select(CalendarFeed.token).where(CalendarFeed.family_id == family)).first() or ""


def make_feed(db: Session, family: int) -> None:
    """A new secret; a former one leads nowhere from now on."""
    db.merge(CalendarFeed(family_id=family, token=new_token()))


def revoke_feed(db: Session, family: int) -> None:
    """The secret leads nowhere from now on."""
    db.exec(delete(CalendarFeed).where(col(CalendarFeed.family_id) == family))


def behind(db: Session, token: str) -> tuple[Calendar, list[Appointment]] | None:
    """What a secret opens: when the site teaches, and the lessons of one family. Three statements."""
    owner = select(Family.id, Site).join(Site).join(CalendarFeed).where(CalendarFeed.token == token)
    found = db.exec(owner).first()
    if found is None:
        return None
    family, site = found
    return calendar_of(db, site), appointments_of(db, family)
