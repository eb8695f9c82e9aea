"""The agenda: what the week holds, worked out from facts alone; and the secrets of the feeds."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from sqlmodel import Session, select

from data import agenda, database
from data.agenda import Appointment, Calendar, CalendarFeed, week_of
from data.enrolments import Lesson
from data.settings import Settings
from data.sites import Holiday
from data.students import FamilyStudent, Student
from tests.people import People
from tests.schooling import Schooling, day


def lesson(title: str, weekday: str = "", starts: str = "") -> Appointment:
    empty: dict[str, Any] = dict.fromkeys(Lesson._fields, "")
    return Appointment(title, "", Lesson(**{**empty, "title": title, "weekday": weekday, "starts": starts}))


def calendar(first: str = "", last: str = "", *holidays: tuple[str, str]) -> Calendar:
    closed = [
        Holiday(name=f"Congé {each[0]}", site_id=1, first_day=day(each[0]), last_day=day(each[1])) for each in holidays
    ]
    return Calendar("Conservatoire", day(first) if first else None, day(last) if last else None, closed)


@pytest.mark.parametrize("today", ["16/11/2026", "18/11/2026", "22/11/2026"])
def test_a_week_runs_from_monday_to_sunday(today: str) -> None:
    week = week_of(calendar(), [lesson("A", "dimanche"), lesson("B", "lundi")], day(today))
    assert [each.date for each in week.days] == [day("16/11/2026"), day("22/11/2026")]


def test_a_week_may_lie_in_two_years() -> None:
    week = week_of(calendar(), [lesson("A", "lundi"), lesson("B", "vendredi")], day("01/01/2027"))
    assert [each.date for each in week.days] == [day("28/12/2026"), day("01/01/2027")]


def test_lessons_of_a_day_stand_by_the_hour() -> None:
    lessons = [lesson("A", "lundi", "17:30"), lesson("B", "lundi"), lesson("C", "lundi", "09:00"), lesson("D")]
    week = week_of(calendar(), lessons, day("16/11/2026"))
    assert [each.lesson.title for each in week.days[0].lessons] == ["B", "C", "A"]
    assert [each.lesson.title for each in week.undated] == ["D"]


def test_a_week_without_lessons_is_empty() -> None:
    assert week_of(calendar(), [], day("16/11/2026")) == agenda.Week([], [])


@pytest.mark.parametrize(
    ("today", "closed"),
    [
        ("06/09/2026", "les cours n’ont pas encore commencé"),
        ("07/09/2026", ""),
        ("16/10/2026", ""),
        ("17/10/2026", "Congé 17/10/2026"),
        ("01/11/2026", "Congé 17/10/2026"),
        ("02/11/2026", ""),
        ("03/07/2027", ""),
        ("04/07/2027", "l’année est terminée"),
    ],
)
def test_a_day_says_why_it_is_closed(today: str, closed: str) -> None:
    assert calendar("07/09/2026", "03/07/2027", ("17/10/2026", "01/11/2026")).closed_on(day(today)) == closed


def test_a_site_that_has_not_said_when_it_teaches_is_open() -> None:
    assert calendar().closed_on(datetime.date(1900, 1, 1)) == ""


@pytest.fixture
def db(settings: Settings) -> Iterator[Session]:
    with database.transaction(settings.database) as db:
        yield db


@pytest.fixture
def family(db: Session, learnt: Schooling) -> int:
    of_student = select(FamilyStudent.family_id).join(Student).where(Student.key == learnt.student)
    return db.exec(of_student).one()


def test_appointments_have_a_key_of_their_own(db: Session, family: int, people: People) -> None:
    keys = [each.key for each in agenda.appointments_of(db, family)]
    assert len(keys) == len(set(keys)) == 3


def test_a_family_has_one_feed_at_most(db: Session, family: int) -> None:
    tokens = []
    for _ in range(2):
        agenda.make_feed(db, family)
        db.flush()
        tokens.append(agenda.feed_of(db, family))
    assert len(set(tokens)) == 2
    assert [each.token for each in db.exec(select(CalendarFeed))] == tokens[1:]


def test_a_secret_opens_its_familys_lessons_alone(db: Session, family: int) -> None:
    agenda.make_feed(db, family)
    db.flush()
    found = agenda.behind(db, agenda.feed_of(db, family))
    assert found
    assert found[0].name == "Conservatoire 1"
    assert found[1] == agenda.appointments_of(db, family)


@pytest.mark.parametrize("token", ["", "x", "%", "' OR 1=1 --"])
def test_what_is_no_secret_opens_nothing(db: Session, family: int, token: str) -> None:
    agenda.make_feed(db, family)
    db.flush()
    assert agenda.behind(db, token) is None


def test_a_revoked_secret_opens_nothing(db: Session, family: int) -> None:
    agenda.make_feed(db, family)
    db.flush()
    token = agenda.feed_of(db, family)
    agenda.revoke_feed(db, family)
    assert agenda.behind(db, token) is None
    assert agenda.feed_of(db, family) == ""
