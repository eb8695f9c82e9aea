"""Enrolments: what a student learns this year and has learnt before, and what wins over what."""

from collections.abc import Iterator

import pytest
from sqlmodel import Session, col, select, update

from data import database, enrolments
from data.courses import Course
from data.enrolments import Enrolment
from data.settings import Settings
from data.sites import Site
from data.students import FamilyStudent, Student
from tests.schooling import LAST_YEAR, Schooling, enrol

OWN = {"weekday": "jeudi", "starts": "09:00", "ends": "09:45", "room": "Salle 2"}


@pytest.fixture
def db(settings: Settings) -> Iterator[Session]:
    with database.transaction(settings.database) as db:
        yield db


@pytest.fixture
def student(db: Session, learnt: Schooling) -> Student:
    return db.exec(select(Student).where(Student.key == learnt.student)).one()


def titles(lessons: list[enrolments.Lesson]) -> list[str]:
    return [f"{each.title} {each.school_year}" for each in lessons]


def test_the_current_year_is_that_of_the_newest_courses(db: Session, student: Student) -> None:
    assert titles(enrolments.lessons_of(db, student.id)) == ["Trompette 2026-2027", "Ensemble de cuivres 2026-2027"]
    assert titles(enrolments.past_lessons_of(db, student.id)) == ["Trompette 2025-2026", "Formation musicale 2025-2026"]


def test_a_site_may_set_its_year_and_what_is_to_come_is_neither(db: Session, student: Student) -> None:
    db.exec(update(Site).values(school_year=LAST_YEAR))
    assert titles(enrolments.lessons_of(db, student.id)) == ["Trompette 2025-2026", "Formation musicale 2025-2026"]
    assert enrolments.past_lessons_of(db, student.id) == []


def test_the_courses_of_another_site_do_not_move_the_year(db: Session, student: Student) -> None:
    far = db.exec(select(Student).where(Student.site_id != student.site_id)).first()
    assert far
    enrol(db, far, "Orgue", "2030-2031")
    assert len(enrolments.lessons_of(db, student.id)) == 2


def test_the_newest_year_stands_first(db: Session, student: Student) -> None:
    for year in ("2019-2020", "2024-2025"):
        enrol(db, student, "Luth", year)
    years = [each.school_year for each in enrolments.past_lessons_of(db, student.id)]
    assert years == ["2025-2026", "2025-2026", "2024-2025", "2019-2020"]


@pytest.mark.parametrize("name", OWN)
def test_what_an_individual_lesson_says_wins(db: Session, student: Student, learnt: Schooling, name: str) -> None:
    db.exec(update(Enrolment).where(col(Enrolment.key) == learnt.course).values(**{name: OWN[name]}))
    said = enrolments.lessons_of(db, student.id)[0]._asdict()
    shared = {"weekday": "mercredi", "starts": "17:30", "ends": "18:15", "room": "Salle 8"}
    assert {key: said[key] for key in OWN} == {**shared, name: OWN[name]}


@pytest.mark.parametrize(
    ("weekday", "starts", "ends", "time"),
    [
        ("mercredi", "17:30", "18:15", "mercredi, 17:30 à 18:15"),
        ("mercredi", "17:30", "", "mercredi, 17:30"),
        ("mercredi", "", "18:15", "mercredi"),
        ("", "17:30", "18:15", "17:30 à 18:15"),
        ("", "", "", ""),
    ],
)
def test_the_time_says_as_much_as_is_known(
    db: Session, student: Student, weekday: str, starts: str, ends: str, time: str
) -> None:
    enrol(db, student, "Luth", weekday=weekday, starts=starts, ends=ends)
    assert enrolments.lessons_of(db, student.id)[-1].time == time


def test_the_lessons_of_a_family_are_those_of_its_students(db: Session, student: Student) -> None:
    family = db.exec(select(Student.id).where(Student.surname == student.surname)).all()
    found = enrolments.lessons_of_family(db, _family_of(db, student))
    assert {each.id for each, _ in found} == set(family)
    assert [lesson for each, lesson in found if each.id == student.id] == enrolments.lessons_of(db, student.id)


def _family_of(db: Session, student: Student) -> int:
    return db.exec(select(FamilyStudent.family_id).where(FamilyStudent.student_id == student.id)).one()


def test_a_course_belongs_to_one_student_for_one_year(db: Session, learnt: Schooling) -> None:
    course = select(Course.school_year).join(Enrolment).where(Enrolment.key == learnt.past)
    assert db.exec(course).one() == LAST_YEAR
