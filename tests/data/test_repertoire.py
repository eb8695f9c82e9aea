"""The repertoire: newest first, without a date last, of one student alone."""

from collections.abc import Iterator

import pytest
from sqlmodel import Session, select

from data import database, repertoire
from data.repertoire import Played, Work
from data.settings import Settings
from data.students import Student
from tests.schooling import Schooling, day


@pytest.fixture
def db(settings: Settings) -> Iterator[Session]:
    with database.transaction(settings.database) as db:
        yield db


@pytest.fixture
def student(db: Session, learnt: Schooling) -> int:
    return db.exec(select(Student.id).where(Student.key == learnt.student)).one()


def test_a_work_without_a_course_has_an_empty_one(db: Session, student: int) -> None:
    assert repertoire.works_of(db, student) == [Played(day("07/10/2026"), "Tielman Susato", "Danserye", "", "")]


def test_the_newest_stand_first_and_the_undated_last(db: Session, student: int) -> None:
    for title, date in (("Sans", None), ("Tôt", day("01/01/2000")), ("Tard", day("01/01/2040"))):
        db.add(Work(student_id=student, title=title, date=date))
    db.flush()
    assert [work.title for work in repertoire.works_of(db, student)] == ["Tard", "Danserye", "Tôt", "Sans"]


def test_another_student_has_another_repertoire(db: Session, student: int) -> None:
    others = db.exec(select(Student.id).where(Student.id != student, Student.given_name == "Zoé")).all()
    assert others
    assert [repertoire.works_of(db, each) for each in others] == [[]] * len(others)
