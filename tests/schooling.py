"""What the students of the tests learn, and what a test may add to it."""

import datetime
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlmodel import Session, select, update

from data import database
from data.absences import Absence
from data.accounts import Account
from data.courses import Course
from data.enrolments import Enrolment, FollowUp
from data.evaluations import Evaluation
from data.families import Guardian
from data.repertoire import Work
from data.settings import Settings
from data.sites import Holiday, Site
from data.students import FamilyStudent, Student

THIS_YEAR, LAST_YEAR = "2026-2027", "2025-2026"
USUAL = {"teacher": "G. BRANTOME", "cycle": "3C3", "weekday": "mercredi", "starts": "17:30", "ends": "18:15"}
MARKS = ("12", "14,5", "16", "ABS")

T = TypeVar("T")


@dataclass(frozen=True)
class Schooling:
    """The keys of one of each."""

    student: str = ""
    course: str = ""
    follow_up: str = ""
    evaluation: str = ""
    absence: str = ""
    past: str = ""
    past_follow_up: str = ""
    past_evaluation: str = ""


def teach(db: Session, student: Student) -> Schooling:
    """Two courses this year and two last year, with something noted of one of each; a work."""
    trumpet = enrol(db, student, room="Salle 8")
    enrol(db, student, title="Ensemble de cuivres", teacher="", weekday="", starts="", ends="")
    past = enrol(db, student, year=LAST_YEAR, comments="Une belle année.\nCap sur l’examen.")
    enrol(db, student, year=LAST_YEAR, title="Formation musicale", weekday="lundi")
    db.add(Work(student_id=student.id, title="Danserye", composer="Tielman Susato", date=datetime.date(2026, 10, 7)))
    return Schooling(
        student.key,
        trumpet.key,
        _follow(db, trumpet, 2026),
        _evaluate(db, trumpet, 2026),
        _miss(db, trumpet, 2026),
        past.key,
        _follow(db, past, 2025),
        _evaluate(db, past, 2025),
    )


def enrol(
    db: Session,
    student: Student,
    title: str = "Trompette",
    year: str = THIS_YEAR,
    comments: str = "",
    active: bool = True,
    **facts: str,
) -> Enrolment:
    """A course of its own for a student."""
    number = len(db.exec(select(Course.id)).all())
    known: dict[str, Any] = {**USUAL, **facts}
    course = Course(site_id=student.site_id, reference=f"C{number}", school_year=year, title=title, **known)
    enrolment = Enrolment(student_id=student.id, course_id=_kept(db, course).id, comments=comments, active=active)
    return _kept(db, enrolment)


def add_student(db: Session, site: int, family: int, surname: str, given_name: str, **facts: Any) -> Student:
    """A student of a family."""
    number = len(db.exec(select(Student.id)).all())
    born = {"birth_date": datetime.date(2012, 9, 14)}
    student = Student(site_id=site, reference=f"E{number}", surname=surname, given_name=given_name, **{**born, **facts})
    db.add(FamilyStudent(family_id=family, student_id=_kept(db, student).id))
    return student


def _kept(db: Session, row: T) -> T:
    db.add(row)
    db.flush()
    return row


def _follow(db: Session, enrolment: Enrolment, year: int) -> str:
    text = "Le son s’ouvre. " * 20
    key: str = _kept(db, FollowUp(enrolment_id=enrolment.id, date=datetime.date(year, 10, 7), text=text)).key
    return key


def _evaluate(db: Session, enrolment: Enrolment, year: int) -> str:
    facts: dict[str, Any] = {"enrolment_id": enrolment.id, "title": "Contrôle continu", "comment": "Du souffle."}
    dates = [datetime.date(year, 10, 7 * (number + 1)) for number in range(len(MARKS))]
    rows = [
        _kept(db, Evaluation(date=date, mark=mark, scale="20", **facts))
        for date, mark in zip(dates, MARKS, strict=True)
    ]
    return str(rows[0].key)


def _miss(db: Session, enrolment: Enrolment, year: int) -> str:
    facts: dict[str, Any] = {"enrolment_id": enrolment.id, "reason": "Maladie"}
    dates = [datetime.date(year, month, 14) for month in (10, 11)]
    rows = [_kept(db, Absence(date=date, excused=date.month == 10, **facts)) for date in dates]
    return str(rows[0].key)


@dataclass
class School:
    """What a test adds to the students of one family."""

    settings: Settings
    username: str
    slug: str

    def student(self, surname: str, given_name: str, **facts: Any) -> str:
        """One more student; the key."""
        with database.transaction(self.settings.database) as db:
            site, family = self._family(db)
            return add_student(db, site, family, surname, given_name, **facts).key

    def share(self, student: str) -> None:
        """A student of another family is one of this family, too."""
        with database.transaction(self.settings.database) as db:
            found = db.exec(select(Student).where(Student.key == student)).one()
            db.add(FamilyStudent(family_id=self._family(db)[1], student_id=found.id))

    def leave(self, student: str) -> None:
        """A student is no longer of this family."""
        with database.transaction(self.settings.database) as db:
            link = select(FamilyStudent).join(Student).where(Student.key == student)
            db.delete(db.exec(link.where(FamilyStudent.family_id == self._family(db)[1])).one())

    def empty(self) -> None:
        """No student is left to the family."""
        with database.transaction(self.settings.database) as db:
            of_family = select(FamilyStudent).where(FamilyStudent.family_id == self._family(db)[1])
            for link in db.exec(of_family):
                db.delete(link)

    def course(self, student: str, **facts: Any) -> str:
        """One more course of a student; the key."""
        with database.transaction(self.settings.database) as db:
            found = db.exec(select(Student).where(Student.key == student)).one()
            return enrol(db, found, **facts).key

    def evaluate(self, course: str, date: str, **facts: str) -> str:
        """One more evaluation; the key."""
        return self._note(Evaluation, course, date, **{"title": "Audition", **facts})

    def follow(self, course: str, date: str, text: str) -> str:
        """One more note of the teacher; the key."""
        return self._note(FollowUp, course, date, text=text)

    def miss(self, course: str, date: str, **facts: Any) -> str:
        """One more absence; the key."""
        return self._note(Absence, course, date, **facts)

    def play(self, student: str, title: str, date: str = "", course: str = "", **facts: Any) -> None:
        """One more work."""
        with database.transaction(self.settings.database) as db:
            found = db.exec(select(Student.id).where(Student.key == student)).one()
            within = db.exec(select(Enrolment.course_id).where(Enrolment.key == course)).first()
            played = day(date) if date else None
            db.add(Work(student_id=found, course_id=within, title=title, date=played, **facts))

    def decide(self, **facts: Any) -> None:
        """What the site decides."""
        with database.transaction(self.settings.database) as db:
            db.exec(update(Site).where(Site.slug == self.slug).values(**facts))  # type: ignore[arg-type]

    def close(self, name: str, first: str, last: str) -> None:
        """Days without lessons."""
        with database.transaction(self.settings.database) as db:
            site = self._family(db)[0]
            db.add(Holiday(site_id=site, name=name, first_day=day(first), last_day=day(last)))

    def fill(self, student: str, courses: int = 60, evaluations: int = 400, absences: int = 300) -> str:
        """Very much of everything, half of the courses in former years; the key of the fullest course."""
        with database.transaction(self.settings.database) as db:
            found = db.exec(select(Student).where(Student.key == student)).one()
            first, *_ = attend(db, found, courses)
            note_much(db, first, evaluations, absences)
            return first.key

    def _note(self, kind: Any, course: str, date: str, **facts: Any) -> str:
        with database.transaction(self.settings.database) as db:
            enrolment = db.exec(select(Enrolment.id).where(Enrolment.key == course)).one()
            return str(_kept(db, kind(enrolment_id=enrolment, date=day(date), **facts)).key)

    def _family(self, db: Session) -> tuple[int, int]:
        account = select(Account).join(Site).where(Site.slug == self.slug, Account.username == self.username)
        found = db.exec(account).one()
        return found.site_id, db.get_one(Guardian, found.guardian_id).family_id


def attend(db: Session, student: Student, courses: int) -> list[Enrolment]:
    """Many courses, every other one in a former year."""
    return [
        enrol(db, student, f"Atelier {number}", _year(2025 - number // 10) if number % 2 else THIS_YEAR)
        for number in range(courses)
    ]


def note_much(db: Session, enrolment: Enrolment, evaluations: int, absences: int, first: str = "01/09/2026") -> None:
    """Day after day an evaluation, an absence and a note of the teacher."""
    dates = [day(first) + datetime.timedelta(days=number) for number in range(max(evaluations, absences))]
    db.add_all(_much(enrolment.id, dates[:evaluations], dates[:absences]))


def _much(enrolment: int, evaluated: list[datetime.date], missed: list[datetime.date]) -> list[Any]:
    notes: list[Any] = [
        Evaluation(enrolment_id=enrolment, date=date, title=f"Contrôle {place}", mark=str(place % 21), scale="20")
        for place, date in enumerate(evaluated)
    ]
    notes += [Absence(enrolment_id=enrolment, date=date, reason=f"Motif {date}") for date in missed]
    return [*notes, *(FollowUp(enrolment_id=enrolment, date=date, text=f"Gammes, {date}.") for date in missed)]


def _year(first: int) -> str:
    return f"{first}-{first + 1}"


def day(written: str) -> datetime.date:
    """« 14/09/2026 »."""
    return datetime.datetime.strptime(written, "%d/%m/%Y").date()
