"""What the office does with re-enrolments in the tests, and a list of them that is longer than a page."""

from typing import Any

from sqlmodel import Session

from data import reenrolments
from data.documents import DocumentState, SuppliedDocument
from data.reenrolments import (
    Case,
    CourseChoice,
    Gesture,
    Reenrolment,
    ReenrolmentEvent,
    Ruled,
    State,
    Step,
    Verdict,
    Word,
)
from data.store import Store
from data.students import FamilyStudent, Student
from tests.asking_for import GIVEN, NOW, as_person
from tests.people import Someone
from tests.reenrolling import SMALL_PDF, supply_for

YES = Verdict(DocumentState.APPROVED)
YEAR = "2027-2028"


def no(reason: str = "La page est illisible.") -> Verdict:
    """A document is refused."""
    return Verdict(DocumentState.DECLINED, reason)


def case_for(db: Session, office: Someone, key: str) -> Case:
    """A re-enrolment as the office sees it."""
    case = reenrolments.case_of(db, as_person(db, office).site, key)
    assert case
    return case


def rule(
    db: Session,
    office: Someone,
    key: str,
    gesture: Gesture,
    *,
    at: int = NOW + 60,
    **said: Any,
) -> Ruled:
    """The office decides, over what it sees now."""
    case = case_for(db, office, key)
    ruled = reenrolments.decide(db, as_person(db, office), case, Word(gesture, case.seen, **said), at)
    db.flush()
    return ruled


def fill_list(db: Session, store: Store, who: Someone, count: int, state: State = State.PENDING) -> None:
    """Many re-enrolments at once, a minute apart, each for a student of its own with a document."""
    given = supply_for(db, store, who)
    person = as_person(db, who)
    for number in range(count):
        at = NOW - 86400 + 60 * number
        student = _student(db, person.site, person.family, number)
        row = Reenrolment(
            site_id=person.site,
            family_id=person.family,
            student_id=student.id,
            school_year=YEAR,
            number=f"2026-8{number:05}",
            subject=student.name,
            requester=f"PARENT-{number:03} {GIVEN[-number % len(GIVEN)]}",
            sought=f"eleve {number:03}",
            state=state,
            saved_at=at,
            sent_at=at,
            decided_at=None if state in reenrolments.WAITING else at,
            decided_by="" if state in reenrolments.WAITING else "secretariat",
        )
        db.add(row)
        db.flush()
        courses = (("Trompette", True), ("Formation musicale", number % 2 == 0), ("Orchestre", False))
        db.add_all(
            CourseChoice(reenrolment_id=row.id, rank=rank, title=title, ticked=ticked)
            for rank, (title, ticked) in enumerate(courses)
        )
        db.add(ReenrolmentEvent(reenrolment_id=row.id, at=at, step=Step.SENT, who=person.name))
        facts = given.model_dump(exclude={"id", "key", "stored"})
        facts |= {"student_id": student.id, "of_household": False, "stored": f"{number:032x}", "size": len(SMALL_PDF)}
        db.add(SuppliedDocument(**facts))


def _student(db: Session, site: int, family: int, number: int) -> Student:
    student = Student(
        site_id=site, reference=f"R{number}", surname=f"ÉLÈVE-{number:03}", given_name=GIVEN[number % len(GIVEN)]
    )
    db.add(student)
    db.flush()
    db.add(FamilyStudent(family_id=family, student_id=student.id))
    return student
